"""When text is a number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.sources.scalars import number_or_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("2018", 2018),
        ("-3", -3),
        ("6.10", Decimal("6.10")),
        ("-0.5", Decimal("-0.5")),
        ("13800000000", 13_800_000_000),
    ],
)
def test_a_number_that_loses_nothing_is_one(text: str, value: int | Decimal) -> None:
    assert number_or_text(text) == value
    assert type(number_or_text(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    ["", "007", "+3", "1_000", "1,000", "1e3", "0x10", "0o7", "-0", ".5", "5.", "13:30", "2018-06-16", "1.2.3", "２０",
     "٣", "NaN", "inf", "1 ", "1\n", "9" * 31, "2018〔35〕"],
    ids=ascii,
)  # fmt: skip
def test_anything_else_stays_text(text: str) -> None:
    assert number_or_text(text) is text


@given(st.one_of(st.text("0123456789.-+e_", max_size=12), st.text(max_size=5)))
@settings(derandomize=True, max_examples=500)
def test_writing_the_value_gives_the_text_again(text: str) -> None:
    assert str(number_or_text(text)) == text
