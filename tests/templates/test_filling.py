"""The Word templates filled: with nothing optional, with everything, and with hostile text."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph

from qijin_docs.templating import Rendered

Fill = Callable[[str, Mapping[str, Any]], Rendered]
Samples = dict[str, tuple[str, dict[str, Any]]]
NAMES = (
    "plan", "rich plan", "report", "rich report", "joint report", "notice", "rich notice", "case", "rich case", "summary",
    "letter", "rich letter", "unsealed letter", "minutes", "rich minutes", "unsealed notice", "joint unsealed notice",
    "stamped notice", "joint stamped notice", "rich summary", "progress", "rich progress", "group", "rich group",
)  # fmt: skip
HOSTILE = "甲 & < > \" ' {{ x }} {% y %} ]]> 乙"


def styled(document: bytes) -> list[tuple[str, str]]:
    """Style and text of every paragraph in order, tables included."""
    opened = docx.Document(io.BytesIO(document))
    elements = opened.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return [(style_of(paragraph), paragraph.text) for paragraph in (Paragraph(e, opened) for e in elements)]


def style_of(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.name)


def texts(document: bytes, style: str) -> list[str]:
    return [text for name, text in styled(document) if name == style]


@pytest.mark.parametrize("name", NAMES)
def test_no_tag_is_left_and_nothing_is_reported(name: str, fill: Fill, samples: Samples) -> None:
    rendered = fill(*samples[name])
    assert rendered.problems == ()
    assert [text for _, text in styled(bytes(rendered)) if re.search(r"\{[{%]|[%}]\}|None", text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_leaves_no_empty_line(name: str, fill: Fill, samples: Samples) -> None:
    empty = {style for style, text in styled(bytes(fill(*samples[name]))) if not text}
    assert empty <= {"版记定位行", "照片"} | ({"红色双线"} if "letter" in name else set())
    assert "照片" not in empty or name == "rich case"  # pictures have no text


@pytest.mark.parametrize("name", NAMES)
def test_the_result_is_valid(
    name: str, fill: Fill, samples: Samples, valid_ooxml: Callable[[bytes], None]
) -> None:
    valid_ooxml(bytes(fill(*samples[name])))


@pytest.mark.parametrize("name", NAMES)
def test_filling_twice_gives_the_same_bytes(name: str, fill: Fill, samples: Samples) -> None:
    assert bytes(fill(*samples[name])) == bytes(fill(*samples[name]))


def hostile(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: hostile(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [hostile(item, key) for item in value]
    # The kind of a block is a word of ours; a date chooses the place of the signature by its length.
    if key == "署名前空" or key == "落款":  # the one is tabs, the other chooses the ending
        return value
    return HOSTILE if isinstance(value, str) and value and key != "样式" else value


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_is_printed_as_it_is(
    name: str, fill: Fill, samples: Samples, valid_ooxml: Callable[[bytes], None]
) -> None:
    template, values = samples[name]
    document = bytes(fill(template, hostile(values)))
    assert any(HOSTILE in text for _, text in styled(document))
    valid_ooxml(document)


def test_a_paragraph_of_ten_thousand_characters_is_printed_whole(fill: Fill, samples: Samples) -> None:
    template, values = samples["plan"]
    long = "长" * 10_000
    block = {"样式": "正文", "级别": 0, "编号": "", "标题": "", "文字": long}
    assert texts(bytes(fill(template, {**values, "正文块": [block]})), "正文（公文）") == [long]


# Body ------------------------------------------------------------------------------------------------------


def test_each_kind_of_block_has_its_style(fill: Fill, samples: Samples) -> None:
    assert styled(bytes(fill(*samples["rich plan"])))[1:14] == [
        ("正文（公文）", "导语。"),
        ("一级标题", "一、指导思想"),
        ("二级标题", "（一）进企业"),
        ("三级标题", "1.培训"),
        ("四级标题", "（1）讲座"),
        ("正文（公文）", "二、活动内容。甲"),
        ("正文（公文）", "（一）加强领导。乙"),
        ("正文（公文）", "1.张贴挂图。丙"),
        ("正文（公文）", "（1）落实经费。丁"),
        ("二级标题", "工作要求"),
        ("正文（公文）", "总的要求。戊"),
        # Two lines stay with the ending.
        ("正文末段", "第一阶段（4月30日前）统筹规划：己"),
        ("正文末段", "末段。"),
    ]


def test_a_heading_that_runs_into_its_text_has_the_face_of_its_level(fill: Fill, samples: Samples) -> None:
    document = docx.Document(io.BytesIO(bytes(fill(*samples["rich plan"]))))
    faces = {}
    for paragraph in document.paragraphs:
        if (
            paragraph.text
            and paragraph.text[-1] in "甲乙丙己"
            and style_of(paragraph) in ("正文（公文）", "正文末段")
        ):
            runs = [run for run in paragraph.runs if run.text]
            faces[runs[0].text] = [run.style.name for run in runs]
    assert faces == {
        "二、活动内容。": ["黑体字", "Default Paragraph Font"],
        "（一）加强领导。": ["楷体字", "Default Paragraph Font"],
        "1.张贴挂图。丙": ["Default Paragraph Font"],
        "第一阶段（4月30日前）统筹规划：": ["楷体字", "Default Paragraph Font"],
    }


@pytest.mark.parametrize(
    ("last", "face"), [("一级段首", "黑体字"), ("二级段首", "楷体字"), ("阶段", "楷体字"), ("三级段首", None)]
)
def test_a_short_last_paragraph_stays_with_the_signature_whatever_its_kind(
    last: str, face: str | None, fill: Fill, samples: Samples
) -> None:
    template, values = samples["plan"]
    blocks = [*values["正文块"], {"样式": last, "级别": 1, "编号": "一、", "标题": "题。", "文字": "文。"}]
    document = docx.Document(io.BytesIO(bytes(fill(template, {**values, "正文块": blocks}))))
    paragraph = next(p for p in document.paragraphs if p.text == "一、题。文。")
    assert style_of(paragraph) == "正文末段"
    assert document.styles["正文末段"].paragraph_format.keep_with_next
    assert (face in [run.style.name for run in paragraph.runs]) == (face is not None)


@pytest.mark.parametrize(
    ("before", "length", "style"),
    [
        (0, 10, "正文（公文）"),  # the only paragraph belongs on the first page
        (1, 278, "正文末段"),
        (1, 279, "正文（公文）"),  # LibreOffice would move it as a whole
    ],
)
def test_neither_the_only_paragraph_nor_a_long_one_is_kept_with_the_signature(
    before: int, length: int, style: str, fill: Fill, samples: Samples
) -> None:
    template, values = samples["plan"]
    text = {"样式": "正文", "级别": 0, "编号": "", "标题": "", "文字": "长" * length}
    blocks = [*values["正文块"] * before, text]
    assert (style, "长" * length) in styled(bytes(fill(template, {**values, "正文块": blocks})))


def test_the_title_is_one_paragraph_with_its_lines_broken(fill: Fill, samples: Samples) -> None:
    title = texts(bytes(fill(*samples["plan"])), "公文标题")
    assert title == ["云岭省自然资源厅\n安全生产宣传教育“七进”活动实施方案"]


# Attachments, ending ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [("附件说明", "附件：材料1")]),
        (2, [("附件说明首项", "附件：1.\t材料1"), ("附件说明续项", "2.\t材料2")]),
        (
            3,
            [
                ("附件说明首项", "附件：1.\t材料1"),
                ("附件说明续项", "2.\t材料2"),
                ("附件说明续项", "3.\t材料3"),
            ],
        ),
    ],
)
def test_the_note_of_attachments_numbers_several_and_not_one(
    count: int, expected: list[tuple[str, str]], fill: Fill, letter: Callable[..., dict[str, Any]]
) -> None:
    for template in ("word/报送用报告.docx", "word/印发用通知.docx"):
        found = styled(bytes(fill(template, letter(count))))
        assert [(style, text) for style, text in found if style.startswith("附件说明")] == expected


@pytest.mark.parametrize("name", ["plan", "summary", "progress"])
def test_material_numbers_its_attachments_itself(name: str, fill: Fill, samples: Samples) -> None:
    template, values = samples[name]
    found = styled(bytes(fill(template, {**values, "附件": ["甲表", "乙表"]})))
    assert [text for style, text in found if style.startswith("附件说明")] == ["附件：1.\t甲表", "2.\t乙表"]


@pytest.mark.parametrize(
    ("count", "labels"), [(0, []), (1, ["附件"]), (10, [f"附件{number}" for number in range(1, 11)])]
)
def test_each_attachment_begins_a_page_with_its_label_and_title(
    count: int, labels: list[str], fill: Fill, letter: Callable[..., dict[str, Any]]
) -> None:
    document = bytes(fill("word/报送用报告.docx", letter(count)))
    assert texts(document, "附件标号") == labels
    assert texts(document, "附件标题") == ["附件标题"] * count
    assert docx.Document(io.BytesIO(document)).styles["附件标号"].paragraph_format.page_break_before


def test_an_attachment_shows_what_it_has_and_nothing_else(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["rich report"])))
    first = found.index(("附件标号", "附件1"))
    second = found.index(("附件标号", "附件2"))
    third = found.index(("附件标号", "附件3"))
    assert found[first + 1 : first + 3] == [("附件标题", "附件标题"), ("副标题", "——记某单位")]
    assert ("表题", "活动情况统计表") in found[first:second]
    assert found[second + 1 : third] == [
        ("附件标题", "附件标题"),
        ("正文（公文）", "（本附件另附）"),
        ("名单", "组　长：\t×××\t厅厅长"),
        ("名单", "常务副组长：\t×××\t厅副厅长"),
        ("名单", "成　员：\t×××\t甲处处长"),
        ("名单", "\t×××\t乙处处长"),
        ("署名", "云岭省自然资源厅"),
        ("成文日期", "2018年4月5日"),
    ]
    assert found[third + 1 : third + 3] == [("附件标题", "附件标题"), ("正文（公文）", "（本附件另附）")]


@pytest.mark.parametrize(
    ("date", "left"),
    [
        ("2018年4月5日", 4121),
        ("2018年4月25日", 3963),
        ("2018年12月25日", 3805),
        ("　　　　年　　月　　日", 2861),
    ],
)
def test_the_signature_stands_over_the_middle_of_the_date(
    date: str, left: int, fill: Fill, samples: Samples
) -> None:
    template, values = samples["plan"]
    document = docx.Document(io.BytesIO(bytes(fill(template, {**values, "成文日期文字": date}))))
    signature = next(p for p in document.paragraphs if style_of(p) == "署名")
    assert signature.text == "云岭省自然资源厅"
    assert signature.paragraph_format.left_indent is not None
    assert round(signature.paragraph_format.left_indent.twips) == left


def test_joint_issuers_sign_below_the_host(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["joint report"])))
    at = found.index(("署名（联合发文）", "\t云岭省自然资源厅\t云岭省应急管理厅"))
    assert found[at + 1 : at + 3] == [
        ("署名（联合发文，续排）", "\t\t云岭省教育厅"),
        ("成文日期", "2018年12月25日"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notice", [("署名", "云岭省自然资源厅"), ("成文日期", "2018年12月25日")]),
        (
            "unsealed notice",
            [
                ("署名（不盖章）", "\t" * 36 + "云岭省自然资源厅"),
                ("成文日期（不盖章）", "\t" * 40 + "2018年12月25日"),
            ],
        ),
        (
            "joint unsealed notice",
            [
                ("署名（不盖章）", "\t" * 36 + "云岭省自然资源厅"),
                ("署名（不盖章，联合发文）", "\t" * 36 + "云岭省教育厅"),
                ("成文日期（不盖章）", "\t" * 40 + "2018年12月25日"),
            ],
        ),
        ("stamped notice", [("签名人职务", "厅长"), ("成文日期（签名章）", "2018年12月25日")]),
        (
            "joint stamped notice",
            [
                ("签名人职务", "自然资源厅厅长"),
                ("签名人职务（续）", "教育厅厅长"),
                ("成文日期（签名章）", "2018年12月25日"),
            ],
        ),
        ("minutes", []),
    ],
)
def test_the_ending_is_the_one_asked_for(
    name: str, expected: list[tuple[str, str]], fill: Fill, samples: Samples
) -> None:
    found = styled(bytes(fill(*samples[name])))
    endings = ("署名", "成文日期", "签名人职务")
    assert [(style, text) for style, text in found if style.startswith(endings)] == expected


# Letters and minutes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "style"),
    [
        ("云岭省自然资源厅", "信函标志"),
        ("云岭省工业和信息化厅委员", "信函标志（长）"),
        ("云岭省安全生产委员会办公室", "信函标志（特长）"),
    ],
)
def test_a_letter_has_its_mark_in_a_frame(mark: str, style: str, fill: Fill, samples: Samples) -> None:
    template, values = samples["letter"]
    assert styled(bytes(fill(template, {**values, "标志": mark})))[0] == (style, mark)


def test_a_letter_has_no_printer_in_its_imprint(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["rich letter"])))
    assert [text for style, text in found if style == "印发"] == []
    (copies,) = [text for style, text in found if style == "抄送"]
    assert copies.startswith("抄送：云岭省人民政府办公厅，")
    assert [text for style, text in styled(bytes(fill(*samples["letter"]))) if style == "抄送"] == []


def test_minutes_have_number_and_date_above_the_rule_and_the_people_below_the_text(
    fill: Fill, samples: Samples
) -> None:
    found = styled(bytes(fill(*samples["rich minutes"])))
    assert ("发文字号和日期", "云自然资发〔2018〕15号\t2018年12月25日") in found
    people = [(style, text[:5]) for style, text in found if style.startswith("会议人员")]
    assert people == [
        ("会议人员首项", "出席：\t张"),
        ("会议人员续项", "请假：\t沈"),
        ("会议人员续项", "列席：\t韩"),
    ]
    document = docx.Document(io.BytesIO(bytes(fill(*samples["rich minutes"]))))
    label = next(p for p in document.paragraphs if p.text.startswith("请假"))
    assert [(run.text, run.style.name) for run in label.runs] == [
        ("请假：", "黑体字"),
        ("\t沈七", "Default Paragraph Font"),
    ]


def test_minutes_have_no_list_where_nobody_is_named(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["minutes"])))
    assert [style for style, _ in found if style.startswith("会议人员")] == []


# Head and imprint ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "style"),
    [
        ("云岭省自然资源厅文件", "发文机关标志"),
        ("云岭省农业和农村厅委员文件", "发文机关标志（特长）"),
        ("云岭省生态和环境保护厅文件", "发文机关标志（特长）"),
        ("云岭省工业和信息化厅文件", "发文机关标志（长）"),
    ],
)
def test_the_longer_the_mark_the_smaller_its_type(
    mark: str, style: str, fill: Fill, letter: Callable[..., dict[str, Any]]
) -> None:
    assert (style, mark) in styled(bytes(fill("word/印发用通知.docx", letter(标志=mark))))


def test_the_corner_shows_copy_number_secrecy_and_urgency_in_this_order(fill: Fill, samples: Samples) -> None:
    assert styled(bytes(fill(*samples["rich notice"])))[:3] == [
        ("份号", "000001"),
        ("密级和紧急程度", "机密★1年"),
        ("密级和紧急程度", "特急"),
    ]


def test_one_signatory_stands_on_the_right_and_several_two_a_line(fill: Fill, samples: Samples) -> None:
    assert texts(bytes(fill(*samples["report"])), "签发人") == ["签发人：×××"]
    rich = bytes(fill(*samples["rich report"]))
    assert texts(rich, "签发人（多人）") == ["签发人：\t张三　李四四", "\t王五"]
    assert texts(rich, "签发人") == []


def test_a_notice_has_no_signatory(fill: Fill, samples: Samples) -> None:
    assert [text for _, text in styled(bytes(fill(*samples["rich notice"]))) if "签发" in text] == []


def test_a_letter_without_a_number_keeps_its_place(fill: Fill, letter: Callable[..., dict[str, Any]]) -> None:
    values = letter()
    values["版头"]["发文字号"] = None
    assert texts(bytes(fill("word/印发用通知.docx", values)), "发文字号") == [""]
    assert texts(bytes(fill("word/报送用报告.docx", values)), "发文字号（上行文）") == [""]


def test_joint_issuers_share_one_mark(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["joint report"])))
    marks = [text for style, text in found if style.startswith("发文机关标志")]
    assert marks == ["云岭省自然资源厅", "云岭省应急管理厅", "云岭省教育厅", "文件"]


@pytest.mark.parametrize(
    ("copies", "organ", "day", "expected"),
    [
        ("", None, "", []),
        ("抄送：甲，乙。", None, "", [("抄送", "抄送：甲，乙。")]),
        ("", "厅办公室", "2018年12月26日印发", [("印发", "厅办公室\t2018年12月26日印发")]),
        ("", None, "2018年12月26日印发", [("印发", "\t2018年12月26日印发")]),
        ("抄送：甲。", "厅办公室", "", [("抄送", "抄送：甲。"), ("印发", "厅办公室\t")]),
    ],
)
def test_the_imprint_has_a_line_for_what_there_is(
    copies: str,
    organ: str | None,
    day: str,
    expected: list[tuple[str, str]],
    fill: Fill,
    letter: Callable[..., dict[str, Any]],
) -> None:
    values = letter(抄送句=copies, 版记={"印发机关": organ}, 印发日期文字=day)
    found = styled(bytes(fill("word/印发用通知.docx", values)))
    assert [entry for entry in found if entry[0] in ("抄送", "印发")] == expected


@pytest.mark.parametrize(
    ("note", "expected"), [("此件有附件", "（此件有附件）"), ("（此件有附件）", "（此件有附件）")]
)
def test_a_note_is_put_in_brackets_once(
    note: str, expected: str, fill: Fill, letter: Callable[..., dict[str, Any]]
) -> None:
    assert texts(bytes(fill("word/印发用通知.docx", letter(附注=note))), "附注") == [expected]


def test_note_publicity_and_contact_follow_the_date(fill: Fill, samples: Samples) -> None:
    assert texts(bytes(fill(*samples["rich notice"])), "附注") == [
        "（此件有附件）",
        "（此件主动公开）",
        "（联系人：×××，电话：0000-1234567）",
    ]


# Material --------------------------------------------------------------------------------------------------


def test_a_plan_names_its_contacts_before_the_signature(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["rich plan"])))
    at = found.index(("正文末段", "联系人：执法监督处×××，联系电话：0000-1234567。"))
    assert [style for style, _ in found[at + 1 : at + 5]] == [
        "附件说明首项",
        "附件说明续项",
        "署名",
        "成文日期",
    ]


def test_a_case_shows_figures_with_their_sources_photographs_and_the_opinion(
    fill: Fill, samples: Samples
) -> None:
    rich = bytes(fill(*samples["rich case"]))
    assert texts(rich, "副标题") == ["——记执法监督科"]
    assert texts(rich, "表题") == ["主要数字及来源", "活动照片"]
    assert texts(rich, "表内文字") + texts(rich, "表内数字") == ["进入矿山企业", "23", "家", "HD-001、HD-002"]
    assert texts(rich, "照片说明") == ["照片1", "照片2", "照片3"]
    assert len(docx.Document(io.BytesIO(rich)).inline_shapes) == 3
    assert texts(rich, "推荐单位和填报人") == ["推荐单位：云溪市自然资源局"]
    assert texts(rich, "正文末段") == [
        "推荐单位意见：同意推荐（2018年10月20日）",
        "联系人：×××，联系电话：0000-1234567",
    ]


def test_a_single_photograph_stands_in_the_middle(fill: Fill, samples: Samples) -> None:
    template, values = samples["rich case"]
    document = bytes(fill(template, {**values, "照片图": values["照片图"][:1]}))
    assert texts(document, "照片说明") == ["照片1"]
    assert len(docx.Document(io.BytesIO(document)).inline_shapes) == 1


@pytest.mark.parametrize(
    ("opinion", "expected"),
    [
        ({"意见": "同意", "日期": None}, "推荐单位意见：同意"),
        ({"意见": "同意", "日期": dt.date(2018, 3, 5)}, "推荐单位意见：同意（2018年3月5日）"),
    ],
)
def test_an_opinion_may_have_no_date(
    opinion: dict[str, Any], expected: str, fill: Fill, samples: Samples
) -> None:
    template, values = samples["case"]
    assert texts(bytes(fill(template, {**values, "审核": opinion})), "正文末段") == [expected]


def test_figures_nobody_reported_are_a_dash_and_zero_is_zero(fill: Fill, samples: Samples) -> None:
    document = docx.Document(io.BytesIO(bytes(fill(*samples["rich summary"]))))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["领域", "进入单位", "活动场次\n（场）", "参加人数\n（人）", "受教育\n（人次）", "资料\n（份）",
         "手册图书\n（册）", "横幅标语\n（条）", "展板\n（块）", "媒体报道\n（篇条）"],
        ["企业", "12家", "23", "3456", "123456", "20000", "—", "120", "0", "34"],
        ["合计", "12个、45户", "23", "3456", "123456", "20000", "—", "120", "0", "34"],
    ]  # fmt: skip


def test_progress_shows_this_period_and_the_year_so_far(fill: Fill, samples: Samples) -> None:
    rich = bytes(fill(*samples["rich progress"]))
    table = docx.Document(io.BytesIO(rich)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指标", "计量单位", "本期", "累计"],
        ["活动场次", "场", "—", "12"],
    ]
    assert texts(rich, "推荐单位和填报人") == ["填报人：甲　　审核人：乙　　签发人：丙"]


def test_the_group_names_its_members_its_duties_and_its_office(fill: Fill, samples: Samples) -> None:
    assert styled(bytes(fill(*samples["rich group"]))) == [
        ("附件标识", "云自然资发〔2018〕15号附件2"),
        ("附件标题", "活动领导小组名单"),
        ("名单", "组　长：\t×××\t厅厅长"),
        ("名单", "常务副组长：\t×××\t厅副厅长"),
        ("名单", "成　员：\t×××\t甲处处长"),
        ("名单", "\t×××\t乙处处长"),
        ("一级标题", "领导小组职责"),
        ("正文（公文）", "甲；乙。"),
        ("一级标题", "工作机构"),
        (
            "正文（公文）",
            "领导小组办公室设在执法监督处，办公室主任由×××担任。主要职责：日常工作；收集情况。联络员：×××。",
        ),
    ]


def test_a_group_on_its_own_has_an_ordinary_title(fill: Fill, samples: Samples) -> None:
    found = styled(bytes(fill(*samples["group"])))
    assert found[0] == ("公文标题", "活动领导小组名单")
    assert found[-1] == ("正文（公文）", "领导小组办公室设在执法监督处。")
