"""催报: what to send a unit that owes something: a short message, and a formal 通知 or 函."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qijin_docs.models import OfficialDocument, Organ
from qijin_docs.models.reporting import State
from qijin_docs.project import Project
from qijin_docs.submission.status import Status, StatusRow
from qijin_docs.text.dates import format_date


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to send one unit.

    Args:
        unit: full name.
        message: a few lines for telephone or chat.
        letter: the formal document, without date and number until it is signed; what nobody has decided stands
            as 【待填…】. ``None`` if nothing is late yet: a formal document is for what is overdue or returned.
    """

    unit: str
    message: str
    letter: OfficialDocument | None


def reminders_of(project: Project, status: Status, *, ahead: int = 10) -> Iterator[Reminder]:
    """A reminder for every unit that owes our organ something now, in order of the register of organs.

    Args:
        project: the project.
        status: how it stands.
        ahead: what is due within so many days is named too; what is later is not spoken of yet.
    """
    book = project.year.organs
    own = book.own_organ()
    waiting = status.open_by_unit()
    for organ in book.organs:
        # What a city owes its own committee office is not ours to ask for.
        rows = tuple(
            r
            for r in waiting.get(organ.name, ())
            if r.obligation.recipient == own.name
            and (r.state is not State.AWAITED or _soon(r, status, ahead))
        )
        if rows:
            late = tuple(r for r in rows if r.late_days or r.state is State.RETURNED)
            letter = _letter(project, organ, late, status) if late else None
            yield Reminder(organ.name, _message(organ, own, rows, status), letter)


def _soon(row: StatusRow, status: Status, ahead: int) -> bool:
    last = row.obligation.last_office_day
    return last is not None and (last - status.on).days <= ahead


def _you(organ: Organ) -> str:
    return (organ.self_reference or "我单位").replace("我", "你", 1)


def _item(row: StatusRow) -> str:
    label = row.obligation.period.label
    return f"{row.obligation.duty.item}（{label}）" if label else row.obligation.duty.item


def _told(row: StatusRow) -> str:
    if row.state is State.RETURNED:
        late = f"，已超过时限{row.late_days}天" if row.late_days else ""
        return f"{_item(row)}，已退回（{(row.reason or '').rstrip('。')}），请改后重报{late}"
    due = row.obligation.period.due
    last = row.obligation.last_office_day
    assert due is not None
    assert last is not None
    period = row.obligation.period
    when = f"{due.month}月{due.day}日" + (f"{period.clock:%H:%M}" if period.clock else "")
    count = f"（应报{period.at_least}次，已报{row.received}次）" if period.at_least > 1 else ""
    if row.late_days:
        return f"{_item(row)}{count}，应于{when}前报送，已逾期{row.late_days}天"
    office = f"，最迟办公日{last.month}月{last.day}日" if last != due else ""
    return f"{_item(row)}{count}，请于{when}前报送{office}"


def _message(organ: Organ, own: Organ, rows: tuple[StatusRow, ...], status: Status) -> str:
    zero = "本期无活动的请作零报告并写明原因。" if any(r.obligation.duty.zero_report for r in rows) else ""
    day = f"{status.on.month}月{status.on.day}日"
    lines = [f"{organ.short_name or organ.name}：截至{day}，{_you(organ)}尚有{len(rows)}件材料需报："]
    lines += [f"{number}. {_told(row)}；" for number, row in enumerate(rows, start=1)]
    lines[-1] = lines[-1].removesuffix("；") + "。"
    return "\n".join([*lines, f"{zero}已报出的请告知报送时间和方式。", f"（{own.name}）"]) + "\n"


def _letter(project: Project, organ: Organ, rows: tuple[StatusRow, ...], status: Status) -> OfficialDocument:
    campaign, book = project.campaign, project.year.organs
    own = book.own_organ()
    below = book.direction(organ.name) == "下"
    you = _you(organ)
    listed = "；".join(_told(row) for row in rows)
    zero = (
        "本期确无活动的，请作零报告并写明原因。" if any(r.obligation.duty.zero_report for r in rows) else ""
    )
    return OfficialDocument.model_validate(
        {
            "编号": f"催报-{organ.short_name or organ.name}",
            "文种": "通知" if below else "函",
            "阶段": campaign.phase_of(min(max(status.on, campaign.start), campaign.end)).number,
            "事由": f"{'尽快' if below else '商请尽快'}报送{campaign.name}有关材料",
            "主送": [organ.name],
            "正文": [
                f"按照{campaign.name}安排，截至{format_date(status.on)}，{you}以下材料尚未按要求报送：{listed}。",
                f"请{you}于【待填：补报时限】前将上述材料报送{own.self_reference or own.name}，"
                f"并说明未按时报送的原因。{zero}",
            ],
            "附注": "联系人：【待填：姓名】，电话：【待填：电话】",
        },
        context={"given": {"campaign": campaign, "organ": own, "organ_book": book, "year": campaign.year}},
    )
