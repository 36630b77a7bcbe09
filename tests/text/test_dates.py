"""Dates as documents write them and as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.text.dates import format_chinese_date, format_date, read_date

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def test_a_date_is_written_as_a_document_has_it() -> None:
    assert format_date(date(2018, 4, 5)) == "2018年4月5日"
    assert format_chinese_date(date(2018, 10, 31)) == "二〇一八年十月三十一日"


@pytest.mark.parametrize(
    "raw",
    [
        "2018年6月16日",
        "2018-06-16",
        date(2018, 6, 16),
        datetime.fromisoformat("2018-06-16"),
        "2018-06-16 00:00:00",
    ],
    ids=repr,
)
def test_a_date_in_its_proper_form_needs_no_note(raw: Any) -> None:
    reading = read_date(raw)
    assert (reading.value, reading.notes) == (date(2018, 6, 16), ())
    assert type(reading.value) is date


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("2018.6.16", "日期“2018.6.16”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018.06.16.", "日期“2018.06.16.”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018-6-16", "日期“2018-6-16”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018/6/16", "日期“2018/6/16”按“2018年6月16日”读 [text.date_repaired]"),
        ("20180616", "日期“20180616”按“2018年6月16日”读 [text.date_repaired]"),
        (20180616, "日期“20180616”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018年06月16日", "日期“2018年06月16日”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018 年 6 月 16 日", "日期“2018 年 6 月 16 日”按“2018年6月16日”读 [text.date_repaired]"),
        ("２０１８年６月１６日", "日期“２０１８年６月１６日”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018年6月16号", "日期“2018年6月16号”按“2018年6月16日”读 [text.date_repaired]"),
        ("二○一八年六月十六日", "日期“二○一八年六月十六日”按“2018年6月16日”读 [text.date_repaired]"),
        ("二〇一八年六月十六日", "日期“二〇一八年六月十六日”按“2018年6月16日”读 [text.date_repaired]"),
        ("2018年6月16", "“2018年6月16”缺“日”字；应是“2018年6月16日” [text.date_cut_short]"),
        ("2018-06-16 09:30", "“2018-06-16 09:30”只取日期，略去时刻 [text.time_dropped]"),
        (
            datetime.fromisoformat("2018-06-16 09:30"),
            "“2018-06-16 09:30:00”只取日期，略去时刻 [text.time_dropped]",
        ),
        (
            43267,
            "单元格里是数字“43267”，按Excel的日期读成2018年6月16日；把单元格格式改成日期 [text.excel_date]",
        ),
        (
            43267.0,
            "单元格里是数字“43267.0”，按Excel的日期读成2018年6月16日；把单元格格式改成日期 [text.excel_date]",
        ),
        ("6月16日", "“6月16日”没有年份，按2018年读 [text.year_added]"),
        ("6.16", "“6.16”没有年份，按2018年读 [text.year_added]"),
        ("6-16", "“6-16”没有年份，按2018年读 [text.year_added]"),
        ("6/16", "“6/16”没有年份，按2018年读 [text.year_added]"),
        (6.16, "“6.16”没有年份，按2018年读 [text.year_added]"),
        (Decimal("6.16"), "“6.16”没有年份，按2018年读 [text.year_added]"),
        ("六月十六日", "“六月十六日”没有年份，按2018年读 [text.year_added]"),
    ],
    ids=repr,
)
def test_other_spellings_are_read_and_noted(raw: Any, note: str) -> None:
    reading = read_date(raw, year=2018)
    assert reading.value == date(2018, 6, 16)
    assert [str(n) for n in reading.notes] == [note]


def test_a_decimal_of_a_text_file_keeps_its_nought() -> None:
    assert read_date(Decimal("6.10"), year=2018).value == date(2018, 6, 10)
    assert read_date(Decimal("6.1"), year=2018).value == date(2018, 6, 1)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("6.16", "“6.16”没有年份；写成“2018年6月16日”的样子 [text.date_without_year]"),
        ("6月16日", "“6月16日”没有年份；写成“2018年6月16日”的样子 [text.date_without_year]"),
        ("2018年6月31日", "没有“2018年6月31日”这一天；核对月份和日子 [text.impossible_date]"),
        ("2018-13-01", "没有“2018-13-01”这一天；核对月份和日子 [text.impossible_date]"),
        ("2018.2.29", "没有“2018.2.29”这一天；核对月份和日子 [text.impossible_date]"),
        ("18年6月16日", "“18年6月16日”的年份不是四位；写出四位年份，如“2018年6月16日” [text.ambiguous_date]"),
        ("18.6.16", "“18.6.16”的年份不是四位；写出四位年份，如“2018年6月16日” [text.ambiguous_date]"),
        (
            6.1,
            "数字“6.1”可能是1日，也可能是10日；把单元格设成文本再写，或写成“6月10日” [text.ambiguous_date]",
        ),
    ],
    ids=repr,
)
def test_what_could_be_another_day_or_none_is_refused(raw: Any, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_date(raw)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "近日",
        "2018年6月",
        "2018",
        2018,
        2018.5,
        "6月",
        "4月月30日",
        "2018年6月16日至18日",
        "6/16/2018",
        "{{ 日期 }}",
        "2018年6月16日&<",
        "\x00",
        "1" * 10_000,
        True,
        None,
        [],
        float("nan"),
        float("inf"),
        10**400,
        -5,
    ],
    ids=lambda raw: repr(raw)[:30],
)
def test_what_is_no_date_is_refused(raw: Any) -> None:
    with pytest.raises(DataError) as caught:
        read_date(raw, year=2018)
    problem = caught.value.problems[0]
    assert (problem.code, problem.hint) == ("text.not_a_date", "写成“2018年6月16日”的样子")
    assert problem.message.endswith("”不是日期")
    assert len(problem.message) < 40


@given(DAYS)
@settings(derandomize=True)
def test_every_day_comes_back_from_each_official_form(day: date) -> None:
    assert read_date(format_date(day)).value == day
    assert read_date(format_date(day)).notes == ()
    assert read_date(format_chinese_date(day)).value == day
    assert read_date(day.isoformat()).value == day
    assert read_date(f"{day.month}月{day.day}日", year=day.year).value == day


@given(st.text(alphabet="0123456789年月日.-/ 〇一二十至", max_size=14))
@settings(derandomize=True, max_examples=300)
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(DataError):
        assert type(read_date(text, year=2018).value) is date
