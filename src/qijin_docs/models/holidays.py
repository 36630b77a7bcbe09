"""节假日: the days off and the days worked in exchange of one year, as its notice says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import DataError, Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Line
from qijin_docs.text.date_ranges import DateRange, read_date_range


def _period(value: Any) -> DateRange:
    if isinstance(value, DateRange):
        return value
    try:
        return read_date_range(value).value
    except DataError as exc:
        problem = exc.problems[0]
        raise PydanticCustomError(
            "duty.holiday_day",
            "{said}",
            {"said": problem.message, "hint": "请写成“2027年10月1日至7日”的样子"},
        ) from None


def _several(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


Days = Annotated[
    tuple[Annotated[DateRange, PlainValidator(_period), PlainSerializer(str)], ...], BeforeValidator(_several)
]


class HolidayYear(Model):
    """One year of the calendar. Days and periods are written in full: 2027年10月1日至7日."""

    year: int = Field(alias="年度", ge=1949, le=2999)
    off: Days = Field(alias="放假", min_length=1)
    """Days off, those at weekends may stand among them."""
    worked: Days = Field((), alias="上班")
    """Saturdays and Sundays that are worked."""
    source: Line = Field(alias="来源")
    """The notice it was taken from."""

    def flaws(self) -> Iterator[Flaw]:
        """Days lie in the year; none is both off and worked; only weekends are worked in exchange."""
        for field, periods in (("放假", self.off), ("上班", self.worked)):
            for index, period in enumerate(periods):
                if self.year not in (period.start.year, period.end.year):
                    yield Flaw(
                        (field, index), "duty.holiday_year", f"{period}不在{self.year}年", "请核对年份"
                    )
        for index, period in enumerate(self.worked):
            for day in _days(period):
                if any(day in off for off in self.off):
                    yield Flaw(("上班", index), "duty.holiday_twice", f"{period}既放假又上班", "请按通知核对")
                elif day.weekday() < 5:
                    hint = "“上班”只写调休上班的周末"
                    yield Flaw(("上班", index), "duty.worked_weekday", f"{period}本来就是工作日", hint)

    def is_workday(self, day: date) -> bool:
        """Whether a day of this year is worked."""
        if any(day in period for period in self.worked):
            return True
        return day.weekday() < 5 and not any(day in period for period in self.off)


def _days(period: DateRange) -> Iterator[date]:
    for number in range((period.end - period.start).days + 1):
        yield period.start + timedelta(days=number)


class Holidays(Document):
    """节假日.yaml: years that the calendar package does not cover, or that somebody knows better."""

    kind_name: ClassVar[str] = "节假日"

    years: tuple[HolidayYear, ...] = Field(alias="节假日", min_length=1)

    def flaws(self) -> Iterator[Flaw]:
        """Each year once."""
        seen: set[int] = set()
        for index, year in enumerate(self.years):
            if year.year in seen:
                yield Flaw(
                    ("节假日", index, "年度"), "duty.holiday_year", f"{year.year}年写了两次", "请合成一份"
                )
            seen.add(year.year)
