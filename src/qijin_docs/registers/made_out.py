"""For whom a form is made out: the campaign, the unit, the period; and lists of units to make forms out for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models import Campaign, Model, OrganBook, Sphere
from qijin_docs.models.fields import Exact, Line, Names
from qijin_docs.sources import read_source
from qijin_docs.sources.validate import validate, validate_records
from qijin_docs.text.numerals import to_chinese

DEFAULT_NAME = "安全生产宣传教育“七进”活动"
_DEFAULT_SPHERES = ("企业", "校园", "机关", "社区", "农村", "家庭", "公共场所")


@dataclass(frozen=True, slots=True)
class MadeOut:
    """What is printed into a form before it is sent out.

    Args:
        campaign: name of the campaign.
        year: of the campaign; ``None`` leaves it out of the title.
        spheres: name and unit in which the places entered are counted.
        phases: how many phases there are.
        unit: who fills the form in; empty for anybody.
        period: 期次.
        start, end: first and last day the figures are of.
        boxes: key of a box → further words already known: 填报人, 电话.
    """

    campaign: str = DEFAULT_NAME
    year: int | None = None
    spheres: tuple[tuple[str, str], ...] = ()
    phases: int = 4
    unit: str = ""
    period: str = ""
    start: date | None = None
    end: date | None = None
    boxes: tuple[tuple[str, str], ...] = ()

    @property
    def sphere_names(self) -> tuple[str, ...]:
        """Names of the spheres, in the campaign's order."""
        return tuple(name for name, _ in self.spheres)

    def value_of(self, key: str) -> str | date:
        """What a box holds already; empty if nothing."""
        known: dict[str, Any] = {
            "填报单位": self.unit,
            "统计起": self.start,
            "统计止": self.end,
            "期次": self.period,
            **dict(self.boxes),
        }
        return known.get(key) or ""


def made_out(
    campaign: Campaign | None = None, *, year: int | None = None, period: str = "", unit: str = ""
) -> MadeOut:
    """A form of a campaign; of the usual seven spheres where there is none.

    Args:
        campaign: from a project.
        year: where there is no campaign.
        period: 期次 of what is reported; that of a phase of the campaign gives the first and last day too.
        unit: who fills it in.
    """
    if campaign is None:
        spheres = tuple(Sphere.model_validate(name) for name in _DEFAULT_SPHERES)
        return MadeOut(year=year, spheres=_named(spheres), period=period, unit=unit)
    start, end = _days_of(campaign, period)
    return MadeOut(
        campaign=campaign.name,
        year=campaign.year,
        spheres=_named(campaign.spheres),
        phases=len(campaign.phases),
        period=period,
        unit=unit,
        start=start,
        end=end,
    )


def _named(spheres: Sequence[Sphere]) -> tuple[tuple[str, str], ...]:
    return tuple((sphere.name, sphere.unit) for sphere in spheres)


def _days_of(campaign: Campaign, period: str) -> tuple[date | None, date | None]:
    """From the day after the phase before to the phase's own deadline (A.9: each phase is a period of report)."""
    before = campaign.start - timedelta(days=1)
    for phase in campaign.phases:
        last = phase.deadline.on(campaign.year)
        if period in (f"第{to_chinese(phase.number)}阶段", str(phase.number), phase.name):
            return phase.start or before + timedelta(days=1), last
        before = last
    return None, None


class Recipient(Model):
    """单位名单的一行: a unit that gets a form, and what is known of it."""

    unit: Line
    contact: Line | None = None
    phone: Exact | None = None
    period: Line | None = None
    spheres: Names = ()


# The heads under which lists of units have them, contacts (R03) among them.
_HEADS: Mapping[str, Sequence[str]] = {
    "unit": ("单位", "单位名称", "填报单位", "单位全称", "全称", "名称", "市", "单位（全称）"),
    "contact": ("联系人", "联络员", "姓名", "填报人"),
    "phone": ("电话", "联系电话", "办公电话", "手机"),
    "period": ("期次", "阶段"),
    "spheres": ("领域", "承担领域", "涉及领域"),
}


def read_recipients(path: str | Path) -> tuple[Recipient, ...]:
    """The units of a list: a table with a column 单位, or a 单位.yaml, whose units below our own it gives.

    Raises:
        DataError: everything that is wrong with the list; ``form.no_units`` if nobody is on it,
            ``form.unit_twice``.
    """
    located = read_source(path)
    if isinstance(located.value, Mapping):
        book = validate(OrganBook, located).value
        found = tuple(Recipient(unit=organ.name) for organ in book.subordinates())
        return _at_least_one(found, path)
    names = list(located.columns or {})
    heads = {field: next((head for head in heads if head in names), None) for field, heads in _HEADS.items()}
    if heads["unit"] is None:
        raise DataError(
            Problem(
                "form.no_unit_column",
                f"名单里没有“单位”这一列，有的是：{'、'.join(names)}",
                Place(str(path)),
                "请把写单位全称的一列叫作“单位”",
            )
        )
    wanted = {field: (head,) for field, head in heads.items() if head}
    rows = read_source(path, columns=wanted, defer=True)
    # Further columns of a list are nobody's fault: a list of contacts has fax and e-mail.
    rows = replace(rows, problems=tuple(p for p in rows.problems if p.code != "data.unknown_column"))
    found = validate_records(Recipient, rows).value
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, one in enumerate(found):
        if one.unit in seen:
            message, place = f"“{one.unit}”在名单里有两行", rows.place_of((index, "unit"))
            problems.append(Problem("form.unit_twice", message, place, "每个单位只留一行"))
        seen.add(one.unit)
    if problems:
        raise DataError(problems)
    return _at_least_one(found, path)


def _at_least_one(found: tuple[Recipient, ...], path: str | Path) -> tuple[Recipient, ...]:
    if not found:
        raise DataError(Problem("form.no_units", "名单里没有单位", Place(str(path)), "一行写一个单位的全称"))
    return found


def made_out_for(recipient: Recipient, base: MadeOut) -> MadeOut:
    """The same form for one unit; spheres of its own are those it gets rows for.

    Raises:
        DataError: ``data.unknown_sphere``: it is said to have a sphere that the campaign does not have.
    """
    units = dict(base.spheres)
    chosen = tuple(name.removeprefix("进") for name in recipient.spheres) or base.sphere_names
    unknown = [name for name in chosen if name not in units]
    if unknown:
        raise DataError(
            [
                Problem(
                    "data.unknown_sphere",
                    f"“{recipient.unit}”的领域里有“{name}”，活动没有这个领域",
                    hint=f"本活动的领域有：{'、'.join(units)}",
                )
                for name in unknown
            ]
        )
    boxes = [("填报人", recipient.contact), ("电话", recipient.phone)]
    return replace(
        base,
        unit=recipient.unit,
        period=recipient.period or base.period,
        spheres=tuple((name, units[name]) for name in units if name in chosen),
        boxes=base.boxes + tuple((key, value) for key, value in boxes if value),
    )
