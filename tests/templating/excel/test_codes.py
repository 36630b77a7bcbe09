"""Faults of workbooks that hardly anybody meets: each provoked, with its place and sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table

from qijin_docs.errors import QijinError, RenderError, TemplateError
from qijin_docs.templating.excel import compile as excel
from qijin_docs.templating.excel.compile import compile_excel

LOOP = {"A1": "名", "A2": "{%tr for x in l %}", "A3": "{{ x }}", "A4": "{%tr endfor %}"}


def with_parts(source: bytes, parts: Mapping[str, str], types: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = parts.get(name, old.read(name))
            if name == "[Content_Types].xml" and types:
                text = old.read(name).decode().replace("</Types>", types + "</Types>")
            new.writestr(name, text)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return stream.getvalue()


def told(error: QijinError) -> list[tuple[str, str | None, str]]:
    return [(problem.code, problem.place.where, problem.message) for problem in error.problems]


def test_a_package_without_workbook_is_told(workbook: Callable[..., bytes]) -> None:
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    with pytest.raises(TemplateError) as caught:
        compile_excel(with_parts(workbook({"A1": "甲"}), {"_rels/.rels": rels}), name="表.xlsx")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("template.not_a_workbook", "表.xlsx")
    assert problem.message.startswith("这个文件")


def test_what_nobody_foresaw_is_told_as_a_broken_workbook(
    workbook: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise LookupError("sheet9")

    monkeypatch.setattr(excel, "read_workbook", stumble)
    with pytest.raises(TemplateError) as caught:
        compile_excel(workbook({"A1": "甲"}), name="表.xlsx")
    assert told(caught.value) == [
        ("template.broken_workbook", None, "这个 Excel 文件的内部结构有错，无法处理：LookupError: sheet9")
    ]


def test_a_tag_in_a_part_that_is_never_filled_is_told(workbook: Callable[..., bytes]) -> None:
    source = with_parts(workbook({"A1": "甲"}), {"customXml/item1.xml": "<a><b>{{ 单位 }}</b></a>"})
    with pytest.raises(TemplateError) as caught:
        compile_excel(source, name="表.xlsx")
    assert told(caught.value) == [
        ("template.tag_not_filled", "customXml/item1.xml", "“{{ 单位 }}”写在填不到的地方")
    ]


def test_a_formula_that_names_one_cell_of_a_loop_is_a_warning(workbook: Callable[..., bytes]) -> None:
    rendered = compile_excel(workbook({**LOOP, "C1": "=A3"}), name="表.xlsx").render({"l": [1, 2]})
    assert [(p.code, p.severity, p.place.where, p.message) for p in rendered.problems] == [
        (
            "template.one_cell_of_loop",
            "warning",
            "工作表“表”!C1",
            "公式引用了循环里的一个单元格 A3，循环有多行时只指第一行",
        )
    ]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('=SUM(INDIRECT("A3:A3"))', "A3:A3"),
        ('=INDIRECT("表!$A"&3)', "表!$A"),
        ("=INDIRECT(\"'表'!A5\")", "'表'!A5"),
        ('=HYPERLINK("#表!A5","去")', "表!A5"),
        ('=INDIRECT("名称")', ""),
        ("=INDIRECT(A1)", ""),
        ('=HYPERLINK("https://example.org/A5","去")', ""),
    ],
)
def test_a_reference_in_a_text_is_a_warning_once_rows_have_moved(
    workbook: Callable[..., bytes], formula: str, text: str
) -> None:
    template = compile_excel(workbook({**LOOP, "C1": formula}), name="表.xlsx")
    told = [(p.code, p.severity, p.place.where, p.message) for p in template.render({"l": [1, 2]}).problems]
    sentence = f"公式里的“{text}”是文字，行列变动后不会跟着改"
    assert told == ([("template.reference_in_text", "warning", "工作表“表”!C1", sentence)] if text else [])


def test_a_formula_that_reads_a_cell_which_has_gone_is_a_warning(workbook: Callable[..., bytes]) -> None:
    template = compile_excel(
        workbook({"A1": "{%tr if v %}", "A2": 5, "A3": "{%tr endif %}", "B4": "=A2*2", "C4": "=SUM(A2:A2)"}),
        name="表.xlsx",
    )
    told = [(p.code, p.severity, p.place.where, p.message) for p in template.render({"v": False}).problems]
    sentence = "公式引用的单元格 A2 在这份数据里没有了，算作空"
    assert told == [("template.cell_gone", "warning", "工作表“表”!B4", sentence)]
    assert template.render({"v": True}).problems == ()


def test_a_table_without_a_row_is_told(workbook: Callable[..., bytes]) -> None:
    def edit(book: Workbook) -> None:
        book["表"].add_table(Table(displayName="清单", ref="A1:A4"))

    cells = {"A1": "名", "A2": "{%tr if x %}", "A3": "{{ x }}", "A4": "{%tr endif %}"}
    compiled = compile_excel(workbook(cells, edit=edit), name="表.xlsx")
    with pytest.raises(RenderError) as caught:
        compiled.render({"x": ""})
    assert told(caught.value) == [
        ("render.empty_table", "工作表“表”", "表格“清单”里一行数据也没有，Excel 不接受")
    ]


def test_a_thread_of_comments_in_a_loop_is_told(workbook: Callable[..., bytes]) -> None:
    base = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    parts: dict[str, Any] = {
        "xl/threadedComments/threadedComment1.xml": (
            '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            '<threadedComment ref="A3" id="{1}"><text>问</text></threadedComment></ThreadedComments>'
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": (
            f'<Relationships xmlns="{base}"><Relationship Id="rId1" Type="{kind}" '
            'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
        ),
    }
    types = (
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
        'ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
    )
    with pytest.raises(TemplateError) as caught:
        compile_excel(with_parts(workbook(LOOP), parts, types), name="表.xlsx")
    assert told(caught.value) == [
        ("template.thread_in_loop", "工作表“表”!A3", "循环里的单元格上有会话批注，会话批注不能重复")
    ]
