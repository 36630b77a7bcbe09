"""The shape of the package: imports point down, modules have names that say what they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "qijin_docs"

#: From the bottom up. Units on one level do not import each other; a subpackage is one unit.
LAYERS = (
    {"errors"},
    {"text"},
    {"ooxml", "sources", "office"},
    {"models", "templating", "check"},
    {"review", "registers", "kinds", "narrative"},
    {"project"},
    {"contents", "manifest", "draft"},
    {"rendering", "loading"},
    {"pipeline", "authoring"},
    {"batch", "submission", "handover", "preview"},
    {"cli"},
)
LEVEL = {unit: level for level, units in enumerate(LAYERS) for unit in units}

#: The front door re-exports from every level, `python -m qijin_docs` is the command line. Only the command
#: line, which uses the library as everyone does, comes in through it.
DOORS = {"__init__", "__main__"}

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def unit_of(module: Path, package: Path) -> str:
    """The part of the package a module belongs to: its folder below the root, or itself."""
    return module.relative_to(package).with_suffix("").parts[0]


def imported_units(module: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Line and unit of every import of the package in a module, also those inside functions."""
    inside = (package.name, *module.relative_to(package).parent.parts)
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names: list[str] = []
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(inside[: len(inside) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            names = [".".join([*base, alias.name]) for alias in node.names]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"import_module", "__import__"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            names = [str(node.args[0].value)]
        for name in names:
            parts = name.split(".")
            # The version is a constant, not something the front door has from above.
            if parts[0] == package.name and parts[1:] != ["__version__"]:
                # A name of the front door itself counts as the front door.
                unit = parts[1] if len(parts) > 1 else "__init__"
                known = (package / unit).is_dir() or (package / f"{unit}.py").is_file()
                yield line, unit if known else "__init__"


def upward_imports(module: Path, package: Path) -> list[str]:
    """The imports of a module that do not point down, in words."""
    unit = unit_of(module, package)
    return [
        f"{module.relative_to(package)}:{line}: {unit} (level {LEVEL[unit]}) imports {target}"
        for line, target in imported_units(module, package)
        if target != unit
        and (unit != "cli" if target in DOORS else LEVEL.get(target, len(LAYERS)) >= LEVEL[unit])
    ]


def test_every_unit_of_the_package_has_its_level() -> None:
    units = {unit_of(module, PACKAGE) for module in MODULES}
    assert units - DOORS - set(LEVEL) == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_point_down_only(module: Path) -> None:
    if unit_of(module, PACKAGE) not in DOORS:
        assert upward_imports(module, PACKAGE) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("from qijin_docs.errors import Place", []),
        ("from ..errors import Place", []),
        ("from . import numerals", []),
        ("from .numerals import yu", []),
        ("import json", []),
        ("from qijin_docs import __version__", []),
        ("from qijin_docs.sources import read_source", ["text/dates.py:1: text (level 1) imports sources"]),
        ("from ..sources import read_source", ["text/dates.py:1: text (level 1) imports sources"]),
        ("from .. import models", ["text/dates.py:1: text (level 1) imports models"]),
        ("import qijin_docs.cli.build", ["text/dates.py:1: text (level 1) imports cli"]),
        ("def f():\n    from qijin_docs.cli import main", ["text/dates.py:2: text (level 1) imports cli"]),
        ("importlib.import_module('qijin_docs.cli')", ["text/dates.py:1: text (level 1) imports cli"]),
        ("from qijin_docs import Place", ["text/dates.py:1: text (level 1) imports __init__"]),
        ("import qijin_docs", ["text/dates.py:1: text (level 1) imports __init__"]),
    ],
)
def test_an_upward_import_is_found_however_it_is_written(
    tmp_path: Path, statement: str, expected: list[str]
) -> None:
    package = tmp_path / "qijin_docs"
    for unit in ("text", "sources", "models", "cli"):
        (package / unit).mkdir(parents=True)
    (package / "errors.py").touch()
    module = package / "text" / "dates.py"
    module.write_text(statement + "\n", encoding="utf-8")

    assert upward_imports(module, package) == expected


def module_name(module: Path, package: Path) -> str:
    """Dotted name; a folder's ``__init__`` has the folder's."""
    parts = (package.name, *module.relative_to(package).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(module: Path, package: Path, known: set[str]) -> set[str]:
    """The package's modules that a module imports, also inside functions, but for ``if TYPE_CHECKING:``."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(ast.Module(node.body, []))
    }
    here = (package.name, *module.relative_to(package).parent.parts)
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found.update(
                inner if (inner := f"{base}.{alias.name}") in known else base for alias in node.names
            )
    return found & known


def circles(package: Path) -> list[list[str]]:
    """Each group of modules that import each other, directly or by way of others."""
    modules = {module_name(module, package): module for module in package.rglob("*.py")}
    imported = {name: imported_modules(module, package, set(modules)) for name, module in modules.items()}
    reached: dict[str, set[str]] = {}
    for name, direct in imported.items():
        seen: set[str] = set()
        pending = list(direct)
        while pending:
            at = pending.pop()
            if at not in seen:
                seen.add(at)
                pending.extend(imported[at])
        reached[name] = seen
    groups = {
        tuple(sorted(other for other in reached[name] if name in reached[other])) for name in modules
    } - {()}
    return [list(group) for group in sorted(groups)]


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(PACKAGE) == []


def test_a_circle_is_found_however_it_is_written(tmp_path: Path) -> None:
    package = tmp_path / "qijin_docs"
    package.mkdir()
    for name, source in {
        "a": "from qijin_docs import b",
        "b": "def f():\n    from .c import x",
        "c": "import qijin_docs.a",
        "d": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .e import x",
        "e": "from .d import x",
        "__init__": "",
    }.items():
        (package / f"{name}.py").write_text(source, encoding="utf-8")
    assert circles(package) == [["qijin_docs.a", "qijin_docs.b", "qijin_docs.c"]]


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for module in MODULES for part in module.relative_to(PACKAGE).with_suffix("").parts}
    assert names & EMPTY_NAMES == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_module_over_300_lines_gives_its_reason(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source)) or ""
    lines = source.count("\n")
    assert lines <= 300 or "300" in docstring, f"{lines} lines and no word about 300 in the docstring"
