"""Where 署名 stands below the text, and whether joint issuers have room for their seals: 7.3.5."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from qijin_docs.check.catalogue import Force
from qijin_docs.check.elements import HEADINGS, Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.page_facts import LineFacts
from qijin_docs.check.page_measures import CHARACTER, RIGHT
from qijin_docs.check.report import finding
from qijin_docs.check.signs import ORGAN_END, is_post
from qijin_docs.check.spacing import (
    baseline_gap,
    chars_free,
    lines_free,
)

_STANDARD = "GB/T 9704-2012"
_SEAL = 42.0
"""A seal of a department, across, in millimetres; those of governments are 45 and more."""


def signature_gap(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.2, 7.3.5.3: one blank line above a name without a seal, two above a signature stamp.

    A sealed name stands where its seal is within a line of the text, which only the seal tells. That a name has no
    seal is told by its date, which begins two characters after it.
    """
    at = elements.at(Kind.DATE)
    names = [i for i in elements.at(Kind.SIGNATURE) if at and i < at[-1]]
    text = [i for i in elements.at(Kind.BODY, *HEADINGS, Kind.ATTACHMENT_NOTE) if names and i < names[0]]
    if facts.pages is None or not text or elements.form in (Form.PLAIN, Form.MINUTES):
        return
    date, name = facts.lines_of(at[-1]), facts.lines_of(names[-1])
    gap = baseline_gap(facts, text[-1], names[0])
    if gap is None or not date or not name:
        return
    stamped = is_post(facts.paragraphs[names[-1]])
    unsealed = abs((date[0].line.left - name[0].line.left) / CHARACTER - 2) <= 0.3
    if not stamped and (not unsealed or abs((RIGHT - date[0].line.right) / CHARACTER - 4) <= 0.5):
        return
    blank, clause = (2, "7.3.5.3") if stamped else (1, "7.3.5.2")
    if abs(gap - 1 - blank) > 0.4:
        what = "签名章旁的职务" if stamped else "不加盖印章的署名"
        yield finding(
            "check.signature_gap",
            f"{what}与上文之间{lines_free(gap - 1)}，应空{blank}行",
            facts.paragraphs[names[0]],
            clause=f"{_STANDARD} {clause}",
            force=Force.REQUIRED,
            hint=f"把署名的段前距改为{blank}行，删去多余的空行",
            measured=f"{gap - 1:.1f}行",
            tolerance=f"{blank}行",
        )


def unsealed_right(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.2: without a seal the longer one of name and date ends two characters from the right edge."""
    at = elements.at(Kind.DATE)
    names = [i for i in elements.at(Kind.SIGNATURE) if at and i < at[-1]]
    if not names or elements.form not in (Form.FILE, Form.LETTER) or is_post(facts.paragraphs[names[-1]]):
        return
    date, name = facts.lines_of(at[-1]), facts.lines_of(names[-1])
    if not date or not name or abs((date[0].line.left - name[0].line.left) / CHARACTER - 2) > 0.3:
        return
    written = [line.line for i in names for line in facts.lines_of(i)]
    longer = max(written, key=_length)  # of joint issuers the longest name
    # Of as many characters the date may be a little wider, for digits and 汉字 stand apart.
    if _length(date[0].line) > _length(longer) + CHARACTER / 2:
        longer = date[0].line
    free = (RIGHT - longer.right) / CHARACTER
    if abs((RIGHT - date[0].line.right) / CHARACTER - 4) > 0.5 and abs(free - 2) > 0.5:
        yield finding(
            "check.signature_right",
            f"不加盖印章的署名和日期右边{chars_free(free)}，应空二字",
            facts.paragraphs[names[-1]],
            hint="署名右对齐，右缩进2字符；日期比署名长的，日期右缩进2字符",
            measured=f"{free:.1f}字",
            tolerance="2字",
        )


def _length(line: LineFacts) -> float:
    return line.right - line.left


def room_for_seals(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.1: every joint issuer's name has a seal of its own; seals neither touch nor overlap."""
    at = elements.at(Kind.DATE)
    names = [i for i in elements.at(Kind.SIGNATURE) if at and i < at[-1]]
    if facts.pages is None or len(names) < 2 or elements.form is not Form.FILE:
        return
    date = facts.lines_of(at[-1])
    if not date or abs((RIGHT - date[0].line.right) / CHARACTER - 4) > 0.5:
        return  # not sealed
    drawn = [
        line.line
        for i in names
        if ORGAN_END.search(facts.paragraphs[i].text.strip()) and not is_post(facts.paragraphs[i])
        for line in facts.lines_of(i)[-1:]
        if line.page == date[0].page
    ]
    close = [(one, other) for one, other in combinations(drawn, 2) if _distance(one, other) < _SEAL]
    if close:
        nearest = min(_distance(*pair) for pair in close)
        yield finding(
            "check.room_for_seals",
            f"联合发文的署名相距{nearest:.0f}毫米，各盖一枚印章会相交（印章直径一般不小于42毫米）",
            facts.paragraphs[names[-1]],
            hint="署名一排两个或三个，排与排之间留出一枚印章的高度，最后一个署名在成文日期之上",
            measured=f"{nearest:.0f}毫米",
            tolerance="42毫米",
        )


def _distance(one: LineFacts, other: LineFacts) -> float:
    """Millimetres between the middles of two names."""
    across = (one.left + one.right - other.left - other.right) / 2
    return float((across**2 + (one.y - other.y) ** 2) ** 0.5)


SIGNATURE_RULES = (signature_gap, unsealed_right, room_for_seals)
