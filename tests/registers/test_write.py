"""A blank form as Excel and LibreOffice see it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs.office import page_images, to_pdf
from qijin_docs.registers.form import Form, find_form, forms
from qijin_docs.registers.form_info import SHEET, FormInfo, read_form_info
from qijin_docs.registers.made_out import MadeOut, made_out
from qijin_docs.registers.write import EXAMPLE, write_form
from qijin_docs.sources import read_source

ALL = pytest.mark.parametrize("form", forms(), ids=lambda form: form.number)
GIVEN = replace(
    made_out(year=2018, unit="岭安市自然资源局", period="第二阶段"),
    start=date(2018, 5, 1),
    end=date(2018, 6, 30),
)


def opened(form: str | Form, given: MadeOut | None = GIVEN, rows: int | None = None) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(bytes(write_form(form, given, rows=rows))))


def info_of(book: Workbook) -> FormInfo:
    info = read_form_info([list(row) for row in book[SHEET].iter_rows(values_only=True)])
    assert info is not None
    return info


def rule_at(sheet: Worksheet, cell: str) -> DataValidation:
    rule: DataValidation
    (rule,) = [r for r in sheet.data_validations.dataValidation if cell in r.sqref]
    return rule


@ALL
def test_the_same_form_is_the_same_bytes(form: Form) -> None:
    assert bytes(write_form(form, GIVEN)) == bytes(write_form(form, GIVEN))


@ALL
def test_excel_takes_it_as_it_is(form: Form, valid_ooxml: Callable[[bytes], None]) -> None:
    valid_ooxml(bytes(write_form(form, GIVEN)))


@ALL
def test_the_hidden_sheet_says_where_everything_stands(form: Form) -> None:
    book = opened(form)
    sheet, info = book[form.name], info_of(book)
    assert book[SHEET].sheet_state == "veryHidden"
    assert (info.number, info.name, info.sheet, info.unit, info.year) == (
        form.number,
        form.name,
        form.name,
        "岭安市自然资源局",
        2018,
    )
    assert {s.alias for s in info.spots if s.use == "列"} == {c.alias for c in form.columns}
    for spot in info.spots:
        if spot.use == "列":
            column = form.column(spot.alias)
            cell = sheet[f"{spot.column}{spot.row}"]
            head = cell.value or sheet[f"{spot.column}{spot.row - 1}"].value  # merged downwards
            assert column is not None
            assert column.label in str(head)
    assert {s.alias for s in info.spots if s.use != "列"} == {b.key for b in (*form.above, *form.below)}


@ALL
def test_heads_are_locked_cells_to_be_filled_are_not_and_no_password_is_needed(form: Form) -> None:
    book = opened(form)
    sheet, info = book[form.name], info_of(book)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.insertRows  # false is allowed
    printed = set(form.fixed_rows(GIVEN.sphere_names)[0]) if form.fixed_rows(GIVEN.sphere_names) else set()
    for spot in info.spots:
        cell = sheet[f"{spot.column}{spot.row}"]
        assert cell.protection.locked is (spot.use == "列")
        if spot.use == "列":
            entry = sheet[f"{spot.column}{info.first_row}"]
            assert entry.protection.locked is (spot.alias in printed)


@ALL
def test_printing_is_landscape_with_the_head_on_every_page(form: Form) -> None:
    sheet = opened(form)[form.name]
    info = info_of(opened(form))
    lowest = max(spot.row for spot in info.spots if spot.use == "列")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == {"A4": 9, "A3": 8}[form.paper]
    assert sheet.print_title_rows is not None
    assert sheet.print_title_rows.endswith(f"${lowest}")
    assert sheet.freeze_panes == f"{openpyxl.utils.get_column_letter(form.frozen + 1)}{lowest + 1}"
    footer = sheet.oddFooter
    assert footer is not None
    assert "&P" in str(footer.center.text)


@ALL
def test_words_of_rules_are_within_what_excel_takes(form: Form) -> None:
    for rule in opened(form)[form.name].data_validations.dataValidation:
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.errorTitle or "") <= 32
        assert len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 255
        assert len(rule.formula1 or "") <= 257
        assert rule.type is None or rule.error


def test_a_filled_form_is_read_as_the_register_it_is(tmp_path: Path) -> None:
    form = find_form("R05")
    book = opened(form)
    sheet, info = book[form.name], info_of(book)
    columns = {spot.alias: spot.column for spot in info.spots if spot.use == "列"}
    row: dict[str, Any] = {
        "活动编号": "HD-1",
        "领域": "企业",
        "活动名称": "开工第一课",
        "开始日期": date(2018, 3, 6),
        "受教育": 260,
    }
    for alias, value in row.items():
        sheet[f"{columns[alias]}{info.first_row}"] = value
    assert sheet.cell(info.example_row, 1).value == EXAMPLE
    # Readers leave the row out by the word in its first cell.
    sheet.delete_rows(info.example_row)
    book.save(tmp_path / "台账.xlsx")
    located = read_source(tmp_path / "台账.xlsx", columns=form.wanted, sheet=form.name)
    first = located.value[0]
    assert {alias: first[alias] for alias in row if alias != "开始日期"} == {
        alias: value for alias, value in row.items() if alias != "开始日期"
    }


@pytest.mark.parametrize(
    ("number", "alias", "kind", "first", "words"),
    [
        ("R05", "领域", "list", '"企业,校园,机关,社区,农村,家庭,公共场所"', "从下拉列表里选"),
        ("R05", "参加人数", "whole", "0", "没有统计的留空，没有发生的填0"),
        ("R05", "经费", "decimal", "0", "单位是万元（3000元填0.3）"),
        ("R05", "开始日期", "date", "DATE(2017,1,1)", "填日期，如 2018-6-16"),
        ("R05", "重要活动", "list", '"是,否"', "填“是”或“否”"),
        ("R08", "类别", "list", '"音视频,照片,报刊杂志,网站截图,手机截屏"', "从下拉列表里选"),
        ("R04", "阶段", "list", '"1,2,3,4"', "从下拉列表里选"),
    ],
)
def test_each_kind_of_column_has_its_rule_and_its_words(
    number: str, alias: str, kind: str, first: str, words: str
) -> None:
    book = opened(number)
    info = info_of(book)
    spot = info.spot(alias)
    assert spot is not None
    rule = rule_at(book.worksheets[0], f"{spot.column}{info.first_row}")
    assert (rule.type, rule.formula1) == (kind, first)
    assert words in str(rule.error)
    assert rule.errorStyle in ("stop", None)
    assert rule.prompt


def test_a_list_that_may_be_added_to_only_warns() -> None:
    book = opened("R05")
    info = info_of(book)
    spot = info.spot("形式")
    assert spot is not None
    rule = rule_at(book.worksheets[0], f"{spot.column}{info.first_row}")
    assert rule.errorStyle == "warning"
    assert "没有合适的可以自己写" in str(rule.prompt)


def test_choices_too_long_for_a_rule_stand_on_the_hidden_sheet() -> None:
    spheres = tuple((f"第{n}类生产经营和公共服务场所", "处") for n in range(1, 31))
    book = opened("R05", replace(GIVEN, spheres=spheres))
    info = info_of(book)
    spot = info.spot("领域")
    assert spot is not None
    rule = rule_at(book.worksheets[0], f"{spot.column}{info.first_row}")
    found = re.fullmatch(rf"'{SHEET}'!\$(\w+)\$2:\$\w+\$31", str(rule.formula1))
    assert found
    assert book[SHEET][f"{found[1]}2"].value == "第1类生产经营和公共服务场所"
    assert book[SHEET][f"{found[1]}31"].value == "第30类生产经营和公共服务场所"


def test_what_is_known_of_the_unit_is_filled_in() -> None:
    given = replace(GIVEN, boxes=(("填报人", "×××"), ("电话", "0000-0000000")))
    book = opened("R06", given)
    sheet, info = book.worksheets[0], info_of(book)
    held = {s.alias: sheet[f"{s.column}{s.row}"].value for s in info.spots if s.use != "列"}
    assert held["填报单位"] == "岭安市自然资源局"
    assert held["期次"] == "第二阶段"
    assert held["统计起"].date() == date(2018, 5, 1)
    assert held["统计止"].date() == date(2018, 6, 30)
    assert (held["填报人"], held["电话"], held["审核人"]) == ("×××", "0000-0000000", None)


def test_r06_totals_add_up_by_themselves_and_leave_households_out_of_the_places() -> None:
    book = opened("R06")
    sheet, info = book.worksheets[0], info_of(book)
    column = {s.alias: s.column for s in info.spots}
    first = info.first_row  # 企业, 校园, 机关, 社区, 农村, 家庭, 公共场所, 合计; two rows each
    total = first + 14
    assert sheet[f"{column['领域']}{total}"].value == "合计"
    events, places = column["活动场次"], column["进入单位数"]
    every = [f"{events}{first + 2 * n}" for n in range(7)]
    assert sheet[f"{events}{total}"].value == f'=IF(COUNT({",".join(every)})=0,"",SUM({",".join(every)}))'
    without = [f"{places}{first + 2 * n}" for n in range(7) if n != 5]
    assert sheet[f"{places}{total}"].value == f'=IF(COUNT({",".join(without)})=0,"",SUM({",".join(without)}))'
    assert sheet[f"{events}{total}"].protection.locked
    assert sheet[f"{events}{total + 1}"].value.startswith(f"=IF(COUNT({events}{first + 1},")


def test_r07_has_a_last_row_that_adds_up_the_units() -> None:
    book = opened("R07", rows=3)
    sheet, info = book.worksheets[0], info_of(book)
    spot = info.spot("受教育")
    assert spot is not None
    cells = f"{spot.column}{info.first_row}:{spot.column}{info.first_row + 2}"
    assert sheet[f"{spot.column}{info.first_row + 3}"].value == f'=IF(COUNT({cells})=0,"",SUM({cells}))'
    assert sheet.cell(info.first_row + 3, 1).value == "合计"


def test_another_campaign_has_its_own_spheres_and_name() -> None:
    given = MadeOut("安全宣传“五进”活动", 2021, (("企业", "家"), ("学校", "所")), phases=3)
    book = opened("R06", given)
    sheet, info = book.worksheets[0], info_of(book)
    assert sheet["A1"].value == "2021年安全宣传“五进”活动情况统计表"
    assert info.spheres == ("企业", "学校")
    assert "企业（家）、学校（所）" in "".join(str(c.value) for row in sheet.iter_rows() for c in row)


def test_without_a_year_the_title_has_none() -> None:
    assert opened("R05", None).worksheets[0]["A1"].value == "安全生产宣传教育“七进”活动台账"


@pytest.mark.parametrize(("rows", "numbers"), [(1, [1]), (3, [1, 2, 3])])
def test_there_are_as_many_rows_as_are_asked_for(rows: int, numbers: list[int]) -> None:
    book = opened("R09", rows=rows)
    cells = [c.value for c in book.worksheets[0]["A"] if isinstance(c.value, int)]
    assert cells == numbers


def test_a_row_that_was_begun_shows_what_it_still_lacks() -> None:
    book = opened("R09")
    sheet, info = book.worksheets[0], info_of(book)
    required = [c for c in find_form("R09").columns if c.required]
    ranges = [str(r.sqref) for r in sheet.conditional_formatting]
    assert len(ranges) == len(required)
    first = next(iter(sheet.conditional_formatting)).rules[0]
    spot = info.spot("日期")
    assert spot is not None
    assert f"LEN({spot.column}{info.first_row})=0" in first.formula[0]


def test_nothing_of_the_program_and_the_clock_is_in_the_file() -> None:
    names = zipfile.ZipFile(io.BytesIO(bytes(write_form("R05")))).namelist()
    assert [n for n in names if n.startswith("docProps") or "theme" in n] == []


def test_each_form_is_one_page_and_the_register_two(tmp_path: Path) -> None:
    files = [write_form(form, GIVEN).save(tmp_path / f"{form.number}.xlsx") for form in forms()]
    pages = {
        pdf.stem: len(list(page_images(pdf, tmp_path / pdf.stem, dpi=20)))
        for pdf in to_pdf(files, tmp_path / "pdf")
    }
    assert pages == {form.number: 2 if form.number == "R05" else 1 for form in forms()}
