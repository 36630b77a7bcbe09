"""A schedule and a year → the days on which something is due, each with its name as a 期次."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from qijin_docs.models import Campaign
from qijin_docs.models.duty import ReportingDuty
from qijin_docs.models.schedule import LAST_DAY, Cycle, Schedule
from qijin_docs.submission.workdays import Workdays
from qijin_docs.text.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class Period:
    """期次: one time that something is due.

    Args:
        label: 第一阶段, 6月15日, 6月, 第二季度; empty for what is due once.
        opens: first day on which it is expected; before it, it is 未到期.
        due: last day that is in time; ``None`` for what is reported as it happens.
        clock: time of day by which it has to be there on that day.
        at_least: how many are owed.
        phase: number of the phase it falls in.
    """

    label: str
    opens: date
    due: date | None
    clock: time | None = None
    at_least: int = 1
    phase: int = 0


def periods(
    duty: ReportingDuty, campaign: Campaign, workdays: Workdays, *, upstream: ReportingDuty | None = None
) -> tuple[Period, ...]:
    """Every time a duty is due, in order of days.

    Args:
        duty: the duty.
        campaign: gives the year, the phases and the first and last day that are possible.
        workdays: for a schedule that counts working days.
        upstream: the duty that 上级截止日 speaks of.

    Raises:
        DataError: ``duty.no_calendar``.
    """
    schedule = duty.schedule
    if schedule.cycle is Cycle.UPSTREAM:
        assert upstream is not None, "DutyTable has refused a duty without the one it rests on"
        found = [p for p in periods(upstream, campaign, workdays) if p.due is not None]
    else:
        first, last = _bounds(duty, schedule, campaign)
        found = list(_raw(duty, schedule, campaign, first, last))
    return tuple(_in_time(p, duty, schedule, workdays, campaign) for p in found)


def _bounds(duty: ReportingDuty, schedule: Schedule, campaign: Campaign) -> tuple[date, date]:
    first, last = duty.start or campaign.start, duty.end or campaign.end
    if schedule.span:
        (from_month, from_day), (to_month, to_day) = schedule.span
        first = max(first, _day(campaign.year, from_month, from_day))
        # 12月25日至1月5日 runs into the next year.
        over = (to_month, to_day) < (from_month, from_day)
        end = _day(campaign.year + over, to_month, to_day)
        last = end if duty.end is None else min(duty.end, end)
    return first, last


def _in_time(
    period: Period, duty: ReportingDuty, schedule: Schedule, workdays: Workdays, campaign: Campaign
) -> Period:
    """The period with the last day that is in time, instead of the day that was named."""
    if period.due is None:
        return period
    day = period.due
    if schedule.lead:
        day = workdays.before(day, schedule.lead)
    inclusive = duty.inclusive if schedule.inclusive is None else schedule.inclusive
    # An hour on the day itself includes the day.
    if not inclusive and schedule.clock is None:
        day -= timedelta(days=1)
    return replace(
        period,
        due=day,
        opens=min(period.opens, day),
        clock=schedule.clock or period.clock,
        phase=period.phase or campaign.phase_of(day).number,
    )


def _raw(
    duty: ReportingDuty, schedule: Schedule, campaign: Campaign, first: date, last: date
) -> Iterator[Period]:
    match schedule.cycle:
        case Cycle.PHASE:
            yield from _phases(duty, campaign)
        case Cycle.ONCE:
            assert schedule.month is not None
            day = _day(schedule.year or campaign.year + schedule.next_year, schedule.month, schedule.days[0])
            yield Period("", min(first, day), day)
        case Cycle.ANY_TIME:
            yield Period("", first, None)
        case Cycle.MONTH | Cycle.QUARTER if schedule.days:
            yield from _days_of_months(schedule, first, last)
        case _ if schedule.at_least is not None:
            yield from _counted(schedule.cycle, schedule.at_least, first, last)
        case _:
            yield from _single_days(schedule, first, last)


def _phases(duty: ReportingDuty, campaign: Campaign) -> Iterator[Period]:
    opens = campaign.start
    for phase in campaign.phases:
        due = phase.deadline.on(campaign.year)
        if not duty.phases or phase.number in duty.phases:
            yield Period(f"第{to_chinese(phase.number)}阶段", phase.start or opens, due, phase=phase.number)
        opens = due + timedelta(days=1)


def _days_of_months(schedule: Schedule, first: date, last: date) -> Iterator[Period]:
    opens = first
    month = date(first.year, first.month, 1)
    while month <= last:
        if schedule.cycle is Cycle.MONTH or month.month % 3 == 1:
            for number in schedule.days:
                day = _day(month.year, month.month, number)
                if first <= day <= last and day >= opens:
                    yield Period(_month_day(day), opens, day)
                    opens = day + timedelta(days=1)
        month = (month + timedelta(days=32)).replace(day=1)


def _single_days(schedule: Schedule, first: date, last: date) -> Iterator[Period]:
    opens = day = first
    while day <= last:
        if schedule.cycle is Cycle.DAY or day.weekday() == schedule.weekday:
            yield Period(_month_day(day), opens, day)
            opens = day + timedelta(days=1)
        day += timedelta(days=1)


def _counted(cycle: Cycle, at_least: int, first: date, last: date) -> Iterator[Period]:
    opens = first
    while opens <= last:
        label, closes = _end_of(cycle, opens)
        closes = min(closes, last)
        yield Period(label, opens, closes, at_least=at_least)
        opens = closes + timedelta(days=1)


def _end_of(cycle: Cycle, day: date) -> tuple[str, date]:
    """Name and last day of the week, month, quarter or year that a day lies in."""
    if cycle is Cycle.WEEK:
        end = day + timedelta(days=6 - day.weekday())
        return f"{_month_day(day)}至{_month_day(end)}", end
    if cycle is Cycle.MONTH:
        return f"{day.month}月", _day(day.year, day.month, LAST_DAY)
    if cycle is Cycle.QUARTER:
        quarter = (day.month + 2) // 3
        return f"第{to_chinese(quarter)}季度", _day(day.year, quarter * 3, LAST_DAY)
    if cycle is Cycle.YEAR:
        return f"{day.year}年", date(day.year, 12, 31)
    return _month_day(day), day


def _day(year: int, month: int, day: int) -> date:
    """A day that the month may be too short for: then its last one."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
