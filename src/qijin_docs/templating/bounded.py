"""What makes a template's own work bounded: arithmetic, joined text, lists written out, loops.

Jinja lets the sandbox intercept operators only. For ``~``, ``[a, b]`` and ``{% for %}`` the tree is changed
before it is compiled: each is led through a hidden filter, whose name no author can write.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from jinja2 import Undefined, nodes, pass_context
from jinja2.runtime import markup_join
from jinja2.visitor import NodeTransformer

from qijin_docs.templating.context import BoundedContext
from qijin_docs.templating.limits import Budget, RenderLimits, size_of
from qijin_docs.templating.missing import KeptMissing
from qijin_docs.templating.percent import percent
from qijin_docs.templating.printing import text_of

#: Filter names with a blank in them: no author can write one.
_JOINED, _WEIGHED, _TURNS = "joined text", "weighed list", "counted turns"
#: Loops up to this length look at the clock once; longer ones each time so many turns have passed.
_STRIDE = 256
_CONTAINERS = (list, tuple, dict)
_SIZED = (str, *_CONTAINERS)


def arithmetic(limits: RenderLimits, budget: Budget, operator: str, left: Any, right: Any) -> Any:
    """``left operator right`` for ``+ * ** %``, if the result is within bounds.

    Raises:
        RenderError: ``limit.…``, or for ``"…" % x`` what :func:`percent` raises.
    """
    calculate = _OPERATORS[operator]
    if isinstance(left, str) and operator == "%":
        return percent(limits, budget, left, right)
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return calculate(left, right)
    if isinstance(left, _SIZED) or isinstance(right, _SIZED):
        budget.make(_size(limits, operator, left, right))
    elif isinstance(left, int) and isinstance(right, int):
        if operator in ("*", "**"):
            limits.check_digits(_least_bits(operator, left, right))
        result = calculate(left, right)
        if isinstance(result, int):
            limits.check_whole(result)
        return result
    return calculate(left, right)


def _size(limits: RenderLimits, operator: str, left: Any, right: Any) -> int:
    """How large a text or list the operation will make."""
    if operator == "*":
        value, times = (right, left) if isinstance(left, int) else (left, right)
        if not isinstance(times, int) or times <= 0:
            return 0
        if isinstance(value, str):
            return limits.check_text(len(value) * times)
        return limits.check_items(size_of(value, limits.items) * times)
    if isinstance(left, str) and isinstance(right, str):
        return limits.check_text(len(left) + len(right))
    return limits.check_items(size_of(left, limits.items) + size_of(right, limits.items))


def _least_bits(operator: str, left: int, right: int) -> int:
    if operator == "*":
        return left.bit_length() + right.bit_length() - 1
    return (abs(left).bit_length() - 1) * right + 1 if right > 0 else 0


_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {"+": op.add, "*": op.mul, "**": op.pow, "%": op.mod}


def weighed_dict(limits: RenderLimits, *pairs: Any, **named: Any) -> dict[str, Any]:
    """``dict(…)`` of a template."""
    made: dict[str, Any] = dict(*pairs, **named)
    limits.check_items(size_of(made, limits.items))
    return made


def is_hidden(name: str) -> bool:
    """Whether this is the name of a filter that authors cannot write."""
    return " " in name


def hidden_filters(limits: RenderLimits) -> dict[str, Callable[..., Any]]:
    """The filters that :func:`bounded_tree` leads through."""

    def joined(first: Any, *others: Any) -> Any:
        pieces = [first, *others]
        for piece in pieces:
            if isinstance(piece, KeptMissing):
                return piece
        pieces = [text_of(piece) for piece in pieces]
        limits.check_text(sum(map(len, pieces)))
        return markup_join(pieces)

    def weighed(made: Any) -> Any:
        if any(isinstance(item, _CONTAINERS) for item in (made.values() if isinstance(made, dict) else made)):
            limits.check_items(size_of(made, limits.items))
        return made

    @pass_context
    def turns(context: BoundedContext, iterable: Any) -> Any:
        if isinstance(iterable, Undefined):
            return iterable
        if not isinstance(iterable, (list, tuple, dict, str, range)):
            # What filters such as map and select give; one more than permitted is enough to refuse.
            iterable = list(islice(iterable, limits.steps + 1))
        budget = context.budget
        budget.spend(len(iterable))
        if len(iterable) <= _STRIDE or isinstance(iterable, dict):
            return iterable
        return _watched(iterable, budget)

    return {_JOINED: joined, _WEIGHED: weighed, _TURNS: turns}


def _watched(items: Any, budget: Budget) -> Iterator[Any]:
    for start in range(0, len(items), _STRIDE):
        budget.check_time()
        yield from items[start : start + _STRIDE]


class _Bounding(NodeTransformer):
    # A tree may be compiled more than once (single expressions are), so what is led through already stays.
    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        if node.name == _WEIGHED and node.node is not None:
            self.generic_visit(node.node)
        else:
            self.generic_visit(node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        first, *others = node.nodes
        return _through(_JOINED, node, first, others)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        return node if node.ctx != "load" else self._weighed(node)

    def _weighed(self, node: nodes.Expr) -> nodes.Node:
        self.generic_visit(node)
        if all(isinstance(child, nodes.Const) for child in node.iter_child_nodes()):
            return node
        return _through(_WEIGHED, node, node, [])

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not (isinstance(node.iter, nodes.Filter) and node.iter.name == _TURNS):
            node.iter = _through(_TURNS, node, node.iter, [])
        return node


def _through(name: str, at: nodes.Node, value: nodes.Node, others: list[Any]) -> nodes.Filter:
    made = nodes.Filter(value, name, others, [], None, None, lineno=at.lineno)
    if at.environment is not None:
        made.set_environment(at.environment)
    return made


def bounded_tree(tree: nodes.Template) -> nodes.Template:
    """The same template, changed: texts, lists and loops are led through the hidden filters."""
    _Bounding().visit(tree)
    return tree
