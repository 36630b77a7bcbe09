"""Lengths that several rules need, taken from the lines of pages. Millimetres."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from qijin_docs.check.facts import Facts, LineFacts, PageFacts

#: Top and bottom margin where the ink of the first and the last line is to touch the type area
#: (37 and 35 mm less the half of 7/8 of a character).
INK_TOP, INK_BOTTOM = 34.58, 32.58
TOP, LEFT, RIGHT, BOTTOM = 37.0, 28.0, 184.0, 262.0
#: 三号 in points, and how far a renderer's size may be away from it.
_THREE, _NEAR = 16.0, 0.8
#: LibreOffice puts the baseline at this share of an exact line.
_BASELINE = 0.8
#: Width of one of 28 characters of the type area.
CHARACTER = 156 / 28


def body_lines(page: PageFacts) -> tuple[LineFacts, ...]:
    """The lines between header and page number."""
    return tuple(line for line in page.lines if 30 < line.y < page.height - 32)


def pitch_of(page: PageFacts) -> float | None:
    """The distance of the baselines that is commonest on a page; ``None`` for fewer than three lines."""
    gaps = [below.y - above.y for above, below in pairwise(body_lines(page))]
    return median(gaps) if len(gaps) >= 2 else None


def top_edge(page: PageFacts) -> float:
    """Where the first line of a page begins, seen from its baseline."""
    return body_lines(page)[0].y - _BASELINE * (pitch_of(page) or 0)


def full_pages(facts: Facts) -> tuple[PageFacts, ...]:
    """Pages after the first that hold nothing but body text and on which no further line has room."""
    return tuple(page for page in (facts.pages or ())[1:] if _is_full(page, facts))


def _is_full(page: PageFacts, facts: Facts) -> bool:
    lines = body_lines(page)
    pitch = pitch_of(page)
    if pitch is None or len(lines) < 15 or page.images or page.width > page.height:
        return False
    if any(abs(line.size - _THREE) > _NEAR for line in lines):
        return False
    if any(abs(below.y - above.y - pitch) > 0.15 * pitch for above, below in pairwise(lines)):
        return False
    if lines[-1].y + (2 - _BASELINE) * pitch > _bottom(facts, lines, pitch) - 0.1:
        return True
    # Of a PDF the lower margin is not known: pages that end at one height, and none ends lower, are full.
    if facts.sections or page is (facts.pages or (page,))[-1]:
        return False
    ends = [body_lines(other)[-1].y for other in facts.pages or () if body_lines(other)]
    return lines[-1].y > max(ends) - 0.3 and sum(end > max(ends) - 0.3 for end in ends) >= 3


def _bottom(facts: Facts, lines: Sequence[LineFacts], pitch: float) -> float:
    upright = [section for section in facts.sections if not section.landscape]
    if upright:
        return upright[0].height - upright[0].bottom
    ink = abs(lines[0].y - _BASELINE * pitch - INK_TOP) < 1
    return 297 - INK_BOTTOM if ink else BOTTOM


def han_lines(facts: Facts) -> tuple[LineFacts, ...]:
    """Lines of 三号 from edge to edge that hold nothing but Chinese characters.

    Punctuation is squeezed and digits are narrow, so other lines do not tell how many characters a line takes.
    """
    return tuple(
        line
        for page in facts.pages or ()
        for line in body_lines(page)
        if abs(line.size - _THREE) <= _NEAR
        and len(line.glyphs) >= 20
        and all(is_han(glyph.char) for glyph in line.glyphs)
        and line.right - line.left > 150
    )


def natural_pitch(facts: Facts) -> float | None:
    """Distance of Chinese characters in lines that end early, where nothing is stretched; ``None`` if unknown."""
    steps = [
        after.x - glyph.x
        for page in facts.pages or ()
        for line in body_lines(page)
        if abs(line.size - _THREE) <= _NEAR and line.right < RIGHT - 2 * CHARACTER
        for glyph, after in pairwise(line.glyphs)
        if is_han(glyph.char) and is_han(after.char)
    ]
    return median(steps) if len(steps) >= 20 else None


def left_edge(pages: Iterable[PageFacts]) -> float | None:
    """Where lines begin that are not indented; ``None`` if there are too few."""
    lefts = Counter(
        round(line.left, 1) for page in pages for line in body_lines(page) if len(line.glyphs) >= 20
    )
    common = [left for left, count in lefts.items() if count >= 3]
    return min(common) if common else None


def right_edge(pages: Iterable[PageFacts]) -> float | None:
    """Where most full lines end that end with a Chinese character; ``None`` if there are too few."""
    rights = Counter(
        round(line.right, 1)
        for page in pages
        for line in body_lines(page)
        if len(line.glyphs) >= 20 and is_han(line.glyphs[-1].char)
    )
    right, count = max(rights.items(), key=lambda item: (item[1], item[0]), default=(0.0, 0))
    return right if count >= 3 else None


def is_han(char: str) -> bool:
    """Whether it is a Chinese character, not a sign of punctuation."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def coordinate_system(facts: Facts) -> str:
    """``版心法`` (upper margin 37 mm), ``墨迹法`` (ink at 37 mm, margin 34.58 mm), empty if neither is known."""
    tops = [section.top for section in facts.sections if not section.landscape]
    if not tops:
        tops = [top_edge(page) for page in full_pages(facts)]
    if not tops:
        return ""
    if abs(tops[0] - INK_TOP) <= 0.6:
        return "墨迹法"
    return "版心法" if abs(tops[0] - TOP) <= 1.1 else ""
