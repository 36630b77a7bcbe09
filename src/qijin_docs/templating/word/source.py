"""From a part's tree with marks to one Jinja template, and from its lines back to the tags.

Jinja's delimiters are control characters here, so no text of the document can be taken for a tag. Every
tag contributes exactly one line break inside its delimiters: the line number of an error leads to the tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qijin_docs.ooxml.wordml import serialise
from qijin_docs.templating.word.loop_controls import check_loop_controls
from qijin_docs.templating.word.marks import CAPTURING, CLOSE, MARK, OPEN, Block, Mark, PartSource

#: Delimiters for the environment: print, block, comment.
DELIMITERS = {
    "variable_start_string": "\x01",
    "variable_end_string": "\x02",
    "block_start_string": "\x03",
    "block_end_string": "\x04",
    "comment_start_string": "\x05",
    "comment_end_string": "\x06",
}
#: Variable behind a filter block, with the number of its mark.
_FILTERED = "qijin_filtered_"
_MARK_OR_ELEMENT = re.compile(f"{OPEN}(\\d+){CLOSE}|<([^>]*)>")
_TRIM_BEFORE = re.compile(r"</w:t>(?:(?!</w:t>).)*\Z", re.DOTALL)
_TRIM_AFTER = re.compile(r"</w:t>.*?<w:t(?: [^>]*)?(?<!/)>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class JinjaSource:
    """A part as Jinja source.

    Args:
        text: the source.
        lines: line number → mark, for every mark that became a tag.
        printers: index of a mark → the filter that prints it, where it is not an ordinary one: ``_keep`` if its
            output goes into a variable first, ``_work`` if a filter then works on it, ``_turn`` in a recursive loop.
    """

    text: str
    lines: dict[int, Mark]
    printers: dict[int, str]


def jinja_source(part: PartSource, blocks: list[Block]) -> JinjaSource:
    """The part as one Jinja template; faults of nesting are noted at the part."""
    xml = serialise(part.root)
    pieces = _trimmed(part, MARK.split(xml))
    xml = "".join(
        piece if position % 2 == 0 else f"{OPEN}{piece}{CLOSE}" for position, piece in enumerate(pieces)
    )
    around = _elements_around(xml)
    _check_nesting(part, blocks, around)
    check_loop_controls(part, blocks, around, [int(piece) for piece in pieces[1::2]])
    out: list[str] = []
    lines: dict[int, Mark] = {}
    line = 1
    # For each open block whose output goes into a variable, whether a filter works on it there.
    captures_open: list[bool] = []
    printers: dict[int, str] = {}
    recursive: list[bool] = []
    filtered: list[Mark] = []
    for position, piece in enumerate(pieces):
        if position % 2 == 0:
            out.append(piece)
            line += piece.count("\n")
            continue
        mark = part.marks[int(piece)]
        if mark.closes and mark.keyword.removeprefix("end") in CAPTURING:
            captures_open.pop()
        written = _written(mark)
        # One line, or more: a line break inside a string of the tag is one of Jinja's too.
        for _ in range(written.count("\n")):
            line += 1
            lines[line] = mark
        if mark.keyword == "filter":
            filtered.append(mark)
        elif mark.keyword == "endfilter":
            written += f"\x01\n({_FILTERED}{filtered[-1].index})\x02"
            line += 1
            lines[line] = filtered.pop()
        if captures_open or any(recursive):
            inner = "_work" if any(captures_open) else "_keep"
            printers[mark.index] = inner if captures_open else "_turn"
        out.append(written)
        if mark.opens and mark.keyword in CAPTURING:
            captures_open.append(mark.keyword == "filter" or (mark.keyword == "set" and "|" in mark.code))
        if mark.keyword == "for":
            recursive.append(mark.code.endswith(" recursive"))
        elif mark.keyword == "endfor" and recursive:
            recursive.pop()
    return JinjaSource("".join(out), lines, printers)


def _written(mark: Mark) -> str:
    if mark.kind in ("print", "value"):
        return f"\x01\n({mark.code})\x02"
    if mark.keyword == "filter":
        # Kept in a variable and printed, so that it is printed like any other value.
        return f"\x03\nset {_FILTERED}{mark.index}|{mark.code.removeprefix('filter').strip()}\x04"
    if mark.keyword == "endfilter":
        return "\x03\nendset\x04"
    if mark.kind in ("block", "code"):
        return f"\x03\n{mark.code}\x04"
    return mark.code if mark.kind == "post" else ""


def _check_nesting(part: PartSource, blocks: list[Block], around: dict[int, tuple[str, ...]]) -> None:
    """All tags of a block must stand at the same depth of the same elements, else the XML breaks."""
    for block in blocks:
        opening = block.opening
        for member in block.members[1:]:
            if opening.index not in around or member.index not in around:
                continue
            if around[opening.index] != around[member.index]:
                part.fault(
                    "block_crosses",
                    f"“{opening.source}”与"
                    f"“{member.source}”（{member.place.where}）不在同一层："
                    f"一个在{_level_word(around[opening.index])}，一个在{_level_word(around[member.index])}",
                    opening.place,
                    "两个标签要么都独占一段（{%p %}），要么都独占一行（{%tr %}），要么在同一段里",
                )
                break


def _elements_around(xml: str) -> dict[int, tuple[str, ...]]:
    around: dict[int, tuple[str, ...]] = {}
    stack: list[str] = []
    for match in _MARK_OR_ELEMENT.finditer(xml):
        number, inside = match.groups()
        if number is not None:
            around[int(number)] = tuple(stack)
        elif inside.startswith("/"):
            if stack:
                stack.pop()
        elif not inside.startswith(("?", "!")):
            name = inside.split(None, 1)[0].rstrip("/")
            for inner in MARK.findall(inside):
                around[int(inner)] = (*stack, name, "@")
            if not inside.endswith("/"):
                stack.append(name)
    return around


def _level_word(stack: tuple[str, ...]) -> str:
    for name, word in (
        ("@", "属性"),
        ("w:t", "段内文字"),
        ("w:p", "段内"),
        ("w:tc", "单元格内"),
        ("w:tr", "表格行内"),
    ):
        if stack and stack[-1] == name:
            return word
    return "表格行之间" if stack and stack[-1] == "w:tbl" else "段落之间"


def _trimmed(part: PartSource, pieces: list[str]) -> list[str]:
    """``{%-`` joins the tag to the text before, ``-%}`` to the text after: what stands between them goes.

    That is blanks in the same run and, where a block is nearest to the border of its run, all up to the next text.
    """
    pieces = list(pieces)
    for position in range(1, len(pieces), 2):
        mark = part.marks[int(pieces[position])]
        span = mark.span
        if span is None:
            continue
        if span.trim_before:
            pieces[position - 1] = pieces[position - 1].rstrip()
            between = _TRIM_BEFORE.search(pieces[position - 1])
            if mark.kind == "block" and between and between.group().endswith(">"):
                pieces[position - 1] = pieces[position - 1][: between.start()]
        if span.trim_after:
            pieces[position + 1] = pieces[position + 1].lstrip()
            between = _TRIM_AFTER.match(pieces[position + 1])
            if mark.kind == "block" and between:
                pieces[position + 1] = pieces[position + 1][between.end() :]
    return pieces
