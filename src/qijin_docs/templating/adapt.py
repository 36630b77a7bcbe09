"""Values from the caller taken in: plain data that a template may see, or a problem for each that is not.

A template never touches the caller's objects. Models and dataclasses become :class:`Record`, sequences lists,
enumerations their value. What is plain already is handed on as it is, not copied.
"""

from __future__ import annotations

import datetime as dt
import html
import math
import sys
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from numbers import Integral, Real
from typing import Any

from qijin_docs.errors import Place, Problem, RenderError
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.record import NamedItems, Record

#: Handed on as they are; everything immutable.
_PLAIN = frozenset({str, int, bool, type(None), dt.date, dt.datetime, dt.time, dt.timedelta})
_CONTAINERS = frozenset({dict, list, tuple})
_MAX_DEPTH = 50
#: Values of docxtpl that the Word engine knows; recognised by name so that docxtpl need not be loaded.
_DOCXTPL = frozenset({"RichText", "RichTextParagraph", "Listing", "InlineImage", "Subdoc"})
_HINTS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (AbstractSet, "集合没有先后，先排成列表：sorted(…)"),
    (Iterator, "只能走一遍的东西先变成列表：list(…)"),
    ((bytes, bytearray, memoryview), "图片用 Picture(…)，文字先解码"),
)


#: Of the containers seen so far: id → the container, and what it became.
Seen = dict[int, tuple[Any, Any]]


class Taken(dict[str, Any]):
    """Values that :func:`take` has taken in; :func:`adapt_values` gives them back as they are."""

    __slots__ = ()


def take(values: Any) -> Taken:
    """The values of many templates, taken in once for all of them; errors as :func:`adapt_values`."""
    return values if type(values) is Taken else Taken(adapt_values(values))


def adapt_values(values: Any, *, file: str | None = None) -> dict[str, Any]:
    """The values of one document as a template sees them.

    Args:
        values: a mapping, a pydantic model or a dataclass.
        file: name of the data for messages.

    Raises:
        RenderError: all values that cannot be taken in, each with its path: ``value.unknown_type``,
            ``value.not_finite``, ``value.key``, ``value.too_deep``, ``value.not_a_record``.
    """
    if type(values) is Taken or (type(values) is dict and _is_plain(values, 0)):
        return values
    problems: list[Problem] = []
    taken = _adapt(values, "", 0, problems, {})
    if not isinstance(taken, dict) and not problems:
        problems.append(
            Problem(
                "value.not_a_record",
                f"数据应是一组“名称：值”，现在是{_kind(values)}",
                hint="给出字典、模型或一条记录",
            )
        )
    if problems:
        raise RenderError(problem.in_file(file) if file else problem for problem in problems)
    return taken  # type: ignore[no-any-return]


def adapt(value: Any) -> Any:
    """One value as a template sees it; errors as :func:`adapt_values`."""
    problems: list[Problem] = []
    taken = _adapt(value, "", 0, problems, {})
    if problems:
        raise RenderError(problems)
    return taken


def _is_plain(value: Any, depth: int) -> bool:
    """Whether a dict, list or tuple holds nothing but plain data: the quick answer for nearly all data."""
    if type(value) is dict:
        for key in value:
            if type(key) is not str:
                return False
        value = value.values()
    for child in value:
        kind = type(child)
        if kind in _PLAIN:
            continue
        if kind is float:
            if child - child != 0.0:  # NaN and infinity
                return False
        elif kind not in _CONTAINERS or depth >= _MAX_DEPTH or not _is_plain(child, depth + 1):
            return False
    return True


def _adapt(value: Any, path: str, depth: int, problems: list[Problem], seen: Seen) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if depth > _MAX_DEPTH:
        problems.append(
            Problem(
                "value.too_deep",
                f"数据套了 {_MAX_DEPTH} 层以上",
                Place(where=path),
                "检查数据是否把自己放进了自己",
            )
        )
        return None
    if kind is dict or kind is list or kind is tuple:
        # A model's values stand under two names, at every level: without this the work doubles with each.
        if id(value) not in seen:
            into = _mapping if kind is dict else _sequence
            # With the value itself: as long as it is kept nothing else gets its id.
            seen[id(value)] = (value, into(value, path, depth, problems, seen))
        return seen[id(value)][1]
    return _other(value, path, depth, problems, seen)


def _mapping(
    value: Mapping[Any, Any], path: str, depth: int, problems: list[Problem], seen: Seen
) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    same = type(value) is dict
    for key, child in value.items():
        name = key.value if isinstance(key, Enum) else key
        if not isinstance(name, (str, int)):
            problems.append(
                Problem("value.key", f"名称“{name!r}”不是文字", Place(where=path or None), "名称用文字或整数")
            )
            continue
        taken = child
        if type(child) not in _PLAIN:
            taken = _adapt(child, f"{path}.{name}" if path else str(name), depth + 1, problems, seen)
        same = same and name is key and taken is child
        made[name] = taken
    return value if same else made  # type: ignore[return-value]


def _sequence(
    value: Sequence[Any], path: str, depth: int, problems: list[Problem], seen: Seen
) -> Sequence[Any]:
    made: list[Any] | None = None
    for i, child in enumerate(value):
        if type(child) in _PLAIN:
            continue
        taken = _adapt(child, f"{path}[{i}]", depth + 1, problems, seen)
        if taken is not child:
            if made is None:
                made = list(value)
            made[i] = taken
    return value if made is None else made


def _other(value: Any, path: str, depth: int, problems: list[Problem], seen: Seen) -> Any:
    """What is not plain data in itself."""
    if isinstance(value, (Record, NamedItems)) or is_drawn(value):
        return value
    if isinstance(value, Enum):
        return _adapt(value.value, path, depth + 1, problems, seen)
    if isinstance(value, str):
        # What the caller holds to be safe XML is text here; escaped text is the text it was.
        text = str.__str__(value)
        return html.unescape(text) if hasattr(value, "__html__") and "<" not in text else text
    if isinstance(value, (Decimal, Real)) and not isinstance(value, Integral):
        return _number(value, path, problems)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, dt.datetime):
        return dt.datetime.combine(value.date(), value.timetz())
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    pairs = _fields(value)
    if pairs is not None:
        values, aliases = pairs
        return Record(_mapping(values, path, depth, problems, seen), aliases)
    if isinstance(value, Mapping):
        return _mapping(dict(value), path, depth, problems, seen)
    names = getattr(type(value), "_fields", None)
    if isinstance(value, tuple) and isinstance(names, tuple):
        return NamedItems(_sequence(list(value), path, depth, problems, seen), names)
    if isinstance(value, (KeysView, ValuesView, ItemsView)):
        return _sequence(list(value), path, depth, problems, seen)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return _sequence(list(value), path, depth, problems, seen)
    hint = next(
        (hint for kinds, hint in _HINTS if isinstance(value, kinds)), "先变成文字、数字、日期、列表或字典"
    )
    problems.append(
        Problem("value.unknown_type", f"模板不认识这种值：{_kind(value)}", Place(where=path or None), hint)
    )
    return None


def _number(value: Any, path: str, problems: list[Problem]) -> Any:
    number = value if isinstance(value, Decimal) else float(value)
    if not math.isfinite(number):
        problems.append(
            Problem(
                "value.not_finite",
                f"值是“{value}”，不是数",
                Place(where=path or None),
                "没有数就留空，不要写 NaN",
            )
        )
        return None
    return number


def _fields(value: Any) -> tuple[dict[str, Any], dict[str, str]] | None:
    """Values by Chinese name, and English → Chinese names, of a model or dataclass; ``None`` for others."""
    kind = type(value)
    if hasattr(kind, "__pydantic_fields__"):
        names = {
            name: field.alias or name for name, field in kind.__pydantic_fields__.items() if not field.exclude
        }
        computed = kind.__pydantic_computed_fields__
        names |= {name: info.alias or name for name, info in computed.items()}
        values = {alias: getattr(value, name) for name, alias in names.items()}
        values.update(value.__pydantic_extra__ or {})
    elif is_dataclass(value) and not isinstance(value, type):
        names = {
            field.name: field.metadata.get("alias", field.name)
            for field in fields(value)
            if field.name[0] != "_"
        }
        values = {alias: getattr(value, name) for name, alias in names.items()}
    else:
        return None
    return values, {name: alias for name, alias in names.items() if name != alias}


def is_drawn(value: Any) -> bool:
    """Whether the value is one that an engine draws itself: a picture, or one of docxtpl's."""
    if isinstance(value, Picture):
        return True
    kind = type(value)
    return any(
        base.__name__ in _DOCXTPL
        and base.__module__.partition(".")[0] == "docxtpl"
        and "docxtpl" in sys.modules
        for base in kind.__mro__
    )


def _kind(value: Any) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
