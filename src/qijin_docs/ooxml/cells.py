"""Values as cells of a worksheet, a column at a time.

A spreadsheet holds numbers (15 digits), text (32,767 characters), true/false and, as numbers with a date
format, dates. :class:`CellWriter` turns a column of Python values into what stands between ``<c r="C7"``
and the end of the cell. Columns of one kind, the usual case, take a short way without a call per value.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Number
from typing import Any

from qijin_docs.ooxml.strings import MAX_TEXT, CellValueError, SharedStrings, all_plain, text_element

_MAX_DIGITS = 10**15
_EPOCH_1900 = dt.date(1899, 12, 30).toordinal()
_EPOCH_1904 = dt.date(1904, 1, 1).toordinal()
#: Excel believes in 29 February 1900; day numbers up to then are one less than the rule says.
_FIRST_PLAIN_DAY = 61

#: Kinds of moments and the built-in number format each gets in a cell that has none of its own.
DATE_FORMATS: Mapping[str, int] = {"date": 14, "datetime": 22, "time": 21, "duration": 46}


@dataclass(slots=True)
class Styles:
    """Cell formats of a workbook, with date formats added where a date meets a cell without one.

    Args:
        count: number of cell formats in the template.
        dates: indices of those that show dates or times.
        added: (format it was made from, built-in number format) → new index.
    """

    count: int
    dates: frozenset[int] = frozenset()
    added: dict[tuple[int, int], int] = field(default_factory=dict)

    def for_moment(self, style: int, kind: str) -> int:
        """The format to use for a date, time … in a cell of format ``style``."""
        if style in self.dates:
            return style
        return self.added.setdefault((style, DATE_FORMATS[kind]), self.count + len(self.added))


@dataclass(frozen=True, slots=True)
class CellWriter:
    """Writes the values of one template cell.

    Args:
        style: index of its cell format.
        styles: all formats of the workbook.
        strings: its shared strings, growing.
        epoch_1904: days are counted from 1904 (old Macintosh workbooks).
        runs: properties of rich text to put around text values (``<rPr>…</rPr>``), empty for none.
    """

    style: int
    styles: Styles
    strings: SharedStrings
    epoch_1904: bool = False
    runs: str = ""

    def column(self, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """What follows ``<c r="…"`` for each value.

        Returns:
            a ``%`` pattern with one ``%s``, and what to put there for each value.

        Raises:
            CellValueError: a value of a kind that is usually fine cannot stand in a cell; ask :meth:`cell`
                for each of them to learn which.
        """
        kinds = set(map(type, values))
        if len(kinds) == 1:
            kind = kinds.pop()
            attribute = self._attribute(self.style)
            if kind is str and not self.runs and all_plain(values):
                return f'{attribute} t="s"><v>%s</v></c>', self.strings.plain(values)
            if kind is int and min(values) > -_MAX_DIGITS and max(values) < _MAX_DIGITS:
                return f"{attribute}><v>%s</v></c>", values
            if kind is float and all(map(math.isfinite, values)):
                return f"{attribute}><v>%s</v></c>", list(map(repr, values))
            if kind is dt.date and not self.epoch_1904:
                days = [value.toordinal() - _EPOCH_1900 for value in values]
                if min(days) >= _FIRST_PLAIN_DAY:
                    return (
                        f"{self._attribute(self.styles.for_moment(self.style, 'date'))}><v>%s</v></c>",
                        days,
                    )
        return "%s", [self.cell(value) for value in values]

    def cell(self, value: Any) -> str:
        """What follows ``<c r="…"`` for one value.

        Raises:
            CellValueError: it cannot stand in a cell.
        """
        style = self._attribute(self.style)
        if value is None or value == "":
            return f"{style}/>"
        if isinstance(value, str):
            return self._text(style, str(value))
        if isinstance(value, bool):
            return f'{style} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int):
            # Excel keeps 15 digits; an identity number must not lose its last three.
            if abs(value) >= _MAX_DIGITS:
                return self._text(style, str(value))
            return f"{style}><v>{int(value)}</v></c>"
        if isinstance(value, float | Decimal):
            if not math.isfinite(value):
                raise CellValueError(
                    "render.not_a_number", f"“{value}”不是可以写进单元格的数", "改成一个确定的数，或者留空"
                )
            shown = format(value, "f") if isinstance(value, Decimal) else repr(float(value))
            return f"{style}><v>{shown}</v></c>"
        if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
            return self._moment(value)
        if isinstance(value, Number):
            raise CellValueError("render.not_a_number", f"“{value}”不是可以写进单元格的数", "改成整数或小数")
        raise CellValueError(
            "render.not_a_cell_value",
            f"{type(value).__name__} 类型的值不能写进单元格",
            "写出要打印的那一项（例如 项.名称），或者用循环逐项打印",
        )

    def rich(self, runs: Sequence[tuple[str, str]]) -> str:
        """What follows ``<c r="…"`` for pieces of text, each with its ``<rPr>…</rPr>`` or nothing.

        Raises:
            CellValueError: it cannot stand in a cell.
        """
        style = self._attribute(self.style)
        length = sum(len(text) for _, text in runs)
        if not length:
            return f"{style}/>"
        if length > MAX_TEXT:
            text_element("".join(text for _, text in runs))
        if len(runs) == 1 and not runs[0][0]:
            return self._text(style, runs[0][1])
        inside = "".join(f"<r>{properties}{text_element(text)}</r>" for properties, text in runs if text)
        return f'{style} t="s"><v>{self.strings.xml(inside)}</v></c>'

    def _text(self, attribute: str, value: str) -> str:
        element = text_element(value)
        if self.runs:
            element = f"<r>{self.runs}{element}</r>"
        return f'{attribute} t="s"><v>{self.strings.xml(element)}</v></c>'

    def _moment(self, value: dt.date | dt.time | dt.timedelta) -> str:
        epoch = _EPOCH_1904 if self.epoch_1904 else _EPOCH_1900
        fraction = 0.0
        if isinstance(value, dt.timedelta):
            kind, days, fraction = (
                "duration",
                value.days,
                (value - dt.timedelta(days=value.days)).total_seconds(),
            )
        elif isinstance(value, dt.time):
            kind, days, fraction = "time", 0, _seconds(value)
        else:
            kind, days = "date", value.toordinal() - epoch
            if isinstance(value, dt.datetime):
                kind, fraction = "datetime", _seconds(value.time())
            if not self.epoch_1904 and days < _FIRST_PLAIN_DAY:
                days -= 1
            if days < (0 if self.epoch_1904 else 1):
                raise CellValueError(
                    "render.date_too_early", f"表格里不能有 {value.isoformat()} 这样早的日期", "把它写成文字"
                )
        serial = repr(days + fraction / 86400) if fraction else str(days)
        return f"{self._attribute(self.styles.for_moment(self.style, kind))}><v>{serial}</v></c>"

    def _attribute(self, style: int) -> str:
        return f' s="{style}"' if style else ""


def _seconds(value: dt.time) -> float:
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1_000_000
