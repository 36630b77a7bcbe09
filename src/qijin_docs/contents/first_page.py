"""What the first page of an official document has room for: it must show text of the body (7.3.3).

Nobody knows the page before it is drawn, but all above the body stands on whole lines, so it can be reckoned.
Where no line is left, first the marks of joint issuers become smaller, then the addressees move to the imprint
(7.3.2). The heights are those of the official templates; the tests hold them to the page as drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qijin_docs.text.lines import CHARACTERS, lines_in
from qijin_docs.text.titles import break_title, width_of

PAGE = 12756
"""225 mm; this and all other heights in twips."""
LINE = 579
_ABOVE_MARK = 1864
"""From the top of the type area to the line of the red mark."""
_RED_RULE = 180
"""The rule, and what parts it from the line above."""
_LETTER_RULE = 771
"""From the top of the type area to the number of a letter: frame of the mark, double rule, distance."""
_MARK = ((10, 1053), (12, 924), (16, 709))
"""Characters a line of the mark holds, and the height of such a line."""
_JOINT = (("一号", 11, 709, 709), ("二号", 13, 623, 480), ("小二", 16, 537, 400))
"""Size of joint issuers' names: characters a line holds, height of the first line, of each further one."""


def first_page(values: Mapping[str, Any], *, ending: float = 0, line: int = LINE) -> dict[str, Any]:
    """What the template is told so that the first page shows text.

    Args:
        values: of an official document, as the template reads them.
        ending: what stands below the first line of text, in twips, and should have room as well: an only line
            cannot go along with the ending to the next page.
        line: height of the lines below the head.

    Returns:
        ``标志行`` (the mark in lines), ``联合标志行`` and ``联合标志字号`` (the names of joint issuers, their
        size), ``主送句`` and ``版记主送句``, one of which is empty.
    """
    mark = _mark_lines(values["标志"])
    issuers = (values["单位"]["全称"], *values["版头"]["联合发文机关"])
    addressees = values["主送句"]
    choices = [
        (size, moved) for moved in ((False, True) if addressees else (False,)) for size in _sizes(issuers)
    ]
    below = (len(values["标题行"]) + 4 + _heading_lines(values["正文块"])) * line

    def height(size: tuple[str, int, int, int], moved: bool) -> int:
        listed = 0 if moved else lines_of(addressees) * line
        return _head(values, mark, issuers, size) + below + listed

    room = [choice for choice in choices if height(*choice) <= PAGE] or choices[-1:]
    size, moved = room[0]
    if ending:
        wanted = [(s, m) for s, m in room if m == moved and height(s, m) + ending <= PAGE]
        size, moved = (wanted or room)[0]
    name, width, _, _ = size
    return {
        "标志行": mark,
        "联合标志行": tuple(_joint_lines(issuers, width)),
        "联合标志字号": name,
        "主送句": "" if moved else addressees,
        "版记主送句": f"主送：{addressees.removesuffix('：')}。" if moved else "",
    }


def lines_of(text: str, width: float = CHARACTERS) -> int:
    """Lines a text takes where a line holds so many characters."""
    return len(lines_in(text, width))


def top_of_text(values: Mapping[str, Any], line: int = LINE) -> int:
    """Height of all above the text of an official document, what :func:`first_page` tells included.

    Args:
        values: of the document.
        line: height of the lines below the head.
    """
    issuers = (values["单位"]["全称"], *values["版头"]["联合发文机关"])
    size = next(size for size in _JOINT if size[0] == values["联合标志字号"])
    listed = lines_of(values["主送句"])
    return _head(values, values["标志行"], issuers, size) + (len(values["标题行"]) + 3 + listed) * line


def _sizes(issuers: Sequence[str]) -> Sequence[tuple[str, int, int, int]]:
    """The sizes in which the longest name fits a line; the smallest if it fits none."""
    longest = max(width_of(name) for name in issuers)
    return [size for size in _JOINT if longest <= size[1]] or _JOINT[-1:]


def _mark_lines(mark: str) -> tuple[str, ...]:
    return break_title(mark, width=_MARK[-1][0], keep=("文件", "会议纪要"))


def _joint_lines(issuers: Sequence[str], width: int) -> Iterator[str]:
    for name in issuers:
        yield from break_title(name, width=width)


def _head(
    values: Mapping[str, Any], mark: Sequence[str], issuers: Sequence[str], size: tuple[str, int, int, int]
) -> int:
    """Height of all above the title."""
    head = values["版头"]
    single = next((height for most, height in _MARK if len(values["标志"]) <= most), _MARK[-1][1])
    if values["文种"] == "函":
        corner = sum(1 for name in ("份号", "密级", "紧急程度") if head[name])
        return _LETTER_RULE + (len(mark) - 1) * single + max(1, corner) * LINE
    height = len(mark) * single
    if len(issuers) > 1 and values["文种"] != "纪要":
        _, width, first, further = size
        height = first + further * (sum(1 for _ in _joint_lines(issuers, width)) - 1)
    signatories = -(-len(head["签发人"]) // 2) or 1
    return _ABOVE_MARK + height + (2 + signatories) * LINE + _RED_RULE


def _heading_lines(blocks: Sequence[Mapping[str, Any]]) -> int:
    """Lines of the headings that the body begins with: they stay with the text below them."""
    lines = 0
    for block in blocks:
        if not block["样式"].endswith("标题"):
            break
        lines += lines_of("　　" + block["编号"] + block["标题"])
    return lines
