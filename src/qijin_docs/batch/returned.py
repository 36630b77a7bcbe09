"""Bad rows given back: a table with the same columns, only them, each with the reason why there is no document.

The clerk mends that file and runs it alone. Two columns are the program's own: the reason, and the number the
record had, so that a mended row gets the name, and the place in a large folder, that it would have had.
Rows wait on the disk until all are known: there may be a million of them.
"""

from __future__ import annotations

import csv
import json
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from qijin_docs.batch.job import Outcome
from qijin_docs.batch.records import LINES, NUMBER_COLUMN, REASON_COLUMN, Record

_COLOUR = "FFF2CC"
_RED = "C00000"
_WIDTH = 60
#: Rows of a sheet that Excel opens; more bad rows than that go into a csv.
_ROWS_OF_A_SHEET = 1_048_000
_TABLES = (".xlsx", ".xlsm", ".csv", ".tsv", *LINES)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record that gave no document.

    Args:
        number: of the record.
        place: where it stands, as text.
        data: its values, or its line.
        wrong: names of the values that are wrong, if that is known.
        reasons: all that is wrong with it, one reason a line.
    """

    number: int
    place: str
    data: dict[str, Any] | bytes
    wrong: tuple[str, ...]
    reasons: str


class BadRows:
    """The bad rows of a run, in order, on the disk; ``names`` are the columns of all of them."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 # closed by __exit__
        self.count = 0
        self.names: dict[str, None] = {}
        self.sheet = "Sheet1"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self.count

    def add(self, record: Record, outcome: Outcome) -> None:
        """One more."""
        data = record.data if isinstance(record.data, bytes) else dict(record.data)
        wrong: tuple[str, ...] = ()
        if isinstance(data, dict):
            self.names.update(dict.fromkeys(data))
            if record.located.columns:
                places = {p.place.where for p in outcome.problems}
                wrong = tuple(n for n in data if record.located.place_of((n,)).where in places)
        if not self.count and record.place.where and "!" in record.place.where:
            self.sheet = record.place.where.rpartition("!")[0]
        row = BadRow(record.number, str(record.place), data, wrong, reasons(outcome))
        pickle.dump(row, self._file)
        self.count += 1

    def __iter__(self) -> Iterator[BadRow]:
        self._file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._file)  # noqa: S301 # our own, a moment ago


def reasons(outcome: Outcome) -> str:
    """All that is wrong with a record, one reason a line."""
    return "\n".join(f"{p.message}；{p.hint}" if p.hint else p.message for p in outcome.problems)


def is_table(source: Path) -> bool:
    """Whether rows of this file can be given back as a file that is run again by itself."""
    return source.suffix.lower() in _TABLES and not source.is_dir()


def returned_suffix(source: Path, count: int) -> str:
    """The ending of the file of so many bad rows of a file of data."""
    suffix = source.suffix.lower()
    if suffix in (".xlsx", ".xlsm") and count < _ROWS_OF_A_SHEET:
        return ".xlsx"
    return ".jsonl" if suffix in LINES else ".csv"


def write_returned(path: Path, bad: BadRows, *, rerun: bool = True) -> None:
    """Write the bad rows.

    Args:
        path: to write; its ending from :func:`returned_suffix`.
        bad: the rows.
        rerun: the file will be filled from again; else only the places and reasons are listed.
    """
    if path.suffix == ".xlsx":
        _workbook(path, bad)
    elif path.suffix == ".jsonl":
        with path.open("wb") as stream:
            for row in bad:
                stream.write(_line(row))
    else:
        _table(path, bad, rerun=rerun)


def _line(row: BadRow) -> bytes:
    raw = row.data if isinstance(row.data, bytes) else _json(row.data)
    try:
        value = json.loads(raw)
    except ValueError:
        return raw.strip() + b"\n"
    if not isinstance(value, dict):
        return raw.strip() + b"\n"
    added = _json({REASON_COLUMN: row.reasons, NUMBER_COLUMN: row.number})
    # The line itself stays as it was written: 1.50 must not become 1.5.
    return raw.strip()[:-1].rstrip() + (b", " if value else b"") + added[1:] + b"\n"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode()


def _table(path: Path, bad: BadRows, *, rerun: bool) -> None:
    names = list(bad.names) if rerun else []
    # Excel takes a csv without the mark for GBK.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*names, REASON_COLUMN, NUMBER_COLUMN] if rerun else ["来源", REASON_COLUMN])
        for row in bad:
            if not rerun:
                writer.writerow([row.place, row.reasons])
                continue
            data = row.data if isinstance(row.data, dict) else {}
            writer.writerow([*(_cell(data.get(name)) for name in names), row.reasons, row.number])


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _workbook(path: Path, bad: BadRows) -> None:
    """A new workbook with the columns of the original sheet and the bad rows; wrong cells are coloured."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    names = list(bad.names)
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet(bad.sheet[:31])
    fill, red = PatternFill("solid", fgColor=_COLOUR), Font(color=_RED)
    top = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    bold = Font(bold=True)

    def cell(value: Any, *, keep: bool = True) -> Any:
        if not isinstance(value, str):
            return WriteOnlyCell(sheet, value)
        made: Any = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        made.data_type = "s"  # a text that begins with = is no formula
        if keep:  # a number typed over a wrong text must become a number
            made.number_format = "@"
        return made

    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    heads = [*names, REASON_COLUMN, NUMBER_COLUMN]
    for number, name in enumerate(heads, 1):
        width = _WIDTH if name == REASON_COLUMN else min(40, max(10, 2 * len(name) + 4))
        sheet.column_dimensions[get_column_letter(number)].width = width
    row_of_heads = [cell(name) for name in heads]
    for head in row_of_heads:
        head.font, head.alignment = bold, middle
    sheet.append(row_of_heads)
    for row in bad:
        data = row.data if isinstance(row.data, dict) else {}
        cells = [cell(data.get(name), keep=name not in row.wrong) for name in names]
        for name, made in zip(names, cells, strict=True):
            if name in row.wrong:
                made.fill = fill
        reason = cell(row.reasons)
        reason.fill, reason.font, reason.alignment = fill, red, top
        sheet.append([*cells, reason, cell(row.number)])
    book.save(path)
