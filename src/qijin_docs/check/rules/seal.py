"""The picture of a seal over 署名 and 成文日期: 7.3.5.1."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import HEADINGS, Elements, Form, Kind, Said
from qijin_docs.check.facts import Box, Facts
from qijin_docs.check.report import Finding, finding

_CLAUSE = "GB/T 9704-2012 7.3.5.1"
#: A seal is round and 30 to 60 mm across; anything else near the date is another picture.
_SMALLEST, _LARGEST = 30.0, 60.0
_LINE = 10.45
"""Height of a line, millimetres."""
_DESCENT = 0.7


def seal(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.1: the seal covers name and date, which are in its middle or a little below; it is within a line of the text.

    Nothing is said where there is no picture: most documents are sealed on paper.
    """
    at = elements.at(Kind.DATE)
    names = [i for i in elements.at(Kind.SIGNATURE) if at and i < at[-1]]
    if facts.pages is None or not names or elements.form not in (Form.FILE, Form.LETTER):
        return
    date, name = facts.lines_of(at[-1]), facts.lines_of(names[-1])
    if not date or not name or date[0].page != name[0].page:
        return
    line, above = date[0].line, name[0].line
    page = facts.pages[date[0].page - 1]
    for box in page.images:
        beside = box.right < line.left or box.left > line.right
        if not _is_seal(box) or beside or box.bottom < above.y - 4 * _LINE or box.top > line.y + 4 * _LINE:
            continue
        if not (box.top < above.y < line.y < box.bottom):
            yield _said("check.seal_covers", "印章没有盖住署名和成文日期", facts, at[-1])
        elif (
            abs((box.left + box.right) / 2 - (line.left + line.right) / 2) > 5
            or (above.y + line.y) / 2 < (box.top + box.bottom) / 2
        ):
            message = "署名和成文日期不在印章中心偏下的位置"
            yield _said("check.seal_centre", message, facts, at[-1])
        text = [
            piece.line.y
            for i in elements.at(Kind.BODY, *HEADINGS, Kind.ATTACHMENT_NOTE)
            if i < names[0]
            for piece in facts.lines_of(i)
            if piece.page == page.number
        ]
        if text and box.top - max(text) - _DESCENT > _LINE + 1:
            gap = box.top - max(text) - _DESCENT
            yield _said(
                "check.seal_gap",
                f"印章顶端距正文{gap:.0f}毫米，应在一行之内",
                facts,
                at[-1],
                measured=f"{gap:.0f}毫米",
            )


def _is_seal(box: Box) -> bool:
    width, height = box.right - box.left, box.bottom - box.top
    return _SMALLEST <= width <= _LARGEST and abs(width - height) < 0.2 * width


def _said(code: str, message: str, facts: Facts, index: int, *, measured: str = "") -> Finding:
    return finding(
        code,
        message,
        facts.paragraphs[index],
        hint="移动印章图片，使它居中压住署名和成文日期，顶端距正文不超过一行",
        measured=measured,
    )


SEAL_RULES = (seal,)
