"""Records one after the other, from any file of data, so that a million of them need no memory.

A row of a table, a line of JSON lines, an element of a list, a file of a folder: each is a record and gives a
document. Tables too large for memory are read in blocks (:mod:`.blocks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qijin_docs.batch.blocks import large_csv, large_workbook
from qijin_docs.batch.json_lines import AT_ONCE, read_line
from qijin_docs.errors import DataError, Place, Problem, QijinError, Severity, os_reason
from qijin_docs.sources import Located, read_source
from qijin_docs.sources.files import failure

#: Tables above this size in bytes are read in blocks; below, cells merged downwards are understood too.
LARGE = {
    ".xlsx": 4 * 1024 * 1024,
    ".xlsm": 4 * 1024 * 1024,
    ".csv": 1024 * 1024,
    ".tsv": 1024 * 1024,
}
LINES = (".jsonl", ".ndjson")
#: Largest line of JSON lines, in bytes.
_LONGEST_LINE = 16 * 1024 * 1024
#: Columns that a returned table of bad rows has besides its own, see :mod:`.returned`: why, and which record it was.
REASON_COLUMN, NUMBER_COLUMN = "没有生成的原因", "原记录"
_REASON_BYTES = f'"{REASON_COLUMN}"'.encode()


#: The places of a line that nobody has read yet.
NOWHERE = Located(None)


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Args:
        number: from 1.
        place: where it stands.
        data: values by name, or a line of JSON that is read by whoever needs it.
        located: places of the values.
        problems: what was wrong with it while reading.
        name: what its file may be called by, if its data came in a file of its own.
        returned: it was given back by an earlier run and has the number it had then.
    """

    number: int
    place: Place
    data: Mapping[str, Any] | bytes
    located: Located
    problems: tuple[Problem, ...] = ()
    name: str = ""
    returned: bool = False


@dataclass(slots=True)
class Records:
    """A stream of records.

    Args:
        path: the file or folder.
        stream: the records; read once.
        total: how many there will be, if that is known or can be guessed.
        single: the file holds one document and not a list of them.
        notes: what was noticed about the file so far; grows while it is read.
        problems: what is wrong with the file as a whole, or with its head; grows while it is read.
    """

    path: Path
    stream: Iterator[Record]
    total: int | None = None
    single: bool = False
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def open_records(path: str | Path, *, sheet: str | None = None) -> Records:
    """The records of a file, or of the files of a folder.

    Args:
        path: .xlsx, .csv, .tsv, .jsonl, .yaml, .json, or a folder of .yaml and .json files.
        sheet: of a workbook: which sheet.

    Raises:
        DataError: the file cannot be read at all.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if path.is_dir():
        return _folder(path)
    if suffix in LINES:
        return _lines(path)
    if suffix in LARGE and path.is_file() and path.stat().st_size > LARGE[suffix]:
        return _large(path, sheet)
    located = read_source(path, sheet=sheet, defer=True)
    single = isinstance(located.value, dict)
    elements = located.elements()
    records = Records(path, iter(()), len(elements), single, list(located.notes))
    cells = _by_record(located)
    records.problems.extend(cells.pop(-1, []))
    records.stream = (_record(i + 1, element, tuple(cells.get(i, ()))) for i, element in enumerate(elements))
    return records


def _record(number: int, located: Located, problems: tuple[Problem, ...] = (), name: str = "") -> Record:
    place = located.place_of(())
    if located.columns is not None and place.line is not None:
        place = Place(place.file, None, place.line)  # a row of csv: its index within a block says nothing
    if isinstance(located.value, dict):
        if REASON_COLUMN in located.value and NUMBER_COLUMN in located.value:
            return _mended(number, place, located, problems)
        return Record(number, place, located.value, located, problems, name)
    problem = Problem("data.wrong_type", "这一条应是一组“名称: 值”", place, "写成“名称: 值”，一行一项")
    return Record(number, place, {}, located, (*problems, problem), name)


def _mended(number: int, place: Place, located: Located, problems: tuple[Problem, ...]) -> Record:
    """A row of a returned table: without what the program had written into it, under its own number."""
    values = dict(located.value)
    del values[REASON_COLUMN]
    before = values.pop(NUMBER_COLUMN)
    if isinstance(before, int) and before > 0:
        return Record(before, place, values, located, problems, returned=True)
    hint = "照退回的表填；新增的行另用一个表"
    where = located.place_of((NUMBER_COLUMN,))
    wrong = Problem("batch.no_number", f"“{NUMBER_COLUMN}”一格应是程序原来写的数", where, hint)
    return Record(number, place, values, located, (*problems, wrong), returned=True)


def _by_record(located: Located) -> dict[int, list[Problem]]:
    """Problems of a table by the index of their record; -1 for those that concern all of it."""
    if not located.problems:
        return {}
    at = {place: path[0] for path, place in located.places.items() if path}
    found: dict[int, list[Problem]] = {}
    for problem in located.problems:
        if problem.code == "data.unknown_column":
            continue
        found.setdefault(int(at.get(problem.place, -1)), []).append(problem)
    return found


def _folder(folder: Path) -> Records:
    files = sorted(
        file for file in folder.rglob("*") if file.is_file() and file.suffix.lower() in (".yaml", ".yml", ".json")
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )  # fmt: skip
    if not files:
        hint = "放进 .yaml 或 .json 文件，一份文书一个"
        raise failure(str(folder), "data.no_file", "文件夹里没有数据文件", hint)

    def stream() -> Iterator[Record]:
        for number, file in enumerate(files, 1):
            name = file.relative_to(folder).with_suffix("").as_posix()
            try:
                yield _record(number, read_source(file), name=name)
            except DataError as error:
                yield Record(number, Place(str(file)), {}, Located.plain({}, str(file)), error.problems, name)

    return Records(folder, stream(), len(files))


def _lines(path: Path) -> Records:
    try:
        size = path.stat().st_size
        with path.open("rb") as start:
            head = start.read(1 << 20)
    except FileNotFoundError:
        raise failure(str(path), "data.no_file", "没有这个文件", "核对文件名和所在文件夹") from None
    except OSError as error:
        reason = os_reason(error)
        raise failure(str(path), "data.unreadable", f"文件读不出来（{reason}）", "看看是否被占用") from error
    if not head.strip():
        raise failure(str(path), "data.empty_file", "文件是空的", "核对是否存盘、是否选错文件")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise failure(str(path), "data.encoding", "认不出文件的文字编码", "另存为UTF-8编码")
    guessed = head.count(b"\n") + (size == len(head) and not head.endswith(b"\n"))
    if size > len(head):
        guessed = round(guessed * size / len(head))

    file_name = str(path)

    def stream() -> Iterator[Record]:
        number = 0
        with path.open("rb", buffering=AT_ONCE) as file:
            for row, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
                text = line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line
                if text.strip():
                    number += 1
                    yield _line(number, Place(file_name, None, row), text)

    return Records(path, stream(), guessed)


def _line(number: int, place: Place, text: bytes) -> Record:
    """A line as it is: the worker reads it. Only one of a returned file must be known here."""
    if _REASON_BYTES in text:
        try:
            values = read_line(text)
        except QijinError:
            return Record(number, place, text, NOWHERE)
        if NUMBER_COLUMN in values and REASON_COLUMN in values:
            return _mended(number, place, Located(values, {(): place}), ())
    return Record(number, place, text, NOWHERE)


def _large(path: Path, sheet: str | None) -> Records:
    read = large_csv if path.suffix.lower() in (".csv", ".tsv") else large_workbook
    blocks, total = read(path, sheet)
    records = Records(path, iter(()), total)

    def stream() -> Iterator[Record]:
        number = 0
        for block in blocks:
            cells = _by_record(block)
            records.notes += block.notes
            # The problems of the head come again with each block.
            records.problems += [p for p in cells.pop(-1, []) if p not in records.problems]
            for i, element in enumerate(block.elements()):
                number += 1
                yield _record(number, element, tuple(cells.get(i, ())))

    records.stream = stream()
    return records


def is_error(problem: Problem) -> bool:
    """Whether the problem keeps a document from being made."""
    return problem.severity is Severity.ERROR
