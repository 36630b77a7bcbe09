"""Bad rows given back: a table with the same columns, only them, and a coloured column 问题 that says why.

The clerk mends that file and runs only it; the column 问题 is no part of the data then.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qijin_docs.batch.job import Outcome
from qijin_docs.batch.records import LINES, PROBLEM_COLUMN, Record

Bad = tuple[Record, Outcome]
_COLOUR = "FFF2CC"
_RED = "C00000"
_WIDTH = 60


def returned_suffix(source: Path) -> str:
    """The ending of the file of bad rows for a file of data."""
    suffix = source.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return ".xlsx"
    return ".jsonl" if suffix in LINES else ".csv"


def write_returned(path: Path, bad: Sequence[Bad]) -> None:
    """Write the bad rows.

    Args:
        path: to write; its ending from :func:`returned_suffix`.
        bad: the records with what became of them, in order.
    """
    if path.suffix == ".xlsx":
        _workbook(path, bad)
    elif path.suffix == ".jsonl":
        with path.open("wb") as stream:
            for record, outcome in bad:
                stream.write(_line(record, reasons(outcome)))
    else:
        _table(path, bad)


def reasons(outcome: Outcome) -> str:
    """All that is wrong with a record, one reason a line."""
    return "\n".join(f"{p.message}；{p.hint}" if p.hint else p.message for p in outcome.problems)


def _line(record: Record, text: str) -> bytes:
    raw = record.data if isinstance(record.data, bytes) else json.dumps(record.data, default=str).encode()
    try:
        value = json.loads(raw)
    except ValueError:
        return raw.strip() + b"\n"
    if not isinstance(value, dict):
        return raw.strip() + b"\n"
    return (json.dumps({**value, PROBLEM_COLUMN: text}, ensure_ascii=False) + "\n").encode()


def _table(path: Path, bad: Sequence[Bad]) -> None:
    names = list(dict.fromkeys(n for r, _ in bad if not isinstance(r.data, bytes) for n in r.data))
    with path.open(
        "w", encoding="utf-8-sig", newline=""
    ) as stream:  # Excel takes csv without the mark for GBK
        writer = csv.writer(stream)
        writer.writerow([*names, PROBLEM_COLUMN, "来源"] if not names else [*names, PROBLEM_COLUMN])
        for record, outcome in bad:
            data = {} if isinstance(record.data, bytes) else record.data
            row = [_cell(data.get(name)) for name in names]
            writer.writerow(
                [*row, reasons(outcome), str(record.place)] if not names else [*row, reasons(outcome)]
            )


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _workbook(path: Path, bad: Sequence[Bad]) -> None:
    """A new workbook with the columns of the original sheet and the bad rows; wrong cells are coloured."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    names = list(dict.fromkeys(n for r, _ in bad if not isinstance(r.data, bytes) for n in r.data))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    where = bad[0][0].place.where or ""
    sheet.title = where.partition("!")[0] if "!" in where else "Sheet1"
    columns = bad[0][0].located.columns or {}
    fill, red = PatternFill("solid", fgColor=_COLOUR), Font(color=_RED)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for number, name in enumerate([*names, PROBLEM_COLUMN], 1):
        cell = sheet.cell(1, number, name)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        width = _WIDTH if name == PROBLEM_COLUMN else min(40, max(10, 2 * len(name) + 4))
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, (record, outcome) in enumerate(bad, 2):
        data = {} if isinstance(record.data, bytes) else record.data
        wrong = {p.place.where for p in outcome.problems}
        for number, name in enumerate(names, 1):
            value = data.get(name)
            filled: Any = sheet.cell(row, number, value)
            if isinstance(value, str):
                filled.data_type = "s"  # a text that begins with = is no formula
                filled.number_format = "@"
            if columns and record.located.place_of((name,)).where in wrong:
                filled.fill = fill
        last = sheet.cell(row, len(names) + 1, reasons(outcome))
        last.data_type = "s"
        last.fill, last.font, last.alignment = fill, red, wrapped
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    book.save(path)
