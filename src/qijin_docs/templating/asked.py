"""Which data each tag of a template names, by the whole path: ``项.名称`` in a loop over ``任务`` is ``任务[].名称``.

Works tag by tag on Jinja's own tree; a name of a loop is followed to the list behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

from qijin_docs.templating.data_paths import path_of
from qijin_docs.templating.tags import Tag

#: Only to parse: nothing is ever rendered with it.
_PARSER = Environment()  # noqa: S701


def asked(tags: Iterable[Tag]) -> Iterator[tuple[Tag, frozenset[str]]]:
    """Each tag in the order of the document, with every path of data it names, also one that others go on from.

    Args:
        tags: as a tree.
    """
    for tag, scope in scoped(tuple(tags), {}):
        tree = parsed(tag)
        paths = set(() if tree is None else _named(tree, scope))
        if isinstance(tree, nodes.For):
            source = path_of(tree.iter, scope, filtered=True)
            if source is not None:
                paths.add(f"{source}[]")
            paths.update(() if tree.test is None else _named(tree.test, _inside(tree, scope)))
        yield tag, frozenset(paths)


def _named(tree: nodes.Node, scope: Mapping[str, str | None]) -> Iterator[str]:
    asking = tree.iter if isinstance(tree, nodes.For) else tree
    own = (asking,) if isinstance(asking, nodes.Expr) else ()
    for node in (*own, *asking.find_all((nodes.Name, nodes.Getattr, nodes.Getitem))):
        path = path_of(node, scope)
        if path is not None:
            yield path


def scoped(
    tags: tuple[Tag, ...], scope: Mapping[str, str | None]
) -> Iterator[tuple[Tag, Mapping[str, str | None]]]:
    """Each tag with the names that stand for data at its place: ``项`` → ``活动记录[]``; ``None`` if not known."""
    known = dict(scope)
    for tag in tags:
        yield tag, dict(known)
        inner = known
        tree = parsed(tag)
        if tree is not None and isinstance(tree, nodes.For):
            inner = _inside(tree, known)
        elif tree is not None and isinstance(tree, nodes.Assign) and isinstance(tree.target, nodes.Name):
            known[tree.target.name] = path_of(tree.node, known)
        elif tag.keyword in ("macro", "call", "with", "set"):
            # Names of a macro's arguments: nothing is said about them.
            inner = {**known, **dict.fromkeys(_words(tag))}
            known = inner if tag.keyword == "set" else known
        yield from scoped(tag.children, inner)


def _inside(loop: nodes.For, known: Mapping[str, str | None]) -> dict[str, str | None]:
    """The names known in a loop: its own stands for the items of its list."""
    source = path_of(loop.iter, known, filtered=True)
    if isinstance(loop.target, nodes.Name):
        own: dict[str, str | None] = {loop.target.name: f"{source}[]" if source else None}
    else:
        own = {name.name: None for name in loop.target.find_all(nodes.Name)}
    return {**known, "loop": None, **own}


def parsed(tag: Tag) -> nodes.Node | None:
    """Jinja's tree of one tag, a block with nothing in it; ``None`` if it names no data."""
    ends = {"for": "endfor", "if": "endif"}
    if tag.keyword == "linespacing":
        source = f"{{{{ {tag.expression.removeprefix('linespacing')} }}}}"
    elif tag.kind == "print":
        source = f"{{{{ {tag.expression} }}}}"
    elif tag.keyword == "elif":
        source = f"{{% {tag.expression.replace('elif', 'if', 1)} %}}{{% endif %}}"
    elif tag.keyword in ends:
        source = f"{{% {tag.expression} %}}{{% {ends[tag.keyword]} %}}"
    elif tag.keyword == "set" and "=" in tag.expression:
        source = f"{{% {tag.expression} %}}"
    else:
        return None
    try:
        return _PARSER.parse(source).body[0]
    except (TemplateSyntaxError, IndexError, RecursionError):
        return None


def _words(tag: Tag) -> list[str]:
    return tag.expression.replace("(", " ").replace(")", " ").replace(",", " ").split()[1:]
