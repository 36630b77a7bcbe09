"""The Excel template engine: a workbook compiled once, filled many times.

The flow: the package is read, each sheet taken apart and its tags compiled
(:mod:`.excel_sheet`, :mod:`.excel_cells`, :mod:`.excel_text`); rendering asks every sheet where its lines go
(:mod:`.excel_lines`), makes one :class:`~qijin_docs.ooxml.moving.Mover` of the answers, writes the sheets and
moves whatever refers to cells in any other part. Parts in which nothing changes are copied as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment

from qijin_docs.errors import Place, Problem, RenderError, Severity, TemplateError
from qijin_docs.ooxml.cells import Styles
from qijin_docs.ooxml.moving import Mover
from qijin_docs.ooxml.package import CONTENT_TYPES, Package, read_package, relationships_part
from qijin_docs.ooxml.sheet import Sheet, address, read_sheet, read_strings
from qijin_docs.ooxml.spots import move_part
from qijin_docs.ooxml.workbook import SheetEntry, Workbook, date_styles, read_workbook
from qijin_docs.ooxml.writer import PackageWriter
from qijin_docs.templating.adapt import adapt_values
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.excel_cells import MAX_PROBLEMS
from qijin_docs.templating.excel_names import names_in, tag_tree
from qijin_docs.templating.excel_sheet import SheetPlan, lay_out_sheet, plan_sheet, write_sheet
from qijin_docs.templating.excel_text import with_delimiters
from qijin_docs.templating.excel_values import Context
from qijin_docs.templating.rendered import Rendered
from qijin_docs.templating.tags import Tag, find_spans

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class CompiledExcel:
    """A compiled workbook: immutable, usable from many threads at once.

    Args:
        name: for messages.
        tags: all tags, sheet by sheet, as a tree.
        names: paths of the data asked for.
    """

    name: str
    tags: tuple[Tag, ...]
    names: tuple[str, ...]
    _environment: Environment = field(repr=False)
    _workbook: Workbook = field(repr=False)
    _plans: tuple[SheetPlan, ...] = field(repr=False)
    _styles: tuple[_Element | None, int, frozenset[int]] = field(repr=False)
    _fixed: Mapping[str, bytes] = field(repr=False)
    _writer: PackageWriter = field(repr=False)

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The workbook filled with values.

        Raises:
            RenderError: template and values do not fit; all problems with their cells.
        """
        problems: list[Problem] = []
        context = Context(self._environment, adapt_values(values), {})
        grids = {plan.name: lay_out_sheet(plan, context, problems) for plan in self._plans}
        _raise(problems, self.name)
        mover = Mover(grids)
        root, count, dates = self._styles
        styles = Styles(count, dates)
        parts: dict[str, bytes] = dict(self._fixed)
        for plan in self._plans:
            pieces = write_sheet(plan, context, mover, styles, self._workbook.epoch_1904, problems)
            parts[plan.part] = "".join(pieces).encode()
        parts[self._workbook.part] = _write_workbook(self._workbook, mover)
        if styles.added and root is not None and self._workbook.styles is not None:
            parts[self._workbook.styles] = _with_styles(root, styles)
        problems.extend(_ambiguous(mover, self.name))
        _raise(problems, self.name)
        return Rendered(self._writer.write(parts), tuple(problems))


def compile_excel(
    source: bytes,
    *,
    name: str,
    missing: Literal["error", "blank", "keep"] = "error",
    filters: Mapping[str, Callable[..., Any]] | None = None,
) -> CompiledExcel:
    """The workbook in ``source``, compiled.

    Args:
        source: the bytes of an .xlsx file.
        name: its name, for messages.
        missing: what a missing value means: an error, nothing, or the tag itself.
        filters: additional filters.

    Raises:
        TemplateError: all faults of the template.
    """
    package = read_package(source, file=name)
    environment = with_delimiters(make_environment(missing=missing, filters=filters, autoescape=False))
    workbook = read_workbook(package)
    problems: list[Problem] = []
    strings_root = package.xml(workbook.strings) if workbook.strings else None
    strings = [] if strings_root is None else read_strings(strings_root)
    plans: list[SheetPlan] = []
    for entry in _live_sheets(workbook):
        sheet: Sheet = read_sheet(package.xml(entry.part), strings)
        plans.append(
            plan_sheet(environment, sheet, name=entry.name, part=entry.part, file=name, problems=problems)
        )
    _raise_template(problems)
    fixed = _fixed_parts(package, workbook, strings_root)
    styles_root = package.xml(workbook.styles) if workbook.styles else None
    count, dates = (0, frozenset[int]()) if styles_root is None else date_styles(styles_root)
    changing = {plan.part for plan in plans} | fixed.keys() | {workbook.part}
    if workbook.styles:
        changing.add(workbook.styles)
    removed = (workbook.calc_chain,) if workbook.calc_chain else ()
    return CompiledExcel(
        name,
        tuple(tag for plan in plans for tag in tag_tree(plan.tags)),
        names_in(environment, [plan.tags for plan in plans]),
        environment,
        workbook,
        tuple(plans),
        (styles_root, count, dates),
        fixed,
        PackageWriter(package, changing, removed=removed),
    )


def _live_sheets(workbook: Workbook) -> Iterator[SheetEntry]:
    """Sheets that must be written anew."""
    return (entry for entry in workbook.sheets if entry.kind == "worksheet")


def _fixed_parts(package: Package, workbook: Workbook, strings: _Element | None) -> dict[str, bytes]:
    """Parts that differ from the template but not from document to document."""
    from lxml import etree

    parts: dict[str, bytes] = {}
    if workbook.calc_chain:
        # The order of calculation no longer fits; programs make it anew.
        types = package.xml(CONTENT_TYPES)
        for element in list(types):
            if element.get("PartName", "").lower() == f"/{workbook.calc_chain}".lower():
                types.remove(element)
        parts[CONTENT_TYPES] = _xml(types)
        relations = package.xml(relationships_part(workbook.part))
        for element in list(relations):
            if element.get("Type", "").endswith("/calcChain"):
                relations.remove(element)
        parts[relationships_part(workbook.part)] = _xml(relations)
    if strings is not None and workbook.strings is not None:
        changed = False
        for item in strings.iterchildren("{*}si"):
            text = "".join(t.text or "" for t in item.iter("{*}t"))
            if find_spans(text):
                # Cells with tags hold their own text now; the tag itself must not travel along.
                main = str(item.tag).rpartition("}")[0] + "}"
                item[:] = [etree.Element(f"{main}t")]
                changed = True
        if changed:
            parts[workbook.strings] = _xml(strings)
    return parts


def _write_workbook(workbook: Workbook, mover: Mover) -> bytes:
    from lxml import etree

    root = deepcopy(workbook.root)
    move_part(root, "workbook", "", mover)
    main = str(root.tag).rpartition("}")[0] + "}"
    calculation = root.find(f"{main}calcPr")
    if calculation is None:
        calculation = etree.Element(f"{main}calcPr")
        before = [
            root.find(f"{main}{name}")
            for name in ("definedNames", "externalReferences", "functionGroups", "sheets")
        ]
        found = next((element for element in before if element is not None), None)
        assert found is not None
        found.addnext(calculation)
    calculation.set("fullCalcOnLoad", "1")
    return _xml(root)


def _with_styles(root: _Element, styles: Styles) -> bytes:
    root = deepcopy(root)
    formats = root.find("{*}cellXfs")
    assert formats is not None
    for (base, number), _ in sorted(styles.added.items(), key=lambda entry: entry[1]):
        copy = deepcopy(formats[base])
        copy.set("numFmtId", str(number))
        copy.set("applyNumberFormat", "1")
        formats.append(copy)
    formats.set("count", str(len(formats)))
    return _xml(root)


def _ambiguous(mover: Mover, file: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, reference in mover.ambiguous:
        where = f"工作表“{at.sheet}”"
        if at.row is not None and at.column is not None:
            where += f"!{address(at.row, at.column)}"
        if f"{where}{reference}" in seen:
            continue
        seen.add(f"{where}{reference}")
        yield Problem(
            "template.one_cell_of_loop",
            f"公式引用了循环里的一个单元格 {reference}，循环有多行时只指第一行",
            Place(file, where),
            f"要引用全部行，写成 {reference}:{reference.area.first}",
            Severity.WARNING,
        )


def _xml(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _raise_template(problems: list[Problem]) -> None:
    if problems:
        raise TemplateError(dict.fromkeys(problems))


def _raise(problems: list[Problem], file: str) -> None:
    errors = [problem.in_file(file) for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise RenderError(tuple(dict.fromkeys(errors))[:MAX_PROBLEMS])
