"""The values of a form's rows, column by column, and what is to be said of their cells and of whole rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qijin_docs.errors import Flaw, Problem, errors_among
from qijin_docs.models.base import Model
from qijin_docs.registers.cell_readers import column_reader
from qijin_docs.registers.form import Form
from qijin_docs.registers.heads import Table
from qijin_docs.registers.sheet_rows import DataRows
from qijin_docs.registers.sheets import Sheet, letter
from qijin_docs.text.reading import shown


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of the files before they are opened.

    Args:
        form: number of the form; ``""`` to take it from each file.
        year: of days that are written without one.
        spheres: spelling → name of the campaign's spheres; empty for the seven that ship with the library.
        first, last: days of the campaign, if known: an activity outside of them is an error.
    """

    form: str = ""
    year: int | None = None
    spheres: tuple[tuple[str, str], ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one sheet.

    Args:
        sheet: its name.
        aliases: fields, in order of the form.
        columns: letter of each field's column.
        numbers: of each row its number in the sheet.
        values: of each row its values, in order of the fields; ``None`` for what was not filled or refused.
        gaps: row, field and ``【待核：2000余】`` or ``【待填】`` of each cell that must still be mended.
    """

    sheet: str
    aliases: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[int, ...]
    values: tuple[tuple[Any, ...], ...]
    gaps: tuple[tuple[int, str, str], ...] = ()

    def where(self, row: int, alias: str | None = None) -> str:
        """``活动台账!C7`` of a row (counted from zero) and a field, or ``活动台账!第7行``."""
        number = self.numbers[row]
        column = self.columns[self.aliases.index(alias)] if alias in self.aliases else ""
        inside = f"{column}{number}" if column else f"第{number}行"
        return f"{self.sheet}!{inside}" if self.sheet else inside

    def mappings(self) -> Iterator[dict[str, Any]]:
        """Each row as alias → value."""
        for row in self.values:
            yield dict(zip(self.aliases, row, strict=True))


def read_rows(
    sheet: Sheet, table: Table, form: Form, part: DataRows, expected: Expected
) -> tuple[Rows, list[Problem]]:
    """The values of all rows, column by column, and what is to be said of their cells."""
    aliases = tuple(column.alias for column in form.columns if column.alias in table.columns)
    numbers = part.numbers
    by_column: dict[str, list[Any]] = {}
    told: list[tuple[int, int, Problem]] = []
    refused: set[tuple[int, str]] = {(row, alias) for row, alias, _ in part.refused}
    for alias in aliases:
        column = table.columns[alias]
        reader = column_reader(form.number, alias, expected.year, expected.spheres)
        values, readings = reader.values(part.cells(column))
        by_column[alias] = values
        for index, reading in readings:
            told += [(numbers[index], column, problem) for problem in reading.problems]
            if reading.value is None and errors_among(reading.problems):
                refused.add((index, alias))
            if reading.until is not None:
                ends = "结束" + alias.removeprefix("开始")
                part.until[index] = (ends, reading.until)
    _fill_ends(part, by_column, table, numbers, told)
    for column_of_form in form.columns:
        if column_of_form.required and column_of_form.alias in by_column:
            alias, column = column_of_form.alias, table.columns[column_of_form.alias]
            if None not in by_column[alias]:
                continue
            for index, value in enumerate(by_column[alias]):
                if value is None and (index, alias) not in refused:
                    problem = Problem("data.missing", f"“{column_of_form.label}”没有填", hint="请补上")
                    told.append((numbers[index], column, problem))
                    refused.add((index, alias))
    values_by_row = tuple(zip(*(by_column[alias] for alias in aliases), strict=True)) if numbers else ()
    for index, flaw in _flaws(form.model, aliases, values_by_row, refused):
        where = table.columns.get(str(flaw.path[0]), -1) if flaw.path else -1
        told.append(
            (numbers[index], where, Problem(flaw.code, flaw.message, hint=flaw.hint, severity=flaw.severity))
        )
    told.sort(key=lambda item: item[:2])
    problems = [
        Problem(p.code, p.message, sheet.place(row, column if column >= 0 else None), p.hint, p.severity)
        for row, column, p in told
    ]
    problems += [
        Problem(p.code, p.message, sheet.place(numbers[row], table.columns[alias]), p.hint, p.severity)
        for row, alias, p in part.refused
    ]
    gaps = tuple(
        (index, alias, _gap(part.cells(table.columns[alias])[index])) for index, alias in sorted(refused)
    )
    letters = tuple(letter(table.columns[alias]) for alias in aliases)
    return Rows(sheet.name, aliases, letters, tuple(n + 1 for n in numbers), values_by_row, gaps), problems


def _gap(cell: Any) -> str:
    """What stands for a cell until it is mended; reading it as data is an error, so that it is not forgotten."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = shown(("是" if cell else "否") if isinstance(cell, bool) else cell)
    return f"【待核：{text}】" if text else "【待填】"


def _fill_ends(
    part: DataRows, by_column: dict[str, list[Any]], table: Table, numbers: Sequence[int],
    told: list[tuple[int, int, Problem]],
) -> None:  # fmt: skip
    """A period written into the first of two columns of days fills the second, unless that says otherwise."""
    for index, (alias, last) in part.until.items():
        if alias not in by_column:
            continue
        if by_column[alias][index] is None:
            by_column[alias][index] = last
        elif by_column[alias][index] != last:
            message = "开始日期里写的起止日期，与结束日期不同"
            told.append(
                (numbers[index], table.columns[alias], Problem("collect.two_ends", message, hint="核对两格"))
            )


def _flaws(
    model: type[Model], aliases: Sequence[str], rows: Sequence[tuple[Any, ...]], refused: set[tuple[int, str]]
) -> Iterator[tuple[int, Flaw]]:
    """What is wrong with rows although each of their cells is right."""
    names = {info.alias: name for name, info in model.model_fields.items()}
    empty = {name: info.get_default() for name, info in model.model_fields.items()}
    fields = [names[alias] for alias in aliases]
    defaults = [(name, empty[name]) for name in fields if empty[name] is not None]
    incomplete = {index for index, _ in refused}
    # One instance for all rows, as model_construct makes it, which takes ten times as long: each value has been read
    # in its field's type, and a rule keeps nothing of the row it has judged.
    instance = model.__new__(model)
    values = empty.copy()
    object.__setattr__(instance, "__dict__", values)
    object.__setattr__(instance, "__pydantic_fields_set__", set())
    object.__setattr__(instance, "__pydantic_extra__", None)
    object.__setattr__(instance, "__pydantic_private__", None)
    for index, row in enumerate(rows):
        if index in incomplete:
            continue
        values.update(zip(fields, row, strict=True))
        for name, default in defaults:
            if values[name] is None:
                values[name] = default
        for flaw in instance.flaws():
            yield index, flaw
