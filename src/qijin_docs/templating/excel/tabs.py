"""The tabs of a workbook: which sheets a rendering touches, and what they are called afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.formulas import Qualifier, Reference, parse_formula
from qijin_docs.ooxml.sheet import Run
from qijin_docs.ooxml.spots import Kind, spots_of
from qijin_docs.ooxml.workbook import Workbook, local_name
from qijin_docs.templating.excel.slots import SlotTable
from qijin_docs.templating.excel.text import TextTemplate, compile_text_template
from qijin_docs.templating.tags import find_spans

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORBIDDEN = re.compile(r"[\[\]:\\/?*\x00-\x1f\ud800-\udfff]")
MAX_NAME = 31
#: A piece of a formula that may lead anywhere: a defined name, a table, a function that takes text for a cell.
_LEADS_ANYWHERE = re.compile(r"[^\W\d][\w.]*\Z|.*\[|(?:INDIRECT|OFFSET)\(\Z", re.IGNORECASE)
_CONSTANTS = frozenset({"TRUE", "FALSE"})


def tab_templates(workbook: Workbook, slots: SlotTable, file: str) -> dict[str, TextTemplate]:
    """Templates of the tabs whose names hold tags."""
    tabs: dict[str, TextTemplate] = {}
    for entry in workbook.sheets:
        if find_spans(entry.name):
            place = Place(file, f"工作表“{entry.name}”的名称")
            tabs[entry.name] = compile_text_template(
                slots.environment, (Run("", entry.name),), place, slots.problems
            )
            slots.tags.extend(tabs[entry.name].tags)
    return tabs


def holds_tags(root: _Element, strings: Sequence[tuple[Run, ...]]) -> bool:
    """Whether a worksheet part holds a tag, in its cells or beside them."""
    marked = {
        str(number) for number, runs in enumerate(strings) if find_spans("".join(run.text for run in runs))
    }
    for element in root.iter("*"):
        name = local_name(element)
        if name == "c" and element.get("t") == "s":
            if (element.findtext("{*}v") or "").strip() in marked:
                return True
        elif name == "is":
            if find_spans("".join(text.text or "" for text in element.iter("{*}t"))):
                return True
        elif (element.text and find_spans(element.text)) or any(
            "{" in value and find_spans(value) for value in map(str, element.attrib.values())
        ):
            return True
    return False


def touched_sheets(workbook: Workbook, roots: Mapping[str, _Element], tagged: set[str]) -> set[str]:
    """Names of the sheets that must be written anew.

    Those with tags, and those whose formulas look at one of them, however indirectly. All others stay byte
    for byte.

    Args:
        workbook: its workbook.
        roots: worksheet parts by sheet name.
        tagged: names of the sheets that hold tags.
    """
    looks = {name: set(_looks_at(root)) for name, root in roots.items()}
    touched = set(tagged)
    # A new name of a sheet stands in every formula that looks at it.
    touched |= {entry.name for entry in workbook.sheets if find_spans(entry.name)} & roots.keys()
    grown = True
    while grown and touched:
        more = {
            name for name, seen in looks.items() if name not in touched and (seen & touched or None in seen)
        }
        grown = bool(more)
        touched |= more
    return touched


def _looks_at(root: _Element) -> Iterator[str | None]:
    """Sheets the formulas of a sheet name; None for what could be any."""
    for text in _formulas(root):
        try:
            pieces = parse_formula(text)
        except ValueError:
            yield None
            continue
        for piece in pieces:
            if isinstance(piece, (Reference, Qualifier)):
                yield from piece.sheets
                if len(piece.sheets) > 1 or isinstance(piece, Qualifier):
                    yield None
            elif (
                piece.upper() not in _CONSTANTS and not piece.startswith('"') and _LEADS_ANYWHERE.match(piece)
            ):
                yield None


def _formulas(root: _Element) -> Iterator[str]:
    names = {
        (spot.element.rpartition("/")[2], spot.attribute)
        for spot in spots_of("worksheet")
        if spot.kind is Kind.FORMULA
    }
    for element in root.iter("*"):
        for name, attribute in names:
            if local_name(element) == name:
                text = element.get(attribute) if attribute else element.text
                if text and not (
                    name == "cfvo" and element.get("type") in ("min", "max", "autoMin", "autoMax")
                ):
                    yield text


def faults_of_names(names: Sequence[tuple[str, str]], file: str | None) -> Iterator[Problem]:
    """What Excel does not accept as names of tabs.

    Args:
        names: for each tab its name in the template and now.
        file: of the template, for messages.
    """
    seen: dict[str, str] = {}
    for old, new in names:
        place = Place(file, f"工作表“{old}”的名称")
        if not new.strip():
            yield Problem("render.sheet_name", "工作表的名称是空的", place, "检查名称里的标签有没有值")
            continue
        if len(new) > MAX_NAME:
            yield Problem(
                "render.sheet_name", f"工作表名称“{new}”有 {len(new)} 个字，最多 {MAX_NAME} 个", place, "改短"
            )
        if _FORBIDDEN.search(new) or new.startswith("'") or new.endswith("'"):
            yield Problem(
                "render.sheet_name",
                f"工作表名称“{new}”里有不能用的字符",
                place,
                "不能有 [ ] : \\ / ? * 和首尾的单引号",
            )
        if new.lower() in seen:
            yield Problem("render.sheet_name", f"有两张工作表都叫“{new}”", place, "让名称里的标签互不相同")
        seen[new.lower()] = old
