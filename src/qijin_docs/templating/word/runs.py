"""From the runs of a paragraph to marks: a tag that Word cut into pieces becomes one mark.

Word cuts a typed tag at every change of format, spelling mark or bookmark. The pieces are
joined in the first run of the tag, whose format the value will take; nothing outside the tag moves.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from qijin_docs.errors import Problem, Severity
from qijin_docs.ooxml.wordml import (
    DEL_TEXT,
    FLD_CHAR,
    INSTR,
    RPR,
    RUN,
    XML_SPACE,
    T,
    paragraphs,
    piece_text,
    text_pieces,
    w,
)
from qijin_docs.templating.tags import Span, find_spans
from qijin_docs.templating.word.marks import CLOSE, MARK, OPEN, Mark, PartSource
from qijin_docs.templating.word.raw import cut_raw_blocks

_AROUND = 20
_WHERE = {T: "text", INSTR: "code"}


def mark_tags(part: PartSource) -> None:
    """Replace every tag of a Word part by a mark; note every fault."""
    for paragraph in cut_raw_blocks(part, paragraphs(part.root)):
        for field_code in (False, True):
            pieces = text_pieces(paragraph, field_code=field_code)
            if pieces:
                _mark_in(part, pieces, paragraph)
        _refuse_field_names(part, paragraph)
    mark_attributes(part)


def mark_texts(part: PartSource) -> None:
    """The same for a part without paragraphs (document properties): each element's text stands alone."""
    for element in part.root.iter(etree.Element):
        if element.text and ("{" in element.text or "｛" in element.text):
            _mark_in(part, [element], element)


def mark_attributes(part: PartSource) -> None:
    """Replace the tags in attributes: descriptions of pictures, names of bookmarks, anchors."""
    for element in part.root.iter(etree.Element):
        for name, value in element.attrib.items():
            text = str(value)
            if "{" not in text and "｛" not in text:
                continue
            spans = find_spans(text)
            if not any(span.kind not in ("stray", "literal") for span in spans):
                continue
            pieces: list[str] = []
            at = 0
            for span in spans:
                pieces.append(text[at : span.start])
                pieces.append(_attribute_mark(part, element, span, text))
                at = span.end
            part.changed = True
            element.set(name, "".join((*pieces, text[at:])))


def _refuse_field_names(part: PartSource, paragraph: etree._Element) -> None:
    """A field whose name came from the data could be any field, one that starts a program included."""
    at_start = False
    for element in paragraph.iter(FLD_CHAR, INSTR):
        if element.tag == FLD_CHAR:
            at_start = element.get(w("fldCharType")) == "begin"
        elif at_start and (element.text or "").strip():
            found = MARK.match((element.text or "").strip())
            at_start = False
            if found:
                mark = part.marks[int(found.group(1))]
                part.fault(
                    "field_from_data",
                    f"域代码以“{mark.source}”开头，数据就能决定是什么域",
                    mark.place,
                    "域的名称（如 REF、HYPERLINK）要写在模板里，标签只能是它后面的内容",
                )


@dataclass(slots=True)
class _Piece:
    element: etree._Element
    start: int
    text: str
    touched: bool = False


def _mark_in(part: PartSource, elements: list[etree._Element], paragraph: etree._Element) -> None:
    pieces: list[_Piece] = []
    length = 0
    for element in elements:
        text = piece_text(element)
        pieces.append(_Piece(element, length, text))
        length += len(text)
    whole = "".join(piece.text for piece in pieces)
    if OPEN in whole or CLOSE in whole:
        part.fault(
            "private_character", "文字里有本程序保留的私用字符", part.place(paragraph), "删去看不见的怪字符"
        )
        return
    spans = find_spans(whole)
    if not spans:
        return
    marks: list[Mark | None] = [_mark_of(part, span, whole, paragraph) for span in spans]
    for span, mark in zip(reversed(spans), reversed(marks), strict=True):
        if span.kind not in ("unclosed", "stray"):
            first = _replace(pieces, span.start, span.end, mark.text if mark else span.expression)
            if mark:
                mark.element = first.element
                mark.where = _WHERE.get(str(first.element.tag), "plain")
    for piece in pieces:
        if piece.touched:
            part.changed = True
            _write_back(piece)


def _mark_of(part: PartSource, span: Span, whole: str, paragraph: etree._Element) -> Mark | None:
    place = part.place(paragraph)
    if span.kind == "literal":
        return None
    if span.kind in ("unclosed", "stray"):
        _note_faulty_delimiter(part, span, whole, paragraph)
        return None
    tag = span.tag(whole, place)
    if span.repaired:
        part.problems.append(
            Problem(
                "template.repaired_signs",
                f"标签“{tag.source}”里的全角、弯引号或不可见字符已按“{span.expression}”理解",
                place,
                "最好在模板里改用英文半角符号",
                Severity.NOTE,
            )
        )
    mark = Mark(len(part.marks), span.kind, "text", span.expression, place, tag, span)
    part.marks.append(mark)
    return mark


def _note_faulty_delimiter(part: PartSource, span: Span, whole: str, paragraph: etree._Element) -> None:
    place = part.place(paragraph)
    around = whole[max(0, span.start - _AROUND) : span.end + _AROUND]
    delimiter = whole[span.start : span.end]
    if span.kind == "unclosed":
        part.fault(
            "unclosed_tag",
            f"“{delimiter}”开始的标签没有写完：“{around}”",
            place,
            "一个标签要在同一段里写完，并用 }}、%} 或 #} 结束；要原样印出花括号请写 {_{",
        )
    else:
        part.fault(
            "stray_delimiter",
            f"多出“{delimiter}”，前面没有与它配对的开始：“{around}”",
            place,
            "检查前面的 {{ 或 {% 是否缺了一半；要原样印出花括号请写 }_}",
        )


def _replace(pieces: list[_Piece], start: int, end: int, text: str) -> _Piece:
    """Put a text in place of characters start…end of the paragraph; gives the piece it now stands in."""
    first: _Piece | None = None
    for piece in pieces:
        piece_end = piece.start + len(piece.text)
        if piece_end <= start or piece.start >= end:
            continue
        low, high = max(start - piece.start, 0), min(end - piece.start, len(piece.text))
        if first is None:
            first = piece
            piece.text = piece.text[:low] + text + piece.text[high:]
            # Pieces are edited from the back: what stands before this place keeps its offset.
        else:
            piece.text = piece.text[high:]
            piece.start += high
        piece.touched = True
    assert first is not None, "a span is never empty"
    return first


def _write_back(piece: _Piece) -> None:
    element = piece.element
    parent = element.getparent()
    if piece.text:
        element.text = piece.text
        if element.tag in (T, INSTR, DEL_TEXT):
            element.set(XML_SPACE, "preserve")
        return
    if parent is None or parent.tag != RUN:
        element.text = ""
        return
    parent.remove(element)
    grandparent = parent.getparent()
    if grandparent is not None and all(child.tag == RPR for child in parent):
        grandparent.remove(parent)


def _attribute_mark(part: PartSource, element: etree._Element, span: Span, text: str) -> str:
    if span.kind == "literal":
        return span.expression
    if span.kind in ("unclosed", "stray"):
        _note_faulty_delimiter(part, span, text, element)
        return text[span.start : span.end]
    place = part.place(element)
    tag = span.tag(text, place)
    if span.level:
        part.fault(
            "level_in_attribute",
            f"“{tag.source}”不能带 {span.level}，它写在图片说明一类的属性里",
            place,
            "删去前缀",
        )
    mark = Mark(len(part.marks), span.kind, "attribute", span.expression, place, tag, span, element)
    part.marks.append(mark)
    return mark.text
