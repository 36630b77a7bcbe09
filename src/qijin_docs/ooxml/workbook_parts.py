"""Changes a workbook needs whatever the values are: parts that go, parts that come, recalculation on opening."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from qijin_docs.ooxml.cells import Styles
from qijin_docs.ooxml.moving import Mover
from qijin_docs.ooxml.package import CONTENT_TYPES, Package, relationships_part
from qijin_docs.ooxml.spot_moves import move_part
from qijin_docs.ooxml.workbook import Workbook

if TYPE_CHECKING:
    from lxml.etree import _Element

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: What may stand before ``calcPr`` in a workbook, nearest first (CT_Workbook is a sequence).
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


def directory_parts(
    package: Package, workbook: Workbook, *, removed: Iterable[str], added: Mapping[str, tuple[str, str]]
) -> dict[str, bytes]:
    """Content types and the workbook's relationships, without some parts and with others.

    Args:
        package: the template.
        workbook: its workbook.
        removed: names of parts the workbook part refers to.
        added: name of a part → its content type and kind of relationship (``sharedStrings``).

    Returns:
        the parts that change; empty if none does.
    """
    from lxml import etree

    gone = {name.lower() for name in removed}
    if not gone and not added:
        return {}
    types = package.xml(CONTENT_TYPES)
    for element in list(types):
        if element.get("PartName", "").removeprefix("/").lower() in gone:
            types.remove(element)
    relations = package.xml(relationships_part(workbook.part))
    targets = {r.id: r.target.lower() for r in package.relationships(workbook.part) if not r.external}
    used = {element.get("Id", "") for element in relations}
    for element in list(relations):
        if targets.get(element.get("Id", "")) in gone:
            relations.remove(element)
    for name, (content_type, kind) in added.items():
        override = etree.SubElement(types, str(types.tag).replace("}Types", "}Override"))
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)
        relation = etree.SubElement(relations, str(relations.tag).replace("}Relationships", "}Relationship"))
        relation.set("Id", _free_id(used))
        relation.set("Type", f"{_REL}/{kind}")
        relation.set("Target", posixpath.relpath(name, posixpath.dirname(workbook.part) or "."))
    return {CONTENT_TYPES: xml_bytes(types), relationships_part(workbook.part): xml_bytes(relations)}


def moved_workbook(workbook: Workbook, mover: Mover, names: Iterable[str]) -> _Element:
    """The workbook part with defined names moved and its tabs named; programs are asked to calculate anew."""
    from lxml import etree

    root = deepcopy(workbook.root)
    move_part(root, "workbook", "", mover)
    for element, name in zip(root.iter("{*}sheet"), names, strict=True):
        element.set("name", name)
    main = str(root.tag).rpartition("}")[0] + "}"
    calculation = root.find(f"{main}calcPr")
    if calculation is None:
        calculation = etree.Element(f"{main}calcPr")
        before = (root.find(f"{main}{name}") for name in _BEFORE_CALCULATION)
        next(element for element in before if element is not None).addnext(calculation)
    calculation.set("fullCalcOnLoad", "1")
    return root


def styles_with_dates(root: _Element, styles: Styles) -> bytes:
    """The styles part with the date formats that were needed."""
    root = deepcopy(root)
    formats = root.find("{*}cellXfs")
    assert formats is not None, "a workbook without cell formats has no styles to add to"
    for base, number in styles.added:
        copy = deepcopy(formats[base])
        copy.set("numFmtId", str(number))
        copy.set("applyNumberFormat", "1")
        formats.append(copy)
    formats.set("count", str(len(formats)))
    return xml_bytes(root)


def xml_bytes(root: _Element) -> bytes:
    """The part as bytes."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _free_id(used: set[str]) -> str:
    number = 1
    while f"rId{number}" in used:
        number += 1
    used.add(f"rId{number}")
    return f"rId{number}"
