"""How wide the cells of a sheet are, in millimetres, merged cells as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qijin_docs.ooxml.references import Box, parse_box

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A digit of the usual font is 7 pixels wide, a cell has 5 pixels of margin (ISO/IEC 29500-1, 18.3.1.13).
DIGIT, MARGIN = 7, 5
_MM_PER_PIXEL = 25.4 / 96
_STANDARD = 8.43


class CellWidths:
    """Widths of a worksheet, read once.

    Args:
        root: the worksheet.
        digit: pixels of a digit of the workbook's normal type.
    """

    def __init__(self, root: _Element, digit: int = DIGIT) -> None:
        self._digit = digit
        form = root.find("{*}sheetFormatPr")
        standard = None if form is None else form.get("defaultColWidth")
        self._standard = float(standard) if standard else _STANDARD + MARGIN / DIGIT
        self._columns = [
            (
                int(col.get("min", "1")),
                int(col.get("max", "1")),
                0.0 if col.get("hidden") in ("1", "true") else float(col.get("width") or self._standard),
            )
            for col in root.iterfind("{*}cols/{*}col")
        ]
        boxes = (parse_box(merge.get("ref", "")) for merge in root.iterfind("{*}mergeCells/{*}mergeCell"))
        self._merged = {(box.top, box.left): box for box in boxes if box is not None}

    def of(self, row: int, column: int) -> float:
        """Width of the cell, or of the merged cells it is the first of."""
        box = self.box(row, column)
        return sum(self.column(number) for number in range(box.left, box.right + 1))

    def box(self, row: int, column: int) -> Box:
        """The cell, or the merged cells it is the first of."""
        return self._merged.get((row, column)) or Box(row, column, row, column)

    def column(self, column: int) -> float:
        """Width of a column; 0 if it is hidden."""
        width = next(
            (width for first, last, width in self._columns if first <= column <= last), self._standard
        )
        return int(width * self._digit) * _MM_PER_PIXEL
