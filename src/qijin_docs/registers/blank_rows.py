"""The rows of a blank form: the example, those to be filled in, those printed already, and what adds them up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from qijin_docs.models.reported_figures import TOTAL
from qijin_docs.registers.blank import Blank
from qijin_docs.registers.columns import Column, ColumnKind
from qijin_docs.registers.form import PERIODS
from qijin_docs.registers.form_layout import row_height
from qijin_docs.registers.form_look import FORMATS, boxed
from qijin_docs.registers.made_out import MadeOut

EXAMPLE = "示例"
#: Height of a row to be filled in: room to write by hand.
ROW = 22.0
_HOUSEHOLD = "户"
#: Printed words in a column wider than this are sentences, and begin at its left.
_WIDE = 30


def write_example(blank: Blank, row: int) -> int:
    """A grey row that shows how to fill one in; gives the row after it. Forms with printed rows need none."""
    if blank.printed or not blank.offset:
        return row
    blank.example = row
    values = [_example_value(column, blank.for_whom) for column in blank.form.columns]
    boxed(blank.sheet, row, 1, EXAMPLE, grey=True)
    for index, (column, value) in enumerate(zip(blank.form.columns, values, strict=True), 2):
        boxed(
            blank.sheet,
            row,
            index,
            value,
            form=FORMATS.get(column.kind, "@"),
            align=_align(column),
            grey=True,
        )
    texts = [(str(v), w) for v, w in zip(values, blank.widths[1:], strict=True) if isinstance(v, str)]
    blank.sheet.row_dimensions[row].height = row_height(texts, ROW)
    return row + 1


def write_free_rows(blank: Blank, row: int, count: int) -> int:
    """Rows to be filled in; gives the row after them."""
    for number in range(1, count + 1):
        _write_row(blank, row, number, {})
        row += 1
    return row


def _write_row(blank: Blank, row: int, number: int, values: Mapping[str, Any]) -> None:
    if blank.offset:
        boxed(blank.sheet, row, 1, number, locked=bool(blank.printed))
    for index, column in enumerate(blank.form.columns, 1 + blank.offset):
        fixed = column.alias in values
        boxed(
            blank.sheet,
            row,
            index,
            values.get(column.alias),
            form=FORMATS.get(column.kind, "@"),
            align=_align(column) if not fixed or column.width > _WIDE else "center",
            locked=fixed,
        )
    if values:
        texts = [(str(values.get(c.alias) or ""), c.width) for c in blank.form.columns]
        blank.sheet.row_dimensions[row].height = row_height(texts, ROW)


def write_printed_rows(blank: Blank, row: int) -> int:
    """Rows of which some columns are printed already; gives the row after them."""
    first = row
    for number, values in enumerate(blank.printed, 1):
        _write_row(blank, row, number, values)
        row += 1
    if blank.form.by_sphere:
        _add_up_spheres(blank, first, row - 1)
    # The first column groups its neighbours; the same word is printed once.
    column, start = 1 + blank.offset, first
    words = [next(iter(values.values())) for values in blank.printed]
    for at in range(first + 1, row + 1):
        if at == row or words[at - first] != words[start - first]:
            if at - 1 > start:
                blank.sheet.merge_cells(
                    start_row=start, end_row=at - 1, start_column=column, end_column=column
                )
            start = at
    return row


def _add_up_spheres(blank: Blank, first: int, last: int) -> None:
    """合计 adds up by itself; places entered without the households, which are another unit."""
    units = dict(blank.for_whom.spheres)
    for index, column in enumerate(blank.form.columns, 1 + blank.offset):
        if column.kind not in (ColumnKind.WHOLE, ColumnKind.MONEY):
            continue
        letter = get_column_letter(index)
        for row in range(last - len(PERIODS) + 1, last + 1):
            period = blank.printed[row - first]["期别"]
            cells = [
                f"{letter}{first + n}"
                for n, values in enumerate(blank.printed)
                if values["期别"] == period
                and values["领域"] != TOTAL
                and not (column.alias == "进入单位数" and units.get(values["领域"]) == _HOUSEHOLD)
            ]
            _add_up(blank, row, index, ",".join(cells), column)


def write_total(blank: Blank, row: int, first: int, last: int) -> int:
    """A row that adds up those from ``first`` to ``last``; gives the row after it."""
    before = next(
        n for n, c in enumerate(blank.form.columns) if c.kind in (ColumnKind.WHOLE, ColumnKind.MONEY)
    )
    for index in range(1, len(blank.widths) + 1):
        boxed(blank.sheet, row, index, TOTAL if index == 1 else None)
    blank.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=before + blank.offset)
    for index, column in enumerate(blank.form.columns, 1 + blank.offset):
        if column.kind in (ColumnKind.WHOLE, ColumnKind.MONEY):
            letter = get_column_letter(index)
            _add_up(blank, row, index, f"{letter}{first}:{letter}{last}", column)
    blank.sheet.row_dimensions[row].height = ROW
    return row + 1


def _add_up(blank: Blank, row: int, column: int, cells: str, kind: Column) -> None:
    # Nothing reported is not zero: the total stays blank with its figures.
    formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
    boxed(blank.sheet, row, column, formula, form=FORMATS[kind.kind])


def _align(column: Column) -> str:
    return "left" if column.kind in (ColumnKind.TEXT, ColumnKind.NAMES) and column.width > 11 else "center"


def _example_value(column: Column, for_whom: MadeOut) -> Any:
    text = column.example
    if not text:
        return None
    if column.kind is ColumnKind.DATE:
        day = date.fromisoformat(text)
        return day.replace(year=for_whom.year) if for_whom.year else day
    if column.kind is ColumnKind.WHOLE:
        return int(text)
    if column.kind in (ColumnKind.MONEY, ColumnKind.DECIMAL):
        return float(text)
    if column.choice_of and text.isdigit():
        return int(text)
    return text
