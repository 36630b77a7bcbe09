"""What of a year goes into the next: for each part its values without figures, dates and narrative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.models import AssignmentTable, Campaign, Deadline, LeadingGroup, OrganBook, Plan
from qijin_docs.models.archive import RetentionTable
from qijin_docs.models.campaign import default_spheres
from qijin_docs.models.duty import DutyTable

_TITLE = "依据文件的标题，不带书名号"
_LAST_FEBRUARY = (2, 29)


@dataclass(slots=True)
class Told:
    """What was carried and what emptied, as it is done."""

    carried: list[str]
    emptied: list[str]


def _gap(what: str) -> str:
    return f"【待填：{what}】"


def _without_figures(text: str, what: str) -> str:
    """The text if no figure of last year can stand in it."""
    return (
        _gap(what)
        if re.search(r"[\d０-９]|[一二三四五六七八九十百千万]+(?:个|家|场|次|人|项|%)", text)
        else text
    )


def _deadline(deadline: Deadline, shift: int) -> str:
    if deadline.year is None:
        return str(deadline)
    # Months' ends are the same every year but February's.
    end = (deadline.month, deadline.day) in (_LAST_FEBRUARY, (2, 28))
    return (
        f"{deadline.year + shift}年2月底前"
        if end
        else f"{deadline.year + shift}年{deadline.month}月{deadline.day}日前"
    )


def campaign_values(campaign: Campaign, year: int, told: Told) -> dict[str, Any]:
    """The campaign of the new year."""
    shift = year - campaign.year
    known = default_spheres()
    spheres: list[Any] = []
    for sphere in campaign.spheres:
        plain = known.get(sphere.name)
        fields = {f.alias or n: _plain(getattr(sphere, n)) for n, f in type(sphere).model_fields.items()}
        same = plain is not None and all(fields[key] == (_plain(plain.get(key))) for key in plain)
        spheres.append(sphere.name if same else {k: v for k, v in fields.items() if v not in (None, [])})
    phases = []
    for phase in campaign.phases:
        values: dict[str, Any] = {"序号": phase.number, "名称": phase.name}
        if phase.start:
            values["起"] = _shifted(phase.start, shift)
        values["截止"] = _deadline(phase.deadline, shift)
        if phase.tasks:
            values["任务"] = [_without_figures(task, "任务") for task in phase.tasks]
        if phase.deliverables:
            values["成果"] = [
                {"种类": d.kind} | ({"收件人": d.recipient} if d.recipient else {})
                for d in phase.deliverables
            ]
            told.emptied += [
                f"活动.yaml 第{phase.number}阶段“{d.kind}”的数量（上年{d.count}）"
                for d in phase.deliverables
                if d.count
            ]
        if phase.responsible:
            values["责任单位"] = list(phase.responsible)
        values["本单位角色"] = str(phase.role)
        phases.append(values)
    told.carried.append(f"活动.yaml：领域{len(campaign.spheres)}个、阶段{len(phases)}个，截止日移到{year}年")
    told.emptied += ["活动.yaml 主题"] if campaign.theme else []
    basis = []
    for document in campaign.basis:
        entry: dict[str, Any] = {
            "发文机关": document.issuer,
            # A plan of the province is written anew each year; a national norm stands.
            "标题": _without_figures(document.title, _TITLE) if document.level == "国家" else _gap(_TITLE),
            "层级": document.level,
            "用法": document.usage,
        }
        if document.short_name:
            entry["简称"] = document.short_name
        what = "文号和日期" if document.level == "国家" else "标题、文号和日期"
        told.emptied.append(f"活动.yaml 依据“{document.short_name or document.title}”的{what}")
        basis.append(entry)
    values = {
        "名称": campaign.name,
        "简称": campaign.short_name,
        "年度": year,
        "开始": _shifted(campaign.start, shift),
        "结束": _shifted(campaign.end, shift),
        "领域": spheres,
        "相关活动": list(campaign.related),
        "依据": basis,
        "阶段": phases,
    }
    if campaign.theme:
        values["主题"] = _gap("主题")
    if campaign.lead:
        values["牵头机关"] = campaign.lead
    return values


def _shifted(day: Any, shift: int) -> str:
    last = 28 if (day.month, day.day) == _LAST_FEBRUARY else day.day
    return f"{day.year + shift:04}-{day.month:02}-{last:02}"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def organ_values(book: OrganBook, year: int, told: Told) -> dict[str, Any]:
    """The register of organs, with those named that are no more."""
    told.carried.append(f"单位.yaml：单位{len(book.organs)}个")
    gone = [o for o in book.organs if o.valid_to and o.valid_to.year < year]
    told.carried += [
        f"单位.yaml：“{o.name}”已于上年撤并或改名" + (f"，由“{o.successor}”承接" if o.successor else "")
        for o in gone
    ]
    values: dict[str, Any] = book.model_dump(mode="json", by_alias=True, exclude_none=True)
    return values


def carry_plan(path: Path, plan: Plan, told: Told) -> None:
    """Put spheres, roles and phases into the scaffold\'s plan; its text stays to be written."""
    roles = "".join(f"  - {{领域: {duty.sphere}, 角色: {duty.role}}}\n" for duty in plan.duties)
    text = path.read_text(encoding="utf-8")
    start, end = text.index("承担:\n"), text.index("成文日期:")
    spheres = [d.sphere for d in plan.duties if d.role.undertakes]
    body = f"承担:\n{roles}"
    text = text[:start] + body + text[end:]
    # The scaffold speaks of one sphere; the plan has a section for each that is undertaken.
    pattern = re.compile(r"      - 领域: 机关\n        排版: 独立成段带句号\n        正文: .*\n")
    sections = "".join(
        f"      - 领域: {s}\n        排版: 独立成段带句号\n        正文: 【待填：进{s}做什么，写明数量、频次】\n"
        for s in spheres
    )
    phases = re.compile(r"      - \{阶段: \d+, 正文: .*\n")
    text = pattern.sub(lambda _: sections, text)
    lines = "".join(
        f"      - {{阶段: {p.number}, 正文: 【待填：第{p.number}阶段任务】}}\n" for p in plan.campaign.phases
    )
    text = phases.sub("", text).replace(
        "  - 标题: 方法步骤\n    小节:\n", f"  - 标题: 方法步骤\n    小节:\n{lines}"
    )
    path.write_text(text, encoding="utf-8")
    told.carried.append(f"方案.yaml：承担的领域和角色{len(plan.duties)}项")
    told.emptied.append("方案.yaml 的正文、成文日期、印发日期、发布日期")


def assignment_values(table: AssignmentTable, year: int, told: Told) -> dict[str, Any]:
    """The tasks: who does what by when, without measures and targets."""
    shift = year - table.campaign.year
    rows = []
    for row in table.rows:
        values: dict[str, Any] = {
            "领域": row.sphere,
            "工作任务": _without_figures(row.task, "工作任务"),
            "牵头单位": list(row.lead),
            "量化标准": _gap("数量下限、全覆盖或频次"),
            "完成时限": _deadline(row.deadline, shift),
            "成果形式": row.product,
        }
        values |= {"配合单位": list(row.support)} if row.support else {}
        values |= {"实施主体": list(row.executors)} if row.executors else {}
        values |= {"共同牵头": True} if row.joint_lead else {}
        rows.append(values)
    told.carried.append(f"任务分工.yaml：{len(rows)}项任务的领域、单位、时限、成果形式")
    told.emptied.append("任务分工.yaml 的具体措施、量化标准、备注")
    return {"任务": rows}


def group_values(group: LeadingGroup, told: Told) -> dict[str, Any]:
    """The seats of the leading group, without the people."""
    told.carried.append(
        f"领导小组.yaml：{len(group.members)}个席位的小组职务、单位、职务，工作机构设在何处，职责"
    )
    told.emptied.append("领导小组.yaml 的姓名、联系方式、成立依据、成立日期")
    values: dict[str, Any] = {
        "名称": group.name,
        "成员": [
            {"小组职务": str(m.position), "姓名": _gap("姓名"), "单位": m.organ, "职务": m.post}
            for m in group.members
        ],
        "工作机构": {"设在": group.working_body.seat, "主任": _gap("姓名")},
    }
    if group.working_body.duties:
        values["工作机构"]["职责"] = [_without_figures(d, "职责") for d in group.working_body.duties]
    if group.duties:
        values["职责"] = [_without_figures(d, "职责") for d in group.duties]
    return values


def duty_values(table: DutyTable, year: int, told: Told) -> dict[str, Any]:
    """The duties, with the years that they name moved."""
    shift = year - table.campaign.year
    rows = []
    for duty in table.duties:
        row = duty.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        row["时限"] = re.sub(r"\d{4}(?=年)", lambda found: str(int(found[0]) + shift), duty.schedule.text)
        for name, day in (("起", duty.start), ("止", duty.end)):
            if day:
                row[name] = _shifted(day, shift)
        for name in ("依据", "备注"):
            if row.pop(name, None) is not None:
                told.emptied.append(f"报送事项.yaml “{duty.item}”的{name}")
        rows.append(row)
    told.carried.append(f"报送事项.yaml：{len(rows)}项，写明年份的时限移到{year}年")
    return {"报送事项": rows}


def retention_values(table: RetentionTable, told: Told) -> dict[str, Any]:
    """How long each kind is kept: an office's own table, which does not change with the year."""
    told.carried.append(f"归档.yaml：{len(table.periods)}种文书的保管期限")
    values: dict[str, Any] = {"依据": table.basis} if table.basis else {}
    return values | {"保管期限": dict(table.periods)}
