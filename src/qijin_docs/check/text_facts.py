"""What a paragraph is like: its text, its pieces, its effective format.

Lengths are twips, half-points and hundredths of a character, as Word keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from qijin_docs.errors import Place

Area = Literal["body", "header", "footer", "footnote", "endnote"]
Alignment = Literal["left", "center", "right", "both", "distribute"]
LineRule = Literal["auto", "exact", "atLeast"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with one format, everything resolved: styles, document defaults, theme fonts.

    Args:
        text: tabs as ``\\t``, line breaks as ``\\n``.
        east_asia: the font of Chinese characters; ``None`` if nothing names one.
        ascii: the font of digits and Latin letters; ``None`` if nothing names one.
        size: half-points; ``None`` where it is unknown.
        bold, italic, underline: as shown.
        colour: ``RRGGBB`` in capitals, ``auto`` where none is named.
        spacing: added to each character, twips.
        hint: ``eastAsia`` where “ ” — … are told to take the Chinese font.
    """

    text: str
    east_asia: str | None = None
    ascii: str | None = None
    size: int | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = "auto"
    spacing: int = 0
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Indents:
    """Indents of a paragraph. A value in characters wins over the one in twips, as in Word.

    Args:
        left, right, first: twips; ``first`` is negative where the first line hangs.
        left_chars, right_chars, first_chars: hundredths of a character; ``None`` if not given.
    """

    left: int = 0
    right: int = 0
    first: int = 0
    left_chars: int | None = None
    right_chars: int | None = None
    first_chars: int | None = None

    def in_chars(self, which: Literal["left", "right", "first"], size: int) -> float:
        """The indent in characters of a type of so many half-points."""
        chars: int | None = getattr(self, f"{which}_chars")
        if chars:  # 0 means "not set" in Word, the twips count then
            return chars / 100
        twips: int = getattr(self, which)
        return twips / (size * 10)


@dataclass(frozen=True, slots=True)
class Border:
    """A line along a paragraph or a table cell.

    Args:
        kind: ``single``, ``thickThinSmallGap`` …
        size: eighths of a point.
        colour: ``RRGGBB`` or ``auto``.
        space: distance from the text, points.
    """

    kind: str
    size: int
    colour: str = "auto"
    space: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its effective format.

    Args:
        text: what stands there, without an automatic number.
        place: file and place for messages: ``正文第5段``, ``表1第2行第1列第1段``, ``页脚1第1段``.
        runs: its pieces; their texts joined are ``text``.
        style: name of its style, as shown in Word.
        alignment: as shown; ``left`` where nothing is said.
        indents: see :class:`Indents`.
        line: line spacing; twips, or 240ths of a line where the rule is ``auto``.
        line_rule: what ``line`` means.
        before, after: space, twips.
        numbering: the automatic number in front, with its signs: ``一、``; empty if there is none.
        outline: outline level from 0; ``None`` for body text.
        page_break_before: it begins a page, by its own format or by a break or a section just before it.
        area: the part of the document it stands in.
        in_table, in_text_box, in_frame: what it stands inside.
        row, column: place in its table, from 1; 0 outside.
        table: number of its table in the document, from 1; 0 outside.
        section: index of its section in :attr:`Facts.sections`.
        above, below: the line above and below it, its own or that of its table cell.
        part: name of the package part: ``word/document.xml``.
        index: its position among all ``w:p`` elements of that part, from 0; -1 if it comes from a PDF.
        number: its position among the paragraphs of its area that are in no table, from 1.
        page: page on which it begins, from 1; ``None`` if the pages are not known.
    """

    text: str
    place: Place = field(default_factory=Place)
    runs: tuple[Run, ...] = ()
    style: str = ""
    alignment: Alignment = "left"
    indents: Indents = Indents()
    line: int = 240
    line_rule: LineRule = "auto"
    before: int = 0
    after: int = 0
    numbering: str = ""
    outline: int | None = None
    page_break_before: bool = False
    area: Area = "body"
    in_table: bool = False
    in_text_box: bool = False
    in_frame: bool = False
    row: int = 0
    column: int = 0
    table: int = 0
    section: int = 0
    above: Border | None = None
    below: Border | None = None
    part: str = ""
    index: int = -1
    number: int = 0
    page: int | None = None

    @property
    def shown(self) -> str:
        """The text with its automatic number, as a reader sees it."""
        return self.numbering + self.text

    @property
    def blank(self) -> bool:
        """Whether nothing can be read in it."""
        return not self.shown.strip()

    @property
    def size(self) -> int | None:
        """Half-points of most of its characters; ``None`` if unknown."""
        return _commonest((run.size, run.text) for run in self.runs)

    @property
    def east_asia(self) -> str | None:
        """Font of most of its Chinese characters; ``None`` if unknown."""
        return _commonest(
            (run.east_asia, "".join(char for char in run.text if "\u4e00" <= char <= "\u9fff"))
            for run in self.runs
        )

    @property
    def colour(self) -> str:
        """Colour of most of its characters."""
        return _commonest((run.colour, run.text) for run in self.runs) or "auto"


def _commonest(weighed: Iterator[tuple[Value, str]]) -> Value | None:
    weight: dict[Value, int] = {}
    for value, text in weighed:
        if length := len("".join(text.split())):
            weight[value] = weight.get(value, 0) + length
    return max(weight, key=weight.__getitem__) if weight else None
