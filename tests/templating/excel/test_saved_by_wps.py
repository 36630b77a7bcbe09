"""A workbook as WPS Spreadsheets saves it: its namespaces, phonetic runs in shared strings, pictures in cells."""

# ruff: noqa: E501  (XML as it is written)

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from qijin_docs.ooxml.package import read_package
from qijin_docs.templating.excel.compile import compile_excel

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_KSO = "http://www.wps.cn/officeDocument/2020/cellImage"


def _relations(*found: tuple[str, str, str]) -> str:
    inside = "".join(_RELATION.format(*one) for one in found)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


_STRINGS = (
    '<si><t>登记表</t><rPh sb="0" eb="2"><t>デンキ</t></rPh><phoneticPr fontId="1" type="noConversion"/></si>',
    # The tag cut by a change of font, as WPS does where Chinese and Latin meet.
    '<si><r><rPr><sz val="11"/><rFont val="宋体"/><charset val="134"/></rPr><t>单位：</t></r><r><rPr><sz val="11"/>'
    '<rFont val="Times New Roman"/></rPr><t xml:space="preserve">{{ </t></r><r><rPr><sz val="11"/><rFont val="宋体"/>'
    '<charset val="134"/></rPr><t>单位 }</t></r><r><t>}</t></r></si>',
    "<si><t>｛%tr for 项 in 明细 %｝</t></si>",
    '<si><t>{{ 项.名 }}</t><phoneticPr fontId="1" type="noConversion"/></si>',
    "<si><t>{{ 项.数 }}</t></si>",
    "<si><t>{%tr endfor %}</t></si>",
)


def _cell(where: str, index: int, style: int = 0) -> str:
    return f'<c r="{where}" s="{style}" t="s"><v>{index}</v></c>'


_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.{kind}+xml"/>'
        for name, kind in {
            "docProps/custom.xml": "openxmlformats-officedocument.custom-properties",
            "xl/workbook.xml": "openxmlformats-officedocument.spreadsheetml.sheet.main",
            "xl/sharedStrings.xml": "openxmlformats-officedocument.spreadsheetml.sharedStrings",
            "xl/styles.xml": "openxmlformats-officedocument.spreadsheetml.styles",
            "xl/worksheets/sheet1.xml": "openxmlformats-officedocument.spreadsheetml.worksheet",
            "xl/cellimages.xml": "wps-officedocument.cellimage",
        }.items()
    )
    + "</Types>",
    "_rels/.rels": _relations(
        ("rId1", f"{_OFFICE}officeDocument", "xl/workbook.xml"),
        ("rId2", f"{_OFFICE}custom-properties", "docProps/custom.xml"),
    ),
    "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.0</vt:lpwstr></property>'
    "</Properties>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><fileVersion appName="xl" lastEdited="3" lowestEdited="5" rupBuild="9302"/>'
    '<workbookPr/><bookViews><workbookView windowWidth="28000" windowHeight="12000"/></bookViews>'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="144525"/></workbook>',
    "xl/_rels/workbook.xml.rels": _relations(
        ("rId1", f"{_OFFICE}worksheet", "worksheets/sheet1.xml"),
        ("rId3", f"{_OFFICE}styles", "styles.xml"),
        ("rId4", f"{_OFFICE}sharedStrings", "sharedStrings.xml"),
        ("rId5", _KSO, "cellimages.xml"),
    ),
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" count="6" uniqueCount="6">{"".join(_STRINGS)}</sst>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}" {_MC} mc:Ignorable="x14"><fonts count="2"><font><sz val="11"/><name val="宋体"/>'
    '<charset val="134"/></font><font><sz val="9"/><name val="宋体"/><charset val="134"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"><alignment vertical=\"center\"/></xf></cellStyleXfs>"
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment vertical="center"/></xf>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"><alignment vertical="center"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    "xl/cellimages.xml": '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:r="{_R}" {_MC}><sheetPr/><dimension ref="A1:C6"/>'
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><selection activeCell="A1" sqref="A1"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultColWidth="9" defaultRowHeight="13.5" outlineLevelCol="2"/><cols><col min="1" max="16384" width="9" style="0"/></cols>'
    f'<sheetData><row r="1" spans="1:3">{_cell("A1", 0)}</row><row r="2" ht="20" customHeight="1" spans="1:3">{_cell("A2", 1)}</row>'
    f'<row r="3" spans="1:1">{_cell("A3", 2)}</row><row r="4" spans="1:2">{_cell("A4", 3)}{_cell("B4", 4, 1)}'
    '<c r="C4"><f>B4*2</f><v>0</v></c></row>'
    f'<row r="5" spans="1:1">{_cell("A5", 5)}</row><row r="6"><c r="A6" t="str"><f>_xlfn.DISPIMG("ID_0A1B",1)</f><v>=DISPIMG("ID_0A1B",1)</v></c>'
    '<c r="B6"><f>SUM(B4:B4)</f><v>0</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/><headerFooter/></worksheet>',
}  # fmt: skip


@pytest.fixture(scope="module")
def source() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _HEAD + text)
    return stream.getvalue()


def _filled(source: bytes) -> bytes:
    values: dict[str, Any] = {
        "单位": "云岭省安委办",
        "明细": [{"名": "甲", "数": 1.5}, {"名": "乙", "数": 2}, {"名": "丙", "数": 3}],
    }
    return bytes(compile_excel(source, name="表.xlsx").render(values))


def test_a_workbook_saved_by_wps_is_filled_like_any_other(source: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_filled(source)))["表"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows == [
        ["登记表"],
        ["单位：云岭省安委办"],
        ["甲", 1.5, "=B3*2"],
        ["乙", 2, "=B4*2"],
        ["丙", 3, "=B5*2"],
        ['=_xlfn.DISPIMG("ID_0A1B",1)', "=SUM(B3:B5)"],
    ]
    assert sheet["B4"].number_format == "#,##0.00"
    assert sheet.row_dimensions[2].height == 20


def test_what_wps_needs_stays_byte_for_byte(source: bytes) -> None:
    made, template = read_package(_filled(source)), read_package(source)
    for name in ("xl/cellimages.xml", "docProps/custom.xml", "xl/styles.xml"):
        assert made.part(name) == template.part(name)
    sheet = made.part("xl/worksheets/sheet1.xml").decode()
    assert 'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"' in sheet
    assert 'outlineLevelCol="2"' in sheet


def test_reading_aids_of_text_without_tags_stay(source: bytes) -> None:
    strings = read_package(_filled(source)).part("xl/sharedStrings.xml").decode()
    assert "<rPh " in strings
    assert "{" not in strings
