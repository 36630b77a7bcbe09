"""Safe repairs in a copy of a template: signs inside tags, and tags that Word cut into several runs.

Only characters inside tags are touched, and only if the tag means the same afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from qijin_docs.errors import TemplateError
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import Package, read_package
from qijin_docs.ooxml.wordml import XML_SPACE, paragraphs, piece_text, text_pieces
from qijin_docs.ooxml.writer import write_package
from qijin_docs.ooxml.xml import parse_xml
from qijin_docs.templating.tags import Span, find_spans
from qijin_docs.templating.word.parts import text_parts

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SIGNS = {"print": ("{{", "}}"), "block": ("{%", "%}")}


@dataclass(frozen=True, slots=True)
class Mended:
    """A repaired copy.

    Args:
        data: the file.
        signs: how many tags had full-width signs, curly quotes or invisible characters.
        joined: how many tags were cut into several runs.
    """

    data: bytes
    signs: int
    joined: int


def mended(path: str | Path) -> Mended:
    """The template with what can be repaired without changing its meaning.

    Raises:
        TemplateError: the file cannot be read.
    """
    package = read_package(Path(path), allow=SWITCHES, error=TemplateError)
    changed: dict[str, bytes] = {}
    signs = joined = 0
    for name, groups, root in _texts(package):
        touched = False
        for pieces in groups:
            repaired, merged = _mend(pieces)
            signs, joined = signs + repaired, joined + merged
            touched = touched or bool(repaired or merged)
        if touched:
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Mended(write_package(package, changed), signs, joined)


def _texts(package: Package) -> Iterator[tuple[str, list[list[etree._Element]], etree._Element]]:
    """Each part with text: its name, the pieces of each paragraph or cell, and its root."""
    if any(name.startswith("xl/") for name in package.names):
        for name in package.names:
            if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet"):
                if name.endswith(".rels"):
                    continue
                root = parse_xml(package.part(name), package.place(name))
                holders = (*root.iter(f"{_SHEET}si"), *root.iter(f"{_SHEET}is"))
                # Text beside Chinese characters that says how they are read (rPh) is not part of the cell.
                yield name, [_cell_pieces(holder) for holder in holders], root
        return
    for part in text_parts(package):
        if part.kind in ("properties", "chart", "diagram"):
            continue
        root = parse_xml(package.part(part.name), package.place(part.name))
        yield part.name, [text_pieces(paragraph) for paragraph in paragraphs(root)], root


def _cell_pieces(holder: etree._Element) -> list[etree._Element]:
    runs = [run.find(f"{_SHEET}t") for run in holder.iter(f"{_SHEET}r")]
    return [piece for piece in (holder.find(f"{_SHEET}t"), *runs) if piece is not None]


def _mend(pieces: list[etree._Element]) -> tuple[int, int]:
    """Repair the tags of one text; how many signs were put right, how many cut tags joined."""
    texts = [piece_text(piece) for piece in pieces]
    fixed = [piece.text != text for piece, text in zip(pieces, texts, strict=True)]
    whole = "".join(texts)
    signs = joined = 0
    for span in reversed(find_spans(whole)):
        if span.kind not in _SIGNS:
            continue
        written = whole[span.start : span.end]
        better = _as_meant(span) if span.repaired else written
        if not _same(better, span):
            continue
        starts = _starts(texts)
        inside = [i for i, at in enumerate(starts) if at < span.end and at + len(texts[i]) > span.start]
        # A tab or a break is an element of its own and cannot be joined to a text.
        if (better == written and len(inside) == 1) or any(fixed[i] for i in inside):
            continue
        signs, joined = signs + (better != written), joined + (len(inside) > 1)
        first, last = inside[0], inside[-1]
        before = texts[first][: span.start - starts[first]]
        after = texts[last][span.end - starts[last] :]
        for i in inside[1:]:
            texts[i] = ""
        texts[first] = before + better + (after if first == last else "")
        if first != last:
            texts[last] = after
    if signs or joined:
        for piece, text in zip(pieces, texts, strict=True):
            if piece_text(piece) != text:
                piece.text = text
                piece.set(XML_SPACE, "preserve")
    return signs, joined


def _starts(texts: list[str]) -> list[int]:
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    return starts


def _as_meant(span: Span) -> str:
    opening, closing = _SIGNS[span.kind]
    before, after = "-" if span.trim_before else "", "-" if span.trim_after else ""
    return f"{opening}{before}{span.level} {span.expression} {after}{closing}"


def _same(text: str, span: Span) -> bool:
    """Whether a tag written so is read as the same."""
    found = find_spans(text)
    return len(found) == 1 and replace(found[0], start=0, end=0, repaired=False) == replace(
        span, start=0, end=0, repaired=False
    )
