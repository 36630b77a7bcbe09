"""Dates as official documents write them, and as people write them.

The form of a document is 2018年4月25日: Arabic figures, full year, no zero before month or day
(GB/T 9704-2012, 7.3.5.4). Other spellings are read where they can mean only one day, and noted.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from qijin_docs.errors import DataError, Problem
from qijin_docs.text.numerals import chinese_year, from_chinese, read_chinese_year, to_chinese
from qijin_docs.text.reading import Reading, halved, note, refusal, shown, warning

_CHINESE = "〇○零一二三四五六七八九十"
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FORMAL = re.compile(r"([1-9]\d{3})年([1-9]\d?)月([1-9]\d?)日")
_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})\.?")
_WORDS = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})([日号]?)")
_CHINESE_WORDS = re.compile(
    rf"(?:([{_CHINESE}]{{4}})年)?([{_CHINESE}]{{1,3}})月([{_CHINESE}]{{1,3}})([日号]?)"
)
_MONTH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"\d{2}(?:年|[-./]\d{1,2}[-./])")
_TIME = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")
# Excel counts days from here (its day 60, 1900-02-29, never was; nobody's campaign is that old).
_EXCEL_ORIGIN = date(1899, 12, 30)
# 1954-10-03 to 2119-01-11: outside of it a bare number is more likely a year or a count than a day.
_EXCEL_SERIALS = range(20_000, 80_001)


def format_date(day: date) -> str:
    """``2018年4月25日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def format_chinese_date(day: date) -> str:
    """``二〇一八年四月二十五日``; for reading and for old documents, not for the date of a new one."""
    return f"{chinese_year(day.year)}年{to_chinese(day.month)}月{to_chinese(day.day)}日"


def read_date(raw: object, *, year: int | None = None) -> Reading[date]:
    """The day that a value names.

    Understood without a note: a ``date``, 2018年6月16日, 2018-06-16. With a note: 2018.6.16, 2018-6-16,
    2018/6/16, 20180616, 二○一八年六月十六日, full-width digits, blanks, 号 for 日, a missing 日, a time of
    day, a day number of Excel; with ``year`` also 6月16日 and 6.16.

    Args:
        raw: text, date, datetime or number.
        year: the year of days that have none, usually that of the campaign.

    Raises:
        DataError: ``text.not_a_date``; ``text.impossible_date`` for a day that is in no calendar;
            ``text.date_without_year`` if ``year`` would be needed; ``text.ambiguous_date`` for 18年6月16日
            and for a cell number such as 6.1, which Excel also makes of 6.10.
    """
    if isinstance(raw, datetime):
        notes = (_without_time(raw),) if raw.time() != datetime.min.time() else ()
        return Reading(raw.date(), notes)
    if isinstance(raw, date):
        return Reading(raw)
    if isinstance(raw, bool):
        raise _not_a_date(raw)
    if isinstance(raw, int | float):
        return _read_number(raw, year)
    if isinstance(raw, Decimal):
        raw = str(raw)
    if not isinstance(raw, str) or len(raw) > 100:
        raise _not_a_date(raw)
    return _read_text(raw, year)


def _read_number(raw: float, year: int | None) -> Reading[date]:
    if raw in _EXCEL_SERIALS:
        day = _EXCEL_ORIGIN + timedelta(days=int(raw))
        message = f"单元格里是数字“{shown(raw)}”，按Excel的日期读成{format_date(day)}"
        return Reading(day, (note("text.excel_date", message, "把单元格格式改成日期"),))
    text = repr(raw)
    if isinstance(raw, float):
        month_day = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text)
        if month_day and month_day[2] in "123":
            hint = "把单元格设成文本再写，或写成“6月10日”"
            raise refusal(
                "text.ambiguous_date", f"数字“{text}”可能是{month_day[2]}日，也可能是{month_day[2]}0日", hint
            )
    return _read_text(text, year)


def _read_text(raw: str, year: int | None) -> Reading[date]:
    text = halved(raw).strip()
    if formal := _FORMAL.fullmatch(raw) or _ISO.fullmatch(raw):
        return Reading(_day(int(formal[1]), int(formal[2]), int(formal[3]), raw))
    notes: list[Problem] = []
    if clock := _TIME.search(text):
        text = text[: clock.start()].strip()
        if int(clock[1]) or int(clock[2]) or int(clock[3] or 0):
            notes.append(_without_time(raw))
        if _ISO.fullmatch(text) and not notes:
            return Reading(read_date(text).value)
    text = "".join(text.split())
    if _SHORT_YEAR.match(text) and not _MONTH_DAY.fullmatch(text):
        raise refusal(
            "text.ambiguous_date", f"“{shown(raw)}”的年份不是四位", "写出四位年份，如“2018年6月16日”"
        )
    parts, ending = _parts(text, raw)
    if parts[0] is None:
        if year is None:
            raise refusal("text.date_without_year", f"“{shown(raw)}”没有年份", "写成“2018年6月16日”的样子")
        notes.append(note("text.year_added", f"“{shown(raw)}”没有年份，按{year}年读"))
    day = _day(year or 0 if parts[0] is None else parts[0], parts[1], parts[2], raw)
    if ending == "":
        notes.append(warning("text.date_cut_short", f"“{shown(raw)}”缺“日”字", f"应是“{format_date(day)}”"))
    elif not notes:
        notes.append(note("text.date_repaired", f"日期“{shown(raw)}”按“{format_date(day)}”读"))
    return Reading(day, tuple(notes))


def _parts(text: str, raw: object) -> tuple[tuple[int | None, int, int], str | None]:
    """Year, month, day and, where the form has one, the 日 at the end (empty if it is missing)."""
    if found := _WORDS.fullmatch(text):
        return (int(found[1]) if found[1] else None, int(found[2]), int(found[3])), found[4]
    if found := _CHINESE_WORDS.fullmatch(text):
        try:
            numbers = (read_chinese_year(found[1]) if found[1] else None,
                       from_chinese(found[2]), from_chinese(found[3]))  # fmt: skip
        except DataError:
            raise _not_a_date(raw) from None
        return numbers, found[4]
    if found := _YEAR_FIRST.fullmatch(text):
        return (int(found[1]), int(found[3]), int(found[4])), None
    if found := _EIGHT.fullmatch(text):
        return (int(found[1]), int(found[2]), int(found[3])), None
    if found := _MONTH_DAY.fullmatch(text):
        return (None, int(found[1]), int(found[2])), None
    raise _not_a_date(raw)


def _day(year: int, month: int, day: int, raw: object) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise refusal("text.impossible_date", f"没有“{shown(raw)}”这一天", "核对月份和日子") from None


def _without_time(raw: object) -> Problem:
    return note("text.time_dropped", f"“{shown(raw)}”只取日期，略去时刻")


def _not_a_date(raw: object) -> DataError:
    return refusal("text.not_a_date", f"“{shown(raw)}”不是日期", "写成“2018年6月16日”的样子")
