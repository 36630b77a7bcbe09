"""Periods as people write them: 6月1日至30日, 2018年6月1日至7月2日, 6.1-6.30."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qijin_docs.errors import DataError, Problem
from qijin_docs.text.dates import format_date, read_date
from qijin_docs.text.reading import Reading, halved, note, refusal, shown

_WORD = re.compile(r"\s*(?:至|到|—+|–|~|～|〜|--)\s*")
_HYPHEN = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True)
class DateRange:
    """A period, both days included; never ends before it starts.

    Raises:
        DataError: ``text.range_backwards``.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            message = f"结束日期{format_date(self.end)}早于开始日期{format_date(self.start)}"
            raise refusal("text.range_backwards", message, "跨年的写出两个年份")

    def __str__(self) -> str:
        """The shortest official form: ``2018年6月1日至30日``."""
        if self.start == self.end:
            return format_date(self.start)
        if self.start.year != self.end.year:
            return f"{format_date(self.start)}至{format_date(self.end)}"
        if self.start.month != self.end.month:
            return f"{format_date(self.start)}至{self.end.month}月{self.end.day}日"
        return f"{format_date(self.start)}至{self.end.day}日"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def read_date_range(raw: object, *, year: int | None = None) -> Reading[DateRange]:
    """The period that a text names; what the second day leaves out, it takes from the first.

    A single day is a period of one day. 至, 到, — and ～ separate; a hyphen does where it cannot be part of a
    date.

    Args:
        raw: text, or anything :func:`~.dates.read_date` takes for a single day.
        year: the year of days that have none.

    Raises:
        DataError: ``text.not_a_date_range``; ``text.range_backwards`` if it ends before it starts (a period
            over New Year needs both years written); otherwise as :func:`~.dates.read_date`.
    """
    if not isinstance(raw, str):
        reading = read_date(raw, year=year)
        return Reading(DateRange(reading.value, reading.value), reading.notes)
    halves = _split(raw)
    if len(halves) == 1:
        reading = read_date(raw, year=year)
        return Reading(DateRange(reading.value, reading.value), reading.notes)
    if len(halves) != 2 or not all(halves):
        raise _not_a_range(raw)
    first, second = halves
    notes: list[Problem] = []
    if second.endswith("日") and re.search(r"月\s*\d{1,2}$", first):
        first += "日"  # 6月1—30日: one 日 for both is usual
    if bare_day := re.fullmatch(r"(\d{1,2})\s*[日号]?", second):
        start = read_date(first, year=year)
        second = f"{start.value.year}年{start.value.month}月{bare_day[1]}日"
        end = read_date(second)
    else:
        start = read_date(first, year=year)
        end = read_date(second, year=start.value.year)
        end = Reading(end.value, tuple(n for n in end.notes if n.code != "text.year_added"))
    period = DateRange(start.value, end.value)
    notes.extend(dict.fromkeys((*start.notes, *end.notes)))
    if not notes and raw not in _official(period):
        notes.append(note("text.range_repaired", f"起止日期“{shown(raw)}”按“{period}”读"))
    return Reading(period, tuple(notes))


def _official(period: DateRange) -> set[str]:
    """The forms that need no note: the second day in full, or without what it shares with the first."""
    start, end = period.start, period.end
    endings = {format_date(end)}
    if start.year == end.year:
        endings.add(f"{end.month}月{end.day}日")
        if start.month == end.month:
            endings.add(f"{end.day}日")
    return {f"{format_date(start)}至{ending}" for ending in endings}


def _split(raw: str) -> list[str]:
    if len(raw) > 100:
        raise _not_a_range(raw)
    text = halved(raw).strip()
    halves = [part.strip() for part in _WORD.split(text)]
    if len(halves) == 1:
        # 2018-6-1 holds hyphens of its own; in 6.1-6.30 and 6月1日-30日 there is only the one.
        parts = _HYPHEN.split(text)
        if len(parts) == 2 and re.search(r"[月./年]", text):
            return parts
        if len(parts) == 6:
            return ["-".join(parts[:3]), "-".join(parts[3:])]
    return halves


def _not_a_range(raw: object) -> DataError:
    hint = "写成“2018年6月1日至30日”的样子"
    return refusal("text.not_a_date_range", f"“{shown(raw)}”不是起止日期", hint)
