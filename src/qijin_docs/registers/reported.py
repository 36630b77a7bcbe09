"""Figures that units reported (R06), compared: within a form, from period to period, with what they told somebody else,
and with their own register.

Nothing is mended here: every difference is a problem with both of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.models.reported_figures import TOTAL
from qijin_docs.models.statistics import Statistics, indicators
from qijin_docs.registers.collect import Collected
from qijin_docs.registers.returned import Returned
from qijin_docs.registers.rollup import RollUp
from qijin_docs.registers.row_values import Rows
from qijin_docs.text.dates import format_date, read_date

STATISTICS = "R06"
NOW, SO_FAR = "本期", "累计"
# Places of different kinds are not added: 户 and 家 (facts A.0.2).
_NOT_ADDED = frozenset({"进入单位数"})


@dataclass(frozen=True, slots=True)
class Report:
    """One returned 情况统计表.

    Args:
        returned: its file.
        unit: who reported.
        start, end: of the period; ``None`` where it is not written.
        figures: sphere or 合计, 本期 or 累计, indicator → figure; those not reported are missing.
        places: the same keys → cell.
    """

    returned: Returned
    unit: str
    start: date | None
    end: date | None
    figures: Mapping[tuple[str, str, str], int | Decimal]
    places: Mapping[tuple[str, str, str], Place]


def reports(collected: Collected) -> tuple[Report, ...]:
    """The 情况统计表 among the returned forms, by unit and end of period."""
    found = [_report(one) for one in collected.returned if one.form == STATISTICS and one.sheets]
    return tuple(sorted(found, key=lambda r: (r.unit, r.end or date.min, r.returned.file)))


def _report(one: Returned) -> Report:
    figures: dict[tuple[str, str, str], int | Decimal] = {}
    places: dict[tuple[str, str, str], Place] = {}
    names = [indicator.name for indicator in indicators()]
    for part in one.sheets:
        for index, row in enumerate(part.mappings()):
            if row.get("领域") is None or row.get("期别") is None:
                continue  # told at its cell; whose figures these are is not known
            for name in names:
                key = (str(row.get("领域")), str(row.get("期别")), name)
                if row.get(name) is not None:
                    figures.setdefault(key, row[name])
                    places.setdefault(key, _place(one, part, index, name))
    return Report(one, one.unit, _day(one, "统计起"), _day(one, "统计止"), figures, places)


def _place(one: Returned, part: Rows, index: int, alias: str) -> Place:
    return Place(one.file, part.where(index, alias))


def _day(one: Returned, key: str) -> date | None:
    try:
        return read_date(one.boxes[key], year=one.info.year if one.info else None).value
    except (DataError, KeyError):
        return None


def compare_reports(found: Sequence[Report], rolled: RollUp | None = None) -> tuple[Problem, ...]:
    """Everything in which reported figures contradict themselves, each other or the register.

    Codes: ``figures.total_differs`` (spheres and 合计), ``figures.cumulative_below`` (累计 below 本期),
    ``figures.cumulative_decreases`` and ``figures.cumulative_differs`` (累计 against the period before),
    ``figures.told_differently`` (two reports of one unit and period: P1 一数多报), ``figures.register_differs``
    (against the unit's own register), ``figures.not_compared`` (that register has errors of its own).
    """
    problems: list[Problem] = []
    for report in found:
        problems += _within(report)
    for before, after in pairwise(found):
        if before.unit == after.unit and before.unit:
            same = (before.start, before.end) == (after.start, after.end)
            problems += _same_period(before, after) if same else _next_period(before, after)
    if rolled is not None:
        for report in found:
            problems += _against_register(report, rolled)
    return tuple(problems)


def _within(report: Report) -> Iterator[Problem]:
    spheres = list(dict.fromkeys(sphere for sphere, _, _ in report.figures if sphere != TOTAL))
    for indicator in indicators():
        name = indicator.name
        for period in (NOW, SO_FAR):
            total = report.figures.get((TOTAL, period, name))
            parts = [f for s in spheres if (f := report.figures.get((s, period, name))) is not None]
            if total is not None and parts and name not in _NOT_ADDED and sum(parts) != total:
                message = f"“{name}”{period}的合计写{total}，各领域相加是{sum(parts)}"
                yield Problem(
                    "figures.total_differs", message, report.places[TOTAL, period, name], "请核对各领域和合计"
                )
        for sphere in (*spheres, TOTAL):
            now, so_far = report.figures.get((sphere, NOW, name)), report.figures.get((sphere, SO_FAR, name))
            if now is not None and so_far is not None and so_far < now:
                message = f"“{sphere}”的“{name}”累计{so_far}，比本期{now}还少"
                yield Problem(
                    "figures.cumulative_below", message, report.places[sphere, SO_FAR, name], "累计含本期"
                )


def _same_period(one: Report, two: Report) -> Iterator[Problem]:
    for key in one.figures.keys() | two.figures.keys():
        a, b = one.figures.get(key), two.figures.get(key)
        if a is not None and b is not None and a != b:
            sphere, period, name = key
            message = (
                f"“{one.unit}”同一期“{sphere}”的“{name}”{period}报了两个数：这里是{b}，{one.places[key]}是{a}"
            )
            yield Problem(
                "figures.told_differently", message, two.places[key], "两处改一致，或说明口径不同在哪里"
            )


def _next_period(before: Report, after: Report) -> Iterator[Problem]:
    adjoining = before.end is not None and after.start is not None and (after.start - before.end).days == 1
    for key, total in after.figures.items():
        sphere, period, name = key
        previous = before.figures.get(key)
        if period != SO_FAR or previous is None:
            continue
        now = after.figures.get((sphere, NOW, name))
        if total < previous:
            message = f"“{sphere}”的“{name}”累计{total}，比上期累计{previous}（{before.places[key]}）减少了"
            yield Problem(
                "figures.cumulative_decreases", message, after.places[key], "累计不会减少，请核对两期"
            )
        elif adjoining and now is not None and name not in _NOT_ADDED and previous + now != total:
            message = f"“{sphere}”的“{name}”累计{total}，不等于上期累计{previous}（{before.places[key]}）加本期{now}"
            yield Problem("figures.cumulative_differs", message, after.places[key], "请核对本期和累计")


def _against_register(report: Report, rolled: RollUp) -> Iterator[Problem]:
    if report.start is None or report.end is None:
        return
    own = [c for c in rolled.activities if c.activity.host == report.unit]
    if not own:
        return
    if report.unit in rolled.incomplete:
        message = f"“{report.unit}”的台账还有错，没有与这张表核对"
        place = Place(report.returned.file)
        yield Problem("figures.not_compared", message, place, "台账改正后再收一次", Severity.WARNING)
        return
    register = rolled.register().model_copy(
        update={"activities": tuple(c.activity for c in own), "counted_hosts": None}
    )
    periods: dict[str, Any] = {
        NOW: Statistics.of(register, start=report.start, end=report.end),
        SO_FAR: Statistics.of(register, end=report.end),
    }
    counted: dict[tuple[str, str, str], Any] = {}
    for period, statistics in periods.items():
        for figures in (*statistics.by_sphere, statistics.total):
            counted |= {(figures.label, period, name): value for name, value in figures.values.items()}
    for key, said in report.figures.items():
        sphere, period, name = key
        value = counted.get(key)
        # Of places of several kinds together nobody says how they were counted.
        if (
            value != said
            and (value is not None or said != 0)
            and not (sphere == TOTAL and name in _NOT_ADDED)
        ):
            span = (
                f"{format_date(report.start)}至{format_date(report.end)}"
                if period == NOW
                else f"截至{format_date(report.end)}"
            )
            of_register = "没有填" if value is None else value
            message = f"“{sphere}”的“{name}”{period}报{said}，{report.unit}的台账{span}是{of_register}"
            place = report.places[key]
            yield Problem("figures.register_differs", message, place, f"台账在{own[0].file}", Severity.ERROR)
