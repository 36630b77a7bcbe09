"""The picture of a signature stamp beside the post of its owner: 7.3.5.3."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Box, Drawn, Facts
from qijin_docs.check.page_measures import CHARACTER, RIGHT
from qijin_docs.check.report import finding
from qijin_docs.check.signs import is_post
from qijin_docs.check.spacing import (
    LINE_MM,
    chars_free,
    lines_free,
)

#: A signature is wider than high and stands on the line of the post; millimetres.
_WIDEST, _HIGHEST, _NEAR = 60.0, 25.0, 12.0


def stamp(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.3: the stamp ends four characters from the right, two characters behind the post, in its middle height.

    Nothing is said where there is no picture: most documents are stamped on paper.
    """
    for at, box in _stamps(facts, elements):
        line = at.line
        right, behind = (RIGHT - box.right) / CHARACTER, (box.left - line.right) / CHARACTER
        apart = abs((box.top + box.bottom) / 2 - (line.y - 2))
        if abs(right - 4) > 0.5 or abs(behind - 2) > 0.5 or apart > 3:
            yield finding(
                "check.stamp_place",
                f"签名章右边{chars_free(right)}，与职务相距{behind:.1f}个字，上下差{apart:.0f}毫米",
                facts.paragraphs[elements.at(Kind.SIGNATURE)[-1]],
                hint="签名章右空四字；职务在签名章左边空二字，上下居中",
                measured=f"右{right:.1f}字、左{behind:.1f}字",
            )


def date_below(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.3: the date is one blank line below the stamp."""
    dates = elements.at(Kind.DATE)
    for at, box in _stamps(facts, elements):
        date = facts.lines_of(dates[-1]) if dates else ()
        if not date or date[0].page != at.page:
            continue
        gap = (date[0].line.y - 0.8 * LINE_MM - max(box.bottom, at.line.y + 0.2 * LINE_MM)) / LINE_MM
        if not 0.4 <= gap <= 1.6:
            yield finding(
                "check.stamp_date_gap",
                f"成文日期与签名章之间{lines_free(max(gap, 0))}，应空一行",
                facts.paragraphs[dates[-1]],
                hint="把成文日期的段前间距设为1行",
                measured=f"{gap:.1f}行",
            )


def _stamps(facts: Facts, elements: Elements) -> Iterator[tuple[Drawn, Box]]:
    """The last post above the date and the picture beside it."""
    names = elements.at(Kind.SIGNATURE)
    if not names or not facts.pages or elements.form in (Form.PLAIN, Form.MINUTES):
        return
    lines = facts.lines_of(names[-1])
    if not lines or not is_post(facts.paragraphs[names[-1]]):
        return
    for box in facts.pages[lines[0].page - 1].images:
        wide, high = box.right - box.left, box.bottom - box.top
        beside = (
            box.left > lines[0].line.right - 5 and abs((box.top + box.bottom) / 2 - lines[0].line.y) < _NEAR
        )
        if beside and high < wide <= _WIDEST and high <= _HIGHEST:
            yield lines[0], box


STAMP_RULES = (stamp, date_below)
