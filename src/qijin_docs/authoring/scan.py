"""The tags of a template that cannot be compiled, as far as they can be read: for the names in the rest of it.

What is wrong with the tags themselves has been said by the engine; a tag that cannot be read is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qijin_docs.errors import Place, QijinError
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import read_package
from qijin_docs.templating.tags import Tag, find_spans
from qijin_docs.templating.word.parts import part_texts

_OPENING = frozenset({"for", "if", "macro", "call", "with", "filter", "block", "autoescape", "linespacing"})


def readable_tags(path: Path) -> tuple[Tag, ...]:
    """The tags of a Word or Excel file, as a tree; empty if the file cannot be read at all."""
    return _tree(
        [tag for place, text in template_texts(path) for tag in _in_text(text, Place(path.name, place))]
    )


def template_texts(path: Path) -> tuple[tuple[str, str], ...]:
    """Place and text of every paragraph or cell, in order; empty if the file cannot be read at all."""
    try:
        return tuple(_of_workbook(path) if path.suffix.lower().startswith(".xl") else _of_document(path))
    except (QijinError, OSError, KeyError, ValueError):
        return ()


def _of_document(path: Path) -> Iterator[tuple[str, str]]:
    return part_texts(read_package(path, allow=SWITCHES))


def _of_workbook(path: Path) -> Iterator[tuple[str, str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        yield f"工作表“{sheet.title}”!{cell.coordinate}", cell.value
    finally:
        book.close()


def _in_text(text: str, place: Place) -> Iterator[Tag]:
    for span in find_spans(text):
        if span.kind in ("print", "block") and span.expression:
            yield span.tag(text, place)


def _tree(tags: list[Tag]) -> tuple[Tag, ...]:
    """Blocks with what is inside them; a block without an end holds the rest, an end without a block is left out."""
    stack: list[tuple[Tag | None, list[Tag]]] = [(None, [])]
    for tag in tags:
        if tag.kind == "block" and tag.keyword in _OPENING:
            stack.append((tag, []))
        elif tag.keyword.startswith("end"):
            if len(stack) > 1:
                _close(stack)
        else:
            stack[-1][1].append(tag)
    while len(stack) > 1:
        _close(stack)
    return tuple(stack[0][1])


def _close(stack: list[tuple[Tag | None, list[Tag]]]) -> None:
    opening, children = stack.pop()
    assert opening is not None
    stack[-1][1].append(replace(opening, children=tuple(children)))
