"""Where the lines of a paragraph end: 28 汉字 between the edges of the type area (GB/T 9704-2012, 5.2.3).

No line begins with a closing mark or ends with an opening one, and a number is not broken, as Word and
LibreOffice both have it. Between 汉字 and letters or figures they leave a quarter of a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qijin_docs.text.titles import width_of

CHARACTERS = 28
"""汉字 of 三号 a line of text holds."""
_NOT_AT_START = "、，。；：！？）》〉”’〕】…—％·"
_NOT_AT_END = "（《〈“‘〔【"
_GAP = 0.25
_WORDS = re.compile(r"[0-9A-Za-z]+(?:[.,/%-][0-9A-Za-z]+)*%?|.", re.DOTALL)


def lines_in(text: str, width: float = CHARACTERS) -> tuple[str, ...]:
    """The lines of a paragraph, which joined give it again.

    Args:
        text: with the two blanks it begins with, if it does.
        width: 汉字 a line holds.
    """
    lines: list[str] = []
    line, taken = "", 0.0
    for piece in _pieces(text):
        own = _width(piece) + (_GAP if line and _mixed(line[-1], piece[0]) else 0.0)
        if line and taken + own > width + 0.01:
            lines.append(line)
            line, taken = "", 0.0
            own = _width(piece)
        while own > width + 0.01:  # a piece longer than a line is broken anywhere
            cut = next(n for n in range(len(piece), 0, -1) if _width(piece[:n]) <= width or n == 1)
            lines.append(piece[:cut])
            piece = piece[cut:]
            own = _width(piece)
        line, taken = line + piece, taken + own
    return (*lines, line) if line else tuple(lines)


def whole_in_lines(names: Sequence[str], width: float) -> tuple[str, ...]:
    """Names or codes with 、 between them in lines, none of them broken at a hyphen or anywhere else.

    Args:
        names: what is listed.
        width: 汉字 a line holds; a longer name has a line to itself.
    """
    lines: list[str] = []
    for number, name in enumerate(names, 1):
        piece = name + ("、" if number < len(names) else "")
        if lines and width_of(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return tuple(lines)


def _pieces(text: str) -> Iterator[str]:
    """What stays together on a line: a word or number, a sign with the marks that cling to it."""
    piece = ""
    for match in _WORDS.finditer(text):
        sign = match[0]
        clings = sign[0] in _NOT_AT_START and piece.strip("　 ")
        if piece and not clings and piece[-1] not in _NOT_AT_END:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _width(piece: str) -> float:
    gaps = sum(_mixed(left, right) for left, right in pairwise(piece))
    return width_of(piece) + _GAP * gaps


def _mixed(left: str, right: str) -> bool:
    """Whether a 汉字 stands beside a letter or figure."""
    return (_is_han(left) and right.isascii() and right.isalnum()) or (
        _is_han(right) and left.isascii() and left.isalnum()
    )


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or sign == "〇"
