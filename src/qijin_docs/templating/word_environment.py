"""The Jinja environment of the Word engine: the sandbox, with printing led through our own functions.

The environment comes from :mod:`.environment`; here its delimiters are changed, every printed
expression gets a hidden filter that escapes it and writes it into the ledger, and Jinja's own escaping of
finished text is left out, because it has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, generate

from qijin_docs.errors import Problem
from qijin_docs.templating.bounded import bounded_tree
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.missing import Missing
from qijin_docs.templating.screening import screen
from qijin_docs.templating.values import Droppable, Lines, WordContext, make_printers
from qijin_docs.templating.word_formats import Slot
from qijin_docs.templating.word_marks import PartSource
from qijin_docs.templating.word_source import DELIMITERS, JinjaSource
from qijin_docs.templating.word_state import FILTERS as STATE_FILTERS


class _PlainOutput(CodeGenerator):
    """Writes printed expressions as they are: the hidden filters give escaped text."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize


def word_environment(missing: Missing, filters: Mapping[str, Callable[..., Any]] | None) -> Environment:
    """The environment for all parts of one template."""
    made = make_environment(missing=missing, filters=filters, finalize=None)
    environment = made.overlay(**DELIMITERS)  # type: ignore[arg-type]
    environment.context_class = WordContext
    environment.code_generator_class = _PlainOutput
    environment.filters = {
        **environment.filters,
        "分段": lambda value: Lines(str(value), "paragraph"),
        "换行": lambda value: Lines(str(value), "break"),
        "空则删段": _droppable,
        # Text is escaped once, when it is printed; asking for it again must not do it twice.
        "e": lambda value: value,
        "escape": lambda value: value,
        **STATE_FILTERS,
    }
    return environment


def parse_part(environment: Environment, source: JinjaSource) -> nodes.Template:
    """The part as Jinja's tree.

    Raises:
        TemplateSyntaxError: with the line that :attr:`JinjaSource.lines` knows.
    """
    return Environment._parse(environment, source.text, None, None)  # noqa: SLF001


def screen_part(
    environment: Environment, part: PartSource, source: JinjaSource, tree: nodes.Template
) -> list[Problem]:
    """What the sandbox refuses in a part, each at the place of its tag."""
    problems = []
    for problem in screen(tree, environment):
        mark = source.lines.get(problem.place.line or 0)
        place = mark.place if mark else part.place()
        message = f"“{mark.tag.source}”：{problem.message}" if mark and mark.tag else problem.message
        problems.append(Problem(problem.code, message, place, problem.hint, problem.severity))
    return problems


def compile_part(
    environment: Environment, source: JinjaSource, tree: nodes.Template, slots: Mapping[int, Slot]
) -> Template:
    """The compiled template of a part whose tree was screened; changes the tree."""
    part_environment = environment.overlay()
    part_environment.context_class = WordContext
    part_environment.code_generator_class = _PlainOutput
    part_environment.filters = {**environment.filters, **make_printers(slots), "_own": str}
    for output in tree.find_all(nodes.Output):
        for position, node in enumerate(output.nodes):
            if isinstance(node, nodes.TemplateData):
                continue
            mark = source.lines[node.lineno]
            if mark.kind == "value":
                name, arguments = "_own", []
            else:
                into = slots[mark.index].where in ("text", "plain", "attribute")
                name = "_keep" if mark.index in source.captured else "_put" if into else "_insert"
                arguments = [nodes.Const(mark.index, lineno=node.lineno)]
            output.nodes[position] = nodes.Filter(node, name, arguments, [], None, None, lineno=node.lineno)
    tree.set_environment(part_environment)
    code = generate(bounded_tree(tree), part_environment, None, None)
    assert isinstance(code, str)
    return Template.from_code(
        part_environment, compile(code, "<template>", "exec"), part_environment.make_globals(None)
    )


def _droppable(value: Any) -> Any:
    return Droppable("" if value is None else str(value))
