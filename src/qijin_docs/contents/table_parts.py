"""Where a long table of figures is broken, so that its last rows stand with the signature (7.3.5.5).

Word keeps the last two rows of a table with what follows them. LibreOffice 7.4 does not: a table that just fills its
page leaves the signature alone on the next. So where the signature may have no room below the last row, as reckoned,
the last rows become a table of their own, with its head, at the top of the next page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qijin_docs.contents.ending import end_of_text
from qijin_docs.contents.first_page import LINE, PAGE, lines_of

ROW = 351
"""Height of a row of one line, and of the head: 6.2 mm; heights in twips."""
_LINE = 308
"""Height of each line of 五号 in a row of several, as LibreOffice draws it; Word's are a tenth lower."""
_NAME, _UNIT = 14.0, 6.5
"""汉字 of 五号 that the first two columns hold in a line."""
_TITLE = 2 * LINE
WHOLE = 18
"""Rows of a table that the template keeps whole with the signature."""
_FEWEST = 3
"""Rows that stand with the signature at the least."""
_DOUBT = 1.5 * LINE
"""By how much the reckoning may be wrong, where the text is short."""


def parts_of_table(
    rows: Sequence[Mapping[str, Any]], blocks: Sequence[Mapping[str, Any]], top: int, ending: float
) -> list[list[Mapping[str, Any]]]:
    """The rows in one part, or in two of which the second begins a page.

    Args:
        rows: of a table of 指标, 单位, 本期, 累计.
        blocks: the text above it.
        top: height of what stands above the text.
        ending: lines of what follows the table.
    """
    if not rows:
        return []
    whole = [list(rows)]
    if len(rows) <= WHOLE:
        return whole
    row, page = end_of_text(blocks, top)
    doubt = _DOUBT + min((page - 1) // 4, 3) * LINE
    bottoms = _bottoms([_height(row) for row in rows], row * LINE + _TITLE + ROW)
    if bottoms[-1] + ending * LINE + doubt <= PAGE:
        return whole
    # What stays must end well above the foot of its page, else a row might stand on a page by itself.
    moved = next((n for n in range(_FEWEST, len(rows)) if bottoms[-n - 1] + doubt <= PAGE), len(rows) - 1)
    return [list(rows[:-moved]), list(rows[-moved:])]


def _bottoms(heights: Sequence[int], begin: float) -> list[float]:
    """Where each row ends on its page; each page begins with the head."""
    bottoms: list[float] = []
    at = begin if begin + heights[0] <= PAGE else float(_TITLE + ROW)
    for height in heights:
        at = at + height if at + height <= PAGE else float(ROW + height)
        bottoms.append(at)
    return bottoms


def _height(row: Mapping[str, Any]) -> int:
    lines = max(lines_of(str(row["指标"]), _NAME), lines_of(str(row["单位"]), _UNIT), 1)
    return ROW if lines == 1 else max(ROW, lines * _LINE)
