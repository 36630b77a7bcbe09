"""Whole workbooks: values, loops, references, other programs' files, determinism."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table

from qijin_docs.errors import RenderError, Severity
from qijin_docs.templating.agree import flat_tags
from qijin_docs.templating.excel.compile import compile_excel

Fill = Callable[..., Any]

LOOP = {
    "A1": "{{ 标题 }}",
    "A2": "名称",
    "B2": "数量",
    "A3": "{%tr for 项 in 明细 %}",
    "A4": "{{ 项.名称 }}",
    "B4": "{{ 项.数量 }}",
    "A5": "{%tr endfor %}",
    "A6": "合计",
    "B6": "=SUM(B4:B4)",
}
# A spreadsheet knows no time zones.
MIDNIGHT = dt.datetime(2026, 11, 23)  # noqa: DTZ001
HALF_PAST_EIGHT = dt.datetime(2026, 11, 23, 8, 30)  # noqa: DTZ001
HOSTILE = [
    "A&B <甲> \"乙\" '丙'",
    "{{ x }} {% if %} {# #}",
    "]]>",
    "\x00\x01\x1f",
    "一\n二\r\n三\t四",
    " 前后 ",
    "_x0041_",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "%s %d 100%",
    "字" * 10_000,
    "\ufdd00\ufdd1",
    "𠮷",
    "\\n",
]


def items(count: int) -> list[dict[str, Any]]:
    return [{"名称": f"项{i}", "数量": i + 1} for i in range(count)]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (7, 7),
        (2.5, 2.5),
        (Decimal("12.34"), 12.34),
        (True, True),
        (None, None),
        ("文字", "文字"),
        ("", None),
        ("0012", "0012"),
        (110101199001011234, "110101199001011234"),
        (dt.date(2026, 11, 23), MIDNIGHT),
        (HALF_PAST_EIGHT, HALF_PAST_EIGHT),
    ],
)
def test_a_cell_that_is_one_tag_keeps_the_type_of_the_value(fill: Fill, value: Any, read: Any) -> None:
    assert fill({"A1": "{{ 值 }}", "A2": "{{ 值 }}"}, {"值": value}).book["表"]["A1"].value == read


def test_a_date_keeps_the_format_of_its_cell_and_gets_one_where_there_is_none(fill: Fill) -> None:
    def dated(book: Workbook) -> None:
        book["表"]["A1"].number_format = 'yyyy"年"m"月"d"日"'

    book = fill({"A1": "{{ 日 }}", "A2": "{{ 日 }}"}, {"日": dt.date(2026, 11, 23)}, dated).book
    assert book["表"]["A1"].number_format == 'yyyy"年"m"月"d"日"'
    assert book["表"]["A2"].number_format == "mm-dd-yy"
    assert book["表"]["A2"].value == MIDNIGHT


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_arrives_letter_for_letter(
    fill: Fill, valid_ooxml: Callable[[bytes], None], value: str
) -> None:
    filled = fill(
        {
            "A1": "{{ 值 }}",
            "A2": "前{{ 值 }}后",
            "A3": "{%tr for 项 in 表 %}",
            "A4": "{{ 项 }}",
            "A5": "{%tr endfor %}",
        },
        {"值": value, "表": [value, value]},
    )
    meant = value.replace("\r\n", "\n")
    assert strings_of(filled.part("xl/sharedStrings.xml")) == [meant, f"前{meant}后"]
    assert [row[0] is not None for row in filled.rows()] == [True] * 4
    valid_ooxml(filled.content)


def strings_of(part: str) -> list[str]:
    """The shared strings as Excel understands them, read without any of our code."""
    texts = ["".join(map(str, item.itertext("{*}t"))) for item in etree.fromstring(part.encode())]
    return [re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text) for text in texts if text]


@pytest.mark.parametrize("count", [0, 1, 2, 5, 3000])
def test_a_loop_makes_a_row_for_each_item_and_its_sum_follows(fill: Fill, count: int) -> None:
    filled = fill(LOOP, {"标题": "统计", "明细": items(count)})
    rows = filled.rows()
    assert rows[:2] == [("统计", None), ("名称", "数量")]
    assert rows[2:-1] == [(f"项{i}", i + 1) for i in range(count)]
    last = f"=SUM(B3:B{count + 2})" if count else "=SUM(B1048576:B1048576)"
    assert rows[-1] == ("合计", last)
    assert filled.rendered.proved >= 2 * count + 1


FOLLOWING = [
    # formula, where it stands, what it reads as with three items (rows 3–5; total in row 6)
    ("=B4*2", "C4", ["=B3*2", "=B4*2", "=B5*2"]),
    ("=B4/B$6", "C4", ["=B3/B$6", "=B4/B$6", "=B5/B$6"]),
    ("=B4/SUM(B$4:B$4)", "C4", ["=B3/SUM(B$3:B$5)", "=B4/SUM(B$3:B$5)", "=B5/SUM(B$3:B$5)"]),
    ("=SUM(B$4:B4)", "C4", ["=SUM(B$3:B3)", "=SUM(B$3:B4)", "=SUM(B$3:B5)"]),
    ("=C3+B4", "C4", ["=C2+B3", "=C3+B4", "=C4+B5"]),
    ("=B4-B5", "C4", ["=B3-B4", "=B4-B5", "=B5-B6"]),
    ('="B4"&B4&表!$B$2', "C4", ['="B4"&B3&表!$B$2', '="B4"&B4&表!$B$2', '="B4"&B5&表!$B$2']),
    ("=SUM(B:B)", "C4", ["=SUM(B:B)"] * 3),
    ("=SUM(B4)", "C6", ["=SUM(B3:B5)"]),
    ("=SUM(B3:B5)", "C6", ["=SUM(B3:B5)"]),
    ("=SUM(B2:B6)", "C6", ["=SUM(B2:B6)"]),
    ('=SUMIF(A4:A4,"x",B4:B4)', "C6", ['=SUMIF(A3:A5,"x",B3:B5)']),
    ("=B6", "C6", ["=B6"]),
    ("=B1", "C6", ["=B1"]),
    ("=B9", "C6", ["=B9"]),
    ("=COUNTA(表!A4:B4)", "C6", ["=COUNTA(表!A3:B5)"]),
]


@pytest.mark.parametrize(("formula", "where", "expected"), FOLLOWING)
def test_formulas_follow(fill: Fill, formula: str, where: str, expected: list[str]) -> None:
    sheet = fill({**LOOP, where: formula}, {"标题": "x", "明细": items(3)}).book["表"]
    first = 3 if where == "C4" else 6
    assert [sheet[f"C{first + i}"].value for i in range(len(expected))] == expected


def test_formulas_on_other_sheets_follow_too(fill: Fill) -> None:
    filled = fill({**LOOP, "汇总!A1": "=SUM(表!B4:B4)", "汇总!A2": "=表!B6"}, {"标题": "x", "明细": items(4)})
    assert filled.rows("汇总") == [("=SUM(表!B3:B6)",), ("=表!B7",)]


def test_one_cell_of_a_loop_outside_a_sum_is_warned_of(fill: Fill) -> None:
    filled = fill({**LOOP, "C6": "=B4*2"}, {"标题": "x", "明细": items(2)})
    assert filled.book["表"]["C5"].value == "=B3*2"
    [problem] = filled.rendered.problems
    assert problem.severity is Severity.WARNING
    assert str(problem) == (
        "模板.xlsx（工作表“表”!C6）：公式引用了循环里的一个单元格 B4，循环有多行时只指第一行；"
        "要引用全部行，写成 B4:B4 [template.one_cell_of_loop]"
    )


NESTED = {
    "A1": "{%tr for 组 in 组别 %}",
    "A2": "{{ 组.名 }}",
    "A3": "{%tr for 位 in 组.单位 if 位.数 > 0 %}",
    "A4": "{{ loop.index }}",
    "B4": "{{ 位.名 }}（{{ 组.名 }}）",
    "C4": "{{ 位.数 }}",
    "A5": "{%tr else %}",
    "A6": "没有单位",
    "A7": "{%tr endfor %}",
    "A8": "{%tr if 组.单位|length > 1 %}",
    "A9": "小计",
    "C9": "=SUM(C4:C4)",
    "A10": "{%tr elif 组.单位 %}",
    "A11": "只有一家",
    "A12": "{%tr endif %}",
    "A13": "{%tr endfor %}",
    "A14": "总计",
    "C14": "=SUM(C4:C4)",
}


def test_loops_and_conditions_nest(fill: Fill) -> None:
    groups = [
        {"名": "甲", "单位": [{"名": "一", "数": 1}, {"名": "二", "数": 0}, {"名": "三", "数": 3}]},
        {"名": "乙", "单位": []},
        {"名": "丙", "单位": [{"名": "四", "数": 4}]},
    ]
    assert fill(NESTED, {"组别": groups}).rows() == [
        ("甲", None, None),
        (1, "一（甲）", 1),
        (2, "三（甲）", 3),
        ("小计", None, "=SUM(C2:C3)"),
        ("乙", None, None),
        ("没有单位", None, None),
        ("丙", None, None),
        (1, "四（丙）", 4),
        ("只有一家", None, None),
        ("总计", None, "=SUM(C2:C8)"),
    ]


COLUMNS = {
    "A1": "{{ 标题 }}",
    "A2": "单位",
    "B2": "{%tc for 月 in 月份 %}",
    "C2": "{{ 月.名 }}",
    "D2": "{%tc endfor %}",
    "E2": "合计",
    "A3": "{%tr for 位 in 单位 %}",
    "A4": "{{ 位.名 }}",
    "C4": "{{ 位.数[月.键] }}",
    "E4": "=SUM(C4:C4)",
    "A5": "{%tr endfor %}",
    "A6": "合计",
    "C6": "=SUM(C4:C4)",
    "E6": "=SUM(E4:E4)",
}


@pytest.mark.parametrize("months", [0, 1, 3])
def test_columns_repeat_as_rows_do(fill: Fill, months: int) -> None:
    values = {
        "标题": "月报",
        "月份": [{"名": f"{i}月", "键": f"m{i}"} for i in range(1, months + 1)],
        "单位": [
            {"名": "甲", "数": {"m1": 1, "m2": 2, "m3": 3}},
            {"名": "乙", "数": {"m1": 4, "m2": 5, "m3": 6}},
        ],
    }

    def merged(book: Workbook) -> None:
        book["表"].merge_cells("A1:E1")
        book["表"].column_dimensions["C"].width = 33

    filled = fill(COLUMNS, values, merged)
    rows = filled.rows()
    last = "ABCDE"[months]
    total = f"=SUM(B{{0}}:{last}{{0}})" if months else "=SUM(XFD{0}:XFD{0})"
    assert rows[1] == ("单位", *(f"{i}月" for i in range(1, months + 1)), "合计")
    assert rows[2] == ("甲", *range(1, months + 1), total.format(3))
    assert rows[3] == ("乙", *range(4, months + 4), total.format(4))
    assert rows[4][1:-1] == tuple(f"=SUM({c}3:{c}4)" for c in "BCD"[:months])
    assert [str(box) for box in filled.book["表"].merged_cells.ranges] == [f"A1:{'BCDE'[months]}1"[:5]]


def test_two_loops_on_a_sheet_do_not_disturb_each_other(fill: Fill) -> None:
    cells = {
        "A1": "{%tr for a in 甲 %}",
        "A2": "{{ a }}",
        "A3": "{%tr endfor %}",
        "A4": "=SUM(A2:A2)",
        "A5": "{%tr for b in 乙 %}",
        "A6": "{{ b }}",
        "B6": "=A6*A$4",
        "A7": "{%tr endfor %}",
        "A8": "=SUM(A6:A6)+A4",
    }
    assert fill(cells, {"甲": [1, 2], "乙": [3, 4, 5]}).rows() == [
        (1, None),
        (2, None),
        ("=SUM(A1:A2)", None),
        (3, "=A4*A$3"),
        (4, "=A5*A$3"),
        (5, "=A6*A$3"),
        ("=SUM(A4:A6)+A3", None),
    ]


def test_formulas_take_values_in_their_strings_only(fill: Fill) -> None:
    filled = fill({"A1": '=HYPERLINK("{{ 网址 }}","看")&A2'}, {"网址": 'http://a/?x="1"&y=2'})
    assert filled.rows() == [('=HYPERLINK("http://a/?x=""1""&y=2","看")&A2',)]


def test_the_tab_takes_a_name_and_all_formulas_know_it(fill: Fill) -> None:
    def named(book: Workbook) -> None:
        book["表"].title = "{{ 年 }}统计"
        book["汇总"]["A1"] = "=SUM('{{ 年 }}统计'!B4:B4)"
        book["汇总"]["A2"] = '="{{ 年 }}年"'

    filled = fill({**LOOP, "汇总!A1": 1}, {"标题": "x", "明细": items(2), "年": 2026}, named)
    assert filled.book.sheetnames == ["2026统计", "汇总"]
    assert filled.rows("汇总") == [("=SUM('2026统计'!B3:B4)",), ('="2026年"',)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "工作表的名称是空的"),
        ("字" * 32, f"工作表名称“{'字' * 32}”有 32 个字，最多 31 个"),
        ("一/二", "工作表名称“一/二”里有不能用的字符"),
        ("汇总", "有两张工作表都叫“汇总”"),
    ],
)
def test_a_name_excel_does_not_accept_is_refused(fill: Fill, name: str, message: str) -> None:
    def named(book: Workbook) -> None:
        book["表"].title = "{{ 名 }}"

    with pytest.raises(RenderError) as caught:
        fill({"A1": "x", "汇总!A1": 1}, {"名": name}, named)
    assert caught.value.problems[0].code == "render.sheet_name"
    assert caught.value.problems[0].message == message


def test_parts_that_are_not_touched_stay_byte_for_byte(fill: Fill, workbook: Callable[..., bytes]) -> None:
    source = workbook({**LOOP, "说明!A1": "=1+1", "说明!A2": "字"})
    filled = fill(source, {"标题": "x", "明细": items(3)})
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(io.BytesIO(filled.content)) as after:
        same = {
            name
            for name in before.namelist()
            if name in after.namelist() and before.read(name) == after.read(name)
        }
    assert {"xl/worksheets/sheet2.xml", "xl/theme/theme1.xml", "xl/styles.xml", "_rels/.rels"} <= same


def test_the_same_input_gives_the_same_bytes(compiled: Fill) -> None:
    values = {"标题": "x", "明细": items(3)}
    assert bytes(compiled(LOOP).render(values)) == bytes(compiled(LOOP).render(values))


def test_one_template_serves_eight_threads_of_a_thousand_renderings(compiled: Fill) -> None:
    template = compiled(LOOP)

    def own(number: int) -> bool:
        content = bytes(template.render({"标题": f"第{number}份", "明细": items(number % 5)}))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            strings = archive.read("xl/sharedStrings.xml").decode()
        return f"<t>第{number}份</t>" in strings and strings.count("<t>第") == 1

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(own, range(8000)))


def test_the_workbook_calculates_on_opening_and_keeps_no_old_results(fill: Fill, tmp_path: Path) -> None:
    path = tmp_path / "数据.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.write("A1", "{{ 标题 }}")
    sheet.write_formula("A2", "=1+1", None, 99)
    book.close()
    filled = fill(path.read_bytes(), {"标题": "x"})
    assert 'fullCalcOnLoad="1"' in filled.part("xl/workbook.xml")
    assert "<f>1+1</f></c>" in filled.part("xl/worksheets/sheet1.xml")
    assert "xl/calcChain.xml" not in filled.names


def test_an_emptied_table_keeps_one_blank_row(fill: Fill, valid_ooxml: Callable[[bytes], None]) -> None:
    cells = {
        "A1": "名称",
        "B1": "数量",
        "A2": "{%tr for 项 in 明细 %}",
        "A3": "{{ 项.名称 }}",
        "B3": "{{ 项.数量 }}",
        "A4": "{%tr endfor %}",
        "A6": "下面",
    }

    def tabled(book: Workbook) -> None:
        book["表"].add_table(Table(displayName="清单", ref="A1:B4"))

    empty = fill(cells, {"明细": []}, tabled)
    assert empty.book["表"].tables["清单"].ref == "A1:B2"
    assert empty.rows()[1] == (None, None)
    full = fill(cells, {"明细": items(3)}, tabled)
    assert full.book["表"].tables["清单"].ref == "A1:B4"
    assert full.rows()[5] == ("下面", None)
    valid_ooxml(full.content)


def test_a_workbook_saved_by_libreoffice_is_filled_alike(
    fill: Fill, workbook: Callable[..., bytes], tmp_path: Path
) -> None:
    from qijin_docs.office.program import find_soffice, profile_argument

    source = tmp_path / "模板.ods.xlsx"
    source.write_bytes(workbook({**LOOP, "C4": "=B4*2", "汇总!A1": "=SUM(表!B4:B4)"}))
    subprocess.run(
        [
            str(find_soffice()),
            profile_argument(tmp_path / "profile"),
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    filled = fill((tmp_path / "out" / source.name).read_bytes(), {"标题": "x", "明细": items(3)})
    assert filled.rows()[2:6] == [
        ("项0", 1, "=B3*2"),
        ("项1", 2, "=B4*2"),
        ("项2", 3, "=B5*2"),
        ("合计", "=SUM(B3:B5)", None),
    ]
    assert filled.rows("汇总") == [("=SUM(表!B3:B5)",)]


def test_libreoffice_shows_the_totals(
    fill: Fill,
    libreoffice: Callable[..., tuple[Path, ...]],
    pdf_text: Callable[[Path], list[str]],
    tmp_path: Path,
) -> None:
    path = tmp_path / "合计.xlsx"
    path.write_bytes(
        fill(LOOP, {"标题": "统计", "明细": [{"名称": "甲", "数量": n} for n in (1200, 34)]}).content
    )
    [pdf] = libreoffice(path)
    assert "1234" in "".join(pdf_text(pdf)).replace(" ", "")


def test_openpyxl_is_not_needed_to_fill(compiled: Fill) -> None:
    template = compiled(LOOP)
    assert template.names == ("明细[].名称", "明细[].数量", "标题")
    assert [tag.keyword or tag.expression for tag in template.tags] == ["标题", "for", "endfor"]
    assert [tag.expression for tag in template.tags[1].children] == ["项.名称", "项.数量"]
    assert str(template.tags[1].place) == "模板.xlsx（工作表“表”!A3）"


def test_rows_far_below_stay_where_they_belong(fill: Fill) -> None:
    filled = fill({**LOOP, "A5000": "远"}, {"标题": "x", "明细": items(3000)})
    sheet = openpyxl.load_workbook(io.BytesIO(filled.content))["表"]
    assert sheet["A7997"].value == "远"


def test_a_plain_tag_alone_in_its_row_means_the_row(fill: Fill) -> None:
    cells = {
        "A1": "{% for 项 in 明细 %}",
        "A2": "{{ 项 }}",
        "B2": "{% if 项 > 1 %}大{% else %}小{% endif %}",
        "A3": "{% endfor %}",
        "A4": "{% if 明细 %}有{% endif %}",
    }
    assert fill(cells, {"明细": [1, 2]}).rows() == [(1, "小"), (2, "大"), ("有", None)]


def test_the_same_cells_of_several_sheets_are_warned_of(fill: Fill) -> None:
    filled = fill({**LOOP, "乙!A1": 1, "丙!A1": "=SUM(表:乙!B6)"}, {"标题": "x", "明细": items(3)})
    assert filled.rows("丙") == [("=SUM(表:乙!B6)",)]
    assert [problem.code for problem in filled.rendered.problems] == ["template.range_of_sheets"]


def test_a_value_that_is_not_in_what_was_written_stops_the_document(
    compiled: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qijin_docs.ooxml.cells import CellWriter

    template = compiled(LOOP)
    values = {"标题": "x", "明细": items(3)}
    assert template.render(values).proved == 7
    monkeypatch.setattr(CellWriter, "column", lambda self, column: ("><!--%.0s--></c>", ["丢"] * len(column)))
    with pytest.raises(RenderError) as caught:
        template.render(values)
    assert {problem.code for problem in caught.value.problems} == {"render.lost_value"}
    assert caught.value.problems[0].message == "第 1 行里印出的“丢”在结果里找不到"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("第{{ 项.n }}号", ["第1号", "第2号"]),
        ("{{ 项.n }}/{{ 数 }}", ["1/7", "2/7"]),
        ("{{ 项.名|default('无') }}家", ["甲家", "无家"]),
        ("{{ 项.n|大写 }}", ["壹元整", "贰元整"]),
        ("共{{ loop.length }}之{{ loop.index }}{_{", ["共2之1{{", "共2之2{{"]),
        ("{% if 项.n > 1 %}大{% endif %}{{ 项.n }}", ["1", "大2"]),
        ("{{ 项.名 if 项.名 is defined else '缺' }}", ["甲", "缺"]),
    ],
)
def test_text_and_filters_say_the_same_in_a_column_as_alone(
    fill: Fill, text: str, printed: list[str]
) -> None:
    cells = {"A1": "{%tr for 项 in 明细 %}", "A2": text, "A3": "{%tr endfor %}"}
    both = [{"n": 1, "名": "甲"}, {"n": 2}]
    assert [str(row[0]) for row in fill(cells, {"明细": both, "数": 7}).rows()] == printed


def test_a_workbook_that_writes_a_prefix_everywhere_is_filled_alike(
    fill: Fill, workbook: Callable[..., bytes], valid_ooxml: Callable[[bytes], None]
) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(
            io.BytesIO(workbook({**LOOP, "C4": "=B4*2"}, lambda book: book["表"].merge_cells("A1:B1")))
        ) as source,
        zipfile.ZipFile(stream, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/") and main.encode() in content:
                text = re.sub(r"<(/?)(?=\w+[ />])(?!\?)", r"<\1x:", content.decode())
                content = text.replace(f'xmlns="{main}"', f'xmlns:x="{main}"').encode()
            target.writestr(name, content)
    filled = fill(stream.getvalue(), {"标题": "x", "明细": items(2)})
    assert filled.rows() == [
        ("x", None, None),
        ("名称", "数量", None),
        ("项0", 1, "=B3*2"),
        ("项1", 2, "=B4*2"),
        ("合计", "=SUM(B3:B4)", None),
    ]
    assert [str(box) for box in filled.book["表"].merged_cells.ranges] == ["A1:B1"]


def test_an_array_formula_in_a_loop_has_its_range_in_each_pass(fill: Fill, tmp_path: Path) -> None:
    path = tmp_path / "数组.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    for cell, text in {"A1": "{%tr for 项 in 明细 %}", "A2": "{{ 项 }}", "A3": "{%tr endfor %}"}.items():
        sheet.write(cell, text)
    sheet.write_array_formula("B2:C2", "{=A2*{1,2}}")
    sheet.write_array_formula("B5", "{=SUM(A2:A2*2)}")
    book.close()
    part = fill(path.read_bytes(), {"明细": [1, 2, 3]}).part("xl/worksheets/sheet1.xml")
    assert re.findall(r'<f t="array" ref="([^"]*)">([^<]*)</f>', part) == [
        ("B1:C1", "A1*{1,2}"),
        ("B2:C2", "A2*{1,2}"),
        ("B3:C3", "A3*{1,2}"),
        ("B5", "SUM(A1:A3*2)"),
    ]


def test_shared_formulas_of_a_template_follow(fill: Fill, workbook: Callable[..., bytes]) -> None:
    source = workbook(
        {
            "A1": "{%tr for 项 in 明细 %}",
            "A2": "{{ 项 }}",
            "A3": "{%tr endfor %}",
            "B5": 1,
            "B6": 2,
            "C5": 0,
            "C6": 0,
        }
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            content = content.replace(
                '<c r="C5" t="n"><v>0</v></c>', '<c r="C5"><f t="shared" ref="C5:C6" si="0">B5*2</f></c>'
            )
            content = content.replace('<c r="C6" t="n"><v>0</v></c>', '<c r="C6"><f t="shared" si="0"/></c>')
            after.writestr(name, content)
    sheet = fill(stream.getvalue(), {"明细": [1, 2, 3, 4]}).book["表"]
    assert [sheet["C6"].value, sheet["C7"].value] == ["=B6*2", "=B7*2"]


def test_loops_that_open_and_close_in_one_row(fill: Fill) -> None:
    cells = {
        "A1": "{%tr for 组 in 组别 %}{%tr for 数 in 组 %}",
        "A2": "{{ 数 }}",
        "B2": "=A2*2",
        "A3": "{%tr endfor %}{%tr endfor %}",
        "A4": "=SUM(A2:A2)",
    }
    assert fill(cells, {"组别": [[1, 2], [], [3]]}).rows() == [
        (1, "=A1*2"),
        (2, "=A2*2"),
        (3, "=A3*2"),
        ("=SUM(A1:A3)", None),
    ]


def test_models_are_filled_by_either_name(fill: Fill) -> None:
    from pydantic import BaseModel, Field

    class Line(BaseModel):
        name: str = Field(alias="名称")
        count: int = Field(alias="数量")

    lines = [Line(名称=f"项{i}", 数量=i) for i in range(3)]
    cells = {
        "A1": "{%tr for 项 in 明细 %}",
        "A2": "{{ 项.名称 }}",
        "B2": "{{ 项.count }}",
        "A3": "{%tr endfor %}",
    }
    assert fill(cells, {"明细": lines}).rows() == [("项0", 0), ("项1", 1), ("项2", 2)]


def test_a_merge_over_a_whole_loop_grows_with_it(fill: Fill) -> None:
    def merged(book: Workbook) -> None:
        book["表"].merge_cells("A2:A6")
        book["表"].merge_cells("B4:C4")

    cells = {
        "A1": "头",
        "A2": "领域",
        "B3": "{%tr for 项 in 明细 %}",
        "B4": "{{ 项 }}",
        "B5": "{%tr endfor %}",
        "B6": "尾",
    }
    filled = fill(cells, {"明细": [1, 2, 3]}, merged)
    assert sorted(str(box) for box in filled.book["表"].merged_cells.ranges) == [
        "A2:A6",
        "B3:C3",
        "B4:C4",
        "B5:C5",
    ]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (
            {"A1": "{%tr for 项 in 行 %}", "A2": "{{ 项.类 }}{% vm %}", "B2": "{{ 项.分值 }}", "A3": "{%tr endfor %}"},
            ("行[].分值", "行[].类"),
        ),
        (
            {
                "A1": "{{ 头 }}{% if 得分 is none %}未评完{% else %}{{ 得分 }}{% endif %}",
                "A2": "{%tr for 项 in 行 if 项.有 %}",
                "A3": "{% for 件 in 项.件 %}{{ 件.名 }}{% if 件.末 %}。{% endif %}{% endfor %}{{ 件 }}",
                "A4": "{%tr else %}",
                "A5": "{{ 项.空 }}",
                "A6": "{%tr endfor %}",
            },
            ("件", "头", "得分", "行[].件[].名", "行[].件[].末", "行[].有", "项.空"),
        ),
        # Two loops of columns that set the same name, and a row loop across both.
        (
            {
                "A1": "{%tc for 月 in 上年 %}", "C1": "{%tc endfor %}",
                "D1": "{%tc for 月 in 本年 %}", "F1": "{%tc endfor %}",
                "A2": "{%tr for 项 in 行 %}",
                "B3": "{{ 月.场次 }}", "E3": "{{ 月.人数 }}{{ 项.名 }}", "G3": "{{ 月.计 }}{{ 项.计 }}",
                "A4": "{%tr endfor %}",
            },
            ("上年[].场次", "月.计", "本年[].人数", "行[].名", "行[].计"),
        ),
        (
            {"A1": "{%tc if 全 %}", "B2": "{{ 甲 }}", "C1": "{%tc else %}", "D2": "{{ 乙 }}", "E1": "{%tc endif %}"},
            ("乙", "全", "甲"),
        ),
        # What is set in a cell is not known in the next.
        ({"A1": "{% set 名 = 单位.全称 %}{{ 名 }}", "B1": "{{ 名 }}"}, ("单位.全称", "名")),
    ],
)  # fmt: skip
def test_the_names_of_a_workbook_are_its_data_and_not_its_loops(
    compiled: Fill, cells: dict[str, Any], names: tuple[str, ...]
) -> None:
    assert compiled(cells).names == tuple(sorted(names))


def test_no_delivered_workbook_gives_the_name_of_a_loop_as_data() -> None:
    for path in sorted((Path(__file__).parents[3] / "templates/excel").glob("*.xlsx")):
        template = compile_excel(path.read_bytes(), name=path.name)
        told = " ".join(tag.expression for tag in flat_tags(template.tags))
        # "for 行 in 行" goes through data of that name.
        loops = {name for name, data in re.findall(r"\bfor (\w+) in (\w+)", told) if name != data}
        assert loops.isdisjoint(re.split(r"[.\[]", name)[0] for name in template.names), path.name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲{% filter upper %}ab{{ x }}{% endfilter %}", "甲AB<C>&"),
        ("{% set b|upper %}{{ x }}{% endset %}{{ b }}", "<C>&"),
        ("{% macro m(a) %}〔{{ a }}〕{% endmacro %}{{ m(x)|upper }}{{ m(x)[:3] }}", "〔<C>&〕〔<c"),
        ("{% for i in [1, 2, 3] %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "12"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        (
            "{% block 一 %}甲{{ x }}{% endblock %}{% autoescape true %}{{ x }}{% endautoescape %}",
            "甲<c>&<c>&",
        ),
        ("甲{{ '{:,.1f}'.format(1234.5) }}{{ '%s' % x }}{{ x|e }}", "甲1,234.5<c>&<c>&"),
    ],
)
def test_blocks_inside_a_cell_work_as_in_word(fill: Fill, source: str, expected: str) -> None:
    assert fill({"A1": source}, {"x": "<c>&"}).rows() == [(expected,)]


def test_text_in_the_cells_themselves_and_text_that_cells_share_is_filled_alike(
    fill: Fill, workbook: Callable[..., bytes], tmp_path: Path
) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    for cell, text in LOOP.items():
        sheet.write(cell, text)
    book.close()
    inline, shared = workbook(LOOP), path.read_bytes()
    for source, kind in ((inline, "inlineStr"), (shared, "s")):
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            assert f't="{kind}"' in archive.read("xl/worksheets/sheet1.xml").decode()
    values = {"标题": "甲<&>", "明细": items(3)}
    assert fill(inline, values).rows() == fill(shared, values).rows()
