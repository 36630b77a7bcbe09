"""templates/README.md: what it shows renders, what it says the program says, what it tells to type works."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import docx
import pytest

from qijin_docs import Severity, compile_template, lint_template
from qijin_docs.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")


def loaded(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


PICTURES = loaded(ROOT / "examples" / "make_tag_pictures.py")


def test_every_picture_stands_in_the_readme_and_is_small() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(pictures/([^)]+)\.png\)", README)
    assert sorted(shown) == sorted(case.name for case in PICTURES.CASES)
    for name in shown:
        picture = ROOT / "templates" / "pictures" / f"{name}.png"
        assert 1000 < picture.stat().st_size <= 60 * 1024


@pytest.mark.parametrize("case", PICTURES.CASES, ids=lambda case: case.name)
def test_what_a_picture_shows_still_renders(case: object, tmp_path: Path) -> None:
    template = PICTURES.template_of(case, tmp_path)
    rendered = compile_template(template).render(case.values)  # type: ignore[attr-defined]
    path = rendered.save(tmp_path / f"成文{template.suffix}")
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        text = "\n".join(
            [p.text for p in document.paragraphs]
            + [c.text for t in document.tables for r in t.rows for c in r.cells]
        )
        wanted = {
            "value": "省示例办公室：\n现报送2018年材料3件。",
            "filter": "2018年6月5日，企业、机关两个领域受教育1200余人次。",
            "if": "电话：0000-1，传真：0000-2\n电话：0000-3",
            "paragraph-if": "第一段。\n（此件公开发布）\n最后一段。",
            "paragraph-for": "1．制定方案，4月底前完成。\n2．开展宣讲，6月底前完成。\n3．总结报送，12月底前完成。",
            "row-for": "合计\n\n240",
            "merge": "示例宣讲",
            "column-for": "4月\n5月\n6月\n7月\n12\n15\n18\n21",
            "cells": "2018年\n2018年\n4月\n5月\n6月\n7月",
            "lines": "第一段简介。\n第二段简介。\n最后一段。",
            "picture": "图1　示例照片",
            "literal": "写{{ 名称 }}。",
        }
        assert wanted[case.name] in text  # type: ignore[attr-defined]


def mistakes() -> Iterator[tuple[list[str], str]]:
    """Paragraphs and message of each row of the table of mistakes."""
    table = README.partition("## 常见的错")[2].partition("\n## ")[0]
    for line in table.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 3 and cells[0].startswith("`"):
            yield [part.strip().strip("`") for part in cells[0].split(" ／ ")], cells[1]


def test_the_table_of_mistakes_is_read() -> None:
    assert len(list(mistakes())) >= 12


@pytest.mark.parametrize(("paragraphs", "message"), list(mistakes()), ids=lambda value: str(value)[:40])
def test_a_common_mistake_gives_the_message_that_is_printed(
    paragraphs: list[str], message: str, tmp_path: Path
) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(tmp_path / "m.docx"))
    report = lint_template(tmp_path / "m.docx", kind="实施方案")
    assert message in [p.message for p in report.problems if p.severity is not Severity.NOTE]


def test_the_commands_of_the_fifteen_minutes_work_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = README.partition("## 十五分钟做一个自己的模板")[2].partition("\n## ")[0]
    commands = [line.split()[1:] for line in section.splitlines() if line.startswith("       qijin ")]
    assert [words[0] for words in commands] == ["new-template", "fields", "lint", "preview", "preview"]
    monkeypatch.chdir(tmp_path)
    served: list[Path] = []
    monkeypatch.setattr("qijin_docs.preview.serve.serve", lambda template, *_, **__: served.append(template))
    for words in commands:
        assert main(words) == 0
    assert served == [Path("我的方案.docx")], "tests/preview/test_browser.py sees the page itself"
    assert len(list((tmp_path / "看样").glob("我的方案-*.pdf"))) == 3
    assert {"我的方案.docx", "名称.xlsx"} <= {path.name for path in tmp_path.iterdir()}
    assert (
        main(["lint", "我的方案.docx", "--kind", "实施方案", "--fix", "改好.docx", "--annotate", "批注.docx"])
        == 0
    )
    assert (tmp_path / "改好.docx").is_file()
    assert (tmp_path / "批注.docx").is_file()
