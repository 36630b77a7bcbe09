"""A blank form as a workbook: what an office prints, sends out, and gets back filled in.

openpyxl writes it; its clock, program name and theme are taken out again, so that the same form is the same bytes.
"""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from qijin_docs.ooxml.package import read_package
from qijin_docs.ooxml.writer import write_package
from qijin_docs.registers.blank import Blank
from qijin_docs.registers.blank_head import BOXES, write_boxes, write_head, write_title
from qijin_docs.registers.blank_rows import (
    EXAMPLE,
    ROW,
    write_example,
    write_free_rows,
    write_printed_rows,
    write_total,
)
from qijin_docs.registers.entry_rules import column_rule
from qijin_docs.registers.form import PERIODS, Form, find_form
from qijin_docs.registers.form_layout import box_lines, row_height, rows_on_a_page
from qijin_docs.registers.form_look import printing, protect, spanned
from qijin_docs.registers.made_out import MadeOut, made_out
from qijin_docs.templating.rendered import Rendered

__all__ = ["EXAMPLE", "write_form"]

_LACKING = "FFFFF2CC"


def write_form(kind: str | Form, for_whom: MadeOut | None = None, *, rows: int | None = None) -> Rendered:
    """A blank form: ``write_form("R05").save("活动台账.xlsx")``.

    Args:
        kind: number, Chinese or English name of a form.
        for_whom: what is printed in it already; nothing but the usual spheres if ``None``.
        rows: how many rows to fill in; as many as make a full page if ``None``. Forms with printed rows have those.

    Raises:
        DataError: ``form.unknown``.
    """
    form = kind if isinstance(kind, Form) else find_form(kind)
    blank = Blank(form, for_whom or made_out())
    sheet, widths = blank.sheet, blank.widths
    write_title(blank)
    head = write_boxes(blank, 2, box_lines(form.above, widths[: blank.page]), "表头")
    last_head = write_head(blank, head) - 1
    first = write_example(blank, last_head + 1)
    remark = _remark(blank)
    remark_height = row_height([(remark, sum(widths[blank.below : blank.page]))], 20) if remark else 0
    foot = box_lines(form.below, widths[blank.below : blank.page], blank.below)
    # Rows that state no height grow with what is typed into them.
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW, True
    if blank.printed:
        row = write_printed_rows(blank, first)
    else:
        used = sum(sheet.row_dimensions[n].height or ROW for n in range(1, first))
        used += remark_height + BOXES * len(foot) + ROW * form.total
        row = write_free_rows(blank, first, rows or rows_on_a_page(form, used, ROW))
    _add_rules(blank, first, row - 1)
    if form.total and not form.by_sphere:
        row = write_total(blank, row, first, row - 1)
    if remark:
        columns = (blank.below + 1, blank.page)
        spanned(sheet, row, *columns, remark, size=9, align="left", height=remark_height)
        row += 1
    row = write_boxes(blank, row, foot, "表尾")
    sheet.freeze_panes = f"{get_column_letter(form.frozen + 1)}{last_head + 1}"
    printing(sheet, form, (head, last_head), row - 1)
    protect(sheet)
    blank.hide(first)
    return Rendered(_plain(blank.book))


def _add_rules(blank: Blank, first: int, last: int) -> None:
    last -= len(PERIODS) if blank.form.by_sphere else 0
    everything = f"$B{first}:${get_column_letter(len(blank.widths))}{first}"
    for index, column in enumerate(blank.form.columns, 1 + blank.offset):
        if column.alias in blank.printed_aliases:
            continue
        letter = get_column_letter(index)
        cells = f"{letter}{first}:{letter}{last}"
        blank.add_rule(column_rule(column, blank.for_whom, blank.list_of), cells)
        if column.required and not blank.printed:
            # Shows what is still lacking in a row that somebody has begun.
            lacking = f"AND(COUNTA({everything})>0,LEN({letter}{first})=0)"
            style = DifferentialStyle(fill=PatternFill(bgColor=_LACKING, fill_type="solid"))
            rule = Rule(type="expression", dxf=style, formula=[lacking])
            blank.sheet.conditional_formatting.add(cells, rule)


def _remark(blank: Blank) -> str:
    remarks = list(blank.form.remarks)
    if any(c.required for c in blank.form.columns) and not blank.printed:
        remarks.append("带*的必填")
    if blank.form.by_sphere:
        units = "、".join(f"{name}（{unit}）" for name, unit in blank.for_whom.spheres)
        remarks.insert(0, f"进入单位的计量单位：{units}")
    if len(remarks) < 2:
        return f"注：{remarks[0]}。" if remarks else ""
    return "注：" + "".join(f"{n}. {remark}。" for n, remark in enumerate(remarks, 1))


def _plain(book: Workbook) -> bytes:
    """The workbook without what openpyxl adds of its own."""
    stream = io.BytesIO()
    book.save(stream)
    package = read_package(stream.getvalue())
    gone = [name for name in package.names if name.startswith("docProps/") or name == "xl/theme/theme1.xml"]
    changed = {
        name: _UNWANTED.sub(b"", package.part(name))
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels")
    }
    return write_package(package, changed, removed=gone)


_UNWANTED = re.compile(rb"<(?:Override|Relationship)\b[^>]*(?:theme1\.xml|docProps/)[^>]*/>")
