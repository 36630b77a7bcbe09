"""References in a parsed part written anew, place by place as the table in :mod:`.spots` has them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from qijin_docs.ooxml.layout import Layout
from qijin_docs.ooxml.moving import At, Mover
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW, Box, parse_box
from qijin_docs.ooxml.spot_sweep import sweep
from qijin_docs.ooxml.spots import SPOTS, Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

#: ``ext`` elements are emptied only by the removal of these.
_GOES_WITH_SQREF = {"sparkline", "dataValidation", "conditionalFormatting", "ignoredError", "protectedRange"}


OnCopy: TypeAlias = "Callable[[_Element, At], None]"


def move_part(root: _Element, part: str, sheet: str, mover: Mover, on_copy: OnCopy | None = None) -> None:
    """Rewrite all references in a parsed part.

    Args:
        root: the part; changed in place.
        part: kind of part as in :data:`SPOTS`.
        sheet: template name of the sheet it belongs to; empty for the workbook.
        mover: knows where everything went.
        on_copy: called with each copy of an element that appears once for each pass, and where it stands.
    """
    elements: dict[str, list[_Element]] = {}
    for element in root.iter("*"):
        elements.setdefault(_local(element), []).append(element)
    for spot in SPOTS:
        if spot.part != part:
            continue
        parent, _, name = spot.element.rpartition("/")
        for element in elements.get(name, ()):
            around = _local(element.getparent())
            if (parent and around != parent) or (around == "sparkline" and spot.kind is not Kind.SPARKLINE):
                continue
            if not _attached(element, root):
                continue
            if spot.kind is Kind.COPIES:
                _copies(element, spot.attribute, sheet, mover, on_copy)
            else:
                _MOVES[spot.kind](element, spot.attribute, sheet, mover)
    if part == "worksheet":
        sweep(root)


def _local(element: _Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _attached(element: _Element, root: _Element) -> bool:
    while element is not root:
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return True


def _get(element: _Element, attribute: str) -> str:
    return (element.get(attribute) if attribute else element.text) or ""


def _set(element: _Element, attribute: str, value: str) -> None:
    if attribute:
        element.set(attribute, value)
    else:
        element.text = value


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _cell(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
    box = parse_box(_get(element, attribute))
    grid = mover.grids.get(sheet)
    if box is None or grid is None:
        return
    row = _nearest(grid.rows, box.top)
    column = _nearest(grid.columns, box.left)
    _set(element, attribute, str(Box(row, column, row, column)))


def _box(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
    box = parse_box(_get(element, attribute))
    if box is None:
        return
    named = element.get("sheet")
    if named is not None:
        element.set("sheet", mover.names.get(named, named))
    new = mover.box(box, named or sheet)
    if new is None:
        _remove(element)
    elif new != box:
        _set(element, attribute, str(new))
        if _local(element) == "autoFilter":
            _move_filter_columns(element, box, sheet, mover)


def _move_filter_columns(element: _Element, box: Box, sheet: str, mover: Mover) -> None:
    grid = mover.grids[sheet]
    start = grid.columns.span(box.left, box.right)
    for column in element:
        if _local(column) == "filterColumn" and start is not None:
            span = grid.columns.span(
                box.left + int(column.get("colId", "0")), box.left + int(column.get("colId", "0"))
            )
            if span is not None:
                column.set("colId", str(span[0] - start[0]))


def _copies(element: _Element, attribute: str, sheet: str, mover: Mover, on_copy: OnCopy | None) -> None:
    box = parse_box(_get(element, attribute))
    if box is None:
        return
    places = mover.copies(box, sheet)
    for place, at in places:
        if _local(element) == "mergeCell" and place.top == place.bottom and place.left == place.right:
            continue
        copy = deepcopy(element)
        _set(copy, attribute, str(place))
        element.addprevious(copy)
        if on_copy is not None:
            on_copy(copy, at)
    _remove(element)


def _cells(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
    old = _get(element, attribute)
    if not old:
        # In Excel 2010's extensions the ranges stand in an element of their own.
        return
    new = mover.cells(old, sheet)
    if new:
        if _local(element) == "selection":
            _place_selection(element, new)
        elif new != old:
            _set(element, attribute, new)
        return
    if _local(element) == "selection":
        for name in ("sqref", "activeCell"):
            if name in element.attrib:
                del element.attrib[name]
    elif attribute:
        _remove(element)
    else:
        parent = element.getparent()
        if parent is not None and _local(parent) in _GOES_WITH_SQREF:
            _remove(parent)


def _sparkline(element: _Element, _attribute: str, sheet: str, mover: Mover) -> None:
    cell = next((child for child in element if _local(child) == "sqref"), None)
    box = None if cell is None else parse_box(cell.text or "")
    if box is None:
        return
    for place, at in mover.copies(box, sheet):
        copy = deepcopy(element)
        for child in copy:
            if _local(child) == "sqref":
                child.text = str(place)
            elif _local(child) == "f":
                child.text = mover.formula(child.text or "", at)
        element.addprevious(copy)
    _remove(element)


def _place_selection(element: _Element, cells: str) -> None:
    """The active cell must lie in the selection; a selection in a loop would become thousands of ranges."""
    first = cells.split(" ", 1)[0].split(":", 1)[0]
    if " " in cells or ":" in cells:
        element.set("activeCell", first)
        element.set("sqref", first)
    else:
        element.set("sqref", cells)


def _formula(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
    text = _get(element, attribute)
    if not text or (
        _local(element) == "cfvo" and element.get("type") not in (None, "formula", "num", "percent")
    ):
        return
    at = At(sheet)
    ranges = _ranges_beside(element)
    if ranges:
        at = mover.first_at(ranges, sheet)
    new = mover.formula(text, at)
    if new != text:
        _set(element, attribute, new)


def _address(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
    text = _get(element, attribute)
    if not text.startswith("#"):
        return
    old = unquote(text[1:])
    new = mover.formula(old, At(sheet))
    if new != old:
        _set(element, attribute, "#" + new.replace(" ", "%20"))


def _ranges_beside(element: _Element) -> str:
    """The ``sqref`` of the rule a formula belongs to: an attribute, or a sibling element in extensions."""
    around: _Element | None = element
    while around is not None:
        if around.get("sqref"):
            return around.get("sqref", "")
        if _local(around) in _GOES_WITH_SQREF:
            return next((child.text or "" for child in around if _local(child) == "sqref"), "")
        around = around.getparent()
    return ""


def _break(
    lines: Callable[[Mover, str], Layout | None], limit: int
) -> Callable[[_Element, str, str, Mover], None]:
    def move(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
        layout = lines(mover, sheet)
        if layout is None or layout.unchanged:
            return
        line = int(element.get(attribute, "0"))
        for first, last in layout.runs(line, line):
            for number in range(first, last + 1):
                copy = deepcopy(element)
                copy.set(attribute, str(min(number, limit)))
                element.addprevious(copy)
        _remove(element)

    return move


def _count(lines: Callable[[Mover, str], Layout | None]) -> Callable[[_Element, str, str, Mover], None]:
    def move(element: _Element, attribute: str, sheet: str, mover: Mover) -> None:
        layout = lines(mover, sheet)
        text = element.get(attribute)
        # A split that is not frozen is measured in twentieths of a point.
        if layout is None or text is None or not element.get("state", "").startswith("frozen"):
            return
        span = layout.span(1, max(int(float(text)), 1))
        if span is None:
            element.attrib.pop(attribute)
        else:
            element.set(attribute, str(span[1]))

    return move


def _column_run(element: _Element, _attribute: str, sheet: str, mover: Mover) -> None:
    layout = _layout("columns")(mover, sheet)
    if layout is None or layout.unchanged:
        return
    for first, last in layout.runs(int(element.get("min", "1")), int(element.get("max", "1"))):
        copy = deepcopy(element)
        copy.set("min", str(first))
        copy.set("max", str(last))
        element.addprevious(copy)
    parent = element.getparent()
    _remove(element)
    if parent is not None:
        parent[:] = sorted(parent, key=lambda col: int(col.get("min", "1")))


def _nearest(layout: Layout, line: int) -> int:
    span = layout.span(line, line) or layout.span(line, layout.limit)
    return span[0] if span else 1


def _layout(axis: str) -> Callable[[Mover, str], Layout | None]:
    return lambda mover, sheet: getattr(mover.grids.get(sheet), axis, None)


_MOVES: dict[Kind, Callable[[_Element, str, str, Mover], None]] = {
    Kind.CELL: _cell,
    Kind.BOX: _box,
    Kind.CELLS: _cells,
    Kind.SPARKLINE: _sparkline,
    Kind.ADDRESS: _address,
    Kind.FORMULA: _formula,
    Kind.ROW_BREAK: _break(_layout("rows"), MAX_ROW - 1),
    Kind.COLUMN_BREAK: _break(_layout("columns"), MAX_COLUMN - 1),
    Kind.ROWS_ABOVE: _count(_layout("rows")),
    Kind.COLUMNS_LEFT: _count(_layout("columns")),
    Kind.COLUMN_RUN: _column_run,
}
