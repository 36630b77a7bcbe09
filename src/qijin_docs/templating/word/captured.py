"""What a macro, a ``set`` block or a turn of a recursive loop has put together, on its way to where it is printed.

Jinja hands it on as text that is escaped already and lets filters work on that: ``upper`` makes ``&LT;`` of ``&lt;``,
a slice cuts an element in two. Here it is plain text wherever it is nothing but text and line breaks; else it is a
:class:`Captured`, which can be printed where it fits and nothing more.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from jinja2 import nodes

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.texts import as_run, place_in

if TYPE_CHECKING:
    from qijin_docs.templating.word.ledger import RenderState

#: Breaks and tabs as values and authors write them; the text that stands for them prints them again.
_SIGNS = {"br": "\v", "tab": "\t"}
_SIGN = re.compile(r'</w:t><w:(br|tab)/><w:t(?: xml:space="preserve")?>')
_MORE_THAN_TEXT = re.compile("[<\x0e-\x1f]")
_TAG = re.compile(r"<(/?)([\w:]+)[^>]*?(/?)>")
_BETWEEN = re.compile("<[^>]*>|[\x0e-\x1f]")
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*? id=")\d+')
_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
_LEVELS = {"w:p": "paragraph", "w:tbl": "paragraph", "w:tr": "row", "w:tc": "cell", "w:r": "run"}
#: What text inside a run may close and open again, from the inside out.
_AROUND_TEXT = ("w:t", "w:r", "w:p")
_WORDS = {
    "paragraph": ("整段", "写成 {{p 名称 }} 并独占一段"),
    "row": ("整行", "写成 {{tr 名称 }} 并独占一行"),
    "cell": ("整格", "写成 {{tc 名称 }} 并独占一格"),
    "run": ("带格式的文字或图片", "移到段落的普通文字里"),
    "text": ("带格式或分段的文字", "移到段落的普通文字里"),
}
#: Above the numbers that loops and pictures give.
_FIRST_ID = 900_000_000


class Captured:
    """A piece of the document that is more than text.

    Args:
        xml: the piece.
    """

    __slots__ = ("xml",)
    #: In words, for messages.
    described = "宏或 set 块里的段落、图片或带格式的文字，只能整个印出来，不能再加工"

    def __init__(self, xml: str) -> None:
        self.xml = xml

    @property
    def level(self) -> str:
        """What it is made of: ``paragraph``, ``row``, ``cell``, ``run`` or ``text`` with elements in between."""
        first = _TAG.search(self.xml)
        if first is None or first[1] or self.xml[: first.start()].strip():
            return "text"
        return next((_LEVELS[tag[2]] for tag in _TAG.finditer(self.xml) if tag[2] in _LEVELS), "run")

    def _refuse(self, *_: object) -> NoReturn:
        raise RenderError(Problem("render.not_text", f"值是{self.described}", hint="直接印它，不加过滤器"))

    __str__ = __len__ = __getitem__ = __iter__ = __contains__ = __eq__ = __lt__ = __add__ = __radd__ = _refuse
    __mod__ = __rmod__ = __mul__ = __hash__ = _refuse

    def __bool__(self) -> bool:
        return True


def captured(xml: object) -> str | Captured:
    """The piece as plain text if it is nothing else."""
    text = _plain(str(xml))
    return Captured(str(xml)) if text is None else html.unescape(text)


def _plain(xml: str) -> str | None:
    """The piece with breaks and tabs as characters, still escaped; ``None`` if it is more than text."""
    text = _SIGN.sub(lambda sign: _SIGNS[sign[1]], xml)
    return text if _MORE_THAN_TEXT.search(text.replace("\v", "").replace("\t", "")) is None else None


def formatted_in_filter(tree: nodes.Template, untouching: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and filter of every block whose filter works on text, while its fixed content is more than text.

    Only what is printed in any case counts; what stands under a condition or in a loop is seen when it is printed.

    Args:
        tree: the parsed part, ``filter`` blocks written as ``set`` with a filter.
        untouching: filters that give the piece back as it is.
    """
    for block in tree.find_all(nodes.AssignBlock):
        names: list[str] = []
        at: nodes.Expr | None = block.filter
        while isinstance(at, nodes.Filter):
            names.append(at.name)
            at = at.node
        working = next((name for name in reversed(names) if name not in untouching), None)
        fixed = (
            node.data
            for output in block.body
            if isinstance(output, nodes.Output)
            for node in output.nodes
            if isinstance(node, nodes.TemplateData)
        )
        if working is not None and any(_plain(data) is None for data in fixed):
            yield block.lineno, working


def print_captured(state: RenderState, value: Captured, slot: Slot) -> str:
    """The piece, where it fits the place of the tag."""
    level = value.level
    xml = _separate(state, value.xml)
    if slot.where == level and (level != "text" or _fits(xml, slot)):
        return _recorded(state, xml)
    if level in ("text", "run") and slot.where in ("run", "paragraph") and _fits(xml, slot):
        if level == "text":
            return as_run(_recorded(state, xml), slot)
        return f"<w:p>{slot.paragraph or ''}{_recorded(state, xml)}</w:p>"
    if level == "run" and slot.where == "text" and slot.paragraph is not None:
        return f'</w:t></w:r>{_recorded(state, xml)}<w:r>{slot.run}<w:t xml:space="preserve">'
    what, hint = _WORDS[level]
    return state.fault(
        "value.captured_here", f"“{slot.tag.source}”的内容是{what}，这里放不下", place_in(state, slot), hint
    )


def _fits(xml: str, slot: Slot) -> bool:
    """Whether what the piece closes and opens again is what stands around the tag."""
    closed: list[str] = []
    opened: list[str] = []
    for close, name, empty in _TAG.findall(xml):
        if close and opened:
            opened.pop()
        elif close:
            closed.append(name)
        elif not empty:
            opened.append(name)
    reach = 3 if slot.paragraph is not None else 1
    return opened[::-1] == closed and tuple(closed) == _AROUND_TEXT[: len(closed)] and len(closed) <= reach


def _separate(state: RenderState, xml: str) -> str:
    """The piece with numbers of its own: it may be printed more than once."""

    def numbered(match: re.Match[str]) -> str:
        count = state.counters.get("captured", 0) + 1
        state.counters["captured"] = count
        return f"{match[1]}{_FIRST_ID + count}"

    xml = _DRAWING_ID.sub(numbered, xml)
    for name in set(re.findall(r'<w:bookmarkStart\b[^>]*? w:name="([^"]*)"', xml)):
        times = state.counters[f"bookmark {name}"] = state.counters.get(f"bookmark {name}", 0) + 1
        if times > 1:
            return _BOOKMARK.sub("", xml)
    return xml


def _recorded(state: RenderState, xml: str) -> str:
    """The piece, its texts written into the ledger – unless a paragraph of it may be dropped later on."""
    if "\x13" not in xml:
        for text in _BETWEEN.split(xml):
            if text.strip():
                state.record(text)
    return xml
