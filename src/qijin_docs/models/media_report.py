"""媒体报道清单 (R09): each report in the media once, with the activity it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.fields import Exact, FormalDate, Line, Names


class MediaReport(Model):
    """媒体报道的一条."""

    date: FormalDate = Field(alias="日期")
    """Day of publication."""
    medium: Line = Field(alias="媒体")
    level: Literal["国家", "省", "市", "县", "本单位"] | None = Field(None, alias="级别")
    kind: Literal["报刊", "广播电视", "网站", "手机新媒体"] = Field(alias="类型")
    title: Line = Field(alias="标题")
    column: Exact | None = Field(None, alias="版次")
    """版次, 栏目 or web address."""
    author: Line | None = Field(None, alias="作者")
    length: Line | None = Field(None, alias="篇幅")
    """字数 or 时长, with its unit: 1200字, 3分20秒."""
    activities: Names = Field(alias="对应活动编号", min_length=1)
    note: Line | None = Field(None, alias="备注")

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """Nothing is reported before the campaign began."""
        if self.date < campaign.start:
            yield Flaw(
                ("日期",),
                "media.before_campaign",
                f"报道“{self.title}”的日期早于活动开始",
                "请核对年份和日期",
            )
