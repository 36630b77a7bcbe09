"""Paragraphs put together from the lines of pages, and paragraphs found again on their pages."""

from __future__ import annotations

from qijin_docs.check.drawn import placed_on_pages
from qijin_docs.check.facts import Facts, Glyph, LineFacts, PageFacts, Paragraph
from qijin_docs.check.pdf_paragraphs import paragraphs_from_lines

WIDE = 5.5


def line(text: str, x: float, y: float, size: float = 16.0) -> LineFacts:
    return LineFacts(
        tuple(Glyph(char, x + WIDE * at, y, size, "FangSong", advance=WIDE) for at, char in enumerate(text))
    )


def page(number: int, *lines: LineFacts) -> PageFacts:
    return PageFacts(number, 210, 297, lines)


FULL = "一二三四五六七八九十" * 2 + "一二三四五六七八"  # 28 characters
PAGES = (
    page(
        1,
        line("关于印发方案的通知", 81, 60, 22),
        line(FULL[:26], 39.1, 80),
        line(FULL, 28, 90),
        line("—1—", 165, 270, 14),
    ),
    page(2, line("完毕。", 28, 45), line("下一段。", 39.1, 55)),
)


def test_lines_become_paragraphs_across_pages() -> None:
    found = paragraphs_from_lines(PAGES, "文件.pdf")
    assert [(p.text, p.alignment, p.area) for p in found] == [
        ("关于印发方案的通知", "center", "body"),
        (FULL[:26] + FULL + "完毕。", "both", "body"),
        ("下一段。", "both", "body"),
        ("—1—", "right", "footer"),
    ]
    assert [str(p.place) for p in found] == [
        "文件.pdf（第1页第1行）",
        "文件.pdf（第1页第2行）",
        "文件.pdf（第2页第2行）",
        "文件.pdf（第1页第4行）",
    ]


def test_paragraphs_of_a_file_are_found_on_the_pages() -> None:
    texts = ["关于印发方案\n的通知", "", FULL[:26] + FULL + "完毕。", "下一段。", "哪里也没有"]
    facts = Facts("文件.docx", "docx", tuple(Paragraph(text) for text in texts), pages=PAGES)
    placed = placed_on_pages(facts)
    assert [p.page for p in placed.paragraphs] == [1, None, 1, 2, None]
    assert [len(lines) for lines in placed.drawn] == [1, 0, 3, 1, 0]
    assert [piece.page for piece in placed.lines_of(2)] == [1, 1, 2]


def test_paragraphs_that_share_a_line_get_their_own_part_of_it() -> None:
    pages = (page(1, line("云字〔2018〕1号签发人：赵一鸣", 33, 117)),)
    paragraphs = (Paragraph("云字〔2018〕1号"), Paragraph("签发人：赵一鸣"))
    placed = placed_on_pages(Facts("文件.docx", "docx", paragraphs, pages=pages))
    assert [piece.line.text for lines in placed.drawn for piece in lines] == [
        "云字〔2018〕1号",
        "签发人：赵一鸣",
    ]
    assert placed.drawn[1][0].line.left == 33 + 10 * WIDE


def test_without_pages_nothing_is_placed() -> None:
    facts = Facts("文件.docx", "docx", (Paragraph("一"),))
    assert placed_on_pages(facts) is facts
