"""Does a template agree with a model: is everything it asks for a field of the data?

Works on the paths a template asks for (``明细[].品名``) and on any pydantic model; fields are known by their alias
and by their name.
"""

from __future__ import annotations

import re
import types
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from qijin_docs.errors import Place, Problem
from qijin_docs.templating.asked import asked
from qijin_docs.templating.tags import Tag
from qijin_docs.text.nearest import nearest

_STEP = re.compile(r"\[\]|[^.\[\]]+")
_ITEMS = (list, tuple, set, frozenset, Sequence, AbstractSet, Iterable)


def disagreements(
    names: Iterable[str], tags: Iterable[Tag], model: type[BaseModel], beside: Collection[str] = ()
) -> tuple[Problem, ...]:
    """What the template asks for and the model does not have; each at the first tag that asks.

    Args:
        names: paths of data, as :attr:`CompiledTemplate.names` gives them.
        tags: the template's tags, for the places.
        model: the model its values come from.
        beside: further names that are given besides the model's fields.

    Codes: ``template.unknown_name``, ``template.not_a_list``.
    """
    tree = tuple(tags)
    problems: list[Problem] = []
    for name in names:
        steps = _STEP.findall(name)
        if steps[0] in beside:
            continue
        problem = _follow(name, steps, model, tree)
        if problem:
            problems.append(problem)
    return tuple(problems)


def _follow(name: str, steps: list[str], model: type[BaseModel], tags: tuple[Tag, ...]) -> Problem | None:
    kinds: list[Any] = [model]
    for position, step in enumerate(steps):
        inside = [found for kind in kinds for found in _below(kind, step)]
        if not inside:
            return _missing(name, steps, position, kinds, tags)
        kinds = inside
    return None


def _missing(
    name: str, steps: list[str], position: int, kinds: list[Any], tags: tuple[Tag, ...]
) -> Problem | None:
    step = steps[position]
    before = _joined(steps[:position])
    if step == "[]":
        tag = _asking(tags, f"{before}[]") or _with_word(tags, steps[position - 1])
        return Problem(
            "template.not_a_list",
            f"“{tag.source if tag else name}”把“{before}”当成列表，数据里它不是列表",
            tag.place if tag else Place(),
            "不用 {% for %}，直接写名称",
        )
    asking = _asking(tags, _joined(steps[: position + 1]))
    known = sorted({field for kind in kinds for field in _field_names(kind)})
    near = nearest(step, known)
    loop = None if position else _loop_with(tags, step)
    if loop is not None:
        if asking is None:
            return None
        return Problem(
            "template.unknown_name",
            f"“{asking.source}”用到的“{step}”，只在“{loop.source}”的循环里才有",
            asking.place,
            "把它移到循环里面，或检查循环是不是结束得太早",
        )
    tag = asking or _with_word(tags, step)
    owner = f"“{before}”里" if before else "数据里"
    listed = "、".join(known[:20]) + ("……" if len(known) > 20 else "")
    return Problem(
        "template.unknown_name",
        f"“{tag.source if tag else name}”用到的“{step}”，{owner}没有",
        tag.place if tag else Place(),
        f"是否想写“{near}”？" if near else f"可用的有：{listed}" if listed else "检查名称",
    )


def types_at(name: str, model: type[BaseModel]) -> tuple[Any, ...]:
    """The types that the value at a path can have, as the model's annotations say; empty if there is no such path.

    Args:
        name: a path as :attr:`CompiledTemplate.names` gives it.
        model: the model its values come from.
    """
    kinds: list[Any] = [model]
    for step in _STEP.findall(name):
        kinds = [found for kind in kinds for found in _below(kind, step)]
    return tuple(kinds)


def _below(kind: Any, step: str) -> Iterator[Any]:
    """The types that one step below a type can have; nothing if there is no such step."""
    if kind is Any or kind is object or isinstance(kind, TypeVar):
        yield Any
        return
    if hasattr(kind, "__value__"):  # a ``type`` statement of Python 3.12
        yield from _below(kind.__value__, step)
        return
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _below(get_args(kind)[0], step)
    elif origin in (Union, types.UnionType):
        for choice in get_args(kind):
            if choice is not type(None):
                yield from _below(choice, step)
    elif origin is not None and issubclass(origin, Mapping):
        yield get_args(kind)[0] if step == "[]" else get_args(kind)[1]
    elif origin in _ITEMS and step == "[]":
        yield from (choice for choice in get_args(kind) if choice is not Ellipsis)
    elif isinstance(kind, type):
        yield from _below_class(kind, step)


def _below_class(kind: type, step: str) -> Iterator[Any]:
    if issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                yield field.rebuild_annotation()
        for name, computed in kind.model_computed_fields.items():
            if step in (name, computed.alias):
                yield computed.return_type
    elif step == "[]":
        if issubclass(kind, (list, tuple, dict, str, set, frozenset)):
            yield Any
    elif issubclass(kind, dict) or hasattr(kind, step):
        yield Any


def _field_names(kind: Any) -> Iterator[str]:
    for choice in get_args(kind) or (kind,):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            yield from (field.alias or name for name, field in choice.model_fields.items())
            yield from (found.alias or name for name, found in choice.model_computed_fields.items())


def _asking(tags: tuple[Tag, ...], path: str) -> Tag | None:
    """The first tag that names a path of data or something below it."""
    beyond = (f"{path}.", f"{path}[")
    return next(
        (tag for tag, paths in asked(tags) if any(p == path or p.startswith(beyond) for p in paths)), None
    )


def _with_word(tags: tuple[Tag, ...], word: str) -> Tag | None:
    """The first tag that has a word in it: for what is named in a way that :func:`asked` does not follow."""
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return next((tag for tag in flat_tags(tags) if whole.search(tag.expression)), None)


def _loop_with(tags: tuple[Tag, ...], word: str) -> Tag | None:
    """The loop whose items a name stands for, if it is the name of one."""
    loops = (tag for tag in flat_tags(tags) if tag.keyword == "for")
    return next((tag for tag in loops if word in re.split(r"[\s,]+", _targets(tag))), None)


def _targets(tag: Tag) -> str:
    return tag.expression.removeprefix("for").partition(" in ")[0].strip("() ")


def flat_tags(tags: Iterable[Tag]) -> Iterator[Tag]:
    """The tags and all inside them, in the order of the document."""
    for tag in tags:
        yield tag
        yield from flat_tags(tag.children)


def _joined(steps: list[str]) -> str:
    return ".".join(steps).replace(".[]", "[]")
