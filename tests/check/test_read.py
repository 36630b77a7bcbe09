"""Reading files of any kind, and what is said about those that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from qijin_docs.check.read import read_facts, read_many
from qijin_docs.check.recognise import elements
from qijin_docs.check.rules.page import pages_drawn
from qijin_docs.errors import DataError, OfficeError, Place, Problem


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


@pytest.fixture
def office_that_fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """``office_that_fails("00001.docx")``: LibreOffice draws every file but this one; "" for none at all."""

    def install(name: str) -> None:
        def convert(files: Sequence[Path], folder: Path, *, soffice: object = None) -> tuple[Path, ...]:
            folder.mkdir(exist_ok=True)
            bad = [file for file in files if not name or file.name == name]
            if bad:
                raise OfficeError(
                    Problem("office.failed", "转换失败", Place(str(file)), "重试") for file in bad
                )
            return tuple(files)

        monkeypatch.setattr("qijin_docs.check.read.to_pdf", convert)
        monkeypatch.setattr("qijin_docs.check.pdf_facts.page_facts", lambda path, file=None: ())

    return install


def documents(folder: Path, count: int) -> list[Path]:
    files = []
    for number in range(count):
        document = docx.Document()
        document.add_paragraph(f"第{number}份")
        files.append(folder / f"{number}.docx")
        document.save(str(files[-1]))
    return files


def test_a_file_that_is_not_drawn_keeps_its_facts_and_says_so(
    tmp_path: Path, office_that_fails: Callable[[str], None]
) -> None:
    office_that_fails("00001.docx")
    found = read_many(documents(tmp_path, 3), layout=True, calls=3)
    assert [facts.not_drawn for facts in found] == ["", "转换失败", ""]
    assert [facts.has_pdf for facts in found] == [True, False, True]
    assert found[1].paragraphs[0].text == "第1份"


def test_pages_that_were_not_drawn_are_not_passed_over(
    tmp_path: Path, office_that_fails: Callable[[str], None]
) -> None:
    office_that_fails("00000.docx")
    facts = read_many(documents(tmp_path, 2), layout=True)[0]
    (said,) = pages_drawn(facts, elements(facts))
    assert str(said) == "全部版面规则：LibreOffice 没有画出页面：转换失败"


def test_an_office_that_draws_nothing_is_an_error(
    tmp_path: Path, office_that_fails: Callable[[str], None]
) -> None:
    office_that_fails("")
    files = documents(tmp_path, 2)
    with pytest.raises(OfficeError) as caught:
        read_many(files, layout=True)
    assert [(p.code, p.place.file) for p in caught.value.problems] == [
        ("office.failed", str(files[0])),
        ("office.failed", str(files[1])),
    ]


def test_a_missing_office_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OfficeError) as caught:
        read_many(documents(tmp_path, 3), layout=True, soffice=tmp_path / "soffice")
    assert [p.code for p in caught.value.problems] == ["office.missing"]
