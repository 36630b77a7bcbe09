"""Nothing stays behind: a small shell that ends LibreOffice when whoever started it is gone, even killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# The other end of its standard input is held by the one it waits for, and closed by the system with that one.
_WAIT = 'while read -r line; do :; done; kill -s KILL -- "-$1" 2>/dev/null; rm -rf -- "$2"'


def begin_guard(process: subprocess.Popen[bytes], folder: Path) -> subprocess.Popen[bytes] | None:
    """Have a program of its own group ended, and its folder removed, when this process is gone.

    Args:
        process: the program, see :func:`~.program.start_program`.
        folder: what it has written.

    Returns:
        The guard, for :func:`end_guard`; ``None`` on Windows, which has no such shell.
    """
    if sys.platform == "win32":
        return None
    return subprocess.Popen(  # noqa: S603 - the system's shell, with a text of ours
        ["/bin/sh", "-c", _WAIT, "qijin-guard", str(process.pid), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end_guard(guard: subprocess.Popen[bytes] | None) -> None:
    """There is nothing to guard any more."""
    if guard is not None:
        guard.kill()
        guard.wait()
        assert guard.stdin is not None
        guard.stdin.close()
