"""What stands above and below the table of a blank form: title, boxes, head."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from qijin_docs.registers.blank import Blank
from qijin_docs.registers.entry_rules import box_rule
from qijin_docs.registers.form_info import Spot, Use
from qijin_docs.registers.form_layout import SERIAL, BoxSpot, head_heights, head_text
from qijin_docs.registers.form_look import OFFICIAL_DATE, boxed, spanned, underlined

#: Height of a line of boxes above or below the table.
BOXES = 28.0


def write_title(blank: Blank) -> None:
    """The first row."""
    spanned(blank.sheet, 1, 1, blank.page, _title(blank), size=18, face="小标宋", height=36)


def _title(blank: Blank) -> str:
    year = "" if blank.for_whom.year is None else str(blank.for_whom.year)
    return blank.form.title.replace("{年度}年", f"{year}年" if year else "").replace(
        "{活动}", blank.for_whom.campaign
    )


def write_boxes(blank: Blank, row: int, lines: list[list[BoxSpot]], use: Use) -> int:
    """Labels and cells to be filled, from ``row`` down; gives the row after them."""
    for line in lines:
        blank.sheet.row_dimensions[row].height = BOXES
        for index, spot in enumerate(line):
            _write_box(blank, row, spot, use, first=index == 0)
        row += 1
    return row


def _write_box(blank: Blank, row: int, spot: BoxSpot, use: Use, *, first: bool) -> None:
    box = spot.box
    align = "left" if first else "right"
    spanned(blank.sheet, row, *spot.label, f"{box.label}：", align=align)
    value = blank.for_whom.value_of(box.key)
    underlined(blank.sheet, row, *spot.entry, value, OFFICIAL_DATE if box.kind == "日期" else "@")
    letter = get_column_letter(spot.entry[0])
    blank.add_rule(box_rule(box, blank.for_whom, blank.list_of), f"{letter}{row}")
    blank.spots.append(Spot(box.key, letter, row, use))


def write_head(blank: Blank, row: int) -> int:
    """The head in one row or two, groups above their columns; gives the row after it."""
    printed = blank.printed_aliases
    heights = head_heights(blank.form, printed)
    for index, height in enumerate(heights):
        blank.sheet.row_dimensions[row + index].height = height
    last = row + len(heights) - 1
    labels: list[tuple[str, str | None]] = [(SERIAL, None)] * blank.offset
    labels += [(head_text(c, printed=c.alias in printed), c.group) for c in blank.form.columns]
    start = 1
    while start <= len(labels):
        text, group = labels[start - 1]
        end = start
        while group and end < len(labels) and labels[end][1] == group:
            end += 1
        for column in range(start, end + 1):
            boxed(blank.sheet, row, column, group or text, face="黑体")
            if last > row:
                boxed(blank.sheet, last, column, labels[column - 1][0] if group else None, face="黑体")
        if group and end > start:
            blank.sheet.merge_cells(start_row=row, end_row=row, start_column=start, end_column=end)
        elif not group and last > row:
            blank.sheet.merge_cells(start_row=row, end_row=last, start_column=start, end_column=start)
        start = end + 1
    for index, field_column in enumerate(blank.form.columns, 1 + blank.offset):
        blank.spots.append(Spot(field_column.alias, get_column_letter(index), last))
    return last + 1
