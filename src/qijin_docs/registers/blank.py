"""A blank form while it is being laid out: the sheet, and what the hidden sheet will say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs.registers.form import Form
from qijin_docs.registers.form_info import SHEET, FormInfo, Spot, form_info_rows
from qijin_docs.registers.form_layout import numbered, pages_of, widths_of
from qijin_docs.registers.form_look import new_workbook
from qijin_docs.registers.made_out import MadeOut

#: Column of the hidden sheet in which the first long list of choices stands.
_LISTS_FROM = 7


@dataclass
class Blank:
    """The work on one form. Rows and columns are 1-based.

    Args:
        form: which.
        for_whom: what is printed in it already.
        book: its workbook.
        sheet: that is filled in.
        spots: where columns and boxes have been put so far.
        example: row of the example, 0 if there is none.
    """

    form: Form
    for_whom: MadeOut
    book: Workbook = field(default_factory=new_workbook)
    sheet: Worksheet = field(init=False)
    spots: list[Spot] = field(default_factory=list)
    example: int = 0
    _lists: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sheet = self.book.create_sheet(self.form.name)
        for index, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width

    @property
    def widths(self) -> list[float]:
        """Of all columns, running numbers included."""
        return widths_of(self.form)

    @property
    def offset(self) -> int:
        """How many columns stand before the form's own."""
        return 1 if numbered(self.form) else 0

    @property
    def page(self) -> int:
        """Last column of the first page."""
        return pages_of(self.form)

    @property
    def below(self) -> int:
        """Columns that what stands below the table keeps out of: the second of two pages begins with them again."""
        return self.form.frozen if self.form.first_page else 0

    @property
    def printed(self) -> tuple[Mapping[str, str], ...]:
        """What is printed in the rows that are there already."""
        return self.form.fixed_rows(self.for_whom.sphere_names)

    @property
    def printed_aliases(self) -> frozenset[str]:
        """The fields that nobody has to fill."""
        return frozenset(self.printed[0]) if self.printed else frozenset()

    def add_rule(self, rule: DataValidation, cells: str) -> None:
        """Put a rule on cells, if it says anything."""
        if rule.type or rule.prompt:
            rule.add(cells)
            self.sheet.add_data_validation(rule)

    def list_of(self, name: str, choices: tuple[str, ...]) -> str:
        """The range of the hidden sheet in which these choices will stand."""
        if (name, choices) not in self._lists:
            self._lists.append((name, choices))
        letter = get_column_letter(_LISTS_FROM + self._lists.index((name, choices)))
        return f"'{SHEET}'!${letter}$2:${letter}${len(choices) + 1}"

    def hide(self, first: int) -> None:
        """Write the hidden sheet; ``first`` is the first row to be filled in."""
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
        sheet = self.book.create_sheet(SHEET)
        for values in form_info_rows(info):
            sheet.append(values)
        for index, (name, choices) in enumerate(self._lists):
            for row, value in enumerate((name, *choices), 1):
                sheet.cell(row, _LISTS_FROM + index, value)
        sheet.sheet_state = "veryHidden"
