"""统计图表: by sphere, by month, by unit; each sheet a table with two native charts beside it."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheets import HEAD, WHOLE, Column, boxed, heading, loop_rows, printing, type_of, workbook

_COLUMNS = (
    ("活动场次（场）", "活动场次", 9.5),
    ("参加人数（人）", "参加人数", 9.5),
    ("受教育（人次）", "受教育", 10.0),
    ("资料（份）", "资料", 9.5),
    ("媒体报道（篇、条）", "媒体报道", 11.0),
)
#: Last column of the page; the charts stand beside the table, so that rows may be added below it.
_LAST, _ROWS = 15, 16
#: Width and height of a chart, and where the first begins below the title, in millimetres.
_SIZE, _TALL, _TOP = (130.0, 66.0), (64.0, 128.0), 22.0
_EMU_A_MM = 36000
_COLORS = ("C00000", "1F4E79")


def charts() -> Workbook:
    """The workbook with its three sheets."""
    book = workbook()
    _sheet(book, "分领域", "领域", 12, "项 in 分领域", BarChart)
    _sheet(book, "分月", "月份", 12, "项 in 分月", LineChart)
    _sheet(book, "分单位", "主办单位", 20, "项 in 分单位", BarChart, tall=True)
    return book


def _sheet(
    book: Workbook,
    name: str,
    first: str,
    width: float,
    loop: str,
    kind: type[BarChart | LineChart],
    *,
    tall: bool = False,
) -> None:
    sheet = book.create_sheet(name)
    columns = (
        Column(first, "{{ 项.名称 }}", width),
        *(Column(head, f"{{{{ 项.{field} }}}}", size, form=WHOLE) for head, field, size in _COLUMNS),
    )
    title = f"{{{{ 活动.年度 }}}}年{{{{ 活动.名称 }}}}统计图（{name}）"
    period = "统计起止：{{ 起|日期 }}至{{ 止|日期 }}"
    heading(sheet, columns, title, "统计单位：{{ 单位.全称 }}", period, height=34, split=_LAST)
    total = loop_rows(sheet, HEAD + 1, columns, loop)
    boxed(sheet, total, 1, "合计", type_of("宋体", 10.5))
    for index, (_, field, _) in enumerate(_COLUMNS, 2):
        boxed(sheet, total, index, f"{{{{ 合计.{field} }}}}", type_of("宋体", 10.5), form=WHOLE)
    for index in range(len(columns) + 1, _LAST + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 8
    # A stand-in for 宋体 may have digits 8 pixels wide instead of 7.
    left = sum(column.width * 8 + 5 for column in columns) / 96 * 25.4 + 2
    for index, (column, label) in enumerate(((2, "活动场次（场）"), (4, "受教育（人次）"))):
        # Many names are read best below each other, so these charts are high and stand side by side.
        at, size = (
            ((left + index * (_TALL[0] + 3), _TOP), _TALL)
            if tall
            else ((left, _TOP + index * (_SIZE[1] + 3)), _SIZE)
        )
        _chart(sheet, kind, column, label, at=at, size=size, color=_COLORS[index])
    printing(sheet, _LAST, total + _ROWS, paper="A4", fixed=1)
    sheet.page_setup.fitToHeight = 1


def _chart(
    sheet: Worksheet,
    kind: type[BarChart | LineChart],
    column: int,
    label: str,
    *,
    at: tuple[float, float],
    size: tuple[float, float],
    color: str,
) -> None:
    """A chart of one column; its ranges begin and end at the tags, so that they hold all rows of the loop."""
    first, last = HEAD + 1, HEAD + 3
    chart = kind()
    if size == _TALL and isinstance(chart, BarChart):
        chart.type = "bar"
        chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.delete = size == _TALL  # there the labels say it
    chart.title = label
    chart.legend = None
    chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    series = chart.series[0]
    if isinstance(chart, BarChart):
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        chart.gapWidth = 80
    else:
        series.graphicalProperties.line.solidFill = color
        series.smooth = False
    labels = chart.dataLabels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    # openpyxl 3.1 leaves the axes out of sight unless told.
    chart.x_axis.delete = False
    chart.y_axis.majorGridlines = None
    # Fixed on the page: rows that are added beside it neither move nor stretch it.
    corner, extent = (
        XDRPoint2D(*(int(mm * _EMU_A_MM) for mm in at)),
        XDRPositiveSize2D(*(int(mm * _EMU_A_MM) for mm in size)),
    )
    drawn: Any = chart  # the stubs know only the name of a cell
    drawn.anchor = AbsoluteAnchor(pos=corner, ext=extent)
    sheet.add_chart(chart)
