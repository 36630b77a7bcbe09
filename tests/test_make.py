"""The way from a fresh machine to a running test: the scripts behind `make`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is all of PATH: bash, and what the test puts there."""
    bash = shutil.which("bash")
    assert bash is not None
    (tmp_path / "bash").symlink_to(bash)
    return tmp_path


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def find_python(checkout: Path, machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(checkout / ".ci/find-python")],
        env={"PATH": str(machine), "HOME": str(machine), "PYENV_ROOT": str(machine / "pyenv")},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("name", ["python3", "python", f"python{VERSION}", "pyenv/versions/any/bin/python"])
def test_a_python_is_found_under_any_of_its_names(checkout: Path, machine: Path, name: str) -> None:
    program(machine / name, f'exec "{sys._base_executable}" "$@"')  # type: ignore[attr-defined]
    answer = find_python(checkout, machine)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert len(answer.stdout.splitlines()) == 1
    assert Path(answer.stdout.strip()).is_file()


def test_each_version_is_found_once(checkout: Path, machine: Path) -> None:
    for name in ("python3", f"python{VERSION}", "pyenv/versions/any/bin/python"):
        program(machine / name, f'exec "{sys._base_executable}" "$@"')  # type: ignore[attr-defined]
    assert len(find_python(checkout, machine).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "behaviour", [None, "exit 0", "echo 'pyenv: python3: command not found' >&2; exit 127"]
)
def test_without_a_new_enough_python_it_is_said_what_to_do(
    checkout: Path, machine: Path, behaviour: str | None
) -> None:
    if behaviour is not None:
        program(machine / "python3", behaviour)  # too old a Python prints nothing
    answer = find_python(checkout, machine)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "没有找到 Python 3.11 或更新的版本；请先安装，例如：sudo apt install python3 python3-venv\n"
    )


def test_where_all_is_installed_nothing_is_done(checkout: Path, tmp_path: Path) -> None:
    for name in ("apt-get", "sudo"):
        program(tmp_path / name, f"echo {name} was called; exit 9")
    answer = subprocess.run(
        [str(checkout / ".ci/install-tools"), "test"],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_wrong_call_of_the_installer_is_told(checkout: Path) -> None:
    answer = subprocess.run(
        [str(checkout / ".ci/install-tools"), "all"], capture_output=True, encoding="utf-8"
    )
    assert (answer.returncode, answer.stderr) == (2, "用法：.ci/install-tools venv PYTHON | test\n")


@pytest.mark.parametrize("name", ["run", "find-python", "install-tools"])
def test_the_scripts_can_be_run_and_are_bash(checkout: Path, name: str) -> None:
    script = checkout / ".ci" / name
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_every_target_of_make_can_be_planned(checkout: Path) -> None:
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    for target in phony.split():
        subprocess.run(["make", "-n", target], cwd=checkout, check=True, capture_output=True)
