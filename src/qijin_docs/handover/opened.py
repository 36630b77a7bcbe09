"""A package as the receiver has it: a folder, or a zip, whoever copied or zipped it again. Nothing is unpacked.

What no package of ours has is refused before anything is read: names that lead out, two of one name, locked files,
bombs.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qijin_docs.errors import Place, Problem, os_reason
from qijin_docs.handover.sums import SUMS, is_inside

#: What reading a damaged member can raise.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
RESEND = "请重新复制或请对方重发"
_RATIO, _RATIO_FROM = 250, 8 << 20
_MEMBERS = 50_000
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that can be read.

    Args:
        names: path → how to open it.
    """

    names: Mapping[str, Callable[[], IO[bytes]]]


class RefusedError(Exception):
    """Why a package cannot be read at all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(problems)


@contextmanager
def opened(target: Path) -> Iterator[Opened]:
    """Open a package.

    Args:
        target: the folder or zip.

    Raises:
        RefusedError: ``verify.no_package``, ``verify.bad_zip``, ``verify.unreadable``.
    """
    if target.is_dir():
        files = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if not p.is_dir()}
        yield Opened({name: _opener(path) for name, path in files.items()})
        return
    if not target.is_file():
        raise RefusedError(
            (Problem("verify.no_package", "没有这个文件或文件夹", Place(str(target)), "请核对路径"),)
        )
    try:
        archive = zipfile.ZipFile(target)
    except BROKEN:
        raise RefusedError((_half(target),)) from None
    except OSError as exc:
        message, hint = f"读不出来：{os_reason(exc)}", "请换一台机器或光驱再试"
        raise RefusedError((Problem("verify.unreadable", message, Place(str(target)), hint),)) from None
    with archive:
        if archive.infolist() and min(e.header_offset for e in archive.infolist()) > 0:
            # Of half a zip of ours, Python finds the directory of a document inside and takes it for the whole.
            raise RefusedError((_half(target),))
        faults = _hostile(archive.infolist(), target)
        if faults:
            raise RefusedError(faults)
        members = {_name_of(e): e for e in archive.infolist() if not e.is_dir()}
        inside = _without_top(members)
        yield Opened({name: _member_opener(archive, entry) for name, entry in inside.items()})


def _half(target: Path) -> Problem:
    return Problem("verify.bad_zip", "不是完整的 zip 包，读不到目录", Place(str(target)), RESEND)


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    def open_it() -> IO[bytes]:
        if not path.is_file():  # a pipe would never end, a dangling link has nothing
            raise FileNotFoundError(path)
        return path.open("rb")

    return open_it


def _member_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(entry)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name; Windows writes Chinese ones in GBK and does not say so when somebody zips a folder again."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gbk"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _without_top(members: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The members as they were packed, where somebody zipped the folder they lay in."""
    tops = {name.partition("/")[0] for name in members}
    if SUMS in members or len(tops) != 1:
        return members
    (top,) = tops
    return {name.removeprefix(f"{top}/"): entry for name, entry in members.items()}


def _hostile(entries: list[zipfile.ZipInfo], target: Path) -> tuple[Problem, ...]:
    def problem(what: str, name: str | None = None) -> Problem:
        return Problem("verify.bad_zip", what, Place(str(target), name), "这不是打包时的样子，不要解开它")

    if len(entries) > _MEMBERS:
        return (problem(f"包里有{len(entries)}个文件，超过上限{_MEMBERS}个"),)
    found: list[Problem] = []
    if sum(e.compress_size for e in entries) > target.stat().st_size:
        found.append(problem("包里的文件占用同一段数据，像是压缩炸弹"))
    seen: set[str] = set()
    for entry in entries:
        name = _name_of(entry)
        if not is_inside(name.removesuffix("/")) or not is_inside(entry.orig_filename.removesuffix("/")):
            found.append(problem("文件名指到包外", name))
        if name.casefold() in seen:
            found.append(problem("包里有两个同名文件", name))
        seen.add(name.casefold())
        if entry.flag_bits & 0x1:
            found.append(problem("文件加了密，无法核对", name))
        if entry.file_size >= _RATIO_FROM and entry.file_size > _RATIO * entry.compress_size:
            found.append(problem(f"解压后膨胀超过{_RATIO}倍，像是压缩炸弹", name))
    return tuple(found)
