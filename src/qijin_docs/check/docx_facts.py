"""Facts from the XML of a .docx: effective formats, sections, tables, headers and footers, fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from qijin_docs.check.facts import Facts, FieldFacts, HeaderFooter, Paragraph, TableFacts
from qijin_docs.check.list_numbers import ListNumbers
from qijin_docs.check.paragraph_facts import ParagraphReader
from qijin_docs.check.section_facts import section_facts
from qijin_docs.check.spots import Spot, Walk
from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import Package, read_package
from qijin_docs.ooxml.styles import Styles, is_on
from qijin_docs.ooxml.wordml import INSTR, STRICT_W, P, R, W, w
from qijin_docs.ooxml.xml import parse_xml

_STRICT_R = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_NOTES = ((w("footnote"), "footnotes", "脚注"), (w("endnote"), "endnotes", "尾注"))


def docx_facts(source: Path | str | bytes, *, file: str | None = None) -> Facts:
    """What the XML says.

    Macros, links and the like are no reason not to look at the form: nothing is run and nothing is fetched.

    Args:
        source: the file, or its bytes.
        file: its name for messages; the path's own name if not given.

    Raises:
        DataError: it is no package (``package.…``) or no Word document (``check.not_word``).
    """
    package = read_package(source, file=file, allow=SWITCHES, error=DataError)
    return _Document(package).facts()


class _Document:
    """One package being read: what all its parts share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._file = package.file or ""
        main = [link.target for link in package.relationships() if link.type == "officeDocument"]
        if not main or main[0] not in package or not main[0].startswith("word/"):
            raise DataError(
                Problem(
                    "check.not_word",
                    "这不是 Word 文档",
                    Place(package.file),
                    "只能校对 .docx 和 .pdf；.doc 请先用 Word 或 WPS 另存为 .docx",
                )
            )
        self._main = main[0]
        self._links = package.relationships(self._main)
        settings = self._linked("settings")
        language = settings.find(w("themeFontLang")) if settings is not None else None
        self._styles = Styles(
            self._linked("styles"),
            self._linked("numbering"),
            self._linked("theme"),
            east_asian=language.get(w("eastAsia"), "zh-CN") if language is not None else "zh-CN",
        )
        self._even_and_odd = is_on(self._styles.read(settings), "evenAndOddHeaders")
        self._fields: list[FieldFacts] = []

    def facts(self) -> Facts:
        """All of it."""
        root = self._xml(self._main)
        body = root.find(w("body"))
        paragraphs: list[Paragraph] = []
        tables: list[TableFacts] = []
        section = 0
        begins_page = False
        elements: list[etree._Element] = []
        if body is not None:
            spots = list(Walk("正文").spots(body))
            tables = _tables(spots, self._file)
            for paragraph, spot in self._part(self._main, root, spots):
                ends_section = spot.element.find(f"{w('pPr')}/{w('sectPr')}")
                elements.append(spot.element)
                starts = paragraph.page_break_before or (begins_page and not paragraph.in_text_box)
                paragraphs.append(replace(paragraph, section=section, page_break_before=starts))
                if not paragraph.in_text_box:
                    begins_page = _breaks_page_after(spot.element)
                if ends_section is not None and not paragraph.in_table:
                    section += 1
                    begins_page = begins_page or _next_section_breaks(root, section)
        marks = [] if body is None else list(body.iter(w("sectPr")))
        sections, used = section_facts(marks, paragraphs)
        return Facts(
            file=self._file,
            kind="docx",
            paragraphs=tuple(paragraphs),
            sections=sections,
            tables=tuple(tables),
            headers_footers=tuple(self._headers_footers(used)),
            notes=tuple(self._notes()),
            fields=tuple(self._fields),
            even_and_odd=self._even_and_odd,
        )

    def _part(self, name: str, root: etree._Element, spots: list[Spot]) -> Iterator[tuple[Paragraph, Spot]]:
        reader = ParagraphReader(self._styles, ListNumbers(self._styles))
        order = {element: index for index, element in enumerate(root.iter(P))}
        for spot in spots:
            paragraph = reader.read(spot)
            place = Place(self._file, spot.where)
            for instruction in _instructions(spot.element):
                self._fields.append(FieldFacts(instruction, place))
            yield replace(paragraph, place=place, part=name, index=order[spot.element]), spot

    def _headers_footers(self, used: dict[tuple[str, str, str], tuple[int, ...]]) -> Iterator[HeaderFooter]:
        targets = {link.id: link.target for link in self._links if not link.external}
        counts = {"header": 0, "footer": 0}
        for (area, kind, identity), sections in used.items():
            name = targets.get(identity)
            if name is None or name not in self._package:
                continue
            counts[area] += 1
            word = "页眉" if area == "header" else "页脚"
            root = self._xml(name)
            before = len(self._fields)
            paragraphs = tuple(
                replace(paragraph, area="header" if area == "header" else "footer")
                for paragraph, _ in self._part(name, root, list(Walk(f"{word}{counts[area]}").spots(root)))
            )
            pages = any(
                field.instruction.upper().split()[:1] == ["PAGE"] for field in self._fields[before:]
            ) or any(True for _ in root.iter(w("pgNum")))
            yield HeaderFooter("header" if area == "header" else "footer", kind, sections, paragraphs, pages)

    def _notes(self) -> Iterator[Paragraph]:
        for tag, part, word in _NOTES:
            name = next((link.target for link in self._links if link.type == part), None)
            if name is None or name not in self._package:
                continue
            root = self._xml(name)
            spots = []
            notes = [note for note in root.iter(tag) if note.get(w("type")) in (None, "normal")]
            for number, note in enumerate(notes, 1):
                spots += list(Walk(f"{word}{number}").spots(note))
            for paragraph, _ in self._part(name, root, spots):
                yield replace(paragraph, area="footnote" if part == "footnotes" else "endnote")

    def _linked(self, kind: str) -> etree._Element | None:
        name = next((link.target for link in self._links if link.type == kind), None)
        return self._xml(name) if name is not None and name in self._package else None

    def _xml(self, name: str) -> etree._Element:
        data = self._package.part(name)
        if STRICT_W.encode() in data:
            # The strict form of the standard says the same under other names.
            data = data.replace(STRICT_W.encode(), W.encode()).replace(_STRICT_R, R.encode())
        try:
            return parse_xml(data, self._package.place(name))
        except ValueError as cause:
            raise DataError(getattr(cause, "problems", ())) from cause


def _tables(spots: list[Spot], file: str) -> list[TableFacts]:
    """The tables, from the paragraphs that stand in them."""
    found: dict[int, list[tuple[int, Spot]]] = {}
    for index, spot in enumerate(spots):
        if spot.table:
            found.setdefault(spot.table, []).append((index, spot))
    tables = []
    for number, inside in sorted(found.items()):
        rows: dict[int, dict[int, list[str]]] = {}
        for _, spot in inside:
            texts = rows.setdefault(spot.row, {}).setdefault(spot.column, [])
            texts.append("".join(piece.text or "" for piece in spot.element.iter(w("t"))))
        table = inside[0][1].table_element
        floating = table is not None and table.find(f"{w('tblPr')}/{w('tblpPr')}") is not None
        tables.append(
            TableFacts(
                Place(file, f"表{number}"),
                tuple(tuple("\n".join(texts) for texts in cells.values()) for cells in rows.values()),
                inside[0][0],
                inside[-1][0],
                floating,
            )
        )
    return tables


def _instructions(paragraph: etree._Element) -> Iterator[str]:
    """The instructions of the fields of a paragraph; one may be cut into many runs."""
    text = ""
    for element in paragraph.iter(w("fldChar"), INSTR, w("fldSimple")):
        if element.tag == INSTR:
            text += element.text or ""
        elif element.tag == w("fldSimple"):
            yield element.get(w("instr"), "").strip()
        elif text.strip():
            yield text.strip()
            text = ""
    if text.strip():
        yield text.strip()


def _breaks_page_after(paragraph: etree._Element) -> bool:
    """Whether the last thing in a paragraph is a page break."""
    last = None
    for element in paragraph.iter(w("br"), w("t"), w("drawing"), w("pict")):
        if element.tag != w("t") or element.text:
            last = element
    return last is not None and last.tag == w("br") and last.get(w("type")) == "page"


def _next_section_breaks(root: etree._Element, section: int) -> bool:
    """Whether the section with this index begins a page."""
    marks = list(root.iter(w("sectPr")))
    if section >= len(marks):
        return False
    kind = marks[section].find(w("type"))
    return kind is None or kind.get(w("val"), "nextPage") not in ("continuous", "nextColumn")
