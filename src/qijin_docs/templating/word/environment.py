"""The Jinja environment of the Word engine: the sandbox, with printing led through our own functions.

The environment comes from :mod:`.environment`; here its delimiters are changed, every printed
expression gets a hidden filter that escapes it and writes it into the ledger, and Jinja's own escaping of
finished text is left out, because it has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, generate
from markupsafe import escape

from qijin_docs.errors import Place, Problem
from qijin_docs.templating.bounded import bounded_tree
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.filters import list_filters
from qijin_docs.templating.missing import Missing
from qijin_docs.templating.screening import screen, with_plain_blocks
from qijin_docs.templating.word.captured import captured, formatted_in_filter
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.ledger import WordContext
from qijin_docs.templating.word.lists import RUNS_ON
from qijin_docs.templating.word.marks import DROPS, Mark, PartSource
from qijin_docs.templating.word.source import DELIMITERS, JinjaSource
from qijin_docs.templating.word.state import FILTERS as STATE_FILTERS
from qijin_docs.templating.word.values import Droppable, Lines, make_printers

#: Behind the blocks that are kept in a variable; the blank keeps authors from writing it.
_CAPTURED = "captured text"
#: Filters that give what a block has put together back as it is.
_UNTOUCHING = frozenset({"default", "d", "e", "escape", "forceescape", "safe", RUNS_ON})


class _ByteOutput(CodeGenerator):
    """Writes code that gives bytes: fixed text as it is, printed expressions from the hidden filters.

    What is gathered in a variable (macros, captured blocks) is text until it is printed. Names in plain
    dictionaries are looked up on the spot, without the way through the sandbox: they are data.
    """

    _gathering = False

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  (Jinja's name)
        self._gathering = frame.buffer is not None
        super().visit_Output(node, frame)

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        text = "".join(group)
        return repr(text) if self._gathering else repr(text.encode())

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, finalize
        if frame.buffer is not None:
            self.write(".decode()")

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:  # noqa: N802
        """As Jinja does it, but printed as any other value is."""
        call_frame, macro = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro, call_frame)
        self.start_write(frame, node)
        printer, index = node.qijin_printed  # type: ignore[attr-defined]
        self.write(f"environment.filters[{printer!r}](context, ")
        self.visit_Call(node.call, frame, forward_caller=True)
        self.write(f", {index})")
        self._output_child_post(node.call, frame, None)
        self.end_write(frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if not isinstance(node.node, nodes.Name) or node.attr.startswith("_"):
            super().visit_Getattr(node, frame)
            return
        owner, name = frame.symbols.ref(node.node.name), repr(node.attr)
        self.write(f"({owner}[{name}] if {owner}.__class__ is dict and {name} in {owner} else ")
        super().visit_Getattr(node, frame)
        self.write(")")


def word_environment(missing: Missing, filters: Mapping[str, Callable[..., Any]] | None) -> Environment:
    """The environment for all parts of one template."""
    made = make_environment(missing=missing, filters=filters, autoescape=False, finalize=None)
    environment = made.overlay(**DELIMITERS)  # type: ignore[arg-type]
    environment.captured = captured
    environment.context_class = WordContext
    environment.code_generator_class = _ByteOutput
    environment.filters = {
        **environment.filters,
        "分段": lambda value: Lines(str(value), "paragraph"),
        "换行": lambda value: Lines(str(value), "break"),
        DROPS: _droppable,
        # Seen when the template is compiled, see :mod:`.lists`; the value stays what it is.
        RUNS_ON: lambda value: value,
        _CAPTURED: captured,
        **STATE_FILTERS,
    }
    return environment


def parse_part(environment: Environment, source: JinjaSource) -> nodes.Template:
    """The part as Jinja's tree.

    Raises:
        TemplateSyntaxError: with the line that :attr:`JinjaSource.lines` knows.
    """
    return with_plain_blocks(Environment._parse(environment, source.text, None, None))  # noqa: SLF001


def screen_part(
    environment: Environment, part: PartSource, source: JinjaSource, tree: nodes.Template
) -> list[Problem]:
    """What the sandbox refuses in a part, each at the place of its tag."""
    problems = []
    for problem in (*screen(tree, environment), *_formatted_in_filters(environment, tree)):
        mark = source.lines.get(problem.place.line or 0)
        place = mark.place if mark else part.place()
        message = f"“{mark.tag.source}”：{problem.message}" if mark and mark.tag else problem.message
        problems.append(Problem(problem.code, message, place, problem.hint, problem.severity))
    return problems


def _formatted_in_filters(environment: Environment, tree: nodes.Template) -> Iterator[Problem]:
    # What a filter of the caller's does with such a piece is known when it is called.
    untouching = _UNTOUCHING | (environment.filters.keys() - list_filters().keys())
    for line, name in formatted_in_filter(tree, untouching):
        yield Problem(
            "template.formatted_in_filter",
            f"中间的文字换了格式（或有图片、分段），过滤器“{name}”改不了它",
            Place(line=line),
            "给中间的文字同一种格式，或者每一段文字各写一对标签",
        )


def compile_part(
    environment: Environment, source: JinjaSource, tree: nodes.Template, slots: Mapping[int, Slot]
) -> Template:
    """The compiled template of a part whose tree was screened; changes the tree."""
    part_environment = environment.overlay()
    part_environment.context_class = WordContext
    part_environment.code_generator_class = _ByteOutput
    part_environment.filters = {**environment.filters, **make_printers(slots), "_own": _own}
    for call in tree.find_all(nodes.CallBlock):
        mark = source.lines[call.lineno]
        call.qijin_printed = (_printer(mark, source, slots), mark.index)  # type: ignore[attr-defined]
    for output in tree.find_all(nodes.Output):
        for position, node in enumerate(output.nodes):
            if isinstance(node, nodes.TemplateData):
                continue
            mark = source.lines[node.lineno]
            if mark.kind == "value":
                name, arguments = "_own", []
            else:
                name = _printer(mark, source, slots)
                arguments = [nodes.Const(mark.index, lineno=node.lineno)]
            output.nodes[position] = nodes.Filter(node, name, arguments, [], None, None, lineno=node.lineno)
    for block in tree.find_all(nodes.AssignBlock):
        _as_text(block)
    tree.set_environment(part_environment)
    code = generate(bounded_tree(tree), part_environment, None, None)
    assert isinstance(code, str)
    return Template.from_code(
        part_environment, compile(code, "<template>", "exec"), part_environment.make_globals(None)
    )


def _printer(mark: Mark, source: JinjaSource, slots: Mapping[int, Slot]) -> str:
    slot = slots[mark.index]
    into = slot.where in ("text", "plain") and not slot.droppable
    return source.printers.get(mark.index) or ("_put" if into else "_insert")


def _as_text(block: nodes.AssignBlock) -> None:
    """Let a block that is kept in a variable be text for its filters and for whoever asks for the variable."""
    first = nodes.Filter(None, _CAPTURED, [], [], None, None, lineno=block.lineno)
    innermost = block.filter
    if innermost is None:
        block.filter = first
        return
    while isinstance(innermost.node, nodes.Filter):
        innermost = innermost.node
    innermost.node = first


def _own(value: Any) -> bytes:
    """A value of ours: a number, a name that was checked or comes from the template."""
    return str(escape(str(value))).encode()


def _droppable(value: Any) -> Any:
    return Droppable("" if value is None else str(value))
