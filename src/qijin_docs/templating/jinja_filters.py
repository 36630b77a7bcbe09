"""Jinja's filters, those that are safe, each kept within bounds.

Left out are those that reach into objects (``attr``), switch escaping off (``safe``, ``xmlattr``,
``urlize``, ``tojson``), give another result each time (``random``) or print Python (``pprint``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sized
from typing import Any

from jinja2 import Undefined
from jinja2.filters import FILTERS

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.missing import KeptMissing
from qijin_docs.templating.printing import text_of

#: Their result is no larger than their value, and they do not turn values into text.
_PLAIN = (
    "abs", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last", "length",
    "list", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
)  # fmt: skip
#: They work on text, and the result is not longer than the text (or by a constant).
_TEXT = ("capitalize", "e", "escape", "lower", "striptags", "title", "trim", "truncate", "upper", "wordcount")
_MAX_PLACES = 30
_CONVERSION = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?[#0\- +]*(?P<width>\*|\d*)(?:\.(?P<places>\*|\d*))?[hlL]?(?P<kind>.?)",
    re.DOTALL,
)
_SEES_MISSING = frozenset({"d", "default"})


def jinja_filters(limits: RenderLimits) -> dict[str, Callable[..., Any]]:
    """Jinja's safe filters by name."""
    table: dict[str, Callable[..., Any]] = {name: FILTERS[name] for name in _PLAIN}
    for name in _TEXT:
        table[name] = _guarded(
            FILTERS[name], lambda text, *_, **__: limits.check_text(len(text)), as_text=True
        )
    table["filesizeformat"] = FILTERS["filesizeformat"]
    table["string"] = text_of
    table["format"] = _guarded(FILTERS["format"], functools.partial(_check_format, limits), as_text=True)
    table["urlencode"] = _guarded(
        FILTERS["urlencode"], lambda value, *_: limits.check_text(9 * len(value)), as_text=True
    )
    table["center"] = _guarded(FILTERS["center"], lambda _, width=80: limits.check_text(width), as_text=True)
    table["indent"] = _guarded(FILTERS["indent"], functools.partial(_check_indent, limits), as_text=True)
    table["wordwrap"] = _guarded(
        FILTERS["wordwrap"], functools.partial(_check_wordwrap, limits), as_text=True
    )
    table["replace"] = _guarded(FILTERS["replace"], functools.partial(_check_replace, limits), as_text=True)
    table["join"] = _listed(_guarded(FILTERS["join"], functools.partial(_check_join, limits)))
    table["batch"] = _guarded(FILTERS["batch"], lambda _, count, *__, **___: limits.check_items(count))
    table["slice"] = _guarded(FILTERS["slice"], lambda _, count, *__, **___: limits.check_items(count))
    table["round"] = _guarded(FILTERS["round"], _check_round)
    table["sum"] = _guarded(FILTERS["sum"], _check_sum)
    return {
        name: function if name in _SEES_MISSING else _keeping(function) for name, function in table.items()
    }


def _pass_argument(function: Callable[..., Any]) -> int:
    """How many arguments Jinja puts in front of the value (context, environment)."""
    return 1 if hasattr(function, "jinja_pass_arg") else 0


def _wrapped(function: Callable[..., Any], wrapper: Callable[..., Any]) -> Callable[..., Any]:
    """The wrapper, called by Jinja as the function would be."""
    if hasattr(function, "jinja_pass_arg"):
        wrapper.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
    return wrapper


def _guarded(
    function: Callable[..., Any], check: Callable[..., None], *, as_text: bool = False
) -> Callable[..., Any]:
    front = _pass_argument(function)

    def apply(*arguments: Any, **named: Any) -> Any:
        passed, (value, *others) = arguments[:front], arguments[front:]
        if isinstance(value, Undefined):
            return function(*passed, value, *others, **named)
        if as_text:
            value = text_of(value)
        check(value, *others, **named)
        return function(*passed, value, *others, **named)

    return _wrapped(function, apply)


def _keeping(function: Callable[..., Any]) -> Callable[..., Any]:
    front = _pass_argument(function)

    def apply(*arguments: Any, **named: Any) -> Any:
        value = arguments[front]
        if isinstance(value, KeptMissing):
            return value
        return function(*arguments, **named)

    return _wrapped(function, apply)


def _listed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter with its value as a list, so that it can be measured first."""
    front = _pass_argument(function)

    def apply(*arguments: Any, **named: Any) -> Any:
        value = arguments[front]
        items = value if isinstance(value, Undefined) else list(value)
        return function(*arguments[:front], items, *arguments[front + 1 :], **named)

    return _wrapped(function, apply)


def _check_format(limits: RenderLimits, form: str, *arguments: Any, **named: Any) -> None:
    length = len(form)
    for found in _CONVERSION.finditer(form):
        for number in (found["width"], found["places"]):
            if number == "*" or (number and int(number[:6]) > 100):
                raise RenderError(
                    Problem(
                        "render.format",
                        f"格式“{form[:40]}”里的宽度或小数位数超过 100",
                        hint="写成固定的小位数，如 %.2f",
                    )
                )
        length += 100
    values = [*arguments, *named.values()]
    limits.check_text(
        length
        + sum(len(text_of(value)) for value in values if not isinstance(value, Undefined))
        * max(1, form.count("%("))
    )


def _check_indent(limits: RenderLimits, text: str, width: Any = 4, *_: Any, **__: Any) -> None:
    step = len(width) if isinstance(width, str) else int(width)
    limits.check_text(len(text) + (len(text.splitlines()) + 1) * step)


def _check_wordwrap(limits: RenderLimits, text: str, *arguments: Any, **named: Any) -> None:
    ends = [value for value in (*arguments, *named.values()) if isinstance(value, str)]
    limits.check_text(len(text) * (1 + max(map(len, ends), default=1)))


def _check_replace(limits: RenderLimits, text: str, old: Any, new: Any, *_: Any, **__: Any) -> None:
    # Escaping may make each sign of the new text up to six.
    limits.check_text(len(text) + text.count(str(old)) * 6 * len(str(new)))


def _check_join(limits: RenderLimits, items: Any, between: Any = "", attribute: Any = None) -> None:
    if isinstance(items, Undefined):
        return
    pieces = sum(len(item) if isinstance(item, str) else 20 for item in items)
    if attribute is None:
        pieces = sum(len(text_of(item)) for item in items if not isinstance(item, Undefined))
    limits.check_text(pieces + len(str(between)) * len(items))


def _check_round(_: Any, precision: Any = 0, *__: Any, **___: Any) -> None:
    if abs(int(precision)) > _MAX_PLACES:
        raise RenderError(
            Problem("render.round", f"round 的小数位数 {precision} 超过 {_MAX_PLACES}", hint="写成 0 到 10")
        )


def _check_sum(_: Any, __: Any = None, start: Any = 0, **___: Any) -> None:
    if isinstance(start, (str, Sized)):
        raise RenderError(Problem("render.sum", "sum 只能加数字", hint="连接文字用 join"))
