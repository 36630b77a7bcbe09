"""先进典型推荐汇总表 (R10): one line for each typical case that a unit recommends.

The case itself is a document (:class:`~qijin_docs.models.case.TypicalCase`); this is what the list says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.fields import Count, Exact, FormalDate, Line, Text

GIST = 100
"""Most characters of 主要做法 (C3 R10)."""


class RecommendedCase(Model):
    """推荐的一个典型."""

    recommender: Line = Field(alias="推荐单位")
    title: Line = Field(alias="题目")
    category: Literal["集体", "个人", "做法"] = Field(alias="类型")
    sphere: Exact = Field(alias="领域")
    subject: Line = Field(alias="典型单位")
    start: FormalDate = Field(alias="时段起")
    end: FormalDate = Field(alias="时段止")
    gist: Text = Field(alias="主要做法")
    figures: Text | None = Field(None, alias="主要数字")
    length: Count | None = Field(None, alias="字数")
    photos: Count | None = Field(None, alias="照片数")
    contact: Line | None = Field(None, alias="联系人")
    phone: Exact | None = Field(None, alias="电话")
    opinion: Line | None = Field(None, alias="单位意见")

    def flaws(self) -> Iterator[Flaw]:
        """Days forward, the gist short enough for its cell."""
        if self.start > self.end:
            yield Flaw(("时段止",), "data.date_order", "时段止早于时段起", "请核对两个日期")
        if len(self.gist) > GIST:
            yield Flaw(
                ("主要做法",),
                "recommended.long_gist",
                f"主要做法有{len(self.gist)}字，多于{GIST}字",
                "请只写要点，详细做法写在典型材料里",
            )

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """The sphere is the campaign's."""
        if campaign.sphere(self.sphere) is None:
            yield campaign.unknown_sphere(("领域",), self.sphere)
