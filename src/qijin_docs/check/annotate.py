"""A copy of a .docx with the findings as Word comments at their places.

Only the document part is changed and one part is added; every other part is copied as it is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from lxml import etree

from qijin_docs.check.report import Finding, Report, alike, others
from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import CONTENT_TYPES, Package, read_package, relationships_part
from qijin_docs.ooxml.wordml import PPR, STRICT_W, TXBX, XML_SPACE, P, W, w
from qijin_docs.ooxml.writer import write_package
from qijin_docs.ooxml.xml import parse_xml

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
AUTHOR = "qijin"
_MOST = 3
"""So many findings that say the same have a comment each."""


def annotate(source: Path | str | bytes, report: Report, *, on: datetime | None = None) -> bytes:
    """The document with a comment for each finding; comments that were there stay.

    What is said of more than three places has one comment, at the first, that names the others.

    A finding about no paragraph of the text (a margin, a footer) stands at the first paragraph.

    Args:
        source: the .docx that the report is about, or its bytes.
        report: its report.
        on: the time the comments bear; none if not given, so that the same input gives the same bytes.

    Raises:
        DataError: it is no package (``package.…``) or no Word document that can be annotated
            (``check.not_annotatable``).
    """
    package = read_package(source, allow=SWITCHES, error=DataError)
    main = next((link.target for link in package.relationships() if link.type == "officeDocument"), None)
    if main is None or main not in package or STRICT_W.encode() in package.part(main):
        raise DataError(
            Problem(
                "check.not_annotatable",
                "这个文件不能加批注",
                Place(package.file),
                "用 Word 或 WPS 另存为普通的 .docx 后再试",
            )
        )
    if not report.findings:
        return write_package(package, {})
    root = parse_xml(package.part(main), package.place(main))
    link = next((link for link in package.relationships(main) if link.type == "comments"), None)
    name = link.target if link and link.target in package else _free(package, main)
    comments = (
        parse_xml(package.part(name), package.place(name))
        if link and name in package
        else etree.Element(w("comments"), nsmap={"w": W})
    )
    _write_comments(root, comments, main, report.findings, on)
    changed = {main: _bytes(root), name: _bytes(comments)}
    if not (link and name in package):
        changed |= _registered(package, main, name)
    return write_package(package, changed)


def _write_comments(
    root: etree._Element,
    comments: etree._Element,
    main: str,
    findings: Iterable[Finding],
    on: datetime | None,
) -> None:
    paragraphs = list(root.iter(P))
    used = [int(c.get(w("id"), "0")) for c in comments if c.get(w("id"), "").lstrip("-").isdecimal()]
    used += [
        int(m.get(w("id"), "0")) for m in root.iter(w("commentRangeStart")) if m.get(w("id"), "").isdecimal()
    ]
    identity = max(used, default=-1) + 1
    for found, same in _told_once(findings):
        inside = found.part == main and 0 <= found.index < len(paragraphs)
        if not paragraphs:
            return
        about = paragraphs[found.index if inside else 0]
        anchor = _outside_boxes(about)
        comments.append(_comment(identity, found, on, elsewhere=not inside or anchor is not about, same=same))
        _anchor(anchor, identity)
        identity += 1


def _told_once(findings: Iterable[Finding]) -> Iterator[tuple[Finding, Sequence[Finding]]]:
    """Findings with those that say the same of other places; a few of them have comments of their own."""
    for group in alike(findings):
        if len(group) > _MOST:
            yield group[0], group[1:]
        else:
            yield from ((found, ()) for found in group)


def _outside_boxes(paragraph: etree._Element) -> etree._Element:
    """The paragraph itself, or that which the text box around it hangs on: Word allows no comments in text boxes."""
    boxes = list(paragraph.iterancestors(TXBX))
    return next(boxes[-1].iterancestors(P), paragraph) if boxes else paragraph


def _anchor(paragraph: etree._Element, identity: int) -> None:
    """Put the marks of a comment round everything in a paragraph."""
    start = etree.Element(w("commentRangeStart"), {w("id"): str(identity)})
    properties = paragraph.find(PPR)
    paragraph.insert(0 if properties is None else list(paragraph).index(properties) + 1, start)
    etree.SubElement(paragraph, w("commentRangeEnd"), {w("id"): str(identity)})
    run = etree.SubElement(paragraph, w("r"))
    etree.SubElement(run, w("commentReference"), {w("id"): str(identity)})


def _comment(
    identity: int, found: Finding, on: datetime | None, *, elsewhere: bool, same: Sequence[Finding]
) -> etree._Element:
    attributes = {w("id"): str(identity), w("author"): AUTHOR, w("initials"): "qj"}
    if on is not None:
        attributes[w("date")] = on.strftime("%Y-%m-%dT%H:%M:%SZ")
    comment = etree.Element(w("comment"), attributes, nsmap={"w": W})
    for text in _lines(found, same, elsewhere=elsewhere):
        run = etree.SubElement(etree.SubElement(comment, w("p")), w("r"))
        piece = etree.SubElement(run, w("t"), {XML_SPACE: "preserve"})
        # A sign that XML cannot hold may have come in with a quoted word.
        piece.text = "".join(c if c >= " " and c not in "\ufffe\uffff" else " " for c in text)
    return comment


def _lines(found: Finding, same: Sequence[Finding], *, elsewhere: bool) -> Iterator[str]:
    problem = found.problem
    where = f"（{problem.place.where}）" if elsewhere and problem.place.where else ""
    yield f"{problem.severity.word}{where}：{problem.message}"
    if problem.hint:
        yield problem.hint
    if same:
        yield others(same)
    yield f"依据：{found.source}　[{problem.code}]"


def _free(package: Package, main: str) -> str:
    folder = posixpath.dirname(main)
    number = 0
    while True:
        name = posixpath.join(folder, f"comments{number or ''}.xml")
        if name not in package:
            return name
        number += 1


def _registered(package: Package, main: str, name: str) -> dict[str, bytes]:
    """Content types and relationships that know the new part."""
    types = parse_xml(package.part(CONTENT_TYPES), package.place(CONTENT_TYPES))
    etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE})
    where = relationships_part(main)
    links = (
        parse_xml(package.part(where), package.place(where))
        if where in package
        else etree.fromstring(f'<Relationships xmlns="{_LINKS}"/>'.encode())
    )
    known = {link.get("Id") for link in links}
    number = next(n for n in range(1, len(known) + 2) if f"rIdComments{n}" not in known)
    etree.SubElement(
        links,
        f"{{{_LINKS}}}Relationship",
        {
            "Id": f"rIdComments{number}",
            "Type": _COMMENTS_LINK,
            "Target": posixpath.relpath(name, posixpath.dirname(main)),
        },
    )
    return {CONTENT_TYPES: _bytes(types), where: _bytes(links)}


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
