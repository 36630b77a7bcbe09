"""Reads the cells of a returned form's columns, each as its column wants it; what it has read once it knows.

A blank, 0, 无, / and — stay different things (facts C3): 0 is a figure, a blank, / and — are none and the marks are
noted, and 无 in a column of figures is refused, for it may mean 0 or "not counted".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from qijin_docs.errors import DataError, Problem
from qijin_docs.models.campaign import default_spheres
from qijin_docs.models.fields import PUNCTUATED
from qijin_docs.models.reported_figures import TOTAL
from qijin_docs.registers.cell_values import (
    NOTHING,
    CellReading,
    choice_cell,
    date_cell,
    names_reader,
    number_cell,
    text_cell,
    yes_no_cell,
)
from qijin_docs.registers.columns import SPHERES, Column, ColumnKind
from qijin_docs.registers.form import find_form
from qijin_docs.sources.repair import Repair
from qijin_docs.sources.shapes import entries_of

_CACHED = 4_000
# Nothing of such a cell could be put right, and it says something: 汉字, letters, digits, and - . _ inside of them.
_SIMPLE = re.compile(
    r"(?:(?!(?:无|没有|同上|同前)\n)[0-9A-Za-z\u4e00-\u9fff×][0-9A-Za-z\u4e00-\u9fff×_.\-]*\n|\n)*"
)
# No font shows these, and Excel refuses a file with some of them.
_UNSEEN = re.compile(
    r"[\x00-\x06\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    r"\U000f0000-\U0010ffff]"
)
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_DITTO = frozenset({"同上", "同前", "同上行", "〃", "″", "〞", "”", "“", '"'})
# Pasted along from web pages and chats; nobody means them.
_PASTED = re.compile(r"[\x07\x0b\x0c\x85\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_TOTALS = frozenset({"合计", "总计", "共计", "小计", "合计数"})
_Reader = Callable[[Any], CellReading]


@dataclass(slots=True)
class ColumnReader:
    """Reads the cells of one column; what it has read once it knows.

    Args:
        column: of the form.
        read: reads one cell that is not blank.
        simple: the value of a text that needs no reading; ``None`` if every text does.
        quiet: cell → value, of those of which nothing is to be said.
        told: cell → reading, of the others.
    """

    column: Column
    read: _Reader
    simple: Callable[[str], Any] | None = None
    quiet: dict[Any, Any] = field(default_factory=dict)
    told: dict[Any, CellReading] = field(default_factory=dict)

    def values(self, cells: Sequence[Any]) -> tuple[list[Any], list[tuple[int, CellReading]]]:
        """The values of cells, and index and reading of those of which there is something to say."""
        types = set(map(type, cells))
        if bool in types:  # True would be found again as 1
            return self._each(cells, {}, {})
        if self.simple is not None and types == {str}:
            # One look at the whole column; a line feed inside of a cell is something to be put right.
            whole = "\n".join(cells) + "\n"
            if whole.count("\n") == len(cells) and _SIMPLE.fullmatch(whole):
                simple = self.simple
                return [simple(cell) if cell else None for cell in cells], []
        try:
            # Nearly all columns hold what they held in other files, and nothing is to be said of it.
            return [self.quiet[cell] for cell in cells], []
        except KeyError:
            if len(self.quiet) + len(self.told) > _CACHED:
                self.quiet.clear()
                self.told.clear()
            return self._each(cells, self.quiet, self.told)

    def _each(
        self, cells: Sequence[Any], quiet: dict[Any, Any], told: dict[Any, CellReading]
    ) -> tuple[list[Any], list[tuple[int, CellReading]]]:
        values: list[Any] = []
        found: list[tuple[int, CellReading]] = []
        for index, cell in enumerate(cells):
            if cell.__class__ is bool:
                reading = self._reading(cell)
            elif cell in quiet:
                values.append(quiet[cell])
                continue
            elif cell in told:
                reading = told[cell]
            else:
                reading = self._reading(cell)
                if reading.problems or reading.until:
                    told[cell] = reading
                else:
                    quiet[cell] = reading.value
            values.append(reading.value)
            if reading.problems or reading.until:
                found.append((index, reading))
        return values, found

    def _reading(self, cell: Any) -> CellReading:
        if cell is None:
            return NOTHING
        if isinstance(cell, str):
            if "\r" in cell or "_x000D_" in cell:
                cell = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
            cell = _PASTED.sub("", cell).strip(" \t\n\u3000\u00a0")
            if not cell:
                return NOTHING
            if (unseen := _UNSEEN.search(cell)) is not None:
                message = (
                    f"第{unseen.start() + 1}个字（U+{ord(unseen[0]):04X}）看不见，或换一台电脑就显示不出"
                )
                hint = "请删去这个字，或另换一个写法"
                return CellReading(None, (Problem("data.unprintable", message, hint=hint),))
            if _ERROR.fullmatch(cell):  # as text: csv, and formulas pasted as values
                problem = Problem("data.cell_error", "单元格里是错误值", hint="改正公式或填上数")
                return CellReading(None, (problem,))
            if cell in _DITTO:
                message = f"“{cell}”没有写明是什么"
                return CellReading(None, (Problem("collect.ditto", message, hint="把上面的内容照写一遍"),))
        try:
            return self.read(cell)
        except DataError as error:
            return CellReading(None, error.problems)


@lru_cache(maxsize=1024)
def column_reader(
    number: str, alias: str, year: int | None, spheres: tuple[tuple[str, str], ...] = ()
) -> ColumnReader:
    """The reader of a form's column.

    Args:
        number: of the form.
        alias: of the column.
        year: of days that are written without one.
        spheres: spelling → name of the campaign's spheres; the seven that ship with the library if empty.
    """
    form = find_form(number)
    column = form.column(alias)
    assert column is not None, "asked only for columns of the form"
    entry = next(entry for entry in entries_of(form.model) if entry.key == alias)
    repairs: tuple[Repair, ...] = entry.shape.repairs
    names = dict(spheres) or default_sphere_names()
    if column.kind is ColumnKind.NAMES:
        if alias.endswith("领域"):
            return ColumnReader(column, names_reader(names))
        return ColumnReader(column, names_reader({}), lambda name: (name,))
    if column.kind is ColumnKind.DATE:
        period = alias.startswith("开始") and form.column("结束" + alias.removeprefix("开始")) is not None
        return ColumnReader(column, lambda cell: date_cell(cell, year, period=period))
    if column.kind is ColumnKind.CHOICE:
        choices = names if column.choice_of == SPHERES else {choice: choice for choice in column.choices}
        if column.choice_of == SPHERES and (form.by_sphere or form.total):
            choices = choices | dict.fromkeys(_TOTALS, TOTAL)
        return ColumnReader(column, lambda cell: choice_cell(cell, column, choices))
    if column.kind is ColumnKind.YES_NO:
        return ColumnReader(column, yes_no_cell)
    if column.kind in (ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.MONEY):
        return ColumnReader(column, lambda cell: number_cell(cell, column, repairs))
    # A field that reads its text as something else than text wants every cell read.
    simple = str if set(repairs) <= {PUNCTUATED} else None
    return ColumnReader(column, lambda cell: text_cell(cell, repairs), simple)


@lru_cache(maxsize=1)
def default_sphere_names() -> dict[str, str]:
    """Every spelling of the seven spheres → its name."""
    return {spelling: str(entry["名称"]) for spelling, entry in default_spheres().items()}
