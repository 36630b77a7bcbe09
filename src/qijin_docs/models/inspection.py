"""督查记录与整改销号 (R12): what inspectors found, on what basis, by when it must be put right (facts 0.9, A.16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Exact, FormalDate, Line, Names, Text

Trouble = Literal["措施不落实", "工作进展不快", "效果不明显", "材料不实", "未按时报送", "其他"]
TROUBLES: tuple[Trouble, ...] = get_args(Trouble)
"""问题类型; the first three are those that call for criticism (fact 0.9)."""
TRIGGERS = TROUBLES[:3]
WAYS = ("听汇报", "查资料", "实地查看", "座谈", "电话抽查", "暗访")
"""督查方式."""

_SHORTER = {
    "进展不快": "工作进展不快",
    "工作不落实": "措施不落实",
    "成效不明显": "效果不明显",
    "实地": "实地查看",
}


def _usual_word(value: object) -> object:
    return _SHORTER.get(value.strip(), value) if isinstance(value, str) else value


class InspectionRecord(Model):
    """One row: a finding of an inspection, or an inspection that found nothing (发现问题 blank)."""

    id: Exact = Field(alias="编号")
    date: FormalDate = Field(alias="日期")
    organ: Line = Field(alias="被查单位")
    team: Names = Field((), alias="督查组")
    """Who inspected, the head first."""
    ways: Names = Field((), alias="方式")
    items: Names = Field((), alias="查看内容")
    merits: Text | None = Field(None, alias="好的做法")
    finding: Text | None = Field(None, alias="发现问题")
    trouble: Annotated[Trouble, BeforeValidator(_usual_word)] | None = Field(None, alias="问题类型")
    basis: Line | None = Field(None, alias="依据")
    demand: Text | None = Field(None, alias="整改要求")
    due: FormalDate | None = Field(None, alias="整改时限")
    remedy: Text | None = Field(None, alias="整改情况")
    closed_on: FormalDate | None = Field(None, alias="销号日期")
    note: Line | None = Field(None, alias="备注")

    @property
    def is_finding(self) -> bool:
        """Whether something was found that has to be put right."""
        return self.finding is not None

    def overdue_on(self, day: dt.date) -> int:
        """Days by which the remedy is late on a day; 0 if it is closed, not due yet, or nothing was found."""
        last = min(self.closed_on, day) if self.closed_on else day
        return max(0, (last - self.due).days) if self.due and self.is_finding else 0

    def open_on(self, day: dt.date) -> bool:
        """Whether a finding made by then was still open at the end of a day."""
        return self.is_finding and self.date <= day and (self.closed_on is None or self.closed_on > day)

    def flaws(self) -> Iterator[Flaw]:
        """A finding has kind, basis, demand and deadline; days run forward; nothing is closed unremedied."""
        rest = (
            ("问题类型", self.trouble), ("依据", self.basis), ("整改要求", self.demand), ("整改时限", self.due),
        )  # fmt: skip
        if self.is_finding:
            for field, value in rest:
                if value is None:
                    yield Flaw(
                        (field,),
                        "inspection.incomplete",
                        f"{self.id}写了发现问题，没有写{field}",
                        f"每个问题要有单位、事实、依据、要求和时限，请补“{field}”",
                    )
        else:
            for field, value in (*rest, ("整改情况", self.remedy), ("销号日期", self.closed_on)):
                if value is not None:
                    yield Flaw(
                        ("发现问题",),
                        "inspection.no_finding",
                        f"{self.id}写了{field}，没有写发现问题",
                        "请写发现的问题；没有问题时这几栏都留空",
                    )
                    break
        if self.due and self.due < self.date:
            yield Flaw(
                ("整改时限",), "inspection.date_order", f"{self.id}的整改时限早于督查日期", "请核对两个日期"
            )
        if self.closed_on and self.closed_on < self.date:
            yield Flaw(
                ("销号日期",), "inspection.date_order", f"{self.id}的销号日期早于督查日期", "请核对两个日期"
            )
        if self.closed_on and self.is_finding and self.remedy is None:
            yield Flaw(
                ("整改情况",),
                "inspection.closed_without_remedy",
                f"{self.id}已经销号，没有写整改情况",
                "整改到位、核实后才销号，请写整改情况；还没有到位就删去销号日期",
            )
        for way in self.ways:
            if _SHORTER.get(way, way) not in WAYS:
                yield Flaw(
                    ("方式",),
                    "inspection.way",
                    f"“{way}”不在督查方式目录里",
                    f"目录里有：{'、'.join(WAYS)}",
                    Severity.NOTE,
                )

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """Inspected while the campaign runs."""
        if not campaign.start <= self.date <= campaign.end:
            yield Flaw(
                ("日期",),
                "inspection.outside_campaign",
                f"{self.id}的督查日期不在活动起止之内",
                "请核对年份和日期",
            )


class InspectionRegister(Document):
    """督查记录与整改销号表: all inspections of the year, one row a finding."""

    kind_name: ClassVar[str] = "督查记录与整改销号表"

    records: tuple[InspectionRecord, ...] = Field(alias="督查记录")

    def flaws(self) -> Iterator[Flaw]:
        """Ids unique, days within the campaign."""
        seen: dict[str, int] = {}
        for index, record in enumerate(self.records):
            if record.id in seen:
                yield Flaw(
                    ("督查记录", index, "编号"),
                    "inspection.duplicate_id",
                    f"编号{record.id}与第{seen[record.id] + 1}条重复",
                    "每条记录用不同的编号",
                )
            seen.setdefault(record.id, index)
            for flaw in record.flaws_in(self.campaign):
                yield flaw.under("督查记录", index)

    @property
    def findings(self) -> tuple[InspectionRecord, ...]:
        """The rows in which something was found."""
        return tuple(record for record in self.records if record.is_finding)

    @computed_field(alias="被查单位数")
    @property
    def inspected(self) -> int:
        """How many units were inspected, each counted once."""
        return len({record.organ for record in self.records})

    @computed_field(alias="问题数")
    @property
    def found(self) -> int:
        """How many findings there are."""
        return len(self.findings)

    @computed_field(alias="销号数")
    @property
    def closed(self) -> int:
        """How many findings are closed."""
        return sum(1 for record in self.findings if record.closed_on)

    @computed_field(alias="分类")
    @property
    def by_trouble(self) -> tuple[dict[str, object], ...]:
        """Findings by kind, in the catalogue's order: ``{"问题类型": …, "条数": 2, "记录": (…)}``."""
        groups = ((t, tuple(r for r in self.findings if r.trouble == t)) for t in TROUBLES)
        return tuple({"问题类型": t, "条数": len(rows), "记录": rows} for t, rows in groups if rows)

    def summary(self) -> dict[str, object]:
        """What a narrative may say: ``督查.被查单位数``, ``督查.问题数``, ``督查.分类``."""
        days = sorted(record.date for record in self.records)
        return {
            "被查单位数": self.inspected,
            "问题数": self.found,
            "销号数": self.closed,
            "起": days[0] if days else None,
            "止": days[-1] if days else None,
            "分类": {str(group["问题类型"]): group["条数"] for group in self.by_trouble},
        }

    def of(self, organ: str) -> tuple[InspectionRecord, ...]:
        """The rows of one unit, in order."""
        return tuple(record for record in self.records if record.organ == organ)

    def overdue(self, day: dt.date) -> tuple[InspectionRecord, ...]:
        """The findings that were open and past their deadline on a day."""
        return tuple(r for r in self.findings if r.open_on(day) and r.overdue_on(day) > 0)
