"""One sheet written: where its lines go, then its part stretch by stretch.

Rendering happens in two moments, because formulas on any sheet can look at any other: first every sheet says
where its lines go (:func:`lay_out_sheet`), then each is written (:func:`write_sheet`), so that only a stretch
of rows is ever held as text. Every value written is looked for in what was written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from copy import deepcopy
from operator import contains
from typing import TYPE_CHECKING, Any

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.ooxml.anchors import move_anchors
from qijin_docs.ooxml.gallery import with_drawing
from qijin_docs.ooxml.layout import Pass
from qijin_docs.ooxml.merges import with_merges
from qijin_docs.ooxml.moving import At, Grid
from qijin_docs.ooxml.references import column_name
from qijin_docs.ooxml.spot_moves import move_part
from qijin_docs.templating.excel.cells import write_cell
from qijin_docs.templating.excel.heights import MAX_HEIGHT, heights
from qijin_docs.templating.excel.layout import lay_out
from qijin_docs.templating.excel.lines import Axis
from qijin_docs.templating.excel.merges import with_blanks
from qijin_docs.templating.excel.plans import (
    CellPlan,
    FixedCell,
    FormulaCell,
    RowPlan,
    SheetPlan,
    Sight,
    Work,
)
from qijin_docs.templating.excel.slots import SlotTable, prove_texts
from qijin_docs.templating.excel.values import Context
from qijin_docs.templating.limits import Budget

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Output rows written at a time.
STRETCH = 2048


def lay_out_sheet(plan: SheetPlan, context: Context, budget: Budget, problems: list[Problem]) -> Grid:
    """Where the rows and columns of the sheet go with these values."""
    rows = lay_out(plan.row_axis, context, budget, problems)
    columns = lay_out(plan.column_axis, context, budget, problems)
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

    texts: list[str] = []

    def fill_copy(copy: _Element, at: At) -> None:
        texts.extend(slots.fill(copy, work.context, work.problems, at.row_pass, at.column_pass))

    move_part(root, "worksheet", plan.name, work.mover, fill_copy)
    move_anchors(root, plan.name, work.mover)
    texts.extend(slots.fill(root, work.context, work.problems))
    text = etree.tostring(root, encoding="unicode")
    work.proved += prove_texts(texts, text, Place(None, f"工作表“{plan.name}”"), work.problems)
    main = str(root.tag).rpartition("}")[0][1:]
    prefix = f"{root.prefix}:" if root.prefix else ""
    head, found, tail = text.partition(f"<{prefix}sheetData/>")
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + head
    if not found:
        return
    # Rows are written without a prefix, whatever the program that made the template used.
    yield f'<sheetData xmlns="{main}">' if prefix else "<sheetData>"
    yield from _rows(plan, work)
    boxes = work.merges.boxes(plan.part)
    if boxes or plan.part in work.gallery.hung:
        # Only now is it known what hangs and merges; what stands behind the rows is still to be written.
        if boxes:
            with_merges(root, boxes)
        if plan.part in work.gallery.hung:
            with_drawing(root)
        tail = etree.tostring(root, encoding="unicode").partition(f"<{prefix}sheetData/>")[2]
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
        work.budget.check_time()
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
    numbers = list(map(str, sight.numbers))
    pattern: list[str] = []
    fills: list[Sequence[str]] = [numbers]
    values: list[Sequence[str]] = []
    printed: list[tuple[int, Pass | None, Sequence[Any]]] = []
    same: list[bool] | None = None
    for column, plan, column_pass in _columns(row, grid):
        piece, own, texts = write_cell(plan, sight, column, column_pass, axis.scope(plan.column))
        if plan.column in row.merged and texts and not isinstance(plan, FixedCell | FormulaCell):
            same = sight.work.merges.follow(sight.part, (row.number, column), sight.numbers, texts, same)
            piece, own = "%s", [with_blanks(piece, own, plan.style, same)]
            texts = ["" if goes_on else text for text, goes_on in zip(texts, same, strict=True)]
        pattern.append(f'<c r="{column_name(column)}%s"{piece}')
        fills.append(numbers)
        for fill in own:
            values.append(list(map(str, fill)))
            fills.append(values[-1])
        if texts:
            printed.append((plan.column, column_pass, texts))
    high = ""
    if row.fit is not None:
        fitted = heights(row.fit, printed, grid.columns, sight.work.lines)
        high = f' ht="{fitted}"' if isinstance(fitted, str) else ' ht="%s"'
        if not isinstance(fitted, str):
            fills.insert(1, fitted)
        _tell_too_high(fitted, sight)
    pattern = [f'<row r="%s"{high}{row.attributes}>', *pattern, "</row>"]
    rows = list(map("".join(pattern).__mod__, zip(*fills, strict=True)))
    for written in values:
        _prove(rows, written, sight)
    return rows


def _tell_too_high(fitted: str | list[str], sight: Sight) -> None:
    """A warning for text that no row can hold."""
    highest = f"{MAX_HEIGHT:g}"
    high = [fitted] * len(sight.numbers) if isinstance(fitted, str) else fitted
    if highest in high:
        sight.work.problems.append(
            Problem(
                "render.row_too_high",
                f"第 {sight.numbers[high.index(highest)]} 行的文字太多，一行最高 {highest} 磅，印出来会缺字",
                Place(None, f"工作表“{sight.sheet}”"),
                "把文字多的那一列放宽，或者把文字分到几行",
                Severity.WARNING,
            )
        )


def _prove(rows: Sequence[str], values: Sequence[str], sight: Sight) -> None:
    """Each of these values is found again, letter for letter, in its row; otherwise nothing goes out."""
    if all(map(contains, rows, values)):
        sight.work.proved += len(values)
        return
    value = next(value for row, value in zip(rows, values, strict=True) if value not in row)
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
