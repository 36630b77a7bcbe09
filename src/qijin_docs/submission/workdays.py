"""Working days in China: statutory holidays and the days worked in exchange (调休), year by year.

The days come from the package chinesecalendar, which follows the State Council's notice of each year (2004 to the
last notice it knows). A year it does not cover has to be given as data; nothing is guessed from the weekday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models.holidays import HolidayYear


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked.

    Args:
        given: year → its days, of the years that the package does not cover or that somebody knows better.
    """

    given: Mapping[int, HolidayYear] = field(default_factory=dict)

    @classmethod
    def of(cls, years: Iterable[HolidayYear]) -> Workdays:
        """The calendar with some years given as data."""
        return cls({year.year: year for year in years})

    def is_workday(self, day: date) -> bool:
        """Whether offices work on a day.

        Raises:
            DataError: ``duty.no_calendar`` for a year of which nobody knows the holidays.
        """
        year = self.given.get(day.year)
        if year is not None:
            return year.is_workday(day)
        return _shipped(day)

    def last_office_day(self, day: date) -> date:
        """The last working day not after a day (最迟办公日, fact 0.6)."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def before(self, day: date, count: int) -> date:
        """The working day that lies ``count`` working days before a day; a day off counts from the one before."""
        day = self.last_office_day(day)
        for _ in range(count):
            day = self.last_office_day(day - timedelta(days=1))
        return day


@lru_cache(maxsize=4096)
def _shipped(day: date) -> bool:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise DataError(
            Problem(
                "duty.no_calendar",
                f"不知道{day.year}年的放假和调休安排，算不出最迟办公日",
                Place("节假日.yaml"),
                f"请在项目里写“节假日.yaml”，按国务院办公厅通知填{day.year}年的“放假”“上班”，或升级 chinesecalendar",
            )
        ) from None
