"""Where everything of a form stands: rows of the head, boxes above and below, heights. No workbook is made here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qijin_docs.ooxml.wrapping import count_lines
from qijin_docs.registers.form import Box, Column, Form

#: Height of a line of body type (五号, 10.5 points), and of what is left free above and below it.
LINE, AROUND = 14.0, 8.0
SERIAL = "序号"
SERIAL_WIDTH = 5.5
_DATE_WIDTH = 15.0  # 2018年12月31日


@dataclass(frozen=True, slots=True)
class BoxSpot:
    """A box in a line: the columns (1-based, both ends) of its label and of the cell to be filled."""

    box: Box
    label: tuple[int, int]
    entry: tuple[int, int]


def numbered(form: Form) -> bool:
    """Whether the table begins with a column of running numbers."""
    return not form.by_sphere


def widths_of(form: Form) -> list[float]:
    """Width of every column, running numbers included, in digits."""
    return [SERIAL_WIDTH] * numbered(form) + [column.width for column in form.columns]


def text_width(text: str) -> float:
    """Width of a text in digits of its own size."""
    return sum(2.0 if unicodedata.east_asian_width(char) in "WFA" else 1.1 for char in text)


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a cell that is ``width`` digits wide."""
    room = int((width * 7 - 3) / 14 * 100)
    return (count_lines([text], room) or [1])[0]


def box_lines(boxes: Sequence[Box], widths: Sequence[float]) -> list[list[BoxSpot]]:
    """The boxes side by side in as few lines as have room for them."""
    for count in range(min(len(boxes), 5), 0, -1):
        chunks = [boxes[n : n + count] for n in range(0, len(boxes), count)]
        lines = [_line(chunk, widths, count) for chunk in chunks]
        if all(lines) or count == 1:
            return [
                line or [BoxSpot(c[0], (1, 1), (2, len(widths)))]
                for line, c in zip(lines, chunks, strict=True)
            ]
    return []


def _line(boxes: Sequence[Box], widths: Sequence[float], count: int) -> list[BoxSpot] | None:
    """One line, cut as if there were ``count`` boxes in it; ``None`` if a label or an entry has no room."""
    total, at, reached = sum(widths), 0, 0.0
    spots: list[BoxSpot] = []
    for index, box in enumerate(boxes):
        start, label = at, 0.0
        needed = text_width(box.label + "：") + 1
        while at < len(widths) and label < needed:
            label += widths[at]
            at += 1
        first, entry = at, 0.0
        least = _DATE_WIDTH if box.kind == "日期" else 10.0
        reached += label
        while at < len(widths) and (entry < least or reached + widths[at] / 2 < total * (index + 1) / count):
            entry += widths[at]
            reached += widths[at]
            at += 1
        if label < needed or entry < least:
            return None
        spots.append(BoxSpot(box, (start + 1, first), (first + 1, at)))
    return spots


def head_text(column: Column, *, printed: bool) -> str:
    """What stands in the head: an asterisk before what must be filled, the unit on a line of its own.

    Args:
        column: the column.
        printed: whether its cells are filled already, so that nobody need be told to.
    """
    star = "*" if column.required and not printed else ""
    unit = f"\n（{column.unit}）" if column.unit else ""
    return f"{star}{column.label}{unit}"


def head_heights(form: Form, printed: frozenset[str]) -> list[float]:
    """Heights of the one or two rows of the head, in points."""
    lower = (
        max(lines_in(head_text(c, printed=c.alias in printed), c.width) for c in form.columns if c.group)
        if any(c.group for c in form.columns)
        else 0
    )
    whole = max(
        (lines_in(head_text(c, printed=c.alias in printed), c.width) for c in form.columns if not c.group),
        default=1,
    )
    if not lower:
        return [whole * LINE + AROUND]
    upper = LINE + AROUND
    return [upper, max(lower * LINE + AROUND, whole * LINE + AROUND - upper)]


def row_height(texts: Sequence[tuple[str, float]], least: float) -> float:
    """Height of a row from its texts and the widths of their cells."""
    return max(least, max((lines_in(t, w) for t, w in texts if t), default=1) * LINE + AROUND)
