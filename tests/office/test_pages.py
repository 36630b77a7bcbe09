"""Pages as pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import PIL.Image
import pypdfium2
import pytest

from qijin_docs.errors import OfficeError
from qijin_docs.office import page_images


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    """An empty PDF of two A4 pages and one across."""
    document = pypdfium2.PdfDocument.new()
    for width, height in ((595.32, 841.92), (595.32, 841.92), (841.92, 595.32)):
        document.new_page(width, height)
    document.save(tmp_path / "总结.pdf")
    document.close()
    return tmp_path / "总结.pdf"


def size(picture: Path) -> tuple[int, int]:
    with PIL.Image.open(picture) as image:
        return image.size


def test_every_page_becomes_a_picture_of_its_size(tmp_path: Path, three_pages: Path) -> None:
    pictures = page_images(three_pages, tmp_path / "pages", dpi=96)

    assert [picture.name for picture in pictures] == ["总结-01.png", "总结-02.png", "总结-03.png"]
    assert [size(picture) for picture in pictures] == [(794, 1123), (794, 1123), (1123, 794)]


def test_the_resolution_is_an_argument(tmp_path: Path, three_pages: Path) -> None:
    picture = page_images(three_pages, tmp_path, dpi=48)[0]
    assert size(picture) == (397, 562)


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n"])
def test_what_is_not_a_pdf_is_a_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(OfficeError) as caught:
        page_images(tmp_path / "x.pdf", tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("office.bad_pdf", str(tmp_path / "x.pdf"))
    assert problem.message.startswith("读不了这个 PDF：")


def test_a_pdf_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match=r"office\.bad_pdf"):
        page_images(tmp_path / "x.pdf", tmp_path)


def test_without_the_extra_the_way_to_install_it_is_told(
    tmp_path: Path, three_pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(OfficeError) as caught:
        page_images(three_pages, tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "office.no_preview"
    assert problem.message == "没有安装画页面所需的 pypdfium2"
    assert problem.hint == 'pip install "qijin-docs[preview]"'
