"""活动计划表 (R04): what a unit means to do, before it becomes a row of the register."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.fields import Exact, Line, Money, Names, People


class PlannedActivity(Model):
    """活动计划的一条. Its figures are intentions and enter no total."""

    phase: int | None = Field(None, alias="阶段", ge=1)
    """Number of the phase."""
    sphere: Exact = Field(alias="领域")
    name: Line = Field(alias="活动名称")
    form: Line | None = Field(None, alias="形式")
    when: Line = Field(alias="计划时间")
    """As planned: 6月中旬, 6月16日."""
    place: Line | None = Field(None, alias="地点")
    host: Line = Field(alias="主办单位")
    partners: Names = Field((), alias="协办单位")
    audience: Line | None = Field(None, alias="对象")
    expected: People | None = Field(None, alias="预计人数")
    cost: Money | None = Field(None, alias="经费")
    """万元."""
    responsible: Line | None = Field(None, alias="责任人")
    note: Line | None = Field(None, alias="备注")

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """Sphere and phase are the campaign's."""
        if campaign.sphere(self.sphere) is None:
            yield campaign.unknown_sphere(("领域",), self.sphere)
        if self.phase is not None and self.phase > len(campaign.phases):
            yield campaign.unknown_phase(("阶段",), self.phase)
