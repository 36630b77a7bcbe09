"""Each habit of filling in a cell is read right, or told at its cell with what to write."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from qijin_docs.registers.collect import Collected, collect_forms
from qijin_docs.registers.form import find_form

#: A row that nothing is wrong with.
SOUND: dict[str, Any] = {
    "活动编号": "HD-1",
    "领域": "企业",
    "活动名称": "矿山企业安全宣讲",
    "形式": "宣讲",
    "开始日期": date(2018, 6, 12),
    "主办单位": "岭安市自然资源局",
    "见证材料编号": "ZP-01",
}
FORM = find_form("R05")
HEADS = ["序号", *(f"{c.alias}（{c.unit}）" if c.unit else c.alias for c in FORM.columns)]
COLUMN = {c.alias: get_column_letter(n) for n, c in enumerate(FORM.columns, 2)}

# What is written, and what is read; a code where the reading is noted.
READ: list[tuple[str, Any, Any, str]] = [
    ("资料", 2000, 2000, ""),
    ("资料", 2000.0, 2000, ""),
    ("资料", "2000", 2000, ""),
    ("资料", "２０００", 2000, "text.full_width_digits"),
    ("资料", "2000份", 2000, "text.unit_dropped"),
    ("资料", "2000 份", 2000, "text.unit_dropped"),
    ("资料", "1,200", 1200, ""),
    ("资料", "1，200", 1200, "text.full_width_digits"),
    ("资料", "二百", 200, ""),
    ("资料", 0, 0, ""),
    ("资料", "0", 0, ""),
    ("资料", None, None, ""),
    ("资料", "　", None, ""),
    ("资料", "—", None, "collect.blank_mark"),
    ("资料", "——", None, "collect.blank_mark"),
    ("资料", "/", None, "collect.blank_mark"),
    ("资料", "／", None, "collect.blank_mark"),
    ("横幅标语", "30幅", 30, "text.unit_dropped"),
    ("展板", "12个", 12, "text.unit_dropped"),
    ("参加人数", "86名", 86, "text.unit_dropped"),
    ("经费", "1.2万元", Decimal("1.2"), ""),
    ("经费", 0.1 + 0.2, Decimal("0.3"), ""),
    ("开始日期", "6.16", date(2018, 6, 16), "text.year_added"),
    ("开始日期", "2018.6.16", date(2018, 6, 16), "text.date_repaired"),
    ("开始日期", "2018-6-16", date(2018, 6, 16), "text.date_repaired"),
    ("开始日期", "2018/6/16", date(2018, 6, 16), "text.date_repaired"),
    ("开始日期", "20180616", date(2018, 6, 16), "text.date_repaired"),
    ("开始日期", "6月16日", date(2018, 6, 16), "text.year_added"),
    ("开始日期", "6月16号", date(2018, 6, 16), "text.year_added"),
    ("开始日期", "２０１８年６月１６日", date(2018, 6, 16), "text.date_repaired"),
    ("开始日期", "二○一八年六月十六日", date(2018, 6, 16), "text.date_repaired"),
    ("开始日期", 43267, date(2018, 6, 16), "text.excel_date"),
    ("开始日期", datetime.fromisoformat("2018-06-16T09:30"), date(2018, 6, 16), "text.time_dropped"),
    ("结束日期", "无", None, "collect.blank_mark"),
    ("领域", "进企业", "企业", "collect.choice_read"),
    ("领域", "学校", "校园", "collect.choice_read"),
    ("领域", "企 业", "企业", "collect.tidied"),
    ("领域", "公共\n场所", "公共场所", "collect.tidied"),
    ("兼及领域", "农村，社区", ("农村", "社区"), ""),
    ("重要活动", "是", True, ""),
    ("重要活动", "否", False, ""),
    ("重要活动", "√", True, "collect.yes_no_read"),
    ("重要活动", "×", False, "collect.yes_no_read"),
    ("重要活动", "□是 ☑否", False, "collect.yes_no_read"),
    ("重要活动", "☑是□否", True, "collect.yes_no_read"),
    ("重要活动", "是☑ 否□", True, "collect.yes_no_read"),
    ("重要活动", "是□ 否√", False, "collect.yes_no_read"),
    ("重要活动", True, True, ""),
    ("进入单位", "甲石料有限公司、乙石料有限公司", ("甲石料有限公司", "乙石料有限公司"), ""),
    ("进入单位", "甲石料有限公司，乙石料有限公司；", ("甲石料有限公司", "乙石料有限公司"), ""),
    ("进入单位", "甲石料有限公司\n乙石料有限公司", ("甲石料有限公司", "乙石料有限公司"), ""),
    (
        "进入单位",
        "甲石料有限公司 乙石料有限公司",
        ("甲石料有限公司", "乙石料有限公司"),
        "collect.names_parted",
    ),
    ("见证材料编号", "ZP-01/ZP-02", ("ZP-01", "ZP-02"), ""),
    ("见证材料编号", "ZP-01 ZP-02", ("ZP-01", "ZP-02"), "collect.names_parted"),
    ("出席领导", "张　三", ("张三",), "collect.tidied"),
    ("出席领导", "×××（副局长、书记）、×××（科长）", ("×××（副局长、书记）", "×××（科长）"), ""),
    ("协办单位", "无", (), "collect.blank_mark"),
    ("活动名称", "安 全 生产\n宣讲", "安全生产宣讲", "collect.tidied"),
    ("备注", 12, "12", ""),
    ("备注", "参与,不计入合计", "参与，不计入合计", "text.half_width"),
]

# What is written, the code, and a part of the sentence: the value found, or what to do.
REFUSED: list[tuple[str, Any, str, str]] = [
    ("资料", "2000余", "text.not_exact", "“2000余”是约数"),
    ("资料", "约3万", "text.not_exact", "“约3万”是约数"),
    ("资料", "近千", "text.not_exact", "“近千”是约数"),
    ("资料", "1.2万", "text.not_exact", "“1.2万”是约数"),
    ("资料", "不少于500", "text.not_exact", "约数"),
    ("资料", "无", "text.no_number", "一个也没有就写0"),
    ("资料", "若干", "text.not_a_quantity", "看不懂数量“若干”"),
    ("资料", "20余种1000多册", "text.several_quantities", "分开填写"),
    ("资料", -5, "text.not_a_count", "是负数"),
    ("资料", 3.5, "text.not_a_count", "不是整数"),
    ("资料", True, "collect.not_a_number", "是/否"),
    ("资料", date(2018, 1, 1), "collect.date_for_number", "日期格式"),
    ("资料", time(3, 0), "collect.date_for_number", "日期格式"),
    ("资料", 10**13, "collect.too_large_number", "太大"),
    ("资料", 10**16, "data.lost_digits", "超过15位"),
    ("资料", "=SUM(B1:B2)", "data.not_calculated", "存盘后再交"),
    ("参加人数", "80人次", "text.other_unit", "“80人次”的单位不是“人”"),
    ("经费", "3000元", "text.other_unit", "单位不是“万元”"),
    ("经费", 0.12345, "collect.decimals", "最多写四位小数"),
    ("开始日期", 6.1, "text.ambiguous_date", "可能是1日"),
    ("开始日期", "18年6月16日", "text.ambiguous_date", "四位年份"),
    ("开始日期", "2018年2月30日", "text.impossible_date", "没有“2018年2月30日”这一天"),
    ("开始日期", "6月中旬", "text.not_a_date", "“6月中旬”不是日期"),
    ("开始日期", None, "data.missing", "“开始”没有填"),
    ("领域", "企事业", "collect.not_a_choice", "没有“企事业”"),
    ("领域", "企业、机关", "collect.several_choices", "只写一个主领域"),
    ("兼及领域", "农村、厂房", "collect.not_a_choice", "没有“厂房”这个领域"),
    ("重要活动", "待定", "collect.yes_no", "只填“是”或“否”"),
    ("出席领导", "张三 李四", "collect.unsure_names", "用顿号隔开"),
    ("活动名称", None, "data.missing", "“活动名称”没有填"),
    ("主办单位", "—", "data.missing", "没有填"),
]  # fmt: skip


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """One register with a row for each case: case n stands in row n + 4."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet["A1"] = "2018年安全生产宣传教育“七进”活动台账"
    sheet["A2"] = "填报单位：岭安市自然资源局"
    for column, head in enumerate(HEADS, 1):
        sheet.cell(3, column, head)
    for n, (alias, written) in enumerate([(c[0], c[1]) for c in (*READ, *REFUSED)]):
        values = {**SOUND, "活动编号": f"HD-{n:03}", alias: written}
        for column, field in enumerate(FORM.columns, 2):
            sheet.cell(n + 4, column, values.get(field.alias))
    path = tmp_path_factory.mktemp("cells") / "岭安.xlsx"
    book.save(path)
    return collect_forms(path, "R05", year=2018)


@pytest.mark.parametrize("case", range(len(READ)), ids=[f"{c[0]}={c[1]!r}" for c in READ])
def test_what_is_certain_is_read_and_noted_at_its_cell(collected: Collected, case: int) -> None:
    alias, _, value, code = READ[case]
    row = list(collected.rows())[case]
    assert row.values[alias] == value
    assert type(row.values[alias]) is type(value)
    cell = f"台账!{COLUMN[alias]}{case + 4}"
    there = [p for p in collected.problems if p.place.where == cell]
    assert not [p for p in there if p.severity == "error"]
    assert [p.code for p in there if p.severity == "note"][-1:] == ([code] if code else [])


@pytest.mark.parametrize("case", range(len(REFUSED)), ids=[f"{c[0]}={c[1]!r}" for c in REFUSED])
def test_what_is_not_certain_is_an_error_at_its_cell(collected: Collected, case: int) -> None:
    alias, _, code, words = REFUSED[case]
    number = len(READ) + case
    cell = f"台账!{COLUMN[alias]}{number + 4}"
    there = [p for p in collected.errors if p.place.where == cell]
    assert [p.code for p in there] == [code]
    assert words in str(there[0])
    assert there[0].place.file is not None
    assert there[0].place.file.endswith("岭安.xlsx")
    assert list(collected.rows())[number].values[alias] is None


def test_nothing_else_is_wrong_with_the_register(collected: Collected) -> None:
    cells = {f"台账!{COLUMN[c[0]]}{len(READ) + n + 4}" for n, c in enumerate(REFUSED)}
    assert {p.place.where for p in collected.errors} == cells
