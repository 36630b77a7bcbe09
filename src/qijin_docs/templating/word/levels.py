"""Tags that stand for a run, a paragraph, a row or a column: the element goes, the tag stays in its place.

``{%p %}`` takes its paragraph, ``{%tr %}`` its row, ``{%tc %}`` its cell, ``{%r %}`` its run. Anything else in such an
element would be lost without a word, so it is an error – unless a whole block stands in the one element, which is
then what it repeats. Plain ``{% %}`` tags that stand alone in their paragraphs or rows are treated alike: nobody
wants the empty line they would leave.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from qijin_docs.ooxml.wordml import (
    RPR,
    RUN,
    SECT_PR,
    TC,
    TR,
    XML_SPACE,
    P,
    T,
    add_text_after,
    add_text_before,
    holds_content,
    nearest,
    piece_text,
    replace_by_text,
    text_pieces,
    w,
)
from qijin_docs.templating.word.marks import CELL_WORDS, MARK, Block, Mark, PartSource

_ELEMENT = {"p": P, "tr": TR, "tc": TC}
_WORD = {"p": "段落", "tr": "表格行", "tc": "单元格"}
_ALONE = {"p": "一段", "tr": "一行", "tc": "一格"}
_WHERE = {"p": "paragraph", "tr": "row", "tc": "cell", "r": "run"}
_RANGE_MARKS = frozenset(w(name) for name in ("bookmarkStart", "bookmarkEnd", "permStart", "permEnd"))


def raise_levels(part: PartSource, blocks: list[Block]) -> None:
    """Put the marks of structural tags where the elements they stand for were."""
    for level in ("tr", "tc", "p"):
        _take_elements(part, level, blocks)
    _promote(part, blocks, "tr")
    _promote(part, blocks, "p")
    for mark in list(part.marks):
        if mark.tag and mark.tag.level == "r":
            isolate_run(part, mark)


def _take_elements(part: PartSource, level: str, blocks: list[Block]) -> None:
    elements: dict[etree._Element, list[Mark]] = {}
    for mark in part.marks:
        if mark.tag is None or mark.tag.level != level or mark.where == "attribute":
            continue
        assert mark.element is not None
        element = nearest(mark.element, _ELEMENT[level])
        if element is None:
            part.fault(
                "not_in_table",
                f"“{mark.tag.source}”不在表格里",
                mark.place,
                "把它移到表格的一格中，或改用 {%p … %}",
            )
        else:
            elements.setdefault(element, []).append(mark)
    for element, marks in elements.items():
        beside = _beside(part, element, marks)
        if beside and _is_whole_block(marks, blocks):
            _wrap(element, marks, _WHERE[level])
        elif beside:
            part.fault(
                "text_beside_tag",
                f"“{marks[0].source}”所在的{_WORD[level]}里还有“{beside}”，渲染时会丢失",
                marks[0].place,
                f"让这个标签独占{_ALONE[level]}，把其他内容移开",
            )
        else:
            _take(element, marks, _WHERE[level])


def _is_whole_block(marks: list[Mark], blocks: list[Block]) -> bool:
    """Whether the tags are the beginning and the end of one block, so that the element is what it repeats."""
    return len(marks) == 2 and any(block.members == marks for block in blocks)


def _wrap(element: etree._Element, marks: list[Mark], where: str) -> None:
    """Put the two tags of a block around the element they stand in."""
    for mark in marks:
        mark.where = where
        assert mark.element is not None
        mark.element.text = (mark.element.text or "").replace(mark.text, "")
    add_text_before(element, marks[0].text)
    add_text_after(element, marks[1].text)


def _take(element: etree._Element, marks: list[Mark], where: str) -> None:
    for kept in [child for child in element.iter() if child.tag in _RANGE_MARKS]:
        kept.tail = None
        element.addprevious(kept)
    for mark in marks:
        mark.where = where
    replace_by_text(element, "".join(mark.text for mark in marks))


def _beside(part: PartSource, element: etree._Element, marks: list[Mark]) -> str:
    """What would be lost with the element: text, other tags, pictures; empty if nothing."""
    own = {mark.index for mark in marks}
    texts: list[str] = []
    for piece in _all_pieces(element):
        text = piece_text(piece)
        for number in MARK.findall(text):
            other = part.marks[int(number)]
            if other.index not in own and other.kind != "comment":
                texts.append(other.tag.source if other.tag else "")
        texts.append(MARK.sub("", text))
    found = "".join(texts).strip()
    if found:
        return found[:40]
    if holds_content(element):
        return "图片、域或分页符"
    if any(True for _ in element.iter(SECT_PR)):
        return "分节符"
    return ""


def _all_pieces(element: etree._Element) -> list[etree._Element]:
    if element.tag == P:
        inner = [p for p in element.iter(P) if p is not element]
        pieces = text_pieces(element) + text_pieces(element, field_code=True)
        return pieces + [piece for p in inner for piece in text_pieces(p)]
    return [piece for p in element.iter(P) for piece in text_pieces(p) + text_pieces(p, field_code=True)]


def _promote(part: PartSource, blocks: list[Block], level: str) -> None:
    """Treat blocks whose tags all stand alone in elements of one parent as if they named the element."""
    alone: dict[etree._Element, list[Mark]] = {}
    for mark in part.marks:
        if mark.kind not in ("block", "comment") or mark.where != "text" or mark.element is None:
            continue
        if mark.tag is None or mark.tag.level or mark.keyword in CELL_WORDS:
            continue
        element = nearest(mark.element, _ELEMENT[level])
        if element is not None and element.getparent() is not None:
            alone.setdefault(element, []).append(mark)
    alone = {element: marks for element, marks in alone.items() if _may_go(part, element, marks)}
    home = {mark.index: element for element, marks in alone.items() for mark in marks}
    block_of = {mark.index: block for block in blocks for mark in block.members}
    while True:
        refused = {
            element
            for element, marks in alone.items()
            if not all(_fits(element, block_of.get(mark.index), home, level) for mark in marks)
        }
        if not refused:
            break
        for element in refused:
            for mark in alone.pop(element):
                home.pop(mark.index)
    for element, marks in alone.items():
        _take(element, marks, _WHERE[level])


def _may_go(part: PartSource, element: etree._Element, marks: list[Mark]) -> bool:
    if any(mark.span and (mark.span.trim_before or mark.span.trim_after) for mark in marks):
        return False  # the author asked for the text before and after to be joined
    return not _beside(part, element, marks)


def _fits(element: etree._Element, block: Block | None, home: dict[int, etree._Element], level: str) -> bool:
    if block is None:
        return level == "p"
    homes = [home.get(member.index) for member in block.members]
    if any(found is None or found.getparent() is not element.getparent() for found in homes):
        return False
    # A block inside one row says nothing about rows.
    return level == "p" or len({id(found) for found in homes}) > 1


def isolate_run(part: PartSource, mark: Mark) -> None:
    """Split the run of a mark so that the mark stands between runs, where whole runs may be put."""
    text = mark.element
    run = None if text is None else text.getparent()
    if text is None or run is None or text.tag != T or run.tag != RUN:
        part.fault(
            "run_tag_outside_run",
            f"“{mark.source}”不在普通文字里",
            mark.place,
            "{%r %} 和 {{r }} 只能写在段落文字中",
        )
        return
    before, _, after = (text.text or "").partition(mark.text)
    rest = deepcopy(run)
    for child in list(rest):
        rest.remove(child)
    properties = run.find(RPR)
    if properties is not None:
        rest.append(deepcopy(properties))
    tail_text = etree.SubElement(rest, T)
    tail_text.text = after
    tail_text.set(XML_SPACE, "preserve")
    for sibling in list(text.itersiblings()):
        rest.append(sibling)
    for other in part.marks:
        if other.element is text and other.text in after:
            other.element = tail_text
    text.text = before
    rest.tail, run.tail = run.tail, None
    run.addnext(rest)
    add_text_after(run, mark.text)
    mark.where, mark.element = "run", rest
    if not before and len([child for child in run if child.tag != RPR]) == 1:
        replace_by_text(run, "")
    if not after:
        # The run stays though it may be empty: it knows the paragraph and the cell the value will stand in.
        rest.remove(tail_text)
