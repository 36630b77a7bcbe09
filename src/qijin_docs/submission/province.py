"""The province's progress report, begun from what the cities have handed in: figures as expressions, gaps as gaps.

The text is a data file for a clerk to finish. It says only what register and reports hold: which units were active in
which sphere, which activities were important, who has not reported. What nobody has written stands as ``【待填…】``; what
the cities wrote of highlights and problems stands beside it as a comment, to be drawn on and not to be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models import Activity, Campaign, Figures, Points, ProgressReport, Statistics
from qijin_docs.models.reporting import State
from qijin_docs.project import Project, load_project
from qijin_docs.submission.duties import PROGRESS
from qijin_docs.submission.status import Status, StatusRow

# The figures a report speaks of, in order, with the words before them and the unit after.
_FIGURES = (
    ("活动场次", "开展活动", "场"),
    ("参加人数", "参加", "人"),
    ("受教育", "受教育", "人次"),
    ("培训讲座", "举办培训讲座", "场"),
    ("应急演练", "组织应急演练", "场"),
    ("资料", "发放资料", "份"),
    ("手册图书", "发放手册图书", "册"),
)


def period_of(campaign: Campaign, phase: int) -> tuple[date, date]:
    """First and last day that a phase's report counts: from the day after the phase before.

    Raises:
        DataError: ``data.unknown_phase``.
    """
    if not 1 <= phase <= len(campaign.phases):
        raise DataError(campaign.unknown_phase(("期次",), phase).at(Place()))
    start = campaign.start
    if phase > 1:
        start = campaign.phases[phase - 2].deadline.on(campaign.year) + timedelta(days=1)
    return start, campaign.phases[phase - 1].deadline.on(campaign.year)


def province_progress(
    project: Project, phase: int, status: Status, *, reports: Iterable[ProgressReport] = ()
) -> str:
    """The data file (YAML) of our report on one phase.

    Args:
        project: our project; its register holds the activities of all units (rolled up from theirs).
        phase: number of the phase.
        status: how the cities' reports stand.
        reports: the cities' own reports; those of other phases are passed over.

    Raises:
        DataError: ``data.unknown_phase``.
    """
    start, end = period_of(project.campaign, phase)
    register = project.year.register
    theirs = [r for r in reports if r.phase == phase]
    statistics = Statistics.of(register, start=start, end=end) if register else None
    active = [a for a in (register.counted() if register else ()) if start <= a.start <= end]
    head = {"期次": phase, "统计起": start, "统计止": end, "成文日期": None}
    parts: list[tuple[Iterable[str], dict[str, Any]]] = [(_ABOUT, head)]
    handed_in = _handed_in(project, phase, status)
    if statistics is None:
        gap = "【待填：没有活动台账，请先汇总各市台账】"
        parts.append((("没有活动台账，数字取不出来。",), {"零报告原因": gap}))
    elif not active:
        lines = ("本期台账里没有活动，按零报告起草。", handed_in)
        parts.append((lines, {"零报告原因": "【待填：本期无活动的原因】"}))
    else:
        parts += [
            ((), {"部署情况": ["【待填：部署情况】", _totals(statistics), handed_in]}),
            (_notes(theirs, "分领域"), {"分领域": list(_spheres(project, statistics, active))}),
            (_notes(theirs, "亮点"), {"亮点": [*_important(active), "【待填：亮点】"]}),
            (_notes(theirs, "问题"), {"问题": [*_idle(project, active), "【待填：存在问题】"]}),
            (_notes(theirs, "下步安排"), {"下步安排": ["【待填：下步安排】"]}),
        ]
    people = {"填报人": "【待填：姓名】", "审核人": "【待填：姓名】", "签发人": "【待填：姓名】"}
    parts.append(((), people))
    return "\n".join("".join([*(f"# {line}\n" for line in lines), _yaml(values)]) for lines, values in parts)


def reports_in(folder: Path) -> tuple[ProgressReport, ...]:
    """The progress reports that units have sent: those of every project below a folder, in order of name.

    Args:
        folder: a folder for each unit, each a project.

    Raises:
        DataError: ``submission.no_reports``; or everything that is wrong with the units' projects.
    """
    found: list[ProgressReport] = []
    problems: list[Problem] = []
    for project in sorted({path.parent for path in folder.glob("*/活动.*")}):
        try:
            found += load_project(project).of("进展")
        except DataError as exc:
            problems += exc.problems
    if problems:
        raise DataError(problems)
    if not found:
        message, hint = "里面没有各单位的进展情况报告", "请放各单位的项目文件夹，每个里面有“进展”"
        raise DataError(Problem("submission.no_reports", message, Place(str(folder)), hint))
    return tuple(found)


_ABOUT = (
    "由各市报送情况和活动台账起草，请补写、核对后放进“进展”文件夹。",
    "数字写成表达式，从台账取；#开头的各市原文供参考，不会印出。",
)


def _yaml(values: dict[str, Any]) -> str:
    import yaml

    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return str(text).replace(": null\n", ":\n")


def _told(place: str, figures: Figures) -> str:
    """The figures that somebody reported, as expressions."""
    known = [
        f"{words}{{{{ {place}.{name} }}}}{unit}"
        for name, words, unit in _FIGURES
        if figures.values[name] is not None
    ]
    return "，".join(known)


def _totals(statistics: Statistics) -> str:
    now, so_far = _told("本期.合计", statistics.total), _told("累计.合计", statistics.total)
    return f"本期{now}；累计{so_far}。"


def _spheres(project: Project, statistics: Statistics, active: list[Activity]) -> Iterator[dict[str, Any]]:
    plan = project.year.plan
    undertaken = set(plan.undertaken) if plan else None
    for sphere, figures in zip(project.campaign.spheres, statistics.by_sphere, strict=True):
        if not figures.values["活动场次"]:
            if undertaken is None or sphere.name not in undertaken:
                continue
            text = "本期台账里没有这个领域的活动。【待填：原因和安排】"
        else:
            hosts = _hosts([a for a in active if project.campaign.sphere(a.sphere) == sphere])
            entered = ""
            if figures.values["进入单位数"] is not None:
                place = f"本期.领域.{sphere.name}"
                entered = f"进入{sphere.name}{{{{ {place}.进入单位数 }}}}{figures.unit_of_places}，"
            text = f"{entered}{_told(f'本期.领域.{sphere.name}', figures)}。主办单位：{hosts}。【待填：主要做法】"
        yield {"领域": sphere.name, "正文": [text]}


def _hosts(activities: list[Activity]) -> str:
    return "、".join(_literal(host) for host in dict.fromkeys(a.host for a in activities))


def _literal(text: str) -> str:
    """Words of the data inside narrative: braces in them are no expression."""
    return re.sub(r"\{[{%#]", lambda found: f'{{{{ "{found[0]}" }}}}', text)


def _important(active: list[Activity]) -> Iterator[str]:
    for activity in active:
        if activity.important:
            day = f"{activity.start.month}月{activity.start.day}日"
            yield f"{day}，{_literal(activity.host)}主办“{_literal(activity.name)}”。【待填：成效】"


def _idle(project: Project, active: list[Activity]) -> Iterator[str]:
    """Units of the cities without an activity of their own in the period: a fact of the register."""
    hosts = {a.host for a in active}
    units = [o for o in project.year.organs.subordinates() if o.level == "市"]
    idle = [o.name for o in units if o.name not in hosts and o.short_name not in hosts]
    if idle:
        yield f"台账里本期没有主办活动的单位：{'、'.join(idle)}。【待填：核实情况】"


def _handed_in(project: Project, phase: int, status: Status) -> str:
    rows = [
        r
        for r in status.rows
        if not r.obligation.own and r.obligation.duty.item == PROGRESS and r.obligation.period.phase == phase
    ]
    if not rows or "报送登记" not in project.entries:
        return "【待填：各市报送本期进展情况的情况】"

    def units(chosen: list[StatusRow]) -> str:
        return "、".join(dict.fromkeys(r.obligation.unit for r in chosen))

    waiting = [r for r in rows if r.open]
    zero = [r for r in rows if r.state is State.ZERO]
    exempt = [r for r in rows if r.state is State.EXEMPT]
    text = f"应报送本期进展情况的单位{len(rows)}个，已报送{len(rows) - len(waiting) - len(exempt)}个"
    text += f"，其中零报告{len(zero)}个（{units(zero)}）" if zero else ""
    text += f"；经批准免报{len(exempt)}个（{units(exempt)}）" if exempt else ""
    return text + (f"；未报送或退回未重报{len(waiting)}个（{units(waiting)}）。" if waiting else "。")


def _notes(reports: list[ProgressReport], part: str) -> Iterator[str]:
    """What the cities wrote, line by line."""
    for report in reports:
        if part == "分领域":
            if report.zero_reason:
                yield f"{report.organ.name}：零报告，{report.zero_reason}"
            for sphere in report.spheres:
                yield from (
                    f"{report.organ.name}（进{sphere.sphere}）：{line}" for line in _lines(sphere.body)
                )
        else:
            field = {"亮点": report.highlights, "问题": report.problems, "下步安排": report.next_steps}[part]
            yield from (f"{report.organ.name}：{line}" for line in _lines(field))


def _lines(body: Iterable[Any]) -> Iterator[str]:
    for block in body:
        for text in block.points if isinstance(block, Points) else (block,):
            yield " ".join(str(text).split())
