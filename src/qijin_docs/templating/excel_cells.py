"""What each cell of a template is, and its appearances as XML, a column at a time.

A cell is *fixed* (written as it was), a *value* (exactly one ``{{ }}``: keeps the value's type), *text*
(anything else with tags in it) or a *formula*. Compiling sorts them; rendering asks each for a pattern with
``%s`` and the lists to fill it with, one entry for each appearance of its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from jinja2 import Environment, TemplateSyntaxError

from qijin_docs.errors import DataError, Place, Problem, TemplateError
from qijin_docs.ooxml.cells import CellWriter, Styles
from qijin_docs.ooxml.formulas import Reference, sheet_prefix
from qijin_docs.ooxml.gallery import Gallery
from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.ooxml.moving import At, Mover
from qijin_docs.ooxml.references import parse_box
from qijin_docs.ooxml.sheet import Cell
from qijin_docs.ooxml.strings import CellValueError, SharedStrings, escape_text, text_element
from qijin_docs.templating.excel_slots import fill_formula, formula_texts
from qijin_docs.templating.excel_text import TextTemplate, compile_text_template
from qijin_docs.templating.excel_values import Context, Expression, Scope, compile_expression
from qijin_docs.templating.expressions import faults_of_tag
from qijin_docs.templating.failures import told
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.tags import Tag, find_spans

#: Problems of one kind are listed this often; the data will not be mended one by one after that.
MAX_PROBLEMS = 50


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
        gallery: pictures in cells.
        proved: number of values found again in what was written.
    """

    context: Context
    mover: Mover
    styles: Styles
    strings: SharedStrings
    epoch_1904: bool
    problems: list[Problem]
    gallery: Gallery = field(default_factory=Gallery)
    proved: int = 0


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


def plan_cell(
    environment: Environment, cell: Cell, place: Place, strings: SharedStrings, problems: list[Problem]
) -> CellPlan:
    """The cell sorted into its kind; strings in cells are added to the shared ones, faults to ``problems``."""
    if cell.formula is not None:
        return _plan_formula(environment, cell, place, problems)
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
) -> tuple[str, list[Sequence[Any]]]:
    """What follows ``r="C7"`` in all appearances of a cell.

    Args:
        plan: the cell.
        sight: what it looks at.
        column: output column.
        column_pass: pass of the column loops.
        column_scope: loops around the template column.

    Returns:
        a ``%`` pattern, and for each ``%s`` in it the list of what stands there.
    """
    if isinstance(plan, FixedCell):
        return plan.tail, []
    if isinstance(plan, FormulaCell):
        return _write_formula(plan, sight, column_pass)
    runs = plan.runs if isinstance(plan, ValueCell) else ""
    writer = CellWriter(plan.style, sight.work.styles, sight.work.strings, sight.work.epoch_1904, runs)
    if isinstance(plan, TextCell):
        texts = [
            plan.text.render(sight.work.context, plan.tag, turn, column_pass, sight.work.problems)
            for turn in sight.passes
        ]
        return "%s", [[_guarded(writer.rich, text, plan.tag, sight) for text in texts]]
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
        return "%s", [[_guarded(writer.cell, value, plan.tag, sight) for value in values]]
    return pattern, [fills]


def _hang(picture: Picture, plan: ValueCell, sight: Sight, row: int, column: int) -> None:
    """The picture in the gallery, fitted to the cell; the cell itself stays empty."""
    try:
        stored = picture.prepare((plan.width, sight.height))
    except DataError as error:
        sight.work.problems.extend(
            replace(problem, message=f"标签“{plan.tag.source}”：{problem.message}", place=plan.tag.place)
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


def _plan_formula(environment: Environment, cell: Cell, place: Place, problems: list[Problem]) -> CellPlan:
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
    return FormulaCell(cell.column, _percent(_written(cell.attributes)), cell, texts)


def _write_formula(
    plan: FormulaCell, sight: Sight, column_pass: Pass | None
) -> tuple[str, list[Sequence[Any]]]:
    formula = plan.cell.formula
    assert formula is not None
    attributes = dict(formula.attributes)
    box = parse_box(attributes.pop("ref", ""))
    if box is not None or plan.texts or not _quick(plan, sight):
        return "%s", [[_one_formula(plan, sight, turn, column_pass) for turn in sight.passes]]
    pattern = [f"{plan.attributes}><f{_percent(_written(attributes))}>"]
    fills: list[Sequence[Any]] = []
    at = At(sight.sheet, sight.row, plan.column, sight.passes[0], column_pass)
    for piece in formula.pieces or ():
        if isinstance(piece, Reference) and _moves_along(piece, sight):
            moved = sight.work.mover.moved(piece, at)
            assert isinstance(moved, Reference)
            pattern.append(_percent(escape(sheet_prefix(moved.sheets))))
            corners = ((piece.area.first, moved.area.first), (piece.area.last, moved.area.last))
            for index, (old, new) in enumerate(corners):
                if old is None or new is None or old.row is None:
                    continue
                pattern.append(f"{':' if index else ''}{replace(new, row=None)}%s")
                numbers = sight.layout.numbers[old.row]
                fills.append(numbers[sight.start : sight.start + len(sight.passes)])
        else:
            pattern.append(
                _percent(escape(piece if isinstance(piece, str) else sight.work.mover.reference(piece, at)))
            )
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
    return f"{_written(plan.cell.attributes)}><f{_written(attributes)}>{escape_text(text)}</f></c>"


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


def _fixed_tail(cell: Cell, strings: SharedStrings) -> str:
    """A cell without tags as it was; its string among the shared ones."""
    attributes = _written(cell.attributes)
    if cell.empty:
        return _percent(f"{attributes}/>")
    if cell.type == "inlineStr":
        inside = "".join(
            f"<r>{run.properties}{text_element(run.text)}</r>" if cell.rich else text_element(run.text)
            for run in cell.runs
        )
        return _percent(f'{attributes} t="s"><v>{strings.xml(inside)}</v></c>')
    kind = "" if cell.type == "n" else f" t={quoteattr(cell.type)}"
    return _percent(f"{attributes}{kind}><v>{escape(cell.value or '')}</v></c>")


def _written(attributes: Any) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _percent(text: str) -> str:
    return text.replace("%", "%%")
