"""The tree of a sheet's rows or columns walked with values: which line appears where, and in which pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qijin_docs.errors import Problem, RenderError
from qijin_docs.ooxml.layout import Layout, Pass
from qijin_docs.templating.excel.lines import Axis, Loop, Node
from qijin_docs.templating.excel.values import Context, Expression
from qijin_docs.templating.limits import Budget
from qijin_docs.templating.tags import Tag


@dataclass(slots=True)
class _Walk:
    """One rendering of an axis."""

    context: Context
    layout: Layout
    kept: frozenset[int]
    budget: Budget
    problems: list[Problem]


def lay_out(axis: Axis, context: Context, budget: Budget, problems: list[Problem]) -> Layout:
    """Where each template line goes with these values.

    Args:
        axis: the compiled rows or columns.
        context: environment and values.
        budget: turns of loops and time that are left.
        problems: what is wrong with the values is added here.
    """
    lines = axis.last + 1
    layout = Layout(
        limit=axis.limit,
        numbers=[[] for _ in range(lines)],
        passes=[[] for _ in range(lines)],
        loops=axis.loops,
        loop_of=tuple(scope.loops[0][0] if scope.loops else None for scope in axis.scopes),
        turns={axis.first_loop + index: [] for index in range(len(axis.loops))},
        first_loop=axis.first_loop,
        markers=axis.markers,
    )
    walk = _Walk(context, layout, axis.kept, budget, problems)
    layout.shift = _walk(walk, axis.nodes, None, 0) - axis.last
    return layout


def _walk(walk: _Walk, tree: Iterable[Node], turn: Pass | None, at: int) -> int:
    """Append all appearances made by ``tree`` behind output line ``at``; the last line made."""
    layout = walk.layout
    for node in tree:
        if isinstance(node, int):
            at += 1
            layout.numbers[node].append(at)
            layout.passes[node].append(turn)
        elif isinstance(node, Loop):
            at = _loop(walk, node, turn, at)
        else:
            for condition, body, tag in node.branches:
                if condition is None or _holds(walk, condition, tag, turn):
                    at = _walk(walk, body, turn, at)
                    break
    return at


def _loop(walk: _Walk, loop: Loop, turn: Pass | None, at: int) -> int:
    items = _items(walk, loop, turn)
    count = len(items)
    if not count and not loop.otherwise and loop.number in walk.kept:
        return _blank(walk, loop, at)
    if not count:
        return _walk(walk, loop.otherwise, turn, at)
    try:
        walk.budget.spend(count)
    except RenderError as error:
        raise RenderError(replace(problem, place=loop.tag.place) for problem in error.problems) from error
    turns = walk.layout.turns[loop.number]
    if all(isinstance(node, int) for node in loop.body):
        return _plain_loop(walk, loop, turn, items, at)
    for index, item in enumerate(items):
        this = Pass(loop.number, item, index, count, turn, items, at + 1)
        turns.append(this)
        at = _walk(walk, loop.body, this, at)
        this.last = at
    return at


def _plain_loop(walk: _Walk, loop: Loop, turn: Pass | None, items: Sequence[Any], at: int) -> int:
    """A loop of nothing but lines: where each goes is known without walking."""
    height, count, number = len(loop.body), len(items), loop.number
    made = [
        Pass(number, item, index, count, turn, items, at + 1 + index * height, at + (index + 1) * height)
        for index, item in enumerate(items)
    ]
    walk.layout.turns[number].extend(made)
    end = at + count * height
    for place, line in enumerate(loop.body):
        assert isinstance(line, int)
        walk.layout.numbers[line].extend(range(at + 1 + place, end + 1, height))
        walk.layout.passes[line].extend(made)
    return end


def _blank(walk: _Walk, loop: Loop, at: int) -> int:
    """One pass for no item, of plain lines only."""
    this = Pass(loop.number, None, 0, 0, None, (), at + 1, blank=True)
    walk.layout.turns[loop.number].append(this)
    at = _walk(walk, [node for node in loop.body if isinstance(node, int)], this, at)
    this.last = at
    return at


def _items(walk: _Walk, loop: Loop, turn: Pass | None) -> Sequence[Any]:
    value = _evaluate(walk, loop.items, loop.tag, turn)
    if value is None:
        return ()
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        walk.problems.append(
            Problem(
                "render.not_a_list",
                f"“{loop.items.source}”不是清单，不能循环（得到的是 {type(value).__name__}）",
                loop.tag.place,
                "在数据里把它写成清单，没有内容时写成空清单",
            )
        )
        return ()
    items = value if isinstance(value, list | tuple) else list(value)
    if len(loop.names) > 1 and any(
        isinstance(item, str | bytes) or not isinstance(item, Sequence) or len(item) != len(loop.names)
        for item in items
    ):
        walk.problems.append(
            Problem(
                "render.unpack",
                f"“{loop.items.source}”的每一项应当正好有 {len(loop.names)} 个值",
                loop.tag.place,
                "只用一个循环变量，或者改数据",
            )
        )
        return ()
    if loop.test is None:
        return items
    kept = []
    for index, item in enumerate(items):
        if _holds(walk, loop.test, loop.tag, Pass(loop.number, item, index, len(items), turn, items)):
            kept.append(item)
    return kept


def _holds(walk: _Walk, condition: Expression, tag: Tag, turn: Pass | None) -> bool:
    value = _evaluate(walk, condition, tag, turn)
    return bool(value)


def _evaluate(walk: _Walk, expression: Expression, tag: Tag, turn: Pass | None) -> Any:
    return walk.context.evaluate(expression, tag, turn, None, walk.problems)
