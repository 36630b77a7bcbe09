"""A workbook for looking at: the cells that hold values get a coloured ground, everything else stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from qijin_docs.ooxml.workbook_parts import xml_bytes
from qijin_docs.templating.excel.plans import CellPlan, SheetPlan, TextCell, ValueCell
from qijin_docs.templating.rendered import GROUND

if TYPE_CHECKING:
    from lxml.etree import _Element

Styles = tuple["_Element | None", int, frozenset[int]]
"""The styles part, the number of its cell formats, and which of them show dates."""


def shaded(
    plans: tuple[SheetPlan, ...], styles: Styles, part: str | None, fixed: Mapping[str, bytes]
) -> tuple[tuple[SheetPlan, ...], Styles, Mapping[str, bytes]]:
    """Plans, styles and fixed parts of the same workbook, with a shaded format for each that values are shown in.

    Args:
        plans: the sheets.
        styles: the cell formats.
        part: name of the part they stand in.
        fixed: parts that are the same in every document.
    """
    root, count, dates = styles
    formats = None if root is None else deepcopy(root)
    found = None if formats is None else (formats.find("{*}cellXfs"), formats.find("{*}fills"))
    if formats is None or part is None or found is None or found[0] is None or found[1] is None:
        return plans, styles, fixed
    cells = (cell for plan in plans for row in plan.rows for cell in row.cells)
    used = sorted({cell.style for cell in cells if isinstance(cell, ValueCell | TextCell)})
    new = {style: count + position for position, style in enumerate(used)}
    fill = _add_fill(found[1])
    for style in used:
        made = deepcopy(found[0][style])
        made.set("fillId", str(fill))
        made.set("applyFill", "1")
        found[0].append(made)
    found[0].set("count", str(len(found[0])))
    plans = tuple(
        replace(
            plan,
            rows=tuple(
                replace(row, cells=tuple(_shaded(cell, new) for cell in row.cells)) for row in plan.rows
            ),
        )
        for plan in plans
    )
    dates |= {new[style] for style in used if style in dates}
    return plans, (formats, count + len(used), dates), {**fixed, part: xml_bytes(formats)}


def _shaded(cell: CellPlan, new: Mapping[int, int]) -> CellPlan:
    return replace(cell, style=new[cell.style]) if isinstance(cell, ValueCell | TextCell) else cell


def _add_fill(fills: _Element) -> int:
    """Number of the new ground."""
    from lxml import etree

    namespace = str(fills.tag).rpartition("}")[0][1:]
    fill = etree.SubElement(fills, f"{{{namespace}}}fill")
    pattern = etree.SubElement(fill, f"{{{namespace}}}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{{{namespace}}}fgColor", rgb=f"FF{GROUND}")
    fills.set("count", str(len(fills)))
    return len(fills) - 1
