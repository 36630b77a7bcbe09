"""A workbook's parts by what they are for: sheets, shared strings, styles, and what hangs on each sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qijin_docs.errors import Place, Problem, TemplateError
from qijin_docs.ooxml.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
#: Built-in number formats that show dates or times, in all languages (ISO/IEC 29500-1, 18.8.30).
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One tab: its name and part; ``kind`` is ``worksheet``, ``chartsheet`` or ``dialogsheet``."""

    name: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """The parts of a workbook; names are part names, None if there is no such part.

    Args:
        part: the workbook part.
        root: the same, parsed; never changed.
        sheets: tabs from the left.
        strings: shared strings.
        styles: cell formats.
        calc_chain: order of calculation.
        epoch_1904: days are counted from 1904.
    """

    part: str
    root: _Element
    sheets: tuple[SheetEntry, ...]
    strings: str | None
    styles: str | None
    calc_chain: str | None
    epoch_1904: bool


def read_workbook(package: Package) -> Workbook:
    """The workbook in a package.

    Raises:
        TemplateError: it holds none, or its list of sheets leads nowhere.
    """
    part = next((r.target for r in package.relationships() if r.type == "officeDocument"), None)
    if part is None or part not in package:
        raise TemplateError(_broken(package, "没有工作簿"))
    root = package.xml(part)
    if local_name(root) != "workbook":
        raise TemplateError(_broken(package, "不是 Excel 工作簿"))
    relations = {relation.id: relation for relation in package.relationships(part)}
    sheets: list[SheetEntry] = []
    for element in root.iter("{*}sheet"):
        relation = next(
            (relations.get(element.get(name, "")) for name in _RELATIONSHIPS if element.get(name)), None
        )
        if relation is None or relation.target not in package:
            raise TemplateError(_broken(package, f"工作表“{element.get('name', '')}”没有内容"))
        sheets.append(SheetEntry(element.get("name", ""), relation.target, relation.type))
    by_type = {
        relation.type: relation.target for relation in relations.values() if relation.target in package
    }
    properties = root.find("{*}workbookPr")
    return Workbook(
        part,
        root,
        tuple(sheets),
        by_type.get("sharedStrings"),
        by_type.get("styles"),
        by_type.get("calcChain"),
        properties is not None and properties.get("date1904") in ("1", "true"),
    )


def date_styles(root: _Element) -> tuple[int, frozenset[int]]:
    """Number of cell formats in the styles part, and the indices of those that show dates or times."""
    own = {
        int(element.get("numFmtId", "0")): _shows_date(element.get("formatCode", ""))
        for element in root.iter("{*}numFmt")
        if element.getparent() is not None and local_name(element.getparent()) == "numFmts"
    }
    formats = root.find("{*}cellXfs")
    if formats is None:
        return 0, frozenset()
    dates = set()
    for index, element in enumerate(formats):
        number = int(element.get("numFmtId", "0"))
        if own.get(number, number in _DATE_FORMATS):
            dates.add(index)
    return len(formats), frozenset(dates)


def formula_texts(root: _Element) -> Iterator[str]:
    """All formulas written in a worksheet's cells."""
    for element in root.iter("{*}f"):
        if element.text:
            yield element.text


def local_name(element: _Element | None) -> str:
    """The name without its namespace."""
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _shows_date(code: str) -> bool:
    """Whether a number format shows a date or time: letters outside quotes, brackets and escapes decide."""
    plain = []
    at = 0
    while at < len(code):
        char = code[at]
        if char == '"':
            end = code.find('"', at + 1)
            at = len(code) if end < 0 else end + 1
            continue
        if char == "[":
            end = code.find("]", at)
            inside = code[at + 1 : end].lower() if end > 0 else ""
            if inside and set(inside) <= set("hms"):
                return True
            at = len(code) if end < 0 else end + 1
            continue
        if char in "\\_*":
            at += 2
            continue
        plain.append(char.lower())
        at += 1
    # Tenths of a second are the only digits a date shows.
    text = re.sub(r"s\.0+", "s", "".join(plain).replace("general", ""))
    return any(letter in text for letter in "ymdhs") and not set(text) & set("0#")


def _broken(package: Package, what: str) -> Problem:
    return Problem(
        "template.not_a_workbook",
        f"这个文件{what}",
        Place(file=package.file),
        "用 Excel 或 WPS 打开后另存为 .xlsx",
    )
