"""A formula as a row of literal pieces and references, so that references can be moved and nothing else.

Cutting is done by openpyxl's tokenizer (imported at the first formula); strings, names, table columns and
error values are literal pieces and never looked into.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW, Area, Corner, parse_area, parse_corner

# Functions for which one cell of a loop, given as a whole argument, means all cells the loop makes of it.
_COLLECTING = frozenset(
    re.findall(
        r"\S+",
        "AGGREGATE AND AVEDEV AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS CONCAT COUNT COUNTA COUNTBLANK COUNTIF "
        "COUNTIFS GEOMEAN HARMEAN HLOOKUP INDEX LARGE LOOKUP MATCH MAX MAXA MAXIFS MEDIAN MIN MINA MINIFS MODE "
        "MODE.SNGL NPV OR PERCENTILE PERCENTRANK PRODUCT QUARTILE RANK RANK.AVG RANK.EQ ROWS SMALL STDEV STDEV.P "
        "STDEV.S STDEVP SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT SUMSQ TEXTJOIN VAR VAR.P VAR.S VARP VLOOKUP "
        "XLOOKUP XOR",
    )
)
_PREFIX = re.compile(r"(?s)(?:'(?P<quoted>(?:[^']|'')*)'|(?P<plain>[^!'\[\]\"]*))!(?P<rest>.*)\Z")
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference in a formula.

    Args:
        area: the cells.
        sheets: names in front of ``!``: none, one, or two for a range of sheets.
        collected: the reference is a whole argument of a function that takes many cells (``SUM(G3)``).
    """

    area: Area
    sheets: tuple[str, ...] = ()
    collected: bool = False

    def __str__(self) -> str:
        return sheet_prefix(self.sheets) + str(self.area)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """The sheets in front of something that is no cell: ``Sheet1!`` of ``Sheet1!合计``."""

    sheets: tuple[str, ...]

    def __str__(self) -> str:
        return sheet_prefix(self.sheets)


Formula: TypeAlias = tuple["str | Reference | Qualifier", ...]


def parse_formula(text: str) -> Formula:
    """The pieces of a formula (written without ``=``, as it stands in the file); joined they give it back.

    Raises:
        ValueError: the text is no formula.
    """
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token, TokenizerError

    pieces: list[str | Reference | Qualifier] = []
    functions: list[str] = []
    try:
        tokens = Tokenizer("=" + text).items
    except (TokenizerError, IndexError) as error:
        raise ValueError(str(error)) from error
    speaking = [token for token in tokens if token.type != Token.WSPACE]
    positions = {id(token): index for index, token in enumerate(speaking)}
    for token in tokens:
        value = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            index = positions[id(token)]
            before = speaking[index - 1] if index else None
            after = speaking[index + 1] if index + 1 < len(speaking) else None
            whole = (
                before is not None
                and after is not None
                and (before.subtype == Token.OPEN or before.type == Token.SEP)
                and (after.subtype == Token.CLOSE or after.type == Token.SEP)
            )
            collected = whole and bool(functions) and functions[-1] in _COLLECTING
            pieces.extend(_operand(value, collected))
            continue
        if token.subtype == Token.OPEN:
            functions.append(value.rstrip("(").rpartition(":")[2].removeprefix("_xlfn.").upper())
        elif token.subtype == Token.CLOSE and functions:
            functions.pop()
        if token.type == Token.FUNC and token.subtype == Token.OPEN and ":" in value:
            # ``A1:INDEX(`` comes as one token; the start is a reference of its own.
            start, _, rest = value.rpartition(":")
            pieces.extend((*_operand(start, False), ":" + rest))
        else:
            pieces.append(value)
    return tuple(pieces)


def formula_text(formula: Formula, write: Callable[[Reference | Qualifier], str]) -> str:
    """The formula with each reference written by ``write``."""
    return "".join(piece if isinstance(piece, str) else write(piece) for piece in formula)


def moved(formula: Formula, rows: int, columns: int) -> Formula:
    """The formula as it reads when copied ``rows`` down and ``columns`` right (shared formulas)."""
    return tuple(
        Reference(_moved_area(piece.area, rows, columns), piece.sheets, piece.collected)
        if isinstance(piece, Reference)
        else piece
        for piece in formula
    )


def sheet_prefix(sheets: tuple[str, ...]) -> str:
    """``''``, ``Sheet1!``, ``'统计 表'!`` or ``'一:三'!``, quoted where it is needed."""
    if not sheets:
        return ""
    if all(_needs_no_quotes(name) for name in sheets):
        return ":".join(sheets) + "!"
    return "'" + ":".join(sheets).replace("'", "''") + "'!"


def _needs_no_quotes(name: str) -> bool:
    return (
        bool(_PLAIN_SHEET.match(name))
        and parse_corner(name) is None
        and not re.match(r"(?i)r?\d*c?\d*\Z", name)
    )


def _operand(text: str, collected: bool) -> Formula:
    """An operand cut into references and what is left; ``OFFSET(..):B5`` arrives as ``:B5``."""
    if text.startswith(":"):
        return (":", *_operand(text[1:], False))
    sheets: tuple[str, ...] = ()
    rest = text
    match = _PREFIX.match(text)
    if match is not None:
        quoted = match["quoted"]
        name = quoted.replace("''", "'") if quoted is not None else match["plain"]
        if "[" in name or not name:
            return (text,)
        sheets = tuple(name.split(":"))
        rest = match["rest"]
        start, colon, end = rest.partition(":")
        if colon and "!" in end:
            # ``Sheet1!A1:Sheet1!B2``: the same range, written long.
            again = _PREFIX.match(end)
            if again is None:
                return (text,)
            rest = f"{start}:{again['rest']}"
    area = parse_area(rest)
    if area is None:
        return (Qualifier(sheets), rest) if sheets else (text,)
    return (Reference(area, sheets, collected),)


def _moved_area(area: Area, rows: int, columns: int) -> Area:
    last = None if area.last is None else _moved_corner(area.last, rows, columns)
    return Area(_moved_corner(area.first, rows, columns), last)


def _moved_corner(corner: Corner, rows: int, columns: int) -> Corner:
    row, column = corner.row, corner.column
    if row is not None and not corner.row_fixed:
        row = (row + rows - 1) % MAX_ROW + 1
    if column is not None and not corner.column_fixed:
        column = (column + columns - 1) % MAX_COLUMN + 1
    return replace(corner, row=row, column=column)
