"""Cells of records that cannot be taken as they stand: merged, hidden, struck through, with an error value or none.

And words of a sheet that stand in no cell at all: comments and text boxes.
"""

from __future__ import annotations

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.registers.form import Form
from qijin_docs.registers.heads import Table
from qijin_docs.registers.sheet_details import NO_DETAILS, row_and_column
from qijin_docs.registers.sheet_rows import DataRows
from qijin_docs.registers.sheets import Sheet
from qijin_docs.text.reading import shown


def look_at_cells(sheet: Sheet, table: Table, form: Form, found: DataRows) -> None:
    """What is odd about cells, and words beside them: told in ``found``, or refused."""
    _merges(sheet, table, form, found)
    if sheet.details is not NO_DETAILS:
        _cells(sheet, table, found)
        _words(sheet, found)


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
    """Formulas without a result, error values, what is struck through, hidden rows and columns."""
    details = sheet.details
    aliases = {column: alias for alias, column in table.columns.items()}
    record = {number: index for index, number in enumerate(found.numbers)}
    for cells, code, message, hint in (
        (details.errors, "data.cell_error", "单元格里是错误值", "改正公式或填上数"),
        (
            details.uncalculated - details.errors,
            "data.not_calculated",
            "公式还没有算出结果",
            "在Excel或WPS里打开，存盘后再交",
        ),
    ):
        for cell in sorted(cells):
            number, column = row_and_column(cell) or (-1, -1)
            if number in record and column in aliases:
                found.refused.append((record[number], aliases[column], Problem(code, message, hint=hint)))
    _struck(sheet, aliases, record, found)
    for number in sorted(details.hidden_rows & record.keys()):
        found.problems.append(
            Problem(
                "collect.hidden_row",
                "这一行是隐藏的，也收了",
                sheet.place(number),
                "不要的请删去",
                Severity.WARNING,
            )
        )
    for column in sorted(details.hidden_columns & aliases.keys()):
        if any(cell != "" for cell in found.cells(column)):
            message = f"“{aliases[column]}”这一列是隐藏的，也收了"
            place = sheet.place(table.bottom, column)
            found.problems.append(
                Problem("collect.hidden_column", message, place, "不要的请删去", Severity.WARNING)
            )


def _struck(sheet: Sheet, aliases: dict[int, str], record: dict[int, int], found: DataRows) -> None:
    """Whoever strikes a figure through means that it does not count; whether another one does, the unit must say."""
    rows: dict[int, list[int]] = {}
    for number, column in sheet.details.struck:
        if number in record and column in aliases:
            rows.setdefault(number, []).append(column)
    for number, columns in sorted(rows.items()):
        filled = [c for c in aliases if c < len(sheet.rows[number]) and sheet.rows[number][c] != ""]
        if len(columns) == len(filled):
            message = "这一行划了删除线，不知道还算不算"
            hint = "不算的把整行删去，算的去掉删除线"
            found.problems.append(Problem("collect.struck_row", message, sheet.place(number), hint))
            continue
        problem = Problem(
            "collect.struck_cell", "这一格划了删除线，不知道以什么为准", hint="改成准数，去掉删除线"
        )
        found.refused += [(record[number], aliases[column], problem) for column in sorted(columns)]


def _words(sheet: Sheet, found: DataRows) -> None:
    hint = "要报的话写进“备注”列"
    for words, code, what in (
        (sheet.details.comments, "collect.comment", "这一格的批注"),
        (sheet.details.boxes, "collect.text_box", "这里的文本框"),
    ):
        for spot, text in words:
            message = f"{what}“{shown(text, 40)}”没有收"
            found.problems.append(Problem(code, message, sheet.place(*spot), hint, Severity.WARNING))
    for part in sheet.details.unread:
        message = f"工作簿里的“{shown(part, 40)}”坏了，不知道有没有批注、文本框、删除线"
        hint = "在Excel或WPS里打开核对，另存后再交"
        place = Place(sheet.file, sheet.name)
        found.problems.append(Problem("collect.unread_part", message, place, hint, Severity.WARNING))
