"""What of a document counts when the engine's and docxtpl's are compared."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="session")
def plain() -> Callable[..., list[str]]:
    """``plain(bytes of a .docx)``: paragraphs, rows and cells of its body or another part, a line for each format."""
    return _plain


def _plain(data: bytes, part: str = "word/document.xml") -> list[str]:
    """The paragraphs, rows and cells of a body, one line each run of equal format."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(part))
    for element in root.iter(W + "rFonts"):
        element.attrib.pop(W + "hint", "")
    for element in list(root.iter(W + "rFonts", W + "rPr", W + "tcPr")):
        if not len(element) and not element.attrib:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    lines: list[str] = []
    for element in root.iter(W + "tbl", W + "tr", W + "tc", W + "p", W + "gridCol"):
        name = etree.QName(element).localname
        if name == "p":
            lines.extend(_paragraph(element))
        elif name == "gridCol":
            lines.append("gridCol")
        else:
            settings = element.find(f"{W}{name}Pr")
            lines.append(name + ("" if settings is None else _settings(settings)))
    return lines


def _paragraph(paragraph: etree._Element) -> list[str]:
    settings = paragraph.find(W + "pPr")
    lines = ["p" + ("" if settings is None else _settings(settings))]
    last = None
    for run in paragraph.iter(W + "r"):
        properties = run.find(W + "rPr")
        form = "" if properties is None else _settings(properties)
        text = "".join(map(_shown, run))
        if not text:
            continue
        if form == last:
            lines[-1] += text
        else:
            lines.append(f"r{form}: {text}")
        last = form
    return lines


def _shown(child: etree._Element) -> str:
    if child.tag == W + "drawing":
        (extent,) = child.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
        )
        # In tenths of a millimetre: python-docx rounds the dots per inch.
        sides = [round(int(extent.get(side, "0")) / 3600) for side in ("cx", "cy")]
        return f"〔图 {sides[0]}×{sides[1]}〕"
    signs = {W + "br": "\n", W + "tab": "\t"}
    return signs.get(str(child.tag), child.text or "" if child.tag == W + "t" else "")


def _settings(element: etree._Element) -> str:
    """Settings without their order, which docxtpl gets wrong, and without widths, which it leaves as they were."""
    found = sorted(
        etree.QName(child).localname
        + str(sorted((re.sub("{.*}", "", str(k)), v) for k, v in child.attrib.items()))
        for child in element
        if child.tag not in (W + "tcW", W + "shd") or child.get(W + "fill")
    )
    return str(found) if found else ""
