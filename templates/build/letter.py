"""函 in the 信函格式 (GB/T 9704-2012, 10.1).

The mark stands in a frame, for it lies above the type area, and the double rule below it; the double rule at
the foot is the footer of the first page, which has no page number.
"""

from __future__ import annotations

from endings import chosen_ending
from fonts import SIZES
from official import (
    IMPRINT_SPACING,
    MARK,
    NUMBER,
    attachments,
    corner,
    floating_imprint,
    let_go,
    recipients,
    text,
)
from page import LEFT, WIDTH, mm
from styles import RED
from wordml import borders, cell, choose, element, paragraph, row, table, tightened, when

_BESIDE = mm(7)
_LENGTH = WIDTH + 2 * _BESIDE
"""170 mm: seven more than the type area on either side."""
_BELOW_RULE = mm(1.25)
"""What is missing above the characters of a line to make seven eighths of a character (4.9 mm)."""
_ABOVE_INK = 120
"""The ink of the mark begins so far below the top of its line, in twips."""
_ANCHOR = 20
"""Height of the line between the frame and the rule."""
_FURTHER = 709
"""Height of a line of the longest marks."""
_INK = 0.955
"""Height of the ink of a line of 小标宋 by the size of the type."""
_THICK, _THIN = 18, 6
"""2.25 pt and 0.75 pt in eighths of a point; the standard names no width for the rules of a letter."""


def letter() -> str:
    """The whole letter."""
    return "".join(
        (
            _mark(),
            _rule_and_number(),
            text(chosen_ending("版头.联合发文机关")),
            attachments(),
            _copies(),
        )
    )


def first_footer() -> str:
    """The double rule 20 mm above the edge of the paper, thin over thick."""
    return paragraph("DoubleRule", properties=_rules("w:pBdr", _THIN, _THICK))


def _mark() -> str:
    """The mark, in smaller type the longer it is."""
    mark = choose(
        ("标志|length <= 10", _framed("LetterMark", "初号")),
        ("标志|length <= 12", _framed("LetterMarkLong", "小初")),
        ("标志行|length == 1", _framed("LetterMarkLongest", "一号")),
        ("", _framed("LetterMarkLongest", "一号", lines=2)),
    )
    # LibreOffice 7.4 loses a frame that stands right before a table.
    return mark + paragraph("Anchor")


def _framed(style: str, size: str, *, lines: int = 1) -> str:
    """The mark in a frame that ends where the rule begins.

    LibreOffice 7.4 keeps a frame inside the type area if text may not stand beside it (``notBeside``), so
    text may; and draws no border of a paragraph in a frame, so the rule is a row of the table that follows.
    """
    height = _ABOVE_INK + round(SIZES[size] * 10 * _INK) + mm(4) - _ANCHOR
    height += (lines - 1) * _FURTHER
    frame = element(
        "w:framePr",
        w=_LENGTH,
        h=height,
        hRule="exact",
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=LEFT - _BESIDE,
        y=mm(30) - _ABOVE_INK,
    )
    return paragraph(style, MARK, properties=frame)


def _rules(name: str, above: int, below: int) -> str:
    return borders(name, top=("single", above, RED), bottom=("single", below, RED))


def _rule_and_number() -> str:
    """The double rule, thick over thin; below it the corner on the left and the number on the right."""
    widths = (_BESIDE, WIDTH // 2, WIDTH - WIDTH // 2, _BESIDE)
    rule = cell(
        _LENGTH,
        paragraph("Anchor"),
        properties=element("w:gridSpan", val=4) + _rules("w:tcBorders", _THICK, _THIN),
    )
    below = element("w:tcMar", element("w:top", w=_BELOW_RULE, type="dxa"))
    cells = (paragraph("Anchor"), corner(), paragraph("LetterNumber", NUMBER), paragraph("Anchor"))
    return table(
        widths,
        row(rule, properties=element("w:trHeight", val=60, hRule="exact")),
        row(*(cell(width, content, properties=below) for width, content in zip(widths, cells, strict=True))),
        indent=-_BESIDE,
    )


def _copies() -> str:
    """版记 of a letter: copies alone, without rules, on the bottom edge of the last page."""
    copies = table((WIDTH,), row(cell(WIDTH, recipients())), properties=floating_imprint())
    tight = tightened(IMPRINT_SPACING, copies, paragraph("Anchor"))
    return when("版记主送句 or 抄送句", let_go(), tight)
