"""Round figures never overstate."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.text.approximations import BY_WORD, bu_shao_yu, duo, jin, wan, yi, yi_shang, yu, yue
from qijin_docs.text.quantities import read_quantity

VALUES = st.one_of(
    st.integers(10, 10**12),
    st.decimals(10, 10**9, places=3),
    st.floats(10, 1e12, allow_nan=False, allow_infinity=False),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7, "7"),
        (10, "10"),
        (11, "10余"),
        (99, "90余"),
        (100, "100"),
        (123, "120余"),
        (2034, "2000余"),
        (2000, "2000"),
        (2000.5, "2000余"),
        (1999.9999999999998, "1900余"),
        (Decimal("1999.9999999999999999999999999999999999"), "1900余"),
        (Decimal("2000.000"), "2000"),
        (9999, "9900余"),
        (10_000, "1万"),
        (11_420, "1.1万余"),
        (142_034, "14万余"),
        (140_000, "14万"),
        (123_456_789, "1.2亿余"),
        (100_000_000, "1亿"),
    ],
)
def test_yu_rounds_down_and_is_left_out_when_exact(value: Any, text: str) -> None:
    assert yu(value) == text
    assert duo(value) == text.replace("余", "多")
    assert yue(value) == ("约" + text.removesuffix("余") if text.endswith("余") else text)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(2034, 1, "2000余"), (2034, 3, "2030余"), (2034, 4, "2034"), (2034, 9, "2034"), (1999, 1, "1000余")],
)
def test_the_digits_to_keep_can_be_given(value: int, digits: int, text: str) -> None:
    assert yu(value, digits) == text


@pytest.mark.parametrize(("value", "text"), [(2034, "不少于2000"), (2000, "不少于2000"), (3, "不少于3")])
def test_at_least_keeps_its_words_also_when_exact(value: int, text: str) -> None:
    assert bu_shao_yu(value) == text
    assert yi_shang(value) == text.removeprefix("不少于") + "以上"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (95, "近100"),
        (99.5, "近100"),
        (950, "近1000"),
        (995, "近1000"),
        (1899, "近1900"),
        (1900.5, "近2000"),
        (1962, "近2000"),
        (19_999, "近2万"),
        (295_000_000, "近3亿"),
    ],
)
def test_jin_names_the_roundest_number_that_is_near(value: Any, text: str) -> None:
    assert jin(value) == text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1234, "1234离上面的整数还差5%以上，用“近”就夸大了；改用“余”，写成“1200余” [text.not_near]"),
        (94, "94正好是整数，不能用“近”；直接写“94” [text.not_near]"),
        (2000, "2000正好是整数，不能用“近”；直接写“2000” [text.not_near]"),
        (20_000, "20000正好是整数，不能用“近”；直接写“2万” [text.not_near]"),
        (9, "9太小，不能用“近”；10以下的数直接写实数 [text.not_near]"),
        (0, "0太小，不能用“近”；10以下的数直接写实数 [text.not_near]"),
        (9.9, "9.9太小，不能用“近”；10以下的数直接写实数 [text.not_near]"),
    ],
)
def test_jin_is_refused_where_it_would_exaggerate(value: Any, message: str) -> None:
    with pytest.raises(DataError) as caught:
        jin(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (114_267, 2, "11.42万"),
        (114_299, 2, "11.42万"),
        (114_267, 0, "11万"),
        (120_000, 2, "12万"),
        (10_000, 4, "1万"),
        (10_001, 4, "1.0001万"),
        (11_427_000, 1, "1142.7万"),
        (19_999.9, 2, "1.99万"),
        (Decimal("19999.99"), 4, "1.9999万"),
    ],
)
def test_wan_rounds_down_to_the_decimals_asked_for(value: Any, decimals: int, text: str) -> None:
    assert wan(value, decimals) == text


def test_yi_counts_in_hundred_millions() -> None:
    assert yi(123_456_789, 2) == "1.23亿"
    assert yi(100_000_000, 8) == "1亿"


def test_wan_needs_ten_thousand() -> None:
    with pytest.raises(DataError) as caught:
        wan(9999, 2)
    assert str(caught.value) == "9999不足1万；直接写实数 [text.too_small]"


@pytest.mark.parametrize("decimals", [-1, 5, 1.5, True, None])
def test_wan_has_no_more_decimals_than_the_number_has_digits(decimals: Any) -> None:
    with pytest.raises(DataError) as caught:
        wan(114_267, decimals)
    assert str(caught.value) == f"“万”的小数位数不能是“{decimals}”；可以是0到4 [text.bad_digits]"


@pytest.mark.parametrize("digits", [0, -1, 1.5, True, "2"])
def test_at_least_one_digit_is_kept(digits: Any) -> None:
    with pytest.raises(DataError) as caught:
        yu(2034, digits)
    assert str(caught.value) == f"有效数字位数不能是“{digits}”；至少一位 [text.bad_digits]"


@pytest.mark.parametrize("function", list(BY_WORD.values()), ids=BY_WORD)
@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (-3, "负数没有约数，直接写实数"),
        (Decimal("-0.1"), "负数没有约数，直接写实数"),
        (True, "只有数才能取约数"),
        ("2034", "只有数才能取约数"),
        (None, "只有数才能取约数"),
        ([1], "只有数才能取约数"),
        (float("nan"), "只有数才能取约数"),
        (float("inf"), "只有数才能取约数"),
        (10**20, "数太大，请核对"),
    ],
)
def test_what_is_no_number_is_refused(function: Callable[..., str], value: Any, hint: str) -> None:
    arguments = (value, 2) if function in (wan, yi) else (value,)
    with pytest.raises(DataError) as caught:
        function(*arguments)
    problem = caught.value.problems[0]
    assert (problem.code, problem.hint) == ("text.not_a_number", hint)
    assert problem.message == f"“{value}”不能取约数"


def test_a_fraction_below_ten_is_said_exactly() -> None:
    with pytest.raises(DataError) as caught:
        yu(2.5)
    assert str(caught.value) == "“2.5”不能取约数；10以下的小数直接写实数 [text.not_a_number]"


@given(VALUES, st.integers(1, 6))
@settings(derandomize=True)
def test_rounding_down_never_says_more_than_the_value(value: Any, digits: int) -> None:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    for function in (yu, duo, yue, bu_shao_yu, yi_shang):
        shown = read_quantity(function(value, digits)).value.value
        assert shown is not None
        assert shown <= exact < shown + Decimal(10) ** exact.adjusted()


@given(st.integers(10_000, 10**15), st.integers(0, 4))
@settings(derandomize=True)
def test_wan_never_says_more_than_the_value(value: int, decimals: int) -> None:
    shown = read_quantity(wan(value, decimals)).value.value
    assert shown is not None
    assert shown <= value < shown + 10 ** (4 - decimals)


@given(VALUES)
@settings(derandomize=True)
def test_jin_is_above_the_value_by_at_most_five_per_cent(value: Any) -> None:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    with suppress(DataError):
        shown = read_quantity(jin(value)).value.value
        assert shown is not None
        assert exact < shown
        assert exact >= shown * Decimal("0.95")


def test_the_decimal_context_of_the_caller_changes_nothing() -> None:
    with localcontext(Context(prec=2, rounding="ROUND_UP")):
        assert (yu(2999), jin(1962), wan(119_999, 1)) == ("2900余", "近2000", "11.9万")
