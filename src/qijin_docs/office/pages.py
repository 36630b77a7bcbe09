"""A PDF as pictures, one a page, for people who look at pages; and how many pages it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qijin_docs.errors import OfficeError, Place, Problem


def page_images(pdf: str | Path, folder: str | Path, *, dpi: int = 96) -> tuple[Path, ...]:
    """Draw every page of a PDF into a PNG file ``方案-01.png``.

    Args:
        pdf: the PDF.
        folder: where the pictures go; made if it is not there.
        dpi: pixels an inch; 96 is the size on a screen, an A4 page has 794 × 1123 pixels then.

    Raises:
        OfficeError: ``office.no_preview`` if the extra ``preview`` is not installed, ``office.bad_pdf``.
    """
    pdf, folder = Path(pdf), Path(folder)
    document = _opened(pdf)
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    try:
        width = max(2, len(str(len(document))))
        for number, page in enumerate(document, 1):
            picture = folder / f"{pdf.stem}-{number:0{width}}.png"
            page.render(scale=dpi / 72).to_pil().save(picture)
            pictures.append(picture)
    finally:
        document.close()
    return tuple(pictures)


def page_count(pdf: str | Path) -> int:
    """How many pages a PDF has.

    Raises:
        OfficeError: ``office.no_preview`` if the extra ``preview`` is not installed, ``office.bad_pdf``.
    """
    document = _opened(Path(pdf))
    try:
        return len(document)
    finally:
        document.close()


def pdf_program() -> Any:
    """PDFium, which draws pages.

    Raises:
        OfficeError: ``office.no_preview``: it is not installed.
    """
    try:
        import pypdfium2
    except ImportError as error:
        hint = 'pip install "qijin-docs[preview]"'
        raise OfficeError(
            Problem("office.no_preview", f"没有安装画页面所需的 {error.name}", hint=hint)
        ) from error
    return pypdfium2


def _opened(pdf: Path) -> Any:
    pypdfium2 = pdf_program()
    try:
        return pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError) as error:
        message = f"读不了这个 PDF：{error}"
        raise OfficeError(
            Problem("office.bad_pdf", message, Place(str(pdf)), "请确认文件完整、没有加密")
        ) from error
