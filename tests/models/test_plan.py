"""The plan: what a unit will do, in which spheres, in which role, by when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import Plan

FILE = "方案.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"承担.0.领域": "企事业"}, "data.unknown_sphere", "承担[0].领域", "没有“企事业”这个领域"),
    ({"承担.2.领域": "厂矿"}, "plan.duplicate_duty", "承担[2].领域", "领域“企业”登记了两次"),
    ({"承担": [{"领域": "企业", "角色": "不承担"}]}, "plan.no_duty", "承担", "方案一个领域也不承担"),
    (
        {"章节.0.小节.0.领域": "社区"},
        "plan.sphere_not_undertaken",
        "章节[0].小节[0].领域",
        "方案写了“进社区”，“承担”里却没有登记它",
    ),
    (
        {"章节.0.小节.0.领域": "校园"},
        "plan.sphere_not_undertaken",
        "章节[0].小节[0].领域",
        "“进校园”登记为不承担，方案里却写了它",
    ),
    (
        {"章节.0.小节.0.标题": "主动开展进企业活动"},
        "plan.role_wording",
        "章节[0].小节[0].标题",
        "标题的措辞是“主动开展”，登记的角色是“配合”",
    ),
    ({"章节.1.小节.3.阶段": 5}, "data.unknown_phase", "章节[1].小节[3].阶段", "活动没有第5阶段"),
    ({"承担.2.角色": "参与"}, "plan.sphere_missing", "承担[2].领域", "承担了“进校园”，方案里却没有这一节"),
    ({"章节.1.小节.3": ...}, "plan.phase_missing", "章节", "方案没有写这些阶段：成果总结"),
    ({"成文日期": "2018-05-02"}, "plan.late", "成文日期", "成文日期晚于第一阶段截止日2018年4月30日"),
    ({"成文日期": "2017-04-25"}, "data.other_year", "成文日期", "成文日期在2017年，活动年度是2018年"),
    ({"印发日期": "2018-04-20"}, "data.date_order", "印发日期", "印发日期早于成文日期"),
    (
        {"印发日期": "2018-04-26", "网站发布日期": "2018-04-25"},
        "data.date_order",
        "网站发布日期",
        "网站发布日期早于印发或成文日期",
    ),
    ({"章节.0.标题": ...}, "data.missing", "章节[0].标题", "这一节没有标题"),
    ({"章节.0.小节.0.正文": ...}, "data.empty_section", "章节[0].小节[0].正文", "“企业”这一节下面什么也没有"),
    (
        {
            "章节.0.小节.0.排版": "段首标题",
            "章节.0.小节.0.正文": ...,
            "章节.0.小节.0.小节": [{"标题": "子", "正文": "文"}],
        },
        "data.run_in_without_text",
        "章节[0].小节[0].正文",
        "“企业”排成段首标题，却没有接在后面的正文",
    ),
    (
        {"章节.0.小节.0.阶段": 1},
        "data.sphere_and_phase",
        "章节[0].小节[0].阶段",
        "这一节既写了领域“企业”，又写了第1阶段",
    ),
    ({"章节.0.标题": "一、活动内容"}, "data.typed_number", "章节[0].标题", "标题“一、活动内容”自己写了序号"),
    (
        {"章节.0.标题": "(二)活动内容"},
        "data.typed_number",
        "章节[0].标题",
        "标题“（二）活动内容”自己写了序号",
    ),
    (
        {
            "章节.0.小节.0.小节": [
                {"标题": "三", "小节": [{"标题": "四", "小节": [{"标题": "五", "正文": "文"}]}]}
            ]
        },
        "data.too_deep",
        "章节[0].小节",
        "“活动内容”下面分了5级，公文标题只有4级",
    ),
    (
        {"章节.0.小节.0.正文": [{"序词": "首先", "要点": ["甲", "乙", "丙", "丁", "戊"]}]},
        "data.too_many_points",
        "章节[0].小节[0].正文[0].要点",
        "“首先、其次”的列举最多四点，这里有5点",
    ),
    (
        {"联系人.0": {"单位": "省自然资源厅", "姓名": "×××"}},
        "data.unreachable_contact",
        "联系人[0].办公电话",
        "省自然资源厅的联络员没有任何联系方式",
    ),
    (
        {"联系人.0.电子邮箱": "云岭.example.cn"},
        "data.email",
        "联系人[0].电子邮箱",
        "“云岭.example.cn”不是电子邮箱",
    ),
    ({"承担.0.角色": "协助"}, "data.not_allowed", "承担[0].角色", "“角色”不能是“协助”"),
    ({"章节.0.标题": "活动\n内容"}, "data.line_break", "章节[0].标题", "这里只能写一行，却有换行"),
    (
        {"章节.0.标题": "活动\u200b内容"},
        "data.unprintable",
        "章节[0].标题",
        "第3个字（U+200B）看不见，或换一台电脑就显示不出",
    ),
    (
        {"章节.1.小节.0.正文": "定\u0007方案。"},
        "data.unprintable",
        "章节[1].小节[0].正文",
        "第2个字（U+0007）看不见，或换一台电脑就显示不出",
    ),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_a_plan_covers_the_spheres_that_are_undertaken_and_names_those_that_are_not(
    valid: Callable[[str], Any],
) -> None:
    plan = Plan.model_validate(valid("方案"))
    assert plan.undertaken == ("企业", "机关")
    assert plan.not_undertaken == ("校园",)


def test_a_sphere_nobody_spoke_of_is_neither(valid: Callable[[str], Any]) -> None:
    plan = Plan.model_validate(valid("方案"))
    assert "社区" not in (*plan.undertaken, *plan.not_undertaken)


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("牵头", "牵头组织开展安全生产宣传教育“进企业”"),
        ("主动开展", "主动开展安全生产宣传教育“进企业”"),
        ("配合", "积极配合有关部门深入开展安全生产宣传教育“进企业”"),
        ("参与", "积极参与安全生产宣传教育“进企业”"),
        ("具体实施", "具体实施安全生产宣传教育“进企业”"),
        ("指导督促", "指导督促开展安全生产宣传教育“进企业”"),
    ],
)
def test_the_role_words_the_heading(valid: Callable[[str], Any], role: str, heading: str) -> None:
    data = valid("方案")
    data["承担"][0]["角色"] = role
    blocks = Plan.model_validate(data).blocks
    assert [b.line for b in blocks if "进企业" in b.heading] == [f"（一）{heading}"]


@pytest.mark.parametrize("word", ["厂矿", "进企业"])
def test_an_alias_in_a_section_keeps_the_role(valid: Callable[[str], Any], word: str) -> None:
    data = valid("方案")
    data["章节"][0]["小节"][0]["领域"] = word
    headings = [b.heading for b in Plan.model_validate(data).blocks]
    assert "积极配合有关部门深入开展安全生产宣传教育“进企业”" in headings


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (None, ("云岭省自然资源厅", "安全生产宣传教育“七进”活动实施方案")),
        ("云岭省自然资源厅安全宣传方案", ("云岭省自然资源厅", "安全宣传方案")),
        ("安全宣传方案", ("安全宣传方案",)),
        ("云岭省自然资源厅", ("云岭省自然资源厅",)),
    ],
)
def test_the_title_stands_in_two_lines(
    valid: Callable[[str], Any], title: str | None, lines: tuple[str, ...]
) -> None:
    plan = Plan.model_validate(valid("方案") | {"标题": title})
    assert plan.title_lines == lines
    assert plan.full_title == "".join(lines)


def test_number_addressee_attachments_contacts_and_dates_of_issue_may_be_missing(
    valid: Callable[[str], Any],
) -> None:
    data = valid("方案")
    del data["联系人"], data["成文日期"]
    plan = Plan.model_validate(data)
    assert plan.contacts == ()
    assert plan.attachments == ()
    assert plan.date_text == "　　　　年　　月　　日"


def test_a_section_about_a_sphere_that_is_not_there_is_refused(small: Any) -> None:
    changes = {"章节.0.小节.+": {"领域": "寺庙", "正文": "文"}}
    assert small.fault(FILE, changes, "data.unknown_sphere") == (
        "章节[0].小节[2].领域",
        "没有“寺庙”这个领域",
    )
