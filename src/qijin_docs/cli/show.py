"""How results and problems look in a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from qijin_docs.errors import Problem, QijinError, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def show_json(value: Any) -> None:
    """Print a value as JSON to stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems to stderr, one a line, each with its severity."""
    for problem in problems:
        word = click.style(problem.severity.word, fg=_COLOURS[problem.severity])
        click.echo(f"{word} {problem}", err=True)


def show_error(error: QijinError, *, as_json: bool) -> None:
    """Print everything an error carries."""
    if as_json:
        show_json({"ok": False, "problems": [p.as_dict() for p in error.problems]})
        return
    show_problems(error.problems)
    count = sum(p.severity is Severity.ERROR for p in error.problems)
    click.echo(f"共{count}处错误，没有写出任何文件" if count else "没有写出任何文件", err=True)


def size_text(size: int) -> str:
    """``38 KB``; never 0 for a file that holds something."""
    return f"{max(1, round(size / 1024))} KB"
