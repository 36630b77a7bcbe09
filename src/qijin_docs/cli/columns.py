"""Tables in a terminal, where a Chinese sign is two columns wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width


def width_of(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, columns two blanks apart, nothing at the ends of lines."""
    widths = [max(map(width_of, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
