from __future__ import annotations

import pytest

from qijin_docs.ooxml.references import (
    Area,
    Box,
    Corner,
    column_name,
    column_number,
    parse_area,
    parse_box,
    parse_corner,
)


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_columns_have_letters_and_numbers(number: int, letters: str) -> None:
    assert column_name(number) == letters
    assert column_number(letters) == number
    assert column_number(letters.lower()) == number


@pytest.mark.parametrize(
    ("text", "corner"),
    [
        ("C7", Corner(7, 3)),
        ("$C$7", Corner(7, 3, True, True)),
        ("C$7", Corner(7, 3, True, False)),
        ("$AA", Corner(None, 27, False, True)),
        ("$12", Corner(12, None, True)),
        ("XFD1048576", Corner(1_048_576, 16_384)),
    ],
)
def test_a_corner_is_read_and_written_the_same(text: str, corner: Corner) -> None:
    assert parse_corner(text) == corner
    assert str(corner) == text


@pytest.mark.parametrize("text", ["", "XFE1", "A1048577", "A0", "1A", "ABCD1", "合计", "A1.5", "$", "A1:B2"])
def test_what_lies_outside_a_sheet_or_is_no_address_is_no_corner(text: str) -> None:
    assert parse_corner(text) is None


@pytest.mark.parametrize("text", ["B3", "$B$3:C7", "A:A", "$3:$5", "A$1:$B2"])
def test_an_area_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_area(text)) == text


@pytest.mark.parametrize("text", ["A", "3", "A1:3", "A:3", "A1:", ":A1", "A1:名", "LOG"])
def test_half_an_area_is_none(text: str) -> None:
    assert parse_area(text) is None


def test_a_single_cell_has_no_last_corner() -> None:
    assert parse_area("B3") == Area(Corner(3, 2))


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("C7", Box(7, 3, 7, 3)),
        ("A1:C7", Box(1, 1, 7, 3)),
        ("$C$7:A1", Box(1, 1, 7, 3)),
        ("A:B", Box(1, 1, 1_048_576, 2)),
        ("3:5", Box(3, 1, 5, 16_384)),
    ],
)
def test_a_box_has_its_corners_in_order(text: str, box: Box) -> None:
    assert parse_box(text) == box


@pytest.mark.parametrize(("box", "text"), [(Box(7, 3, 7, 3), "C7"), (Box(1, 1, 7, 3), "A1:C7")])
def test_a_box_of_one_cell_is_written_as_one(box: Box, text: str) -> None:
    assert str(box) == text
