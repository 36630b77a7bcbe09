"""What a workbook is compiled to, and what one rendering carries about.

Plans of cells, rows, sheets and the parts beside them are immutable and shared by all renderings; a
:class:`Work` belongs to one rendering, a :class:`Sight` to one stretch of one row in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from qijin_docs.errors import Problem
from qijin_docs.ooxml.cells import Styles
from qijin_docs.ooxml.gallery import Gallery
from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.ooxml.moving import Mover
from qijin_docs.ooxml.quoted import quoted
from qijin_docs.ooxml.sheet import Cell
from qijin_docs.ooxml.strings import SharedStrings
from qijin_docs.templating.excel.heights import Known, RowFit
from qijin_docs.templating.excel.lines import Axis
from qijin_docs.templating.excel.merges import Merges
from qijin_docs.templating.excel.text import TextTemplate
from qijin_docs.templating.excel.values import Context, Expression, Scope
from qijin_docs.templating.limits import Budget
from qijin_docs.templating.tags import Tag

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class FixedCell:
    """Written as it was: everything behind ``r="C7"``."""

    column: int
    tail: str


@dataclass(frozen=True, slots=True)
class ValueCell:
    """Exactly one ``{{ }}``."""

    column: int
    style: int
    runs: str
    expression: Expression
    tag: Tag
    width: float | None = None


@dataclass(frozen=True, slots=True)
class TextCell:
    """Text with tags in it."""

    column: int
    style: int
    text: TextTemplate
    tag: Tag


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula; its stored result is left out, so that nobody sees an old one."""

    column: int
    attributes: str
    cell: Cell
    texts: Mapping[str, TextTemplate] = field(default_factory=dict)


CellPlan: TypeAlias = FixedCell | ValueCell | TextCell | FormulaCell


@dataclass(slots=True)
class Work:
    """One rendering: what it knows and what grows while the sheets are written.

    Args:
        context: environment and values.
        mover: for references.
        styles: cell formats, growing.
        strings: shared strings, growing.
        epoch_1904: how days are counted.
        problems: what is wrong is added here.
        budget: time and output that are left.
        gallery: pictures in cells.
        proved: number of values found again in what was written.
        lines: how many lines texts of each shape take, by the room they have.
        merges: equal neighbours in columns that ask for it.
    """

    context: Context
    mover: Mover
    styles: Styles
    strings: SharedStrings
    epoch_1904: bool
    problems: list[Problem]
    budget: Budget
    gallery: Gallery = field(default_factory=Gallery)
    proved: int = 0
    lines: Known = field(default_factory=dict)
    merges: Merges = field(default_factory=Merges)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the cells of one row look at while they are written.

    Args:
        work: the rendering.
        sheet: template name of the sheet.
        part: name of its part.
        row: template row.
        height: of the row in millimetres, if it is set.
        layout: of the rows of the sheet.
        numbers: output rows, all appearances in this stretch.
        passes: beside ``numbers``.
        start: index of the first of them among all appearances of the row.
        scope: loops around the row.
    """

    work: Work
    sheet: str
    part: str
    row: int
    height: float | None
    layout: Layout
    numbers: Sequence[int]
    passes: Sequence[Pass | None]
    start: int
    scope: Scope


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of a template.

    Args:
        number: in the template.
        attributes: as a pattern.
        cells: from the left.
        height: in millimetres, if it states one.
        fit: how its height is fitted to its text, if it is.
        merged: columns in which equal neighbours are merged.
    """

    number: int
    attributes: str
    cells: tuple[CellPlan, ...]
    height: float | None = None
    fit: RowFit | None = None
    merged: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A compiled sheet.

    Args:
        name: as in the template.
        part: name of its part.
        root: the part without rows; never changed.
        rows: in order, without rows that hold structural tags.
        row_axis: loops and conditions over rows.
        column_axis: the same over columns.
        tags: all tags in cells, in order.
    """

    name: str
    part: str
    root: _Element
    rows: tuple[RowPlan, ...]
    row_axis: Axis
    column_axis: Axis
    tags: tuple[Tag, ...]

    @property
    def loop_names(self) -> dict[int, tuple[str, ...]]:
        """The names each loop of the sheet sets."""
        return {**self.row_axis.names, **self.column_axis.names}


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One part that may change.

    Args:
        name: of the part.
        kind: as in the table of spots; ``properties`` for document properties.
        sheet: template name of the sheet it hangs on; empty if none.
        root: parsed, with marks at texts that hold tags; never changed.
        tagged: it holds tags.
    """

    name: str
    kind: str
    sheet: str
    root: _Element
    tagged: bool


def written(attributes: Mapping[str, str]) -> str:
    """Attributes as they stand in an element."""
    return "".join(f" {name}={quoted(value)}" for name, value in attributes.items())


def as_pattern(text: str) -> str:
    """Text as it must stand in a ``%`` pattern."""
    return text.replace("%", "%%")


@dataclass(frozen=True, slots=True)
class StringFrame:
    """What of the shared strings is the same in every document."""

    name: str
    count: int
    head: str = field(repr=False)
    tail: str
