"""Tables too large for memory, a block of rows at a time, read by the same rules as small ones.

Of a large workbook openpyxl gives rows one after the other but no merged cells; such that reach over several
rows are looked for in the sheet itself and refused, because what they cover would be lost.
"""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.sources.csv_source import no_head
from qijin_docs.sources.files import failure
from qijin_docs.sources.located import Located
from qijin_docs.sources.scalars import number_or_text
from qijin_docs.sources.table import Grid, Head, find_head, read_records
from qijin_docs.sources.workbook_source import bad_cells, cell_value

_BLOCK = 1000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")

Rows = Iterator[tuple[int, list[Any]]]


def large_csv(path: Path, sheet: str | None = None) -> tuple[Iterator[Located], int | None]:
    """Blocks of records of a csv file, and how many records there may be.

    Raises:
        DataError: ``data.encoding``, ``data.no_head``; ``data.syntax`` while the blocks are read.
    """
    del sheet
    encoding = _encoding(path)
    with path.open("rb") as stream:
        sample = stream.read(1 << 20)
    first = sample.decode(encoding, errors="ignore")
    delimiter = max(
        ",;\t", key=lambda sign: max((line.count(sign) for line in first.splitlines()[:20]), default=0)
    )
    total = round(sample.count(b"\n") * path.stat().st_size / len(sample))

    def rows() -> Rows:
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            start = 1
            try:
                for cells in reader:
                    values = [number_or_text(text) if (text := cell.strip()) else None for cell in cells]
                    yield start, [v.replace("\r\n", "\n") if isinstance(v, str) else v for v in values]
                    start = reader.line_num + 1
            except csv.Error:
                hint = "含引号的格整格用引号括起，里面的引号写两次"
                message = "引号没有配对，或引号后面还有内容"
                raise failure(str(path), "data.syntax", message, hint, line=start) from None

    def place(number: int, column: int | None) -> Place:
        return Place(str(path), None if column is None else f"第{number}行第{column + 1}列", number)

    return _blocks(rows(), place, str(path), str(path)), total


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 with a mark, or GB18030: the first in which all of the file can be read."""
    with path.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding) as text:
                while text.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise failure(str(path), "data.encoding", "认不出文件的文字编码", "用记事本打开，另存为UTF-8编码")


def large_workbook(path: Path, sheet: str | None = None) -> tuple[Iterator[Located], int | None]:
    """Blocks of records of a workbook's sheet, and how many records there may be.

    Raises:
        DataError: ``data.not_a_workbook``, ``data.no_sheet``, ``data.no_head``, ``data.merged_large``,
            ``data.formulas_large``.
    """
    import openpyxl
    from openpyxl.utils import get_column_letter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions that openpyxl would drop on saving; nothing is saved
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except Exception as error:
            hint = "在Excel或WPS里打开，另存为“Excel 工作簿（.xlsx）”"
            raise failure(str(path), "data.not_a_workbook", "这不是完好的xlsx工作簿", hint) from error
    names = [ws.title for ws in book.worksheets if sheet is None and ws.sheet_state == "visible"]
    names += [ws.title for ws in book.worksheets if sheet is not None and ws.title.strip() == sheet.strip()]
    if not names:
        raise failure(str(path), "data.no_sheet", f"没有“{sheet or '可见'}”这张工作表", "核对工作表的名称")
    worksheet: Any = book[names[0]]
    _check_sheet(path, worksheet._worksheet_path, names[0])  # noqa: SLF001 # openpyxl 3.1 has no public name
    total = worksheet.max_row
    # Some programs write a wrong dimension, and openpyxl 3.1 would believe it.
    worksheet.reset_dimensions()

    def rows() -> Rows:
        for number, cells in enumerate(worksheet.iter_rows(values_only=True), 1):
            values = [cell_value(cell) for cell in cells]
            while values and values[-1] is None:
                values.pop()
            if values:
                yield number, values
        book.close()

    def place(number: int, column: int | None) -> Place:
        where = f"第{number}行" if column is None else f"{get_column_letter(column + 1)}{number}"
        return Place(str(path), f"{names[0]}!{where}")

    return _blocks(rows(), place, str(path), names[0]), total


def _check_sheet(path: Path, part: str, sheet: str) -> None:
    """One pass over the sheet's XML for what rows alone do not show."""
    with zipfile.ZipFile(path) as package, package.open(part.lstrip("/")) as stream:
        tail = b""
        while piece := stream.read(1 << 22):
            window = tail + piece
            if _FORMULA.search(window):
                message = "这么大的表里有公式，程序不能确定它们都算过"
                hint = "把公式列复制、选择性粘贴为数值，或分成几个文件"
                raise DataError(Problem("data.formulas_large", message, Place(str(path), sheet), hint))
            for left, top, right, bottom in _MERGE.findall(window):
                if top != bottom and int(top) > 3:  # a title or head may be merged
                    where = f"{sheet}!{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
                    message = "这么大的表里有跨行合并的单元格"
                    raise DataError(
                        Problem(
                            "data.merged_large", message, Place(str(path), where), "取消合并，各行分别填写"
                        )
                    )
            tail = window[-200:]


def _blocks(rows: Rows, place: Any, file: str, name: str) -> Iterator[Located]:
    """The rows as records, block by block; the head is looked for in the first one."""
    first = list(islice(rows, _BLOCK))
    head, above = _head(first, place, file, name)
    block: Sequence[tuple[int, list[Any]]] = first[len(above) :]
    while block:
        numbered = [*above, *block]
        grid = _grid(numbered, place, name)
        located = read_records(grid, head)
        yield Located(
            located.value, located.places, {}, located.notes, located.columns,
            (*located.problems, *bad_cells(grid, len(above))),
        )  # fmt: skip
        block = list(islice(rows, _BLOCK))


def _head(
    first: list[tuple[int, list[Any]]], place: Any, file: str, name: str
) -> tuple[Head, list[tuple[int, list[Any]]]]:
    head = find_head(_grid(first, place, name), None)
    if head is None:
        raise DataError(no_head(Place(file), None))
    return head, first[: head.row + head.height]


def _grid(numbered: Sequence[tuple[int, list[Any]]], place: Any, name: str) -> Grid:
    numbers = [number for number, _ in numbered]
    return Grid([row for _, row in numbered], lambda r, c: place(numbers[r], c), (), name, numbers)
