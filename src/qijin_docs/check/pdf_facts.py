"""Facts from a PDF: where every character stands, in what font, size and colour; lines, pictures, red ink.

PDFium gives characters with the origin of their baseline, which does not depend on what a font says about its
own height. For the red mark at the head of a page only ink counts, so that part of the page is drawn.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qijin_docs.check.facts import (
    MM_A_POINT,
    Box,
    Facts,
    Glyph,
    HeaderFooter,
    LineFacts,
    PageFacts,
    RuleFacts,
)
from qijin_docs.check.pdf_paragraphs import paragraphs_from_lines
from qijin_docs.errors import DataError, Place, Problem

if TYPE_CHECKING:
    from types import ModuleType

#: Characters of one line lie within this distance, millimetres; the lines of a page are 10 apart.
_SAME_LINE = 1.2
#: A line shorter than this is part of a drawing or an underline of a word.
_SHORTEST_RULE = 30.0
_THICKEST_RULE = 2.0
#: Red ink is looked for down to here; a mark with a joint issuer may be tall.
_HEAD = 140.0
#: A page on which more of the characters have no code is not read at all.
_MOST_UNMAPPED = 0.2
_DOTS_A_MM = 8
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def pdf_facts(path: Path | str, *, file: str | None = None) -> Facts:
    """What a page shows; paragraphs are put together from its lines.

    Args:
        path: the PDF.
        file: its name for messages; the path's own name if not given.

    Raises:
        DataError: ``check.no_pdfium`` if the extra ``layout`` is not installed, ``check.bad_pdf``.
    """
    pages = page_facts(path, file=file)
    name = file or Path(path).name
    paragraphs = paragraphs_from_lines(pages, name)
    foot = tuple(paragraph for paragraph in paragraphs if paragraph.area == "footer")
    return Facts(
        file=name,
        kind="pdf",
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph.area == "body"),
        headers_footers=(HeaderFooter("footer", "default", (), foot),) if foot else (),
        pages=pages,
    )


def page_facts(path: Path | str, *, file: str | None = None) -> tuple[PageFacts, ...]:
    """The pages of a PDF as drawn.

    Args:
        path: the PDF.
        file: its name for messages; the path's own name if not given.

    Raises:
        DataError: ``check.no_pdfium`` if the extra ``layout`` is not installed, ``check.bad_pdf``.
    """
    name = file or Path(path).name
    pdfium = _pdfium(name)
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError) as cause:
        if "password" in str(cause).lower():
            hint = "另存一份不加密的 PDF，或者校对原来的 Word 文件"
            raise DataError(
                Problem("check.locked", "这个 PDF 加了密码，打不开", Place(name), hint)
            ) from cause
        message = f"读不了这个 PDF：{cause}"
        raise DataError(
            Problem("check.bad_pdf", message, Place(name), "请确认文件完整，重新生成 PDF 再试")
        ) from cause
    try:
        return tuple(_page(sheet, number) for number, sheet in enumerate(document, 1))
    finally:
        document.close()


def _pdfium(file: str) -> ModuleType:
    try:
        import pypdfium2
        import pypdfium2.raw
    except ImportError as cause:
        message = f"没有安装量版面所需的 {cause.name}"
        raise DataError(
            Problem("check.no_pdfium", message, Place(file), 'pip install "qijin-docs[layout]"')
        ) from cause
    module: ModuleType = pypdfium2
    return module


def _page(sheet: Any, number: int) -> PageFacts:
    width, height = sheet.get_size()
    glyphs, unmapped = _glyphs(sheet, height)
    images = tuple(_images(sheet, height))
    unread = ""
    if not glyphs and (images or any(True for _ in sheet.get_objects(max_depth=1))):
        unread = "没有文字，可能是扫描的图片，或者文字已经转成图形"
    elif unmapped > len(glyphs) * _MOST_UNMAPPED:
        unread, glyphs = "文字没有编码，能看见但读不出是什么字", []
    return PageFacts(
        number=number,
        width=width * MM_A_POINT,
        height=height * MM_A_POINT,
        lines=tuple(lines_of(glyphs)),
        rules=tuple(sorted(_rules(sheet, height), key=lambda rule: (rule.y, rule.left))),
        images=images,
        red=_red_ink(sheet, glyphs) if number == 1 else None,
        unread=unread,
    )


def _glyphs(sheet: Any, height: float) -> tuple[list[Glyph], int]:
    """The characters drawn on a page, and how many of them nobody can tell."""
    from pypdfium2 import raw

    text = sheet.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    # Characters drawn by one operator share font, size and colour; asking for them once halves the time.
    types: dict[int, tuple[float, str, str]] = {}
    found: list[Glyph] = []
    unmapped = 0
    for index in range(text.count_chars()):
        # PDFium's sign for a hyphen at the end of a line.
        char = chr(raw.FPDFText_GetUnicode(text, index)).replace("\x02", "-")
        # Spaces that PDFium adds between words are not drawn.
        if char.isspace() or char in "\x00\ufffe\u200b" or raw.FPDFText_IsGenerated(text, index):
            continue
        drawn_by = ctypes.cast(raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value or -index - 1
        if drawn_by not in types:
            types[drawn_by] = _type(raw, text, index)
        size, font, colour = types[drawn_by]
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        wide = raw.FPDFText_GetLooseCharBox(text, index, box)
        unmapped += (
            raw.FPDFText_HasUnicodeMapError(text, index) == 1 or char < " " or "\ue000" <= char <= "\uf8ff"
        )
        found.append(
            Glyph(
                char=char,
                x=x.value * MM_A_POINT,
                y=(height - y.value) * MM_A_POINT,
                size=size,
                font=font,
                colour=colour,
                advance=(box.right - box.left) * MM_A_POINT if wide else 0.0,
            )
        )
    return found, unmapped


def _type(raw: Any, text: Any, index: int) -> tuple[float, str, str]:
    """Size, font and colour of a character."""
    name = ctypes.create_string_buffer(200)
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFontInfo(text, index, name, 200, ctypes.c_int())
    raw.FPDFText_GetFillColor(text, index, *parts)
    font = _SUBSET.sub("", _font_name(name.value))
    return _drawn_size(raw, text, index), font, _hex(parts)


def _font_name(written: bytes) -> str:
    """The name of a font; WPS and older programs write Chinese names in GBK."""
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("gb18030", "replace")


def _drawn_size(raw: Any, text: Any, index: int) -> float:
    """Points as drawn: the size of the font times the scale of its matrix."""
    size = float(raw.FPDFText_GetFontSize(text, index))
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text, index, matrix):
        scale = float((matrix.b**2 + matrix.d**2) ** 0.5)
        # Some programs write size 1 and put the size into the matrix.
        return size * scale if scale else size
    return size


def _hex(parts: Iterable[Any]) -> str:
    return "".join(f"{part.value:02X}" for part in list(parts)[:3])


def lines_of(glyphs: Iterable[Glyph]) -> list[LineFacts]:
    """Characters gathered to lines, from above; each line from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - lines[-1][0].y < _SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [LineFacts(tuple(sorted(line, key=lambda glyph: glyph.x))) for line in lines]


def _rules(sheet: Any, height: float) -> Iterator[RuleFacts]:
    from pypdfium2 import raw

    for item in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=5):
        left, bottom, right, top = (value * MM_A_POINT for value in item.get_bounds())
        thickness = top - bottom
        if right - left < _SHORTEST_RULE or thickness > _THICKEST_RULE:
            continue
        # LibreOffice draws a border as a filled box, Word and WPS draw some as a stroke.
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, mode, stroked)
        parts = [ctypes.c_uint() for _ in range(4)]
        if stroked.value and mode.value == raw.FPDF_FILLMODE_NONE:
            raw.FPDFPageObj_GetStrokeColor(item, *parts)
            stroke = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(item, stroke)
            thickness = stroke.value * MM_A_POINT
            # PDFium adds the width of the stroke to both ends.
            left, right = left + thickness, right - thickness
        elif mode.value != raw.FPDF_FILLMODE_NONE:
            raw.FPDFPageObj_GetFillColor(item, *parts)
        else:
            continue
        middle = height * MM_A_POINT - (top + bottom) / 2
        yield RuleFacts(left, right, middle, thickness, _hex(parts))


def _images(sheet: Any, height: float) -> Iterator[Box]:
    from pypdfium2 import raw

    for item in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        left, bottom, right, top = (value * MM_A_POINT for value in item.get_bounds())
        tall = height * MM_A_POINT
        yield Box(left, tall - top, right, tall - bottom)


def is_red(colour: str) -> bool:
    """Whether ink of this colour is red: much red, little of anything else."""
    if len(colour) != 6:
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 150 and green <= 90 and blue <= 90


def _red_ink(sheet: Any, glyphs: Iterable[Glyph]) -> Box | None:
    """The box round the ink of the first red characters, measured on the drawn page."""
    red = [line for line in lines_of(glyph for glyph in glyphs if is_red(glyph.colour)) if line.y < _HEAD]
    if not red:
        return None
    from PIL import ImageChops

    # PDFium's scale is dots a point.
    scale = _DOTS_A_MM
    # A red rule is ink as well: only the band of the characters is looked at.
    tallest = max(glyph.size for line in red for glyph in line.glyphs) * MM_A_POINT
    band = (
        max(0, round(min(line.left for line in red) - 3)),
        max(0, round(red[0].y - 1.2 * tallest)),
        round(max(line.right for line in red) + 3),
        round(red[-1].y + 0.25 * tallest),
    )
    width, height = sheet.get_size()
    sides = (
        band[0] / MM_A_POINT,
        height - band[3] / MM_A_POINT,
        max(0, width - band[2] / MM_A_POINT),
        band[1] / MM_A_POINT,
    )
    cut = sheet.render(scale=scale * MM_A_POINT, crop=sides).to_pil().convert("RGB")
    reds, greens, _ = cut.split()
    mask = ImageChops.subtract(reds, greens).point(lambda value: 255 * (value > 100))
    found = mask.getbbox()
    if found is None:
        return None
    left, top, right, bottom = (value / scale for value in found)
    return Box(band[0] + left, band[1] + top, band[0] + right, band[1] + bottom)
