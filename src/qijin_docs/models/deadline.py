"""截止: a day of the year by which something is owed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model


class Deadline(Model):
    """截止: a day of the year, the year being the campaign's unless it is written.

    Written ``4月30日前``, ``6月底前``, ``年底前`` or ``2018年4月30日``. 前 includes the day itself (office usage,
    fact A.0.1).
    """

    month: int = Field(alias="月", ge=1, le=12)
    day: int = Field(alias="日", ge=1, le=31)
    year: int | None = Field(None, alias="年", ge=1949, le=2999)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, date):
            return {"month": value.month, "day": value.day, "year": value.year}
        if isinstance(value, float):
            # A cell that shows 4.30 holds 4.3: nobody can tell the 3rd from the 30th.
            raise PydanticCustomError(
                "data.deadline",
                "数字“{text}”可能是{day}日，也可能是{day}0日",
                {"text": str(value), "day": str(value).partition(".")[2], "hint": "请写成“4月30日前”"},
            )
        if isinstance(value, (str, int, Decimal)):
            text = str(value).strip()
            if end := _MONTH_END.fullmatch(text):
                month = int(end["month"] or 12)
                # 29 February is the 28th in most years, see on().
                last = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
                return {"month": month, "day": last, "year": int(end["year"]) if end["year"] else None}
            found = _DEADLINE.fullmatch(text)
            if found is None:
                raise PydanticCustomError(
                    "data.deadline",
                    "“{text}”不是看得懂的截止日期",
                    {"text": str(value), "hint": "请写成“4月30日前”"},
                )
            year = found["year"] or found["year2"]
            return {
                "month": int(found["month"] or found["month2"]),
                "day": int(found["day"] or found["day2"]),
                "year": int(year) if year else None,
            }
        return value

    def flaws(self) -> Iterator[Flaw]:
        """The day exists in its month (29 February only with a leap year)."""
        try:
            date(self.year or 2000, self.month, self.day)
        except ValueError:
            yield Flaw((), "data.not_a_date", f"没有{self.month}月{self.day}日这一天", "请核对日期")

    def on(self, year: int) -> date:
        """The calendar date, in ``year`` unless the deadline names its own."""
        year = self.year or year
        if (self.month, self.day) == (2, 29) and not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
            return date(year, 2, 28)
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        if (self.month, self.day) == (2, 29) and self.year is None:
            return "2月底前"
        prefix = f"{self.year}年" if self.year else ""
        return f"{prefix}{self.month}月{self.day}日前"


_DEADLINE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:之前|底前|前|以前|止)?"
    r"|(?:(?P<year2>\d{4})[.\-/])?(?P<month2>\d{1,2})[.\-/](?P<day2>\d{1,2})前?"
)
_MONTH_END = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月|年)[底末](?:之前|前|以前|止)?")
