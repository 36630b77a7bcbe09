"""What `from qijin_docs import …` offers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, assert_type

import pytest

import qijin_docs

if TYPE_CHECKING:
    from qijin_docs import (
        BuildResult,
        CompiledTemplate,
        Project,
        Rendered,
        Report,
        build,
        check_document,
        compile_template,
        load_project,
        render,
        to_pdf,
    )

SOURCE = Path(qijin_docs.__file__).read_text(encoding="utf-8")


def names_for_type_checkers() -> set[str]:
    """What the TYPE_CHECKING block of the front door imports."""
    for node in ast.parse(SOURCE).body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return {
                alias.asname or alias.name
                for statement in node.body
                if isinstance(statement, ast.ImportFrom)
                for alias in statement.names
            }
    return set()


def test_all_is_sorted_and_without_repetition() -> None:
    assert qijin_docs.__all__ == sorted(set(qijin_docs.__all__))


@pytest.mark.parametrize("name", qijin_docs.__all__)
def test_every_name_can_be_imported(name: str) -> None:
    assert getattr(qijin_docs, name) is not None
    assert name in dir(qijin_docs)


@pytest.mark.parametrize("name", qijin_docs.__all__)
def test_every_name_has_a_docstring(name: str) -> None:
    value = getattr(qijin_docs, name)
    assert not callable(value) or value.__doc__


def test_type_checkers_are_told_the_same_names_as_are_loaded_on_first_use() -> None:
    assert names_for_type_checkers() == set(qijin_docs._HOME)
    assert set(qijin_docs._HOME) <= set(qijin_docs.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'compile_tempalte'"):
        qijin_docs.__getattr__("compile_tempalte")


def test_everything_can_be_imported_at_once_in_a_new_process() -> None:
    script = f"from qijin_docs import *; assert {{*{qijin_docs.__all__!r}}} <= {{*globals()}}"
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


#: The contract with people's scripts. A name may be added, none may go.
CONTRACT = [
    "Activity",
    "Campaign",
    "CompiledTemplate",
    "DataError",
    "Evidence",
    "OfficeError",
    "Organ",
    "OutputError",
    "Picture",
    "Place",
    "Plan",
    "Problem",
    "ProgressReport",
    "QijinError",
    "RenderError",
    "Rendered",
    "Report",
    "Severity",
    "Summary",
    "TemplateError",
    "TypicalCase",
    "build",
    "check_document",
    "compile_template",
    "load",
    "load_project",
    "render",
    "to_pdf",
]


def test_no_name_of_the_contract_is_lost() -> None:
    assert set(CONTRACT) - set(qijin_docs.__all__) == set()


if TYPE_CHECKING:
    # Checked by mypy, never run: what is loaded on first use keeps its type.
    def seen_by_type_checkers(project: Project) -> None:
        assert_type(to_pdf("方案.docx", "out"), tuple[Path, ...])
        assert_type(compile_template("方案.docx"), CompiledTemplate)
        assert_type(compile_template("方案.docx").render({}), Rendered)
        assert_type(render("实施方案", "方案.yaml"), Rendered)
        assert_type(load_project("examples/yunling-2018"), Project)
        assert_type(build(project, "out"), BuildResult)
        assert_type(check_document("方案.docx"), Report)
