"""Any grid of cells is read whole or refused: no value is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError, Place
from qijin_docs.sources.csv_source import read_csv
from qijin_docs.sources.table import Grid, find_head, read_records

WANTED: dict[str, tuple[str, ...]] = {"领域": (), "数": ("数量",), "备注": ()}
CELLS = st.sampled_from(
    [None, "领域", "数（场）", "数量", "备注", "序号", "合计", "注：甲", "企业", "x", 0, 3, 2.5, True]
)
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=7)
BOXES = st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 6), st.integers(0, 4))


def place(row: int, column: int | None) -> Place:
    return Place("表", f"{row}" if column is None else f"{row},{column}")


def area(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    a, b, c, d = box
    return (min(a, c), min(b, d), max(a, c), max(b, d))


@given(ROWS, st.lists(BOXES, max_size=3), st.sampled_from([WANTED, None]))
@settings(derandomize=True, max_examples=1500)
def test_every_cell_below_the_head_is_in_a_record_or_in_a_problem_or_note(
    rows: list[list[Any]], boxes: list[tuple[int, int, int, int]], wanted: dict[str, tuple[str, ...]] | None
) -> None:
    grid = Grid(rows, place, tuple(map(area, boxes)))
    head = find_head(grid, wanted)
    if head is None:
        return
    located = read_records(grid, head)
    assert all(problem.code.startswith("data.") and problem.place.where for problem in located.problems)
    if located.problems:
        return
    skipped = {note.place.where for note in located.notes}
    known = {str(p.where) for path, p in located.places.items() if len(path) == 2}
    for r, row in enumerate(rows[head.row + head.height :], head.row + head.height):
        for c, value in enumerate(row):
            if value is not None and str(r) not in skipped and c in head.names:
                assert f"{r},{c}" in known


@pytest.mark.parametrize(
    ("rows", "height", "row"),
    [
        ([["领域", "数"]], 1, 0),
        ([["台账"], [], ["领域", "数", "备注"]], 1, 2),
        ([["领域", "数"], ["企业", 3]], 1, 0),
        ([["领域", "活动", None], [None, "数", "备注"], ["企业", 3, "x"]], 2, 0),
    ],
)
def test_the_head_is_found_where_it_is(rows: list[list[Any]], height: int, row: int) -> None:
    head = find_head(Grid(rows, place), WANTED)
    assert head is not None
    assert (head.row, head.height) == (row, height)


@pytest.mark.parametrize(
    "rows", [[], [[]], [[None]], [["领域"]], [[1, 2], [3, 4]], [["甲", "乙"], ["丙", "丁"]]]
)
def test_a_table_without_the_wanted_names_has_no_head(rows: list[list[Any]]) -> None:
    assert find_head(Grid(rows, place), WANTED) is None


@given(st.text('甲乙,;\t"\n 12.', max_size=40))
@settings(derandomize=True, max_examples=500)
def test_any_csv_is_read_or_refused(text: str) -> None:
    try:
        located = read_csv(text, "a.csv")
    except DataError as error:
        problems = error.problems
    else:
        problems = ()
        assert isinstance(located.value, list)
    assert {problem.place.file for problem in problems} <= {"a.csv"}
