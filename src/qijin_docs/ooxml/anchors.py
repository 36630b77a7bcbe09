"""What floats over the cells and is tied to them: pictures, shapes, charts, notes, form controls.

DrawingML anchors (ISO/IEC 29500-1, 20.5) count rows and columns from 0; so does the VML of notes and
controls, which Excel still needs beside the newer parts. Something tied to a row of a loop appears once for
each pass, a chart only once. Sizes stay: a chart beside a list does not grow with it; only a shape that is set
to "move and size with cells" does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias

from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.ooxml.moving import At, Grid, Mover
from qijin_docs.ooxml.references import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

OnCopy: TypeAlias = "Callable[[_Element, At], None]"

#: Shapes of VML are numbered in blocks.
_BLOCK, _FURTHER = 1024, 1000
_SHAPE_ID = re.compile(r"_s(\d+)\Z")


def move_anchors(root: _Element, sheet: str, mover: Mover, on_copy: OnCopy | None = None) -> None:
    """Move all anchors of a drawing part, or of the controls in a worksheet part.

    Args:
        root: the part; changed in place.
        sheet: template name of the sheet.
        mover: knows where everything went.
        on_copy: called with each copy and where it stands.
    """
    grid = mover.grids.get(sheet)
    if grid is None:
        return
    ids = _ids(root)
    for anchor in [e for e in root.iter("*") if _local(e) in ("twoCellAnchor", "oneCellAnchor", "anchor")]:
        start = _corner(anchor, "from")
        if start is None:
            continue
        places = list(
            _places(grid, sheet, mover, *start, once=_local(anchor) == "anchor" or _is_chart(anchor))
        )
        for number, (row, column, at) in enumerate(places):
            copy = deepcopy(anchor)
            _move_anchor(copy, grid, (row, column), at)
            if number:
                _renumber(copy, ids)
            anchor.addprevious(copy)
            if on_copy is not None:
                on_copy(copy, at)
        parent = anchor.getparent()
        assert parent is not None
        parent.remove(anchor)


def move_notes(root: _Element, sheet: str, mover: Mover) -> None:
    """Move the shapes of notes and controls in a VML part."""
    grid = mover.grids.get(sheet)
    if grid is None or grid.unchanged:
        return
    numbers = [int(found[1]) for e in root.iter("*") if (found := _SHAPE_ID.search(e.get("id", "")))]
    following = max(numbers, default=1024)
    for shape in [e for e in root.iter("*") if _local(e) == "shape"]:
        data = next((e for e in shape.iter("*") if _local(e) == "ClientData"), None)
        if data is None:
            continue
        fields = {_local(e): e for e in data}
        anchor = (
            [int(n) for n in re.findall(r"-?\d+", fields["Anchor"].text or "")] if "Anchor" in fields else []
        )
        is_note = "Row" in fields and "Column" in fields
        if is_note:
            row, column = int(fields["Row"].text or 0) + 1, int(fields["Column"].text or 0) + 1
        elif len(anchor) == 8:
            row, column = anchor[2] + 1, anchor[0] + 1
        else:
            continue
        for number, (new_row, new_column, _) in enumerate(
            list(_places(grid, sheet, mover, row, column, once=not is_note))
        ):
            copy = deepcopy(shape)
            _place_shape(copy, (new_row - row, new_column - column))
            if number:
                following = _after(following)
                copy.set("id", f"_x0000_s{following}")
            shape.addprevious(copy)
        parent = shape.getparent()
        assert parent is not None
        parent.remove(shape)
    _claim(root, max(numbers, default=following), following)


def _after(number: int) -> int:
    """The next number of a shape.

    Numbers come in blocks of 1,024, the first of each not used; sheets commonly have the blocks 1, 2, 3 …, so
    a full block is followed by one a thousand further.
    """
    block, position = divmod(number + 1, _BLOCK)
    return number + 1 if position else (block - 1 + _FURTHER) * _BLOCK + 1


def _claim(root: _Element, highest: int, last: int) -> None:
    """Name the blocks that copies went on in; Excel repairs a file whose numbers lie in none of those named."""
    new = range(highest // _BLOCK + _FURTHER, last // _BLOCK + 1, _FURTHER)
    for element in root.iter("*") if new else ():
        if _local(element) == "idmap":
            element.set("data", ",".join([element.get("data", "1"), *map(str, new)]))


def _places(
    grid: Grid, sheet: str, mover: Mover, row: int, column: int, *, once: bool
) -> Iterator[tuple[int, int, At]]:
    """Output row and column of each appearance; nothing if the cell went with its loop or condition."""
    found = mover.copies(Box(row, column, row, column), sheet)
    if not found and (once or row in grid.rows.markers or column in grid.columns.markers):
        # Tied to a line of tags, or something that must not be lost: the nearest cell that is left.
        yield _nearest(grid.rows, row), _nearest(grid.columns, column), At(sheet, row, column)
        return
    for box, at in found[:1] if once else found:
        yield box.top, box.left, at


def _move_anchor(anchor: _Element, grid: Grid, start: tuple[int, int], at: At) -> None:
    old = _corner(anchor, "from")
    end = _corner(anchor, "to")
    assert old is not None
    _set_corner(anchor, "from", start)
    if end is None:
        return
    row, column = start[0] + end[0] - old[0], start[1] + end[1] - old[1]
    if _grows(anchor):
        row = max(row, _grown(grid.rows, old[0], end[0], at.row_pass) or row)
        column = max(column, _grown(grid.columns, old[1], end[1], at.column_pass) or column)
    _set_corner(anchor, "to", (row, column))


def _grown(layout: Layout, first: int, last: int, scope: Pass | None) -> int | None:
    """Where the end of a shape goes that is stretched with its cells."""
    span = layout.span(first, last, scope)
    return None if span is None else span[1]


def _grows(anchor: _Element) -> bool:
    return anchor.get("editAs", "twoCell") == "twoCell" and any(
        _local(child) in ("sp", "grpSp", "cxnSp") for child in anchor
    )


def _is_chart(anchor: _Element) -> bool:
    return any(_local(element) == "graphicFrame" for element in anchor.iter("*"))


def _ids(root: _Element) -> set[int]:
    return {
        int(e.get("id", "0")) for e in root.iter("*") if _local(e) == "cNvPr" and e.get("id", "").isdigit()
    }


def _renumber(anchor: _Element, ids: set[int]) -> None:
    """Ids of copies differ from all others of the drawing; unlike charts, pictures may share their file."""
    for element in anchor.iter("*"):
        if _local(element) == "cNvPr":
            number = max(ids, default=0) + 1
            ids.add(number)
            element.set("id", str(number))


def _corner(anchor: _Element, which: str) -> tuple[int, int] | None:
    """Row and column, from 1."""
    corner = next((child for child in anchor if _local(child) == which), None)
    if corner is None:
        return None
    values = {_local(child): int(child.text or 0) for child in corner}
    return values.get("row", 0) + 1, values.get("col", 0) + 1


def _set_corner(anchor: _Element, which: str, to: tuple[int, int]) -> None:
    corner = next(child for child in anchor if _local(child) == which)
    for child in corner:
        if _local(child) == "row":
            child.text = str(to[0] - 1)
        elif _local(child) == "col":
            child.text = str(to[1] - 1)


def _place_shape(shape: _Element, by: tuple[int, int]) -> None:
    for element in shape.iter("*"):
        name = _local(element)
        if name == "Row":
            element.text = str(int(element.text or 0) + by[0])
        elif name == "Column":
            element.text = str(int(element.text or 0) + by[1])
        elif name == "Anchor":
            values = [int(n) for n in re.findall(r"-?\d+", element.text or "")]
            if len(values) == 8:
                for index, shift in ((0, by[1]), (2, by[0]), (4, by[1]), (6, by[0])):
                    values[index] = max(values[index] + shift, 0)
                element.text = ", ".join(map(str, values))


def _nearest(layout: Layout, line: int) -> int:
    span = layout.span(line, line) or layout.span(line, layout.limit)
    return span[0] if span else 1


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
