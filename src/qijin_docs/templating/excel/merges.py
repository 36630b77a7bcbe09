"""``{% vm %}`` in a cell of a row loop: equal values, one right below the other, become one merged cell.

A merged column also parts the columns to its right: groups lie within groups. Below the first cell of a group
the cells are left empty, as Excel leaves them, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.references import Box
from qijin_docs.ooxml.sheet import Cell, Run
from qijin_docs.templating.tags import Tag, find_spans

#: The tag's word.
MERGE_WORD = "vm"


def without_merge_tag(cell: Cell, place: Place) -> tuple[Cell, Tag | None]:
    """The cell without its ``{% vm %}``, and the tag if there is one."""
    if not cell.runs or cell.formula is not None or MERGE_WORD not in cell.text:
        return cell, None
    text = cell.text
    spans = [span for span in find_spans(text) if span.kind == "block" and span.keyword == MERGE_WORD]
    if not spans:
        return cell, None
    runs: list[Run] = []
    at = 0
    for run in cell.runs:
        kept = "".join(
            sign
            for number, sign in enumerate(run.text, at)
            if not any(span.start <= number < span.end for span in spans)
        )
        at += len(run.text)
        if kept:
            runs.append(Run(run.properties, kept))
    return replace(cell, runs=tuple(runs), rich=any(run.properties for run in runs)), spans[0].tag(
        text, place
    )


def fault_of_merge_tag(tag: Tag, *, looped: bool, merged: bool, printed: bool) -> Problem | None:
    """Why the tag cannot stand where it does.

    Args:
        tag: ``{% vm %}``.
        looped: its row is in a loop.
        merged: its cell is merged in the template.
        printed: its cell prints a value.
    """
    if tag.expression != MERGE_WORD:
        message, hint = "表格里的 vm 后面不写值", "写成 {% vm %}，按这一格印出的值合并"
    elif not looped:
        message, hint = (
            "不在整行循环里，没有可以合并的行",
            "把它移到 {%tr for %} 和 {%tr endfor %} 之间的行里",
        )
    elif merged:
        message, hint = "所在的单元格在模板里已经合并", "取消这一格的合并，或者删去这个标签"
    elif not printed:
        message, hint = "所在的单元格里没有要印的值", "在同一格里写上 {{ }}"
    else:
        return None
    return Problem("template.merge_tag", f"“{tag.source}”{message}", tag.place, hint)


@dataclass(slots=True)
class Merges:
    """The groups of equal neighbours found so far in one rendering."""

    _groups: dict[tuple[str, int, int], list[list[int]]] = field(default_factory=dict)
    _last: dict[tuple[str, int, int], Any] = field(default_factory=dict)

    def follow(
        self,
        part: str,
        cell: tuple[int, int],
        numbers: Sequence[int],
        values: Sequence[Any],
        left: Sequence[bool] | None,
    ) -> list[bool]:
        """Which of the values go on with the group of the cell above.

        Args:
            part: name of the sheet's part.
            cell: template row and output column.
            numbers: output rows, ascending from call to call.
            values: beside ``numbers``.
            left: the same answer for the next merged column to the left; None if there is none.
        """
        key = (part, *cell)
        groups = self._groups.setdefault(key, [])
        last = self._last.get(key)
        same: list[bool] = []
        for index, (number, value) in enumerate(zip(numbers, values, strict=True)):
            goes_on = (
                bool(groups)
                and groups[-1][1] == number - 1
                and value not in (None, "")
                and type(value) is type(last)
                and value == last
                and (left is None or left[index])
            )
            if goes_on:
                groups[-1][1] = number
            else:
                groups.append([number, number])
            same.append(bool(goes_on))
            last = value
        self._last[key] = last
        return same

    def boxes(self, part: str) -> list[Box]:
        """The cells to merge on one sheet, by rows."""
        return sorted(self._found(part), key=lambda box: (box.top, box.left))

    def _found(self, part: str) -> Iterator[Box]:
        for (of, _, column), groups in self._groups.items():
            if of == part:
                yield from (Box(first, column, last, column) for first, last in groups if last > first)


def with_blanks(piece: str, fills: Sequence[Sequence[Any]], style: int, same: Sequence[bool]) -> list[str]:
    """The cells of a merged column as written, those that go on with a group empty."""
    blank = f' s="{style}"/>' if style else "/>"
    return [
        blank if goes_on else piece % own for goes_on, own in zip(same, zip(*fills, strict=True), strict=True)
    ]
