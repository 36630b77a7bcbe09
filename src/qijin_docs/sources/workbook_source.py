"""One table of an xlsx workbook as records that know their cells.

The workbook is read with its stored results, because a record needs the value and not the formula. A
formula that has never been calculated has none, and openpyxl 3.1.5 gives ``None`` for it: such cells are
found and reported.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.sources.csv_source import no_head
from qijin_docs.sources.files import failure
from qijin_docs.sources.headings import Wanted
from qijin_docs.sources.located import Located
from qijin_docs.sources.table import Grid, find_head, read_records

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Largest size of a workbook's parts together once unpacked, in bytes.
LARGEST_UNPACKED = 512 * 1024 * 1024
# Excel keeps 15 digits: of a longer number the rest are noughts it has put there.
_KEPT_DIGITS = 10**15
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_workbook(
    content: bytes, file: str, columns: Wanted | None = None, sheet: str | None = None
) -> Located:
    """The records of one sheet.

    Args:
        content: the bytes of the file.
        file: its name.
        columns: the columns wanted; without them the head names the columns.
        sheet: the sheet; without it the visible sheet on which the columns are found, or the first one.

    Returns:
        The records, with the problems of :func:`~.table.read_records` and ``data.cell_error``,
        ``data.not_calculated``, ``data.lost_digits``.

    Raises:
        DataError: ``data.old_excel``, ``data.not_a_workbook``, ``data.no_sheet``, ``data.which_sheet``,
            ``data.no_head``.
    """
    _check_package(content, file)
    book = _open(content, file, values=True)
    sheets = _candidates(book, file, sheet)
    grids = [_grid(worksheet, file) for worksheet in sheets]
    heads = [find_head(grid, columns) for grid in grids]
    chosen = _choose(grids, [head.score if head else 0 for head in heads], file, columns, sheet)
    grid, head = grids[chosen], heads[chosen]
    if head is None:
        raise DataError(no_head(Place(file, grid.name), columns))
    located = read_records(grid, head)
    problems = (
        *bad_cells(grid, head.row),
        *located.problems,
        *_uncalculated(content, file, grid, head.row, located),
    )
    return replace(located, notes=located.notes + _unread(grids, chosen, columns), problems=problems)


def _check_package(content: bytes, file: str) -> None:
    if content.startswith(_OLE):
        message = "这是旧版Excel（.xls）或加了密码的文件"
        raise failure(file, "data.old_excel", message, "在Excel或WPS里打开，去掉密码，另存为.xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(info.file_size for info in package.infolist())
            names = set(package.namelist())
    except zipfile.BadZipFile:
        raise _not_a_workbook(file) from None
    if unpacked > LARGEST_UNPACKED:
        raise failure(file, "data.too_large", "工作簿展开后太大", "删去多余的行和图片，或分成几个文件")
    if "[Content_Types].xml" not in names:
        raise _not_a_workbook(file)


def _open(content: bytes, file: str, *, values: bool) -> Workbook:
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of extensions it drops on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(content), data_only=values)
        except Exception as error:
            raise _not_a_workbook(file) from error


def _not_a_workbook(file: str) -> DataError:
    hint = "在Excel或WPS里打开，另存为“Excel 工作簿（.xlsx）”"
    return failure(file, "data.not_a_workbook", "这不是完好的xlsx工作簿", hint)


def _candidates(book: Workbook, file: str, sheet: str | None) -> list[Worksheet]:
    if sheet is not None:
        for worksheet in book.worksheets:
            if worksheet.title.strip() == sheet.strip():
                return [worksheet]
        names = "、".join(worksheet.title for worksheet in book.worksheets)
        raise failure(file, "data.no_sheet", f"没有“{sheet}”这张工作表", f"有这些工作表：{names}")
    visible: list[Worksheet] = [ws for ws in book.worksheets if ws.sheet_state == "visible"]
    if not visible:
        raise failure(file, "data.no_sheet", "没有可见的工作表", "取消隐藏要读的工作表")
    return visible


def _choose(
    grids: list[Grid], scores: list[int], file: str, columns: Wanted | None, sheet: str | None
) -> int:
    if columns is None:
        return next((i for i, grid in enumerate(grids) if grid.rows), 0)
    best = max(scores)
    same = [grids[i].name for i, score in enumerate(scores) if score == best]
    if best and len(same) > 1 and sheet is None:
        message = f"工作表“{'”“'.join(same)}”都像要读的表"
        raise failure(file, "data.which_sheet", message, "只留一张，或指明工作表")
    return scores.index(best)


def _unread(grids: list[Grid], chosen: int, columns: Wanted | None) -> tuple[Problem, ...]:
    others = [grid for i, grid in enumerate(grids) if i != chosen and grid.rows]
    if columns is not None or not others:
        return ()
    names = "”“".join(grid.name for grid in others)
    place = Place(others[0].place(0, None).file)
    message = f"只读了工作表“{grids[chosen].name}”，没有读“{names}”"
    return (Problem("data.unread_sheet", message, place, "要读别的表就指明工作表", Severity.WARNING),)


def _grid(worksheet: Worksheet, file: str) -> Grid:
    """The rows that hold something. Blank rows are left out: a stray cell far below must cost nothing."""
    from openpyxl.utils import get_column_letter

    name = worksheet.title
    by_row: dict[int, dict[int, Any]] = {}
    # openpyxl 3.1.5 makes a cell object for every place up to the last one if asked for rows.
    for (number, column), cell in worksheet._cells.items():  # noqa: SLF001
        value = cell_value(cell.value)
        if value is not None:
            by_row.setdefault(number, {})[column] = value
    numbers = sorted(by_row)
    rows = [[by_row[n].get(c) for c in range(1, max(by_row[n]) + 1)] for n in numbers]

    def place(row: int, column: int | None) -> Place:
        if column is None:
            return Place(file, f"{name}!第{numbers[row]}行")
        return Place(file, f"{name}!{get_column_letter(column + 1)}{numbers[row]}")

    merges = []
    for area in worksheet.merged_cells.ranges:
        top, bottom = bisect_left(numbers, area.min_row), bisect_right(numbers, area.max_row) - 1
        if top <= bottom and numbers[top] == area.min_row:
            merges.append((top, area.min_col - 1, bottom, area.max_col - 1))
    return Grid(rows, place, tuple(sorted(merges)), name, numbers)


def cell_value(value: Any) -> Any:
    """The cell's value; text without blanks around it, midnight as a day, 3.0 as 3."""
    if isinstance(value, str):
        # Excel writes a carriage return so; openpyxl 3.1.5 leaves it.
        return value.replace("_x000D_", "").replace("\r\n", "\n").strip() or None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < _KEPT_DIGITS:
        return int(value)
    if value is None or isinstance(value, int | float | date | bool):
        return value
    return str(value)


def bad_cells(grid: Grid, first: int) -> list[Problem]:
    """Error values, and numbers that Excel has cut, from row ``first`` on."""
    problems = []
    for r, row in enumerate(grid.rows[first:], first):
        for c, value in enumerate(row):
            if isinstance(value, str) and value.startswith("#") and value in _ERRORS:
                message = f"单元格里是错误值{value}"
                problems.append(Problem("data.cell_error", message, grid.place(r, c), "改正公式或填上数"))
            elif (
                isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _KEPT_DIGITS
            ):
                message = "数字超过15位，Excel已把后面的数位变成0"
                hint = "把单元格设成文本格式，重新输入"
                problems.append(Problem("data.lost_digits", message, grid.place(r, c), hint))
    return problems


_ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def _uncalculated(content: bytes, file: str, grid: Grid, first: int, records: Located) -> list[Problem]:
    """Cells of records with a formula and no result, as a program writes them that does not calculate.

    The formulas of a row of totals do not matter. A row of nothing but such formulas does.
    """
    if not _has_formulas(content):
        return []
    cells = {str(place.where): path for path, place in records.places.items() if len(path) == 2}
    known, top = set(grid.numbers), grid.numbers[first]
    problems = []
    for (number, _), cell in sorted(_open(content, file, values=False)[grid.name]._cells.items()):  # noqa: SLF001
        where = f"{grid.name}!{cell.coordinate}"
        if cell.data_type != "f" or number <= top:
            continue
        path = cells.get(where)
        if number not in known or (path and records.value[path[0]][path[1]] is None):
            message = "单元格里的公式还没有算出结果"
            hint = "在Excel或WPS里打开，存盘后再交"
            problems.append(Problem("data.not_calculated", message, Place(file, where), hint))
    return problems


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [
            name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        return any(_FORMULA.search(package.read(name)) for name in sheets)
