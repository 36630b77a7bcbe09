"""City registers → one register of the province, each activity once, and every total with the cells it comes from.

Rules (facts A.10, A.11): an activity counts for its host alone; one id is one activity; the same activity under two ids
is told; two rows of one id that say different things are a conflict, told with both cells, and nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from qijin_docs.errors import Place, Problem, Severity, errors_among
from qijin_docs.models import Activity, ActivityRegister, Campaign, Organ
from qijin_docs.models.statistics import Statistics
from qijin_docs.registers.collect import Collected
from qijin_docs.registers.returned import Returned
from qijin_docs.registers.row_values import Rows

REGISTER = "R05"
# A joint activity may be described by each unit in its own words; its figures may not differ.
_WORDS = frozenset({"备注", "填报人", "填报日期", "审核人", "见证材料编号", "地点", "出席领导", "协办单位"})
_ALIASES = {name: info.alias or name for name, info in Activity.model_fields.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """One activity of the roll-up.

    Args:
        activity: as its host tells it.
        unit: who sent the row that counts.
        file: its file.
        part: its sheet.
        row: of the sheet's rows, from zero.
        also: places of the same activity in other units' registers; not counted.
    """

    activity: Activity
    unit: str
    file: str
    part: Rows
    row: int
    also: tuple[Place, ...] = ()

    def place(self, alias: str | None = None) -> Place:
        """The cell of a field, or the row."""
        return Place(self.file, self.part.where(self.row, alias))


@dataclass(frozen=True, slots=True)
class RollUp:
    """The register of all units together.

    Args:
        campaign: the campaign.
        activities: each once, in order of files.
        hosts: names of the units whose activities are counted; ``None`` counts all.
        problems: duplicates and conflicts with both places, rows that could not be taken.
        incomplete: units of whose register a row or a figure must still be mended.
    """

    campaign: Campaign
    activities: tuple[Counted, ...]
    hosts: tuple[str, ...] | None
    problems: tuple[Problem, ...]
    incomplete: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be decided before the totals can be used."""
        return errors_among(self.problems)

    def counted(self) -> tuple[Counted, ...]:
        """The activities that enter totals."""
        return tuple(c for c in self.activities if self.hosts is None or c.activity.host in self.hosts)

    def register(self, organ: Organ | None = None) -> ActivityRegister:
        """The register, for :class:`~qijin_docs.models.Statistics` and documents."""
        return ActivityRegister.model_construct(
            campaign=self.campaign,
            organ=organ or Organ(name="汇总单位"),
            activities=tuple(c.activity for c in self.activities),
            counted_hosts=self.hosts,
        )

    def statistics(self, unit: str | None = None) -> Statistics:
        """The figures of all units together, or of one as host."""
        register = self.register()
        if unit is not None:
            own = tuple(a for a in register.activities if a.host == unit)
            register = register.model_copy(update={"activities": own, "counted_hosts": None})
        return Statistics.of(register)

    def by_unit(self) -> dict[str, Statistics]:
        """Host → its figures. Their sums are those of the province, but for places that several hosts entered."""
        hosts = dict.fromkeys(c.activity.host for c in self.counted())
        return {host: self.statistics(host) for host in hosts}


def roll_up(collected: Collected, campaign: Campaign, *, hosts: Sequence[str] | None = None) -> RollUp:
    """The activities of all registers collected, each once.

    Args:
        collected: what came back; forms other than registers (R05) are passed over.
        campaign: gives the spheres and the days that activities lie in.
        hosts: full names of the units whose activities are counted; the list of units of ``collected`` if there is
            one, else every host.
    """
    problems: list[Problem] = []
    rows = list(_rows(collected, campaign, problems))
    if hosts is None and collected.units is not None:
        hosts = collected.units.hosts
    merged = _one_each(rows, problems)
    _same_under_other_ids(merged, problems)
    incomplete = frozenset(one.unit for one in collected.returned if one.form == REGISTER and one.errors)
    chosen = tuple(hosts) if hosts is not None else None
    return RollUp(campaign, tuple(merged), chosen, tuple(problems), incomplete)


def each_once(collected: Collected, rolled: RollUp) -> tuple[Returned, ...]:
    """The returned files without the rows of activities that another row stands for: what a register is written from."""
    repeated = {(place.file, place.where) for counted in rolled.activities for place in counted.also}
    kept: list[Returned] = []
    for one in collected.returned:
        parts = []
        for part in one.sheets:
            rows = [i for i in range(len(part.values)) if (one.file, part.where(i)) not in repeated]
            gaps = tuple((rows.index(i), alias, text) for i, alias, text in part.gaps if i in rows)
            numbers, values = tuple(part.numbers[i] for i in rows), tuple(part.values[i] for i in rows)
            parts.append(replace(part, numbers=numbers, values=values, gaps=gaps))
        kept.append(replace(one, sheets=tuple(parts)))
    return tuple(kept)


def _rows(collected: Collected, campaign: Campaign, problems: list[Problem]) -> Iterator[Counted]:
    # A cell that was refused is a gap in its row; the file's own problems say so.
    for one, part, index in collected.cells(REGISTER):
        values = {
            alias: v for alias, v in zip(part.aliases, part.values[index], strict=True) if v is not None
        }
        host = collected.units.find(str(values.get("主办单位", ""))) if collected.units else None
        if host:
            values["主办单位"] = host
        try:
            activity = Activity.model_validate(values)
        except ValidationError:
            message = "这一行有错，没有计入合计"
            problems.append(
                Problem("rollup.row_left_out", message, Place(one.file, part.where(index)), "改正后重新收")
            )
            continue
        counted = Counted(activity, one.unit, one.file, part, index)
        for row, alias, text in part.gaps:
            if row == index:
                problems.append(
                    Problem(
                        "rollup.gap",
                        f"{activity.id}的“{alias}”{text}，合计里没有它",
                        counted.place(alias),
                        "改正后重新收",
                    )
                )
        problems += [flaw.at(counted.place(str(flaw.path[0]))) for flaw in activity.flaws_in(campaign)]
        yield counted


def _one_each(rows: Sequence[Counted], problems: list[Problem]) -> list[Counted]:
    """One row for each id: that of the host's own register, or the first."""
    by_id: dict[str, list[Counted]] = {}
    for row in rows:
        by_id.setdefault(row.activity.id, []).append(row)
    merged: list[Counted] = []
    for id_, same in by_id.items():
        kept = next((c for c in same if c.unit == c.activity.host), same[0])
        others = [c for c in same if c is not kept]
        for other in others:
            problems += _compare(id_, kept, other)
        merged.append(
            Counted(
                kept.activity, kept.unit, kept.file, kept.part, kept.row, tuple(c.place() for c in others)
            )
        )
    return merged


def _compare(id_: str, kept: Counted, other: Counted) -> Iterator[Problem]:
    """What is to be said of two rows with one id."""
    one, two = kept.activity, other.activity
    at = f"{kept.place('活动编号')}"
    if one.name != two.name and (one.start, one.host) != (two.start, two.host):
        message = f"编号{id_}用在两个活动上：这里是“{two.name}”，{at}是“{one.name}”"
        yield Problem("rollup.same_id", message, other.place("活动编号"), "其中一个换编号，否则只算了一个")
        return
    differ = [
        alias
        for name, alias in _ALIASES.items()
        if alias not in _WORDS and getattr(one, name) != getattr(two, name)
    ]
    for alias in differ:
        name = next(n for n, a in _ALIASES.items() if a == alias)
        here, there = _shown(getattr(two, name)), _shown(getattr(one, name))
        message = f"{id_}的“{alias}”两处不同：这里是{here}，{kept.place(alias)}是{there}"
        yield Problem(
            "rollup.conflict", message, other.place(alias), f"以主办单位“{one.host}”的为准，核对后改一致"
        )
    if not differ:
        message = f"{id_}与{kept.place()}是同一活动，只由主办单位计一次"
        yield Problem("rollup.joint", message, other.place(), severity=Severity.NOTE)


def _same_under_other_ids(merged: Sequence[Counted], problems: list[Problem]) -> None:
    seen: dict[tuple[object, ...], Counted] = {}
    for row in merged:
        key = (row.activity.name, row.activity.start, row.activity.host)
        if key in seen:
            first = seen[key]
            message = (
                f"与{first.place()}的{first.activity.id}名称、日期、主办单位都相同，疑似同一活动报了两次"
            )
            hint = "是同一活动就用同一个编号，只算一次；现在算了两次"
            problems.append(Problem("rollup.suspected_duplicate", message, row.place("活动编号"), hint))
        seen.setdefault(key, row)


def _shown(value: Any) -> str:
    if value is None:
        return "空白"
    if isinstance(value, tuple):
        return "“" + "、".join(value) + "”" if value else "空白"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if isinstance(value, int | Decimal) else f"“{value}”"


def sums_of_units(rolled: RollUp) -> list[Problem]:
    """Where the units' figures do not add up to those of the province: places that several hosts entered.

    A note for each indicator and place, so that nobody is surprised; every other difference would be an error of the
    program and is told as one.
    """
    problems: list[Problem] = []
    total = rolled.statistics().total
    units = [statistics.total for statistics in rolled.by_unit().values()]
    for name, said in total.values.items():
        known = [v for u in units if (v := u.values[name]) is not None]
        together = sum(known, start=Decimal(0)) if known else None
        if together != said and name != "进入单位数":
            message = f"各单位“{name}”之和{together}，全省合计{said}"
            problems.append(Problem("rollup.sum_differs", message, hint="请把这份数据发给维护人员"))
    for place, rows in _entered(rolled).items():
        hosts = list(dict.fromkeys(row.activity.host for row in rows))
        if len(hosts) > 1:
            message = f"“{place}”有{len(hosts)}个单位进入过（{'、'.join(hosts)}），全省只算一个"
            problems.append(
                Problem(
                    "rollup.entered_by_several", message, rows[1].place("进入单位"), severity=Severity.NOTE
                )
            )
    return problems


def _entered(rolled: RollUp) -> Mapping[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    for row in rolled.counted():
        for name in row.activity.entered:
            found.setdefault(name, []).append(row)
    return found
