"""A folder of returned workbooks → everything in them, with all that is wrong, who has sent what and who nothing.

    files ─read_returned─▶ Returned, one at a time ─collected─▶ Collected

:func:`each_returned` keeps one file in memory at a time; :func:`collect_forms` keeps their rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from qijin_docs.errors import Place, Problem, Severity, errors_among
from qijin_docs.models import Campaign
from qijin_docs.registers.form import find_form
from qijin_docs.registers.returned import Returned, read_returned
from qijin_docs.registers.returned_files import returned_files, same_files
from qijin_docs.registers.row_values import Expected, Rows
from qijin_docs.registers.unit_list import UnitList
from qijin_docs.sources.headings import squeezed
from qijin_docs.text.nearest import suggestion

Progress = Callable[[int, int], None]
"""Told after each file: how many are read, of how many."""

#: Files that are given to an executor ahead of the one that is waited for.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Row:
    """One row that was collected.

    Args:
        values: alias → value.
        unit: who sent it.
        file: name of the file.
        where: its row: ``活动台账!第7行``.
    """

    values: Mapping[str, Any]
    unit: str
    file: str
    where: str


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything that came back.

    Args:
        form: number of the form, if all files are of one; else empty.
        returned: what was read from each file, in order of name; a file that came twice is there once.
        problems: of all files, in their order, then of all together.
        missing: full names of the units of the list that have sent nothing.
        same_files: name of a file → the file before it that is the same, letter for letter.
        units: the list of units, if there was one.
    """

    form: str
    returned: tuple[Returned, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...] = ()
    same_files: Mapping[str, str] | None = None
    units: UnitList | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended before the figures can be used."""
        return errors_among(self.problems)

    @property
    def count(self) -> int:
        """Number of rows."""
        return sum(one.count for one in self.returned)

    @property
    def by_unit(self) -> dict[str, tuple[str, ...]]:
        """Unit → its files; ``""`` for those that do not say."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.returned:
            found[one.unit] = (*found.get(one.unit, ()), one.file)
        return found

    def rows(self) -> Iterator[Row]:
        """All rows with their origin, in order of file, sheet and row."""
        for one, part, index in self.cells():
            values = dict(zip(part.aliases, part.values[index], strict=True))
            yield Row(values, one.unit, one.file, part.where(index))

    def cells(self, form: str = "") -> Iterator[tuple[Returned, Rows, int]]:
        """File, sheet and number of each row; of one form only if asked."""
        for one in self.returned:
            if not form or one.form == form:
                for part in one.sheets:
                    for index in range(len(part.values)):
                        yield one, part, index


def collect_forms(
    source: str | Path | Iterable[str | Path],
    kind: str | None = None,
    *,
    campaign: Campaign | None = None,
    year: int | None = None,
    units: UnitList | Sequence[str] | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Collected:
    """Everything in returned workbooks, tolerant where the meaning is certain, with every problem at its cell.

    Args:
        source: a folder, searched with all folders in it, or files.
        kind: number or name of the form; without it each file says which it is.
        campaign: gives the year of days written without one, and the spheres.
        year: of the campaign, where it is not given.
        units: who owes the form; names that are not among them are problems.
        executor: any ``concurrent.futures.Executor``; the result is the same.
        progress: told after each file.

    Returns:
        All rows with their origins. Faulty files are among them: look at :attr:`Collected.errors`.

    Raises:
        DataError: ``form.unknown``; ``collect.no_files`` if there is nothing to read.
    """
    files, passed_over = returned_files(source)
    unit_list = units if isinstance(units, UnitList) or units is None else UnitList.of(units)
    wanted = expected(kind, campaign=campaign, year=year)
    same = same_files(files)
    names = [name for name in files if name not in same]
    returned = [
        _placed(one, unit_list)
        for one in each_returned({n: files[n] for n in names}, wanted, executor=executor, progress=progress)
    ]
    problems = [problem for one in returned for problem in one.problems]
    problems += passed_over
    problems += [
        Problem(
            "collect.same_file",
            f"与“{first}”一模一样，只收了一份",
            Place(name),
            "多余的请删去",
            Severity.WARNING,
        )
        for name, first in same.items()
    ]
    problems += _sent_twice(returned)
    units_there = {one.unit for one in returned}
    missing = tuple(name for name in unit_list.names if name not in units_there) if unit_list else ()
    numbers = {one.form for one in returned if one.form}
    number = find_form(kind).number if kind else numbers.pop() if len(numbers) == 1 else ""
    return Collected(number, tuple(returned), tuple(problems), missing, same, unit_list)


def expected(
    kind: str | None = None, *, campaign: Campaign | None = None, year: int | None = None
) -> Expected:
    """What is known of files before they are opened.

    Raises:
        DataError: ``form.unknown``.
    """
    spheres: dict[str, str] = {}
    for sphere in campaign.spheres if campaign else ():
        spheres |= dict.fromkeys((sphere.name, f"进{sphere.name}", *sphere.aliases), sphere.name)
    return Expected(
        form=find_form(kind).number if kind else "",
        year=campaign.year if campaign else year,
        spheres=tuple(spheres.items()),
    )


def each_returned(
    files: Mapping[str, Path],
    wanted: Expected,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Returned]:
    """What each file says, in their order, one at a time.

    Args:
        files: name as shown → path.
        wanted: of :func:`expected`.
        executor: reads ahead in its workers; of processes each result is pickled.
        progress: told after each file.
    """
    for done, one in enumerate(_mapped(executor, partial(_read, wanted), files.items()), 1):
        if progress is not None:
            progress(done, len(files))
        yield one


def _read(wanted: Expected, file: tuple[str, Path]) -> Returned:
    return read_returned(file[1], wanted, name=file[0])


def _mapped(
    executor: Executor | None,
    function: Callable[[tuple[str, Path]], Returned],
    items: Iterable[tuple[str, Path]],
) -> Iterator[Returned]:
    if executor is None:
        yield from map(function, items)
        return
    waiting: deque[Future[Returned]] = deque()
    for item in items:
        waiting.append(executor.submit(function, item))
        if len(waiting) >= _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _placed(one: Returned, units: UnitList | None) -> Returned:
    """The file with its unit's full name, or with the problem of having none."""
    if not one.form:
        return one
    if units is None:
        if one.unit:
            return one
        problem = Problem(
            "collect.no_unit", "没有写填报单位", one.place("填报单位"), "写上单位全称", Severity.WARNING
        )
        return replace(one, problems=(*one.problems, problem))
    named = units.find(one.unit) if one.unit else None
    if named:
        return replace(one, unit=named)
    by_name = units.in_path(one.file)
    if not one.unit and by_name:
        problem = Problem(
            "collect.unit_of_file",
            f"没有写填报单位，按文件名算作“{by_name}”",
            one.place("填报单位"),
            severity=Severity.NOTE,
        )
        return replace(one, unit=by_name, problems=(*one.problems, problem))
    if not one.unit:
        problem = Problem(
            "collect.no_unit", "没有写填报单位，从文件名也看不出来", one.place("填报单位"), "写上单位全称"
        )
    else:
        hint = suggestion(squeezed(one.unit), units.names, "写单位名单里的全称")
        problem = Problem("collect.unknown_unit", f"单位名单里没有“{one.unit}”", one.place("填报单位"), hint)
    return replace(one, problems=(*one.problems, problem))


def _sent_twice(returned: Sequence[Returned]) -> Iterator[Problem]:
    """A unit that sent a form of one period in several files: which of them holds, only the unit knows."""
    seen: dict[tuple[str, str, str, str], Returned] = {}
    for one in returned:
        if not one.form or not one.unit or not one.count:
            continue
        key = (
            one.form,
            one.unit,
            one.boxes.get("统计起", ""),
            one.boxes.get("期次", "") or one.boxes.get("统计止", ""),
        )
        if key in seen:
            message = f"“{one.unit}”的这张表交了两份，另一份是“{seen[key].file}”"
            yield Problem("collect.sent_twice", message, Place(one.file), "留下算数的一份", Severity.WARNING)
        seen.setdefault(key, one)
