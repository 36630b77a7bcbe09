"""How a form looks: type, borders, number formats, what is locked, how it is printed."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs.registers.columns import ColumnKind
from qijin_docs.registers.form import Form
from qijin_docs.registers.form_layout import ABOVE, SIDE, pages_of, scale_of, widths_of

DATE = "yyyy-mm-dd"
OFFICIAL_DATE = 'yyyy"年"m"月"d"日"'
#: Kind of column → number format; everything else is text, so that 6.16 stays 6.16.
FORMATS = {
    ColumnKind.DATE: DATE,
    ColumnKind.WHOLE: "0",
    ColumnKind.MONEY: "0.00##",
    ColumnKind.DECIMAL: "0.##",
    ColumnKind.CHOICE: "General",
    ColumnKind.YES_NO: "General",
}

_FACES = {"小标宋": "方正小标宋简体", "黑体": "黑体", "宋体": "宋体"}
_THIN = Side(style="thin", color="FF000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BELOW = Border(bottom=_THIN)
_OPEN, _LOCKED = Protection(locked=False), Protection(locked=True)
_GREY = PatternFill(start_color="FFF2F2F2", end_color="FFF2F2F2", fill_type="solid")
_GREY_TYPE = "FF7F7F7F"
_PAPER_CODES = {"A4": 9, "A3": 8}
_MM_AN_INCH = 25.4


def new_workbook() -> Workbook:
    """A workbook without sheets, whose normal type is 宋体 and belongs to no theme."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    # openpyxl 3.1 has no public way to another normal type than Calibri of its theme.
    inside: Any = book
    inside._fonts.clear()  # noqa: SLF001
    inside._fonts.add(_type("宋体", 10.5))  # noqa: SLF001
    inside._named_styles["Normal"].font = _type("宋体", 10.5)  # noqa: SLF001
    return book


def _type(face: str, points: float, color: str | None = None) -> Font:
    return Font(name=_FACES[face], sz=points, charset=134, color=color)


def spanned(
    sheet: Worksheet,
    row: int,
    first: int,
    last: int,
    text: str,
    *,
    size: float = 10.5,
    face: str = "宋体",
    align: str = "center",
    height: float | None = None,
) -> None:
    """A text over several columns, without borders, locked."""
    cell = sheet.cell(row, first, text)
    cell.font = _type(face, size)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    if height is not None:
        sheet.row_dimensions[row].height = height


def underlined(sheet: Worksheet, row: int, first: int, last: int, value: Any, form: str) -> None:
    """A cell to be filled in beside its label: a line below it, not locked."""
    for column in range(first, last + 1):
        cell = sheet.cell(row, column)
        cell.border, cell.protection = _BELOW, _OPEN
        cell.font, cell.number_format = _type("宋体", 10.5), form
        cell.alignment = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
    sheet.cell(row, first).value = value or None
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def boxed(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Any,
    *,
    face: str = "宋体",
    form: str = "General",
    align: str = "center",
    locked: bool = True,
    grey: bool = False,
) -> None:
    """A cell of the table: bordered, wrapped."""
    cell = sheet.cell(row, column, value)
    cell.font = _type(face, 10.5, _GREY_TYPE if grey else None)
    cell.border, cell.number_format = _GRID, form
    cell.protection = _LOCKED if locked else _OPEN
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if grey:
        cell.fill = _GREY


def protect(sheet: Worksheet) -> None:
    """Only what is to be filled in can be changed; no password, and rows may be added, sized and sorted."""
    guard = sheet.protection
    guard.sheet = True
    # Of these attributes true means forbidden.
    guard.formatCells = guard.formatRows = guard.formatColumns = False
    guard.insertRows = guard.deleteRows = guard.sort = guard.autoFilter = False


def printing(sheet: Worksheet, form: Form, head: tuple[int, int], last_row: int) -> None:
    """Landscape, one page wide or two, the head on every page, page numbers below.

    Args:
        sheet: the sheet.
        form: what stands on it.
        head: first and last row of the table's head.
        last_row: last row that is printed.
    """
    columns, page = len(widths_of(form)), pages_of(form)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPER_CODES[form.paper]
    if page == columns:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    else:
        # Excel passes over manual breaks where a sheet is fitted to pages.
        sheet.page_setup.scale = int(scale_of(form) * 100)
        sheet.col_breaks.append(Break(id=page))
        sheet.print_title_cols = f"A:{get_column_letter(form.frozen)}"
    margins = sheet.page_margins
    margins.left = margins.right = SIDE / _MM_AN_INCH
    margins.top = margins.bottom = ABOVE / _MM_AN_INCH
    margins.header = margins.footer = ABOVE / 2 / _MM_AN_INCH
    sheet.print_options.horizontalCentered = True
    sheet.print_area = f"A1:{get_column_letter(columns)}{last_row}"
    sheet.print_title_rows = f"{head[0]}:{head[1]}"
    footer = sheet.HeaderFooter.oddFooter
    assert footer is not None
    footer.center.text = '&"宋体,常规"&14— &P —'
