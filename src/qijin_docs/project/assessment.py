"""Facts that the project knows are entered into the score sheets; what a sheet says otherwise is an error (A.16)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from qijin_docs.errors import Problem
from qijin_docs.models import (
    ActivityRegister,
    InspectionRegister,
    ScoreEntry,
    ScoreItem,
    ScoreSheet,
    Statistics,
    SubmissionRegister,
    indicators,
)
from qijin_docs.models.reporting import State
from qijin_docs.project.parts import Entry
from qijin_docs.text.moments import day_of
from qijin_docs.text.nearest import suggestion

COUNTED = ("计件封顶", "逾期递减", "分档扣分")
"""Ways of scoring that take one number."""
INSPECTED = ("督查问题数", "督查未销号数")
LATE = "逾期天数"
"""Days late of everything a unit handed in, added up."""

Facts = Mapping[str, Any]


def fact_names() -> tuple[str, ...]:
    """Every fact an item may be computed from: figures of the unit's own activities, findings about it."""
    return (*(indicator.name for indicator in indicators()), *INSPECTED, LATE)


def facts_of(
    unit: Iterable[str],
    register: ActivityRegister | None,
    inspections: InspectionRegister | None,
    submissions: SubmissionRegister | None = None,
) -> dict[str, Any]:
    """What the project knows about a unit.

    Args:
        unit: its full and short name.
        register: of activities; without one there are no figures.
        inspections: without them nothing is known of findings.
        submissions: without them nothing is known of days late.
    """
    names = tuple(unit)
    facts: dict[str, Any] = {}
    if register is not None:
        own = register.model_copy(update={"counted_hosts": names})
        # Nobody reported any: that is not zero, and is not entered.
        facts |= {name: value for name, value in Statistics.of(own).total.values.items() if value is not None}
    if inspections is not None:
        findings = [record for record in inspections.findings if record.organ in names]
        facts["督查问题数"] = len(findings)
        facts["督查未销号数"] = sum(1 for record in findings if record.closed_on is None)
    late = _days_late(names, submissions)
    return facts if late is None else {**facts, LATE: late}


def _days_late(names: tuple[str, ...], submissions: SubmissionRegister | None) -> int | None:
    """Days by which last versions came late; ``None`` if a row does not say when it was due or when it came.

    That the written due days are right is told by the status of submissions.
    """
    rows = [row for row in submissions.rows if row.unit in names] if submissions else []
    rows = sorted((row for row in rows if row.said is not State.EXEMPT), key=lambda row: row.version)
    last = {(row.item, row.period, row.recipient): row for row in rows}.values()
    if not last or any(row.due is None or row.sent is None for row in last):
        return None
    return sum(max(0, (day_of(row.sent) - row.due).days) for row in last if row.sent and row.due)


def filled_sheets(
    sheets: Iterable[Entry[ScoreSheet]],
    facts: Callable[[str], Facts],
    problems: list[Problem],
) -> tuple[Entry[ScoreSheet], ...]:
    """The sheets with every fact entered that the project knows.

    Args:
        sheets: as read.
        facts: name of a unit → what is known about it.
        problems: takes contradictions between a sheet and the project.
    """
    done = []
    for entry in sheets:
        known = facts(entry.model.assessed)
        filled = [_fill(item, entry, known, problems) for item in entry.model.score_standard.items]
        entries = tuple(line for line in filled if line is not None)
        done.append(replace(entry, model=entry.model.model_copy(update={"entries": entries})))
    return tuple(done)


def unknown_facts(items: Iterable[tuple[ScoreItem, Any]]) -> Iterable[Problem]:
    """A problem for each item whose fact is none, or whose way of scoring takes no number.

    Args:
        items: item and its place.
    """
    for item, place in items:
        if item.fact is None:
            continue
        if item.way == "填空数据":
            continue  # its blanks are filled by their own names
        if item.way not in COUNTED:
            message = f"{item.id}按“{item.way}”评分，不能由“{item.fact}”算"
            hint = f"能由事实算的评分方式：{'、'.join(COUNTED)}、填空数据"
            yield Problem("score.fact_way", message, place, hint)
        elif item.fact not in fact_names():
            hint = suggestion(item.fact, fact_names(), f"能用的事实：{'、'.join(fact_names())}")
            yield Problem("score.unknown_fact", f"没有“{item.fact}”这个事实", place, hint)


def _fill(
    item: ScoreItem, sheet: Entry[ScoreSheet], facts: Facts, problems: list[Problem]
) -> ScoreEntry | None:
    """The line of an item with its fact; ``None`` where there is neither a line nor a fact, which is a gap."""
    index = next((i for i, e in enumerate(sheet.model.entries) if e.item == item.id), None)
    written = None if index is None else sheet.model.entries[index]
    if item.fact is None or (written is not None and written.missing):
        return written
    entry = written or ScoreEntry(item=item.id)
    place = sheet.place_of(("评分",) if index is None else ("评分", index))
    if item.way == "填空数据":
        known = {blank.name: facts[blank.name] for blank in item.blanks if blank.name in facts}
        for name, value in known.items():
            if name in entry.blanks and entry.blanks[name] != value:
                problems.append(_differs(sheet, item, name, entry.blanks[name], value, place))
        return entry.model_copy(update={"blanks": {**known, **entry.blanks}}) if known else written
    value = facts.get(item.fact)
    if value is None:
        return written
    if entry.count is not None and entry.count != value:
        problems.append(_differs(sheet, item, item.fact, entry.count, value, place))
    return entry.model_copy(update={"count": value})


def _differs(
    sheet: Entry[ScoreSheet], item: ScoreItem, name: str, written: object, value: object, place: Any
) -> Problem:
    return Problem(
        "score.fact_differs",
        f"{sheet.model.assessed}的{item.id}写{name}{written}，按台账和督查记录是{value}",
        place,
        "请核对；由程序算的项可以不填",
    )
