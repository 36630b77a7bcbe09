"""考核评分表 (R13): one unit's facts, the points they earn, and why (facts A.16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Amount, Count, Exact, Line, Names, Text, YesNo
from qijin_docs.models.score_standard import Points, ScoreItem, ScoreStandard

_ZERO = Decimal(0)


class ScoreEntry(Model):
    """One line: what the unit did about an item, in the form that the item is scored by."""

    item: Exact = Field(alias="编号")
    done: YesNo | None = Field(None, alias="是否落实")
    """是否, 一票否决 (是 = it happened)."""
    count: Count | None = Field(None, alias="数量")
    """Pieces, days late, or cases."""
    missing: YesNo = Field(False, alias="未交")
    """逾期递减: never handed in without a reason; the whole group earns nothing."""
    situation: Line | None = Field(None, alias="情形")
    blanks: Mapping[str, Count] = Field(default_factory=dict, alias="填空")
    data: Text | None = Field(None, alias="落实情况")
    own: Amount | None = Field(None, alias="自评分")
    given: Amount | None = Field(None, alias="考核得分")
    """As written by the assessors; must agree with what the facts earn."""
    reason: Text | None = Field(None, alias="扣分原因")
    evidence: Names = Field((), alias="佐证编号")


@dataclass(frozen=True, slots=True)
class Earned:
    """What an item earned.

    Args:
        points: ``None`` while nobody has scored it: a gap, not zero.
        reason: why points were taken off, in words; empty if none were.
        computed: whether facts decided it.
    """

    points: Decimal | None
    reason: str = ""
    computed: bool = True


def earned(item: ScoreItem, entry: ScoreEntry | None) -> Earned:
    """The points an item's facts earn by its way of scoring; the assessors' own where there are no facts."""
    if entry is None:
        return Earned(None, "没有评分", computed=False)
    found = _WAYS[item.way](item, entry)
    if found is None:
        return Earned(entry.given, entry.reason or "", computed=False)
    points, reason = found
    return Earned(max(_ZERO, min(points, item.points)), reason)


Score = tuple[Decimal, str] | None


def _yes_no(item: ScoreItem, entry: ScoreEntry) -> Score:
    if entry.done is None:
        return None
    return (item.points, "") if entry.done else (_ZERO, "未落实")


def _data(item: ScoreItem, entry: ScoreEntry) -> Score:
    return (item.points, "") if entry.data else (_ZERO, "未提供数据、资料")


def _pieces(item: ScoreItem, entry: ScoreEntry) -> Score:
    if entry.count is None or item.each is None:
        return None
    points = item.each * entry.count
    return (points, "" if points >= item.points else f"计{entry.count}件，每件{item.each}分")


def _late(item: ScoreItem, entry: ScoreEntry) -> Score:
    if entry.missing:
        return (_ZERO, "未报送，本大项不得分")
    if entry.count is None or item.a_day is None:
        return None
    reason = f"逾期{entry.count}天，每天扣{item.a_day}分" if entry.count else ""
    return (item.points - item.a_day * entry.count, reason)


def _partly(item: ScoreItem, entry: ScoreEntry) -> Score:
    found = next((s for s in item.situations if s.name == entry.situation), None)
    if found is None:
        return None
    return (found.points, "" if found.points == item.points else f"情形：{found.name}")


def _tiers(item: ScoreItem, entry: ScoreEntry) -> Score:
    if entry.count is None:
        return None
    off = next((t.off for t in reversed(item.tiers) if entry.count >= t.at_least), _ZERO)
    return (item.points - off, f"{entry.count}起，扣{off}分" if off else "")


def _veto(_: ScoreItem, entry: ScoreEntry) -> Score:
    return None if entry.done is None else (_ZERO, "一票否决" if entry.done else "")


def _filled(item: ScoreItem, entry: ScoreEntry) -> Score:
    empty = [blank.name for blank in item.blanks if blank.name not in entry.blanks]
    return (_ZERO, f"没有填：{'、'.join(empty)}") if empty else (item.points, "")


_WAYS = {
    "是否": _yes_no, "必供数据": _data, "计件封顶": _pieces, "逾期递减": _late, "部分给分": _partly, "分档扣分": _tiers,
    "一票否决": _veto, "填空数据": _filled,
}  # fmt: skip


class ScoreSheet(Document):
    """考核评分表 of one unit."""

    kind_name: ClassVar[str] = "考核评分表"

    assessed: Line = Field(alias="被考核单位")
    score_standard: ScoreStandard = Field(alias="评分标准")
    entries: tuple[ScoreEntry, ...] = Field(alias="评分")
    written_total: Points | None = Field(None, alias="总分")
    """As the sheet says; must be the sum."""

    def entry(self, item_id: str) -> ScoreEntry | None:
        """The line of an item, or ``None``."""
        return next((e for e in self.entries if e.item == item_id), None)

    def earned(self, item: ScoreItem) -> Earned:
        """What an item earned, after the rule that an item never handed in costs its whole group."""
        group = next(g for g in self.score_standard.groups if item in g.items)
        for other in group.items:
            entry = self.entry(other.id)
            if entry is not None and entry.missing and other is not item:
                return Earned(_ZERO, f"{other.id}未报送，本大项不得分")
        return earned(item, self.entry(item.id))

    def flaws(self) -> Iterator[Flaw]:
        """Lines belong to the standard, points stay below the maximum and agree with the facts, parts with the sum."""
        seen: set[str] = set()
        for index, entry in enumerate(self.entries):
            at = ("评分", index)
            item = self.score_standard.item(entry.item)
            if item is None:
                known = "、".join(i.id for i in self.score_standard.items)
                yield Flaw(
                    (*at, "编号"),
                    "score.unknown_item",
                    f"评分标准里没有{entry.item}这一项",
                    f"标准里有：{known}",
                )
                continue
            if entry.item in seen:
                yield Flaw((*at, "编号"), "score.duplicate_id", f"{entry.item}评了两次分", "每项只评一次")
            seen.add(entry.item)
            for flaw in self._entry_flaws(item, entry):
                yield flaw.under(*at)
        if self.written_total is not None and self.total is not None and self.written_total != self.total:
            yield Flaw(
                ("总分",),
                "score.total",
                f"{self.assessed}总分写{self.written_total}分，各项之和是{self.total}分",
                "请核对各项得分",
            )

    def _entry_flaws(self, item: ScoreItem, entry: ScoreEntry) -> Iterator[Flaw]:
        for field, points in (("自评分", entry.own), ("考核得分", entry.given)):
            if points is not None and points > item.points:
                yield Flaw(
                    (field,),
                    "score.above",
                    f"{item.id}的{field}{points}分，多于分值{item.points}分",
                    "请核对得分",
                )
        unknown = [name for name in entry.blanks if name not in {b.name for b in item.blanks}]
        if unknown:
            yield Flaw(
                ("填空",),
                "score.unknown_blank",
                f"{item.id}没有这样的空：{'、'.join(unknown)}",
                f"这一项的空有：{'、'.join(b.name for b in item.blanks) or '没有'}",
            )
        if entry.situation is not None and entry.situation not in {s.name for s in item.situations}:
            yield Flaw(
                ("情形",),
                "score.unknown_situation",
                f"{item.id}没有“{entry.situation}”这个情形",
                f"这一项的情形有：{'、'.join(s.name for s in item.situations) or '没有'}",
            )
        result = self.earned(item)
        if result.computed and entry.given is not None and entry.given != result.points:
            yield Flaw(
                ("考核得分",),
                "score.differs",
                f"{item.id}的考核得分写{entry.given}分，按落实情况应得{result.points}分"
                + (f"（{result.reason}）" if result.reason else ""),
                "请核对得分，或核对落实情况",
            )
        if result.points is not None and result.points < item.points and not (result.reason or entry.reason):
            yield Flaw(
                ("扣分原因",),
                "score.no_reason",
                f"{item.id}扣了{item.points - result.points}分，没有写扣分原因",
                "请写扣分原因",
            )
        if result.points and not entry.evidence:
            yield Flaw(
                ("佐证编号",),
                "score.no_evidence",
                f"{item.id}得{result.points}分，没有佐证编号",
                "请写佐证材料的编号",
                Severity.WARNING,
            )

    @computed_field(alias="得分")
    @property
    def total(self) -> Decimal | None:
        """Sum of all items; ``None`` while one of them has no points."""
        points = [self.earned(item).points for item in self.score_standard.items]
        return None if None in points else sum((p for p in points if p is not None), start=_ZERO)

    @computed_field(alias="否决")
    @property
    def vetoes(self) -> tuple[str, ...]:
        """The standards of 一票否决 that happened."""
        happened = (
            (item, self.entry(item.id)) for item in self.score_standard.items if item.way == "一票否决"
        )
        return tuple(item.standard for item, entry in happened if entry is not None and entry.done)

    @computed_field(alias="评定等级")
    @property
    def grade(self) -> str | None:
        """等级; a veto bars the best grade; ``None`` while the sheet is open."""
        if self.total is None:
            return None
        grade = self.score_standard.grade_of(self.total)
        best = self.score_standard.grades[0].name
        barred = bool(self.vetoes) and grade == best and len(self.score_standard.grades) > 1
        return self.score_standard.grades[1].name if barred else grade

    @computed_field(alias="未评")
    @property
    def unscored(self) -> tuple[str, ...]:
        """Ids of the items without points."""
        return tuple(item.id for item in self.score_standard.items if self.earned(item).points is None)

    @computed_field(alias="行")
    @property
    def rows(self) -> tuple[dict[str, Any], ...]:
        """The sheet's lines in the order of the standard, for R13."""
        return tuple(
            {
                "考核项目": group.name,
                "编号": item.id,
                "考核标准": item.standard,
                "分值": item.points,
                "评分方式": item.way,
                "落实情况": told(item, entry),
                "自评分": entry.own if entry else None,
                "考核得分": self.earned(item).points,
                "扣分原因": (entry.reason if entry else None) or self.earned(item).reason,
                "佐证编号": entry.evidence if entry else (),
            }
            for group in self.score_standard.groups
            for item, entry in ((item, self.entry(item.id)) for item in group.items)
        )


def told(item: ScoreItem, entry: ScoreEntry | None) -> str:
    """落实情况 in words: the blanks filled, yes or no, the count, the situation, and what the unit wrote."""
    if entry is None:
        return ""
    parts = [f"{b.name}{entry.blanks[b.name]}{b.unit}" for b in item.blanks if b.name in entry.blanks]
    if entry.done is not None:
        parts.append("是" if entry.done else "否")
    if entry.missing:
        parts.append("未报送")
    elif entry.count is not None:
        late = f"逾期{entry.count}天" if entry.count else "按时"
        parts.append({"逾期递减": late, "分档扣分": f"{entry.count}起"}.get(item.way, f"{entry.count}件"))
    if entry.situation:
        parts.append(entry.situation)
    if entry.data:
        parts.append(entry.data)
    return "，".join(parts)
