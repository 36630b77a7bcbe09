"""考核名次表: the units in the order of their points, made from their sheets (R13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw
from qijin_docs.models.document import Document
from qijin_docs.models.score_sheet import ScoreSheet


class ScoreRanking(Document):
    """考核名次表."""

    kind_name: ClassVar[str] = "考核名次表"

    sheets: tuple[ScoreSheet, ...] = Field(alias="考核", min_length=1)

    def flaws(self) -> Iterator[Flaw]:
        """A unit is assessed once."""
        seen: set[str] = set()
        for index, sheet in enumerate(self.sheets):
            if sheet.assessed in seen:
                yield Flaw(
                    ("考核", index, "被考核单位"),
                    "score.duplicate_unit",
                    f"{sheet.assessed}有两张评分表",
                    "每个单位只留一张",
                )
            seen.add(sheet.assessed)

    @computed_field(alias="名次表")
    @property
    def rows(self) -> tuple[dict[str, Any], ...]:
        """名次 (equal points share one), 单位, 得分, 等级, 备注; sheets still open come last without a place."""
        scored = [(s, s.total) for s in self.sheets if s.total is not None]
        totals = sorted((total for _, total in scored), reverse=True)
        ranked = sorted(scored, key=lambda pair: -pair[1])
        rows = [
            {
                "名次": totals.index(total) + 1,
                "单位": sheet.assessed,
                "得分": total,
                "等级": sheet.grade,
                "备注": f"一票否决：{'；'.join(sheet.vetoes)}" if sheet.vetoes else None,
            }
            for sheet, total in ranked
        ]
        still_open = (sheet for sheet in self.sheets if sheet.total is None)
        rows += [
            {
                "名次": None,
                "单位": sheet.assessed,
                "得分": None,
                "等级": None,
                "备注": f"未评：{'、'.join(sheet.unscored)}",
            }
            for sheet in still_open
        ]
        return tuple(rows)

    @computed_field(alias="等次")
    @property
    def by_grade(self) -> tuple[dict[str, Any], ...]:
        """Units by grade, the best first: ``{"等级": "优秀", "个数": 3, "单位": (…)}``; empty grades are left out."""
        grades = [grade.name for grade in self.sheets[0].score_standard.grades]
        rows = self.rows
        groups = ((g, tuple(row["单位"] for row in rows if row["等级"] == g)) for g in grades)
        return tuple({"等级": g, "个数": len(units), "单位": units} for g, units in groups if units)
