"""Where documents end up besides a folder: one zip, one document, a single file; and PDFs of them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Lock

from qijin_docs.batch.index import Entry, Index
from qijin_docs.batch.journal import cannot_write
from qijin_docs.batch.names import free_name
from qijin_docs.batch.staging import Staging, earlier_pdf, final_name

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
#: Documents that one LibreOffice converts in one go; small enough that progress is seen.
_PDFS_AT_ONCE = 50


def finish_file(out: Path, staging: Staging, index: Index, *, merge: bool) -> Path | None:
    """Make the one file that was asked for from the documents in the staging; give the table of bad rows.

    Raises:
        OutputError: ``output.write_failed``.
        DataError: ``batch.merge_…``, see :mod:`.merged`.
    """
    scratch = staging.folder / "out.part"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.suffix.lower() == ".zip":
            _write_zip(scratch, staging, index)
        elif merge and index.count() > 1:
            from qijin_docs.batch.merged import merge_documents

            merge_documents(scratch, [Path(entry.file) for entry in index.entries()], out.name)
        else:
            shutil.copyfile(next(index.entries()).file, scratch)
        pdf = None if out.suffix.lower() == ".zip" else _single_pdf(staging, index, scratch, merge=merge)
        scratch.replace(out)
        if pdf is not None:
            pdf.replace(out.with_suffix(".pdf"))
        returned = staging.returned()
        if returned is not None:
            target = out.with_name(f"{out.stem} {returned.name}")
            target = free_name(target, "{}") if target.exists() else target
            returned.replace(target)
            returned = target
        staging.remove()
    except OSError as error:
        if hasattr(error, "problems"):
            raise
        raise cannot_write(out, error) from error
    return returned


def _write_zip(scratch: Path, staging: Staging, index: Index) -> None:
    """Same documents, same bytes: the order of the records, no clock. Documents are zips, so they are stored."""
    with zipfile.ZipFile(scratch, "w") as package:
        for entry in index.entries():
            pdf = staging.pdf(entry.key)
            for file, name in ((Path(entry.file), entry.name), (pdf, entry.name.rpartition(".")[0] + ".pdf")):
                if file.is_file():
                    info = zipfile.ZipInfo(name, _FIRST_DAY)
                    info.external_attr = 0o644 << 16
                    package.writestr(info, file.read_bytes())


def _single_pdf(staging: Staging, index: Index, scratch: Path, *, merge: bool) -> Path | None:
    first = staging.pdf(next(index.entries()).key)
    if not first.is_file():
        return None
    if not merge or index.count() == 1:
        return first
    from qijin_docs.office import to_pdf

    whole = staging.folder / ("whole" + staging.suffix)
    shutil.copyfile(scratch, whole)
    return to_pdf(whole, staging.folder / "pdf")[0]


def make_pdfs(
    out: Path, staging: Staging, index: Index, width: int, progress: Callable[[int, int], object]
) -> None:
    """A PDF for every document, through several LibreOffices at once; those that are there already stay.

    Raises:
        OfficeError: LibreOffice is missing or failed; the PDFs that were made stay for the next try.
        OutputError: the folder cannot be written.
    """
    from qijin_docs.office.convert import is_whole_pdf, to_pdf

    def work(entries: list[Entry]) -> int:
        files = []
        for entry in entries:
            file = staging.file(entry.key)
            if is_whole_pdf(staging.pdf(entry.key)):
                continue
            with asking:
                name = final_name(entry, spread=bool(index.spread))
                if index.has_earlier() and earlier_pdf(out, name, entry.sha256, index):
                    continue
            if not file.is_file():
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(entry.file, file)
            files.append(file)
        if files:
            to_pdf(files, staging.folder / "pdf")
        return len(entries)

    asking = Lock()
    entries, total, done = index.entries(), index.count(), 0
    batches: list[list[Entry]] = []
    size = max(1, min(_PDFS_AT_ONCE, -(-total // width)))
    with ThreadPoolExecutor(width) as pool:
        while True:
            batches = [b for _ in range(width) if (b := list(islice(entries, size)))]
            if not batches:
                return
            for count in pool.map(work, batches):
                done += count
                progress(done, total)
