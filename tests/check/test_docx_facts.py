"""Facts from the XML of a .docx that anyone may have made."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

from qijin_docs.check.docx_facts import docx_facts
from qijin_docs.check.facts import Facts
from qijin_docs.errors import DataError


def facts_of(document: Any) -> Facts:
    stream = io.BytesIO()
    document.save(stream)
    return docx_facts(stream.getvalue(), file="文件.docx")


def test_a_paragraph_tells_its_text_and_format() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28.95)
    run = paragraph.add_run("云岭 & <甲>\t乙")
    run.font.size = Pt(16)
    run.font.color.rgb = RGBColor(0xFF, 0, 0)
    run.bold = True
    (found,) = facts_of(document).paragraphs
    assert found.text == "云岭 & <甲>\t乙"
    assert (found.indents.first, found.line, found.line_rule) == (640, 579, "exact")
    assert (found.size, found.colour, found.runs[0].bold) == (32, "FF0000", True)
    assert str(found.place) == "文件.docx（正文第1段）"
    assert (found.part, found.index) == ("word/document.xml", 0)


def test_sheet_and_margins_are_in_millimetres() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    (found,) = facts_of(document).sections
    assert round(found.width, 1) == 210
    assert round(found.height, 1) == 297
    assert round(found.top, 1) == 37
    assert round(found.left, 1) == 28


def test_cells_know_their_row_and_column() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(2, 2)
    table.cell(1, 0).text = "甲\n乙"
    document.add_paragraph("后")
    facts = facts_of(document)
    cell = next(p for p in facts.paragraphs if p.text.startswith("甲"))
    assert (cell.table, cell.row, cell.column, cell.in_table) == (1, 2, 1, True)
    assert cell.place.where == "表1第2行第1列"
    assert facts.paragraphs[-1].place.where == "正文第2段"
    assert facts.tables[0].rows == (("", ""), ("甲乙", ""))
    assert (facts.tables[0].first, facts.tables[0].last) == (1, 4)


def test_lines_of_cells_are_lines_of_their_paragraphs() -> None:
    document = docx.Document()
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "抄送"
    borders = f'<w:tcBorders {nsdecls("w")}><w:top w:val="single" w:sz="8" w:color="auto"/></w:tcBorders>'
    table.cell(0, 0)._tc.get_or_add_tcPr().append(parse_xml(borders))
    (found,) = facts_of(document).paragraphs
    assert found.above is not None
    assert (found.above.kind, found.above.size, found.above.colour) == ("single", 8, "auto")
    assert found.below is None


def test_what_is_deleted_moved_away_or_hidden_is_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("留")
    for xml in (
        "<w:del {ns}><w:r><w:delText>删</w:delText></w:r></w:del>",
        "<w:moveFrom {ns}><w:r><w:t>走</w:t></w:r></w:moveFrom>",
        "<w:ins {ns}><w:r><w:t>加</w:t></w:r></w:ins>",
        "<w:r {ns}><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>",
        "<w:hyperlink {ns}><w:r><w:t>链</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    assert facts_of(document).paragraphs[0].text == "留加链"


def test_page_breaks_are_seen_wherever_they_stand() -> None:
    document = docx.Document()
    document.add_paragraph("一").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("二")
    document.add_paragraph("三").paragraph_format.page_break_before = True
    document.add_section()
    document.add_paragraph("四")
    found = {p.text: p.page_break_before for p in facts_of(document).paragraphs if p.text}
    assert found == {"一": False, "二": True, "三": True, "四": True}


def test_automatic_numbers_are_shown() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    assert [p.shown for p in facts_of(document).paragraphs] == ["1.甲", "2.乙", "•丙"]


def test_a_text_box_is_read_once() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("外")
    box = "<w:txbxContent><w:p><w:r><w:t>内</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(xml))
    found = facts_of(document).paragraphs
    assert [(p.text, p.in_text_box) for p in found] == [("外", False), ("内", True)]
    assert found[1].place.where == "正文第1段文本框第1段"


def test_footers_and_fields_are_found() -> None:
    document = docx.Document()
    document.settings.odd_and_even_pages_header_footer = True
    paragraph = document.sections[0].footer.paragraphs[0]
    xml = '<w:fldSimple {ns} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    facts = facts_of(document)
    (foot,) = facts.headers_footers
    assert (foot.area, foot.kind, foot.sections, foot.has_page_number) == ("footer", "default", (0,), True)
    assert foot.paragraphs[0].place.where == "页脚1第1段"
    assert facts.fields[0].instruction == "PAGE"
    assert facts.even_and_odd


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    document = docx.Document()
    document.add_paragraph("云岭")
    stream, strict = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            target.writestr(name, data)
    assert docx_facts(strict.getvalue(), file="文件.docx").paragraphs[0].text == "云岭"


def test_a_workbook_is_no_word_document(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "表.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(DataError) as caught:
        docx_facts(path)
    (problem,) = caught.value.problems
    assert problem.code == "check.not_word"
    assert str(problem) == (
        "表.xlsx：这不是 Word 文档；只能校对 .docx 和 .pdf；.doc 请先用 Word 或 WPS 另存为 .docx [check.not_word]"
    )


def test_a_macro_is_no_reason_not_to_look() -> None:
    document = docx.Document()
    document.add_paragraph("云岭")
    stream, other = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert docx_facts(other.getvalue(), file="文件.docx").paragraphs[0].text == "云岭"
