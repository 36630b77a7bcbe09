"""What is owed in a year: duty × unit × recipient × period.

The duties are those of the project's 报送事项; where it has none, they follow from the campaign: what each phase
owes to somebody outside (fact 0.3), and a progress report of every city for every phase (fact 0.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.models import Campaign, OrganBook
from qijin_docs.models.duty import BUSINESS, OWN, ReportingDuty, recipients_of, units_of, unknown_names
from qijin_docs.models.holidays import Holidays
from qijin_docs.models.schedule import read_schedule
from qijin_docs.project import Project
from qijin_docs.submission.periods import Period, periods
from qijin_docs.submission.workdays import Workdays

PROGRESS = "进展情况报告"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that one unit owes one recipient once.

    Args:
        duty: the duty.
        unit: full name of who owes it.
        own: it is our own organ that owes it.
        recipient: full name of who is to get it.
        period: when.
        last_office_day: the last working day on which it is in time (最迟办公日); ``None`` without a due day.
        internal: the day by which it should be ready in house; ``None`` if the duty names no lead.
    """

    duty: ReportingDuty
    unit: str
    own: bool
    recipient: str
    period: Period
    last_office_day: date | None
    internal: date | None


@dataclass(frozen=True, slots=True)
class Owed:
    """Everything that is owed in a year.

    Args:
        duties: what it was worked out from.
        obligations: in order of due day, own first, then in the order of the register of organs; what is reported
            as it happens comes last and has no due day.
        problems: superiors that nobody wrote down.
        derived: the project says nothing of duties; they follow from the phases.
    """

    duties: tuple[ReportingDuty, ...]
    obligations: tuple[Obligation, ...]
    problems: tuple[Problem, ...]
    derived: bool


def obligations_of(project: Project) -> Owed:
    """What is owed in a project's year.

    Raises:
        DataError: ``duty.no_calendar``: holidays of a year are not known; ``data.unknown_organ``.
    """
    campaign, book = project.campaign, project.year.organs
    tables = project.of("报送事项")
    duties = tables[0].duties if tables else derived_duties(campaign, book)
    workdays = workdays_of(project)
    found: list[Obligation] = []
    problems: list[Problem] = []
    errors: list[Problem] = []
    for index, duty in enumerate(duties):
        place = Place(str(project.folder))
        if tables:
            entry = project.entries["报送事项"][0]
            place = entry.place_of(("报送事项", index, "收件人"))
            unknown = [f.under("报送事项", index) for f in unknown_names(duty, book)]
            errors += [flaw.at(entry.place_of(flaw.path)) for flaw in unknown]
            if unknown:
                continue
        try:
            upstream = next((d for d in duties if duty.upstream in (d.item, d.id)), None)
            when = periods(duty, campaign, workdays, upstream=upstream)
            found += _owed(duty, when, book, workdays, place, problems)
        except DataError as exc:
            errors += exc.problems
    if errors:
        raise DataError(dict.fromkeys(errors))
    order = {organ.name: number for number, organ in enumerate(book.organs)}
    # What has no day comes last.
    found.sort(key=lambda o: (o.period.due or date.max, not o.own, o.duty.item, order[o.unit]))
    return Owed(tuple(duties), tuple(found), tuple(dict.fromkeys(problems)), not tables)


def workdays_of(project: Project) -> Workdays:
    """The calendar of working days, with the years that the project gives itself."""
    given: tuple[Holidays, ...] = project.of("节假日")
    return Workdays.of(given[0].years if given else ())


def derived_duties(campaign: Campaign, book: OrganBook) -> tuple[ReportingDuty, ...]:
    """The duties that follow from the phases: our deliverables with a recipient, and the cities' progress."""
    duties: list[ReportingDuty] = []
    by_phase = read_schedule("各阶段截止日")
    for phase in campaign.phases:
        for deliverable in phase.deliverables:
            if deliverable.recipient is None or book.find(deliverable.recipient) is None:
                continue
            duties.append(
                ReportingDuty(
                    item=deliverable.kind,
                    units=OWN[:1],
                    recipients=(deliverable.recipient,),
                    schedule=by_phase,
                    phases=(phase.number,),
                )
            )
    if any(organ.level == "市" for organ in book.subordinates()):
        duties.append(
            ReportingDuty(
                item=PROGRESS, units=("各市",), recipients=(BUSINESS,), schedule=by_phase, zero_report=True
            )
        )
    return tuple(duties)


def _owed(
    duty: ReportingDuty,
    when: Iterable[Period],
    book: OrganBook,
    workdays: Workdays,
    place: Place,
    problems: list[Problem],
) -> list[Obligation]:
    found: list[Obligation] = []
    own = book.own_organ()
    days = [(p, *_office_days(duty, p, workdays)) for p in when]
    units = units_of(duty, book)
    if not units:
        message = f"“{duty.item}”的义务人“{'、'.join(duty.units)}”在单位名录里一个也没有"
        problems.append(
            Problem("duty.no_unit", message, place, "请在“单位”里登记并写“业务上级”", Severity.WARNING)
        )
    for unit in units:
        for word, recipient in recipients_of(duty, unit, book).items():
            if recipient is None:
                problems.append(
                    Problem(
                        "duty.no_recipient",
                        f"“{unit.name}”没有写{word}，不知道“{duty.item}”报给谁",
                        place,
                        "请在单位名录里补上",
                        Severity.WARNING,
                    )
                )
                continue
            found += [
                Obligation(duty, unit.name, unit == own, recipient, period, last, internal)
                for period, last, internal in days
            ]
    return found


def _office_days(duty: ReportingDuty, period: Period, workdays: Workdays) -> tuple[date | None, date | None]:
    if period.due is None:
        return None, None
    last = workdays.last_office_day(period.due)
    internal = workdays.before(period.due, duty.lead) if duty.lead else None
    return last, internal
