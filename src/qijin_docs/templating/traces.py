"""Parts of a template that do not go out with its documents, and those that go out without what names a person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from qijin_docs.ooxml.package import CONTENT_TYPES, Package, relationships_part
from qijin_docs.ooxml.writer import pack

if TYPE_CHECKING:
    from lxml import etree


def thumbnails(package: Package) -> set[str]:
    """The pictures of the first page, which show what the author last saw."""
    return {found.target for found in package.relationships() if found.type == "thumbnail"}


def without_parts(
    package: Package, names: Collection[str], cleaned: Callable[[str], bytes | None]
) -> Package:
    """The package without some parts and all that leads to them, its other parts as ``cleaned`` gives them.

    Args:
        package: the template.
        names: the parts that go.
        cleaned: a part's name → the part anew, ``None`` if it stays as it is.
    """
    gone = {*names, *map(relationships_part, names)}
    members = {name: member for name, member in package.members.items() if name not in gone}
    for name in list(members):
        directory = name == CONTENT_TYPES or name.endswith(".rels")
        data = _directory(package, name, gone) if directory else cleaned(name)
        if data is not None:
            members[name] = pack(name, data)
    return replace(package, members=members)


def part_bytes(root: etree._Element) -> bytes:
    """The part as bytes."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _directory(package: Package, name: str, gone: set[str]) -> bytes | None:
    if not gone:
        return None
    root = package.xml(name)
    leading = [element for element in root if _points_to(package, name, element, gone)]
    for element in leading:
        root.remove(element)
    return part_bytes(root) if leading else None


def _points_to(package: Package, name: str, element: etree._Element, gone: set[str]) -> bool:
    if name == CONTENT_TYPES:
        return element.get("PartName", "").removeprefix("/") in gone
    folder, _, leaf = name.rpartition("_rels/")
    source = folder + leaf.removesuffix(".rels")
    identity = element.get("Id")
    return any(found.id == identity and found.target in gone for found in package.relationships(source))
