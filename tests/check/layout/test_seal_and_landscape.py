"""The picture of a seal (7.3.5.1) and tables on a sheet that lies (8): right ones, and each with one defect."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from qijin_docs.check.docx_facts import docx_facts
from qijin_docs.check.facts import Facts, Glyph, LineFacts, PageFacts
from qijin_docs.check.read import read_many
from qijin_docs.check.recognise import elements
from qijin_docs.check.report import Finding
from qijin_docs.check.rules.landscape import landscape_number

EMU_A_MM = 36000
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
#: Left and top of the seal in millimetres from the corner of the sheet, by what is wrong with it.
SEALS: dict[str, tuple[float, float, list[str]]] = {
    "over name and date": (0, 0, []),
    "too far left": (-14, 0, ["check.seal_centre"]),
    "too far below the text": (0, 3, ["check.seal_gap"]),
    "name and date above its middle": (0, 16, ["check.seal_centre", "check.seal_gap"]),
    "below the date": (0, 34, ["check.seal_covers", "check.seal_gap"]),
    "not there": (-100, 0, []),
}


def with_parts(content: bytes, changed: dict[str, Any]) -> bytes:
    """The package with parts put through a function, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, changed.pop(name)(data.decode()) if name in changed else data)
        for name, data in changed.items():
            new.writestr(name, data)
    return stream.getvalue()


def sealed(content: bytes, left: float, top: float, across: float = 42, high: float | None = None) -> bytes:
    """A round red picture before the paragraph of the date, placed on the page."""
    picture = io.BytesIO()
    Image.new("RGB", (80, 80), "red").save(picture, "PNG")
    size, height = round(across * EMU_A_MM), round((high or across) * EMU_A_MM)
    anchor = (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{DRAWING}/wordprocessingDrawing" behindDoc="1" distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" relativeHeight="1" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(left * EMU_A_MM)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(top * EMU_A_MM)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{size}" cy="{height}"/><wp:wrapNone/><wp:docPr id="1" name="印章"/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="印章"/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:embed="seal"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

    def in_date(text: str) -> str:
        at = text.rfind("<w:r>", 0, text.index("2018年4月25日"))
        return text[:at] + anchor + text[at:]

    return with_parts(
        content,
        {
            "word/document.xml": in_date,
            "word/_rels/document.xml.rels": lambda text: text.replace(
                "</Relationships>",
                f'<Relationship Id="seal" Type="{kind}" Target="media/seal.png"/></Relationships>',
            ),
            "[Content_Types].xml": lambda text: text.replace(
                "<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1
            ),
            "word/media/seal.png": picture.getvalue(),
        },
    )


def lying(content: bytes) -> bytes:
    """The document on a sheet that lies, its page numbers left in the footer."""

    def turned(text: str) -> str:
        return re.sub(r"<w:pgSz[^>]*/>", '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>', text)

    return with_parts(content, {"word/document.xml": turned})


@pytest.fixture(scope="module")
def drawn(documents: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    """Sealed and lying documents, drawn in two calls: the first tells where the date is."""
    folder = tmp_path_factory.mktemp("sealed")
    plain = documents["通知"]()
    (first,) = read_many([plain.save(folder / "plain.docx")], layout=True)
    at = next(i for i, p in enumerate(first.paragraphs) if p.text == "2018年4月25日")
    line = first.lines_of(at)[0].line
    middle = (line.left + line.right) / 2
    files: dict[str, Path] = {}
    for what, (right, down, _) in SEALS.items():
        # The middle of name and date is a little below the middle of a seal of 42 mm.
        left, top = middle - 21 + right, line.y - 5 - 25 + down
        files[what] = folder / f"{len(files)}.docx"
        files[what].write_bytes(sealed(plain.bytes(), left, top))
    files["lying"] = folder / "lying.docx"
    files["lying"].write_bytes(lying(documents["材料"]().bytes()))
    return dict(zip(files, read_many(list(files.values()), layout=True), strict=True))


#: Millimetres that a signature stamp stands off its place, to the right and downwards; what is told.
STAMPS: dict[str, tuple[float, float, list[str]]] = {
    "stamp beside the post": (0, 0, []),
    "stamp close to the post": (-8, 0, ["check.stamp_place"]),
    "stamp above the post": (0, -6, ["check.stamp_place"]),
    "stamp down to the date": (0, 7, ["check.stamp_date_gap", "check.stamp_place"]),
}


@pytest.fixture(scope="module")
def stamped(documents: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    """An order with the picture of a signature: 25 mm wide, its right edge four characters from that of the text."""
    folder = tmp_path_factory.mktemp("stamped")
    plain = documents["命令"]()
    plain["signature"].right = round((4 + 25 / 5.571 + 2) * 100 * 5.571 / 5.644)
    (first,) = read_many([plain.save(folder / "plain.docx")], layout=True)
    at = next(i for i, p in enumerate(first.paragraphs) if p.text == "厅长")
    line = first.lines_of(at)[0].line
    files: dict[str, Path] = {}
    for what, (right, down, _) in STAMPS.items():
        files[what] = folder / f"{len(files)}.docx"
        left, top = 184 - 4 * 5.571 - 25 + right, line.y - 2 - 5 + down
        files[what].write_bytes(sealed(plain.bytes(), left, top, 25, 10))
    return dict(zip(files, read_many(list(files.values()), layout=True), strict=True))


@pytest.mark.parametrize("what", STAMPS)
def test_the_stamp_is_told_where_it_is_wrong(what: str, stamped: dict[str, Facts], codes: Any) -> None:
    assert codes(stamped[what]) == STAMPS[what][2]


@pytest.mark.parametrize(("left", "codes_told"), [(12, []), (275, ["check.landscape_head"])])
def test_a_number_on_the_wrong_side_of_a_sheet_that_lies_is_told(left: float, codes_told: list[str]) -> None:
    number = [Glyph(char, left, 100 + 5 * row, 14, "宋体", advance=4) for row, char in enumerate("—1—")]
    table = LineFacts(tuple(Glyph("国", 60 + 5 * column, 60, 16, "仿宋", advance=5) for column in range(9)))
    page = PageFacts(1, 297, 210, (table, *(LineFacts((glyph,)) for glyph in number)))
    facts = Facts("文件.docx", "docx", (), pages=(page,))
    said = landscape_number(facts, elements(facts))
    assert [item.code for item in said if isinstance(item, Finding)] == codes_told


@pytest.mark.parametrize("what", SEALS)
def test_the_seal_is_told_where_it_is_wrong(what: str, drawn: dict[str, Facts], codes: Any) -> None:
    assert codes(drawn[what]) == SEALS[what][2]


def test_a_page_number_below_a_table_that_lies_is_told_from_the_page(
    drawn: dict[str, Facts], codes: Any
) -> None:
    assert "check.landscape_number" in codes(drawn["lying"])


def test_a_page_number_below_a_table_that_lies_is_told_from_the_file(documents: Any, codes: Any) -> None:
    plain = documents["材料"]().bytes()
    assert "check.landscape_number" in codes(docx_facts(lying(plain), file="文件.docx"))
    assert "check.landscape_number" not in codes(docx_facts(plain, file="文件.docx"))
