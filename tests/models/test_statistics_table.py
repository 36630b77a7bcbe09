"""The statistics table: every figure counted, none typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import StatisticsTable

FILE = "统计表.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"统计止": "2018-04-30"}, "data.date_order", "统计止", "统计止早于统计起"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_each_sphere_has_a_row_with_the_period_and_the_year_so_far(valid: Callable[[str], Any]) -> None:
    rows = {row["名称"]: row for row in StatisticsTable.model_validate(valid("统计表")).rows}
    assert list(rows) == ["企业", "校园", "机关", "社区", "农村", "家庭", "公共场所", "合计"]
    assert (rows["企业"]["本期"]["活动场次"], rows["企业"]["累计"]["活动场次"]) == (2, 3)
    assert (rows["合计"]["本期"]["资料"], rows["合计"]["累计"]["资料"]) == (9700, 9850)


def test_a_sphere_without_activities_keeps_its_own_unit(valid: Callable[[str], Any]) -> None:
    units = [row["计量单位"] for row in StatisticsTable.model_validate(valid("统计表")).rows]
    assert units == ["家", "所", "个", "个", "个村", "户", "处", "个"]


def test_what_nobody_reported_is_none_and_not_zero(valid: Callable[[str], Any]) -> None:
    rows = {row["名称"]: row for row in StatisticsTable.model_validate(valid("统计表")).rows}
    assert rows["企业"]["累计"]["应急演练"] is None
    assert rows["校园"]["累计"]["活动场次"] == 0


def test_a_figure_cannot_be_typed(small: Any) -> None:
    assert small.fault(FILE, {"合计": 5}, "data.unknown_field") == ("合计", "没有“合计”这一项")


def test_without_a_register_there_is_nothing_to_count(small: Any) -> None:
    small.remove("活动台账.yaml")
    assert small.fault(FILE, {}, "data.missing") == ("台账", "“台账”没有填")
