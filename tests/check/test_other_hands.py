"""Papers of other hands: every finding is true, and nothing is told that is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qijin_docs import check_document

PAPERS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("other_hands.yaml").read_text(encoding="utf-8")
)
SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
#: Format → font, points, alignment, first-line indent in characters, colour.
FORMATS: dict[str, tuple[str, float, str, float, str]] = {
    "M": (SONG, 48, "CENTER", 0, "FF0000"),
    "T": (SONG, 22, "CENTER", 0, ""),
    "TL": (SONG, 22, "LEFT", 0, ""),
    "N": (FANG, 16, "CENTER", 0, ""),
    "A": (FANG, 16, "LEFT", 0, ""),
    "B": (FANG, 16, "LEFT", 2, ""),
    "H": (HEI, 16, "LEFT", 2, ""),
    "HL": (HEI, 16, "LEFT", 0, ""),
    "K": (KAI, 16, "LEFT", 2, ""),
    "G": (HEI, 16, "LEFT", 2, ""),
    "I": (FANG, 14, "LEFT", 1, ""),
    "R": (FANG, 16, "RIGHT", 0, ""),
    "HC": (HEI, 16, "CENTER", 0, ""),
    "KC": (KAI, 16, "CENTER", 0, ""),
    "TB": (SONG, 36, "CENTER", 0, ""),
    "C": (HEI, 14, "CENTER", 0, ""),
    "S": (FANG, 12, "LEFT", 0, ""),
    "X": (FANG, 16, "LEFT", 0, ""),
}


def written(run: Run, font: str, points: float, colour: str = "") -> None:
    run.font.size, run.font.name = Pt(points), font
    properties = run._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if points == 16:
        properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="-5"/>'))


def line(document: Document, text: str) -> None:
    code, _, words = text.partition(" ")
    new_page, code = code.endswith("!"), code.rstrip("!")
    right = float(code[1:] or 0) if code[0] == "R" else 0
    font, points, alignment, first, colour = FORMATS["R" if code[0] == "R" else code]
    paragraph: Paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing = Pt(60 if points == 48 else 32 if points == 22 else 28)
    form.space_before = form.space_after = Pt(0)
    form.page_break_before = new_page
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, alignment)
    if first:
        form.first_line_indent = Pt(first * points)
    if right:
        form.right_indent = Pt(right * points)
    if code == "X":
        box = (
            '<w:r {}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent/></v:textbox>'
            "</v:shape></w:pict></w:r>"
        )
        run = parse_xml(box.format(nsdecls("w")))
        paragraph._p.append(run)
        inside = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{words}</w:t></w:r></w:p>")
        next(run.iter(qn("w:txbxContent"))).append(inside)
        return
    heading, _, rest = words.partition("|")
    written(paragraph.add_run(heading), font, points, colour)
    if rest:
        written(paragraph.add_run(rest), FANG, points)


def table(document: Document, rows: list[list[str]]) -> None:
    made = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(28)
            for piece in text.split("|"):
                name = "签发人" not in piece and len(text.split("|")) > 1
                written(
                    cell.paragraphs[0].add_run(piece), KAI if name else FANG, 16 if len(rows) == 1 else 12
                )
            if "签发人" in text:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_other_hands_is_told_what_is_wrong_with_it_and_no_more(name: str, tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for entry in PAPERS[name]["lines"]:
        if isinstance(entry, str):
            line(document, entry)
        else:
            table(document, entry["table"])
    path = tmp_path / "稿.docx"
    document.save(str(path))

    report = check_document(path)

    assert sorted({found.code for found in report.findings}) == sorted(PAPERS[name]["codes"]), str(report)
    for found in report.findings:
        assert found.problem.place.where
        assert found.problem.hint
