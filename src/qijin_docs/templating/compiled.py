"""The front door of the engine: :func:`compile_template` and what it gives."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qijin_docs.errors import Place, Problem, TemplateError, os_reason
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.archive import PackageLimits
from qijin_docs.templating.rendered import Rendered
from qijin_docs.templating.tags import Tag

if TYPE_CHECKING:
    from pydantic import BaseModel

    from qijin_docs.templating.missing import Missing

#: What ``keep=`` may name.
KEEPABLE = frozenset({"comments", "authors", "revision_ids", "thumbnail"})

Filters = Mapping[str, Callable[..., Any]]

_WORD = (".docx", ".docm", ".dotx", ".dotm")
_EXCEL = (".xlsx", ".xlsm", ".xltx", ".xltm")


class Program(Protocol):
    """What a Word or an Excel template is compiled to."""

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, in the order of the document, as a tree."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of data it asks for."""
        ...

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The filled file."""
        ...

    def render_marked(self, values: Mapping[str, Any]) -> Rendered:
        """The filled file, what was printed on a coloured ground."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """How a template is compiled; see :func:`compile_template`."""

    missing: Missing = "error"
    filters: Filters | None = None
    keep: frozenset[str] = frozenset()
    accept_changes: bool = False
    allow: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class CompiledTemplate:
    """A template, ready to be filled. Immutable; share it between threads, send it to processes.

    Made by :func:`compile_template`. Pickling sends the path and the options, the other
    process compiles the file again, once.
    """

    path: Path
    options: Options
    program: Program = field(repr=False)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All tags with kind, expression and place, as a tree: a block holds the tags inside it."""
        return self.program.tags

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of the data the template asks for: ``标题``, ``明细[].品名``."""
        return self.program.names

    def problems_for(self, model: type[BaseModel], *, beside: Collection[str] = ()) -> tuple[Problem, ...]:
        """What the template asks for and the model does not have, each at the first tag that asks.

        Args:
            model: the model the values come from.
            beside: names that are given besides the model's fields.
        """
        from qijin_docs.templating.agree import disagreements

        return disagreements(self.names, self.tags, model, beside)

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The template filled with values. Nothing is written, nothing is changed.

        Args:
            values: by the names that stand in the tags.

        Raises:
            RenderError: values are missing or cannot be printed; all such places at once.
        """
        return self.program.render(values)

    def render_marked(self, values: Mapping[str, Any]) -> Rendered:
        """The same as :meth:`render`, for looking at: what was printed from the values has a coloured ground.

        Raises:
            RenderError: as :meth:`render`.
        """
        return self.program.render_marked(values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (str(self.path), self.options)


def compile_template(
    path: str | Path,
    *,
    missing: Missing = "error",
    filters: Filters | None = None,
    keep: Collection[str] = (),
    accept_changes: bool = False,
    allow: Collection[str] = (),
) -> CompiledTemplate:
    """A .docx or .xlsx template, compiled: everything that depends on the template alone is done here.

    Args:
        path: the template.
        missing: what a name without value does: ``error`` stops with its place, ``blank`` prints nothing,
            ``keep`` leaves the tag for a second pass.
        filters: further filters by name, for ``{{ 值|名称 }}``.
        keep: traces of the author that stay in the documents: ``authors``, ``thumbnail``; in Word also ``comments``
            and ``revision_ids`` (notes of a workbook always stay).
        accept_changes: Word: accept tracked changes instead of refusing the template.
        allow: active content that is accepted instead of refused: ``macros``, ``ole``, ``dde``,
            ``attached_template``, ``linked_images`` …

    Raises:
        TemplateError: all faults of the template at once, each with its place.
        ValueError: ``missing`` is none of the three; ``allow`` or ``keep`` names what there is not.
    """
    if missing not in ("error", "blank", "keep"):
        raise ValueError(f"missing must be 'error', 'blank' or 'keep', not {missing!r}")
    for option, given, known in (("allow", allow, frozenset(SWITCHES)), ("keep", keep, KEEPABLE)):
        unknown = set(given) - known
        if unknown:
            raise ValueError(f"{option} may name {sorted(known)}, not {sorted(unknown)}")
    options = Options(missing, filters, frozenset(keep), accept_changes, frozenset(allow))
    path = Path(path)
    return CompiledTemplate(path, options, _program(path, options))


def _program(path: Path, options: Options) -> Program:
    kind = path.suffix.lower()
    if kind not in (*_WORD, *_EXCEL):
        raise TemplateError(
            Problem(
                "template.unknown_kind",
                f"“{path.name}”不是 Word 或 Excel 模板",
                Place(file=path.name),
                "模板应是 .docx 或 .xlsx；旧的 .doc、.xls、.wps、.et 请先另存",
            )
        )
    try:
        with path.open("rb") as stream:
            # A file far above the bound is not read; one byte more is enough to refuse it.
            source = stream.read(PackageLimits().archive_bytes + 1)
    except OSError as exc:
        raise TemplateError(
            Problem(
                "template.unreadable",
                f"读不了模板：{os_reason(exc)}",
                Place(file=str(path)),
                "检查路径和权限",
            )
        ) from exc
    return _compiled_source(source, kind, path.name, options)


def _compiled_source(source: bytes, kind: str, name: str, options: Options) -> Program:
    if kind in _WORD:
        from qijin_docs.templating.word.compile import compile_word

        return compile_word(
            source,
            name=name,
            missing=options.missing,
            filters=options.filters,
            keep=options.keep,
            accept_changes=options.accept_changes,
            allow=options.allow,
        )
    from qijin_docs.templating.excel.compile import compile_excel

    return compile_excel(
        source,
        name=name,
        missing=options.missing,
        filters=options.filters,
        keep=options.keep,
        allow=options.allow,
    )


def _again(path: str, options: Options) -> CompiledTemplate:
    """The template of a pickle; compiled once in each process as long as the file stays the same."""
    try:
        state = Path(path).stat()
        return _compiled_here(path, options, state.st_mtime_ns, state.st_size)
    except (OSError, TypeError):
        # No such file: the error names it. Filters that cannot be compared: compiled each time.
        return CompiledTemplate(Path(path), options, _program(Path(path), options))


@functools.lru_cache(maxsize=64)
def _compiled_here(path: str, options: Options, changed: int, size: int) -> CompiledTemplate:
    del changed, size  # part of the key: a changed file is another template
    return CompiledTemplate(Path(path), options, _program(Path(path), options))
