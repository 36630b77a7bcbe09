"""The part of the shared strings: what a template keeps of it, and the part with strings added."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.sheet import MAIN, Run, default_namespace, read_strings
from qijin_docs.ooxml.workbook import Workbook

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


@dataclass(frozen=True, slots=True)
class StringPart:
    """The shared strings of a template.

    Args:
        name: of the part, which may not exist yet.
        exists: it does.
        strings: as runs, by number.
        root: the parsed part; never changed.
    """

    name: str
    exists: bool
    strings: tuple[tuple[Run, ...], ...]
    root: _Element


def read_string_part(package: Package, workbook: Workbook) -> StringPart:
    """The shared strings of a workbook, or an empty part to be added to it."""
    from lxml import etree

    if workbook.strings is not None:
        root = package.xml(workbook.strings)
        return StringPart(workbook.strings, True, tuple(read_strings(root)), root)
    folder = posixpath.dirname(workbook.part)
    name, number = posixpath.join(folder, "sharedStrings.xml"), 1
    while name in package:
        number += 1
        name = posixpath.join(folder, f"sharedStrings{number}.xml")
    main = str(workbook.root.tag).rpartition("}")[0][1:] or MAIN
    return StringPart(name, False, (), etree.Element(f"{{{main}}}sst", nsmap=default_namespace(main)))


def frame_of(part: StringPart, added: Iterable[str], is_tagged: Callable[[str], bool]) -> tuple[str, str]:
    """The part as text, up to where strings can be added and what comes after.

    Args:
        part: as read.
        added: ``si`` elements that belong to the template itself.
        is_tagged: texts for which this holds are emptied; their cells hold values now.

    Returns:
        the beginning and the end; the optional counts are left out, they would be wrong with the first
        string added.
    """
    from lxml import etree

    main = str(part.root.tag).rpartition("}")[0][1:]
    # Added strings are written without prefix, so the part must have none, whatever its program used.
    root = etree.Element(f"{{{main}}}sst", nsmap=default_namespace(main))
    root.extend(deepcopy(part.root))
    for item in root.iterchildren(f"{{{main}}}si"):
        if is_tagged("".join(text.text or "" for text in item.iter(f"{{{main}}}t"))):
            item[:] = [etree.Element(f"{{{main}}}t")]
    root.text = (root.text or "") + "\n"
    text = etree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.removesuffix("</sst>")
    return head + "".join(added), "</sst>"
