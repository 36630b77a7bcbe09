"""Periods."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.text.date_ranges import DateRange, read_date_range

JUNE = DateRange(date(2018, 6, 1), date(2018, 6, 30))


@pytest.mark.parametrize(
    "raw", ["2018年6月1日至30日", "2018年6月1日至2018年6月30日", "2018年6月1日至6月30日"]
)
def test_a_period_in_an_official_form_needs_no_note(raw: str) -> None:
    reading = read_date_range(raw)
    assert (reading.value, reading.notes) == (JUNE, ())


@pytest.mark.parametrize(
    "raw",
    [
        "6月1日至30日",
        "6月1日—30日",
        "6月1—30日",
        "6月1-30日",
        "6月1日-6月30日",
        "6.1-6.30",
        "6.1～6.30",
        "6月1日到30日",
        "2018.6.1-2018.6.30",
        "2018/6/1-2018/6/30",
        "2018-6-1至2018-6-30",
        "2018-06-01-2018-06-30",
        "2018年6月1日 — 30日",
        "２０１８年６月１日至３０日",
    ],
)
def test_other_spellings_are_read_and_noted(raw: str) -> None:
    reading = read_date_range(raw, year=2018)
    assert reading.value == JUNE
    assert reading.notes
    assert len(set(reading.notes)) == len(reading.notes)


def test_a_single_day_is_a_period_of_one_day() -> None:
    assert read_date_range("2018年6月16日").value == DateRange(date(2018, 6, 16), date(2018, 6, 16))
    assert read_date_range(date(2018, 6, 16)).value == DateRange(date(2018, 6, 16), date(2018, 6, 16))


def test_a_period_may_cross_the_year_if_both_years_are_written() -> None:
    reading = read_date_range("2018年12月1日至2019年1月15日")
    assert reading.value == DateRange(date(2018, 12, 1), date(2019, 1, 15))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            "12月1日至1月15日",
            "结束日期2018年1月15日早于开始日期2018年12月1日；跨年的写出两个年份 [text.range_backwards]",
        ),
        ("6月1日至", "“6月1日至”不是起止日期；写成“2018年6月1日至30日”的样子 [text.not_a_date_range]"),
        (
            "1日至2日至3日",
            "“1日至2日至3日”不是起止日期；写成“2018年6月1日至30日”的样子 [text.not_a_date_range]",
        ),
        ("6月1日至31日", "没有“2018年6月31日”这一天；核对月份和日子 [text.impossible_date]"),
        ("6月", "“6月”不是日期；写成“2018年6月16日”的样子 [text.not_a_date]"),
        (None, "“None”不是日期；写成“2018年6月16日”的样子 [text.not_a_date]"),
    ],
)
def test_what_is_no_period_is_refused(raw: Any, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_date_range(raw, year=2018)
    assert str(caught.value) == message


def test_a_page_of_text_is_no_period() -> None:
    with pytest.raises(DataError, match="不是起止日期"):
        read_date_range("至" * 10_000)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (JUNE, "2018年6月1日至30日"),
        (DateRange(date(2018, 6, 1), date(2018, 7, 2)), "2018年6月1日至7月2日"),
        (DateRange(date(2018, 12, 1), date(2019, 1, 2)), "2018年12月1日至2019年1月2日"),
        (DateRange(date(2018, 6, 1), date(2018, 6, 1)), "2018年6月1日"),
    ],
)
def test_a_period_is_written_without_repetition(period: DateRange, text: str) -> None:
    assert str(period) == text


def test_both_days_belong_to_a_period() -> None:
    assert date(2018, 6, 1) in JUNE
    assert date(2018, 6, 30) in JUNE
    assert date(2018, 7, 1) not in JUNE


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 800))
@settings(derandomize=True)
def test_every_period_comes_back_from_its_text(start: date, days: int) -> None:
    period = DateRange(start, date.fromordinal(start.toordinal() + days))
    reading = read_date_range(str(period))
    assert (reading.value, reading.notes) == (period, ())
