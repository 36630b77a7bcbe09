"""Text with tags in it: one small Jinja template for a cell, a note, a header, a title.

Delimiters of the environment are control characters, so nothing an author or a value writes is taken for a
tag twice. Formatting inside the text survives: where a run begins, a mark is left in the template and found
again in the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from jinja2 import Environment, TemplateSyntaxError
from jinja2.environment import Template

from qijin_docs.errors import Place, Problem, RenderError, TemplateError
from qijin_docs.ooxml.layout import Pass
from qijin_docs.ooxml.sheet import Run
from qijin_docs.templating.excel.values import Context, Expression, Scope, compile_expression, kept_tags
from qijin_docs.templating.expressions import faults_of_tag
from qijin_docs.templating.failures import told
from qijin_docs.templating.missing import KeptMissing, MissingValue
from qijin_docs.templating.sandbox import BoundedEnvironment
from qijin_docs.templating.tags import Span, Tag, find_spans

_STARTS = {"print": "\x01", "block": "\x03", "comment": "\x05"}
_ENDS = {"print": "\x02", "block": "\x04", "comment": "\x06"}
# Two code points that Unicode keeps free for such marks: they are no characters.
_RUN_OPEN, _RUN_CLOSE = "\ufdd0", "\ufdd1"
_RUN = re.compile(f"{_RUN_OPEN}([0-9]+){_RUN_CLOSE}")


def with_delimiters(environment: BoundedEnvironment) -> BoundedEnvironment:
    """The environment with control characters for delimiters."""
    overlaid = environment.overlay(
        variable_start_string="\x01",
        variable_end_string="\x02",
        block_start_string="\x03",
        block_end_string="\x04",
        comment_start_string="\x05",
        comment_end_string="\x06",
    )
    assert isinstance(overlaid, BoundedEnvironment)
    return overlaid


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A compiled text.

    Args:
        template: None if the text could not be compiled (a problem was noted).
        properties: of the runs, ``<rPr>…</rPr>`` or empty.
        tags: in order.
        pieces: the text in one run, cut into what is fixed and what is printed, if there are no blocks in it.
    """

    template: Template | None = field(repr=False)
    properties: tuple[str, ...]
    tags: tuple[Tag, ...]
    pieces: tuple[str | Expression, ...] = field(default=(), repr=False)

    def column(
        self,
        context: Context,
        scope: Scope,
        passes: Sequence[Pass | None],
        column_scope: Scope,
        column: Pass | None,
    ) -> list[str]:
        """The text in many passes at once, if it is made of pieces. Whatever goes wrong is raised without place."""
        finalize = context.environment.finalize or str
        columns: list[Iterable[str]] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                columns.append(repeat(piece, len(passes)))
            else:
                values = piece.column(context, scope, passes, column_scope, column)
                columns.append([str(finalize(value)) for value in values])
        return list(map("".join, zip(*columns, strict=True)))

    def render(
        self, context: Context, tag: Tag, row: Pass | None, column: Pass | None, problems: list[Problem]
    ) -> list[tuple[str, str]]:
        """The text in one pass, as (properties, text) pieces; faults are added to ``problems``."""
        if self.template is None:
            return []
        try:
            text = self.template.render(context.variables(row, column))
        except Exception as error:  # noqa: BLE001  (an expression can raise anything; nothing is swallowed)
            problems.extend(context.problems_of(error, self._tag_of(error, tag), row or column))
            return []
        if issubclass(context.environment.undefined, KeptMissing):
            text = kept_tags(text)
        return self.split(text)

    def split(self, text: str) -> list[tuple[str, str]]:
        """Rendered text cut where the runs of the template begin."""
        if len(self.properties) < 2:
            return [(properties, text) for properties in self.properties if text]
        parts = _RUN.split(text)
        pieces = [(self.properties[0] if self.properties else "", parts[0])]
        for number, piece in zip(parts[1::2], parts[2::2], strict=True):
            pieces.append((self.properties[int(number)], piece))
        return [piece for piece in pieces if piece[1]]

    def _tag_of(self, error: Exception, tag: Tag) -> Tag:
        """The tag that raised: each tag holds one line break, so its line is its number and one."""
        assert self.template is not None
        code = self.template.root_render_func.__code__.co_filename
        line = 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == code:
                line = self.template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        found = self.tags[line - 2] if 2 <= line < len(self.tags) + 2 else tag
        if isinstance(error, MissingValue) and error.name not in found.expression:
            # Jinja tells one line for all that is printed without a block in between.
            return next((other for other in self.tags if error.name in other.expression), found)
        return found


def compile_text_template(
    environment: Environment, runs: Sequence[Run], place: Place, problems: list[Problem]
) -> TextTemplate:
    """The text of the runs as one template; faults of its tags are added to ``problems``."""
    text = "".join(run.text for run in runs)
    spans = find_spans(text)
    faults = _faults(spans, text, place)
    tags = tuple(span.tag(text, place) for span in spans if span.kind in _STARTS)
    properties = tuple(run.properties for run in runs)
    for tag in tags:
        faults.extend(faults_of_tag(tag, environment))
    if not faults:
        try:
            own = environment.overlay(finalize=_without_marks(environment)) if len(runs) > 1 else environment
            template = own.from_string(_source(runs, spans))
            return TextTemplate(template, properties, tags, _pieces(environment, runs, spans))
        except (TemplateSyntaxError, TemplateError) as error:
            line = error.lineno if isinstance(error, TemplateSyntaxError) else error.problems[0].place.line
            tag = tags[min(max((line or 0) - 2, 0), len(tags) - 1)]
            faults.extend(told(error, tag, place, {}))
    problems.extend(faults)
    return TextTemplate(None, properties, tags)


def _pieces(
    environment: Environment, runs: Sequence[Run], spans: Sequence[Span]
) -> tuple[str | Expression, ...]:
    """The text cut up, if it is one run and nothing in it but prints."""
    if len(runs) != 1 or any(
        span.kind not in ("print", "literal") or span.trim_before or span.trim_after for span in spans
    ):
        return ()
    pieces: list[str | Expression] = []
    at = 0
    for span in spans:
        pieces.append(runs[0].text[at : span.start])
        is_print = span.kind == "print"
        pieces.append(compile_expression(environment, span.expression) if is_print else span.expression)
        at = span.end
    pieces.append(runs[0].text[at:])
    return tuple(piece for piece in pieces if piece != "")


def _without_marks(environment: Environment) -> Callable[[Any], Any]:
    """The environment's own way to print, for values that do not look like the marks of runs."""
    print_value = environment.finalize or (lambda value: value)

    def checked(value: Any) -> Any:
        value = print_value(value)
        if isinstance(value, str) and _RUN_OPEN in value:
            raise RenderError(
                Problem("render.bad_character", "值里有不是文字的字符（U+FDD0）", hint="在数据里删去它")
            )
        return value

    return checked


def _faults(spans: Sequence[Span], text: str, place: Place) -> list[Problem]:
    found: list[Problem] = []
    for span in spans:
        source = text[span.start : span.end]
        around = text[max(span.start - 10, 0) : span.end + 20]
        if span.kind == "unclosed":
            found.append(
                Problem("template.unclosed_tag", f"“{around}”里的“{source}”没有写完", place, "补上 }} 或 %}")
            )
        elif span.kind == "stray":
            found.append(
                Problem(
                    "template.stray_delimiter",
                    f"“{around}”里多出“{source}”，前面没有对应的开始符号",
                    place,
                    "补上 {{ 或 {%，或者删去它；要印出这两个字符写作 }_} 或 %_}",
                )
            )
        elif span.level in ("tr", "tc", "p"):
            found.append(
                Problem(
                    "template.structure_in_text",
                    f"“{source}”不能和别的文字放在一起",
                    place,
                    "整行标签 {%tr %} 独占一行，整列标签 {%tc %} 独占一列；表格里没有整段标签 {%p %}",
                )
            )
    return found


def _source(runs: Sequence[Run], spans: Sequence[Span]) -> str:
    """Jinja source: text as it is, tags with the environment's delimiters and one line break in each."""
    starts: dict[int, int] = {}
    position = 0
    for number, run in enumerate(runs):
        if number and run.text:
            starts[position] = number
        position += len(run.text)
    text = "".join(run.text for run in runs)
    out: list[str] = []
    at = 0
    for span in [*spans, Span(len(text), len(text), "end")]:
        out.append(_with_runs(text, at, span.start, starts))
        # A run that begins inside a tag begins after it.
        inside = [number for start, number in starts.items() if span.start < start < span.end]
        if span.kind in _STARTS:
            if span.start in starts:
                out.append(_run_mark(starts[span.start]))
            before, after = "-" * span.trim_before, "-" * span.trim_after
            out.append(f"{_STARTS[span.kind]}{before}\n{span.expression} {after}{_ENDS[span.kind]}")
        elif span.kind == "literal":
            out.append(span.expression)
        if inside:
            out.append(_run_mark(inside[-1]))
        at = span.end
    return "".join(out)


def _with_runs(text: str, start: int, end: int, starts: dict[int, int]) -> str:
    cuts = sorted(cut for cut in starts if start <= cut < end)
    out: list[str] = []
    at = start
    for cut in cuts:
        out.append(_quoted(text[at:cut]))
        out.append(_run_mark(starts[cut]))
        at = cut
    out.append(_quoted(text[at:end]))
    return "".join(out)


def _quoted(text: str) -> str:
    """Author's text: characters that mean something here, or to Jinja at a line's end, become a tag."""
    if not any(char in text for char in "\x01\x02\x03\x04\x05\x06\n\r"):
        return text
    return "".join(f"\x01{char!r}\x02" if char in "\x01\x02\x03\x04\x05\x06\n\r" else char for char in text)


def _run_mark(number: int) -> str:
    return f"{_RUN_OPEN}{number}{_RUN_CLOSE}"
