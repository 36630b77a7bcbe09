"""活动台账: the only source of figures. One activity is one row (R05)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.document import Document
from qijin_docs.models.fields import (
    Articles,
    Banners,
    Boards,
    Copies,
    Count,
    Events,
    Exact,
    FormalDate,
    Items,
    Line,
    Money,
    Names,
    People,
    PersonTimes,
    Pieces,
    Showings,
    Volumes,
    YesNo,
)
from qijin_docs.text.date_ranges import DateRange

FORMS = (
    "启动仪式", "新闻发布会", "会议部署", "宣讲", "培训", "讲座", "咨询日", "送法上门", "警示教育", "展览", "应急演练",
    "体验", "文艺演出", "知识竞赛", "签名承诺", "发放资料", "张贴悬挂", "电子屏播放", "媒体专栏", "新媒体推送", "短信",
    "检查中宣传", "结对帮扶", "示范创建", "其他",
)  # fmt: skip


class Activity(Model):
    """活动记录. Counts are exact whole numbers; blank means "not reported", 0 means none."""

    id: Exact = Field(alias="活动编号")
    sphere: Exact = Field(alias="领域")
    """主领域: the one in which it is counted."""
    also: Names = Field((), alias="兼及领域")
    """Further spheres, for coverage only; never counted again."""
    name: Line = Field(alias="活动名称")
    form: Line = Field("其他", alias="形式")
    parent: Line | None = Field(None, alias="母活动")
    """Larger campaign it also belongs to: 安全生产月."""
    start: FormalDate = Field(alias="开始日期")
    end: FormalDate | None = Field(None, alias="结束日期")
    """Last day; a one-day activity has none."""
    place: Line | None = Field(None, alias="地点")
    host: Line = Field(alias="主办单位")
    """The one unit that counts it."""
    partners: Names = Field((), alias="协办单位")
    entered: Names = Field((), alias="进入单位")
    """Names of the enterprises, schools, villages… entered; counted once a year each."""
    entered_count: Count | None = Field(None, alias="进入单位数")
    attendance: People | None = Field(None, alias="参加人数")
    """人."""
    reached: PersonTimes | None = Field(None, alias="受教育")
    """人次; never added to 参加人数."""
    lectures: Events | None = Field(None, alias="培训讲座")
    drills: Events | None = Field(None, alias="应急演练")
    consultations: PersonTimes | None = Field(None, alias="咨询")
    leaflets: Copies | None = Field(None, alias="资料")
    booklets: Volumes | None = Field(None, alias="手册图书")
    gifts: Pieces | None = Field(None, alias="宣传品")
    banners: Banners | None = Field(None, alias="横幅标语")
    boards: Boards | None = Field(None, alias="展板")
    screens: Showings | None = Field(None, alias="电子屏")
    leaders: Names = Field((), alias="出席领导")
    important: YesNo = Field(False, alias="重要活动")
    press: Articles | None = Field(None, alias="报刊报道")
    broadcast: Items | None = Field(None, alias="广播电视报道")
    web: Items | None = Field(None, alias="网站报道")
    mobile_media: Items | None = Field(None, alias="手机新媒体报道")
    cost: Money | None = Field(None, alias="经费")
    """万元."""
    evidence: Names = Field((), alias="见证材料编号")
    filled_by: Line | None = Field(None, alias="填报人")
    filled_on: FormalDate | None = Field(None, alias="填报日期")
    reviewed_by: Line | None = Field(None, alias="审核人")
    note: Line | None = Field(None, alias="备注")

    def flaws(self) -> Iterator[Flaw]:
        """Dates forward, people ≤ person-times, names = count, coverage of what is important, proof of all."""
        if self.end and self.end < self.start:
            yield Flaw(
                ("结束日期",), "activity.date_order", f"{self.id}的结束日期早于开始日期", "请核对两个日期"
            )
        if self.filled_on and self.filled_on < self.start:
            yield Flaw(
                ("填报日期",), "activity.filled_before", f"{self.id}的填报日期早于活动开始", "活动办完再填报"
            )
        if self.attendance is not None and self.reached is not None and self.attendance > self.reached:
            yield Flaw(
                ("参加人数",),
                "activity.more_people_than_times",
                f"{self.id}的参加人数{self.attendance}人，多于受教育{self.reached}人次",
                "一人至少算一人次，请核对两个数",
            )
        if self.entered and self.entered_count is not None and self.entered_count != len(set(self.entered)):
            yield Flaw(
                ("进入单位数",),
                "activity.entered_count",
                f"{self.id}写进入{self.entered_count}个单位，列出的名称有{len(set(self.entered))}个",
                "请补全名称或改数；列了名称时可以不填数",
            )
        if self.sphere in self.also:
            yield Flaw(
                ("兼及领域",),
                "activity.sphere_twice",
                f"{self.id}的兼及领域里又写了主领域“{self.sphere}”",
                "兼及领域只写另外的领域",
                Severity.WARNING,
            )
        if self.form not in FORMS:
            yield Flaw(
                ("形式",),
                "activity.form",
                f"“{self.form}”不在活动形式目录里",
                "可以写“其他”并在备注里说明",
                Severity.NOTE,
            )
        if self.important and not (self.press and self.online):
            lacking = "、".join(
                name for name, n in (("报刊报道", self.press), ("手机网络报道", self.online)) if not n
            )
            yield Flaw(
                ("重要活动",),
                "activity.no_coverage",
                f"重要活动{self.id}缺少{lacking}",
                "重要活动应报纸上有文章、手机网络有信息",
                Severity.WARNING,
            )
        if not self.evidence:
            yield Flaw(
                ("见证材料编号",),
                "activity.no_evidence",
                f"{self.id}没有见证材料",
                "请填见证材料编号",
                Severity.WARNING,
            )

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """Spheres are the campaign's, days lie within it."""
        names = [("领域", self.sphere), *(("兼及领域", name) for name in self.also)]
        for field, name in names:
            if campaign.sphere(name) is None:
                yield campaign.unknown_sphere((field,), name)
        if self.start < campaign.start or (self.end or self.start) > campaign.end:
            yield Flaw(
                ("开始日期",),
                "activity.outside_campaign",
                f"{self.id}的日期（{self.days_text}）不在活动起止之内",
                "请核对年份和日期",
            )

    @computed_field(alias="手机网络报道")
    @property
    def online(self) -> int | None:
        """Web and phone items together; ``None`` if neither was reported."""
        known = [n for n in (self.web, self.mobile_media) if n is not None]
        return sum(known) if known else None

    @computed_field(alias="日期文字")
    @property
    def days_text(self) -> str:
        """``2018年6月16日`` or ``2018年6月1日至30日``."""
        # An end before the start is told as a flaw, and still has to be shown.
        last = self.end if self.end and self.end >= self.start else self.start
        return str(DateRange(self.start, last))


class ActivityRegister(Document):
    """活动台账: all activities of the year.

    An activity is counted for its host alone: rows whose host is not among ``counted_hosts`` are
    joint activities of others, kept as 参与 and left out of every total.
    """

    kind_name: ClassVar[str] = "活动台账"

    activities: tuple[Activity, ...] = Field(alias="活动记录")
    counted_hosts: Names | None = Field(None, alias="统计单位")
    """Names of hosts whose activities are counted; ``None`` counts all."""

    def flaws(self) -> Iterator[Flaw]:
        """Ids unique, spheres known, days within the campaign, suspected duplicates named."""
        seen: dict[str, int] = {}
        same: dict[tuple[object, ...], str] = {}
        for index, activity in enumerate(self.activities):
            at = ("活动记录", index)
            if activity.id in seen:
                yield Flaw(
                    (*at, "活动编号"),
                    "activity.duplicate_id",
                    f"活动编号{activity.id}与第{seen[activity.id] + 1}条重复",
                    "每条活动用不同的编号",
                )
            seen.setdefault(activity.id, index)
            for flaw in activity.flaws_in(self.campaign):
                yield flaw.under(*at)
            key = (activity.name, activity.start, activity.host)
            if key in same:
                yield Flaw(
                    (*at, "活动名称"),
                    "activity.suspected_duplicate",
                    f"{activity.id}与{same[key]}的名称、日期、主办单位都相同，疑似重复",
                    "若是同一活动请删去一条",
                    Severity.WARNING,
                )
            same.setdefault(key, activity.id)

    def counted(self) -> tuple[Activity, ...]:
        """The activities that enter totals: hosted by a counted unit."""
        return tuple(a for a in self.activities if self.counts(a))

    def counts(self, activity: Activity) -> bool:
        """Whether an activity is counted here (its host is one of ours)."""
        return self.counted_hosts is None or activity.host in self.counted_hosts

    def find(self, activity_id: str) -> Activity | None:
        """The activity with this id, or ``None``."""
        return next((a for a in self.activities if a.id == activity_id), None)
