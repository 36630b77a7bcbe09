"""Sums of money in capital figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from qijin_docs.errors import DataError
from qijin_docs.text.money import capital_amount


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        (0, "零元整"),
        (7, "柒元整"),
        (10, "壹拾元整"),
        (101, "壹佰零壹元整"),
        (1680, "壹仟陆佰捌拾元整"),
        (100_000, "壹拾万元整"),
        (10_010_000, "壹仟零壹万元整"),
        (100_000_005, "壹亿零伍元整"),
        (1_000_000_000_000, "壹万亿元整"),
        (12_000_300_000_000, "壹拾贰万零叁亿元整"),
        (Decimal("1234.5"), "壹仟贰佰叁拾肆元伍角整"),
        (Decimal("1234.56"), "壹仟贰佰叁拾肆元伍角陆分"),
        (Decimal("1000.05"), "壹仟元零伍分"),
        (Decimal("0.5"), "伍角整"),
        (Decimal("0.05"), "伍分"),
        (Decimal("-3.20"), "负叁元贰角整"),
        (Decimal("12.000"), "壹拾贰元整"),
    ],
)
def test_an_amount_is_written_in_capitals(amount: int | Decimal, capitals: str) -> None:
    assert capital_amount(amount) == capitals


@pytest.mark.parametrize("amount", [1.5, True, "12", None])
def test_only_exact_numbers_are_amounts(amount: Any) -> None:
    with pytest.raises(DataError) as caught:
        capital_amount(amount)
    assert str(caught.value) == f"“{amount}”不是金额；请给整数或Decimal，单位为元 [text.not_an_amount]"


@pytest.mark.parametrize("amount", [10**16, Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_has_a_size(amount: int | Decimal) -> None:
    with pytest.raises(DataError, match="不能写成大写金额"):
        capital_amount(amount)


@pytest.mark.parametrize("amount", ["1.234", "0.001", "1.000000000000000000000000000000000001"])
def test_less_than_a_cent_is_refused_and_not_dropped(amount: str) -> None:
    with pytest.raises(DataError, match="不足一分的部分没有大写；先四舍五入到分"):
        capital_amount(Decimal(amount))
