"""Tables (Insert → Table) on filled sheets: what Excel demands of them that a loop could break.

A table has one header row with a unique text for each column and at least one row of data, and nothing of it
may repeat as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.references import Box, parse_box
from qijin_docs.templating.excel.lines import Axis
from qijin_docs.templating.excel.plans import PartPlan, SheetPlan

if TYPE_CHECKING:
    from lxml.etree import _Element


def fitted_to_tables(
    plans: Sequence[SheetPlan], parts: Sequence[PartPlan], problems: list[Problem]
) -> tuple[SheetPlan, ...]:
    """The sheets, with loops that fill a table leaving it one blank row when they have no items.

    What cannot be done with tables and threaded comments is added to ``problems``.
    """
    fitted: list[SheetPlan] = []
    for plan in plans:
        kept: set[int] = set()
        for part in parts:
            if part.sheet == plan.name and part.kind == "table":
                kept |= _kept_loops(plan, part, problems)
            elif part.sheet == plan.name and part.kind == "threadedComments":
                problems.extend(_faults_of_comments(plan, part))
        fitted.append(replace(plan, row_axis=replace(plan.row_axis, kept=frozenset(kept))))
    return tuple(fitted)


def fault_of_table(root: _Element, sheet: str) -> Problem | None:
    """What is wrong with a table after its rows were filled."""
    box = parse_box(root.get("ref", ""))
    if box is None:
        return None
    lines = (
        box.bottom - box.top + 1 - int(root.get("headerRowCount", "1")) - int(root.get("totalsRowCount", "0"))
    )
    if lines > 0:
        return None
    return Problem(
        "render.empty_table",
        f"表格“{root.get('displayName', root.get('name', ''))}”里一行数据也没有，Excel 不接受",
        Place(None, f"工作表“{sheet}”"),
        "至少给一行数据，或把表格转换为普通区域",
    )


def _kept_loops(plan: SheetPlan, part: PartPlan, problems: list[Problem]) -> set[int]:
    box = parse_box(part.root.get("ref", ""))
    if box is None:
        return set()
    name = part.root.get("displayName", part.root.get("name", ""))
    place = Place(plan.tags[0].place.file if plan.tags else None, f"工作表“{plan.name}”的表格“{name}”")
    if _loops_over(plan.row_axis, box.top, box.top) or _loops_over(plan.column_axis, box.left, box.right):
        problems.append(
            Problem(
                "template.table_in_loop",
                f"表格“{name}”在循环里，或者循环穿过它的列，表格不能重复",
                place,
                "让循环只在表格的数据行里，或把表格转换为普通区域",
            )
        )
        return set()
    outer = {
        index + plan.row_axis.first_loop
        for index, loop in enumerate(plan.row_axis.loops)
        if loop.parent is None and box.top <= loop.opening and loop.closing <= box.bottom + 1
    }
    return outer if len(outer) == 1 and not _other_rows(plan, part.root, box) else set()


def _other_rows(plan: SheetPlan, root: _Element, box: Box) -> bool:
    """Whether the table has rows of data outside its loop."""
    first = box.top + int(root.get("headerRowCount", "1"))
    last = box.bottom - int(root.get("totalsRowCount", "0"))
    axis = plan.row_axis
    return any(not axis.scope(line).loops and line not in axis.markers for line in range(first, last + 1))


def _loops_over(axis: Axis, first: int, last: int) -> bool:
    return any(axis.scope(line).loops for line in range(first, min(last, axis.last) + 1))


def _faults_of_comments(plan: SheetPlan, part: PartPlan) -> list[Problem]:
    found = []
    for element in part.root.iter("{*}threadedComment"):
        box = parse_box(element.get("ref", ""))
        if box is not None and (plan.row_axis.scope(box.top).loops or plan.column_axis.scope(box.left).loops):
            place = Place(plan.tags[0].place.file if plan.tags else None, f"工作表“{plan.name}”!{box}")
            found.append(
                Problem(
                    "template.thread_in_loop",
                    "循环里的单元格上有会话批注，会话批注不能重复",
                    place,
                    "改用普通批注（“注释”），或移到循环外面",
                )
            )
    return found
