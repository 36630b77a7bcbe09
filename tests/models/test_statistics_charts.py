"""统计图表 counts from the register and types nothing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from qijin_docs.models import ActivityRegister, Campaign, Organ, StatisticsCharts

CAMPAIGN = {
    "年度": 2018,
    "领域": ["企业", "机关"],
    "开始": "2018-01-01",
    "结束": "2018-12-31",
    "阶段": [{"序号": 1, "名称": "全年", "截止": "12月31日前", "成果": [{"种类": "活动总结"}]}],
}


def activity(number: int, day: str, host: str, sphere: str, reached: int | None) -> dict[str, Any]:
    return {
        "活动编号": f"HD-{number}",
        "领域": sphere,
        "活动名称": f"活动{number}",
        "开始日期": day,
        "主办单位": host,
        "受教育": reached,
    }


@pytest.fixture
def given() -> dict[str, Any]:
    campaign = Campaign.model_validate(CAMPAIGN)
    organ = Organ.model_validate({"全称": "省厅"})
    rows = [
        activity(1, "2018-03-06", "甲局", "企业", 100),
        activity(2, "2018-06-16", "乙局", "企业", None),
        activity(3, "2018-06-20", "甲局", "机关", 40),
        activity(4, "2018-06-21", "外单位", "机关", 900),
    ]
    register = ActivityRegister.model_validate(
        {"活动": campaign, "单位": organ, "活动记录": rows, "统计单位": ["甲局", "乙局"]}
    )
    return {"活动": campaign, "单位": organ, "台账": register}


def shown(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["名称"], row["活动场次"], row["受教育"]) for row in rows]


def test_there_is_a_row_for_each_sphere_month_and_unit_and_joint_activities_of_others_are_left_out(
    given: dict[str, Any],
) -> None:
    charts = StatisticsCharts.model_validate(given)
    assert shown(charts.by_sphere) == [("企业", 2, 100), ("机关", 1, 40)]
    assert shown(charts.by_month) == [("3月", 1, 100), ("6月", 2, 40)]
    assert shown(charts.by_unit) == [("甲局", 2, 140), ("乙局", 1, None)]
    assert shown([charts.total]) == [("合计", 3, 140)]


def test_only_what_began_between_the_two_days_is_counted(given: dict[str, Any]) -> None:
    charts = StatisticsCharts.model_validate({**given, "统计起": "2018-06-01", "统计止": "2018-06-18"})
    assert shown(charts.by_unit) == [("乙局", 1, None)]
    assert shown(charts.by_sphere) == [("企业", 1, None), ("机关", 0, None)]


def test_an_end_before_the_start_is_an_error(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        StatisticsCharts.model_validate({**given, "统计起": "2018-06-01", "统计止": "2018-05-01"})
    (flaw,) = caught.value.errors()[0]["ctx"]["flaws"]
    assert (flaw.code, flaw.path, flaw.message) == ("data.date_order", ("统计止",), "统计止早于统计起")
