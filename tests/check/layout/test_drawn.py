"""What only the page shows: right documents drawn give no finding, a defect on the page gives its own."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.check.facts import Facts
from qijin_docs.check.read import read_facts, read_many

Change = Callable[[Any], None]

GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/>'


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


def foot(**values: Any) -> Change:
    """Set something of the footer of odd pages."""

    def change(doc: Any) -> None:
        for key, value in values.items():
            setattr(doc.odd, key, value)

    return change


def all_text(**values: Any) -> Change:
    """Set something of every paragraph of text."""

    def change(doc: Any) -> None:
        for name, para in doc.paras.items():
            if name.startswith(("body", "text", "attached_text", "h")):
                for key, value in values.items():
                    setattr(para, key, value)

    return change


def copies(**values: Any) -> Change:
    """Set something of 抄送."""

    def change(doc: Any) -> None:
        for key, value in values.items():
            setattr(doc.imprint[0], key, value)

    return change


def joint_below(doc: Any) -> None:
    """Two issuers side by side with 文件 on a line of its own below them."""
    name = doc["mark"]
    name.text = "云岭省自然资源厅"
    other, word = copy.deepcopy(name), copy.deepcopy(name)
    other.text, word.text = "云岭省应急管理厅", "文件"
    paras = doc.paras
    at = list(paras).index("mark") + 1
    doc.paras = dict([*list(paras.items())[:at], ("mark2", other), ("word", word), *list(paras.items())[at:]])


def signatory(**values: Any) -> Change:
    """Put the 签发人 in a paragraph of its own above the number."""

    def change(doc: Any) -> None:
        signed = copy.deepcopy(doc["number"])
        text = values.get("text", "签发人：赵一鸣")
        label, names = text.split("：")
        signed.runs, signed.align, signed.left, signed.right = (
            [(label + "：", "仿宋"), (names, "楷体")],
            "right",
            0,
            100,
        )
        for key, value in values.items():
            setattr(signed, key, value)
        doc["number"].runs, doc["number"].text, doc["number"].before = [], "云自然资〔2018〕13号", 0
        paras = list(doc.paras.items())
        at = [name for name, _ in paras].index("number")
        doc.paras = dict([*paras[:at], ("signed", signed), *paras[at:]])

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(doc: Any) -> None:
        for step in changes:
            step(doc)

    return change


LONG_NAME = "附件：云岭省自然资源厅安全生产宣传教育进企业进校园进机关进社区进农村进家庭进公共场所活动方案"

NARROW = 'w:w="8845" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="1587" w:y="2633"'

HIGH = 'w:w="9638" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="1190" w:y="15360"'
THIN_OVER_THICK = '<w:bottom w:val="thinThickSmallGap" w:sz="12" w:space="1" w:color="FF0000"/>'

#: Name, document, change, codes.
DEFECTS: dict[str, tuple[str, Change, list[str]]] = {
    "mark 4 mm too low": ("通知", setting("above", line=2055), ["check.masthead_top"]),
    "number close to the mark": ("通知", setting("number", before=0), ["check.document_number_gap"]),
    "no red rule": ("通知", setting("rule", borders=""), ["check.red_rule_missing"]),
    "red rule far below": ("通知", setting("rule", line=400), ["check.red_rule_gap"]),
    "short red rule": ("通知", setting("rule", left=300), ["check.red_rule_length"]),
    "title close to the red rule": ("通知", setting("title", before=0.5), ["check.title_place"]),
    "addressees close to the title": ("通知", setting("title", after=0), ["check.addressees_gap"]),
    "imprint in the middle": ("通知", page(imprint_bottom=False), ["check.imprint_bottom"]),
    "imprint too far left": ("通知", page(imprint_left=1387), ["check.imprint_edges", "check.imprint_length"]),
    "page number too low": ("通知", page(footer=1000), ["check.page_number_height"]),
    "page number four characters in": (
        "通知", foot(right=400), ["check.page_number_edge", "check.page_number_place"],
    ),
    "no text on the first page": (
        "通知",
        both(setting("body1", page_break=True), setting("text0", text="各单位要提高认识。")),
        ["check.text_on_first_page"],
    ),
    "signature alone on its page": (
        "通知", setting("signature", page_break=True), ["check.imprint_even_page", "check.signature_page"],
    ),
    "signature not over the date": ("通知", setting("signature", left=300), ["check.signature_centre"]),
    "date at the edge": ("通知", setting("date", right=0), ["check.date_place"]),
    "name of the attachment wraps to the edge": (
        "通知", setting("note", text=LONG_NAME, left=200, hanging=0),
        ["check.attachment_name", "check.attachment_note_wrap"],
    ),
    "attachment on no page of its own": ("通知", setting("label", page_break=False), ["check.attachment_page"]),
    "attachment title on the second line": ("通知", setting("attached", before=0), ["check.attachment_title_line"]),
    "21 lines": ("材料", all_text(line=580), ["check.lines_per_page"]),
    "27 characters": ("材料", all_text(spacing=0), ["check.chars_per_line"]),
    "a grid of characters": (
        "材料", both(page(grid=GRID), all_text(spacing=0)),
        ["check.chars_per_line", "check.drawn_left", "check.drawn_right"],
    ),
    "signatory at the edge": ("报告", setting("number", tab=8845), ["check.signatory_place"]),
    "number of the upward report at the edge": (
        "报告", setting("number", left=0), ["check.document_number_place"],
    ),
    "copy number on the second line": ("报告", setting("copy", before=1), ["check.head_line", "check.masthead_top"]),
    "抄送 that wraps to the edge": (
        "通知", copies(text="抄送：" + "云岭省应急管理厅，" * 5 + "云岭省教育厅。", left=100, hanging=0),
        ["check.copies_wrap"],
    ),
    "five pages": ("通知", setting("attached_text", text="国" * 900 + "。"), ["check.imprint_even_page"]),
    "文件 below the names": (
        "通知", joint_below, ["check.masthead_joint"],
    ),
    "signatory above the number": (
        "报告", signatory(before=2), ["check.number_line"],
    ),
    "names of signatories not aligned": (
        "报告", signatory(text="签发人：赵一鸣　钱一二\n孙三友", align="left", left=1000, before=2),
        ["check.number_line", "check.signatory_align", "check.signatory_names"],
    ),
    "names of those present wrap to the edge": (
        "纪要",
        setting("present", runs=[("出席：", "黑体"), ("赵一鸣　钱一二　" * 6 + "孙三友", "仿宋")], left=200, hanging=0),
        ["check.attendance_wrap"],
    ),
    "letter: imprint in the middle": ("函", page(imprint_bottom=False), ["check.letter_imprint_bottom"]),
    "letter: mark too low": (
        "函", setting("mark", frame=""),
        ["check.letter_number_gap", "check.letter_rule_gap", "check.masthead_top"],
    ),
    "letter: no lower rule": ("函", setting("lower", borders=""), ["check.letter_rules"]),
    "letter: short rules": ("函", setting("upper", frame=NARROW), ["check.letter_rule_length"]),
    "letter: thin over thick at the head": ("函", setting("upper", borders=THIN_OVER_THICK), ["check.letter_rule_order"]),
    "letter: lower rule too high": ("函", setting("lower", frame=HIGH), ["check.letter_rule_foot"]),
    "letter: number far below the rule": ("函", setting("number", before=1.5), ["check.letter_number_gap"]),
    "letter: text down to the lower rule": (
        "函", both(page(bottom=1200, footer=700), setting("body1", text="国" * 900)),
        ["check.letter_imprint_bottom", "check.letter_text_gap", "check.page_number_height", "check.type_area_height"],
    ),
    "letter: number on the first page": ("函", page(first_footer=None), ["check.letter_first_page_number"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(documents: Any, para: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    """Facts with pages of all right and all spoiled documents, drawn in one call."""
    folder = tmp_path_factory.mktemp("drawn")
    files: dict[str, Path] = {}
    for name, make in documents.items():
        files[name] = make().save(folder / f"{len(files)}.docx")
    for what, (name, change, _) in DEFECTS.items():
        doc = copy.deepcopy(documents[name]())
        change(doc)
        files[what] = doc.save(folder / f"{len(files)}.docx")
    early, alone = documents["通知"](), documents["通知"]()
    early.tail = [para("各单位要提高认识。", first=200, page_break=True)]
    alone.paras["last"] = para(size=18, line=20, page_break=True)
    blank = documents["通知"]()
    blank.paras["blank"], blank.paras["last"] = para(page_break=True), para(size=18, line=20, page_break=True)
    files["blank page"] = blank.save(folder / "blank.docx")
    files["imprint early"] = early.save(folder / "early.docx")
    files["imprint alone"] = alone.save(folder / "alone.docx")
    return dict(zip(files, read_many(list(files.values()), layout=True), strict=True))


@pytest.fixture(scope="module")
def printed(
    documents: Any, libreoffice: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Path]]:
    """The file and the PDF of some documents, made in one call."""
    folder = tmp_path_factory.mktemp("printed")
    made = {name: documents[name]() for name in ("通知", "材料")}
    made["left"] = documents["材料"]()
    made["left"].left, made["left"].right = 1800, 1261
    made["right"] = documents["材料"]()
    made["right"].right = 1200
    made["top"] = documents["材料"]()
    made["top"].top, made["top"].bottom = 1440, 2642
    paras = made["top"].paras
    made["top"].paras = {f"{name}{copied}": para for copied in range(3) for name, para in paras.items()}
    files = [doc.save(folder / f"{name}.docx") for name, doc in made.items()]
    return dict(zip(made, zip(files, libreoffice(*files), strict=True), strict=True))


@pytest.mark.parametrize("name", ["通知", "报告", "函", "纪要", "材料"])
def test_a_right_document_gives_no_finding_on_the_page(
    name: str, drawn: dict[str, Facts], codes: Any
) -> None:
    assert codes(drawn[name]) == []


@pytest.mark.parametrize("what", DEFECTS)
def test_a_defect_on_the_page_gives_its_own_finding(what: str, drawn: dict[str, Facts], codes: Any) -> None:
    assert codes(drawn[what]) == DEFECTS[what][2]


def test_it_says_where_file_and_page_disagree(drawn: dict[str, Facts]) -> None:
    from qijin_docs.check.recognise import elements
    from qijin_docs.check.report import Finding
    from qijin_docs.check.rules.page import chars_per_line

    facts = drawn["a grid of characters"]
    (found,) = [item for item in chars_per_line(facts, elements(facts)) if isinstance(item, Finding)]
    assert "而文件设置应排28字" in found.problem.message


def test_every_paragraph_is_found_on_its_page(drawn: dict[str, Facts]) -> None:
    facts = drawn["通知"]
    lost = [
        p.text for p, lines in zip(facts.paragraphs, facts.drawn, strict=True) if not p.blank and not lines
    ]
    assert lost == []
    label = next(p for p in facts.paragraphs if p.text == "附件")
    assert label.page == 4


@pytest.mark.parametrize("name", ["通知", "材料"])
def test_a_pdf_alone_is_measured_as_well(
    name: str, printed: dict[str, tuple[Path, Path]], codes: Any
) -> None:
    facts = read_facts(printed[name][1])
    assert facts.kind == "pdf"
    assert codes(facts) == []


def test_a_pdf_with_another_left_edge_is_told(printed: dict[str, tuple[Path, Path]], codes: Any) -> None:
    assert "check.drawn_left" in codes(read_facts(printed["left"][1]))


def test_a_pdf_with_another_upper_edge_is_told(printed: dict[str, tuple[Path, Path]], codes: Any) -> None:
    assert "check.drawn_top" in codes(read_facts(printed["top"][1]))


def test_an_imprint_before_the_last_page_is_told(drawn: dict[str, Facts], codes: Any) -> None:
    assert codes(drawn["imprint early"]) == ["check.imprint_page"]


def test_an_imprint_alone_on_its_page_is_a_hint(drawn: dict[str, Facts], codes: Any) -> None:
    assert codes(drawn["imprint alone"]) == ["check.imprint_alone"]


def test_a_blank_page_before_the_imprint_bears_no_number(drawn: dict[str, Facts], codes: Any) -> None:
    assert codes(drawn["blank page"]) == ["check.blank_page_numbered", "check.imprint_alone"]


def test_a_pdf_with_another_right_edge_is_told(printed: dict[str, tuple[Path, Path]], codes: Any) -> None:
    assert "check.drawn_right" in codes(read_facts(printed["right"][1]))


def test_a_given_pdf_is_used_for_the_pages_of_a_docx(printed: dict[str, tuple[Path, Path]]) -> None:
    docx, pdf = printed["材料"]
    facts = read_facts(docx, pdf=pdf)
    assert facts.kind == "docx"
    assert facts.pages is not None
    assert facts.substituted_fonts == ()
