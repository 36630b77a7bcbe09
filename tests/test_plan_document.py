"""A plan of the shape that departments post on the web: built from a mapping, read back paragraph by paragraph.

Two spheres of seven in two roles, four phases with their own headings, headings that stand alone and headings
that run in, a chain of basis documents with short names, no document number, no addressee.
"""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from qijin_docs import Campaign, render

CAMPAIGN: dict[str, Any] = {
    "名称": "安全生产宣传教育“七进”活动",
    "年度": 2018,
    "开始": "2018-01-01",
    "结束": "2018-12-31",
    "依据": [
        {
            "发文机关": "国务院安委会办公室",
            "标题": "宣传教育活动规程",
            "文号": "安办〔2017〕9号",
            "简称": "规程",
        },
        {
            "发文机关": "省安委会办公室",
            "标题": "云岭省活动方案",
            "文号": "云安委办〔2018〕3号",
            "简称": "省方案",
        },
    ],
    "阶段": [
        {
            "序号": 1,
            "名称": "统筹规划",
            "截止": "4月30日前",
            "任务": ["细化分工", "明确时限"],
            "成果": [{"种类": "实施方案"}],
        },
        {
            "序号": 2,
            "名称": "活动启动",
            "截止": "6月30日前",
            "本单位角色": "配合",
            "成果": [{"种类": "新闻发布会配合材料", "收件人": "省安委会办公室"}],
        },
        {
            "序号": 3,
            "名称": "梳理典型",
            "截止": "10月31日前",
            "成果": [{"种类": "先进典型经验材料", "收件人": "省安委会办公室"}],
        },
        {
            "序号": 4,
            "名称": "成果总结",
            "截止": "12月31日前",
            "成果": [
                {"种类": "见证材料", "收件人": "省安委会办公室"},
                {"种类": "活动总结", "收件人": "省安委会办公室"},
            ],
        },
    ],
}

PLAN: dict[str, Any] = {
    "活动": CAMPAIGN,
    "单位": {"全称": "云岭省自然资源厅", "自称": "我厅"},
    "成文日期": "2018-04-25",
    "印发日期": "2018-04-26",
    "网站发布日期": "2018-06-15",
    "承担": [
        {"领域": "企业", "角色": "配合"},
        {"领域": "机关", "角色": "主动开展"},
        *({"领域": name, "角色": "不承担"} for name in ("校园", "社区", "农村", "家庭", "公共场所")),
    ],
    "导语": "根据{{ 依据文件['规程'].引用 }}和{{ 依据文件['省方案'].引用 }}，结合实际，制定本方案。",
    "章节": [
        {"标题": "指导思想", "正文": "把安全的话讲到人心里。"},
        {
            "标题": "活动内容",
            "正文": "{{ 不承担领域|join('、') }}由其他部门负责，{{ 我单位 }}不承担。",
            "小节": [
                {
                    "领域": "企业",
                    "排版": "独立成段带句号",
                    "正文": [
                        "把课送到矿山。",
                        {"序词": "一要", "要点": ["讲清风险", "当场演练"]},
                    ],
                },
                {
                    "领域": "机关",
                    "排版": "独立成段带句号",
                    "正文": {
                        "引语": "做到三明确",
                        "要点": ["明确负责部门", "明确责任人员", "明确工作经费"],
                    },
                },
            ],
        },
        {
            "标题": "方法步骤",
            "正文": "按照{{ 依据文件['省方案'].简引 }}，分四个阶段进行。",
            "小节": [
                {"阶段": 1, "正文": "细化分工，明确时限。"},
                {"阶段": 2, "正文": "配合省安委会办公室召开新闻发布会。"},
                {"阶段": 3, "正文": "先进典型经验材料报省安委会办公室。"},
                {"阶段": 4, "正文": ["见证材料和活动总结报省安委会办公室。", "两件都报齐才算完成。"]},
            ],
        },
        {
            "标题": "工作要求",
            "小节": [
                {"标题": "加强组织", "排版": "段首标题", "正文": "有组织、有计划、有制度、有专人负责。"},
                {
                    "标题": "按时上报",
                    "排版": "段首标题",
                    "正文": "各市按四个阶段上报进展情况，在阶段截止日5个工作日前报出。",
                },
            ],
        },
    ],
}

#: Style and text of every paragraph of the body.
EXPECTED = [
    ("公文标题", "云岭省自然资源厅\n安全生产宣传教育“七进”活动实施方案"),
    (
        "正文（公文）",
        "根据《宣传教育活动规程》（安办〔2017〕9号，以下简称《规程》）和《云岭省活动方案》（云安委办〔2018〕3号，"
        "以下简称《省方案》），结合实际，制定本方案。",
    ),
    ("一级标题", "一、指导思想"),
    ("正文（公文）", "把安全的话讲到人心里。"),
    ("一级标题", "二、活动内容"),
    ("正文（公文）", "校园、社区、农村、家庭、公共场所由其他部门负责，我厅不承担。"),
    ("二级标题", "（一）积极配合有关部门深入开展安全生产宣传教育“进企业”。"),
    ("正文（公文）", "把课送到矿山。"),
    ("正文（公文）", "一要讲清风险；二要当场演练。"),
    ("二级标题", "（二）主动开展安全生产宣传教育“进机关”。"),
    ("正文（公文）", "做到三明确：一是明确负责部门；二是明确责任人员；三是明确工作经费。"),
    ("一级标题", "三、方法步骤"),
    ("正文（公文）", "按照《省方案》，分四个阶段进行。"),
    ("正文（公文）", "第一阶段（4月30日前）统筹规划：细化分工，明确时限。"),
    ("正文（公文）", "第二阶段（6月30日前）活动启动：配合省安委会办公室召开新闻发布会。"),
    ("正文（公文）", "第三阶段（10月31日前）梳理典型：先进典型经验材料报省安委会办公室。"),
    ("正文（公文）", "第四阶段（12月31日前）成果总结：见证材料和活动总结报省安委会办公室。"),
    ("正文（公文）", "两件都报齐才算完成。"),
    ("一级标题", "四、工作要求"),
    ("正文（公文）", "（一）加强组织。有组织、有计划、有制度、有专人负责。"),
    ("正文末段", "（二）按时上报。各市按四个阶段上报进展情况，在阶段截止日5个工作日前报出。"),
    ("署名", "云岭省自然资源厅"),
    ("成文日期", "2018年4月25日"),
]


@pytest.fixture(scope="module")
def plan() -> Any:
    """The plan as python-docx reads it."""
    return docx.Document(io.BytesIO(bytes(render("plan", PLAN))))


def test_the_plan_reads_as_it_was_written(plan: Any) -> None:
    assert [(p.style.name, p.text) for p in plan.paragraphs] == EXPECTED


def test_the_heading_of_a_phase_and_one_that_runs_in_stand_out_from_the_text(plan: Any) -> None:
    parts = [[(r.style.name, r.text) for r in p.runs] for p in plan.paragraphs if len(p.runs) > 1]
    assert parts[0] == [
        ("楷体字", "第一阶段（4月30日前）统筹规划："),
        ("Default Paragraph Font", "细化分工，明确时限。"),
    ]
    assert parts[4] == [
        ("楷体字", "（一）加强组织。"),
        ("Default Paragraph Font", "有组织、有计划、有制度、有专人负责。"),
    ]


def test_a_number_an_addressee_and_attachments_are_simply_not_there(plan: Any) -> None:
    text = "\n".join(p.text for p in plan.paragraphs)
    assert "附件" not in text
    assert "主送" not in text
    assert "None" not in text


def test_next_year_only_the_year_has_to_be_changed() -> None:
    campaign = CAMPAIGN | {"年度": 2019, "开始": "2019-01-01", "结束": "2019-12-31"}
    dates = {"成文日期": "2019-04-25", "印发日期": "2019-04-26", "网站发布日期": "2019-06-15"}
    again = docx.Document(io.BytesIO(bytes(render("plan", PLAN | dates | {"活动": campaign}))))
    texts = [p.text for p in again.paragraphs]
    assert texts[-1] == "2019年4月25日"
    assert texts[13].startswith("第一阶段（4月30日前）统筹规划：")
    assert Campaign.model_validate(campaign).phases[0].deadline.on(2019).isoformat() == "2019-04-30"


HOSTILE = [
    "& < > \" '",
    "{{ x }}",
    "{% if %}",
    "{# x #}",
    "]]>",
    "<w:p/>&amp;",
    "字" * 10_000,
    "a\tb",
    "𠮷\u0301",
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_text_that_looks_like_markup_is_text(value: str) -> None:
    plan = PLAN | {
        "单位": {"全称": value},
        "章节": [{"标题": value, "正文": "文。"}, *PLAN["章节"][1:]],
        "标题": value,
    }
    made = docx.Document(io.BytesIO(bytes(render("plan", plan))))
    texts = [p.text for p in made.paragraphs]
    assert texts[2] == f"一、{value}"
    assert texts[-2] == value


@pytest.mark.parametrize("value", [v for v in HOSTILE if "{" not in v], ids=range(6))
def test_narrative_that_looks_like_markup_is_text(value: str) -> None:
    plan = PLAN | {"章节": [{"标题": "题", "正文": value}, *PLAN["章节"][1:]]}
    made = docx.Document(io.BytesIO(bytes(render("plan", plan))))
    assert made.paragraphs[3].text == value


def test_a_value_that_looks_like_an_expression_is_not_evaluated_in_a_sentence_either() -> None:
    plan = PLAN | {"单位": {"全称": "云岭省自然资源厅", "自称": "{{ 7 * 7 }}"}}
    made = docx.Document(io.BytesIO(bytes(render("plan", plan))))
    assert made.paragraphs[5].text == "校园、社区、农村、家庭、公共场所由其他部门负责，{{ 7 * 7 }}不承担。"
