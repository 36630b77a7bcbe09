"""The parts beside the sheets: tables, drawings, charts, notes, controls, pivot tables, properties.

Each is filled where it holds tags and moved where it refers to cells; one that holds neither is copied as it
is. A tag in a part that nobody fills is a fault of the template: it would go out as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from qijin_docs.errors import Place, Problem, TemplateError
from qijin_docs.ooxml.anchors import move_anchors, move_notes
from qijin_docs.ooxml.formulas import Reference, parse_formula
from qijin_docs.ooxml.moving import At, Mover
from qijin_docs.ooxml.package import Package, is_xml, relationships_part
from qijin_docs.ooxml.spot_moves import move_part
from qijin_docs.ooxml.workbook import Workbook, local_name, read_workbook
from qijin_docs.ooxml.workbook_parts import xml_bytes
from qijin_docs.ooxml.xml import parse_xml
from qijin_docs.templating.excel.plans import PartPlan, Work
from qijin_docs.templating.excel.slots import SlotTable, prove_texts, untouched_tags
from qijin_docs.templating.excel.tables import fault_of_table
from qijin_docs.templating.tags import find_spans, unescaped_address

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Relationship of a sheet (or drawing) → kind of part in the table of spots, and the word for it.
_ATTACHED: Mapping[str, tuple[str, str]] = {
    "table": ("table", "表格"),
    "drawing": ("drawing", "图形"),
    "chart": ("chart", "图表"),
    "chartEx": ("chart", "图表"),
    "comments": ("comments", "批注"),
    "threadedComment": ("threadedComments", "批注"),
    "vmlDrawing": ("vml", "批注框"),
    "ctrlProp": ("ctrlProps", "控件"),
    "pivotTable": ("pivotTable", "数据透视表"),
    "tableSingleCells": ("singleXmlCells", "单元格映射"),
}
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")
_CACHES = ("numCache", "strCache", "multiLvlStrCache")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WITHOUT_LINKS = re.compile(rb"<Relationship [^>]*TargetMode=.External.[^>]*/>")


def plan_parts(package: Package, workbook: Workbook, slots: SlotTable) -> tuple[PartPlan, ...]:
    """All parts beside the sheets that may change; tags in them are added to the slots."""
    plans: list[PartPlan] = []
    for entry in workbook.sheets:
        plans.extend(_attached(package, entry.part, entry.name, slots))
    for relation in package.relationships(workbook.part):
        if relation.type == "pivotCacheDefinition" and relation.target in package:
            root = package.xml(relation.target)
            plans.append(PartPlan(relation.target, relation.type, "", root, False))
    for relation in package.relationships():
        if relation.type in _PROPERTIES and relation.target in package:
            root = package.xml(relation.target)
            tagged = slots.mark(root, lambda _: Place(package.file, "文件属性"))
            plans.append(PartPlan(relation.target, "properties", "", root, tagged))
    return tuple(plans)


def _attached(package: Package, source: str, sheet: str, slots: SlotTable) -> Iterator[PartPlan]:
    for relation in package.relationships(source):
        kind, word = _ATTACHED.get(relation.type, ("", ""))
        if not kind or relation.external or relation.target not in package:
            continue
        root = _vml(package, relation.target) if kind == "vml" else package.xml(relation.target)
        tagged = slots.mark(root, _place_in(package.file, sheet, word))
        yield PartPlan(relation.target, kind, sheet, root, tagged)
        if kind == "drawing":
            yield from _attached(package, relation.target, sheet, slots)
            links = relationships_part(relation.target)
            if links in package and b'"#' in package.part(links):
                yield PartPlan(links, "drawing_rels", sheet, package.xml(links), False)


def _vml(package: Package, name: str) -> _Element:
    """The drawing of notes and controls; Excel leaves line breaks in captions open, as in HTML."""
    try:
        return package.xml(name)
    except TemplateError:
        return parse_xml(package.part(name).replace(b"<br>", b"<br/>"), package.place(name))


def _place_in(file: str | None, sheet: str, word: str) -> Callable[[_Element], Place]:
    def place(element: _Element) -> Place:
        around: _Element | None = element
        while around is not None:
            if around.get("ref") and local_name(around) in ("comment", "threadedComment"):
                return Place(file, f"工作表“{sheet}”!{around.get('ref')} 的{word}")
            around = around.getparent()
        return Place(file, f"工作表“{sheet}”的{word}")

    return place


def faults_of_other_parts(package: Package, filled: set[str]) -> Iterator[Problem]:
    """Tags in parts that nobody fills."""
    for name in package.names:
        yield from _faults_of_links(package, name)
        if name in filled or not is_xml(name, package.content_type(name)):
            continue
        data = package.part(name)
        if name.endswith(".rels"):
            data = _WITHOUT_LINKS.sub(b"", data)
        if b"{" not in data and "｛".encode() not in data:
            continue
        for text in untouched_tags(parse_xml(data, package.place(name))):
            yield Problem(
                "template.tag_not_filled",
                f"“{text[:40]}”写在填不到的地方",
                package.place(name),
                "把标签移到单元格、批注、文本框、页眉页脚、图表标题或文件属性里",
            )


def _faults_of_links(package: Package, name: str) -> Iterator[Problem]:
    """Tags in the addresses of links, which Excel keeps apart from the cells."""
    tagged = {
        relation.id: relation.target
        for relation in package.relationships(name)
        if relation.external and find_spans(unescaped_address(relation.target))
    }
    cells = {
        str(element.get(_RELATION_ID)): f"!{element.get('ref')}"
        for element in (package.xml(name).iter("{*}hyperlink") if tagged else ())
    }
    sheets = (
        {entry.part: f"工作表“{entry.name}”" for entry in read_workbook(package).sheets} if tagged else {}
    )
    for identity, address in tagged.items():
        yield Problem(
            "template.tag_in_link",
            f"链接的地址“{unescaped_address(address)[:60]}”里有标签，这里填不了",
            package.place(sheets.get(name, name) + cells.get(identity, "的链接")),
            '改用公式，公式的文字里可以写标签：=HYPERLINK("https://…/{{ 编号 }}","查看")',
        )


def write_part(plan: PartPlan, work: Work, slots: SlotTable) -> bytes | None:
    """The part for these values; None if it stays as it is."""
    mover = work.mover
    root = deepcopy(plan.root)

    texts: list[str] = []

    def fill_copy(copy: _Element, at: At) -> None:
        texts.extend(slots.fill(copy, work.context, work.problems, at.row_pass, at.column_pass))

    if plan.kind == "drawing":
        move_anchors(root, plan.sheet, mover, fill_copy)
    elif plan.kind == "vml":
        move_notes(root, plan.sheet, mover)
    elif plan.kind == "chart":
        _drop_caches(root, mover)
    if plan.kind == "properties":
        _rename_sheets(root, mover)
    else:
        move_part(root, plan.kind, plan.sheet, mover, fill_copy)
    if plan.kind == "pivotCacheDefinition" and any(
        element.get("sheet") in mover.grids for element in plan.root.iter("{*}worksheetSource")
    ):
        # What the pivot table remembers is of the template; the program reads the sheet on opening.
        root.set("refreshOnLoad", "1")
    if plan.kind == "table":
        problem = fault_of_table(root, plan.sheet)
        if problem is not None:
            work.problems.append(problem)
    texts.extend(slots.fill(root, work.context, work.problems))
    if not plan.tagged and _same(root, plan.root):
        return None
    content = xml_bytes(root)
    work.proved += prove_texts(texts, content, Place(None, plan.name), work.problems)
    return content


def _same(one: _Element, other: _Element) -> bool:
    from lxml import etree

    return etree.tostring(one) == etree.tostring(other)


def _rename_sheets(root: _Element, mover: Mover) -> None:
    """Titles of parts name the sheets."""
    for element in root.iter("{*}lpstr"):
        if element.text and element.text in mover.names:
            element.text = mover.names[element.text]
            if element.get("slots") is not None:
                del element.attrib["slots"]


def _drop_caches(root: _Element, mover: Mover) -> None:
    """A chart keeps the numbers it last saw; those of a sheet that is filled anew are no longer true."""
    for cache in [element for element in root.iter("*") if local_name(element) in _CACHES]:
        parent = cache.getparent()
        assert parent is not None
        formula = next((child.text or "" for child in parent if local_name(child) == "f"), "")
        if _looks_at_filled(formula, mover):
            parent.remove(cache)


def _looks_at_filled(formula: str, mover: Mover) -> bool:
    """Whether a formula reads a sheet that is filled; a name or a table may read any."""
    try:
        pieces = parse_formula(formula)
    except ValueError:
        return True
    references = [piece for piece in pieces if isinstance(piece, Reference)]
    return bool(mover.grids) and (
        not references or any(name in mover.grids for reference in references for name in reference.sheets)
    )
