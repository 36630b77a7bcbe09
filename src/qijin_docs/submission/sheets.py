"""A status as the tables an office keeps: R11, and the calendar of the year."""

from __future__ import annotations

from datetime import date

from qijin_docs.models import Submission, SubmissionRegister
from qijin_docs.models.year_calendar import CalendarEntry, YearCalendar
from qijin_docs.project import Project
from qijin_docs.submission.duties import Obligation, Owed
from qijin_docs.submission.status import Status


def register_sheet(project: Project, status: Status) -> SubmissionRegister:
    """R11 filled in: a row for all that is owed, with the computed columns.

    What several versions of one item said is in the project's own register; here stands the last.
    """
    rows = []
    for number, row in enumerate(status.rows, start=1):
        owed = row.obligation
        rows.append(
            Submission(
                serial=number,
                unit=owed.unit,
                item=owed.duty.item,
                period=owed.period.label or None,
                recipient=owed.recipient,
                due=owed.period.due,
                last_office_day=owed.last_office_day,
                sent=row.sent,
                on_time=row.on_time,
                late_days=row.late_days if row.late_days or row.sent else None,
                version=max(1, row.version),
                carrier=row.carrier,
                state=row.state,
                reason=row.reason,
                handler=row.handler,
                note=row.note,
            )
        )
    return SubmissionRegister(
        campaign=project.campaign, organ=project.year.organs.own_organ(), rows=tuple(rows), on=status.on
    )


def calendar_sheet(project: Project, owed: Owed) -> YearCalendar:
    """The year's days in order, units that owe the same on one line."""
    groups: dict[tuple[date, str, str, str], list[Obligation]] = {}
    book = project.year.organs
    for obligation in owed.obligations:
        if obligation.period.due is None:
            continue
        recipients = {o.recipient for o in owed.obligations if o.duty is obligation.duty}
        # The cities' own committee offices differ from city to city: one line for all of them.
        to = obligation.recipient if len(recipients) == 1 or obligation.own else ""
        if not to:
            organ = book.find(obligation.unit)
            to = (
                obligation.recipient
                if organ and book.find(organ.business_superior or "") == book.find(obligation.recipient)
                else "各自属地上级"
            )
        key = (obligation.period.due, obligation.duty.item, obligation.period.label, to)
        groups.setdefault(key, []).append(obligation)
    entries = []
    for (due, item, label, to), members in groups.items():
        first = members[0]
        assert first.last_office_day is not None
        many = len(members) > 3 and not first.own
        units = (
            f"{'、'.join(first.duty.units)}（{len(members)}家）"
            if many
            else "、".join(m.unit for m in members)
        )
        entries.append(
            CalendarEntry(
                due=due,
                office_day=first.last_office_day,
                internal=first.internal,
                item=item,
                period=label or None,
                units=units,
                recipient=to,
                note=f"须在{first.period.clock:%H:%M}前" if first.period.clock else None,
            )
        )
    return YearCalendar(
        campaign=project.campaign, organ=book.own_organ(), entries=tuple(sorted(entries, key=lambda e: e.due))
    )
