"""What one cell of a returned form says, by what its column holds: a number, a day, 是/否, a choice, names, text.

Each function takes the cell's value and gives a :class:`CellReading`, or raises ``DataError`` if the meaning is not
certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from qijin_docs.errors import Problem
from qijin_docs.registers.columns import SPHERES, Column, ColumnKind
from qijin_docs.registers.names import read_names
from qijin_docs.sources.repair import Repair
from qijin_docs.text.date_ranges import read_date_range
from qijin_docs.text.dates import format_date, read_date
from qijin_docs.text.nearest import suggestion
from qijin_docs.text.quantities import read_count, read_exact
from qijin_docs.text.reading import note, refusal, shown

_LARGEST = 10**12
_KEPT_DIGITS = 10**15
_DECIMALS = 4
_FIRST_YEAR = 1949
_MARKS = {"/": "/", "／": "/", "\\": "/", "—": "—", "——": "—", "-": "—", "--": "—", "–": "—", "－": "—"}
_YES = frozenset(["是", "√", "✓", "✔", "☑", "有", "对", "y", "Y", "yes", "Yes", "YES", "1"])
_NO = frozenset(
    ["否", "×", "✗", "✘", "☐", "无", "x", "X", "错", "n", "N", "no", "No", "NO", "0", "不是", "非"]
)
# A box stands before its word or after it, in all of a cell alike: □是 ☑否, 是☑ 否□.
_TICKED_BEFORE = re.compile(r"[☑√✓✔■]\s*(是|否)")
_TICKED_AFTER = re.compile(r"(是|否)\s*[☑√✓✔■]")
_BETWEEN_CHINESE = re.compile(
    r"(?<=[\u3400-\u9fff（）、，。])[ \t\u3000\u00a0]+(?=[\u3400-\u9fff（）、，。])"
)
_LINE_FEED = re.compile(r"[ \t\u3000]*\n+[ \t\u3000]*")


@dataclass(frozen=True, slots=True)
class CellReading:
    """What one cell says.

    Args:
        value: in the type of the model's field; ``None`` if it says nothing or was refused.
        problems: notes and errors, without place.
        until: of a period written where one day is asked for: its last day.
    """

    value: Any
    problems: tuple[Problem, ...] = ()
    until: date | None = None


NOTHING = CellReading(None)
_Reader = Callable[[Any], CellReading]


def number_cell(cell: Any, column: Column, repairs: Sequence[Repair]) -> CellReading:
    """A figure in the column's unit; / and — are none. Raises for round figures, other units, 无, a day."""
    if isinstance(cell, bool):
        raise refusal("collect.not_a_number", "应为数字，写的是“是/否”值", "写阿拉伯数字")
    if isinstance(cell, date | datetime | time | timedelta):
        hint = "把单元格格式改成常规，重新填数"
        raise refusal("collect.date_for_number", f"单元格是日期格式，读出来是“{shown(cell)}”，不是数", hint)
    if isinstance(cell, float):
        if abs(cell) >= _KEPT_DIGITS:
            raise refusal("data.lost_digits", "数字超过15位，后面的数位已不可靠", "核对后重新填写")
        # A sum of formulas is 0.30000000000000004.
        cell = int(cell) if cell.is_integer() else float(format(cell, ".12g"))
    mark = _MARKS.get(cell) if isinstance(cell, str) else None
    if mark:
        return CellReading(None, (note("collect.blank_mark", f"“{mark}”按不适用收，不计入合计，与0不同"),))
    if isinstance(cell, int) and 0 <= cell <= _LARGEST:
        return CellReading(cell if column.kind is ColumnKind.WHOLE else Decimal(cell))
    if isinstance(cell, str):
        value, notes = _repaired(cell, repairs)
    else:
        number = read_count(cell) if column.kind is ColumnKind.WHOLE else read_exact(cell)
        value, notes = number.value, number.notes
    if value is None:
        return CellReading(None, notes)
    if value < 0:
        raise refusal("text.not_a_count", f"“{shown(cell)}”是负数", "数量从0起")
    if value > _LARGEST:
        raise refusal(
            "collect.too_large_number", f"“{shown(cell)}”太大，不像是{column.label}", "核对后重新填写"
        )
    if column.kind is ColumnKind.WHOLE:
        return CellReading(int(value), notes)
    value = Decimal(value)
    exponent = value.normalize().as_tuple().exponent
    if column.kind is ColumnKind.MONEY and isinstance(exponent, int) and -exponent > _DECIMALS:
        raise refusal("collect.decimals", f"“{shown(cell)}”的小数超过四位", "以万元为单位，最多写四位小数")
    return CellReading(value, notes)


def _repaired(cell: Any, repairs: Sequence[Repair]) -> tuple[Any, tuple[Problem, ...]]:
    notes: tuple[Problem, ...] = ()
    for repair in repairs:
        reading = repair(cell, None)
        cell, notes = reading.value, (*notes, *reading.notes)
    return cell, notes


def date_cell(cell: Any, year: int | None, *, period: bool) -> CellReading:
    """A day; with ``period`` also the first of two, with the last in ``until``."""
    if isinstance(cell, time | timedelta):
        raise refusal("text.not_a_date", f"“{shown(cell)}”不是日期", "写成“2018年6月16日”的样子")
    if isinstance(cell, date) and cell.year < _FIRST_YEAR:
        # 6.16 typed into a cell for days is the sixth day of 1900 and a few hours.
        message = f"单元格里是{format_date(cell)}，多半是在日期格式的单元格里写了“6.16”这样的数"
        raise refusal("collect.number_for_date", message, "重新写成“2018-6-16”的样子")
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, str) and (mark := _MARKS.get(cell) or ("无" if cell == "无" else None)):
        return CellReading(None, (note("collect.blank_mark", f"“{mark}”按没有日期收"),))
    if period and isinstance(cell, str):
        reading = read_date_range(cell, year=year)
        if reading.value.end > reading.value.start:
            first, last = format_date(reading.value.start), format_date(reading.value.end)
            message = f"“{shown(cell)}”是起止日期，开始按{first}、结束按{last}收"
            return CellReading(
                reading.value.start, (*reading.notes, note("collect.period", message)), reading.value.end
            )
        return CellReading(reading.value.start, reading.notes)
    day = read_date(cell, year=year)
    return CellReading(day.value, day.notes)


def yes_no_cell(cell: Any) -> CellReading:
    """是 or 否 however it was ticked: √, ×, □是☑否."""
    if isinstance(cell, bool):
        return CellReading(cell)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    ticked = set((_TICKED_AFTER if text.startswith(("是", "否")) else _TICKED_BEFORE).findall(text))
    if len(ticked) == 1:
        value: bool | None = ticked == {"是"}
    elif text in _YES or text in _NO:
        value = text in _YES
    elif text in _MARKS:
        value = None
    else:
        raise refusal("collect.yes_no", f"“{shown(cell)}”看不出是“是”还是“否”", "只填“是”或“否”")
    if text in ("是", "否"):
        return CellReading(value)
    meant = "没有填" if value is None else "是" if value else "否"
    return CellReading(value, (note("collect.yes_no_read", f"“{shown(cell)}”按“{meant}”收"),))


def choice_cell(cell: Any, column: Column, choices: Mapping[str, str]) -> CellReading:
    """One of the choices by any of its spellings; any text where the column is open."""
    text, notes = _plain_text(cell)
    if text in _MARKS:
        return CellReading(None, (note("collect.blank_mark", f"“{text}”按没有填收"),))
    bare = "".join(text.split()).strip("“”")
    value = choices.get(bare) or choices.get(bare.removeprefix("进")) or choices.get(text)
    if value is not None:
        if value != str(cell) and not notes:
            notes = (note("collect.choice_read", f"“{shown(cell)}”按“{value}”收"),)
        return CellReading(value, notes)
    if column.open:
        return CellReading(text, notes)
    if column.choice_of == SPHERES and (several := _several(bare, choices)):
        hint = f"只写一个主领域，其余写进“兼及领域”；这里写了{'、'.join(several)}"
        raise refusal("collect.several_choices", f"“{shown(cell)}”写了几个{column.label}", hint)
    hint = suggestion(bare, choices, f"可以填：{'、'.join(dict.fromkeys(choices.values()))}")
    if not choices:
        return CellReading(text, notes)
    raise refusal("collect.not_a_choice", f"“{column.label}”里没有“{shown(cell)}”这一项", hint)


def _several(text: str, choices: Mapping[str, str]) -> list[str]:
    parts = [choices.get(part.removeprefix("进")) for part in re.split(r"[、，,；;/和与+]", text)]
    return [part for part in parts if part] if len(parts) > 1 and all(parts) else []


def names_reader(spheres: Mapping[str, str]) -> _Reader:
    """The reader of a list of names; of spheres if their spellings are given."""

    def read(cell: Any) -> CellReading:
        text, _ = _plain_text(cell) if not isinstance(cell, str) else (cell, ())
        reading = read_names(text)
        names, notes = reading.value, reading.notes
        if spheres:
            unknown = [name for name in names if name not in spheres]
            if unknown:
                hint = suggestion(
                    unknown[0], spheres, f"可以填：{'、'.join(dict.fromkeys(spheres.values()))}"
                )
                raise refusal("collect.not_a_choice", f"没有“{shown(unknown[0])}”这个领域", hint)
            names = tuple(spheres[name] for name in names)
        return CellReading(names, notes)

    return read


def text_cell(cell: Any, repairs: Sequence[Repair]) -> CellReading:
    """One line of text with its signs put right as the field wants it; 无, / and — alone are none."""
    text, notes = _plain_text(cell)
    if text in _MARKS or text == "无":
        return CellReading(None, (note("collect.blank_mark", f"“{text}”按没有填收"),))
    value, more = _repaired(text, repairs)
    return CellReading(value, (*notes, *more))


def _plain_text(cell: Any) -> tuple[str, tuple[Problem, ...]]:
    """The cell as one line of text; blanks between Chinese signs and line breaks are typing, not meaning."""
    if isinstance(cell, bool):
        return ("是" if cell else "否"), ()
    if isinstance(cell, float):
        if abs(cell) >= _KEPT_DIGITS:
            hint = "把单元格设成文本格式，再重新填写"
            raise refusal("data.lost_digits", "数字超过15位，后面的数位已不可靠", hint)
        return (str(int(cell)) if cell.is_integer() else repr(cell)), ()
    if isinstance(cell, date):
        return format_date(cell), (note("collect.date_as_text", f"日期写成“{format_date(cell)}”"),)
    text = str(cell)
    tidy = _BETWEEN_CHINESE.sub("", _LINE_FEED.sub("", text))
    if tidy == text:
        return text, ()
    return tidy, (note("collect.tidied", f"字间的空格、换行去掉了，按“{shown(tidy)}”收"),)
