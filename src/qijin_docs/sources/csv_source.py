"""Tables in csv with comma, semicolon or tab.

All of csv is text; what is written like a number becomes one only where nothing is lost by it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.sources.headings import Wanted
from qijin_docs.sources.located import Located
from qijin_docs.sources.scalars import number_or_text
from qijin_docs.sources.table import Grid, find_head, read_records

_DELIMITERS = ",;\t"


def read_csv(text: str, file: str, columns: Wanted | None = None, notes: tuple[Problem, ...] = ()) -> Located:
    """The records of a csv text.

    Args:
        text: the text, line ends ``\\n``.
        file: its name.
        columns: the columns wanted; without them the head names the columns.
        notes: what is known about the file already.

    Returns:
        The records, with the problems of :func:`~.table.read_records`.

    Raises:
        DataError: ``data.syntax`` for broken quoting, ``data.no_head``.
    """
    rows, lines = _rows(text, file)

    def place(row: int, column: int | None) -> Place:
        where = None if column is None else f"第{lines[row]}行第{column + 1}列"
        return Place(file, where, lines[row])

    grid = Grid(rows, place, name=file, numbers=lines)
    head = find_head(grid, columns)
    if head is None:
        raise DataError(no_head(Place(file), columns))
    located = read_records(grid, head)
    return replace(located, notes=notes + located.notes)


def no_head(place: Place, columns: Wanted | None) -> Problem:
    """The problem of a table whose head was not found."""
    if columns is None:
        return Problem("data.no_head", "找不到表头行", place, "第一行写列名，各列不同")
    names = list(columns)
    listed = "、".join(names[:8]) + ("等" if len(names) > 8 else "")
    return Problem("data.no_head", "找不到表头行", place, f"表头应有这些列：{listed}")


def _rows(text: str, file: str) -> tuple[list[list[Any]], list[int]]:
    delimiter = _delimiter(text)
    rows: list[list[Any]] = []
    lines: list[int] = []
    start = 1
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            rows.append([_value(cell) for cell in cells])
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        long = "larger than field limit" in str(error)
        message = "一格的内容太长，多半是引号没有配对" if long else "引号没有配对，或引号后面还有内容"
        hint = "含引号的格整格用引号括起，里面的引号写两次"
        raise DataError(Problem("data.syntax", message, Place(file, line=start), hint)) from None
    return rows, lines


def _value(cell: str) -> Any:
    text = cell.strip()
    return number_or_text(text) if text else None


def _delimiter(text: str) -> str:
    """The one that the first lines have most of; a comma if there is only one column."""
    head: Sequence[str] = [line for line in text.split("\n", 20)[:20] if line.strip()]
    counts = {sign: max((line.count(sign) for line in head), default=0) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign]) if any(counts.values()) else ","
