"""A right document gives no finding; a copy with one defect gives the finding it should and no other."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.check.catalogue import ASKED, Force
from qijin_docs.check.docx_facts import docx_facts
from qijin_docs.check.facts import PageFacts

Change = Callable[[Any], None]
CHECKS = Path(__file__).parents[1]
#: Names all codes without breaking any rule.
LISTED = "test_fact_sheet.py"


def setting(name: str, **values: Any) -> Change:
    """Set something of one paragraph."""

    def change(doc: Any) -> None:
        for key, value in values.items():
            assert hasattr(doc[name], key)
            setattr(doc[name], key, value)

    return change


def page(**values: Any) -> Change:
    """Set something of the whole document."""

    def change(doc: Any) -> None:
        for key, value in values.items():
            assert hasattr(doc, key)
            setattr(doc, key, value)

    return change


def part(where: str, number: int | None = None, **values: Any) -> Change:
    """Set something of a footer or of a paragraph of the imprint."""

    def change(doc: Any) -> None:
        target = getattr(doc, where)
        for key, value in values.items():
            setattr(target if number is None else target[number], key, value)

    return change


def imprint_borders(*borders: str) -> Change:
    """Give the imprint other lines."""
    return lambda doc: setattr(doc, "imprint_borders", list(borders))


def all_text(**values: Any) -> Change:
    """Set something of every paragraph of text."""

    def change(doc: Any) -> None:
        for name, para in doc.paras.items():
            if name.startswith(("body", "text", "attached_text")):
                for key, value in values.items():
                    setattr(para, key, value)

    return change


def in_order(*names: str) -> Change:
    """Put these paragraphs first, in this order."""

    def change(doc: Any) -> None:
        rest = {name: para for name, para in doc.paras.items() if name not in names}
        doc.paras = {name: doc.paras[name] for name in names} | rest

    return change


def long_name(**values: Any) -> Change:
    """Give the attachment a name that takes two lines, and set its 附件说明."""

    def change(doc: Any) -> None:
        doc["attached"].text = "云岭省自然资源厅安全生产\n宣传教育进企业进校园活动方案"
        doc["note"].text = "附件：" + doc["attached"].text.replace("\n", "")
        for key, value in ({"left": 0, "hanging": 0} | values).items():
            setattr(doc["note"], key, value)

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(doc: Any) -> None:
        for step in changes:
            step(doc)

    return change


def line(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


TITLE = "关于印发安全生产宣传教育活动方案的通知"

#: Document, what is wrong with it, the code.
DEFECTS: list[tuple[str, str, Change, str]] = [
    ("通知", "Letter paper", page(width=12240, height=15840, right=1808, bottom=986), "check.paper"),
    ("通知", "a sheet 2 mm too narrow", page(width=11806, right=1374), "check.paper"),
    ("通知", "upper margin of Word", page(top=1440, bottom=2642), "check.margin_top"),
    ("通知", "upper margin 39 mm", page(top=2211, bottom=1871), "check.margin_top"),
    ("通知", "left margin of Word", page(left=1800, right=1261), "check.margin_left"),
    ("通知", "left margin 26 mm", page(left=1474, right=1587), "check.margin_left"),
    ("材料", "wide type area", page(right=1390), "check.type_area_width"),
    ("材料", "high type area", page(bottom=1900), "check.type_area_height"),
    ("通知", "blue text", setting("body2", colour="0000FF"), "check.colour"),
    ("通知", "red heading", setting("h1", colour="FF0000"), "check.colour"),
    ("通知", "grey signature", setting("signature", colour="595959"), "check.colour"),
    ("通知", "black mark", setting("mark", colour="000000"), "check.masthead_colour"),
    ("通知", "30 pt lines", all_text(line=600), "check.lines_per_page"),
    ("通知", "29 pt lines", all_text(line=580), "check.lines_per_page"),
    ("通知", "no tighter characters", all_text(spacing=0), "check.chars_per_line"),
    ("通知", "title in 黑体", setting("title", face="黑体"), "check.title_face"),
    ("通知", "title in 小二", setting("title", size=36), "check.title_size"),
    ("通知", "mark in 黑体", setting("mark", face="黑体"), "check.masthead_face"),
    ("通知", "number in 宋体", setting("number", face="宋体"), "check.document_number_face"),
    ("通知", "number in 四号", setting("number", size=28), "check.document_number_size"),
    ("通知", "addressees in 宋体", setting("to", face="宋体"), "check.addressees_face"),
    ("通知", "addressees in 四号", setting("to", size=28), "check.addressees_size"),
    ("通知", "text in 宋体", setting("body3", face="宋体"), "check.body_face"),
    ("通知", "text in 小三", setting("body3", size=30), "check.body_size"),
    ("通知", "first heading in 仿宋", setting("h1", face="仿宋"), "check.heading1_face"),
    ("通知", "first heading in 小三", setting("h1", size=30), "check.heading1_size"),
    ("通知", "second heading in 黑体", setting("h2", face="黑体"), "check.heading2_face"),
    ("通知", "second heading in 四号", setting("h2", size=28), "check.heading2_size"),
    ("通知", "third heading in 黑体", setting("h3", face="黑体"), "check.heading3_face"),
    ("通知", "third heading in 四号", setting("h3", size=28), "check.heading3_size"),
    ("通知", "fourth heading in 楷体", setting("h4", face="楷体"), "check.heading4_face"),
    ("通知", "fourth heading in 四号", setting("h4", size=28), "check.heading4_size"),
    ("通知", "note in 黑体", setting("note", face="黑体"), "check.attachment_note_face"),
    ("通知", "note in 四号", setting("note", size=28), "check.attachment_note_size"),
    ("通知", "signature in 黑体", setting("signature", face="黑体"), "check.signature_face"),
    ("通知", "signature in 小三", setting("signature", size=30), "check.signature_size"),
    ("通知", "date in 宋体", setting("date", face="宋体"), "check.date_face"),
    ("通知", "date in 四号", setting("date", size=28), "check.date_size"),
    ("通知", "remark in 楷体", setting("remark", face="楷体"), "check.remark_face"),
    ("通知", "remark in 四号", setting("remark", size=28), "check.remark_size"),
    ("通知", "label in 仿宋", setting("label", face="仿宋"), "check.attachment_label_face"),
    ("通知", "label in 四号", setting("label", size=28), "check.attachment_label_size"),
    ("通知", "抄送 in 宋体", part("imprint", 0, face="宋体"), "check.copies_face"),
    ("通知", "抄送 in 三号", part("imprint", 0, size=32), "check.copies_size"),
    ("通知", "印发 in 黑体", part("imprint", 1, face="黑体"), "check.issue_face"),
    ("通知", "印发 in 三号", part("imprint", 1, size=32), "check.issue_size"),
    ("报告", "seven digits", setting("copy", text="0000123"), "check.copy_number"),
    ("报告", "copy number in 四号", setting("copy", size=28), "check.copy_number_size"),
    ("报告", "five-pointed star missing", setting("secrecy", text="秘密1年"), "check.secrecy"),
    ("报告", "period in 汉字", setting("secrecy", text="秘密★一年"), "check.secrecy"),
    ("报告", "secrecy in 仿宋", setting("secrecy", face="仿宋"), "check.secrecy_face"),
    ("报告", "secrecy in 四号", setting("secrecy", size=28), "check.secrecy_size"),
    ("报告", "急件", setting("urgency", text="急件"), "check.urgency"),
    ("报告", "urgency in 仿宋", setting("urgency", face="仿宋"), "check.urgency_face"),
    ("报告", "urgency in 四号", setting("urgency", size=28), "check.urgency_size"),
    ("报告", "urgency above secrecy", in_order("copy", "urgency", "secrecy"), "check.head_order"),
    ("报告", "secrecy above copy number", in_order("secrecy", "copy"), "check.head_order"),
    ("报告", "secrecy on the right", setting("secrecy", align="right"), "check.head_corner"),
    ("报告", "copy number indented", setting("copy", first=200), "check.head_corner"),
    ("通知", "mark at the left", setting("mark", align="left"), "check.masthead_centre"),
    ("通知", "number at the left", setting("number", align="left"), "check.document_number_place"),
    ("通知", "number on the right", setting("number", align="both"), "check.document_number_place"),
    ("报告", "number at the edge", setting("number", left=0), "check.document_number_place"),
    ("报告", "number three characters in", setting("number", left=300), "check.document_number_place"),
    (
        "报告",
        "signatory in 仿宋",
        setting("number", runs=[("云自然资〔2018〕13号\t签发人：", "仿宋"), ("赵一鸣", "仿宋")]),
        "check.signatory_face",
    ),
    (
        "报告",
        "signatory with a half-width colon",
        setting("number", runs=[("云自然资〔2018〕13号\t签发人:", "仿宋"), ("赵一鸣", "楷体")]),
        "check.signatory_colon",
    ),
    (
        "报告",
        "signatories with 、",
        setting("number", runs=[("云自然资〔2018〕13号\t签发人：", "仿宋"), ("赵一鸣、钱二", "楷体")]),
        "check.signatory_names",
    ),
    ("通知", "no blank line above the title", setting("title", before=0), "check.title_place"),
    ("通知", "four blank lines above the title", setting("title", before=4), "check.title_place"),
    (
        "通知",
        "an hourglass",
        setting("title", text="云岭省自然资源厅关于印发\n安全生产宣传\n教育“七进”活动方案的通知"),
        "check.title_shape",
    ),
    (
        "通知",
        "a rectangle",
        setting("title", text="云岭省自然资源厅\n关于加强安全生产\n和宣传工作的通知"),
        "check.title_shape",
    ),
    (
        "通知",
        "two signs alone",
        setting("title", text="云岭省自然资源厅关于安全生产宣传活动开展\n情况的通报"),
        "check.title_shape",
    ),
    (
        "通知",
        "a line that begins with 的",
        setting("title", text="云岭省自然资源厅关于印发活动方案\n的通知及有关材料要求的通知"),
        "check.title_break",
    ),
    (
        "通知",
        "a year cut in two",
        setting("title", text="云岭省自然资源厅关于印发20\n18年安全生产宣传教育活动方案的通知"),
        "check.title_break",
    ),
    (
        "通知",
        "《 at the end of a line",
        setting("title", text="云岭省自然资源厅关于印发《\n安全生产宣传教育“七进”活动方案》的通知"),
        "check.title_break",
    ),
    (
        "通知",
        "attachment title as an hourglass",
        setting("attached", text="云岭省自然资源厅安全\n生产宣传\n教育活动方案"),
        "check.title_shape",
    ),
    ("通知", "addressees indented", setting("to", first=200), "check.addressees_indent"),
    ("通知", "addressees with typed blanks", setting("to", text="　　各市自然资源局："), "check.addressees_indent"),
    ("通知", "addressees close to the title", setting("title", after=0), "check.addressees_gap"),
    ("通知", "addressees far from the title", setting("title", after=3), "check.addressees_gap"),
    ("通知", "text at the edge", setting("body2", first=0), "check.text_indent"),
    ("通知", "text four characters in", setting("body2", first=400), "check.text_indent"),
    ("通知", "heading at the edge", setting("h1", first=0), "check.text_indent"),
    ("通知", "text indented as a block", setting("body2", first=0, left=200), "check.text_indent"),
    ("通知", "date at the edge", setting("date", right=0), "check.date_place"),
    ("通知", "date seven characters in", setting("date", right=700), "check.date_place"),
    ("通知", "date in the middle", setting("date", align="center", right=0), "check.date_place"),
    ("通知", "remark at the edge", setting("remark", first=0), "check.remark_indent"),
    ("通知", "remark in the middle", setting("remark", align="center", first=0), "check.remark_indent"),
    ("通知", "note at the edge", setting("note", left=300), "check.attachment_note_indent"),
    ("通知", "note close to the text", setting("note", before=0), "check.attachment_note_gap"),
    ("通知", "note far from the text", setting("note", before=3), "check.attachment_note_gap"),
    ("通知", "label with a colon", setting("label", text="附件："), "check.attachment_label_colon"),
    ("通知", "label in the middle", setting("label", align="center"), "check.attachment_label_indent"),
    ("通知", "label indented", setting("label", first=200), "check.attachment_label_indent"),
    ("通知", "attachment title close to the label", setting("attached", before=0), "check.attachment_title_line"),
    ("通知", "attachment title far away", setting("attached", before=3), "check.attachment_title_line"),
    ("通知", "no line above the imprint", imprint_borders(line("bottom", 6), line("top", 6) + line("bottom", 8)),
     "check.imprint_rules"),
    ("通知", "no line below the imprint", imprint_borders(line("top", 8) + line("bottom", 6), line("top", 6)),
     "check.imprint_rules"),
    ("通知", "lines of one thickness",
     imprint_borders(line("top", 8) + line("bottom", 8), line("top", 8) + line("bottom", 8)),
     "check.imprint_thickness"),
    ("通知", "hair lines",
     imprint_borders(line("top", 4) + line("bottom", 4), line("top", 4) + line("bottom", 4)),
     "check.imprint_thickness"),
    ("通知", "抄送 at the edge", part("imprint", 0, left=300), "check.imprint_edges"),
    ("通知", "印发 at the edge", part("imprint", 1, left=0), "check.imprint_edges"),
    ("通知", "one footer for all pages", page(even_and_odd=False), "check.page_number_sides"),
    ("通知", "hyphens round the number", part("odd", text="- \ue000 -"), "check.page_number_dashes"),
    ("通知", "a bare number", part("odd", text="\ue000"), "check.page_number_dashes"),
    ("通知", "full-width digits", part("odd", text="— １\ue000 —"), "check.page_number_digits"),
    ("通知", "number in Times New Roman", part("odd", latin="Times New Roman"), "check.page_number_face"),
    ("通知", "number in 五号", part("odd", size=21), "check.page_number_size"),
    ("通知", "odd number in the middle", part("odd", align="center", right=0), "check.page_number_place"),
    ("通知", "odd number at the edge", part("odd", right=0), "check.page_number_place"),
    ("通知", "even number on the right", part("even", align="right"), "check.page_number_place"),
    ("纪要", "出席 in 仿宋", setting("present", runs=[("出席：赵一鸣", "仿宋")]), "check.attendance_label"),
    (
        "纪要",
        "names in 楷体",
        setting("present", runs=[("出席：", "黑体"), ("赵一鸣　孙三友", "楷体")]),
        "check.attendance_names",
    ),
    ("纪要", "出席 at the edge", setting("present", left=300), "check.attendance_indent"),
    ("纪要", "出席 close to the text", setting("present", before=0), "check.attendance_gap"),
    ("通知", "attachment on the page of the text", setting("label", page_break=False), "check.attachment_page"),
    ("函", "number of a letter indented", setting("number", right=200), "check.letter_number"),
    ("函", "number on the first page", page(first_footer=None), "check.letter_first_page_number"),
    ("通知", "title not in the middle", setting("title", align="both", text=TITLE),
     "check.title_centre"),
    (
        "通知",
        "a word cut in two",
        setting("title", text="云岭省自然资源厅关于印发安全生\n产宣传教育“七进”活动方案的通知"),
        "check.title_break",
    ),
    (
        "通知",
        "a name in 《》 cut in two",
        setting("title", text="关于印发《云岭省安全\n生产活动方案》的通知"),
        "check.title_break_quoted",
    ),
    ("通知", "a long name of an attachment that does not hang", long_name(first=200), "check.attachment_note_wrap"),
    ("通知", "typed blanks instead of an indent",
     setting("body2", first=0, text="　　" + "各单位要提高认识。"), "check.typed_blanks"),
    ("通知", "a blank line above the remark", setting("remark", before=1), "check.remark_gap"),
    ("通知", "abbreviated date of printing", part("imprint", 1, text="云岭省自然资源厅办公室\t2018.4.26印发"),
     "check.issue_form"),
    ("通知", "a zero in the date of printing", part("imprint", 1, text="云岭省自然资源厅办公室\t2018年04月26日印发"),
     "check.issue_form"),
    ("通知", "no line above 印发", imprint_borders(line("top", 8), line("bottom", 8)), "check.imprint_middle"),
    ("函", "文件 in the mark of a letter", setting("mark", text="云岭省自然资源厅文件"), "check.letter_mark"),
    ("函", "title of a letter far below", setting("title", before=4), "check.letter_title_place"),
    ("命令", "no number of the order", setting("number", text="", before=0), "check.order_number"),
    ("命令", "number of the order in 汉字", setting("number", text="第五号"), "check.order_number"),
    ("命令", "number of the order at the left", setting("number", align="both"), "check.order_number_place"),
    ("命令", "number of the order close to the mark", setting("number", before=0), "check.order_number_gap"),
    ("命令", "text close to the number", setting("body1", before=0.5), "check.order_text_gap"),
    ("函", "lines in the imprint of a letter", imprint_borders(line("top", 8)), "check.letter_imprint_rules"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["通知", "报告", "函", "命令", "纪要", "材料"])
def test_a_right_document_gives_no_finding(name: str, right: Any, codes: Any) -> None:
    assert codes(docx_facts(right(name).bytes(), file="文件.docx")) == []


@pytest.mark.parametrize(
    ("name", "change", "code"), [(name, change, code) for name, _, change, code in DEFECTS],
    ids=[f"{name}: {what}" for name, what, _, _ in DEFECTS],
)  # fmt: skip
def test_exactly_the_right_rule_fires(name: str, change: Change, code: str, right: Any, codes: Any) -> None:
    doc = right(name)
    change(doc)
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == [code]


def test_there_are_eighty_copies_with_one_defect_each() -> None:
    assert len(DEFECTS) >= 80
    assert len({(name, what) for name, what, _, _ in DEFECTS}) == len(DEFECTS)


def test_each_code_has_a_copy_that_breaks_it() -> None:
    cases = "".join(
        path.read_text(encoding="utf-8") for path in CHECKS.rglob("test_*.py") if path.name != LISTED
    )
    assert sum(asked.force is Force.REQUIRED for asked in ASKED.values()) >= 80
    assert sorted(code for code in ASKED if f'"{code}"' not in cases) == []


def test_a_page_number_is_missed_in_a_long_document(right: Any, codes: Any) -> None:
    doc = right("材料")
    doc.odd.text = doc.even.text = ""
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == ["check.page_number_missing"]


def test_a_letter_does_not_say_who_printed_it(right: Any, codes: Any, documents: Any) -> None:
    doc = right("函")
    doc.imprint.append(documents["通知"]().imprint[1])
    doc.imprint_borders.append("")
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == ["check.letter_issue"]


def test_the_imprint_stands_from_above_主送_抄送_印发(right: Any, codes: Any) -> None:
    doc = right("通知")
    doc.imprint.reverse()
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == ["check.imprint_order"]


def test_no_line_parts_主送_from_抄送(right: Any, para: Any, border: Any, codes: Any) -> None:
    doc = right("通知")
    doc.imprint.insert(
        0, para("主送：各市自然资源局，厅机关各处室。", size=28, left=400, hanging=300, right=100)
    )
    doc.imprint_borders.insert(0, border("top", 8) + border("bottom", 6))
    doc.imprint_borders[1] = border("bottom", 6)
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == ["check.imprint_rule_between"]


def test_attachments_stand_before_the_imprint(right: Any, codes: Any) -> None:
    doc = right("通知")
    copies, issue = doc.imprint
    copies.borders, issue.borders = line("top", 8), line("top", 6) + line("bottom", 8)
    paras = list(doc.paras.items())
    at = [name for name, _ in paras].index("label")
    doc.paras = dict([*paras[:at], ("copies", copies), ("issue", issue), *paras[at:]])
    doc.imprint = []
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == ["check.imprint_before_attachments"]


def test_the_mark_of_a_letter_names_one_organ(right: Any, codes: Any) -> None:
    doc = right("函")
    paras = list(doc.paras.items())
    other = copy.deepcopy(doc["mark"])
    other.text = "云岭省应急管理厅"
    doc.paras = dict([paras[0], ("mark2", other), *paras[1:]])
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == ["check.letter_joint"]


def test_sections_are_measured_one_way(right: Any, codes: Any) -> None:
    facts = docx_facts(right("材料").bytes(), file="文件.docx")
    (box,) = facts.sections
    ink = replace(box, top=34.58, bottom=32.58)
    assert codes(replace(facts, sections=(ink, ink))) == []
    assert codes(replace(facts, sections=(box, ink))) == ["check.mixed_systems"]


def test_a_pdf_on_another_paper_is_told(right: Any, codes: Any) -> None:
    facts = docx_facts(right("材料").bytes(), file="文件.docx")
    assert codes(replace(facts, pages=(PageFacts(1, 210, 297),))) == []
    assert codes(replace(facts, pages=(PageFacts(1, 215.9, 279.4),))) == ["check.page_disagrees"]


def test_page_numbers_go_on_in_the_next_section(right: Any, codes: Any) -> None:
    facts = docx_facts(right("材料").bytes(), file="文件.docx")
    (section,) = facts.sections
    assert codes(replace(facts, sections=(replace(section, first_page_number=1), section))) == []
    again = replace(facts, sections=(section, replace(section, first_page_number=1)))
    assert codes(again) == ["check.page_number_restart"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [({}, []), ({"face": "宋体"}, ["check.main_to_face"]), ({"size": 32}, ["check.main_to_size"])],
)
def test_addressees_may_stand_in_the_imprint(
    values: dict[str, Any], expected: list[str], right: Any, para: Any, border: Any, codes: Any
) -> None:
    doc = right("通知")
    settings = {"size": 28, "left": 400, "hanging": 300, "right": 100} | values
    doc.imprint.insert(0, para("主送：各市自然资源局，厅机关各处室。", **settings))
    doc.imprint_borders = [border("top", 8), border("bottom", 6), border("top", 6) + border("bottom", 8)]
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == expected


RED_RULE = '<w:bottom w:val="single" w:sz="20" w:space="1" w:color="FF0000"/>'

#: What circulates as a rule and is none, and what is a matter of habit.
HABITS: list[tuple[str, str, Change]] = [
    ("通知", "仿宋 of another maker", all_text(face="FangSong")),
    ("通知", "小标宋 of another maker", setting("title", face="FZXiaoBiaoSong-B05S")),
    ("通知", "Times New Roman for digits", all_text(latin="Times New Roman")),
    ("通知", "margins within the tolerance", page(top=2154, left=1644, bottom=1928, right=1417)),
    ("通知", "the ink view", page(top=1960, bottom=1847)),
    ("通知", "the date two characters in, not sealed", setting("date", right=200)),
    ("通知", "lines of 28.5 pt", all_text(line=570)),
    ("通知", "a long name of an attachment that hangs", long_name(left=500, hanging=300)),
    ("通知", "bold headings", setting("h2", bold=True)),
    ("通知", "28 pt lines", all_text(line=560)),
    ("通知", "a thicker red rule", setting("rule", borders=RED_RULE)),
    ("通知", "another red", setting("mark", colour="C00000")),
    ("通知", "a mark of another size", setting("mark", size=72)),
    ("报告", "a telegram", setting("urgency", text="特提")),
    ("报告", "secrecy without a period", setting("secrecy", text="机密")),
    ("函", "no page number on the second page", both(part("odd", text=""), part("even", text=""))),
    ("通知", "no remark below the date", setting("remark", text="")),
]


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name, _, change in HABITS], ids=[what for _, what, _ in HABITS]
)
def test_what_the_standard_does_not_ask_is_not_asked(
    name: str, change: Change, right: Any, codes: Any
) -> None:
    doc = right(name)
    change(doc)
    assert codes(docx_facts(doc.bytes(), file="文件.docx")) == []


def test_every_finding_says_where_what_and_how(right: Any, tmp_path: Path) -> None:
    from qijin_docs.check.recognise import elements
    from qijin_docs.check.report import Finding
    from qijin_docs.check.rules import RULES

    for name, _, change, code in DEFECTS:
        doc = right(name)
        change(doc)
        facts = docx_facts(doc.bytes(), file="文件.docx")
        known = elements(facts)
        found = [item for rule in RULES for item in rule(facts, known) if isinstance(item, Finding)]
        for item in found:
            assert item.code == code
            assert item.problem.place.file == "文件.docx"
            assert item.problem.place.where
            assert item.problem.hint
            assert not item.problem.message.endswith("。")
