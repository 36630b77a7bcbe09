"""The Word engine: a template is compiled once, then filled as often as wanted.

Compiling walks through the steps below, each a function of its own module; rendering runs the compiled parts,
repairs what only data can show, proves the result and writes the package.

    read_package → mark_tags → pair_blocks → raise_levels → apply_cell_tags → guard_containers
                 → slots_of → jinja_source → compile_part            (once)
    root_render_func → repair → first_lost → PackageWriter.write     (for each document)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import Environment, Template, TemplateSyntaxError, nodes
from lxml import etree

from qijin_docs.errors import Place, Problem, RenderError, Severity, TemplateError, errors_among
from qijin_docs.ooxml.package import Package, read_package
from qijin_docs.ooxml.wordml import W, parse
from qijin_docs.ooxml.writer import PackageWriter
from qijin_docs.templating.adapt import adapt_values
from qijin_docs.templating.expressions import explain_syntax, faults_of_tag, names_of
from qijin_docs.templating.failures import explain_failure
from qijin_docs.templating.missing import Missing
from qijin_docs.templating.places import paragraph_places
from qijin_docs.templating.proof import first_lost
from qijin_docs.templating.rendered import Rendered
from qijin_docs.templating.tags import Tag
from qijin_docs.templating.values import RenderState, WordContext
from qijin_docs.templating.word_cells import apply_cell_tags
from qijin_docs.templating.word_environment import compile_part, parse_part, screen_part, word_environment
from qijin_docs.templating.word_formats import Alignment, Slot, slots_of
from qijin_docs.templating.word_levels import raise_levels
from qijin_docs.templating.word_marks import CELL_WORDS, Block, Mark, PartSource, pair_blocks
from qijin_docs.templating.word_parts import TextPart, text_parts
from qijin_docs.templating.word_repair import guard_containers, repair
from qijin_docs.templating.word_runs import mark_attributes, mark_tags, mark_texts
from qijin_docs.templating.word_source import JinjaSource, jinja_source

_GUARDS = re.compile("[\x0e-\x13]")


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part ready to be rendered.

    Args:
        name: part name.
        label: in words, for messages.
        template: compiled Jinja template.
        source: its source, for the way from a line back to a tag.
        slots: surroundings of the printed values.
        guarded: some of its containers must be looked at after rendering.
    """

    name: str
    label: str
    template: Template
    source: JinjaSource
    slots: Mapping[int, Slot]
    guarded: bool


@dataclass(frozen=True, slots=True)
class WordProgram:
    """A compiled Word template: what :class:`~qijin_docs.templating.CompiledTemplate` holds for .docx."""

    file: str | None
    missing: str
    parts: tuple[CompiledPart, ...]
    writer: PackageWriter
    tags: tuple[Tag, ...]
    names: tuple[str, ...]
    notes: tuple[Problem, ...]

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The filled document.

        Raises:
            RenderError: values are missing, cannot be printed, or would be lost; all of them at once.
        """
        adapted = adapt_values(values)
        state = RenderState(adapted, self.missing, self.file)
        finished: dict[str, bytes] = {}
        proved = 0
        for part in self.parts:
            state.ledger = []
            text = _rendered_part(part, state)
            if state.problems:
                continue
            if part.guarded:
                text = repair(text)
            _prove(part, text, state)
            proved += len(state.ledger)
            finished[part.name] = text.encode()
        if errors_among(state.problems):
            raise RenderError(state.problems)
        return Rendered(self.writer.write(finished), (*self.notes, *state.problems), proved)


def compile_word(
    source: bytes,
    *,
    name: str | None,
    missing: Missing = "error",
    filters: Mapping[str, Callable[..., Any]] | None = None,
) -> WordProgram:
    """A Word template, compiled.

    Args:
        source: the .docx file.
        name: its name, for messages.
        missing: what a missing value does: ``error``, ``blank`` or ``keep``.
        filters: further filters by name.

    Raises:
        TemplateError: with all faults of the template.
    """
    package = read_package(source, file=name)
    environment = word_environment(missing, filters)
    alignment = Alignment(_styles(package))
    problems: list[Problem] = []
    parts: list[CompiledPart] = []
    trees: list[nodes.Template] = []
    tags: list[Tag] = []
    for text_part in text_parts(package):
        compiled = _compile(package, text_part, environment, alignment, problems, trees, tags)
        if compiled:
            parts.append(compiled)
    if errors_among(problems):
        raise TemplateError(problems)
    return WordProgram(
        name,
        missing,
        tuple(parts),
        PackageWriter(package, [part.name for part in parts]),
        tuple(tags),
        names_of(trees),
        tuple(problem for problem in problems if problem.severity is not Severity.ERROR),
    )


def _compile(
    package: Package,
    text_part: TextPart,
    environment: Environment,
    alignment: Alignment,
    problems: list[Problem],
    trees: list[nodes.Template],
    tags: list[Tag],
) -> CompiledPart | None:
    """One part through all steps; ``None`` if it holds no tags or has faults."""
    part = _part_source(package, text_part)
    if text_part.kind == "properties":
        mark_texts(part)
        mark_attributes(part)
    else:
        mark_tags(part)
    for mark in part.marks:
        if mark.tag and mark.keyword not in CELL_WORDS:
            part.problems.extend(faults_of_tag(mark.tag, environment))
    marks = part.in_order()
    blocks = pair_blocks(part, marks)
    tags.extend(tag_tree(marks, blocks))
    if not part.changed:
        problems.extend(part.problems)
        return None
    if not errors_among(part.problems):
        raise_levels(part, blocks)
        apply_cell_tags(part)
    if errors_among(part.problems):
        problems.extend(part.problems)
        return None
    guard_containers(part)
    slots = slots_of(part, alignment)
    source = jinja_source(part, blocks)
    tree = _tree(part, environment, source)
    if tree is not None:
        part.problems.extend(screen_part(environment, part, source, tree))
    problems.extend(part.problems)
    if errors_among(part.problems) or tree is None:
        return None
    trees.append(parse_part(environment, source))
    template = compile_part(environment, source, tree, slots)
    guarded = _GUARDS.search(source.text) is not None or "空则删段" in source.text
    return CompiledPart(text_part.name, text_part.label, template, source, slots, guarded)


def _part_source(package: Package, text_part: TextPart) -> PartSource:
    root = package.xml(text_part.name)
    places = (
        {} if text_part.kind == "properties" else paragraph_places(root, text_part.kind, text_part.number)
    )
    part = PartSource(text_part.name, text_part.kind, root, places, package.file, text_part.label)
    if text_part.kind != "properties" and root.nsmap.get("w") != W:
        part.fault(
            "unusual_namespace",
            "这个文件的内部写法与 Word 的不同",
            part.place(),
            "用 Word 或 WPS 打开，另存为普通的 .docx（不要选“严格”格式）",
        )
    return part


def _tree(part: PartSource, environment: Environment, source: JinjaSource) -> nodes.Template | None:
    try:
        return parse_part(environment, source)
    except TemplateSyntaxError as exc:
        mark = source.lines.get(exc.lineno)
        tag = mark.tag if mark else None
        part.fault(
            "syntax",
            f"标签“{tag.source if tag else ''}”写得不对：{explain_syntax(exc.message or '')}",
            mark.place if mark else part.place(),
        )
        return None


def tag_tree(marks: list[Mark], blocks: list[Block]) -> list[Tag]:
    """The tags of a part as a tree: a block holds the tags up to its end."""
    ends = {block.members[-1].index: block for block in blocks if block.members[-1].closes}
    openings = {block.opening.index for block in ends.values()}
    stack: list[tuple[Mark | None, list[Tag]]] = [(None, [])]
    for mark in marks:
        if mark.tag is None:
            continue
        if mark.index in ends and stack[-1][0] is ends[mark.index].opening:
            opening, children = stack.pop()
            assert opening is not None
            assert opening.tag is not None
            stack[-1][1].append(replace(opening.tag, children=(*children, mark.tag)))
        elif mark.index in openings:
            stack.append((mark, []))
        else:
            stack[-1][1].append(mark.tag)
    while len(stack) > 1:
        opening, children = stack.pop()
        assert opening is not None
        assert opening.tag is not None
        stack[-1][1].extend((opening.tag, *children))
    return stack[0][1]


def _styles(package: Package) -> etree._Element | None:
    names = [
        name for name in package.names if package.content_type(name).endswith("wordprocessingml.styles+xml")
    ]
    return parse(package.part(names[0])) if names else None


def _rendered_part(part: CompiledPart, state: RenderState) -> str:
    context = part.template.new_context(state.values)  # type: ignore[arg-type]
    assert isinstance(context, WordContext)
    context.state = state
    try:
        return str(part.template.environment.concat(part.template.root_render_func(context)))
    except Exception as exc:  # noqa: BLE001  (whatever an expression does wrong has a place and a sentence)
        state.problems.extend(
            explain_failure(exc, part.template, part.source.lines, state.values, state.file)
        )
        return ""


def _prove(part: CompiledPart, text: str, state: RenderState) -> None:
    lost = first_lost(text, state.ledger)
    if lost is not None:
        state.problems.append(
            Problem(
                "render.lost_text",
                f"印出的“{state.ledger[lost][:40]}”在成文里找不到",
                Place(state.file, part.label),
                "请把模板和数据交给维护的人：这是程序的错误",
            )
        )
