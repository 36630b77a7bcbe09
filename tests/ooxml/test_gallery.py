"""Pictures put into cells of a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import pytest
from lxml import etree

from qijin_docs.ooxml.gallery import DRAWING_ID, Gallery, drawing_of, parts_that_may_change, with_drawing
from qijin_docs.ooxml.package import Package, read_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, str]


@dataclass(frozen=True)
class Picture:
    data: bytes = b"\x89PNG"
    extension: str = "png"
    content_type: str = "image/png"
    digest: str = "0123456789abcdef0123"
    name: str = '图 "一" & <二>'
    emu: tuple[int, int] = (360_000, 180_000)


@pytest.fixture(scope="module")
def package() -> Package:
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    return read_package(stream.getvalue(), file="表.xlsx")


@pytest.fixture
def hung(package: Package) -> Callable[..., Parts]:
    def hang(*pictures: tuple[int, int, Picture]) -> Parts:
        gallery = Gallery()
        for row, column, picture in pictures:
            gallery.hang(SHEET, row, column, picture)
        return {
            name: content.decode(errors="replace") if isinstance(content, bytes) else ""
            for name, content in gallery.parts(package, {}).items()
        }

    return hang


def test_without_pictures_nothing_is_written(hung: Callable[..., Parts]) -> None:
    assert hung() == {}


def test_a_picture_gets_all_the_parts_it_needs(hung: Callable[..., Parts]) -> None:
    parts = hung((5, 3, Picture()))
    assert sorted(parts) == [
        "[Content_Types].xml",
        "xl/drawings/_rels/drawingPictures1.xml.rels",
        "xl/drawings/drawingPictures1.xml",
        "xl/media/picture-0123456789abcdef.png",
        "xl/worksheets/_rels/sheet1.xml.rels",
    ]
    assert 'PartName="/xl/drawings/drawingPictures1.xml"' in parts["[Content_Types].xml"]
    assert 'Extension="png" ContentType="image/png"' in parts["[Content_Types].xml"]
    assert 'Target="../drawings/drawingPictures1.xml"' in parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert (
        'Target="../media/picture-0123456789abcdef.png"'
        in parts["xl/drawings/_rels/drawingPictures1.xml.rels"]
    )


def test_it_hangs_in_its_cell_with_its_size_and_name(hung: Callable[..., Parts]) -> None:
    drawing = etree.fromstring(hung((5, 3, Picture()))["xl/drawings/drawingPictures1.xml"].encode())
    [anchor] = drawing
    assert (anchor.findtext("{*}from/{*}row"), anchor.findtext("{*}from/{*}col")) == ("4", "2")
    size = anchor.find("{*}ext")
    assert size is not None
    assert (size.get("cx"), size.get("cy")) == ("360000", "180000")
    assert next(anchor.iter("{*}cNvPr")).get("descr") == '图 "一" & <二>'


def test_the_same_picture_is_stored_once_and_ids_differ(hung: Callable[..., Parts]) -> None:
    other = Picture(digest="f" * 20, extension="jpg", content_type="image/jpeg")
    parts = hung((1, 1, Picture()), (2, 1, Picture()), (3, 1, other))
    assert [name for name in parts if "media" in name] == [
        "xl/media/picture-0123456789abcdef.png",
        "xl/media/picture-ffffffffffffffff.jpg",
    ]
    ids = re.findall(r'cNvPr id="(\d+)"', parts["xl/drawings/drawingPictures1.xml"])
    assert ids == ["2", "3", "4"]
    assert parts["xl/drawings/_rels/drawingPictures1.xml.rels"].count("<Relationship ") == 2


def test_a_sheet_without_drawing_says_what_may_change(package: Package) -> None:
    assert drawing_of(package, SHEET) is None
    assert parts_that_may_change(package, SHEET) == {
        "[Content_Types].xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }


@pytest.mark.parametrize(
    ("inside", "order"),
    [
        ("<sheetData/>", ["sheetData", "drawing"]),
        ("<sheetData/><pageMargins/><tableParts/>", ["sheetData", "pageMargins", "drawing", "tableParts"]),
        ("<sheetData/><legacyDrawing/><extLst/>", ["sheetData", "drawing", "legacyDrawing", "extLst"]),
        ("<sheetData/><drawing/><extLst/>", ["sheetData", "drawing", "extLst"]),
    ],
)
def test_the_drawing_stands_where_the_schema_has_it(inside: str, order: list[str]) -> None:
    root = with_drawing(etree.fromstring(f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'))
    assert [etree.QName(child).localname for child in root] == order


def test_the_drawing_is_found_by_its_relationship() -> None:
    root = with_drawing(etree.fromstring(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'))
    assert list(root[1].attrib.values()) == [DRAWING_ID]
