"""How things stand on a day: due, done, missing, late, returned, zero reports, exemptions, open remedies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.kinds import Kinds, load_kinds
from qijin_docs.models import OfficialDocument
from qijin_docs.models.reporting import State
from qijin_docs.models.schedule import Cycle
from qijin_docs.project import Project
from qijin_docs.submission.duties import Obligation, obligations_of
from qijin_docs.submission.register import Filed, key_of, register_of
from qijin_docs.text.moments import Moment, day_of

DONE = frozenset({State.SENT, State.UNDER_REVIEW, State.APPROVED, State.RESENT, State.ZERO, State.EXEMPT})
"""States in which nothing has to be asked for."""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One thing that is owed, as it stands.

    Args:
        obligation: what is owed, by whom, to whom, when.
        state: how it stands.
        late_days: days by which what came was late, or what has not come is late by now; 0 otherwise.
        on_time: whether what came was in time; ``None`` while nothing has come.
        sent: when the last version came.
        version: number of the last version; 0 while nothing has come.
        received: how many came of what is owed several times in a period.
        carrier, reason, handler, note: from the register.
        source: where that is written: the register, or the letter that carried it.
    """

    obligation: Obligation
    state: State
    late_days: int = 0
    on_time: bool | None = None
    sent: Moment | None = None
    version: int = 0
    received: int = 0
    carrier: str | None = None
    reason: str | None = None
    handler: str | None = None
    note: str | None = None
    source: Place | None = None

    @property
    def open(self) -> bool:
        """Whether somebody has to be asked for it now."""
        return self.state in (State.AWAITED, State.OVERDUE, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A finding of an inspection that is not put right in time.

    Args:
        id: its number in the register of inspections.
        unit: who has to put it right.
        finding: what was found.
        due: by when.
        late_days: days by which it is late.
        place: where it is written.
    """

    id: str
    unit: str
    finding: str
    due: date
    late_days: int
    place: Place


@dataclass(frozen=True, slots=True)
class Status:
    """How a year stands on a day.

    Args:
        on: the day.
        rows: everything owed in the year, in order of due day.
        remedies: remedies that are late on that day.
        problems: warnings about duties and register.
        derived: the duties follow from the phases, the project does not list them.
    """

    on: date
    rows: tuple[StatusRow, ...]
    remedies: tuple[Remedy, ...]
    problems: tuple[Problem, ...]
    derived: bool

    def counts(self) -> Mapping[State, int]:
        """State → how many, in the order of states; states that do not occur are left out."""
        states = [row.state for row in self.rows]
        return {state: states.count(state) for state in State if state in states}

    def open_by_unit(self) -> Mapping[str, tuple[StatusRow, ...]]:
        """Unit → what it has to be asked for, our own organ left out."""
        units: dict[str, list[StatusRow]] = {}
        for row in self.rows:
            if row.open and not row.obligation.own:
                units.setdefault(row.obligation.unit, []).append(row)
        return {unit: tuple(rows) for unit, rows in units.items()}


def status_of(project: Project, *, on: date, kinds: Kinds | None = None) -> Status:
    """How everything that is owed stands at the end of a day.

    What came later than the day is not known yet. Of our own duties the project's letters are evidence too: a
    letter to the recipient that carries what is owed has handed it in on the day it was sent.

    Args:
        project: the project.
        on: the day.
        kinds: kinds of documents, for the names under which deliverables go; those of the project if ``None``.

    Raises:
        DataError: everything that is wrong with duties and register.
    """
    owed = obligations_of(project)
    register = register_of(project, owed.obligations)
    kinds = kinds or load_kinds(project.folder / "templates")
    letters = tuple(_letters(project, on))
    rows = []
    for obligation in owed.obligations:
        filed = [
            f
            for f in register.rows.get(key_of(obligation), ())
            if f.row.sent is None or day_of(f.row.sent) <= on
        ]
        # What is reported as it happens is owed only once something has happened.
        if filed or obligation.period.due is not None:
            rows.append(_row(obligation, filed, on, letters, kinds))
    problems = [*owed.problems, *register.problems, *_no_hour(rows), *_skipped(rows)]
    if "报送登记" not in project.entries and any(not o.own for o in owed.obligations):
        problems.append(
            Problem(
                "duty.no_register",
                "没有“报送登记”，各单位报送的一律算作没有收到",
                Place(str(project.folder)),
                "请写“报送登记”；用 qijin status --xlsx 可以得到一张填好应报事项的表",
                Severity.WARNING,
            )
        )
    return Status(on, tuple(rows), tuple(_remedies(project, on)), tuple(problems), owed.derived)


def _row(
    obligation: Obligation, filed: list[Filed], on: date, letters: tuple[_Letter, ...], kinds: Kinds
) -> StatusRow:
    if not filed and obligation.own:
        found = next((x for x in letters if x.carries(obligation, kinds)), None)
        if found is not None:
            late, on_time = _lateness(found.day, obligation)
            return StatusRow(
                obligation, State.SENT, late, on_time, found.day, 1, 1, source=found.place, note=found.title
            )
    if not filed:
        return _nothing(obligation, on)
    last = filed[-1]
    row = last.row
    assert row.said is not None
    needed = obligation.period.at_least
    if len(filed) < needed and obligation.duty.schedule.at_least is not None and row.said is not State.EXEMPT:
        missing = _nothing(obligation, on)
        return StatusRow(
            obligation, missing.state, missing.late_days, None, row.sent, 1, len(filed), source=last.place
        )
    late, on_time = _lateness(row.sent, obligation) if row.sent else (0, None)
    if row.said is State.RETURNED:
        late, on_time = _overdue(obligation, on), None
    return StatusRow(
        obligation, row.said, late, on_time, row.sent, row.version, len(filed), row.carrier,
        row.reason, row.handler, row.note, last.place,
    )  # fmt: skip


def _nothing(obligation: Obligation, on: date) -> StatusRow:
    late = _overdue(obligation, on)
    if late:
        return StatusRow(obligation, State.OVERDUE, late)
    return StatusRow(obligation, State.NOT_YET if on < obligation.period.opens else State.AWAITED)


def _overdue(obligation: Obligation, on: date) -> int:
    due = obligation.period.due
    return max(0, (on - due).days) if due is not None else 0


def _lateness(sent: Moment, obligation: Obligation) -> tuple[int, bool | None]:
    """Days late, and whether it was in time; an hour that nobody wrote down is not held against a unit."""
    due, clock = obligation.period.due, obligation.period.clock
    if due is None:
        return 0, None
    late = max(0, (day_of(sent) - due).days)
    if late or clock is None or day_of(sent) < due or not isinstance(sent, datetime):
        return late, not late
    return 0, sent.time() <= clock


def _no_hour(rows: list[StatusRow]) -> Iterator[Problem]:
    for row in rows:
        period = row.obligation.period
        if period.clock and row.sent and not isinstance(row.sent, datetime) and row.sent == period.due:
            yield Problem(
                "submission.no_hour",
                f"{row.obligation.unit}的“{row.obligation.duty.item}”要求{period.clock:%H:%M}前，"
                "只登记了日期，按时算",
                row.source or Place(),
                "请把实报时间写到时、分",
                Severity.WARNING,
            )


def _skipped(rows: list[StatusRow]) -> Iterator[Problem]:
    """A later phase was handed in while an earlier one is missing: its cumulative figures rest on nothing (A.14)."""
    missing: dict[tuple[str, str, str], StatusRow] = {}
    for row in rows:
        owed = row.obligation
        if owed.duty.schedule.cycle is not Cycle.PHASE:
            continue
        key = (owed.unit, owed.duty.item, owed.recipient)
        if row.state is State.OVERDUE:
            missing.setdefault(key, row)
        elif row.sent and key in missing:
            label = missing.pop(key).obligation.period.label
            yield Problem(
                "submission.period_skipped",
                f"{owed.unit}报了{owed.period.label}的“{owed.duty.item}”，{label}的还没有报",
                row.source or Place(),
                "累计数接不上，请催报；本期无活动的作零报告",
                Severity.WARNING,
            )


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of ours that has gone out: to whom, when, with what."""

    day: date
    recipients: frozenset[str]
    carried: tuple[str, ...]
    phase: int
    title: str
    place: Place

    def carries(self, obligation: Obligation, kinds: Kinds) -> bool:
        item = obligation.duty.item
        if obligation.recipient not in self.recipients:
            return False
        for name in self.carried:
            # 见证材料 go out as their 目录, 实施方案 as the kind 实施方案.
            names = next((k.deliverables for k in kinds.table if k.name == name), ())
            if any(word in item for word in (name, *names)):
                # A progress report of another phase is another one.
                return not obligation.period.label or self.phase == obligation.period.phase
        return False


def _letters(project: Project, on: date) -> Iterator[_Letter]:
    book = project.year.organs
    for entry in project.entries.get("公文", ()):
        letter: OfficialDocument = entry.model
        day = letter.issued_on or letter.date
        if day is None or day > on:
            continue
        names: list[Any] = [book.find(name) for name in letter.addressees]
        yield _Letter(
            day,
            frozenset(organ.name for organ in names if organ),
            tuple(a.carries for a in letter.attachments if a.carries),
            letter.phase or project.campaign.phase_of(day).number,
            letter.letterhead.number or letter.full_title,
            entry.place_of(("成文日期",)),
        )


def _remedies(project: Project, on: date) -> Iterator[Remedy]:
    for entry in project.entries.get("督查", ()):
        for index, record in enumerate(entry.model.records):
            if record.open_on(on) and record.due is not None and record.overdue_on(on):
                yield Remedy(
                    record.id,
                    record.organ,
                    record.finding,
                    record.due,
                    record.overdue_on(on),
                    entry.place_of(("督查记录", index, "整改时限")),
                )
