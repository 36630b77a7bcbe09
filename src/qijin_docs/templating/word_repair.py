"""What only a finished part shows: containers that came out empty, paragraphs that are to go when empty.

Compiling puts control characters where something could go wrong (:func:`guard_containers`); after rendering
:func:`repair` looks at those places and nowhere else. A part without them is not touched.
"""

from __future__ import annotations

import re

from lxml import etree

from qijin_docs.ooxml.wordml import SDT_CONTENT, TBL, TC, TR, TXBX, P, add_text_after, add_text_before, w
from qijin_docs.templating.word_marks import (
    CONTAINER_END,
    DROP_IF_EMPTY,
    MARK,
    ROW_END,
    ROW_START,
    TABLE_END,
    TABLE_START,
    PartSource,
)

#: Elements that must hold at least one paragraph, and end with one.
_CONTAINERS = frozenset({TC, TXBX, w("hdr"), w("ftr"), w("footnote"), w("endnote"), w("comment")})
_ROW = re.compile(f"{ROW_START}([^{ROW_START}{ROW_END}]*){ROW_END}")
_TABLE = re.compile(f"{TABLE_START}([^{TABLE_START}{TABLE_END}]*){TABLE_END}")
_ENDS_WITH_PARAGRAPH = re.compile(r"(?:</w:p>|<w:p(?: [^<>]*)?/>)(?:<w:bookmarkEnd [^<>]*/>|\s)*\Z")
_HOLDS_TEXT = re.compile(
    r"<w:t(?: [^>]*)?>[^<]*[^<\s][^<]*</w:t>"
    r"|<w:(?:drawing|pict|object|fldChar|sym|footnoteReference|sectPr)\b"
)


def guard_containers(part: PartSource) -> None:
    """Mark each cell, text box, note, table and row that some data could leave without its content."""
    for element in list(part.root.iter(etree.Element)):
        if element.tag in _CONTAINERS and _may_lack(part, element, P):
            element_end = part.add("post", "plain", CONTAINER_END, part.place(element))
            if len(element):
                add_text_after(element[-1], "")
                element[-1].tail = (element[-1].tail or "") + element_end.text
            else:
                element.text = (element.text or "") + element_end.text
        elif element.tag == TBL and _may_lack(part, element, TR):
            _wrap(part, element, TABLE_START, TABLE_END)
        elif element.tag == TR and _may_lack(part, element, TC):
            _wrap(part, element, ROW_START, ROW_END)


def repair(text: str) -> str:
    """The part with the guards resolved."""
    if ROW_START in text:
        text = _until_stable(_ROW, "<w:tc", text)
    if TABLE_START in text:
        text = _until_stable(_TABLE, "<w:tr", text)
    if DROP_IF_EMPTY in text:
        text = _drop_paragraphs(text)
    if CONTAINER_END in text:
        pieces = text.split(CONTAINER_END)
        text = "".join(
            piece if _ENDS_WITH_PARAGRAPH.search(piece[-400:]) else piece + "<w:p/>" for piece in pieces[:-1]
        )
        text += pieces[-1]
    return text


def _wrap(part: PartSource, element: etree._Element, start: str, end: str) -> None:
    add_text_before(element, part.add("post", "plain", start, part.place(element)).text)
    add_text_after(element, part.add("post", "plain", end, part.place(element)).text)


def _may_lack(part: PartSource, container: etree._Element, wanted: str) -> bool:
    """Whether all children of the wanted kind stand inside blocks, or a table could come out last."""
    depth = 0
    certain = False
    last: str | None = None
    conditional_table = False
    marked = False

    def read(text: str | None) -> None:
        nonlocal depth, marked
        for number in MARK.findall(text or ""):
            mark = part.marks[int(number)]
            marked = marked or mark.kind in ("block", "print", "code")
            depth += (mark.opens or mark.code.startswith("if ")) and mark.kind in ("block", "code")
            depth -= mark.closes or (mark.kind == "code" and mark.code == "endif")

    read(container.text)
    for child in container:
        if child.tag == wanted:
            certain = certain or depth <= 0
        elif child.tag == TBL:
            conditional_table = True
        elif child.tag == w("sdt") and wanted == P:
            # A content control is a container of its own; guards inside it are enough.
            certain = certain or any(True for _ in child.iter(SDT_CONTENT))
        if child.tag in (wanted, TBL):
            last = str(child.tag)
        read(child.tail)
    if not marked:
        return False
    return not certain or (wanted == P and conditional_table and (last == TBL or depth > 0 or True))


def _until_stable(pattern: re.Pattern[str], wanted: str, text: str) -> str:
    """Unwrap from the inside out; a wrapped element without any child of the wanted kind goes."""

    def kept(match: re.Match[str]) -> str:
        return match.group(1) if re.search(f"{wanted}[ >]", match.group(1)) else ""

    while True:
        text, changed = pattern.subn(kept, text)
        if not changed:
            return text


def _drop_paragraphs(text: str) -> str:
    """Drop each paragraph that holds the sign and nothing to be seen; take the sign out of the others."""
    at = text.find(DROP_IF_EMPTY)
    while at >= 0:
        start = max(text.rfind("<w:p>", 0, at), text.rfind("<w:p ", 0, at))
        end = text.find("</w:p>", at) + len("</w:p>")
        inside = text[start:end]
        if _HOLDS_TEXT.search(inside.replace(DROP_IF_EMPTY, "")) is None:
            text = text[:start] + text[end:]
            at = text.find(DROP_IF_EMPTY, start)
        else:
            text = text[:at] + text[at + 1 :]
            at = text.find(DROP_IF_EMPTY, at)
    return text
