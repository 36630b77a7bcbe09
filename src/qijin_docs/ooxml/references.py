"""Cell addresses: ``A1``, ``$B$3:C7``, ``A:A``, ``3:5`` to numbers and back.

Rows and columns are counted from 1, as a spreadsheet shows them. Nothing here knows about sheets,
formulas or templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_CORNER = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([1-9][0-9]{0,6}))?\Z")


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of an area; ``row`` or ``column`` is None in whole columns (``A:A``) or rows (``3:3``).

    The ``fixed`` flags are the ``$`` signs.
    """

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        text = ""
        if self.column is not None:
            text = ("$" if self.column_fixed else "") + column_name(self.column)
        if self.row is not None:
            text += ("$" if self.row_fixed else "") + str(self.row)
        return text


@dataclass(frozen=True, slots=True)
class Area:
    """A cell (``last`` is None) or a rectangle as it is written in a formula."""

    first: Corner
    last: Corner | None = None

    def __str__(self) -> str:
        return str(self.first) if self.last is None else f"{self.first}:{self.last}"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = f"{column_name(self.left)}{self.top}"
        if self.top == self.bottom and self.left == self.right:
            return first
        return f"{first}:{column_name(self.right)}{self.bottom}"


@cache
def column_name(number: int) -> str:
    """The letters of a column: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """The number of a column: ``A`` is 1, ``AB`` is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_corner(text: str) -> Corner | None:
    """The corner written as ``B3``, ``$B$3``, ``B`` or ``3``; None if the text is no address on a sheet."""
    match = _CORNER.match(text)
    if match is None or not text:
        return None
    column_sign, letters, row_sign, digits = match.groups()
    column = column_number(letters) if letters else None
    row = int(digits) if digits else None
    if (column is not None and column > MAX_COLUMN) or (row is not None and row > MAX_ROW):
        return None
    return Corner(row, column, bool(row_sign), bool(column_sign))


def parse_area(text: str) -> Area | None:
    """The cell or range written in ``text``; None if it is something else (a name, a table column)."""
    start, colon, end = text.partition(":")
    first = parse_corner(start)
    if first is None:
        return None
    if not colon:
        return Area(first) if first.row is not None and first.column is not None else None
    last = parse_corner(end)
    if last is None or (first.row is None) != (last.row is None):
        return None
    if (first.column is None) != (last.column is None):
        return None
    return Area(first, last)


def parse_box(text: str) -> Box | None:
    """The rectangle of a ``ref`` attribute, whole rows and columns filled up to the edge of the sheet.

    Returns:
        None if the text is no range.
    """
    area = parse_area(text.replace("$", ""))
    if area is None:
        return None
    last = area.last or area.first
    top, bottom = area.first.row or 1, last.row or MAX_ROW
    left, right = area.first.column or 1, last.column or MAX_COLUMN
    return Box(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
