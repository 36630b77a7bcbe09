"""``qijin fill`` as a function: a template and a table of data → a folder, a zip, one document, and PDFs.

The flow: records are read one by one and made by workers under the key of their content (:mod:`.staging`);
names are computed and compared; only if every row is right, or bad rows are to be left out, the documents get
their names. So there is one pass over the data, nothing half done is ever seen, and nothing done is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from qijin_docs.batch.filled import Filled, Wanted
from qijin_docs.batch.index import Entry, Index
from qijin_docs.batch.job import Outcome
from qijin_docs.batch.journal import CONTENTS, Journal, cannot_write, read_contents
from qijin_docs.batch.names import name_pattern
from qijin_docs.batch.pool import Pool
from qijin_docs.batch.records import Record, Records, is_error, open_records
from qijin_docs.batch.returned import BadRows, is_table, returned_suffix, write_returned
from qijin_docs.batch.rows import Duplicates, Rows
from qijin_docs.batch.run import filling_for
from qijin_docs.batch.settling import settle
from qijin_docs.batch.sinks import finish_file, make_pdfs
from qijin_docs.batch.staging import (
    Staging,
    load_earlier,
    returned_path,
    staging_beside,
    staging_in,
    write_contents,
)
from qijin_docs.batch.worker import Filling
from qijin_docs.errors import DataError, OutputError, Place, Problem, Severity
from qijin_docs.templating import compile_template
from qijin_docs.templating.missing import Missing

#: Bad rows, and warnings, that are named one by one; of the rest only the number is told. All are in the table.
MOST_BAD = 10_000

#: What fills a kind of template; loaded by the processes that will do it.
_ENGINES = {
    ".docx": "qijin_docs.templating.word.compile",
    ".xlsx": "qijin_docs.templating.excel.compile",
}

Progress = Callable[[str, int, int | None, int], None]


def fill(
    template: str | Path,
    data: str | Path,
    out: str | Path,
    *,
    name: str | None = None,
    missing: Missing = "error",
    duplicates: Duplicates = "error",
    keep_going: bool = False,
    resume: bool = False,
    dry_run: bool = False,
    executor: Executor | None = None,
    jobs: int | None = None,
    seconds: float = 60.0,
    pdf: bool = False,
    merge: bool = False,
    sheet: str | None = None,
    kind: str | None = None,
    progress: Progress | None = None,
) -> Filled:
    """Fill a template with every record of a file or folder of data.

    Args:
        template: .docx or .xlsx.
        data: see :func:`~.records.open_records`.
        out: a folder; a ``.zip``; a file with the template's ending for a single record, or with ``merge``.
        name: pattern of file names, ``{{ 市 }}/{{ 村名 }}``; ``序号`` is the record's number.
        missing: what a name without value does, as for ``compile_template``.
        duplicates: two records with one name: ``error``, or ``number`` for ``甲（2）.docx``.
        keep_going: leave bad rows out and give them back in a table instead of writing nothing.
        resume: go on in a folder that is not empty.
        dry_run: do everything but write.
        executor: where documents are made; processes if ``None``.
        jobs: how many processes; all cores if ``None``.
        seconds: time limit of one document.
        pdf: a PDF beside each document.
        merge: all records one after the other in one document.
        sheet: of a workbook.
        kind: English or Chinese name of a kind of document; its model checks each record, and the template gets
            everything an official one gets.
        progress: told what is being done, how many are done, of how many, how many are bad.

    Raises:
        DataError, TemplateError: nothing was written; all bad records at once.
        OutputError, OfficeError: what was done is kept for ``resume``. ``batch.no_worker``: in a script, call it
            under ``if __name__ == "__main__":``, for the processes import the script.
    """
    wanted = Wanted(
        Path(template), Path(data), Path(out), name, missing, duplicates, keep_going, resume, dry_run, seconds, pdf,
        merge, sheet, kind,
    )  # fmt: skip
    with Pool(executor, jobs) as pool:
        return _prepared(wanted, pool, progress)


def _prepared(wanted: Wanted, pool: Pool, progress: Progress | None) -> Filled:
    """Look at the template, the options and the output folder; then fill."""
    suffix = wanted.template.suffix.lower()
    if wanted.template.is_file() and suffix in _ENGINES:
        pool.begin(_ENGINES[suffix], *(["qijin_docs.batch.typed"] if wanted.kind else []))
    compile_template(wanted.template, missing=wanted.missing)  # its faults first, in this process
    pool.begun()  # before the output folder is touched: a process that runs its parent's script ends here
    kind = ""
    if wanted.kind is not None:
        from qijin_docs.batch.typed import kind_named

        kind = kind_named(wanted.kind).id
    filling = filling_for(wanted.template, missing=wanted.missing, seconds=wanted.seconds, kind=kind)
    if wanted.name is not None:
        filling = replace(filling, pattern=name_pattern(wanted.name, suffix))
    to_file = wanted.out.suffix.lower() in (suffix, ".zip") and not wanted.out.is_dir()
    staging = staging_beside(wanted.out, suffix) if to_file else staging_in(wanted.out, suffix)
    if not wanted.dry_run:
        _check_out(wanted, staging, to_file=to_file)
    records = open_records(wanted.data, sheet=wanted.sheet)
    journal = None if wanted.dry_run else Journal(staging.folder)
    index = Index()
    try:
        return _fill(wanted, filling, staging, records, (index, journal), pool, progress, to_file=to_file)
    finally:
        index.close()
        if journal is not None:
            journal.close()


def _fill(
    wanted: Wanted,
    filling: Filling,
    staging: Staging,
    records: Records,
    memory: tuple[Index, Journal | None],
    pool: Pool,
    progress: Progress | None,
    *,
    to_file: bool,
) -> Filled:
    index, journal = memory
    filled = Filled(wanted.out)
    if not to_file:
        load_earlier(wanted.out, index)
        if journal is not None and (staging.folder / CONTENTS).is_file():
            settle_again(wanted.out, staging, index, journal)  # stopped while documents got their names
    if journal is not None:
        # Believed by content alone, so there is no need to ask: mended rows and a second try find the others done.
        _remember(wanted.out, staging, index, journal)
    with BadRows() as bad:
        rows = Rows(filling, staging, index, write=not wanted.dry_run, duplicates=wanted.duplicates)
        for outcomes in rows.run(records, pool):
            _take(outcomes, filled, bad, index, journal)
            if progress is not None:
                progress("生成", filled.records, records.total, filled.bad_records)
        filled.made = index.count() - filled.reused
        _judge(wanted, filled, records)
        if journal is None:
            return filled
        journal.synchronise()
        _check_single(wanted, filled, to_file=to_file)
        if wanted.pdf:
            told = progress or (lambda *_: None)
            make_pdfs(wanted.out, staging, index, pool.width, lambda n, of: told("转PDF", n, of, 0))
        if bad.count:
            try:
                path = returned_path(staging, returned_suffix(wanted.data, bad.count))
                write_returned(path, bad, rerun=is_table(wanted.data))
            except OSError as error:
                raise cannot_write(staging.folder, error) from error
        if to_file:
            filled.returned = finish_file(wanted.out, staging, index, merge=wanted.merge)
        else:
            _publish(wanted, filling, staging, index, pool, filled)
    return filled


def _take(
    outcomes: list[tuple[Record, Outcome, Entry | None]],
    filled: Filled,
    bad: BadRows,
    index: Index,
    journal: Journal | None,
) -> None:
    """Remember what became of a chunk."""
    good = []
    for record, outcome, entry in outcomes:
        filled.records += 1
        filled.mended |= record.returned
        if entry is None:
            filled.bad_records += 1
            bad.add(record, outcome)
            if len(filled.bad) < MOST_BAD:
                filled.bad.append(outcome)
            continue
        good.append(entry)
        filled.reused += outcome.reused
        if outcome.problems:
            warnings = [p for p in outcome.problems if p.severity is Severity.WARNING]
            filled.problems += warnings[: MOST_BAD - len(filled.problems)]
            filled.warnings += len(warnings)
    index.add(good)
    if journal is not None:
        journal.add(good)


def _publish(
    wanted: Wanted, filling: Filling, staging: Staging, index: Index, pool: Pool, filled: Filled
) -> None:
    from qijin_docs import __version__

    head = (__version__, filling.template[0], filling.digest)
    filled.left_over, filled.replaced = write_contents(wanted.out, staging, index, head)
    settled = settle(wanted.out, staging, index, pool)
    filled.kept, filled.returned = settled.kept, settled.returned


def settle_again(out: Path, staging: Staging, index: Index, journal: Journal) -> None:
    """Finish what an earlier run had begun to bring to its names, and open the staging again."""
    settle(out, staging, index)
    load_earlier(out, index)
    journal.reopen()


def _remember(out: Path, staging: Staging, index: Index, journal: Journal) -> None:
    """What an earlier run has made: finished documents, then those in the staging."""
    lines = read_contents(out / CONTENTS) if out.is_dir() else iter(())
    index.add_done((line["键"], line["sha256"], str(out / line["文件"])) for line in lines)
    index.add_done((key, digest, str(staging.file(key))) for key, digest in journal.earlier())


def _check_out(wanted: Wanted, staging: Staging, *, to_file: bool) -> None:
    out = wanted.out
    place = Place(str(out))
    if not to_file and out.exists() and not out.is_dir():
        raise OutputError(Problem("output.not_a_folder", "这是文件，不是文件夹", place, "换一个文件夹"))
    if wanted.resume:
        return
    if not to_file and out.is_dir() and any(file != staging.folder for file in out.iterdir()):
        hint = "换一个文件夹；要在里面接着做或补做就加 --resume"
        raise OutputError(Problem("output.not_empty", "输出文件夹里已有东西", place, hint))


def _judge(wanted: Wanted, filled: Filled, records: Records) -> None:
    """Stop if anything is wrong that must not be passed over."""
    filled.problems = [*records.notes, *filled.problems]
    problems = [p for p in records.problems if is_error(p)]
    if not filled.records and not problems:
        problems.append(
            Problem("batch.no_records", "没有一条数据", Place(str(wanted.data)), "核对是否选错文件")
        )
    if not wanted.keep_going or not filled.records or problems:
        problems += [p for outcome in filled.bad for p in outcome.problems if is_error(p)]
        if filled.bad_records > len(filled.bad):
            message = f"另有{filled.bad_records - len(filled.bad)}条有错，没有一一列出"
            problems.append(Problem("batch.more", message, Place(str(wanted.data)), "先改正前面这些"))
    if problems:
        raise DataError(problems)
    if filled.bad_records == filled.records:
        raise DataError([p for outcome in filled.bad for p in outcome.problems if is_error(p)])


def _check_single(wanted: Wanted, filled: Filled, *, to_file: bool) -> None:
    if to_file and wanted.out.suffix.lower() != ".zip" and not wanted.merge and filled.records > 1:
        message = f"有{filled.records}条数据，不能写成一个文件"
        hint = "-o 给一个文件夹或 .zip；要合成一个文件就加 --merge"
        raise DataError(Problem("batch.many", message, Place(str(wanted.data)), hint))
