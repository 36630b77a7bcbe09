"""Collected rows as one workbook or csv in the form's own columns, readable again by ``read_source`` and a project.

The rows are written as they come, so that memory does not grow with their number. Where each row came from stands on
a sheet of its own, 来源: a register with further columns would no longer be one.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import Any
from xml.sax.saxutils import escape

from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.registers.columns import Column, ColumnKind
from qijin_docs.registers.form import Form, find_form
from qijin_docs.registers.merged_package import StreamedZip, fixed_parts, page_setup, sheet_start
from qijin_docs.registers.returned import Returned
from qijin_docs.registers.row_values import Rows
from qijin_docs.registers.sheets import letter

#: What a figure is of, where the form says it above the table and not in the row.
HEADING = ("填报单位", "统计起", "统计止", "期次")
ORIGIN = ("序号", "单位", "文件", "工作表", "行")
_MAX_ROWS = 1_048_576
_EPOCH = date(1899, 12, 30).toordinal()
_BUFFER = 512


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
    own = tuple(f"{c.alias}（{c.unit}）" if c.unit else c.alias for c in form.columns)
    return (*(HEADING if told_above(form) else ()), *own)


def told_above(form: Form) -> bool:
    """Whether the rows of a form do not say by themselves whose they are."""
    return form.by_sphere or bool(form.fixed)


def _above(one: Returned, form: Form) -> tuple[Any, ...]:
    if not told_above(form):
        return ()
    return (one.unit or None, *(one.boxes.get(key) or None for key in HEADING[1:]))


def _in_order(form: Form, part: Rows, above: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet with all columns of the form in its order; what must be mended stands as 【待核：…】."""
    gaps: dict[int, dict[str, str]] = {}
    for at_row, alias, text in part.gaps:
        gaps.setdefault(at_row, {})[alias] = text
    whole = part.aliases == tuple(c.alias for c in form.columns)
    order = [part.aliases.index(c.alias) if c.alias in part.aliases else None for c in form.columns]
    for index, row in enumerate(part.values):
        if index in gaps:
            of_row = gaps[index]
            row = tuple(of_row.get(alias, value) for alias, value in zip(part.aliases, row, strict=True))
        if not whole:
            row = tuple(None if at is None else row[at] for at in order)
        yield above + row if above else row


def _csv(file: Any, form: Form, returned: Iterable[Returned], year: int | None) -> int:
    del year
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(heads(form))
    count = 0
    for one in returned:
        above = _above(one, form)
        for part in one.sheets:
            for row in _in_order(form, part, above):
                writer.writerow([_plain(value) for value in row])
                count += 1
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
            yield f'{row}<c r="A1" s="3" {_inline(title)}</row>'.encode()
            yield f'<row r="2" ht="40" customHeight="1">{"".join(_cells_of_head(columns, 2))}</row>'.encode()
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
    writers: list[Callable[[Any], str]] = [_text] * len(HEADING if told_above(form) else ())
    writers += [_writer(column) for column in form.columns]
    starts = [f'<c r="{letter(n + 1)}' for n in range(len(writers))]
    columns = list(zip(starts, writers, strict=True))
    lines: list[str] = []
    places: list[str] = []
    number = 0
    for one in returned:
        above = _above(one, form)
        unit, file = _text(one.unit), _text(one.file)
        for part in one.sheets:
            name = _text(part.sheet)
            for row, at in zip(_in_order(form, part, above), part.numbers, strict=True):
                number += 1
                end = f'{number + 2}"'
                cells = [
                    f"{start}{end}{write(value)}" for (start, write), value in zip(columns, row, strict=True)
                    if value is not None
                ]  # fmt: skip
                lines.append(
                    f'<row r="{number + 2}"><c r="A{end} s="4"><v>{number}</v></c>{"".join(cells)}</row>'
                )
                n = number + 1
                places.append(
                    f'<row r="{n}"><c r="A{n}"><v>{number}</v></c><c r="B{n}"{unit}<c r="C{n}"{file}'
                    f'<c r="D{n}"{name}<c r="E{n}"><v>{at}</v></c></row>'
                )
            if len(lines) >= _BUFFER:
                yield "".join(lines).encode(), places
                lines, places = [], []
    yield "".join(lines).encode(), places


def _writer(column: Column) -> Callable[[Any], str]:
    if column.kind in (ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.MONEY):
        return _number
    others: dict[ColumnKind, Callable[[Any], str]] = {
        ColumnKind.DATE: _date,
        ColumnKind.YES_NO: _yes_no,
        ColumnKind.NAMES: _names,
    }
    return others.get(column.kind, _text_writer)


def _text_writer(value: Any) -> str:
    return _text(value)


@lru_cache(maxsize=65_536, typed=True)  # 1.0 and 1 are written differently
def _number(value: int | Decimal | str) -> str:
    if value.__class__ is int:
        return f' s="4"><v>{value}</v></c>'
    return _text(value) if isinstance(value, str) else f' s="4"><v>{value:f}</v></c>'


@lru_cache(maxsize=4096)
def _date(value: date | str) -> str:
    if isinstance(value, str):
        return _text(value)
    return f' s="1"><v>{value.toordinal() - _EPOCH}</v></c>'


def _yes_no(value: bool | str) -> str:
    return _text(value if isinstance(value, str) else "是" if value else "否")


def _names(value: Sequence[str] | str) -> str:
    return _text(value if isinstance(value, str) else "、".join(value))


@lru_cache(maxsize=65_536)
def _text(value: object) -> str:
    return f' s="4" {_inline(str(value))}' if value else ' s="4"/>'


def _inline(text: str) -> str:
    return f't="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _cells_of_head(names: Sequence[str], row: int) -> Iterator[str]:
    for at, name in enumerate(names):
        yield f'<c r="{letter(at)}{row}" s="2" {_inline(name)}'


def _widths(form: Form) -> tuple[float, ...]:
    above = (26, 14, 14, 10) if told_above(form) else ()
    return (6, *above, *(max(c.width, 8) for c in form.columns))
