"""Formulas in cells: compiled to pieces, written for many rows at once with their references moved.

A reference that is the same in all rows is written once; one that moves along line by line becomes a list of
numbers; only what is neither is worked out row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from jinja2 import Environment

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.formulas import Reference, sheet_prefix
from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.ooxml.moving import At
from qijin_docs.ooxml.references import parse_box
from qijin_docs.ooxml.sheet import Cell
from qijin_docs.ooxml.strings import escape_text
from qijin_docs.templating.excel.plans import CellPlan, FormulaCell, Sight, as_pattern, written
from qijin_docs.templating.excel.slots import fill_formula, formula_texts
from qijin_docs.templating.excel.text import TextTemplate
from qijin_docs.templating.tags import find_spans


def plan_formula(environment: Environment, cell: Cell, place: Place, problems: list[Problem]) -> CellPlan:
    """The formula compiled; strings in it may hold tags, anything else may not."""
    assert cell.formula is not None
    texts: dict[str, TextTemplate] = {}
    if find_spans(cell.formula.text):
        texts = formula_texts(environment, cell.formula.text, place, problems)
        outside = "".join(
            piece for piece in cell.formula.pieces or () if isinstance(piece, str) and piece not in texts
        )
        if find_spans(outside):
            problems.append(
                Problem(
                    "template.tag_in_formula",
                    f"公式“={cell.formula.text}”里有标签，公式里只有引号中的文字能填值",
                    place,
                    "把值放进一个单元格，让公式引用那个单元格",
                )
            )
    if cell.formula.pieces is None:
        problems.append(
            Problem(
                "template.formula",
                f"公式“={cell.formula.text}”读不懂，行列变动后无法改正",
                place,
                "在 Excel 或 WPS 里检查这个公式",
            )
        )
    return FormulaCell(cell.column, as_pattern(written(cell.attributes)), cell, texts)


def write_formula(
    plan: FormulaCell, sight: Sight, column_pass: Pass | None
) -> tuple[str, list[Sequence[Any]]]:
    """What follows ``r="C7"`` in all appearances of a formula: a pattern and the lists to fill it with."""
    formula = plan.cell.formula
    assert formula is not None
    attributes = dict(formula.attributes)
    box = parse_box(attributes.pop("ref", ""))
    if box is not None or plan.texts or not _quick(plan, sight):
        return "%s", [[_one_formula(plan, sight, turn, column_pass) for turn in sight.passes]]
    pattern = [f"{plan.attributes}><f{as_pattern(written(attributes))}>"]
    fills: list[Sequence[Any]] = []
    at = At(sight.sheet, sight.row, plan.column, sight.passes[0], column_pass)
    for piece in formula.pieces or ():
        if isinstance(piece, Reference) and _moves_along(piece, sight):
            moved = sight.work.mover.moved(piece, at)
            assert isinstance(moved, Reference)
            pattern.append(as_pattern(escape(sheet_prefix(moved.sheets), quote=False)))
            corners = ((piece.area.first, moved.area.first), (piece.area.last, moved.area.last))
            for index, (old, new) in enumerate(corners):
                if old is None or new is None or old.row is None:
                    continue
                pattern.append(f"{':' if index else ''}{replace(new, row=None)}%s")
                numbers = sight.layout.numbers[old.row]
                fills.append(numbers[sight.start : sight.start + len(sight.passes)])
        else:
            text = piece if isinstance(piece, str) else sight.work.mover.reference(piece, at)
            pattern.append(as_pattern(escape(text, quote=False)))
    pattern.append("</f></c>")
    return "".join(pattern), fills


def _one_formula(plan: FormulaCell, sight: Sight, turn: Pass | None, column_pass: Pass | None) -> str:
    formula = plan.cell.formula
    assert formula is not None
    at = At(sight.sheet, sight.row, plan.column, turn, column_pass)
    attributes = dict(formula.attributes)
    box = parse_box(attributes.get("ref", ""))
    if box is not None:
        moved = sight.work.mover.box(
            box,
            sight.sheet,
            _scope_of(sight.layout, box.top, box.bottom, turn),
            _scope_of(sight.work.mover.grids[sight.sheet].columns, box.left, box.right, column_pass),
        )
        attributes["ref"] = str(moved or box)
    text = formula.text if formula.pieces is None else sight.work.mover.pieces(formula.pieces, at)
    if plan.texts:
        text = fill_formula(text, plan.texts, sight.work.context, turn, column_pass, sight.work.problems)
    return f"{written(plan.cell.attributes)}><f{written(attributes)}>{escape_text(text)}</f></c>"


def _scope_of(layout: Layout, first: int, last: int, turn: Pass | None) -> Pass | None:
    loop = layout.common_loop(first, last)
    while turn is not None and turn.loop != loop:
        turn = turn.parent
    return turn


def _quick(plan: FormulaCell, sight: Sight) -> bool:
    """Whether every reference is the same in all appearances or moves along line by line."""
    if sight.passes[0] is None:
        return True
    assert plan.cell.formula is not None
    for piece in plan.cell.formula.pieces or ():
        if not isinstance(piece, Reference) or not _home(piece, sight):
            continue
        corners = [corner for corner in (piece.area.first, piece.area.last) if corner is not None]
        if corners[0].row is None or _moves_along(piece, sight):
            continue
        if all(
            corner.row is not None
            and (corner.row_fixed or sight.layout.common_loop(corner.row, sight.row) is None)
            and not _is_marker(sight.layout, corner.row)
            for corner in corners
        ):
            continue
        return False
    return True


def _moves_along(piece: Reference, sight: Sight) -> bool:
    if sight.passes[0] is None or not _home(piece, sight):
        return False
    corners = [corner for corner in (piece.area.first, piece.area.last) if corner is not None]
    lines = [corner.row for corner in corners]
    return (
        None not in lines
        and lines == sorted(line for line in lines if line is not None)
        and not any(corner.row_fixed for corner in corners)
        and all(
            line is not None
            and line < len(sight.layout.passes)
            and (line == sight.row or sight.layout.passes[line] == sight.layout.passes[sight.row])
            for line in lines
        )
    )


def _home(piece: Reference, sight: Sight) -> bool:
    return not piece.sheets or piece.sheets == (sight.sheet,)


def _is_marker(layout: Layout, line: int) -> bool:
    return any(line in (loop.opening, loop.closing) for loop in layout.loops)
