"""情况统计: figures computed from the register, never typed.

Rules (facts A.0.2, A.10, A.11): an activity counts once, for its host, in its main sphere; places
entered are counted once a year by name; 人, 人次 and 户 are never added to each other; a figure that
nobody reported is ``None``, which is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from qijin_docs.models.activity import Activity, ActivityRegister
from qijin_docs.models.campaign import Campaign
from qijin_docs.text.numerals import to_chinese

Figure = int | Decimal | None
HOUSEHOLD = "户"


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标: what is counted, in which unit, and how it is totalled."""

    name: str
    attribute: str
    unit: str
    method: str


@lru_cache(maxsize=1)
def indicators() -> tuple[Indicator, ...]:
    """The indicators of R06, in its order of columns (``data/indicators.yaml``)."""
    import yaml

    text = (files("qijin_docs.models") / "data" / "indicators.yaml").read_text(encoding="utf-8")
    return tuple(Indicator(e["名称"], e["字段"], e["单位"], e["合计"]) for e in yaml.safe_load(text)["指标"])


@dataclass(frozen=True, slots=True)
class Figures:
    """The indicators of one set of activities.

    Args:
        label: what the set is: 合计, a sphere's name, a phase's name.
        values: indicator name → figure; ``None`` where nobody reported any.
        unit_of_places: unit of 进入单位数 (家, 所, 户…), or 个 for mixed kinds.
        households: households entered, kept apart from all other places.
        sources: ids of the activities counted, in register order.
    """

    label: str
    values: Mapping[str, Figure]
    unit_of_places: str
    households: int | None
    sources: tuple[str, ...]

    def as_values(self) -> dict[str, Any]:
        """What templates and narrative read: ``统计.合计.活动场次``."""
        return {
            **self.values,
            "名称": self.label,
            "计量单位": self.unit_of_places,
            "进入户数": self.households,
            "手机网络报道": _add([self.values["网站报道"], self.values["手机新媒体报道"]]),
            "媒体报道": _add(
                [self.values[n] for n in ("报刊报道", "广播电视报道", "网站报道", "手机新媒体报道")]
            ),
            "活动编号": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Statistics:
    """情况统计 of a register over a stretch of time."""

    start: date
    end: date
    total: Figures
    by_sphere: tuple[Figures, ...]
    by_phase: tuple[Figures, ...]
    by_month: tuple[Figures, ...]
    by_parent: tuple[Figures, ...]
    by_host: tuple[Figures, ...]
    """One for each unit that held activities, in the register's order."""
    joined: int
    """Activities of others that we took part in; not in any figure."""

    @classmethod
    def of(
        cls, register: ActivityRegister, *, start: date | None = None, end: date | None = None
    ) -> Statistics:
        """Count a register's activities that began between two days (default: the whole campaign)."""
        campaign = register.campaign
        start, end = start or campaign.start, end or campaign.end
        within = [a for a in register.activities if start <= a.start <= end]
        counted = [a for a in within if register.counts(a)]

        def sphere_of(activity: Activity) -> str:
            sphere = campaign.sphere(activity.sphere)
            return sphere.name if sphere else activity.sphere

        parents = [p for p in campaign.related if p] or sorted({a.parent for a in counted if a.parent})
        months = sorted({(a.start.year, a.start.month) for a in counted})
        return cls(
            start=start,
            end=end,
            total=_figures("合计", counted, campaign),
            by_sphere=tuple(
                _figures(s.name, [a for a in counted if sphere_of(a) == s.name], campaign, unit=s.unit)
                for s in campaign.spheres
            ),
            by_phase=tuple(
                _figures(
                    f"第{to_chinese(p.number)}阶段",
                    [a for a in counted if campaign.phase_of(a.start) is p],
                    campaign,
                )
                for p in campaign.phases
            ),
            by_month=tuple(
                _figures(
                    f"{month}月",
                    [a for a in counted if (a.start.year, a.start.month) == (year, month)],
                    campaign,
                )
                for year, month in months
            ),
            by_parent=tuple(_figures(p, [a for a in counted if a.parent == p], campaign) for p in parents),
            by_host=tuple(
                _figures(host, [a for a in counted if a.host == host], campaign)
                for host in dict.fromkeys(a.host for a in counted)
            ),
            joined=len(within) - len(counted),
        )

    def as_values(self) -> dict[str, Any]:
        """What templates and narrative read: ``统计.合计.…``, ``统计.领域.企业.…``, ``统计.阶段.第一阶段.…``."""
        rows = [f.as_values() for f in self.by_sphere]
        return {
            "起": self.start,
            "止": self.end,
            "合计": self.total.as_values(),
            "领域": {row["名称"]: row for row in rows},
            "分领域": rows,
            "阶段": {f.label: f.as_values() for f in self.by_phase},
            "月份": [f.as_values() for f in self.by_month],
            "母活动": {f.label: f.as_values() for f in self.by_parent},
            "分单位": [f.as_values() for f in self.by_host],
            "参与场次": self.joined,
            "有活动的领域": [row["名称"] for row in rows if row["活动场次"]],
        }


def _add(values: Iterable[Figure]) -> Figure:
    known = [v for v in values if v is not None]
    return sum(known[1:], start=known[0]) if known else None


def _figures(
    label: str, activities: list[Activity], campaign: Campaign, *, unit: str | None = None
) -> Figures:
    units = {s.name: s.unit for s in campaign.spheres}
    by_unit: dict[str, list[Activity]] = {}
    for activity in activities:
        sphere = campaign.sphere(activity.sphere)
        by_unit.setdefault(units[sphere.name] if sphere else "个", []).append(activity)
    households = _places(by_unit.pop(HOUSEHOLD, []))
    places: int | None
    kinds = list(by_unit)
    if not kinds and households is not None:
        unit, places = HOUSEHOLD, households
    else:
        unit = unit or (kinds[0] if len(kinds) == 1 else "个")
        places = _places([a for group in by_unit.values() for a in group])
    values: dict[str, Figure] = {}
    for indicator in indicators():
        if indicator.method == "场次":
            values[indicator.name] = len(activities)
        elif indicator.method == "去重":
            values[indicator.name] = places
        else:
            values[indicator.name] = _add(getattr(a, indicator.attribute) for a in activities)
    return Figures(label, values, unit, households, tuple(a.id for a in activities))


def _places(activities: list[Activity]) -> int | None:
    # Named places count once however often they were entered; a bare number cannot be compared and adds up.
    names = {name for a in activities for name in a.entered}
    nameless = [a.entered_count for a in activities if not a.entered and a.entered_count is not None]
    return len(names) + sum(nameless) if names or nameless else None
