"""Who made a workbook, and where it lay, does not go out with the workbooks made of it."""

# ruff: noqa: E501  (XML as programs write it)
from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from qijin_docs.templating import compile_template

Fill = Callable[..., Any]

PERSONS = (
    '<?xml version="1.0"?><personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="张三" id="{4F1B0001-0000-4000-8000-000000000000}" userId="S::zhangsan@x.example" providerId="AD"/></personList>'
)
FOLDER = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
    '<x15ac:absPath url="C:\\Users\\张三\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/>'
    "</mc:Choice></mc:AlternateContent>"
    '<xr:revisionPtr revIDLastSave="0" documentId="张三" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"/>'
)


@pytest.fixture
def signed(workbook: Callable[..., bytes]) -> bytes:
    """A workbook with names of persons wherever programs write them, and a thumbnail."""

    def edit(book: Workbook) -> None:
        book.properties.creator = "张三"
        book.properties.lastModifiedBy = "张三"
        book["表"]["A1"].comment = Comment("填 {{ a }}", "张三")

    with zipfile.ZipFile(io.BytesIO(workbook({"A1": "{{ a }}"}, edit))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "<workbookPr", f'<fileSharing readOnlyRecommended="1" userName="张三"/>{FOLDER}<workbookPr', 1
    )
    parts["xl/persons/person.xml"] = PERSONS
    parts["docProps/thumbnail.emf"] = "张三"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
        '<Default Extension="emf" ContentType="image/x-emf"/></Types>',
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId77" Target="docProps/thumbnail.emf" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"/></Relationships>',
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId78" Target="persons/person.xml" Type="http://schemas.microsoft.com/office/2017/10/relationships/person"/></Relationships>',
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def test_no_part_names_who_made_the_template(
    fill: Fill, signed: bytes, valid_ooxml: Callable[[bytes], None]
) -> None:
    filled = fill(signed, {"a": "值"})
    assert not [name for name in filled.names if "张三" in filled.part(name)]
    assert "docProps/thumbnail.emf" not in filled.names
    assert "thumbnail" not in filled.part("_rels/.rels")
    assert "zhangsan" not in filled.part("xl/persons/person.xml")
    assert "absPath" not in filled.part("xl/workbook.xml")
    assert 'readOnlyRecommended="1"' in filled.part("xl/workbook.xml")
    valid_ooxml(filled.content)


def test_notes_stay_and_are_filled(fill: Fill, signed: bytes) -> None:
    assert fill(signed, {"a": "值"}).book["表"]["A1"].comment.text == "填 值"


def test_names_stay_if_asked(fill: Fill, signed: bytes) -> None:
    filled = fill(signed, {"a": "值"}, keep=("authors", "thumbnail"))
    named = {name for name in filled.names if "张三" in filled.part(name)}
    assert {
        "docProps/core.xml",
        "docProps/thumbnail.emf",
        "xl/persons/person.xml",
        "xl/workbook.xml",
    } <= named
    assert any("comment" in name for name in named)


def test_the_switch_is_the_one_of_compile_template(signed: bytes, tmp_path: Any) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(signed)
    for keep, kept in (((), False), (("authors",), True)):
        content = bytes(compile_template(path, keep=keep).render({"a": 1}))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert ("张三" in archive.read("docProps/core.xml").decode()) is kept
