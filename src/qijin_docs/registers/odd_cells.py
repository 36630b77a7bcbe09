"""Cells of records that cannot be taken as they stand: merged, hidden, with an error value or without a result."""

from __future__ import annotations

import re

from qijin_docs.errors import Problem, Severity
from qijin_docs.registers.form import Form
from qijin_docs.registers.heads import Table
from qijin_docs.registers.sheet_rows import DataRows
from qijin_docs.registers.sheets import Sheet

_CELL = re.compile(r"([A-Z]+)(\d+)")


def look_at_cells(sheet: Sheet, table: Table, form: Form, found: DataRows) -> None:
    """Merged cells, formulas without a result, error values, hidden rows and columns: told in ``found``, or refused."""
    _merges(sheet, table, form, found)
    _cells(sheet, table, found)


def _merges(sheet: Sheet, table: Table, form: Form, found: DataRows) -> None:
    """Text merged downwards counts for each row; a number merged, or columns merged, cannot be told apart."""
    aliases = {column: alias for alias, column in table.columns.items()}
    record = {number: index for index, number in enumerate(found.numbers)}
    for top, left, bottom, right in sheet.merges:
        rows = [number for number in range(top, bottom + 1) if number in record]
        columns = [column for column in range(left, right + 1) if column in aliases]
        if not rows or not columns or top >= len(sheet.rows):
            continue
        value = sheet.rows[top][left] if left < len(sheet.rows[top]) else ""
        if value == "":
            continue
        if len(columns) > 1:
            names = "、".join(aliases[column] for column in columns)
            problem = Problem(
                "collect.merged_columns", f"{names}几列合并成了一格", hint="取消合并，各列分别填写"
            )
        elif len(rows) > 1 and isinstance(value, float):
            message = f"合并的单元格里是数字{value:g}，不知道算在哪一行"
            problem = Problem("data.merged_number", message, hint="取消合并，各行分别填写")
        else:
            found.merged |= {(number, left): value for number in rows}
            if len(rows) > 1 and not _printed_so(form, aliases[columns[0]]):
                message = f"合并的单元格“{str(value)[:20]}”按各行相同收"
                found.problems.append(
                    Problem("collect.merged_text", message, sheet.place(top, left), "", Severity.NOTE)
                )
            continue
        found.refused.append((record[rows[0]], aliases[columns[0]], problem))


def _printed_so(form: Form, alias: str) -> bool:
    """Whether the blank form has these cells merged already: each sphere's two rows."""
    return form.by_sphere and alias == "领域"


def _cells(sheet: Sheet, table: Table, found: DataRows) -> None:
    """Formulas without a result, error values, hidden rows and columns."""
    aliases = {column: alias for alias, column in table.columns.items()}
    record = {number: index for index, number in enumerate(found.numbers)}
    for cells, code, message, hint in (
        (sheet.errors, "data.cell_error", "单元格里是错误值", "改正公式或填上数"),
        (
            sheet.uncalculated - sheet.errors,
            "data.not_calculated",
            "公式还没有算出结果",
            "在Excel或WPS里打开，存盘后再交",
        ),
    ):
        for cell in sorted(cells):
            match = _CELL.fullmatch(cell)
            assert match is not None, "the pattern that found it"
            number, column = int(match[2]) - 1, _column(match[1])
            if number in record and column in aliases:
                found.refused.append((record[number], aliases[column], Problem(code, message, hint=hint)))
    for number in sorted(sheet.hidden_rows & record.keys()):
        found.problems.append(
            Problem(
                "collect.hidden_row",
                "这一行是隐藏的，也收了",
                sheet.place(number),
                "不要的请删去",
                Severity.WARNING,
            )
        )
    for column in sorted(sheet.hidden_columns & aliases.keys()):
        if any(cell != "" for cell in found.cells(column)):
            message = f"“{aliases[column]}”这一列是隐藏的，也收了"
            place = sheet.place(table.bottom, column)
            found.problems.append(
                Problem("collect.hidden_column", message, place, "不要的请删去", Severity.WARNING)
            )


def _column(letters: str) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1
