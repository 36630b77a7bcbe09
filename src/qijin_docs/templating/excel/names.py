"""What a workbook asks for: its tags as a tree, and the paths of data behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import groupby

from jinja2 import Environment

from qijin_docs.ooxml.references import column_number
from qijin_docs.templating.data_paths import names_of
from qijin_docs.templating.excel.merges import MERGE_WORD
from qijin_docs.templating.tags import Tag

_OPENING = frozenset({"for", "if", "macro", "call", "with", "filter", "block", "autoescape"})


def tag_tree(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """The tags of one sheet as a tree: a block holds the tags up to its end.

    Tags of columns stand beside the tree of the rows, they do not nest with it.
    """
    stack: list[tuple[Tag | None, list[Tag]]] = [(None, [])]
    for tag in tags:
        if tag.level == "tc":
            stack[0][1].append(tag)
        elif tag.kind == "block" and _opens(tag):
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


def _opens(tag: Tag) -> bool:
    """Whether another tag ends what this one begins; ``set`` without ``=`` keeps what follows."""
    return tag.keyword in _OPENING or (tag.keyword == "set" and "=" not in tag.expression.partition("|")[0])


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
    trees = [environment.parse(_as_one_text(tags)) for tags in sheets]
    found = set(names_of(trees))
    for name in names_of(environment.parse(_written(tag)) for tag in beside if tag.kind == "print"):
        if re.split(r"[.\[]", name)[0] not in loop_names:
            found.add(name)
    return tuple(sorted(found))


def _as_one_text(tags: Sequence[Tag]) -> str:
    """The tags of one sheet as one Jinja text: each cell stands inside its loops of rows and of columns.

    A name that is set in a cell is known only in that cell.
    """
    columns = sorted((tag for tag in tags if tag.level == "tc"), key=_column)
    written = [_written(tag) for tag in columns]
    for _, cell in groupby(tags, key=lambda tag: (tag.place, tag.level in ("tr", "tc"))):
        inside = list(cell)
        text = "".join(_written(tag) for tag in inside if tag.level != "tc")
        if text and inside[0].level != "tr":
            before, after = _columns_around(columns, _column(inside[0]))
            text = f"{before}\x03with\x04{text}\x03endwith\x04{after}"
        written.append(text)
    return "".join(written)


def _columns_around(columns: Sequence[Tag], column: int) -> tuple[str, str]:
    """What opens the blocks of columns around a column, and what closes them again."""
    around: list[list[Tag]] = []
    for tag in columns:
        if tag.kind != "block" or _column(tag) >= column:
            continue
        if tag.keyword in _OPENING:
            around.append([tag])
        elif tag.keyword.startswith("end"):
            around.pop()
        else:
            around[-1].append(tag)
    before = "".join(_written(tag) for block in around for tag in block)
    return before, "".join(f"\x03end{block[0].keyword}\x04" for block in reversed(around))


def _column(tag: Tag) -> int:
    """The column a tag stands in; its place ends with the cell: ``工作表“表”!C7``."""
    return column_number((tag.place.where or "").rpartition("!")[2].rstrip("0123456789"))


def _written(tag: Tag) -> str:
    if tag.keyword == MERGE_WORD:
        # It says something about its cell and is no block of Jinja's.
        return ""
    if tag.kind == "print":
        return f"\x01{tag.expression}\x02"
    return f"\x03{tag.expression}\x04" if tag.kind == "block" else ""
