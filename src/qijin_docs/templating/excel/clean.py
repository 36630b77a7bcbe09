"""What a workbook carries that is nobody's business: names of persons, folders of their computers, a thumbnail.

It goes once, when the template is compiled, unless the caller asks to keep it. Notes stay: they are part of the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.workbook import local_name
from qijin_docs.templating.traces import part_bytes, thumbnails, without_parts

if TYPE_CHECKING:
    from lxml.etree import _Element

#: What a program writes about the person at the keyboard.
_PERSONAL = ("creator", "lastModifiedBy", "Manager", "Company")
_MAIN = (
    "sheet.main+xml",
    "template.main+xml",
    "sheet.macroEnabled.main+xml",
    "template.macroEnabled.main+xml",
)


def without_persons(package: Package, keep: frozenset[str]) -> Package:
    """The package with names of persons and of their folders taken out, without thumbnail.

    Args:
        package: the template.
        keep: ``authors`` and ``thumbnail`` stay if named here.
    """

    def cleaned(name: str) -> bytes | None:
        kind = package.content_type(name)
        change = None if "authors" in keep else next((c for end, c in _CHANGES if kind.endswith(end)), None)
        if change is None:
            return None
        root = package.xml(name)
        return part_bytes(root) if change(root) else None

    return without_parts(package, set() if "thumbnail" in keep else thumbnails(package), cleaned)


def _properties(root: _Element) -> bool:
    """A tag in place of a name is an answer and stays."""
    return _emptied([element for element in root if local_name(element) in _PERSONAL])


def _notes(root: _Element) -> bool:
    return _emptied(list(root.iter("{*}author")))


def _emptied(elements: list[_Element]) -> bool:
    named = [element for element in elements if element.text and "{" not in element.text]
    for element in named:
        element.text = ""
    return bool(named)


def _persons(root: _Element) -> bool:
    for person in root.iter("{*}person"):
        person.attrib.update({"displayName": "", "userId": "", "providerId": "None"})
    return True


def _workbook(root: _Element) -> bool:
    """Excel notes the folder it saved to, the last version of a shared file, and who wants it opened for reading only."""
    changed = False
    for element in [*root.iter("{*}absPath"), *root.iter("{*}revisionPtr")]:
        around = element.getparent()
        while around is not None and local_name(around) in ("Choice", "Fallback", "AlternateContent"):
            element, around = around, around.getparent()
        if around is not None:
            around.remove(element)
            changed = True
    for element in root.iter("{*}fileSharing"):
        changed = element.attrib.pop("userName", "") != "" or changed
    return changed


_CHANGES = (
    ("core-properties+xml", _properties),
    ("extended-properties+xml", _properties),
    ("spreadsheetml.comments+xml", _notes),
    ("ms-excel.person+xml", _persons),
    *((kind, _workbook) for kind in _MAIN),
)
