"""署名 of an official document: where the names of the issuers stand above the date (GB/T 9704-2012, 7.3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qijin_docs.text.titles import break_title, width_of

_HALF, _THIRD = 11, 7
"""汉字 a name may have beside another one, with a gap between them: two in a row, three in a row."""


def lines_of_names(names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The names of those who seal, in rows that leave room for a seal of 42 mm on each (7.3.5.1).

    Two names stand in a row, three if all are short, in the order of the issuers; a long name is broken into
    lines, which stand over each other in their column. The last row ends above the date.

    Returns:
        Lines: ``名``, the names with a tab before each, and ``排``: ``首`` (first row), ``次`` (a further row),
        ``续`` (goes on with the line above), ``独`` (a single name); ``列``, how many names stand in a row.
    """
    if len(names) == 1:
        return ({"名": names[0], "排": "独", "列": 1},)
    columns = 3 if len(names) > 2 and max(map(width_of, names)) <= _THIRD else 2
    broken = [break_title(name, width=_THIRD if columns == 3 else _HALF) for name in names]
    lines = []
    for at in range(0, len(broken), columns):
        row = broken[at : at + columns]
        row = [()] * (columns - len(row)) + row
        height = max(map(len, row))
        for line in range(height):
            # The last lines stand beside each other.
            parts = [name[line - height] if height - line <= len(name) else "" for name in row]
            which = "续" if line else "次" if at else "首"
            lines.append(
                {"名": "".join("\t" + part for part in parts).rstrip("\t"), "排": which, "列": columns}
            )
    return tuple(lines)


def tabs_before(names: Sequence[str], date: str, *, dated: bool) -> str:
    """Tabs of half a character before an unsealed signature, which ends two characters in (7.3.5.2).

    Before the date stand four more: it begins two characters after the signature. A date longer than the name
    ends two characters in itself and moves the name to the left.
    """
    width = {9: 7.0, 10: 7.5}.get(len(date), 8.0) if dated else 11.0
    name = max(map(width_of, names))
    left = 26 - name if name >= width else 24 - width
    return "\t" * max(0, int(2 * left))
