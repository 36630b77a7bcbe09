"""考核评分标准: groups of items, and the eight ways in which an item is scored (facts A.16)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Amount, Exact, Line, Names, Text

Way = Literal["是否", "必供数据", "计件封顶", "逾期递减", "部分给分", "分档扣分", "一票否决", "填空数据"]
WAYS: tuple[Way, ...] = get_args(Way)

Points = Annotated[Amount, Field(le=1000)]
"""分: zero or more, a fraction allowed."""


class Tier(Model):
    """One step of 分档扣分: from so many cases on, so many points off."""

    at_least: int = Field(alias="起数", ge=1)
    off: Points = Field(alias="扣分")


class Situation(Model):
    """One situation of 部分给分 and the points it earns."""

    name: Line = Field(alias="情形")
    points: Points = Field(alias="得分")


class BlankToFill(Model):
    """One blank of 填空数据: ``讲座__场``."""

    name: Line = Field(alias="名称")
    unit: Line = Field(alias="单位")


class ScoreItem(Model):
    """考核标准: one line of the sheet."""

    id: Exact = Field(alias="编号")
    standard: Text = Field(alias="考核标准")
    points: Points = Field(alias="分值")
    way: Way = Field(alias="评分方式")
    each: Points | None = Field(None, alias="每件得分")
    """计件封顶: points for each piece, up to the item's points."""
    a_day: Points | None = Field(None, alias="每日扣分")
    """逾期递减: points off for each day late."""
    tiers: tuple[Tier, ...] = Field((), alias="档次")
    situations: tuple[Situation, ...] = Field((), alias="情形")
    blanks: tuple[BlankToFill, ...] = Field((), alias="填空")
    fact: Exact | None = Field(None, alias="事实")
    """Name of a fact the project knows (逾期天数, 活动场次…): then the item is computed, otherwise a person scores it."""
    proof: Names = Field((), alias="佐证要求")

    def flaws(self) -> Iterator[Flaw]:
        """Each way has what it counts with, and nothing of another way."""
        wanted: dict[str, tuple[tuple[str, bool], ...]] = {
            "计件封顶": (("每件得分", self.each is not None),),
            "逾期递减": (("每日扣分", self.a_day is not None),),
            "部分给分": (("情形", bool(self.situations)),),
            "分档扣分": (("档次", bool(self.tiers)),),
            "填空数据": (("填空", bool(self.blanks)),),
        }
        for way, fields in wanted.items():
            for field, there in fields:
                if way == self.way and not there:
                    yield Flaw(
                        (field,),
                        "score.no_rule",
                        f"{self.id}按“{way}”评分，没有写“{field}”",
                        f"请补“{field}”",
                    )
                if way != self.way and there:
                    yield Flaw(
                        (field,),
                        "score.other_rule",
                        f"{self.id}按“{self.way}”评分，却写了“{way}”用的“{field}”",
                        "请改评分方式，或删去这一项",
                    )
        if self.way == "一票否决" and self.points:
            yield Flaw(
                ("分值",), "score.veto_points", f"{self.id}是一票否决，不应有分值", "分值写0，否决只影响等级"
            )
        if self.way != "一票否决" and not self.points:
            yield Flaw(("分值",), "score.no_points", f"{self.id}的分值是0", "请写分值")
        for index, situation in enumerate(self.situations):
            if situation.points > self.points:
                yield Flaw(
                    ("情形", index, "得分"),
                    "score.above",
                    f"{self.id}的情形“{situation.name}”得{situation.points}分，多于分值{self.points}分",
                    "请核对分值",
                )
        yield from self._tier_flaws()

    def _tier_flaws(self) -> Iterator[Flaw]:
        for index, (before, after) in enumerate(zip(self.tiers, self.tiers[1:], strict=False), start=1):
            if after.at_least <= before.at_least or after.off <= before.off:
                yield Flaw(
                    ("档次", index),
                    "score.tiers",
                    f"{self.id}的档次不是起数越多扣分越多",
                    "请按起数从小到大排，扣分也从小到大",
                )


class ScoreGroup(Model):
    """考核项目（大项）: its items and, where it is written, its subtotal."""

    name: Line = Field(alias="考核项目")
    subtotal: Points | None = Field(None, alias="小计")
    items: tuple[ScoreItem, ...] = Field(alias="考核内容", min_length=1)

    @property
    def points(self) -> Decimal:
        """Sum of the items' points."""
        return sum((item.points for item in self.items), start=Decimal(0))

    def flaws(self) -> Iterator[Flaw]:
        """The written subtotal is the sum of the items."""
        if self.subtotal is not None and self.subtotal != self.points:
            yield Flaw(
                ("小计",),
                "score.subtotal",
                f"“{self.name}”小计写{self.subtotal}分，各项分值之和是{self.points}分",
                "请核对各项分值",
            )


class Grade(Model):
    """等级: from so many points on (以上 includes the figure)."""

    name: Line = Field(alias="等级")
    at_least: Points = Field(alias="下限")


GRADES = tuple(
    Grade(name=name, at_least=Decimal(low))
    for name, low in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0))
)
"""As real sheets have them; a standard may set its own."""


class ScoreStandard(Document):
    """考核评分标准: what every unit is scored by."""

    kind_name: ClassVar[str] = "考核评分标准"

    full: Points = Field(Decimal(100), alias="满分")
    groups: tuple[ScoreGroup, ...] = Field(alias="大项", min_length=1)
    grades: tuple[Grade, ...] = Field(GRADES, alias="等级", min_length=1)

    @property
    def items(self) -> tuple[ScoreItem, ...]:
        """All items in order."""
        return tuple(item for group in self.groups for item in group.items)

    def item(self, item_id: str) -> ScoreItem | None:
        """The item with this id, or ``None``."""
        return next((item for item in self.items if item.id == item_id), None)

    def grade_of(self, points: Decimal) -> str:
        """等级 of a total."""
        return next((g.name for g in self.grades if points >= g.at_least), self.grades[-1].name)

    def flaws(self) -> Iterator[Flaw]:
        """Groups add up to the full score; ids unique; grades fall to zero."""
        total = sum((group.points for group in self.groups), start=Decimal(0))
        if total != self.full:
            yield Flaw(
                ("满分",),
                "score.total",
                f"各大项分值之和是{total}分，满分写{self.full}分",
                "请核对各项分值，或改满分",
            )
        seen: set[str] = set()
        for i, group in enumerate(self.groups):
            for j, item in enumerate(group.items):
                if item.id in seen:
                    yield Flaw(
                        ("大项", i, "考核内容", j, "编号"),
                        "score.duplicate_id",
                        f"考核内容编号{item.id}重复",
                        "每项用不同的编号",
                    )
                seen.add(item.id)
        lows = [grade.at_least for grade in self.grades]
        if lows != sorted(set(lows), reverse=True) or lows[-1] != 0:
            yield Flaw(
                ("等级",),
                "score.grades",
                "等级的下限不是从高到低排到0",
                "请从最高的等级写起，最后一个下限写0",
            )
