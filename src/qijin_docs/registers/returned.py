"""One returned file: which form it is, of which unit, the lines above and below, and its rows with their cells.

Everything that is wrong with it is told at once, each at its cell; what was put right is noted. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qijin_docs.errors import DataError, Place, Problem, Severity, errors_among
from qijin_docs.registers.boxes import faults_of_boxes, read_boxes
from qijin_docs.registers.form import Form, find_form, forms
from qijin_docs.registers.form_info import SHEET, FormInfo, read_form_info
from qijin_docs.registers.heads import find_table, resemblance
from qijin_docs.registers.odd_cells import look_at_cells
from qijin_docs.registers.row_values import Expected, Rows, read_rows
from qijin_docs.registers.sheet_rows import DataRows, data_rows
from qijin_docs.registers.sheets import Sheet, read_sheets
from qijin_docs.sources.headings import squeezed

#: A sheet is taken for a form without its title if so much of the table is there.
_ENOUGH = 0.6
_OLD = (".xls", ".et")
_TITLE_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Returned:
    """What was read from one file.

    Args:
        file: its name.
        form: number of the form, R05; empty if it could not be told.
        unit: who fills it in; empty if it does not say.
        boxes: 填报单位, 统计起, 审核人 …: key → what was written.
        box_places: key → cell.
        sheets: the rows, by sheet.
        problems: errors, warnings and notes with their places.
        info: what the hidden sheet says, if it is still there.
    """

    file: str
    form: str = ""
    unit: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)
    box_places: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[Rows, ...] = ()
    problems: tuple[Problem, ...] = ()
    info: FormInfo | None = None

    @property
    def count(self) -> int:
        """Number of rows."""
        return sum(len(rows.values) for rows in self.sheets)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must be mended before the figures can be used."""
        return errors_among(self.problems)

    def place(self, key: str) -> Place:
        """The place of a line above or below the table."""
        return Place(self.file, self.box_places.get(key))


def read_returned(path: str | Path, expected: Expected | None = None, *, name: str | None = None) -> Returned:
    """What one returned file says; never raises for what a unit did to it.

    Args:
        path: the file.
        expected: what is known already.
        name: what to call the file in messages; its path if ``None``.
    """
    expected, name = expected or Expected(), name or str(path)
    try:
        sheets = read_sheets(path, name=name)
    except DataError as error:
        return Returned(name, problems=error.problems)
    info = next((read_form_info(sheet.rows) for sheet in sheets if sheet.name == SHEET), None)
    candidates = [sheet for sheet in sheets if sheet.name != SHEET]
    form, problems = _form(candidates, info, expected, name)
    if form is None:
        return Returned(name, problems=problems, info=info)
    if info is not None and info.year and expected.year is None:
        expected = replace(expected, year=info.year)
    elif info is not None and info.year and info.year != expected.year:
        problems += (_old_form(info.year, expected.year, Place(name)),)
    if info is not None and info.spheres and not expected.spheres:
        expected = replace(expected, spheres=tuple((n, n) for s in info.spheres for n in (s, f"进{s}")))
    return _read(name, form, candidates, info, expected, problems)


def _old_form(year: int, wanted: int | None, place: Place) -> Problem:
    message = f"这份表写的是{year}年，现在收的是{wanted}年的"
    return Problem("collect.other_year", message, place, "核对是不是用了往年的表", Severity.WARNING)


def _other_year(sheet: Sheet, above: int, wanted: int | None) -> Iterator[Problem]:
    """A title that begins with another year: last year's form was filled in again, or its figures were sent again."""
    for number in range(above) if wanted else ():
        for column, value in enumerate(sheet.rows[number]):
            found = _TITLE_YEAR.match(value) if isinstance(value, str) else None
            if found and int(found[1]) != wanted:
                yield _old_form(int(found[1]), wanted, sheet.place(number, column))


def _form(
    sheets: Sequence[Sheet], info: FormInfo | None, expected: Expected, name: str
) -> tuple[Form | None, tuple[Problem, ...]]:
    """The form of a file: as asked, as its hidden sheet says, or as title and heads say."""
    if expected.form:
        asked = find_form(expected.form)
        if info is not None and info.number != asked.number:
            message = f"这是“{info.number} {info.name}”，不是要收的“{asked.number} {asked.name}”"
            problem = Problem("collect.other_form", message, Place(name), "放到别的文件夹，或改用 --kind")
            return None, (problem,)
        return asked, ()
    if info is not None:
        try:
            return find_form(info.number), ()
        except DataError:
            pass  # made by a later version: its heads may still tell
    likeness = [
        (max((_likeness(sheet, form) for sheet in sheets if sheet.visible), default=0.0), form)
        for form in forms()
    ]
    best = max(score for score, _ in likeness)
    likely = [form for score, form in likeness if score == best]
    if best >= _ENOUGH and len(likely) == 1:
        return likely[0], ()
    names = "、".join(f"{form.number} {form.name}" for form in likely) if best >= _ENOUGH else ""
    message = f"看不出是哪种表，像是{names}" if names else "看不出是哪种表"
    hint = "保留表样的标题和列名，或用 --kind 指明是哪种表"
    return None, (Problem("collect.unknown_form", message, Place(name), hint),)


def _likeness(sheet: Sheet, form: Form) -> float:
    score = resemblance(sheet, form)
    title = "".join(squeezed(v) for row in sheet.rows[:6] for v in row if isinstance(v, str) and len(v) > 3)
    return score + 0.5 if score and form.name in title else score


def _read(
    name: str, form: Form, sheets: Sequence[Sheet], info: FormInfo | None, expected: Expected,
    problems: tuple[Problem, ...],
) -> Returned:  # fmt: skip
    found = list(problems)
    if name.lower().endswith(_OLD):
        message = "旧格式的表格里，公式的错误值读出来是空白"
        found.append(
            Problem(
                "collect.old_format", message, Place(name), "空格较多时请另存为.xlsx再交", Severity.WARNING
            )
        )
    tables = [(sheet, table) for sheet in sheets if (table := find_table(sheet, form))]
    shown = [(sheet, table) for sheet, table in tables if sheet.visible]
    for sheet, _ in tables:
        if not sheet.visible:
            message = f"隐藏的工作表“{sheet.name}”没有收"
            found.append(
                Problem(
                    "collect.hidden_sheet",
                    message,
                    Place(name, sheet.name),
                    "要收就取消隐藏",
                    Severity.WARNING,
                )
            )
    if not shown:
        labels = "、".join(column.label for column in form.columns[:6])
        hint = f"表头应有这些列：{labels}等"
        found.append(Problem("collect.no_table", f"找不到“{form.name}”的表头", Place(name), hint))
        return Returned(name, form.number, info=info, problems=tuple(found))
    boxes: dict[str, str] = {}
    places: dict[str, str] = {}
    read: list[tuple[Rows, DataRows]] = []
    for sheet, table in shown:
        found += _other_year(sheet, table.top, expected.year)
        found += table.problems
        part = data_rows(sheet, table, form, info)
        look_at_cells(sheet, table, form, part)
        found += part.problems
        rows, more = read_rows(sheet, table, form, part, expected)
        found += more
        if part.numbers or not read:
            read.append((rows, part))
        for key, (value, where) in read_boxes(sheet, form, table.top, part.below).items():
            if key not in boxes:
                boxes[key], places[key] = value, where
    filled = [rows for rows, _ in read if rows.values]
    if filled:
        found += faults_of_boxes(form, boxes, places, expected.year, name)
    if len(filled) > 1:
        names = "”“".join(rows.sheet for rows in filled)
        found.append(
            Problem(
                "collect.several_sheets",
                f"工作表“{names}”都收了",
                Place(name),
                "重复的请删去一张",
                Severity.WARNING,
            )
        )
    if not filled:
        message = "表里一行也没有填"
        hint = "本期没有活动的，也要写明“本期无活动”和原因"
        found.append(
            Problem(
                "collect.nothing_filled",
                message,
                Place(name, shown[0][0].name or None),
                hint,
                Severity.WARNING,
            )
        )
    unit = boxes.get("填报单位", "") or (info.unit if info else "")
    if info and info.unit and boxes.get("填报单位") and squeezed(boxes["填报单位"]) != squeezed(info.unit):
        message = f"填报单位写的是“{boxes['填报单位']}”，这份表是发给“{info.unit}”的"
        found.append(
            Problem(
                "collect.other_unit_name",
                message,
                Place(name, places["填报单位"]),
                "核对是不是用错了表",
                Severity.WARNING,
            )
        )
    return Returned(name, form.number, unit, boxes, places, tuple(filled), tuple(found), info)
