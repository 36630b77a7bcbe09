"""Returned workbooks are collected whatever units did to them: tables found by meaning, faults told with their place."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models import Activity
from qijin_docs.office.program import find_soffice
from qijin_docs.registers.collect import Collected, collect_forms
from qijin_docs.registers.form import find_form
from qijin_docs.registers.marked import write_marked
from qijin_docs.registers.merged import write_merged
from qijin_docs.registers.returned import read_returned
from qijin_docs.registers.unit_list import UnitList
from qijin_docs.registers.write import write_form
from qijin_docs.sources import read_source

FORM = find_form("R05")
HEADS = [f"{c.alias}（{c.unit}）" if c.unit else c.alias for c in FORM.columns]
LEAFLETS = 2 + [c.alias for c in FORM.columns].index("资料")


def record(n: int, **others: Any) -> dict[str, Any]:
    return {
        "活动编号": f"HD-{n:03}",
        "领域": "企业",
        "活动名称": f"第{n}次宣讲",
        "形式": "宣讲",
        "开始日期": date(2018, 6, n),
        "主办单位": "岭安市自然资源局",
        "进入单位": "甲石料有限公司",
        "参加人数": 30,
        "受教育": 30,
        "资料": 100 + n,
        "见证材料编号": "ZP-01",
        **others,
    }


def write(
    path: Path, *changes: Callable[[Worksheet], None], rows: int = 3, unit: str = "岭安市自然资源局"
) -> Path:
    """A register as it was sent out, with three rows, and what a unit did to it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    sheet["A1"] = "2018年安全生产宣传教育“七进”活动台账"
    sheet["A2"] = f"填报单位：{unit}　　　　统计期间：2018年1月1日至6月30日"
    sheet.append(["序号", *HEADS])
    for n in range(1, rows + 1):
        values = record(n)
        sheet.append([n, *(values.get(c.alias) for c in FORM.columns)])
    for change in changes:
        change(sheet)
    book.save(path)
    return path


def told(collected: Collected, severity: str = "error") -> list[tuple[str, str | None]]:
    return [(p.code, p.place.where) for p in collected.problems if p.severity == severity]


def leaflets(collected: Collected) -> list[Any]:
    return [row.values["资料"] for row in collected.rows()]


def insert_rows_above(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)


def insert_column(sheet: Worksheet) -> None:
    sheet.insert_cols(5)
    sheet.cell(3, 5, "分管领导")
    sheet.cell(4, 5, "×××")


def move_column(sheet: Worksheet) -> None:
    values = [sheet.cell(row, LEAFLETS).value for row in range(3, 7)]
    sheet.delete_cols(LEAFLETS)
    sheet.insert_cols(2)
    for row, value in enumerate(values, 3):
        sheet.cell(row, 2, value)


def break_heads(sheet: Worksheet) -> None:
    sheet.cell(3, LEAFLETS, "资 料\n( 份 )")


def rename_column(sheet: Worksheet) -> None:
    sheet.cell(3, LEAFLETS, "发放宣传资料数量（份）")


def groups(sheet: Worksheet) -> None:
    sheet.insert_rows(3)
    for column in range(1, len(HEADS) + 2):
        if not LEAFLETS <= column <= LEAFLETS + 2:
            sheet.cell(3, column, sheet.cell(4, column).value)
            sheet.cell(4, column).value = None
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.cell(3, LEAFLETS, "宣传资料")
    sheet.merge_cells(start_row=3, end_row=3, start_column=LEAFLETS, end_column=LEAFLETS + 2)


def three_rows(sheet: Worksheet) -> None:
    groups(sheet)
    sheet.insert_rows(3)
    sheet.merged_cells.ranges = set()
    sheet.cell(3, LEAFLETS, "完成情况")
    sheet.merge_cells(start_row=3, end_row=3, start_column=LEAFLETS, end_column=LEAFLETS + 2)
    sheet.cell(4, LEAFLETS, "宣传资料")
    sheet.merge_cells(start_row=4, end_row=4, start_column=LEAFLETS, end_column=LEAFLETS + 2)


def totals(sheet: Worksheet) -> None:
    sheet.cell(7, 1, "合 计")
    sheet.cell(7, LEAFLETS, 306)


def blank_and_foot(sheet: Worksheet) -> None:
    sheet.insert_rows(5, 2)
    sheet.cell(10, 1, "单位负责人：×××　　审核人：×××　　填报人：×××　　填报日期：2018年7月2日")
    sheet.cell(11, 1, "注：空白表示没有统计")


def repeated_head(sheet: Worksheet) -> None:
    sheet.insert_rows(5)
    for column, head in enumerate(["序号", *HEADS], 1):
        sheet.cell(5, column, head)


def example_row(sheet: Worksheet) -> None:
    sheet.insert_rows(4)
    sheet.cell(4, 1, "示例")
    sheet.cell(4, 2, "HD2018-001")
    sheet.cell(4, LEAFLETS, 999)


def numbered_but_empty(sheet: Worksheet) -> None:
    for row in range(7, 20):
        sheet.cell(row, 1, row - 3)


@pytest.mark.parametrize(
    "change",
    [insert_rows_above, insert_column, move_column, break_heads, rename_column, groups, three_rows, totals,
     blank_and_foot, repeated_head, example_row, numbered_but_empty],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_a_table_is_found_by_what_its_heads_say(tmp_path: Path, change: Callable[[Worksheet], None]) -> None:
    collected = collect_forms(write(tmp_path / "岭安.xlsx", change), "R05", year=2018)
    assert told(collected) == []
    assert leaflets(collected) == [101, 102, 103]


def set_cell(cell: str, value: Any) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value

    return change


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["T"].hidden = True


def second_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.copy_worksheet(sheet).title = "台账 (2)"


def hidden_copy(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    copy = sheet.parent.copy_worksheet(sheet)
    copy.title, copy.sheet_state = "台账 (2)", "hidden"


def merge_number(sheet: Worksheet) -> None:
    sheet.merge_cells("T4:T6")


def merge_columns(sheet: Worksheet) -> None:
    sheet.merge_cells("T4:U4")


def end_before_start(sheet: Worksheet) -> None:
    sheet["I4"] = date(2018, 5, 1)


def two_ends(sheet: Worksheet) -> None:
    sheet["H4"], sheet["I4"] = "6月1日至5日", date(2018, 6, 7)


def drop_host(sheet: Worksheet) -> None:
    sheet.delete_cols(11)


def drop_place(sheet: Worksheet) -> None:
    sheet.delete_cols(10)


def wrong_total(sheet: Worksheet) -> None:
    sheet["A7"], sheet["T7"] = "合计", 400


@pytest.mark.parametrize(
    ("change", "severity", "code", "where", "words"),
    [
        (set_cell("T3", "资料（册）"), "error", "collect.other_unit", "台账!T3", "单位不是“份”"),
        (set_cell("T3", "参加人数（人）"), "error", "collect.duplicate_column", "台账!T3", "都是“参加人数”"),
        (set_cell("K3", "组织单位"), "error", "collect.unsure_column", "台账!K3", "不能确定"),
        (set_cell("AO3", "分管领导"), "warning", "collect.extra_column", "台账!AO3", "“备注”"),
        (set_cell("AO5", "见附件"), "warning", "collect.outside", "台账!AO5", "见附件"),
        (drop_host, "error", "collect.missing_column", "台账!B3", "没有“主办”这一列"),
        (drop_place, "warning", "collect.missing_column", "台账!B3", "没有“地点”这一列"),
        (hide_row, "warning", "collect.hidden_row", "台账!第5行", "隐藏"),
        (hide_column, "warning", "collect.hidden_column", "台账!T3", "“资料”这一列是隐藏的"),
        (second_sheet, "warning", "collect.several_sheets", None, "台账 (2)"),
        (hidden_copy, "warning", "collect.hidden_sheet", "台账 (2)", "没有收"),
        (merge_number, "error", "data.merged_number", "台账!T4", "取消合并"),
        (merge_columns, "error", "collect.merged_columns", "台账!T4", "资料、手册图书"),
        (end_before_start, "error", "activity.date_order", "台账!I4", "早于"),
        (two_ends, "error", "collect.two_ends", "台账!I4", "核对两格"),
        (set_cell("O4", 90), "error", "activity.more_people_than_times", "台账!O4", "多于受教育"),
        (wrong_total, "warning", "collect.total_differs", "台账!T7", "写400，上面各行相加是306"),
        (set_cell("H4", "6月1日至5日"), "note", "collect.period", "台账!H4", "起止日期"),
        (set_cell("T3", "宣传资料"), "note", "", "", ""),
        (set_cell("A7", "本期无活动，原因：汛期"), "note", "collect.zero_report", "台账!第7行", "零报告"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_at_its_place(
    tmp_path: Path,
    change: Callable[[Worksheet], None],
    severity: str,
    code: str,
    where: str | None,
    words: str,
) -> None:
    collected = collect_forms(write(tmp_path / "岭安.xlsx", change), "R05", year=2018)
    found = [p for p in collected.problems if p.severity == severity and p.code == code]
    if not code:
        assert told(collected, "error") == []
        return
    assert [p.place.where for p in found][:1] == [where]
    assert words in str(found[0])


def test_a_period_in_the_first_column_of_days_fills_the_second(tmp_path: Path) -> None:
    collected = collect_forms(write(tmp_path / "a.xlsx", set_cell("H4", "6月1日至5日")), "R05", year=2018)
    row = next(collected.rows())
    assert (row.values["开始日期"], row.values["结束日期"]) == (date(2018, 6, 1), date(2018, 6, 5))


def test_text_merged_downwards_counts_for_each_row(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("C4:C6")

    collected = collect_forms(write(tmp_path / "a.xlsx", merge), "R05", year=2018)
    assert [row.values["领域"] for row in collected.rows()] == ["企业"] * 3
    assert ("collect.merged_text", "台账!C4") in told(collected, "note")


def test_nothing_filled_in_is_told_and_a_zero_report_is_asked_for(tmp_path: Path) -> None:
    collected = collect_forms(write(tmp_path / "a.xlsx", rows=0), "R05", year=2018)
    problem = next(p for p in collected.problems if p.code == "collect.nothing_filled")
    assert "本期无活动" in problem.hint


def test_the_lines_above_and_below_are_read(tmp_path: Path) -> None:
    one = read_returned(write(tmp_path / "a.xlsx", blank_and_foot))
    assert one.unit == "岭安市自然资源局"
    assert one.boxes["统计起"] == "2018年1月1日"
    assert one.boxes["统计止"] == "2018年6月30日"
    assert one.boxes["填报人"] == "×××"
    assert one.boxes["填报日期"] == "2018年7月2日"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "data.empty_file"),
        ("坏.xlsx", b"PK\x03\x04 not a zip", "data.not_a_workbook"),
        ("网页.xls", "<html><table><tr><td>台账</td></tr></table></html>".encode(), "data.not_a_workbook"),
        ("乱.csv", b'"a,b\nc', "data.syntax"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_and_not_the_end(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    write(tmp_path / "岭安.xlsx")
    collected = collect_forms(tmp_path, "R05", year=2018)
    assert told(collected) == [(code, None)]
    assert leaflets(collected) == [101, 102, 103]


def test_files_that_are_no_tables_are_named_and_locks_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "岭安.xlsx")
    (tmp_path / "说明.docx").write_bytes(b"x")
    (tmp_path / "~$岭安.xlsx").write_bytes(b"x")
    collected = collect_forms(tmp_path, "R05", year=2018)
    assert [(p.code, p.place.file) for p in collected.problems] == [("collect.not_a_table", "说明.docx")]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"没有可以收的表格文件.*\[collect.no_files\]"):
        collect_forms(tmp_path)


def test_the_same_file_is_collected_once_and_two_versions_are_told(tmp_path: Path) -> None:
    first = write(tmp_path / "a.xlsx")
    shutil.copy(first, tmp_path / "b.xlsx")
    write(tmp_path / "c.xlsx", set_cell("T4", 7))
    collected = collect_forms(tmp_path, year=2018)
    assert collected.same_files == {"b.xlsx": "a.xlsx"}
    assert ("collect.same_file", None) in told(collected, "warning")
    twice = next(p for p in collected.problems if p.code == "collect.sent_twice")
    assert twice.place.file == "c.xlsx"
    assert "“a.xlsx”" in twice.message


def test_units_are_known_by_the_form_by_the_file_and_by_the_folder(tmp_path: Path) -> None:
    units = UnitList.of(
        ["岭安市自然资源局", "岚州市自然资源局", "澄川市自然资源局", "霁山市自然资源局"],
        {"岚州市局": "岚州市自然资源局"},
    )
    write(tmp_path / "1.xlsx", unit="岭 安 市自然资源局")
    write(tmp_path / "2.xlsx", set_cell("T4", 2), unit="岚州市局")
    (tmp_path / "澄川市自然资源局").mkdir()
    write(tmp_path / "澄川市自然资源局" / "3.xlsx", set_cell("T4", 3), unit="")
    write(tmp_path / "4.xlsx", set_cell("T4", 4), unit="岭安市自然资原局")
    write(tmp_path / "5.xlsx", set_cell("T4", 5), unit="")
    collected = collect_forms(tmp_path, year=2018, units=units)
    assert collected.by_unit["岚州市自然资源局"] == ("2.xlsx",)
    assert collected.by_unit["澄川市自然资源局"] == ("澄川市自然资源局/3.xlsx",)
    assert collected.missing == ("霁山市自然资源局",)
    unknown = next(p for p in collected.problems if p.code == "collect.unknown_unit")
    assert str(unknown).startswith(
        "4.xlsx（台账!A2）：单位名单里没有“岭安市自然资原局”；是否想写“岭安市自然资源局”？"
    )
    assert [p.place.file for p in collected.problems if p.code == "collect.no_unit"] == ["5.xlsx"]
    assert [p.place.file for p in collected.problems if p.code == "collect.unit_of_file"] == [
        "澄川市自然资源局/3.xlsx"
    ]


def test_a_form_that_was_sent_out_says_which_it_is_and_for_whom(tmp_path: Path) -> None:
    from qijin_docs.registers.made_out import made_out

    path = tmp_path / "x.xlsx"
    write_form("R05", made_out(year=2018, unit="岭安市自然资源局")).save(path)
    one = read_returned(path)
    assert (one.form, one.unit, one.count) == ("R05", "岭安市自然资源局", 0)
    other = read_returned(path, collect_expected("R06"))
    assert [p.code for p in other.problems] == ["collect.other_form"]


def collect_expected(kind: str) -> Any:
    from qijin_docs.registers.collect import expected

    return expected(kind)


def test_a_table_of_another_kind_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["品名", "数量"])
    book.save(tmp_path / "a.xlsx")
    collected = collect_forms(tmp_path)
    assert told(collected) == [("collect.unknown_form", None)]
    assert told(collect_forms(tmp_path, "R05")) == [("collect.no_table", None)]


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same(tmp_path: Path, pool: Any) -> None:
    for n in range(6):
        write(tmp_path / f"{n}.xlsx", set_cell("T4", n))
    steps: list[tuple[int, int]] = []
    alone = collect_forms(tmp_path, year=2018, progress=lambda done, total: steps.append((done, total)))
    with pool(2) as executor:
        assert collect_forms(tmp_path, year=2018, executor=executor) == alone
    assert steps == [(n, 6) for n in range(1, 7)]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_was_collected_is_a_register_again(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    write(source / "a.xlsx")
    write(source / "b.xlsx", set_cell("T4", "１２０"))
    collected = collect_forms(source, year=2018)
    out = tmp_path / f"总表{suffix}"
    assert write_merged(collected.returned, "R05", out, year=2018) == 6
    located = read_source(out, columns=[f.alias or n for n, f in Activity.model_fields.items()])
    assert [row["资料"] for row in located.value] == [101, 102, 103, 120, 102, 103]
    first = out.read_bytes()
    write_merged(collected.returned, "R05", out, year=2018)
    assert out.read_bytes() == first


def test_a_cell_that_was_refused_stands_in_the_merged_table_and_cannot_be_overlooked(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", set_cell("T4", "2000余"), set_cell("K5", None))
    collected = collect_forms(tmp_path, year=2018)
    out = tmp_path / "out" / "总表.xlsx"
    write_merged(collected.returned, "R05", out)
    book = openpyxl.load_workbook(out)
    assert [book["活动台账"]["T3"].value, book["活动台账"]["K4"].value] == ["【待核：2000余】", "【待填】"]
    assert [cell.value for cell in book["来源"][3]] == [2, "岭安市自然资源局", "a.xlsx", "台账", 5]
    again = collect_forms(out, "R05", year=2018)
    assert ("text.not_a_quantity", "活动台账!T3") in told(again)


def test_faulty_workbooks_go_back_with_marked_cells_and_are_not_touched_themselves(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", set_cell("T4", "2000余"), set_cell("U4", "=1+1"))
    before = path.read_bytes()
    collected = collect_forms(tmp_path, year=2018)
    made, problems = write_marked({"a.xlsx": path}, collected.problems, tmp_path / "退回")
    assert problems == ()
    sheet = openpyxl.load_workbook(made["a.xlsx"])["台账"]
    assert sheet["T4"].comment is not None
    assert "约数" in sheet["T4"].comment.text
    assert sheet["T4"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["T4"].value == "2000余"
    assert sheet["U4"].value == "=1+1"
    assert sheet["T5"].comment is None
    assert path.read_bytes() == before


def test_workbooks_of_other_programs_and_old_formats_are_read(tmp_path: Path) -> None:
    source = write(tmp_path / "岭安.xlsx", set_cell("T4", "２０００"), set_cell("U4", "=10+2"))
    for suffix in ("xls", "ods", "csv"):
        saved = office_saves(source, tmp_path / suffix, suffix)
        collected = collect_forms(saved, "R05", year=2018)
        assert told(collected) == []
        assert leaflets(collected) == [2000, 102, 103]
        assert next(collected.rows()).values["手册图书"] == 12
        assert next(collected.rows()).values["开始日期"] == date(2018, 6, 1)
        assert ("collect.old_format" in [p.code for p in collected.problems]) == (suffix == "xls")


def office_saves(source: Path, folder: Path, suffix: str) -> Path:
    command = [str(find_soffice()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1" if suffix == "csv" else suffix  # 76: UTF-8
    command += ["--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{source.stem}.{suffix}"


def test_a_renamed_column_and_rows_that_are_no_records_are_noted(tmp_path: Path) -> None:
    collected = collect_forms(write(tmp_path / "a.xlsx", rename_column, totals), "R05", year=2018)
    notes = {p.code: str(p) for p in collected.problems}
    assert "列名“发放宣传资料数量（份）”按“资料”收" in notes["collect.renamed_column"]
    assert "台账!第7行" in notes["collect.skipped_row"]


def test_a_date_in_a_column_of_text_is_written_out(tmp_path: Path) -> None:
    collected = collect_forms(write(tmp_path / "a.xlsx", set_cell("J4", date(2018, 6, 1))), "R05", year=2018)
    assert next(collected.rows()).values["地点"] == "2018年6月1日"
    assert ("collect.date_as_text", "台账!J4") in told(collected, "note")


def test_a_form_of_one_unit_filled_in_by_another_is_told(tmp_path: Path) -> None:
    from qijin_docs.registers.form_info import SHEET, read_form_info
    from qijin_docs.registers.made_out import made_out

    path = tmp_path / "x.xlsx"
    write_form("R05", made_out(year=2018, unit="岭安市自然资源局")).save(path)
    book = openpyxl.load_workbook(path)
    info = read_form_info([[cell.value for cell in row] for row in book[SHEET].iter_rows()])
    assert info is not None
    spot = info.spot("填报单位")
    assert spot is not None
    book[info.sheet][f"{spot.column}{spot.row}"] = "填报单位：岚州市自然资源局"
    book.save(path)
    problem = next(p for p in read_returned(path).problems if p.code == "collect.other_unit_name")
    assert "填报单位写的是“岚州市自然资源局”，这份表是发给“岭安市自然资源局”的" in problem.message
    assert problem.place.where == f"{info.sheet}!{spot.column}{spot.row}"


def test_what_cannot_be_marked_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", set_cell("T4", "2000余"))
    (tmp_path / "b.csv").write_text("资料\n1", encoding="utf-8")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/drawings/drawing9.xml", "<x/>")
    problems = [
        Problem("x.y", "错", Place(name, where)) for name, where in (("a.xlsx", "台账!T4"), ("b.csv", "A2"))
    ]
    made, told_of = write_marked({"a.xlsx": path, "b.csv": tmp_path / "b.csv"}, problems, tmp_path / "退回")
    assert set(made) == {"a.xlsx"}
    assert [(p.code, p.place.file) for p in told_of] == [
        ("collect.mark_loses", "a.xlsx"),
        ("collect.not_marked", "b.csv"),
    ]


def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    source = write(tmp_path / "a.xlsx")
    locked = tmp_path / "锁.xlsx"
    locked.write_bytes(encrypted(source.read_bytes()))
    assert told(collect_forms(locked)) in ([("collect.password", None)], [("data.not_a_workbook", None)])


def encrypted(content: bytes) -> bytes:
    """An OLE file as Excel makes it of a workbook with a password: its head and nothing that could be read."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content[:4000]
