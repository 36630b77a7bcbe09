"""One part of a Word template through all steps of compiling, from XML to a compiled Jinja template.

mark_tags → pair_blocks → raise_levels → apply_cell_tags → tighten_lines → separate_copies → restart_lists
          → guard_containers → slots_of → jinja_source → compile_part
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jinja2 import Environment, Template, TemplateSyntaxError

from qijin_docs.errors import Problem, errors_among
from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.wordml import W, serialise
from qijin_docs.templating.data_paths import names_of
from qijin_docs.templating.expressions import faults_of_tag, named_by, refusals_of_tag
from qijin_docs.templating.failures import told
from qijin_docs.templating.places import paragraph_places
from qijin_docs.templating.tags import Tag
from qijin_docs.templating.word.cells import apply_cell_tags
from qijin_docs.templating.word.clean import accept_changes, revision_problem, strip_traces, tracked_changes
from qijin_docs.templating.word.copies import separate_copies
from qijin_docs.templating.word.environment import compile_part, parse_part, screen_part
from qijin_docs.templating.word.formats import ParagraphFormats, Slot, slots_of
from qijin_docs.templating.word.levels import raise_levels
from qijin_docs.templating.word.links import mark_links
from qijin_docs.templating.word.lists import Numbering, StyleNumbers, restart_lists
from qijin_docs.templating.word.marks import (
    CELL_WORDS,
    DROPS,
    LINE_SPACING,
    Block,
    Mark,
    PartSource,
    pair_blocks,
)
from qijin_docs.templating.word.parts import WITHOUT_PARAGRAPHS, TextPart
from qijin_docs.templating.word.pictures import replaceable_pictures
from qijin_docs.templating.word.repair import guard_containers
from qijin_docs.templating.word.runs import mark_attributes, mark_tags, mark_texts
from qijin_docs.templating.word.source import JinjaSource, jinja_source
from qijin_docs.templating.word.spacing import tighten_lines

_GUARDS = re.compile(f"[\x0e-\x13]|{DROPS}")


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
        columns: it has tables whose columns depend on the data.
        whole: what happens to it after rendering needs all of it at once.
    """

    name: str
    label: str
    template: Template
    source: JinjaSource
    slots: Mapping[int, Slot]
    guarded: bool
    columns: bool
    whole: bool


@dataclass(slots=True)
class Workshop:
    """What the parts of one template share while they are compiled, and what has come out so far.

    ``static`` holds the parts that are the same in every document, ``sound`` the tags that were found right.
    """

    package: Package
    environment: Environment
    formats: ParagraphFormats
    numbering: Numbering | None
    list_styles: StyleNumbers
    keep: frozenset[str]
    accept: bool
    parts: list[CompiledPart] = field(default_factory=list)
    static: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    sound: set[tuple[str, str]] = field(default_factory=set)


def compile_text_part(shop: Workshop, text_part: TextPart) -> None:
    """Compile one part; what comes out, and what is wrong, goes into the workshop."""
    part = _part_source(shop, text_part)
    if text_part.kind in WITHOUT_PARAGRAPHS:
        mark_texts(part)
        mark_attributes(part)
    else:
        mark_tags(part)
        shop.static.update(mark_links(part, shop.package))
    for mark in part.marks:
        if mark.tag and mark.keyword not in CELL_WORDS and (mark.kind, mark.code) not in shop.sound:
            faults = faults_of_tag(_with_grammar(mark.tag), shop.environment)
            part.problems.extend(faults)
            if not faults:
                shop.sound.add((mark.kind, mark.code))
    marks = part.in_order()
    blocks = pair_blocks(part, marks)
    shop.tags.extend(tag_tree(marks, blocks))
    if not errors_among(part.problems):
        if part.marks:
            _compile_marked(shop, text_part, part, blocks)
        elif part.changed:
            shop.static[part.name] = serialise(part.root).encode()
    else:
        _further_faults(shop, part, blocks)
    shop.problems.extend(part.problems)


def _further_faults(shop: Workshop, part: PartSource, blocks: list[Block]) -> None:
    """What would be wrong after the faults already found are mended, so that all can be mended in one go."""
    named = named_by(mark.tag for mark in part.marks if mark.tag)
    for mark in part.marks:
        tag = mark.tag and _with_grammar(mark.tag)
        if tag and tag.kind != "comment" and (mark.kind, mark.code) in shop.sound:
            part.problems.extend(refusals_of_tag(tag, shop.environment, named))
    # The part does not go out any more; only the faults of its levels are wanted.
    raise_levels(part, blocks)


def _compile_marked(shop: Workshop, text_part: TextPart, part: PartSource, blocks: list[Block]) -> None:
    raise_levels(part, blocks)
    apply_cell_tags(part)
    tighten_lines(part, shop.formats)
    if errors_among(part.problems):
        return
    replaceable_pictures(part)
    separate_copies(part)
    restart_lists(part, shop.numbering, shop.list_styles)
    guard_containers(part)
    slots = slots_of(part, shop.formats)
    source = jinja_source(part, blocks)
    try:
        tree = parse_part(shop.environment, source)
    except TemplateSyntaxError as exc:
        mark = source.lines.get(exc.lineno)
        part.problems.extend(told(exc, mark.tag if mark else None, mark.place if mark else part.place(), {}))
        return
    part.problems.extend(screen_part(shop.environment, part, source, tree))
    if errors_among(part.problems):
        return
    shop.names.update(names_of([tree]))
    try:
        template = compile_part(shop.environment, source, tree, slots)
    except (TemplateSyntaxError, SyntaxError, RecursionError) as exc:
        part.problems.extend(told(exc, None, part.place(), {}))
        return
    guarded = _GUARDS.search(source.text) is not None
    columns = any(mark.where == "cell" or mark.keyword in ("hm", "colspan") for mark in part.marks)
    recursive = any(mark.keyword == "for" and mark.code.endswith(" recursive") for mark in part.marks)
    whole = guarded or columns or recursive
    shop.parts.append(
        CompiledPart(part.name, text_part.label, template, source, slots, guarded, columns, whole)
    )


def _with_grammar(tag: Tag) -> Tag:
    """The tag, or one of Jinja's that is right whenever it is."""
    if tag.keyword == LINE_SPACING:
        return replace(tag, kind="print", expression=tag.expression.removeprefix(LINE_SPACING).strip())
    return replace(tag, kind="comment") if tag.keyword == f"end{LINE_SPACING}" else tag


def _part_source(shop: Workshop, text_part: TextPart) -> PartSource:
    package = shop.package
    root = package.xml(text_part.name)
    plain = text_part.kind in WITHOUT_PARAGRAPHS
    changed = False
    count = 0
    if not plain:
        count = sum(1 for _ in tracked_changes(root))
        if count and shop.accept:
            accept_changes(root)
        strip_traces(root, shop.keep)
        changed = True
    places = {} if plain else paragraph_places(root, text_part.kind, text_part.number)
    part = PartSource(
        text_part.name, text_part.kind, root, places, package.file, text_part.label, changed=changed
    )
    if count and not shop.accept:
        first = next(tracked_changes(root))
        part.problems.append(revision_problem(package.file, part.place(first).where or part.label, count))
    if not plain and root.nsmap.get("w") != W:
        part.fault(
            "unusual_namespace",
            "这个文件的内部写法与 Word 的不同",
            part.place(),
            "用 Word 或 WPS 打开，另存为普通的 .docx（不要选“严格”格式）",
        )
    return part


def tag_tree(marks: list[Mark], blocks: list[Block]) -> list[Tag]:
    """The tags of a part as a tree: a block holds the tags up to its end."""
    ends = {block.members[-1].index: block for block in blocks if block.members[-1].closes}
    openings = {block.opening.index for block in ends.values()}
    stack: list[tuple[Tag | None, list[Tag]]] = [(None, [])]
    for mark in marks:
        if mark.tag is None:
            continue
        if mark.index in openings:
            stack.append((mark.tag, []))
        elif mark.index in ends and stack[-1][0] is ends[mark.index].opening.tag:
            opening, children = stack.pop()
            assert opening is not None
            stack[-1][1].append(replace(opening, children=(*children, mark.tag)))
        else:
            stack[-1][1].append(mark.tag)
    while len(stack) > 1:
        opening, children = stack.pop()
        assert opening is not None
        stack[-1][1].extend((opening, *children))
    return stack[0][1]
