"""Files to PDF: copied into a scratch folder, converted many a call, checked one by one.

LibreOffice takes about a second to start and little more to convert, so many files go to one call. Each
call has its own throw-away profile: two on one profile lose files without a word (seen with 7.4: two of
four), and a user's open windows are left alone. The input is copied because LibreOffice writes its lock
files beside what it opens.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import zipfile
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qijin_docs.errors import OfficeError, OutputError, Place, Problem, os_reason
from qijin_docs.office.fonts import environment_for, fontconfig_text
from qijin_docs.office.profile import write_profile
from qijin_docs.office.program import QUIET, Finished, failure, find_soffice, profile_argument, run_program

#: LibreOffice prints whatever else it finds under these names as plain text, garbage included.
ZIPPED = frozenset({".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".odt", ".ods"})

#: Enough that starting costs nothing any more, few enough that a crash costs little.
FILES_A_CALL = 50

#: Time limit of a call. A call that was only slow loses nothing: what is left is converted in further calls.
SECONDS_TO_START = 90.0
SECONDS_A_FILE = 3.0


def to_pdf(
    files: str | Path | Sequence[str | Path],
    folder: str | Path,
    *,
    soffice: str | Path | None = None,
    timeout: float | None = None,
    fonts: Path | None = None,
) -> tuple[Path, ...]:
    """Convert files to PDF with LibreOffice.

    If a call crashes or hangs, the first file that is still without a PDF is converted again alone, and the
    others without it, so that one bad file costs nothing but itself.

    Args:
        files: one file, or many, of any kind LibreOffice opens.
        folder: where the PDFs go; made if it is not there. ``方案.docx`` becomes ``方案.pdf``; where
            two files share a stem, ``方案.docx.pdf`` and ``方案.xlsx.pdf``.
        soffice: the program to use, see :func:`~qijin_docs.office.program.find_soffice`.
        timeout: seconds for a call of LibreOffice; by default 90 and 3 for each file, of which
            a call has 50 at most.
        fonts: folder of extra fonts, see :mod:`qijin_docs.office.fonts`.

    Returns:
        The PDFs, in the order of the files.

    Raises:
        OfficeError: with a problem for every file that could not be converted (``office.missing``,
            ``office.no_input``, ``office.not_a_document``, ``office.same_name``, ``office.timeout``,
            ``office.failed``, ``office.no_output``). After the last three the PDFs of the other files
            are in the folder; before the others nothing was started.
        OutputError: ``output.cannot_write``, if the folder cannot be written.
    """
    inputs = [Path(files)] if isinstance(files, str | Path) else [Path(file) for file in files]
    targets = _targets(inputs, Path(folder))
    if problems := _input_problems(inputs, targets):
        raise OfficeError(problems)
    if not inputs:
        return ()
    target_of = dict(zip(inputs, targets, strict=True))
    program = find_soffice(soffice)
    failures: dict[Path, Problem] = {}

    with tempfile.TemporaryDirectory(prefix="qijin-office-", ignore_cleanup_errors=True) as scratch:
        room = _Room(program, Path(scratch), timeout, fontconfig_text(fonts))
        batches = deque(_batches(inputs))
        while batches:
            batch = batches.popleft()
            made, finished = room.convert(batch)
            for file, pdf in made.items():
                _deliver(pdf, target_of[file])
            left = [file for file in batch if file not in made]
            if left and len(batch) > 1:
                # LibreOffice goes through the files in order: the first one left is where it stopped.
                batches.extend(part for part in (left[:1], left[1:]) if part)
            elif left:
                failures[left[0]] = failure(finished, Place(str(left[0])), room.seconds(1))
    if failures:
        raise OfficeError(failures[file] for file in inputs if file in failures)
    return targets


class _Room:
    """A scratch folder in which LibreOffice is called, each time with a new profile."""

    def __init__(self, program: Path, scratch: Path, timeout: float | None, fontconfig: str) -> None:
        self._program = program
        self._scratch = scratch
        self._timeout = timeout
        self._calls = 0
        self._fontconfig = scratch / "fonts.conf"
        self._fontconfig.write_text(fontconfig, encoding="utf-8")

    def seconds(self, files: int) -> float:
        """How long a call with so many files may take."""
        return self._timeout if self._timeout is not None else SECONDS_TO_START + SECONDS_A_FILE * files

    def convert(self, files: Sequence[Path]) -> tuple[dict[Path, Path], Finished]:
        """One call: the files that became a whole PDF, with it, and how the call ended."""
        self._calls += 1
        room = self._scratch / str(self._calls)
        inbox, outbox, profile = room / "in", room / "out", room / "profile"
        inbox.mkdir(parents=True)
        outbox.mkdir()
        write_profile(profile)
        for file in files:
            shutil.copyfile(file, inbox / file.name)
        finished = run_program(
            [
                str(self._program),
                profile_argument(profile),
                *QUIET,
                *("--convert-to", "pdf", "--outdir", str(outbox)),
                *(str(inbox / file.name) for file in files),
            ],
            folder=room,
            timeout=self.seconds(len(files)),
            environment=environment_for(self._fontconfig),
        )
        made = {file: outbox / f"{file.stem}.pdf" for file in files}
        return {file: pdf for file, pdf in made.items() if is_whole_pdf(pdf)}, finished


def is_whole_pdf(pdf: Path) -> bool:
    """Whether the file is there, begins as a PDF and ends as one: a stopped program leaves half a file."""
    if not pdf.is_file():
        return False
    with pdf.open("rb") as stream:
        head = stream.read(5)
        stream.seek(max(0, pdf.stat().st_size - 1024))
        return head == b"%PDF-" and b"%%EOF" in stream.read()


def input_problem(file: Path) -> Problem | None:
    """What can be said of a file before LibreOffice is started."""
    place = Place(str(file))
    if not file.is_file():
        return Problem("office.no_input", "没有这个文件", place, "请核对文件名和所在文件夹")
    if file.suffix.lower() in ZIPPED and not zipfile.is_zipfile(file):
        message = f"文件内容不是 {file.suffix} 文档"
        return Problem("office.not_a_document", message, place, "文件可能已损坏，请重新取得或另存一份")
    return None


def _input_problems(files: Sequence[Path], targets: Sequence[Path]) -> list[Problem]:
    """What can be said of all files before LibreOffice is started."""
    problems = []
    times = Counter(target.name.casefold() for target in targets)
    for file, target in zip(files, targets, strict=True):
        problem = input_problem(file)
        if problem is None and times[target.name.casefold()] > 1:
            message = f"不止一个文件会转换成“{target.name}”，PDF 会互相覆盖"
            hint = "请改名，或分几次转换到不同的文件夹"
            problem = Problem("office.same_name", message, Place(str(file)), hint)
        if problem is not None:
            problems.append(problem)
    return problems


def _targets(files: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Where the PDF of each file will lie."""
    stems = Counter(file.stem.casefold() for file in files)
    return tuple(
        folder / f"{file.stem if stems[file.stem.casefold()] == 1 else file.name}.pdf" for file in files
    )


def _batches(files: Sequence[Path]) -> list[list[Path]]:
    """The files in as few calls as can be; stems differ in a call, for LibreOffice names the PDF by it."""
    batches: list[dict[str, Path]] = []
    for file in files:
        stem = file.stem.casefold()
        batch = next((batch for batch in batches if stem not in batch and len(batch) < FILES_A_CALL), None)
        if batch is None:
            batch = {}
            batches.append(batch)
        batch[stem] = file
    return [list(batch.values()) for batch in batches]


def _deliver(pdf: Path, target: Path) -> None:
    """Bring a finished PDF to its place in one step."""
    # Not the target's name: one of 80 Chinese characters leaves no room for anything more.
    part = target.with_name(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pdf, part)
        part.replace(target)
    except OSError as error:
        message = f"写不进去：{os_reason(error)}"
        hint = "请检查文件夹的权限和剩余空间"
        raise OutputError(Problem("output.cannot_write", message, Place(str(target)), hint)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
