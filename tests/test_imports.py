"""Starting is quick: what is heavy is loaded only by what needs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from qijin_docs.cli import COMMANDS

HEAVY = ("docxtpl", "docx", "openpyxl", "lxml", "PIL", "pypdfium2", "pydantic", "http.client")


def loaded_heavies(script: str) -> list[str]:
    """Which heavy packages a new process has loaded after the script."""
    report = f"import sys\n{script}\nprint('loaded:', *(name for name in {HEAVY!r} if name in sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", report], check=True, capture_output=True, encoding="utf-8"
    )
    return answer.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("package", HEAVY)
def test_the_measurement_sees_a_loaded_package(package: str) -> None:
    assert package in loaded_heavies(f"import {package}")


@pytest.mark.parametrize(
    "script",
    [
        "import qijin_docs",
        "from qijin_docs import Place, Problem, QijinError",
        "from qijin_docs import to_pdf",
    ],
)
def test_the_front_door_loads_nothing_heavy(script: str) -> None:
    assert loaded_heavies(script) == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)], ids=" ".join
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    script = f"""
from qijin_docs.cli import main
sys.argv = ["qijin", *{arguments!r}]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
    assert loaded_heavies(script) == []


def test_a_worker_of_a_batch_loads_nothing_heavy_before_it_sees_the_template() -> None:
    assert loaded_heavies("import qijin_docs.batch.worker") == []
