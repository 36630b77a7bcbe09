"""A day, with the time of day where it was written: 2018年6月8日 16:20, 6月8日16时前."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from qijin_docs.text.dates import format_date, read_date
from qijin_docs.text.reading import Reading, halved, refusal, shown

Moment = date | datetime

_CLOCK = re.compile(
    r"[T\s]*(?P<half>上午|下午)?\s*"
    r"(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"|(?P<hour2>\d{1,2})[时点](?:(?P<minute2>\d{1,2})分?)?)\s*$"
)


def read_moment(raw: object, *, year: int | None = None) -> Reading[Moment]:
    """The day that a value names, a ``datetime`` if it names a time of day too, to the minute.

    Midnight is how a spreadsheet says that it has no time of day; it is read as the day alone.

    Args:
        raw: text, date, datetime or number.
        year: the year of days that have none.

    Raises:
        DataError: ``text.not_a_time`` for an hour or a minute that no clock shows; else as
            :func:`~.dates.read_date`.
    """
    if isinstance(raw, datetime):
        if raw.time() == time():
            return Reading(raw.date())
        return Reading(raw.replace(second=0, microsecond=0, tzinfo=None))
    if isinstance(raw, str) and (found := _CLOCK.search(halved(raw))):
        clock = read_clock(found[0], shown(raw))
        day = read_date(halved(raw)[: found.start()].strip(), year=year)
        if clock == time():
            return Reading(day.value, day.notes)
        return Reading(datetime.combine(day.value, clock), day.notes)
    reading = read_date(raw, year=year)
    return Reading(reading.value, reading.notes)


def read_clock(text: str, source: str) -> time:
    """The time of day in ``16:20``, ``16时``, ``下午4时20分``.

    Args:
        text: the time alone.
        source: what it stood in, for the message.

    Raises:
        DataError: ``text.not_a_time``.
    """
    found = _CLOCK.fullmatch(halved(text))
    if found:
        hour = int(found["hour"] or found["hour2"])
        minute = int(found["minute"] or found["minute2"] or 0)
        if found["half"] == "下午" and hour < 12:
            hour += 12
        # 24时 is the end of the day, which is what a day without a time means.
        if (hour, minute) == (24, 0):
            return time()
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise refusal("text.not_a_time", f"“{source}”里的时刻看不懂", "写成“16:20”或“16时20分”的样子")


def format_moment(moment: Moment) -> str:
    """``2018年6月8日`` or ``2018年6月8日16:20``."""
    if isinstance(moment, datetime):
        return f"{format_date(moment.date())}{moment:%H:%M}"
    return format_date(moment)


def day_of(moment: Moment) -> date:
    """The day alone."""
    return moment.date() if isinstance(moment, datetime) else moment
