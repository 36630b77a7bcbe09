"""要求覆盖 (R19) and the self-check of 四件规定动作, 四有 and 三明确 (R20): what the year has to show for each.

What a plan says and what an activity does is recognised by the words, forms and indicators of the
requirement; a row names the clause and the activities, so that a person can judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from qijin_docs.models import Activity, EvidenceKind, Role
from qijin_docs.models.requirements import Requirement
from qijin_docs.models.statistics import indicators
from qijin_docs.review.subject import Subject
from qijin_docs.review.texts import Text, joined
from qijin_docs.sources.located import where_of

_SPANS = {"每月": (12, "月"), "每季": (4, "季度"), "每年": (1, "年")}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One row of R19.

    Args:
        number, sphere, text: of the requirement.
        undertaken: the unit has a role in that sphere that it is asked of.
        clauses: where the plan or the assignment table speaks of it.
        activities: ids of the counted activities that do it.
        evidence: ids of their evidence.
        status: 已落实, 有安排无活动, 有活动无安排, 未覆盖, 不承担; with what lacks in numbers.
    """

    number: str
    sphere: str
    text: str
    undertaken: bool
    clauses: tuple[str, ...]
    activities: tuple[str, ...]
    evidence: tuple[str, ...]
    status: str

    def as_dict(self) -> dict[str, Any]:
        """Columns of R19 under their Chinese names."""
        names = ("要求编号", "领域", "要求", "是否承担", "方案条款", "活动编号", "见证编号", "状态")
        return dict(zip(names, asdict(self).values(), strict=True))


@dataclass(frozen=True, slots=True)
class SelfCheckRow:
    """One row of R20: 项目, 标准, 完成情况, 文件或编号, 备注."""

    item: str
    standard: str
    done: bool | None
    papers: str
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Columns of R20 under their Chinese names."""
        state = {True: "有", False: "无", None: "未验证"}[self.done]
        return {
            "项目": self.item,
            "标准": self.standard,
            "完成情况": state,
            "文件或编号": self.papers,
            "备注": self.note,
        }


def requirement_rows(subject: Subject) -> tuple[CoverageRow, ...]:
    """R19: one row a requirement; only of spheres that the campaign has."""
    campaign = subject.year.campaign
    return tuple(
        _row(subject, requirement)
        for requirement in subject.standard.requirements
        if requirement.sphere is None or campaign.sphere(requirement.sphere)
    )


def _row(subject: Subject, asked: Requirement) -> CoverageRow:
    year = subject.year
    sphere = year.campaign.sphere(asked.sphere) if asked.sphere else None
    name = sphere.name if sphere else ""
    role = year.plan.roles.get(name, Role.NONE) if year.plan and name else Role.OWN
    undertaken = role.undertakes and (not asked.roles or role in asked.roles)
    if not undertaken:
        return CoverageRow(asked.number, name, asked.text, False, (), (), (), "不承担")
    clauses = tuple(_clauses(subject, asked, name))
    done = [a for a in _activities(subject, name) if _fulfils(asked, a)] if name else []
    evidence = tuple(dict.fromkeys(e for a in done for e in a.evidence))
    lacking = _lacking(asked, done)
    if not name:
        status = "有安排" if clauses else "未覆盖"
    elif clauses and done:
        status = "已落实"
    else:
        status = "有安排无活动" if clauses else "有活动无安排" if done else "未覆盖"
    if lacking:
        status += f"（{lacking}）"
    return CoverageRow(
        asked.number, name, asked.text, True, clauses, tuple(a.id for a in done), evidence, status
    )


def _clauses(subject: Subject, asked: Requirement, sphere: str) -> Iterator[str]:
    def speaks(text: str) -> bool:
        return any(word in text for word in asked.words)

    def of_the_sphere(text: Text) -> bool:
        # 厅机关要明确负责部门、责任人员和工作经费 stands under 工作要求, and is about 机关 all the same.
        return not sphere or text.sphere == sphere or (text.sphere is None and sphere in text.text)

    yield from (f"方案·{where_of(t.path)}" for t in subject.plan_texts if of_the_sphere(t) and speaks(t.text))
    table = subject.year.assignments
    for index, row in enumerate(table.rows if table else ()):
        found = subject.year.campaign.sphere(row.sphere)
        if (
            sphere
            and found
            and found.name == sphere
            and speaks(f"{row.task}{row.measures or ''}{row.target or ''}")
        ):
            yield f"任务分工·第{index + 1}项"


def _activities(subject: Subject, sphere: str) -> list[Activity]:
    register, campaign = subject.year.register, subject.year.campaign
    if register is None:
        return []
    return [
        a
        for a in register.counted()
        if any((s := campaign.sphere(name)) and s.name == sphere for name in (a.sphere, *a.also))
    ]


def _fulfils(asked: Requirement, activity: Activity) -> bool:
    if activity.id in asked.done_by or activity.form in asked.forms:
        return True
    field = next((i.attribute for i in indicators() if i.name == asked.indicator), "")
    if field and getattr(activity, field):
        return True
    text = "".join(filter(None, (activity.name, activity.parent, activity.note)))
    return any(word in text for word in asked.words)


def _lacking(asked: Requirement, done: list[Activity]) -> str:
    """What is wanting in numbers; empty if nothing is, or if nothing is asked in numbers."""
    parts = []
    if asked.least:
        there = len(done) if asked.counted == "场" else len({name for a in done for name in a.entered})
        if there < asked.least:
            parts.append(f"全年{there}{asked.counted}，要求不少于{asked.least}{asked.counted}")
    if asked.frequency and done:
        spans, word = _SPANS[asked.frequency]
        there = len({(a.start.month - 1) * spans // 12 for a in done})
        if there < spans:
            parts.append(f"{spans}个{word}中有活动的{there}个，要求{asked.frequency}都有")
    if asked.whole:
        parts.append("要求全覆盖，请人工核对")
    return "；".join(parts)


# ------------------------------------------------------------------------------------------- R20

_SYSTEM = re.compile("制度|台账管理|报送|督查|考核")


def self_check(subject: Subject) -> tuple[SelfCheckRow, ...]:
    """R20: the four duties (facts 0.14), 四有 and 三明确 (facts 0.12), each with what shows it."""
    year, text = subject.year, joined(subject.plan_texts)
    press = tuple(
        item.id
        for item in (year.evidence.items if year.evidence else ())
        if item.kind in (EvidenceKind.PRESS, EvidenceKind.WEB, EvidenceKind.PHONE)
    )
    plan = f"《{year.plan.full_title}》" if year.plan else ""
    group = f"《{year.group.name}》名单" if year.group else ""
    liaison = bool(year.plan and year.plan.contacts) or bool(year.group and year.group.working_body.liaison)

    def in_plan(pattern: str) -> bool:
        return bool(re.search(pattern, text))

    rows = [
        SelfCheckRow("规定动作一", "制定方案或细则", year.plan is not None, plan),
        SelfCheckRow("规定动作二", "开展宣传报道", bool(press), _some(press)),
        SelfCheckRow("规定动作三", "培树先进典型", bool(year.cases), "、".join(c.id for c in year.cases)),
        SelfCheckRow("规定动作四", "做好活动总结", year.summary is not None, _title(year.summary)),
        SelfCheckRow("四有之一", "有组织", year.group is not None, group),
        SelfCheckRow(
            "四有之二",
            "有计划",
            year.plan is not None and year.assignments is not None,
            "、".join(filter(None, (plan, "任务分工表" if year.assignments else ""))),
        ),
        SelfCheckRow("四有之三", "有制度", bool(_SYSTEM.search(text)), plan if _SYSTEM.search(text) else ""),
        SelfCheckRow("四有之四", "有专人负责", liaison, "联络员已登记" if liaison else ""),
    ]
    if year.plan and "机关" in year.plan.undertaken:
        rows += [
            SelfCheckRow(
                f"三明确之{number}", f"明确{name}", in_plan(pattern), plan if in_plan(pattern) else ""
            )
            for number, name, pattern in (
                ("一", "负责部门", "负责部门|牵头处室|承办部门|领导小组办公室设在"),
                ("二", "责任人员", "责任人员|责任人|专人负责|联络员"),
                ("三", "工作经费", "经费"),
            )
        ]
    return tuple(rows)


def _title(document: Any) -> str:
    return f"《{document.full_title}》" if document else ""


def _some(ids: tuple[str, ...]) -> str:
    return "、".join(ids[:5]) + (f"等{len(ids)}件" if len(ids) > 5 else "")
