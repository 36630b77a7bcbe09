"""A line of JSON as values: fast where all is well, exact where it is not.

The standard reader is many times faster than the one that knows places, which is called for a line that
the fast one does not like; both give the same values.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Never

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.sources.files import decode
from qijin_docs.sources.json_source import read_json

#: Bytes of a file of lines that are read or written at once: a call of the system can cost more than a line.
AT_ONCE = 1 << 18
#: Digits of a number that the exact reader is asked about.
_LONG = 50


def read_line(line: bytes) -> dict[str, Any]:
    """The values of a line that holds one object.

    Raises:
        DataError: all that is wrong with it; places have the column, the line is 1.
    """
    value: Any = None
    try:
        # Halves of characters are for the exact reader. Two searches take a tenth of a pattern's time.
        if b"\\ud" not in line and b"\\uD" not in line:
            value = _DECODER.decode(line.decode())
    except (ValueError, RecursionError):
        value = None
    if value is None:
        text, _ = decode(line, "")
        value = read_json(text.strip("\n"), "").value
    if not isinstance(value, dict):
        hint = "写成 {\"名称\": 值, …}，一行一条"  # fmt: skip
        raise DataError(Problem("data.wrong_type", "这一行应是一组“名称: 值”", Place(line=1), hint))
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError
    return value


def _decimal(text: str) -> Decimal:
    if "e" in text or "E" in text or len(text) > _LONG:
        raise ValueError
    return Decimal(text)


def _whole(text: str) -> int:
    if len(text) > _LONG:
        raise ValueError
    return int(text)


def _refuse(_: str) -> Never:
    raise ValueError


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_decimal, parse_int=_whole, parse_constant=_refuse
)
