"""Rows as high as their wrapped text.

Excel fits a row that states no height when it opens the file; LibreOffice 7.4 does not, and prints texts one
over the other. So a row whose template has no height of its own gets one that fits, without ``customHeight``:
who edits it in Excel still sees it fitted anew.

Compiling finds out which cells wrap and how wide they are (:class:`RowFitter`), rendering counts the lines of
whole columns (:func:`heights`). A row is never lower than its text needs; it may be a line higher where the
typeface is narrower than the one reckoned with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.ooxml.looks import Looks
from qijin_docs.ooxml.sheet import Cell, Row
from qijin_docs.ooxml.widths import MARGIN, CellWidths
from qijin_docs.ooxml.wrapping import count_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Height of a line in its own size: what 思源宋体 takes, which stands in for 宋体; 宋体 takes less.
_LINE = 1.44
#: Above and below the text together, in points; heights go in steps of a pixel.
_AROUND, _STEP = 3.0, 0.75
#: Excel's highest row, and the height of a row of which nothing is said.
MAX_HEIGHT, _STANDARD = 409.5, 12.75
_POINTS_PER_MM, _POINTS_PER_PIXEL = 72 / 25.4, 0.75
#: An indent is three blanks.
_INDENT = 9
_MAX_DIGITS = 10**15
#: How many lines may be remembered for one width, whatever is rendered.
Known = MutableMapping[int, MutableMapping[bytes, int]]


@dataclass(frozen=True, slots=True)
class CellFit:
    """A wrapping cell with tags.

    Args:
        points: size of its type.
        room: width of a line in hundredths of an em.
        around: what of the width is margin and indent, in points.
        columns: template columns and their widths in points, if it is merged of several.
        spare: what the other rows it is merged over give to its height, in points.
    """

    points: float
    room: int
    around: float = 0
    columns: tuple[tuple[int, float], ...] = ()
    spare: float = 0

    def room_in(self, layout: Layout, turn: Pass | None) -> int:
        """The room when columns repeat or vanish."""
        if not self.columns or layout.unchanged:
            return self.room
        width = 0.0
        for column, points in self.columns:
            if column >= len(layout.numbers):
                width += points
            else:
                width += points * sum(
                    turn is None or turn.first <= number <= turn.last for number in layout.numbers[column]
                )
        return _room(width - self.around, self.points)


@dataclass(frozen=True, slots=True)
class RowFit:
    """A row whose height is to be fitted: the least, in points, and its wrapping cells by template column."""

    least: float
    cells: Mapping[int, CellFit] = field(default_factory=dict)


class RowFitter:
    """Knows what of a sheet the heights of its rows depend on.

    Args:
        root: the worksheet.
        looks: cell formats of the workbook.
        rows: of the template.
        markers: rows that hold only tags.
    """

    def __init__(
        self, root: _Element, looks: Looks, widths: CellWidths, rows: Sequence[Row], markers: set[int]
    ) -> None:
        form = root.find("{*}sheetFormatPr")
        self._looks = looks
        self._widths = widths
        self._standard = _STANDARD if form is None else float(form.get("defaultRowHeight") or _STANDARD)
        self._own = {row.number: float(row.attributes["ht"]) for row in rows if "ht" in row.attributes}
        self._markers = markers

    def fit(self, row: Row, cells: Sequence[tuple[Cell, bool]]) -> RowFit | None:
        """How the row is fitted; None if it keeps the height it has.

        Args:
            row: of the template.
            cells: those that are written, and whether each holds tags.
        """
        fixed = not any(tagged for _, tagged in cells)
        if (
            _true(row.attributes.get("customHeight"))
            or _true(row.attributes.get("hidden"))
            or (fixed and "ht" in row.attributes)
        ):
            return None
        least = self._standard
        found: dict[int, CellFit] = {}
        wraps = False
        for cell, tagged in cells:
            look = self._looks.of(cell.style)
            if cell.empty or look.turned:
                continue
            least = max(least, height(1, look.points))
            if not look.wraps or not cell.runs:
                continue
            fit = self._cell(cell, look.points, look.indent)
            if fit is None:
                continue
            wraps = True
            if tagged:
                found[cell.column] = fit
            else:
                lines = count_lines([cell.text], fit.room) or [1]
                least = max(least, height(lines[0], fit.points) - fit.spare)
        return RowFit(least, found) if wraps else None

    def _cell(self, cell: Cell, points: float, indent: int) -> CellFit | None:
        box = self._widths.box(cell.row, cell.column)
        columns = tuple(
            (column, self._widths.column(column) * _POINTS_PER_MM)
            for column in range(box.left, box.right + 1)
        )
        width = sum(points for _, points in columns)
        if not width:
            return None
        for run in cell.runs:
            points = max(points, _run_points(run.properties))
        spare = 0.0
        others = range(box.top + 1, box.bottom + 1)
        if not self._markers.intersection(others):
            spare = sum(self._own.get(number, self._standard) for number in others)
        around = (MARGIN + indent * _INDENT) * _POINTS_PER_PIXEL
        return CellFit(
            points, _room(width - around, points), around, columns if len(columns) > 1 else (), spare
        )


def heights(
    fit: RowFit,
    texts: Sequence[tuple[int, Pass | None, Sequence[Any]]],
    layout: Layout,
    known: Known,
) -> str | list[str]:
    """The heights of all appearances of a row in a stretch, as they are written; one if they are all alike.

    Args:
        fit: of the row.
        texts: for each cell with tags its template column, its pass of the column loops and its values.
        layout: of the columns.
        known: lines counted before; grows.
    """
    columns: list[list[float]] = []
    for column, turn, values in texts:
        cell = fit.cells.get(column)
        if cell is None:
            continue
        room = cell.room_in(layout, turn)
        lines = count_lines(_strings(values), room, known.setdefault(room, {}))
        if lines is not None:
            steps = [max(fit.least, height(n, cell.points) - cell.spare) for n in range(max(lines) + 1)]
            columns.append(list(map(steps.__getitem__, lines)))
    if not columns:
        return _written(fit.least)
    highest = columns[0] if len(columns) == 1 else list(map(max, *columns))
    shown = {points: _written(points) for points in set(highest)}
    return list(map(shown.__getitem__, highest))


def height(lines: int, points: float) -> float:
    """Height of so many lines of type, in points."""
    return min(MAX_HEIGHT, math.ceil((lines * points * _LINE + _AROUND) / _STEP) * _STEP)


def _written(points: float) -> str:
    return f"{min(points, MAX_HEIGHT):g}"


def _room(width: float, points: float) -> int:
    return max(100, int(width * 100 / points))


def _strings(values: Sequence[Any]) -> list[str]:
    """The texts among the values; a number or a date is never wrapped."""
    if set(map(type, values)) == {str}:
        return list(values)
    return [
        str(value) if isinstance(value, str) or (type(value) is int and abs(value) >= _MAX_DIGITS) else ""
        for value in values
    ]


def _run_points(properties: str) -> float:
    """The size a run of rich text states, 0 if none."""
    _, found, rest = properties.partition('sz val="')
    return float(rest.partition('"')[0]) if found else 0.0


def _true(value: str | None) -> bool:
    return value in ("1", "true")
