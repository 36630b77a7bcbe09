"""Whether a package arrived as it was sent: a folder, a disc or a zip against its list of sums."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qijin_docs.errors import Place, Problem, os_reason
from qijin_docs.handover.sums import SUMS, is_inside, read, sum_of

_RATIO, _RATIO_FROM = 250, 8 << 20
_MEMBERS = 50_000
_LARGEST_LIST = 32 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What :func:`verify` found.

    Args:
        files: number of files that the list of sums names.
        problems: what is wrong; empty if the package is whole.
    """

    files: int
    problems: tuple[Problem, ...]


def verify(path: str | Path) -> Verified:
    """Hold a package against its list of sums; nothing is unpacked.

    Args:
        path: the folder or zip.

    Returns:
        ``verify.no_package``, ``verify.bad_zip``, ``verify.no_list``, ``verify.bad_line``, ``verify.changed``,
        ``verify.missing``, ``verify.extra``, ``verify.unreadable`` as problems.
    """
    target = Path(path)
    if target.is_dir():
        names = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if not p.is_dir()}
        return _compared(str(target), frozenset(names), lambda name: names[name].open("rb"))
    if not target.is_file():
        hint = "请核对路径"
        return Verified(0, (Problem("verify.no_package", "没有这个文件或文件夹", Place(str(target)), hint),))
    try:
        with zipfile.ZipFile(target) as archive:
            faults = _hostile(archive.infolist(), target)
            if faults:
                return Verified(0, faults)
            members = {e.filename: e for e in archive.infolist() if not e.is_dir()}
            return _compared(str(target), frozenset(members), lambda name: archive.open(members[name]))
    except _BROKEN:
        message, hint = "不是完整的 zip 包，读不到目录", "请重新复制或请对方重发"
        return Verified(0, (Problem("verify.bad_zip", message, Place(str(target)), hint),))
    except OSError as exc:
        message, hint = f"读不出来：{os_reason(exc)}", "请换一台机器或光驱再试"
        return Verified(0, (Problem("verify.unreadable", message, Place(str(target)), hint),))


def _hostile(entries: list[zipfile.ZipInfo], target: Path) -> tuple[Problem, ...]:
    """Members that no package of ours has: names that lead out, two of one name, bombs, locked ones."""

    def problem(what: str, name: str | None = None) -> Problem:
        return Problem("verify.bad_zip", what, Place(str(target), name), "这不是打包时的样子，不要解开它")

    found: list[Problem] = []
    if len(entries) > _MEMBERS:
        return (problem(f"包里有{len(entries)}个文件，超过上限{_MEMBERS}个"),)
    if sum(e.compress_size for e in entries) > target.stat().st_size:
        found.append(problem("包里的文件占用同一段数据，像是压缩炸弹"))
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if not is_inside(name.removesuffix("/")):
            found.append(problem("文件名指到包外", name))
        if name.casefold() in seen:
            found.append(problem("包里有两个同名文件", name))
        seen.add(name.casefold())
        if entry.flag_bits & 0x1:
            found.append(problem("文件加了密，无法核对", name))
        if entry.file_size >= _RATIO_FROM and entry.file_size > _RATIO * entry.compress_size:
            found.append(problem(f"解压后膨胀超过{_RATIO}倍，像是压缩炸弹", name))
    return tuple(found)


def _compared(package: str, names: frozenset[str], opened: Callable[[str], IO[bytes]]) -> Verified:
    resend = "请重新复制或请对方重发"
    if SUMS not in names:
        message = f"里面没有“{SUMS}”，无法核对"
        return Verified(0, (Problem("verify.no_list", message, Place(package), "请确认选的是整个包"),))
    with opened(SUMS) as stream:
        sums, bad = read(stream.read(_LARGEST_LIST))
    problems = [
        Problem("verify.bad_line", "这一行不是“校验值  文件名”", Place(SUMS, line=number), resend)
        for number in bad
    ]
    problems += _against(sums, names, opened, resend)
    problems += [
        Problem("verify.extra", "多出来的文件，打包时没有", Place(name), "请核对来历，不要当作报送材料")
        for name in sorted(names - set(sums) - {SUMS})
    ]
    return Verified(len(sums), tuple(problems))


def _against(
    sums: Mapping[str, str], names: frozenset[str], opened: Callable[[str], IO[bytes]], resend: str
) -> list[Problem]:
    problems: list[Problem] = []
    for name, value in sorted(sums.items()):
        if name not in names:
            problems.append(Problem("verify.missing", "缺这个文件", Place(name), resend))
            continue
        try:
            with opened(name) as stream:
                same = sum_of(stream) == value
        except _BROKEN:
            same = False
        except OSError as exc:
            problems.append(
                Problem(
                    "verify.unreadable", f"读不出来：{os_reason(exc)}", Place(name), "请换一台机器或光驱再试"
                )
            )
            continue
        if not same:
            problems.append(Problem("verify.changed", "内容与打包时不同", Place(name), resend))
    return problems
