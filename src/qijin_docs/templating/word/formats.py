"""What a printed value needs to know of its surroundings: run format, paragraph format, how to break a line.

Found out once when a template is compiled, so that printing a value is only joining strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from qijin_docs.ooxml.wordml import PPR, RPR, RPR_ORDER, RUN, SECT_PR, TC, TCPR, P, T, put_in_order, w
from qijin_docs.templating.tags import Tag
from qijin_docs.templating.word.marks import OPEN, PRINTING, PartSource, droppable_paragraphs

_JUSTIFIED = frozenset({"both", "distribute", "thaiDistribute", "highKashida", "mediumKashida", "lowKashida"})
#: Left and right margin of a cell that does not say, in twips.
_CELL_MARGINS = 216
_DECLARATION = re.compile(r'\sxmlns:(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Slot:
    """Surroundings of one printed value.

    Args:
        where: see :class:`~qijin_docs.templating.word.marks.Mark`.
        tag: the tag.
        run: the run's settings as XML, empty if it has none.
        paragraph: the paragraph's settings as XML; ``None`` if the paragraph cannot be cut at this place.
        justified: the paragraph is set justified, where a line break would stretch the line.
        width: millimetres that a picture has here, ``None`` if not known.
        exact: lines have a fixed height here.
        droppable: the paragraph may be dropped, but not with a value in it.
    """

    where: str
    tag: Tag
    run: str = ""
    paragraph: str | None = None
    justified: bool = False
    width: float | None = None
    exact: bool = False
    droppable: bool = False


def slots_of(part: PartSource, formats: ParagraphFormats) -> dict[int, Slot]:
    """The surroundings of each printed value of a part, by the index of its mark."""
    slots: dict[int, Slot] = {}
    droppable = droppable_paragraphs(part)
    for mark in part.marks:
        if mark.tag is None or not (mark.kind == "print" or mark.keyword in PRINTING):
            continue
        if mark.element is None or mark.where in ("attribute", "plain", "code", "row", "cell"):
            slots[mark.index] = Slot(mark.where, mark.tag)
            continue
        run = mark.element if mark.element.tag == RUN else mark.element.getparent()
        if run is None or run.tag != RUN:
            slots[mark.index] = Slot("plain", mark.tag)
            continue
        hint_east_asian(run)
        settings = run.find(RPR)
        paragraph = run.getparent()
        around = next(run.iterancestors(P), None)
        cuttable = paragraph is not None and paragraph.tag == P and mark.element.tag in (T, RUN)
        slots[mark.index] = Slot(
            mark.where,
            mark.tag,
            "" if settings is None else _fragment(settings, part.root),
            _paragraph_settings(paragraph, part.root) if cuttable and paragraph is not None else None,
            formats.justified(around),
            room_for_picture(run, part.root),
            formats.exact_lines(around),
            around in droppable,
        )
    return slots


def hint_east_asian(run: etree._Element) -> None:
    """Ask for the East Asian font where a character could be of either kind: “ ” ‘ ’ — … (w:hint)."""
    settings = run.find(RPR)
    if settings is None:
        settings = etree.Element(RPR)
        run.insert(0, settings)
    fonts = settings.find(w("rFonts"))
    if fonts is None:
        fonts = etree.Element(w("rFonts"))
        put_in_order(settings, fonts, RPR_ORDER)
    if fonts.get(w("hint")) is None:
        fonts.set(w("hint"), "eastAsia")


def room_for_picture(run: etree._Element, root: etree._Element) -> float | None:
    """Millimetres across that the cell, or else the page, leaves for a picture."""
    cell = next(run.iterancestors(TC), None)
    if cell is not None:
        width = cell.find(f"{TCPR}/{w('tcW')}")
        if width is None or width.get(w("type")) != "dxa":
            return None
        return _millimetres(width.get(w("w"), "0"), _CELL_MARGINS)
    section = next(root.iter(SECT_PR), None)
    size = None if section is None else section.find(w("pgSz"))
    margins = None if section is None else section.find(w("pgMar"))
    if size is None or margins is None:
        return None
    sides = [margins.get(w(side), "0") for side in ("left", "right", "gutter")]
    return _millimetres(size.get(w("w"), "0"), *sides)


def _millimetres(twips: str, *less: str | int) -> float | None:
    try:
        length = (float(twips) - sum(map(float, less))) / 1440 * 25.4
    except ValueError:
        return None
    return length if 1 < length < 5000 else None


class ParagraphFormats:
    """Answers what a paragraph is set like, looking through its styles.

    Args:
        styles: root of ``styles.xml``, ``None`` if the template has none.
    """

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: etree._Element | None = None
        self._document: etree._Element | None = None
        if styles is None:
            return
        for style in styles.iter(w("style")):
            self._styles[style.get(w("styleId"), "")] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self._default = style
        self._document = styles.find(f"{w('docDefaults')}/{w('pPrDefault')}")

    def justified(self, paragraph: etree._Element | None) -> bool:
        """Whether the paragraph is set justified or distributed."""
        return self._setting(paragraph, "jc", "val") in _JUSTIFIED

    def exact_lines(self, paragraph: etree._Element | None) -> bool:
        """Whether its lines have a fixed height, which cuts pictures off."""
        return self._setting(paragraph, "spacing", "lineRule") == "exact"

    def spacing(self, paragraph: etree._Element | None, name: str) -> int:
        """``line``, ``before`` or ``after`` of the paragraph in twips; 0 if it does not say."""
        found = self._setting(paragraph, "spacing", name) or ""
        return int(found) if found.isdecimal() else 0

    def _setting(self, paragraph: etree._Element | None, name: str, attribute: str) -> str | None:
        """The attribute as the paragraph, its style, the styles below and the document's default have it."""
        if paragraph is None:
            return None
        path = f"{PPR}/{w(name)}"
        for element in (paragraph, *self._styles_of(paragraph), self._document):
            found = None if element is None else element.find(path)
            if found is not None and found.get(w(attribute)) is not None:
                return found.get(w(attribute))
        return None

    def _styles_of(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        named = paragraph.find(f"{PPR}/{w('pStyle')}")
        style = self._default if named is None else self._styles.get(named.get(w("val"), ""), self._default)
        seen: set[etree._Element] = set()
        while style is not None and style not in seen:
            seen.add(style)
            yield style
            base = style.find(w("basedOn"))
            style = None if base is None else self._styles.get(base.get(w("val"), ""))


def _paragraph_settings(paragraph: etree._Element, root: etree._Element) -> str | None:
    settings = paragraph.find(PPR)
    if settings is None:
        return ""
    copy = deepcopy(settings)
    _without_conditions(copy)
    for name in (SECT_PR, w("pageBreakBefore"), w("framePr")):
        for child in copy.findall(name):
            copy.remove(child)
    return _fragment(copy, root)


def _without_conditions(settings: etree._Element) -> None:
    """Take out what a tag has put into a paragraph's settings, see :mod:`.spacing`: a further paragraph is as it was."""
    for spacing in settings.findall(w("spacing")):
        if any(OPEN in str(value) for value in spacing.attrib.values()):
            settings.text = None
            for child in settings:
                child.tail = None
            settings.remove(spacing)


def _fragment(element: etree._Element, root: etree._Element) -> str:
    """The element as XML that may stand inside the part, without the declarations the root already has."""
    copy = deepcopy(element)
    copy.tail = None
    text = etree.tostring(copy, encoding="unicode")
    known = root.nsmap
    text = _DECLARATION.sub(lambda match: "" if known.get(match[1]) == match[2] else match[0], text)
    # A tag inside the settings cannot be rendered a second time.
    return "" if OPEN in text else text
