"""A document for looking at: what was printed from values gets a coloured ground, everything else stays as it is.

While a part is rendered each printed piece is put between two signs of Unicode's private area; afterwards the signs are
taken out, and the runs between them are shaded. Nothing moves: a ground takes no room.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from qijin_docs.ooxml.wordml import RPR, RPR_ORDER, RUN, T, put_in_order, w
from qijin_docs.templating.rendered import GROUND

_BEGIN, _END = "\uf0e1", "\uf0e2"
_SIGNS = {ord(_BEGIN): None, ord(_END): None}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def between_signs(pieces: Iterator[Any], ledger: list[bytes]) -> Iterator[Any]:
    """The pieces of a part as they come, those that were printed between signs.

    Args:
        pieces: fixed text and printed text.
        ledger: grows whenever something is printed.
    """
    while True:
        known = len(ledger)
        piece = next(pieces, None)
        if piece is None:
            return
        text = piece if isinstance(piece, bytes) else str(piece).encode()
        yield b"%b%b%b" % (_BEGIN.encode(), text, _END.encode()) if len(ledger) > known and text else piece


def shaded(part: bytes) -> bytes:
    """The part with the signs taken out and what stood between them shaded."""
    if _BEGIN.encode() not in part:
        return part
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, huge_tree=True))
    texts: dict[etree._Element, list[tuple[str, bool]]] = {}
    inside = False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            for name, value in element.attrib.items():
                if _BEGIN in value:
                    element.set(name, value.translate(_SIGNS))
            if element.text and (inside or _BEGIN in element.text):
                segments, inside = _segments(element.text, inside)
                element.text = element.text.translate(_SIGNS)
                if element.tag == T:
                    texts[element] = segments
        elif element.tail and (_BEGIN in element.tail or _END in element.tail):
            _, inside = _segments(element.tail, inside)
            element.tail = element.tail.translate(_SIGNS) or None
    for run in {text.getparent(): None for text in texts}:
        if run is not None and run.tag == RUN:
            _shade(run, texts)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _segments(text: str, inside: bool) -> tuple[list[tuple[str, bool]], bool]:
    """The stretches of a text and whether they were printed; and whether what follows is."""
    segments: list[tuple[str, bool]] = []
    for position, stretch in enumerate(text.replace(_END, _BEGIN).split(_BEGIN)):
        # Signs come in turn: each changes from fixed to printed or back.
        if position:
            inside = not inside
        if stretch:
            segments.append((stretch, inside))
    return segments, inside


def _shade(run: etree._Element, texts: dict[etree._Element, list[tuple[str, bool]]]) -> None:
    """The run as several, each wholly fixed or wholly printed."""
    settings = run.find(RPR)
    made: list[etree._Element] = []
    for child in list(run):
        if child is settings:
            continue
        if child not in texts:
            made.append(_run(run, settings, printed=False))
            made[-1].append(child)
            continue
        for text, printed in texts[child]:
            made.append(_run(run, settings, printed=printed))
            element = etree.SubElement(made[-1], T)
            element.set(_SPACE, "preserve")
            element.text = text
    parent = run.getparent()
    assert parent is not None
    position = parent.index(run)
    if made:
        made[-1].tail = run.tail
    parent[position : position + 1] = made


def _run(like: etree._Element, settings: etree._Element | None, *, printed: bool) -> etree._Element:
    run = etree.Element(RUN)
    for name, value in like.attrib.items():
        run.set(name, value)
    own = etree.SubElement(run, RPR) if settings is None else deepcopy(settings)
    own.tail = None
    if printed:
        ground = etree.Element(w("shd"), {w("val"): "clear", w("color"): "auto", w("fill"): GROUND})
        put_in_order(own, ground, RPR_ORDER)
    if settings is not None or printed:
        run.append(own)
    else:
        run.remove(own)
    return run
