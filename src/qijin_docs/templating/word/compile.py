"""The Word engine: a template is compiled once, then filled as often as wanted.

read_package → without_traces → compile_text_part for each part → PackageWriter      (once)
finished_stretches → pack_stretches for each part → PackageWriter.write              (for each document)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qijin_docs.errors import Place, Problem, RenderError, Severity, TemplateError, errors_among
from qijin_docs.ooxml.archive import Member
from qijin_docs.ooxml.package import Package, is_xml, read_package
from qijin_docs.ooxml.writer import PackageWriter, pack, pack_stretches, write_package
from qijin_docs.templating.adapt import adapt_values
from qijin_docs.templating.data_paths import longest
from qijin_docs.templating.missing import Missing
from qijin_docs.templating.order import in_document_order
from qijin_docs.templating.rendered import Rendered
from qijin_docs.templating.tags import Tag
from qijin_docs.templating.word.added import with_added_styles
from qijin_docs.templating.word.clean import without_traces
from qijin_docs.templating.word.environment import word_environment
from qijin_docs.templating.word.formats import ParagraphFormats
from qijin_docs.templating.word.ledger import RenderState
from qijin_docs.templating.word.lists import Numbering, StyleNumbers, read_numbering
from qijin_docs.templating.word.part import CompiledPart, Workshop, compile_text_part
from qijin_docs.templating.word.parts import part_texts, text_parts
from qijin_docs.templating.word.relations import parts_for, proved_addresses
from qijin_docs.templating.word.shading import shaded
from qijin_docs.templating.word.stretches import finished_stretches

#: Also as Word writes it into the address of a link.
_WHOLE_TAG = re.compile(
    rb"\{\{[^{}<>]{1,200}\}\}|\{%[^{}<>]{1,200}%\}|%7B(?:%7B|%25)[^<>\"]{1,200}?%7D", re.IGNORECASE
)
_ELEMENTS = re.compile(rb"<[^>]*>")


@dataclass(frozen=True, slots=True)
class WordProgram:
    """A compiled Word template: what :class:`~qijin_docs.templating.CompiledTemplate` holds for .docx."""

    file: str | None
    missing: Missing
    parts: tuple[CompiledPart, ...]
    package: Package
    writer: PackageWriter
    tags: tuple[Tag, ...]
    names: tuple[str, ...]
    notes: tuple[Problem, ...]
    numbering: Numbering | None
    styles: str | None

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The filled document.

        Raises:
            RenderError: values are missing, cannot be printed, or would be lost; all of them at once.
        """
        state = self._state(values)
        return self._finished(
            state,
            {part.name: pack_stretches(part.name, finished_stretches(part, state)) for part in self.parts},
        )

    def render_marked(self, values: Mapping[str, Any]) -> Rendered:
        """The filled document, what was printed on a coloured ground.

        Raises:
            RenderError: as :meth:`render`.
        """
        state = self._state(values)
        state.marking = True
        parts = {part.name: b"".join(finished_stretches(part, state)) for part in self.parts}
        return self._finished(state, {name: shaded(data) if data else data for name, data in parts.items()})

    def _state(self, values: Mapping[str, Any]) -> RenderState:
        state = RenderState(adapt_values(values), self.missing, self.file)
        if self.numbering:
            state.first_list, state.numbering = self.numbering.first_free, self.numbering.name
        state.package, state.styles = self.package, self.styles
        return state

    def _finished(self, state: RenderState, parts: Mapping[str, bytes | Member]) -> Rendered:
        finished = dict(parts)
        if state.problems:
            raise RenderError(state.problems)
        if self.numbering and (state.lists or state.added.lists):
            finished[self.numbering.name] = self.numbering.with_lists(state.lists, state.added)
        if self.styles and state.added.styles:
            finished[self.styles] = with_added_styles(self.package.part(self.styles), state.added)
        elif not state.relations:
            return Rendered(self.writer.write(finished), self.notes, state.proved)
        finished |= parts_for(self.package, state.relations, state.media)
        state.proved += proved_addresses(state.relations, finished, self.file)
        return Rendered(write_package(self.package, finished), self.notes, state.proved)


def compile_word(
    source: bytes,
    *,
    name: str | None,
    missing: Missing = "error",
    filters: Mapping[str, Callable[..., Any]] | None = None,
    keep: Collection[str] = (),
    accept_changes: bool = False,
    allow: Collection[str] = (),
) -> WordProgram:
    """A Word template, compiled.

    Args:
        source: the .docx file.
        name: its name, for messages.
        missing: what a missing value does: ``error``, ``blank`` or ``keep``.
        filters: further filters by name.
        keep: traces of the author that stay: ``comments``, ``authors``, ``revision_ids``, ``thumbnail``.
        accept_changes: accept tracked changes instead of refusing the template.
        allow: active content that is accepted, see :func:`~qijin_docs.ooxml.package.read_package`.

    Raises:
        TemplateError: with all faults of the template.
    """
    package = without_traces(read_package(source, file=name, allow=allow), frozenset(keep))
    environment = word_environment(missing, filters)
    styles = _part_of_kind(package, "styles")
    numbering = _part_of_kind(package, "numbering")
    shop = Workshop(
        package,
        environment,
        ParagraphFormats(package.xml(styles) if styles else None),
        read_numbering(numbering, package.xml(numbering)) if numbering else None,
        StyleNumbers(package.xml(styles) if styles else None),
        frozenset(keep),
        accept_changes,
    )
    parts = text_parts(package)
    if not any(part.kind == "document" for part in parts):
        shop.problems.append(
            Problem(
                "template.no_document",
                "文件里没有正文，不是 Word 文档",
                Place(name),
                "用 Word 或 WPS 打开，另存为 .docx",
            )
        )
    for part in parts:
        compile_text_part(shop, part)
    shop.problems.extend(_unfilled(package, {part.name for part in parts}, shop.static))
    if errors_among(shop.problems):
        raise TemplateError(in_document_order(shop.problems, part_texts(package)))
    members = {**package.members, **{part: pack(part, data) for part, data in shop.static.items()}}
    package = replace(package, members=members)
    changing = [part.name for part in shop.parts]
    if numbering:
        changing.append(numbering)
    return WordProgram(
        name,
        missing,
        tuple(shop.parts),
        package,
        PackageWriter(package, changing),
        tuple(shop.tags),
        longest(shop.names),
        tuple(problem for problem in shop.problems if problem.severity is not Severity.ERROR),
        shop.numbering,
        styles,
    )


def _unfilled(package: Package, filled: set[str], static: Mapping[str, bytes]) -> Iterator[Problem]:
    """Tags in parts that are never filled; left alone they would go out with every document."""
    for name in package.names:
        if name in filled or not is_xml(name, package.content_type(name)):
            continue
        data = static.get(name) or package.part(name)
        found = _WHOLE_TAG.search(data) or _WHOLE_TAG.search(_ELEMENTS.sub(b"", data))
        if found:
            yield Problem(
                "template.tag_in_unfilled_part",
                f"“{found.group().decode(errors='replace')}”写在不会填写的地方",
                Place(package.file, name),
                "把它移到正文、页眉页脚、文本框、脚注或文档属性里",
            )


def _part_of_kind(package: Package, kind: str) -> str | None:
    ending = f"wordprocessingml.{kind}+xml"
    return next((name for name in package.names if package.content_type(name).endswith(ending)), None)
