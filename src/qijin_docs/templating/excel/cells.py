"""What each cell of a template is, and its appearances as XML, a column at a time.

A cell is *fixed* (written as it was), a *value* (exactly one ``{{ }}``: keeps the value's type), *text*
(anything else with tags in it) or a *formula*. Compiling sorts them; rendering asks each for a pattern with
``%s`` and the lists to fill it with, one entry for each appearance of its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from jinja2 import Environment, TemplateSyntaxError

from qijin_docs.errors import DataError, Place, Problem, TemplateError
from qijin_docs.ooxml.cells import CellWriter
from qijin_docs.ooxml.layout import Pass
from qijin_docs.ooxml.quoted import quoted
from qijin_docs.ooxml.sheet import Cell
from qijin_docs.ooxml.strings import CellValueError, SharedStrings, text_element
from qijin_docs.templating.excel.formulas import plan_formula, write_formula
from qijin_docs.templating.excel.plans import (
    CellPlan,
    FixedCell,
    FormulaCell,
    Sight,
    TextCell,
    ValueCell,
    as_pattern,
    written,
)
from qijin_docs.templating.excel.text import compile_text_template
from qijin_docs.templating.excel.values import Scope, compile_expression
from qijin_docs.templating.expressions import faults_of_tag
from qijin_docs.templating.failures import told
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.tags import Tag, find_spans

#: Problems of one kind are listed this often; the data will not be mended one by one after that.
MAX_PROBLEMS = 50


def plan_cell(
    environment: Environment, cell: Cell, place: Place, strings: SharedStrings, problems: list[Problem]
) -> CellPlan:
    """The cell sorted into its kind; strings in cells are added to the shared ones, faults to ``problems``."""
    if cell.formula is not None:
        return plan_formula(environment, cell, place, problems)
    spans = find_spans(cell.text) if cell.runs else []
    if not spans:
        return FixedCell(cell.column, _fixed_tail(cell, strings))
    text = cell.text
    first = spans[0]
    tag = first.tag(text, place)
    if len(spans) == 1 and first.kind == "print" and text.strip() == text[first.start : first.end]:
        faults = faults_of_tag(tag, environment)
        if faults:
            problems.extend(faults)
            return FixedCell(cell.column, "/>")
        try:
            expression = compile_expression(environment, first.expression)
        except (TemplateSyntaxError, TemplateError) as error:
            problems.extend(told(error, tag, place, {}))
            return FixedCell(cell.column, "/>")
        properties = cell.runs[0].properties if cell.rich else ""
        return ValueCell(cell.column, cell.style, properties, expression, tag)
    template = compile_text_template(environment, cell.runs, place, problems)
    return TextCell(cell.column, cell.style, template, tag)


def write_cell(
    plan: CellPlan, sight: Sight, column: int, column_pass: Pass | None, column_scope: Scope
) -> tuple[str, list[Sequence[Any]], Sequence[Any]]:
    """What follows ``r="C7"`` in all appearances of a cell.

    Args:
        plan: the cell.
        sight: what it looks at.
        column: output column.
        column_pass: pass of the column loops.
        column_scope: loops around the template column.

    Returns:
        a ``%`` pattern, for each ``%s`` in it the list of what stands there, and the values that are shown
        (nothing if they are always the same or nobody knows).
    """
    if isinstance(plan, FixedCell):
        return plan.tail, [], ()
    if sight.passes[0] is not None and sight.passes[0].blank:
        style = plan.cell.style if isinstance(plan, FormulaCell) else plan.style
        return f' s="{style}"/>' if style else "/>", [], ()
    if isinstance(plan, FormulaCell):
        return *write_formula(plan, sight, column_pass), ()
    runs = plan.runs if isinstance(plan, ValueCell) else ""
    writer = CellWriter(plan.style, sight.work.styles, sight.work.strings, sight.work.epoch_1904, runs)
    if isinstance(plan, TextCell) and plan.text.pieces and len(sight.passes) > 1:
        try:
            column_of_text = plan.text.column(
                sight.work.context, sight.scope, sight.passes, column_scope, column_pass
            )
            in_run = CellWriter(
                plan.style,
                sight.work.styles,
                sight.work.strings,
                sight.work.epoch_1904,
                plan.text.properties[0],
            )
            pattern, fills = in_run.column(column_of_text)
        except Exception:  # noqa: BLE001, S110  (found again one by one below, with its place)
            pass
        else:
            return pattern, [fills], column_of_text
    if isinstance(plan, TextCell):
        texts = [
            plan.text.render(sight.work.context, plan.tag, turn, column_pass, sight.work.problems)
            for turn in sight.passes
        ]
        shown = ["".join(piece for _, piece in text) for text in texts]
        return "%s", [[_guarded(writer.rich, text, plan.tag, sight) for text in texts]], shown
    try:
        values = plan.expression.column(
            sight.work.context, sight.scope, sight.passes, column_scope, column_pass
        )
        pattern, fills = writer.column(values)
    except Exception:  # noqa: BLE001  (found again one by one, with its place)
        values = [
            sight.work.context.evaluate(plan.expression, plan.tag, turn, column_pass, sight.work.problems)
            for turn in sight.passes
        ]
        for index, value in enumerate(values):
            if isinstance(value, Picture):
                _hang(value, plan, sight, sight.numbers[index], column)
                values[index] = None
        return "%s", [[_guarded(writer.cell, value, plan.tag, sight) for value in values]], values
    return pattern, [fills], values


def _hang(picture: Picture, plan: ValueCell, sight: Sight, row: int, column: int) -> None:
    """The picture in the gallery, fitted to the cell; the cell itself stays empty."""
    try:
        stored = picture.prepare((plan.width, sight.height))
    except DataError as error:
        sight.work.problems.extend(
            replace(
                problem,
                message=f"标签“{plan.tag.source}”的“{picture.name}”：{problem.message}",
                place=plan.tag.place,
            )
            for problem in error.problems
        )
        return
    sight.work.gallery.hang(sight.part, row, column, stored)


def _guarded(write: Any, value: Any, tag: Tag, sight: Sight) -> str:
    try:
        return str(write(value))
    except CellValueError as error:
        sight.work.problems.append(
            Problem(error.code, f"标签“{tag.source}”：{error.message}", tag.place, error.hint)
        )
        return "/>"


def _fixed_tail(cell: Cell, strings: SharedStrings) -> str:
    """A cell without tags as it was; its string among the shared ones."""
    attributes = written(cell.attributes)
    if cell.empty:
        return as_pattern(f"{attributes}/>")
    if cell.type == "inlineStr":
        inside = "".join(
            f"<r>{run.properties}{text_element(run.text)}</r>" if cell.rich else text_element(run.text)
            for run in cell.runs
        )
        return as_pattern(f'{attributes} t="s"><v>{strings.xml(inside)}</v></c>')
    kind = "" if cell.type == "n" else f" t={quoted(cell.type)}"
    return as_pattern(f"{attributes}{kind}><v>{escape(cell.value or '', quote=False)}</v></c>")
