"""报送登记 (R11): what each unit has handed in, when, and what became of it (A.9).

A row is one version of one item of one unit for one period and one recipient. What is due at all comes from
:mod:`qijin_docs.models.duty`; whether a row is late is computed (:mod:`qijin_docs.submission`), never typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Count, FormalDate, Line, YesNo
from qijin_docs.sources.repair import Repair
from qijin_docs.text.moments import read_moment


class State(StrEnum):
    """状态 of a submission. The first three follow from the calendar alone, the others somebody has to say."""

    NOT_YET = "未到期"
    AWAITED = "待报"
    OVERDUE = "逾期"
    SENT = "已报"
    UNDER_REVIEW = "待审"
    APPROVED = "核准"
    RETURNED = "退回"
    RESENT = "重报"
    ZERO = "零报告"
    EXEMPT = "免报"


#: States that say only that nothing has come yet.
CALENDAR_STATES = frozenset({State.NOT_YET, State.AWAITED, State.OVERDUE})

#: What may follow what (A.9). What has been approved or exempted stays as it is.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.NOT_YET: frozenset({State.AWAITED, State.SENT, State.ZERO, State.EXEMPT}),
    State.AWAITED: frozenset({State.SENT, State.ZERO, State.OVERDUE, State.EXEMPT}),
    State.OVERDUE: frozenset({State.SENT, State.ZERO, State.EXEMPT}),
    State.SENT: frozenset({State.UNDER_REVIEW, State.APPROVED, State.RETURNED}),
    State.ZERO: frozenset({State.UNDER_REVIEW, State.APPROVED, State.RETURNED}),
    State.UNDER_REVIEW: frozenset({State.APPROVED, State.RETURNED}),
    State.RETURNED: frozenset({State.RESENT, State.ZERO, State.EXEMPT}),
    State.RESENT: frozenset({State.UNDER_REVIEW, State.APPROVED, State.RETURNED}),
    State.APPROVED: frozenset(),
    State.EXEMPT: frozenset(),
}

CARRIERS = ("纸质盖章", "传真", "电子邮件", "光盘", "U盘", "系统填报")
"""载体 that occur; another one may be written."""

Sent = Annotated[datetime | date, Repair(read_moment, context=("year",))]
"""A day, with the time of day where a deadline names one."""


def _version(value: Any) -> Any:
    # 第2版, V2 and 2.0 from a cell; blank is the first.
    if isinstance(value, str):
        bare = value.strip().removeprefix("第").removesuffix("版").lstrip("Vv")
        return bare or 1
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Submission(Model):
    """报送: one row of R11. The computed columns may stand in it; they are compared, not believed."""

    serial: Count | None = Field(None, alias="序号")
    unit: Line = Field(alias="单位")
    """Full or short name of the unit that hands in."""
    item: Line = Field(alias="事项")
    """Name or number of the duty."""
    period: Line | None = Field(None, alias="期次")
    """第一阶段, 6月, 6月15日; blank for what is owed once."""
    recipient: Line | None = Field(None, alias="收件人")
    """To whom; blank where the item has only one recipient."""
    due: FormalDate | None = Field(None, alias="应报日期")
    """Computed: the day it is due."""
    last_office_day: FormalDate | None = Field(None, alias="最迟办公日")
    """Computed: the last working day not after the due day."""
    sent: Sent | None = Field(None, alias="实报时间")
    """When it came; blank while it has not."""
    on_time: YesNo | None = Field(None, alias="是否按时")
    """Computed."""
    late_days: Count | None = Field(None, alias="逾期天数")
    """Computed: max(0, day sent - due day)."""
    version: Annotated[int, BeforeValidator(_version)] = Field(1, alias="版本", ge=1)
    """1, then one more for each time it is sent again."""
    carrier: Line | None = Field(None, alias="载体")
    """How it came: one or more of :data:`CARRIERS`."""
    state: State | None = Field(None, alias="状态")
    """Blank says 已报 where there is a time, and nothing where there is none."""
    reason: Line | None = Field(None, alias="退回原因")
    handler: Line | None = Field(None, alias="经办人")
    note: Line | None = Field(None, alias="备注")
    """Of a zero report why there was nothing, of an exemption who approved it."""

    @property
    def said(self) -> State | None:
        """What the row says happened; ``None`` for a row that only expects something.

        A list that was printed with 待报 or 逾期 and filled in with a time afterwards says 已报.
        """
        if self.state in CALENDAR_STATES or self.state is None:
            if self.sent is None:
                return None
            return State.SENT if self.version == 1 else State.RESENT
        return State.RESENT if self.state is State.SENT and self.version > 1 else self.state

    def flaws(self) -> Iterator[Flaw]:
        """What is said has its time, a return its reason, an exemption its approval."""
        said = self.said
        what = f"{self.unit}的“{self.item}”"
        if said is not None and said is not State.EXEMPT and self.sent is None:
            yield Flaw(
                ("实报时间",),
                "submission.no_time",
                f"{what}写着“{said}”，却没有实报时间",
                "请填写收到的日期",
            )
        if said is State.RETURNED and self.reason is None:
            yield Flaw(("退回原因",), "submission.no_reason", f"{what}退回了，却没有写原因", "请写退回原因")
        if said is State.EXEMPT and self.note is None:
            yield Flaw(
                ("备注",),
                "submission.no_approval",
                f"{what}免报，却没有写经谁批准",
                "请在“备注”里写批准人和日期",
            )
        if said is State.ZERO and self.note is None:
            yield Flaw(
                ("备注",),
                "submission.zero_without_reason",
                f"{what}是零报告，没有写原因",
                "请在“备注”里写“本期无活动”的原因",
                Severity.WARNING,
            )
        if said is State.RESENT and self.version == 1:
            yield Flaw(
                ("版本",),
                "submission.resent_version",
                f"{what}写着重报，版本却是1",
                "重报的版本从2起，每次加1",
            )


class SubmissionRegister(Document):
    """报送登记表 (R11)."""

    kind_name: ClassVar[str] = "报送登记表"

    rows: tuple[Submission, ...] = Field((), alias="报送")
    on: FormalDate | None = Field(None, alias="截至")
    """Day up to which a printed list tells how things stand."""

    def flaws(self) -> Iterator[Flaw]:
        """No row stands twice: what is sent again is another version."""
        seen: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(self.rows):
            key = (row.unit, row.item, row.period, row.recipient, row.version, row.sent)
            if row.said is not None and key in seen:
                yield Flaw(
                    ("报送", index, "版本"),
                    "submission.twice",
                    f"{row.unit}的“{row.item}”与第{seen[key] + 1}条完全相同",
                    "请删去一条；重报的版本加1",
                )
            seen.setdefault(key, index)
