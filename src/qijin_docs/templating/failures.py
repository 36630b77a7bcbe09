"""What went wrong inside an expression while rendering, as problems at the place of its tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any

from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError

from qijin_docs.errors import Place, Problem, QijinError
from qijin_docs.templating.missing import MissingValue
from qijin_docs.templating.values import missing_problem
from qijin_docs.templating.word_marks import Mark


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
    place = mark.place if mark else Place(file=file)
    tag = mark.tag if mark else None
    source = f"“{tag.source}”" if tag else "这里"
    if isinstance(exc, QijinError):
        return [_at(problem, place) for problem in exc.problems]
    if isinstance(exc, MissingValue):
        return [missing_problem(exc, values, tag, place)]
    if isinstance(exc, SecurityError):
        return [
            Problem(
                "render.refused",
                f"{source}用到了不允许的内容",
                place,
                "只能用数据里的名称和列出的函数、过滤器",
            )
        ]
    if isinstance(exc, (UndefinedError, TemplateRuntimeError)):
        return [Problem("render.failed", f"{source}算不出来：{exc}", place)]
    if isinstance(exc, ZeroDivisionError):
        return [Problem("render.zero_division", f"{source}除以了零", place, "先用 {% if %} 判断分母")]
    if isinstance(exc, (TypeError, ValueError, ArithmeticError)):
        return [
            Problem(
                "render.wrong_type",
                f"{source}里的值类型不对：{exc}",
                place,
                "检查数据里是文字还是数字，是一项还是列表",
            )
        ]
    if isinstance(exc, RecursionError):
        return [Problem("render.recursion", f"{source}套得太深", place, "检查互相调用的宏")]
    return [Problem("render.failed", f"{source}出错：{type(exc).__name__}：{exc}", place)]


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


def _at(problem: Problem, place: Place) -> Problem:
    return replace(problem, place=place) if problem.place == Place() else problem
