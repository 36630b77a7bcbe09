"""Distances in lines and characters between elements, from the file or, where they were drawn, from the page."""

from __future__ import annotations

from qijin_docs.check.facts import MM_A_TWIP, Facts, Paragraph
from qijin_docs.check.page_measures import CHARACTER

#: One line of the type area in millimetres and in twips (225 mm ÷ 22).
LINE_MM = 225 / 22
LINE_TWIPS = LINE_MM / MM_A_TWIP
#: Lines of 22 points and more do not touch.
_CLOSEST = 440


def blank_lines_before(facts: Facts, index: int) -> float:
    """Blank lines between a paragraph and the text above it, from empty paragraphs and spaces in the file."""
    paragraph = facts.paragraphs[index]
    gap = float(paragraph.before)
    at = index - 1
    while at >= 0 and facts.paragraphs[at].blank and facts.paragraphs[at].in_table == paragraph.in_table:
        empty = facts.paragraphs[at]
        gap += empty.before + empty.after + _line_height(empty)
        at -= 1
    if at >= 0:
        gap += facts.paragraphs[at].after
    return gap / LINE_TWIPS


def _line_height(paragraph: Paragraph) -> float:
    if paragraph.line_rule == "exact":
        return paragraph.line
    size = (paragraph.size or 32) * 10
    # Without exact spacing a line of the usual fonts is about 1.3 of its type high.
    return max(paragraph.line if paragraph.line_rule == "atLeast" else 0, size * 1.3 * paragraph.line / 240)


def baseline_gap(facts: Facts, above: int, below: int) -> float | None:
    """Lines from the last baseline of one paragraph to the first of another on the same page.

    A line is as high as the second paragraph's own, which may be set closer for want of room (7.3.5.5).
    """
    upper, lower = facts.lines_of(above), facts.lines_of(below)
    if not upper or not lower or upper[-1].page != lower[0].page:
        return None
    paragraph = facts.paragraphs[below]
    closer = paragraph.line_rule == "exact" and _CLOSEST <= paragraph.line < LINE_TWIPS
    return (lower[0].line.y - upper[-1].line.y) / (paragraph.line * MM_A_TWIP if closer else LINE_MM)


def width(text: str) -> float:
    """Characters of a text, half-width ones counted half."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def chars_free(count: float) -> str:
    """How many characters are free, in words: ``空了1.5个字``, ``没有空``, ``超出了0.5个字``."""
    if abs(count) < 0.05:
        return "没有空"
    return f"空了{count:.1f}个字" if count > 0 else f"超出了{-count:.1f}个字"


def lines_free(count: float) -> str:
    """How many lines are free, in words: ``空了1.5行``, ``没有空行``."""
    return "没有空行" if count < 0.05 else f"空了{count:.1f}行"


def typed(blanks: str) -> float:
    """Characters that typed blanks take: a full-width one as much as a character, a half-width one the half."""
    return sum(1.0 if blank == "\u3000" else 0.5 for blank in blanks if blank in "\u3000 \u00a0")


def first_line_indent(facts: Facts, index: int) -> float:
    """Characters before the first one of a paragraph, blanks that were typed included."""
    paragraph = facts.paragraphs[index]
    if facts.kind == "pdf":
        lines = facts.lines_of(index)
        return (lines[0].line.left - 28) / CHARACTER if lines else 0.0
    blanks = paragraph.text[: len(paragraph.text) - len(paragraph.text.lstrip("\u3000 \u00a0"))]
    return left_indent(paragraph) + paragraph.indents.in_chars("first", _size(paragraph)) + typed(blanks)


def left_indent(paragraph: Paragraph) -> float:
    """Characters before the lines of a paragraph after the first."""
    return paragraph.indents.in_chars("left", _size(paragraph))


def right_indent(paragraph: Paragraph) -> float:
    """Characters behind the lines of a paragraph, blanks typed at its end included."""
    # Word lets half-width blanks at the end of a line hang over its edge.
    blanks = paragraph.text[len(paragraph.text.rstrip("\u3000")) :]
    return paragraph.indents.in_chars("right", _size(paragraph)) + typed(blanks)


def _size(paragraph: Paragraph) -> int:
    return paragraph.size or 32
