"""Every fault of an Excel template and of its values: code, place, sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from qijin_docs.errors import RenderError, TemplateError
from qijin_docs.templating.excel.compile import compile_excel

Fill = Callable[..., Any]

TEMPLATE_FAULTS = [
    ({"C7": "{{ a. }}"}, "template.syntax", "表", "C7"),
    ({"C7": "{{ a|没有的 }}"}, "template.unknown_filter", "表", "C7"),
    ({"C7": "{{ }}"}, "template.empty_tag", "表", "C7"),
    ({"C7": "前{{ a"}, "template.unclosed_tag", "表", "C7"),
    ({"C7": "a }} 后"}, "template.stray_delimiter", "表", "C7"),
    ({"C7": "{% if a %}甲"}, "template.unclosed_block", "表", "C7"),
    ({"C7": "甲{% endif %}"}, "template.stray_end", "表", "C7"),
    ({"C7": "{% include 'x' %}"}, "template.refused_tag", "表", "C7"),
    ({"C7": "{% filter upper %}x"}, "template.unclosed_block", "表", "C7"),
    ({"C7": "{% cellbg 'FF0000' %}{{ a }}"}, "template.cell_tag", "表", "C7"),
    ({"C7": "{% colspan 2 %}{{ a }}"}, "template.cell_tag", "表", "C7"),
    ({"C7": "{% hm %}{{ a }}"}, "template.cell_tag", "表", "C7"),
    ({"C7": "{{ a.__class__ }}"}, "template.private_name", "表", "C7"),
    ({"C7": "{%p if a %}"}, "template.structure_in_text", "表", "C7"),
    ({"A3": "{%tr for 项 in 明细 %}"}, "template.unclosed_block", "表", "A3"),
    ({"A3": "{%tr endfor %}"}, "template.unexpected_block", "表", "A3"),
    (
        {"A3": "{%tr for 项 in 明细 %}", "A4": "{%tr endif %}", "A5": "{%tr endfor %}"},
        "template.unexpected_block",
        "表",
        "A4",
    ),
    ({"A3": "{%tr else %}"}, "template.unexpected_block", "表", "A3"),
    ({"A3": "{%tr elif a %}"}, "template.unexpected_block", "表", "A3"),
    ({"A3": "{%tr set a = 1 %}"}, "template.unknown_structure", "表", "A3"),
    ({"A3": "{%tr for a.b in c %}", "A4": "{%tr endfor %}"}, "template.syntax", "表", "A3"),
    ({"A3": "{%tr for (a, (b, c)) in d %}", "A4": "{%tr endfor %}"}, "template.unsupported", "表", "A3"),
    ({"A3": "{%tr if a %}甲", "A4": "{%tr endif %}"}, "template.text_beside_tag", "表", "A3"),
    ({"A3": "{%tr if a %}", "B3": "甲", "A4": "{%tr endif %}"}, "template.text_beside_tag", "表", "B3"),
    ({"B3": "{%tc if a %}", "B9": "=1", "C3": "{%tc endif %}"}, "template.text_beside_tag", "表", "B9"),
    ({"C7": "=A1+{{ a }}"}, "template.tag_in_formula", "表", "C7"),
    ({"A1": "{{ a }}", "C7": '=A1&"open'}, "template.formula", "表", "C7"),
]


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/{{ a }}",
        "https://x.example/%7B%7B%20a%20%7D%7D",
        "https://x.example/%7b%25 if a %25%7d",
    ],
)
@pytest.mark.parametrize("beside", ["甲", "{{ a }}"])
def test_a_tag_in_the_address_of_a_link_is_told_with_its_cell(
    compiled: Fill, address: str, beside: str
) -> None:
    def link(book: Workbook) -> None:
        book["表"]["B2"].hyperlink = address

    with pytest.raises(TemplateError) as caught:
        compiled({"B2": "查看", "A1": beside}, edit=link)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("template.tag_in_link", "工作表“表”!B2")
    assert problem.message.startswith("链接的地址“https://x.example/{")
    assert "=HYPERLINK(" in problem.hint


@pytest.mark.parametrize(("cells", "code", "sheet", "cell"), TEMPLATE_FAULTS)
def test_a_fault_of_the_template_is_told_with_its_cell(
    compiled: Fill, cells: dict[str, str], code: str, sheet: str, cell: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled(cells)
    found = {(problem.code, problem.place.where) for problem in caught.value.problems}
    assert (code, f"工作表“{sheet}”!{cell}") in found
    assert all(problem.place.file == "模板.xlsx" for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"A3": "{%tr for 项 in 明细 %}"},
            "模板.xlsx（工作表“表”!A3）：“{%tr for 项 in 明细 %}”没有结束标签；"
            "在后面加上单独一行（列）{%tr endfor %} [template.unclosed_block]",
        ),
        (
            {"A3": "{%tr if a %}", "B3": "甲", "A4": "{%tr endif %}"},
            "模板.xlsx（工作表“表”!B3）：“{%tr if a %}”（工作表“表”!A3）所在的行里还有“甲”，这一行不会印出来；"
            "让整行标签独占一行，把其他内容移开 [template.text_beside_tag]",
        ),
        (
            {"A2": "{%tr for 项 in 明细 %}", "A3": "{%tr endif %}", "A4": "{%tr endfor %}"},
            "模板.xlsx（工作表“表”!A3）：“{%tr endif %}”没有对应的开始标签；"
            "现在还没有结束的是“{%tr for 项 in 明细 %}”（工作表“表”!A2）；"
            "检查标签的先后和嵌套，一个 for 对一个 endfor，一个 if 对一个 endif [template.unexpected_block]",
        ),
        (
            {"C7": "=A1+{{ a }}"},
            "模板.xlsx（工作表“表”!C7）：公式“=A1+{{ a }}”里有标签，公式里只有引号中的文字能填值；"
            "把值放进一个单元格，让公式引用那个单元格 [template.tag_in_formula]",
        ),
    ],
)
def test_a_fault_of_the_template_is_told_in_a_sentence(
    compiled: Fill, cells: dict[str, str], sentence: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled(cells)
    assert str(caught.value) == sentence


def test_all_faults_are_told_at_once(compiled: Fill) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled({"A1": "{{ a. }}", "B2": "{{ b", "C3": "{%tr endfor %}", "另!D4": "{{ }}"})
    assert sorted(str(problem.place.where) for problem in caught.value.problems) == [
        "工作表“另”!D4",
        "工作表“表”!A1",
        "工作表“表”!B2",
        "工作表“表”!C3",
    ]


RENDER_FAULTS: list[tuple[dict[str, str], dict[str, Any], str, str, str]] = [
    ({"C7": "{{ 无 }}"}, {}, "render.missing", "C7", "“{{ 无 }}”：没有“无”这个值"),
    ({"C7": "前{{ 无 }}后"}, {}, "render.missing", "C7", "“{{ 无 }}”：没有“无”这个值"),
    (
        {"A3": "{%tr for 项 in 明细 %}", "B4": "{{ 项.名 }}", "A5": "{%tr endfor %}"},
        {"明细": [{"名": 1}, {}]},
        "render.missing",
        "B4",
        "“{{ 项.名 }}”：没有“明细[1].名”这个值",
    ),
    (
        {"A3": "{%tr for 项 in 明细 %}", "B4": "甲{{ 1 }}乙{{ 项.名 }}", "A5": "{%tr endfor %}"},
        {"明细": [{"名": 1}, {}]},
        "render.missing",
        "B4",
        "“{{ 项.名 }}”：没有“明细[1].名”这个值",
    ),
    (
        {"A3": "{%tr for 项 in 明细 %}", "A5": "{%tr endfor %}"},
        {},
        "render.missing",
        "A3",
        "“{%tr for 项 in 明细 %}”：没有“明细”这个值",
    ),
    (
        {"A3": "{%tr if 无 %}", "A5": "{%tr endif %}"},
        {},
        "render.missing",
        "A3",
        "“{%tr if 无 %}”：没有“无”这个值",
    ),
    (
        {"A3": "{%tr for 项 in 明细 %}", "A5": "{%tr endfor %}"},
        {"明细": 7},
        "render.not_a_list",
        "A3",
        "“明细”不是清单，不能循环（得到的是 int）",
    ),
    (
        {"A3": "{%tr for 项 in 明细 %}", "A5": "{%tr endfor %}"},
        {"明细": "文字"},
        "render.not_a_list",
        "A3",
        "“明细”不是清单，不能循环（得到的是 str）",
    ),
    (
        {"A3": "{%tr for a, b in 明细 %}", "A5": "{%tr endfor %}"},
        {"明细": [(1, 2), (3,)]},
        "render.unpack",
        "A3",
        "“明细”的每一项应当正好有 2 个值",
    ),
    ({"C7": "{{ 1 / 数 }}"}, {"数": 0}, "render.division", "C7", "“{{ 1 / 数 }}”：除数是零"),
    (
        {"C7": "{{ 值 }}"},
        {"值": [1, 2]},
        "render.not_a_cell_value",
        "C7",
        "标签“{{ 值 }}”：list 类型的值不能写进单元格",
    ),
    (
        {"C7": "{{ 值 }}"},
        {"值": "字" * 32_768},
        "render.text_too_long",
        "C7",
        "标签“{{ 值 }}”：文字有 32768 个字，一个单元格最多 32767 个字",
    ),
    (
        {"C7": "甲{{ 值 }}"},
        {"值": "\ud800"},
        "render.bad_character",
        "C7",
        "标签“{{ 值 }}”：文字里有不完整的字符（半个代理对）",
    ),
    (
        {
            "A3": "{%tr for 项 in range(100000) %}",
            "A4": "{%tr for 项 in range(100000) %}",
            "A5": "{{ 1 }}",
            "A6": "{%tr endfor %}",
            "A7": "{%tr endfor %}",
        },
        {},
        "limit.steps",
        "A4",
        "循环总次数超过上限 1000000 次",
    ),
]


@pytest.mark.parametrize(("cells", "values", "code", "cell", "message"), RENDER_FAULTS)
def test_a_fault_of_the_values_is_told_with_cell_and_record(
    fill: Fill, cells: dict[str, str], values: dict[str, Any], code: str, cell: str, message: str
) -> None:
    with pytest.raises(RenderError) as caught:
        fill(cells, values)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.where, problem.message) == (code, f"工作表“表”!{cell}", message)
    assert problem.place.file == "模板.xlsx"


def test_the_third_of_a_thousand_is_named(fill: Fill) -> None:
    cells = {"A3": "{%tr for 项 in 明细 %}", "B4": "{{ 10 // 项 }}", "A5": "{%tr endfor %}"}
    with pytest.raises(RenderError) as caught:
        fill(cells, {"明细": [1, 2, 0, *range(1, 998)]})
    assert [problem.message for problem in caught.value.problems] == [
        "“{{ 10 // 项 }}”：除数是零（循环第 3 项）"
    ]


def test_no_more_problems_are_told_than_anybody_reads(fill: Fill) -> None:
    cells = {"A3": "{%tr for 项 in 明细 %}", "B4": "{{ 项.名 }}", "A5": "{%tr endfor %}"}
    with pytest.raises(RenderError) as caught:
        fill(cells, {"明细": [{} for _ in range(300)]})
    assert len(caught.value.problems) == 50


def test_rows_beyond_the_sheet_are_refused(fill: Fill) -> None:
    cells = {"A1": "{%tr for 项 in 明细 %}", "A2": "x", "A3": "{%tr endfor %}", "A1048570": "尾"}
    with pytest.raises(RenderError) as caught:
        fill(cells, {"明细": range(10)})
    [problem] = caught.value.problems
    assert problem.code == "render.sheet_full"
    assert problem.message == "数据要 1048577 行，一张工作表最多 1048576 行"


def test_what_is_missing_can_be_left_blank_or_kept(fill: Fill) -> None:
    cells = {"A1": "x", "B1": "{{ 无 }}", "C1": "前{{ 无 }}后"}
    assert fill(cells, {}, missing="blank").rows() == [("x", None, "前后")]
    assert fill(cells, {}, missing="keep").rows() == [("x", "{{ 无 }}", "前{{ 无 }}后")]


def test_a_tag_where_nobody_fills_it_is_refused(workbook: Callable[..., bytes]) -> None:
    source = io.BytesIO(workbook({"A1": "{{ x }}"}))
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("customXml/item1.xml", "<a>{{ x }}</a>")
    with pytest.raises(TemplateError) as caught:
        compile_excel(source.getvalue(), name="模板.xlsx")
    [problem] = caught.value.problems
    assert str(problem) == (
        "模板.xlsx（customXml/item1.xml）：“{{ x }}”写在填不到的地方；"
        "把标签移到单元格、批注、文本框、页眉页脚、图表标题或文件属性里 [template.tag_not_filled]"
    )


def test_a_table_in_a_loop_is_refused(compiled: Fill) -> None:
    def tabled(book: Workbook) -> None:
        book["表"].add_table(Table(displayName="清单", ref="A2:B3"))

    cells = {"A1": "{%tr for 项 in 明细 %}", "A2": "甲", "B2": "乙", "A3": 1, "A4": "{%tr endfor %}"}
    with pytest.raises(TemplateError) as caught:
        compiled(cells, tabled)
    assert caught.value.problems[0].code == "template.table_in_loop"
    assert caught.value.problems[0].message == "表格“清单”在循环里，或者循环穿过它的列，表格不能重复"


def test_an_error_in_a_note_names_its_cell(compiled: Fill) -> None:
    def noted(book: Workbook) -> None:
        book["表"]["B2"].comment = Comment("{{ a. }}", "x")

    with pytest.raises(TemplateError) as caught:
        compiled({"A1": 1}, noted)
    assert caught.value.problems[0].place.where == "工作表“表”!B2 的批注"


@settings(
    max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_damaged_workbook_ends_in_a_result_or_in_an_error_of_ours(
    workbook: Callable[..., bytes], data: st.DataObject
) -> None:
    def rich(book: Workbook) -> None:
        sheet = book["表"]
        sheet.merge_cells("A1:B1")
        sheet["A1"].comment = Comment("{{ 标题 }}", "x")
        sheet.print_area = "A1:B6"
        sheet.freeze_panes = "A3"
        sheet.row_breaks.append(Break(id=4))

    cells = {
        "A1": "{{ 标题 }}",
        "A3": "{%tr for 项 in 明细 %}",
        "A4": "{{ 项 }}",
        "A5": "{%tr endfor %}",
        "B6": "=SUM(A4:A4)",
    }
    with zipfile.ZipFile(io.BytesIO(workbook(cells, rich))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    content = parts[name]
    where = data.draw(st.integers(0, max(len(content) - 1, 0)))
    cut = data.draw(st.integers(0, 12))
    put = data.draw(
        st.sampled_from([b"", b"0", b"x", b"-1", b"99999999", b'"', b"<", b"A1:", b"{{", b"{%tr if", b"/>"])
    )
    parts[name] = content[:where] + put + content[where + cut :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member, value in parts.items():
            archive.writestr(member, value)
    try:
        template = compile_excel(stream.getvalue(), name="模板.xlsx")
    except TemplateError:
        return
    try:
        template.render({"标题": "x", "明细": [1, 2]})
    except RenderError:
        return
