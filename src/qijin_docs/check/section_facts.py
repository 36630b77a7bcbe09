"""Facts of the sections of a .docx: sheet, margins, grid, and which headers and footers they use."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from qijin_docs.check.facts import MM_A_TWIP, Paragraph, SectionFacts
from qijin_docs.check.spots import whole
from qijin_docs.ooxml.wordml import R, w

#: Area, kind and relationship of a header or footer → indices of the sections that use it.
Used = dict[tuple[str, str, str], tuple[int, ...]]

#: What Word takes where nothing is said (ISO/IEC 29500-1, 17.6.13: Letter size; no margins).
_LETTER = (12240, 15840)


def section_facts(
    marks: Sequence[etree._Element], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[SectionFacts, ...], Used]:
    """The sections, and the headers and footers in use.

    Args:
        marks: all ``w:sectPr`` of the body in order.
        paragraphs: of the body, each knowing the index of its section.
    """
    sections = []
    used: Used = {}
    inherited: dict[tuple[str, str], str] = {}
    for index, mark in enumerate(marks):
        for area in ("header", "footer"):
            for reference in mark.findall(w(f"{area}Reference")):
                kind = reference.get(w("type"), "default")
                inherited[area, kind] = reference.get(f"{{{R}}}id", "")
        for (area, kind), identity in inherited.items():
            key = (area, kind, identity)
            used[key] = (*used.get(key, ()), index)
        members = [at for at, paragraph in enumerate(paragraphs) if paragraph.section == index]
        sections.append(_section(mark, frozenset(inherited), members))
    return tuple(sections), used


def _section(
    mark: etree._Element, references: frozenset[tuple[str, str]], members: Sequence[int]
) -> SectionFacts:
    size, margins, grid = (mark.find(w(name)) for name in ("pgSz", "pgMar", "docGrid"))
    start = mark.find(w("pgNumType"))
    first = mark.find(w("titlePg"))

    def margin(name: str) -> float:
        return abs(_twips(margins, name)) * MM_A_TWIP

    number = start.get(w("start")) if start is not None else None
    kind = grid.get(w("type"), "") if grid is not None else ""
    return SectionFacts(
        width=_twips(size, "w", _LETTER[0]) * MM_A_TWIP,
        height=_twips(size, "h", _LETTER[1]) * MM_A_TWIP,
        landscape=size is not None and size.get(w("orient")) == "landscape",
        top=margin("top"),
        bottom=margin("bottom"),
        left=margin("left"),
        right=margin("right"),
        gutter=margin("gutter"),
        header=margin("header"),
        footer=margin("footer"),
        headers=frozenset(kind for area, kind in references if area == "header"),
        footers=frozenset(kind for area, kind in references if area == "footer"),
        different_first=first is not None and first.get(w("val"), "1") not in ("0", "false", "off"),
        grid="" if kind == "default" else kind,
        grid_line=_twips(grid, "linePitch"),
        grid_char=_twips(grid, "charSpace"),
        first_page_number=int(number) if number is not None and number.isdigit() else None,
        first=members[0] if members else 0,
        last=members[-1] if members else -1,
    )


def _twips(element: etree._Element | None, name: str, default: int = 0) -> int:
    return whole(element.get(w(name)), default) if element is not None else default
