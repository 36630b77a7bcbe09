"""``{% raw %}`` … ``{% endraw %}`` over several paragraphs: what stands between is text, whatever it looks like.

Inside one paragraph :mod:`qijin_docs.templating.tags` sees to it. Here a block over several is cut at the ends of the
paragraphs, so that each is whole again; paragraphs in the middle are left alone.
"""

from __future__ import annotations

from lxml import etree

from qijin_docs.ooxml.wordml import TC, TR, P, T, nearest, piece_text, replace_by_text, text_pieces
from qijin_docs.templating.tags import Span, find_spans
from qijin_docs.templating.word.marks import PartSource

_START, _END = "{% raw %}", "{% endraw %}"
_TAKEN = {"p": P, "tr": TR, "tc": TC}


def cut_raw_blocks(part: PartSource, paragraphs: list[etree._Element]) -> list[etree._Element]:
    """The paragraphs that are still to be searched for tags; a block without end is noted at the part."""
    if "raw" not in "".join(map(str, part.root.itertext())):
        return paragraphs
    searched: list[etree._Element] = []
    opened: Span | None = None
    opened_in: etree._Element | None = None
    for paragraph in paragraphs:
        texts = [piece for piece in text_pieces(paragraph) if piece.tag == T]
        whole = "".join(map(piece_text, text_pieces(paragraph)))
        if not texts or ("raw" not in whole and "{" not in whole):
            if opened is None:
                searched.append(paragraph)
            continue
        end = _bare(whole, "endraw") if opened else None
        if opened and end is None:
            continue
        if end:
            opened = None
            if _taken_away(paragraph, whole, end):
                continue
            texts[0].text = _START + (texts[0].text or "")
            whole = _START + whole
        opened = _bare(whole, "raw")
        if opened:
            opened_in = paragraph
            if _taken_away(paragraph, whole, opened):
                continue
            texts[-1].text = (texts[-1].text or "") + _END
        searched.append(paragraph)
    if opened and opened_in is not None:
        part.fault(
            "unclosed_block",
            "“{% raw %}”没有对应的结束标签",
            part.place(opened_in),
            f"在它管到的内容后面补上 {_END}",
        )
    return searched


def _bare(text: str, keyword: str) -> Span | None:
    """The tag of this word that has no partner in the paragraph."""
    return next((span for span in find_spans(text) if span.keyword == keyword), None)


def _taken_away(paragraph: etree._Element, whole: str, span: Span) -> bool:
    """Take away the paragraph, row or cell that a structural tag stands alone in."""
    element = nearest(paragraph, _TAKEN[span.level]) if span.level in _TAKEN else None
    if element is None or (whole[: span.start] + whole[span.end :]).strip():
        return False
    if element.getparent() is None:
        return False
    replace_by_text(element, "")
    return True
