"""Rows and columns that repeat, appear or vanish: from structural tags to a tree.

``{%tr … %}`` tags stand in rows of their own, ``{%tc … %}`` tags in columns of their own. Compiling turns
them into a tree over the template's lines, which :mod:`.layout` walks with the values. Rows and columns
are the same thing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from jinja2 import Environment, TemplateSyntaxError, nodes

from qijin_docs.errors import Place, Problem, TemplateError
from qijin_docs.ooxml.layout import LoopLines
from qijin_docs.templating.excel.values import Expression, Scope, from_node
from qijin_docs.templating.failures import told
from qijin_docs.templating.tags import Tag

Node: TypeAlias = "int | Loop | Choice"


@dataclass(frozen=True, slots=True)
class Loop:
    """``for names in items [if test]`` … ``[else]`` … ``endfor``."""

    number: int
    names: tuple[str, ...]
    items: Expression
    test: Expression | None
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    tag: Tag


@dataclass(frozen=True, slots=True)
class Choice:
    """``if`` … ``elif`` … ``else`` … ``endif``: the first branch whose condition (None: always) holds."""

    branches: tuple[tuple[Expression | None, tuple[Node, ...], Tag], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or the columns of a template sheet.

    Args:
        nodes: the tree over all lines up to the last tag; a number is a plain line.
        last: the last line the tree describes; 0 if nothing repeats.
        loops: lines of each loop.
        scopes: for each line (from 1) the loops around it.
        limit: last line a sheet can have.
        first_loop: number of the first loop.
        markers: lines that hold only tags.
        kept: loops that leave one blank pass when they have no items.
    """

    nodes: tuple[Node, ...]
    last: int
    loops: tuple[LoopLines, ...]
    scopes: tuple[Scope, ...]
    limit: int
    first_loop: int = 0
    markers: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()

    def scope(self, line: int) -> Scope:
        """The loops around a template line."""
        return self.scopes[line] if line < len(self.scopes) else Scope()

    @property
    def names(self) -> Mapping[int, tuple[str, ...]]:
        """The names each loop sets."""
        return {number: names for scope in self.scopes for number, names in scope.loops}


@dataclass(slots=True)
class _Open:
    """A block that is not closed yet."""

    tag: Tag
    line: int
    kind: str
    body: list[Node]
    number: int = -1
    names: tuple[str, ...] = ()
    items: Expression | None = None
    test: Expression | None = None
    main: tuple[Node, ...] | None = None
    condition: Expression | None = None
    branch_tag: Tag | None = None
    branches: list[tuple[Expression | None, tuple[Node, ...], Tag]] | None = None
    seen_else: bool = False


def build_axis(
    environment: Environment,
    tags: Mapping[int, Sequence[Tag]],
    *,
    limit: int,
    first_loop: int = 0,
    problems: list[Problem],
) -> Axis:
    """The tree over the lines that hold structural tags.

    Args:
        environment: compiles the expressions.
        tags: for each such line its tags in order.
        limit: last line a sheet can have.
        first_loop: number of the first loop, so that rows and columns of one sheet have different numbers.
        problems: faults are added here.
    """
    builder = _Builder(environment, first_loop, problems)
    last = max(tags, default=0)
    for line in range(1, last + 1):
        if line in tags:
            for tag in tags[line]:
                builder.take(tag, line)
            builder.scopes.append(builder.scope())
        else:
            builder.scopes.append(builder.scope())
            builder.stack[-1].body.append(line)
    builder.finish()
    return Axis(
        tuple(builder.stack[0].body),
        last,
        tuple(builder.loops),
        tuple(builder.scopes),
        limit,
        first_loop,
        frozenset(tags),
    )


class _Builder:
    def __init__(self, environment: Environment, first_loop: int, problems: list[Problem]) -> None:
        self.environment = environment
        self.first_loop = first_loop
        self.problems = problems
        self.loops: list[LoopLines] = []
        self.scopes: list[Scope] = [Scope()]
        nothing = Tag("block", "", "", "", "", Place())
        self.stack: list[_Open] = [_Open(nothing, 0, "", [])]

    def scope(self) -> Scope:
        scope = Scope()
        for block in self.stack:
            if block.kind == "for" and block.main is None:
                scope = scope.inside(block.number, block.names)
        return scope

    def take(self, tag: Tag, line: int) -> None:
        keyword = tag.keyword
        if tag.kind != "block" or keyword not in ("for", "endfor", "if", "elif", "else", "endif"):
            if tag.kind != "comment":
                self._fail(
                    "template.unknown_structure",
                    tag,
                    f"整行、整列标签里不能用“{keyword or tag.source}”",
                    "整行、整列标签只有 for、endfor、if、elif、else、endif",
                )
            return
        getattr(self, f"_{keyword}")(tag, line)

    def finish(self) -> None:
        while len(self.stack) > 1:
            block = self.stack.pop()
            word = "endfor" if block.kind == "for" else "endif"
            self._fail(
                "template.unclosed_block",
                block.tag,
                f"“{block.tag.source}”没有结束标签",
                f"在后面加上单独一行（列）{{%{block.tag.level} {word} %}}",
            )

    def _for(self, tag: Tag, line: int) -> None:
        block = _Open(tag, line, "for", [], number=self.first_loop + len(self.loops))
        outer = next((b.number for b in reversed(self.stack) if b.kind == "for"), None)
        self.loops.append(LoopLines(line, line, outer))
        node = self._parse(tag, tag.expression, "endfor")
        if isinstance(node, nodes.For):
            targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
            if node.recursive or not all(isinstance(target, nodes.Name) for target in targets):
                self._fail(
                    "template.unsupported",
                    tag,
                    "表格里的循环不支持这种写法",
                    "写成“for 项 in 清单”或“for 键, 值 in 对照.items()”",
                )
            else:
                block.names = tuple(target.name for target in targets if isinstance(target, nodes.Name))
                _, _, source = tag.expression.partition(" in ")
                block.items = self._expression(tag, source.strip(), node.iter)
                block.test = None if node.test is None else self._expression(tag, source.strip(), node.test)
        self.stack.append(block)

    def _if(self, tag: Tag, line: int) -> None:
        block = _Open(tag, line, "if", [], branch_tag=tag, branches=[])
        block.condition = self._condition(tag, tag.expression)
        self.stack.append(block)

    def _elif(self, tag: Tag, _line: int) -> None:
        block = self.stack[-1]
        if block.kind != "if" or block.seen_else:
            self._unexpected(tag)
            return
        self._end_branch(block)
        block.condition = self._condition(tag, tag.expression.removeprefix("el"))
        block.branch_tag = tag

    def _else(self, tag: Tag, line: int) -> None:
        block = self.stack[-1]
        if not block.kind or block.seen_else:
            self._unexpected(tag)
            return
        block.seen_else = True
        if block.kind == "for":
            block.main, block.body = tuple(block.body), []
            self._close_loop(block, line)
            return
        self._end_branch(block)
        block.condition, block.branch_tag = None, tag

    def _endfor(self, tag: Tag, line: int) -> None:
        block = self.stack[-1]
        if block.kind != "for":
            self._unexpected(tag)
            return
        self.stack.pop()
        if block.main is None:
            block.main, block.body = tuple(block.body), []
            self._close_loop(block, line)
        if block.items is not None:
            self.stack[-1].body.append(
                Loop(
                    block.number,
                    block.names,
                    block.items,
                    block.test,
                    block.main,
                    tuple(block.body),
                    block.tag,
                )
            )

    def _endif(self, tag: Tag, _line: int) -> None:
        block = self.stack[-1]
        if block.kind != "if":
            self._unexpected(tag)
            return
        self._end_branch(block)
        self.stack.pop()
        assert block.branches is not None
        self.stack[-1].body.append(Choice(tuple(block.branches)))

    def _end_branch(self, block: _Open) -> None:
        assert block.branches is not None
        assert block.branch_tag is not None
        block.branches.append((block.condition, tuple(block.body), block.branch_tag))
        block.body = []

    def _close_loop(self, block: _Open, line: int) -> None:
        index = block.number - self.first_loop
        self.loops[index] = LoopLines(block.line, line, self.loops[index].parent)

    def _condition(self, tag: Tag, statement: str) -> Expression | None:
        node = self._parse(tag, statement, "endif")
        if isinstance(node, nodes.If):
            return self._expression(tag, statement.removeprefix("if").strip(), node.test)
        return None

    def _parse(self, tag: Tag, statement: str, end: str) -> nodes.Node | None:
        try:
            start, stop = self.environment.block_start_string, self.environment.block_end_string
            return self.environment.parse(f"{start} {statement} {stop}{start} {end} {stop}").body[0]
        except (TemplateSyntaxError, TemplateError) as error:
            self.problems.extend(told(error, tag, tag.place, {}))
            return None

    def _expression(self, tag: Tag, source: str, node: nodes.Node) -> Expression | None:
        try:
            return from_node(self.environment, source, node)
        except (TemplateSyntaxError, TemplateError) as error:
            self.problems.extend(told(error, tag, tag.place, {}))
            return None

    def _unexpected(self, tag: Tag) -> None:
        block = self.stack[-1]
        opened = f"；现在还没有结束的是“{block.tag.source}”（{block.tag.place.where}）" if block.kind else ""
        self._fail(
            "template.unexpected_block",
            tag,
            f"“{tag.source}”没有对应的开始标签{opened}",
            "检查标签的先后和嵌套，一个 for 对一个 endfor，一个 if 对一个 endif",
        )

    def _fail(self, code: str, tag: Tag, message: str, hint: str) -> None:
        self.problems.append(Problem(code, message, tag.place, hint))
