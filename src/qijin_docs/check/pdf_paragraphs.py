"""Paragraphs put together from the lines of pages: a guess, good enough for the rules about words.

A line goes on with the paragraph above it if that one reached the right edge and this one begins at the left
edge; whatever stands in the middle or on the right is a paragraph of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from qijin_docs.check.facts import MM_A_POINT, Alignment, Area, LineFacts, PageFacts, Paragraph, Run
from qijin_docs.errors import Place

#: Edges of the type area and how far a full line may stay away from them, millimetres.
_LEFT, _RIGHT, _NEAR = 28.0, 184.0, 4.0
_MIDDLE = (_LEFT + _RIGHT) / 2
#: Points; only titles and marks are larger.
_LARGE = 18.0
#: Below this only page numbers stand.
_FOOT = 263.0


def paragraphs_from_lines(pages: Iterable[PageFacts], file: str) -> tuple[Paragraph, ...]:
    """Paragraphs in reading order, those at the foot of pages last; places name the page and the line.

    Args:
        pages: as drawn.
        file: name for messages.
    """
    lines = [(page, position, line) for page in pages for position, line in enumerate(page.lines, 1)]
    body = [entry for entry in lines if _area(entry[0], entry[2]) == "body"]
    foot = [entry for entry in lines if _area(entry[0], entry[2]) != "body"]
    found: list[Paragraph] = []
    for number, group in enumerate((*_groups(body), *_groups(foot)), 1):
        page, position, first = group[0]
        runs = tuple(_runs([line for _, _, line in group]))
        found.append(
            Paragraph(
                text="".join(run.text for run in runs),
                place=Place(file, f"第{page.number}页第{position}行"),
                runs=runs,
                alignment=_alignment(first),
                area=_area(page, first),
                page_break_before=position == 1 and page.number > 1,
                number=number,
                page=page.number,
            )
        )
    return tuple(found)


_Line = tuple[PageFacts, int, LineFacts]


def _groups(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for entry in lines:
        if group and not _goes_on(group[-1][2], entry[2]):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _goes_on(before: LineFacts, line: LineFacts) -> bool:
    if _alignment(before) == "center" or before.y > _FOOT:
        return False
    same_type = abs(before.size - line.size) < 0.6 and before.glyphs[-1].colour == line.glyphs[0].colour
    full = before.right > _RIGHT - before.size * MM_A_POINT - 1.5
    return same_type and full and abs(line.left - _LEFT) < _NEAR / 2


def _area(page: PageFacts, line: LineFacts) -> Area:
    return "footer" if line.y > min(_FOOT, page.height - 20) else "body"


def _alignment(line: LineFacts) -> Alignment:
    symmetrical = abs((line.left + line.right) / 2 - _MIDDLE) < _NEAR / 2
    if symmetrical and (line.left > _LEFT + _NEAR or line.size > _LARGE):
        return "center"
    if line.left > _MIDDLE and line.right > _RIGHT - 30:
        return "right"
    return "both"


def _runs(lines: Iterable[LineFacts]) -> Iterator[Run]:
    glyphs = [glyph for line in lines for glyph in line.glyphs]
    for (font, size, colour), same in groupby(glyphs, key=lambda g: (g.font, round(g.size * 2), g.colour)):
        text = "".join(glyph.char for glyph in same)
        yield Run(text, font, font, size, colour="auto" if colour == "000000" else colour)
