"""Known ways out of a sandbox, written into a document and a workbook: each is refused at its own place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from qijin_docs.errors import TemplateError
from qijin_docs.templating import compile_template

PAYLOADS = [
    line
    for line in Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_a_document_with_all_of_them_is_refused_at_every_paragraph(make_template: Any) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template(make_template(*PAYLOADS))
    places = {problem.place.where for problem in caught.value.problems}
    assert places == {f"正文第{number}段" for number in range(1, len(PAYLOADS) + 1)}


def test_a_workbook_with_all_of_them_is_refused_at_every_cell(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for payload in PAYLOADS:
        book.active.append([payload, "旁"])
    path = tmp_path / "表.xlsx"
    book.save(path)
    with pytest.raises(TemplateError) as caught:
        compile_template(path)
    places = {problem.place.where for problem in caught.value.problems}
    assert places == {f"工作表“Sheet”!A{number}" for number in range(1, len(PAYLOADS) + 1)}
