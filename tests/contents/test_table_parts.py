"""Where a long table is broken, so that its last rows stand with the signature."""

from __future__ import annotations

import pytest

from qijin_docs.contents.table_parts import parts_of_table

TOP = 4 * 579
SIGNATURE = 4


def parts(rows: int, lines: int, name: str = "活动场次") -> list[int]:
    text = {"编号": "", "标题": "", "文字": "国" * (28 * lines - 2)}
    figures = [{"指标": name, "单位": "场", "本期": 1, "累计": 2}] * rows
    found = parts_of_table(figures, [text], TOP, SIGNATURE)
    assert [row for part in found for row in part] == figures
    return [len(part) for part in found]


@pytest.mark.parametrize(
    ("rows", "lines", "expected"),
    [
        (0, 2, []),
        # The template keeps these whole.
        (18, 2, [18]),
        (18, 30, [18]),
        # There is room below the last row.
        (19, 20, [19]),
        (25, 2, [25]),
        (40, 2, [40]),
        # There is none: three rows go along, or so many that the others end well above the foot of the page.
        (22, 2, [19, 3]),
        (50, 2, [47, 3]),
        (28, 18, [25, 3]),
    ],
)
def test_a_table_is_broken_only_where_the_signature_may_have_no_room(
    rows: int, lines: int, expected: list[int]
) -> None:
    assert parts(rows, lines) == expected


def test_names_of_several_lines_make_higher_rows() -> None:
    assert parts(36, 20) == [36]
    assert parts(36, 20, "开展安全生产宣传教育活动的场次") == [33, 3]


def test_a_table_is_never_broken_before_its_first_row() -> None:
    assert all(len(found) < 2 or found[0] for found in (parts(19, lines) for lines in range(1, 60)))
