"""Whether a package arrived as it was sent: each volume against its list of sums, all volumes against each other.

The sums find what was damaged or lost on the way. They are no signature: whoever changes a file on purpose can
change its sum too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.errors import Place, Problem, Severity, errors_among, os_reason
from qijin_docs.handover import listed
from qijin_docs.handover.opened import BROKEN, RESEND, Opened, RefusedError, opened
from qijin_docs.handover.sums import SUMS, read, sum_of
from qijin_docs.manifest import FILE_NAME

_LARGEST_LIST = 32 << 20
#: What systems leave behind in a folder that somebody looks into.
_LEFT_BEHIND = ("Thumbs.db", "desktop.ini", ".DS_Store")


@dataclass(frozen=True, slots=True)
class Verified:
    """What :func:`verify` found.

    Args:
        files: number of files that the lists of sums name.
        volumes: the numbers of the volumes that were looked at.
        of: how many volumes the package has; 0 if it does not say.
        problems: what is wrong; a warning is nothing that was lost.
    """

    files: int
    volumes: tuple[int, ...]
    of: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether everything that was looked at is as it was sent."""
        return not errors_among(self.problems)

    @property
    def complete(self) -> bool:
        """Whether all volumes were looked at."""
        return len(self.volumes) == self.of


def verify(*paths: str | Path) -> Verified:
    """Hold a package against its lists; nothing is unpacked or changed.

    Args:
        paths: the folder or zip; of a package in several volumes all of them, or the folder they lie in, or one
            to look at it alone.

    Returns:
        ``verify.no_package``, ``verify.bad_zip``, ``verify.no_list``, ``verify.bad_line``, ``verify.changed``,
        ``verify.missing``, ``verify.extra``, ``verify.unreadable``, ``verify.list_differs`` of each volume;
        ``verify.other_package``, ``verify.volume_twice``, ``verify.volume_missing`` of several, as problems.
    """
    targets = [found for path in paths for found in _volumes_in(Path(path))]
    volumes = [_looked_at(target) for target in targets]
    known = [v.listed for v in volumes if v.listed is not None]
    problems = [p for v in volumes for p in v.problems]
    problems += _among(volumes, alone=targets == [Path(p) for p in paths] and len(paths) == 1)
    return Verified(
        sum(v.files for v in volumes),
        tuple(sorted({k.volume for k in known})),
        max((k.volumes for k in known), default=0),
        tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Volume:
    """One zip or folder: where it lies, how many files its sums name, what its list says, what is wrong."""

    target: Path
    files: int
    listed: listed.Listed | None
    problems: tuple[Problem, ...]


def _volumes_in(target: Path) -> Iterator[Path]:
    """The package itself, or the packages that lie in a folder; what else lies there is none of our business."""
    if not target.is_dir() or (target / SUMS).is_file():
        yield target
        return
    found = [p for p in sorted(target.iterdir()) if (p / SUMS).is_file() or _is_package(p)]
    yield from found or [target]


def _is_package(path: Path) -> bool:
    """Whether a file is a zip with a list of sums, or one that is too damaged to tell."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with opened(path) as package:
            return SUMS in package.names
    except RefusedError:
        return True


def _looked_at(target: Path) -> _Volume:
    try:
        with opened(target) as package:
            return _compared(target, package)
    except RefusedError as refused:
        return _Volume(target, 0, None, refused.problems)
    except OSError as exc:
        message, hint = f"读不出来：{os_reason(exc)}", "请换一台机器或光驱再试"
        return _Volume(target, 0, None, (Problem("verify.unreadable", message, Place(str(target)), hint),))
    except BROKEN:  # of the list itself; what is wrong with a member is found below
        return _Volume(
            target, 0, None, (Problem("verify.bad_zip", f"读不出“{SUMS}”", Place(str(target)), RESEND),)
        )


def _compared(target: Path, package: Opened) -> _Volume:
    where = str(target)
    if SUMS not in package.names:
        message, hint = f"里面没有“{SUMS}”，无法核对", "请确认选的是整个包"
        return _Volume(target, 0, None, (Problem("verify.no_list", message, Place(where), hint),))
    with package.names[SUMS]() as stream:
        sums, bad = read(stream.read(_LARGEST_LIST))
    problems = [
        Problem("verify.bad_line", "这一行不是“校验值  文件名”", Place(f"{where}/{SUMS}", line=n), RESEND)
        for n in bad
    ]
    for name, value in sorted(sums.items()):
        problems += _against(name, value, package, where)
    for name in sorted(set(package.names) - set(sums) - {SUMS}):
        problems.append(_extra(name, where))
    said = None
    if FILE_NAME in sums and not any(p.place.where == FILE_NAME for p in problems):
        with package.names[FILE_NAME]() as stream:
            said = listed.read(stream.read(_LARGEST_LIST))
        if said is None or said.sums != {n: v for n, v in sums.items() if n != FILE_NAME}:
            message = f"“{FILE_NAME}”与“{SUMS}”说的不一样"
            problems.append(Problem("verify.list_differs", message, Place(where, FILE_NAME), RESEND))
    return _Volume(target, len(sums), said, tuple(problems))


def _against(name: str, value: str, package: Opened, where: str) -> Iterator[Problem]:
    if name not in package.names:
        yield Problem("verify.missing", "缺这个文件", Place(where, name), RESEND)
        return
    try:
        with package.names[name]() as stream:
            same = sum_of(stream) == value
    except BROKEN:
        same = False
    except OSError as exc:
        message, hint = f"读不出来：{os_reason(exc)}", "请换一台机器或光驱再试"
        yield Problem("verify.unreadable", message, Place(where, name), hint)
        return
    if not same:
        yield Problem("verify.changed", "内容与打包时不同", Place(where, name), RESEND)


def _extra(name: str, where: str) -> Problem:
    if name.rpartition("/")[2] in _LEFT_BEHIND:
        message, hint = "系统留下的文件，打包时没有", "不是报送材料，可以删去"
        return Problem("verify.extra", message, Place(where, name), hint, Severity.WARNING)
    message, hint = "多出来的文件，打包时没有", "请核对来历，不要当作报送材料"
    return Problem("verify.extra", message, Place(where, name), hint)


def _among(volumes: list[_Volume], *, alone: bool) -> Iterator[Problem]:
    """Whether the volumes belong together and all are there."""
    known = [(v, v.listed) for v in volumes if v.listed is not None]
    if not known:
        return
    first = known[0][1]
    seen: dict[int, Path] = {}
    for volume, said in known:
        where = Place(str(volume.target))
        if said.set_id != first.set_id:
            yield Problem("verify.other_package", "不是同一个包的一卷", where, "请分开核对")
        elif said.volume in seen:
            message = f"第{said.volume}卷有两份，另一份是{seen[said.volume].name}"
            yield Problem("verify.volume_twice", message, where, "请只留一份，并找齐其余各卷")
        seen.setdefault(said.volume, volume.target)
    lacking = [n for n in range(1, first.volumes + 1) if n not in seen]
    if lacking:
        yield Problem(
            "verify.volume_missing",
            f"共{first.volumes}卷，没有看到第{'、'.join(map(str, lacking))}卷",
            Place(str(known[0][0].target)),
            "请把各卷一并核对" if alone else "请找齐各卷",
            Severity.WARNING if alone else Severity.ERROR,
        )
