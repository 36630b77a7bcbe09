"""进展情况报告: what was done in one phase, with figures of the phase and of the year so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.activity import ActivityRegister
from qijin_docs.models.base import Model
from qijin_docs.models.document import DatedDocument
from qijin_docs.models.fields import Exact, FormalDate, Line, Names, Narrative
from qijin_docs.models.sections import Block, Body, Section, blocks_of, paragraphs, typed_number
from qijin_docs.models.statistics import Statistics
from qijin_docs.text.numerals import to_chinese
from qijin_docs.text.titles import break_title


class SphereText(Model):
    """One sphere's part of a report."""

    sphere: Exact = Field(alias="领域")
    title: Line | None = Field(None, alias="标题")
    """Heading; ``进企业`` if not written."""
    body: Body = Field(alias="正文", min_length=1)

    def flaws(self) -> Iterator[Flaw]:
        """The heading has no number of its own."""
        yield from typed_number("标题", self.title)


class Reporting(DatedDocument):
    """A report whose figures come from the register."""

    activity_register: ActivityRegister | None = Field(None, alias="台账")
    """The register the figures come from; a project supplies it."""
    spheres: tuple[SphereText, ...] = Field((), alias="分领域")
    problems: Body = Field((), alias="问题")
    next_steps: Body = Field((), alias="下步安排")
    attachments: Names = Field((), alias="附件")

    def flaws(self) -> Iterator[Flaw]:
        """Every sphere named exists and is named once."""
        yield from super().flaws()
        seen: set[str] = set()
        for index, part in enumerate(self.spheres):
            sphere = self.campaign.sphere(part.sphere)
            if sphere is None:
                yield self.campaign.unknown_sphere(("分领域", index, "领域"), part.sphere)
            elif sphere.name in seen:
                yield Flaw(
                    ("分领域", index, "领域"),
                    "report.sphere_twice",
                    f"“进{sphere.name}”写了两次",
                    "请合成一段",
                )
            else:
                seen.add(sphere.name)

    def statistics(self) -> Statistics | None:
        """Figures of the whole campaign, or ``None`` without a register."""
        return Statistics.of(self.activity_register) if self.activity_register else None

    def common_values(self) -> dict[str, Any]:
        """Adds ``统计`` where there is a register."""
        values = super().common_values()
        statistics = self.statistics()
        if statistics is not None:
            values["统计"] = statistics.as_values()
        return values

    def _sphere_sections(self) -> tuple[Section, ...]:
        # flaws() has refused a sphere that the campaign does not have.
        names = [
            sphere.name if (sphere := self.campaign.sphere(p.sphere)) else p.sphere for p in self.spheres
        ]
        return tuple(
            Section.model_construct(title=p.title or f"进{name}", body=p.body)
            for p, name in zip(self.spheres, names, strict=True)
        )


def _part(title: str, body: Body, subsections: tuple[Section, ...] = ()) -> list[Section]:
    # Everything is validated already, and an expression may have come out as nothing since.
    section = Section.model_construct(title=title, body=body, subsections=subsections)
    return [section] if body or subsections else []


class ProgressReport(Reporting):
    """进展情况 of one phase. A zero report says why nothing was done and is a real report."""

    kind_name: ClassVar[str] = "进展情况报告"

    phase: int = Field(alias="期次", ge=1)
    """Number of the phase reported on."""
    start: FormalDate = Field(alias="统计起")
    end: FormalDate = Field(alias="统计止")
    zero_reason: Line | None = Field(None, alias="零报告原因")
    """Set on a zero report: why there was no activity."""
    deployment: Body = Field((), alias="部署情况")
    highlights: Body = Field((), alias="亮点")
    filled_by: Line | None = Field(None, alias="填报人")
    reviewed_by: Line | None = Field(None, alias="审核人")
    signatory: Line | None = Field(None, alias="签发人")

    def flaws(self) -> Iterator[Flaw]:
        """Period within the campaign and forward; a zero report has a reason, any other has spheres."""
        yield from super().flaws()
        if self.phase > len(self.campaign.phases):
            yield self.campaign.unknown_phase(("期次",), self.phase)
        if self.start > self.end:
            yield Flaw(("统计止",), "data.date_order", "统计止早于统计起", "请核对统计起止")
        elif not (self.campaign.start <= self.start and self.end <= self.campaign.end):
            yield Flaw(("统计起",), "report.outside_campaign", "统计起止超出活动起止", "请核对统计起止")
        if self.date and self.date < self.end:
            yield Flaw(
                ("成文日期",),
                "report.before_period_end",
                "成文日期早于统计止，期内的活动还没有完",
                "请核对成文日期或统计止",
                Severity.WARNING,
            )
        activities = self.statistics_of_period()
        count = activities.total.values["活动场次"] if activities else None
        if self.zero_reason is not None and count:
            yield Flaw(
                ("零报告原因",),
                "report.zero_with_activities",
                f"写成零报告，台账里本期却有{count}场活动",
                "请删去零报告原因，或核对台账",
            )
        if self.zero_reason is None:
            if not self.spheres:
                yield Flaw(
                    ("分领域",),
                    "report.no_sphere",
                    "进展情况没有分领域的内容",
                    "请写“分领域”；本期无活动的写“零报告原因”",
                )
            if count == 0 and self.start <= self.end:
                yield Flaw(
                    ("零报告原因",),
                    "report.zero_without_reason",
                    "台账里本期没有活动，却没有写零报告原因",
                    "请写明本期无活动的原因",
                )
        if self.zero_reason is None and not (self.problems and self.next_steps):
            yield Flaw(
                ("问题",),
                "report.no_problems",
                "没有写问题或下步安排",
                "请写“问题”和“下步安排”",
                Severity.WARNING,
            )

    def statistics_of_period(self) -> Statistics | None:
        """Figures of this period."""
        return (
            Statistics.of(self.activity_register, start=self.start, end=self.end)
            if self.activity_register
            else None
        )

    def statistics_to_date(self) -> Statistics | None:
        """Figures from the campaign's start to the end of this period."""
        return Statistics.of(self.activity_register, end=self.end) if self.activity_register else None

    def common_values(self) -> dict[str, Any]:
        """``统计`` is this period's, ``累计`` the year's so far."""
        values = super().common_values()
        period, to_date = self.statistics_of_period(), self.statistics_to_date()
        if period is not None and to_date is not None:
            values |= {"统计": period.as_values(), "本期": period.as_values(), "累计": to_date.as_values()}
        return values

    @computed_field(alias="阶段名")
    @property
    def phase_name(self) -> str:
        """``第一阶段（4月30日前）统筹规划``."""
        return self.campaign.phases[self.phase - 1].heading if self.phase <= len(self.campaign.phases) else ""

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """Organ, then campaign, phase and 进展情况报告."""
        if self.title is not None:
            return self._written_title(self.title)
        title = f"{self.campaign.name}第{to_chinese(self.phase)}阶段进展情况报告"
        return (self.organ.name, *break_title(title))

    @computed_field(alias="数字表")
    @property
    def table(self) -> list[dict[str, object]]:
        """Rows of 本期 and 累计 for every indicator that was reported: 指标, 单位, 本期, 累计."""
        from qijin_docs.models.statistics import indicators

        period, to_date = self.statistics_of_period(), self.statistics_to_date()
        if period is None or to_date is None:
            return []
        rows: list[dict[str, object]] = []
        for indicator in indicators():
            now, so_far = period.total.values[indicator.name], to_date.total.values[indicator.name]
            if so_far is not None:
                unit = to_date.total.unit_of_places if indicator.unit == "按领域" else indicator.unit
                rows.append({"指标": indicator.name, "单位": unit, "本期": now, "累计": so_far})
        return rows

    @computed_field(alias="正文块")
    @property
    def blocks(self) -> tuple[Block, ...]:
        """Deployment, spheres, highlights, problems, next steps, numbered; or the zero report."""
        if self.zero_reason is not None:
            return paragraphs([Narrative(f"本期无活动。原因：{self.zero_reason.rstrip('。')}。")])
        return blocks_of(
            [
                *_part("部署情况", self.deployment),
                *_part("各领域进展", (), self._sphere_sections()),
                *_part("主要亮点", self.highlights),
                *_part("存在问题", self.problems),
                *_part("下步安排", self.next_steps),
            ]
        )


class Summary(Reporting):
    """活动总结: the year, in the order the committee office reads it."""

    kind_name: ClassVar[str] = "活动总结"

    overview: Body = Field(alias="总体情况", min_length=1)
    organization: Body = Field((), alias="组织领导")
    publicity: Body = Field((), alias="宣传报道")
    case_ids: Names = Field((), alias="典型")
    """Ids of the typical cases that the summary names."""
    cases_text: Body = Field((), alias="典型培树")
    results: Body = Field((), alias="成效")

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """Organ, then year, campaign and 总结."""
        if self.title is not None:
            return self._written_title(self.title)
        return (self.organ.name, *break_title(f"{self.campaign.year}年{self.campaign.name}总结"))

    @computed_field(alias="统计表")
    @property
    def table(self) -> list[dict[str, object]]:
        """One row a sphere and a total: the figures of R06."""
        statistics = self.statistics()
        if statistics is None:
            return []
        return [f.as_values() for f in (*statistics.by_sphere, statistics.total)]

    @computed_field(alias="正文块")
    @property
    def blocks(self) -> tuple[Block, ...]:
        """The parts that were written, numbered."""
        return (
            *paragraphs(self.overview),
            *blocks_of(
                [
                    *_part("加强组织领导", self.organization),
                    *_part("分领域推进落实", (), self._sphere_sections()),
                    *_part("强化宣传报道", self.publicity),
                    *_part("培树先进典型", self.cases_text),
                    *_part("取得的成效", self.results),
                    *_part("存在的问题", self.problems),
                    *_part("下步打算", self.next_steps),
                ]
            ),
        )
