"""References that stand in the texts of formulas: ``INDIRECT("B4:B9")``. Nobody can make them follow; they are told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.references import parse_box
from qijin_docs.ooxml.workbook import Workbook, local_name

_FUNCTIONS = (b"INDIRECT(", b"HYPERLINK(")
#: The text that such a function takes for a reference; an address inside the workbook has # before it.
_IN_TEXT = re.compile(r'(?:INDIRECT\(\s*"#?|HYPERLINK\(\s*"#)((?:[^"]|"")*)"', re.IGNORECASE)
_CELL_BEGUN = re.compile(r"\$?[A-Za-z]{1,3}\Z|\Z")


def text_references(package: Package, workbook: Workbook) -> Iterator[Problem]:
    """Warnings for the formulas of cells and names with a reference in a text; true once lines have moved."""
    for where, formula in _formulas(package, workbook):
        for found in _IN_TEXT.finditer(formula):
            text = found[1].replace('""', '"')
            _, sign, cells = text.rpartition("!")
            if parse_box(cells.replace("$", "")) is None and not (sign and _CELL_BEGUN.match(cells)):
                continue
            yield Problem(
                "template.reference_in_text",
                f"公式里的“{text}”是文字，行列变动后不会跟着改",
                Place(package.file, where),
                "直接引用单元格，或给单元格定义名称再引用名称",
                Severity.WARNING,
            )


def _formulas(package: Package, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Place in words and formula."""
    for entry in workbook.sheets:
        if entry.kind != "worksheet" or not any(
            name in package.part(entry.part).upper() for name in _FUNCTIONS
        ):
            continue
        for element in package.xml(entry.part).iter("{*}f"):
            cell = element.getparent()
            if cell is not None and local_name(cell) == "c" and element.text:
                yield f"工作表“{entry.name}”!{cell.get('r')}", element.text
    for element in workbook.root.iter("{*}definedName"):
        yield f"名称“{element.get('name')}”", element.text or ""
