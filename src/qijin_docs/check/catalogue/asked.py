"""What one rule asks: its clause, how strongly that is worded, what is measured, what is let pass."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qijin_docs.errors import Severity

FORMAT = "GB/T 9704-2012"
PUNCTUATION = "GB/T 15834-2011"
NUMERALS = "GB/T 15835-2011"
RULES_OF_WORK = "《党政机关公文处理工作条例》"


class Force(StrEnum):
    """How strongly a rule is worded where it comes from."""

    REQUIRED = "规"
    NORMALLY = "般"
    RECOMMENDED = "荐"
    ALLOWED = "可"
    DERIVED = "推"
    PRACTICE = "务"

    @property
    def severity(self) -> Severity:
        """规 is an error; 般 and 荐 are warnings; 可, 推 and 务 are notes."""
        if self is Force.REQUIRED:
            return Severity.ERROR
        return Severity.WARNING if self in (Force.NORMALLY, Force.RECOMMENDED) else Severity.NOTE

    @property
    def words(self) -> str:
        """The force as a reader understands it."""
        return _FORCE_WORDS[self]


_FORCE_WORDS = {
    Force.REQUIRED: "规定",
    Force.NORMALLY: "一般",
    Force.RECOMMENDED: "推荐",
    Force.ALLOWED: "可以",
    Force.DERIVED: "推算",
    Force.PRACTICE: "办文习惯，非国家标准",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked.

    Args:
        code: ``check.…``, stable.
        clause: ``GB/T 9704-2012 7.3.1``; empty where no standard asks it.
        force: see :class:`Force`.
        measures: what is looked at, in Chinese.
        tolerance: what is right, with what is let pass; empty where it is a matter of yes or no.
    """

    code: str
    clause: str
    force: Force
    measures: str
    tolerance: str = ""
