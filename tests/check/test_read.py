"""Reading files of any kind, and what is said about those that cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qijin_docs.check.read import read_facts, read_many
from qijin_docs.errors import DataError


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "check.not_word", "这是旧格式的 .doc 文件"),
        (b"", "check.not_word", "这不是 .docx，也不是 .pdf"),
        ("一、总体要求".encode(), "check.not_word", "这不是 .docx，也不是 .pdf"),
        (b"%PDF-1.7\nnothing", "check.bad_pdf", "读不了这个 PDF：Failed to load document (PDFium: Data format error)."),
        (b"PK\x03\x04", "package.truncated", None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes, code: str, sentence: str | None) -> None:
    path = tmp_path / "文件.docx"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_facts(path)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert problem.place.file == "文件.docx"
    assert problem.hint
    if sentence is not None:
        assert problem.message == sentence


def test_all_files_that_cannot_be_read_are_told_at_once(tmp_path: Path) -> None:
    files = [tmp_path / "甲.docx", tmp_path / "乙.docx"]
    files[0].write_bytes(b"no")
    with pytest.raises(DataError) as caught:
        read_many(files)
    assert [(p.code, p.place.file) for p in caught.value.problems] == [
        ("check.not_word", "甲.docx"),
        ("package.missing_file", "乙.docx"),
    ]


def test_a_missing_pdfium_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "文件.pdf"
    path.write_bytes(b"%PDF-1.7")
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(DataError) as caught:
        read_facts(path)
    assert str(caught.value) == (
        '文件.pdf：没有安装量版面所需的 pypdfium2；pip install "qijin-docs[layout]" [check.no_pdfium]'
    )


def test_no_files_give_no_facts() -> None:
    assert read_many([], layout=True) == ()
