"""Which LibreOffice there is, and running it so that it can be stopped with everything it started."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.errors import OfficeError, Place, Problem

#: Names on PATH. On Windows soffice.com is the one that waits and prints.
NAMES = ("soffice.com", "soffice") if sys.platform == "win32" else ("soffice", "libreoffice")

#: Where installers put it without telling PATH; patterns below the root of the file system.
USUAL_PLACES = (
    "usr/lib/libreoffice/program/soffice",
    "usr/lib64/libreoffice/program/soffice",
    "usr/local/bin/soffice",
    "opt/libreoffice*/program/soffice",
    "snap/bin/libreoffice",
    "Applications/LibreOffice.app/Contents/MacOS/soffice",
    "Program Files/LibreOffice/program/soffice.com",
    "Program Files (x86)/LibreOffice/program/soffice.com",
)

#: Arguments of every call: no windows, no questions about an earlier crash.
QUIET = ("--headless", "--norestore", "--nologo", "--nolockcheck")

INSTALL_HINT = (
    "请安装 LibreOffice。Debian、Ubuntu：sudo apt install libreoffice-writer-nogui libreoffice-calc-nogui；"
    "macOS：brew install --cask libreoffice；Windows：winget install TheDocumentFoundation.LibreOffice"
)


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended.

    Args:
        returncode: exit code; negative: the signal that ended it; None: stopped, because it took too long.
        output: what it wrote to stdout and stderr.
    """

    returncode: int | None
    output: str


def find_soffice(soffice: str | Path | None = None, *, root: Path | None = None) -> Path:
    """The LibreOffice to use: the one asked for, else from PATH, else from the usual places.

    Args:
        soffice: path or name of the program, if a certain one is wanted; no other is taken then.
        root: where the usual places are looked for; the root of the file system if not given.

    Raises:
        OfficeError: ``office.missing``.
    """
    if soffice is not None:
        found = shutil.which(soffice)
        if found is None:
            message = f"没有这个 LibreOffice 程序，或不能运行：{soffice}"
            raise OfficeError(Problem("office.missing", message, Place(str(soffice)), INSTALL_HINT))
        return Path(found)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    root = root or Path(Path(sys.executable).anchor)
    for pattern in USUAL_PLACES:
        # The newest of several: /opt/libreoffice24.8 before /opt/libreoffice7.6.
        for place in sorted(root.glob(pattern), key=_version_in, reverse=True):
            if os.access(place, os.X_OK):
                return place
    raise OfficeError(Problem("office.missing", "没有找到 LibreOffice", hint=INSTALL_HINT))


def office_version(soffice: str | Path | None = None, *, timeout: float = 60) -> str:
    """The version as LibreOffice gives it: ``7.4.7.2``.

    Raises:
        OfficeError: ``office.missing``, ``office.timeout``, ``office.failed``.
    """
    program = find_soffice(soffice)
    with tempfile.TemporaryDirectory(prefix="qijin-office-", ignore_cleanup_errors=True) as scratch:
        command = [str(program), profile_argument(Path(scratch, "profile")), "--headless", "--version"]
        finished = run_program(command, folder=Path(scratch), timeout=timeout)
    if found := re.search(r"\d+(\.\d+)+", finished.output):
        return found[0]
    raise OfficeError(failure(finished, Place(str(program)), timeout))


def profile_argument(profile: Path) -> str:
    """The argument that keeps LibreOffice away from the user's own profile and running windows."""
    return f"-env:UserInstallation={profile.absolute().as_uri()}"


def run_program(
    command: Sequence[str], *, folder: Path, timeout: float, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run a program to its end, or stop it and all its children after ``timeout`` seconds.

    Args:
        command: program and arguments.
        folder: working directory; the output is gathered in a file there.
        timeout: seconds.
        environment: variables that are set on top of those of this process.
    """
    log = folder / "output.txt"
    process = start_program(command, log=log, environment=environment)
    returncode: int | None
    try:
        returncode = process.wait(timeout)
    except subprocess.TimeoutExpired:
        returncode = None
    finally:
        # Also after an interrupt, and for helpers that outlive the program itself.
        stop_program(process)
    return Finished(returncode, log.read_text(encoding="utf-8", errors="replace"))


def start_program(
    command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a group of its own, so that :func:`stop_program` ends it with all its children.

    Args:
        command: program and arguments.
        log: the file its output is gathered in; it works in the folder of it.
        environment: variables that are set on top of those of this process.
    """
    # A file, not a pipe: a child that outlives its parent would hold the pipe open for ever.
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - the program is the one that was asked for, no shell
            command,
            cwd=log.parent,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def failure(finished: Finished, place: Place, timeout: float) -> Problem:
    """In words, why there is no result."""
    if finished.returncode is None:
        message = f"LibreOffice 在 {timeout:.0f} 秒内没有完成，已停止"
        return Problem("office.timeout", message, place, "请检查文件能否在 LibreOffice 中打开，或把时限放宽")
    lines = [line.strip() for line in finished.output.splitlines()]
    # Debian's build says that there is no Java, whether it needs one or not.
    said = "；".join([line for line in lines if line and "javaldx" not in line][-2:]) or "没有说明"
    if finished.returncode == 0:
        message = f"LibreOffice 没有生成完整的 PDF（{said}）"
        return Problem(
            "office.no_output", message, place, "文件可能已损坏或加了密码，请用 LibreOffice 打开检查"
        )
    message = f"LibreOffice 异常结束，返回码 {finished.returncode}（{said}）"
    return Problem("office.failed", message, place, "请用 LibreOffice 打开这个文件检查，或升级 LibreOffice")


def _version_in(place: Path) -> list[int]:
    """The numbers in a path, to be compared as numbers."""
    return [int(number) for number in re.findall(r"\d+", str(place))]


def stop_program(process: subprocess.Popen[bytes]) -> None:
    """End the program and every process of its group."""
    if sys.platform == "win32":
        taskkill = shutil.which("taskkill")
        if process.poll() is None and taskkill is not None:
            subprocess.run([taskkill, "/F", "/T", "/PID", str(process.pid)], check=False)  # noqa: S603
    else:
        # The group keeps the id of its first process when that one has ended. macOS answers "not permitted"
        # when only ended processes are left in it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
