"""典型推荐汇总表 (R10): the typical cases of a year on one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.case import TypicalCase
from qijin_docs.models.document import Document


class Recommendations(Document):
    """典型推荐汇总表."""

    kind_name: ClassVar[str] = "先进典型推荐汇总表"

    cases: tuple[TypicalCase, ...] = Field(alias="典型", min_length=1)

    def flaws(self) -> Iterator[Flaw]:
        """Ids are unique."""
        seen: set[str] = set()
        for index, case in enumerate(self.cases):
            if case.id in seen:
                yield Flaw(
                    ("典型", index, "编号"),
                    "case.duplicate_id",
                    f"典型编号{case.id}重复",
                    "每个典型用不同的编号",
                )
            seen.add(case.id)
