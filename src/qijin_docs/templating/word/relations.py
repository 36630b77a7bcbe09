"""New relations and media of a rendered document: the parts of the package that must know of them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html import escape

from lxml import etree

from qijin_docs.errors import Place, Problem, RenderError
from qijin_docs.ooxml.archive import Member
from qijin_docs.ooxml.package import CONTENT_TYPES, Package, relationships_part
from qijin_docs.ooxml.wordml import serialise
from qijin_docs.templating.picture_files import PreparedPicture

_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"


def parts_for(
    package: Package,
    relations: Mapping[tuple[str, str, str, bool], str],
    media: Mapping[str, PreparedPicture],
) -> dict[str, bytes]:
    """The relation parts, the media and the content types that a document with new relations needs.

    Args:
        package: the template.
        relations: (part, type, target, external) → id.
        media: part name → picture.
    """
    parts: dict[str, bytes] = {name: picture.data for name, picture in media.items()}
    by_part: dict[str, list[tuple[str, str, str, bool]]] = {}
    for key in relations:
        by_part.setdefault(key[0], []).append(key)
    for part, keys in by_part.items():
        name = relationships_part(part)
        root = package.xml(name) if name in package else etree.fromstring(f'<Relationships xmlns="{_REL}"/>')
        for key in keys:
            _, kind, target, external = key
            element = etree.SubElement(root, f"{{{_REL}}}Relationship")
            element.set("Id", relations[key])
            element.set("Type", kind)
            element.set("Target", target if external else posixpath.relpath(target, posixpath.dirname(part)))
            if external:
                element.set("TargetMode", "External")
        parts[name] = serialise(root).encode()
    types = _content_types(package, media, parts)
    return parts if types is None else {CONTENT_TYPES: types, **parts}


def proved_addresses(
    relations: Mapping[tuple[str, str, str, bool], str], parts: Mapping[str, bytes | Member], file: str | None
) -> int:
    """How many addresses outside the document stand in its finished relation parts: all of them.

    Raises:
        RenderError: one is not there (``render.lost_value``).
    """
    proved = 0
    for (part, _, target, external), identity in relations.items():
        if not external:
            continue
        data = parts[relationships_part(part)]
        written = escape(target, quote=False).replace('"', "&quot;")
        if (
            not isinstance(data, bytes)
            or f' Id="{identity}"'.encode() not in data
            or written.encode() not in data
        ):
            raise RenderError(
                Problem(
                    "render.lost_value",
                    f"链接的地址“{target[:40]}”在结果里找不到",
                    Place(file),
                    "这是程序的错误，请把模板和数据交给维护者",
                )
            )
        proved += 1
    return proved


def _content_types(
    package: Package, media: Mapping[str, PreparedPicture], parts: Mapping[str, bytes]
) -> bytes | None:
    wanted = {picture.extension: picture.content_type for picture in media.values()}
    if any(name.endswith(".rels") for name in parts):
        wanted["rels"] = "application/vnd.openxmlformats-package.relationships+xml"
    missing = {extension: kind for extension, kind in wanted.items() if extension not in package.defaults}
    if not missing:
        return None
    root = package.xml(CONTENT_TYPES)
    for extension, kind in sorted(missing.items()):
        element = etree.Element(f"{{{_CT}}}Default")
        element.set("Extension", extension)
        element.set("ContentType", kind)
        root.insert(0, element)
    return serialise(root).encode()
