"""Rules of the papers: plan, assignments, reports, summary and letters against each other (A.2, A.7, A.8, A.14, A.15)."""

from __future__ import annotations

from datetime import timedelta

from qijin_docs.errors import Flaw, Severity
from qijin_docs.review.year import Finding, Findings, Year
from qijin_docs.text.dates import format_date
from qijin_docs.text.nearest import suggestion


def recipients_are_superiors(year: Year) -> Findings:
    """A phase reports to a superior of ours or to the committee office (A.8)."""
    own = year.organs.own_organ().name
    office = year.organs.find(year.organs.committee_office) if year.organs.committee_office else None
    allowed = {*year.organs.superiors(own), *([office.name] if office else [])}
    for i, phase in enumerate(year.campaign.phases):
        for j, deliverable in enumerate(phase.deliverables):
            path = ("阶段", i, "成果", j, "收件人")
            if deliverable.recipient is None:
                continue
            organ = year.organs.find(deliverable.recipient)
            if organ is None:
                names = [n for o in year.organs.organs for n in (o.name, o.short_name) if n]
                yield Finding(
                    "活动",
                    0,
                    Flaw(
                        path,
                        "campaign.unknown_recipient",
                        f"单位名录里没有收件人“{deliverable.recipient}”",
                        suggestion(deliverable.recipient, names, "请在单位.yaml里登记它"),
                    ),
                )
            elif organ.name not in allowed:
                yield Finding(
                    "活动",
                    0,
                    Flaw(
                        path,
                        "campaign.recipient_not_superior",
                        f"收件人“{organ.name}”不是{own}的上级，也不是安委会办公室",
                        "请核对收件人",
                        Severity.WARNING,
                    ),
                )


def plan_and_assignments_agree(year: Year) -> Findings:
    """The plan's spheres are those of the assignment table: no more, no fewer (A.7)."""
    if year.plan is None or year.assignments is None:
        return
    planned, assigned = set(year.plan.undertaken), set(year.assignments.spheres)
    for index, row in enumerate(year.assignments.rows):
        sphere = year.campaign.sphere(row.sphere)
        if sphere and sphere.name not in planned:
            yield Finding(
                "任务分工",
                0,
                Flaw(
                    ("任务", index, "领域"),
                    "plan.assigned_not_planned",
                    f"分工表里有“进{sphere.name}”，方案没有承担它",
                    "请在方案的“承担”里登记，或删去这条任务",
                ),
            )
    for index, duty in enumerate(year.plan.duties):
        sphere = year.campaign.sphere(duty.sphere)
        if sphere and duty.role.undertakes and sphere.name not in assigned:
            yield Finding(
                "方案",
                0,
                Flaw(
                    ("承担", index, "领域"),
                    "plan.planned_not_assigned",
                    f"方案承担“进{sphere.name}”，任务分工表里没有它的任务",
                    "请在任务分工里写明谁来做、何时做完",
                ),
            )


def progress_is_unbroken(year: Year) -> Findings:
    """One report a phase, periods joining without gap or overlap, so that 累计 = 上期累计 + 本期 (A.14)."""
    ordered = sorted(enumerate(year.progress), key=lambda pair: (pair[1].phase, pair[1].start))
    previous = None
    for index, report in ordered:
        if previous is not None and report.phase == previous.phase:
            yield Finding(
                "进展",
                index,
                Flaw(
                    ("期次",), "report.same_phase", f"第{report.phase}阶段有两份进展情况", "每个阶段只报一份"
                ),
            )
        elif previous is not None and report.phase != previous.phase + 1:
            yield Finding(
                "进展",
                index,
                Flaw(
                    ("期次",),
                    "report.phase_missing",
                    f"缺第{previous.phase + 1}阶段的进展情况，累计数接不上",
                    "请补上这一期；没有活动的写零报告",
                ),
            )
        elif previous is None and report.phase != 1:
            yield Finding(
                "进展",
                index,
                Flaw(
                    ("期次",),
                    "report.phase_missing",
                    f"第一份进展情况是第{report.phase}阶段的，缺第1阶段",
                    "请补上前面各期；没有活动的写零报告",
                ),
            )
        elif previous is None and report.start != year.campaign.start:
            yield Finding(
                "进展",
                index,
                Flaw(
                    ("统计起",),
                    "report.gap",
                    f"第一份进展情况从{format_date(report.start)}起，活动从{format_date(year.campaign.start)}起",
                    "首期统计起应是活动开始之日",
                ),
            )
        elif previous is not None and report.start != previous.end + timedelta(days=1):
            yield Finding(
                "进展",
                index,
                Flaw(
                    ("统计起",),
                    "report.gap",
                    f"上期统计到{format_date(previous.end)}，本期从{format_date(report.start)}起，没有衔接",
                    f"本期应从{format_date(previous.end + timedelta(days=1))}起",
                ),
            )
        previous = report


def summary_rests_on_records(year: Year) -> Findings:
    """The summary covers every sphere undertaken and names only cases that are there (SU03, A.15)."""
    if year.summary is None:
        return
    ids = [case.id for case in year.cases]
    for name in year.summary.case_ids:
        if name not in ids:
            yield Finding(
                "总结",
                0,
                Flaw(
                    ("典型",),
                    "summary.unknown_case",
                    f"没有编号为{name}的典型材料",
                    suggestion(name, ids, "请先写这份典型材料"),
                ),
            )
    if year.plan is not None:
        written = {s.name for part in year.summary.spheres if (s := year.campaign.sphere(part.sphere))}
        missing = [name for name in year.plan.undertaken if name not in written]
        if missing:
            yield Finding(
                "总结",
                0,
                Flaw(
                    ("分领域",),
                    "summary.sphere_missing",
                    f"方案承担的领域，总结没有写：{'、'.join(missing)}",
                    "请在“分领域”里逐一写明做法",
                ),
            )
