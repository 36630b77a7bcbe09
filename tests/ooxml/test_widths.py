"""Widths of cells."""

from __future__ import annotations

import pytest
from lxml import etree

from qijin_docs.ooxml.references import Box
from qijin_docs.ooxml.widths import CellWidths

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PIXEL = 25.4 / 96


def sheet(inside: str, digit: int = 7) -> CellWidths:
    return CellWidths(etree.fromstring(f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'), digit)


@pytest.mark.parametrize(
    ("inside", "pixels"),
    [
        ("", 64),
        ('<sheetFormatPr defaultColWidth="20"/>', 140),
        ('<cols><col min="1" max="3" width="10"/></cols>', 70),
        ('<cols><col min="2" max="3" width="10"/></cols>', 64),
        ('<cols><col min="1" max="1"/></cols>', 64),
        ('<cols><col min="1" max="1" width="10" hidden="1"/></cols>', 0),
        ('<cols><col min="1" max="1" width="0"/></cols>', 0),
        (
            '<cols><col min="1" max="3" width="10"/></cols><mergeCells><mergeCell ref="A1:D2"/></mergeCells>',
            70 * 3 + 64,
        ),
        ('<mergeCells><mergeCell ref="A2:D3"/><mergeCell ref="nonsense"/></mergeCells>', 64),
    ],
)
def test_the_first_cell_has_its_width(inside: str, pixels: int) -> None:
    assert sheet(inside).of(1, 1) == pytest.approx(pixels * PIXEL)


def test_widths_are_counted_in_digits_of_the_normal_type() -> None:
    assert sheet('<cols><col min="1" max="1" width="10"/></cols>', 8).of(1, 1) == pytest.approx(80 * PIXEL)


def test_merged_cells_are_one_box() -> None:
    widths = sheet('<mergeCells><mergeCell ref="B2:C4"/></mergeCells>')
    assert widths.box(2, 2) == Box(2, 2, 4, 3)
    assert widths.box(3, 2) == Box(3, 2, 3, 2)
