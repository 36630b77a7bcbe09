"""Templates and data of batches."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest

HEAD = ("序号", "镇", "村名", "户数", "联系人")


class Desk:
    """A working folder with a template, and tables of villages."""

    template = Path("通知.docx")
    table = Path("各村.xlsx")
    lines = Path("各村.jsonl")

    def __init__(self) -> None:
        document = docx.Document()
        document.add_paragraph("{{ 村名 }}：")
        document.add_paragraph("请报送{{ 户数 }}户的台账。联系人{{ 联系人 }}")
        document.save(str(self.template))

    def rows(self, count: int) -> list[list[object]]:
        """Good rows."""
        return [[i + 1, f"第{i % 3}镇", f"清水{i}村", 100 + i, "×××"] for i in range(count)]

    def write_table(self, rows: list[list[object]], head: tuple[str, ...] = HEAD) -> Path:
        """A workbook with a title, a head and rows; row 1 of the data is row 3 of the sheet."""
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "村"
        sheet.append(["全县各村一览表"])
        sheet.append(list(head))
        for row in rows:
            sheet.append(row)
        book.save(self.table)
        return self.table

    def write_lines(self, count: int) -> Path:
        """JSON lines."""
        with self.lines.open("w", encoding="utf-8") as stream:
            for row in self.rows(count):
                stream.write(json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=False) + "\n")
        return self.lines


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Desk()


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that were converted; what LibreOffice makes is looked at in test_fill.py."""
    files: list[str] = []

    def to_pdf(sources: Sequence[Path], folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for source in sources:
            files.append(source.stem)
            (folder / (source.stem + ".pdf")).write_bytes(b"%PDF-1.7 " + source.read_bytes()[:9] + b" %%EOF")

    monkeypatch.setattr("qijin_docs.office.convert.to_pdf", to_pdf)
    return files


@pytest.fixture(scope="session")
def snapshot() -> Callable[[Path], dict[str, str]]:
    """``snapshot(folder) -> {path: SHA-256}``, hidden files too; empty folders end with ``/``."""

    def take(folder: Path) -> dict[str, str]:
        found = {}
        for root, folders, files in os.walk(folder):
            here = Path(root)
            for name in files:
                file = here / name
                found[file.relative_to(folder).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
            if not folders and not files:
                found[here.relative_to(folder).as_posix() + "/"] = ""
        return found

    return take
