"""Expressions that can be answered without Jinja: a dotted path, perhaps with filters behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from jinja2 import Environment, nodes

from qijin_docs.templating.missing import KeptMissing

Path: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class FilterCall:
    """A filter that needs nothing but the value, with constant arguments."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]


def plain_path(environment: Environment, node: nodes.Node) -> tuple[Path | None, tuple[FilterCall, ...]]:
    """Name and keys of a dotted path and the filters behind it; None if the expression is anything else."""
    if issubclass(environment.undefined, KeptMissing):
        # What is kept has to be written as it stood; the environment knows how.
        return None, ()
    filters: list[FilterCall] = []
    inner: nodes.Node | None = node
    while isinstance(inner, nodes.Filter):
        call = _filter_call(environment, inner)
        if call is None:
            return None, ()
        filters.insert(0, call)
        inner = inner.node
    path = None if inner is None else _path(inner)
    return (path, tuple(filters)) if path is not None else (None, ())


def _filter_call(environment: Environment, node: nodes.Filter) -> FilterCall | None:
    function = environment.filters.get(node.name)
    constant = all(isinstance(argument, nodes.Const) for argument in node.args) and all(
        isinstance(pair.value, nodes.Const) for pair in node.kwargs
    )
    if function is None or not constant or node.dyn_args or node.dyn_kwargs:
        return None
    if hasattr(function, "jinja_pass_arg"):
        # It wants to know more than the value.
        return None
    return FilterCall(
        function,
        tuple(argument.value for argument in node.args if isinstance(argument, nodes.Const)),
        {str(pair.key): pair.value.value for pair in node.kwargs if isinstance(pair.value, nodes.Const)},
    )


def _path(node: nodes.Node) -> tuple[str, ...] | None:
    keys: list[str] = []
    while True:
        if isinstance(node, nodes.Name):
            return (node.name, *reversed(keys))
        if isinstance(node, nodes.Getattr) and not node.attr.startswith("_"):
            keys.append(node.attr)
        elif (
            isinstance(node, nodes.Getitem)
            and isinstance(node.arg, nodes.Const)
            and isinstance(node.arg.value, str)
            and not node.arg.value.startswith("_")
        ):
            keys.append(node.arg.value)
        else:
            return None
        node = node.node
