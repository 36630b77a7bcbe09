"""What a tolerant reader gives: the value, and notes on what it put right.

Notes and refusals are :class:`~qijin_docs.errors.Problem` without a place, because a function that is
given a piece of text cannot know where it stood; whoever called it adds the place.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

from qijin_docs.errors import DataError, Problem, Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value that was read, and what was repaired on the way.

    Args:
        value: the value.
        notes: one NOTE or WARNING for each repair; empty if the text was written as it should be.
    """

    value: T
    notes: tuple[Problem, ...] = ()


def note(code: str, message: str, hint: str = "") -> Problem:
    """A repair that changed nothing of the meaning."""
    return Problem(code, message, hint=hint, severity=Severity.NOTE)


def warning(code: str, message: str, hint: str = "") -> Problem:
    """Something a person should look at, though the work can go on."""
    return Problem(code, message, hint=hint, severity=Severity.WARNING)


def refusal(code: str, message: str, hint: str = "") -> DataError:
    """The error to raise when the meaning is not certain."""
    return DataError(Problem(code, message, hint=hint))


def shown(value: object, limit: int = 30) -> str:
    """A value as it is quoted inside a message: one line, at most ``limit`` characters."""
    text = " ".join(str(value).split())
    text = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else "�" for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def halved(text: str) -> str:
    """The text with full-width digits, letters, brackets, dots and spaces made half-width."""
    return "".join(
        chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c in "\u3000\u00a0" else c for c in text
    )


def is_whole(value: object) -> bool:
    """Whether a value is an ``int`` and not a ``bool``: templates pass whatever the data holds."""
    return isinstance(value, int) and not isinstance(value, bool)
