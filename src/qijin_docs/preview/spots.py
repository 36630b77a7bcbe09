"""From the place of a finding in the template to where that is on the pages.

The fixed text of each paragraph (or cell) of the template is looked for on the pages, in order; a paragraph that
is all tags stands where the one before it was found.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.authoring.scan import template_texts
from qijin_docs.preview.pages import open_pdf
from qijin_docs.templating.tags import find_spans

#: A stretch of fixed text shorter than this is found anywhere.
_SHORTEST = 3
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the pages.

    Args:
        page: number of the page, from 0.
        top: share of its height, 0 to 1.
    """

    page: int
    top: float


@dataclass(frozen=True, slots=True)
class PageText:
    """What is written on the pages, without blanks, and where each sign stands."""

    text: str
    spots: tuple[Spot, ...]


def text_on(pdf: bytes) -> PageText:
    """The signs of all pages in the order in which they are drawn."""
    import pypdfium2.raw as pdfium

    signs: list[str] = []
    spots: list[Spot] = []
    with open_pdf(pdf) as document:
        for number, page in enumerate(document):
            height = page.get_height()
            text = page.get_textpage()
            left, right, bottom, top = (ctypes.c_double() for _ in range(4))
            for i in range(text.count_chars()):
                sign = chr(pdfium.FPDFText_GetUnicode(text, i))
                if sign.isspace() or sign == "\0":
                    continue
                pdfium.FPDFText_GetCharBox(text, i, left, right, bottom, top)
                signs.append(sign)
                spots.append(Spot(number, round(max(0.0, min(1.0, 1 - top.value / height)), 4)))
    return PageText("".join(signs), tuple(spots))


def spots_of(template: Path, pages: PageText) -> dict[str, Spot]:
    """Place in the template → where it is on the pages; places before the first that is found are at the top."""
    found: dict[str, Spot] = {}
    behind = 0
    last = Spot(0, 0.0)
    for place, text in template_texts(template):
        best = max(_fixed(text), key=len, default="")
        if len(best) >= _SHORTEST:
            at = pages.text.find(best, behind)
            if at < 0:
                at = pages.text.find(best)  # a text box, a header: drawn elsewhere than it stands in the file
            if at >= 0:
                last = pages.spots[at]
                behind = max(behind, at)
        found.setdefault(place, last)
    return found


def spot_for(where: str | None, spots: dict[str, Spot]) -> Spot | None:
    """The spot of a place as findings name it; a cell that is not known has that of the nearest above it."""
    if not where or not spots:
        return None
    if where in spots:
        return spots[where]
    sheet, mark, cell = where.partition("!")
    row = re.search(r"\d+", cell)
    if not mark or row is None:
        return None
    rows = sorted((int(number[0]), key) for key in spots if key.startswith(f"{sheet}!")
                  and (number := re.search(r"\d+$", key)))  # fmt: skip
    above = bisect_right(rows, (int(row[0]), "\uffff"))
    return spots[rows[above - 1][1]] if above else None


def _fixed(text: str) -> Iterator[str]:
    """The stretches of a text between its tags, without blanks."""
    behind = 0
    for span in find_spans(text):
        yield _BLANK.sub("", text[behind : span.start])
        behind = span.end
    yield _BLANK.sub("", text[behind:])
