"""How many lines texts take."""

from __future__ import annotations

import pytest

from qijin_docs.ooxml.wrapping import MAX_SHAPES, count_lines


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 500, None),
        ("安全", 500, None),
        ("安全生产宣", 650, None),
        ("安全生产宣", 500, [1]),
        ("安全生产宣传", 500, [2]),
        ("安全生产宣传教育进企", 500, [2]),
        ("安全生产宣传教育进企业", 500, [3]),
        # A line break begins a line, whatever program wrote it; an empty line is one too.
        ("安全\n生产", 500, [2]),
        ("安全\r\n生产", 500, [2]),
        ("安全\r生产", 500, [2]),
        ("安全\n\n生产", 500, [3]),
        ("\n", 500, [2]),
        # A closing mark goes down with the character before it, an opening one with the one behind it.
        ("安全生产宣，传", 500, [2]),
        ("安全生产“宣传”", 500, [2]),
        ("安全生产（”）", 500, [2]),
        # Words and numbers stay whole; one that is wider than the line takes whole lines.
        ("安全生产2018", 600, [2]),
        ("HD2018001234", 400, [2]),
        ("编号HD2018001234", 400, [3]),
        ("ab cd ef gh", 300, [2]),
        ("ab cd ef gh", 200, [4]),
        ("ab        ", 200, [1]),
        ("×××", 200, [2]),
        ("MMMM", 300, [2]),
        ("\U0001f600" * 3, 270, [2]),
        ("éééé", 240, [2]),
        ("安", 10, [1]),
        ("安全", 10, [2]),
        # Characters that XML cannot hold are not printed; half of a pair takes some place.
        ("\x00\x01安\x1f全\x7f", 250, [1]),
        ("\ud800安全", 500, [1]),
    ],
)
def test_lines_are_counted(text: str, room: int, lines: list[int] | None) -> None:
    found = count_lines([text], room)
    assert (found or [1]) == (lines or [1])
    if lines is None:
        assert found is None


def test_ten_thousand_characters_are_counted() -> None:
    assert count_lines(["安" * 10_000], 1000) == [1000]


def test_each_text_has_its_own_lines_and_no_texts_have_none() -> None:
    assert count_lines(["安全生产", "安", "", "安\n全\n生"], 200) == [2, 1, 1, 3]
    assert count_lines([], 200) is None


def test_a_separator_inside_a_text_is_not_taken_for_one() -> None:
    assert count_lines(["安全生产\x1f安全生产", "安"], 400) == [2, 1]


def test_a_shape_is_counted_once() -> None:
    known: dict[bytes, int] = {}
    assert count_lines([f"第{number}场活动" for number in range(10, 100)], 300, known) == [2] * 90
    assert len(known) == 1
    assert count_lines(["第10场活动"], 300, dict.fromkeys(known, 7)) == [7]


def test_no_more_shapes_are_remembered_than_the_bound() -> None:
    known = {str(number).encode(): 1 for number in range(MAX_SHAPES + 1)}
    assert count_lines(["安全生产"], 200, known) == [2]
    assert len(known) == 1
