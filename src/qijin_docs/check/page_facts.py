"""What is drawn on a page: characters on their lines, rules, pictures, red ink.

Lengths are millimetres from the upper left corner of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on a page.

    Args:
        char: the character.
        x: where it begins; y: its baseline. Millimetres.
        size: points.
        font: name of the font that drew it.
        colour: ``RRGGBB``.
        advance: width up to where the next one may begin, millimetres; 0 if unknown.
    """

    char: str
    x: float
    y: float
    size: float
    font: str
    colour: str = "000000"
    advance: float = 0.0


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The characters on one baseline, from left to right, without spaces."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """What it reads as, without spaces."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def y(self) -> float:
        """Height of the baseline."""
        return self.glyphs[0].y

    @property
    def left(self) -> float:
        """Where the first character begins."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Where the last character ends."""
        return self.glyphs[-1].x + self.glyphs[-1].advance

    @property
    def size(self) -> float:
        """Points of most of its characters."""
        sizes = [glyph.size for glyph in self.glyphs]
        return max(set(sizes), key=sizes.count)


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A straight horizontal line that is drawn: its ends, the height of its middle, thickness, colour."""

    left: float
    right: float
    y: float
    thickness: float
    colour: str

    @property
    def length(self) -> float:
        """From end to end."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page: a picture, or all the ink of one colour."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page as drawn.

    Args:
        number: from 1, as the sheets lie.
        width, height: of the sheet.
        lines: from above, header and footer among them.
        rules: horizontal lines, from above.
        images: pictures.
        red: all ink of the red characters at the head of the page; ``None`` if there is none.
        unread: why its text cannot be read, in Chinese; empty if it can.
    """

    number: int
    width: float
    height: float
    lines: tuple[LineFacts, ...] = ()
    rules: tuple[RuleFacts, ...] = ()
    images: tuple[Box, ...] = ()
    red: Box | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of a paragraph on a page: number of the page, and its characters on one line."""

    page: int
    line: LineFacts
