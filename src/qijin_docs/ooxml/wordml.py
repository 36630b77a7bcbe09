"""WordprocessingML as a tree: names, paragraphs in reading order, the pieces of text of a paragraph.

Nothing here knows templates. Elements are lxml elements; names are written ``w("p")``.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: Document kinds that the strict form of the standard names differently.
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def w(name: str) -> str:
    """``w("p")`` as lxml spells it."""
    return f"{{{W}}}{name}"


P, RUN, T, TBL, TR, TC = w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
PPR, RPR, TCPR = w("pPr"), w("rPr"), w("tcPr")
INSTR, DEL_TEXT, SECT_PR, FLD_CHAR = w("instrText"), w("delText"), w("sectPr"), w("fldChar")
TXBX, SDT_CONTENT = w("txbxContent"), w("sdtContent")

#: Elements that stand for one character of text, and that character.
SIGNS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "\u00ad",
    w("ptab"): "\t",
}
#: Children of a paragraph's pPr and of runs that hold settings, not text.
_SETTINGS = frozenset({PPR, RPR, w("sdtPr"), w("sdtEndPr"), w("customXmlPr"), w("smartTagPr")})

#: Child order the schema asks for; Word ignores or refuses children that stand elsewhere.
TCPR_ORDER = [
    "cnfStyle",
    "tcW",
    "gridSpan",
    "hMerge",
    "vMerge",
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
    "headers",
    "cellIns",
    "cellDel",
    "cellMerge",
    "tcPrChange",
]
PPR_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]
RPR_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
]


def parse(data: bytes) -> etree._Element:
    """The root of an XML part. Entities are not resolved and nothing is fetched.

    Raises:
        etree.XMLSyntaxError: the part is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_pis=True)
    return etree.fromstring(data, parser)


def serialise(root: etree._Element) -> str:
    """The part as text, with the declaration Word writes."""
    body = etree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """All paragraphs in reading order, those of tables, text boxes and content controls included."""
    return list(root.iter(P))


def text_pieces(paragraph: etree._Element, *, field_code: bool = False) -> list[etree._Element]:
    """The elements that make up the text of one paragraph, in order.

    Paragraphs nested in it (text boxes) are left out: they are paragraphs of their own.

    Args:
        field_code: give the pieces of field codes (``w:instrText``) instead of the visible text.
    """
    wanted = {INSTR} if field_code else {T, f"{{{M}}}t", *SIGNS}
    return [piece for piece in _inside(paragraph) if piece.tag in wanted]


def piece_text(piece: etree._Element) -> str:
    """What a text piece reads as: its text, or the one character it stands for."""
    return SIGNS.get(str(piece.tag)) or piece.text or ""


def holds_content(element: etree._Element) -> bool:
    """Whether anything but text stands inside: pictures, fields, objects, notes, breaks of pages."""
    return any(
        child.tag in _CONTENT or (child.tag == w("br") and child.get(w("type")) in ("page", "column"))
        for child in element.iter()
    )


_CONTENT = frozenset(
    w(name)
    for name in [
        "drawing",
        "pict",
        "object",
        "fldChar",
        "fldSimple",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "sym",
        "altChunk",
        "subDoc",
        "contentPart",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "dayLong",
        "pgNum",
        "separator",
    ]
)


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _SETTINGS or child.tag == P:
            continue
        yield child
        if len(child):
            yield from _inside(child)


def nearest(element: etree._Element, name: str) -> etree._Element | None:
    """The closest ancestor (or the element itself) of that name, ``None`` if there is none."""
    at: etree._Element | None = element
    while at is not None and at.tag != name:
        at = at.getparent()
    return at


def put_in_order(parent: etree._Element, child: etree._Element, order: list[str]) -> None:
    """Add a settings child where the schema wants it, in place of an older one of the same name."""
    for older in parent.findall(str(child.tag)):
        parent.remove(older)
    rank = {w(name): position for position, name in enumerate(order)}
    mine = rank[str(child.tag)]
    for position, sibling in enumerate(parent):
        if rank.get(str(sibling.tag), len(order)) > mine:
            parent.insert(position, child)
            return
    parent.append(child)


def replace_by_text(element: etree._Element, text: str) -> None:
    """Take an element out of its parent and leave a text in its place; the tail stays behind it."""
    parent = element.getparent()
    assert parent is not None
    text += element.tail or ""
    before = element.getprevious()
    parent.remove(element)
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def add_text_before(element: etree._Element, text: str) -> None:
    """Leave a text directly before an element."""
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def add_text_after(element: etree._Element, text: str) -> None:
    """Leave a text directly after an element."""
    element.tail = text + (element.tail or "")


def remove_keeping_tail(element: etree._Element) -> None:
    """Take an element out without the text that follows it in the serialised tree."""
    replace_by_text(element, "")
