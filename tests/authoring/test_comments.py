"""Findings as comments in a copy, at the places they speak of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl

from qijin_docs import lint_template
from qijin_docs.authoring.comments import annotated


def test_word_gets_a_comment_at_the_paragraph(word: Callable[..., Path], tmp_path: Path) -> None:
    path = word("好", "{{ 标题杭 }}")
    before = path.read_bytes()
    (tmp_path / "批.docx").write_bytes(annotated(path, lint_template(path, kind="实施方案")))
    document = docx.Document(str(tmp_path / "批.docx"))
    comments = {comment.text.splitlines()[0]: comment for comment in document.comments}
    assert "错误：“{{ 标题杭 }}”用到的“标题杭”，数据里没有" in comments
    identity = str(comments["错误：“{{ 标题杭 }}”用到的“标题杭”，数据里没有"].comment_id)
    assert f'w:id="{identity}"' in document.paragraphs[1]._p.xml  # the mark of the comment
    assert "依据：qijin lint 核对模板" in comments["错误：“{{ 标题杭 }}”用到的“标题杭”，数据里没有"].text
    assert path.read_bytes() == before


def test_a_cell_of_a_table_is_found_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(2, 2).cell(1, 1).text = "{{ 标题杭 }}"
    document.save(str(tmp_path / "a.docx"))
    report = lint_template(tmp_path / "a.docx", kind="实施方案")
    (tmp_path / "b.docx").write_bytes(annotated(tmp_path / "a.docx", report))
    cell = docx.Document(str(tmp_path / "b.docx")).tables[0].cell(1, 1)
    assert "commentRangeStart" in cell.paragraphs[0]._p.xml


def test_excel_gets_comments_at_the_cells(excel: Callable[..., Path], tmp_path: Path) -> None:
    path = excel({"B3": "{{ 活动.名秤 }}"})
    report = lint_template(path, kind="活动台账")
    (tmp_path / "批.xlsx").write_bytes(annotated(path, report))
    sheet = openpyxl.load_workbook(tmp_path / "批.xlsx").worksheets[0]
    assert sheet["B3"].comment is not None
    assert "错误：“{{ 活动.名秤 }}”用到的“名秤”，“活动”里没有" in sheet["B3"].comment.text
    assert sheet["A1"].comment is not None  # what belongs to no cell
    assert sheet["B3"].value == "{{ 活动.名秤 }}"
