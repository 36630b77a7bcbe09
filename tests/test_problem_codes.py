"""Each code by which a model, a rule, a template, the project or the flow reports a problem has its test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "src" / "qijin_docs"
SOURCES = (
    "models",
    "ooxml",
    "templating",
    "authoring",
    "registers/files.py",
    "registers/form.py",
    "registers/made_out.py",
    "review",
    "project",
    "contents",
    "submission",
    "handover",
    "preview",
    "kinds.py",
    "narrative.py",
    "manifest.py",
    "loading.py",
    "pipeline.py",
)
TESTED_IN = (
    "authoring",
    "models",
    "registers",
    "review",
    "project",
    "contents",
    "cli",
    "ooxml",
    "templating",
    "submission",
    "handover",
    "preview",
    "batch",
)
AREAS = (
    "activity|campaign|case|data|duty|evidence|form|gap|group|kinds|media|official|output|"
    "pack|plan|preview|project|recommended|report|reported|score|self_check|submission|summary|verify"
)
ENGINE_AREAS = "active|limit|package|picture|render|template|value"
CODE = re.compile(rf"(?:{AREAS}|{ENGINE_AREAS})\.[a-z_]+|review\.(?:[A-Z]{{2}}\d\d|[a-z_]+)")
FILES = (".yaml", ".docx", ".xlsx")
#: Functions that put the area before a code: name → area, and which argument has the code.
AREA_ADDED = {
    "fault": ("template", 0),
    "_refused": ("render", 0),
    "picture_fault": ("picture", 0),
    "_found": ("active", 1),
}

#: The carrier of a model's flaws; each flaw has a code of its own.
CARRIERS = {"data.flaws"}


def modules(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """All modules of the names given, folders and files."""
    return [m for name in names for m in (sorted((folder / name).rglob("*.py")) or [folder / name])]


def codes_in(module: Path) -> set[str]:
    """Every string that is a code."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    strings |= set(completed(tree))
    return {s for s in strings if CODE.fullmatch(s) and not s.endswith(FILES)}


def completed(tree: ast.AST) -> Iterator[str]:
    """The codes that are written without their area."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            area, position = AREA_ADDED.get(name, ("", len(node.args)))
            code = node.args[position] if position < len(node.args) else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield f"{area}.{code.value}"


CODES = sorted({code for module in modules(PACKAGE, SOURCES) for code in codes_in(module)} - CARRIERS)


def test_codes_are_found() -> None:
    assert len(CODES) > 100
    assert {"plan.late", "evidence.no_file", "gap.no_kind", "project.no_folder"} <= set(CODES)
    assert {"template.block_crosses", "render.none", "picture.missing", "active.dde"} <= set(CODES)


@pytest.fixture(scope="module")
def tested() -> set[str]:
    here = sorted(m for m in TESTS.glob("test_*.py") if m.name != Path(__file__).name)
    return {code for module in (*modules(TESTS, TESTED_IN), *here) for code in codes_in(module)}


@pytest.mark.parametrize("code", CODES)
def test_the_code_has_a_test(code: str, tested: set[str]) -> None:
    assert code in tested
