"""What is known about a document before any rule is asked: facts from the XML, facts from the page.

A fact is what a person with a ruler or with Word's dialogues would write down; whether it is right, the rules
say. Lengths in the file are in twips, half-points and hundredths of a character, as Word keeps them; lengths
on the page are millimetres from the upper left corner of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qijin_docs.check.page_facts import Box, Drawn, Glyph, LineFacts, PageFacts, RuleFacts
from qijin_docs.check.text_facts import Alignment, Area, Border, Indents, LineRule, Paragraph, Run
from qijin_docs.errors import Place

__all__ = [
    "MM_A_POINT",
    "MM_A_TWIP",
    "Alignment",
    "Area",
    "Border",
    "Box",
    "Drawn",
    "Facts",
    "FieldFacts",
    "Glyph",
    "HeaderFooter",
    "Indents",
    "LineFacts",
    "LineRule",
    "PageFacts",
    "Paragraph",
    "RuleFacts",
    "Run",
    "SectionFacts",
    "TableFacts",
]

MM_A_TWIP = 25.4 / 1440
MM_A_POINT = 25.4 / 72


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
