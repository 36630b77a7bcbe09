"""The journal of a batch under way, and the list of contents of one that is finished.

Both are JSON lines. The journal is only ever appended to and is synchronised with the disk every few seconds;
a last line that was cut off counts for nothing. What it says of a file is believed only if the file still has
that SHA-256, so documents themselves need not be synchronised one by one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from datetime import time as day_time
from decimal import Decimal
from pathlib import Path
from typing import Any

from qijin_docs.batch.index import Entry
from qijin_docs.batch.json_lines import AT_ONCE
from qijin_docs.errors import OutputError, Place, Problem, os_reason

#: Folder of what is not finished, in or beside what is being made.
UNFINISHED = ".未完成"
JOURNAL = "进度.jsonl"
CONTENTS = "清单.jsonl"
#: What a path below a folder does not have: empty parts, . and .., other separators and drives.
_OUTSIDE = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\\:]")
_SYNCHRONISE_EVERY = 5.0
"""Seconds of work that a machine which loses power may lose."""
_RESERVE = "留给进度的空间"
_RESERVED = 256 * 1024
"""Bytes: on a disk that workers have filled there is still room to write down what they have done."""


def key_of(identity: bytes, data: Mapping[str, Any] | bytes) -> str:
    """What a document depends on, in 32 hex digits: the same key, the same bytes.

    Args:
        identity: digest of template, version and options.
        data: the record.
    """
    content = (
        data.strip() if isinstance(data, bytes) else repr(_canonical(data)).encode(errors="surrogatepass")
    )
    # Half as long as BLAKE2 takes where the processor knows SHA.
    return hashlib.sha256(identity + content).hexdigest()[:32]


def _canonical(value: Any) -> Any:
    """The value as what has one way of being written; pictures and files by their content."""
    if value is None or isinstance(
        value, str | int | float | bool | bytes | Decimal | date | datetime | day_time
    ):
        return value
    if isinstance(value, Mapping):
        return {"map": [(str(k), _canonical(v)) for k, v in value.items()]}
    if isinstance(value, list | tuple):
        return [_canonical(v) for v in value]
    if isinstance(value, Path):
        return ("file", hashlib.sha256(value.read_bytes()).hexdigest() if value.is_file() else str(value))
    import pickle

    # Pictures and other values: whatever they are sent to another process as.
    source = getattr(value, "source", None)
    inner = _canonical(Path(source)) if isinstance(source, str | Path) else None
    return (type(value).__qualname__, inner, hashlib.sha256(pickle.dumps(value, 4)).hexdigest())


class Journal:
    """The journal of one run, open for writing.

    Args:
        folder: of what is not finished.

    Raises:
        OutputError: ``output.write_failed``, ``batch.busy``.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._open()

    def _open(self) -> None:
        folder = self._path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise cannot_write(folder, error) from error
        self._synchronised = 0.0
        self._reserve = folder / _RESERVE
        try:
            _lock(self._file.fileno(), folder)
            self._end_torn_line()
        except OutputError:
            self._file.close()
            raise
        with suppress(OSError):  # a disk that is full already refuses the first document, and says so
            # Not zeros, which some file systems keep in no room at all.
            self._reserve.write_bytes(os.urandom(_RESERVED))

    def reopen(self) -> None:
        """Begin a new journal after the folder has been taken away."""
        self._file.close()
        self._open()

    def _end_torn_line(self) -> None:
        with self._path.open("rb") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    self._append(b"\n")

    def earlier(self) -> Iterator[tuple[str, str]]:
        """Key and SHA-256 of everything written so far."""
        with self._path.open("rb") as file:
            for line in file:
                found = _parsed(line)
                if found is not None and "键" in found and "sha256" in found:
                    yield str(found["键"]), str(found["sha256"])

    def add(self, entries: Iterable[Entry]) -> None:
        """Write down finished documents; once this returns they are not lost any more.

        Raises:
            OutputError: ``output.write_failed``.
        """
        lines = [f'{{"键":{_quoted(e.key)},"sha256":"{e.sha256}"}}\n' for e in entries]
        if lines:
            self._append("".join(lines).encode())

    def _append(self, content: bytes) -> None:
        rest = memoryview(content)
        try:
            while rest:
                try:
                    rest = rest[self._file.write(rest) :]
                except OSError as error:
                    if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not self._reserve.exists():
                        raise
                    self._reserve.unlink()
            # What is written outlives this process anyway; the disk is asked for what must outlive the machine.
            if time.monotonic() - self._synchronised > _SYNCHRONISE_EVERY:
                self.synchronise()
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def synchronise(self) -> None:
        """Have all of it on the disk."""
        os.fsync(self._file.fileno())
        self._synchronised = time.monotonic()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        with suppress(OSError):
            self._reserve.unlink()


def _lock(file: int, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        hint = "等它做完，或先停下它"
        raise OutputError(
            Problem("batch.busy", "另一个程序正在做这一批", Place(str(folder)), hint)
        ) from error
    except OSError:
        return  # network file systems without locks


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The error for a folder or file that the system does not let be written."""
    hint = "处理好以后加 --resume 接着做，已做好的不会重做"
    return OutputError(
        Problem("output.write_failed", f"写不进去：{os_reason(error)}", Place(str(path)), hint)
    )


_parse = json.JSONDecoder().decode


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        value = _parse(line.decode())
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def contents_head(version: str, template: str, digest: str, *, spread: bool) -> str:
    """The first line of a list of contents."""
    head = {
        "程序": f"qijin_docs {version}",
        "模板": template,
        "模板sha256": digest,
        "分文件夹": spread,
    }
    return json.dumps(head, ensure_ascii=False) + "\n"


#: A text as JSON. Lines are put together by hand: for a dictionary each call makes a new encoder, a million times.
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def contents_line(entry: Entry, name: str, pdf: str = "") -> str:
    """The line of one document.

    Args:
        name: below the output folder.
        pdf: SHA-256 of the PDF beside it.
    """
    more = f', "pdf": "{pdf}"' if pdf else ""
    return (
        f'{{"文件": {_quoted(name)}, "记录": {entry.number}, "来源": {_quoted(entry.source)}, '
        f'"键": "{entry.key}", "sha256": "{entry.sha256}", "字节": {entry.size}{more}}}\n'
    )


def is_spread(path: Path) -> bool | None:
    """Whether a list of contents is of files in numbered folders; ``None`` if there is no list."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = _parsed(file.readline())
    return bool(head and head.get("分文件夹"))


def read_contents(path: Path, start: int = 0, stop: int | None = None) -> Iterator[dict[str, Any]]:
    """The lines of a list of contents; nothing if there is none. Lines that point out of the folder are left out.

    Args:
        start: byte from which on a line must begin.
        stop: byte before which it must; the end if ``None``.
    """
    if not path.is_file():
        return
    with path.open("rb", buffering=AT_ONCE) as file:
        if start:
            file.seek(start - 1)
            start += len(file.readline()) - 1
        for line in file:
            if stop is not None and start >= stop:
                return
            start += len(line)
            found = _parsed(line)
            if found is None or not all(isinstance(found.get(k), str) for k in ("文件", "键", "sha256")):
                continue
            if not _OUTSIDE.search(found["文件"]):
                yield found
