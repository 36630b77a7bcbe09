"""The prose of a document, paragraph by paragraph, each with its place in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from qijin_docs.models import Document, Plan, Points, Practice, Section, SphereText
from qijin_docs.models.sections import walk_sections
from qijin_docs.sources import Located

Path = tuple[str | int, ...]

_CLAUSES = re.compile(r"[^，。；：！？、\n]+")
_SENTENCES = re.compile(r"[^。；！？\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """One heading or paragraph.

    Args:
        path: where it stands in its document, in Chinese names.
        text: as it is printed, without its number.
        heading: it is a heading.
        sphere: name of the sphere whose part of the document it stands in.
    """

    path: Path
    text: str
    heading: bool = False
    sphere: str | None = None


def texts_of(document: Document) -> tuple[Text, ...]:
    """Every heading and paragraph of prose of a document, in the order of its fields."""
    return tuple(_walk(document))


def joined(texts: tuple[Text, ...]) -> str:
    """The texts as one, a paragraph a line."""
    return "\n".join(text.text for text in texts)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph without their last signs."""
    return _SENTENCES.findall(text)


def clauses(text: str) -> Iterator[re.Match[str]]:
    """The stretches between two punctuation marks."""
    return _CLAUSES.finditer(text)


def typed(located: Located, path: Path) -> str:
    """What the data file itself has at a path: with its expressions, not evaluated; empty if nothing."""
    value = located.value
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return value if isinstance(value, str) else ""


def _walk(document: Document) -> Iterator[Text]:
    for name, field in type(document).model_fields.items():
        value, alias = getattr(document, name), field.alias or name
        if not isinstance(value, tuple):
            continue
        if _is_body(field.annotation):
            yield from _body(value, (alias,))
        elif value and isinstance(value[0], Section):
            yield from _sections(document, value, alias)
        for index, item in enumerate(value):
            if isinstance(item, Practice):
                yield Text((alias, index, "小标题"), item.heading, heading=True)
                yield from _body(item.body, (alias, index, "正文"))
            elif isinstance(item, SphereText):
                sphere = document.campaign.sphere(item.sphere)
                name_of = sphere.name if sphere else item.sphere
                yield Text((alias, index, "标题"), item.title or f"进{name_of}", heading=True, sphere=name_of)
                yield from _body(item.body, (alias, index, "正文"), name_of)


def _is_body(annotation: Any) -> bool:
    return any(Points in get_args(inner) for inner in get_args(annotation))


def _body(body: tuple[Any, ...], path: Path, sphere: str | None = None) -> Iterator[Text]:
    for index, item in enumerate(body):
        text = item.sentence() if isinstance(item, Points) else str(item)
        yield Text((*path, index), text, sphere=sphere)


def _sections(document: Document, sections: tuple[Section, ...], alias: str) -> Iterator[Text]:
    headings = document.campaign.headings(document.roles if isinstance(document, Plan) else None)
    within: dict[Path, str | None] = {}
    for path, section in walk_sections(sections, (alias,)):
        sphere = document.campaign.sphere(section.sphere) if section.sphere else None
        name = sphere.name if sphere else within.get(path[:-2])
        within[path] = name
        yield Text((*path, "标题"), headings.of(section), heading=True, sphere=name)
        yield from _body(section.body, (*path, "正文"), name)
