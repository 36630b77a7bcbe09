"""Tags around paragraphs whose lines come closer together, so that a page holds what follows them.

``{%p linespacing 25 %}`` … ``{%p endlinespacing %}``: paragraphs between them whose lines are exactly so high, but
higher than 25 points, get lines of 25 points, and their distances above and below shrink in proportion. Nothing
changes where the value is empty. Of one pair inside another the inner one counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined
from lxml import etree

from qijin_docs.errors import Problem, RenderError
from qijin_docs.ooxml.wordml import PPR, PPR_ORDER, P, add_text_after, add_text_before, put_in_order, w
from qijin_docs.templating.word.formats import ParagraphFormats
from qijin_docs.templating.word.marks import LINE_SPACING, MARK, Mark, PartSource

#: Filter of our own that generated statements use; see :mod:`qijin_docs.templating.word.environment`.
TWIPS = "qijin_twips"
_LEAST, _MOST = 1, 1584
"""Points that Word takes for an exact height of lines."""


def tighten_lines(part: PartSource, formats: ParagraphFormats) -> None:
    """Turn the tags of a part into conditional settings of the paragraphs between them."""
    if not any(mark.keyword == LINE_SPACING for mark in part.marks):
        return
    around = list(_tightened(part))
    for mark in part.marks:
        if mark.keyword == LINE_SPACING:
            _name_value(part, mark)
        elif mark.keyword == f"end{LINE_SPACING}":
            mark.kind = "comment"
    for paragraph, mark in around:
        _tighten(part, paragraph, mark, formats)


def twips(value: Any) -> int:
    """Points as twips; 0 for no value."""
    if isinstance(value, Undefined):
        str(value)  # raises unless missing values print nothing
        return 0
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _LEAST <= value <= _MOST:
        raise RenderError(
            Problem(
                "render.line_spacing", f"行距“{value}”不是磅数", hint="写成 25 这样的数；不改行距的，让值空着"
            )
        )
    return round(value * 20)


def _name_value(part: PartSource, mark: Mark) -> None:
    if mark.where not in ("paragraph", "row", "cell"):
        part.fault(
            "line_spacing_inside",
            f"“{mark.source}”没有独占一段，管不到任何段落",
            mark.place,
            f"写成 {{%p {LINE_SPACING} … %}}，独占一段，{{%p end{LINE_SPACING} %}} 也独占一段",
        )
    # The value is asked for once, and each paragraph looks at it.
    mark.kind, mark.code = "code", f"set {_variable(mark)} = ({argument_of(mark)})|{TWIPS}"


def argument_of(mark: Mark) -> str:
    """The expression of the height."""
    return mark.code.removeprefix(LINE_SPACING).strip()


def _variable(mark: Mark) -> str:
    return f"qijin_line_{mark.index}"


def _tightened(part: PartSource) -> Iterator[tuple[etree._Element, Mark]]:
    """Every paragraph between two tags, with the first of them."""
    open_marks: list[Mark] = []

    def read(text: str | None) -> None:
        for number in MARK.findall(text or ""):
            mark = part.marks[int(number)]
            if mark.keyword == LINE_SPACING:
                open_marks.append(mark)
            elif mark.keyword == f"end{LINE_SPACING}" and open_marks:
                open_marks.pop()

    def walk(element: etree._Element) -> Iterator[tuple[etree._Element, Mark]]:
        if element.tag == P and open_marks:
            yield element, open_marks[-1]
        read(element.text)
        for child in list(element):
            yield from walk(child)
            read(child.tail)

    yield from walk(part.root)


def _tighten(part: PartSource, paragraph: etree._Element, mark: Mark, formats: ParagraphFormats) -> None:
    line = formats.spacing(paragraph, "line")
    if not line or not formats.exact_lines(paragraph):
        return
    settings = paragraph.find(PPR)
    if settings is None:
        settings = etree.Element(PPR)
        settings.tail, paragraph.text = paragraph.text, None
        paragraph.insert(0, settings)
    own = settings.find(w("spacing"))
    tight = etree.Element(w("spacing"))
    name = _variable(mark)
    values = {"line": name} | {
        side: f"{distance} * {name} // {line}"
        for side in ("before", "after")
        if (distance := formats.spacing(paragraph, side))
    }
    for attribute in ("before", "after", "line"):
        if attribute in values:
            value = part.add("value", "attribute", values[attribute], mark.place)
            tight.set(w(attribute), value.text)
    tight.set(w("lineRule"), "exact")
    start = part.add("code", "plain", f"if 0 < {name} < {line}", mark.place)
    end = part.add("code", "plain", "endif", mark.place)
    put_in_order(settings, tight, PPR_ORDER)
    if own is not None:
        tight.addnext(own)
        add_text_after(tight, part.add("code", "plain", "else", mark.place).text)
        add_text_after(own, end.text)
    else:
        add_text_after(tight, end.text)
    add_text_before(tight, start.text)
