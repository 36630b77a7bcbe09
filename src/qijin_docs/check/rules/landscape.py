"""Tables on a sheet that lies: clause 8. The sheet is bound with the others, so it is turned to be read."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Said
from qijin_docs.check.facts import Facts, Glyph, PageFacts
from qijin_docs.check.report import Finding, finding
from qijin_docs.errors import Place

_CLAUSE = "GB/T 9704-2012 8"
_SIDE = 34.0
"""Millimetres: on a sheet that lies the number stands outside the type area, at the left or the right."""
_HINT = "删去横页页脚里的页码，在横页左侧放一个文字转90度的文本框，里面插入页码域"


def landscape_number(facts: Facts, elements: Elements) -> Iterator[Said]:
    """8: the page number stays where upright pages have it: on a sheet that lies, at its left side, turned.

    There it is below the table when the sheet is bound, and the table's head points to the binding on odd pages
    and to the fore-edge on even ones, as the clause asks.
    """
    if facts.pages is not None:
        for page in facts.pages:
            if page.width > page.height:
                yield from _drawn(facts, page)
        return
    for index, section in enumerate(facts.sections):
        if section.width <= section.height:
            continue
        for foot in facts.headers_footers:
            plain = [p for p in foot.paragraphs if not p.blank and not p.in_frame and not p.in_text_box]
            if foot.area == "footer" and foot.has_page_number and index in foot.sections and plain:
                yield _said(
                    "check.landscape_number",
                    "横排表格的页码在横页的下边，应与竖页的页码在同一位置",
                    Place(facts.file, f"第{index + 1}节页脚"),
                )
                break


def _drawn(facts: Facts, page: PageFacts) -> Iterator[Finding]:
    place = Place(facts.file, f"第{page.number}页")
    if any(line.y > page.height - _SIDE and _is_number(line.glyphs) for line in page.lines):
        yield _said("check.landscape_number", "横排表格的页码在横页的下边，应与竖页的页码在同一位置", place)
        return
    glyphs = [glyph for line in page.lines for glyph in line.glyphs]
    left = [glyph for glyph in glyphs if glyph.x < _SIDE]
    right = [glyph for glyph in glyphs if glyph.x > page.width - _SIDE]
    if _is_number(right) and not _is_number(left):
        yield _said(
            "check.landscape_head",
            "横排表格的页码在横页的右侧，表头的朝向反了：单页表头应朝订口一边，双页表头应朝切口一边",
            place,
        )


def _is_number(glyphs: list[Glyph] | tuple[Glyph, ...]) -> bool:
    """Whether nothing stands there but a number with its dashes."""
    text = "".join(glyph.char for glyph in glyphs)
    return any(char.isdigit() for char in text) and not text.strip("—-–0123456789")


def _said(code: str, message: str, place: Place) -> Finding:
    return finding(code, message, place, hint=_HINT)


LANDSCAPE_RULES = (landscape_number,)
