"""What stands beside the cells: notes, shapes, charts, pictures, headers, prompts, properties, controls."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import etree
from openpyxl.workbook import Workbook
from PIL import Image

from qijin_docs.errors import RenderError
from qijin_docs.templating.picture import Picture

Fill = Callable[..., Any]
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A template with one of everything, written by XlsxWriter as Excel would."""
    path = tmp_path_factory.mktemp("rich") / "全.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other, charts = (book.add_worksheet(name) for name in ("{{ 年度 }}数据", "静态", "图"))
    red = book.add_format({"bold": True, "font_color": "red"})
    sheet.write_rich_string("A1", "前", red, "{{ 标题 }}红", "后{{ 年度 }}")
    sheet.write_row("A3", ["名称", "数量", "倍数"])
    sheet.write("A4", "{%tr for 项 in 明细 %}")
    sheet.write_row("A5", ["{{ 项.名称 }}", "{{ 项.数量 }}"])
    sheet.write_formula("C5", "=B5*2")
    sheet.write_url("E5", "https://example.com/a", string="看")
    sheet.merge_range("H5:I5", "{{ 项.名称 }}")
    sheet.write("A6", "{%tr endfor %}")
    sheet.write("A7", "合计")
    sheet.write_formula("B7", "=SUM(B5:B5)")
    sheet.write_comment("A5", "批注 {{ 项.名称 }}")
    sheet.write_comment("B7", "总数 {{ 标题 }}")
    sheet.insert_textbox("J2", "文本框 {{ 标题 }}")
    sheet.insert_button("A12", {"caption": "按"})
    sheet.add_sparkline("G5", {"range": "'{{ 年度 }}数据'!A5:C5"})
    sheet.set_header("&L{{ 标题 }}&R第&P页")
    sheet.data_validation(
        "B5", {"validate": "list", "source": ["甲"], "input_title": "选 {{ 年度 }}", "input_message": "x"}
    )
    sheet.conditional_format(
        "B5:C5", {"type": "data_bar", "data_bar_2010": True, "min_type": "num", "min_value": 0}
    )
    sheet.set_row(4, 25)
    book.define_name("全部", "='{{ 年度 }}数据'!$A$5:$C$7")
    for target, cell in ((sheet, "F12"), (charts, "A1")):
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {"values": "='{{ 年度 }}数据'!$B$5:$B$5", "categories": "='{{ 年度 }}数据'!$A$5:$A$5"}
        )
        chart.set_title({"name": "图 {{ 标题 }}"})
        target.insert_chart(cell, chart)
    other.write("A1", "不动")
    other.write_formula("A2", '=A1&"x"', None, "不动x")
    book.set_properties({"title": "属性 {{ 标题 }}", "author": "张三", "company": "某厂"})
    book.close()
    return path.read_bytes()


def values(count: int) -> dict[str, Any]:
    return {
        "标题": '甲&<乙>"',
        "年度": 2026,
        "明细": [{"名称": f"项{i}", "数量": i + 1} for i in range(count)],
    }


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_a_workbook_with_everything_stays_valid(
    fill: Fill, rich: bytes, valid_ooxml: Callable[[bytes], None], count: int
) -> None:
    filled = fill(rich, values(count))
    valid_ooxml(filled.content)
    assert filled.book.sheetnames == ["2026数据", "静态", "图"]
    assert len(filled.book["2026数据"].merged_cells.ranges) == count


def test_no_tag_is_left_in_any_part(fill: Fill, rich: bytes) -> None:
    filled = fill(rich, values(3))
    with zipfile.ZipFile(io.BytesIO(filled.content)) as archive:
        assert [name for name in archive.namelist() if re.search(rb"\{[{%#]", archive.read(name))] == []


def test_notes_follow_their_cells_and_take_the_values_of_their_row(fill: Fill, rich: bytes) -> None:
    sheet = fill(rich, values(3)).book["2026数据"]
    assert {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment} == {
        "A4": "批注 项0",
        "A5": "批注 项1",
        "A6": "批注 项2",
        "B7": '总数 甲&<乙>"',
    }


def test_the_boxes_of_notes_and_buttons_follow(fill: Fill, rich: bytes) -> None:
    part = fill(rich, values(4)).part("xl/drawings/vmlDrawing1.vml")
    assert re.findall(r"<x:Row>(\d+)</x:Row>", part) == ["3", "4", "5", "6", "7"]
    ids = re.findall(r'<v:shape id="(\w+)"', part)
    assert len(ids) == len(set(ids)) == 6
    assert "<x:Anchor>0, 0, 12, 0, 1, 0, 13, 0</x:Anchor>" in part


def test_charts_show_all_rows_and_keep_no_old_numbers(fill: Fill, rich: bytes) -> None:
    for name in ("xl/charts/chart1.xml", "xl/charts/chart2.xml"):
        part = fill(rich, values(3)).part(name)
        assert re.findall(r"<c:f>([^<]*)</c:f>", part) == ["'2026数据'!$A$4:$A$6", "'2026数据'!$B$4:$B$6"]
        assert "Cache" not in part
        assert '<a:t>图 甲&amp;&lt;乙&gt;"</a:t>' in part


def test_a_chart_below_moves_and_keeps_its_size(fill: Fill, rich: bytes) -> None:
    root = etree.fromstring(fill(rich, values(13)).part("xl/drawings/drawing1.xml").encode())
    corners = [
        tuple(int(corner.findtext(f"{XDR}row", "0")) for corner in list(anchor)[:2])
        for anchor in root
        if len(anchor)
    ]
    assert (21, 35) in corners  # rows 12 and 26 of the template, ten rows further down
    assert '<a:ext cx="1828800" cy="1143000"/>' in fill(rich, values(13)).part("xl/drawings/drawing1.xml")


def test_header_prompt_text_box_and_name_are_filled(fill: Fill, rich: bytes) -> None:
    filled = fill(rich, values(2))
    sheet = filled.part("xl/worksheets/sheet1.xml")
    assert '<oddHeader>&amp;L甲&amp;&amp;&lt;乙&gt;"&amp;R第&amp;P页</oddHeader>' in sheet
    assert 'promptTitle="选 2026"' in sheet
    assert '<a:t>文本框 甲&amp;&lt;乙&gt;"</a:t>' in filled.part("xl/drawings/drawing1.xml")
    assert "<definedName name=\"全部\">'2026数据'!$A$4:$C$6</definedName>" in filled.part("xl/workbook.xml")


def test_each_row_has_its_own_sparkline_and_link(fill: Fill, rich: bytes) -> None:
    sheet = fill(rich, values(2)).part("xl/worksheets/sheet1.xml")
    assert re.findall(r"<xm:f>([^<]*)</xm:f><xm:sqref>(\w+)</xm:sqref></x14:sparkline>", sheet) == [
        ("'2026数据'!A4:C4", "G4"),
        ("'2026数据'!A5:C5", "G5"),
    ]
    assert re.findall(r'<hyperlink ref="(\w+)"', sheet) == ["E4", "E5"]


def test_rich_text_keeps_its_formats(fill: Fill, rich: bytes) -> None:
    strings = fill(rich, values(1)).part("xl/sharedStrings.xml")
    found = re.search(
        r"<si><r><t>前</t></r><r><rPr><b/>.*?</rPr><t>(.*?)</t></r><r>.*?<t>(.*?)</t></r></si>", strings
    )
    assert found is not None
    assert found.groups() == ('甲&amp;&lt;乙&gt;"红', "后2026")


def test_properties_are_filled_and_persons_forgotten(fill: Fill, rich: bytes) -> None:
    filled = fill(rich, values(1))
    assert '<dc:title>属性 甲&amp;&lt;乙&gt;"</dc:title>' in filled.part("docProps/core.xml")
    whole = filled.part("docProps/core.xml") + filled.part("docProps/app.xml")
    assert "张三" not in whole
    assert "某厂" not in whole
    assert "<vt:lpstr>2026数据</vt:lpstr>" in whole


def test_a_sheet_that_looks_at_nothing_filled_stays_as_it_is(fill: Fill, rich: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(rich)) as archive:
        before = archive.read("xl/worksheets/sheet2.xml").decode()
    assert fill(rich, values(3)).part("xl/worksheets/sheet2.xml") == before


def picture(colour: str, size: tuple[int, int] = (60, 30)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


PICTURES = {
    "A1": "{%tr for 项 in 明细 %}",
    "A2": "{{ 项.名 }}",
    "B2": "{{ 项.照片 }}",
    "A3": "{%tr endfor %}",
}


def test_pictures_hang_in_their_cells_and_are_stored_once(
    fill: Fill, valid_ooxml: Callable[[bytes], None]
) -> None:
    red, blue = Picture(picture("red")), Picture(picture("blue"), height=5)
    filled = fill(
        PICTURES,
        {
            "明细": [
                {"名": "甲", "照片": red},
                {"名": "乙", "照片": None},
                {"名": "丙", "照片": blue},
                {"名": "丁", "照片": red},
            ]
        },
    )
    valid_ooxml(filled.content)
    anchors = [(image.anchor._from.row, image.anchor._from.col) for image in filled.book["表"]._images]
    assert anchors == [(0, 1), (2, 1), (3, 1)]
    assert len([name for name in filled.names if name.startswith("xl/media/")]) == 2
    assert filled.rows()[0] == ("甲", None)


def test_pictures_join_a_drawing_that_is_there(
    fill: Fill, workbook: Callable[..., bytes], tmp_path: Path
) -> None:
    path = tmp_path / "图.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    for cell, text in PICTURES.items():
        sheet.write(cell, text)
    sheet.insert_textbox("D9", "在")
    book.close()
    filled = fill(path.read_bytes(), {"明细": [{"名": "甲", "照片": Picture(picture("red"))}]})
    drawing = filled.part("xl/drawings/drawing1.xml")
    assert drawing.count("<xdr:pic") == 1
    assert "<a:t>在</a:t>" in drawing
    assert len(filled.book["表"]._images) == 1


def test_a_broken_picture_is_told_with_its_cell(fill: Fill, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        fill(PICTURES, {"明细": [{"名": "甲", "照片": Picture(tmp_path / "没有.png")}]})
    [problem] = caught.value.problems
    assert problem.code == "picture.missing"
    assert problem.place.where == "工作表“表”!B2"
    assert "没有.png" in problem.message


def test_a_picture_in_a_loop_is_repeated_with_its_row(fill: Fill, tmp_path: Path) -> None:
    path = tmp_path / "图.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    for cell, text in {"A1": "{%tr for 项 in 明细 %}", "A2": "{{ 项 }}", "A3": "{%tr endfor %}"}.items():
        sheet.write(cell, text)
    sheet.insert_image("C2", "红.png", {"image_data": io.BytesIO(picture("red", (10, 10)))})
    book.close()
    images = fill(path.read_bytes(), {"明细": [1, 2, 3]}).book["表"]._images
    assert [image.anchor._from.row for image in images] == [0, 1, 2]
    assert fill(path.read_bytes(), {"明细": []}).book["表"]._images == []


def test_freeze_panes_print_titles_and_widths_follow(fill: Fill) -> None:
    def framed(book: Workbook) -> None:
        sheet = book["表"]
        sheet.freeze_panes = "B6"
        sheet.print_title_rows = "1:5"
        sheet.print_area = "A1:C6"
        sheet.row_dimensions[6].height = 40

    cells = {
        "A2": "{%tr for 项 in 明细 %}",
        "A3": "{{ 项 }}",
        "A4": "{%tr endfor %}",
        "A5": "头",
        "A6": "体",
        "C6": 1,
    }
    sheet = fill(cells, {"明细": [1, 2, 3, 4]}, framed).book["表"]
    assert sheet.freeze_panes == "B7"
    assert sheet.print_title_rows == "$1:$6"
    assert sheet.print_area == "'表'!$A$1:$C$7"
    assert sheet.row_dimensions[7].height == 40


def test_a_pivot_table_reads_its_rows_anew(fill: Fill, workbook: Callable[..., bytes]) -> None:
    source = io.BytesIO(workbook({"A1": "{%tr for 项 in 明细 %}", "A2": "{{ 项 }}", "A3": "{%tr endfor %}"}))
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cacheSource type="worksheet"><worksheetSource ref="A2:A3" sheet="表"/></cacheSource></pivotCacheDefinition>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>',
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    part = fill(stream.getvalue(), {"明细": [1, 2, 3]}).part("xl/pivotCache/pivotCacheDefinition1.xml")
    assert '<worksheetSource ref="A1:A3" sheet="表"/>' in part
    assert 'refreshOnLoad="1"' in part


def test_a_chart_of_a_sheet_that_is_not_filled_stays_byte_for_byte(fill: Fill, tmp_path: Path) -> None:
    path = tmp_path / "图.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("表"), book.add_worksheet("静态")
    sheet.write("A1", "{{ 标题 }}")
    other.write_column("A1", [1, 2, 3])
    for name, cell in (("静态", "D1"), ("表", "D20")):
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"={name}!$A$1:$A$3", "values_data": [1, 2, 3]})
        other.insert_chart(cell, chart)
    book.close()
    filled = fill(path.read_bytes(), {"标题": "x"})
    with zipfile.ZipFile(path) as archive:
        assert filled.part("xl/charts/chart1.xml") == archive.read("xl/charts/chart1.xml").decode()
    assert "numCache" in filled.part("xl/charts/chart1.xml")
    assert "numCache" not in filled.part("xl/charts/chart2.xml")


def test_a_caption_with_an_open_line_break_is_read_as_excel_reads_it(fill: Fill, rich: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rich)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(
                name,
                content.replace(">按</font>".encode(), ">按<br>下</font>".encode())
                if name.endswith(".vml")
                else content,
            )
    assert "按<br/>下" in fill(stream.getvalue(), values(2)).part("xl/drawings/vmlDrawing1.vml")


def test_a_filled_text_that_is_not_in_the_finished_part_stops_the_document(
    fill: Fill, rich: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qijin_docs.ooxml.workbook_parts import xml_bytes

    monkeypatch.setattr(
        "qijin_docs.templating.excel.parts.xml_bytes",
        lambda root: xml_bytes(root).replace("总数".encode(), b""),
    )
    with pytest.raises(RenderError) as caught:
        fill(rich, values(2))
    [problem] = caught.value.problems
    assert (problem.code, problem.place.where) == ("render.lost_value", "xl/comments1.xml")
    assert problem.message == '印出的“总数 甲&<乙>"”在结果里找不到'


def test_links_take_values_in_their_tips_and_places(fill: Fill) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    def link(book: Workbook) -> None:
        book["表"]["A2"].hyperlink = Hyperlink(
            "A2", location="目标!A1", tooltip="看 {{ 项.名 }}", display="x"
        )

    cells = {
        "A1": "{%tr for 项 in 清单 %}",
        "A2": "{{ 项.名 }}",
        "B2": '=HYPERLINK("{{ 项.址 }}","{{ 项.名 }}")',
        "A3": "{%tr endfor %}",
        "目标!A1": "到",
    }
    items = [{"名": '甲"<&', "址": "https://example.com/?a=1&b=2"}, {"名": "乙", "址": "#目标!A1"}]
    filled = fill(cells, {"清单": items}, link)
    links = [cell.hyperlink for cell in filled.book["表"]["A"]]
    assert [(found.ref, found.location, found.tooltip) for found in links] == [
        ("A1", "目标!A1", '看 甲"<&'),
        ("A2", "目标!A1", "看 乙"),
    ]
    assert [row[1] for row in filled.rows()] == [
        '=HYPERLINK("https://example.com/?a=1&b=2","甲""<&")',
        '=HYPERLINK("#目标!A1","乙")',
    ]


def test_extension_lists_of_wps_and_others_stay_as_they_are(
    fill: Fill, workbook: Callable[..., bytes]
) -> None:
    extension = (
        '<extLst><ext uri="{00000000-0000-0000-0000-0000000000aa}" '
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><etc:someData x="1"/></ext></extLst>'
    )
    stream = io.BytesIO()
    source = workbook({"A1": "{%tr for 项 in 清单 %}", "A2": "{{ 项 }}", "A3": "{%tr endfor %}"})
    with zipfile.ZipFile(io.BytesIO(source)) as archive, zipfile.ZipFile(stream, "w") as written:
        for name in archive.namelist():
            data = archive.read(name)
            if name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
                data = re.sub(rb"</(worksheet|workbook)>", extension.encode() + rb"</\1>", data)
            written.writestr(name, data)
    filled = fill(stream.getvalue(), {"清单": [1, 2]})
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        assert '<etc:someData x="1"/></ext></extLst>' in filled.part(name)
    assert filled.rows() == [(1,), (2,)]


def test_the_link_of_a_picture_follows_its_cell(fill: Fill, tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("表")
    for row, text in enumerate(("{%tr for x in l %}", "{{ x }}", "{%tr endfor %}", "尾")):
        sheet.write(row, 0, text)
    sheet.insert_image("D4", str(tmp_path / "a.png"), {"url": "internal:表!A4"})
    book.close()
    filled = fill(stream.getvalue(), {"l": [1, 2, 3, 4, 5]})
    assert 'Target="#表!A6"' in filled.part("xl/drawings/_rels/drawing1.xml.rels")


def test_pictures_of_headers_stay_byte_for_byte(fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "标.png").write_bytes(picture("red"))
    path = tmp_path / "样.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.set_header("&L&G&C{{ 题 }}", {"image_left": str(tmp_path / "标.png")})
    for cell, text in {"A1": "{%tr for 项 in 明细 %}", "A2": "{{ 项 }}", "A3": "{%tr endfor %}"}.items():
        sheet.write(cell, text)
    book.close()
    filled = fill(path.read_bytes(), {"题": "一", "明细": [1, 2, 3]})
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(filled.content)) as after:
        kept = [name for name in before.namelist() if "media" in name or "vmlDrawing" in name]
        assert len(kept) >= 3
        assert all(before.read(name) == after.read(name) for name in kept)
    part = filled.part("xl/worksheets/sheet1.xml")
    assert "<legacyDrawingHF " in part
    assert "&amp;L&amp;G&amp;C一" in part
