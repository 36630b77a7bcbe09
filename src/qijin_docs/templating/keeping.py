"""Print tags that survive: under ``missing="keep"`` a tag without value prints its own text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, nodes

from qijin_docs.templating.missing import KeptMissing

#: Name of the hidden filter; the blank keeps authors from writing it.
KEPT = "kept tag"


def kept(value: Any, source: str) -> Any:
    """The value, or the tag's own text if there is none (a hidden filter)."""
    return source if isinstance(value, KeptMissing) else value


def kept_outputs(tree: nodes.Template, source: str, environment: Environment) -> None:
    """Lead every printed expression of the tree through :func:`kept`, with the text of its tag."""
    texts = _print_tags(source, environment)
    for output in _outputs(tree):
        for i, node in enumerate(output.nodes):
            if not isinstance(node, nodes.TemplateData):
                text = nodes.Const(next(texts), lineno=node.lineno)
                output.nodes[i] = nodes.Filter(node, KEPT, [text], [], None, None, lineno=node.lineno)
        output.set_environment(environment)


def _print_tags(source: str, environment: Environment) -> Iterator[str]:
    """The texts of all ``{{ }}``, in order."""
    text: list[str] | None = None
    for _, kind, value in environment.lex(source):
        if kind == "variable_begin":
            text = []
        if text is not None:
            text.append(value)
            if kind == "variable_end":
                # The lexer counts blanks that "-}}" eats to the sign itself.
                yield "".join(text).rstrip()
                text = None


def _outputs(node: nodes.Node) -> Iterator[nodes.Output]:
    """Output nodes in the order of the source."""
    if isinstance(node, nodes.Output):
        yield node
        return
    for child in node.iter_child_nodes():
        yield from _outputs(child)
