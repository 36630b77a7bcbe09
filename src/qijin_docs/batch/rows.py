"""Records to workers and back: chunks out, outcomes in the order of the records, each with its file's name."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from qijin_docs.batch.index import Entry, Index
from qijin_docs.batch.job import Outcome
from qijin_docs.batch.names import numbered, same_name_key
from qijin_docs.batch.pool import Chunk, Pool, in_order
from qijin_docs.batch.records import Record, Records, is_error
from qijin_docs.batch.run import CHUNK, at_record, identity_of, keyed
from qijin_docs.batch.staging import Staging
from qijin_docs.batch.worker import Filling, Item, Result
from qijin_docs.errors import OutputError, Place, Problem, QijinError
from qijin_docs.text.filenames import safe_name

Duplicates = Literal["error", "number"]
"""What two records with one file name do."""


class Rows:
    """Records to workers and back.

    Args:
        filling: template and pattern.
        staging: where documents are made.
        index: what the run remembers.
        write: whether documents are written, or only made.
        duplicates: what two records with one name do.
    """

    def __init__(
        self, filling: Filling, staging: Staging, index: Index, *, write: bool, duplicates: Duplicates
    ) -> None:
        self._write = write
        self._duplicates = duplicates
        self._filling = filling
        self._staging = staging
        self._index = index
        self._identity = identity_of(filling)
        self._pending: deque[list[tuple[Record, str]]] = deque()
        self._refused: tuple[Problem, ...] = ()

    def run(self, records: Records, pool: Pool) -> Iterator[list[tuple[Record, Outcome, Entry | None]]]:
        """Outcomes chunk by chunk, in the order of the records; with an entry where there is a document.

        Raises:
            OutputError: the output folder refuses files; after the outcomes of all that was under way.
        """
        size = max(1, min(CHUNK, (records.total or CHUNK) // (pool.width * 4)))
        for _, results in in_order(self._chunks(records, size), pool):
            answers = iter(results)
            outcomes = []
            for record, key in self._pending.popleft():
                result = next(answers) if key else Result(problems=record.problems)
                if result.fatal:
                    self._refused = self._refused or result.problems  # of one disk the first says it all
                else:
                    outcomes.append(self._outcome(record, key, result))
            yield outcomes
        if self._refused:
            raise OutputError(self._refused)

    def _chunks(self, records: Records, size: int) -> Iterator[Chunk]:
        stream = _until_error(records)
        while not self._refused and (rows := list(islice(stream, size))):
            right = [record for record in rows if not any(map(is_error, record.problems))]
            keys = iter(keyed(self._index, self._identity, [record.data for record in right]))
            pending = [(record, "" if any(map(is_error, record.problems)) else next(keys)) for record in rows]
            self._pending.append(pending)
            yield self._filling, tuple(self._item(record, key) for record, key in pending if key)

    def _item(self, record: Record, key: str) -> Item:
        name = None
        if record.name and self._filling.pattern is None:
            *folders, last = record.name.split("/")
            name = "/".join([*map(safe_name, folders), safe_name(last, self._staging.suffix)])
        target = self._staging.made(key) if self._write else None
        return Item(record.number, record.data, target, name, self._index.done(key))

    def _outcome(self, record: Record, key: str, result: Result) -> tuple[Record, Outcome, Entry | None]:
        template, source = self._filling.template[0], _source(record.place)
        problems = [_at_cell(record, p, template) for p in (*record.problems, *result.problems)]
        if not key:
            problems = list(record.problems)
        name = result.name
        if not any(map(is_error, problems)):
            name, clash = self._taken(name, record, source)
            problems += clash
        outcome = Outcome(
            record.number,
            name,
            record.place,
            None,
            result.sha256,
            result.size,
            tuple(problems),
            result.reused,
        )
        if not outcome.ok:
            return record, outcome, None
        file = result.file or self._staging.made(key)
        return (
            record,
            outcome,
            Entry(record.number, key, name, file, result.sha256, result.size, source),
        )

    def _taken(self, name: str, record: Record, source: str) -> tuple[str, list[Problem]]:
        """The name this record gets, or why it cannot have it."""
        key = same_name_key(name)
        other = self._earlier_clash(key, record) or self._index.take_name(key, source)
        if other is None:
            return name, []
        if self._duplicates == "error":
            message = f"文件名“{name}”与{other}的相同"
            hint = "改其中一个，或用 --name 把能区分的一项写进文件名，或加 --same-name 编号"
            return name, [Problem("batch.same_name", message, record.place, hint)]
        while True:
            count = self._index.times(["name " + key])[0] + 1
            free = numbered(name, count)
            key_of_free = same_name_key(free)
            if self._earlier_clash(key_of_free, record):
                continue
            if self._index.take_name(key_of_free, source) is None:
                return free, []

    def _earlier_clash(self, key: str, record: Record) -> str | None:
        """Whose name it is, if a returned record would take the place of another record's document.

        A run of all the data may put a new document under an old name; a run of a few rows knows only those.
        """
        line = self._index.taken_earlier(key) if record.returned else None
        return f"上次做的{line['来源']}" if line and line.get("记录") != record.number else None


def _source(place: Place) -> str:
    """The place below the data file, so that the same data in another folder give the same list."""
    return str(Place(_base_name(place.file), place.where, place.line, place.column))


@lru_cache(maxsize=16)
def _base_name(file: str | None) -> str | None:
    return Path(file).name if file else None


def _until_error(records: Records) -> Iterator[Record]:
    """The records; what ends the file too early is put to its problems."""
    try:
        yield from records.stream
    except QijinError as error:
        records.problems += error.problems


def _at_cell(record: Record, problem: Problem, template: str) -> Problem:
    """A problem of filling at the cell it is about, if one column can be made out, else at the row."""
    place = record.place
    if (
        problem.place.file in (template, None)
        and not isinstance(record.data, bytes)
        and record.located.columns
    ):
        first = (problem.place.where or "").partition(".")[0].partition("[")[0]
        if problem.place.file is None and first in record.located.columns:
            return replace(problem, place=record.located.place_of((first,)))
        squeezed = problem.message.replace(" ", "")
        named = [name for name in record.data if f"{{{{{name}}}}}" in squeezed]
        if len(named) == 1:
            place = record.located.place_of((named[0],))
            if problem.code == "render.none" and record.data[named[0]] is None:
                return _not_filled(named[0], place, problem)
    return at_record(place, problem, template)


def _not_filled(name: str, place: Place, problem: Problem) -> Problem:
    """An empty cell, told to the one who fills in cells and not to the one who writes templates."""
    used = f"模板{problem.place.where}" if problem.place.file else "文件名"
    hint = f"填上；本来可以空着的，请做模板的人写成 {{{{ {name} or '' }}}}"
    return replace(problem, message=f"“{name}”没有填，{used}要用", hint=hint, place=place)
