"""How close the lines stand where an ending has no room otherwise: 7.3.5.5 lets the spacing of lines change.

A letter of a line or two whose ending just misses the first page is set closer, as a typist would do it, from the
title to the imprint; so is an ending that is higher than a page leaves beside two lines of text. The loosest spacing
in which all has room is taken, and none below 23 points, where lines of 三号 and 二号 do not touch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qijin_docs.contents.ending import HIGHEST, lines_of_ending, lines_of_text, standing_lines
from qijin_docs.contents.first_page import LINE, PAGE, first_page, top_of_text

TIGHTEST = 460
"""23 points; heights in twips."""
STILL_EASY = 520
"""26 points: down to here a letter is rather set closer than broken in the middle of a paragraph."""
_STEP = 10
_SAFE = 20
"""What is left at the foot of the page, should a line be drawn a twip higher."""


@dataclass(frozen=True, slots=True)
class Closer:
    """Lines closer together.

    Args:
        values: of the document, with what :func:`~.first_page.first_page` tells.
        line: height of a line.
    """

    values: dict[str, Any]
    line: int

    @property
    def points(self) -> float:
        """The height in points."""
        return self.line / 20


def on_one_page(
    values: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], least: int, *, imprint: bool = True
) -> Closer | None:
    """The spacing in which the whole document stands on its first page; ``None`` if there is none.

    Args:
        values: as the template reads them.
        blocks: the text.
        least: the closest the lines may come.
        imprint: whether the imprint has to stand there too.
    """
    text = sum(map(lines_of_text, blocks))
    if text > PAGE // least:
        return None
    for line in _looser_first(least):
        whole = dict(values) | first_page(values)
        ending = _height(whole, line, imprint=imprint)
        whole |= first_page(values, ending=ending + (text - 1) * line, line=line)
        if top_of_text(whole, line) + text * line + _height(whole, line, imprint=imprint) <= PAGE - _SAFE:
            return Closer(whole, line)
    return None


def beside_text(values: Mapping[str, Any], *, imprint: bool = True) -> int | None:
    """The spacing in which an ending leaves room for two lines of text on its page; ``None`` if there is none."""
    lines = _looser_first(TIGHTEST)
    return next((line for line in lines if lines_when_closer(values, line, imprint=imprint) <= HIGHEST), None)


def lines_when_closer(values: Mapping[str, Any], line: int, *, imprint: bool = True) -> float:
    """Height of the ending in lines of ordinary height."""
    return _height(values, line, imprint=imprint) / LINE


def _looser_first(least: int) -> Iterator[int]:
    yield from range(LINE // _STEP * _STEP, least - 1, -_STEP)


def _height(values: Mapping[str, Any], line: int, *, imprint: bool = True) -> int:
    """Of the ending; seals and rules keep their distances."""
    lines, standing = lines_of_ending(values, imprint=imprint), standing_lines(values)
    return round((lines - standing) * line + standing * LINE)
