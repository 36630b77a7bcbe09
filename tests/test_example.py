"""The example of a whole year, built from beginning to end and looked at by other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from qijin_docs import build, load_project


def office_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in {".docx", ".xlsx"})


@pytest.fixture(scope="module")
def out(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every document of the year."""
    folder = tmp_path_factory.mktemp("out")
    build(load_project(examples / "yunling-2018"), folder)
    return folder


def test_the_year_has_its_documents(out: Path) -> None:
    assert len(office_files(out)) >= 14


def test_every_document_is_valid_and_opens(out: Path, valid_ooxml: Callable[[Path | bytes], None]) -> None:
    for file in office_files(out):
        valid_ooxml(file)
        if file.suffix == ".docx":
            assert docx.Document(str(file)).paragraphs
        else:
            book = openpyxl.load_workbook(file)
            assert book.worksheets
            book.close()


def test_libreoffice_makes_pages_of_every_document_and_no_tag_is_left_on_them(
    out: Path, libreoffice: Callable[..., tuple[Path, ...]], pdf_text: Callable[[Path], list[str]]
) -> None:
    files = office_files(out)
    for file, pdf in zip(files, libreoffice(*files), strict=True):
        pages = pdf_text(pdf)
        assert all(page.strip() for page in pages), f"{file.name}: an empty page"
        left = [
            sign
            for sign in ("{{", "}}", "{%", "%}", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!")
            for page in pages
            if sign in page
        ]
        assert left == [], file.name


def test_building_twice_gives_the_same_bytes(out: Path, examples: Path, tmp_path: Path) -> None:
    build(load_project(examples / "yunling-2018"), tmp_path)

    def contents(folder: Path) -> dict[str, bytes]:
        files = (file for file in folder.rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

    assert contents(tmp_path) == contents(out)
