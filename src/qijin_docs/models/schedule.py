"""时限: when something is owed, in every way that offices write it (facts A.0.1).

A :class:`Schedule` is the text understood, without a year: 4月30日前, 每月15日、30日前, 每周五16时前,
每季度首月10日前, 次年1月15日前, 每日零报告, 每周至少1条, 重大情况随时报, 各阶段截止日前5个工作日. The days of one
year are worked out in :mod:`qijin_docs.submission`, which has the calendar of working days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import DataError
from qijin_docs.text.moments import read_clock
from qijin_docs.text.numerals import from_chinese
from qijin_docs.text.reading import halved

LAST_DAY = 31
"""A day of the month that stands for the last one: 底, 末, and 30日 in February."""


class Cycle(StrEnum):
    """How often."""

    ONCE = "一次"
    PHASE = "每阶段"
    DAY = "每日"
    WEEK = "每周"
    MONTH = "每月"
    QUARTER = "每季度"
    YEAR = "每年"
    ANY_TIME = "随时"
    UPSTREAM = "上级截止日"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is owed.

    Args:
        text: as it was written.
        cycle: how often.
        days: days of the month (``MONTH``, ``QUARTER``: of its first month; ``ONCE``: one).
        month: of a single day.
        year: of a single day, if it was written.
        next_year: the day lies in the year after the campaign's.
        weekday: 0 is Monday; of a weekly deadline.
        clock: time of day by which it has to be there; ``None`` is the whole day.
        inclusive: 前 includes the day itself (office usage); ``None`` leaves it to the duty.
        lead: working days by which it is earlier than the day named.
        span: first and last (month, day) between which it is owed at all.
        at_least: how many in each period, for a frequency without a day.
    """

    text: str
    cycle: Cycle
    days: tuple[int, ...] = ()
    month: int | None = None
    year: int | None = None
    next_year: bool = False
    weekday: int | None = None
    clock: time | None = None
    inclusive: bool | None = None
    lead: int = 0
    span: tuple[tuple[int, int], tuple[int, int]] | None = None
    at_least: int | None = None

    def __str__(self) -> str:
        return self.text


def read_schedule(text: str) -> Schedule:
    """The schedule that a text names.

    Raises:
        PydanticCustomError: ``duty.schedule`` for a text that is not understood, ``data.not_a_date`` for a day
            that is in no month.
    """
    bare = re.sub(r"\s", "", halved(text))
    inclusive: bool | None = None
    if found := re.search(r"\((不?)含(?:当日|当天|本日)\)", bare):
        inclusive = not found[1]
        bare = bare.replace(found[0], "")
    span = None
    if found := _SPAN.match(bare):
        span, bare = _span_of(found, text), bare[found.end() :]
    for pattern, build in _FORMS:
        if (found := pattern.fullmatch(bare)) is not None:
            read = build(found)
            clock = _clock(found.groupdict().get("clock"), text)
            _days_exist(read, text)
            return replace(read, text=text.strip(), inclusive=inclusive, clock=clock, span=span)
    raise PydanticCustomError(
        "duty.schedule",
        "“{text}”不是看得懂的时限",
        {"text": text.strip(), "hint": f"可以写：{'、'.join(EXAMPLES)}"},
    )


EXAMPLES = (
    "4月30日前", "每月15日、30日前", "每周五16时前", "6月期间每周四12:00前", "每季度首月10日前", "每季度初5日内",
    "次年1月15日前", "9月10日至10月15日每日零报告", "每周至少1条", "随时报", "各阶段截止日",
    "各阶段截止日前5个工作日", "上级截止日前5个工作日",
)  # fmt: skip

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_CLOCK = r"(?P<clock>(?:上午|下午)?\d{1,2}(?::\d{2}|[时点](?:\d{1,2}分?)?))?"
_BEFORE = r"(?:之前|以前|前|止|内)?"
_LEAD = rf"(?:前|提前)(?P<lead>{_NUMBER})个?工作日"
_MONTHS = r"(?P<from_month>\d{1,2})月(?:份)?(?:期间|内)?(?=每)"
_DAYS = (
    r"(?P<from_month2>\d{1,2})月(?P<from_day>\d{1,2})日(?:至|到|-|—+|~)"
    r"(?:(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})日(?:期间)?,?(?=每)"
)
_SPAN = re.compile(rf"{_DAYS}|{_MONTHS}")
_WEEKDAYS = "一二三四五六日"
_CYCLES = {"日": Cycle.DAY, "天": Cycle.DAY, "周": Cycle.WEEK, "月": Cycle.MONTH, "季度": Cycle.QUARTER,
           "季": Cycle.QUARTER, "年": Cycle.YEAR}  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isdigit() else from_chinese(text.replace("两", "二"))


def _once(found: re.Match[str]) -> Schedule:
    groups = found.groupdict()
    return Schedule(
        "",
        Cycle.ONCE,
        days=(int(groups["day"]) if groups.get("day") else LAST_DAY,),
        month=int(groups["month"]) if groups.get("month") else 12,
        year=int(groups["year"]) if groups.get("year") else None,
        next_year=bool(groups.get("next")),
        lead=_number(groups["lead"]) if groups.get("lead") else 0,
    )


def _monthly(found: re.Match[str]) -> Schedule:
    days = tuple(dict.fromkeys(int(day) for day in re.findall(r"\d{1,2}", found["days"])))
    return Schedule("", Cycle.MONTH, days=tuple(sorted(days)))


def _weekly(found: re.Match[str]) -> Schedule:
    weekday = _WEEKDAYS.index("日" if found["weekday"] in "日天" else found["weekday"])
    return Schedule("", Cycle.WEEK, weekday=weekday)


def _frequency(found: re.Match[str]) -> Schedule:
    return Schedule("", _CYCLES[found["cycle"]], at_least=_number(found["count"]))


def _led(cycle: Cycle) -> Callable[[re.Match[str]], Schedule]:
    return lambda found: Schedule("", cycle, lead=_number(found["lead"]) if found["lead"] else 0)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Schedule]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日?{_CLOCK}{_LEAD}", _once),
        (rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日?{_CLOCK}{_BEFORE}", _once),
        (rf"(?P<next>次年|翌年|下一?年)(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日?{_CLOCK}{_BEFORE}", _once),
        (rf"(?P<next>次年|翌年|下一?年)(?P<month>\d{{1,2}})月(?:底|末){_BEFORE}", _once),
        (rf"(?P<month>\d{{1,2}})月(?:份)?(?:底|末){_BEFORE}", _once),
        (rf"年(?:底|末|终){_BEFORE}", _once),
        (
            rf"每月(?P<days>\d{{1,2}}日?(?:[、,和及]\d{{1,2}}日?)*){_CLOCK}{_BEFORE}",
            _monthly,
        ),
        (rf"每月(?:底|末|月底|月末){_BEFORE}", lambda _: Schedule("", Cycle.MONTH, days=(LAST_DAY,))),
        (rf"每(?:周|星期)(?P<weekday>[一二三四五六日天]){_CLOCK}{_BEFORE}", _weekly),
        (
            rf"每季度?(?:首月|第一个?月)(?P<day>\d{{1,2}})日{_CLOCK}{_BEFORE}",
            lambda found: Schedule("", Cycle.QUARTER, days=(int(found["day"]),)),
        ),
        (
            rf"每季度?初(?P<day>{_NUMBER})日(?:之)?(?:内|前)",
            lambda found: Schedule("", Cycle.QUARTER, days=(_number(found["day"]),)),
        ),
        (
            rf"每(?P<cycle>日|天|周|月|季度?|年)(?:至少|不少于)(?P<count>{_NUMBER})[条篇次份期个件场](?:信息)?(?:以上)?",
            _frequency,
        ),
        (
            rf"每[日天]{_CLOCK}{_BEFORE}(?:零报告|报告|报送|报)?",
            lambda _: Schedule("", Cycle.DAY),
        ),
        (r"(?:.{0,10}情况)?(?:随时|及时|即时)(?:报告|报送|上报|报)?", lambda _: Schedule("", Cycle.ANY_TIME)),
        (rf"(?:按|各|每)(?:个)?阶段(?:截止日?|结束)?(?:{_LEAD}|前)?(?:报送|报)?", _led(Cycle.PHASE)),
        (rf"上级(?:规定的?)?(?:截止日?|时限)(?:{_LEAD}|前)?", _led(Cycle.UPSTREAM)),
    )
)

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days_exist(schedule: Schedule, text: str) -> None:
    month_ok = schedule.month is None or 1 <= schedule.month <= 12
    longest = _LENGTHS[schedule.month - 1] if schedule.month and month_ok else LAST_DAY
    # 30日 of every month means the last day of February; 底 of any month is written as the 31st here.
    ends = re.search(r"[底末终]", text) is not None
    if not month_ok or any(
        not 1 <= day <= longest and not (ends and day == LAST_DAY) for day in schedule.days
    ):
        raise _no_such_day(text)


def _span_of(found: re.Match[str], text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    groups = found.groupdict()
    if groups["from_month"]:
        month = int(groups["from_month"])
        first, last = (month, 1), (month, LAST_DAY)
    else:
        month = int(groups["from_month2"])
        first = (month, int(groups["from_day"]))
        last = (int(groups["to_month"] or month), int(groups["to_day"]))
    for month, day in (first, last):
        if not (
            1 <= month <= 12
            and (1 <= day <= _LENGTHS[month - 1] or (day == LAST_DAY and groups["from_month"]))
        ):
            raise _no_such_day(text)
    return first, last


def _no_such_day(text: str) -> PydanticCustomError:
    return PydanticCustomError(
        "data.not_a_date", "“{text}”里有日历上没有的日子", {"text": text.strip(), "hint": "请核对月份和日子"}
    )


def _clock(clock: str | None, text: str) -> time | None:
    if not clock:
        return None
    try:
        read = read_clock(clock, text)
    except DataError as exc:
        problem = exc.problems[0]
        raise PydanticCustomError(
            "text.not_a_time", "{said}", {"said": problem.message, "hint": problem.hint}
        ) from None
    if read == time() and not clock.startswith("24"):
        hint = "请写成前一天24时前，或不写时刻"
        raise PydanticCustomError(
            "text.not_a_time", "“{text}”里的0时是一天的开头", {"text": text, "hint": hint}
        )
    return None if read == time() else read


def _read(value: Any) -> Schedule:
    if isinstance(value, Schedule):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # A cell that shows 4.30 holds 4.3: nobody can tell the 3rd from the 30th.
        raise PydanticCustomError(
            "duty.schedule", "“{text}”不是看得懂的时限", {"text": str(value), "hint": "请写成“4月30日前”"}
        )
    if hasattr(value, "month"):  # a date that YAML or a cell has read already
        return Schedule(
            f"{value.year}年{value.month}月{value.day}日前", Cycle.ONCE, (value.day,), value.month, value.year
        )
    return read_schedule(str(value))


ScheduleField = Annotated[Schedule, PlainValidator(_read), PlainSerializer(str)]
"""A field that holds a schedule."""
