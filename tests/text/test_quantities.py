"""Quantities as clerks write them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.text.quantities import Blank, read_count, read_exact, read_quantities, read_quantity


@pytest.mark.parametrize(
    ("raw", "value", "unit", "approx"),
    [
        ("2000", "2000", "", ""),
        ("0", "0", "", ""),
        (" 12 ", "12", "", ""),
        ("2000份", "2000", "份", ""),
        ("2000 人次", "2000", "人次", ""),
        ("1,234份", "1234", "份", ""),
        ("1，234份", "1234", "份", ""),
        ("4.5万元", "45000", "元", "万"),
        ("2000余", "2000", "", "余"),
        ("1200余人次", "1200", "人次", "余"),
        ("1000多册", "1000", "册", "多"),
        ("约3万", "30000", "", "约"),
        ("大约30人", "30", "人", "大约"),
        ("近千支", "1000", "支", "近"),
        ("千余人", "1000", "人", "余"),
        ("上百家", "100", "家", "上"),
        ("近百万元", "1000000", "元", "近"),
        ("1.2万", "12000", "", "万"),
        ("1142.7万人次", "11427000", "人次", "万"),
        ("1千", "1000", "", "千"),
        ("三万", "30000", "", "万"),
        ("1.2亿", "120000000", "", "亿"),
        ("14万余", "140000", "", "余"),
        ("14余万份", "140000", "份", "余"),
        ("不少于2000人", "2000", "人", "不少于"),
        ("2000人以上", "2000", "人", "以上"),
        ("30人左右", "30", "人", "左右"),
        ("十余", "10", "", "余"),
        ("三十多人", "30", "人", "多"),
        ("十二期", "12", "期", ""),
        ("2000份（册）", "2000", "份（册）", ""),
        ("12%", "12", "%", ""),
    ],
)
def test_a_quantity_is_read_with_its_unit_and_its_doubt(raw: str, value: str, unit: str, approx: str) -> None:
    quantity = read_quantity(raw).value
    assert quantity.value == Decimal(value)
    assert (quantity.unit, quantity.approx, quantity.exact) == (unit, approx, not approx)
    assert quantity.blank is None


@pytest.mark.parametrize(
    ("raw", "blank"),
    [
        (None, Blank.EMPTY),
        ("", Blank.EMPTY),
        ("  ", Blank.EMPTY),
        ("无", Blank.NONE),
        ("/", Blank.SLASH),
        ("—", Blank.DASH),
        ("——", Blank.DASH),
        ("-", Blank.DASH),
    ],
)
def test_the_ways_to_leave_a_number_out_stay_apart(raw: str | None, blank: Blank) -> None:
    quantity = read_quantity(raw).value
    assert (quantity.value, quantity.blank, quantity.exact) == (None, blank, False)


def test_zero_is_a_number_and_not_a_blank() -> None:
    quantity = read_quantity("0").value
    assert (quantity.value, quantity.blank, quantity.exact) == (Decimal(0), None, True)


def test_two_quantities_in_one_text_are_two() -> None:
    kinds, copies = read_quantities("20余种1000多册").value
    assert (kinds.value, kinds.unit, kinds.approx) == (Decimal(20), "种", "余")
    assert (copies.value, copies.unit, copies.approx) == (Decimal(1000), "册", "多")
    assert [q.value for q in read_quantities("3场，120人").value] == [Decimal(3), Decimal(120)]


def test_two_quantities_are_refused_where_one_is_wanted() -> None:
    with pytest.raises(DataError) as caught:
        read_quantity("20余种1000多册")
    assert str(caught.value) == "“20余种1000多册”里有2个数量；分开填写 [text.several_quantities]"


def test_full_width_digits_are_read_and_noted() -> None:
    reading = read_quantity("２０００")
    assert reading.value.value == Decimal(2000)
    assert [str(n) for n in reading.notes] == ["“２０００”里的全角数字按“2000”读 [text.full_width_digits]"]


@pytest.mark.parametrize(
    "raw",
    [
        "abc",
        "数千",
        "2万3",
        "1 2",
        "-5",
        "2000余余",
        "十余余",
        "3百",
        "1,23",
        "1.2.3",
        "{{ x }}",
        "<b>",
        "2000份左右吧，大概是这样的情况",
        "百",
        "第3",
        "9" * 31,
        "1" * 10_000,
        "]]>",
        "\x00",
        True,
        [1],
        {"a": 1},
        float("nan"),
    ],
)
def test_what_is_not_understood_is_refused(raw: Any) -> None:
    with pytest.raises(DataError) as caught:
        read_quantities(raw)
    problem = caught.value.problems[0]
    assert problem.code == "text.not_a_quantity"
    assert problem.message.startswith("看不懂数量“")
    assert problem.hint == "写成数字，例如 2000、2000份、2000余人次；没有填的留空"
    assert len(problem.message) < 50


@pytest.mark.parametrize(
    ("raw", "value"), [(12, "12"), (3.5, "3.5"), (Decimal("1.20"), "1.20"), (0, "0")], ids=repr
)
def test_a_number_is_a_quantity_as_it_is(raw: Any, value: str) -> None:
    assert read_quantity(raw).value.value == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2000余", "“2000余”是约数，不能相加；填写实数，约数由成文时自动取 [text.not_exact]"),
        ("3万", "“3万”是约数，不能相加；填写实数，约数由成文时自动取 [text.not_exact]"),
        ("30户", "“30户”的单位不是“份”；换算成“份”后只填数字 [text.other_unit]"),
        (None, "要填数，这里是空的；一个也没有就写0，不知道就问清楚再填 [text.no_number]"),
        ("无", "要填数，这里写的是“无”；一个也没有就写0，不知道就问清楚再填 [text.no_number]"),
        ("/", "要填数，这里写的是“/”；一个也没有就写0，不知道就问清楚再填 [text.no_number]"),
        ("—", "要填数，这里写的是“—”；一个也没有就写0，不知道就问清楚再填 [text.no_number]"),
        ("-3", "“-3”是负数；数量从0起 [text.not_a_count]"),
        (-3, "“-3”是负数；数量从0起，只能是整数 [text.not_a_count]"),
        ("3.5", "“3.5”不是整数；数量从0起，只能是整数 [text.not_a_count]"),
    ],
)
def test_a_field_that_is_summed_takes_nothing_but_a_number(raw: Any, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_count(raw, unit="份")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "raw", ["2000", "２０００", "2,000", "2000份", 2000, 2000.0, Decimal(2000)], ids=repr
)
def test_an_exact_number_is_read_in_each_of_its_spellings(raw: Any) -> None:
    reading = read_count(raw, unit="份")
    assert reading.value == 2000
    assert type(reading.value) is int


def test_a_unit_that_was_written_is_noted() -> None:
    reading = read_exact("3.5场")
    assert reading.value == Decimal("3.5")
    assert [str(n) for n in reading.notes] == ["“3.5场”按3.5读，单位“场”不用写 [text.unit_dropped]"]


@given(st.text(max_size=30))
@settings(derandomize=True, max_examples=300)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(DataError):
        assert read_quantities(text).value


@given(st.integers(0, 10**12), st.sampled_from(["", "份", "人次", "场"]))
@settings(derandomize=True)
def test_every_whole_number_is_read_exactly(number: int, unit: str) -> None:
    assert read_count(f"{number}{unit}").value == number
    assert read_count(f"{number:,}{unit}").value == number
