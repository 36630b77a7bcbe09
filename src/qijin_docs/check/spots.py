"""Where every paragraph of a Word part stands: in the text, in which row and column of which table, in a box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from qijin_docs.check.facts import Border
from qijin_docs.ooxml.styles import border_text
from qijin_docs.ooxml.wordml import TBL, TC, TR, TXBX, P, w

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_NO_BORDER = frozenset({"nil", "none"})
_Borders = dict[str, Border | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph and where it stands.

    Args:
        element: the ``w:p``.
        where: in words: ``正文第5段``, ``表1第2行第1列``.
        number: among the paragraphs around it, from 1.
        table, row, column: from 1; 0 outside of tables.
        table_element: the innermost table around it.
        in_text_box: it stands in a text box.
        above, below: lines of the table cell that run along it.
    """

    element: etree._Element
    where: str
    number: int
    table: int = 0
    row: int = 0
    column: int = 0
    table_element: etree._Element | None = None
    in_text_box: bool = False
    above: Border | None = None
    below: Border | None = None


class Walk:
    """Goes through the block level of one part in reading order.

    Args:
        word: what places in it begin with: ``正文``, ``页脚1``.
    """

    def __init__(self, word: str) -> None:
        self._word = word
        self._tables = 0

    def spots(self, parent: etree._Element) -> Iterator[Spot]:
        """The paragraphs below the root of a part, deleted ones left out."""
        yield from self._blocks(parent, self._word, Spot(parent, "", 0))

    def _blocks(self, parent: etree._Element, prefix: str, around: Spot) -> Iterator[Spot]:
        paragraphs = 0
        for child in _through(parent, {P, TBL}):
            if child.tag == P:
                paragraphs += 1
                spot = replace(around, element=child, where=f"{prefix}第{paragraphs}段", number=paragraphs)
                yield spot
                yield from self._boxes(spot)
            else:
                yield from self._table(child, around)

    def _boxes(self, spot: Spot) -> Iterator[Spot]:
        for box in spot.element.iter(TXBX):
            host = next(box.iterancestors(P), None)
            if host is spot.element and next(box.iterancestors(_FALLBACK), None) is None:
                yield from self._blocks(box, f"{spot.where}文本框", replace(spot, in_text_box=True))

    def _table(self, table: etree._Element, around: Spot) -> Iterator[Spot]:
        self._tables += 1
        number = self._tables
        name = f"表{number}" if self._word == "正文" else f"{self._word}表{number}"
        whole = _borders(table.find(f"{w('tblPr')}/{w('tblBorders')}"))
        rows = list(_through(table, {TR}))
        for row_number, row in enumerate(rows, 1):
            for column, cell in enumerate(_through(row, {TC}), 1):
                own = _borders(cell.find(f"{w('tcPr')}/{w('tcBorders')}"))
                top = own.get("top", whole.get("top" if row_number == 1 else "insideH"))
                bottom = own.get("bottom", whole.get("bottom" if row_number == len(rows) else "insideH"))
                inside = Spot(
                    cell,
                    "",
                    0,
                    number,
                    row_number,
                    column,
                    table,
                    around.in_text_box,
                    around.above,
                    around.below,
                )
                place = f"{name}第{row_number}行第{column}列"
                yield from _between(list(self._blocks(cell, place, inside)), place, top, bottom)


def _between(spots: list[Spot], place: str, top: Border | None, bottom: Border | None) -> Iterator[Spot]:
    """The paragraphs of a cell, the lines of the cell put along its first and its last."""
    for position, spot in enumerate(spots):
        yield replace(
            spot,
            where=place if len(spots) == 1 else spot.where,
            above=top if position == 0 else spot.above,
            below=bottom if position == len(spots) - 1 else spot.below,
        )


def _borders(element: etree._Element | None) -> _Borders:
    if element is None:
        return {}
    return {str(side.tag).rpartition("}")[2]: border(border_text(side)) for side in element}


def border(text: str) -> Border | None:
    """The border that :func:`~qijin_docs.ooxml.styles.border_text` put into one word; ``None`` for no line."""
    kind, size, colour, space = text.split(" ")
    if kind in _NO_BORDER:
        return None
    return Border(kind, whole(size), colour.upper() if colour != "auto" else "auto", whole(space))


def whole(text: str | None, default: int = 0) -> int:
    """A whole number out of an attribute; some programs write ``31.5``; ``default`` for anything else."""
    try:
        return round(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default


def _through(parent: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    """Children of the wanted names, seen through content controls, custom XML and insertions."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _through(child, wanted)
