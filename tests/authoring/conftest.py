"""Templates made for a test: paragraphs and tables of Word, cells of Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., Path]:
    """``word("{{ 标题 }}", …)``: a .docx with these paragraphs."""

    def make(*paragraphs: str, name: str = "模板.docx") -> Path:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        path = tmp_path / name
        document.save(str(path))
        return path

    return make


@pytest.fixture
def excel(tmp_path: Path) -> Callable[..., Path]:
    """``excel({"A1": "{{ 标题 }}"})``: an .xlsx with these cells in the sheet 表."""

    def make(cells: dict[str, str], name: str = "模板.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "表"
        for cell, text in cells.items():
            sheet[cell] = text
        path = tmp_path / name
        book.save(path)
        return path

    return make
