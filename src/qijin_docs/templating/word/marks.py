"""Marks: what stands in the tree of a Word part where a tag, or something we need ourselves, was found.

A mark is a number between two private-use characters. It survives the serialising of the tree, so the
finished text can be cut at the marks and each piece be given its meaning. The characters
cannot come from a template: a template that uses them is refused.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.wordml import P
from qijin_docs.templating.tags import Span, Tag

OPEN, CLOSE = "\U000f5a00", "\U000f5a01"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

#: Control characters that stand in a rendered part until :mod:`word_repair` has looked at them. No value
#: can hold one: control characters in values are refused.
CONTAINER_END = "\x0e"
TABLE_START, TABLE_END = "\x0f", "\x10"
ROW_START, ROW_END = "\x11", "\x12"
DROP_IF_EMPTY = "\x13"
TALL_LINE = "\x14"
#: Around what was printed in a paragraph that could be dropped: it stays.
PRINTED = "\x15"
#: The filter that drops a paragraph.
DROPS = "空则删段"

#: Blocks and the word that ends them. ``set`` is one only without ``=``.
ENDS = {
    "if": "endif",
    "for": "endfor",
    "set": "endset",
    "macro": "endmacro",
    "call": "endcall",
    "with": "endwith",
    "filter": "endfilter",
    "block": "endblock",
    "autoescape": "endautoescape",
    "linespacing": "endlinespacing",
}
#: The block that says how far apart the lines of its paragraphs stand.
LINE_SPACING = "linespacing"
MIDDLES = {"elif": ("if",), "else": ("if", "for")}
#: Blocks whose output is kept in a variable and printed elsewhere.
CAPTURING = frozenset({"set", "macro", "call", "filter"})
#: Blocks that print what they have made of their inside.
PRINTING = frozenset({"call", "filter"})
#: Tags that say something about the table cell they stand in.
CELL_WORDS = frozenset({"vm", "hm", "colspan", "cellbg"})


@dataclass(slots=True, eq=False)
class Mark:
    """One place in a part that is not fixed text.

    Args:
        index: position in the part's list of marks.
        kind: ``print``, ``block``, ``comment``, ``code`` (a statement of ours), ``value`` (an expression of
            ours), ``post`` (a control character for the repair after rendering).
        where: ``text``, ``run``, ``paragraph``, ``row``, ``cell``, ``attribute``, ``code``
            (of a field), ``plain`` (no lines).
        code: statement or expression for Jinja; the character for ``post``.
        place: for messages.
        tag: the template's tag, ``None`` for marks of ours.
        span: the tag as found in the text.
        element: the text element it stands in.
    """

    index: int
    kind: str
    where: str
    code: str
    place: Place
    tag: Tag | None = None
    span: Span | None = None
    element: etree._Element | None = None

    @property
    def text(self) -> str:
        """How the mark is written in the tree."""
        return f"{OPEN}{self.index}{CLOSE}"

    @property
    def source(self) -> str:
        """The tag as the author wrote it, empty for marks of ours."""
        return self.tag.source if self.tag else ""

    @property
    def keyword(self) -> str:
        """First word of a block of the template, else empty."""
        return self.tag.keyword if self.tag else ""

    @property
    def opens(self) -> bool:
        """It begins something that another tag ends."""
        return self.keyword in ENDS and (self.keyword != "set" or captures(self.code))

    @property
    def closes(self) -> bool:
        """It ends something that another tag began."""
        return self.keyword in ENDS.values()


def captures(statement: str) -> bool:
    """Whether a ``set`` statement keeps what follows up to ``endset`` (it has no ``=``)."""
    return "=" not in statement.partition("|")[0]


@dataclass(slots=True)
class PartSource:
    """One part while it is compiled.

    Args:
        name: part name.
        kind: ``document``, ``header`` … ``properties``.
        root: its tree, changed by each step.
        places: paragraph → place in words.
        file: template name for messages.
        label: place in words for what is in no paragraph.
        marks: all marks, by their index.
        problems: what was found wrong so far.
        changed: the tree is no longer what the template holds.
    """

    name: str
    kind: str
    root: etree._Element
    places: dict[etree._Element, str]
    file: str | None
    label: str
    marks: list[Mark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changed: bool = False

    def place(self, element: etree._Element | None = None) -> Place:
        """Place of the paragraph an element stands in."""
        at = element
        while at is not None and at not in self.places:
            at = at.getparent()
        return Place(self.file, self.label if at is None else self.places[at])

    def add(self, kind: str, where: str, code: str, place: Place) -> Mark:
        """A mark of our own."""
        mark = Mark(len(self.marks), kind, where, code, place)
        self.marks.append(mark)
        return mark

    def fault(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Note an error."""
        self.problems.append(Problem(f"template.{code}", message, place, hint))

    def in_order(self) -> list[Mark]:
        """The marks in the order in which they stand in the serialised part."""
        text = etree.tostring(self.root, encoding="unicode")
        return [self.marks[int(number)] for number in MARK.findall(text)]


@dataclass(slots=True)
class Block:
    """A block: the tag that opens it, ``elif``/``else`` between, the tag that ends it."""

    members: list[Mark]

    @property
    def opening(self) -> Mark:
        """The first tag."""
        return self.members[0]


def pair_blocks(part: PartSource, marks: list[Mark]) -> list[Block]:
    """Blocks of a part, the outer before the inner; faults are noted at the part."""
    blocks: list[Block] = []
    stack: list[Block] = []
    for mark in marks:
        if mark.kind != "block":
            continue
        if mark.opens:
            stack.append(Block([mark]))
            blocks.append(stack[-1])
        elif mark.keyword in MIDDLES:
            if stack and stack[-1].opening.keyword in MIDDLES[mark.keyword]:
                stack[-1].members.append(mark)
            else:
                _stray(part, mark, stack)
        elif mark.closes:
            opener = next(word for word, end in ENDS.items() if end == mark.keyword)
            if stack and stack[-1].opening.keyword == opener:
                stack.pop().members.append(mark)
            else:
                _stray(part, mark, stack)
                # Close up to the block that was meant, so that one slip is one message.
                depth = [block.opening.keyword for block in stack]
                if opener in depth:
                    while stack.pop().opening.keyword != opener:
                        pass
    for block in stack:
        part.fault(
            "unclosed_block",
            f"“{block.opening.tag.source if block.opening.tag else ''}”没有对应的结束标签",
            block.opening.place,
            f"在它管到的内容后面补上 {{% {ENDS[block.opening.keyword]} %}}",
        )
    return blocks


def _stray(part: PartSource, mark: Mark, stack: list[Block]) -> None:
    source = mark.tag.source if mark.tag else ""
    if stack and stack[-1].opening.tag:
        opening = stack[-1].opening
        assert opening.tag is not None
        part.fault(
            "mismatched_block",
            f"“{source}”对不上前面还没有结束的“{opening.tag.source}”（{opening.place.where}）",
            mark.place,
            f"先用 {{% {ENDS[opening.keyword]} %}} 结束里面的一层",
        )
    else:
        part.fault(
            "stray_block", f"“{source}”前面没有与它配对的开始标签", mark.place, "删去它，或补上开始标签"
        )


def droppable_paragraphs(part: PartSource) -> frozenset[etree._Element]:
    """The paragraphs with a tag that drops them when its value is empty."""
    return frozenset(
        paragraph
        for mark in part.marks
        if mark.kind == "print" and mark.element is not None and DROPS in mark.code
        for paragraph in itertools.islice(mark.element.iterancestors(P), 1)
    )


def loops_around(part: PartSource) -> Iterator[tuple[etree._Element, tuple[Mark, ...]]]:
    """Every element with the tags it stands inside that may repeat it, ``for`` and ``macro``, the outer first."""
    open_loops: list[Mark] = []

    def read(text: str | None) -> None:
        if not text or OPEN not in text:
            return
        for number in MARK.findall(text):
            mark = part.marks[int(number)]
            if mark.keyword in ("for", "macro"):
                open_loops.append(mark)
            elif mark.keyword in ("endfor", "endmacro") and open_loops:
                open_loops.pop()

    def walk(element: etree._Element) -> Iterator[tuple[etree._Element, tuple[Mark, ...]]]:
        yield element, tuple(open_loops)
        read(element.text)
        for child in list(element):
            yield from walk(child)
            read(child.tail)

    yield from walk(part.root)
