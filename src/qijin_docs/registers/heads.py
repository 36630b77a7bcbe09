"""Where a form's table stands in a returned sheet, found by what its heads say and not by where they were.

Units insert columns, move them, rename them a little, merge heads over two or three rows and put lines above.
A head that can mean only one column is taken and noted; one that may mean it is an error; any other is left out with
a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qijin_docs.errors import Problem, Severity
from qijin_docs.registers.columns import Column
from qijin_docs.registers.form import Form, find_form
from qijin_docs.registers.sheets import Sheet
from qijin_docs.sources.headings import bare, plain, squeezed
from qijin_docs.text.nearest import nearest

#: Rows in which the head is looked for.
_WITHIN = 40
_HEIGHT = 3
_IDLE = frozenset({"序号", "行号", "编号", "no", "no."})
# Of a head that is not spelt as in the form: so much of it must be the same.
_SURE = 0.72


@dataclass(frozen=True, slots=True)
class Table:
    """A form's table in a sheet.

    Args:
        top, bottom: first and last row of the head, from zero.
        columns: alias of the field → column, from zero.
        idle: columns of running numbers.
        named: all columns whose head says something.
        problems: columns that are missing, unknown, twice there, renamed or in another unit; with places.
    """

    top: int
    bottom: int
    columns: Mapping[str, int]
    idle: frozenset[int]
    named: frozenset[int]
    problems: tuple[Problem, ...] = ()


def find_table(sheet: Sheet, form: Form) -> Table | None:
    """The form's table, or ``None`` if nothing in the sheet looks like its head.

    The head is the one to three rows in which most of the form's columns are found: at least half of a few, or three
    of many.
    """
    best: tuple[int, int, int, tuple[tuple[str, ...], ...]] | None = None
    covered = _covered(sheet)
    for bottom in _likely_rows(sheet, form):
        for height in range(1, min(_HEIGHT, bottom + 1) + 1):
            spellings = tuple(_spellings(sheet, covered, bottom - height + 1, bottom))
            score = len(_match(form.number, spellings)[0])
            if best is None or score > best[0]:
                best = (score, bottom - height + 1, bottom, spellings)
            if best[0] == len(form.columns):
                break
        if best is not None and best[0] == len(form.columns):
            break
    if best is None or best[0] < min(3, (len(form.columns) + 1) // 2):
        return None
    _, top, bottom, spellings = best
    found, faults = _match(form.number, spellings)
    problems = tuple(
        Problem(f.code, f.message, sheet.place(bottom, column), f.hint, f.severity) for column, f in faults
    )
    named = frozenset(c for c, texts in enumerate(spellings) if texts)
    idle = frozenset(c for c in named if plain(spellings[c][-1]) in _IDLE and c not in dict(found))
    return Table(top, bottom, {alias: column for column, alias in found}, idle, named, problems)


def head_again(row: Sequence[Any], form: Form, table: Table) -> dict[str, int]:
    """Alias → column, if a row below the head is a head once more; else empty.

    A column that stands where it stood in the first head is taken as the same whatever it is called here.
    """
    keys = _keys(form.number)
    named = [(column, keys.get(_key(value))) for column, value in enumerate(row) if isinstance(value, str)]
    found: dict[str, int] = {}
    for column, alias in named:
        if alias is not None:
            found.setdefault(alias, column)
    if len(found) < max(3, len(table.columns) // 2):
        return {}
    return dict(table.columns) | found


def resemblance(sheet: Sheet, form: Form) -> float:
    """How much of a form's table is in a sheet, from 0 to 1."""
    table = find_table(sheet, form)
    return len(table.columns) / len(form.columns) if table else 0.0


def _likely_rows(sheet: Sheet, form: Form) -> list[int]:
    """Rows that hold names of the form's columns, and the one below: the lowest row of the head is among them."""
    keys = _keys(form.number)
    hits: list[int] = []
    for row in sheet.rows[:_WITHIN]:
        hits.append(sum(1 for value in row if value.__class__ is str and value and _key(value) in keys))
        if hits[-1] * 10 >= len(form.columns) * 9:
            # This is the head, or its upper line; what follows are records, each of other words.
            hits.append(0)
            break
    most = max(hits, default=0)
    # A row of records may hold a word or two that are also heads.
    named = [row for row, count in enumerate(hits) if count >= 2 and count * 4 >= most]
    return sorted({row for at in named for row in (at, at + 1) if row < min(len(hits), len(sheet.rows))})


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return bare(text).casefold()


@lru_cache(maxsize=64)
def _keys(number: str) -> Mapping[str, str]:
    """Every spelling that only one column of a form has, without unit → alias."""
    form = find_form(number)
    meant: dict[str, set[str]] = {}
    for column in form.columns:
        whole = (f"{column.group}{column.label}",) if column.group else ()
        for name in (column.label, column.alias, *column.names, *whole):
            meant.setdefault(_key(name), set()).add(column.alias)
    # 名称 may be that of the activity or of the unit entered: such a word is nobody's, unless it is its own name.
    own = {_key(column.alias): column.alias for column in form.columns}
    return own | {
        key: next(iter(aliases)) for key, aliases in meant.items() if len(aliases) == 1 and key not in own
    }


def _covered(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell of a merged area in the upper rows → the cell that holds its value."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merges
        if top < _WITHIN
        for row in range(top, min(bottom, _WITHIN + _HEIGHT) + 1)
        for column in range(left, right + 1)
    }


def _spellings(
    sheet: Sheet, covered: Mapping[tuple[int, int], tuple[int, int]], top: int, bottom: int
) -> Iterator[tuple[str, ...]]:
    """For each column the ways its name may be spelt: with the names of its groups, then alone; or none."""
    rows = sheet.rows
    width = max((len(row) for row in rows[top : bottom + 1]), default=0)
    for column in range(width):
        texts: list[str] = []
        for row in range(top, bottom + 1):
            at_row, at_column = covered.get((row, column), (row, column))
            if at_row < top:
                continue  # a title merged down to here
            text = _text(rows[at_row], at_column)
            if not text and row < bottom and not sheet.merges and _text(rows[bottom], column):
                # csv has no merged cells: a group's name stands in its first column only.
                text = next((t for c in range(column, -1, -1) if (t := _text(rows[row], c))), "")
            if text and text not in texts:
                texts.append(text)
        if not texts:
            yield ()
        elif len(texts) == 1:
            yield (texts[0],)
        else:
            yield ("".join(texts), texts[-1])


def _text(row: Sequence[Any], column: int) -> str:
    value = row[column] if column < len(row) else ""
    return _squeezed(value) if isinstance(value, str) and value else ""


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return squeezed(text)


_Faults = tuple[tuple[int, Problem], ...]


@lru_cache(maxsize=512)
def _match(
    number: str, spellings: tuple[tuple[str, ...], ...]
) -> tuple[tuple[tuple[int, str], ...], _Faults]:
    """Column and alias of what was found, and what is wrong with the head; the same for all copies of a form."""
    form = find_form(number)
    keys = _keys(number)
    found: dict[int, str] = {}
    faults: list[tuple[int, Problem]] = []
    for column, texts in enumerate(spellings):
        alias = next((keys[_key(text)] for text in texts if _key(text) in keys), None)
        if alias is None:
            continue
        if (fault := _unit_fault(texts[-1], form.column(alias))) is not None:
            faults.append((column, fault))
        elif alias in found.values():
            message = f"“{texts[-1]}”与前面一列都是“{alias}”"
            faults.append((column, Problem("collect.duplicate_column", message, hint="留下一列，删去另一列")))
        else:
            found[column] = alias
            if (doubt := _people_or_times(texts[-1], form.column(alias))) is not None:
                faults.append((column, doubt))
    told = {column for column, _ in faults}
    for column, texts in enumerate(spellings):
        if texts and column not in found and column not in told and plain(texts[-1]) not in _IDLE:
            alias, fault = _guess(texts, form, set(found.values()))
            if alias:
                found[column] = alias
            faults.append((column, fault))
    first = min(found, default=0)
    guessed = {fault.message for _, fault in faults}
    faults += [
        (first, _missing(wanted))
        for wanted in form.columns
        if wanted.alias not in found.values() and not any(f"“{wanted.label}”" in text for text in guessed)
    ]
    return tuple(found.items()), tuple(sorted(faults, key=lambda item: item[0]))


def _missing(column: Column) -> Problem:
    message = f"表里没有“{column.label}”这一列"
    if column.required:
        return Problem("collect.missing_column", message, hint="照下发的表样补上这一列")
    return Problem("collect.missing_column", f"{message}，按没有填收下", severity=Severity.WARNING)


def _unit_fault(text: str, column: Column | None) -> Problem | None:
    """The problem of a head that gives another unit than the form: they cannot be added."""
    if column is None or not column.unit:
        return None
    whole = plain(text)
    if not whole.endswith(")") or "(" not in whole:
        return None
    unit = whole[whole.rindex("(") + 1 : -1]
    if unit in (column.unit, *column.other_units) or unit.replace("、", "/") == column.unit or not unit:
        return None
    units = {
        "人",
        "人次",
        "户",
        "场",
        "份",
        "册",
        "件",
        "条",
        "块",
        "条次",
        "篇",
        "万元",
        "元",
        "个",
        "家",
        "次",
        "期",
    }
    if unit not in units:
        return None  # a remark: 受教育（含线上）
    hint = f"换算成“{column.unit}”，列名改回“{column.head}”"
    return Problem("collect.other_unit", f"“{text}”的单位不是“{column.unit}”，不能相加", hint=hint)


def _people_or_times(text: str, column: Column | None) -> Problem | None:
    """受教育人数 without a unit above a column of 人次: most mean 人次, some do not."""
    if column is None or column.unit != "人次" or not plain(text).endswith(("人数", "人员")):
        return None
    message = f"列名“{text}”没有写单位，按“{column.head}”收"
    hint = f"核对填的是人次；列名改回“{column.head}”"
    return Problem("collect.people_or_times", message, hint=hint, severity=Severity.WARNING)


def _guess(texts: tuple[str, ...], form: Form, taken: set[str]) -> tuple[str | None, Problem]:
    """What a head means that is not spelt as in the form: the alias if it is certain, and what to say of it."""
    text = texts[-1]
    key = _key(text)
    # 数量 under 进入单位 is a label too, but inside of other words it says nothing.
    grouped = [column for column in form.columns if column.group]
    vague = {_key(column.label) for column in grouped if column.label != column.alias}
    vague |= {_key(f"{column.group}{column.label}") for column in grouped}
    inside = {
        alias
        for name, alias in _keys(form.number).items()
        if min(len(name), len(key)) >= 2 and name not in vague and (name in key or key in name)
    }
    free = {column.alias: column for column in form.columns if column.alias not in taken}
    names = {name: alias for name, alias in _keys(form.number).items() if alias in free and name not in vague}
    near = nearest(key, names)
    likely = free[names[near]] if near else None
    certain = inside & set(free) if len(inside) == 1 else set()
    if not certain and near and likely and _share(key, near) >= _SURE:
        certain = {likely.alias}
    if certain:
        column = free[certain.pop()]
        if (fault := _unit_fault(text, column)) is not None:
            return None, fault
        return column.alias, Problem(
            "collect.renamed_column", f"列名“{text}”按“{column.label}”收", hint="", severity=Severity.NOTE
        )
    if likely:
        message = f"列名“{text}”像是“{likely.label}”，又不能确定，这一列没有收"
        return None, Problem(
            "collect.unsure_column", message, hint=f"是的话把列名改回“{likely.head}”，不是就删去这一列"
        )
    message = f"表样里没有“{text}”这一列，没有收"
    hint = "要报的话写进“备注”列"
    return None, Problem("collect.extra_column", message, hint=hint, severity=Severity.WARNING)


def _share(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()
