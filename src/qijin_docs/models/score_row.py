"""考核评分表 as it is printed and filled in (R13): one line an item, what is asked beside what was given.

How an item is scored is :mod:`.score_standard`; what it earned is computed by :mod:`.score_sheet`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.fields import Amount, Exact, Line, Names, Text
from qijin_docs.models.score_standard import Way


class ScoreRow(Model):
    """评分表的一行."""

    group: Line = Field(alias="考核项目")
    item: Exact = Field(alias="编号")
    standard: Text = Field(alias="考核标准")
    points: Amount = Field(alias="分值")
    way: Way = Field(alias="评分方式")
    data: Text | None = Field(None, alias="落实情况")
    own: Amount | None = Field(None, alias="自评分")
    given: Amount | None = Field(None, alias="考核得分")
    reason: Text | None = Field(None, alias="扣分原因")
    evidence: Names = Field((), alias="佐证编号")

    def flaws(self) -> Iterator[Flaw]:
        """Nothing earns more than it is worth; what is taken off has its reason."""
        for alias, earned in (("自评分", self.own), ("考核得分", self.given)):
            if earned is not None and earned > self.points:
                yield Flaw(
                    (alias,),
                    "score.above",
                    f"{self.item}的{alias}是{earned:f}，多于分值{self.points:f}",
                    "得分不能多于分值",
                )
        if self.given is not None and self.given < self.points and not self.reason:
            yield Flaw(
                ("扣分原因",),
                "score.no_reason",
                f"{self.item}扣了{self.points - self.given:f}分，没有写扣分原因",
                "请写扣分原因",
            )
