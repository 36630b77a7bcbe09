"""Values that look like markup, formulas or tags go through the whole build as the text they are."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from qijin_docs import build

HOSTILE = [
    "& < > \" '",
    "{{ x }}",
    "{% for %}",
    "]]>",
    "<w:p/>&amp;",
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(1)",
    "'x",
    "00123",
    "1e5",
    "2018-06-16",
    "#REF!",
    "TRUE",
    "_x000D_",
    "字" * 10_000,
    "𠮷e\u0301",
]

#: File → fields that are printed in its document.
FIELDS: dict[str, tuple[str, ...]] = {
    "活动台账.yaml": ("0.活动名称", "0.地点", "0.备注"),
    "见证材料.yaml": ("0.题名", "0.备注"),
    "任务分工.yaml": ("0.工作任务", "0.成果形式"),
    "典型/01.yaml": ("典型单位", "做法.0.小标题", "审核.意见"),
    "领导小组.yaml": ("名称", "成员.0.职务"),
    "统计表.yaml": ("填报人",),
    "公文/报告.yaml": ("结尾语", "版记.印发机关"),
    "公文/通知.yaml": ("结尾语", "版记.印发机关"),
    "进展/1.yaml": ("填报人", "分领域.0.标题"),
    "总结.yaml": ("分领域.0.标题",),
    "方案.yaml": ("章节.0.标题", "联系人.0.姓名"),
}


def printed(path: Path) -> set[tuple[str, str]]:
    """Every text of a document with its kind of cell; paragraphs are text."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        cells = (cell for sheet in book.worksheets for row in sheet.rows for cell in row)
        return {(str(cell.value), cell.data_type) for cell in cells if cell.value is not None}
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells_text = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return {(text, "s") for text in (*(p.text for p in document.paragraphs), *cells_text)}


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_a_value_is_printed_as_it_is_in_every_document(small: Any, value: str) -> None:
    for file, paths in FIELDS.items():
        small.change(file, dict.fromkeys(paths, value))
    result = build(small.load(), "成稿")
    for made in result.made:
        if made.source not in FIELDS:
            continue
        texts = printed(Path("成稿") / made.path)
        assert any(value in text for text, kind in texts if kind == "s"), made.path
        assert {kind for text, kind in texts if text == value} <= {"s"}, made.path
        assert not {kind for _, kind in texts} & {"f", "e"}, made.path
