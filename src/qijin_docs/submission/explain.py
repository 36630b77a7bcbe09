"""Where a figure comes from: the rows of the register that were counted, with file and cell."""

from __future__ import annotations

from dataclasses import dataclass

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models import ActivityRegister, Statistics, indicators
from qijin_docs.models.statistics import Figure
from qijin_docs.project import Project
from qijin_docs.text.nearest import suggestion


@dataclass(frozen=True, slots=True)
class Source:
    """One row that was counted, and what it says of the indicator."""

    activity: str
    name: str
    value: Figure
    place: Place


@dataclass(frozen=True, slots=True)
class Explanation:
    """A total and its sources.

    Args:
        indicator, unit: what is counted, in what.
        total: as it stands in the statistics; ``None`` if nobody reported any.
        sources: the activities counted, in the order of the register.
        remark: how the total comes from the rows where it is not their sum.
    """

    indicator: str
    unit: str
    total: Figure
    sources: tuple[Source, ...]
    remark: str


def explain(project: Project, indicator: str) -> Explanation:
    """Where the year's total of an indicator comes from.

    Raises:
        DataError: ``report.no_register``; ``report.unknown_indicator``, with the nearest name.
    """
    entries = project.entries.get("活动台账", ())
    known = {i.name: i for i in indicators()}
    problem: Problem | None = None
    if not entries:
        place = Place(str(project.folder))
        problem = Problem("report.no_register", "没有活动台账，没有数可以说明", place, "请写“活动台账”")
    elif indicator not in known:
        hint = suggestion(indicator, known, f"指标有：{'、'.join(known)}")
        problem = Problem("report.unknown_indicator", f"没有“{indicator}”这个指标", hint=hint)
    if problem is not None:
        raise DataError(problem)
    found, register = known[indicator], entries[0].model
    assert isinstance(register, ActivityRegister)
    total = Statistics.of(register).total
    counted = set(total.sources)
    sources = []
    for index, activity in enumerate(register.activities):
        if activity.id not in counted:
            continue
        value: Figure = 1 if found.method == "场次" else None
        field, attribute = "活动名称", found.attribute
        if found.method == "去重":
            value, field = (len(activity.entered) or activity.entered_count), "进入单位"
        elif found.method != "场次":
            value = getattr(activity, attribute)
            field = type(activity).model_fields[attribute].alias or attribute
        sources.append(
            Source(activity.id, activity.name, value, entries[0].place_of(("活动记录", index, field)))
        )
    remark = "；同一单位全年只计一次，合计不是各行相加" if found.method == "去重" else ""
    unit = total.unit_of_places if found.unit == "按领域" else found.unit
    return Explanation(found.name, unit, total.values[found.name], tuple(sources), remark)
