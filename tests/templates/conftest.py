"""What the templates' tests share: the templates, values to fill them with, and pages measured in millimetres."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from qijin_docs import Picture
from qijin_docs.contents.last_lines import last_lines
from qijin_docs.models.signatures import lines_of_names
from qijin_docs.templating import Rendered, compile_template

MM_A_POINT = 25.4 / 72
FIRST_PAGE = ("标志行", "联合标志行", "联合标志字号", "主送句", "版记主送句")
"""What is told about the first page, see ``qijin_docs.contents.first_page``."""

# Filling ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def templates(checkout: Path) -> Path:
    """The folder with word/ and excel/."""
    return checkout / "templates"


@pytest.fixture(scope="session")
def fill(templates: Path) -> Callable[[str, Mapping[str, Any]], Rendered]:
    """``fill("word/实施方案.docx", values)``: the template rendered; compiled once a session.

    What pages have room for is reckoned, unless it is given.
    """
    compiled = cache(compile_template)

    def render(name: str, values: Mapping[str, Any]) -> Rendered:
        whole = _with_defaults(dict(values))
        if "标志" in whole and "署名行" not in whole:
            whole["署名行"] = lines_of_names((whole["单位"]["全称"], *whole["版头"]["联合发文机关"]))
        given = {name: values[name] for name in FIRST_PAGE} if "标志行" in whole else {}
        return compiled(templates / name).render(whole | last_lines(whole) | given)

    return render


def _with_defaults(value: Any) -> Any:
    """The same values; what the models give every paragraph and attachment is there."""
    if isinstance(value, Mapping):
        marks = {"随落款": False, "前页文字": "", "次页文字": ""} if "样式" in value else {}
        marks |= {"随落款": True} if set(value) == {"序号", "名称"} else {}
        return marks | {name: _with_defaults(item) for name, item in value.items()}
    return [_with_defaults(item) for item in value] if isinstance(value, (list, tuple)) else value


@pytest.fixture
def samples() -> dict[str, tuple[str, dict[str, Any]]]:
    """Template and values by name, see ``samples.yaml``; made anew for each test, which may change them."""
    return _read_samples()


@pytest.fixture(scope="session")
def read_samples() -> Callable[[], dict[str, tuple[str, dict[str, Any]]]]:
    """``read_samples()``: the samples, for fixtures that live longer than a test."""
    return _read_samples


@pytest.fixture
def letter() -> Callable[..., dict[str, Any]]:
    """``letter(attachments, **other)``: an official document with some attachments and nothing else optional."""

    def values(attachments: int = 0, **other: Any) -> dict[str, Any]:
        several = attachments > 1
        numbers = range(1, attachments + 1)
        page = _read_samples()["rich report"][1]["附件正文"][2]
        return {
            **_read_samples()["report"][1],
            "附件名": [{"序号": f"{n}." if several else "", "名称": f"材料{n}"} for n in numbers],
            "附件正文": [{**page, "标号": f"附件{n}" if several else "附件"} for n in numbers],
            **other,
        }

    return values


def _read_samples() -> dict[str, tuple[str, dict[str, Any]]]:
    """The samples, with a real photograph wherever there is to be one."""
    text = Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8")
    samples = {
        name: (template, values) for name, (template, values) in yaml.safe_load(text)["samples"].items()
    }
    for photograph in samples["rich case"][1]["照片图"]:
        photograph["图"] = Picture(_photograph(), width=70)
    return samples


@cache
def _photograph() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (160, 120), "navy").save(stream, "PNG")
    return stream.getvalue()


# Measuring -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Glyph:
    """A character on the page: where its baseline begins, in millimetres, its size in points, its font."""

    char: str
    x: float
    y: float
    size: float
    font: str


@dataclass(frozen=True)
class Rule:
    """A horizontal line: its ends, its middle, its thickness, its colour as red, green, blue."""

    left: float
    right: float
    y: float
    thickness: float
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Page:
    """One page as drawn; millimetres from its upper left corner."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    picture: Any

    @property
    def baselines(self) -> list[float]:
        """Heights of the lines of text inside the type area, from above."""
        found: list[float] = []
        for y in sorted(glyph.y for glyph in self.glyphs if 37 < glyph.y < 262):
            if not found or y - found[-1] > 2:
                found.append(y)
        return found

    def row(self, y: float) -> list[Glyph]:
        """The glyphs on the baseline at this height, from left to right."""
        return sorted((glyph for glyph in self.glyphs if abs(glyph.y - y) < 1), key=lambda glyph: glyph.x)

    @property
    def lines(self) -> list[str]:
        """The lines of text inside the type area, from above."""
        return ["".join(glyph.char for glyph in self.row(y)) for y in self.baselines]

    def find(self, text: str) -> list[Glyph]:
        """The glyphs of the first place where the text stands on one line, anywhere on the page."""
        for y in sorted({glyph.y for glyph in self.glyphs}):
            row = self.row(y)
            at = "".join(glyph.char for glyph in row).find(text)
            if at >= 0:
                return row[at : at + len(text)]
        raise AssertionError(f"“{text}” is not on the page: {self.lines}")

    def ink(
        self, box: tuple[float, float, float, float], *, red: bool = False
    ) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the dark (or the red) pixels within a box."""
        scale = self.width / self.picture.width
        cut = self.picture.crop(tuple(round(value / scale) for value in box))
        reds, _, blues = cut.split()
        # Red ink is as bright as paper in red, and dark in blue.
        mask = blues.point(lambda value: 255 * (value < 128))
        dark = reds.point(lambda value: 255 * (value < 128))
        if red:
            from PIL import ImageChops

            mask = ImageChops.subtract(mask, dark)
        else:
            mask = dark
        found = mask.getbbox()
        assert found is not None, "no ink there"
        left, top, right, bottom = (value * scale for value in found)
        return box[0] + left, box[1] + top, box[0] + right, box[1] + bottom


@pytest.fixture(scope="session")
def measure() -> Callable[[Path], list[Page]]:
    """``measure(pdf)``: the pages as drawn."""
    return _measure


@pytest.fixture(scope="session")
def lines_of_pages() -> Callable[[Path], list[list[str]]]:
    """``lines_of_pages(pdf)``: the lines of text inside the type area, page by page; no picture is drawn for it."""
    return _lines_of_pages


def _lines_of_pages(pdf: Path) -> list[list[str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for sheet in document:
        rows: list[tuple[float, list[Glyph]]] = []
        glyphs = [glyph for glyph in _glyphs(sheet, sheet.get_size()[1]) if 37 < glyph.y < 262]
        for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
            if not rows or glyph.y - rows[-1][0] > 2:
                rows.append((glyph.y, []))
            rows[-1][1].append(glyph)
        pages.append(["".join(g.char for g in sorted(row, key=lambda g: g.x)) for _, row in rows])
    document.close()
    return pages


def _measure(pdf: Path) -> list[Page]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for sheet in document:
        width, height = sheet.get_size()
        pages.append(
            Page(
                width * MM_A_POINT,
                height * MM_A_POINT,
                tuple(_glyphs(sheet, height)),
                tuple(_rules(sheet, height)),
                sheet.render(scale=200 / 72).to_pil().convert("RGB"),
            )
        )
    document.close()
    return pages


def _glyphs(sheet: Any, height: float) -> list[Glyph]:
    from pypdfium2 import raw

    text = sheet.get_textpage()
    found = []
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char.isspace() or char == "\x00":
            continue
        x, y, name = ctypes.c_double(), ctypes.c_double(), ctypes.create_string_buffer(200)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetFontInfo(text, index, name, 200, ctypes.c_int())
        size = raw.FPDFText_GetFontSize(text, index)
        found.append(
            Glyph(char, x.value * MM_A_POINT, (height - y.value) * MM_A_POINT, size, name.value.decode())
        )
    return found


def _rules(sheet: Any, height: float) -> list[Rule]:
    from pypdfium2 import raw

    found = []
    for item in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        if right - left < 20 or top - bottom > 4:
            continue
        parts = [ctypes.c_uint() for _ in range(4)]
        mode, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
        raw.FPDFPath_GetDrawMode(item, mode, stroked)
        thickness = top - bottom
        if stroked.value:
            raw.FPDFPageObj_GetStrokeColor(item, *parts)
            raw.FPDFPageObj_GetStrokeWidth(item, width)
            # PDFium adds a whole width on every side.
            thickness = width.value
            left, right = left + thickness, right - thickness
        else:
            raw.FPDFPageObj_GetFillColor(item, *parts)
        middle = (height - (top + bottom) / 2) * MM_A_POINT
        colour = (parts[0].value, parts[1].value, parts[2].value)
        found.append(Rule(left * MM_A_POINT, right * MM_A_POINT, middle, thickness * MM_A_POINT, colour))
    return found
