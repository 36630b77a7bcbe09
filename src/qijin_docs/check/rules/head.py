"""The document number and the red rule below it: 7.2.5 and 7.2.7."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph, RuleFacts
from qijin_docs.check.page_measures import CHARACTER, LEFT
from qijin_docs.check.red import is_red, red_rules
from qijin_docs.check.report import Unverified, finding
from qijin_docs.check.spacing import (
    chars_free,
    first_line_indent,
    lines_free,
)

_STANDARD = "GB/T 9704-2012"
#: A line of 三号: its ink reaches this far below the baseline, millimetres.
_DESCENT = 0.7


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
                f"上行文的发文字号左边{chars_free(left)}，应空一字",
                paragraph,
                hint="发文字号左对齐，左缩进1字符，与最后一个签发人同一行",
                measured=f"{left:.1f}字",
                tolerance="1字",
            )
    elif paragraph.alignment != "center" and not paragraph.in_text_box:
        yield finding(
            "check.document_number_place",
            "发文字号没有居中",
            paragraph,
            hint="把发文字号改为居中，缩进为0",
        )
    ink = facts.pages[0].red if facts.pages else None
    lines = facts.lines_of(at[0])
    signed_by = [facts.lines_of(i) for i in elements.at(Kind.SIGNATORY)]
    heights = [drawn[0].line.y for drawn in (lines, *signed_by) if drawn and drawn[0].page == 1]
    if ink is not None and lines and heights:
        # Of several signatories the first stands two lines below the mark, the number beside the last.
        gap = (min(heights) - ink.bottom) / (225 / 22)
        if not 2.3 <= gap <= 3.7:
            yield finding(
                "check.document_number_gap",
                f"发文字号与发文机关标志之间{lines_free(gap - 0.8)}，应空二行",
                paragraph,
                hint="把发文字号的段前间距设为2行",
                measured=f"{gap - 0.8:.1f}行",
                tolerance="空2行",
            )


def _left(facts: Facts, index: int) -> float | None:
    paragraph = facts.paragraphs[index]
    lines = facts.lines_of(index)
    if lines:
        return (lines[0].line.left - LEFT) / CHARACTER
    if paragraph.alignment == "center" or paragraph.in_text_box:
        return 9.9 if paragraph.alignment == "center" else None
    return first_line_indent(facts, index)


def red_rule(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.7: a red rule as wide as the type area (156 mm), 4 mm below the document number."""
    at = elements.at(Kind.DOCUMENT_NUMBER, Kind.SIGNATORY)
    if elements.form is not Form.FILE or not elements.at(Kind.MASTHEAD) or not at:
        return
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
        yield finding(
            "check.red_rule_missing",
            "首页发文字号下没有红色分隔线",
            number,
            hint="在发文字号段落加红色下边框，线与版心等宽",
        )
        return
    lines = [piece.line for index in at for piece in facts.lines_of(index)]
    if not lines:
        yield Unverified("红色分隔线与发文字号的距离（7.2.7）", "页面上没有找到发文字号")
        return
    baseline = max(line.y for line in lines)
    rule = min(rules, key=lambda rule: abs(rule.y - baseline - 4))
    yield from _rule_faults(rule, baseline, number)


def _rule_faults(rule: RuleFacts, baseline: float, number: Paragraph) -> Iterator[Said]:
    gap = rule.y - rule.thickness / 2 - baseline - _DESCENT
    if abs(gap - 4) > 1.2:
        yield finding(
            "check.red_rule_gap",
            f"红色分隔线在发文字号下{gap:.1f}毫米，应为4毫米",
            number,
            hint="调整边框与文字的距离，或线的位置",
            measured=f"{gap:.1f}毫米",
            tolerance="4±1毫米",
        )
    if abs(rule.length - 156) > 1.3 or abs(rule.left - LEFT) > 1.1:
        yield finding(
            "check.red_rule_length",
            f"红色分隔线从{rule.left:.1f}到{rule.right:.1f}毫米，长{rule.length:.1f}毫米，应与版心等宽",
            number,
            hint="让线从版心左边（28毫米）到右边（184毫米），长156毫米",
            measured=f"{rule.length:.1f}毫米",
            tolerance="156±1毫米",
        )


HEAD_RULES = (
    document_number_place,
    red_rule,
)
