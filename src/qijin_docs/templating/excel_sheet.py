"""One sheet of a template: taken apart when compiled, put together again when rendered.

Compiling finds the structural tags of rows and columns and sorts all cells. Rendering happens in two
moments, because formulas on any sheet can look at any other: first every sheet says where its lines go
(:func:`lay_out_sheet`), then each is written (:func:`write_sheet`), stretch by stretch, so that only a
stretch of rows is ever held as text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from jinja2 import Environment

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.anchors import move_anchors
from qijin_docs.ooxml.gallery import with_drawing
from qijin_docs.ooxml.layout import Pass
from qijin_docs.ooxml.moving import At, Grid
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW, column_name
from qijin_docs.ooxml.sheet import Cell, Sheet, address
from qijin_docs.ooxml.spots import move_part
from qijin_docs.ooxml.strings import SharedStrings
from qijin_docs.ooxml.widths import CellWidths
from qijin_docs.templating.excel_cells import (
    CellPlan,
    FixedCell,
    Sight,
    ValueCell,
    Work,
    plan_cell,
    write_cell,
)
from qijin_docs.templating.excel_lines import Axis, build_axis, lay_out
from qijin_docs.templating.excel_slots import SlotTable
from qijin_docs.templating.excel_values import Context
from qijin_docs.templating.tags import Tag, find_spans

if TYPE_CHECKING:
    from lxml.etree import _Element

_MM_PER_POINT = 25.4 / 72
#: Output rows written at a time.
STRETCH = 2048


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of a template: its number, its attributes as a pattern, its cells, its height in millimetres."""

    number: int
    attributes: str
    cells: tuple[CellPlan, ...]
    height: float | None = None


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
    widths = CellWidths(sheet.root)
    rows = tuple(
        _plan_row(
            environment,
            row.number,
            row.attributes,
            row.cells,
            column_tags,
            name,
            file,
            strings,
            widths,
            problems,
        )
        for row in sheet.rows
        if row.number not in row_tags
    )
    return SheetPlan(name, part, sheet.root, rows, row_axis, column_axis, tuple(tags))


def _plan_row(
    environment: Environment,
    number: int,
    attributes: Mapping[str, str],
    cells: Sequence[Cell],
    column_tags: Mapping[int, Sequence[Tag]],
    name: str,
    file: str | None,
    strings: SharedStrings,
    widths: CellWidths,
    problems: list[Problem],
) -> RowPlan:
    plans = tuple(
        plan_cell(environment, cell, cell_place(file, name, cell), strings, problems)
        for cell in cells
        if cell.column not in column_tags
    )
    plans = tuple(
        replace(plan, width=widths.of(number, plan.column)) if isinstance(plan, ValueCell) else plan
        for plan in plans
    )
    kept = dict(attributes)
    if any(not isinstance(plan, FixedCell) for plan in plans) and kept.get("customHeight") not in (
        "1",
        "true",
    ):
        # A height that was fitted to the tag does not fit the value; without it the program fits it anew.
        kept.pop("ht", None)
    written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
    height = float(kept["ht"]) * _MM_PER_POINT if "ht" in kept else None
    return RowPlan(number, written.replace("%", "%%"), plans, height)


def lay_out_sheet(plan: SheetPlan, context: Context, problems: list[Problem]) -> Grid:
    """Where the rows and columns of the sheet go with these values."""
    rows = lay_out(plan.row_axis, context, problems)
    columns = lay_out(plan.column_axis, context, problems)
    last_row = max((row.number for row in plan.rows), default=0) + rows.shift
    for layout, last, word in ((rows, last_row, "行"), (columns, 0, "列")):
        most = max(last, max((numbers[-1] for numbers in layout.numbers if numbers), default=0))
        if most > layout.limit:
            problems.append(
                Problem(
                    "render.sheet_full",
                    f"数据要 {most} {word}，一张工作表最多 {layout.limit} {word}",
                    Place(plan.tags[0].place.file if plan.tags else None, f"工作表“{plan.name}”"),
                    "把数据分到几个文件",
                )
            )
    return Grid(rows, columns)


def write_sheet(plan: SheetPlan, work: Work, slots: SlotTable) -> Iterator[str]:
    """The sheet's part as pieces of XML."""
    from lxml import etree

    root = deepcopy(plan.root)

    def fill_copy(copy: _Element, at: At) -> None:
        work.proved += slots.fill(copy, work.context, work.problems, at.row_pass, at.column_pass)

    move_part(root, "worksheet", plan.name, work.mover, fill_copy)
    move_anchors(root, plan.name, work.mover)
    work.proved += slots.fill(root, work.context, work.problems)
    text = etree.tostring(root, encoding="unicode")
    main = str(root.tag).rpartition("}")[0][1:]
    prefix = f"{root.prefix}:" if root.prefix else ""
    head, found, tail = text.partition(f"<{prefix}sheetData/>")
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + head
    if not found:
        return
    # Rows are written without a prefix, whatever the program that made the template used.
    yield f'<sheetData xmlns="{main}">' if prefix else "<sheetData>"
    yield from _rows(plan, work)
    if plan.part in work.gallery.hung:
        # Only now is it known that there are pictures; what stands behind the rows is still to be written.
        tail = etree.tostring(with_drawing(root), encoding="unicode").partition(f"<{prefix}sheetData/>")[2]
    yield "</sheetData>" + tail


def _rows(plan: SheetPlan, work: Work) -> Iterator[str]:
    grid = work.mover.grids[plan.name]
    appearances = [(row, *_appearances(grid, row.number)) for row in plan.rows]
    appearances = [entry for entry in appearances if entry[1]]
    last = max((numbers[-1] for _, numbers, _ in appearances), default=0)
    at = min((numbers[0] for _, numbers, _ in appearances), default=1)
    while at <= last:
        # The next stretch begins at the next row there is: sheets may have wide gaps.
        end = at + STRETCH
        written: list[tuple[Sequence[int], list[str]]] = []
        following = last + 1
        for row, numbers, passes in appearances:
            start = bisect_left(numbers, at)
            stop = bisect_left(numbers, end)
            if stop < len(numbers):
                following = min(following, numbers[stop])
            if start < stop:
                seen, scope = numbers[start:stop], plan.row_axis.scope(row.number)
                sight = Sight(
                    work,
                    plan.name,
                    plan.part,
                    row.number,
                    row.height,
                    grid.rows,
                    seen,
                    passes[start:stop],
                    start,
                    scope,
                )
                written.append((seen, _one_row(row, sight, grid, plan.column_axis)))
        yield _in_order(written)
        at = following


def _in_order(written: Sequence[tuple[Sequence[int], list[str]]]) -> str:
    if len(written) == 1:
        return "".join(written[0][1])
    rows = [pair for numbers, texts in written for pair in zip(numbers, texts, strict=True)]
    rows.sort()
    return "".join(text for _, text in rows)


def _appearances(grid: Grid, line: int) -> tuple[list[int], list[Pass | None]]:
    layout = grid.rows
    if line < len(layout.numbers):
        return layout.numbers[line], layout.passes[line]
    return [line + layout.shift], [None]


def _one_row(row: RowPlan, sight: Sight, grid: Grid, axis: Axis) -> list[str]:
    """All appearances of one template row in a stretch."""
    numbers = sight.numbers
    pattern = [f'<row r="%s"{row.attributes}>']
    fills: list[Sequence[Any]] = [numbers]
    values: list[Sequence[Any]] = []
    for column, plan, column_pass in _columns(row, grid):
        piece, own = write_cell(plan, sight, column, column_pass, axis.scope(plan.column))
        pattern.append(f'<c r="{column_name(column)}%s"{piece}')
        fills.append(numbers)
        fills.extend(own)
        values.extend(own)
    pattern.append("</row>")
    rows = list(map("".join(pattern).__mod__, zip(*fills, strict=True)))
    if values:
        ledger = [str(value) for line in zip(*values, strict=True) for value in line]
        _prove(rows, ledger, sight)
    return rows


def _prove(rows: Sequence[str], ledger: list[str], sight: Sight) -> None:
    """Every value of these rows is found again in what was written, in its order; otherwise nothing goes out."""
    find = "".join(rows).find
    at = 0
    for value in ledger:
        at = find(value, at)
        if at < 0:
            break
        at += len(value)
    else:
        sight.work.proved += len(ledger)
        return
    sight.work.problems.append(
        Problem(
            "render.lost_value",
            f"第 {sight.row} 行里印出的“{value[:40]}”在结果里找不到",
            Place(None, f"工作表“{sight.sheet}”"),
            "这是程序的错误，请把模板和数据交给维护者",
        )
    )


def _columns(row: RowPlan, grid: Grid) -> list[tuple[int, CellPlan, Pass | None]]:
    """The cells of a row with the output columns they stand in, from the left."""
    layout = grid.columns
    found: list[tuple[int, CellPlan, Pass | None]] = []
    for plan in row.cells:
        if plan.column < len(layout.numbers):
            found.extend(
                (number, plan, turn)
                for number, turn in zip(layout.numbers[plan.column], layout.passes[plan.column], strict=True)
            )
        else:
            found.append((plan.column + layout.shift, plan, None))
    found.sort(key=lambda entry: entry[0])
    return found


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
