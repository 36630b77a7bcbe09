"""A kind of one's own with a model of one's own, as ``examples/own_kind`` shows it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import docx
import pytest

from qijin_docs import Severity, fields_of, lint_template, render, sample_records
from qijin_docs.cli import main
from qijin_docs.kinds import load_kinds

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_kind"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.delitem(sys.modules, "own_kind", raising=False)


def test_the_model_takes_ten_lines() -> None:
    tree = ast.parse((EXAMPLE / "own_kind.py").read_text(encoding="utf-8"))
    (model,) = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert len(ast.unparse(model).splitlines()) <= 10


def test_it_renders_its_own_data(tmp_path: Path) -> None:
    made = render("走访记录", EXAMPLE / "走访.yaml", templates=EXAMPLE / "templates").save(
        tmp_path / "a.docx"
    )
    lines = [p.text for p in docx.Document(str(made)).paragraphs]
    assert lines[0] == "示例企业走访记录"
    assert lines[2:] == [
        "2018年6月16日，×××、×××到示例企业走访。",
        "发现的问题：",
        "1．示例问题一。",
        "2．示例问题二。",
    ]


def test_fields_samples_and_lint_know_it() -> None:
    kinds = load_kinds(EXAMPLE / "templates")
    assert [(f.name, f.meaning) for f in fields_of("走访记录", kinds=kinds)] == [
        ("走访单位", "去了哪个单位"),
        ("日期", "哪天去的"),
        ("走访人员", "谁去的"),
        ("发现问题", "看到的问题，一条一项"),
    ]
    assert [record.name for record in sample_records("visit", kinds=kinds)] == ["典型", "最长", "最少"]
    report = lint_template(EXAMPLE / "templates" / "word" / "走访记录.docx")
    assert (report.kind, report.tried) == ("走访记录", ("典型", "最长", "最少"))
    assert [str(p) for p in report.problems if p.severity is not Severity.NOTE] == []


def test_the_commands_know_it_by_its_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fields", "走访记录", "--project", str(EXAMPLE)]) == 0
    assert "走访单位（文字）去了哪个单位  {{ 走访单位 }}" in capsys.readouterr().out
