"""Which parts of a Word package hold text, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.wordml import paragraphs, piece_text, text_pieces
from qijin_docs.templating.places import paragraph_places

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = {
    f"{_WORD}document.main+xml": "document",
    f"{_WORD}template.main+xml": "document",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "document",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "document",
    f"{_WORD}header+xml": "header",
    f"{_WORD}footer+xml": "footer",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}endnotes+xml": "endnotes",
    f"{_WORD}comments+xml": "comments",
    "application/vnd.openxmlformats-package.core-properties+xml": "properties",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "properties",
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml": "chart",
    "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml": "diagram",
    "application/vnd.ms-office.drawingml.diagramDrawing+xml": "diagram",
}
_LABELS = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "properties": "文档属性",
    "chart": "图表",
    "diagram": "图示",
}
_ORDER = list(_LABELS)
#: Kinds of parts whose texts stand in no paragraphs of Word's.
WITHOUT_PARAGRAPHS = frozenset({"properties", "chart", "diagram"})


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part that may hold tags.

    Args:
        name: part name.
        kind: ``document``, ``header``, ``footer``, ``footnotes``, ``endnotes``, ``comments``, ``properties``,
            ``chart``, ``diagram``.
        number: which of its kind, from 1.
        label: its name in words: ``页眉2``.
    """

    name: str
    kind: str
    number: int
    label: str


def text_parts(package: Package) -> list[TextPart]:
    """The parts with text, the document first; headers and footers numbered by their names."""
    found: dict[str, list[str]] = {}
    for name in package.names:
        kind = _KINDS.get(package.content_type(name))
        if kind:
            found.setdefault(kind, []).append(name)
    parts: list[TextPart] = []
    for kind in _ORDER:
        names = sorted(found.get(kind, []), key=lambda name: (len(name), name))
        for number, name in enumerate(names, 1):
            label = _LABELS[kind]
            parts.append(
                TextPart(name, kind, number, f"{label}{number}" if kind in ("header", "footer") else label)
            )
    return parts


def part_texts(package: Package) -> Iterator[tuple[str, str]]:
    """Place in words and text of every paragraph, the document first, then headers, footers, notes."""
    for part in text_parts(package):
        if part.kind in WITHOUT_PARAGRAPHS:
            continue
        root = package.xml(part.name)
        places = paragraph_places(root, part.kind, part.number)
        for paragraph in paragraphs(root):
            yield places.get(paragraph, part.label), "".join(map(piece_text, text_pieces(paragraph)))
