"""Which rows below a form's head are records: not totals, not the example, not signatures, not blank.

Totals are compared with what they total. Words that nobody would read, outside of the named columns, are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qijin_docs.errors import Problem, Severity
from qijin_docs.registers.boxes import is_box_line
from qijin_docs.registers.columns import ColumnKind
from qijin_docs.registers.form import Form
from qijin_docs.registers.form_info import FormInfo
from qijin_docs.registers.heads import Table, head_again
from qijin_docs.registers.sheets import Sheet
from qijin_docs.sources.headings import squeezed
from qijin_docs.text.reading import shown

# 合计, 企业小计, 合计（5场）：; a name of a sphere or of a quarter may stand before it.
_TOTALS = re.compile(r"[^，。、；]{0,6}(?:合计数?|总计|小计|共计|累计|总数)(?:[（(][^）)]*[）)])?[:：]?$")
_PARTIAL = re.compile(r"小计|本页")
_WORDS = re.compile(r"[^\W\d_]{2}")
_EXAMPLE = re.compile(r"[（(【\[]?(?:示例|样例|举例|填写示例|例)[）)】\]]?[:：]?$")
_REMARK = re.compile(r"(?:注|说明|备注|填报说明|填表说明|注意)\d*[:：.、]")
_NO_ACTIVITY = re.compile(r"(?:本期|本月|本阶段|本季度)?(?:无活动|没有开展活动|未开展活动|零报告|无情况)")
# The empty text begins with none of them, and a blank cell begins no record.
_BEGIN = frozenset(("", *"合总小共累本示样举填例（(【[无没未零"))
_FIGURES = frozenset({ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.MONEY, ColumnKind.DATE})
_EQUAL = 1e-6


@dataclass(slots=True)
class DataRows:
    """The records of a table, still as the cells stand.

    Args:
        rows: all rows of the sheet.
        numbers: of each record its row, from zero.
        below: first row below the table.
        problems: about rows and cells.
        refused: record, field and problem of cells that cannot be read as they stand.
        until: record → field of the last day of a period and that day; filled while the columns are read.
        merged: cell of a record → the value of the merged area it lies in.
    """

    rows: Sequence[Sequence[Any]]
    numbers: list[int] = field(default_factory=list)
    below: int = 0
    problems: list[Problem] = field(default_factory=list)
    refused: list[tuple[int, str, Problem]] = field(default_factory=list)
    until: dict[int, tuple[str, date]] = field(default_factory=dict)
    merged: dict[tuple[int, int], Any] = field(default_factory=dict)
    columns: Sequence[tuple[Any, ...]] = ()
    """All columns of the records, once these are known; empty where rows are not of one length."""

    def cells(self, column: int) -> Sequence[Any]:
        """One column's cells of all records."""
        if self.columns:
            cells: Sequence[Any] = self.columns[column]
        else:  # rows of csv are as long as they were written
            rows = self.rows
            cells = [rows[n][column] if column < len(rows[n]) else "" for n in self.numbers]
        if self.merged:
            cells = [
                self.merged.get((n, column), cell) if cell == "" else cell
                for n, cell in zip(self.numbers, cells, strict=True)
            ]
        return cells


def data_rows(sheet: Sheet, table: Table, form: Form, info: FormInfo | None) -> DataRows:
    """The records below a head, and what is to be said of the other rows."""
    rows = sheet.rows
    found = DataRows(rows, below=len(rows))
    named = sorted(table.columns.values())
    fixed = _fixed_columns(form, table)
    filled = [column for column in named if column not in fixed]
    head = [rows[n] for n in range(table.top, table.bottom + 1)]
    # A head has words where records have figures and days; few records need a closer look for it.
    figures = {c.alias for c in form.columns if c.kind in _FIGURES}
    probes = [table.columns[alias] for alias in table.columns if alias in figures][:2] or named
    example = info.example_row - 1 if info is not None else -1
    lead = min(filled, default=0)
    one, other = probes[0], probes[-1]
    quick = lead == 1 and 0 in table.idle and sheet.name != ""  # rows of csv are as long as they were written
    since = 0
    for number in range(table.bottom + 1, len(rows)):
        row = rows[number]
        if quick and number != example and row[0].__class__ is float:
            # A running number, a word of the first column that begins no other kind of row, no words among the
            # figures: nearly all records are told by that.
            word = row[lead]
            if (
                word.__class__ is str
                and word[:1] not in _BEGIN
                and "计" not in word
                and "总数" not in word
                and (row[one] == "" or row[one].__class__ is not str)
                and (row[other] == "" or row[other].__class__ is not str)
            ):
                found.numbers.append(number)
                continue
        if row.count("") == len(row):
            continue
        first = row[0]
        if first == "":
            first = next(value for value in row if value != "")
        text = first
        if first.__class__ is str:
            begins = squeezed(first)
            if _REMARK.match(begins) or is_box_line([begins], form):
                found.below = min(found.below, number)
                continue
        else:
            text = next((value for value in row[1:4] if value.__class__ is str and value), "")
        # Only these words begin a row that is no record; all others need not be looked at closely.
        word = squeezed(text) if text.lstrip()[:1] in _BEGIN or "计" in text or "总数" in text else ""
        if not form.by_sphere and _TOTALS.match(word):
            _compare(sheet, table, form, found, number, since if _PARTIAL.search(word) else 0)
            since = len(found.numbers)
            _note(found, sheet, number, f"“{word}”行不作记录")
        elif _EXAMPLE.match(word) or (
            info is not None and info.example_row == number + 1 and _same_example(row, form, table)
        ):
            _note(found, sheet, number, "示例行不作记录")
        elif row in head:
            _note(found, sheet, number, "又一次的表头不作记录")
        elif _has_words(row, probes) and (again := head_again(row, form, table)):
            if again == table.columns:
                _note(found, sheet, number, "又一次的表头不作记录")
                continue
            message = "这里又有一个表头，列的次序与上面的不同，从这一行往下没有收"
            hint = "一张工作表只放一个表：把下面的行照上面的列填，或放到另一张工作表"
            found.problems.append(Problem("collect.second_head", message, sheet.place(number), hint))
            break
        elif _NO_ACTIVITY.match(word) and len([v for v in row if v != ""]) <= 2:
            message = f"零报告：“{word[:30]}”"
            found.problems.append(
                Problem("collect.zero_report", message, sheet.place(number), "", Severity.NOTE)
            )
        elif _any_filled(row, filled):
            found.numbers.append(number)
        elif not _any_filled(row, named):
            if table.idle:
                _loose(sheet, found, number)
            else:
                _outside(sheet, table, found, number)
    widths = {len(rows[n]) for n in found.numbers}
    if len(widths) == 1:
        found.columns = tuple(zip(*(rows[n] for n in found.numbers), strict=True))
    nameless = [column for column in range(max(widths, default=0)) if column not in table.named]
    for number in found.numbers if nameless else ():
        if _any_filled(rows[number], nameless):
            _outside(sheet, table, found, number)
    return found


def _has_words(row: Sequence[Any], columns: Sequence[int]) -> bool:
    return any(row[at].__class__ is str and row[at] != "" for at in columns if at < len(row))


def _any_filled(row: Sequence[Any], columns: Sequence[int]) -> bool:
    width = len(row)
    return any(column < width and row[column] != "" for column in columns)


def _fixed_columns(form: Form, table: Table) -> frozenset[int]:
    """The columns that are printed in a blank form: a row with nothing else is not filled in."""
    aliases = {"领域", "期别"} if form.by_sphere else {alias for row in form.fixed for alias, _ in row}
    return frozenset(table.columns[alias] for alias in aliases if alias in table.columns)


def _same_example(row: Sequence[Any], form: Form, table: Table) -> bool:
    """Whether the example is still what it was; a unit may have written over it."""
    same = [
        squeezed(str(row[table.columns[c.alias]])) == squeezed(c.example)
        for c in form.columns
        if c.example and c.kind is ColumnKind.TEXT and table.columns.get(c.alias, len(row)) < len(row)
    ]
    return bool(same) and sum(same) * 2 > len(same)


def _note(found: DataRows, sheet: Sheet, number: int, message: str) -> None:
    found.problems.append(Problem("collect.skipped_row", message, sheet.place(number), "", Severity.NOTE))


def _compare(sheet: Sheet, table: Table, form: Form, found: DataRows, number: int, since: int) -> None:
    """A total that a unit typed or computed against the rows it stands for."""
    row = sheet.rows[number]
    for column in form.columns:
        at = table.columns.get(column.alias, len(row))
        if column.kind not in (ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.MONEY) or at >= len(row):
            continue
        said = row[at]
        if not isinstance(said, float):
            continue
        cells = found.cells(at)[since:]
        if all(isinstance(cell, float) or cell == "" for cell in cells):
            total = sum(cell for cell in cells if cell != "")
            own = sum(
                cell
                for n, cell in zip(found.numbers[since:], cells, strict=False)
                if cell != "" and not any(isinstance(v, str) and "不计入" in v for v in sheet.rows[n])
            )
            # Joint activities of other hosts may have been left out of it, as they should.
            if abs(total - said) > _EQUAL and abs(own - said) > _EQUAL:
                message = f"“{column.label}”的合计写{said:g}，上面各行相加是{total:g}"
                hint = "以各行为准，请核对"
                found.problems.append(
                    Problem("collect.total_differs", message, sheet.place(number, at), hint, Severity.WARNING)
                )


def _loose(sheet: Sheet, found: DataRows, number: int) -> None:
    """Words between or below the records that belong to no column: perhaps they say what the figures leave out."""
    for column, value in enumerate(sheet.rows[number]):
        if isinstance(value, str) and _WORDS.search(value):
            message = f"这一行的“{shown(value, 24)}”不在哪一列里，没有收"
            hint = "要报的话写进“备注”列"
            place = sheet.place(number, column)
            found.problems.append(Problem("collect.loose_text", message, place, hint, Severity.WARNING))
            return


def _outside(sheet: Sheet, table: Table, found: DataRows, number: int) -> None:
    for column, value in enumerate(sheet.rows[number]):
        if value != "" and column not in table.named:
            message = f"这一格有内容“{str(value)[:20]}”，但这一列没有列名，没有收"
            found.problems.append(
                Problem(
                    "collect.outside", message, sheet.place(number, column), "写进“备注”列", Severity.WARNING
                )
            )
