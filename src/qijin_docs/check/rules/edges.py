"""Where the type area lies on the pages: 5.2.1 as drawn."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from qijin_docs.check.elements import Elements, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.page_measures import (
    CHARACTER,
    INK_TOP,
    RIGHT,
    full_pages,
    left_edge,
    right_edge,
    top_edge,
)
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.errors import Place


def drawn_edges(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.1 on the page: full lines begin at 28 ±1 mm, the first line lies where the type area begins."""
    if facts.pages is None:
        return
    pages = full_pages(facts)
    if not pages:
        yield Unverified("版心在纸上的位置（5.2.1）", "没有排满正文的整页可量")
        return
    place = Place(facts.file, f"第{pages[0].number}页")
    left = left_edge(pages)
    if left is not None and abs(left - 28) > 1.1:
        yield _drawn("check.drawn_left", "版心左边", left, 28, place)
    right = right_edge(pages)
    # Text that is not justified ends up to a character before the edge.
    ragged = facts.kind == "pdf" or any(p.alignment != "both" for p in elements.of(Kind.BODY))
    if right is not None and not (RIGHT - 1.1 - (CHARACTER if ragged else 0) <= right <= RIGHT + 1.1):
        yield _drawn("check.drawn_right", "版心右边", right, 184, place)
    top = median(top_edge(page) for page in pages)
    # LibreOffice sets the baseline at 0.8 of an exact line; other programs differ by a millimetre.
    allowed = 1.1 if facts.kind == "docx" else 2.5
    if min(abs(top - 37), abs(top - INK_TOP)) > allowed:
        yield _drawn("check.drawn_top", "版心上边", top, 37, place)


def _drawn(code: str, what: str, measured: float, right: int, place: Place) -> Finding:
    return finding(
        code,
        f"页面上{what}在{measured:.1f}毫米处，应在{right}毫米处",
        place,
        hint="核对页边距、段落缩进和第一行的段前距",
        measured=f"{measured:.1f}毫米",
        tolerance=f"{right}±1毫米",
    )


def same_sheet(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.1: the pages are of the size that the file says; a PDF on another paper is not what it will give."""
    sizes = {tuple(sorted((section.width, section.height))) for section in facts.sections}
    for page in facts.pages or ():
        short, long = sorted((page.width, page.height))
        if sizes and not any(abs(short - one) < 1 and abs(long - other) < 1 for one, other in sizes):
            one, other = min(sizes)
            yield finding(
                "check.page_disagrees",
                f"文件设的纸张是{one:.0f}×{other:.0f}毫米，页面是{short:.0f}×{long:.0f}毫米",
                Place(facts.file, f"第{page.number}页"),
                hint="打印或另存为 PDF 时，纸张选A4，不要“适应纸张大小”缩放",
                measured=f"{short:.0f}×{long:.0f}毫米",
                tolerance=f"{one:.0f}×{other:.0f}毫米",
            )
            return


EDGE_RULES = (drawn_edges, same_sheet)
