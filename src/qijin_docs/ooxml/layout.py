"""Where the lines of a template went: the one question every reference in a workbook asks.

A *line* is a row or a column, counted from 1. A template line may appear in the output once, many times
(in a loop) or never (a false condition, an empty loop, a line that held only control tags). A
:class:`Layout` knows all appearances and answers for any reference which output lines it means now.

    template   1 title  2 {%tr for%}  3 body  4 {%tr endfor%}  5 total
    output     1        –             2 3 4   –                5

Rules for a reference to template line *t* that stands in template line *r*:

- *t* outside every loop: its output line.
- *t* and *r* in the same pass of a loop: the line of the same pass; with ``$`` the lines of all passes.
- *t* in a loop that *r* is not in: first to last appearance.
- *r* in a loop, *t* the line of its ``for`` tag: the line before this pass; of ``endfor``: the line after.
- nothing is left: the sheet's last line, which is empty: a sum over it is 0 and nobody sees ``#REF!``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Pass:
    """One turn of a loop: the item, its number, and the output lines it made.

    A *blank* pass stands for no item at all: a table must keep one row.
    """

    loop: int
    item: Any
    index: int
    count: int
    parent: Pass | None = None
    items: Sequence[Any] = ()
    first: int = 0
    last: int = 0
    blank: bool = False


@dataclass(frozen=True, slots=True)
class LoopLines:
    """The template lines of a loop: those of its ``for`` and ``endfor`` tags and the loop around it."""

    opening: int
    closing: int
    parent: int | None


@dataclass(slots=True)
class Layout:
    """All appearances of all template lines.

    Args:
        limit: last line a sheet can have.
        numbers: for each template line (from 1; index 0 is unused) its output lines, ascending.
        passes: beside ``numbers``, the innermost loop pass of each appearance.
        loops: the loops by number.
        loop_of: for each template line the number of its innermost loop.
        turns: for each loop all its passes in order.
        first_loop: number of the first loop in ``loops``.
        markers: template lines that held only tags.
        shift: what to add to lines behind the last one described.
    """

    limit: int
    numbers: list[list[int]]
    passes: list[list[Pass | None]]
    loops: tuple[LoopLines, ...] = ()
    loop_of: tuple[int | None, ...] = ()
    turns: dict[int, list[Pass]] = field(default_factory=dict)
    first_loop: int = 0
    shift: int = 0
    markers: frozenset[int] = frozenset()
    _spans: dict[tuple[int, int], tuple[int, int] | None] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        """Whether every line is where it was."""
        return self.shift == 0 and all(
            numbers == [line] for line, numbers in enumerate(self.numbers[1:], start=1)
        )

    def span(self, first: int, last: int, scope: Pass | None = None) -> tuple[int, int] | None:
        """First and last output line made of the template lines ``first`` to ``last``.

        Args:
            first: template line.
            last: template line, not before ``first``.
            scope: count only lines made in this pass; None for all.

        Returns:
            None if nothing is left of them.
        """
        if scope is None:
            key = (first, last)
            if key not in self._spans:
                self._spans[key] = self._whole_span(first, last)
            return self._spans[key]
        low = high = 0
        for line in range(first, min(last, len(self.numbers) - 1) + 1):
            numbers = self.numbers[line]
            start = bisect_left(numbers, scope.first)
            end = bisect_right(numbers, scope.last)
            if start < end:
                low = min(low, numbers[start]) if low else numbers[start]
                high = max(high, numbers[end - 1])
        return (low, high) if low else None

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """The output lines of the template lines ``first`` to ``last``, as unbroken runs."""
        found = sorted(
            number
            for line in range(first, min(last, len(self.numbers) - 1) + 1)
            for number in self.numbers[line]
        )
        runs: list[tuple[int, int]] = []
        for number in found:
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        if last >= len(self.numbers):
            start = max(first, len(self.numbers)) + self.shift
            end = min(last + self.shift, self.limit) if last < self.limit else self.limit
            if runs and runs[-1][1] == start - 1:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        return runs

    def scopes(self, first: int, last: int) -> list[Pass | None]:
        """The passes of the innermost loop that holds both lines; ``[None]`` outside every loop.

        What is written once for such lines in the template (a merge, a hyperlink, a picture) appears once
        for each of these passes.
        """
        loop = self.common_loop(first, last)
        return [None] if loop is None else list(self.turns[loop])

    def common_loop(self, one: int, other: int) -> int | None:
        """The innermost loop whose body holds both template lines."""
        around = set(self._ancestors(one))
        return next((loop for loop in self._ancestors(other) if loop in around), None)

    def target(
        self, first: int, last: int, *, fixed: tuple[bool, bool], line: int | None, scope: Pass | None
    ) -> tuple[int, int] | None:
        """The output lines a reference to template lines ``first`` to ``last`` means.

        Args:
            first: template line.
            last: template line, not before ``first``.
            fixed: which of the two is written with ``$``.
            line: template line the reference stands in; None if it stands on another sheet or in no line.
            scope: the pass it stands in.
        """
        if line is None or scope is None:
            return self.span(first, last)
        if first == last:
            beside = self._beside(first, scope)
            if beside is not None:
                return beside, beside
        starts = self._bounds(first, last, first, fixed[0], line, scope)
        ends = self._bounds(first, last, last, fixed[1], line, scope)
        if starts is None or ends is None:
            return None
        return min(starts[0], ends[1]), max(starts[0], ends[1])

    def _bounds(
        self, first: int, last: int, corner: int, fixed: bool, line: int, scope: Pass
    ) -> tuple[int, int] | None:
        beside = self._beside(corner, scope)
        if beside is not None:
            return beside, beside
        within = None if fixed else self._pass_around(self.common_loop(corner, line), scope)
        return self.span(first, last, within)

    def _beside(self, target: int, scope: Pass) -> int | None:
        """The line before or after this pass, if the target is the line of the loop's own tag."""
        turn: Pass | None = scope
        while turn is not None:
            lines = self.loops[turn.loop - self.first_loop]
            if target == lines.opening:
                return max(turn.first - 1, 1)
            if target == lines.closing:
                return min(turn.last + 1, self.limit)
            turn = turn.parent
        return None

    def _pass_around(self, loop: int | None, scope: Pass) -> Pass | None:
        turn: Pass | None = scope
        while turn is not None and turn.loop != loop:
            turn = turn.parent
        return turn

    def _whole_span(self, first: int, last: int) -> tuple[int, int] | None:
        known = len(self.numbers)
        low = next((n[0] for n in self.numbers[first : last + 1] if n), None)
        high = max((n[-1] for n in self.numbers[first : last + 1] if n), default=None)
        if low is not None:
            low = min(n[0] for n in self.numbers[first : last + 1] if n)
        if last >= known:
            if low is None:
                low = max(first, known) + self.shift
            # A range down to the edge of the sheet stays one; anything else moves with its lines.
            high = self.limit if last >= self.limit else last + self.shift
            return low, max(low, min(high, self.limit))
        return None if low is None or high is None else (low, high)

    def _ancestors(self, line: int) -> list[int]:
        loop = self.loop_of[line] if line < len(self.loop_of) else None
        around: list[int] = []
        while loop is not None:
            around.append(loop)
            loop = self.loops[loop - self.first_loop].parent
        return around


def unmoved(limit: int) -> Layout:
    """The layout of a sheet on which nothing moved."""
    return Layout(limit=limit, numbers=[[]], passes=[[]])
