"""The register of submissions read against what is owed: each row finds its obligation, or is a problem."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.models import OrganBook
from qijin_docs.models.reporting import TRANSITIONS, State, Submission, SubmissionRegister
from qijin_docs.models.schedule import Cycle
from qijin_docs.project import Entry, Project
from qijin_docs.submission.duties import Obligation
from qijin_docs.text.dates import format_date, read_date
from qijin_docs.text.moments import day_of, format_moment
from qijin_docs.text.nearest import suggestion
from qijin_docs.text.numerals import from_chinese

Key = tuple[str, str, str, str]
"""Item, unit, recipient, period."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A row of the register and where it stands."""

    row: Submission
    place: Place


@dataclass(frozen=True, slots=True)
class Register:
    """Rows by what they answer to.

    Args:
        rows: obligation → its rows, by version, or by day where several are owed.
        problems: what was odd about the rows.
    """

    rows: Mapping[Key, tuple[Filed, ...]]
    problems: tuple[Problem, ...]


def key_of(obligation: Obligation) -> Key:
    """What tells an obligation from all others."""
    return (obligation.duty.item, obligation.unit, obligation.recipient, obligation.period.label)


def register_of(project: Project, obligations: tuple[Obligation, ...]) -> Register:
    """The project's 报送登记, row by row.

    Raises:
        DataError: ``submission.unknown_unit``, ``submission.unknown_item``, ``submission.unknown_period``,
            ``submission.which_recipient``, ``submission.not_owed``, and for versions that cannot follow each
            other ``submission.version``, ``submission.not_returned``, ``submission.sent_order``; all at once.
    """
    entries = project.entries.get("报送登记", ())
    if not entries:
        return Register({}, ())
    (entry,) = entries
    problems: list[Problem] = []
    rows: dict[Key, list[Filed]] = defaultdict(list)
    owed = {key_of(o): o for o in obligations}
    for index, row in enumerate(entry.model.rows):
        if row.said is None:
            continue  # a printed list has rows for what has not come yet
        found = _obligation(row, index, entry, obligations, project, problems)
        if found is not None:
            filed = Filed(row, entry.place_of(("报送", index)))
            rows[key_of(found)].append(filed)
            problems += _typed(filed, index, entry, found)
    for key, group in rows.items():
        group.sort(key=_order)
        schedule = owed[key].duty.schedule
        if schedule.at_least is None and schedule.cycle is not Cycle.ANY_TIME:
            problems += _versions(group)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)
    return Register({key: tuple(group) for key, group in rows.items()}, tuple(problems))


def _order(filed: Filed) -> tuple[int, date]:
    return filed.row.version, day_of(filed.row.sent) if filed.row.sent else date.max


def _obligation(
    row: Submission,
    index: int,
    entry: Entry[SubmissionRegister],
    obligations: tuple[Obligation, ...],
    project: Project,
    problems: list[Problem],
) -> Obligation | None:
    book: OrganBook = project.year.organs

    def refuse(field: str, code: str, message: str, hint: str) -> None:
        problems.append(Problem(code, message, entry.place_of(("报送", index, field)), hint))

    organ = book.find(row.unit)
    if organ is None:
        names = [n for o in book.organs for n in (o.name, o.short_name) if n]
        hint = suggestion(row.unit, names, "请写单位名录里的全称或简称")
        refuse("单位", "submission.unknown_unit", f"单位名录里没有“{row.unit}”", hint)
        return None
    same_item = [o for o in obligations if row.item in (o.duty.item, o.duty.id)]
    if not same_item:
        hint = suggestion(row.item, {o.duty.item: None for o in obligations}, "请先写进“报送事项”")
        refuse("事项", "submission.unknown_item", f"报送事项里没有“{row.item}”", hint)
        return None
    mine = [o for o in same_item if o.unit == organ.name]
    if not mine:
        refuse(
            "单位", "submission.not_owed", f"“{row.item}”不要求{row.unit}报送", "请核对单位，或改“报送事项”"
        )
        return None
    if row.recipient is not None:
        recipient = book.find(row.recipient)
        mine = [o for o in mine if recipient is not None and o.recipient == recipient.name]
    recipients = list(dict.fromkeys(o.recipient for o in same_item if o.unit == organ.name))
    if not mine or (row.recipient is None and len(recipients) > 1):
        message = f"“{row.item}”要报给{'、'.join(recipients)}，" + (
            f"没有“{row.recipient}”" if row.recipient else "没有写是报给哪一家的"
        )
        refuse("收件人", "submission.which_recipient", message, "报给几家就分几行登记，写明收件人")
        return None
    found = [o for o in mine if _same_period(row, o, project.campaign.year)]
    if row.period is None and len(mine) == 1:
        found = mine  # what is owed once needs no name for its period
    if len(found) == 1:
        return found[0]
    labels = list(dict.fromkeys(o.period.label for o in mine))
    shown = "、".join(labels[:8]) + ("……" if len(labels) > 8 else "")
    message = f"没有“{row.period}”这一期" if row.period else f"没有写“{row.item}”是哪一期的"
    refuse("期次", "submission.unknown_period", message, f"期次可以是：{shown}")
    return None


def _same_period(row: Submission, obligation: Obligation, year: int) -> bool:
    period = obligation.period
    if obligation.duty.schedule.at_least is not None and row.period is None:
        # What is owed so many times a week falls in the week in which it came.
        assert period.due is not None
        return row.sent is not None and period.opens <= day_of(row.sent) <= period.due
    if not period.label or row.period is None:
        return not period.label
    if row.period in (period.label, period.label.removesuffix("阶段")):
        return True
    if obligation.duty.schedule.cycle is Cycle.PHASE or period.label.endswith("阶段"):
        return _phase_number(row.period) == period.phase
    try:
        return read_date(row.period, year=year).value == _named_day(period.label, year)
    except DataError:
        return False


def _named_day(label: str, year: int) -> date | None:
    try:
        return read_date(label, year=year).value
    except DataError:
        return None


def _phase_number(text: str) -> int | None:
    found = re.fullmatch(r"第?([\d一二三四五六七八九十]{1,3})(?:个?阶段|期)?", text.strip())
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else from_chinese(found[1])


def _typed(
    filed: Filed, index: int, entry: Entry[SubmissionRegister], obligation: Obligation
) -> list[Problem]:
    """Computed columns that somebody typed, and typed otherwise."""
    row, due = filed.row, obligation.period.due
    expected: list[tuple[str, object, object]] = [
        ("应报日期", row.due, due),
        ("最迟办公日", row.last_office_day, obligation.last_office_day),
    ]
    if row.sent is not None and due is not None:
        late = max(0, (day_of(row.sent) - due).days)
        expected.append(("逾期天数", row.late_days, late))
    return [
        Problem(
            "submission.typed_otherwise",
            f"{name}写的是{_shown(typed)}，按时限算是{_shown(computed)}",
            entry.place_of(("报送", index, name)),
            "以算出的为准；这一栏可以留空",
            Severity.WARNING,
        )
        for name, typed, computed in expected
        if typed is not None and typed != computed
    ]


def _shown(value: object) -> str:
    return format_date(value) if isinstance(value, date) else str(value)


def follows(before: State, after: State) -> bool:
    """Whether a version may end in one state where the version before it ended in another."""
    reached: set[State] = set()
    waiting = [before]
    while waiting:
        new = TRANSITIONS[waiting.pop()] - reached
        reached |= new
        waiting += new
    return after in reached


def _versions(group: list[Filed]) -> list[Problem]:
    problems: list[Problem] = []
    for number, filed in enumerate(group, start=1):
        row = filed.row
        what = f"{row.unit}的“{row.item}”{row.period or ''}"
        if row.version != number:
            message = f"{what}的版本是{row.version}，按顺序应是{number}"
            problems.append(Problem("submission.version", message, filed.place, "版本从1起，重报一次加1"))
            break
        if number == 1:
            continue
        before = group[number - 2].row
        assert before.said is not None
        assert row.said is not None
        if before.said is not State.RETURNED or not follows(before.said, row.said):
            message = f"{what}第{number - 1}版是“{before.said}”，不会再有“{row.said}”的第{number}版"
            hint = "上一版退回了才重报；请核对状态和版本"
            problems.append(Problem("submission.not_returned", message, filed.place, hint))
        if before.sent and row.sent and day_of(row.sent) < day_of(before.sent):
            days = format_moment(row.sent), format_moment(before.sent)
            message = f"{what}第{number}版（{days[0]}）早于第{number - 1}版（{days[1]}）"
            problems.append(Problem("submission.sent_order", message, filed.place, "请核对实报时间"))
    return problems
