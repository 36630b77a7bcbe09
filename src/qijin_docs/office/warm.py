"""A LibreOffice that stays: started once, it converts one file after another without starting again.

A second call of the program with the same profile hands its work to the one that runs and waits until it is
done; that call is a small program and costs hundredths of a second. The one that runs ends itself after a conversion if
it has no document open (seen with 7.4), so it is started with an empty text. When the lock file of that text appears,
requests are answered in their order.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from qijin_docs.errors import OfficeError, Place, Problem
from qijin_docs.office.convert import input_problem, is_whole_pdf
from qijin_docs.office.fonts import environment_for, fontconfig_text
from qijin_docs.office.guard import begin_guard, end_guard
from qijin_docs.office.profile import write_profile
from qijin_docs.office.program import (
    QUIET,
    Finished,
    failure,
    find_soffice,
    profile_argument,
    start_program,
    stop_program,
)

#: LibreOffice grows a little with every file; after so many it is started anew.
FILES_A_LIFE = 500
#: How long starting may take, and one file.
SECONDS_TO_START = 90.0
SECONDS_A_FILE = 60.0

_KEPT_OPEN = "open.txt"


class WarmOffice:
    """Converts files to PDF, one at a time, with a LibreOffice that is kept running. Use it in a ``with`` statement.

    It is started by the first conversion, or by :meth:`start` beforehand. If it hangs or crashes it is ended with
    everything it started, the error is raised, and the next conversion starts it anew. One object may be used by
    several threads; they wait for each other.

    Args:
        soffice: the program to use, see :func:`~qijin_docs.office.program.find_soffice`.
        timeout: seconds a file may take.
        fonts: folder of extra fonts, see :mod:`qijin_docs.office.fonts`.

    Raises:
        OfficeError: ``office.missing``.
    """

    def __init__(
        self, *, soffice: str | Path | None = None, timeout: float = SECONDS_A_FILE, fonts: Path | None = None
    ) -> None:
        self._program = find_soffice(soffice)
        self._timeout = timeout
        self._scratch = Path(tempfile.mkdtemp(prefix="qijin-office-"))
        fontconfig = self._scratch / "fonts.conf"
        fontconfig.write_text(fontconfig_text(fonts), encoding="utf-8")
        # It is stopped from outside and cannot clear up its own temporary files.
        self._environment = {**environment_for(fontconfig), "TMPDIR": str(self._scratch)}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._client: subprocess.Popen[bytes] | None = None
        self._room = self._scratch
        self._lives = 0
        self._converted = 0
        self._closed = False

    def start(self) -> None:
        """Start it now, so that the first conversion need not wait.

        Raises:
            OfficeError: ``office.timeout``, ``office.failed``: it does not start.
        """
        with self._lock:
            self._running()

    def convert(self, file: str | Path) -> bytes:
        """A file as PDF.

        Args:
            file: of any kind LibreOffice opens.

        Raises:
            OfficeError: ``office.no_input``, ``office.not_a_document``, ``office.timeout``, ``office.failed``,
                ``office.no_output``; ``office.closed`` after :meth:`close`.
        """
        file = Path(file)
        problem = input_problem(file)
        if problem is not None:
            raise OfficeError(problem)
        with self._lock:
            self._running()
            return self._convert(file)

    def close(self) -> None:
        """End LibreOffice and remove everything it wrote; what is being converted is broken off."""
        self._closed = True
        # Not under the lock: whoever holds it waits for the very processes that are ended here.
        if self._client is not None:
            stop_program(self._client)
        self._end()
        with self._lock:
            self._end()
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _convert(self, file: Path) -> bytes:
        outbox = self._room / "out"
        shutil.rmtree(outbox, ignore_errors=True)
        outbox.mkdir()
        # LibreOffice writes its lock file beside what it opens.
        copy = self._room / "in" / f"document{file.suffix}"
        shutil.copyfile(file, copy)
        said = self._log().stat().st_size
        client = self._client = start_program(
            [*self._command(), "--convert-to", "pdf", "--outdir", str(outbox), str(copy)],
            log=self._room / "client.txt",
            environment=self._environment,
        )
        returncode: int | None
        try:
            returncode = client.wait(self._timeout)
        except subprocess.TimeoutExpired:
            returncode = None
        finally:
            self._client = None
            stop_program(client)
        pdf = outbox / "document.pdf"
        ended = self._process is None or self._process.poll() is not None
        self._converted += 1
        if returncode == 0 and is_whole_pdf(pdf):
            data = pdf.read_bytes()
            if ended or self._converted >= FILES_A_LIFE:
                self._end()
            return data
        with self._log().open("rb") as log:
            log.seek(said)
            output = log.read().decode("utf-8", "replace")
        if returncode == 0 and ended and self._process is not None:
            returncode = self._process.returncode or 1
        if returncode != 0:
            self._end()
        raise OfficeError(failure(Finished(returncode, output), Place(str(file)), self._timeout))

    def _running(self) -> None:
        """Start it if it does not run, and wait until it answers."""
        if self._closed:
            raise OfficeError(
                Problem("office.closed", "LibreOffice 已经关了", Place(str(self._program)), "重新开始")
            )
        if self._process is not None and self._process.poll() is None:
            return
        self._end()
        self._lives += 1
        self._converted = 0
        self._room = self._scratch / str(self._lives)
        (self._room / "in").mkdir(parents=True)
        write_profile(self._room / "profile")
        kept_open = self._room / _KEPT_OPEN
        kept_open.touch()
        process = start_program(
            [*self._command(), str(kept_open)],
            log=self._log(),
            environment=self._environment,
        )
        self._process = process
        self._guard = begin_guard(process, self._scratch)
        ready = kept_open.with_name(f".~lock.{_KEPT_OPEN}#")
        end = time.monotonic() + SECONDS_TO_START
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > end or self._closed:
                returncode = process.poll()
                self._end()
                output = self._log().read_text(encoding="utf-8", errors="replace")
                finished = Finished(1 if returncode == 0 else returncode, output)
                raise OfficeError(failure(finished, Place(str(self._program)), SECONDS_TO_START))
            time.sleep(0.02)

    def _end(self) -> None:
        process, self._process = self._process, None
        guard, self._guard = self._guard, None
        if process is not None:
            stop_program(process)
            _remove_pipe(self._room / "profile")
        end_guard(guard)

    def _log(self) -> Path:
        return self._room / "office.txt"

    def _command(self) -> list[str]:
        return [str(self._program), profile_argument(self._room / "profile"), *QUIET]


def _remove_pipe(profile: Path) -> None:
    """Remove the socket a LibreOffice leaves behind when it is stopped from outside; it is named by its profile."""
    if not hasattr(os, "getuid"):
        return
    address = profile.absolute().as_uri().encode("utf-16-le")
    digest = hashlib.md5(address, usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for folder in ("/tmp", "/var/tmp"):  # noqa: S108 - where LibreOffice puts it, whatever TMPDIR says
        with suppress(OSError):
            Path(folder, name).unlink()
