"""A blank form as a workbook: what an office prints, sends out, and gets back filled in.

openpyxl writes it; its clock, program name and theme are taken out again, so that the same form is the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs.models.reported_figures import TOTAL
from qijin_docs.ooxml.package import read_package
from qijin_docs.ooxml.writer import write_package
from qijin_docs.registers.columns import ColumnKind
from qijin_docs.registers.entry_rules import box_rule, column_rule
from qijin_docs.registers.form import PERIODS, Box, Column, Form, find_form
from qijin_docs.registers.form_info import SHEET, FormInfo, Spot, form_info_rows
from qijin_docs.registers.form_layout import (
    SERIAL,
    BoxSpot,
    box_lines,
    head_heights,
    head_text,
    numbered,
    row_height,
    widths_of,
)
from qijin_docs.registers.form_look import (
    FORMATS,
    OFFICIAL_DATE,
    boxed,
    new_workbook,
    printing,
    protect,
    spanned,
    underlined,
)
from qijin_docs.registers.made_out import MadeOut, made_out
from qijin_docs.templating.rendered import Rendered

EXAMPLE = "示例"
#: Height of a row to be filled in: room to write by hand.
ROW = 22.0
_HOUSEHOLD = "户"
_LACKING = PatternFill(start_color="FFFFF2CC", end_color="FFFFF2CC", fill_type="solid")


def write_form(kind: str | Form, for_whom: MadeOut | None = None, *, rows: int | None = None) -> Rendered:
    """A blank form: ``write_form("R05").save("活动台账.xlsx")``.

    Args:
        kind: number, Chinese or English name of a form.
        for_whom: what is printed in it already; nothing but the usual spheres if ``None``.
        rows: how many rows to fill in; the form's own number if ``None``. Forms with printed rows have those.

    Raises:
        DataError: ``form.unknown``.
    """
    form = kind if isinstance(kind, Form) else find_form(kind)
    return Rendered(_Sheet(form, for_whom or made_out(), rows or form.rows).write())


@dataclass
class _Sheet:
    """The work on one sheet, from the title down."""

    form: Form
    for_whom: MadeOut
    count: int
    book: Workbook = field(default_factory=new_workbook)
    spots: list[Spot] = field(default_factory=list)
    lists: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    example: int = 0

    def write(self) -> bytes:
        form = self.form
        self.sheet: Worksheet = self.book.create_sheet(form.name)
        self.widths = widths_of(form)
        self.offset = 1 if numbered(form) else 0
        self.page = form.first_page + self.offset if form.first_page else len(self.widths)
        self.printed = form.fixed_rows(self.for_whom.sphere_names)
        for index, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        spanned(self.sheet, 1, 1, self.page, self._title(), size=18, face="小标宋", height=36)
        row = self._boxes(2, form.above, "表头")
        head = row
        row = self._head(row)
        last_head = row - 1
        row = self._example(row)
        first = row
        row = self._printed_rows(row) if self.printed else self._free_rows(row)
        last = row - 1
        self._rules(first, last)
        if form.total and not form.by_sphere:
            row = self._total_below(row, first, last)
        row = self._remarks(row)
        row = self._boxes(row, form.below, "表尾")
        self.sheet.freeze_panes = f"{get_column_letter(form.frozen + 1)}{last_head + 1}"
        printing(
            self.sheet,
            form.paper,
            len(self.widths),
            (head, last_head),
            row - 1,
            self.widths,
            self.page,
            form.frozen,
        )
        protect(self.sheet)
        self._hidden(first)
        return _plain(self.book)

    def _title(self) -> str:
        year = "" if self.for_whom.year is None else str(self.for_whom.year)
        return self.form.title.replace("{年度}年", f"{year}年" if year else "").replace(
            "{活动}", self.for_whom.campaign
        )

    def _boxes(self, row: int, boxes: tuple[Box, ...], use: str) -> int:
        for line in box_lines(boxes, self.widths[: self.page]):
            self.sheet.row_dimensions[row].height = 28
            for index, spot in enumerate(line):
                self._box(row, spot, use, first=index == 0)
            row += 1
        return row

    def _box(self, row: int, spot: BoxSpot, use: str, *, first: bool) -> None:
        box = spot.box
        align = "left" if first else "right"
        spanned(self.sheet, row, *spot.label, f"{box.label}：", align=align)
        value = self.for_whom.value_of(box.key)
        underlined(self.sheet, row, *spot.entry, value, OFFICIAL_DATE if box.kind == "日期" else "@")
        letter = get_column_letter(spot.entry[0])
        self._add_rule(box_rule(box, self.for_whom, self._list), f"{letter}{row}")
        self.spots.append(Spot(box.key, letter, row, "表头" if use == "表头" else "表尾"))

    def _head(self, row: int) -> int:
        printed = frozenset(self.printed[0]) if self.printed else frozenset()
        heights = head_heights(self.form, printed)
        for index, height in enumerate(heights):
            self.sheet.row_dimensions[row + index].height = height
        last = row + len(heights) - 1
        labels: list[tuple[str, str | None]] = [(SERIAL, None)] * self.offset
        labels += [(head_text(c, printed=c.alias in printed), c.group) for c in self.form.columns]
        start = 1
        while start <= len(labels):
            text, group = labels[start - 1]
            end = start
            while group and end < len(labels) and labels[end][1] == group:
                end += 1
            for column in range(start, end + 1):
                boxed(self.sheet, row, column, group or text, face="黑体")
                if last > row:
                    boxed(self.sheet, last, column, labels[column - 1][0] if group else None, face="黑体")
            if group and end > start:
                self.sheet.merge_cells(start_row=row, end_row=row, start_column=start, end_column=end)
            elif not group and last > row:
                self.sheet.merge_cells(start_row=row, end_row=last, start_column=start, end_column=start)
            start = end + 1
        for index, column in enumerate(self.form.columns, 1 + self.offset):
            self.spots.append(Spot(column.alias, get_column_letter(index), last))
        return last + 1

    def _example(self, row: int) -> int:
        if self.printed or not self.offset:
            return row
        self.example = row
        values = [_example_value(column, self.for_whom) for column in self.form.columns]
        boxed(self.sheet, row, 1, EXAMPLE, grey=True)
        for index, (column, value) in enumerate(zip(self.form.columns, values, strict=True), 2):
            boxed(
                self.sheet,
                row,
                index,
                value,
                form=FORMATS.get(column.kind, "@"),
                align=_align(column),
                grey=True,
            )
        texts = [(str(v), w) for v, w in zip(values, self.widths[1:], strict=True) if isinstance(v, str)]
        self.sheet.row_dimensions[row].height = row_height(texts, ROW)
        return row + 1

    def _free_rows(self, row: int) -> int:
        for number in range(1, self.count + 1):
            self._row(row, number, {})
            row += 1
        return row

    def _row(self, row: int, number: int, values: Mapping[str, Any]) -> None:
        if self.offset:
            boxed(self.sheet, row, 1, number, locked=bool(self.printed))
        for index, column in enumerate(self.form.columns, 1 + self.offset):
            fixed = column.alias in values
            boxed(
                self.sheet,
                row,
                index,
                values.get(column.alias),
                form=FORMATS.get(column.kind, "@"),
                align="left" if fixed and len(str(values[column.alias])) > 12 else _align(column),
                locked=fixed,
            )
        texts = [(str(values.get(c.alias) or ""), c.width) for c in self.form.columns]
        self.sheet.row_dimensions[row].height = row_height(texts, ROW)

    def _printed_rows(self, row: int) -> int:
        first = row
        for number, values in enumerate(self.printed, 1):
            self._row(row, number, values)
            row += 1
        if self.form.by_sphere:
            self._totals_of_spheres(first, row - 1)
        # The first column groups its neighbours; the same word is printed once.
        column, start = 1 + self.offset, first
        for at in range(first + 1, row + 1):
            same = (
                at < row
                and self.printed[at - first][_first(self.printed)]
                == self.printed[start - first][_first(self.printed)]
            )
            if not same:
                if at - 1 > start:
                    self.sheet.merge_cells(
                        start_row=start, end_row=at - 1, start_column=column, end_column=column
                    )
                start = at
        return row

    def _totals_of_spheres(self, first: int, last: int) -> None:
        """合计 adds up by itself; places entered without the households, which are another unit."""
        units = dict(self.for_whom.spheres)
        for index, column in enumerate(self.form.columns, 1 + self.offset):
            if column.kind not in (ColumnKind.WHOLE, ColumnKind.MONEY):
                continue
            letter = get_column_letter(index)
            for row in range(last - len(PERIODS) + 1, last + 1):
                period = self.printed[row - first]["期别"]
                cells = [
                    f"{letter}{first + n}"
                    for n, values in enumerate(self.printed)
                    if values["期别"] == period
                    and values["领域"] != TOTAL
                    and not (column.alias == "进入单位数" and units.get(values["领域"]) == _HOUSEHOLD)
                ]
                self._sum(row, index, ",".join(cells), column)

    def _total_below(self, row: int, first: int, last: int) -> int:
        before = next(
            n for n, c in enumerate(self.form.columns) if c.kind in (ColumnKind.WHOLE, ColumnKind.MONEY)
        )
        for index in range(1, len(self.widths) + 1):
            boxed(self.sheet, row, index, TOTAL if index == 1 else None)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=before + self.offset)
        for index, column in enumerate(self.form.columns, 1 + self.offset):
            if column.kind in (ColumnKind.WHOLE, ColumnKind.MONEY):
                letter = get_column_letter(index)
                self._sum(row, index, f"{letter}{first}:{letter}{last}", column)
        self.sheet.row_dimensions[row].height = ROW
        return row + 1

    def _sum(self, row: int, column: int, cells: str, kind: Column) -> None:
        # Nothing reported is not zero: the total stays blank with its figures.
        formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        boxed(self.sheet, row, column, formula, form=FORMATS[kind.kind])

    def _rules(self, first: int, last: int) -> None:
        printed = frozenset(self.printed[0]) if self.printed else frozenset()
        last -= len(PERIODS) if self.form.by_sphere else 0
        everything = f"$B{first}:${get_column_letter(len(self.widths))}{first}"
        for index, column in enumerate(self.form.columns, 1 + self.offset):
            if column.alias in printed:
                continue
            letter = get_column_letter(index)
            cells = f"{letter}{first}:{letter}{last}"
            self._add_rule(column_rule(column, self.for_whom, self._list), cells)
            if column.required and not self.printed:
                # Shows what is still lacking in a row that somebody has begun.
                lacking = f"AND(COUNTA({everything})>0,LEN({letter}{first})=0)"
                self.sheet.conditional_formatting.add(cells, FormulaRule(formula=[lacking], fill=_LACKING))

    def _add_rule(self, rule: DataValidation, cells: str) -> None:
        if rule.type or rule.prompt:
            rule.add(cells)
            self.sheet.add_data_validation(rule)

    def _list(self, name: str, choices: tuple[str, ...]) -> str:
        if (name, choices) not in self.lists:
            self.lists.append((name, choices))
        letter = get_column_letter(_LISTS_FROM + self.lists.index((name, choices)))
        return f"'{SHEET}'!${letter}$2:${letter}${len(choices) + 1}"

    def _remarks(self, row: int) -> int:
        remarks = list(self.form.remarks)
        if any(c.required for c in self.form.columns) and not self.printed:
            remarks.append("带*的必填")
        if self.form.by_sphere:
            units = "、".join(f"{name}（{unit}）" for name, unit in self.for_whom.spheres)
            remarks.insert(0, f"进入单位的计量单位：{units}")
        if not remarks:
            return row
        text = "注：" + (
            "".join(f"{n}. {remark}。" for n, remark in enumerate(remarks, 1))
            if len(remarks) > 1
            else f"{remarks[0]}。"
        )
        width = sum(self.widths[: self.page])
        height = row_height([(text, width)], 20)
        spanned(self.sheet, row, 1, self.page, text, size=9, align="left", height=height)
        return row + 1

    def _hidden(self, first: int) -> None:
        sheet = self.book.create_sheet(SHEET)
        given = self.for_whom
        facts = {
            "活动": given.campaign,
            "年度": "" if given.year is None else str(given.year),
            "单位": given.unit,
            "期次": given.period,
            "领域": "、".join(given.sphere_names),
        }
        info = FormInfo(
            self.form.number,
            self.form.name,
            sheet=self.form.name,
            facts={key: value for key, value in facts.items() if value},
            spots=tuple(self.spots),
            example_row=self.example,
            first_row=first,
        )
        for values in form_info_rows(info):
            sheet.append(values)
        for index, (name, choices) in enumerate(self.lists):
            for row, value in enumerate((name, *choices), 1):
                sheet.cell(row, _LISTS_FROM + index, value)
        sheet.sheet_state = "veryHidden"


#: Column of the hidden sheet in which the first long list of choices stands.
_LISTS_FROM = 7


def _first(rows: tuple[Mapping[str, str], ...]) -> str:
    return next(iter(rows[0]))


def _align(column: Column) -> str:
    return "left" if column.kind in (ColumnKind.TEXT, ColumnKind.NAMES) and column.width > 11 else "center"


def _example_value(column: Column, for_whom: MadeOut) -> Any:
    text = column.example
    if not text:
        return None
    if column.kind is ColumnKind.DATE:
        day = date.fromisoformat(text)
        return day.replace(year=for_whom.year) if for_whom.year else day
    if column.kind is ColumnKind.WHOLE:
        return int(text)
    if column.kind in (ColumnKind.MONEY, ColumnKind.DECIMAL):
        return float(text)
    if column.choice_of and text.isdigit():
        return int(text)
    return text


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
