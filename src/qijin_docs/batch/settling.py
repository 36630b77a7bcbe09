"""The last step of a batch: every document comes to its name, as the list of contents in the staging says.

First the list is written beside the documents (:mod:`.staging`), then each file is renamed, then the list takes
its place. Whoever is killed in between is taken up again by :func:`settle`, which does only what is left to do.

The list is read in stretches, by workers where there are any, for renaming a million files takes its time. A
worker renames what nothing stands in the way of; the lines of the others it gives back, and the command alone
judges them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qijin_docs.batch.index import Index
from qijin_docs.batch.journal import CONTENTS, cannot_write, read_contents
from qijin_docs.batch.names import free_name, same_name_key
from qijin_docs.batch.pool import Pool, anywhere
from qijin_docs.batch.staging import Staging, digest_of

#: Bytes of the list of contents in a stretch: about a thousand documents.
STRETCH = 1 << 18


@dataclass(slots=True)
class Settled:
    """What :func:`settle` did.

    Args:
        kept: files that somebody had changed by hand and that were set aside, old name → new name.
        returned: the file of bad rows.
    """

    kept: dict[str, str] = field(default_factory=dict)
    returned: Path | None = None


def settle(folder: Path, staging: Staging, index: Index, pool: Pool | None = None) -> Settled:
    """Bring every document to its name; safe to repeat.

    Args:
        folder: the output folder.
        pool: whose workers rename; this process does if ``None``.

    Raises:
        OutputError: ``output.write_failed``.
    """
    settled = Settled()
    try:
        for blocked in _stretches(folder, staging, pool):
            for line in blocked:
                _settle_one(folder, staging, index, line, settled)
        returned = staging.returned()
        if returned is not None:
            settled.returned = folder / returned.name
            if settled.returned.exists():
                settled.returned = free_name(settled.returned, "{}")
            returned.replace(settled.returned)
        (staging.folder / CONTENTS).replace(folder / CONTENTS)
        staging.remove()
    except FileNotFoundError as error:
        # A document of the list is gone: without the list the next run makes it again.
        with suppress(OSError):
            (staging.folder / CONTENTS).unlink()
        raise cannot_write(folder, error) from error
    except OSError as error:
        raise cannot_write(folder, error) from error
    return settled


def _stretches(folder: Path, staging: Staging, pool: Pool | None) -> Iterator[list[dict[str, Any]]]:
    """What each stretch of the list leaves to be judged."""
    size = (staging.folder / CONTENTS).stat().st_size
    fresh = all(file == staging.folder for file in folder.iterdir())
    calls = ((folder, staging, start, start + STRETCH, fresh) for start in range(0, size, STRETCH))
    if pool is None or size <= STRETCH:
        return (rename_stretch(*call) for call in calls)
    return anywhere(rename_stretch, calls, pool)


def rename_stretch(
    folder: Path, staging: Staging, start: int, stop: int, fresh: bool
) -> list[dict[str, Any]]:
    """Rename the documents of the lines that begin in these bytes of the list.

    Args:
        fresh: nothing was in the output folder: to ask of every file would take as long as renaming it.

    Returns:
        The lines of documents under whose name there is another file, and of those with a PDF.

    Raises:
        OSError: the folder refuses a file, or a document is neither here nor there.
    """
    blocked, parents = [], set()
    pdfs = (staging.folder / "pdf").is_dir()
    for line in read_contents(staging.folder / CONTENTS, start, stop):
        key, name = line["键"], line["文件"]
        parent = name.rpartition("/")[0]
        if parent not in parents:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            parents.add(parent)
        # Text and os: pathlib takes twice as long, and this is done a million times.
        made, target = staging.made(key), f"{folder}/{name}"
        there = not fresh and os.path.lexists(target)
        if not there:
            try:
                os.replace(made, target)  # noqa: PTH105
            except FileNotFoundError:
                # Brought by a worker that was lost before it could say so.
                if not os.path.lexists(target):
                    raise
        # One that is there was brought before, by a run that was stopped or because nothing has changed, unless
        # a new one waits.
        if (there and os.path.lexists(made)) or (pdfs and staging.pdf(key).is_file()):
            blocked.append(line)
    return blocked


def _settle_one(folder: Path, staging: Staging, index: Index, line: dict[str, Any], settled: Settled) -> None:
    """Bring a document and its PDF to a name under which there may be others."""
    key, name = line["键"], line["文件"]
    if staging.file(key).is_file():
        _set_aside(folder, name, index, line, settled)
        # Of the old document: beside the new one it would be wrong.
        _set_pdf_aside(folder, name, index, line, settled)
        staging.file(key).replace(folder / name)
    if staging.pdf(key).is_file():
        _set_pdf_aside(folder, name, index, line, settled)
        staging.pdf(key).replace((folder / name).with_suffix(".pdf"))


def _set_aside(folder: Path, name: str, index: Index, line: dict[str, Any], settled: Settled) -> None:
    """Another name for a file that is neither what an earlier run made nor what this one makes."""
    before = index.earlier(same_name_key(name)) or {}
    if digest_of(folder / name) not in (before.get("sha256"), line["sha256"]):
        _rename(folder, folder / name, settled)


def _set_pdf_aside(folder: Path, name: str, index: Index, line: dict[str, Any], settled: Settled) -> None:
    """No PDF of the old document beside the new one; a PDF that no run has made gets another name."""
    pdf = (folder / name).with_suffix(".pdf")
    if not pdf.is_file() or digest_of(pdf) == line.get("pdf"):
        return
    if digest_of(pdf) == (index.earlier(same_name_key(name)) or {}).get("pdf"):
        pdf.unlink()
    else:
        _rename(folder, pdf, settled)


def _rename(folder: Path, file: Path, settled: Settled) -> None:
    aside = free_name(file, "（手工改过{}）")
    file.rename(aside)
    settled.kept[file.relative_to(folder).as_posix()] = aside.relative_to(folder).as_posix()
