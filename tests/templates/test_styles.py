"""Named styles: what a clerk finds in Word's list, with face and size by role."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

WORD = (
    "先进典型经验材料",
    "函",
    "印发用通知",
    "实施方案",
    "报送用报告",
    "活动总结",
    "纪要",
    "进展情况报告",
    "领导小组名单",
)
LINE = 579
JOINT = {f"发文机关标志（联合{size}）" for size in ("", "，二号", "，二号续行", "，小二", "，小二续行")}


@pytest.fixture(params=WORD)
def document(request: pytest.FixtureRequest, templates: Path) -> docx.document.Document:
    return docx.Document(str(templates / "word" / f"{request.param}.docx"))


@pytest.mark.parametrize(
    ("name", "face", "points"),
    [
        ("正文（公文）", "仿宋", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("副标题", "楷体", 16),
        ("一级标题", "黑体", 16),
        ("二级标题", "楷体", 16),
        ("三级标题", "仿宋", 16),
        ("四级标题", "仿宋", 16),
        ("主送机关", "仿宋", 16),
        ("附件说明", "仿宋", 16),
        ("署名", "仿宋", 16),
        ("成文日期", "仿宋", 16),
        ("附注", "仿宋", 16),
        ("附件标号", "黑体", 16),
        ("附件标题", "方正小标宋简体", 22),
        ("份号", "仿宋", 16),
        ("密级和紧急程度", "黑体", 16),
        ("发文机关标志", "方正小标宋简体", 42),
        ("信函标志", "方正小标宋简体", 42),
        ("发文字号", "仿宋", 16),
        ("发文字号（信函）", "仿宋", 16),
        ("会议人员首项", "仿宋", 16),
        ("签名人职务", "仿宋", 16),
        ("署名（不盖章）", "仿宋", 16),
        ("成文日期（不盖章）", "仿宋", 16),
        ("签发人", "仿宋", 16),
        ("抄送", "仿宋", 14),
        ("印发", "仿宋", 14),
        ("页码（单页）", "宋体", 14),
        ("页码（双页）", "宋体", 14),
    ],
)
def test_each_element_has_its_style(
    document: docx.document.Document, name: str, face: str, points: float
) -> None:
    style = document.styles[name]
    fonts = style.element.rPr.rFonts
    assert {side: fonts.get(qn(f"w:{side}")) for side in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "ascii": face, "hAnsi": face, "eastAsia": face, "cs": face,
    }  # fmt: skip
    assert style.font.size is not None
    assert style.font.size.pt == points


def test_nothing_is_bold_and_nothing_but_the_mark_and_the_tags_has_a_colour(
    document: docx.document.Document,
) -> None:
    coloured = {}
    for style in document.styles:
        if style.type is WD_STYLE_TYPE.PARAGRAPH:
            assert not style.font.bold
            if style.font.color is not None and style.font.color.rgb is not None:
                coloured[style.name] = str(style.font.color.rgb)
    assert coloured == {
        "发文机关标志": "FF0000",
        "发文机关标志（长）": "FF0000",
        "发文机关标志（特长）": "FF0000",
        **dict.fromkeys(JOINT, "FF0000"),
        "信函标志": "FF0000",
        "信函标志（长）": "FF0000",
        "信函标志（特长）": "FF0000",
        "模板标签": "7F7F7F",
    }


def test_every_line_of_text_is_exactly_579_twips_high(document: docx.document.Document) -> None:
    lines = {}
    for style in document.styles:
        spacing = style.element.find(f".//{qn('w:pPr')}/{qn('w:spacing')}")
        if spacing is not None:
            lines[style.name] = (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule")))
    grow = {"表头", "表头（窄栏）", "表内文字", "表内数字", "照片", "模板标签"}
    own = {"照片说明", "版记定位行", "红色双线", "页码（单页）", "页码（双页）"}
    marks = {"发文机关标志", "发文机关标志（长）", "发文机关标志（特长）", *JOINT}
    marks |= {"信函标志", "信函标志（长）", "信函标志（特长）"}
    assert {name for name, line in lines.items() if line == ("240", "auto")} == grow
    assert {name for name, line in lines.items() if line != (str(LINE), "exact")} == grow | own | marks


def test_the_page_is_a4_with_a_type_area_of_156_by_225_mm(document: docx.document.Document) -> None:
    section = document.sections[0]
    assert len(document.sections) == 1
    lengths = {
        "width": section.page_width, "height": section.page_height, "top": section.top_margin,
        "left": section.left_margin, "right": section.right_margin, "bottom": section.bottom_margin,
    }  # fmt: skip
    assert {name: round(value.mm, 1) for name, value in lengths.items() if value is not None} == {
        "width": 210.0, "height": 297.0, "top": 37.0, "left": 28.0, "right": 26.0, "bottom": 35.0,
    }  # fmt: skip


def test_odd_and_even_pages_have_footers_of_their_own(document: docx.document.Document) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    shown = [
        (footer.paragraphs[0].style.name, footer.paragraphs[0].text)
        for footer in (section.footer, section.even_page_footer)
    ]
    assert shown == [("页码（单页）", "— 1 —"), ("页码（双页）", "— 1 —")]


def test_every_style_that_a_paragraph_names_is_there(document: docx.document.Document) -> None:
    known = {style.style_id for style in document.styles}
    used = {
        element.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle")
        for element in document.element.iter(qn(tag))
    }
    assert used <= known


def test_every_run_prefers_the_chinese_face_for_quotation_marks(document: docx.document.Document) -> None:
    for run in document.element.iter(qn("w:r")):
        fonts = run.rPr.rFonts
        assert fonts.get(qn("w:hint")) == "eastAsia"


def test_headings_show_in_the_outline(document: docx.document.Document) -> None:
    levels = {}
    for style in document.styles:
        level = style.element.find(f".//{qn('w:outlineLvl')}")
        if level is not None:
            levels[style.name] = level.get(qn("w:val"))
    assert levels == {"一级标题": "0", "二级标题": "1", "三级标题": "2", "四级标题": "3"}


def test_the_font_table_names_what_may_take_the_place_of_a_face(document: docx.document.Document) -> None:
    part = next(r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable"))
    text = part.blob.decode()
    for name, other in (
        ("方正小标宋简体", "方正小标宋_GBK"),
        ("仿宋", "仿宋_GB2312"),
        ("楷体", "楷体_GB2312"),
    ):
        assert f'<w:font w:name="{name}"><w:altName w:val="{other},' in text
