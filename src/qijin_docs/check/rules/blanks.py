"""Blanks typed where Word has a setting: they move with every other font, width or program."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import HEADINGS, Elements, Kind
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import places

_KINDS = (
    Kind.TITLE,
    Kind.DOCUMENT_NUMBER,
    Kind.BODY,
    *HEADINGS,
    Kind.ATTACHMENT_NOTE,
    Kind.SIGNATURE,
    Kind.DATE,
    Kind.REMARK,
    Kind.COPIES,
    Kind.ISSUE,
)
_AT_START = re.compile(r"[\u3000\u00a0 ]{2,}(?=\S)")
_INSIDE = re.compile(r"(?<=\S)(?:[ \u00a0]{4,}|\u3000{3,})(?=\S)")


def typed_blanks(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """Paragraphs whose indent or place is made of blanks are told once for the whole document."""
    if facts.kind == "pdf":
        return
    found = [
        paragraph
        for paragraph in elements.of(*_KINDS)
        if not paragraph.in_table and (_AT_START.match(paragraph.text) or _INSIDE.search(paragraph.text))
    ]
    if found:
        yield finding(
            "check.typed_blanks",
            "用空格排位置" if len(found) == 1 else f"{len(found)}个段落用空格排位置：{places(found)}",
            found[0],
            hint="删去空格：首行用“段落—首行缩进2字符”，右端用右对齐加右缩进，同一行左右两项用制表位",
        )


RULES = (typed_blanks,)
