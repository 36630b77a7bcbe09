"""What a worker does: a chunk of records in, files and short results out.

A worker may be a thread, a process or another machine. It gets the template's bytes with the chunk, and
compiles them the first time it sees them. Files get their name by a rename, so one that is there is whole.
"""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from qijin_docs.batch.json_lines import read_line
from qijin_docs.batch.names import NamePattern, default_name
from qijin_docs.errors import OutputError, Place, Problem, QijinError, os_reason
from qijin_docs.templating import CompiledTemplate, compile_template
from qijin_docs.templating.limits import DEADLINE
from qijin_docs.templating.missing import Missing

#: Compiled templates a worker keeps.
_KEPT = 32
#: Seconds between the signals that stop a record.
_STOP_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Filling:
    """What all records of a chunk share.

    Args:
        template: file name and bytes of the template.
        pattern: makes file names; a name from the first text if ``None``.
        missing: as for ``compile_template``.
        seconds: time limit of one record.
        kind: of document, whose model checks the records; any values if empty.
    """

    template: tuple[str, bytes]
    digest: str
    pattern: NamePattern | None = None
    missing: Missing = "error"
    seconds: float = 60.0
    kind: str = ""


class Item(NamedTuple):
    """One record for a worker. A tuple, like its result: both cross between processes, once a document.

    Args:
        number: from 1.
        data: the values, or a line of JSON that the worker reads.
        target: where the file goes; ``None`` renders without writing.
        name: of the final file, if it is known already.
        done: where an earlier run has put the file, and its SHA-256.
    """

    number: int
    data: Mapping[str, Any] | bytes
    target: str | None
    name: str | None = None
    done: tuple[str, str] | None = None


class Result(NamedTuple):
    """What became of an item.

    Args:
        file: where the document of an earlier run lies that was the right one.
        sha256: of the document; empty if nothing was written.
        fatal: the output folder refused the file: no other will fare better.
    """

    name: str = ""
    file: str = ""
    sha256: str = ""
    size: int = 0
    problems: tuple[Problem, ...] = ()
    reused: bool = False
    fatal: bool = False


class _TooSlow(BaseException):
    """Not an ``Exception``: nothing between the signal and here may swallow it."""


def make_chunk(filling: Filling, items: tuple[Item, ...]) -> list[Result]:
    """A result for every item; problems are results too, never exceptions."""
    if not items:
        return []
    try:
        template = _compiled(filling.digest, filling.missing, filling.template)
    except QijinError as error:
        return [Result(problems=error.problems) for _ in items]
    try:
        with _stoppable() as stop_after:
            return [_make(filling, template, item, stop_after) for item in items]
    finally:
        DEADLINE.set(0.0)


def _make(
    filling: Filling, template: CompiledTemplate, item: Item, stop_after: Callable[[float], object]
) -> Result:
    name = item.name or ""
    DEADLINE.set(time.monotonic() + filling.seconds)
    try:
        try:
            stop_after(filling.seconds)
            values = read_line(item.data) if isinstance(item.data, bytes) else item.data
            if filling.kind:
                values = _typed(filling.kind, values)
            if item.name is None:
                name = _name(filling, values, item.number)
            if item.done is not None and (size := _is_whole(*item.done)) is not None:
                return Result(name, *item.done, size, reused=True)
            rendered = template.render(values)
        finally:
            stop_after(0)
        content = rendered.content
        digest = ""
        if item.target is not None:
            _write(item.target, content)
            digest = hashlib.sha256(content).hexdigest()
        problems = rendered.problems
        if filling.kind:
            problems = (*problems, *_of_pages(values, name))
        return Result(name, "", digest, len(content), problems)
    except OutputError as error:
        return Result(name, problems=error.problems, fatal=True)
    except QijinError as error:
        if any(p.code == "limit.seconds" for p in error.problems):
            return _too_slow(name, filling.seconds)
        return Result(name, problems=error.problems)
    except _TooSlow:
        stop_after(0)  # the signal may have come just before it was called off
        return _too_slow(name, filling.seconds)
    except Exception as error:  # noqa: BLE001 # one record must not take the others with it
        message = f"这一份出了程序没有料到的错误（{type(error).__name__}：{error}）"
        return Result(name, problems=(Problem("batch.failed", message, hint="把这一行发给维护人员"),))


def _too_slow(name: str, seconds: float) -> Result:
    message = f"这一份用时超过{seconds:g}秒，没有生成"
    return Result(name, problems=(Problem("batch.too_slow", message, hint="核对这一行的数据和图片"),))


def _typed(kind: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    from qijin_docs.batch.typed import values_of_kind

    return values_of_kind(kind, values)


def _of_pages(values: Mapping[str, Any], name: str) -> tuple[Problem, ...]:
    from qijin_docs.contents import ending_problems

    return ending_problems(values, name)


def _name(filling: Filling, values: Mapping[str, Any], number: int) -> str:
    if filling.pattern is None:
        suffix = os.path.splitext(filling.template[0])[1].lower()  # noqa: PTH122 # once a document, see _NEW_FILE
        return default_name(values, number, suffix)
    return filling.pattern.name(values, number)


def _is_whole(file: str, digest: str) -> int | None:
    """The size of the file if it is what the journal says."""
    try:
        content = Path(file).read_bytes()
    except OSError:
        return None
    return len(content) if hashlib.sha256(content).hexdigest() == digest else None


#: Paths are text here: a pathlib.Path takes as long as opening the file, and this is done a million times.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def _write(target: str, content: bytes) -> None:
    scratch = f"{target}.{os.getpid()}-{threading.get_ident()}.part"
    try:
        try:
            stream = os.open(scratch, _NEW_FILE, 0o666)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
            stream = os.open(scratch, _NEW_FILE, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(stream, rest) :]
        finally:
            os.close(stream)
        os.replace(scratch, target)  # noqa: PTH105
    except OSError as error:
        with suppress(OSError):
            Path(scratch).unlink()
        message = f"写不出文件：{os_reason(error)}"
        hint = "处理好以后加 --resume 接着做，已做好的不会重做"
        place = Place(str(Path(target).parent))
        raise OutputError(Problem("output.write_failed", message, place, hint)) from error


@contextmanager
def _stoppable() -> Iterator[Callable[[float], object]]:
    """A function that has whatever runs so many seconds later stopped; 0 calls it off.

    A signal stops anything, but only in a main thread on Unix. Elsewhere the engine looks at its own clock.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield lambda _: None
        return
    before: Any = signal.signal(signal.SIGALRM, _stop)
    try:
        # Again and again: raised in a destructor the first one would be lost.
        yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds, _STOP_EVERY)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TooSlow


_TEMPLATES: dict[tuple[str, Missing], CompiledTemplate] = {}


def _compiled(digest: str, missing: Missing, template: tuple[str, bytes]) -> CompiledTemplate:
    """The template, compiled once a worker for each content."""
    key = (digest, missing)
    if key not in _TEMPLATES:
        if len(_TEMPLATES) >= _KEPT:
            _TEMPLATES.clear()
        name, content = template
        with tempfile.TemporaryDirectory(prefix="qijin-template-") as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            _TEMPLATES[key] = compile_template(path, missing=missing)
    return _TEMPLATES[key]


def begin_worker() -> None:
    """Ends this process when the one that started it is gone, even killed; a pool's workers would wait for ever.

    Ctrl-C is left to the one that started it.
    """
    from multiprocessing import connection, parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
