"""What calamine does not tell of an xlsx sheet, looked up in the parts of the package.

Rows and columns that are hidden, formulas without a result, error values, cells that are struck through, comments, and
words in text boxes. A search for a few bytes tells of most sheets that they have none of it; only the others are parsed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from qijin_docs.errors import Place, QijinError
from qijin_docs.ooxml.xml import parse_xml
from qijin_docs.sources.files import failure

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Largest size of a package's parts together once unpacked, in bytes.
LARGEST_UNPACKED = 512 * 1024 * 1024
#: Author of the comments in marked copies, see :mod:`.marked`: a unit that mends such a copy leaves them in it.
OUR_COMMENTS = "qijin"
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
# A formula whose element is not followed by a result.
_P = rb"(?:\w+:)?"  # some programs write <x:c>
_UNCALCULATED = re.compile(
    rb'<%bc\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<%bf\b(?:[^>]*/>|[^>]*>[^<]*</%bf>)\s*'
    rb"(?:<%bv\s*/>|<%bv></%bv>)?\s*</%bc>" % ((_P,) * 7)
)
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+\d+)"')
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NO_STRIKE = ("0", "false")

#: Row and column, from zero.
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Details:
    """What calamine does not tell of a sheet.

    Args:
        hidden_rows, hidden_columns: from zero.
        uncalculated: cells, as ``C7``, with a formula that has no result.
        errors: cells, as ``C7``, that hold #REF! and the like; calamine 0.9 gives them as blank.
        struck: filled cells all or some of whose text is struck through.
        comments: spot and text of each comment that is not ours.
        boxes: spot and text of each text box.
        unread: parts that hold such things and are no whole XML.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    struck: frozenset[Spot] = frozenset()
    comments: tuple[tuple[Spot, str], ...] = ()
    boxes: tuple[tuple[Spot, str], ...] = ()
    unread: tuple[str, ...] = ()


NO_DETAILS = Details()


def details_of(content: bytes, name: str) -> Callable[[str], Details]:
    """Sheet name → its details; nothing of a file that is no xlsx package.

    Args:
        content: the file.
        name: of the file, for messages.

    Raises:
        DataError: ``data.too_large``.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        if sum(info.file_size for info in package.infolist()) > LARGEST_UNPACKED:
            raise failure(name, "data.too_large", "工作簿展开后太大", "删去多余的行和图片，或分成几个文件")
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        targets = _relations(package, "xl/workbook.xml")
    except (KeyError, zipfile.BadZipFile):
        return lambda _: NO_DETAILS  # ods, or broken: calamine says so
    parts = {
        _attribute(s, "name"): targets.get(_attribute(s, r"(?:\w+:)?id"), ("", ""))[1]
        for s in _SHEET.findall(book)
    }
    parsed = _Parts(package)
    struck = _Struck(parsed)

    def of(sheet: str) -> Details:
        part = parts.get(sheet, "")
        try:
            xml = package.read(part)
        except (KeyError, zipfile.BadZipFile):
            return NO_DETAILS  # calamine says so
        formula = b":f" if b":worksheet" in xml[:1000] else b"<f"
        hidden = b"hidden=" in xml
        relations = tuple(_relations(package, part).values())
        return Details(
            frozenset(int(found) - 1 for found in _HIDDEN_ROW.findall(xml)) if hidden else frozenset(),
            frozenset(_hidden_columns(xml)) if hidden else frozenset(),
            _cells(xml, formula, _UNCALCULATED),
            _cells(xml, b't="e"', _ERROR),
            struck.cells(part, xml),
            tuple(_comments(parsed, relations)),
            tuple(_boxes(parsed, relations)),
            tuple(parsed.unread),
        )

    return of


def row_and_column(cell: str) -> Spot | None:
    """Row and column of a reference, of a range those of its first cell; ``None`` if it is none."""
    match = _REFERENCE.match(cell)
    if match is None:
        return None
    column = 0
    for sign in match[1]:
        column = column * 26 + ord(sign) - 64
    return int(match[2]) - 1, column - 1


class _Parts:
    """Parts of the package as XML; one that is no whole XML is noted and taken for empty."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.unread: dict[str, None] = {}

    def root(self, part: str, content: bytes | None = None) -> _Element:
        """The part; an element without content if there is none."""
        try:
            return parse_xml(self.bytes(part) if content is None else content, Place())
        except QijinError:
            if content is not None or self.bytes(part):
                self.unread[part] = None
            return parse_xml(b"<nothing/>", Place())

    def bytes(self, part: str) -> bytes:
        """Its bytes; none if it is not there, as where a relation leads nowhere."""
        try:
            return self._package.read(part)
        except (KeyError, zipfile.BadZipFile):
            return b""


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Id → last word of the type, and part, of what a part refers to."""
    folder, _, last = part.rpartition("/")
    try:
        xml = package.read(f"{folder}/_rels/{last}.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    return {
        _attribute(r, "Id"): (
            _attribute(r, "Type").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, _attribute(r, "Target")))[1:],
        )
        for r in _RELATION.findall(xml)
    }


def _cells(xml: bytes, sign: bytes, pattern: re.Pattern[bytes]) -> frozenset[str]:
    # The search for the sign alone is many times faster, and nearly all sheets have none.
    return frozenset(found.decode() for found in pattern.findall(xml)) if sign in xml else frozenset()


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', element)
    return unescape(found[1]) if found else ""


def _hidden_columns(xml: bytes) -> list[int]:
    hidden: list[int] = []
    for element in _COLUMN.findall(xml):
        text = element.decode("ascii", "replace")
        if _attribute(text, "hidden") in ("1", "true"):
            # Whoever hides all columns to the right of the table hides 16 384 of them.
            last = min(int(_attribute(text, "max")), 256)
            hidden += range(int(_attribute(text, "min")) - 1, last)
    return hidden


class _Struck:
    """Which cells are struck through: by their style, or by a run of their text."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self._styles, self._strings = (
            found(parts.root(part)) if b"strike" in parts.bytes(part) else frozenset()
            for part, found in (
                ("xl/styles.xml", _struck_styles),
                ("xl/sharedStrings.xml", _struck_strings),
            )
        )

    def cells(self, part: str, xml: bytes) -> frozenset[Spot]:
        """Those of a sheet that are filled."""
        if not (self._styles or self._strings or b"strike" in xml):
            return frozenset()
        return frozenset(
            spot
            for spot, cell in _filled(self._parts.root(part, xml))
            if cell.get("s", "0") in self._styles
            or (cell.get("t") == "s" and cell.findtext("{*}v") in self._strings)
            or _has_strike(cell)
        )


def _filled(sheet: _Element) -> Iterator[tuple[Spot, _Element]]:
    """The filled cells; some programs leave out where a row or cell stands, which is then beside the one before."""
    number = -1
    for row in sheet.iterfind("{*}sheetData/{*}row"):
        said = row.get("r", "")
        number = int(said) - 1 if said.isdecimal() else number + 1
        column = -1
        for cell in row.iterfind("{*}c"):
            spot = row_and_column(cell.get("r", "")) or (number, column + 1)
            column = spot[1]
            if len(cell):
                yield spot, cell


def _struck_styles(root: _Element) -> frozenset[str]:
    fonts = {str(n) for n, font in enumerate(root.iterfind("{*}fonts/{*}font")) if _has_strike(font)}
    formats = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(str(n) for n, form in formats if form.get("fontId", "0") in fonts)


def _struck_strings(root: _Element) -> frozenset[str]:
    return frozenset(str(n) for n, item in enumerate(root.iterfind("{*}si")) if _has_strike(item))


def _has_strike(element: _Element) -> bool:
    return any(strike.get("val", "1") not in _NO_STRIKE for strike in element.iterfind(".//{*}strike"))


_Relations = Sequence[tuple[str, str]]


def _comments(parts: _Parts, relations: _Relations) -> Iterator[tuple[Spot, str]]:
    """Comments as they are shown: those of a thread one after the other, and not the words for older programs."""
    threads: dict[str, list[str]] = {}
    for part in (part for kind, part in relations if kind == "threadedComment"):
        for comment in parts.root(part).iterfind("{*}threadedComment"):
            threads.setdefault(comment.get("ref", ""), []).append(comment.findtext("{*}text") or "")
    for cell, texts in threads.items():
        yield row_and_column(cell) or (0, 0), "；".join(texts)
    for part in (part for kind, part in relations if kind == "comments"):
        root = parts.root(part)
        ours = {str(n) for n, a in enumerate(root.iterfind("{*}authors/{*}author")) if a.text == OUR_COMMENTS}
        for comment in root.iterfind(".//{*}comment"):
            cell, text = comment.get("ref", ""), _text(comment)
            if text and cell not in threads and comment.get("authorId") not in ours:
                yield row_and_column(cell) or (0, 0), text


def _boxes(parts: _Parts, relations: _Relations) -> Iterator[tuple[Spot, str]]:
    for part in (part for kind, part in relations if kind == "drawing"):
        for anchor in parts.root(part):
            texts = [_text(body) for body in anchor.iterfind(".//{*}sp/{*}txBody")]
            if text := "；".join(text for text in texts if text):
                row, column = (anchor.findtext(f"{{*}}from/{{*}}{name}") or "" for name in ("row", "col"))
                placed = row.isdecimal() and column.isdecimal()
                yield (int(row), int(column)) if placed else (0, 0), text


def _text(element: _Element) -> str:
    return "".join(t.text or "" for t in element.iterfind(".//{*}t")).strip()
