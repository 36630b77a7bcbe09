"""Figures as a unit reports them: typed into a form, one row a sphere (R06) or a unit (R07).

They are what somebody says. What the register counts is :mod:`qijin_docs.models.statistics`; the two are compared,
never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
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
    People,
    PersonTimes,
    Pieces,
    Showings,
    Volumes,
    YesNo,
)

TOTAL = "合计"

Period = Literal["本期", "累计"]


class IndicatorRow(Model):
    """One figure for each indicator of the catalogue (A.11); blank means "not reported", 0 means none."""

    entered_count: Count | None = Field(None, alias="进入单位数")
    events: Events | None = Field(None, alias="活动场次")
    attendance: People | None = Field(None, alias="参加人数")
    reached: PersonTimes | None = Field(None, alias="受教育")
    lectures: Events | None = Field(None, alias="培训讲座")
    drills: Events | None = Field(None, alias="应急演练")
    consultations: PersonTimes | None = Field(None, alias="咨询")
    leaflets: Copies | None = Field(None, alias="资料")
    booklets: Volumes | None = Field(None, alias="手册图书")
    gifts: Pieces | None = Field(None, alias="宣传品")
    banners: Banners | None = Field(None, alias="横幅标语")
    boards: Boards | None = Field(None, alias="展板")
    screens: Showings | None = Field(None, alias="电子屏")
    press: Articles | None = Field(None, alias="报刊报道")
    broadcast: Items | None = Field(None, alias="广播电视报道")
    web: Items | None = Field(None, alias="网站报道")
    mobile_media: Items | None = Field(None, alias="手机新媒体报道")
    cost: Money | None = Field(None, alias="经费")
    """万元."""

    def flaws(self) -> Iterator[Flaw]:
        """Nobody is reached less than once."""
        if self.attendance is not None and self.reached is not None and self.attendance > self.reached:
            yield Flaw(
                ("参加人数",),
                "reported.more_people_than_times",
                f"参加人数{self.attendance}人，多于受教育{self.reached}人次",
                "一人至少算一人次，请核对两个数",
            )


class ReportedFigures(IndicatorRow):
    """情况统计表 (R06): a unit's figures for one sphere, or of all together (合计), for the period or the year so far."""

    sphere: Exact = Field(alias="领域")
    """Name of a sphere, or 合计."""
    period: Period = Field(alias="期别")


class UnitFigures(IndicatorRow):
    """各市汇总表 (R07): one unit's figures beside those of the others, and when they came."""

    organ: Line = Field(alias="单位")
    sphere: Exact | None = Field(None, alias="领域")
    """Where the table is of one sphere each; ``None`` for all spheres together."""
    received_on: FormalDate | None = Field(None, alias="报送时间")
    in_time: YesNo | None = Field(None, alias="是否按时")
    note: Line | None = Field(None, alias="备注")
