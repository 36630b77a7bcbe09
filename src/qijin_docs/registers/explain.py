"""Where a total comes from: the cells that were added, each with its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models import Activity, ActivityRegister, Campaign
from qijin_docs.models.statistics import HOUSEHOLD, Indicator, indicators
from qijin_docs.registers.rollup import RollUp
from qijin_docs.text.nearest import suggestion


@dataclass(frozen=True, slots=True)
class Source:
    """One cell that a total was made from.

    Args:
        file: file.
        where: ``活动台账!T7``.
        value: what it adds: a figure; 1 for an activity or for a place that is entered for the first time.
        activity: id of the activity.
        unit: its host.
        note: why it adds less than it says: a place that was counted before.
    """

    file: str | None
    where: str | None
    value: int | Decimal
    activity: str
    unit: str
    note: str = ""


class HasEntries(Protocol):
    """A loaded project, as far as is needed here."""

    @property
    def entries(self) -> Mapping[str, tuple[Any, ...]]:
        """Part name → documents with their located values."""


_Row = tuple[Activity, Any]


def explain(
    source: RollUp | HasEntries, indicator: str, *, sphere: str | None = None, unit: str | None = None
) -> list[Source]:
    """The cells a total is made from; their values add up to it.

    Args:
        source: a roll-up, or a loaded project, whose register it is.
        indicator: name of the indicator: 活动场次, 资料 …
        sphere: of one sphere only; its name or alias.
        unit: of one host only.

    Raises:
        DataError: ``rollup.unknown_indicator``, ``data.unknown_sphere``, ``rollup.no_register``.
    """
    wanted = _indicator(indicator)
    campaign, rows = _rows(source)
    if sphere is not None:
        found = campaign.sphere(sphere)
        if found is None:
            names = [s.name for s in campaign.spheres]
            hint = suggestion(sphere, names, f"本活动的领域有：{'、'.join(names)}")
            raise DataError(Problem("data.unknown_sphere", f"没有“{sphere}”这个领域", hint=hint))
        rows = [row for row in rows if campaign.sphere(row[0].sphere) is found]
    if unit is not None:
        rows = [row for row in rows if row[0].host == unit]
    if wanted.method == "去重":
        return _places(rows, campaign, wanted)
    if wanted.method == "场次":
        return [_source(a, place("活动编号"), 1) for a, place in rows]
    alias = Activity.model_fields[wanted.attribute].alias or wanted.attribute
    return [
        _source(a, place(alias), value)
        for a, place in rows
        if (value := getattr(a, wanted.attribute)) is not None
    ]


def total_of(sources: Iterable[Source]) -> int | Decimal | None:
    """What the cells add up to; ``None`` if nobody reported any."""
    values = [source.value for source in sources]
    return sum(values[1:], start=values[0]) if values else None


def _indicator(name: str) -> Indicator:
    known = {i.name: i for i in indicators()}
    if name not in known:
        hint = suggestion(name, known, f"指标有：{'、'.join(known)}")
        raise DataError(Problem("rollup.unknown_indicator", f"没有“{name}”这个指标", hint=hint))
    return known[name]


def _rows(source: RollUp | HasEntries) -> tuple[Campaign, list[_Row]]:
    if isinstance(source, RollUp):
        return source.campaign, [(c.activity, c.place) for c in source.counted()]
    entries: Sequence[Any] = source.entries.get("活动台账", ())
    if not entries:
        raise DataError(Problem("rollup.no_register", "没有活动台账，合计无从说起", hint="放入活动台账.xlsx"))
    entry = entries[0]
    register: ActivityRegister = entry.model

    def placer(index: int) -> Any:
        return lambda alias: entry.place_of(("活动记录", index, alias))

    rows = [(a, placer(i)) for i, a in enumerate(register.activities) if register.counts(a)]
    return register.campaign, rows


def _places(rows: Sequence[_Row], campaign: Campaign, wanted: Indicator) -> list[Source]:
    """Places entered: each name once, a bare number as it stands. Households are counted apart from other places."""
    units = {id(row): _unit(row[0], campaign) for row in rows}
    if any(unit != HOUSEHOLD for unit in units.values()):
        rows = [row for row in rows if units[id(row)] != HOUSEHOLD]
    seen: set[str] = set()
    found: list[Source] = []
    for activity, place in rows:
        if activity.entered:
            new = [name for name in dict.fromkeys(activity.entered) if name not in seen]
            before = [name for name in dict.fromkeys(activity.entered) if name in seen]
            seen.update(new)
            note = f"{'、'.join(before)}前面已经算过" if before else ""
            found.append(_source(activity, place("进入单位"), len(new), note))
        elif activity.entered_count is not None:
            found.append(_source(activity, place(wanted.name), activity.entered_count))
    return found


def _unit(activity: Activity, campaign: Campaign) -> str:
    sphere = campaign.sphere(activity.sphere)
    return sphere.unit if sphere else "个"


def _source(activity: Activity, place: Place, value: int | Decimal, note: str = "") -> Source:
    return Source(place.file, place.where, value, activity.id, activity.host, note)
