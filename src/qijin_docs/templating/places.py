"""Where a paragraph stands, in the words of someone who has the document open: 正文第5段, 表1第3行第2列."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from qijin_docs.ooxml.wordml import TBL, TC, TR, TXBX, P, w

#: Elements that hold several numbered notes in one part, and the word for one.
_NOTES = {w("footnote"): "脚注", w("endnote"): "尾注", w("comment"): "批注"}
_WORDS = {"document": "正文", "header": "页眉", "footer": "页脚"}


def paragraph_places(root: etree._Element, kind: str, number: int = 1) -> dict[etree._Element, str]:
    """The place of every paragraph of a part.

    Args:
        root: root element of the part.
        kind: ``document``, ``header``, ``footer``, ``footnotes``, ``endnotes``, ``comments``.
        number: which header or footer this is, from 1; not used for the others.
    """
    places: dict[etree._Element, str] = {}
    if kind in ("footnotes", "endnotes", "comments"):
        counted = 0
        for note in root:
            if note.tag in _NOTES and note.get(w("type")) in (None, "normal"):
                counted += 1
                _block_level(note, f"{_NOTES[str(note.tag)]}{counted}", places)
        return places
    word = _WORDS.get(kind, kind)
    prefix = word if kind == "document" else f"{word}{number}"
    body = root.find(w("body"))
    _block_level(root if body is None else body, prefix, places)
    return places


def _block_level(parent: etree._Element, prefix: str, places: dict[etree._Element, str]) -> None:
    paragraphs = tables = 0
    for child in _through_wrappers(parent, {P, TBL}):
        if child.tag == P:
            paragraphs += 1
            place = f"{prefix}第{paragraphs}段"
            places[child] = place
            _text_boxes(child, place, places)
        else:
            tables += 1
            _table(child, f"表{tables}" if prefix == "正文" else f"{prefix}表{tables}", places)


def _table(table: etree._Element, prefix: str, places: dict[etree._Element, str]) -> None:
    for row_number, row in enumerate(_through_wrappers(table, {TR}), 1):
        for cell_number, cell in enumerate(_through_wrappers(row, {TC}), 1):
            _cell(cell, f"{prefix}第{row_number}行第{cell_number}列", places)


def _cell(cell: etree._Element, place: str, places: dict[etree._Element, str]) -> None:
    children = list(_through_wrappers(cell, {P, TBL}))
    only_one = sum(child.tag == P for child in children) == 1
    paragraphs = tables = 0
    for child in children:
        if child.tag == P:
            paragraphs += 1
            places[child] = place if only_one else f"{place}第{paragraphs}段"
            _text_boxes(child, places[child], places)
        else:
            tables += 1
            _table(child, f"{place}内表{tables}", places)


def _text_boxes(paragraph: etree._Element, place: str, places: dict[etree._Element, str]) -> None:
    for box in paragraph.iter(TXBX):
        if _paragraph_around(box) is paragraph:
            _block_level(box, f"{place}文本框", places)


def _paragraph_around(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(P), None)


def _through_wrappers(parent: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    """Children of the wanted names, seen through content controls, custom XML and revision marks."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _through_wrappers(child, wanted)


_WRAPPERS = frozenset(
    w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom")
)
