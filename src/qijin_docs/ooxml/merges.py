"""Cells merged while a sheet is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qijin_docs.ooxml.references import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

#: What may stand between ``sheetData`` and ``mergeCells`` in a worksheet (CT_Worksheet is a sequence).
_BEFORE = frozenset(
    (
        "sheetData",
        "sheetCalcPr",
        "sheetProtection",
        "protectedRanges",
        "scenarios",
        "autoFilter",
        "sortState",
        "dataConsolidate",
        "customSheetViews",
    )
)


def with_merges(root: _Element, boxes: Sequence[Box]) -> _Element:
    """The worksheet with these cells merged too; changed in place."""
    from lxml import etree

    main = str(root.tag).rpartition("}")[0] + "}"
    merges = root.find(f"{main}mergeCells")
    if merges is None:
        merges = etree.Element(f"{main}mergeCells")
        before = [child for child in root if str(child.tag).rpartition("}")[2] in _BEFORE]
        before[-1].addnext(merges)
    for box in boxes:
        etree.SubElement(merges, f"{main}mergeCell").set("ref", str(box))
    merges.set("count", str(len(merges)))
    return root
