"""References written anew after rows and columns have moved.

A :class:`Mover` knows the layouts of all sheets of a workbook and the new names of sheets. It answers for one
reference; where references can stand is listed in :mod:`qijin_docs.ooxml.spots`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qijin_docs.ooxml.formulas import Formula, Qualifier, Reference, formula_text, parse_formula
from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW, Area, Box, Corner, parse_box


@dataclass(frozen=True, slots=True)
class Grid:
    """The layouts of one sheet."""

    rows: Layout
    columns: Layout

    @property
    def unchanged(self) -> bool:
        """Whether every cell is where it was."""
        return self.rows.unchanged and self.columns.unchanged


@dataclass(frozen=True, slots=True)
class At:
    """Where a reference stands: on which sheet of the template and, in a cell, in which line and pass."""

    sheet: str
    row: int | None = None
    column: int | None = None
    row_pass: Pass | None = None
    column_pass: Pass | None = None


@dataclass(slots=True)
class Mover:
    """Writes references for the finished workbook.

    Args:
        grids: template sheet name → its layouts; a sheet that is not named did not change.
        names: template sheet name → new name, for those that differ.
        ambiguous: formulas' references that meant one cell of a loop and now mean the first of many.
        spanning: references to the same cells on several sheets, of which the first one moved.
        gone: cells' references to one cell that is no longer there, and which read an empty one now.
    """

    grids: Mapping[str, Grid]
    names: Mapping[str, str] = field(default_factory=dict)
    ambiguous: list[tuple[At, Reference]] = field(default_factory=list)
    spanning: list[tuple[At, Reference]] = field(default_factory=list)
    gone: list[tuple[At, Reference]] = field(default_factory=list)

    def formula(self, text: str, at: At) -> str:
        """The formula as it must read now; unchanged if it cannot be understood."""
        try:
            pieces = parse_formula(text)
        except ValueError:
            return text
        return self.pieces(pieces, at)

    def pieces(self, formula: Formula, at: At) -> str:
        """The same for a formula that is cut into pieces already."""
        return formula_text(formula, lambda reference: self.reference(reference, at))

    def reference(self, reference: Reference | Qualifier, at: At) -> str:
        """One reference as it must read now."""
        return str(self.moved(reference, at))

    def moved(self, reference: Reference | Qualifier, at: At) -> Reference | Qualifier:
        """The same, not yet written down."""
        sheets = tuple(self.names.get(name, name) for name in reference.sheets)
        if isinstance(reference, Qualifier):
            return replace(reference, sheets=sheets)
        home = not reference.sheets or reference.sheets == (at.sheet,)
        grid = self.grids.get(at.sheet if not reference.sheets else reference.sheets[0])
        if grid is None or grid.unchanged:
            return replace(reference, sheets=sheets)
        area, widened = self._area(reference.area, grid, at if home else At(at.sheet), reference.collected)
        if len(reference.sheets) > 1:
            self.spanning.append((at, reference))
        if widened:
            self.ambiguous.append((at, reference))
        elif at.row is not None and area.last is None and _at_the_end(area.first, reference.area.first):
            self.gone.append((at, reference))
        return replace(reference, sheets=sheets, area=area)

    def box(
        self, box: Box, sheet: str, row_pass: Pass | None = None, column_pass: Pass | None = None
    ) -> Box | None:
        """What has become of a rectangle, as a whole or in one pass of the loops around it, if anything."""
        grid = self.grids.get(sheet)
        if grid is None:
            return box
        rows = grid.rows.span(box.top, box.bottom, row_pass)
        columns = grid.columns.span(box.left, box.right, column_pass)
        if rows is None or columns is None:
            return None
        return Box(rows[0], columns[0], rows[1], columns[1])

    def copies(self, box: Box, sheet: str) -> list[tuple[Box, At]]:
        """All appearances of what stands on a rectangle: one for each pass of the loops around it."""
        grid = self.grids.get(sheet)
        if grid is None:
            return [(box, At(sheet, box.top, box.left))]
        found: list[tuple[Box, At]] = []
        for row_pass in grid.rows.scopes(box.top, box.bottom):
            for column_pass in grid.columns.scopes(box.left, box.right):
                place = self.box(box, sheet, row_pass, column_pass)
                if place is not None:
                    found.append((place, At(sheet, box.top, box.left, row_pass, column_pass)))
        return found

    def cells(self, sqref: str, sheet: str) -> str:
        """A list of ranges, each cut into what is left of it; empty if nothing is."""
        grid = self.grids.get(sheet)
        if grid is None or grid.unchanged:
            return sqref
        boxes: list[str] = []
        for part in sqref.split():
            box = parse_box(part)
            if box is None:
                boxes.append(part)
                continue
            boxes.extend(
                str(Box(top, left, bottom, right))
                for top, bottom in grid.rows.runs(box.top, box.bottom)
                for left, right in grid.columns.runs(box.left, box.right)
            )
        return " ".join(dict.fromkeys(boxes))

    def first_at(self, sqref: str, sheet: str) -> At:
        """The first cell of a list of ranges that is left: relative references in its rules start there."""
        grid = self.grids.get(sheet)
        for part in sqref.split():
            box = parse_box(part)
            if box is None:
                continue
            if grid is None:
                return At(sheet, box.top, box.left)
            row = _first_left(grid.rows, box.top, box.bottom)
            column = _first_left(grid.columns, box.left, box.right)
            if row is not None and column is not None:
                return At(sheet, row[0], column[0], row[1], column[1])
        return At(sheet)

    def _area(self, area: Area, grid: Grid, at: At, collected: bool) -> tuple[Area, bool]:
        first, last = area.first, area.last or area.first
        rows, rows_widened = _target(
            grid.rows,
            (first.row, first.row_fixed),
            (last.row, last.row_fixed),
            at.row,
            at.row_pass,
            MAX_ROW,
        )
        columns, columns_widened = _target(
            grid.columns,
            (first.column, first.column_fixed),
            (last.column, last.column_fixed),
            at.column,
            at.column_pass,
            MAX_COLUMN,
        )
        start = Corner(rows[0], columns[0], first.row_fixed, first.column_fixed)
        if area.last is None and not (collected and (rows_widened or columns_widened)):
            return Area(start), rows_widened or columns_widened
        return Area(start, Corner(rows[1], columns[1], last.row_fixed, last.column_fixed)), False


def _at_the_end(now: Corner, before: Corner) -> bool:
    """Whether a cell was led to the last line there is, because its own has gone."""
    return (now.row == MAX_ROW != before.row) or (now.column == MAX_COLUMN != before.column)


def _target(
    layout: Layout,
    first: tuple[int | None, bool],
    last: tuple[int | None, bool],
    line: int | None,
    scope: Pass | None,
    limit: int,
) -> tuple[tuple[int | None, int | None], bool]:
    """New lines of a reference's two ends, and whether one line has become several."""
    if first[0] is None or last[0] is None:
        return (first[0], last[0]), False
    low, high = (first, last) if first[0] <= last[0] else (last, first)
    assert low[0] is not None
    assert high[0] is not None
    found = layout.target(low[0], high[0], fixed=(low[1], high[1]), line=line, scope=scope)
    if found is None:
        return (limit, limit), False
    return found, low[0] == high[0] and found[0] != found[1]


def _first_left(layout: Layout, first: int, last: int) -> tuple[int, Pass | None] | None:
    """The first template line of a range that still appears, with its first pass."""
    for line in range(first, min(last, len(layout.numbers) - 1) + 1):
        if layout.numbers[line]:
            return line, layout.passes[line][0]
    return (max(first, len(layout.numbers)), None) if last >= len(layout.numbers) else None
