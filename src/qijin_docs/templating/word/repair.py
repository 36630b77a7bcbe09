"""What only a finished part shows: containers that came out empty, paragraphs that are to go when empty.

Compiling puts control characters where something could go wrong (:func:`guard_containers`); after rendering
:func:`repair` looks at those places and nowhere else. A part without them is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from lxml import etree

from qijin_docs.ooxml.wordml import (
    PPR_ORDER,
    SDT_CONTENT,
    TBL,
    TC,
    TR,
    TXBX,
    P,
    W,
    add_text_after,
    add_text_before,
    put_in_order,
    w,
)
from qijin_docs.templating.word.marks import (
    CONTAINER_END,
    DROP_IF_EMPTY,
    MARK,
    PRINTED,
    ROW_END,
    ROW_START,
    TABLE_END,
    TABLE_START,
    TALL_LINE,
    PartSource,
    droppable_paragraphs,
)

#: Elements that must hold at least one paragraph, and end with one.
_CONTAINERS = frozenset({TC, TXBX, w("hdr"), w("ftr"), w("footnote"), w("endnote"), w("comment")})
_ROW = re.compile(f"{ROW_START}([^{ROW_START}{ROW_END}]*){ROW_END}".encode())
_TABLE = re.compile(f"{TABLE_START}([^{TABLE_START}{TABLE_END}]*){TABLE_END}".encode())
_SIGN = {
    sign: sign.encode() for sign in (CONTAINER_END, TABLE_START, ROW_START, DROP_IF_EMPTY, PRINTED, TALL_LINE)
}
_ENDS_WITH_PARAGRAPH = re.compile(rb"(?:</w:p>|<w:p(?: [^<>]*)?/>)(?:<w:bookmarkEnd [^<>]*/>|\s)*\Z")
_PARAGRAPH_OR_SIGN = re.compile(f"<w:p(?: [^<>]*)?>|</w:p>|[{DROP_IF_EMPTY}{PRINTED}]".encode())
#: What stays with its paragraph though no tag printed it: pictures, fields, notes, the end of a section.
_MORE_THAN_TEXT = re.compile(
    rb"<w:(?:drawing|pict|object|fldChar|fldSimple|footnoteReference|endnoteReference|sectPr)\b"
)


def guard_containers(part: PartSource) -> None:
    """Mark each cell, text box, note, table and row that some data could leave without its content."""
    droppable = droppable_paragraphs(part)
    for element in list(part.root.iter(etree.Element)):
        if element.tag in _CONTAINERS and _may_lack(part, element, P, droppable):
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


def repair(part: bytes) -> bytes:
    """The part with the guards resolved."""
    if _SIGN[ROW_START] in part:
        part = _until_stable(_ROW, b"<w:tc", part)
    if _SIGN[TABLE_START] in part:
        part = _until_stable(_TABLE, b"<w:tr", part)
    if _SIGN[DROP_IF_EMPTY] in part:
        part = _drop_paragraphs(part)
    part = part.replace(_SIGN[PRINTED], b"")
    if _SIGN[TALL_LINE] in part:
        part = _with_tall_lines(part, _SIGN[TALL_LINE])
    if _SIGN[CONTAINER_END] in part:
        *pieces, last = part.split(_SIGN[CONTAINER_END])
        ended = [
            piece if _ENDS_WITH_PARAGRAPH.search(piece[-400:]) else piece + b"<w:p/>" for piece in pieces
        ]
        part = b"".join((*ended, last))
    return part


def _wrap(part: PartSource, element: etree._Element, start: str, end: str) -> None:
    add_text_before(element, part.add("post", "plain", start, part.place(element)).text)
    add_text_after(element, part.add("post", "plain", end, part.place(element)).text)


def _may_lack(
    part: PartSource,
    container: etree._Element,
    wanted: str,
    droppable: AbstractSet[etree._Element] = frozenset(),
) -> bool:
    """Whether all children of the wanted kind stand inside blocks or may be dropped, or a table could come out last."""
    depth = 0
    certain = False
    last: str | None = None
    conditional_table = False
    marked = False

    def read(text: str | None) -> None:
        nonlocal depth, marked, conditional_table
        for number in MARK.findall(text or ""):
            mark = part.marks[int(number)]
            marked = marked or mark.kind in ("block", "print", "code")
            # A macro or a subdocument may end with a table.
            conditional_table = conditional_table or (mark.where == "paragraph" and mark.kind == "print")
            depth += (mark.opens or mark.code.startswith("if ")) and mark.kind in ("block", "code")
            depth -= mark.closes or (mark.kind == "code" and mark.code == "endif")

    read(container.text)
    for child in container:
        if child in droppable:
            marked = True
        elif child.tag == wanted:
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


def _until_stable(pattern: re.Pattern[bytes], wanted: bytes, part: bytes) -> bytes:
    """Unwrap from the inside out; a wrapped element without any child of the wanted kind goes."""
    child = re.compile(wanted + b"[ >]")

    def kept(match: re.Match[bytes]) -> bytes:
        return match.group(1) if child.search(match.group(1)) else b""

    while True:
        part, changed = pattern.subn(kept, part)
        if not changed:
            return part


def _drop_paragraphs(part: bytes) -> bytes:
    """Drop each paragraph whose value was empty, its fixed text too, unless another tag printed in it."""
    drop, printed = _SIGN[DROP_IF_EMPTY], _SIGN[PRINTED]
    # For each open paragraph where it begins, and the signs in it but not in a paragraph of a text box in it.
    around: list[tuple[int, set[bytes]]] = []
    out: list[bytes] = []
    at = 0
    for match in _PARAGRAPH_OR_SIGN.finditer(part):
        found = match.group()
        if found in _SIGN.values():
            around[-1][1].add(found)
        elif found != b"</w:p>":
            if not found.endswith(b"/>"):
                around.append((match.start(), set()))
        else:
            start, signs = around.pop()
            if drop in signs and printed not in signs:
                inside = part[start : match.end()]
                if _MORE_THAN_TEXT.search(inside) is None:
                    out.append(part[at:start])
                    at = match.end()
    out.append(part[at:])
    return b"".join(out).replace(drop, b"")


def _with_tall_lines(part: bytes, sign: bytes) -> bytes:
    """Let the lines of each paragraph that holds the sign be as high as what stands in them."""
    at = part.find(sign)
    while at >= 0:
        start = max(part.rfind(b"<w:p>", 0, at), part.rfind(b"<w:p ", 0, at))
        inside = part.find(b">", start) + 1
        behind = inside
        if part.startswith(b"<w:pPr>", inside):
            behind = part.find(b"</w:pPr>", inside) + len(b"</w:pPr>")
        settings = etree.fromstring(
            b'<x xmlns:w="%s">%s</x>' % (W.encode(), part[inside:behind] or b"<w:pPr/>")
        )[0]
        spacing = settings.find(w("spacing"))
        if spacing is None:
            spacing = etree.Element(w("spacing"))
            put_in_order(settings, spacing, PPR_ORDER)
        spacing.set(w("line"), "240")
        spacing.set(w("lineRule"), "auto")
        made = etree.tostring(settings).replace(b' xmlns:w="%s"' % W.encode(), b"")
        part = part[:inside] + made + part[behind:at] + part[at + len(sign) :]
        at = part.find(sign, inside)
    return part
