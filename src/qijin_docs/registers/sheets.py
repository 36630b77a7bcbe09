"""A returned file as sheets of values, whatever program saved it: xlsx, xlsm, xls, et, ods, csv.

calamine reads the values; what it does not tell (rows and columns that are hidden, formulas without a result) is
looked up in the parts of an xlsx package.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.sources.files import decode, failure, read_bytes
from qijin_docs.sources.table import Box

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
"""Endings of the files that units send back and that can be read."""

#: Largest size of a package's parts together once unpacked, in bytes.
LARGEST_UNPACKED = 512 * 1024 * 1024
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<Relationship\s[^>]*>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
# A formula whose element is not followed by a result.
_P = rb"(?:\w+:)?"  # some programs write <x:c>
_UNCALCULATED = re.compile(
    rb'<%bc\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<%bf\b(?:[^>]*/>|[^>]*>[^<]*</%bf>)\s*'
    rb"(?:<%bv\s*/>|<%bv></%bv>)?\s*</%bc>" % ((_P,) * 7)
)
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+\d+)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of one sheet.

    Args:
        file: name of the file, as the user gave it.
        name: of the sheet; empty for csv.
        rows: values by row and column from A1 on; ``""`` for a blank cell, whole numbers as ``float``.
        merges: merged areas as first row, first column, last row, last column, from zero.
        visible: whether the sheet is shown.
        hidden_rows, hidden_columns: from zero.
        uncalculated: cells, as ``C7``, with a formula that has no result.
        errors: cells, as ``C7``, that hold #REF! and the like; calamine 0.9 gives them as blank.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Any]]
    merges: tuple[Box, ...] = ()
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()

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

    details = _details(content, name) if content.startswith(b"PK") else _none
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
            sheets.append(Sheet(name, about.name, rows, merges, visible, *details(about.name)))
    except PasswordError:
        raise failure(name, "collect.password", "文件加了密码，读不出来", "去掉密码，存盘后再交") from None
    except (CalamineError, ValueError, OSError) as error:
        hint = "在Excel或WPS里打开，另存为“Excel 工作簿（.xlsx）”"
        raise failure(name, "data.not_a_workbook", "这不是完好的表格文件", hint) from error
    return tuple(sheets)


_Details = tuple[frozenset[int], frozenset[int], frozenset[str], frozenset[str]]
_NOTHING: _Details = (frozenset(), frozenset(), frozenset(), frozenset())


def _none(_: str) -> _Details:
    return _NOTHING


def _details(content: bytes, name: str) -> Callable[[str], _Details]:
    """Sheet name → hidden rows, hidden columns and formulas without a result."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        if sum(info.file_size for info in package.infolist()) > LARGEST_UNPACKED:
            raise failure(name, "data.too_large", "工作簿展开后太大", "删去多余的行和图片，或分成几个文件")
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except (KeyError, zipfile.BadZipFile):
        return _none  # ods, or broken: calamine says so
    targets = {_attribute(r, "Id"): _attribute(r, "Target") for r in _RELATION.findall(relations)}
    parts = {
        _attribute(s, "name"): targets.get(_attribute(s, r"(?:\w+:)?id"), "") for s in _SHEET.findall(book)
    }

    def of(sheet: str) -> _Details:
        part = parts.get(sheet, "")
        try:
            xml = package.read(part.lstrip("/") if part.startswith("/") else f"xl/{part}")
        except (KeyError, zipfile.BadZipFile):
            return _NOTHING
        rows: frozenset[int] = frozenset()
        columns: frozenset[int] = frozenset()
        if b"hidden=" in xml:
            rows = frozenset(int(found) - 1 for found in _HIDDEN_ROW.findall(xml))
            columns = frozenset(_hidden_columns(xml))
        formula = b":f" if b":worksheet" in xml[:1000] else b"<f"
        return rows, columns, _cells(xml, formula, _UNCALCULATED), _cells(xml, b't="e"', _ERROR)

    return of


def _cells(xml: bytes, sign: bytes, pattern: re.Pattern[bytes]) -> frozenset[str]:
    # The search for the sign alone is many times faster, and nearly all sheets have none.
    return frozenset(found.decode() for found in pattern.findall(xml)) if sign in xml else frozenset()


def _attribute(element: str, name: str) -> str:
    from html import unescape

    found = re.search(rf'\s{name}="([^"]*)"', element)
    return unescape(found[1]) if found else ""


def _hidden_columns(xml: bytes) -> list[int]:
    hidden: list[int] = []
    for element in _COLUMN.findall(xml):
        text = element.decode("ascii", "replace")
        if _attribute(text, "hidden") in ("1", "true"):
            # Whoever hides all columns to the right of the table hides 16 384 of them.
            last = min(int(_attribute(text, "max")), 256)
            hidden += range(int(_attribute(text, "min")) - 1, last)
    return hidden


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
