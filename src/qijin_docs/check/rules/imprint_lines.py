"""The lines of the imprint: their order, edges, wraps and words: 7.4.2, 7.4.3; and that it is behind the attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.catalogue import Force
from qijin_docs.check.elements import IMPRINT, Elements, Form, Kind, Said
from qijin_docs.check.facts import MM_A_POINT, Facts
from qijin_docs.check.page_measures import LEFT, RIGHT
from qijin_docs.check.report import finding
from qijin_docs.check.spacing import (
    chars_free,
    first_line_indent,
    right_indent,
)
from qijin_docs.text.reading import shown

_FOUR = 14 * MM_A_POINT
"""Width of a character of 四号."""
_ISSUED = re.compile(r"(?:19|20)\d\d年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日印发")


def imprint_order(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.4.2: 主送, 抄送, 印发 from above."""
    kinds = [elements.kinds[i] for i in elements.at(*IMPRINT)]
    if kinds != sorted(kinds, key=IMPRINT.index):
        yield finding(
            "check.imprint_order",
            f"版记的顺序是{'、'.join(kind[:2] for kind in kinds)}",
            facts.paragraphs[elements.at(*IMPRINT)[0]],
            hint="自上而下依次排主送、抄送、印发机关和印发日期",
        )


def imprint_edges(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.4.2, 7.4.3: one character free on the left and on the right."""
    for index in elements.at(*IMPRINT):
        paragraph = facts.paragraphs[index]
        lines = facts.lines_of(index)
        if lines:
            left = (lines[0].line.left - LEFT) / _FOUR
            # Only what reaches the right edge by its own design tells how much is left free there.
            ends_right = elements.kinds[index] is Kind.ISSUE or len(lines) > 1
            right = (RIGHT - max(piece.line.right for piece in lines)) / _FOUR if ends_right else 1.0
        else:
            left = first_line_indent(facts, index)
            ends_right = "\t" in paragraph.text or paragraph.alignment == "right"
            right = right_indent(paragraph) if ends_right else 1.0
        if not 0.5 <= left <= 1.6 or not 0.3 <= right <= 2.1:
            clause = "7.4.3" if elements.kinds[index] is Kind.ISSUE else "7.4.2"
            yield finding(
                "check.imprint_edges",
                f"{elements.kinds[index]}左边{chars_free(left)}、右边{chars_free(right)}，应各空一字",
                paragraph,
                clause=f"GB/T 9704-2012 {clause}",
                force=Force.NORMALLY if clause == "7.4.2" else Force.REQUIRED,
                hint="左缩进1字符、右缩进1字符，日期用右对齐的制表位",
                measured=f"左{left:.1f}字、右{right:.1f}字",
                tolerance="1字",
            )


def copies_wrap(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.4.2: lines of 抄送 and 主送 after the first begin below the first character behind the colon."""
    for index in elements.at(Kind.COPIES, Kind.MAIN_TO):
        lines = [piece.line for piece in facts.lines_of(index)]
        if len(lines) < 2 or "：" not in lines[0].text[:-1]:
            continue
        name = lines[0].glyphs[lines[0].text.index("：") + 1].x
        off = max((abs(line.left - name), line.left - name) for line in lines[1:])[1]
        if abs(off) > 1.5:
            yield finding(
                "check.copies_wrap",
                f"{elements.kinds[index]}回行后偏了{off:+.1f}毫米，应与冒号后首字对齐",
                facts.paragraphs[index],
                hint="设悬挂缩进3字符，不要用空格或回车对齐",
                measured=f"{off:+.1f}毫米",
            )


def issue_form(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.4.3: the date in full with Arabic figures, no zero in front of month or day, and 印发 behind it."""
    for paragraph in elements.of(Kind.ISSUE):
        text = "".join(paragraph.text.split())
        found = re.search(r"[0-9０-９〇○零一二三四五六七八九]{2,4}(?:年|[./-]).*$", text)
        if elements.form is not Form.LETTER and found and not _ISSUED.fullmatch(found[0]):
            yield finding(
                "check.issue_form",
                f"印发日期写成了“{shown(found[0])}”",
                paragraph,
                hint="写成“2018年4月26日印发”，月、日前不补零",
                quote=found[0] if found[0] in paragraph.text else "",
            )


def behind_attachments(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.7: attachments stand before the imprint."""
    at = elements.at(*IMPRINT)
    last = max((attached.label for attached in elements.attachments), default=-1)
    if at and at[0] < last:
        yield finding(
            "check.imprint_before_attachments",
            "版记排在附件前面，附件应在版记之前",
            facts.paragraphs[at[0]],
            hint="把版记移到最后一个附件之后、全文最后一页的底部",
        )


IMPRINT_LINE_RULES = (imprint_order, imprint_edges, copies_wrap, issue_form, behind_attachments)
