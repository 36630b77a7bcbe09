"""Expressions of an Excel template, evaluated for many lines at once.

A tag in a loop of 50,000 rows is 50,000 values. So an expression answers with a whole column: for each
appearance of its cell (a *pass* of the loop, see :mod:`qijin_docs.ooxml.layout`) one value. A dotted path
(``项.品名``) is looked up without Jinja; everything else runs in the sandboxed environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.environment import Template

from qijin_docs.errors import Problem
from qijin_docs.ooxml.layout import Pass
from qijin_docs.templating.excel.paths import FilterCall, plain_path
from qijin_docs.templating.failures import told
from qijin_docs.templating.missing import BlankMissing, KeptMissing, MissingValue, StrictMissing
from qijin_docs.templating.record import Record
from qijin_docs.templating.tags import Tag

#: How a tag looks with the delimiters of a workbook's environment.
_KEPT = re.compile("\x01-?\\s*(.*?)\\s*-?\x02", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Scope:
    """The loops around a template line, from the innermost outwards: loop number and the names it sets."""

    loops: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def inside(self, number: int, names: tuple[str, ...]) -> Scope:
        """The scope in the body of another loop."""
        return Scope(((number, names), *self.loops))

    def find(self, name: str) -> tuple[int, int | None] | None:
        """How many loops outwards a name is set, and which of the loop's names it is (None: the only one)."""
        for depth, (_, names) in enumerate(self.loops):
            if name in names:
                return depth, None if len(names) == 1 else names.index(name)
        return None


@dataclass(frozen=True, slots=True)
class Context:
    """What one rendering knows: the environment and the values given.

    Args:
        names: for each loop of the sheet (rows first, then columns) the names it sets.
    """

    environment: Environment
    values: Mapping[str, Any]
    names: Mapping[int, tuple[str, ...]]

    def evaluate(
        self, expression: Expression, tag: Tag, row: Pass | None, column: Pass | None, problems: list[Problem]
    ) -> Any:
        """One value; what is wrong becomes a problem at the tag's place and the value None."""
        try:
            value = expression.value(self, row, column)
            if not isinstance(value, StrictMissing):
                return value
            if isinstance(value, BlankMissing):
                return None
            return kept_tags(str(value))
        except Exception as error:  # noqa: BLE001  (an expression can raise anything; nothing is swallowed)
            problems.extend(self.problems_of(error, tag, row or column))
            return None

    def problems_of(self, error: Exception, tag: Tag, turn: Pass | None) -> list[Problem]:
        """What an exception raised by a tag means to the template's author."""
        problems = told(error, tag, tag.place, self.values)
        if turn is None or isinstance(error, MissingValue):
            return problems
        return [
            replace(problem, message=f"{problem.message}（循环第 {turn.index + 1} 项）")
            for problem in problems
        ]

    def variables(self, row: Pass | None, column: Pass | None = None) -> dict[str, Any]:
        """Everything a tag can name in this pass of the row loops and of the column loops."""
        found = dict(self.values)
        for innermost in (column, row):
            chain: list[Pass] = []
            turn = innermost
            while turn is not None:
                chain.append(turn)
                turn = turn.parent
            for turn in reversed(chain):
                names = self.names[turn.loop]
                if len(names) == 1:
                    found[names[0]] = turn.item
                else:
                    found.update(zip(names, turn.item, strict=True))
                found["loop"] = loop_facts(turn)
        return found


def kept_tags(text: str) -> str:
    """Tags that were kept, with the signs their author wrote."""
    return _KEPT.sub(r"{{ \1 }}", text)


def loop_facts(turn: Pass) -> dict[str, Any]:
    """What ``loop.…`` can be asked in a sheet: everything Jinja has but ``cycle`` and ``changed``."""
    facts: dict[str, Any] = {
        "index": turn.index + 1,
        "index0": turn.index,
        "revindex": turn.count - turn.index,
        "revindex0": turn.count - turn.index - 1,
        "first": turn.index == 0,
        "last": turn.index == turn.count - 1,
        "length": turn.count,
        "depth": _depth(turn),
        "depth0": _depth(turn) - 1,
    }
    if turn.index:
        facts["previtem"] = turn.items[turn.index - 1]
    if turn.index + 1 < turn.count:
        facts["nextitem"] = turn.items[turn.index + 1]
    return facts


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    Args:
        source: as written between the signs of the tag.
        template: the same compiled by Jinja.
        path: name and keys, if the expression is a dotted path, perhaps with filters behind it.
        filters: these filters with their arguments, in order.
    """

    source: str
    template: Template = field(repr=False, compare=False)
    path: tuple[str, ...] | None = None
    filters: tuple[FilterCall, ...] = ()

    def value(self, context: Context, row: Pass | None, column: Pass | None = None) -> Any:
        """The value in one pass; an ``Undefined`` of the environment if a name or key is missing."""
        return _run(self.template, context.variables(row, column))

    def column(
        self,
        context: Context,
        scope: Scope,
        passes: Sequence[Pass | None],
        column_scope: Scope,
        column: Pass | None,
    ) -> list[Any]:
        """The values in many passes of the row loops, for one pass of the column loops."""
        if self.path is None:
            return [_run(self.template, context.variables(turn, column)) for turn in passes]
        values = self._heads(context, scope, passes, column_scope, column)
        try:
            for key in self.path[1:]:
                values = [
                    value[key] if type(value) is dict or type(value) is Record else _slow(value)
                    for value in values
                ]
            for call in self.filters:
                values = [call.function(value, *call.arguments, **call.named) for value in values]
        except Exception:  # noqa: BLE001  (told by the environment, one by one)
            return [self._one(context, turn, column) for turn in passes]
        return values

    def _heads(
        self,
        context: Context,
        scope: Scope,
        passes: Sequence[Pass | None],
        column_scope: Scope,
        column: Pass | None,
    ) -> list[Any]:
        assert self.path is not None
        name = self.path[0]
        found = scope.find(name)
        if found is not None:
            turns: Sequence[Any] = passes
            for _ in range(found[0]):
                turns = [turn.parent for turn in turns]
            heads = [turn.item for turn in turns]
            return heads if found[1] is None else [item[found[1]] for item in heads]
        if name == "loop" and scope.loops:
            return [loop_facts(turn) for turn in passes if turn is not None]
        if (column_scope.find(name) is not None or name == "loop") and column is not None:
            return [context.variables(None, column)[name]] * len(passes)
        if name in context.values:
            return [context.values[name]] * len(passes)
        return [context.environment.undefined(name=name)] * len(passes)

    def _one(self, context: Context, row: Pass | None, column: Pass | None) -> Any:
        return _run(self.template, context.variables(row, column))


class _NotPlainError(Exception):
    """A value on the path is not a plain dict: the environment has to decide."""


def _slow(_value: Any) -> Any:
    raise _NotPlainError


def compile_expression(environment: Environment, source: str) -> Expression:
    """The expression in ``source``.

    Raises:
        TemplateSyntaxError: it is none.
    """
    # A statement keeps the parser from taking "x if y" apart differently from a print tag.
    tree = environment.parse(
        f"{environment.variable_start_string} {source}\n{environment.variable_end_string}"
    )
    body = tree.body
    if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
        raise TemplateSyntaxError("expression expected", 1)
    return from_node(environment, source, body[0].nodes[0])


def from_node(environment: Environment, source: str, node: nodes.Node) -> Expression:
    """The expression that Jinja has parsed already."""
    assert isinstance(node, nodes.Expr)
    assignment = nodes.Assign(nodes.Name("_result", "store"), node, lineno=1)
    assignment.set_environment(environment)
    tree = nodes.Template([assignment], lineno=1)
    tree.set_environment(environment)
    template = environment.from_string(tree)
    path, filters = plain_path(environment, node)
    return Expression(source, template, path, filters)


def _run(template: Template, variables: dict[str, Any]) -> Any:
    context = template.new_context(variables)
    run: Callable[..., Any] = template.root_render_func
    for _ in run(context):
        pass
    value = context.vars["_result"]
    if isinstance(value, str) and issubclass(template.environment.undefined, KeptMissing):
        return kept_tags(value)
    return value


def _depth(turn: Pass) -> int:
    depth = 1
    while turn.parent is not None:
        turn, depth = turn.parent, depth + 1
    return depth
