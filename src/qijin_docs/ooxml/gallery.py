"""Pictures put into cells of a finished workbook: the parts they need, added to those that are there.

A picture is anchored in its cell (``oneCellAnchor``: it moves with the cell and keeps its size). The same
picture is stored once, however often it appears.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qijin_docs.ooxml.archive import Member
from qijin_docs.ooxml.package import CONTENT_TYPES, Package, relationships_part
from qijin_docs.ooxml.sheet import default_namespace
from qijin_docs.ooxml.workbook_parts import xml_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
#: What may stand behind ``drawing`` in a worksheet (CT_Worksheet is a sequence).
_BEHIND_DRAWING = frozenset(
    (
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
)
#: Relationship id of a drawing that is added; ours alone, so that no program's own ids are met.
DRAWING_ID = "rIdPictures"
_EMU_PER_PIXEL = 9525


class Stored(Protocol):
    """A picture ready to be stored, as :class:`qijin_docs.templating.picture_files.PreparedPicture` is."""

    @property
    def data(self) -> bytes:
        """The file."""
        ...

    @property
    def extension(self) -> str:
        """Without dot."""
        ...

    @property
    def content_type(self) -> str:
        """For the list of content types."""
        ...

    @property
    def digest(self) -> str:
        """The same for the same file."""
        ...

    @property
    def name(self) -> str:
        """For those who cannot see it."""
        ...

    @property
    def emu(self) -> tuple[int, int]:
        """Width and height on the page."""
        ...


@dataclass(frozen=True, slots=True)
class Hung:
    """One picture in one cell."""

    row: int
    column: int
    picture: Stored


@dataclass(slots=True)
class Gallery:
    """The pictures of one rendering, by the part of the sheet they hang in."""

    hung: dict[str, list[Hung]] = field(default_factory=dict)

    def hang(self, part: str, row: int, column: int, picture: Stored) -> None:
        """Put a picture into the cell at an output row and column."""
        self.hung.setdefault(part, []).append(Hung(row, column, picture))

    def parts(self, package: Package, written: Mapping[str, bytes | Member]) -> dict[str, bytes | Member]:
        """All parts to write or to write again.

        Args:
            package: the template.
            written: parts of this document so far; drawings among them are added to.
        """
        if not self.hung:
            return {}
        parts: dict[str, bytes | Member] = {}
        types = _read(package, CONTENT_TYPES, written)
        for number, (sheet, pictures) in enumerate(sorted(self.hung.items()), 1):
            drawing = drawing_of(package, sheet)
            if drawing is None:
                drawing = posixpath.join("xl", "drawings", f"drawingPictures{number}.xml")
                relations = _relations(package, sheet, written)
                _relate(
                    relations, DRAWING_ID, "drawing", posixpath.relpath(drawing, posixpath.dirname(sheet))
                )
                parts[relationships_part(sheet)] = xml_bytes(relations)
                _declare(types, "Override", "PartName", f"/{drawing}", _DRAWING)
                root = _empty_drawing()
            else:
                root = _read(package, drawing, written)
            relations = _relations(package, drawing, written)
            _hang_all(root, relations, drawing, pictures)
            parts[drawing] = xml_bytes(root)
            parts[relationships_part(drawing)] = xml_bytes(relations)
            for hung in pictures:
                parts[_media(hung.picture)] = hung.picture.data
                if hung.picture.extension not in package.defaults:
                    _declare(types, "Default", "Extension", hung.picture.extension, hung.picture.content_type)
        parts[CONTENT_TYPES] = xml_bytes(types)
        return parts


def drawing_of(package: Package, sheet: str) -> str | None:
    """Name of the drawing part of a sheet, if it has one."""
    return next(
        (r.target for r in package.relationships(sheet) if r.type == "drawing" and r.target in package), None
    )


def parts_that_may_change(package: Package, sheet: str) -> set[str]:
    """What of the template is written again if a picture comes into the sheet."""
    drawing = drawing_of(package, sheet)
    names = {CONTENT_TYPES, relationships_part(sheet)}
    return names if drawing is None else {CONTENT_TYPES, drawing, relationships_part(drawing)}


def with_drawing(root: _Element) -> _Element:
    """The worksheet with a ``drawing`` element; the same if it has one."""
    from lxml import etree

    main = str(root.tag).rpartition("}")[0] + "}"
    if root.find(f"{main}drawing") is not None:
        return root
    element = etree.Element(f"{main}drawing", nsmap={"r": _REL})
    element.set(f"{{{_REL}}}id", DRAWING_ID)
    behind = next((child for child in root if str(child.tag).rpartition("}")[2] in _BEHIND_DRAWING), None)
    if behind is None:
        root.append(element)
    else:
        behind.addprevious(element)
    return root


def _hang_all(root: _Element, relations: _Element, drawing: str, pictures: list[Hung]) -> None:
    ids = [
        int(e.get("id", "0"))
        for e in root.iter("*")
        if str(e.tag).endswith("}cNvPr") and e.get("id", "").isdigit()
    ]
    following = max(ids, default=1)
    for hung in pictures:
        following += 1
        relation = f"rIdPicture{hung.picture.digest[:16]}"
        target = posixpath.relpath(_media(hung.picture), posixpath.dirname(drawing))
        _relate(relations, relation, "image", target)
        root.append(_anchor(hung, following, relation))


def _anchor(hung: Hung, number: int, relation: str) -> _Element:
    from lxml import etree

    width, height = hung.picture.emu
    anchor = etree.fromstring(
        f'<xdr:oneCellAnchor xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{_REL}"><xdr:from><xdr:col>{hung.column - 1}'
        f"</xdr:col><xdr:colOff>{_EMU_PER_PIXEL}</xdr:colOff><xdr:row>{hung.row - 1}</xdr:row><xdr:rowOff>"
        f'{_EMU_PER_PIXEL}</xdr:rowOff></xdr:from><xdr:ext cx="{width}" cy="{height}"/><xdr:pic><xdr:nvPicPr>'
        f'<xdr:cNvPr id="{number}" name="图片 {number}"/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr>'
        f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
    )
    name = next(element for element in anchor.iter("*") if str(element.tag).endswith("}cNvPr"))
    name.set("descr", hung.picture.name)
    return anchor


def _media(picture: Stored) -> str:
    return f"xl/media/picture-{picture.digest[:16]}.{picture.extension}"


def _empty_drawing() -> _Element:
    from lxml import etree

    return etree.Element(f"{{{_XDR}}}wsDr", nsmap={"xdr": _XDR, "a": _A})


def _read(package: Package, name: str, written: Mapping[str, bytes | Member]) -> _Element:
    from lxml import etree

    content = written.get(name)
    if content is None:
        return deepcopy(package.xml(name))
    return etree.fromstring(content if isinstance(content, bytes) else content.content())


def _relations(package: Package, source: str, written: Mapping[str, bytes | Member]) -> _Element:
    from lxml import etree

    name = relationships_part(source)
    if name in package or name in written:
        return _read(package, name, written)
    return etree.Element(f"{{{_PACKAGE_REL}}}Relationships", nsmap=default_namespace(_PACKAGE_REL))


def _relate(relations: _Element, number: str, kind: str, target: str) -> None:
    from lxml import etree

    if any(element.get("Id") == number for element in relations):
        return
    element = etree.SubElement(relations, f"{{{_PACKAGE_REL}}}Relationship")
    element.set("Id", number)
    element.set("Type", f"{_REL}/{kind}")
    element.set("Target", target)


def _declare(types: _Element, kind: str, attribute: str, name: str, content_type: str) -> None:
    from lxml import etree

    tag = str(types.tag).replace("}Types", f"}}{kind}")
    if any(element.tag == tag and element.get(attribute, "").lower() == name.lower() for element in types):
        return
    element = etree.Element(tag)
    element.set(attribute, name)
    element.set("ContentType", content_type)
    types.insert(0 if kind == "Default" else len(types), element)
