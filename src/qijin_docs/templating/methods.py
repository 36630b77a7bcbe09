"""Methods and attributes that a template may use, type by type; there are no others.

Python's own methods are never handed out. A template that writes ``名称.replace("a", "b")`` gets the function
of this table, which knows the bounds. Everything not listed does not exist for a template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jinja2.filters import _GroupTuple
from jinja2.runtime import LoopContext, Undefined
from jinja2.utils import Cycler

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.limits import RenderLimits

# What strftime may be asked: no widths and flags, which glibc accepts without bound ("%9999999d").
_STRFTIME = re.compile(r"(?:[^%]|%[YmdHMSyjaAbBpIUWuw%])*\Z")


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


def _strftime(_: RenderLimits, value: dt.date | dt.time, form: str) -> str:
    if not _STRFTIME.match(form):
        raise RenderError(
            Problem(
                "render.strftime",
                f"日期格式“{form}”里有不能用的记号",
                hint="只用 %Y %m %d %H %M %S 等基本记号",
            )
        )
    # Chinese signs in the format fail under some C locales, so only the marks go through strftime.
    return re.sub(r"%.", lambda mark: value.strftime(mark.group()), form)


_TEXT_METHODS = (
    "count", "endswith", "find", "index", "isalpha", "isdigit", "isnumeric", "lstrip", "partition",
    "removeprefix", "removesuffix", "rfind", "rpartition", "rsplit", "rstrip", "split", "splitlines",
    "startswith", "strip",
)  # fmt: skip
_TEXT: dict[str, Callable[..., Any]] = {
    **{name: _plain(getattr(str, name)) for name in _TEXT_METHODS},
    **{name: _case(getattr(str, name)) for name in ("upper", "lower", "title", "capitalize", "swapcase")},
    **{name: _padded(getattr(str, name)) for name in ("center", "ljust", "rjust", "zfill")},
    "replace": _replace,
    "join": _join,
}
_SEQUENCE: dict[str, Callable[..., Any]] = {
    "count": lambda _, items, wanted: items.count(wanted),
    "index": lambda _, items, wanted: items.index(wanted),
}
#: Methods of mappings; a key of the same name wins.
MAPPING: Mapping[str, Callable[..., Any]] = {
    "items": lambda _, mapping: list(mapping.items()),
    "keys": lambda _, mapping: list(mapping.keys()),
    "values": lambda _, mapping: list(mapping.values()),
    "get": lambda _, mapping, key, default=None: mapping.get(key, default),
}
_DAY = {name: _plain(getattr(dt.date, name)) for name in ("weekday", "isoweekday", "isoformat")}

_METHODS: tuple[tuple[type, Mapping[str, Callable[..., Any]]], ...] = (
    (str, _TEXT),
    (list, _SEQUENCE),
    (tuple, _SEQUENCE),
    (
        dt.datetime,
        {
            **_DAY,
            "isoformat": _plain(dt.datetime.isoformat),
            "date": _plain(dt.datetime.date),
            "strftime": _strftime,
        },
    ),
    (dt.date, {**_DAY, "strftime": _strftime}),
    (dt.time, {"isoformat": _plain(dt.time.isoformat), "strftime": _strftime}),
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
    (dt.timedelta, frozenset(("days", "seconds"))),
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
