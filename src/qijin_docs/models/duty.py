"""报送事项: what has to be handed in, by whom, to whom, by when (A.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Count, Exact, FormalDate, Line, Names, YesNo
from qijin_docs.models.organ import Organ, OrganBook
from qijin_docs.models.schedule import Cycle, ScheduleField
from qijin_docs.text.nearest import suggestion

OWN = ("本单位", "我厅", "我局", "省厅", "本厅", "本局")
"""Words for our own organ where a duty names units."""

GROUPS = {
    "各市": "市",
    "各市局": "市",
    "各县区": "县区",
    "各县": "县区",
    "各乡镇街道": "乡镇街道",
    "直属单位": "",
    "下级单位": "",
}
"""Words for several of our subordinates → their level; 直属单位 goes by category, 下级单位 is all of them."""

BUSINESS, TERRITORIAL, OFFICE = "业务上级", "属地上级", "安委会办公室"
"""Words for a recipient that differs from unit to unit: by line, by territory (条、块), and our committee office."""


def _numbers(value: Any) -> Any:
    # A cell writes several in one string, or one as a number.
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[、，,;；\s]+", value) if part)
    return (value,) if isinstance(value, (int, float)) else value


class ReportingDuty(Model):
    """报送事项: one item, whoever owes it, and its schedule."""

    id: Exact | None = Field(None, alias="编号")
    item: Line = Field(alias="事项")
    """What is handed in: 进展情况报告, 活动总结, 信息."""
    units: Names = Field(alias="义务人", min_length=1)
    """Names of units, or words for several: 各市, 直属单位, 本单位."""
    recipients: Names = Field((BUSINESS,), alias="收件人", min_length=1)
    """Names, or 业务上级, 属地上级, 安委会办公室. A report to two is two submissions (A.2)."""
    schedule: ScheduleField = Field(alias="时限")
    phases: Annotated[tuple[int, ...], BeforeValidator(_numbers)] = Field((), alias="阶段")
    """Numbers of the phases, for a schedule by phase; all if none is named."""
    inclusive: YesNo = Field(True, alias="含当日")
    """前 includes the day itself, unless the schedule itself says otherwise."""
    lead: Count = Field(0, alias="提前")
    """Working days before the due day by which it should be ready in house (内部截止)."""
    start: FormalDate | None = Field(None, alias="起")
    """First day on which it can be due; the campaign's if blank."""
    end: FormalDate | None = Field(None, alias="止")
    """Last day on which it can be due; the campaign's if blank."""
    upstream: Line | None = Field(None, alias="上级事项")
    """Item that is owed to our superior, for 上级截止日前N个工作日."""
    genre: Line | None = Field(None, alias="文种")
    carriers: Names = Field((), alias="载体")
    format: Line | None = Field(None, alias="格式")
    copies: Count | None = Field(None, alias="份数")
    enclosures: Names = Field((), alias="应附材料")
    zero_report: YesNo = Field(False, alias="零报告")
    """Nothing to report is reported too."""
    basis: Line | None = Field(None, alias="依据")
    note: Line | None = Field(None, alias="备注")

    def flaws(self) -> Iterator[Flaw]:
        """Days run forward; what rests on a superior's deadline names it."""
        if self.start and self.end and self.start > self.end:
            yield Flaw(("止",), "data.date_order", f"“{self.item}”的止早于起", "请核对起止")
        if self.schedule.cycle is Cycle.UPSTREAM and self.upstream is None:
            yield Flaw(
                ("上级事项",),
                "duty.no_upstream",
                f"“{self.item}”按上级截止日推算，却没有写上级的哪一件事项",
                "请在“上级事项”里写本单位上报的事项名称",
            )
        if self.phases and self.schedule.cycle is not Cycle.PHASE:
            yield Flaw(
                ("阶段",),
                "duty.phases_unused",
                f"“{self.item}”的时限不是按阶段的，“阶段”用不上",
                "请删去“阶段”，或把时限写成“各阶段截止日”",
            )


class DutyTable(Document):
    """报送事项表: all duties of a year."""

    kind_name: ClassVar[str] = "报送事项表"

    duties: tuple[ReportingDuty, ...] = Field(alias="报送事项")

    def flaws(self) -> Iterator[Flaw]:
        """Items are told apart; phases and superior items that are named exist."""
        if not self.duties:
            yield Flaw(
                ("报送事项",), "duty.none", "“报送事项”里一项也没有", "请写应报的事项；不另列就删去这个文件"
            )
        seen: dict[str, int] = {}
        for index, duty in enumerate(self.duties):
            at = ("报送事项", index)
            for name in {n for n in (duty.item, duty.id) if n}:
                if name in seen:
                    yield Flaw(
                        (*at, "编号" if name == duty.id else "事项"),
                        "duty.duplicate",
                        f"“{name}”与第{seen[name] + 1}项重名",
                        "每个事项用不同的名称和编号",
                    )
                seen.setdefault(name, index)
            for position, number in enumerate(duty.phases):
                if not 1 <= number <= len(self.campaign.phases):
                    yield self.campaign.unknown_phase((*at, "阶段", position), number)
        for index, duty in enumerate(self.duties):
            other = next((d for d in self.duties if duty.upstream in (d.item, d.id)), None)
            if duty.upstream is not None and (
                other is None or other is duty or other.schedule.cycle is Cycle.UPSTREAM
            ):
                yield Flaw(
                    ("报送事项", index, "上级事项"),
                    "duty.unknown_upstream",
                    f"没有可以推算的上级事项“{duty.upstream}”",
                    suggestion(
                        duty.upstream, [d.item for d in self.duties if d is not duty], "请写已列出的事项"
                    ),
                )


def unknown_names(duty: ReportingDuty, book: OrganBook) -> Iterator[Flaw]:
    """The flaws of units and recipients that the register of organs does not hold."""
    known = [n for organ in book.organs for n in (organ.name, organ.short_name) if n]
    for field, names, words in (
        ("义务人", duty.units, (*OWN, *GROUPS)),
        ("收件人", duty.recipients, (BUSINESS, TERRITORIAL, OFFICE)),
    ):
        for index, name in enumerate(names):
            if name in words or book.find(name):
                continue
            near = suggestion(name, (*words, *known), f"请先在“单位”里登记，或写{'、'.join(words)}")
            yield Flaw((field, index), "data.unknown_organ", f"单位名录里没有“{name}”", near)


def units_of(duty: ReportingDuty, book: OrganBook) -> tuple[Organ, ...]:
    """The organs that owe a duty, each once, in the order in which they are named."""
    found: dict[str, Organ] = {}
    for name in duty.units:
        if name in GROUPS:
            level = GROUPS[name]
            members: tuple[Organ, ...] = tuple(
                o
                for o in book.subordinates()
                if (o.category == "直属单位" if name == "直属单位" else not level or o.level == level)
            )
        else:
            organ = book.own_organ() if name in OWN else book.find(name)
            members = (organ,) if organ else ()
        found |= {organ.name: organ for organ in members}
    return tuple(found.values())


def recipients_of(duty: ReportingDuty, unit: Organ, book: OrganBook) -> dict[str, str | None]:
    """Recipient as the duty names it → full name; ``None`` where nobody wrote down that superior of the unit."""
    words = {
        BUSINESS: unit.business_superior,
        TERRITORIAL: unit.territorial_superior,
        OFFICE: book.committee_office,
    }
    found: dict[str, str | None] = {}
    for name in duty.recipients:
        organ = book.find(words.get(name, name) or "")
        found[name] = organ.name if organ else None
    return found
