"""What stands in the corner of the head: 份号, 密级和保密期限, 紧急程度: 7.2.1 to 7.2.3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.catalogue import FORMAT
from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.page_measures import TOP
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.spacing import LINE_MM, first_line_indent

_CLAUSES = {Kind.COPY_NUMBER: "7.2.1", Kind.SECRECY: "7.2.2", Kind.URGENCY: "7.2.3"}
#: On which line of the type area they stand, from 0.
_LINES = {Kind.COPY_NUMBER: 0, Kind.SECRECY: 1}
_BASELINE = 0.8


def copy_number(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.1: six Arabic digits at the left edge."""
    for paragraph in elements.of(Kind.COPY_NUMBER):
        text = paragraph.text.strip()
        if not re.fullmatch(r"[0-9]{6}", text):
            yield _said(
                "check.copy_number",
                f"份号“{text}”不是6位阿拉伯数字",
                paragraph,
                "一般用6位半角数字，不足补零",
            )


def secrecy(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.2: 机密★1年: a full-width star, digits of the usual width."""
    for paragraph in elements.of(Kind.SECRECY):
        text = paragraph.text.strip()
        if not re.fullmatch(r"(绝密|机密|秘密)(★([1-9][0-9]?(年|个月)|长期))?", text):
            yield _said("check.secrecy", f"密级和保密期限“{text}”写法不对", paragraph, "写成“机密★1年”的形式")


def urgency(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.3: 特急 or 加急; telegrams have 特提 and 平急 besides."""
    for paragraph in elements.of(Kind.URGENCY):
        text = "".join(paragraph.text.split())
        if text not in ("特急", "加急", "特提", "平急"):
            yield _said("check.urgency", f"紧急程度“{text}”不是规定的等级", paragraph, "写“特急”或“加急”")


def _said(code: str, message: str, at: Paragraph, hint: str) -> Finding:
    return finding(code, message, at, hint=hint)


def corner(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.1 to 7.2.3: copy number, secrecy, urgency, one below the other at the left edge, in this order."""
    order = [Kind.COPY_NUMBER, Kind.SECRECY, Kind.URGENCY]
    found = [(order.index(elements.kinds[i]), facts.paragraphs[i]) for i in elements.at(*order)]
    if [rank for rank, _ in found] != sorted(rank for rank, _ in found):
        names = "、".join(order[rank] for rank, _ in found)
        yield finding(
            "check.head_order",
            f"版头左上角的顺序是{names}",
            found[0][1],
            hint="自上而下依次排份号、密级和保密期限、紧急程度",
        )
    for index in elements.at(*order):
        paragraph = facts.paragraphs[index]
        if paragraph.alignment in ("center", "right") or first_line_indent(facts, index) > 0.5:
            yield finding(
                "check.head_corner",
                f"{elements.kinds[index]}没有顶格排在左边",
                paragraph,
                clause=f"{FORMAT} {_CLAUSES[elements.kinds[index]]}",
                hint="把这一段改为左对齐，缩进为0",
            )


def corner_lines(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.1, 7.2.2: the copy number on the first line of the type area, the secrecy on the second."""
    if elements.form is not Form.FILE:
        return
    for index in elements.at(*_LINES):
        kind, lines = elements.kinds[index], facts.lines_of(index)
        if not lines or lines[0].page != 1:
            continue
        row = round((lines[0].line.y - TOP) / LINE_MM - _BASELINE)
        if row != _LINES[kind]:
            yield finding(
                "check.head_line",
                f"{kind}排在版心第{row + 1}行，应排在第{_LINES[kind] + 1}行",
                facts.paragraphs[index],
                clause=f"{FORMAT} {_CLAUSES[kind]}",
                hint="删去上面多余的空行，把段前间距设为0",
                measured=f"第{row + 1}行",
                tolerance=f"第{_LINES[kind] + 1}行",
            )


CORNER_RULES = (copy_number, secrecy, urgency, corner, corner_lines)
