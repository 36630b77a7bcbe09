"""Methods and attributes that a template may use, type by type; there are no others.

Python's own methods are never handed out. A template that writes ``名称.replace("a", "b")`` gets the function
of this table, which knows the bounds. Everything not listed does not exist for a template.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jinja2.filters import _GroupTuple
from jinja2.runtime import LoopContext, Macro, Undefined
from jinja2.utils import Cycler

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.formatting import format_text, strftime
from qijin_docs.templating.limits import RenderLimits


class SafeFunction:
    """A function a template may call: a method bound to its value, or a global such as ``range``.

    Args:
        name: as the template has it.
        function: what is called.
        bound: arguments put in front.
    """

    __slots__ = ("bound", "function", "name")

    def __init__(self, name: str, function: Callable[..., Any], *bound: Any) -> None:
        self.name = name
        self.function = function
        self.bound = bound

    def __call__(self, *arguments: Any, **named: Any) -> Any:  # noqa: D102
        return self.function(*self.bound, *arguments, **named)

    def __str__(self) -> NoReturn:
        raise RenderError(
            Problem(
                "render.function_printed", f"“{self.name}”是函数，不能直接印出来", hint=f"写成 {self.name}()"
            )
        )


def _plain(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method whose result is never larger than its value."""

    def call(_: RenderLimits, value: Any, *arguments: Any, **named: Any) -> Any:
        return method(value, *arguments, **named)

    return call


def _replace(limits: RenderLimits, text: str, old: str, new: str, count: int = -1) -> str:
    old, new = str(old), str(new)
    limits.check_text(len(text) + text.count(old) * max(0, len(new) - len(old)))
    return text.replace(old, new, count)


def _join(limits: RenderLimits, text: str, items: Any) -> str:
    parts = [str(item) for item in items]
    limits.check_text(sum(map(len, parts)) + len(text) * max(0, len(parts) - 1))
    return text.join(parts)


def _padded(method: Callable[..., str]) -> Callable[..., str]:
    def call(limits: RenderLimits, text: str, width: int, *fill: str) -> str:
        limits.check_text(width)
        return method(text, width, *fill)

    return call


def _case(method: Callable[..., str]) -> Callable[..., str]:
    # A few letters become three when their case changes.
    def call(limits: RenderLimits, text: str) -> str:
        limits.check_text(len(text))
        return method(text)

    return call


_TEXT_METHODS = (
    "count", "endswith", "find", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier",
    "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "lstrip", "partition", "removeprefix",
    "removesuffix", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip",
)  # fmt: skip
_CASES = ("upper", "lower", "title", "capitalize", "swapcase", "casefold")
_TEXT: dict[str, Callable[..., Any]] = {
    **{name: _plain(getattr(str, name)) for name in _TEXT_METHODS},
    **{name: _case(getattr(str, name)) for name in _CASES},
    **{name: _padded(getattr(str, name)) for name in ("center", "ljust", "rjust", "zfill")},
    "replace": _replace,
    "join": _join,
    # Only of a text that stands in the tag, see :mod:`.screening`.
    "format": format_text,
}
_SEQUENCE: dict[str, Callable[..., Any]] = {
    "count": lambda _, items, wanted: items.count(wanted),
    "index": lambda _, items, wanted: items.index(wanted),
    "copy": lambda _, items: items[:],
}
#: Methods of mappings; a key of the same name wins.
MAPPING: Mapping[str, Callable[..., Any]] = {
    "items": lambda _, mapping: list(mapping.items()),
    "keys": lambda _, mapping: list(mapping.keys()),
    "values": lambda _, mapping: list(mapping.values()),
    "get": lambda _, mapping, key, default=None: mapping.get(key, default),
    "copy": lambda _, mapping: dict(mapping),
}
_DAY_METHODS = ("weekday", "isoweekday", "isoformat", "isocalendar", "toordinal", "ctime", "replace")
_STRFTIME = {"strftime": lambda _, value, form: strftime(value, form)}
_DAY = {**{name: _plain(getattr(dt.date, name)) for name in _DAY_METHODS}, **_STRFTIME}

_METHODS: tuple[tuple[type, Mapping[str, Callable[..., Any]]], ...] = (
    (str, _TEXT),
    (list, _SEQUENCE),
    (tuple, _SEQUENCE),
    (
        dt.datetime,
        {
            **_DAY,
            **{
                name: _plain(getattr(dt.datetime, name))
                for name in ("isoformat", "ctime", "replace", "date", "time")
            },
        },
    ),
    (dt.date, _DAY),
    (dt.time, {"isoformat": _plain(dt.time.isoformat), "replace": _plain(dt.time.replace), **_STRFTIME}),
    (dt.timedelta, {"total_seconds": _plain(dt.timedelta.total_seconds)}),
    (float, {"is_integer": _plain(float.is_integer)}),
    (Cycler, {"next": _plain(Cycler.next), "reset": _plain(Cycler.reset)}),
    (LoopContext, {"cycle": _plain(LoopContext.cycle), "changed": _plain(LoopContext.changed)}),
)
_DATE_FIELDS = ("year", "month", "day")
_TIME_FIELDS = ("hour", "minute", "second", "microsecond")
_LOOP_FIELDS = (
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
    "previtem", "nextitem",
)  # fmt: skip
_FIELDS: tuple[tuple[type, frozenset[str]], ...] = (
    (dt.datetime, frozenset(_DATE_FIELDS + _TIME_FIELDS)),
    (dt.date, frozenset(_DATE_FIELDS)),
    (dt.time, frozenset(_TIME_FIELDS)),
    (dt.timedelta, frozenset(("days", "seconds", "microseconds"))),
    (type(dt.date.min.isocalendar()), frozenset(("year", "week", "weekday"))),
    (Macro, frozenset(("name", "arguments", "caller", "catch_kwargs", "catch_varargs"))),
    (Cycler, frozenset(("current",))),
    (_GroupTuple, frozenset(("grouper", "list"))),
    (LoopContext, frozenset(_LOOP_FIELDS)),
)
#: Every method name of the table, for the check of a template before anything is known of its values.
METHOD_NAMES: frozenset[str] = frozenset(name for _, table in _METHODS for name in table) | MAPPING.keys()


def attribute(limits: RenderLimits, value: Any, name: str) -> Any:
    """The attribute or method of a value that is not a mapping; ``None`` if a template may not have it.

    No attribute of the table is ever ``None``, so ``None`` says it clearly.
    """
    if isinstance(value, Undefined):
        return None
    for kind, names in _FIELDS:
        if name in names and isinstance(value, kind):
            return getattr(value, name)
    for kind, table in _METHODS:
        if name in table and isinstance(value, kind):
            return SafeFunction(name, table[name], limits, value)
    return None
