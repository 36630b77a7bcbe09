"""Collected rows as one workbook or csv in the form's own columns, readable again by ``read_source`` and a project.

The rows are written as they come, so that memory does not grow with their number. Where each row came from stands on
a sheet of its own, 来源: a register with further columns would no longer be one.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import Any

from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.registers.columns import ColumnKind
from qijin_docs.registers.form import Form, find_form
from qijin_docs.registers.form_layout import AROUND, LINE, row_height
from qijin_docs.registers.merged_cells import ROW, SIGN, ColumnCells, inline, text_cell
from qijin_docs.registers.merged_package import StreamedZip, fixed_parts, page_setup, sheet_start
from qijin_docs.registers.returned import Returned
from qijin_docs.registers.row_values import Rows
from qijin_docs.registers.sheets import letter

#: What a figure is of, where the form says it above the table and not in the row.
HEADING = ("填报单位", "统计起", "统计止", "期次")
ORIGIN = ("序号", "单位", "文件", "工作表", "行")
_MAX_ROWS = 1_048_576
_BLOCK = 512


def write_merged(
    returned: Iterable[Returned], kind: str, path: str | Path, *, year: int | None = None
) -> int:
    """Write all rows of one form; nothing is left half written.

    Args:
        returned: what was read from each file; files of other forms are passed over.
        kind: number or name of the form.
        path: ``.xlsx`` or ``.csv``.
        year: for the title.

    Returns:
        the number of rows.

    Raises:
        DataError: ``form.unknown``.
        OutputError: ``output.too_many_rows``, ``output.write_failed``, ``output.bad_ending``.
    """
    form, path = find_form(kind), Path(path)
    write = {".xlsx": _workbook, ".csv": _csv}.get(path.suffix.lower())
    if write is None:
        raise OutputError(
            Problem("output.bad_ending", "结果只能是.xlsx或.csv", Place(str(path)), "改文件名的后缀")
        )
    of_form = (one for one in returned if one.form == form.number)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".qijin-", suffix=path.suffix, delete=False) as file:
            try:
                count = write(file, form, of_form, year)
            except BaseException:
                file.close()
                Path(file.name).unlink()
                raise
        Path(file.name).replace(path)
        path.chmod(0o666 & ~_umask())
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(
            Problem("output.write_failed", f"写不进去（{os_reason(error)}）", Place(str(path)))
        ) from error
    return count


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def heads(form: Form) -> tuple[str, ...]:
    """The heads of the merged table; they are what ``read_source`` names its columns by."""
    own = tuple(f"{c.alias}\n（{c.unit}）" if c.unit else c.alias for c in form.columns)
    return (*(HEADING if told_above(form) else ()), *own)


def told_above(form: Form) -> bool:
    """Whether the rows of a form do not say by themselves whose they are."""
    return form.by_sphere or bool(form.fixed)


def _above(one: Returned, form: Form) -> tuple[Any, ...]:
    if not told_above(form):
        return ()
    return (one.unit or None, *(one.boxes.get(key) or None for key in HEADING[1:]))


def _blocks(form: Form, one: Returned, part: Rows) -> Iterator[tuple[list[Sequence[Any]], tuple[int, ...]]]:
    """The columns of the merged table, some hundreds of rows at a time, with the rows' numbers in their sheet.

    All columns of the form are there in its order; what must be mended stands as 【待核：…】.
    """
    above = _above(one, form)
    at = {alias: n for n, alias in enumerate(part.aliases)}
    for first in range(0, len(part.values), _BLOCK):
        rows = part.values[first : first + _BLOCK]
        columns = [list(column) for column in zip(*rows, strict=True)]
        for row, alias, text in part.gaps:
            if 0 <= row - first < len(rows):
                columns[at[alias]][row - first] = text
        empty = [None] * len(rows)
        own = (columns[at[c.alias]] if c.alias in at else empty for c in form.columns)
        yield [*([value] * len(rows) for value in above), *own], part.numbers[first : first + _BLOCK]


def _csv(file: Any, form: Form, returned: Iterable[Returned], year: int | None) -> int:
    del year
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(head.replace("\n", "") for head in heads(form))
    count = 0
    for one in returned:
        for part in one.sheets:
            for columns, numbers in _blocks(form, one, part):
                writer.writerows([_plain(value) for value in row] for row in zip(*columns, strict=True))
                count += len(numbers)
    text.flush()
    text.detach()
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else value


def _workbook(file: Any, form: Form, returned: Iterable[Returned], year: int | None) -> int:
    count = 0
    with SpooledTemporaryFile(max_size=4 << 20) as origin:

        def rows() -> Iterator[bytes]:
            nonlocal count
            title = form.title.format(年度=year or "", 活动="安全生产宣传教育“七进”活动").removeprefix("年")
            columns = ("序号", *heads(form))
            last = letter(len(columns) - 1)
            yield sheet_start(_widths(form), 2).encode()
            row = '<row r="1" ht="36" customHeight="1" s="3" customFormat="1">'
            yield f'{row}<c r="A1" s="3" {inline(title)}</row>'.encode()
            height = row_height(list(zip(columns, _widths(form), strict=True)), 2 * LINE)
            head = "".join(_cells_of_head(columns, 2))
            yield f'<row r="2" ht="{height:g}" customHeight="1">{head}</row>'.encode()
            for xml, places in _stretches(form, returned):
                count += len(places)
                if count + 2 > _MAX_ROWS:
                    message = f"超过{_MAX_ROWS - 2}行，一张工作表放不下"
                    raise OutputError(Problem("output.too_many_rows", message, hint="写成.csv，或分几次收"))
                origin.write("".join(places).encode())
                yield xml
            merge = f'<mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>'
            yield f'</sheetData><autoFilter ref="A2:{last}{count + 2}"/>{merge}'.encode()
            yield f"{page_setup(form.paper)}</worksheet>".encode()

        def origins() -> Iterator[bytes]:
            origin.seek(0)
            yield sheet_start((6, 26, 50, 16, 8), 1).encode()
            yield f'<row r="1">{"".join(_cells_of_head(ORIGIN, 1))}</row>'.encode()
            while block := origin.read(1 << 20):
                yield block
            yield f"</sheetData>{page_setup('A4')}</worksheet>".encode()

        package = StreamedZip(file)
        package.write("xl/worksheets/sheet1.xml", rows())
        package.write("xl/worksheets/sheet2.xml", origins())
        areas = (f"$A$1:${letter(len(heads(form)))}${count + 2}", f"$A$1:$E${count + 1}")
        for name, content in fixed_parts(form.name, areas).items():
            package.write(name, [content.encode()])
        package.close()
    return count


def _stretches(form: Form, returned: Iterable[Returned]) -> Iterator[tuple[bytes, list[str]]]:
    """Rows as XML, some hundreds at a time, with the rows that say where they came from."""
    kinds = [ColumnKind.TEXT] * len(HEADING if told_above(form) else ()) + [c.kind for c in form.columns]
    widths = _widths(form)[1:]
    writers = [
        ColumnCells(letter(at), kind, width)
        for at, (kind, width) in enumerate(zip(kinds, widths, strict=True), 1)
    ]
    count = 0
    for one in returned:
        unit, file = text_cell(one.unit), text_cell(one.file)
        for part in one.sheets:
            name = text_cell(part.sheet)
            for columns, numbers in _blocks(form, one, part):
                places: list[str] = []
                heads = []
                lines: dict[int, int] = {}
                cells = [write(column, lines) for write, column in zip(writers, columns, strict=True)]
                for n, at in enumerate(numbers, count + 1):
                    more = lines.get(n - count - 1, 2)
                    height = f' ht="{more * LINE + AROUND:g}" customHeight="1"' if more > 2 else ""
                    heads.append(f'<row r="{ROW}"{height}><c r="A{ROW}" s="5"><v>{n}</v></c>')
                    places.append(
                        f'<row r="{n + 1}"><c r="A{n + 1}"><v>{n}</v></c><c r="B{n + 1}"{unit}<c r="C{n + 1}"{file}'
                        f'<c r="D{n + 1}"{name}<c r="E{n + 1}"><v>{at}</v></c></row>'
                    )
                # Bytes: putting the numbers in takes a third of the time that it takes in text.
                rows = "</row>".join(map("".join, zip(heads, *cells, strict=True))).encode().split(b"</row>")
                numbered = [row.replace(SIGN, b"%d" % n) for n, row in enumerate(rows, count + 3)]
                count += len(numbers)
                yield b"</row>".join(numbered) + b"</row>", places


def _cells_of_head(names: Sequence[str], row: int) -> Iterator[str]:
    for at, name in enumerate(names):
        yield f'<c r="{letter(at)}{row}" s="2" {inline(name)}'


def _widths(form: Form) -> tuple[float, ...]:
    above = (26, 14, 14, 10) if told_above(form) else ()
    return (6, *above, *(max(c.width, 8) for c in form.columns))
