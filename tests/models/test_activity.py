"""The register of activities, the only source of figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from qijin_docs.errors import Severity
from qijin_docs.models import Activity, ActivityRegister

FILE = "活动台账.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"0.结束日期": "2018-03-05"},
        "activity.date_order",
        "活动记录[0].结束日期",
        "HD-1的结束日期早于开始日期",
    ),
    (
        {"0.填报日期": "2018-03-05"},
        "activity.filled_before",
        "活动记录[0].填报日期",
        "HD-1的填报日期早于活动开始",
    ),
    (
        {"0.参加人数": 81},
        "activity.more_people_than_times",
        "活动记录[0].参加人数",
        "HD-1的参加人数81人，多于受教育80人次",
    ),
    (
        {"0.进入单位数": 3},
        "activity.entered_count",
        "活动记录[0].进入单位数",
        "HD-1写进入3个单位，列出的名称有2个",
    ),
    (
        {"0.兼及领域": "企业、社区"},
        "activity.sphere_twice",
        "活动记录[0].兼及领域",
        "HD-1的兼及领域里又写了主领域“企业”",
    ),
    ({"0.形式": "茶话会"}, "activity.form", "活动记录[0].形式", "“茶话会”不在活动形式目录里"),
    ({"2.报刊报道": 0}, "activity.no_coverage", "活动记录[2].重要活动", "重要活动HD-3缺少报刊报道"),
    (
        {"2.网站报道": 0, "2.手机新媒体报道": "/", "2.报刊报道": ...},
        "activity.no_coverage",
        "活动记录[2].重要活动",
        "重要活动HD-3缺少报刊报道、手机网络报道",
    ),
    ({"3.见证材料编号": ...}, "activity.no_evidence", "活动记录[3].见证材料编号", "HD-4没有见证材料"),
    ({"1.活动编号": "HD-1"}, "activity.duplicate_id", "活动记录[1].活动编号", "活动编号HD-1与第1条重复"),
    ({"1.领域": "企事业"}, "data.unknown_sphere", "活动记录[1].领域", "没有“企事业”这个领域"),
    ({"2.兼及领域": "社区、寺庙"}, "data.unknown_sphere", "活动记录[2].兼及领域", "没有“寺庙”这个领域"),
    (
        {"0.开始日期": "2017-03-06"},
        "activity.outside_campaign",
        "活动记录[0].开始日期",
        "HD-1的日期（2017年3月6日）不在活动起止之内",
    ),
    (
        {"1.活动名称": "复工第一课", "1.开始日期": "2018-03-06", "1.主办单位": "省自然资源厅"},
        "activity.suspected_duplicate",
        "活动记录[1].活动名称",
        "HD-2与HD-1的名称、日期、主办单位都相同，疑似重复",
    ),
    ({"0.参加人数": "80余人"}, "text.not_exact", "活动记录[0].参加人数", "“80余人”是约数，不能相加"),
    ({"0.参加人数": "80人次"}, "text.other_unit", "活动记录[0].参加人数", "“80人次”的单位不是“人”"),
    ({"0.参加人数": "无"}, "text.no_number", "活动记录[0].参加人数", "要填数，这里写的是“无”"),
    ({"0.参加人数": -1}, "data.out_of_range", "活动记录[0].参加人数", "“参加人数”不能小于0，这里是-1"),
    ({"0.参加人数": 1.5}, "data.not_whole", "活动记录[0].参加人数", "“参加人数”应是整数，这里是1.5"),
    ({"0.参加人数": True}, "data.not_a_number", "活动记录[0].参加人数", "要填数，这里是“true”"),
    ({"0.经费": "3000元"}, "text.other_unit", "活动记录[0].经费", "“3000元”的单位不是“万元”"),
    ({"0.经费": "0.00001"}, "data.out_of_range", "活动记录[0].经费", "“经费”最多4位小数，这里是0.00001"),
    ({"0.开始日期": "2018-02-30"}, "text.impossible_date", "活动记录[0].开始日期", "没有“2018-02-30”这一天"),
    (
        {"0.重要活动": "也许"},
        "data.not_a_bool",
        "活动记录[0].重要活动",
        "“重要活动”应是“是”或“否”，这里是“也许”",
    ),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


MINIMAL = {"活动编号": "HD-1", "领域": "企业", "活动名称": "课", "开始日期": "2018-03-06", "主办单位": "甲局"}


@pytest.mark.parametrize(
    ("field", "name", "written", "count", "note"),
    [
        ("参加人数", "attendance", 0, 0, None),
        ("参加人数", "attendance", 80.0, 80, None),
        ("参加人数", "attendance", "80", 80, None),
        ("参加人数", "attendance", "８０", 80, "“８０”里的全角数字按“80”读"),
        ("参加人数", "attendance", "1,200", 1200, None),
        ("参加人数", "attendance", "80人", 80, "“80人”按80读，单位“人”不用写"),
        ("受教育", "reached", "80人次", 80, "“80人次”按80读，单位“人次”不用写"),
        ("横幅标语", "banners", "12幅", 12, "“12幅”按12读，单位“幅”不用写"),
        ("参加人数", "attendance", "", None, None),
        ("参加人数", "attendance", "/", None, None),
        ("参加人数", "attendance", "—", None, None),
        ("参加人数", "attendance", None, None, None),
    ],
)
def test_a_count_is_read_tolerantly_and_blank_is_not_zero(
    small: Any, field: str, name: str, written: Any, count: int | None, note: str | None
) -> None:
    small.change(FILE, {"0.参加人数": None, "0.受教育": None, f"0.{field}": written})
    project = small.load()
    assert getattr(project.year.register.activities[0], name) == count
    assert [p.message for p in project.problems] == ([note] if note else [])
    assert {p.severity for p in project.problems} <= {Severity.NOTE}


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1.2", "1.2"), (2.5, "2.5"), ("1.2万元", "1.2"), ("１．２", "1.2"), (0, "0"), ("0.0001", "0.0001")],
)
def test_an_amount_is_in_ten_thousand_yuan(written: Any, amount: str) -> None:
    assert Activity.model_validate(MINIMAL | {"经费": written}).cost == Decimal(amount)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "2018年3月6日"),
        ({"结束日期": "2018-03-06"}, "2018年3月6日"),
        ({"结束日期": "2018-04-01"}, "2018年3月6日至4月1日"),
    ],
)
def test_the_days_of_an_activity_are_written_out(changes: dict[str, str], text: str) -> None:
    assert Activity.model_validate(MINIMAL | changes).days_text == text


@pytest.mark.parametrize(
    ("web", "mobile", "online"), [(None, None, None), (0, None, 0), (None, 2, 2), (1, 2, 3)]
)
def test_web_and_phone_items_add_up_and_none_is_not_zero(
    web: int | None, mobile: int | None, online: int | None
) -> None:
    activity = Activity.model_validate(MINIMAL | {"网站报道": web, "手机新媒体报道": mobile})
    assert activity.online == online


@pytest.mark.parametrize("word", ["是", "√", "有", True])
def test_yes_has_several_words(word: Any) -> None:
    assert Activity.model_validate(MINIMAL | {"重要活动": word}).important is True


@pytest.mark.parametrize("word", ["否", "无", False])
def test_no_has_several_words(word: Any) -> None:
    assert Activity.model_validate(MINIMAL | {"重要活动": word}).important is False


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("甲、乙", ("甲", "乙")),
        ("甲；乙，丙,丁;戊", ("甲", "乙", "丙", "丁", "戊")),
        ("甲\n乙", ("甲", "乙")),
        (["甲、乙", "丙"], ("甲、乙", "丙")),
        ("、甲、 、", ("甲",)),
        ("", ()),
    ],
)
def test_several_names_in_one_cell_are_taken_apart(written: Any, names: tuple[str, ...]) -> None:
    assert Activity.model_validate(MINIMAL | {"协办单位": written}).partners == names


def test_a_bool_is_no_count_in_python_either() -> None:
    with pytest.raises(ValidationError) as caught:
        Activity.model_validate(MINIMAL | {"参加人数": True})
    (error,) = caught.value.errors()
    assert (error["type"], error["msg"]) == ("data.not_a_count", "应为数字，写的是“是/否”值")


def test_only_the_hosts_named_are_counted(valid: Callable[[str], Any]) -> None:
    register = ActivityRegister.model_validate(valid("活动台账") | {"统计单位": "省自然资源厅、甲局"})
    assert [a.id for a in register.counted()] == ["HD-1", "HD-3"]


def test_without_names_every_host_is_counted(valid: Callable[[str], Any]) -> None:
    register = ActivityRegister.model_validate(valid("活动台账"))
    assert len(register.counted()) == 4
    assert register.find("HD-4") is register.activities[3]
    assert register.find("HD-9") is None


def test_an_empty_register_is_a_register(valid: Callable[[str], Any]) -> None:
    assert ActivityRegister.model_validate(valid("活动台账") | {"活动记录": []}).counted() == ()


def test_one_bad_cell_hides_no_other_flaw(small: Any) -> None:
    small.change(FILE, {"0.参加人数": "80余人", "1.领域": "企事业", "3.开始日期": "2019-06-05"})
    assert [(p.place.where, p.code) for p in small.problems()] == [
        ("活动记录[0].参加人数", "text.not_exact"),
        ("活动记录[1].领域", "data.unknown_sphere"),
        ("活动记录[3].开始日期", "activity.outside_campaign"),
    ]
