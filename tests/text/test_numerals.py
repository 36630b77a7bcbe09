"""Chinese numerals and heading numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.text.numerals import (
    chinese_year,
    from_chinese,
    heading_number,
    read_chinese_year,
    read_heading,
    to_chinese,
)

NUMBERS = [
    (0, "零"),
    (1, "一"),
    (9, "九"),
    (10, "十"),
    (12, "十二"),
    (20, "二十"),
    (99, "九十九"),
    (100, "一百"),
    (101, "一百零一"),
    (110, "一百一十"),
    (120, "一百二十"),
    (1001, "一千零一"),
    (2005, "二千零五"),
    (2050, "二千零五十"),
    (10_000, "一万"),
    (10_010, "一万零一十"),
    (100_005, "十万零五"),
    (100_000_000, "一亿"),
    (100_000_001, "一亿零一"),
    (120_300_000, "一亿二千零三十万"),
    (1_000_000_000_000, "一万亿"),
    (12_000_300_000_000, "十二万零三亿"),
    (9_999_999_999_999_999, "九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九"),
]


@pytest.mark.parametrize(("number", "chinese"), NUMBERS)
def test_a_number_is_written_and_read_in_chinese(number: int, chinese: str) -> None:
    assert to_chinese(number) == chinese
    assert from_chinese(chinese) == number


@given(st.integers(0, 10**16 - 1))
@settings(derandomize=True)
def test_every_number_comes_back_from_its_chinese(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("chinese", "number"), [("一十", 10), ("一十二", 12), ("两千", 2000), ("一百〇五", 105)]
)
def test_common_spellings_are_understood(chinese: str, number: int) -> None:
    assert from_chinese(chinese) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "十十",
        "一五",
        "百",
        "二千五",
        "一千一十一千",
        "零五",
        "万",
        "十百",
        "12",
        "一百零零五",
        "一" * 50,
        "亿亿",
    ],
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(DataError) as caught:
        from_chinese(text)
    assert caught.value.problems[0].code == "text.not_a_numeral"
    assert caught.value.problems[0].message.endswith("”不是汉字数字")


@pytest.mark.parametrize("number", [-1, 10**16, 1.0, True, None, "1"])
def test_only_whole_numbers_from_zero_have_chinese_figures(number: Any) -> None:
    with pytest.raises(DataError) as caught:
        to_chinese(number)
    assert str(caught.value) == f"“{number}”不能写成汉字数字；只能是零和正整数 [text.not_a_numeral]"


def test_a_year_is_written_with_circles() -> None:
    assert chinese_year(2018) == "二〇一八"
    assert chinese_year(2000) == "二〇〇〇"


@pytest.mark.parametrize("text", ["二〇一八", "二○一八", "二零一八"])
def test_a_year_is_read_in_each_of_its_spellings(text: str) -> None:
    assert read_chinese_year(text) == 2018


@pytest.mark.parametrize("text", ["一八", "〇〇一八", "二〇一八年", "2018", "", "二O一八"])
def test_what_is_no_year_in_chinese_figures_is_refused(text: str) -> None:
    with pytest.raises(DataError) as caught:
        read_chinese_year(text)
    assert str(caught.value) == f"“{text}”不是四位年份；例如：二〇一八 [text.not_a_year]"


@pytest.mark.parametrize("year", [18, 0, 10_000, "2018", True])
def test_a_year_to_be_written_has_four_digits(year: Any) -> None:
    with pytest.raises(DataError, match=r"不是四位年份 \[text\.not_a_year\]"):
        chinese_year(year)


@pytest.mark.parametrize(
    ("level", "number", "text"),
    [(1, 1, "一、"), (1, 12, "十二、"), (2, 3, "（三）"), (3, 4, "4."), (4, 10, "（10）")],
)
def test_heading_numbers_follow_the_standard(level: int, number: int, text: str) -> None:
    assert heading_number(level, number) == text


@pytest.mark.parametrize("level", [0, 5, -1])
def test_there_are_only_four_levels_of_headings(level: int) -> None:
    with pytest.raises(DataError) as caught:
        heading_number(level, 1)
    expected = f"没有第{level}级标题；公文标题只有四级：一、（一）1.（1） [text.heading_level]"
    assert str(caught.value) == expected


@pytest.mark.parametrize("number", [0, -1, True, "一"])
def test_headings_count_from_one(number: Any) -> None:
    with pytest.raises(DataError, match="不能作标题序号；序号从1开始"):
        heading_number(1, number)


@pytest.mark.parametrize(
    ("line", "level", "number", "title", "note"),
    [
        ("一、总体要求", 1, 1, "总体要求", ""),
        ("（二）进机关。", 2, 2, "进机关。", ""),
        ("(二)进机关。", 2, 2, "进机关。", "标题序号“(二)”应写成“（二）”"),
        ("（十一）、其他", 2, 11, "其他", "标题序号“（十一）、”应写成“（十一）”"),
        ("1.统筹", 3, 1, "统筹", ""),
        ("１．统筹", 3, 1, "统筹", "标题序号“１．”应写成“1.”"),
        ("12、统筹", 3, 12, "统筹", "标题序号“12、”应写成“12.”"),
        ("（3）活动", 4, 3, "活动", ""),
        ("(3) 活动", 4, 3, "活动", "标题序号“(3)”应写成“（3）”"),
        ("  一、", 1, 1, "", ""),
    ],
)
def test_a_heading_is_recognised_however_its_number_is_typed(
    line: str, level: int, number: int, title: str, note: str
) -> None:
    heading = read_heading(line)
    assert heading is not None
    assert (heading.level, heading.number, heading.title) == (level, number, title)
    assert "".join(n.message for n in heading.notes) == note


@pytest.mark.parametrize(
    "line",
    [
        "",
        "一是加强领导",
        "1.5万人",
        "第一阶段",
        "正文",
        "0.统筹",
        "（零）甲",
        "（十十）甲",
        "2018年",
        "一，二",
    ],
)
def test_a_line_without_a_heading_number_is_none(line: str) -> None:
    assert read_heading(line) is None
