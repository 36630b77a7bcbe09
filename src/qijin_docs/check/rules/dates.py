"""Years and dates in text (GB/T 15835-2011), rules N02, N03 and N12."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qijin_docs.check.elements import Elements, Kind
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding
from qijin_docs.check.wordings import matching, paragraphs, spotted

_SHORT_YEAR = re.compile(
    r"(?<![\d.])\d{2}年(?=\d{1,2}月|度(?!过)|底(?!蕴|子|线)|初(?!步|级|见|衷)|末|上半年|下半年|全年)|(?<!\d)\d{4}[—～~-]\d{2}年"
)
_DATES = re.compile(
    r"(?<![\d.])(?:19|20)\d{2}([./、-])\d{1,2}\1\d{1,2}(?![\d.])"
    r"|(?:19|20)\d{2}年0\d月(?:\d{1,2}日)?|(?<!\d)\d{1,2}月0\d日|(?<!\d)0\d月\d{1,2}日"
    r"|(?<!\d)\d{1,2}月\d{1,2}号(?!文|令|楼|矿|线|井|院|门|馆|厅|车|会议室)"
)
_CUT_SHORT = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}(?![\d日号、～~—至和\-.])|(?<![\d.年])\d{1,2}月\d{1,2}(?=(?:之|以)?前|起|止)"
)
_DAY = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_CHINESE_YEAR = re.compile(r"[一二][零〇○OoＯ0一二三四五六七八九]{3}年")


def whole_years(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N02: a year has four figures."""
    yield from matching(
        facts,
        _SHORT_YEAR,
        "check.short_year",
        "年份没有写全四位",
        "写出四位年份，如“2018年”",
    )


def date_style(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """N03: dates are 2026年3月5日: no dots, no 号, no zero in front. In tables a short form is usual."""
    yield from matching(
        facts,
        _DATES,
        "check.date_style",
        "日期的写法不合规范",
        "写成“2018年4月25日”的样子，月日前不补零，不用“号”",
        tables=False,
        without=elements.of(Kind.DATE),
    )


def whole_dates(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """N03: no date loses its 日, and every date is in the calendar."""
    yield from matching(
        facts,
        _CUT_SHORT,
        "check.date_cut_short",
        "日期缺“日”字",
        "补上“日”",
        without=elements.of(Kind.DATE),
    )
    dated = {id(paragraph) for paragraph in elements.of(Kind.DATE)}
    for paragraph in paragraphs(facts):
        if id(paragraph) in dated:
            continue
        spots = [found.span() for found in _DAY.finditer(paragraph.text) if not _in_calendar(found)]
        if spots:
            yield spotted(
                paragraph,
                spots,
                "check.impossible_date",
                "日历上没有这一天",
                "核对月份和日子",
            )


def _in_calendar(found: re.Match[str]) -> bool:
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


def chinese_years(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """N12: a year in 汉字 has 〇 (U+3007), not 零, O or ○."""
    yield from matching(
        facts,
        re.compile(rf"(?=[一二]\S{{0,3}}[零○OoＯ0]){_CHINESE_YEAR.pattern}"),
        "check.chinese_year",
        "汉字年份里的“〇”写错了",
        "改成“〇”（可复制这里的），如“二〇一八年”",
        without=elements.of(Kind.DATE),
    )


RULES = (whole_years, date_style, whole_dates, chinese_years)
