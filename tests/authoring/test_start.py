"""A template of one's own: copied from the official one, found first by the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from qijin_docs import DataError, OutputError, new_template
from qijin_docs.kinds import load_kinds


def test_the_copy_is_the_official_template(tmp_path: Path) -> None:
    path = new_template("实施方案", tmp_path / "我的" / "方案.docx")
    kinds = load_kinds()
    assert path.read_bytes() == kinds.template_path(kinds["plan"]).read_bytes()


def test_in_a_projects_templates_folder_it_comes_first(tmp_path: Path) -> None:
    path = new_template("plan", tmp_path / "templates")
    assert path == tmp_path / "templates" / "word" / "实施方案.docx"
    kinds = load_kinds(tmp_path / "templates")
    assert kinds.template_path(kinds["plan"]) == path


@pytest.mark.parametrize(
    ("target", "code", "message"),
    [
        ("有了.docx", "output.exists", "已经有这个文件，没有覆盖它"),
        ("方案.xlsx", "output.wrong_suffix", "“实施方案”的模板是.docx，不能存成“方案.xlsx”"),
        ("有了.docx/里.docx", "output.write_failed", "写不进去"),
    ],
)
def test_nothing_is_overwritten(tmp_path: Path, target: str, code: str, message: str) -> None:
    (tmp_path / "有了.docx").write_bytes(b"1")
    with pytest.raises(OutputError) as error:
        new_template("plan", tmp_path / target)
    (problem,) = error.value.problems
    assert problem.code == code
    assert problem.message.startswith(message)
    assert (tmp_path / "有了.docx").read_bytes() == b"1"


def test_an_unknown_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        new_template("没有的", tmp_path / "a.docx")
