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
#: Landscape paper, width and height, and the margins left on it, in millimetres.
PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
SIDE, ABOVE = 12.0, 16.0
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


def table_width(widths: Sequence[float]) -> float:
    """Width of columns on paper, in millimetres: 7 pixels a digit and 5 beside each cell, 96 to the inch."""
    return sum(int(width * 7 + 5) for width in widths) / 96 * 25.4


def scale_of(form: Form) -> float:
    """By how much the table is made smaller so that its columns have room on the page; 1 at most."""
    widths, page = widths_of(form), pages_of(form)
    widest = max(
        table_width(widths[:page]),
        table_width(widths[: form.frozen] + widths[page:]) if page < len(widths) else 0,
    )
    return min(1.0, (PAPERS[form.paper][0] - 2 * SIDE) / widest * (0.93 if form.first_page else 0.985))


def pages_of(form: Form) -> int:
    """Number of the last column that stands on the first page."""
    count = len(widths_of(form))
    return form.first_page + count - len(form.columns) if form.first_page else count


def rows_on_a_page(form: Form, used: float, height: float) -> int:
    """How many rows to be filled in make a full page.

    Args:
        form: the form.
        used: height of everything else on it, in points.
        height: of a row, in points.
    """
    room = (PAPERS[form.paper][1] - 2 * ABOVE) / 25.4 * 72 / scale_of(form) * 0.97
    return max(5, int((room - used) // height))


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a cell that is ``width`` digits wide."""
    return (count_lines([text], line_room(width)) or [1])[0]


def line_room(width: float) -> int:
    """Hundredths of an em in a line of a cell that is ``width`` digits wide."""
    return int((width * 7 - 3) / 14 * 100)


def box_lines(boxes: Sequence[Box], widths: Sequence[float], skipped: int = 0) -> list[list[BoxSpot]]:
    """The boxes side by side in as few lines as have room for them.

    Args:
        boxes: in order.
        widths: of the columns they stand over.
        skipped: how many columns before these there are.
    """
    for lines_wanted in range(1, len(boxes) + 1):
        count = -(-len(boxes) // lines_wanted)
        chunks = [boxes[n : n + count] for n in range(0, len(boxes), count)]
        lines = [_line(chunk, widths, count, skipped) for chunk in chunks]
        if all(lines):
            return [line for line in lines if line]
    whole = (skipped + 2, skipped + len(widths))
    return [[BoxSpot(box, (skipped + 1, skipped + 1), whole)] for box in boxes]


def _line(boxes: Sequence[Box], widths: Sequence[float], count: int, skipped: int) -> list[BoxSpot] | None:
    """One line, cut as if there were ``count`` boxes in it; ``None`` if a label or an entry has no room."""
    total, at, reached = sum(widths), 0, 0.0
    spots: list[BoxSpot] = []
    for index, box in enumerate(boxes):
        start, label = at, 0.0
        needed = text_width(box.label + "：")
        while at < len(widths) and label < needed:
            label += widths[at]
            at += 1
        first, entry = at, 0.0
        least = _DATE_WIDTH if box.kind == "日期" else 8.0
        reached += label
        while at < len(widths) and (entry < least or reached + widths[at] / 2 < total * (index + 1) / count):
            entry += widths[at]
            reached += widths[at]
            at += 1
        if label < needed or entry < least:
            return None
        spots.append(
            BoxSpot(box, (skipped + start + 1, skipped + first), (skipped + first + 1, skipped + at))
        )
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
