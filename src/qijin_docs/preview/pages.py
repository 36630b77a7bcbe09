"""The pages of a PDF: their sizes, their marks, their pictures, and what differs between two versions."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from qijin_docs.errors import OfficeError, Place, Problem
from qijin_docs.office.pages import pdf_program

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels an inch at which pages are compared: a full stop of body text has three pixels. At 72 it takes twice as long.
_DPI = 48
#: Pixels on each side of what differs that belong to it; nearer differences are one.
_MARGIN = 4
#: Two grey values that differ less are the same: nobody sees it.
_UNSEEN = 24

#: PDFium takes one caller at a time.
_pdfium = threading.Lock()

Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of the page, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is drawn.

    Args:
        mark: the same for pages that look the same, in any version.
        width: in points, 1/72 inch.
        height: the same.
        grey: its picture in grey, at 48 dots an inch, for comparing.
    """

    mark: str
    width: float
    height: float
    grey: Image


@contextmanager
def open_pdf(pdf: bytes) -> Iterator[Any]:
    """The document of PDFium, for as long as nobody else has one.

    Raises:
        OfficeError: ``office.no_preview``, ``office.bad_pdf``.
    """
    pdfium = pdf_program()
    with _pdfium:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            problem = Problem(
                "office.bad_pdf", f"读不了这个 PDF：{error}", Place(), "请确认文件完整、没有加密"
            )
            raise OfficeError(problem) from error
        try:
            yield document
        finally:
            document.close()


def pages_of(pdf: bytes) -> tuple[Page, ...]:
    """Every page, with the mark by which it is known again.

    Raises:
        OfficeError: ``office.no_preview``, ``office.bad_pdf``.
    """
    with open_pdf(pdf) as document:
        return tuple(_page(page) for page in document)


def page_pictures(pdf: bytes, *, dpi: int = 96) -> tuple[bytes, ...]:
    """Every page as a PNG.

    Raises:
        OfficeError: ``office.no_preview``, ``office.bad_pdf``.
    """
    with open_pdf(pdf) as document:
        return tuple(_png(page, dpi) for page in document)


def page_picture(pdf: bytes, number: int, *, dpi: int) -> bytes:
    """One page as a PNG; the first has number 0."""
    with open_pdf(pdf) as document:
        return _png(document[number], dpi)


def differences(old: Sequence[Page], new: Sequence[Page]) -> tuple[tuple[Box, ...], ...]:
    """For each new page what differs from the old version: nothing, boxes, or the whole page if it is new.

    Pages that were only pushed along by others before them count as unchanged.
    """
    found: list[tuple[Box, ...]] = [()] * len(new)
    matcher = SequenceMatcher(None, [p.mark for p in old], [p.mark for p in new], autojunk=False)
    for operation, first, last, begin, end in matcher.get_opcodes():
        if operation in ("replace", "insert"):
            for offset, number in enumerate(range(begin, end)):
                before = old[first + offset] if first + offset < last else None
                found[number] = _boxes(before, new[number])
    return tuple(found)


def _page(page: Any) -> Page:
    image = page.render(scale=_DPI / 72).to_pil().convert("RGB")
    width, height = page.get_size()
    # The text too: a sign of the smallest print may leave no trace in so small a picture.
    words = page.get_textpage().get_text_range()
    seen = f"{width:.1f}x{height:.1f} {image.size} {words}".encode(errors="replace") + image.tobytes()
    return Page(hashlib.sha256(seen).hexdigest()[:24], width, height, image.convert("L"))


def _png(page: Any, dpi: int) -> bytes:
    stream = io.BytesIO()
    # Level 1 takes a third of the time of the usual 6; the picture goes no further than this machine.
    page.render(scale=dpi / 72).to_pil().convert("RGB").save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def _boxes(old: Page | None, new: Page) -> tuple[Box, ...]:
    """The stretches of lines in which two pages differ."""
    from PIL import ImageChops

    if old is None or old.grey.size != new.grey.size:
        return ((0.0, 0.0, 1.0, 1.0),)
    changed = ImageChops.difference(old.grey, new.grey).point(lambda value: 255 if value > _UNSEEN else 0)
    width, height = changed.size
    dots = changed.tobytes()
    lines = [bool(dots[start : start + width].strip(b"\0")) for start in range(0, len(dots), width)]
    boxes = []
    for top, bottom in _stretches(lines):
        inside = changed.crop((0, top, width, bottom)).getbbox()
        if inside is None:
            continue
        left, right = max(0, inside[0] - _MARGIN), min(width, inside[2] + _MARGIN)
        above, below = max(0, top - _MARGIN // 2), min(height, bottom + _MARGIN // 2)
        boxes.append((left / width, above / height, (right - left) / width, (below - above) / height))
    return tuple(boxes)


def _stretches(lines: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First line and one past the last of each run of lines that differ, with gaps up to the margin closed."""
    start: int | None = None
    end = 0
    for number, differs in enumerate(lines):
        if not differs:
            continue
        if start is not None and number - end > _MARGIN:
            yield start, end
            start = None
        if start is None:
            start = number
        end = number + 1
    if start is not None:
        yield start, end
