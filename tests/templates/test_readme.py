"""The template authors' README names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qijin_docs.templating import compile_template


@pytest.fixture(scope="module")
def readme(templates: Path) -> str:
    return (templates / "README.md").read_text(encoding="utf-8")


def test_it_lists_every_template_and_no_other(readme: str, templates: Path) -> None:
    files = (path for path in templates.glob("*/*") if path.suffix in (".docx", ".xlsx"))
    there = {path.relative_to(templates).as_posix() for path in files}
    assert set(re.findall(r"`((?:word|excel)/[^`/]+\.(?:docx|xlsx))`", readme)) == there


def test_it_lists_every_module_of_the_script(readme: str, templates: Path) -> None:
    modules = {path.name for path in (templates / "build").glob("*.py")} - {"__main__.py"}
    assert set(re.findall(r"`(\w+\.py)`", readme.partition("## 怎样改")[2])) == modules


def test_it_names_every_value_a_word_template_reads(readme: str, templates: Path) -> None:
    section = readme.partition("## 各模板用到的名称")[2].partition("## 版面")[0]
    for path in (templates / "word").glob("*.docx"):
        for name in compile_template(path).names:
            for part in re.split(r"\.|\[\]", name):
                assert part in section, f"{path.name}: {name}"
