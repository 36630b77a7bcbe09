"""Templates to look at, and an office that draws at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest

from qijin_docs.errors import OfficeError, Place, Problem


def make_pdf(*pages: str, size: tuple[float, float] = (595.0, 842.0)) -> bytes:
    """A PDF with a line of ASCII on each page, made without LibreOffice."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents {len(objects) + 2} 0 R"
            "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream\n")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    body = "".join(f"{number} 0 obj{content}endobj\n" for number, content in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF\n".encode()


class QuickOffice:
    """Draws a page for each paragraph that has ASCII text; says when it is asked; fails when told to."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.fails = False
        self.closed = False

    def start(self) -> None:
        """Nothing to start."""

    def convert(self, file: Path) -> bytes:
        """A page a paragraph."""
        if self.fails:
            raise OfficeError(
                Problem("office.timeout", "LibreOffice 在 1 秒内没有完成，已停止", Place(str(file)))
            )
        texts = [
            p.text
            for p in docx.Document(io.BytesIO(file.read_bytes())).paragraphs
            if p.text.isascii() and p.text
        ]
        self.asked.append(texts)
        return make_pdf(*texts)

    def close(self) -> None:
        """Nothing to end."""
        self.closed = True


@pytest.fixture
def office() -> QuickOffice:
    return QuickOffice()


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    """``template(paragraph, …)`` writes 模板.docx and gives its path."""

    def write(*paragraphs: str, name: str = "模板.docx") -> Path:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        path = tmp_path / name
        document.save(str(path))
        return path

    return write


@pytest.fixture(scope="session")
def pdf_of() -> Callable[..., bytes]:
    """``pdf_of(text, …, size=(595, 842))``: a PDF with a page for each text, made without LibreOffice."""
    return make_pdf


@pytest.fixture(scope="session")
def opened() -> Callable[[bytes], int]:
    """``opened(pdf) -> pages``."""

    def count(pdf: bytes) -> int:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()

    return count
