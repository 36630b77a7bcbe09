"""Rows that units type into forms: blank is not zero, and what cannot be is said with its column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from qijin_docs.models import (
    Campaign,
    Coverage,
    IndicatorRow,
    IssuedDocument,
    MediaReport,
    Model,
    PlannedActivity,
    RecommendedCase,
    ReportedFigures,
    ScoreRow,
    SelfCheck,
    UnitFigures,
    indicators,
)
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

FIGURES = {"领域": "企业", "期别": "本期"}
CASE = {
    "推荐单位": "铜屏市自然资源局",
    "题目": "班前十分钟",
    "类型": "做法",
    "领域": "企业",
    "典型单位": "铜屏矿业公司",
    "时段起": "2018-03-01",
    "时段止": "2018-09-30",
    "主要做法": "班前提问",
}
SCORE = {
    "考核项目": "组织领导",
    "编号": "ZZ01",
    "考核标准": "有方案",
    "分值": 5,
    "评分方式": "是否",
}
CHECK = {"类别": "四有", "项目": "有组织"}
REPORT = {"日期": "2018-03-07", "媒体": "报", "类型": "报刊", "标题": "开工先上课", "对应活动编号": "HD-1"}
PLANNED = {"领域": "企业", "活动名称": "开工第一课", "计划时间": "6月中旬", "主办单位": "甲局"}


def flaws_of(model: type[Model], values: dict[str, Any]) -> list[tuple[str, tuple[Any, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    (error,) = caught.value.errors()
    return [(flaw.code, flaw.path, flaw.message) for flaw in error["ctx"]["flaws"]]


def test_the_figures_of_a_row_are_the_indicators() -> None:
    aliases = [field.alias for field in IndicatorRow.model_fields.values()]
    assert aliases == [indicator.name for indicator in indicators()]


def test_blank_zero_and_a_dash_are_read_for_what_they_are() -> None:
    typed = {**FIGURES, "参加人数": 0, "咨询": None, "资料": "/", "经费": "1.2万元"}
    row = validate(ReportedFigures, Located.plain(typed)).value
    assert (row.attendance, row.consultations, row.leaflets, row.cost) == (0, None, None, Decimal("1.2"))


@pytest.mark.parametrize("model", [ReportedFigures, UnitFigures])
def test_nobody_is_reached_less_than_once(model: type[Model]) -> None:
    own = {"单位": "甲局"} if model is UnitFigures else FIGURES
    assert flaws_of(model, {**own, "参加人数": 120, "受教育": 90}) == [
        ("reported.more_people_than_times", ("参加人数",), "参加人数120人，多于受教育90人次")
    ]


@pytest.mark.parametrize(
    ("model", "values", "code", "path", "message"),
    [
        (
            RecommendedCase,
            {**CASE, "时段止": "2018-02-01"},
            "data.date_order",
            "时段止",
            "时段止早于时段起",
        ),
        (
            RecommendedCase,
            {**CASE, "主要做法": "做" * 101},
            "recommended.long_gist",
            "主要做法",
            "主要做法有101字，多于100字",
        ),
        (
            SelfCheck,
            {**CHECK, "完成情况": "完成"},
            "self_check.no_proof",
            "文件编号",
            "“有组织”写了完成，却没有文件或编号",
        ),
        (
            ScoreRow,
            {**SCORE, "自评分": "5.5"},
            "score.above",
            "自评分",
            "ZZ01的自评分是5.5，多于分值5",
        ),
        (
            ScoreRow,
            {**SCORE, "考核得分": 4},
            "score.no_reason",
            "扣分原因",
            "ZZ01扣了1分，没有写扣分原因",
        ),
    ],
)
def test_what_cannot_be_is_said_with_its_column(
    model: type[Model], values: dict[str, Any], code: str, path: str, message: str
) -> None:
    assert flaws_of(model, values) == [(code, (path,), message)]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ReportedFigures, {**FIGURES, "参加人数": 90, "受教育": 90}),
        (RecommendedCase, {**CASE, "主要做法": "做" * 100}),
        (SelfCheck, {**CHECK, "完成情况": "完成", "文件编号": "云自然资〔2018〕8号"}),
        (SelfCheck, CHECK),
        (ScoreRow, {**SCORE, "自评分": 5, "考核得分": 4, "扣分原因": "晚报1天"}),
        (
            Coverage,
            {"要求编号": "QY04", "要求": "培训", "是否承担": "是", "状态": "已完成", "活动编号": "甲、乙"},
        ),
        (IssuedDocument, {"标题": "通知", "文种": "通知", "成文日期": "2018年4月25日", "份数": 20}),
    ],
)
def test_what_is_right_is_taken(model: type[Model], values: dict[str, Any]) -> None:
    assert list(model.model_validate(values).flaws()) == []


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.model_validate(
        {
            "年度": 2018,
            "领域": ["企业"],
            "开始": "2018-01-01",
            "结束": "2018-12-31",
            "阶段": [{"序号": 1, "名称": "全年", "截止": "12月31日前", "成果": [{"种类": "活动总结"}]}],
        }
    )


@pytest.mark.parametrize(
    ("model", "values", "code", "path"),
    [
        (MediaReport, {**REPORT, "日期": "2017-12-31"}, "media.before_campaign", "日期"),
        (PlannedActivity, {**PLANNED, "领域": "机关"}, "data.unknown_sphere", "领域"),
        (PlannedActivity, {**PLANNED, "阶段": 2}, "data.unknown_phase", "阶段"),
        (RecommendedCase, {**CASE, "领域": "机关"}, "data.unknown_sphere", "领域"),
    ],
)
def test_what_the_campaign_does_not_have_is_said(
    model: type[Model], values: dict[str, Any], code: str, path: str, campaign: Campaign
) -> None:
    row = model.model_validate(values)
    assert [(flaw.code, flaw.path) for flaw in row.flaws_in(campaign)] == [(code, (path,))]


@pytest.mark.parametrize(
    ("model", "values"), [(MediaReport, REPORT), (PlannedActivity, PLANNED), (RecommendedCase, CASE)]
)
def test_what_the_campaign_has_is_right(
    model: type[Model], values: dict[str, Any], campaign: Campaign
) -> None:
    assert list(model.model_validate(values).flaws_in(campaign)) == []
