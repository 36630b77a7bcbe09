"""What a workbook asks for: its tags as a tree, and the paths of data behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from jinja2 import Environment, TemplateSyntaxError

from qijin_docs.templating.expressions import names_of
from qijin_docs.templating.tags import Tag

_OPENING = frozenset({"for", "if", "macro", "call", "with"})


def tag_tree(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """The tags of one sheet as a tree: a block holds the tags up to its end.

    Tags of columns stand beside the tree of the rows, they do not nest with it.
    """
    stack: list[tuple[Tag | None, list[Tag]]] = [(None, [])]
    for tag in tags:
        if tag.level == "tc":
            stack[0][1].append(tag)
        elif tag.kind == "block" and tag.keyword in _OPENING:
            stack.append((tag, []))
        elif tag.kind == "block" and tag.keyword.startswith("end") and len(stack) > 1:
            opener, children = stack.pop()
            assert opener is not None
            stack[-1][1].extend((replace(opener, children=tuple(children)), tag))
        else:
            stack[-1][1].append(tag)
    while len(stack) > 1:
        opener, children = stack.pop()
        assert opener is not None
        stack[-1][1].append(replace(opener, children=tuple(children)))
    return tuple(stack[0][1])


def names_in(
    environment: Environment,
    sheets: Sequence[Sequence[Tag]],
    beside: Sequence[Tag],
    loop_names: AbstractSet[str],
) -> tuple[str, ...]:
    """Paths of data the tags of each sheet ask for: ``标题``, ``明细[].品名``.

    Args:
        environment: parses the expressions.
        sheets: tags in the cells of each sheet.
        beside: tags elsewhere; what they take from a loop is not followed.
        loop_names: names set by the loops of the workbook.
    """
    trees = []
    for tags in sheets:
        columns = [tag for tag in tags if tag.level == "tc" and tag.kind == "block"]
        around = [tag for tag in columns if tag.keyword in _OPENING]
        source = "".join(_written(tag) for tag in around)
        source += "".join(_written(tag) for tag in tags if tag.level != "tc")
        source += "".join(f"\x03end{tag.keyword}\x04" for tag in reversed(around))
        try:
            trees.append(environment.parse(source))
        except TemplateSyntaxError:
            # Blocks of rows and of a cell's text may cross in ways one text cannot show; take the tags singly.
            trees.extend(environment.parse(_written(tag)) for tag in tags if tag.kind == "print")
    found = set(names_of(trees))
    for name in names_of(environment.parse(_written(tag)) for tag in beside if tag.kind == "print"):
        if re.split(r"[.\[]", name)[0] not in loop_names:
            found.add(name)
    return tuple(sorted(found))


def _written(tag: Tag) -> str:
    if tag.kind == "print":
        return f"\x01{tag.expression}\x02"
    return f"\x03{tag.expression}\x04" if tag.kind == "block" else ""
