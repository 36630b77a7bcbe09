"""What a folder looks like when units have had their way with the forms: all of it is read right or told at its cell."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs.registers.cell_readers import column_reader
from qijin_docs.registers.collect import Collected, collect_forms
from qijin_docs.registers.form import find_form
from qijin_docs.registers.merged import write_merged
from qijin_docs.registers.reported import compare_reports, reports
from qijin_docs.registers.sheets import read_sheets

FORM = find_form("R05")
HEADS = ["序号", *(f"{c.alias}（{c.unit}）" if c.unit else c.alias for c in FORM.columns)]
AT = {c.alias: n for n, c in enumerate(FORM.columns, 2)}
LETTER = {alias: get_column_letter(n) for alias, n in AT.items()}
SOUND: dict[str, Any] = {
    "领域": "企业", "形式": "宣讲", "开始日期": date(2018, 6, 12), "主办单位": "岭安市自然资源局",
    "见证材料编号": "ZP-01", "资料": 100,
}  # fmt: skip
Change = Callable[[Worksheet], None]


def register(path: Path, *changes: Change, title: str = "2018年安全生产宣传教育“七进”活动台账") -> Path:
    """A register of two activities, in rows 4 and 5."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    sheet["A1"], sheet["A2"] = title, "填报单位：岭安市自然资源局"
    for column, head in enumerate(HEADS, 1):
        sheet.cell(3, column, head)
    for row, n in ((4, 1), (5, 2)):
        fill(sheet, row, 活动编号=f"HD-{n}", 活动名称=f"第{n}次宣讲")
    for change in changes:
        change(sheet)
    book.save(path)
    return path


def fill(sheet: Worksheet, row: int, **values: Any) -> None:
    for alias, value in (SOUND | values).items():
        sheet.cell(row, AT[alias], value)


def put(row: int, **values: Any) -> Change:
    def change(sheet: Worksheet) -> None:
        for alias, value in values.items():
            sheet.cell(row, 1 if alias == "序号" else AT[alias], value)

    return change


def head_once_more(*swapped: str, blank: str = "") -> Change:
    """A second table below the first, perhaps with two columns the other way round."""

    def change(sheet: Worksheet) -> None:
        order = dict(AT)
        if swapped:
            order[swapped[0]], order[swapped[1]] = order[swapped[1]], order[swapped[0]]
        for alias, column in order.items():
            sheet.cell(7, column, HEADS[AT[alias] - 1].replace("（", f"{blank}（"))
        for alias, value in (
            SOUND | {"活动编号": "HD-3", "活动名称": "第3次", "参加人数": 50, "受教育": 60}
        ).items():
            sheet.cell(8, order[alias], value)

    return change


def rename(alias: str, head: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.cell(3, AT[alias], head)

    return change


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(HEADS))}5"
    sheet.auto_filter.add_filter_column(2, ["校园"])
    sheet.row_dimensions[4].hidden = True


def far_below(sheet: Worksheet) -> None:
    fill(sheet, 400, 活动编号="HD-3", 活动名称="第3次宣讲")


def strike(*cells: str) -> Change:
    def change(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell].font = Font(strike=True)

    return change


def strike_row(number: int) -> Change:
    return lambda sheet: strike(*(cell.coordinate for cell in sheet[number]))(sheet)


def half_struck(sheet: Worksheet) -> None:
    sheet[f"{LETTER['地点']}5"] = CellRichText(TextBlock(InlineFont(strike=True), "第一矿"), "第二矿")


def commented(cell: str, author: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet[cell].comment = Comment("含去年的30份", author)

    return change


# What was done, how many activities are read, and code, severity and cell of what is told; "" where nothing is.
TABLES: list[tuple[str, Change, int, str, str, str]] = [
    ("第二个表头，列序相同", head_once_more(blank=" "), 3, "collect.skipped_row", "note", "台账!第7行"),
    ("第二个表头，列序不同", head_once_more("参加人数", "资料"), 2, "collect.second_head", "error", "台账!第7行"),
    ("领域小计夹在中间", put(6, 领域="企业小计", 资料=200), 2, "collect.skipped_row", "note", "台账!第6行"),
    ("合计带冒号", put(6, 序号="合计：", 资料=200), 2, "collect.skipped_row", "note", "台账!第6行"),
    ("合计写在活动名称下", put(6, 活动名称="合　计", 资料=200), 2, "collect.skipped_row", "note", "台账!第6行"),
    ("合计带场数", put(6, 序号="总计（2场）", 资料=200), 2, "collect.skipped_row", "note", "台账!第6行"),
    ("小计不等于上面各行", put(6, 领域="企业小计", 资料=300), 2, "collect.total_differs", "warning",
     f"台账!{LETTER['资料']}6"),
    ("没有名目的合计行", put(6, 资料=200), 3, "data.missing", "error", f"台账!{LETTER['活动编号']}6"),
    ("表下的话", put(7, 序号="另有3场由县区组织，未列入"), 2, "collect.loose_text", "warning", "台账!A7"),
    ("序号栏的数字不是话", put(7, 序号="3"), 2, "", "", ""),
    ("筛选过的表", filtered, 2, "collect.hidden_row", "warning", "台账!第4行"),
    ("隔了几百行", far_below, 3, "", "", ""),
    ("同上", put(5, 地点="同上"), 2, "collect.ditto", "error", f"台账!{LETTER['地点']}5"),
    ("同上的符号", put(5, 主办单位="〃"), 2, "collect.ditto", "error", f"台账!{LETTER['主办单位']}5"),
    ("错误值", put(5, 参加人数="#N/A"), 2, "data.cell_error", "error", f"台账!{LETTER['参加人数']}5"),
    ("超过15位的数字", put(5, 备注=210102199001011234), 2, "data.lost_digits", "error", f"台账!{LETTER['备注']}5"),
    ("看不见的字", put(5, 地点="\ue000处"), 2, "data.unprintable", "error", f"台账!{LETTER['地点']}5"),
    ("粘贴带来的零宽字符", put(5, 地点="\u202d第一\u200b矿"), 2, "", "", ""),
    ("数字6.1", put(5, 结束日期=6.1), 2, "text.ambiguous_date", "error", f"台账!{LETTER['结束日期']}5"),
    ("日期格式里写6.16", put(5, 开始日期=6.16), 2, "collect.number_for_date", "error", f"台账!{LETTER['开始日期']}5"),
    ("去年的日期", put(5, 填报日期=date(2017, 6, 1)), 2, "activity.filled_before", "error",
     f"台账!{LETTER['填报日期']}5"),
    ("字母O", put(5, 资料="1OO"), 2, "text.other_unit", "error", f"台账!{LETTER['资料']}5"),
    ("人数没有写单位", rename("受教育", "受教育人数"), 2, "collect.people_or_times", "warning",
     f"台账!{LETTER['受教育']}3"),
    ("经费改成元", rename("经费", "经费（元）"), 2, "collect.other_unit", "error", f"台账!{LETTER['经费']}3"),
    ("一行划了删除线", strike_row(5), 2, "collect.struck_row", "error", "台账!第5行"),
    ("一格划了删除线", strike(f"{LETTER['资料']}5"), 2, "collect.struck_cell", "error", f"台账!{LETTER['资料']}5"),
    ("一格里划去几个字", half_struck, 2, "collect.struck_cell", "error", f"台账!{LETTER['地点']}5"),
    ("空格子的删除线", strike(f"{LETTER['备注']}5", "C9"), 2, "", "", ""),
    ("批注", commented("C5", "填报人"), 2, "collect.comment", "warning", "台账!C5"),
    ("程序标记时写的批注", commented("C5", "qijin"), 2, "", "", ""),
    ("百分比", put(5, 参加人数=0.95), 2, "text.not_a_count", "error", f"台账!{LETTER['参加人数']}5"),
]  # fmt: skip


def told(collected: Collected, severity: str) -> list[tuple[str, str | None]]:
    return [(p.code, p.place.where) for p in collected.problems if p.severity == severity]


@pytest.mark.parametrize(
    ("change", "count", "code", "severity", "where"), [c[1:] for c in TABLES], ids=[c[0] for c in TABLES]
)
def test_what_was_done_to_a_table_is_undone_or_told(
    tmp_path: Path, change: Change, count: int, code: str, severity: str, where: str
) -> None:
    collected = collect_forms(register(tmp_path / "岭安.xlsx", change), "R05", year=2018)
    assert collected.count == count
    if code:
        assert (code, where) in told(collected, severity)
    else:
        assert told(collected, "error") + told(collected, "warning") == []


@pytest.mark.parametrize("strings", ["shared", "inline"])
def test_part_of_a_text_that_is_struck_is_seen_however_the_text_is_kept(tmp_path: Path, strings: str) -> None:
    path = tmp_path / "岭安.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": strings == "inline"})
    sheet = book.add_worksheet("台账")
    struck = book.add_format({"font_strikeout": True})
    sheet.write_row(2, 0, HEADS)
    row = SOUND | {"活动编号": "HD-1", "活动名称": "第1次宣讲", "开始日期": 43263}
    for alias, column in sorted(AT.items(), key=lambda item: item[1]):
        if alias == "地点":
            sheet.write_rich_string(3, column - 1, struck, "第一矿", "第二矿")
        elif alias in row:
            sheet.write(3, column - 1, row[alias])
    book.close()
    collected = collect_forms(path, "R05", year=2018)
    assert ("collect.struck_cell", f"台账!{LETTER['地点']}4") in told(collected, "error")


def test_words_in_a_text_box_are_told_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "岭安.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    sheet.write_row(2, 0, HEADS)
    for alias, value in (SOUND | {"活动编号": "HD-1", "活动名称": "第1次宣讲", "开始日期": 43263}).items():
        sheet.write(3, AT[alias] - 1, value)
    sheet.insert_textbox(6, 1, "另有3场没有列入")
    sheet.insert_textbox(9, 1, "")
    book.close()
    collected = collect_forms(path, "R05", year=2018)
    (problem,) = [p for p in collected.problems if p.code == "collect.text_box"]
    assert (problem.severity, problem.place.where) == ("warning", "台账!B7")
    assert "另有3场没有列入" in problem.message


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The package with its parts changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="C5" id="{1}"><text>请核对</text></threadedComment>'
    '<threadedComment ref="C5" id="{2}" parentId="{1}"><text>已核对</text></threadedComment></ThreadedComments>'
)


def with_threads(parts: dict[str, bytes]) -> None:
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    more = f'<Relationship Id="rId99" Type="{kind}" Target="/xl/threads.xml"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", more.encode())
    parts["xl/threads.xml"] = THREADS.encode()


def without_older_words(parts: dict[str, bytes]) -> None:
    with_threads(parts)
    del parts["xl/comments/comment1.xml"]


@pytest.mark.parametrize("change", [with_threads, without_older_words])
def test_of_comments_in_a_thread_the_words_are_told_and_not_those_for_older_programs(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    path = changed(register(tmp_path / "岭安.xlsx", commented("C5", "tc={1}")), change)
    collected = collect_forms(path, "R05", year=2018)
    assert ["请核对；已核对" in p.message for p in collected.problems if p.code == "collect.comment"] == [
        True
    ]


def broken(name: str, content: bytes = b"<comments><comment") -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: content})


@pytest.mark.parametrize(
    ("change", "told_so"),
    [
        (broken("xl/comments/comment1.xml"), True),
        (lambda parts: parts.pop("xl/comments/comment1.xml"), False),
    ],
)
def test_a_broken_part_of_comments_is_told_and_hides_nothing_else(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], told_so: bool
) -> None:
    wrong = put(5, 参加人数="#N/A")
    path = changed(register(tmp_path / "岭安.xlsx", wrong, commented("C5", "填报人")), change)
    collected = collect_forms(path, "R05", year=2018)
    assert ("data.cell_error", f"台账!{LETTER['参加人数']}5") in told(collected, "error")
    assert (("collect.unread_part", "台账") in told(collected, "warning")) is told_so


def test_a_struck_cell_is_found_where_cells_do_not_say_where_they_stand(tmp_path: Path) -> None:
    def nameless(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = re.sub(rb'(<(?:row|c)) r="[A-Z]*[0-9]+"', rb"\1", parts[name])

    path = tmp_path / "甲.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ("甲乙丙", "丁戊己"):
        sheet.append(list(row))
    strike("B2")(sheet)
    book.save(path)
    (read,) = read_sheets(changed(path, nameless))
    assert read.rows[1][1] == "戊"
    assert read.details.struck == {(1, 1)}


def test_a_comment_on_a_range_stands_at_its_first_cell(tmp_path: Path) -> None:
    def on_range(parts: dict[str, bytes]) -> None:
        name = "xl/comments/comment1.xml"
        parts[name] = parts[name].replace(b'ref="C5"', b'ref="C5:D6"')

    path = changed(register(tmp_path / "岭安.xlsx", commented("C5", "填报人")), on_range)
    assert ("collect.comment", "台账!C5") in told(collect_forms(path, "R05", year=2018), "warning")


def test_rows_below_a_second_head_in_another_order_are_not_read(tmp_path: Path) -> None:
    swapped = collect_forms(
        register(tmp_path / "a.xlsx", head_once_more("参加人数", "资料")), "R05", year=2018
    )
    assert [row.values["活动编号"] for row in swapped.rows()] == ["HD-1", "HD-2"]
    same = collect_forms(register(tmp_path / "b.xlsx", head_once_more()), "R05", year=2018)
    assert [row.values["参加人数"] for row in same.rows()] == [None, None, 50]


def test_a_table_of_another_year_is_told_by_its_title(tmp_path: Path) -> None:
    path = register(tmp_path / "岭安.xlsx", title="2017年安全生产宣传教育“七进”活动台账")
    assert ("collect.other_year", "台账!A1") in told(collect_forms(path, "R05", year=2018), "warning")


def reported(path: Path, **boxes: Any) -> Path:
    """A filled 情况统计表 with lines above it."""
    form = find_form("R06")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "统计"
    above = {
        "填报单位": "岭安市自然资源局",
        "统计起": "2018年5月1日",
        "统计止": "2018年6月30日",
        "期次": "第二阶段",
    }
    for n, (key, value) in enumerate((above | boxes).items()):
        sheet.cell(1, 2 * n + 1, f"{key}：")
        sheet.cell(1, 2 * n + 2, value)
    sheet.append([c.head for c in form.columns])
    for period in ("本期", "累计"):
        sheet.append([{"领域": "企业", "期别": period}.get(c.alias, 1) for c in form.columns])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("boxes", "severity", "code", "where"),
    [
        ({"统计起": None}, "warning", "collect.empty_box", None),
        ({"统计起": "上半年"}, "error", "collect.box_date", "统计!D1"),
        ({"统计起": date(2017, 5, 1)}, "warning", "collect.other_year", "统计!D1"),
        ({"统计起": "2018年7月1日"}, "error", "collect.box_order", "统计!F1"),
        ({"期次": None}, "warning", "collect.empty_box", None),
    ],
)
def test_days_above_the_table_are_days_of_the_year(
    tmp_path: Path, boxes: dict[str, Any], severity: str, code: str, where: str | None
) -> None:
    collected = collect_forms(reported(tmp_path / "a.xlsx", **boxes), "R06", year=2018)
    assert [p for p in told(collected, severity) if p[0] == code] == [(code, where)]


def test_lines_above_the_table_as_they_should_be_say_nothing(tmp_path: Path) -> None:
    collected = collect_forms(reported(tmp_path / "a.xlsx"), "R06", year=2018)
    assert told(collected, "error") + told(collected, "warning") == []


def test_figures_of_a_sphere_that_was_refused_are_compared_with_nothing(tmp_path: Path) -> None:
    path = reported(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["统计"]["A3"], book["统计"]["A4"] = "网络", "网络"
    book["统计"]["D3"] = 9
    book.save(path)
    collected = collect_forms(path, "R06", year=2018)
    assert [code for code, _ in told(collected, "error")].count("collect.not_a_choice") == 2
    assert compare_reports(reports(collected)) == ()


def test_elements_with_a_prefix_are_read_and_their_formulas_looked_at(tmp_path: Path) -> None:
    plain = register(tmp_path / "t.xlsx", put(4, 参加人数="=1+1"))
    path = tmp_path / "岭安.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.startswith("xl/worksheets/"):
                text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=", 1)
            new.writestr(name, text)
    collected = collect_forms(path, "R05", year=2018)
    assert collected.count == 2
    assert told(collected, "error") == [("data.not_calculated", f"台账!{LETTER['参加人数']}4")]


def test_a_formula_whose_result_was_an_error_is_told(tmp_path: Path) -> None:
    plain = register(tmp_path / "t.xlsx", put(4, 参加人数="=1+1"))
    path = tmp_path / "岭安.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.startswith("xl/worksheets/"):
                cell = f'r="{LETTER["参加人数"]}4"'
                text = re.sub(rf"<c {cell}[^>]*>.*?</c>", f'<c {cell} t="e"><f>1+1</f><v>#REF!</v></c>', text)
            new.writestr(name, text)
    assert told(collect_forms(path, "R05", year=2018), "error") == [
        ("data.cell_error", f"台账!{LETTER['参加人数']}4")
    ]


def test_a_folder_as_it_comes_back(tmp_path: Path) -> None:
    """A Word file, locks, a copy, a newer version, an empty workbook, old extensions, folders in folders."""
    folder = tmp_path / "收到"
    (folder / "岭安市").mkdir(parents=True)
    first = register(folder / "岭安市" / "活动台账.xlsx")
    shutil.copy(first, folder / "岭安市" / "活动台账 - 副本.xlsx")
    register(folder / "岭安市" / "活动台账（改）.xlsx", put(4, 资料=7))
    (folder / "~$活动台账.xlsx").write_bytes(b"lock")
    (folder / ".~活动台账.xlsx").write_bytes(b"lock")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "总结.docx").write_bytes(b"x")
    (folder / "照片.rar").write_bytes(b"x")
    openpyxl.Workbook().save(folder / "空表.xlsx")
    (folder / "没有内容.xlsx").write_bytes(b"")
    (folder / "网页.xls").write_text("<html><table></table></html>", encoding="utf-8")
    collected = collect_forms(folder, "R05", year=2018)
    by_file = {(str(p.place.file), p.code) for p in collected.problems if p.severity != "note"}
    assert by_file >= {
        ("岭安市/活动台账.xlsx", "collect.same_file"), ("岭安市/活动台账（改）.xlsx", "collect.sent_twice"),
        ("总结.docx", "collect.not_a_table"), ("照片.rar", "collect.not_a_table"),
        ("空表.xlsx", "collect.no_table"), ("没有内容.xlsx", "data.empty_file"), ("网页.xls", "data.not_a_workbook"),
    }  # fmt: skip
    assert not [file for file, _ in by_file if "~" in file or "Thumbs" in file]


def test_what_no_xml_can_hold_does_not_break_the_merged_workbook(tmp_path: Path) -> None:
    register(tmp_path / "a\x01\x00.xlsx".replace("\x00", ""), put(4, 活动名称="<甲> & “乙”"))
    collected = collect_forms(tmp_path, "R05", year=2018)
    out = tmp_path / "总表.xlsx"
    write_merged(collected.returned, "R05", out)
    sheet = openpyxl.load_workbook(out)["活动台账"]
    assert sheet.cell(3, AT["活动名称"]).value == "<甲> & “乙”"
    assert [sheet.cell(row, 1).value for row in (3, 4)] == [1, 2]


@given(
    cells=st.lists(
        st.one_of(
            st.sampled_from(
                ["", "甲矿", "HD-1", "无", "没有", "同上", "-", "甲 矿", "甲\n矿", "1、甲", "#N/A", "第①条"]
            ),
            st.text("甲乙A1-._ 、，(（\n\u200b\ue000\r", max_size=6),
        ),
        min_size=1,
        max_size=5,
    ),
    alias=st.sampled_from(["地点", "活动编号", "进入单位"]),
)
def test_a_column_looked_at_at_once_says_what_its_cells_say_alone(cells: list[str], alias: str) -> None:
    reader = column_reader("R05", alias, 2018)
    values, told_of = reader.values(cells)
    # True makes it read each cell by itself.
    alone, each = reader.values([*cells, True])
    assert values == alone[:-1]
    assert told_of == [item for item in each if item[0] < len(cells)]


def test_rows_of_the_merged_workbook_are_high_enough_for_what_stands_in_them(tmp_path: Path) -> None:
    places = "、".join(f"第{n}矿业有限公司" for n in range(8))
    register(tmp_path / "a.xlsx", put(4, 进入单位=places), put(5, 资料="20余种1000多册以上的各类资料"))
    out = tmp_path / "总表.xlsx"
    write_merged(collect_forms(tmp_path / "a.xlsx", "R05", year=2018).returned, "R05", out, year=2018)
    sheet = openpyxl.load_workbook(out)["活动台账"]
    assert sheet.cell(3, AT["进入单位"]).value == places
    assert sheet.row_dimensions[3].height > 3 * 14
    assert str(sheet.cell(4, AT["资料"]).value).startswith("【待核：20余种")
    assert sheet.row_dimensions[4].height > 2 * 14 + 8
    assert sheet.cell(2, AT["受教育"]).value == "受教育\n（人次）"
