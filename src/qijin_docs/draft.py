"""The mark of a draft: a line in the head of every page of a Word document or workbook, and a list beside them.

GB/T 9704-2012 knows no mark for drafts. The line stands in the page's head, above the type area, so that
neither the text nor the page breaks change when the document is made again without it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from qijin_docs.errors import Problem
from qijin_docs.ooxml.package import CONTENT_TYPES, Package, read_package, relationships_part
from qijin_docs.ooxml.wordml import W, w
from qijin_docs.ooxml.writer import write_package
from qijin_docs.ooxml.xml import parse_xml
from qijin_docs.templating.rendered import Rendered

LIST_NAME = "草稿问题清单.txt"
RED = "C00000"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
#: What follows headerFooter in a worksheet (ECMA-376, CT_Worksheet).
_AFTER_HEADER = (
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip


def draft_name(name: str) -> str:
    """``方案.docx`` → ``方案（草稿）.docx``."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}（草稿）{dot}{suffix}"


def as_drafts(
    targets: list[str], documents: list[Rendered], open_points: int
) -> tuple[list[str], list[Rendered]]:
    """Paths and documents as those of a draft."""
    text = mark_text(open_points)
    return [draft_name(target) for target in targets], [stamped(document, text) for document in documents]


def mark_text(open_points: int) -> str:
    """The words of the mark."""
    return f"草稿　还有{open_points}处问题未处理，不得报出" if open_points else "草稿　不得报出"


def stamped(document: Rendered, text: str) -> Rendered:
    """The same document with a line in the head of every page; parts that are not concerned stay as they are."""
    package = read_package(bytes(document))
    main = next(link.target for link in package.relationships() if link.type == "officeDocument")
    changed = _word(package, main, text) if main.startswith("word/") else _workbook(package, main, text)
    return replace(document, content=write_package(package, changed))


def problem_list(problems: Iterable[Problem], *, title: str) -> bytes:
    """All open points as a text that Notepad shows rightly: UTF-8 with its mark, lines ended as on Windows."""
    lines = [title, "", *(f"{number}. {problem}" for number, problem in enumerate(problems, 1)), ""]
    return "\r\n".join(lines).encode("utf-8-sig")


# ------------------------------------------------------------------------------------------- Word


def _word(package: Package, main: str, text: str) -> dict[str, bytes]:
    root = package.xml(main)
    links = {link.id: link.target for link in package.relationships(main)}
    used: dict[str, None] = {}
    name, number = "", 0
    while not name or name in package:
        number += 1
        name = posixpath.join(posixpath.dirname(main), f"headerDraft{number}.xml")
    link = f"rIdDraft{number}"
    for section in list(root.iter(w("sectPr"))):
        if next(section.iterancestors(w("sectPrChange")), None) is not None:
            continue  # what the section was before somebody's tracked change
        own = {
            str(ref.get(w("type"), "default")): links[str(ref.get(f"{{{_R}}}id"))]
            for ref in section.findall(w("headerReference"))
        }
        used |= dict.fromkeys(own.values())
        for kind in ("even", "first", "default"):
            if kind not in own:
                section.insert(
                    0,
                    etree.Element(
                        w("headerReference"), {w("type"): kind, f"{{{_R}}}id": link}, nsmap={"r": _R}
                    ),
                )
    changed = {part: _bytes(_with_line(package.xml(part), text)) for part in used}
    header = etree.Element(w("hdr"), nsmap={"w": W})
    return (
        changed
        | {main: _bytes(root), name: _bytes(_with_line(header, text))}
        | _registered(package, main, name, link)
    )


def _with_line(header: etree._Element, text: str) -> etree._Element:
    paragraph = etree.Element(w("p"), nsmap={"w": W})
    properties = etree.SubElement(paragraph, w("pPr"))
    etree.SubElement(properties, w("spacing"), {w("line"): "240", w("lineRule"): "auto"})
    etree.SubElement(properties, w("ind"), {w("firstLine"): "0", w("firstLineChars"): "0"})
    etree.SubElement(properties, w("jc"), {w("val"): "right"})
    run = etree.SubElement(paragraph, w("r"))
    look = etree.SubElement(run, w("rPr"))
    etree.SubElement(look, w("rFonts"), {w("eastAsia"): "黑体", w("hint"): "eastAsia"})
    etree.SubElement(look, w("color"), {w("val"): RED})
    etree.SubElement(look, w("sz"), {w("val"): "24"})
    etree.SubElement(run, w("t")).text = text
    header.insert(0, paragraph)
    return header


def _registered(package: Package, main: str, name: str, link: str) -> dict[str, bytes]:
    """Content types and relationships that know the new header."""
    types = parse_xml(package.part(CONTENT_TYPES), package.place(CONTENT_TYPES))
    etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": _HEADER_TYPE})
    where = relationships_part(main)
    links = (
        parse_xml(package.part(where), package.place(where))
        if where in package
        else etree.fromstring(f'<Relationships xmlns="{_LINKS}"/>'.encode())
    )
    target = posixpath.relpath(name, posixpath.dirname(main))
    attributes = {"Id": link, "Type": f"{_R}/header", "Target": target}
    etree.SubElement(links, f"{{{_LINKS}}}Relationship", attributes)
    return {CONTENT_TYPES: _bytes(types), where: _bytes(links)}


# ------------------------------------------------------------------------------------------- workbooks


def _workbook(package: Package, main: str, text: str) -> dict[str, bytes]:
    sheets = [link.target for link in package.relationships(main) if link.type == "worksheet"]
    return {name: _bytes(_sheet(package.xml(name), text)) for name in sheets}


def _sheet(root: etree._Element, text: str) -> etree._Element:
    after = {f"{{{_S}}}{name}" for name in _AFTER_HEADER}
    holder = root.find(f"{{{_S}}}headerFooter")
    if holder is None:
        holder = etree.Element(f"{{{_S}}}headerFooter")
        place = next((i for i, child in enumerate(root) if child.tag in after), len(root))
        root.insert(place, holder)
    for kind in _kinds(holder):
        header = holder.find(f"{{{_S}}}{kind}")
        if header is None:
            header = etree.Element(f"{{{_S}}}{kind}")
            order = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
            before = {f"{{{_S}}}{name}" for name in order[: order.index(kind)]}
            holder.insert(sum(child.tag in before for child in holder), header)
        # &R begins the right third; what stood there is kept behind the mark.
        left, sign, right = (header.text or "").partition("&R")
        header.text = f"{left}&R&12&K{RED}{text}{'　' + right if sign and right else ''}"
    return root


def _kinds(holder: etree._Element) -> Iterator[str]:
    yield "oddHeader"
    if holder.get("differentOddEven") in ("1", "true"):
        yield "evenHeader"
    if holder.get("differentFirst") in ("1", "true"):
        yield "firstHeader"


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
