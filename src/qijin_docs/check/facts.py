"""What is known about a document before any rule is asked: facts from the XML, facts from the page.

A fact is what a person with a ruler or with Word's dialogues would write down; whether it is right, the rules
say. Lengths in the file are in twips, half-points and hundredths of a character, as Word keeps them; lengths
on the page are millimetres from the upper left corner of the sheet.
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

MM_A_TWIP = 25.4 / 1440
MM_A_POINT = 25.4 / 72


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


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """One section of the file. Lengths in millimetres.

    Args:
        width, height: the sheet.
        landscape: said to lie.
        top, bottom, left, right, gutter: margins.
        header, footer: distance of header and footer from the edge of the sheet.
        headers, footers: kinds there are, its own or taken over: ``default``, ``first``, ``even``.
        different_first: the first page has its own header and footer.
        grid: type of the character grid: ``""``, ``lines``, ``linesAndChars``, ``snapToChars``.
        grid_line: pitch of the lines of the grid, twips.
        grid_char: change to each character, 4096ths of a point.
        first_page_number: page number it begins with; ``None`` if it goes on counting.
        first, last: its first and its last paragraph in :attr:`Facts.paragraphs` (``first > last``: none).
    """

    width: float
    height: float
    landscape: bool
    top: float
    bottom: float
    left: float
    right: float
    gutter: float
    header: float
    footer: float
    headers: frozenset[str] = frozenset()
    footers: frozenset[str] = frozenset()
    different_first: bool = False
    grid: str = ""
    grid_line: int = 0
    grid_char: int = 0
    first_page_number: int | None = None
    first: int = 0
    last: int = -1


@dataclass(frozen=True, slots=True)
class TableFacts:
    """One table.

    Args:
        place: for messages: ``表1``.
        rows: texts of the cells, lines of a cell parted by ``\\n``.
        first, last: its first and its last paragraph in :attr:`Facts.paragraphs`.
        floating: it has a place of its own on the page.
    """

    place: Place
    rows: tuple[tuple[str, ...], ...]
    first: int
    last: int
    floating: bool = False


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """One header or footer.

    Args:
        area: ``header`` or ``footer``.
        kind: ``default``, ``first``, ``even``.
        sections: indices of the sections that use it.
        paragraphs: what stands in it.
        has_page_number: a PAGE field is in it.
    """

    area: Area
    kind: str
    sections: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    has_page_number: bool = False


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A field: its instruction (``PAGE``, ``NUMPAGES`` …) and where it stands."""

    instruction: str
    place: Place


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
    """

    number: int
    width: float
    height: float
    lines: tuple[LineFacts, ...] = ()
    rules: tuple[RuleFacts, ...] = ()
    images: tuple[Box, ...] = ()
    red: Box | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of a paragraph on a page: number of the page, and its characters on one line."""

    page: int
    line: LineFacts


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules may ask about one document.

    Args:
        file: its name for messages.
        kind: ``docx``, or ``pdf`` where the paragraphs were put together from lines of a page.
        paragraphs: of the body in reading order, those of tables and text boxes in their place.
        sections: none if it is a PDF.
        tables: none if it is a PDF.
        headers_footers: headers and footers in use.
        notes: paragraphs of footnotes and endnotes.
        fields: fields of all parts.
        even_and_odd: odd and even pages have headers and footers of their own.
        pages: as drawn; ``None`` if nobody looked at pages.
        drawn: for each paragraph its lines on the pages; empty for one that was not found there.
        substituted_fonts: font that is asked for → font that drew it.
        not_drawn: why there are no pages although somebody asked for them; empty if nobody did.
    """

    file: str
    kind: Literal["docx", "pdf"]
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[SectionFacts, ...] = ()
    tables: tuple[TableFacts, ...] = ()
    headers_footers: tuple[HeaderFooter, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    fields: tuple[FieldFacts, ...] = ()
    even_and_odd: bool = False
    pages: tuple[PageFacts, ...] | None = None
    drawn: tuple[tuple[Drawn, ...], ...] = ()
    substituted_fonts: tuple[tuple[str, str], ...] = ()
    not_drawn: str = ""

    def lines_of(self, index: int) -> tuple[Drawn, ...]:
        """The lines of a paragraph on the pages; empty where they are not known."""
        return self.drawn[index] if index < len(self.drawn) else ()

    @property
    def has_pdf(self) -> bool:
        """Whether pages were looked at."""
        return self.pages is not None
