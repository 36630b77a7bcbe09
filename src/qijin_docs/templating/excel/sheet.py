"""One sheet of a template taken apart: the tags of its rows and columns, and all its cells sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jinja2 import Environment

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.looks import Looks
from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.quoted import quoted
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW
from qijin_docs.ooxml.sheet import Cell, Row, Run, Sheet, address, read_sheet
from qijin_docs.ooxml.strings import SharedStrings
from qijin_docs.ooxml.widths import CellWidths
from qijin_docs.ooxml.workbook import Workbook
from qijin_docs.templating.excel.cells import plan_cell
from qijin_docs.templating.excel.heights import RowFitter
from qijin_docs.templating.excel.lines import build_axis
from qijin_docs.templating.excel.merges import fault_of_merge_tag, without_merge_tag
from qijin_docs.templating.excel.plans import FixedCell, RowPlan, SheetPlan, TextCell, ValueCell
from qijin_docs.templating.excel.slots import SlotTable
from qijin_docs.templating.tags import Span, Tag, find_spans

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROW_WORDS = frozenset({"for", "endfor", "if", "elif", "else", "endif"})
_MM_PER_POINT = 25.4 / 72


def cell_texts(
    package: Package, workbook: Workbook, strings: Sequence[tuple[Run, ...]]
) -> Iterator[tuple[str, str]]:
    """Place in words and text of every cell, sheet by sheet."""
    for entry in workbook.sheets:
        if entry.kind == "worksheet":
            for row in read_sheet(package.xml(entry.part), strings).rows:
                for cell in row.cells:
                    yield cell_place(None, entry.name, cell).where or "", cell.text


def cell_place(file: str | None, sheet: str, cell: Cell) -> Place:
    """``工作表“统计表”!C7``."""
    return Place(file, f"工作表“{sheet}”!{address(cell.row, cell.column)}")


def plan_sheet(
    environment: Environment,
    sheet: Sheet,
    *,
    name: str,
    part: str,
    file: str | None,
    strings: SharedStrings,
    slots: SlotTable,
    looks: Looks,
    first_loop: int,
) -> SheetPlan:
    """The compiled sheet; all faults are added to ``problems``.

    Args:
        environment: compiles the expressions.
        sheet: taken apart.
        name: of the tab.
        part: name of the part.
        file: of the template, for messages.
        strings: shared strings; those that stood in cells are added.
        slots: texts beside the cells; faults are added to its problems.
        looks: cell formats of the workbook.
        first_loop: number of its first loop; loops are numbered through the workbook.
    """
    problems = slots.problems
    slots.mark(sheet.root, lambda element: _place_beside(file, name, element))
    row_tags: dict[int, list[Tag]] = {}
    column_tags: dict[int, list[Tag]] = {}
    structural: set[tuple[int, int]] = set()
    tags: list[Tag] = []
    for row in sheet.rows:
        for cell in row.cells:
            spans = find_spans(cell.text) if cell.runs and cell.formula is None else []
            place = cell_place(file, name, cell)
            found = [
                span.tag(cell.text, place) for span in spans if span.kind in ("print", "block", "comment")
            ]
            if _stands_for_its_row(found, spans, cell, row):
                found = [replace(tag, level="tr") for tag in found]
                spans = [replace(span, level="tr") for span in spans]
            tags.extend(found)
            levels = {tag.level for tag in found if tag.level in ("tr", "tc")}
            if not levels:
                continue
            structural.add((cell.row, cell.column))
            rest = _outside(cell.text, [(span.start, span.end) for span in spans if span.level in levels])
            if rest or len(levels) > 1:
                problems.append(_beside(found[0], rest or cell.text, place))
            for tag in found:
                if tag.level == "tr":
                    row_tags.setdefault(cell.row, []).append(tag)
                elif tag.level == "tc":
                    column_tags.setdefault(cell.column, []).append(tag)
    for row in sheet.rows:
        for cell in row.cells:
            if cell.empty or (cell.row, cell.column) in structural:
                continue
            owners = row_tags.get(cell.row) or column_tags.get(cell.column)
            if owners:
                problems.append(
                    _beside(owners[0], cell.text or cell.value or "公式", cell_place(file, name, cell))
                )
    row_axis = build_axis(environment, row_tags, limit=MAX_ROW, first_loop=first_loop, problems=problems)
    column_axis = build_axis(
        environment,
        column_tags,
        limit=MAX_COLUMN,
        first_loop=first_loop + len(row_axis.loops),
        problems=problems,
    )
    widths = CellWidths(sheet.root, looks.digit)
    fitter = RowFitter(sheet.root, looks, widths, sheet.rows, set(row_tags))
    rows = tuple(
        _plan_row(
            environment,
            row,
            column_tags,
            name,
            file,
            strings,
            widths,
            fitter,
            bool(row_axis.scope(row.number).loops),
            problems,
        )
        for row in sheet.rows
        if row.number not in row_tags
    )
    return SheetPlan(name, part, sheet.root, rows, row_axis, column_axis, tuple(tags))


def _plan_row(
    environment: Environment,
    row: Row,
    column_tags: Mapping[int, Sequence[Tag]],
    name: str,
    file: str | None,
    strings: SharedStrings,
    widths: CellWidths,
    fitter: RowFitter,
    looped: bool,
    problems: list[Problem],
) -> RowPlan:
    kept_cells = [cell for cell in row.cells if cell.column not in column_tags]
    parted = [without_merge_tag(cell, cell_place(file, name, cell)) for cell in kept_cells]
    cells = [cell for cell, _ in parted]
    plans = tuple(
        plan_cell(environment, cell, cell_place(file, name, cell), strings, problems) for cell in cells
    )
    merging = {cell.column: tag for cell, tag in parted if tag is not None}
    for plan in plans:
        if plan.column in merging:
            box = widths.box(row.number, plan.column)
            fault = fault_of_merge_tag(
                merging[plan.column],
                looped=looped,
                merged=(box.bottom, box.right) != (row.number, plan.column),
                printed=isinstance(plan, ValueCell | TextCell),
            )
            problems.extend([] if fault is None else [fault])
    tagged = [not isinstance(plan, FixedCell) for plan in plans]
    fit = fitter.fit(row, list(zip(cells, tagged, strict=True)))
    plans = tuple(
        replace(plan, width=widths.of(row.number, plan.column)) if isinstance(plan, ValueCell) else plan
        for plan in plans
    )
    kept = dict(row.attributes)
    if fit is not None or (any(tagged) and kept.get("customHeight") not in ("1", "true")):
        # A height that was fitted to the tag does not fit the value.
        kept.pop("ht", None)
    written = "".join(f" {key}={quoted(value)}" for key, value in kept.items())
    height = float(kept["ht"]) * _MM_PER_POINT if "ht" in kept else None
    return RowPlan(row.number, written.replace("%", "%%"), plans, height, fit, frozenset(merging))


def _stands_for_its_row(tags: Sequence[Tag], spans: Sequence[Span], cell: Cell, row: Row) -> bool:
    """Whether a cell holds nothing but plain ``{% for %}`` or ``{% endif %}`` tags that no cell could close.

    Alone in its row such a tag can only mean the row.
    """
    if not tags or any(tag.kind != "block" or tag.level or tag.keyword not in _ROW_WORDS for tag in tags):
        return False
    if _outside(cell.text, [(span.start, span.end) for span in spans]):
        return False
    if any(other is not cell and not other.empty for other in row.cells):
        return False
    return sum((tag.keyword in ("for", "if")) - tag.keyword.startswith("end") for tag in tags) != 0 or (
        tags[0].keyword not in ("for", "if")
    )


def _place_beside(file: str | None, sheet: str, element: _Element) -> Place:
    """Header and footer, a prompt of a validation, the tip of a link."""
    words = {"headerFooter": "页眉页脚", "dataValidations": "数据验证", "hyperlinks": "超链接"}
    around: _Element | None = element
    while around is not None:
        word = words.get(str(around.tag).rpartition("}")[2])
        if word is not None:
            return Place(file, f"工作表“{sheet}”的{word}")
        around = around.getparent()
    return Place(file, f"工作表“{sheet}”")


def _outside(text: str, spans: Sequence[tuple[int, int]]) -> str:
    at = 0
    rest = ""
    for start, end in spans:
        rest += text[at:start]
        at = end
    return (rest + text[at:]).strip()


def _beside(tag: Tag, text: str, place: Place) -> Problem:
    word = "行" if tag.level == "tr" else "列"
    return Problem(
        "template.text_beside_tag",
        f"“{tag.source}”（{tag.place.where}）所在的{word}里还有“{text[:30]}”，这一{word}不会印出来",
        place,
        f"让整{word}标签独占一{word}，把其他内容移开",
    )
