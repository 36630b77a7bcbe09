"""活动: the campaign of one year, its spheres, phases and the documents it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, computed_field, model_validator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.deadline import Deadline
from qijin_docs.models.fields import Count, DocumentNumber, Exact, FormalDate, Line, Lines, Names
from qijin_docs.models.roles import Role
from qijin_docs.models.sections import Headings
from qijin_docs.text.nearest import nearest
from qijin_docs.text.numerals import to_chinese


@lru_cache(maxsize=1)
def default_spheres() -> Mapping[str, Mapping[str, Any]]:
    """Name or alias → the definition that ships with the library (``data/spheres.yaml``)."""
    import yaml

    text = (files("qijin_docs.models") / "data" / "spheres.yaml").read_text(encoding="utf-8")
    known: dict[str, Mapping[str, Any]] = {}
    for entry in yaml.safe_load(text)["领域"]:
        for name in (entry["名称"], f"进{entry['名称']}", *entry["别名"]):
            known[name] = entry
    return known


class Sphere(Model):
    """领域: where the campaign enters. Data, not an enumeration of seven."""

    code: Exact = Field(alias="代码")
    """Short code, first part of requirement numbers: QY."""
    name: Line = Field(alias="名称")
    """Name after 进: 企业."""
    aliases: Names = Field((), alias="别名")
    """Other words for the same: 学校 for 校园."""
    audience: Line | None = Field(None, alias="对象")
    """Whom it reaches."""
    unit: Line = Field("个", alias="计量单位")
    """Unit in which places entered are counted: 家, 所, 户."""

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        # “领域: [企业, 机关]” names spheres that the library knows.
        if not isinstance(value, str):
            return value
        known = default_spheres()
        if value.strip() in known:
            return known[value.strip()]
        near = nearest(value, known)
        raise PydanticCustomError(
            "data.unknown_sphere",
            "没有“{name}”这个领域",
            {"name": value, "hint": f"是否想写“{near}”？" if near else "新的领域请写明代码、名称、计量单位"},
        )


class Deliverable(Model):
    """成果: one thing a phase owes."""

    kind: Line = Field(alias="种类")
    """What: 实施方案, 先进典型经验材料, 活动总结, 见证材料."""
    count: Count | None = Field(None, alias="数量")
    """How many at least, if said."""
    recipient: Line | None = Field(None, alias="收件人")
    """To whom; a deliverable kept in house has none."""


class Phase(Model):
    """阶段: a stretch of the year with a deadline, tasks and what is owed at its end."""

    number: int = Field(alias="序号", ge=1)
    name: Line = Field(alias="名称")
    start: FormalDate | None = Field(None, alias="起")
    deadline: Deadline = Field(alias="截止")
    tasks: Lines = Field((), alias="任务")
    deliverables: tuple[Deliverable, ...] = Field((), alias="成果")
    responsible: Names = Field((), alias="责任单位")
    role: Role = Field(Role.OWN, alias="本单位角色")
    """Whether the unit runs the phase itself or only cooperates (the press conference of phase 2)."""

    @property
    def heading(self) -> str:
        """``第一阶段（4月30日前）统筹规划``."""
        return f"第{to_chinese(self.number)}阶段（{self.deadline}）{self.name}"


class BasisDocument(Model):
    """依据: a document the campaign rests on."""

    issuer: Line = Field(alias="发文机关")
    title: Line = Field(alias="标题")
    """Title without 《》."""
    number: DocumentNumber | None = Field(None, alias="文号")
    issued_on: FormalDate | None = Field(None, alias="日期")
    short_name: Line | None = Field(None, alias="简称")
    """Short name defined at first citation, without 《》."""
    level: Literal["国家", "省", "市", "县区", "本单位"] = Field("国家", alias="层级")
    usage: Literal["根据", "按照", "转发", "结合"] = Field("根据", alias="用法")

    @computed_field(alias="引用")
    @property
    def citation(self) -> str:
        """First citation: ``《标题》（文号，以下简称《简称》）``; nested 《》 become 〈〉."""
        notes = [str(self.number)] if self.number else []
        if self.short_name:
            notes.append(f"以下简称《{self.short_name}》")
        return self._in_marks(self.title) + (f"（{'，'.join(notes)}）" if notes else "")

    @computed_field(alias="简引")
    @property
    def short_citation(self) -> str:
        """Later citation: ``《简称》``, or the title if no short name was defined."""
        return self._in_marks(self.short_name or self.title)

    @staticmethod
    def _in_marks(title: str) -> str:
        return f"《{title.replace('《', '〈').replace('》', '〉')}》"


# What a campaign calls itself: “七进”活动, 五进活动.
_OWN_NAME = re.compile(r"“.*|[一二三四五六七八九十]+进(活动)?$")


def _spheres(value: object) -> object:
    return [part for part in re.split(r"[、，,\s]+", value) if part] if isinstance(value, str) else value


class Campaign(Model):
    """活动: one year of the campaign."""

    name: Line = Field("安全生产宣传教育“七进”活动", alias="名称")
    short_name: Line = Field("“七进”活动", alias="简称")
    year: int = Field(alias="年度", ge=1949, le=2999)
    theme: Line | None = Field(None, alias="主题")
    spheres: Annotated[tuple[Sphere, ...], BeforeValidator(_spheres)] = Field(
        default_factory=lambda: tuple(
            Sphere.model_validate(name)
            for name in ("企业", "校园", "机关", "社区", "农村", "家庭", "公共场所")
        ),
        alias="领域",
        min_length=1,
    )
    basis: tuple[BasisDocument, ...] = Field((), alias="依据")
    start: FormalDate = Field(alias="开始")
    end: FormalDate = Field(alias="结束")
    lead: Line | None = Field(None, alias="牵头机关")
    phases: tuple[Phase, ...] = Field(alias="阶段", min_length=1)
    related: Names = Field((), alias="相关活动")
    """Campaigns that run at the same time and may own an activity too: 安全生产月."""
    yearly: bool = Field(True, alias="年年延续")

    def flaws(self) -> Iterator[Flaw]:
        """Dates run forward, phases are numbered and ordered, names are unique, a summary ends the year."""
        if self.start > self.end:
            yield Flaw(("结束",), "campaign.date_order", "活动的结束日期早于开始日期", "请核对“开始”“结束”")
        if self.start.year != self.year:
            yield Flaw(
                ("年度",),
                "campaign.year",
                f"年度写的是{self.year}，开始日期却在{self.start.year}年",
                "年度应是开始日期所在的年",
            )
        possible = self.start <= self.end and self.start.year == self.year
        previous: date | None = None
        for index, phase in enumerate(self.phases):
            day = phase.deadline.on(self.year)
            if phase.number != index + 1:
                yield Flaw(
                    ("阶段", index, "序号"),
                    "campaign.phase_number",
                    f"第{index + 1}个阶段的序号是{phase.number}",
                    "阶段序号应从1起连续",
                )
            if phase.start and phase.start > day:
                yield Flaw(
                    ("阶段", index, "起"),
                    "campaign.phase_start",
                    f"“{phase.name}”的开始日期晚于它的截止日",
                    "请核对阶段起止",
                )
            if previous and day <= previous:
                yield Flaw(
                    ("阶段", index, "截止"),
                    "campaign.phase_order",
                    f"“{phase.name}”的截止日不晚于上一阶段",
                    "各阶段截止日应逐个往后",
                )
            if possible and not self.start <= day <= self.end:
                yield Flaw(
                    ("阶段", index, "截止"),
                    "campaign.phase_outside",
                    f"“{phase.name}”的截止日{day:%Y-%m-%d}不在活动起止之内",
                    "请核对截止日或活动起止",
                )
            previous = day
        seen: dict[str, str] = {}
        for index, sphere in enumerate(self.spheres):
            names = (sphere.name, *sphere.aliases)
            if (twice := next((name for name in names if name in seen), None)) is not None:
                yield Flaw(
                    ("领域", index),
                    "campaign.duplicate_sphere",
                    f"领域“{sphere.name}”与“{seen[twice]}”重复（{twice}）",
                    "请删去一个或改别名",
                )
            seen |= dict.fromkeys(names, sphere.name)
        if not any("总结" in deliverable.kind for deliverable in self.phases[-1].deliverables):
            yield Flaw(
                ("阶段", len(self.phases) - 1, "成果"),
                "campaign.no_summary",
                "最后一个阶段的成果里没有总结",
                "请在最后阶段的“成果”里写“活动总结”",
            )
        shorts = [b.short_name for b in self.basis]
        for index, document in enumerate(self.basis):
            if document.short_name and document.short_name in shorts[:index]:
                yield Flaw(
                    ("依据", index, "简称"),
                    "campaign.duplicate_short_name",
                    f"两份依据文件都简称《{document.short_name}》",
                    "每份依据文件的简称应不同",
                )

    @computed_field(alias="成效词")
    @property
    def count_word(self) -> str:
        """Number word of the campaign: 七进."""
        return f"{to_chinese(len(self.spheres))}进"

    def sphere(self, name: str) -> Sphere | None:
        """The sphere of this name or alias, with or without 进."""
        bare = name.strip().strip("“”").removeprefix("进")
        return next((s for s in self.spheres if bare == s.name or bare in s.aliases), None)

    def phase_of(self, day: date) -> Phase:
        """The phase a day falls in: the first whose deadline has not passed; the last for days after it."""
        for phase in self.phases:
            if day <= phase.deadline.on(self.year):
                return phase
        return self.phases[-1]

    def unknown_sphere(self, path: tuple[str | int, ...], name: str) -> Flaw:
        """The flaw of naming a sphere that this campaign does not have."""
        near = nearest(name, [n for s in self.spheres for n in (s.name, *s.aliases)])
        hint = f"是否想写“{near}”？" if near else f"本活动的领域有：{'、'.join(s.name for s in self.spheres)}"
        return Flaw(path, "data.unknown_sphere", f"没有“{name}”这个领域", hint)

    def unknown_phase(self, path: tuple[str | int, ...], number: int) -> Flaw:
        """The flaw of naming a phase that this campaign does not have."""
        return Flaw(
            path,
            "data.unknown_phase",
            f"活动没有第{number}阶段",
            f"活动共有{len(self.phases)}个阶段",
        )

    def headings(self, roles: Mapping[str, Role] | None = None) -> Headings:
        """What derived headings are derived from, given the unit's role in each sphere."""
        subject = _OWN_NAME.sub("", self.name) or "安全生产宣传教育"
        return Headings(
            subject=subject,
            roles=dict(roles or {}),
            names={
                word: s.name for s in self.spheres for n in (s.name, *s.aliases) for word in (n, f"进{n}")
            },
            phases={phase.number: phase.heading for phase in self.phases},
        )
