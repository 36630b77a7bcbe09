"""The campaign: dates, phases, spheres, basis documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from qijin_docs.models import BasisDocument, Campaign, Role, Section, Sphere

FILE = "活动.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"结束": "2017-12-31"}, "campaign.date_order", "结束", "活动的结束日期早于开始日期"),
    ({"年度": 2019}, "campaign.year", "年度", "年度写的是2019，开始日期却在2018年"),
    ({"阶段.1.序号": 3}, "campaign.phase_number", "阶段[1].序号", "第2个阶段的序号是3"),
    (
        {"阶段.1.截止": "4月30日前"},
        "campaign.phase_order",
        "阶段[1].截止",
        "“活动启动”的截止日不晚于上一阶段",
    ),
    ({"阶段.1.起": "2018-07-01"}, "campaign.phase_start", "阶段[1].起", "“活动启动”的开始日期晚于它的截止日"),
    (
        {"阶段.3.截止": "2019年1月15日前"},
        "campaign.phase_outside",
        "阶段[3].截止",
        "“成果总结”的截止日2019-01-15不在活动起止之内",
    ),
    (
        {"领域": ["企业", "机关", "厂矿"]},
        "campaign.duplicate_sphere",
        "领域[2]",
        "领域“企业”与“企业”重复（企业）",
    ),
    ({"领域": ["企业", "机关", "企事业"]}, "data.unknown_sphere", "领域[2]", "没有“企事业”这个领域"),
    ({"领域": ["企业", "机关", "寺庙"]}, "data.unknown_sphere", "领域[2]", "没有“寺庙”这个领域"),
    ({"阶段.3.成果.1": ...}, "campaign.no_summary", "阶段[3].成果", "最后一个阶段的成果里没有总结"),
    ({"依据.1.简称": "规范"}, "campaign.duplicate_short_name", "依据[1].简称", "两份依据文件都简称《规范》"),
    ({"阶段.0.截止": "4月31日前"}, "data.not_a_date", "阶段[0].截止", "没有4月31日这一天"),
    ({"阶段.0.截止": "四月底"}, "data.deadline", "阶段[0].截止", "“四月底”不是看得懂的截止日期"),
    (
        {"阶段.0.成果.0.收件人": "省安委会办公厅"},
        "campaign.unknown_recipient",
        "阶段[0].成果[0].收件人",
        "单位名录里没有收件人“省安委会办公厅”",
    ),
    (
        {"阶段.0.成果.0.收件人": "省教育厅"},
        "campaign.recipient_not_superior",
        "阶段[0].成果[0].收件人",
        "收件人“云岭省教育厅”不是云岭省自然资源厅的上级，也不是安委会办公室",
    ),
    (
        {"依据.0.文号": "安办2017"},
        "text.not_a_document_number",
        "依据[0].文号",
        "“安办2017”不是完整的发文字号",
    ),
    ({"阶段": []}, "data.too_few", "阶段", "“阶段”至少1项，这里有0项"),
    ({"阶段.0.本单位角色": "旁观"}, "data.not_allowed", "阶段[0].本单位角色", "“本单位角色”不能是“旁观”"),
    ({"年度": "二〇一八"}, "data.not_a_number", "年度", "“年度”应是数，这里是“二〇一八”"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


@pytest.fixture
def campaign(valid: Callable[[str], Any]) -> Campaign:
    return Campaign.model_validate(valid("活动"))


def test_spheres_are_the_seven_unless_others_are_written(campaign: Campaign) -> None:
    assert [s.name for s in campaign.spheres] == ["企业", "校园", "机关", "社区", "农村", "家庭", "公共场所"]
    assert [s.unit for s in campaign.spheres] == ["家", "所", "个", "个", "个村", "户", "处"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["企业", "农村", "社区", "校园", "家庭"], ["企业", "农村", "社区", "校园", "家庭"]),
        ("企业、进机关，学校", ["企业", "机关", "校园"]),
        ([{"代码": "SM", "名称": "寺庙", "计量单位": "座"}, "企业"], ["寺庙", "企业"]),
        ([{"code": "SM", "name": "寺庙"}], ["寺庙"]),
    ],
)
def test_spheres_are_data(valid: Callable[[str], Any], written: Any, names: list[str]) -> None:
    campaign = Campaign.model_validate(valid("活动") | {"领域": written})
    assert [s.name for s in campaign.spheres] == names


@pytest.mark.parametrize("word", ["企业", "进企业", "“进企业”", " 企业 ", "厂矿", "厂矿企业"])
def test_a_sphere_is_found_by_every_way_to_write_it(campaign: Campaign, word: str) -> None:
    sphere = campaign.sphere(word)
    assert sphere is not None
    assert sphere.name == "企业"


def test_a_sphere_that_is_not_there_is_none(campaign: Campaign) -> None:
    assert campaign.sphere("寺庙") is None
    assert campaign.sphere("") is None


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2018, 1, 1), "统筹规划"),
        (date(2018, 4, 30), "统筹规划"),
        (date(2018, 5, 1), "活动启动"),
        (date(2018, 10, 31), "梳理典型"),
        (date(2018, 12, 31), "成果总结"),
        (date(2019, 1, 5), "成果总结"),
    ],
)
def test_the_phase_of_a_day_follows_from_the_deadlines(campaign: Campaign, day: date, phase: str) -> None:
    assert campaign.phase_of(day).name == phase


def test_a_phase_names_itself_with_number_deadline_and_name(campaign: Campaign) -> None:
    assert campaign.phases[1].heading == "第二阶段（6月30日前）活动启动"
    assert campaign.phases[1].role is Role.SUPPORT


def test_a_campaign_is_reused_for_another_year_by_changing_the_year(valid: Callable[[str], Any]) -> None:
    next_year = valid("活动") | {"年度": 2019, "开始": "2019-01-01", "结束": "2019-12-31"}
    campaign = Campaign.model_validate(next_year)
    assert campaign.phases[0].deadline.on(campaign.year) == date(2019, 4, 30)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("安全生产宣传教育“七进”活动", "主动开展安全生产宣传教育“进机关”"),
        ("安全生产宣传教育五进活动", "主动开展安全生产宣传教育“进机关”"),
        ("安全生产宣传教育", "主动开展安全生产宣传教育“进机关”"),
        ("“七进”活动", "主动开展安全生产宣传教育“进机关”"),
    ],
)
def test_the_words_before_the_sphere_come_from_the_campaigns_name(
    valid: Callable[[str], Any], name: str, heading: str
) -> None:
    campaign = Campaign.model_validate(valid("活动") | {"名称": name})
    section = Section.model_validate({"领域": "机关", "正文": "文"})
    assert campaign.headings({"机关": Role.OWN}).of(section) == heading


@pytest.mark.parametrize("word", ["企业", "进企业", "厂矿"])
def test_a_heading_keeps_its_role_however_the_sphere_is_written(campaign: Campaign, word: str) -> None:
    section = Section.model_validate({"领域": word, "正文": "文"})
    headings = campaign.headings({"企业": Role.SUPPORT})
    assert headings.of(section) == "积极配合有关部门深入开展安全生产宣传教育“进企业”"


@pytest.mark.parametrize(
    ("changes", "citation", "short"),
    [
        ({}, "《规程》", "《规程》"),
        ({"文号": "安办[2017]9号"}, "《规程》（安办〔2017〕9号）", "《规程》"),
        ({"文号": "安办〔2017〕9号", "简称": "规"}, "《规程》（安办〔2017〕9号，以下简称《规》）", "《规》"),
        ({"标题": "关于印发《规程》的通知"}, "《关于印发〈规程〉的通知》", "《关于印发〈规程〉的通知》"),
    ],
)
def test_a_basis_document_is_cited_in_full_once_and_then_by_its_short_name(
    changes: dict[str, str], citation: str, short: str
) -> None:
    document = BasisDocument.model_validate({"发文机关": "某机关", "标题": "规程"} | changes)
    assert document.citation == citation
    assert document.short_citation == short


def test_a_campaign_cannot_be_changed(campaign: Campaign) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        campaign.year = 2019  # type: ignore[misc]  # that it cannot be done is the test


def test_the_number_of_spheres_names_the_campaign(valid: Callable[[str], Any]) -> None:
    five = Campaign.model_validate(valid("活动") | {"领域": ["企业", "农村", "社区", "校园", "家庭"]})
    assert five.count_word == "五进"


def test_an_unknown_sphere_in_python_is_a_validation_error_with_the_nearest_name() -> None:
    with pytest.raises(ValidationError, match="没有“企事业”这个领域"):
        Sphere.model_validate("企事业")
