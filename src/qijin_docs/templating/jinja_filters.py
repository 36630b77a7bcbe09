"""Jinja's filters, those that are safe, each kept within bounds.

Left out are those that reach into objects (``attr``), write HTML (``xmlattr``, ``urlize``), give another result each
time (``random``) or print Python (``pprint``). ``safe`` and ``forceescape`` change nothing: text is always escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sized
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.utils import _PassArg

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.context import BoundedContext
from qijin_docs.templating.limits import RenderLimits, size_of
from qijin_docs.templating.missing import KeptMissing
from qijin_docs.templating.percent import size_of_format
from qijin_docs.templating.printing import text_of

#: Their result is no larger than their value, and they do not turn values into text.
_PLAIN = (
    "abs", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last", "length",
    "list", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
)  # fmt: skip
_MAX_PLACES = 30
_MAX_INDENT = 20
_COPIES = 10
#: What would be taken for a part of the document if it were not escaped.
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:\w+|#\w+);")
#: Signs that Jinja writes differently in JSON, so that it can stand in markup.
_IN_JSON = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"}
#: Made for values that are missing.
_SEES_MISSING = frozenset({"d", "default"})
#: Bounds of the rendering, the value and the arguments → the size of the result, or the error that it is too large.
Measure = Callable[..., int]


def jinja_filters(limits: RenderLimits) -> dict[str, Callable[..., Any]]:
    """Jinja's safe filters by name."""
    table = {name: FILTERS[name] for name in _PLAIN}
    table |= {name: _guarded(name, measure, limits, text_of) for name, measure in _TEXT.items()}
    table |= {name: _guarded(name, measure, limits) for name, measure in _MEASURED.items()}
    table["urlencode"] = _guarded("urlencode", _urlencode, limits, _pairs)
    table |= {"string": text_of, "safe": _safe, "tojson": _to_json}
    return {name: made if name in _SEES_MISSING else _keeping(made) for name, made in table.items()}


def _guarded(
    name: str, measure: Measure, limits: RenderLimits, taken: Callable[[Any], Any] | None = None
) -> Callable[..., Any]:
    """Jinja's filter; what it will make is measured first and counted in the rendering's budget."""
    function = FILTERS[name]
    wanted = _PassArg.from_obj(function)

    @pass_context
    def apply(context: BoundedContext, value: Any, *arguments: Any, **named: Any) -> Any:
        if not isinstance(value, Undefined):
            if taken is not None:
                value = taken(value)
                if isinstance(value, KeptMissing):
                    return value
            elif name == "join":
                value = list(value)  # what map gives can be walked only once
                kept = _kept_item(context, value, *arguments, **named)
                if kept is not None:
                    return kept
            context.budget.make(measure(limits, value, *arguments, **named))
        match wanted:
            case _PassArg.context:
                return function(context, value, *arguments, **named)
            case _PassArg.eval_context:
                return function(context.eval_ctx, value, *arguments, **named)
            case _PassArg.environment:
                return function(context.environment, value, *arguments, **named)
        return function(value, *arguments, **named)

    return apply


def _kept_item(
    context: BoundedContext, items: list[Any], d: Any = "", attribute: Any = None
) -> KeptMissing | None:
    """Under ``keep`` the first missing value that would be joined: the whole tag stays then."""
    del d
    if not issubclass(context.environment.undefined, KeptMissing):
        return None
    joined = items if attribute is None else map(make_attrgetter(context.environment, attribute), items)
    return next((item for item in joined if isinstance(item, KeptMissing)), None)


def _keeping(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, which under ``keep`` gives a missing value or argument back as it is."""
    wanted = _PassArg.from_obj(function)

    def apply(*arguments: Any, **named: Any) -> Any:
        for argument in (*arguments[wanted is not None :], *named.values()):
            if isinstance(argument, KeptMissing):
                return argument
        return function(*arguments, **named)

    if wanted is not None:
        apply.jinja_pass_arg = wanted  # type: ignore[attr-defined]
    return apply


def _as_long(limits: RenderLimits, text: str, *_: Any, **__: Any) -> int:
    return limits.check_text(len(text))


def _quadratic(limits: RenderLimits, text: str, *_: Any, **__: Any) -> int:
    # textwrap (Python 3.11) and markupsafe 3 cut such a text piece by piece and copy the rest each time.
    return limits.check_text(len(text) * _COPIES) // _COPIES


def _safe(value: Any) -> Any:
    if isinstance(value, str) and (found := _MARKUP.search(value)):
        raise RenderError(
            Problem(
                "render.markup",
                f"值里的“{found.group()}”像是文档的内部写法，safe 不会照它排版",
                hint="要印出这些字就去掉 |safe；要带格式的文字用 RichText",
            )
        )
    return value


@pass_context
def _to_json(context: BoundedContext, value: Any, indent: int | None = None) -> Any:
    if isinstance(value, Undefined):
        return value if isinstance(value, KeptMissing) else str(value)
    limits: RenderLimits = context.environment.limits  # type: ignore[attr-defined]
    if indent is not None and not 0 <= int(indent) <= _MAX_INDENT:
        raise RenderError(
            Problem(
                "render.format", f"tojson 的缩进 {indent} 不在 0 到 {_MAX_INDENT} 之间", hint="写 2 或不写"
            )
        )
    limits.check_text(size_of(value, limits.text))
    pieces: list[str] = []
    length = 0
    for piece in json.JSONEncoder(sort_keys=True, indent=indent).iterencode(value):
        length = limits.check_text(length + len(piece))
        pieces.append(piece)
    context.budget.make(length)
    return "".join(pieces).translate(_IN_JSON)


def _format(limits: RenderLimits, form: str, *arguments: Any, **named: Any) -> int:
    return size_of_format(limits, form, named or arguments)


def _urlencode(limits: RenderLimits, text: str | list[tuple[str, str]]) -> int:
    if isinstance(text, str):
        return limits.check_text(9 * len(text))
    return limits.check_text(sum(9 * (len(name) + len(value)) + 2 for name, value in text))


def _pairs(value: Any) -> str | KeptMissing | list[tuple[str, str]]:
    """What ``urlencode`` takes: a text, or names and values; under ``keep`` the first of them that is missing."""
    if not isinstance(value, (Mapping, list, tuple)):
        return text_of(value)
    pairs = list(value.items() if isinstance(value, Mapping) else value)
    kept = next((piece for pair in pairs for piece in pair if isinstance(piece, KeptMissing)), None)
    if kept is not None:
        return kept
    return [(text_of(name), text_of(content)) for name, content in pairs]


def _center(limits: RenderLimits, text: str, width: int = 80) -> int:
    return limits.check_text(max(len(text), width))


def _indent(limits: RenderLimits, text: str, width: Any = 4, *_: Any, **__: Any) -> int:
    step = len(width) if isinstance(width, str) else int(width)
    return limits.check_text(len(text) + (len(text.splitlines()) + 1) * step)


def _wordwrap(limits: RenderLimits, text: str, *arguments: Any, **named: Any) -> int:
    ends = [value for value in (*arguments, *named.values()) if isinstance(value, str)]
    return _quadratic(limits, text) + limits.check_text(len(text) * (1 + max(map(len, ends), default=1)))


def _replace(limits: RenderLimits, text: str, old: Any, new: Any, *_: Any, **__: Any) -> int:
    # Escaping may make each sign of the new text up to six.
    return limits.check_text(len(text) + text.count(str(old)) * 6 * len(str(new)))


def _join(limits: RenderLimits, items: list[Any], d: Any = "", attribute: Any = None) -> int:
    if attribute is not None:
        # Looked up by Jinja while it joins; no item prints more than it holds.
        length = sum(size_of(item, limits.text) for item in items)
    else:
        length = sum(len(text_of(item)) for item in items if not isinstance(item, Undefined))
    return limits.check_text(length + len(str(d)) * max(0, len(items) - 1))


def _batch(limits: RenderLimits, _: Any, linecount: int, *__: Any, **___: Any) -> int:
    return limits.check_items(linecount)


def _slice(limits: RenderLimits, _: Any, slices: int, *__: Any, **___: Any) -> int:
    return limits.check_items(slices)


def _round(_: RenderLimits, __: Any, precision: Any = 0, *___: Any, **____: Any) -> int:
    if abs(int(precision)) > _MAX_PLACES:
        raise RenderError(
            Problem("render.round", f"round 的小数位数 {precision} 超过 {_MAX_PLACES}", hint="写成 0 到 10")
        )
    return 1


def _sum(_: RenderLimits, __: Any, attribute: Any = None, start: Any = 0) -> int:  # noqa: ARG001  (Jinja's names)
    if isinstance(start, Sized):
        raise RenderError(Problem("render.sum", "sum 只能加数字", hint="连接文字用 join"))
    return 1


#: They work on text.
_TEXT: dict[str, Measure] = {
    **dict.fromkeys(
        (
            "capitalize",
            "e",
            "escape",
            "forceescape",
            "lower",
            "title",
            "trim",
            "truncate",
            "upper",
            "wordcount",
        ),
        _as_long,
    ),
    "center": _center,
    "format": _format,
    "indent": _indent,
    "replace": _replace,
    "striptags": _quadratic,
    "wordwrap": _wordwrap,
}
_MEASURED: dict[str, Measure] = {
    "batch": _batch,
    "filesizeformat": lambda *_: 1,
    "join": _join,
    "round": _round,
    "slice": _slice,
    "sum": _sum,
}
