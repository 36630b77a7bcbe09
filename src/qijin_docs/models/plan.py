"""实施方案 and 任务分工: what a unit will do, in which spheres, in which role, by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.deadline import Deadline
from qijin_docs.models.document import DatedDocument, Document
from qijin_docs.models.fields import Exact, Line, Names
from qijin_docs.models.organ import Contact
from qijin_docs.models.roles import Role, role_in
from qijin_docs.models.sections import Block, Body, Section, blocks_of, paragraphs, walk_sections
from qijin_docs.text.dates import format_date


class SphereDuty(Model):
    """承担: the unit's role in one sphere. 不承担 is written down, so that it is not taken for forgotten."""

    sphere: Exact = Field(alias="领域")
    role: Role = Field(alias="角色")
    note: Line | None = Field(None, alias="说明")


class Assignment(Model):
    """任务分工: one task with who, when and what comes of it; without these it cannot be assessed."""

    sphere: Exact = Field(alias="领域")
    task: Line = Field(alias="工作任务")
    measures: Line | None = Field(None, alias="具体措施")
    lead: Names = Field(alias="牵头单位", min_length=1)
    support: Names = Field((), alias="配合单位")
    executors: Names = Field((), alias="实施主体")
    target: Line | None = Field(None, alias="量化标准")
    deadline: Deadline = Field(alias="完成时限")
    product: Line = Field(alias="成果形式")
    joint_lead: bool = Field(False, alias="共同牵头")
    """Several leads are meant, not a slip."""
    note: Line | None = Field(None, alias="备注")

    @computed_field(alias="完成时限文字")
    @property
    def deadline_text(self) -> str:
        """``4月30日前``."""
        return str(self.deadline)

    def flaws(self) -> Iterator[Flaw]:
        """One lead unless several are meant; nobody both leads and supports."""
        if len(self.lead) > 1 and not self.joint_lead:
            yield Flaw(
                ("牵头单位",),
                "plan.several_leads",
                f"“{self.task}”有{len(self.lead)}个牵头单位",
                "只留一个牵头单位，或写“共同牵头: true”",
            )
        for unit in sorted(set(self.lead) & set(self.support)):
            yield Flaw(
                ("配合单位",), "plan.lead_and_support", f"“{unit}”在“{self.task}”里既牵头又配合", "请只留一种"
            )
        if self.target is None:
            yield Flaw(
                ("量化标准",),
                "plan.no_target",
                f"“{self.task}”没有量化标准",
                "请写数量下限、全覆盖或频次",
                Severity.WARNING,
            )


class AssignmentTable(Document):
    """任务分工表 (R01)."""

    kind_name: ClassVar[str] = "任务分工表"

    rows: tuple[Assignment, ...] = Field(alias="任务", min_length=1)

    def flaws(self) -> Iterator[Flaw]:
        """Every sphere exists and deadlines lie within the campaign."""
        for index, row in enumerate(self.rows):
            if self.campaign.sphere(row.sphere) is None:
                yield self.campaign.unknown_sphere(("任务", index, "领域"), row.sphere)
            day = row.deadline.on(self.campaign.year)
            if not self.campaign.start <= day <= self.campaign.end:
                yield Flaw(
                    ("任务", index, "完成时限"),
                    "plan.deadline_outside",
                    f"“{row.task}”的完成时限{format_date(day)}不在活动起止之内",
                    "请核对时限",
                )
        yield from self._leads_by_sphere()

    def _leads_by_sphere(self) -> Iterator[Flaw]:
        """Tasks of one sphere may have different leads; whoever meant one lead for the sphere is told (A.7)."""
        first: dict[str, tuple[str, ...]] = {}
        leads: dict[str, set[str]] = {}
        for index, row in enumerate(self.rows):
            sphere = self.campaign.sphere(row.sphere)
            if sphere is None:
                continue
            if row.lead != first.setdefault(sphere.name, row.lead) and not row.joint_lead:
                yield Flaw(
                    ("任务", index, "牵头单位"),
                    "plan.sphere_leads",
                    f"“进{sphere.name}”前面由{'、'.join(first[sphere.name])}牵头，“{row.task}”由{'、'.join(row.lead)}牵头",
                    "整个领域只有一个牵头单位的，请写成同一个",
                    Severity.NOTE,
                )
            leads.setdefault(sphere.name, set()).update(row.lead)
        for index, row in enumerate(self.rows):
            sphere = self.campaign.sphere(row.sphere)
            for unit in sorted(
                set(row.support) & leads.get(sphere.name if sphere else "", set()) - set(row.lead)
            ):
                yield Flaw(
                    ("任务", index, "配合单位"),
                    "plan.sphere_lead_and_support",
                    f"{unit}在“进{row.sphere}”里牵头别的任务，又配合“{row.task}”",
                    "按任务分工的可以这样写；按领域分工的只留一种角色",
                    Severity.NOTE,
                )

    @property
    def spheres(self) -> tuple[str, ...]:
        """Names of the spheres that have tasks, in the campaign's order."""
        used = {s.name for row in self.rows if (s := self.campaign.sphere(row.sphere))}
        return tuple(s.name for s in self.campaign.spheres if s.name in used)


class Plan(DatedDocument):
    """实施方案.

    Covers exactly the spheres the unit undertakes. Sections may be written freely; those with
    ``领域`` or ``阶段`` get their heading from the unit's role or the campaign's phase.
    """

    kind_name: ClassVar[str] = "实施方案"

    duties: tuple[SphereDuty, ...] = Field(alias="承担", min_length=1)
    preamble: Body = Field((), alias="导语")
    sections: tuple[Section, ...] = Field(alias="章节", min_length=1)
    contacts: tuple[Contact, ...] = Field((), alias="联系人")
    attachments: Names = Field((), alias="附件")
    """Names of attachments, without numbers and punctuation."""

    def flaws(self) -> Iterator[Flaw]:
        """Spheres of the sections = spheres undertaken; wording fits the role; phases are all there."""
        yield from super().flaws()
        campaign = self.campaign
        roles: dict[str, Role] = {}
        for index, duty in enumerate(self.duties):
            sphere = campaign.sphere(duty.sphere)
            if sphere is None:
                yield campaign.unknown_sphere(("承担", index, "领域"), duty.sphere)
            elif sphere.name in roles:
                yield Flaw(
                    ("承担", index, "领域"),
                    "plan.duplicate_duty",
                    f"领域“{sphere.name}”登记了两次",
                    "请只留一次",
                )
            else:
                roles[sphere.name] = duty.role
        if roles and not any(role.undertakes for role in roles.values()):
            yield Flaw(("承担",), "plan.no_duty", "方案一个领域也不承担", "请至少登记一个承担的领域")

        written: Counter[str] = Counter()
        phases: set[int] = set()
        for path, section in walk_sections(self.sections, ("章节",)):
            if section.sphere is not None:
                sphere = campaign.sphere(section.sphere)
                if sphere is None:
                    yield campaign.unknown_sphere((*path, "领域"), section.sphere)
                    continue
                written[sphere.name] += 1
                role = roles.get(sphere.name)
                if role is None:
                    yield Flaw(
                        (*path, "领域"),
                        "plan.sphere_not_undertaken",
                        f"方案写了“进{sphere.name}”，“承担”里却没有登记它",
                        "请在“承担”里登记，或删去这一节",
                    )
                elif not role.undertakes:
                    yield Flaw(
                        (*path, "领域"),
                        "plan.sphere_not_undertaken",
                        f"“进{sphere.name}”登记为不承担，方案里却写了它",
                        "请改角色，或删去这一节",
                    )
                elif section.title is not None and (claimed := role_in(section.title)) not in (None, role):
                    yield Flaw(
                        (*path, "标题"),
                        "plan.role_wording",
                        f"标题的措辞是“{claimed}”，登记的角色是“{role}”",
                        "请改标题；不写“标题”时由程序按角色拟定",
                        Severity.WARNING,
                    )
            if section.phase is not None:
                phases.add(section.phase)
                if section.phase > len(campaign.phases):
                    yield campaign.unknown_phase((*path, "阶段"), section.phase)
        for index, duty in enumerate(self.duties):
            sphere = campaign.sphere(duty.sphere)
            if sphere and duty.role.undertakes and written[sphere.name] == 0:
                yield Flaw(
                    ("承担", index, "领域"),
                    "plan.sphere_missing",
                    f"承担了“进{sphere.name}”，方案里却没有这一节",
                    "请在“章节”里写一节“领域: …”，或登记为不承担",
                )
        if phases and (missing := [p.name for p in campaign.phases if p.number not in phases]):
            yield Flaw(
                ("章节",),
                "plan.phase_missing",
                f"方案没有写这些阶段：{'、'.join(missing)}",
                "请为每个阶段写一节“阶段: …”",
            )
        first = campaign.phases[0].deadline.on(campaign.year)
        if self.date and self.date > first:
            yield Flaw(
                ("成文日期",),
                "plan.late",
                f"成文日期晚于第一阶段截止日{format_date(first)}",
                "方案应在第一阶段截止前成文",
                Severity.WARNING,
            )

    @property
    def roles(self) -> dict[str, Role]:
        """Sphere name → role."""
        return {s.name: d.role for d in self.duties if (s := self.campaign.sphere(d.sphere))}

    @computed_field(alias="承担领域")
    @property
    def undertaken(self) -> tuple[str, ...]:
        """Names of the spheres undertaken, in the campaign's order."""
        return tuple(s.name for s in self.campaign.spheres if self.roles.get(s.name, Role.NONE).undertakes)

    @computed_field(alias="不承担领域")
    @property
    def not_undertaken(self) -> tuple[str, ...]:
        """Names of the spheres registered as 不承担, in the campaign's order."""
        return tuple(s.name for s in self.campaign.spheres if self.roles.get(s.name) is Role.NONE)

    @computed_field(alias="正文块")
    @property
    def blocks(self) -> tuple[Block, ...]:
        """The whole body as numbered paragraphs."""
        return (*paragraphs(self.preamble), *blocks_of(self.sections, self.campaign.headings(self.roles)))
