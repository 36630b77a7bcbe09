"""How long the checker takes: XML and text of a document of ten pages, and a hundred documents with their pages.

    python tests/bench/bench_check.py [--quick]

``--quick`` leaves the pages out, which need LibreOffice.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from qijin_docs.check.document import check_document, check_documents
from qijin_docs.office import to_pdf

SENTENCE = "各单位要提高思想认识，结合工作实际制定具体措施，明确责任分工，把各项任务落到实处。"


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quick", action="store_true", help="without LibreOffice")
    quick = arguments.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="qijin-bench-") as scratch:
        folder = Path(scratch)
        document = folder / "ten.docx"
        document.write_bytes(material(55))
        check_document(document)
        spent = []
        for _ in range(7):
            begin = time.perf_counter()
            check_document(document)
            spent.append(time.perf_counter() - begin)
        print(f"XML and text of ten pages: {statistics.median(spent) * 1000:.0f} ms (asked for: < 150 ms)")
        if not quick:
            pages(folder)


def pages(folder: Path) -> None:
    """A hundred documents in few calls of LibreOffice, next to a start for each."""
    files = [folder / f"{number}.docx" for number in range(100)]
    for number, file in enumerate(files):
        file.write_bytes(material(6 + number % 3))
    begin = time.perf_counter()
    for file in files[:5]:
        to_pdf(file, folder / "alone")
    alone = (time.perf_counter() - begin) / 5 * len(files)
    begin = time.perf_counter()
    check_documents(files, layout=True)
    together = time.perf_counter() - begin
    print(
        f"pages of 100 documents: {together:.0f} s, {together / alone:.2f} of 100 single starts "
        f"({alone:.0f} s, reckoned from five; asked for: < 0.20)"
    )


def material(paragraphs: int) -> bytes:
    """A document of plain material."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(title, "安全生产宣传教育“七进”活动实施方案", "方正小标宋简体", 22)
    for number in range(paragraphs):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.paragraph_format.line_spacing = Pt(28.95)
        _add(paragraph, f"{number + 1}." + SENTENCE * 3, "仿宋_GB2312", 16)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


if __name__ == "__main__":
    main()
