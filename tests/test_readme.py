"""What both READMEs tell people to type works, in the order they tell it, and is the same in both.

```console   commands after ``$``, run one after another in one folder; the lines below a command are in its
             output, in their order, with … for anything; ``# exit 1`` ends a command that must fail so
```python    run in the same folder
```sh        not run (installing); the targets of make must exist
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ENGLISH, CHINESE = "README.md", "README.zh-CN.md"

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One thing to run: a command of a console, or a whole Python block."""

    language: str
    code: str
    exit_code: int = 0
    output: list[str] = field(default_factory=list)


def blocks(readme: str) -> list[tuple[str, str]]:
    """Language and content of every fenced block."""
    return [(found[1], found[2]) for found in FENCE.finditer(readme)]


def steps(readme: str) -> list[Step]:
    """What is run, in order."""
    found: list[Step] = []
    for language, content in blocks(readme):
        if language == "python":
            found.append(Step(language, content))
        elif language == "console":
            for line in content.splitlines():
                if line.startswith("$ "):
                    command, _, code = line[2:].partition("  # exit ")
                    found.append(Step(language, command.strip(), int(code or 0)))
                elif line.strip():
                    found[-1].output.append(line)
    return found


def typed(readme: str) -> list[tuple[str, str]]:
    """Everything a reader types, without what is answered."""
    installing = [
        (language, line)
        for language, content in blocks(readme)
        if language == "sh"
        for line in content.splitlines()
    ]
    return installing + [(step.language, step.code) for step in steps(readme)]


def shown_in(lines: list[str], output: str) -> bool:
    """Whether the lines stand in the output in this order, … standing for anything."""
    pieces = [piece for line in lines for piece in re.split("…|\\.\\.\\.", line) if piece.strip()]
    position = 0
    for piece in pieces:
        position = output.find(piece.strip(), position)
        if position < 0:
            return False
        position += len(piece.strip())
    return True


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], True),
        (["已生成 14 个文件"], True),
        (["方案", "总结"], True),
        (["总结", "方案"], False),
        (["已生成 … 个文件"], True),
        (["已生成 … 个表"], False),
    ],
)
def test_shown_lines_are_looked_for_in_their_order(lines: list[str], expected: bool) -> None:
    assert shown_in(lines, "方案\n总结\n已生成 14 个文件\n") is expected


def test_a_readme_is_taken_apart_into_steps() -> None:
    readme = "```console\n$ a 1\nout\n$ b  # exit 1\n```\n\n```python\nc()\nd()\n```\n```sh\nmake e\n```\n"
    assert steps(readme) == [
        Step("console", "a 1", 0, ["out"]),
        Step("console", "b", 1),
        Step("python", "c()\nd()\n"),
    ]
    assert typed(readme)[0] == ("sh", "make e")


def test_both_readmes_have_the_same_commands(checkout: Path) -> None:
    english, chinese = (typed((checkout / name).read_text(encoding="utf-8")) for name in (ENGLISH, CHINESE))
    assert english == chinese


def test_every_block_says_what_language_it_is(checkout: Path) -> None:
    for name in (ENGLISH, CHINESE):
        text = (checkout / name).read_text(encoding="utf-8")
        assert len(re.findall("^```", text, re.MULTILINE)) == 2 * len(blocks(text)), name


def test_every_target_of_make_that_is_named_exists(checkout: Path) -> None:
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for name in (ENGLISH, CHINESE):
        readme = (checkout / name).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, re.MULTILINE))
        assert {"demo", "test"} <= named <= targets, name


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_every_file_a_readme_links_to_is_there(checkout: Path, name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (checkout / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (checkout / link).exists()] == []


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_the_commands_of_the_readme_work(checkout: Path, tmp_path: Path, name: str) -> None:
    for folder in ("examples", "templates"):
        shutil.copytree(checkout / folder, tmp_path / folder)
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    things = steps((checkout / name).read_text(encoding="utf-8"))
    assert {thing.language for thing in things} == {"console", "python"}

    for thing in things:
        command = (
            ["bash", "-c", thing.code] if thing.language == "console" else [sys.executable, "-c", thing.code]
        )
        answer = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
        )
        said = f"{shlex.join(command)}\n{answer.stdout}"
        assert answer.returncode == thing.exit_code, said
        assert shown_in(thing.output, answer.stdout), f"{said}\nnot as shown: {thing.output}"


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_every_picture_is_there_and_small(name: str) -> None:
    root = Path(__file__).parents[1]
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (root / name).read_text(encoding="utf-8"))
    assert len(pictures) == 3
    assert all(0 < (root / picture).stat().st_size < 200 * 1024 for picture in pictures)
