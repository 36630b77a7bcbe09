"""要求覆盖 (R19) and the self-check of 四件规定动作, 四有 and 三明确 (R20): what the year has to show for each.

What a plan says and what an activity does is recognised by the words, forms and indicators of the
requirement; a row names the clause and the activities, so that a person can judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from qijin_docs.models import Activity, Coverage, EvidenceKind, Role, SelfCheck
from qijin_docs.models.coverage import CoverageState
from qijin_docs.models.requirements import Requirement
from qijin_docs.models.statistics import indicators
from qijin_docs.review.subject import Subject
from qijin_docs.review.texts import Text, joined

_SPANS = {"每月": (12, "月"), "每季": (4, "季度"), "每年": (1, "年")}


def requirement_rows(subject: Subject) -> tuple[Coverage, ...]:
    """R19: one row a requirement; only of spheres that the campaign has."""
    campaign = subject.year.campaign
    return tuple(
        _row(subject, requirement)
        for requirement in subject.standard.requirements
        if requirement.sphere is None or campaign.sphere(requirement.sphere)
    )


def _row(subject: Subject, asked: Requirement) -> Coverage:
    year = subject.year
    sphere = year.campaign.sphere(asked.sphere) if asked.sphere else None
    name = sphere.name if sphere else ""
    role = year.plan.roles.get(name, Role.NONE) if year.plan and name else Role.OWN
    ours = role.undertakes and (not asked.roles or role in asked.roles)
    clauses = tuple(dict.fromkeys(_clauses(subject, asked, name))) if ours else ()
    done = [a for a in _activities(subject, name) if _fulfils(asked, a)] if ours and name else []
    lacking = _lacking(asked, done)
    written = asked.written_is_enough or not name
    state: CoverageState
    if not ours:
        state, note = "不承担", ""
    elif clauses and (done or written) and not lacking:
        state, note = "已完成", ""
    elif clauses or done:
        wanting = "没有找到活动" if not (done or written) else "" if clauses else "方案、任务分工没有写到"
        state, note = "进行中", "；".join(part for part in (wanting, lacking) if part)
    else:
        state, note = "未开展", asked.quantity and f"要求{asked.quantity}"
    return Coverage(
        requirement=asked.number,
        sphere=name or None,
        text=asked.text,
        ours=ours,
        clause="；".join(clauses) or None,
        activities=tuple(a.id for a in done),
        evidence=tuple(dict.fromkeys(e for a in done for e in a.evidence)),
        state=state,
        note=note or None,
    )


def _clauses(subject: Subject, asked: Requirement, sphere: str) -> Iterator[str]:
    """Where the plan and the assignment table speak of it, by the headings that a reader finds."""

    def speaks(text: str) -> bool:
        return any(word in text for word in asked.words)

    def of_the_sphere(text: Text) -> bool:
        # 厅机关要明确负责部门、责任人员和工作经费 stands under 工作要求, and is about 机关 all the same.
        return not sphere or text.sphere == sphere or (text.sphere is None and sphere in text.text)

    heading = "导语"
    for text in subject.plan_texts:
        heading = text.text if text.heading else heading
        if of_the_sphere(text) and speaks(text.text):
            yield f"方案·{heading}"
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


def self_check(subject: Subject) -> tuple[SelfCheck, ...]:
    """R20: the four duties (facts 0.14), 四有 and 三明确 (facts 0.12), each with what shows it."""
    year, text = subject.year, joined(subject.plan_texts)
    press = [
        item.id
        for item in (year.evidence.items if year.evidence else ())
        if item.kind in (EvidenceKind.PRESS, EvidenceKind.WEB, EvidenceKind.PHONE)
    ]
    plan, group = _title(year.plan), [f"{year.group.name}名单"] if year.group else []
    liaison = bool(year.plan and year.plan.contacts) or bool(year.group and year.group.working_body.liaison)

    def in_plan(pattern: str) -> list[str]:
        return plan if re.search(pattern, text) else []

    rows = [
        ("四件规定动作", "制定方案或细则", plan),
        ("四件规定动作", "开展宣传报道", press),
        ("四件规定动作", "树立先进典型", [case.id for case in year.cases]),
        ("四件规定动作", "做好活动总结", _title(year.summary)),
        ("四有", "有组织", group),
        ("四有", "有计划", [*plan, "任务分工表"] if plan and year.assignments else []),
        ("四有", "有制度", in_plan("制度|台账管理|报送|督查|考核")),
        ("四有", "有专人负责", ["联络员"] if liaison else []),
    ]
    if year.plan and "机关" in year.plan.undertaken:
        rows += [
            ("三明确", "明确负责部门", in_plan("负责部门|牵头处室|承办部门|办公室设在")),
            ("三明确", "明确责任人员", in_plan("责任人员|责任人|专人负责|联络员")),
            ("三明确", "明确工作经费", in_plan("经费")),
        ]
    return tuple(
        SelfCheck(group=kind, item=item, state="完成" if proof else "未完成", proof=tuple(proof))
        for kind, item, proof in rows
    )


def _title(document: Any) -> list[str]:
    return [f"《{document.full_title}》"] if document else []
