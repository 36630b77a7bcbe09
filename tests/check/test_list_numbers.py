"""Numbers that Word puts in front of paragraphs."""

from __future__ import annotations

import pytest

from qijin_docs.check.list_numbers import ListNumbers, counted
from qijin_docs.ooxml.list_levels import Level
from qijin_docs.ooxml.styles import Styles


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (1, "decimal", "1"),
        (12, "chineseCounting", "十二"),
        (3, "chineseCountingThousand", "三"),
        (3, "decimalZero", "03"),
        (4, "decimalEnclosedCircle", "④"),
        (21, "decimalEnclosedCircle", "21"),
        (12, "decimalFullWidth", "１２"),
        (2, "upperLetter", "B"),
        (27, "lowerLetter", "27"),
        (4, "lowerRoman", "iv"),
        (29, "upperRoman", "XXIX"),
        (40, "upperRoman", "40"),
        (5, "none", ""),
        (5, "something new", "5"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number: int, kind: str, expected: str) -> None:
    assert counted(number, kind) == expected


def test_a_list_counts_and_its_lower_levels_begin_anew() -> None:
    lists = ListNumbers(Styles(None))
    first = Level("chineseCounting", "%1、", 1, {}, "0")
    second = Level("chineseCounting", "（%2）", 1, {}, "0")
    top, below = {"numId": "1", "ilvl": "0"}, {"numId": "1", "ilvl": "1"}
    found = [
        lists.next(top, first),
        lists.next(below, second),
        lists.next(below, second),
        lists.next(top, first),
        lists.next(below, second),
    ]
    assert found == ["一、", "（一）", "（二）", "二、", "（一）"]


def test_lists_of_one_family_count_on_unless_one_begins_anew() -> None:
    lists = ListNumbers(Styles(None))
    level = Level("decimal", "%1.", 1, {}, "0")
    anew = Level("decimal", "%1.", 5, {}, "0", restarts=True)
    assert lists.next({"numId": "1"}, level) == "1."
    assert lists.next({"numId": "2"}, level) == "2."
    assert lists.next({"numId": "3"}, anew) == "5."
    assert lists.next({"numId": "3"}, anew) == "6."


def test_a_bullet_is_a_bullet_whatever_font_it_was_drawn_from() -> None:
    assert ListNumbers(Styles(None)).next({"numId": "1"}, Level("bullet", "\uf0b7", 1, {})) == "•"
