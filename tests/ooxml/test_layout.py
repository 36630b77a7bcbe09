from __future__ import annotations

import pytest

from qijin_docs.ooxml.layout import Layout, LoopLines, Pass, unmoved

#: Template: 1 title, 2 for, 3 body, 4 body, 5 endfor, 6 total. Output with three items: 1, 2–7, 8.
LAST = 100


@pytest.fixture
def three() -> Layout:
    turns = [Pass(0, f"项{i}", i, 3, None, (), 2 + 2 * i, 3 + 2 * i) for i in range(3)]
    return Layout(
        limit=LAST,
        numbers=[[], [1], [], [2, 4, 6], [3, 5, 7], [], [8]],
        passes=[[], [None], [], list(turns), list(turns), [], [None]],
        loops=(LoopLines(2, 5, None),),
        loop_of=(None, None, None, 0, 0, None, None),
        turns={0: turns},
        shift=2,
        markers=frozenset({2, 5}),
    )


@pytest.fixture
def none() -> Layout:
    return Layout(
        limit=LAST,
        numbers=[[], [1], [], [], [], [], [2]],
        passes=[[], [None], [], [], [], [], [None]],
        loops=(LoopLines(2, 5, None),),
        loop_of=(None, None, None, 0, 0, None, None),
        turns={0: []},
        shift=-4,
        markers=frozenset({2, 5}),
    )


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (1, 1, (1, 1)),
        (3, 3, (2, 6)),
        (3, 4, (2, 7)),
        (2, 5, (2, 7)),
        (1, 6, (1, 8)),
        (5, 5, None),
        (6, 9, (8, 11)),
        (7, 7, (9, 9)),
        (1, LAST, (1, LAST)),
        (7, LAST, (9, LAST)),
    ],
)
def test_a_range_reaches_from_its_first_to_its_last_appearance(
    three: Layout, first: int, last: int, span: tuple[int, int] | None
) -> None:
    assert three.span(first, last) == span


@pytest.mark.parametrize(
    ("first", "last", "span"), [(3, 4, None), (2, 6, (2, 2)), (1, 5, (1, 1)), (8, 8, (4, 4))]
)
def test_an_empty_loop_leaves_what_is_around_it(
    none: Layout, first: int, last: int, span: tuple[int, int] | None
) -> None:
    assert none.span(first, last) == span


@pytest.mark.parametrize(
    ("first", "last", "fixed", "line", "found"),
    [
        (3, 3, (False, False), 3, (4, 4)),  # the same pass
        (3, 4, (False, False), 3, (4, 5)),
        (3, 3, (True, True), 3, (2, 6)),  # all passes
        (3, 3, (True, False), 3, (2, 4)),  # up to this one
        (3, 3, (False, True), 3, (4, 6)),
        (1, 1, (False, False), 3, (1, 1)),  # outside
        (1, 3, (False, False), 3, (1, 4)),
        (3, 6, (False, False), 3, (4, 8)),
        (2, 2, (False, False), 3, (3, 3)),  # the line before this pass
        (5, 5, (False, False), 3, (6, 6)),  # the line after it
        (2, 4, (False, False), 3, (3, 5)),
    ],
)
def test_a_reference_in_the_second_pass_means(
    three: Layout,
    first: int,
    last: int,
    fixed: tuple[bool, bool],
    line: int,
    found: tuple[int, int],
) -> None:
    assert three.target(first, last, fixed=fixed, line=line, scope=three.turns[0][1]) == found


def test_a_reference_from_elsewhere_means_all_passes(three: Layout) -> None:
    assert three.target(3, 3, fixed=(False, False), line=6, scope=None) == (2, 6)
    assert three.target(3, 3, fixed=(False, False), line=None, scope=None) == (2, 6)


@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        (3, 4, [(2, 7)]),
        (3, 3, [(2, 2), (4, 4), (6, 6)]),
        (1, 1, [(1, 1)]),
        (5, 5, []),
        (6, 8, [(8, 10)]),
        (4, LAST, [(3, 3), (5, 5), (7, LAST)]),
    ],
)
def test_a_list_of_lines_is_cut_into_unbroken_runs(
    three: Layout, first: int, last: int, runs: list[tuple[int, int]]
) -> None:
    assert three.runs(first, last) == runs


def test_what_stands_in_a_loop_appears_once_for_each_pass(three: Layout) -> None:
    assert three.scopes(3, 4) == three.turns[0]
    assert three.scopes(1, 4) == [None]
    assert three.scopes(50, 60) == [None]


def test_a_sheet_without_loops_is_unchanged() -> None:
    layout = unmoved(LAST)
    assert layout.unchanged
    assert layout.span(5, 9) == (5, 9)
    assert layout.runs(5, LAST) == [(5, LAST)]
    assert layout.target(5, 5, fixed=(False, False), line=3, scope=None) == (5, 5)


def test_moved_lines_are_a_change(three: Layout, none: Layout) -> None:
    assert not three.unchanged
    assert not none.unchanged
