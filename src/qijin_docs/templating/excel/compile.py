"""The Excel template engine: a workbook compiled once, filled many times.

The flow: the package is read, each sheet taken apart and its tags compiled
(:mod:`.sheet`, :mod:`.cells`, :mod:`.text`); rendering asks every sheet where its lines go
(:mod:`.lines`), makes one :class:`~qijin_docs.ooxml.moving.Mover` of the answers, writes the sheets and
moves whatever refers to cells in any other part. Parts in which nothing changes are copied as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from qijin_docs.errors import Place, Problem, QijinError, RenderError, TemplateError
from qijin_docs.ooxml.archive import Member
from qijin_docs.ooxml.cells import Styles
from qijin_docs.ooxml.gallery import parts_that_may_change
from qijin_docs.ooxml.looks import read_looks
from qijin_docs.ooxml.moving import Mover
from qijin_docs.ooxml.package import Package, read_package
from qijin_docs.ooxml.sheet import read_sheet
from qijin_docs.ooxml.streaming import pack_pieces
from qijin_docs.ooxml.string_part import CONTENT_TYPE, StringPart, frame_of, read_string_part
from qijin_docs.ooxml.strings import SharedStrings
from qijin_docs.ooxml.workbook import Workbook, date_styles, read_workbook
from qijin_docs.ooxml.workbook_parts import directory_parts, moved_workbook, styles_with_dates, xml_bytes
from qijin_docs.ooxml.writer import PackageWriter
from qijin_docs.templating.adapt import adapt_values
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.excel.clean import without_persons
from qijin_docs.templating.excel.names import names_in, tag_tree
from qijin_docs.templating.excel.parts import faults_of_other_parts, plan_parts, write_part
from qijin_docs.templating.excel.plans import PartPlan, SheetPlan, StringFrame, Work
from qijin_docs.templating.excel.reports import (
    BROKEN,
    bounded_pieces,
    broken_workbook,
    cells_gone,
    doubtful_references,
    raise_errors,
)
from qijin_docs.templating.excel.rows import lay_out_sheet, write_sheet
from qijin_docs.templating.excel.shading import shaded
from qijin_docs.templating.excel.sheet import cell_texts, plan_sheet
from qijin_docs.templating.excel.slots import SlotTable, prove_texts
from qijin_docs.templating.excel.tables import fitted_to_tables
from qijin_docs.templating.excel.tabs import faults_of_names, holds_tags, tab_templates, touched_sheets
from qijin_docs.templating.excel.text import TextTemplate, with_delimiters
from qijin_docs.templating.excel.text_references import text_references
from qijin_docs.templating.excel.values import Context
from qijin_docs.templating.limits import Budget
from qijin_docs.templating.order import in_document_order
from qijin_docs.templating.rendered import Rendered
from qijin_docs.templating.sandbox import BoundedEnvironment
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
    _environment: BoundedEnvironment = field(repr=False)
    _package: Package = field(repr=False)
    _workbook: Workbook = field(repr=False)
    _plans: tuple[SheetPlan, ...] = field(repr=False)
    _parts: tuple[PartPlan, ...] = field(repr=False)
    _slots: SlotTable = field(repr=False)
    _tabs: Mapping[str, TextTemplate] = field(repr=False)
    _loops: Mapping[int, tuple[str, ...]] = field(repr=False)
    _styles: tuple[_Element | None, int, frozenset[int]] = field(repr=False)
    _strings: StringFrame = field(repr=False)
    _fixed: Mapping[str, bytes] = field(repr=False)
    _writer: PackageWriter = field(repr=False)
    _doubts: tuple[Problem, ...] = field(repr=False)

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The workbook filled with values.

        Raises:
            RenderError: template and values do not fit; all problems with their cells.
        """
        try:
            return self._rendered(values)
        except QijinError as error:
            raise RenderError(problem.in_file(self.name) for problem in error.problems) from error
        except BROKEN as error:
            raise RenderError(broken_workbook(error, self.name)) from error

    def render_marked(self, values: Mapping[str, Any]) -> Rendered:
        """The workbook filled with values, the cells that hold them on a coloured ground."""
        plans, styles, fixed = shaded(self._plans, self._styles, self._workbook.styles, self._fixed)
        return replace(self, _plans=plans, _styles=styles, _fixed=fixed).render(values)

    def _rendered(self, values: Mapping[str, Any]) -> Rendered:
        problems: list[Problem] = []
        budget = Budget(self._environment.limits)
        context = Context(self._environment, adapt_values(values, file=None), self._loops)
        grids = {plan.name: lay_out_sheet(plan, context, budget, problems) for plan in self._plans}
        names = self._names(context, problems)
        raise_errors(problems, self.name)
        root, count, dates = self._styles
        work = Work(
            context,
            Mover(grids, {old: new for old, new in names if old != new}),
            Styles(count, dates),
            SharedStrings(self._strings.count),
            self._workbook.epoch_1904,
            problems,
            budget,
        )
        parts: dict[str, bytes | Member] = dict(self._fixed)
        for plan in self._plans:
            place = Place(self.name, f"工作表“{plan.name}”")
            pieces = bounded_pieces(write_sheet(plan, work, self._slots), self._environment.limits, place)
            parts[plan.part] = pack_pieces(plan.part, pieces)
        for beside in self._parts:
            content = write_part(beside, work, self._slots)
            if content is not None:
                parts[beside.name] = content
        workbook = moved_workbook(self._workbook, work.mover, [new for _, new in names])
        texts = self._slots.fill(workbook, context, problems)
        content = xml_bytes(workbook)
        parts[self._workbook.part] = content
        work.proved += prove_texts(texts, content, Place(self.name, "定义的名称"), problems)
        if self._plans:
            strings = (self._strings.head, *work.strings.pieces(), self._strings.tail)
            place = Place(self.name, "全部单元格的文字")
            pieces = bounded_pieces(strings, self._environment.limits, place)
            parts[self._strings.name] = pack_pieces(self._strings.name, pieces)
        if work.styles.added and root is not None and self._workbook.styles is not None:
            parts[self._workbook.styles] = styles_with_dates(root, work.styles)
        problems.extend(doubtful_references(work.mover, self.name))
        problems.extend(cells_gone(work.mover, self.name))
        if not all(grid.unchanged for grid in grids.values()):
            problems.extend(self._doubts)
        raise_errors(problems, self.name)
        parts |= work.gallery.parts(self._package, parts)
        return Rendered(
            self._writer.write(parts),
            tuple(problem.in_file(self.name) for problem in problems),
            work.proved,
        )

    def _names(self, context: Context, problems: list[Problem]) -> list[tuple[str, str]]:
        """Each tab's name in the template and in this document."""
        names: list[tuple[str, str]] = []
        for entry in self._workbook.sheets:
            template = self._tabs.get(entry.name)
            new = entry.name
            if template is not None:
                new = "".join(
                    text for _, text in template.render(context, template.tags[0], None, None, problems)
                )
            names.append((entry.name, new))
        if self._tabs and not problems:
            problems.extend(faults_of_names(names, self.name))
        return names


def compile_excel(
    source: bytes,
    *,
    name: str,
    missing: Literal["error", "blank", "keep"] = "error",
    filters: Mapping[str, Callable[..., Any]] | None = None,
    keep: Collection[str] = (),
    allow: Collection[str] = (),
) -> CompiledExcel:
    """The workbook in ``source``, compiled.

    Args:
        source: the bytes of an .xlsx file.
        name: its name, for messages.
        missing: what a missing value means: an error, nothing, or the tag itself.
        filters: additional filters.
        keep: traces of the author that stay: ``authors``, ``thumbnail``.
        allow: active content that is accepted, see :func:`~qijin_docs.ooxml.package.read_package`.

    Raises:
        TemplateError: all faults of the template.
    """
    try:
        package = without_persons(read_package(source, file=name, allow=allow), frozenset(keep))
        return _compiled(package, name, missing, filters)
    except QijinError:
        raise
    except BROKEN as error:
        raise TemplateError(broken_workbook(error, name)) from error


def _compiled(
    package: Package,
    name: str,
    missing: Literal["error", "blank", "keep"],
    filters: Mapping[str, Callable[..., Any]] | None,
) -> CompiledExcel:
    environment = with_delimiters(make_environment(missing=missing, filters=filters, autoescape=False))
    slots = SlotTable(environment, [])
    workbook = read_workbook(package)
    tabs = tab_templates(workbook, slots, name)
    for element in workbook.root.iter("{*}sheet"):
        element.set("name", "")
    slots.mark(workbook.root, lambda _: Place(name, "定义的名称"))
    part = read_string_part(package, workbook)
    strings = SharedStrings(len(part.strings))
    plans = _plan_sheets(package, workbook, part, strings, slots)
    parts = plan_parts(package, workbook, slots)
    plans = fitted_to_tables(plans, parts, slots.problems)
    filled = {plan.part for plan in plans} | {plan.name for plan in parts} | {workbook.part, part.name}
    slots.problems.extend(faults_of_other_parts(package, filled))
    if slots.problems:
        texts = cell_texts(package, workbook, part.strings)
        raise TemplateError(in_document_order(dict.fromkeys(slots.problems), texts))
    head, tail = frame_of(part, strings.pieces(), lambda text: bool(find_spans(text)))
    removed = (workbook.calc_chain,) if workbook.calc_chain and plans else ()
    added = {} if part.exists or not plans else {part.name: (CONTENT_TYPE, "sharedStrings")}
    fixed = directory_parts(package, workbook, removed=removed, added=added)
    styles_root = package.xml(workbook.styles) if workbook.styles else None
    count, dates = (0, frozenset[int]()) if styles_root is None else date_styles(styles_root)
    changing = filled | fixed.keys()
    for plan in plans:
        changing |= parts_that_may_change(package, plan.part)
    if workbook.styles:
        changing.add(workbook.styles)
    loops = {number: names for plan in plans for number, names in plan.loop_names.items()}
    tags = [*slots.tags, *(tag for plan in plans for tag in tag_tree(plan.tags))]
    return CompiledExcel(
        name,
        tuple(tags),
        names_in(
            environment,
            [plan.tags for plan in plans],
            slots.tags,
            {n for names in loops.values() for n in names},
        ),
        environment,
        package,
        workbook,
        plans,
        parts,
        slots,
        tabs,
        loops,
        (styles_root, count, dates),
        StringFrame(part.name, len(strings), head, tail),
        fixed,
        PackageWriter(package, changing, removed=removed),
        tuple(text_references(package, workbook)),
    )


def _plan_sheets(
    package: Package, workbook: Workbook, part: StringPart, strings: SharedStrings, slots: SlotTable
) -> tuple[SheetPlan, ...]:
    """The sheets that must be written anew, compiled."""
    looks = read_looks(package.xml(workbook.styles) if workbook.styles else None)
    entries = [entry for entry in workbook.sheets if entry.kind == "worksheet"]
    roots = {entry.name: package.xml(entry.part) for entry in entries}
    tagged = {entry.name for entry in entries if holds_tags(roots[entry.name], part.strings)}
    touched = touched_sheets(workbook, roots, tagged)
    plans: list[SheetPlan] = []
    loops = 0
    for entry in entries:
        if entry.name not in touched:
            continue
        plan = plan_sheet(
            slots.environment,
            read_sheet(roots[entry.name], part.strings),
            name=entry.name,
            part=entry.part,
            file=package.file,
            strings=strings,
            slots=slots,
            looks=looks,
            first_loop=loops,
        )
        loops += len(plan.row_axis.loops) + len(plan.column_axis.loops)
        plans.append(plan)
    return tuple(plans)
