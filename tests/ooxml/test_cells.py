from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from qijin_docs.ooxml.cells import CellWriter, Styles
from qijin_docs.ooxml.strings import CellValueError, SharedStrings

# A spreadsheet knows no time zones.
NOON = dt.datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001
MIDNIGHT = dt.datetime(2026, 11, 23)  # noqa: DTZ001


def writer(**options: Any) -> CellWriter:
    return CellWriter(options.pop("style", 3), Styles(10, frozenset({5})), SharedStrings(), **options)


@pytest.mark.parametrize(
    ("value", "tail"),
    [
        (None, ' s="3"/>'),
        ("", ' s="3"/>'),
        (True, ' s="3" t="b"><v>1</v></c>'),
        (False, ' s="3" t="b"><v>0</v></c>'),
        (0, ' s="3"><v>0</v></c>'),
        (-7, ' s="3"><v>-7</v></c>'),
        (999_999_999_999_999, ' s="3"><v>999999999999999</v></c>'),
        (10**15, ' s="3" t="s"><v>0</v></c>'),
        (110101199001011234, ' s="3" t="s"><v>0</v></c>'),
        (2.5, ' s="3"><v>2.5</v></c>'),
        (1e300, ' s="3"><v>1e+300</v></c>'),
        (Decimal("12.340"), ' s="3"><v>12.340</v></c>'),
        (Decimal("1E+3"), ' s="3"><v>1000</v></c>'),
        ("=1+1", ' s="3" t="s"><v>0</v></c>'),
        ("甲", ' s="3" t="s"><v>0</v></c>'),
        (dt.date(2026, 11, 23), ' s="10"><v>46349</v></c>'),
        (dt.date(1900, 3, 1), ' s="10"><v>61</v></c>'),
        (dt.date(1900, 2, 28), ' s="10"><v>59</v></c>'),
        (dt.date(1900, 1, 1), ' s="10"><v>1</v></c>'),
        (NOON, ' s="10"><v>46349.5</v></c>'),
        (MIDNIGHT, ' s="10"><v>46349</v></c>'),
        (dt.time(6, 0), ' s="10"><v>0.25</v></c>'),
        (dt.timedelta(hours=36), ' s="10"><v>1.5</v></c>'),
    ],
)
def test_a_value_keeps_its_type(value: Any, tail: str) -> None:
    assert writer().cell(value) == tail


def test_a_cell_of_the_first_style_needs_none() -> None:
    assert writer(style=0).cell(1) == "><v>1</v></c>"


def test_a_date_keeps_the_cells_own_date_format() -> None:
    assert writer(style=5).cell(dt.date(2026, 11, 23)) == ' s="5"><v>46349</v></c>'


def test_each_kind_of_moment_adds_one_format_to_a_style() -> None:
    own = writer()
    own.cell(dt.date(2026, 1, 1))
    own.cell(dt.date(2026, 1, 2))
    own.cell(NOON)
    assert own.styles.added == {(3, 14): 10, (3, 22): 11}


def test_old_macintosh_workbooks_count_from_1904() -> None:
    assert writer(epoch_1904=True).cell(dt.date(1904, 1, 2)) == ' s="10"><v>1</v></c>'
    assert writer(epoch_1904=True).column([dt.date(1904, 1, 2)])[1] == [' s="10"><v>1</v></c>']


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        (float("nan"), "render.not_a_number", "“nan”不是可以写进单元格的数"),
        (Decimal("Infinity"), "render.not_a_number", "“Infinity”不是可以写进单元格的数"),
        (1j, "render.not_a_number", "“1j”不是可以写进单元格的数"),
        (dt.date(1899, 12, 31), "render.date_too_early", "表格里不能有 1899-12-31 这样早的日期"),
        ([1], "render.not_a_cell_value", "list 类型的值不能写进单元格"),
        ({"甲": 1}, "render.not_a_cell_value", "dict 类型的值不能写进单元格"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(value: Any, code: str, message: str) -> None:
    with pytest.raises(CellValueError) as caught:
        writer().cell(value)
    assert (caught.value.code, caught.value.message) == (code, message)


@pytest.mark.parametrize(
    "values",
    [
        ["甲", "乙", "甲"],
        ["a&b", "", " "],
        [1, 2, 3],
        [1, 10**15],
        [0.5, 1.25],
        [dt.date(2026, 1, 1), dt.date(1900, 1, 5)],
        [dt.date(2026, 1, 1), dt.date(2026, 2, 1)],
        [1, "甲", None, True, dt.date(2026, 1, 1)],
        [None, None],
        [True, False],
    ],
)
def test_a_column_says_the_same_as_its_cells_one_by_one(values: list[Any]) -> None:
    fast, slow = writer(), writer()
    pattern, fills = fast.column(values)
    assert [pattern % (fill,) for fill in fills] == [slow.cell(value) for value in values]
    assert "".join(fast.strings.pieces()).replace(' xml:space="preserve"', "") == "".join(
        slow.strings.pieces()
    ).replace(' xml:space="preserve"', "")


def test_rich_text_keeps_its_pieces() -> None:
    own = writer()
    assert own.rich([("<rPr><b/></rPr>", "甲"), ("", " 乙")]) == ' s="3" t="s"><v>0</v></c>'
    assert "".join(own.strings.pieces()) == (
        '<si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></si>'
    )
    assert own.rich([]) == ' s="3"/>'
    with pytest.raises(CellValueError):
        own.rich([("", "字" * 20_000), ("", "字" * 20_000)])
