"""Filters that only generated code uses: they count, compare with the row above, check a colour or a span."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import pass_context

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.word.cells import COLOUR, COLUMN_COUNT, SAME_AS_ABOVE
from qijin_docs.templating.word.copies import BOOKMARK_ID, BOOKMARK_NAME, COUNT
from qijin_docs.templating.word.ledger import WordContext
from qijin_docs.templating.word.links import LINK, link
from qijin_docs.templating.word.lists import LIST_NUMBER
from qijin_docs.templating.word.pictures import FILTERS as PICTURE_FILTERS
from qijin_docs.templating.word.spacing import TWIPS, twips

_HEX_COLOUR = re.compile(r"[0-9A-Fa-f]{6}|auto")
_LONGEST_BOOKMARK = 40


@pass_context
def count(context: WordContext, first: int, name: str) -> int:
    """The next number of a series that begins with ``first``."""
    counters = context.state.counters
    number = counters.get(name, first - 1) + 1
    counters[name] = number
    return number


def bookmark_id(original: int, turn: int, base: int, step: int) -> int:
    """The bookmark's own number at the first turn, a free one at the others."""
    return original if turn == 1 else base + (turn - 2) * step


def bookmark_name(original: str, turn: int) -> str:
    """The bookmark's own name at the first turn, with the turn behind it at the others; Word allows 40 characters."""
    if turn == 1:
        return original
    suffix = f"_{turn}"
    return original[: _LONGEST_BOOKMARK - len(suffix)] + suffix


@pass_context
def list_number(context: WordContext, original: int, turn: int) -> int:
    """The list's own number at the first turn, a new one at the others."""
    if turn == 1:
        return original
    state = context.state
    key = (str(original), turn)
    if key not in state.lists:
        state.lists[key] = state.first_list
        state.first_list += 1
    return state.lists[key]


@pass_context
def same_as_above(context: WordContext, value: Any, index: int, first: bool) -> bool:
    """Whether a cell's value is that of the row above in the same loop."""
    above = context.state.above
    same = not first and index in above and bool(above[index] == value)
    above[index] = value
    return same


def column_count(value: Any) -> str:
    """A number of columns."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number <= 63:
        raise RenderError(Problem("render.column_count", f"列数“{value}”不是 1 到 63 的整数"))
    return str(number)


def colour(value: Any) -> str:
    """A colour as Word writes it."""
    text = str(value).removeprefix("#")
    if not _HEX_COLOUR.fullmatch(text):
        raise RenderError(Problem("render.colour", f"“{value}”不是六位颜色", hint="写成 FFCC00 这样"))
    return text


FILTERS: dict[str, Callable[..., Any]] = {
    COUNT: count,
    BOOKMARK_ID: bookmark_id,
    BOOKMARK_NAME: bookmark_name,
    LIST_NUMBER: list_number,
    SAME_AS_ABOVE: same_as_above,
    COLUMN_COUNT: column_count,
    COLOUR: colour,
    LINK: link,
    TWIPS: twips,
    **PICTURE_FILTERS,
}
