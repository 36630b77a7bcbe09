"""The list of fields as a workbook: one name a row, tags ready to be copied."""

from __future__ import annotations

import io
from collections.abc import Mapping

from qijin_docs.authoring.fields import FieldInfo, walk_fields

_HEAD = ("名称", "意思", "类型", "可以没有", "来源", "例", "标签（复制到模板里）")
_WIDTHS = (36, 48, 8, 9, 9, 30, 60)


def fields_workbook(kind: str, fields: tuple[FieldInfo, ...], filters: Mapping[str, str]) -> bytes:
    """An .xlsx with the sheets 名称 and 过滤器.

    Args:
        kind: Chinese name of the kind, for the first line.
        fields: of the kind.
        filters: name → one Chinese line.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名称"
    sheet.append([f"“{kind}”的模板可以用的名称"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(_HEAD)
    for field in walk_fields(fields):
        source = "程序算出" if field.computed else "填写"
        values = (
            field.path, field.meaning, field.kind, "是" if field.optional else "", source, field.example, field.tag,
        )  # fmt: skip
        sheet.append(values)
        # “=” or “+” at the front of an example must not make it a formula.
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    edge = Side(style="thin", color="BFBFBF")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border = Border(edge, edge, edge, edge)
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7EDF3")
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "B3"
    sheet.auto_filter.ref = f"A2:G{sheet.max_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    other = book.create_sheet("过滤器")
    other.append(["过滤器", "做什么"])
    for name, line in filters.items():
        other.append([name, line])
    other.column_dimensions["A"].width, other.column_dimensions["B"].width = 16, 100
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
