"""Progress reports: figures of a phase and of the year so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import ProgressReport

FILE = "进展/2.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"分领域.0.领域": "企事业"}, "data.unknown_sphere", "分领域[0].领域", "没有“企事业”这个领域"),
    (
        {"分领域.+": {"领域": "厂矿", "正文": "又一段。"}},
        "report.sphere_twice",
        "分领域[1].领域",
        "“进企业”写了两次",
    ),
    ({"期次": 5}, "data.unknown_phase", "期次", "活动没有第5阶段"),
    ({"统计止": "2018-04-30"}, "data.date_order", "统计止", "统计止早于统计起"),
    ({"统计止": "2019-01-31"}, "report.outside_campaign", "统计起", "统计起止超出活动起止"),
    (
        {"成文日期": "2018-06-20"},
        "report.before_period_end",
        "成文日期",
        "成文日期早于统计止，期内的活动还没有完",
    ),
    (
        {"零报告原因": "没有安排"},
        "report.zero_with_activities",
        "零报告原因",
        "写成零报告，台账里本期却有1场活动",
    ),
    ({"分领域": []}, "report.no_sphere", "分领域", "进展情况没有分领域的内容"),
    (
        {"统计起": "2018-05-01", "统计止": "2018-05-31"},
        "report.zero_without_reason",
        "零报告原因",
        "台账里本期没有活动，却没有写零报告原因",
    ),
    ({"问题": ...}, "report.no_problems", "问题", "没有写问题或下步安排"),
    ({"期次": 1}, "report.same_phase", "期次", "第1阶段有两份进展情况"),
    ({"期次": 3}, "report.phase_missing", "期次", "缺第2阶段的进展情况，累计数接不上"),
    (
        {"统计起": "2018-05-02"},
        "report.gap",
        "统计起",
        "上期统计到2018年4月30日，本期从2018年5月2日起，没有衔接",
    ),
    ({"分领域.0.标题": "一、进企业"}, "data.typed_number", "分领域[0].标题", "标题“一、进企业”自己写了序号"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_the_table_has_the_period_and_the_year_so_far(valid: Callable[[str], Any]) -> None:
    report = ProgressReport.model_validate(valid("进展/2"))
    rows = {row["指标"]: (row["单位"], row["本期"], row["累计"]) for row in report.table}
    assert rows["活动场次"] == ("场", 2, 4)
    assert rows["受教育"] == ("人次", 9500, 9640)
    assert rows["报刊报道"] == ("篇", 1, 1)
    assert "培训讲座" not in rows, "what nobody reported is no row"


def test_so_far_is_the_former_so_far_and_the_period(valid: Callable[[str], Any]) -> None:
    first, second = (ProgressReport.model_validate(valid(name)) for name in ("进展/1", "进展/2"))
    before: dict[Any, Any] = {row["指标"]: row["累计"] for row in first.table}
    rows: list[dict[str, Any]] = [row for row in second.table if row["指标"] != "进入单位数"]
    assert len(rows) > 5
    for row in rows:
        assert row["累计"] == (before.get(row["指标"]) or 0) + (row["本期"] or 0), row["指标"]


def test_a_zero_report_is_a_report_with_its_reason(small: Any) -> None:
    changes = {"统计止": "2018-05-31", "成文日期": "2018-06-01", "零报告原因": "集中备课。", "分领域": ...}
    small.change(FILE, changes)
    small.change("活动.yaml", {"阶段.1.截止": "5月31日前"})
    assert small.problems() == []
    blocks = small.load().year.progress[1].blocks
    assert [b.line for b in blocks] == ["本期无活动。原因：集中备课。"]


def test_without_a_register_a_report_has_no_figures(valid: Callable[[str], Any]) -> None:
    data = valid("进展/2")
    del data["台账"]
    report = ProgressReport.model_validate(data)
    assert report.table == []
    assert report.statistics() is None
    assert "统计" not in report.common_values()


def test_the_title_names_the_phase(valid: Callable[[str], Any]) -> None:
    report = ProgressReport.model_validate(valid("进展/2"))
    assert report.full_title == "云岭省自然资源厅安全生产宣传教育“七进”活动第二阶段进展情况报告"
    assert report.phase_name == "第二阶段（6月30日前）活动启动"


@pytest.mark.parametrize("word", ["厂矿", "进企业"])
def test_a_sphere_is_headed_by_its_name_however_it_is_written(valid: Callable[[str], Any], word: str) -> None:
    data = valid("进展/2")
    data["分领域"][0]["领域"] = word
    assert "（一）进企业" in [b.line for b in ProgressReport.model_validate(data).blocks]


def test_the_first_report_is_of_the_first_phase(small: Any) -> None:
    small.remove("进展/1.yaml")
    where = small.fault(FILE, {"统计起": "2018-01-01"}, "report.phase_missing")
    assert where == ("期次", "第一份进展情况是第2阶段的，缺第1阶段")


def test_the_first_report_begins_with_the_campaign(small: Any) -> None:
    assert small.fault("进展/1.yaml", {"统计起": "2018-02-01"}, "report.gap") == (
        "统计起",
        "第一份进展情况从2018年2月1日起，活动从2018年1月1日起",
    )


def test_a_written_title_stays(valid: Callable[[str], Any]) -> None:
    report = ProgressReport.model_validate(valid("进展/2") | {"标题": "上半年情况报告"})
    assert report.title_lines == ("上半年情况报告",)
