"""The batch itself: records → chunks → workers → outcomes, in the order of the records.

:func:`run_batch` is for programs: it takes jobs, writes each document to its name as soon as its chunk is done,
and gives an outcome for every job. :mod:`.filling` is for tables of data: nothing appears before all rows are right.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from qijin_docs.batch.index import Entry, Index
from qijin_docs.batch.job import Job, Outcome
from qijin_docs.batch.journal import Journal, cannot_write, key_of
from qijin_docs.batch.names import free_name, same_name_key
from qijin_docs.batch.pool import Chunk, Pool, in_order
from qijin_docs.batch.staging import Staging, staging_in
from qijin_docs.batch.worker import Filling, Item, Result
from qijin_docs.errors import OutputError, Place, Problem, QijinError, Severity, TemplateError, os_reason
from qijin_docs.templating.missing import Missing

#: Records a worker gets at once.
CHUNK = 128


def filling_for(
    template: str | Path, *, missing: Missing = "error", seconds: float = 60.0, kind: str = ""
) -> Filling:
    """What workers need of a template.

    Raises:
        TemplateError: ``template.unreadable``.
    """
    path = Path(template)
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"读不了模板：{os_reason(error)}"
        raise TemplateError(
            Problem("template.unreadable", message, Place(str(path)), "检查路径和权限")
        ) from error
    return Filling((path.name, content), hashlib.sha256(content).hexdigest(), None, missing, seconds, kind)


def identity_of(filling: Filling) -> bytes:
    """What all documents of a template depend on besides their data."""
    from qijin_docs import __version__

    return hashlib.sha256(
        f"{__version__} {filling.digest} {filling.missing} {filling.kind}".encode()
    ).digest()


def keyed(index: Index, identity: bytes, data: Sequence[Mapping[str, Any] | bytes]) -> list[str]:
    """The keys of records; the second of two equal ones gets its own."""
    keys = [key_of(identity, values) for values in data]
    return [
        key if times == 1 else f"{key}-{times}" for key, times in zip(keys, index.times(keys), strict=True)
    ]


def run_batch(
    jobs: Iterable[Job],
    *,
    folder: str | Path,
    executor: Executor | None = None,
    resume: bool = False,
    seconds: float = 60.0,
) -> Iterator[Outcome]:
    """Make many documents; an outcome for each job, in their order, never an exception that ends the batch.

    Jobs are taken as they are needed, so there may be a million of them. In a script, call it under
    ``if __name__ == "__main__":``, for the processes of its own import the script.

    Args:
        jobs: what to make.
        folder: where the documents go; made if missing.
        executor: any executor of ``concurrent.futures``; processes on all cores if ``None``.
        resume: leave documents of an earlier run as they are if data, template and program are the same.
        seconds: time limit of one document.

    Yields:
        An outcome per job. Of two jobs with one name the second fails with ``batch.same_name``. A file that is
        there and that no earlier run made is renamed, not overwritten; ``problems`` says so.

    Raises:
        OutputError: the folder cannot be written at all; what was done is kept for ``resume``.
    """
    folder = Path(folder)
    staging = staging_in(folder, ".part")
    journal, index = Journal(staging.folder), Index()
    try:
        if resume:
            index.add_done((key, digest, "") for key, digest in journal.earlier())
        with Pool(executor) as pool:
            yield from _run_jobs(jobs, folder, staging, (journal, index), pool, seconds)
        journal.synchronise()
    finally:
        journal.close()
        index.close()


def _run_jobs(
    jobs: Iterable[Job],
    folder: Path,
    staging: Staging,
    memory: tuple[Journal, Index],
    pool: Pool,
    seconds: float,
) -> Iterator[Outcome]:
    journal, index = memory
    pending: deque[list[tuple[int, Job, str, tuple[Problem, ...]]]] = deque()
    fillings: dict[str, tuple[Filling, bytes] | tuple[Problem, ...]] = {}

    refused: list[Problem] = []  # of one disk the first says it all

    def chunks() -> Iterator[Chunk]:
        numbered = enumerate(jobs, 1)
        while not refused and (batch := list(islice(numbered, CHUNK))):
            for template, group in _by_template(batch):
                if template not in fillings:
                    try:
                        filling = filling_for(template, seconds=seconds)
                        fillings[template] = (filling, identity_of(filling))
                    except QijinError as error:
                        fillings[template] = error.problems
                found = fillings[template]
                if not (len(found) == 2 and isinstance(found[0], Filling)):
                    pending.append([(n, job, "", found) for n, job in group])
                    yield _NOTHING, ()
                    continue
                filling, identity = found
                items, rows = [], []
                keys = keyed(index, identity, [job.values for _, job in group])
                for (number, job), key in zip(group, keys, strict=True):
                    problems = _name_problems(job, index)
                    rows.append((number, job, key, problems))
                    if not problems:
                        done = index.done(key + job.name)
                        items.append(
                            Item(
                                number,
                                job.values,
                                str(staging.file(key)),
                                job.name,
                                (str(folder / job.name), done[1]) if done else None,
                            )
                        )
                pending.append(rows)
                yield filling, tuple(items)

    for _, results in in_order(chunks(), pool):
        found = iter(results)
        outcomes = []
        for number, job, key, problems in pending.popleft():
            result = Result(job.name, problems=problems) if problems else next(found)
            if result.fatal:
                refused[:] = refused or result.problems
            else:
                outcomes.append((key, _delivered(number, job, result, staging.file(key), folder)))
        journal.add(
            Entry(o.number, key + o.name, o.name, "", o.sha256, o.bytes) for key, o in outcomes if o.path
        )
        yield from (outcome for _, outcome in outcomes)
    if refused:
        raise OutputError(refused)


_NOTHING = Filling(("", b""), "")


def _by_template(batch: list[tuple[int, Job]]) -> Iterator[tuple[str, list[tuple[int, Job]]]]:
    group: list[tuple[int, Job]] = []
    for number, job in batch:
        if group and str(group[0][1].template) != str(job.template):
            yield str(group[0][1].template), group
            group = []
        group.append((number, job))
    if group:
        yield str(group[0][1].template), group


def _name_problems(job: Job, index: Index) -> tuple[Problem, ...]:
    parts = job.name.split("/")
    if not job.name or any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        message = f"“{job.name}”不能作文件名"
        return (Problem("batch.bad_name", message, job.place, "写成输出文件夹里的路径，不要盘符和“..”"),)
    other = index.take_name(same_name_key(job.name), str(job.place))
    if other is None:
        return ()
    where = f"与{other}" if other else "与前面一份"
    return (Problem("batch.same_name", f"文件名“{job.name}”{where}的相同", job.place, "改其中一个"),)


def _delivered(number: int, job: Job, result: Result, made: Path, folder: Path) -> Outcome:
    """The outcome, with the document moved to its name."""
    problems = tuple(at_record(job.place, p, Path(job.template).name) for p in result.problems)
    outcome = Outcome(number, job.name, job.place, None, result.sha256, result.size, problems, result.reused)
    if not outcome.ok:
        return outcome
    target = folder / job.name
    if result.reused:
        return replace(outcome, path=target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() != result.sha256:
            aside = free_name(target, "（原有{}）")
            target.rename(aside)
            message = f"“{job.name}”原来就有，内容不同，已改名留存为“{aside.name}”"
            note = Problem("batch.set_aside", message, Place(str(target)), severity=Severity.WARNING)
            outcome = replace(outcome, problems=(*problems, note))
        made.replace(target)
    except OSError as error:
        raise cannot_write(target, error) from error
    return replace(outcome, path=target)


def at_record(place: Place, problem: Problem, template: str) -> Problem:
    """A problem of filling, standing where the data stand; where in the template goes into the sentence."""
    if problem.place.file not in (template, None, ""):
        return problem
    where = problem.place.where
    before = "模板" if problem.place.file else ""
    message = f"{before}{where}：{problem.message}" if where else problem.message
    if not problem.place.file and problem.place.column is not None:
        place = replace(place, column=problem.place.column)
    return replace(problem, message=message, place=place)
