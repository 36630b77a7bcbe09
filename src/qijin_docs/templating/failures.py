"""What went wrong inside an expression while rendering, as problems at the place of its tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any

from jinja2 import Template

from qijin_docs.errors import Place, Problem
from qijin_docs.templating.faults import explain
from qijin_docs.templating.tags import Tag
from qijin_docs.templating.word.marks import Mark


def explain_failure(
    exc: Exception, template: Template, lines: Mapping[int, Mark], values: Mapping[str, Any], file: str | None
) -> list[Problem]:
    """The problems behind an exception of a compiled template.

    Args:
        exc: what was raised.
        template: the compiled template, for the way from its Python lines to its own lines.
        lines: line → mark.
        values: the values given, for paths.
        file: template name.
    """
    mark = _mark_of(exc, template, lines)
    return told(exc, mark.tag if mark else None, mark.place if mark else Place(file=file), values)


def told(exc: Exception, tag: Tag | None, place: Place, values: Mapping[str, Any]) -> list[Problem]:
    """The problems of an exception, with the tag in front of the sentence."""
    source = f"“{tag.source}”：" if tag else ""
    return [
        replace(problem, message=f"{source}{problem.message}")
        for problem in explain(exc, place=place, values=values)
    ]


def _mark_of(exc: Exception, template: Template, lines: Mapping[int, Mark]) -> Mark | None:
    code = template.root_render_func.__code__.co_filename
    python_line: int | None = None
    at: TracebackType | None = exc.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == code:
            python_line = at.tb_lineno
        at = at.tb_next
    if python_line is None:
        return None
    line = template.get_corresponding_lineno(python_line)
    known = [number for number in lines if number <= line]
    return lines[max(known)] if known else None
