"""What is different in an order, 命令（令）: 10.2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import HEADINGS, Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import finding
from qijin_docs.check.spacing import (
    LINE_MM,
    baseline_gap,
    blank_lines_before,
    lines_free,
)
from qijin_docs.errors import Place
from qijin_docs.text.reading import shown


def order_number(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.2: 第5号, centred, two blank lines below the mark."""
    if elements.form is not Form.ORDER:
        return
    at = elements.at(Kind.DOCUMENT_NUMBER)
    if not at:
        hint = "在发文机关标志下空二行居中写令号，如“第5号”"
        mark = elements.first(Kind.MASTHEAD) or Place(facts.file, "版头")
        yield finding("check.order_number", "没有找到令号", mark, hint=hint)
        return
    paragraph = facts.paragraphs[at[0]]
    text = "".join(paragraph.text.split())
    if not re.fullmatch(r"第[1-9]\d*号", text):
        yield finding(
            "check.order_number", f"令号写成了“{shown(text)}”", paragraph, hint="写成“第5号”，用阿拉伯数字"
        )
    if paragraph.alignment not in ("center", "distribute"):
        yield finding("check.order_number_place", "令号没有居中", paragraph, hint="把令号改为居中，缩进为0")
    ink, lines = (facts.pages[0].red if facts.pages else None), facts.lines_of(at[0])
    if ink is not None and lines:
        blank = (lines[0].line.y - ink.bottom) / LINE_MM - 0.8
    else:
        blank = blank_lines_before(facts, at[0])
    if abs(blank - 2) > 0.7:
        yield finding(
            "check.order_number_gap",
            f"令号在发文机关标志下{lines_free(blank)}，应空二行",
            paragraph,
            hint="把令号的段前间距设为2行",
            measured=f"{blank:.1f}行",
            tolerance="2行",
        )


def order_text(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.2: the text begins two blank lines below the number."""
    number, text = elements.at(Kind.DOCUMENT_NUMBER), elements.at(Kind.BODY, *HEADINGS)
    if elements.form is not Form.ORDER or not number or not text or text[0] < number[0]:
        return
    drawn = baseline_gap(facts, number[0], text[0])
    blank = drawn - 1 if drawn is not None else blank_lines_before(facts, text[0])
    if abs(blank - 2) > 0.6:
        yield finding(
            "check.order_text_gap",
            f"正文与令号之间{lines_free(blank)}，应空二行",
            facts.paragraphs[text[0]],
            hint="把正文第一段的段前间距设为2行",
            measured=f"{blank:.1f}行",
            tolerance="2行",
        )


ORDER_RULES = (order_number, order_text)
