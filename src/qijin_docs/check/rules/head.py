"""The head of the first page: 7.2.1 to 7.2.7, and the marks of orders and minutes (10.2, 10.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph, RuleFacts
from qijin_docs.check.page_measures import CHARACTER, LEFT
from qijin_docs.check.red import is_red, red_rules
from qijin_docs.check.report import Finding, Force, Unverified, finding
from qijin_docs.check.rules.signatory import several_signatories
from qijin_docs.check.spacing import first_line_indent, left_indent

_STANDARD = "GB/T 9704-2012"
#: Height of the red mark's upper edge, millimetres from the upper edge of the sheet: 35 or 20 below 37, or 30.
_MARK_TOP = {Form.FILE: 72.0, Form.MINUTES: 72.0, Form.ORDER: 57.0, Form.LETTER: 30.0}
_MARK_CLAUSE = {Form.FILE: "7.2.4", Form.MINUTES: "10.3", Form.ORDER: "10.2", Form.LETTER: "10.1"}
#: A line of 三号: its ink reaches this far below the baseline, millimetres.
_DESCENT = 0.7


def copy_number(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.1: six Arabic digits at the left edge."""
    for paragraph in elements.of(Kind.COPY_NUMBER):
        text = paragraph.text.strip()
        if not re.fullmatch(r"[0-9]{6}", text):
            yield _said(
                "check.copy_number",
                f"份号“{text}”不是6位阿拉伯数字",
                paragraph,
                "7.2.1",
                "一般用6位半角数字，不足补零",
            )


def secrecy(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.2: 机密★1年: a full-width star, digits of the usual width."""
    for paragraph in elements.of(Kind.SECRECY):
        text = paragraph.text.strip()
        if not re.fullmatch(r"(绝密|机密|秘密)(★([1-9][0-9]?(年|个月)|长期))?", text):
            yield _said(
                "check.secrecy", f"密级和保密期限“{text}”写法不对", paragraph, "7.2.2", "写成“机密★1年”的形式"
            )


def urgency(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.3: 特急 or 加急; telegrams have 特提 and 平急 besides."""
    for paragraph in elements.of(Kind.URGENCY):
        text = "".join(paragraph.text.split())
        if text not in ("特急", "加急", "特提", "平急"):
            yield _said(
                "check.urgency", f"紧急程度“{text}”不是规定的等级", paragraph, "7.2.3", "写“特急”或“加急”"
            )


def _said(code: str, message: str, at: Paragraph, clause: str, hint: str) -> Finding:
    return finding(code, message, at, clause=f"{_STANDARD} {clause}", force=Force.NORMALLY, hint=hint)


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
            clause=f"{_STANDARD} 7.2.3",
            force=Force.REQUIRED,
            hint="自上而下依次排份号、密级和保密期限、紧急程度",
        )
    for index in elements.at(*order):
        paragraph = facts.paragraphs[index]
        if paragraph.alignment in ("center", "right") or first_line_indent(facts, index) > 0.5:
            yield finding(
                "check.head_corner",
                f"{elements.kinds[index]}没有顶格排在左边",
                paragraph,
                clause=f"{_STANDARD} 7.2.1",
                force=Force.REQUIRED,
                hint="把这一段改为左对齐，缩进为0",
            )


def masthead(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.4: the issuer's mark, centred, its ink 35 mm below the type area's top (72 mm); red is recommended.

    The height differs in letters (10.1: 30 mm from the sheet's edge) and orders (10.2: 57 mm).
    """
    marks = elements.of(Kind.MASTHEAD)
    if not marks:
        return
    clause = f"{_STANDARD} {_MARK_CLAUSE.get(elements.form, '7.2.4')}"
    first = marks[0]
    for mark in marks:
        if not is_red(mark.colour):
            yield finding(
                "check.masthead_colour",
                f"发文机关标志的颜色是{mark.colour.replace('auto', '黑色')}，推荐用红色",
                mark,
                clause=clause,
                force=Force.RECOMMENDED,
                hint="选中发文机关标志，字体颜色改为标准红色（FF0000）",
                measured=mark.colour,
                tolerance="FF0000",
            )
            break
    in_line = facts.kind == "docx" and not first.in_text_box and not first.in_frame
    if len(marks) == 1 and in_line and first.alignment not in ("center", "distribute"):
        yield finding(
            "check.masthead_centre",
            "发文机关标志没有居中",
            first,
            clause=clause,
            force=Force.REQUIRED,
            hint="把这一段改为居中，缩进为0",
        )
    asked = _MARK_TOP.get(elements.form)
    if asked is None:
        return
    if facts.pages is None:
        yield Unverified(
            f"发文机关标志上边缘的位置（{_MARK_CLAUSE[elements.form]}）", "没有看页面，请加 --layout"
        )
        return
    ink = facts.pages[0].red if facts.pages else None
    if ink is None:
        yield Unverified(
            f"发文机关标志上边缘的位置（{_MARK_CLAUSE[elements.form]}）", "首页上没有红色的字可量"
        )
    elif abs(ink.top - asked) > 1.2:
        yield finding(
            "check.masthead_top",
            f"发文机关标志上边缘距纸边{ink.top:.1f}毫米，应为{asked:.0f}毫米",
            first,
            clause=clause,
            force=Force.ALLOWED if elements.form is Form.MINUTES else Force.REQUIRED,
            hint="调整标志上面的空行高度或段前间距",
            measured=f"{ink.top:.1f}毫米",
            tolerance=f"{asked:.0f}±1毫米",
        )


def document_number_place(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.5: centred below the mark; in an 上行文 one character from the left, on the last signatory's line."""
    at = elements.at(Kind.DOCUMENT_NUMBER)
    if not at or elements.form is not Form.FILE:
        return
    paragraph = facts.paragraphs[at[0]]
    signed = bool(elements.at(Kind.SIGNATORY)) or "签发人" in paragraph.text
    if signed:
        left = _left(facts, at[0])
        if left is not None and not 0.4 <= left <= 1.6:
            yield finding(
                "check.document_number_place",
                f"上行文的发文字号左边空了{left:.1f}个字，应空一字",
                paragraph,
                clause=f"{_STANDARD} 7.2.5",
                force=Force.REQUIRED,
                hint="发文字号左对齐，左缩进1字符，与最后一个签发人同一行",
                measured=f"{left:.1f}字",
                tolerance="1字",
            )
    elif paragraph.alignment != "center" and not paragraph.in_text_box:
        yield finding(
            "check.document_number_place",
            "发文字号没有居中",
            paragraph,
            clause=f"{_STANDARD} 7.2.5",
            force=Force.REQUIRED,
            hint="把发文字号改为居中，缩进为0",
        )
    ink = facts.pages[0].red if facts.pages else None
    lines = facts.lines_of(at[0])
    if ink is not None and lines and not several_signatories(facts, elements):
        gap = (lines[0].line.y - ink.bottom) / (225 / 22)
        if not 2.3 <= gap <= 3.7:
            yield finding(
                "check.document_number_gap",
                f"发文字号在发文机关标志下{gap:.1f}行，应空二行",
                paragraph,
                clause=f"{_STANDARD} 7.2.5",
                force=Force.REQUIRED,
                hint="把发文字号的段前间距设为2行",
                measured=f"{gap:.1f}行",
                tolerance="空2行",
            )


def _left(facts: Facts, index: int) -> float | None:
    paragraph = facts.paragraphs[index]
    lines = facts.lines_of(index)
    if lines:
        return (lines[0].line.left - LEFT) / CHARACTER
    if paragraph.alignment == "center" or paragraph.in_text_box:
        return 9.9 if paragraph.alignment == "center" else None
    return left_indent(paragraph) + paragraph.indents.in_chars("first", paragraph.size or 32)


def red_rule(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.7: a red rule as wide as the type area (156 mm), 4 mm below the document number."""
    at = elements.at(Kind.DOCUMENT_NUMBER, Kind.SIGNATORY)
    if elements.form is not Form.FILE or not elements.at(Kind.MASTHEAD) or not at:
        return
    clause = f"{_STANDARD} 7.2.7"
    number = facts.paragraphs[at[-1]]
    if not facts.pages:
        following = facts.paragraphs[at[-1] + 1 : at[-1] + 3]
        borders = [facts.paragraphs[i].below for i in at] + [paragraph.above for paragraph in following]
        borders += [paragraph.below for paragraph in following if paragraph.blank]
        if not any(border is not None and is_red(border.colour) for border in borders):
            yield Unverified(
                "版头红色分隔线（7.2.7）", "文件里没有红色的段落边框，可能是画的线，请加 --layout"
            )
        else:
            yield Unverified("红色分隔线的位置和长度（7.2.7）", "没有看页面，请加 --layout")
        return
    rules = red_rules(facts.pages[0])
    rules = [rule for rule in rules if rule.y < facts.pages[0].height - 60]
    if not rules:
        yield finding("check.red_rule_missing", "首页发文字号下没有红色分隔线", number, clause=clause,
                      force=Force.REQUIRED, hint="在发文字号段落加红色下边框，线与版心等宽")  # fmt: skip
        return
    lines = [piece.line for index in at for piece in facts.lines_of(index)]
    if not lines:
        yield Unverified("红色分隔线与发文字号的距离（7.2.7）", "页面上没有找到发文字号")
        return
    baseline = max(line.y for line in lines)
    rule = min(rules, key=lambda rule: abs(rule.y - baseline - 4))
    yield from _rule_faults(rule, baseline, number, clause)


def _rule_faults(rule: RuleFacts, baseline: float, number: Paragraph, clause: str) -> Iterator[Said]:
    gap = rule.y - rule.thickness / 2 - baseline - _DESCENT
    if abs(gap - 4) > 1.2:
        yield finding(
            "check.red_rule_gap",
            f"红色分隔线在发文字号下{gap:.1f}毫米，应为4毫米",
            number,
            clause=clause,
            force=Force.REQUIRED,
            hint="调整边框与文字的距离，或线的位置",
            measured=f"{gap:.1f}毫米",
            tolerance="4±1毫米",
        )
    if abs(rule.length - 156) > 2 or abs(rule.left - LEFT) > 1.1:
        yield finding(
            "check.red_rule_length",
            f"红色分隔线从{rule.left:.1f}到{rule.right:.1f}毫米，长{rule.length:.1f}毫米，应与版心等宽",
            number,
            clause=clause,
            force=Force.REQUIRED,
            hint="让线从版心左边（28毫米）到右边（184毫米），长156毫米",
            measured=f"{rule.length:.1f}毫米",
            tolerance="156±1毫米",
        )


HEAD_RULES = (
    copy_number,
    secrecy,
    urgency,
    corner,
    masthead,
    document_number_place,
    red_rule,
)
