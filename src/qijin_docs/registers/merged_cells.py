"""The cells of the merged workbook as XML, a column at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from qijin_docs.ooxml.wrapping import count_lines
from qijin_docs.registers.columns import ColumnKind
from qijin_docs.registers.form_layout import line_room

#: Stands in a row's cells for its number until the row is put together; no XML can hold it.
ROW, SIGN = "\0", b"\0"
_EPOCH = date(1899, 12, 30).toordinal()
_KNOWN = 20_000
_LINES = 2
# Digits that may be lost at the ends of two lines, where a sign or a word does not fit any more.
_LOST = 6
_FORBIDDEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ColumnCells:
    """One column's values as cells; in place of the row's number stands :data:`ROW`.

    Cells of figures, days and choices are written once, for they come again and again.

    Args:
        letter: of the column.
        kind: what stands in it.
        width: in digits.
    """

    def __init__(self, letter: str, kind: ColumnKind, width: float) -> None:
        self._width = width
        self._start = f'<c r="{letter}{ROW}"'
        self._kind = kind
        self._known: dict[Any, str] = {}
        self._shapes: dict[bytes, int] = {}

    def __call__(self, values: Sequence[Any], lines: dict[int, int]) -> list[str]:
        """The cells; ``lines`` learns which rows need more than the two lines that each row has."""
        if self._kind is ColumnKind.TEXT:
            return self._texts([value or "" for value in values], lines)
        if self._kind is ColumnKind.NAMES:
            # A cell that must be mended is a text.
            names = [v if v.__class__ is str else "、".join(v) if v else "" for v in values]
            return self._texts(names, lines)
        known = self._known
        try:
            return [known[value] for value in values]
        except KeyError:
            if len(known) > _KNOWN:
                known.clear()
            long = [v if v.__class__ is str and len(v) > self._width - 2 else "" for v in values]
            self._measure(long, lines)
            for value, text in zip(values, long, strict=True):
                # A long one is not kept: its row is measured each time.
                if not text and value not in known:
                    known[value] = self._cell(value)
            return [
                self._cell(text) if text else known[value] for value, text in zip(values, long, strict=True)
            ]

    def _texts(self, texts: Sequence[str], lines: dict[int, int]) -> list[str]:
        self._measure(texts, lines)
        start, end = f'{self._start} s="4" t="inlineStr"><is><t>', "</t></is></c>"
        # The sign of the row's number is in no text, so it can part them while all are escaped at once.
        escaped = _escaped(ROW.join(texts)).split(ROW)
        return [f"{start}{text}{end}" if text else "" for text in escaped]

    def _measure(self, texts: Sequence[str], lines: dict[int, int]) -> None:
        # A sign is two digits wide at most, so that two lines surely hold as many signs as the column is wide.
        if max(map(len, texts)) <= self._width - 2:
            return
        room = _LINES * self._width - _LOST
        # In GBK as many bytes as the text is digits wide; only what may be too long is looked at closely.
        sizes = map(len, ROW.join(texts).encode("gbk", "replace").split(SIGN))
        rows = [row for row, size in enumerate(sizes) if size > room]
        counts = count_lines([texts[row] for row in rows], line_room(self._width), self._shapes)
        for row, count in zip(rows, counts or (), strict=bool(counts)):
            lines[row] = max(lines.get(row, _LINES), count)

    def _cell(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return f'{self._start} s="4" {inline(value)}' if value else ""
        if isinstance(value, bool):
            return f'{self._start} s="4" {inline("是" if value else "否")}'
        if isinstance(value, date):
            return f'{self._start} s="1"><v>{value.toordinal() - _EPOCH}</v></c>'
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"  # 1.0 and 1 are one key here
        return f'{self._start} s="5"><v>{value}</v></c>'


def text_cell(value: str) -> str:
    """What follows the reference of a cell of text; a blank cell if there is none."""
    return f' s="4" {inline(value)}' if value else ' s="4"/>'


def _escaped(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), quote=False)


def inline(text: str) -> str:
    """The type and the content of a cell of text."""
    return f't="inlineStr"><is><t>{_escaped(text.replace(ROW, ""))}</t></is></c>'
