"""What can be said of a template's tags once the types of the data are known: filters, conditions, printed groups.

Works tag by tag on Jinja's own tree; a name of a loop is followed to the list behind it.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MinLen
from jinja2 import nodes
from pydantic import BaseModel, StringConstraints

from qijin_docs.authoring.fields import (
    DATE,
    GROUP,
    LIST,
    MIXED,
    NAMED,
    NUMBER,
    PICTURE,
    TEXT,
    YES_NO,
    kind_of,
)
from qijin_docs.errors import Problem, Severity
from qijin_docs.templating.agree import types_at
from qijin_docs.templating.asked import parsed, scoped
from qijin_docs.templating.data_paths import path_of
from qijin_docs.templating.tags import Tag

_NUMBERS = (
    "余",
    "多",
    "约",
    "近",
    "不少于",
    "以上",
    "万",
    "亿",
    "大写",
    "汉字",
    "汉字年",
    "千分位",
    "round",
    "abs",
)
_LISTS = ("join", "sum", "map", "select", "reject", "selectattr", "rejectattr", "groupby")
_NEEDS: dict[str, str] = {
    **dict.fromkeys(_NUMBERS, NUMBER),
    **dict.fromkeys(_LISTS, LIST),
    "日期": DATE,
    "汉字日期": DATE,
}
_WORDS = {
    TEXT: "文字", NUMBER: "数", DATE: "日期", YES_NO: "是否", GROUP: "一组数据", LIST: "列表", NAMED: "一组数据",
    PICTURE: "图片",
}  # fmt: skip


def doubts(tags: Iterable[Tag], model: type[BaseModel]) -> Iterator[Problem]:
    """What in the tags does not fit the types of a model.

    Codes: ``template.filter_type``, ``template.not_a_list``, ``template.prints_group`` (errors),
    ``template.always_true`` (warning).

    Args:
        tags: as a tree.
        model: the class that the values are read from, see :func:`~.readable.readable`.
    """
    yield from _in_order(tuple(tags), {}, model)


def _in_order(
    tags: tuple[Tag, ...], scope: Mapping[str, str | None], model: type[BaseModel]
) -> Iterator[Problem]:
    for tag, inner in scoped(tags, scope):
        yield from _of_filters(tag, inner, model)
        if tag.kind == "print":
            yield from _printed(tag, inner, model)
        elif tag.keyword == "for":
            yield from _loop(tag, inner, model)
        elif tag.keyword in ("if", "elif"):
            yield from _condition(tag, inner, model)


def _of_filters(tag: Tag, scope: Mapping[str, str | None], model: type[BaseModel]) -> Iterator[Problem]:
    tree = parsed(tag)
    for used in () if tree is None else tree.find_all(nodes.Filter):
        needed = _NEEDS.get(used.name)
        if needed is None or used.node is None:
            continue
        path = path_of(used.node, scope)
        kind = _kind(path, model)
        if path is None or kind in (None, MIXED, needed) or (needed == LIST and kind == NAMED):
            continue
        yield Problem(
            "template.filter_type",
            f"“{tag.source}”里的过滤器“{used.name}”要用在{_WORDS[needed]}上，“{path}”是{_WORDS[kind]}",
            tag.place,
            "删去这个过滤器，或换一个；每个过滤器能做什么见 qijin fields --filters",
        )


def _printed(tag: Tag, scope: Mapping[str, str | None], model: type[BaseModel]) -> Iterator[Problem]:
    tree = parsed(tag)
    if not isinstance(tree, nodes.Output) or len(tree.nodes) != 1:
        return
    path = path_of(tree.nodes[0], scope)
    kind = _kind(path, model)
    if kind not in (GROUP, LIST, NAMED):
        return
    below = kind_of(types_at(path or "", model)[0])[1]
    inside = _telling(below) if below else None
    asked = tag.expression
    if kind == LIST and inside:
        hint = f"用循环逐项印：{{% for 项 in {asked} %}}{{{{ 项.{inside} }}}}{{% endfor %}}"
    elif kind == LIST:
        hint = f'连成一句：{{{{ {asked}|join("、") }}}}'
    else:
        hint = f"写出要印其中哪一项，如 {{{{ {asked}.{inside} }}}}" if inside else "写出要印其中哪一项"
    yield Problem(
        "template.prints_group",
        f"“{tag.source}”要印的“{asked}”是{_WORDS[kind or TEXT]}，不是一个值",
        tag.place,
        hint,
    )


def _telling(model: type[BaseModel]) -> str | None:
    """The name inside a group that an author most likely wants to print."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return next(
        (name for name in ("全称", "名称", "姓名", "文字") if name in names), names[0] if names else None
    )


def _loop(tag: Tag, scope: Mapping[str, str | None], model: type[BaseModel]) -> Iterator[Problem]:
    tree = parsed(tag)
    path = path_of(tree.iter, scope) if isinstance(tree, nodes.For) else None
    # Python would go through the letters of a text one by one; nobody means that.
    if path is not None and _kind(path, model) == TEXT:
        yield Problem(
            "template.not_a_list",
            f"“{tag.source}”把“{path}”当成列表，数据里它是文字",
            tag.place,
            "不用 {% for %}，直接写名称",
        )


def _condition(tag: Tag, scope: Mapping[str, str | None], model: type[BaseModel]) -> Iterator[Problem]:
    tree = parsed(tag)
    if not isinstance(tree, nodes.If):
        return
    path = path_of(tree.test, scope)
    if path is None or not _never_empty(path, model):
        return
    yield Problem(
        "template.always_true",
        f"“{tag.source}”总是成立：“{path}”是必填的，不会空",
        tag.place,
        "删去这个条件，或检查想写的是不是别的名称",
        Severity.WARNING,
    )


def _kind(path: str | None, model: type[BaseModel]) -> str | None:
    found = {kind_of(kind)[0] for kind in types_at(path, model) if kind is not Any} if path else set()
    return found.pop() if len(found) == 1 else None


def _never_empty(path: str, model: type[BaseModel]) -> bool:
    """Whether nothing on the way to the value, and not the value itself, can be missing or empty."""
    steps = path.replace("[]", ".[]").split(".")
    for position in range(1, len(steps) + 1):
        found = types_at(".".join(steps[:position]), model)
        if len(found) != 1 or _may_be_none(found[0]):
            return False
    return _full(found[0])


def _may_be_none(kind: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind is Any or (get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind))


def _full(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        marks = get_args(kind)[1:]
        least = [m.min_length for m in marks if isinstance(m, (MinLen, StringConstraints))]
        return any(least) or _full(get_args(kind)[0])
    return isinstance(kind, type) and issubclass(kind, (BaseModel, dt.date))
