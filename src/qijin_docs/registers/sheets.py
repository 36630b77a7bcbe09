"""A returned file as sheets of values, whatever program saved it: xlsx, xlsm, xls, et, ods, csv.

calamine reads the values; what it does not tell is looked up in the parts of an xlsx package (:mod:`.sheet_details`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.registers.sheet_details import NO_DETAILS, Details, details_of
from qijin_docs.sources.files import decode, failure, read_bytes
from qijin_docs.sources.table import Box

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
"""Endings of the files that units send back and that can be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of one sheet.

    Args:
        file: name of the file, as the user gave it.
        name: of the sheet; empty for csv.
        rows: values by row and column from A1 on; ``""`` for a blank cell, whole numbers as ``float``.
        merges: merged areas as first row, first column, last row, last column, from zero.
        visible: whether the sheet is shown.
        details: what else there is to know.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Any]]
    merges: tuple[Box, ...] = ()
    visible: bool = True
    details: Details = NO_DETAILS

    def cell(self, row: int, column: int | None = None) -> str:
        """``活动台账!C7`` of row 6 and column 2, or ``活动台账!第7行``."""
        inside = f"第{row + 1}行" if column is None else f"{letter(column)}{row + 1}"
        return f"{self.name}!{inside}" if self.name else inside

    def place(self, row: int, column: int | None = None) -> Place:
        """The place of a cell or of a row."""
        return Place(self.file, self.cell(row, column))


def letter(column: int) -> str:
    """Letters of a column counted from zero: 0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def read_sheets(path: str | Path, *, name: str | None = None) -> tuple[Sheet, ...]:
    """All sheets of a file, also the hidden ones.

    Args:
        path: a file with one of :data:`SUFFIXES`.
        name: what to call it in messages; its path if ``None``.

    Raises:
        DataError: ``data.no_file``, ``data.unreadable``, ``data.too_large``, ``data.empty_file``,
            ``data.unknown_format``, ``collect.password``, ``data.not_a_workbook``, ``data.syntax``.
    """
    path, name = Path(path), name or str(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = "在Excel或WPS里打开，另存为.xlsx"
        raise failure(name, "data.unknown_format", f"“{suffix or path.name}”不是表格文件", hint)
    content = read_bytes(path, name)
    if suffix in (".csv", ".tsv"):
        return (_csv(content, name),)
    return _workbook(content, name)


def _workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    details = details_of(content, name) if content.startswith(b"PK") else lambda _: NO_DETAILS
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for about in book.sheets_metadata:
            if str(about.typ).rpartition(".")[2] != "WorkSheet":
                continue
            sheet = book.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False)
            merges = tuple(sorted((*first, *last) for first, last in sheet.merged_cell_ranges or ()))
            visible = str(about.visible).rpartition(".")[2] == "Visible"
            sheets.append(Sheet(name, about.name, rows, merges, visible, details(about.name)))
    except PasswordError:
        raise failure(name, "collect.password", "文件加了密码，读不出来", "去掉密码，存盘后再交") from None
    except (CalamineError, ValueError, OSError) as error:
        hint = "在Excel或WPS里打开，另存为“Excel 工作簿（.xlsx）”"
        raise failure(name, "data.not_a_workbook", "这不是完好的表格文件", hint) from error
    return tuple(sheets)


def _csv(content: bytes, name: str) -> Sheet:
    text, _ = decode(content, name)
    head = text.split("\n", 20)[:20]
    delimiter = max(",;\t", key=lambda sign: max(line.count(sign) for line in head))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        message = "引号没有配对，或引号后面还有内容"
        raise DataError(Problem("data.syntax", message, Place(name), "含引号的格整格用引号括起")) from None
    return Sheet(name, "", rows)
