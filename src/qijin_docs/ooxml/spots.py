"""Every place of a workbook where a reference to cells can stand: one table.

The table names elements by their local names (``conditionalFormatting/formula``), because the same element
stands in the main namespace, in Excel 2010's extensions and in their strict twins. Cells and their formulas
are not in the table: rows are written by the sheet writer itself. Anchors of drawings and notes are moved by
:mod:`.anchors`; what is done with each kind of place is in :mod:`.spot_moves`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What stands there and what happens to it."""

    CELL = "one cell; the nearest one left"
    BOX = "one range; the element goes if nothing of it is left"
    COPIES = "one range; the element appears once for each pass of the loops around it"
    CELLS = "a list of ranges; the element goes if nothing is left"
    SPARKLINE = "the cell of a sparkline and the range it shows; once for each pass"
    ADDRESS = "a formula with # before it, as an address inside the workbook"
    FORMULA = "a formula, seen from the first cell of the list of ranges beside it"
    ROW_BREAK = "a row number; the element appears for each appearance of the row"
    COLUMN_BREAK = "a column number, likewise"
    ROWS_ABOVE = "a number of rows from the top"
    COLUMNS_LEFT = "a number of columns from the left"
    COLUMN_RUN = "first and last column of a definition"


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of the table.

    Args:
        part: kind of part, such as ``worksheet`` or ``chart``.
        element: local name, or ``parent/child``.
        attribute: name of the attribute; empty for the element's text.
        kind: see :class:`Kind`.
    """

    part: str
    element: str
    attribute: str
    kind: Kind


#: Ordered: what goes with its element first, rules that look at the old ``sqref`` before it is rewritten.
SPOTS: tuple[Spot, ...] = (
    # the view
    Spot("worksheet", "dimension", "ref", Kind.BOX),
    Spot("worksheet", "sheetView", "topLeftCell", Kind.CELL),
    Spot("worksheet", "customSheetView", "topLeftCell", Kind.CELL),
    Spot("worksheet", "pane", "topLeftCell", Kind.CELL),
    Spot("worksheet", "pane", "ySplit", Kind.ROWS_ABOVE),
    Spot("worksheet", "pane", "xSplit", Kind.COLUMNS_LEFT),
    Spot("worksheet", "selection", "activeCell", Kind.CELL),
    Spot("worksheet", "selection", "sqref", Kind.CELLS),
    Spot("worksheet", "cols/col", "min", Kind.COLUMN_RUN),
    # what lies on the cells
    Spot("worksheet", "mergeCell", "ref", Kind.COPIES),
    Spot("worksheet", "hyperlink", "location", Kind.FORMULA),
    Spot("worksheet", "hyperlink", "ref", Kind.COPIES),
    Spot("worksheet", "autoFilter", "ref", Kind.BOX),
    Spot("worksheet", "sortCondition", "ref", Kind.BOX),
    Spot("worksheet", "sortState", "ref", Kind.BOX),
    Spot("worksheet", "cellWatch", "r", Kind.COPIES),
    Spot("worksheet", "inputCells", "r", Kind.CELL),
    Spot("worksheet", "dataRef", "ref", Kind.BOX),
    # rules, with their Excel 2010 twins, in which ``f`` and ``sqref`` are elements
    Spot("worksheet", "cfRule/formula", "", Kind.FORMULA),
    Spot("worksheet", "cfvo", "val", Kind.FORMULA),
    Spot("worksheet", "dataValidation/formula1", "", Kind.FORMULA),
    Spot("worksheet", "dataValidation/formula2", "", Kind.FORMULA),
    Spot("worksheet", "sparkline", "", Kind.SPARKLINE),
    Spot("worksheet", "f", "", Kind.FORMULA),
    Spot("worksheet", "sqref", "", Kind.CELLS),
    Spot("worksheet", "conditionalFormatting", "sqref", Kind.CELLS),
    Spot("worksheet", "dataValidation", "sqref", Kind.CELLS),
    Spot("worksheet", "protectedRange", "sqref", Kind.CELLS),
    Spot("worksheet", "ignoredError", "sqref", Kind.CELLS),
    # printing
    Spot("worksheet", "rowBreaks/brk", "id", Kind.ROW_BREAK),
    Spot("worksheet", "colBreaks/brk", "id", Kind.COLUMN_BREAK),
    # the workbook: names, print areas and titles, filters' hidden names
    Spot("workbook", "definedName", "", Kind.FORMULA),
    # tables
    Spot("table", "table", "ref", Kind.BOX),
    Spot("table", "autoFilter", "ref", Kind.BOX),
    Spot("table", "sortCondition", "ref", Kind.BOX),
    Spot("table", "sortState", "ref", Kind.BOX),
    Spot("table", "calculatedColumnFormula", "", Kind.FORMULA),
    Spot("table", "totalsRowFormula", "", Kind.FORMULA),
    # pictures, shapes, charts (anchors are moved by the drawing module)
    Spot("drawing", "sp", "textlink", Kind.FORMULA),
    Spot("drawing", "cameraTool", "cellRange", Kind.FORMULA),
    Spot("drawing_rels", "Relationship", "Target", Kind.ADDRESS),
    Spot("chart", "f", "", Kind.FORMULA),
    Spot("chart", "dir/f", "", Kind.FORMULA),
    Spot("chart", "sqref", "", Kind.FORMULA),
    # form controls
    Spot("ctrlProps", "formControlPr", "fmlaLink", Kind.FORMULA),
    Spot("ctrlProps", "formControlPr", "fmlaRange", Kind.FORMULA),
    Spot("ctrlProps", "formControlPr", "fmlaGroup", Kind.FORMULA),
    Spot("ctrlProps", "formControlPr", "fmlaTxbx", Kind.FORMULA),
    Spot("vml", "FmlaLink", "", Kind.FORMULA),
    Spot("vml", "FmlaRange", "", Kind.FORMULA),
    Spot("vml", "FmlaGroup", "", Kind.FORMULA),
    Spot("vml", "FmlaTxbx", "", Kind.FORMULA),
    Spot("vml", "FmlaPict", "", Kind.FORMULA),
    # notes and threaded comments
    Spot("comments", "comment", "ref", Kind.COPIES),
    Spot("threadedComments", "threadedComment", "ref", Kind.COPIES),
    # pivot tables: the cells they read, on the sheet named beside them, and the cells they fill
    Spot("pivotCacheDefinition", "worksheetSource", "ref", Kind.BOX),
    Spot("pivotTable", "location", "ref", Kind.BOX),
    Spot("singleXmlCells", "singleXmlCell", "r", Kind.COPIES),
)


def spots_of(part: str) -> Iterator[Spot]:
    """The rows of the table for one kind of part."""
    return (spot for spot in SPOTS if spot.part == part)
