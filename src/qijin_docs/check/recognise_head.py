"""The head of a document: masthead, number, signatory, what stands in its corner; and which format they make it."""

from __future__ import annotations

from collections.abc import Sequence

from qijin_docs.check import signs
from qijin_docs.check.elements import Form, Kind
from qijin_docs.check.facts import Paragraph
from qijin_docs.check.report import Unverified
from qijin_docs.check.signs import compact


def head_of(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], kinds: list[Kind]
) -> tuple[Form, int, list[Unverified]]:
    """The format, the index behind the last paragraph of the head, and what could not be told.

    Args:
        paragraphs: of the body.
        texts: what can be read in each, stripped.
        kinds: of each; those of the head are filled in.
    """
    near = [i for i, text in enumerate(texts) if text][: signs.HEAD_REACH]
    mast = next((i for i in near if signs.is_masthead(paragraphs[i])), None)
    found: list[int] = [] if mast is None else [mast]
    number = None
    for i in near:
        text = texts[i]
        kind = signs.head_kind(text)
        # Without a masthead a number alone may be that of an attachment sent by itself, or of a pre-printed
        # sheet; a line of six figures or a 特急 in the middle of a document is no head.
        if kind is None or (mast is None and kind is not Kind.DOCUMENT_NUMBER):
            continue
        if kind is Kind.DOCUMENT_NUMBER:
            if paragraphs[i].in_table and mast is None:
                continue
            if number is not None and (mast is None or i > _reach(found, near)):
                continue
            number = i if number is None else number
        kinds[i] = kind
        found.append(i)
    if mast is None:
        if number is not None:
            why = "有发文字号，没有找到红色的发文机关标志，可能使用预先印好的红头纸"
            return Form.FILE, max(found) + 1, [Unverified("版头（7.2）", why)]
        return Form.PLAIN, 0, []
    kinds[mast] = Kind.MASTHEAD
    for i in near:  # a masthead of several agencies stands in several paragraphs
        if i != mast and signs.is_masthead(paragraphs[i]) and kinds[i] in (Kind.UNKNOWN, Kind.TABLE):
            kinds[i] = Kind.MASTHEAD
            found.append(i)
    words = compact("".join(texts[i] for i in sorted(found) if kinds[i] is Kind.MASTHEAD))
    form = _form(words, number, paragraphs)
    if form is Form.ORDER:
        order = next((i for i in near if i > mast and signs.ORDER_NUMBER.fullmatch(texts[i])), None)
        if order is not None:
            kinds[order] = Kind.DOCUMENT_NUMBER
            found.append(order)
    return form, max(found) + 1, []


def _reach(found: list[int], near: list[int]) -> int:
    """The paragraph with text that follows what was found of the head."""
    return next((i for i in near if i > max(found)), -1)


def _form(mast: str, number: int | None, paragraphs: Sequence[Paragraph]) -> Form:
    if mast.endswith("纪要"):
        return Form.MINUTES
    if mast.endswith("令"):
        return Form.ORDER
    if signs.BULLETIN.search(mast):
        return Form.PLAIN
    if number is not None:
        paragraph = paragraphs[number]
        if mast.endswith("文件") and not signs.LETTER_NUMBER.search(paragraph.text):
            return Form.FILE
        if paragraph.alignment == "right" or (
            paragraph.text.startswith("\t") and signs.SIGNED not in paragraph.text
        ):
            return Form.LETTER
    return Form.FILE
