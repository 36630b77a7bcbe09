"""What people get from the package index: the wheel alone, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def run(*command: str | Path, folder: Path) -> str:
    """Output of a command that must succeed, in an environment that knows nothing of the checkout."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_"))
    }
    answer = subprocess.run(
        [str(part) for part in command], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert answer.returncode == 0, f"{command}\n{answer.stdout}\n{answer.stderr}"
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as it is."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=checkout)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_templates_and_nothing_of_their_workshop(wheel: Path, checkout: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    templates = checkout / "templates"
    expected = {
        f"qijin_docs/_templates/{file.relative_to(templates).as_posix()}"
        for file in templates.rglob("*")
        if file.is_file()
        and file.relative_to(templates).parts[0] not in {"build", "pictures", "README.md"}
        and not file.name.startswith(("~$", ".~lock"))
    }
    assert "qijin_docs/_templates/kinds.yaml" in expected
    assert len([name for name in expected if name.endswith((".docx", ".xlsx"))]) >= 12
    assert {name for name in names if "_templates/" in name} == expected


def test_the_wheel_holds_every_module_its_data_and_the_mark_of_types(wheel: Path, checkout: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    source = checkout / "src"
    expected = {
        file.relative_to(source).as_posix()
        for file in (source / "qijin_docs").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert "qijin_docs/py.typed" in expected
    assert expected - names == set()
    assert not any(name.startswith(("tests/", "examples/")) for name in names)


def test_an_installed_wheel_builds_the_example(wheel: Path, examples: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", folder=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, folder=tmp_path)
    shutil.copytree(examples / "yunling-2018", tmp_path / "project")

    home = run(programs / "python", "-c", "import qijin_docs; print(qijin_docs.__file__)", folder=tmp_path)
    assert Path(home.strip()).is_relative_to(tmp_path / "venv")
    run(programs / "qijin", "build", "project", "-o", "out", folder=tmp_path)

    made = [file for file in (tmp_path / "out").rglob("*") if file.suffix in {".docx", ".xlsx"}]
    assert len(made) >= 14
    assert all(zipfile.is_zipfile(file) for file in made)
