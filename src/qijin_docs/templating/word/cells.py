"""Tags that say something about the table cell they stand in: merge down, merge across, span, colour.

``{% vm %}`` merges the cell with its copies of the loop downwards, ``{% vm 值 %}`` only while the value
stays the same; ``{% hm %}`` merges across; ``{% colspan n %}`` sets the width in columns, ``{% cellbg c %}``
the colour.
"""

from __future__ import annotations

from lxml import etree

from qijin_docs.ooxml.wordml import (
    RPR,
    RUN,
    TC,
    TCPR,
    TCPR_ORDER,
    P,
    T,
    add_text_after,
    add_text_before,
    nearest,
    put_in_order,
    w,
)
from qijin_docs.templating.word.marks import CELL_WORDS, Mark, PartSource

#: Filters of our own that generated statements use; see :mod:`qijin_docs.templating.word.environment`.
SAME_AS_ABOVE, COLUMN_COUNT, COLOUR = "qijin_same_as_above", "qijin_column_count", "qijin_colour"


def apply_cell_tags(part: PartSource) -> None:
    """Turn the cell tags of a part into settings of their cells."""
    for mark in list(part.marks):
        if mark.keyword not in CELL_WORDS:
            continue
        assert mark.tag is not None
        argument = mark.code[len(mark.keyword) :].strip()
        cell = None if mark.element is None else nearest(mark.element, TC)
        if cell is None or mark.element is None:
            part.fault(
                "not_in_cell",
                f"“{mark.tag.source}”不在表格的格子里",
                mark.place,
                "这个标签只能写在表格的一格中",
            )
            continue
        if mark.keyword in ("colspan", "cellbg") and not argument:
            part.fault(
                "cell_tag_without_value",
                f"“{mark.tag.source}”没有写值",
                mark.place,
                "写成 {% colspan 3 %} 这样",
            )
            continue
        _remove_mark(mark)
        {"vm": _merge_down, "hm": _merge_across, "colspan": _span, "cellbg": _colour}[mark.keyword](
            part, mark, cell, argument
        )
        mark.kind = "comment"


def _merge_down(part: PartSource, mark: Mark, cell: etree._Element, argument: str) -> None:
    if argument:
        same = f"qijin_same_{mark.index}"
        asked = f"set {same} = ({argument})|{SAME_AS_ABOVE}({mark.index}, loop.first)"
        first = part.add("code", "plain", asked, mark.place)
        condition = f"not {same}"
        add_text_before(cell, first.text)
    else:
        condition = "loop.first"
    value = part.add("value", "plain", f"'restart' if {condition} else 'continue'", mark.place)
    merge = etree.Element(w("vMerge"))
    merge.set(w("val"), value.text)
    put_in_order(_settings(cell), merge, TCPR_ORDER)
    text = mark.element
    assert text is not None
    start = part.add("code", "plain", f"if {condition}", mark.place)
    end = part.add("code", "plain", "endif", mark.place)
    if argument:
        _around_content(cell, start, end)
    else:
        text.text = start.text + (text.text or "") + end.text


def _around_content(cell: etree._Element, start: Mark, end: Mark) -> None:
    """Only the first cell of a group keeps its text; the paragraphs stay."""
    for paragraph in cell.iter(P):
        runs = [child for child in paragraph if child.tag != w("pPr")]
        if runs:
            add_text_before(runs[0], start.text)
            add_text_after(runs[-1], end.text)


def _merge_across(part: PartSource, mark: Mark, cell: etree._Element, argument: str) -> None:
    del argument
    settings = _settings(cell)
    old = settings.find(w("gridSpan"))
    width = "1" if old is None else old.get(w("val"), "1")
    value = part.add("value", "plain", f"{int(width) if width.isdigit() else 1} * loop.length", mark.place)
    span = etree.Element(w("gridSpan"))
    span.set(w("val"), value.text)
    put_in_order(settings, span, TCPR_ORDER)
    add_text_before(cell, part.add("code", "plain", "if loop.first", mark.place).text)
    add_text_after(cell, part.add("code", "plain", "endif", mark.place).text)


def _span(part: PartSource, mark: Mark, cell: etree._Element, argument: str) -> None:
    value = part.add("value", "plain", f"({argument})|{COLUMN_COUNT}", mark.place)
    span = etree.Element(w("gridSpan"))
    span.set(w("val"), value.text)
    put_in_order(_settings(cell), span, TCPR_ORDER)
    _drop_empty_run(mark)


def _colour(part: PartSource, mark: Mark, cell: etree._Element, argument: str) -> None:
    value = part.add("value", "plain", f"({argument})|{COLOUR}", mark.place)
    shade = etree.Element(w("shd"))
    shade.set(w("val"), "clear")
    shade.set(w("color"), "auto")
    shade.set(w("fill"), value.text)
    put_in_order(_settings(cell), shade, TCPR_ORDER)
    _drop_empty_run(mark)


def _settings(cell: etree._Element) -> etree._Element:
    settings = cell.find(TCPR)
    if settings is None:
        settings = etree.Element(TCPR)
        settings.tail, cell.text = cell.text, None
        cell.insert(0, settings)
    return settings


def _remove_mark(mark: Mark) -> None:
    text = mark.element
    assert text is not None
    text.text = (text.text or "").replace(mark.text, "")


def _drop_empty_run(mark: Mark) -> None:
    text = mark.element
    run = None if text is None else text.getparent()
    if text is None or run is None or text.text or run.tag != RUN or text.tag != T:
        return
    if all(child.tag == RPR or child is text for child in run) and run.getparent() is not None:
        add_text_before(run, run.tail or "")
        run.tail = None
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)
