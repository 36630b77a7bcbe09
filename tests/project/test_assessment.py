"""Score sheets: facts of the project are entered, contradictions told, units ranked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

STANDARD = {
    "满分": 60,
    "大项": [
        {
            "考核项目": "活动",
            "考核内容": [
                {"编号": "A1", "考核标准": "场次", "分值": 20, "评分方式": "计件封顶", "每件得分": 10,
                 "事实": "活动场次"},
                {"编号": "A2", "考核标准": "数据", "分值": 20, "评分方式": "填空数据", "事实": "台账",
                 "填空": [{"名称": "资料", "单位": "份"}, {"名称": "展板", "单位": "块"}]},
                {"编号": "A3", "考核标准": "问题", "分值": 20, "评分方式": "分档扣分", "事实": "督查问题数",
                 "档次": [{"起数": 1, "扣分": 5}]},
            ],
        }
    ],
}  # fmt: skip
SHEET = {
    "被考核单位": "岭安市自然资源局",
    "评分": [
        {"编号": "A1", "佐证编号": "HD-2"},
        {"编号": "A2", "填空": {"展板": 0}, "佐证编号": "HD-2"},
        {"编号": "A3", "佐证编号": "督查记录"},
    ],
}
INSPECTION = [{"编号": "DC-1", "日期": "2018-08-14", "被查单位": "岭安市自然资源局"}]


@pytest.fixture
def assessed(small: Any) -> Any:
    """The small project with a standard, a sheet and an inspection that found nothing."""
    small.write("评分标准.yaml", STANDARD)
    small.write("考核/1.yaml", SHEET)
    small.write("督查.yaml", INSPECTION)
    return small


def test_what_the_project_knows_is_entered_and_scored(assessed: Any) -> None:
    assert assessed.problems() == []
    (sheet,) = assessed.load().of("考核")
    assert [(row["考核得分"], row["落实情况"]) for row in sheet.rows] == [
        (10, "1件"), (20, "资料50份，展板0块"), (20, "0起"),
    ]  # fmt: skip
    assert sheet.total == Decimal(50)


def test_a_sheet_that_contradicts_the_register_is_an_error(assessed: Any) -> None:
    assessed.change("考核/1.yaml", {"评分.0.数量": 2, "评分.1.填空.资料": 51})
    found = [(p.code, p.place.where, p.message) for p in assessed.problems()]
    assert found == [
        ("score.fact_differs", "评分[0]", "岭安市自然资源局的A1写活动场次2，按台账和督查记录是1"),
        ("score.fact_differs", "评分[1]", "岭安市自然资源局的A2写资料51，按台账和督查记录是50"),
    ]


def test_points_that_do_not_fit_the_entered_fact_are_an_error(assessed: Any) -> None:
    assessed.change("考核/1.yaml", {"评分.0.考核得分": 20})
    assert [p.code for p in assessed.problems()] == ["score.differs"]


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        (
            {"大项.0.考核内容.0.事实": "活动场数"},
            "score.unknown_fact",
            "没有“活动场数”这个事实；是否想写“活动场次”？",
        ),
        (
            {"大项.0.考核内容.0.评分方式": "是否", "大项.0.考核内容.0.每件得分": ...},
            "score.fact_way",
            "A1按“是否”评分，不能由“活动场次”算；能由事实算的评分方式：计件封顶、逾期递减、分档扣分、填空数据",
        ),
    ],
)
def test_a_fact_that_is_none_is_told_with_what_there_is(
    assessed: Any, changes: dict[str, Any], code: str, sentence: str
) -> None:
    assessed.change("评分标准.yaml", changes)
    (problem,) = [p for p in assessed.problems() if p.code == code]
    assert (problem.place.where, f"{problem.message}；{problem.hint}") == (
        "大项[0].考核内容[0].事实",
        sentence,
    )


def test_findings_about_a_unit_lower_its_points(assessed: Any) -> None:
    finding = {
        **INSPECTION[0], "发现问题": "甲", "问题类型": "其他", "依据": "乙", "整改要求": "丙", "整改时限": "2018-09-01",
    }  # fmt: skip
    assessed.write("督查.yaml", [finding])
    (sheet,) = assessed.load().of("考核")
    assert (sheet.rows[2]["考核得分"], sheet.rows[2]["扣分原因"]) == (15, "1起，扣5分")


def test_without_an_inspection_the_item_is_a_gap_and_the_unit_comes_last(assessed: Any) -> None:
    assessed.remove("督查.yaml")
    assessed.write(
        "考核/2.yaml", {"被考核单位": "省教育厅", "评分": [{"编号": "A3", "考核得分": 20, "佐证编号": "甲"}]}
    )
    rows = assessed.load().year.ranking.rows
    assert [(row["名次"], row["单位"], row["备注"]) for row in rows] == [
        (None, "岭安市自然资源局", "未评：A3"),
        (None, "省教育厅", "未评：A2"),
    ]


def test_equal_points_share_a_place_and_two_sheets_of_a_unit_are_an_error(assessed: Any) -> None:
    full = [{"编号": "A3", "佐证编号": "甲"}]
    ranked = {
        "A1": {"编号": "A1", "佐证编号": "甲"},
        "A2": {"编号": "A2", "填空": {"资料": 50, "展板": 0}, "佐证编号": "甲"},
    }
    for number, unit in enumerate(("省教育厅", "岭安市自然资源局"), start=2):
        assessed.write(f"考核/{number}.yaml", {"被考核单位": unit, "评分": [*ranked.values(), *full]})
    problems = assessed.problems()
    assert [(p.code, p.message) for p in problems if p.code == "score.duplicate_unit"] == [
        ("score.duplicate_unit", "岭安市自然资源局有两张评分表")
    ]


def test_without_a_standard_a_sheet_says_what_it_needs(assessed: Any) -> None:
    assessed.remove("评分标准.yaml")
    assert [(p.code, p.place.where) for p in assessed.problems()] == [("data.missing", "评分标准")]


def test_a_wrong_standard_is_told_once(assessed: Any) -> None:
    assessed.change("评分标准.yaml", {"满分": 70})
    assert [p.code for p in assessed.problems()] == ["score.total"]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 3),
        ({"1.应报日期": ...}, None),  # nobody knows when it was due
        ({"1.实报时间": ..., "1.状态": "待报"}, None),  # it has not come
        ({"1.状态": "免报", "1.实报时间": ..., "1.备注": "厅领导批准"}, 3),
        ({"0.单位": "省教育厅"}, 0),
    ],
)
def test_days_late_are_added_up_where_all_of_them_are_known(
    assessed: Any, changes: dict[str, Any], count: int | None
) -> None:
    late = {
        "编号": "A3",
        "考核标准": "按时",
        "分值": 20,
        "评分方式": "逾期递减",
        "每日扣分": 1,
        "事实": "逾期天数",
    }
    assessed.change("评分标准.yaml", {"大项.0.考核内容.2": late})
    row = {
        "单位": "岭安市自然资源局",
        "事项": "进展情况报告",
        "应报日期": "2018-04-30",
        "实报时间": "2018-05-03",
    }
    rows = [
        {**row, "期次": "第一阶段"},
        {**row, "期次": "第二阶段", "应报日期": "2018-06-30", "实报时间": "2018-06-29"},
    ]
    assessed.write("报送登记.yaml", rows)
    assessed.change("报送登记.yaml", changes)
    (sheet,) = assessed.load().of("考核")
    assert sheet.entry("A3").count == count
