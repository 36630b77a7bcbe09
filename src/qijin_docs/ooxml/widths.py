"""How wide the cells of a sheet are, in millimetres, merged cells as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qijin_docs.ooxml.references import parse_box

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A digit of the usual font is 7 pixels wide, a cell has 5 pixels of margin (ISO/IEC 29500-1, 18.3.1.13).
_DIGIT, _MARGIN = 7, 5
_MM_PER_PIXEL = 25.4 / 96
_STANDARD = 8.43


class CellWidths:
    """Widths of a worksheet, read once."""

    def __init__(self, root: _Element) -> None:
        form = root.find("{*}sheetFormatPr")
        standard = None if form is None else form.get("defaultColWidth")
        self._standard = float(standard) if standard else _STANDARD + _MARGIN / _DIGIT
        self._columns = [
            (int(col.get("min", "1")), int(col.get("max", "1")), float(col.get("width") or self._standard))
            for col in root.iterfind("{*}cols/{*}col")
        ]
        boxes = (parse_box(merge.get("ref", "")) for merge in root.iterfind("{*}mergeCells/{*}mergeCell"))
        self._merged = {(box.top, box.left): box.right for box in boxes if box is not None}

    def of(self, row: int, column: int) -> float:
        """Width of the cell, or of the merged cells it is the first of."""
        last = self._merged.get((row, column), column)
        return sum(self._column(number) for number in range(column, last + 1))

    def _column(self, column: int) -> float:
        width = next(
            (width for first, last, width in self._columns if first <= column <= last), self._standard
        )
        return int(width * _DIGIT) * _MM_PER_PIXEL
