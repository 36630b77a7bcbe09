"""docxtpl's own values: RichText, RichTextParagraph, Listing, InlineImage, Subdoc.

docxtpl owns their form; here their XML is taken in, checked, and put where the tag stands. The runs of a
RichText take the format of the tag's run and add their own settings to it, in the order the schema wants (docxtpl
writes another, which Word partly ignores).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from lxml import etree

from qijin_docs.ooxml.wordml import PIC, RPR, RPR_ORDER, RUN, WP, A, P, R, T, W, put_in_order, w
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.pictures import from_inline_image, print_picture
from qijin_docs.templating.word.subdoc import print_subdoc
from qijin_docs.templating.word.texts import insert_text, print_text

if TYPE_CHECKING:
    from qijin_docs.templating.word.ledger import RenderState

_NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}" xmlns:wp="{WP}" xmlns:pic="{PIC}"'
_LINK = w("hyperlink")
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_LINKED = re.compile(r'(?<=<w:hyperlink r:id=")[^"]*')
#: A new paragraph and a new page in docxtpl's texts, which are no characters of XML, and what stands for them there.
_BREAKS = {"\a": "\ue007", "\f": "\ue00c"}
_ADDRESS = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)
_ALLOWED = frozenset(
    {P, w("pPr"), w("pStyle"), RUN, RPR, T, w("br"), w("tab"), _LINK, *(w(name) for name in RPR_ORDER)}
)

Special = Callable[["RenderState", Any, Slot], str]


def printer_for(value: Any) -> Special | None:
    """The function that prints one of docxtpl's values, ``None`` if it is none that is known."""
    names = {base.__name__ for base in type(value).__mro__}
    for name, printer in _PRINTERS.items():
        if name in names:
            return printer
    return None


def _listing(state: RenderState, value: Any, slot: Slot) -> str:
    text = html.unescape(value.xml)
    if slot.where in ("run", "paragraph"):
        return insert_text(state, text, slot, "break")
    return print_text(state, text, slot, "break")


def _rich_text(state: RenderState, value: Any, slot: Slot) -> str:
    root = _taken_in(state, value, slot)
    if root is None:
        return ""
    if slot.where in ("attribute", "plain", "code", "row", "cell"):
        return state.fault(
            "value.rich_text_here",
            f"“{slot.tag.source}”的值是带格式的文字，这里只能印普通文字",
            slot.tag.place,
            "移到段落的普通文字里",
        )
    base = etree.fromstring(f"<x {_NAMESPACES}>{slot.run}</x>").find(RPR)
    inside = "".join(_piece(state, piece, base, slot) for piece in root)
    if slot.where == "run":
        return inside
    if slot.where == "paragraph":
        return f"<w:p>{slot.paragraph or ''}{inside}</w:p>"
    # The tag was written {{ }} where {{r }} was meant: close its run, open it again behind.
    return f'</w:t></w:r>{inside}<w:r>{slot.run}<w:t xml:space="preserve">'


def _rich_paragraph(state: RenderState, value: Any, slot: Slot) -> str:
    root = _taken_in(state, value, slot)
    if root is None:
        return ""
    if slot.where != "paragraph":
        return state.fault(
            "value.rich_paragraph_here",
            f"“{slot.tag.source}”的值是整段的格式文字，这里只能放段落中的内容",
            slot.tag.place,
            "写成 {{p … }} 并让它独占一段",
        )
    out = []
    for paragraph in root:
        settings = paragraph.find(w("pPr"))
        kept = slot.paragraph or "" if settings is None else _text(settings)
        pieces = (piece for piece in paragraph if piece.tag in (RUN, _LINK))
        out.append(f"<w:p>{kept}{''.join(_piece(state, piece, None, slot) for piece in pieces)}</w:p>")
    return "".join(out)


def _taken_in(state: RenderState, value: Any, slot: Slot) -> etree._Element | None:
    # An address stands there as it was given, with its ampersands.
    xml = _LINKED.sub(lambda match: html.escape(html.unescape(match[0])), value.xml)
    for sign, stand_in in _BREAKS.items():
        xml = xml.replace(sign, stand_in)
    try:
        root = etree.fromstring(f"<x {_NAMESPACES}>{xml}</x>", etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        state.fault("value.rich_text_broken", f"“{slot.tag.source}”的格式文字不是完整的 XML", slot.tag.place)
        return None
    foreign = next(
        (
            element
            for element in root.iter(etree.Element)
            if element is not root and element.tag not in _ALLOWED
        ),
        None,
    )
    if foreign is not None:
        reason = f"里面有“{etree.QName(foreign).localname}”"
        state.fault(
            "value.rich_text_refused", f"“{slot.tag.source}”的格式文字不能用：{reason}", slot.tag.place
        )
        return None
    for link in root.iter(_LINK):
        address = link.get(f"{{{R}}}id", "")
        if _ADDRESS.match(address) is None:
            state.fault(
                "value.rich_text_refused",
                f"“{slot.tag.source}”的格式文字不能用：链接编号“{address}”属于别的文档",
                slot.tag.place,
                "在 url_id 里直接写网址，如 url_id='https://…'",
            )
            return None
    return root


def _piece(state: RenderState, piece: etree._Element, base: etree._Element | None, slot: Slot) -> str:
    """A run of the value, or a link with its runs; docxtpl's ``url_id`` is the address itself here."""
    if piece.tag != _LINK:
        return _runs(state, piece, base, slot)
    relation = state.relation(_HYPERLINK, piece.get(f"{{{R}}}id", ""), external=True)
    inside = "".join(_runs(state, run, base, slot) for run in piece.findall(RUN))
    return f'<w:hyperlink xmlns:r="{R}" r:id="{relation}" w:tgtFrame="_blank">{inside}</w:hyperlink>'


def _runs(state: RenderState, run: etree._Element, base: etree._Element | None, slot: Slot) -> str:
    """A run of the value as runs of the document: the tag's format below, its own above, breaks resolved."""
    settings = etree.Element(RPR) if base is None else deepcopy(base)
    own = run.find(RPR)
    for child in () if own is None else own:
        put_in_order(settings, _completed(deepcopy(child), settings), RPR_ORDER)
    text = "".join(piece.text or "" for piece in run.findall(T))
    for sign, stand_in in _BREAKS.items():
        text = text.replace(stand_in, sign)
    format_xml = _text(settings) if len(settings) else ""
    inner = Slot(
        "text",
        slot.tag,
        format_xml,
        slot.paragraph if slot.where != "text" or slot.paragraph is not None else None,
    )
    return f'<w:r>{format_xml}<w:t xml:space="preserve">{print_text(state, text, inner, "break")}</w:t></w:r>'


def _completed(child: etree._Element, settings: etree._Element) -> etree._Element:
    """Fonts are named for Chinese too: docxtpl names them for Western text only and Word then keeps the old one."""
    if child.tag == w("rFonts"):
        older = settings.find(w("rFonts"))
        if older is not None:
            for name, value in older.attrib.items():
                if child.get(str(name)) is None:
                    child.set(str(name), str(value))
    if child.tag == w("shd") and child.get(w("val")) is None:
        child.set(w("val"), "clear")
    return child


def _inline_image(state: RenderState, value: Any, slot: Slot) -> str:
    picture, link = from_inline_image(value)
    return print_picture(state, picture, slot, link)


def _text(element: etree._Element) -> str:
    copy = deepcopy(element)
    copy.tail = None
    text = etree.tostring(copy, encoding="unicode")
    for declaration in _NAMESPACES.split():
        text = text.replace(f" {declaration}", "")
    return text


_PRINTERS: dict[str, Special] = {
    "RichTextParagraph": _rich_paragraph,
    "RichText": _rich_text,
    "Listing": _listing,
    "InlineImage": _inline_image,
    "Subdoc": print_subdoc,
}
