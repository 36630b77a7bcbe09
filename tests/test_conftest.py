"""The tools of the tests do what they say: a skip fails with CI=true, the validator sees what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.styles import Font

SKIPPING = """
import pytest

def test_runs():
    pass

def test_skips_itself():
    pytest.skip("no LibreOffice")

@pytest.mark.skip(reason="later")
def test_is_marked():
    pass

@pytest.mark.xfail(reason="known")
def test_is_excused():
    assert False

@pytest.fixture
def missing():
    pytest.skip("no fixture")

def test_cannot_start(missing):
    pass
"""


@pytest.mark.parametrize(
    ("ci", "expected"),
    [("true", "1 passed, 2 failed, 2 errors"), ("", "1 passed, 3 skipped, 1 xfailed")],
    ids=["on the build machine", "at home"],
)
def test_what_does_not_run_fails_on_the_build_machine(
    tmp_path: Path, checkout: Path, ci: str, expected: str
) -> None:
    (tmp_path / "conftest.py").write_bytes((checkout / "tests/conftest.py").read_bytes())
    (tmp_path / "test_skipping.py").write_text(SKIPPING, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")

    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)],
        env={**os.environ, "CI": ci, "PYTEST_ADDOPTS": ""},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )

    counts = {part.strip() for part in answer.stdout.splitlines()[-1].split(" in ")[0].split(",")}
    assert counts == {part.strip() for part in expected.split(",")}, answer.stdout


def saved(document: object) -> bytes:
    stream = BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def test_the_validator_accepts_what_word_and_excel_accept(
    tmp_path: Path, valid_ooxml: Callable[[Path | bytes], None]
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "活动台账"
    book.active["A1"].font = Font(name="仿宋_GB2312", bold=True, color="FF0000", size=16)

    valid_ooxml(saved(book))
    valid_ooxml(saved(docx.Document()))
    path = tmp_path / "方案.docx"
    path.write_bytes(saved(docx.Document()))
    valid_ooxml(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b"<w:p>", b"<w:p><w:pargraph/>"),
        ("word/document.xml", b"<w:p>", b"<w:p><w:tbl/>"),
        ("word/document.xml", b"<w:p>", b'<w:p><w:pPr><w:jc w:val="middle"/></w:pPr>'),
        ("word/document.xml", b"</w:p>", b"<w:r><w:rPr/><w:t/></w:r><w:pPr/></w:p>"),
        ("word/document.xml", b"</w:p>", b'<w:hyperlink r:id="rId999"/></w:p>'),
    ],
)
def test_the_validator_sees_a_fault(
    valid_ooxml: Callable[[Path | bytes], None], part: str, old: bytes, new: bytes
) -> None:
    document = docx.Document()
    document.add_paragraph("text")
    faulty = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(document))) as package, zipfile.ZipFile(faulty, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            copy.writestr(name, data.replace(old, new, 1) if name == part else data)

    with pytest.raises(pytest.fail.Exception, match=r"word/document\.xml"):
        valid_ooxml(faulty.getvalue())


def test_paragraphs_are_read_in_their_order_with_those_in_tables(
    docx_paragraphs: Callable[[Path | bytes], list[str]],
) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).text = "单格"
    document.add_paragraph("后")

    assert docx_paragraphs(saved(document)) == ["前", "合并", "单格", "后"]


def test_parts_are_shown_as_indented_xml(pretty_parts: Callable[..., str]) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("b.xml", "<b><c/></b>")
        package.writestr("a.rels", "<a/>")
        package.writestr("image.png", b"\x89PNG")

    assert pretty_parts(stream.getvalue()) == "=== a.rels\n<a/>\n\n=== b.xml\n<b>\n  <c/>\n</b>\n"
    assert pretty_parts(stream.getvalue(), "b.xml") == "=== b.xml\n<b>\n  <c/>\n</b>\n"
