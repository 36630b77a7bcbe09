"""A worksheet part taken apart: rows and cells of ``sheetData``, and the frame around them.

Cells keep what their program wrote (type, style, formula, rich text); shared strings are looked up and
shared formulas written out, so that a cell can be understood without its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qijin_docs.ooxml.formulas import Formula, moved, parse_formula
from qijin_docs.ooxml.references import column_name, parse_box, parse_corner

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of rich text: its properties as XML (``<rPr>…</rPr>``, empty if none) and its characters."""

    properties: str
    text: str


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A formula as a cell holds it.

    Args:
        text: as written in the file, without ``=``.
        pieces: cut into references and the rest; None if it could not be understood.
        attributes: of the ``f`` element, apart from those of sharing (``t="array"``, ``ref``, ``ca`` …).
    """

    text: str
    pieces: Formula | None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a template.

    Args:
        row: from 1.
        column: from 1.
        attributes: of the ``c`` element, apart from ``r`` and ``t``.
        type: ``n``, ``s``, ``str``, ``inlineStr``, ``b``, ``e``, ``d``.
        value: text of the ``v`` element, or None.
        runs: the text of a string cell; one run without properties for plain text.
        formula: or None.
        rich: the string has runs with properties of their own.
    """

    row: int
    column: int
    attributes: Mapping[str, str]
    type: str
    value: str | None
    runs: tuple[Run, ...] = ()
    formula: CellFormula | None = None
    rich: bool = False

    @property
    def text(self) -> str:
        """The string in the cell; empty if it holds none."""
        return "".join(run.text for run in self.runs)

    @property
    def empty(self) -> bool:
        """Nothing but perhaps a style."""
        return self.value is None and not self.runs and self.formula is None

    @property
    def style(self) -> int:
        """Index into the cell formats of the workbook."""
        return int(self.attributes.get("s", "0"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a template: its attributes (without ``r`` and ``spans``) and its cells from the left."""

    number: int
    attributes: Mapping[str, str]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet part.

    Args:
        root: the part without its rows; ``sheetData`` is there and empty. Copy it before changing it.
        rows: those that are written in the file, from the top.
    """

    root: _Element
    rows: tuple[Row, ...]


def read_sheet(root: _Element, strings: Sequence[tuple[Run, ...]]) -> Sheet:
    """The sheet in the parsed part ``root``, which is emptied on the way.

    Args:
        root: ``worksheet``.
        strings: the shared strings of the workbook.
    """
    main = root.tag.rpartition("}")[0] + "}"
    data = root.find(f"{main}sheetData")
    rows: list[Row] = []
    shared: dict[str, tuple[Formula | None, str, int, int]] = {}
    number = 0
    for element in () if data is None else data.iterchildren(f"{main}row"):
        number = int(element.get("r") or number + 1)
        cells: list[Cell] = []
        column = 0
        for child in element.iterchildren(f"{main}c"):
            corner = parse_corner(child.get("r", ""))
            column = corner.column if corner is not None and corner.column is not None else column + 1
            cells.append(_cell(child, main, number, column, strings, shared))
        cells.sort(key=lambda cell: cell.column)
        attributes = _attributes(element, without=("r", "spans"))
        rows.append(Row(number, attributes, tuple(cells)))
    if data is not None:
        tail = data.tail
        data.clear()
        data.tail = tail
    rows.sort(key=lambda row: row.number)
    return Sheet(root, tuple(rows))


def read_strings(root: _Element) -> list[tuple[Run, ...]]:
    """The shared strings in the parsed part ``sst``."""
    main = root.tag.rpartition("}")[0] + "}"
    return [runs_of(item, main) for item in root.iterchildren(f"{main}si")]


def runs_of(element: _Element, main: str) -> tuple[Run, ...]:
    """The text of an ``si``, ``is`` or comment ``text`` element as runs; phonetic readings are left out."""
    from lxml import etree

    runs: list[Run] = []
    for child in element:
        if child.tag == f"{main}t":
            runs.append(Run("", decode(child.text or "")))
        elif child.tag == f"{main}r":
            properties = child.find(f"{main}rPr")
            text = "".join(t.text or "" for t in child.iterchildren(f"{main}t"))
            xml = ""
            if properties is not None:
                # Written later without prefix into a part that declares the namespace.
                plain = etree.Element(properties.tag, nsmap=default_namespace(main[1:-1]))
                plain.extend(deepcopy(properties))
                etree.cleanup_namespaces(plain)
                xml = etree.tostring(plain, encoding="unicode").replace(f' xmlns="{main[1:-1]}"', "", 1)
            runs.append(Run(xml, decode(text)))
    return tuple(runs)


def decode(text: str) -> str:
    """Text as people see it: ``_x000D_`` is the character it stands for (ISO/IEC 29500-1, ST_Xstring)."""
    if "_x" not in text:
        return text
    import re

    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match.group(1), 16)), text)


def default_namespace(namespace: str) -> dict[str, str]:
    """The namespace without prefix, for lxml; its stubs do not know that None is a prefix."""
    return {None: namespace}  # type: ignore[dict-item]


def address(row: int, column: int) -> str:
    """``C7`` for row 7, column 3."""
    return f"{column_name(column)}{row}"


def _attributes(element: _Element, *, without: tuple[str, ...]) -> dict[str, str]:
    """Attributes by the names they are written with, prefix included."""
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        name, value = str(name), str(value)
        if name.startswith("{"):
            uri, _, local = name[1:].partition("}")
            name = f"{prefixes.get(uri, 'xml')}:{local}"
        if name not in without:
            found[name] = value
    return found


def _cell(
    element: _Element,
    main: str,
    row: int,
    column: int,
    strings: Sequence[tuple[Run, ...]],
    shared: dict[str, tuple[Formula | None, str, int, int]],
) -> Cell:
    kind = element.get("t", "n")
    value = element.findtext(f"{main}v")
    runs: tuple[Run, ...] = ()
    if kind == "s" and value is not None and value.strip().isdigit() and int(value) < len(strings):
        runs = strings[int(value)]
    elif kind == "inlineStr":
        inline = element.find(f"{main}is")
        runs = () if inline is None else runs_of(inline, main)
    elif kind == "str" and value is not None:
        runs = (Run("", decode(value)),)
    formula = element.find(f"{main}f")
    found = None if formula is None else _formula(formula, row, column, shared)
    return Cell(
        row,
        column,
        _attributes(element, without=("r", "t", "cm", "vm") if found is None else ("r", "t")),
        kind,
        value,
        runs,
        found,
        any(run.properties for run in runs),
    )


def _formula(
    element: _Element, row: int, column: int, shared: dict[str, tuple[Formula | None, str, int, int]]
) -> CellFormula:
    text = decode(element.text or "")
    attributes = _attributes(element, without=("t", "si", "ref"))
    kind, group = element.get("t", "normal"), element.get("si", "")
    if kind == "shared":
        if text:
            shared[group] = (_pieces(text), text, row, column)
        pieces, text, first_row, first_column = shared.get(group, (None, text, row, column))
        if pieces is not None:
            pieces = moved(pieces, row - first_row, column - first_column)
            text = "".join(str(piece) for piece in pieces)
        return CellFormula(text, pieces, attributes)
    if kind != "normal":
        attributes["t"] = kind
        box = parse_box(element.get("ref", ""))
        if box is not None:
            attributes["ref"] = str(box)
    return CellFormula(text, _pieces(text), attributes)


def _pieces(text: str) -> Formula | None:
    if not text:
        return ()
    try:
        return parse_formula(text)
    except ValueError:
        return None
