"""Which data a template asks for, as paths: ``标题``, ``明细[].品名``.

Works on Jinja's own tree, knows neither Word nor Excel.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from jinja2 import nodes

_STEP = re.compile(r"\.|\[")
#: Filters that give the same items again, so that a loop over them is a loop over the data.
_SAME_ITEMS = frozenset(
    {"list", "sort", "reverse", "unique", "default", "d", "selectattr", "rejectattr", "select", "reject"}
)


def path_of(node: nodes.Node, scope: Mapping[str, str | None], *, filtered: bool = False) -> str | None:
    """The path of data an expression reads, ``None`` if it is not a plain path to data.

    Args:
        node: the expression.
        scope: names set by the template → the paths behind them, ``None`` if not known.
        filtered: go through filters that give the same items again.
    """
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name) if node.ctx == "load" else None
    if isinstance(node, nodes.Getattr):
        inside = path_of(node.node, scope, filtered=filtered)
        return None if inside is None else f"{inside}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        inside = path_of(node.node, scope, filtered=filtered)
        if inside is None:
            return None
        return f"{inside}[]" if isinstance(node.arg.value, int) else f"{inside}.{node.arg.value}"
    if filtered and isinstance(node, nodes.Filter) and node.node is not None and node.name in _SAME_ITEMS:
        return path_of(node.node, scope, filtered=True)
    return None


def names_of(trees: Iterable[nodes.Template]) -> tuple[str, ...]:
    """Paths of data the templates ask for, sorted: ``标题``, ``明细[].品名``.

    Names set by the template itself (loops, ``set``, macros) are followed to the data behind them.
    """
    found: set[str] = set()
    for tree in trees:
        _walk(tree, {}, found)
    return longest(found)


def longest(paths: Collection[str]) -> tuple[str, ...]:
    """The paths, sorted, without those that others go on from: ``a.b`` says that there is an ``a``."""
    begun = {path[: match.start()] for path in paths for match in _STEP.finditer(path)}
    return tuple(sorted(path for path in paths if path not in begun))


def _walk(node: nodes.Node, scope: dict[str, str | None], found: set[str]) -> None:
    if isinstance(node, nodes.For):
        source = path_of(node.iter, scope, filtered=True)
        _expression(node.iter, scope, found)
        inner = {**scope, "loop": None}
        names = (
            [node.target] if isinstance(node.target, nodes.Name) else list(node.target.find_all(nodes.Name))
        )
        for name in names:
            single = isinstance(node.target, nodes.Name)
            inner[name.name] = f"{source}[]" if source is not None and single else None
        if source is not None:
            found.add(f"{source}[]")
        if node.test is not None:
            _expression(node.test, inner, found)
        for child in node.body:
            _walk(child, inner, found)
        for child in node.else_:
            _walk(child, scope, found)
    elif isinstance(node, nodes.Assign):
        _expression(node.node, scope, found)
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = path_of(node.node, scope, filtered=True)
        else:
            scope.update({name.name: None for name in node.target.find_all(nodes.Name)})
    elif isinstance(node, nodes.AssignBlock):
        if node.filter is not None:
            _expression(node.filter, scope, found)
        for child in node.body:
            _walk(child, dict(scope), found)
        scope.update(
            {
                name.name: None
                for name in [node.target, *node.target.find_all(nodes.Name)]
                if isinstance(name, nodes.Name)
            }
        )
    elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
        if isinstance(node, nodes.Macro):
            scope[node.name] = None
        else:
            _expression(node.call, scope, found)
        inner = {**scope, "caller": None, "varargs": None, "kwargs": None}
        inner.update({argument.name: None for argument in node.args})
        for child in node.body:
            _walk(child, inner, found)
    elif isinstance(node, nodes.With):
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            _expression(value, scope, found)
            if isinstance(target, nodes.Name):
                inner[target.name] = path_of(value, scope, filtered=True)
        for child in node.body:
            _walk(child, inner, found)
    elif isinstance(node, nodes.Expr):
        _expression(node, scope, found)
    else:
        for child in node.iter_child_nodes():
            _walk(child, scope, found)


def _expression(node: nodes.Node, scope: dict[str, str | None], found: set[str]) -> None:
    path = path_of(node, scope, filtered=True)
    if path is not None:
        found.add(path)
        return
    if isinstance(node, nodes.Name):
        return
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        children = [child for child in node.iter_child_nodes() if child is not node.node]
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        children = [child for child in node.iter_child_nodes() if child is not node.node] + [node.node.node]
    else:
        children = list(node.iter_child_nodes())
    for child in children:
        _expression(child, scope, found)
