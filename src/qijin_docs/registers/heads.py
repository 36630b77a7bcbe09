"""Where a form's table stands in a returned sheet, found by what its heads say and not by where they were.

Units insert columns, move them, rename them a little, merge heads over two or three rows and put lines above.
What the words of a head mean is told by :mod:`.head_words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qijin_docs.errors import Problem
from qijin_docs.registers.form import Form
from qijin_docs.registers.head_words import IDLE, key_of, keys_of, match_head
from qijin_docs.registers.sheets import Sheet
from qijin_docs.sources.headings import plain, squeezed

#: Rows in which the head is looked for.
_WITHIN = 40
_HEIGHT = 3


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
            score = len(match_head(form.number, spellings)[0])
            if best is None or score > best[0]:
                best = (score, bottom - height + 1, bottom, spellings)
            if best[0] == len(form.columns):
                break
        if best is not None and best[0] == len(form.columns):
            break
    if best is None or best[0] < min(3, (len(form.columns) + 1) // 2):
        return None
    _, top, bottom, spellings = best
    found, faults = match_head(form.number, spellings)
    problems = tuple(
        Problem(f.code, f.message, sheet.place(bottom, column), f.hint, f.severity) for column, f in faults
    )
    named = frozenset(c for c, texts in enumerate(spellings) if texts)
    idle = frozenset(c for c in named if plain(spellings[c][-1]) in IDLE and c not in dict(found))
    return Table(top, bottom, {alias: column for column, alias in found}, idle, named, problems)


def head_again(row: Sequence[Any], form: Form, table: Table) -> dict[str, int]:
    """Alias → column, if a row below the head is a head once more; else empty.

    A column that stands where it stood in the first head is taken as the same whatever it is called here.
    """
    keys = keys_of(form.number)
    named = [(column, keys.get(key_of(value))) for column, value in enumerate(row) if isinstance(value, str)]
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
    keys = keys_of(form.number)
    hits: list[int] = []
    for row in sheet.rows[:_WITHIN]:
        hits.append(sum(1 for value in row if value.__class__ is str and value and key_of(value) in keys))
        if hits[-1] * 10 >= len(form.columns) * 9:
            # This is the head, or its upper line; what follows are records, each of other words.
            hits.append(0)
            break
    most = max(hits, default=0)
    # A row of records may hold a word or two that are also heads.
    named = [row for row, count in enumerate(hits) if count >= 2 and count * 4 >= most]
    return sorted({row for at in named for row in (at, at + 1) if row < min(len(hits), len(sheet.rows))})


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
