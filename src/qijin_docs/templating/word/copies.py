"""What must not come twice when a loop repeats it: numbers of drawings, bookmarks, shapes, paragraphs.

Each such number becomes a value that is counted while rendering. References to a bookmark from inside
the same loop follow to the copy of the same turn; references from outside go to the first.
"""

from __future__ import annotations

import re

from lxml import etree

from qijin_docs.ooxml.wordml import INSTR, W14, WP, w
from qijin_docs.templating.word.marks import Mark, PartSource, loops_around

#: Filters behind the values; see :mod:`qijin_docs.templating.word.state`.
COUNT, BOOKMARK_ID, BOOKMARK_NAME = "qijin_count", "qijin_bookmark_id", "qijin_bookmark_name"

_DOC_PR = f"{{{WP}}}docPr"
_SHAPE_NAMES = ("shape", "rect", "roundrect", "oval", "line", "group", "polyline")
_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_PARAGRAPH_IDS = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_WP14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
_REFERENCE_ATTRIBUTES = (w("anchor"), w("instr"))
_HIGHEST = 2_000_000_000


def separate_copies(part: PartSource) -> None:
    """Turn the numbers and names inside loops into counted values."""
    if not any(mark.keyword in ("for", "macro") for mark in part.marks):
        return
    looped = [(element, loops) for element, loops in loops_around(part) if loops]
    _drawings(part, looped)
    _bookmarks(part, looped)


def turn_of(part: PartSource, loop: Mark) -> str:
    """Name of the variable that counts the turns of a loop over the whole document; made on first use."""
    name = f"qijin_turn_{loop.index}"
    code = f"set {name} = 1|{COUNT}('turn {part.name} {loop.index}')"
    if not any(mark.code == code for mark in part.marks):
        counting = part.add("code", "plain", code, loop.place)
        _insert_after(part, loop.text, counting.text)
    return name


def _drawings(part: PartSource, looped: list[tuple[etree._Element, tuple[Mark, ...]]]) -> None:
    known = [
        int(found) for element in part.root.iter(_DOC_PR) if (found := element.get("id", "")).isdecimal()
    ]
    highest = max([1000, *(number for number in known if number < _HIGHEST)])
    for element, loops in looped:
        if element.tag == _DOC_PR:
            value = part.add(
                "value", "attribute", f"{highest + 1}|{COUNT}('docPr {part.name}')", loops[-1].place
            )
            element.set("id", value.text)
        elif element.tag in {f"{{{_VML}}}{name}" for name in _SHAPE_NAMES}:
            for name in ("id", f"{{{_OFFICE}}}spid"):
                if element.get(name):
                    count = part.add("value", "attribute", f"1|{COUNT}('shape {part.name}')", loops[-1].place)
                    element.set(name, f"{element.get(name)}_{count.text}")
        for name in [*_PARAGRAPH_IDS, f"{{{_WP14}}}anchorId", f"{{{_WP14}}}editId"]:
            element.attrib.pop(name, "")


def _bookmarks(part: PartSource, looped: list[tuple[etree._Element, tuple[Mark, ...]]]) -> None:
    starts = {
        element.get(w("id"), ""): (element, loops)
        for element, loops in looped
        if element.tag == w("bookmarkStart")
    }
    ends = {
        element.get(w("id"), ""): (element, loops)
        for element, loops in looped
        if element.tag == w("bookmarkEnd")
    }
    pairs = [
        (identity, start, ends[identity][0], loops)
        for identity, (start, loops) in starts.items()
        if identity in ends and ends[identity][1] == loops
    ]
    known = [
        int(found)
        for element in part.root.iter(w("bookmarkStart"))
        if (found := element.get(w("id"), "")).isdecimal()
    ]
    base = max([0, *known]) + 1
    for position, (identity, start, end, loops) in enumerate(pairs):
        turn = turn_of(part, loops[-1])
        original = identity if identity.isdecimal() else "0"
        number = f"{original}|{BOOKMARK_ID}({turn}, {base + position}, {len(pairs)})"
        for element in (start, end):
            element.set(w("id"), part.add("value", "attribute", number, loops[-1].place).text)
        name = start.get(w("name"), "")
        if not name or "\U000f5a00" in name:
            continue
        copy = f"{_quoted(name)}|{BOOKMARK_NAME}({turn})"
        start.set(w("name"), part.add("value", "attribute", copy, loops[-1].place).text)
        _follow(part, looped, loops, name, copy)


def _follow(
    part: PartSource,
    looped: list[tuple[etree._Element, tuple[Mark, ...]]],
    loops: tuple[Mark, ...],
    name: str,
    copy: str,
) -> None:
    """Lead the references inside the same turn to the copy."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for element, around in looped:
        if around[: len(loops)] != loops:
            continue
        if element.tag == INSTR and element.text and word.search(element.text):
            value = part.add("value", "plain", copy, loops[-1].place)
            element.text = word.sub(lambda _, text=value.text: text, element.text)  # type: ignore[misc]
        for attribute in _REFERENCE_ATTRIBUTES:
            text = element.get(attribute)
            if text and word.search(text):
                value = part.add("value", "attribute", copy, loops[-1].place)
                element.set(attribute, word.sub(lambda _, text=value.text: text, text))  # type: ignore[misc]


def _insert_after(part: PartSource, mark_text: str, text: str) -> None:
    for element in part.root.iter(etree.Element):
        if element.text and mark_text in element.text:
            element.text = element.text.replace(mark_text, mark_text + text)
            return
        if element.tail and mark_text in element.tail:
            element.tail = element.tail.replace(mark_text, mark_text + text)
            return


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
