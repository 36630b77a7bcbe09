"""The imprint at the end of a document: 主送, 抄送, 印发机关 and date; also where it stands too early."""

from __future__ import annotations

from collections.abc import Sequence

from qijin_docs.check import signs
from qijin_docs.check.elements import Kind
from qijin_docs.check.facts import Paragraph


def imprint_of(paragraphs: Sequence[Paragraph], texts: Sequence[str], kinds: list[Kind], start: int) -> int:
    """Mark the imprint; the index where it begins: behind the last paragraph if there is none.

    Args:
        paragraphs: of the body.
        texts: what can be read in each, stripped.
        kinds: of each; those of the imprint are filled in.
        start: where the head ends.
    """
    near = [i for i in range(start, len(paragraphs)) if texts[i]][-8:]
    begin = len(paragraphs)
    for i in reversed(near):
        text = texts[i]
        kind = signs.imprint_kind(text)
        if kind is None:
            attachment = signs.LABEL.fullmatch(text) and paragraphs[i].page_break_before
            if attachment or (begin < len(paragraphs) and not paragraphs[i].in_table):
                break
            continue
        kinds[i] = kind
        begin = i
    while begin < len(paragraphs) and begin > start and not texts[begin - 1]:
        begin -= 1
    if begin == len(paragraphs):
        _early(texts, kinds, start)
    return begin


def _early(texts: Sequence[str], kinds: list[Kind], start: int) -> None:
    """Mark an imprint that stands before an attachment instead of behind it; it does not end the text."""
    for i in range(start, len(texts)):
        if not texts[i] or signs.imprint_kind(texts[i]) is not Kind.ISSUE:
            continue
        following = next((k for k in range(i + 1, len(texts)) if texts[k]), None)
        if following is None or not signs.LABEL.fullmatch(texts[following]):
            continue
        kinds[i] = Kind.ISSUE
        for k in reversed([k for k in range(start, i) if texts[k]]):
            kind = signs.imprint_kind(texts[k])
            if kind not in (Kind.COPIES, Kind.MAIN_TO):
                break
            kinds[k] = kind
