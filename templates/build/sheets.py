"""One table on a sheet: title, line of the reporting unit, head, rows with tags, line of signatures, printing.

openpyxl writes the workbook; what it adds of its own (theme, program, time of saving) is taken out again.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, Literal

from fonts import FACES
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from package import archive

DATE = 'yyyy"年"m"月"d"日"'
WHOLE = "0"
AMOUNT = "0.00##"

_THIN = Side(style="thin", color="FF000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PAPERS = {"A4": 9, "A3": 8}
_MM_AN_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Args:
        head: what stands above it.
        content: of a cell in the repeated row.
        width: in digits of the body type.
        align: of the content.
        form: number format.
    """

    head: str
    content: str
    width: float
    align: Literal["left", "center", "right"] = "center"
    form: str = "General"


CODE, CODES = 12, 28
"""Widths in which the code of an activity (HD2018-001), or two with 、 behind each, is not broken at its hyphen."""


def codes(names: str) -> str:
    """Two codes a line: LibreOffice 7.4 breaks a list of them at the hyphens rather than behind 、."""
    return f"{{{{ {names}|batch(2)|map('join', '、')|join('、\\n') }}}}"


def workbook() -> Workbook:
    """A workbook without sheets, whose normal type is 宋体 and belongs to no theme."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    # openpyxl 3.1 has no public way to another normal type than Calibri of its theme.
    inside: Any = book
    inside._fonts.clear()  # noqa: SLF001
    inside._fonts.add(type_of("宋体", 10.5))  # noqa: SLF001
    inside._named_styles["Normal"].font = type_of("宋体", 10.5)  # noqa: SLF001
    return book


def type_of(role: str, points: float) -> Font:
    """A font by role of type."""
    return Font(name=FACES[role].name, sz=points, charset=134)


#: Rows of a sheet: label of the attachment between its tags, title, line of the unit, head of the table.
LABEL, TITLE, UNIT, HEAD = 2, 4, 5, 6


def heading(
    sheet: Worksheet,
    columns: tuple[Column, ...],
    title: str,
    *lines: str,
    height: float,
    split: int | None = None,
) -> None:
    """Everything above the rows of the table.

    Args:
        sheet: the sheet.
        columns: of the table.
        title: over all columns.
        lines: what is reported by whom, side by side.
        height: of the head, in points.
        split: last column of the first page, where a table is two pages wide; the title stands over that page.
    """
    for index, column in enumerate(columns, 1):
        boxed(sheet, HEAD, index, re.sub(r"(?<!\n)（", "\n（", column.head), type_of("黑体", 10.5))
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.row_dimensions[HEAD].height = height
    # A table that goes beside a letter says on its first line which letter it belongs to (GB/T 9704 7.3.7).
    sheet.cell(LABEL - 1, 1, "{%tr if 附件标识 %}")
    over = split or len(columns)
    merged(sheet, LABEL, 1, over, "{{ 附件标识 }}", type_of("黑体", 12), "left")
    sheet.cell(LABEL + 1, 1, "{%tr endif %}")
    merged(sheet, TITLE, 1, over, title, type_of("小标宋", 18), "center")
    spread(sheet, UNIT, over, lines)
    for row, points in ((LABEL, 22), (TITLE, 36), (UNIT, 24)):
        sheet.row_dimensions[row].height = points


def loop_rows(sheet: Worksheet, row: int, columns: tuple[Column, ...], loop: str) -> int:
    """The repeated row between the rows of its tags; gives the row after them."""
    sheet.cell(row, 1, f"{{%tr for {loop} %}}")
    for index, column in enumerate(columns, 1):
        boxed(sheet, row + 1, index, column.content, type_of("宋体", 10.5), column.align, column.form)
    sheet.cell(row + 2, 1, "{%tr endfor %}")
    return row + 3


def boxed(
    sheet: Worksheet,
    row: int,
    column: int,
    content: str,
    font: Font,
    align: str = "center",
    form: str = "General",
) -> None:
    """A cell of the table: bordered, wrapped."""
    cell = sheet.cell(row, column, content)
    cell.font = font
    cell.border = _GRID
    cell.number_format = form
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)


def merged(sheet: Worksheet, row: int, first: int, last: int, content: str, font: Font, align: str) -> None:
    """One text over several columns, without borders."""
    cell = sheet.cell(row, first, content)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def spread(sheet: Worksheet, row: int, columns: int, texts: tuple[str, ...]) -> None:
    """Texts side by side over all columns, by the widths of the columns."""
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, columns + 1)]
    total, start, reached = sum(widths), 1, 0.0
    for index, text in enumerate(texts, 1):
        end = start
        reached += widths[start - 1]
        while end < columns - (len(texts) - index) and (
            index == len(texts) or reached < total * index / len(texts)
        ):
            end += 1
            reached += widths[end - 1]
        last_right = index == len(texts) and index > 1
        merged(sheet, row, start, end, text, type_of("宋体", 10.5), "right" if last_right else "left")
        start = end + 1


def printing(
    sheet: Worksheet,
    columns: int,
    last_row: int,
    *,
    paper: Literal["A4", "A3"],
    fixed: int,
    split: int | None = None,
) -> None:
    """Landscape, the head on every page, page numbers below; the head stays on the screen.

    A table is one page wide, or two: shrinking thirty columns to one page leaves type of 5 points.

    Args:
        sheet: the sheet.
        columns: number of columns.
        last_row: last row that is printed.
        paper: size.
        fixed: columns that stay on the screen, and that the second page repeats.
        split: last column of the first of two pages.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPERS[paper]
    if split is None:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    else:
        # Excel passes over manual breaks where a sheet is fitted to pages.
        sheet.page_setup.scale = 88
        sheet.col_breaks.append(Break(id=split))
        sheet.print_title_cols = f"A:{get_column_letter(fixed)}"
    margins = sheet.page_margins
    margins.left = margins.right = 12 / _MM_AN_INCH
    margins.top = margins.bottom = 18 / _MM_AN_INCH
    margins.header = margins.footer = 8 / _MM_AN_INCH
    sheet.print_options.horizontalCentered = True
    sheet.print_area = f"A1:{get_column_letter(columns)}{last_row}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    footer = sheet.HeaderFooter.oddFooter
    assert footer is not None
    footer.center.text = f'&"{FACES["宋体"].name},常规"&14— &P —'
    sheet.freeze_panes = f"{get_column_letter(fixed + 1)}{HEAD + 1}"


def xlsx(book: Workbook) -> bytes:
    """The workbook as a file: no theme, no trace of program and time, always the same bytes."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    del parts["xl/theme/theme1.xml"]
    del parts["docProps/core.xml"], parts["docProps/app.xml"]
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        parts[name] = _UNWANTED.sub(b"", parts[name])
    for name in parts:
        if name.startswith("xl/worksheets/"):
            # LibreOffice 7.4 takes the default height for every row that states none, and cuts wrapped text.
            parts[name] = re.sub(rb"<sheetFormatPr\b[^>]*/>", b"", parts[name])
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    return archive({name: parts[name] for name in names})


_UNWANTED = re.compile(rb"<(?:Override|Relationship)\b[^>]*(?:theme1\.xml|docProps/)[^>]*/>")
