"""Numbered lists that begin inside a loop start again at each turn.

Word counts a list by its ``w:numId``; every paragraph with the same one goes on counting. So a turn after the
first gets a number of its own in ``numbering.xml``, with the same form and its start set anew.

A list begins inside a loop if its first paragraph stands in the loop but is not the loop's first paragraph: after
a heading, say. If the loop *is* the list, one item a turn, it counts on. An author who wants a list to count on
all the same writes ``|接着编号`` in a tag of one of its paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from qijin_docs.ooxml.wordml import PPR, PPR_ORDER, P, put_in_order, serialise, w
from qijin_docs.templating.word.added import Added
from qijin_docs.templating.word.copies import turn_of
from qijin_docs.templating.word.marks import MARK, Mark, PartSource, loops_around

#: Filter behind the values; see :mod:`qijin_docs.templating.word.state`.
LIST_NUMBER = "qijin_list"
#: Filter by which an author lets a list count on.
RUNS_ON = "接着编号"
_RUNS_ON = re.compile(rf"\|\s*{RUNS_ON}(?!\w)")


@dataclass(frozen=True, slots=True)
class Numbering:
    """``numbering.xml``, ready to be given more lists.

    Args:
        name: part name.
        before: its text up to where a list is added.
        after: the rest.
        first_free: the first number no list has.
        forms: number of a list → the inside of ``w:num`` for a copy that starts anew.
    """

    name: str
    before: str
    after: str
    first_free: int
    forms: dict[str, str]

    def with_lists(self, lists: dict[tuple[str, int], int], added: Added) -> bytes:
        """The part with a list for each (number, turn) → new number, and with those that subdocuments brought."""
        copies = "".join(
            f'<w:num w:numId="{number}">{self.forms[original]}</w:num>'
            for (original, _), number in lists.items()
        )
        before, first, rest = self.before.partition("<w:num ")
        before += "".join(added.forms)
        return (before + first + rest + copies + "".join(added.lists) + self.after).encode()


def read_numbering(name: str, root: etree._Element) -> Numbering:
    """The part taken apart."""
    levels: dict[str, list[tuple[str, str]]] = {}
    for abstract in root.findall(w("abstractNum")):
        levels[abstract.get(w("abstractNumId"), "")] = [
            (level.get(w("ilvl"), "0"), _value(level, "start", "1"))
            for level in abstract.findall(w("lvl"))
            if level.get(w("ilvl"), "0").isdecimal() and _value(level, "start", "1").isdecimal()
        ]
    forms: dict[str, str] = {}
    numbers = [0]
    for num in root.findall(w("num")):
        number = num.get(w("numId"), "")
        abstract_id = _value(num, "abstractNumId", "")
        if not number.isdecimal() or not abstract_id.isdecimal():
            continue
        numbers.append(int(number))
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in levels.get(abstract_id, [("0", "1")])
        )
        forms[number] = f'<w:abstractNumId w:val="{abstract_id}"/>{overrides}'
    text = serialise(root)
    cut = text.find("<w:numIdMacAtCleanup")
    cut = text.rfind("</w:numbering>") if cut < 0 else cut
    return Numbering(name, text[:cut], text[cut:], max(numbers) + 1, forms)


def restart_lists(part: PartSource, numbering: Numbering | None, styles: StyleNumbers) -> None:
    """Give the paragraphs of lists that begin inside a loop a number that changes with its turns."""
    if numbering is None or not any(mark.keyword in ("for", "macro") for mark in part.marks):
        return
    paragraphs = [(element, loops) for element, loops in loops_around(part) if element.tag == P]
    first_of_loop: dict[int, etree._Element] = {}
    members: dict[str, list[tuple[etree._Element, tuple[Mark, ...]]]] = {}
    for paragraph, loops in paragraphs:
        for loop in loops:
            first_of_loop.setdefault(loop.index, paragraph)
        number = styles.number_of(paragraph)
        if number in numbering.forms:
            members.setdefault(number, []).append((paragraph, loops))
    for number, listed in members.items():
        first, loops = listed[0]
        inside = [loop for loop in loops if first_of_loop[loop.index] is not first]
        if not inside or any(_runs_on(part, paragraph) for paragraph, _ in listed):
            continue
        loop = inside[-1]
        turn = turn_of(part, loop)
        for paragraph, around in listed:
            if loop in around:
                value = part.add("value", "attribute", f"{number}|{LIST_NUMBER}({turn})", loop.place)
                _set_number(paragraph, value.text, styles.level_of(paragraph))


def _runs_on(part: PartSource, paragraph: etree._Element) -> bool:
    """Whether a tag in the paragraph asks for the list to count on."""
    marks = MARK.findall("".join(map(str, paragraph.itertext())))
    return any(_RUNS_ON.search(part.marks[int(number)].code) for number in marks)


class StyleNumbers:
    """Which list a paragraph belongs to, by itself or by its style.

    Args:
        styles: root of ``styles.xml``, ``None`` if the template has none.
    """

    def __init__(self, styles: etree._Element | None) -> None:
        found = [] if styles is None else styles.findall(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}

    def number_of(self, paragraph: etree._Element) -> str:
        """``w:numId`` of the paragraph's list, empty if it is in none."""
        return self._find(paragraph, "numId")

    def level_of(self, paragraph: etree._Element) -> str:
        """``w:ilvl`` of the paragraph in its list."""
        return self._find(paragraph, "ilvl") or "0"

    def _find(self, paragraph: etree._Element, name: str) -> str:
        own = paragraph.find(f"{PPR}/{w('numPr')}/{w(name)}")
        if own is not None:
            return own.get(w("val"), "")
        style = self._styles.get(_value(paragraph, "pPr/pStyle", ""))
        for _ in range(20):
            if style is None:
                break
            found = style.find(f"{PPR}/{w('numPr')}/{w(name)}")
            if found is not None:
                return found.get(w("val"), "")
            style = self._styles.get(_value(style, "basedOn", ""))
        return ""


def _set_number(paragraph: etree._Element, number: str, level: str) -> None:
    settings = paragraph.find(PPR)
    if settings is None:
        settings = etree.Element(PPR)
        settings.tail, paragraph.text = paragraph.text, None
        paragraph.insert(0, settings)
    numbers = settings.find(w("numPr"))
    if numbers is None:
        numbers = etree.Element(w("numPr"))
        put_in_order(settings, numbers, PPR_ORDER)
    for child in list(numbers):
        numbers.remove(child)
    etree.SubElement(numbers, w("ilvl")).set(w("val"), level)
    etree.SubElement(numbers, w("numId")).set(w("val"), number)


def _value(element: etree._Element, path: str, default: str) -> str:
    found = element.find("/".join(w(step) for step in path.split("/")))
    return default if found is None else found.get(w("val"), default)
