"""A sheet of cells becomes a list of records: where the head is, which column is which, which rows are none.

Real forms have a title above the head, a head of two rows, units in brackets, moved columns, merged
group cells, rows of totals and a line of signatures below. What is left out is noted; what cannot be
placed for certain is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.sources.headings import Wanted, bare, match_columns, squeezed
from qijin_docs.sources.located import Located, Path

#: Rows in which the head is looked for.
_HEAD_WITHIN = 30
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计", "合计数"})
_FOOTER = re.compile(
    r"(?:注|说明|备注|填报说明|填表说明)[:：].*"
    r"|(?:单位负责人|负责人|审核人|填报人|填表人|制表人|制表|审批人|联系人|联系电话|电话|填报日期|填表日期|日期|盖章|单位盖章)"
    r"(?:[（(].{0,8}[）)])?[:：].*",
    re.DOTALL,
)

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table.

    Args:
        rows: values by row and column; ``None`` for a blank cell.
        place: place of a cell from row and column, or of a row if the column is ``None``; counted from zero.
        merges: merged areas as first row, first column, last row, last column, counted from zero.
        name: what to call it in a message: the sheet or the file.
        numbers: of each row its number in the file, for rows that hold nothing may be left out.
    """

    rows: Sequence[Sequence[Any]]
    place: Callable[[int, int | None], Place]
    merges: tuple[Box, ...] = ()
    name: str = ""
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table.

    Args:
        row: its first row.
        height: one or two rows.
        names: column → the name its values get.
        places: column → row of the cell that holds the name.
        score: how many wanted columns were found.
        problems: columns nobody wants, and columns that are there twice.
    """

    row: int
    height: int
    names: Mapping[int, str]
    rows: Mapping[int, int]
    score: int
    problems: tuple[Problem, ...] = ()


def find_head(grid: Grid, wanted: Wanted | None) -> Head | None:
    """The head that fits best, or ``None`` if no row looks like one.

    With wanted columns it is the row, or pair of rows, in which most of them are found, and at least half of
    a few or three of many. Without, it is the first row of distinct texts that is as wide as the table.
    """
    best: Head | None = None
    for row in range(min(len(grid.rows), _HEAD_WITHIN)):
        for height in (1, 2):
            if row + height > len(grid.rows):
                continue
            spellings = _spellings(grid, row, height)
            if spellings is None:
                continue
            head = _free_head(grid, row, height, spellings) if wanted is None else None
            if wanted is not None:
                enough = min(3, (len(wanted) + 1) // 2)
                names, problems = match_columns(
                    {column: texts for column, (texts, _) in spellings.items()},
                    wanted,
                    lambda column, s=spellings: grid.place(s[column][1], column),  # type: ignore[misc]
                    at_least=enough,
                )
                if len(names) >= enough:
                    rows = {column: at for column, (_, at) in spellings.items()}
                    head = Head(row, height, names, rows, len(names), tuple(problems))
            if head is not None and (best is None or (head.score, -height) > (best.score, -best.height)):
                best = head
        if best is not None and wanted is None:
            return best
    return best


def _spellings(grid: Grid, row: int, height: int) -> dict[int, tuple[tuple[str, ...], int]] | None:
    """Column → the ways its name may be spelt, the most exact first, and the row of its cell."""
    upper = [_text(value) for value in grid.rows[row]]
    if height == 1:
        return {c: ((text,), row) for c, text in enumerate(upper) if text}
    groups = [box for box in grid.merges if box[0] == box[2] == row and box[3] > box[1]]
    # One text alone is a title, however many columns it is merged over.
    if sum(map(bool, upper)) < 2 or (not groups and grid.merges):
        return None
    lower = [_text(value) for value in grid.rows[row + 1]]
    width = max(len(lower), *(box[3] + 1 for box in groups), len(upper))
    spread = upper + [""] * (width - len(upper))
    for _, left, _, right in groups:
        spread[left : right + 1] = [spread[left]] * (right + 1 - left)
    if not groups:
        # csv has no merged cells: a group's name stands in its first column only.
        for c in range(1, len(spread)):
            if not spread[c] and c < len(lower) and lower[c]:
                spread[c] = spread[c - 1]
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    for c, top in enumerate(spread):
        below = lower[c] if c < len(lower) else ""
        if below and top:
            found[c] = ((f"{top}_{below}", f"{top}{below}", f"{top}/{below}", below), row + 1)
        elif below or top:
            found[c] = ((below or top,), row + 1 if below else row)
    return found


def _free_head(
    grid: Grid, row: int, height: int, spellings: Mapping[int, tuple[tuple[str, ...], int]]
) -> Head | None:
    """A head when no columns are wanted: every name distinct, nearly all columns named."""
    width = max((sum(v is not None for v in r) for r in grid.rows), default=0)
    cells = [v for r in range(row, row + height) for v in grid.rows[r] if v is not None]
    if not spellings or len(spellings) * 10 < width * 6 or not all(isinstance(v, str) for v in cells):
        return None
    if height == 2 and not _two_rows(grid, row):
        return None
    exact = {c: texts[0] for c, (texts, _) in spellings.items()}
    # The last spelling is the column's own name; one that several columns share needs its group's before it.
    own = [bare(texts[-1]) for texts, _ in spellings.values()]
    names = {c: bare(t[-1]) if own.count(bare(t[-1])) == 1 else exact[c] for c, (t, _) in spellings.items()}
    if height == 1 and len(set(names.values())) < len(names):
        twice = sorted({name for name in names.values() if list(names.values()).count(name) > 1})
        message = f"表头里“{'”“'.join(twice)}”不止一列"
        problem = Problem("data.duplicate_column", message, grid.place(row, None), "改成不同的列名")
        return Head(row, height, names, dict.fromkeys(names, row), len(names), (problem,))
    # Two rows only count if the second one brings names that the first does not have.
    score = len(names) if height == 1 else len(names) + 1
    return Head(row, height, names, {c: at for c, (_, at) in spellings.items()}, score)


def _two_rows(grid: Grid, row: int) -> bool:
    """Whether a row has group names over some of its columns, and nothing stands below the others."""
    groups = [box for box in grid.merges if box[0] == box[2] == row and box[3] > box[1]]
    grouped = {c for box in groups for c in range(box[1], box[3] + 1)}
    lower = {c for c, value in enumerate(grid.rows[row + 1]) if value is not None}
    upper = {c for c, value in enumerate(grid.rows[row]) if value is not None}
    return len(upper) > 1 and len(lower) > 1 and lower <= grouped


def read_records(grid: Grid, head: Head) -> Located:
    """The records below a head.

    A record has every column found; a blank cell is ``None``. Text in a cell merged downwards counts for
    each of its rows; a number there is an error, since nobody knows which row it belongs to.

    Returns:
        The list of records, with all problems of the table: ``data.unknown_column``,
        ``data.duplicate_column``, ``data.outside_columns``, ``data.merged_number``.
    """
    reading = _Reading(grid, head, list(head.problems))
    records = reading.records()
    columns = {name: grid.place(head.rows[c], c) for c, name in head.names.items()}
    return Located(records, reading.places, {}, tuple(reading.notes), columns, tuple(reading.problems))


@dataclass(slots=True)
class _Reading:
    grid: Grid
    head: Head
    problems: list[Problem]
    notes: list[Problem] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)

    def records(self) -> list[dict[str, Any]]:
        grid, head = self.grid, self.head
        first = head.row + head.height
        merged = self._merged(first)
        self.places[()] = Place(grid.place(head.row, None).file)
        records: list[dict[str, Any]] = []
        for r in range(first, len(grid.rows)):
            row = grid.rows[r]
            if all(value is None for value in row):
                continue
            kind = self._kind_of_row(row)
            if kind:
                message = f"{kind}没有读作记录"
                self.notes.append(
                    Problem("data.skipped_row", message, grid.place(r, None), "", Severity.NOTE)
                )
                continue
            record = {}
            path: Path = (len(records),)
            self.places[path] = grid.place(r, None)
            for c, name in head.names.items():
                value = row[c] if c < len(row) else None
                record[name] = merged.get((r, c)) if value is None else value
                self.places[(*path, name)] = grid.place(r, c)
            self._outside(r, row)
            records.append(record)
        return records

    def _kind_of_row(self, row: Sequence[Any]) -> str:
        texts = [value for value in row if isinstance(value, str)]
        filled = [value for value in row if value is not None]
        if filled and self._repeats_head(row):
            return "又一次的表头"
        if (
            texts
            and squeezed(texts[0]) in _TOTALS
            and (row[0] is None or row[0] == texts[0] or len(texts) == 1)
        ):
            return f"“{squeezed(texts[0])}”行"
        if texts and len(texts) == len(filled) and _FOOTER.match(squeezed(texts[0])):
            named = sum(1 for c in self.head.names if c < len(row) and row[c] is not None)
            if named * 2 <= len(self.head.names):
                return "表尾的说明或签字行"
        return ""

    def _repeats_head(self, row: Sequence[Any]) -> bool:
        """Whether a row says what the head says, as in tables that were pasted below each other."""
        heads = self.grid.rows[self.head.row : self.head.row + self.head.height]
        return any(
            len(row) == len(head) and [_text(value) for value in row] == [_text(value) for value in head]
            for head in heads
        )

    def _outside(self, r: int, row: Sequence[Any]) -> None:
        for c, value in enumerate(row):
            if value is not None and c not in self.head.names and not self._ignored(c):
                message = f"这一格有内容“{str(value)[:20]}”，但这一列没有列名"
                hint = "补上列名，或删去这一格"
                self.problems.append(Problem("data.outside_columns", message, self.grid.place(r, c), hint))

    def _ignored(self, c: int) -> bool:
        """A column whose head says something: nobody wants it, and that has been reported already."""
        rows = self.grid.rows[self.head.row : self.head.row + self.head.height]
        return any(c < len(row) and row[c] is not None for row in rows)

    def _merged(self, first: int) -> dict[tuple[int, int], Any]:
        values: dict[tuple[int, int], Any] = {}
        for top, left, bottom, _ in self.grid.merges:
            if bottom <= top or top < first or left not in self.head.names or top >= len(self.grid.rows):
                continue
            value = self.grid.rows[top][left] if left < len(self.grid.rows[top]) else None
            if value is None:
                continue
            if isinstance(value, int | float) and not isinstance(value, bool):
                message = f"合并的单元格里是数字{value}，不知道算在哪一行"
                where = self.grid.place(top, left)
                self.problems.append(Problem("data.merged_number", message, where, "取消合并，各行分别填写"))
                continue
            values |= {(r, left): value for r in range(top + 1, bottom + 1)}
        return values


def _text(value: Any) -> str:
    return "" if value is None else unicodedata.normalize("NFKC", squeezed(str(value)))
