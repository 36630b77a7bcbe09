"""What is left empty when references go: containers without children, counts that no longer count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qijin_docs.ooxml.workbook import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Containers that may not stand empty, and the attribute that counts their children.
_CONTAINERS = {
    "mergeCells": "count",
    "hyperlinks": "",
    "conditionalFormattings": "",
    "dataValidations": "count",
    "protectedRanges": "",
    "ignoredErrors": "",
    "rowBreaks": "count",
    "colBreaks": "count",
    "cellWatches": "",
    "sparklines": "",
    "sparklineGroup": "",
    "sparklineGroups": "",
    "cols": "",
    "ext": "",
    "extLst": "",
}


def sweep(root: _Element) -> None:
    """Containers without children go; counts of children are put right."""
    for element in list(root.iter("*"))[::-1]:
        name = local_name(element)
        if name not in _CONTAINERS or element is root or (name == "ext" and element.get("uri") is None):
            continue
        if name == "sparklineGroup" and not any(local_name(child) == "sparklines" for child in element):
            # Its colours stand in elements of their own, which are nothing without a sparkline.
            _remove(element)
            continue
        if len(element) == 0 and not (name == "ext" and element.text):
            _remove(element)
        elif _CONTAINERS[name] and element.get(_CONTAINERS[name]) is not None:
            element.set(_CONTAINERS[name], str(len(element)))
            if element.get("manualBreakCount") is not None:
                manual = sum(child.get("man") in ("1", "true") for child in element)
                element.set("manualBreakCount", str(manual))


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
