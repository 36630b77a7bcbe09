"""References written anew. Template row 3 is a loop of three passes between its tags in rows 2 and 4."""

from __future__ import annotations

import pytest

from qijin_docs.ooxml.layout import Layout, LoopLines, Pass, unmoved
from qijin_docs.ooxml.moving import At, Grid, Mover
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW, Box, parse_box


def grid(items: int = 3) -> Grid:
    turns = [Pass(0, i, i, items, None, (), 2 + i, 2 + i) for i in range(items)]
    rows = Layout(
        limit=MAX_ROW,
        numbers=[[], [1], [], [2 + i for i in range(items)], []],
        passes=[[], [None], [], list(turns), []],
        loops=(LoopLines(2, 4, None),),
        loop_of=(None, None, None, 0, None),
        turns={0: turns},
        shift=items - 3,
        markers=frozenset({2, 4}),
    )
    return Grid(rows, unmoved(MAX_COLUMN))


def mover(items: int = 3, **names: str) -> Mover:
    return Mover({"表": grid(items)}, names)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(B3:B3)", "SUM(B2:B6)"),
        ("SUM(B3)", "SUM(B2:B6)"),
        ("B1+B5", "B1+B7"),
        ("$B$5", "$B$7"),
        ("SUM(表!B3:B3)", "SUM(表!B2:B6)"),
        ("别的!B3", "别的!B3"),
        ('"B3"&B5', '"B3"&B7'),
        ("SUM(B:B)", "SUM(B:B)"),
        ("B3:B3:", "B3:B3:"),
        ("", ""),
    ],
)
def test_a_formula_below_the_loop_follows(formula: str, expected: str) -> None:
    assert mover(5).formula(formula, At("表", 5, 2)) == expected


def test_nothing_left_of_a_range_is_the_empty_last_row() -> None:
    assert mover(0).formula("SUM(B3:B3)", At("表", 5, 2)) == f"SUM(B{MAX_ROW}:B{MAX_ROW})"


def test_in_the_loop_the_row_of_the_same_pass_is_meant_and_with_dollars_all() -> None:
    work = mover()
    second = work.grids["表"].rows.turns[0][1]
    at = At("表", 3, 3, second)
    assert work.formula("B3*2", at) == "B3*2"
    assert work.formula("SUM(B$3:B$3)", at) == "SUM(B$2:B$4)"
    assert work.formula("B2", at) == "B2"


def test_renamed_sheets_are_named_anew_also_where_nothing_moves() -> None:
    work = mover(3, 旧="新 名")
    assert work.formula("旧!A1+旧!A:A", At("表", 1, 1)) == "'新 名'!A1+'新 名'!A:A"


def test_one_cell_that_becomes_many_is_noted_and_so_are_ranges_of_sheets() -> None:
    work = mover(3)
    work.formula("B3*2", At("别的", 1, 1))
    assert not work.ambiguous
    work.formula("表!B3*2", At("别的", 1, 1))
    assert [str(reference) for _, reference in work.ambiguous] == ["表!B3"]
    work.formula("SUM(表:别的!B5)", At("别的", 1, 1))
    assert len(work.spanning) == 1


@pytest.mark.parametrize(
    ("ref", "items", "expected"),
    [("A1:B3", 3, "A1:B4"), ("A3", 3, "A2:A4"), ("A3", 0, None), ("A2:B2", 3, None), ("A5:B6", 0, "A2:B3")],
)
def test_a_rectangle_becomes_what_is_left_of_it(ref: str, items: int, expected: str | None) -> None:
    box = parse_box(ref)
    assert box is not None
    found = mover(items).box(box, "表")
    assert (None if found is None else str(found)) == expected


def test_a_rectangle_of_a_sheet_that_is_not_filled_stays() -> None:
    assert mover().box(Box(3, 1, 3, 1), "别的") == Box(3, 1, 3, 1)
    assert mover().copies(Box(3, 1, 3, 1), "别的") == [(Box(3, 1, 3, 1), At("别的", 3, 1))]
    assert mover().first_at("A3", "别的") == At("别的", 3, 1)


def test_copies_stand_in_each_pass() -> None:
    found = mover().copies(Box(3, 1, 3, 2), "表")
    assert [str(box) for box, _ in found] == ["A2:B2", "A3:B3", "A4:B4"]
    assert [at.row_pass.index for _, at in found if at.row_pass] == [0, 1, 2]
    assert mover(0).copies(Box(3, 1, 3, 2), "表") == []


@pytest.mark.parametrize(
    ("sqref", "items", "expected"),
    [
        ("A3:A4 B1", 3, "A2:A4 B1"),
        ("A3", 0, ""),
        ("A1:A5", 2, "A1:A4"),
        ("A3 乱", 3, "A2:A4 乱"),
        ("A1 A1", 2, "A1"),
    ],
)
def test_lists_of_ranges_keep_what_is_left(sqref: str, items: int, expected: str) -> None:
    assert mover(items).cells(sqref, "表") == expected


def test_rules_look_from_the_first_cell_that_is_left() -> None:
    assert mover(0).first_at("B3 C5", "表") == At("表", 5, 3)
    first = mover(2).first_at("B3:B5", "表")
    assert (first.row, first.column, first.row_pass and first.row_pass.index) == (3, 2, 0)
    assert mover(0).first_at("B3 乱", "表") == At("表")
