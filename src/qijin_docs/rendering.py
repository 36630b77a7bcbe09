"""Due documents → rendered documents, each template compiled once, on any executor."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from qijin_docs.contents import Due, ending_problems
from qijin_docs.errors import Problem, QijinError
from qijin_docs.templating import CompiledTemplate, Rendered, compile_template


@lru_cache(maxsize=64)
def _compiled_version(path: Path, version: tuple[int, int]) -> CompiledTemplate:  # noqa: ARG001 # the cache's key
    return compile_template(path)


def compiled(path: Path) -> CompiledTemplate:
    """The compiled template, compiled once for each version of the file."""
    stat = path.stat()
    return _compiled_version(path, (stat.st_mtime_ns, stat.st_size))


def with_problems(rendered: Rendered, values: Mapping[str, Any], name: str = "") -> Rendered:
    """The document, and what its lay-out cannot give, see :func:`~qijin_docs.contents.ending_problems`."""
    found = ending_problems(values, name)
    return replace(rendered, problems=(*rendered.problems, *found)) if found else rendered


def _render_one(
    path: Path, values: Mapping[str, Any], name: str
) -> Rendered | tuple[type[QijinError], tuple[Problem, ...]]:
    try:
        return with_problems(compiled(path).render(values), values, name)
    except QijinError as exc:
        return type(exc), tuple(p.in_file(name) for p in exc.problems)


def render_all(
    due: tuple[Due, ...], templates: Mapping[str, Path], executor: Executor | None
) -> list[Rendered]:
    """The documents, in their order; all errors of all documents in one.

    Args:
        due: the documents.
        templates: template below the templates folder → file.
        executor: where they are rendered; in this thread if ``None``.

    Raises:
        TemplateError, RenderError: of the first document that failed, with the problems of all.
    """
    jobs = [(templates[d.kind.template], d.values, d.name) for d in due]
    if executor is None:
        results = [_render_one(*job) for job in jobs]
    else:
        results = [future.result() for future in [executor.submit(_render_one, *job) for job in jobs]]
    rendered = [r for r in results if isinstance(r, Rendered)]
    failed = [r for r in results if not isinstance(r, Rendered)]
    if failed:
        raise failed[0][0](list(dict.fromkeys(p for _, problems in failed for p in problems)))
    return rendered
