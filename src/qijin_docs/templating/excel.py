"""The Excel template engine: a workbook compiled once, filled many times.

The flow: the package is read, each sheet taken apart and its tags compiled
(:mod:`.excel_sheet`, :mod:`.excel_cells`, :mod:`.excel_text`); rendering asks every sheet where its lines go
(:mod:`.excel_lines`), makes one :class:`~qijin_docs.ooxml.moving.Mover` of the answers, writes the sheets and
moves whatever refers to cells in any other part. Parts in which nothing changes are copied as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment

from qijin_docs.errors import Place, Problem, RenderError, Severity, TemplateError
from qijin_docs.ooxml.archive import Member
from qijin_docs.ooxml.cells import Styles
from qijin_docs.ooxml.moving import Mover
from qijin_docs.ooxml.package import read_package
from qijin_docs.ooxml.sheet import address, read_sheet
from qijin_docs.ooxml.streaming import pack_pieces
from qijin_docs.ooxml.string_part import CONTENT_TYPE, frame_of, read_string_part
from qijin_docs.ooxml.strings import SharedStrings
from qijin_docs.ooxml.workbook import Workbook, date_styles, read_workbook
from qijin_docs.ooxml.workbook_parts import directory_parts, moved_workbook, styles_with_dates, xml_bytes
from qijin_docs.ooxml.writer import PackageWriter
from qijin_docs.templating.adapt import adapt_values
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.excel_cells import MAX_PROBLEMS, Work
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
    _loops: Mapping[int, tuple[str, ...]] = field(repr=False)
    _styles: tuple[_Element | None, int, frozenset[int]] = field(repr=False)
    _strings: _StringFrame = field(repr=False)
    _fixed: Mapping[str, bytes] = field(repr=False)
    _writer: PackageWriter = field(repr=False)

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """The workbook filled with values.

        Raises:
            RenderError: template and values do not fit; all problems with their cells.
        """
        problems: list[Problem] = []
        context = Context(self._environment, adapt_values(values), self._loops)
        grids = {plan.name: lay_out_sheet(plan, context, problems) for plan in self._plans}
        _raise(problems, self.name)
        root, count, dates = self._styles
        work = Work(
            context,
            Mover(grids),
            Styles(count, dates),
            SharedStrings(self._strings.count),
            self._workbook.epoch_1904,
            problems,
        )
        parts: dict[str, bytes | Member] = dict(self._fixed)
        for plan in self._plans:
            parts[plan.part] = pack_pieces(plan.part, write_sheet(plan, work))
        parts[self._workbook.part] = xml_bytes(moved_workbook(self._workbook, work.mover))
        parts[self._strings.name] = pack_pieces(
            self._strings.name, (self._strings.head, *work.strings.pieces(), self._strings.tail)
        )
        if work.styles.added and root is not None and self._workbook.styles is not None:
            parts[self._workbook.styles] = styles_with_dates(root, work.styles)
        problems.extend(_ambiguous(work.mover, self.name))
        _raise(problems, self.name)
        return Rendered(self._writer.write(parts), tuple(problems), work.proved)


@dataclass(frozen=True, slots=True)
class _StringFrame:
    """What of the shared strings is the same in every document."""

    name: str
    count: int
    head: str = field(repr=False)
    tail: str


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
    part = read_string_part(package, workbook)
    strings = SharedStrings(len(part.strings))
    plans: list[SheetPlan] = []
    loops = 0
    for entry in workbook.sheets:
        if entry.kind != "worksheet":
            continue
        plan = plan_sheet(
            environment,
            read_sheet(package.xml(entry.part), part.strings),
            name=entry.name,
            part=entry.part,
            file=name,
            strings=strings,
            first_loop=loops,
            problems=problems,
        )
        loops += len(plan.row_axis.loops) + len(plan.column_axis.loops)
        plans.append(plan)
    if problems:
        raise TemplateError(dict.fromkeys(problems))
    head, tail = frame_of(part, strings.pieces(), lambda text: bool(find_spans(text)))
    removed = (workbook.calc_chain,) if workbook.calc_chain else ()
    added = {} if part.exists else {part.name: (CONTENT_TYPE, "sharedStrings")}
    fixed = directory_parts(package, workbook, removed=removed, added=added)
    styles_root = package.xml(workbook.styles) if workbook.styles else None
    count, dates = (0, frozenset[int]()) if styles_root is None else date_styles(styles_root)
    changing = {plan.part for plan in plans} | fixed.keys() | {workbook.part, part.name}
    if workbook.styles:
        changing.add(workbook.styles)
    return CompiledExcel(
        name,
        tuple(tag for plan in plans for tag in tag_tree(plan.tags)),
        names_in(environment, [plan.tags for plan in plans]),
        environment,
        workbook,
        tuple(plans),
        {number: names for plan in plans for number, names in plan.loop_names.items()},
        (styles_root, count, dates),
        _StringFrame(part.name, len(strings), head, tail),
        fixed,
        PackageWriter(package, changing, removed=removed),
    )


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


def _raise(problems: list[Problem], file: str) -> None:
    errors = [problem.in_file(file) for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise RenderError(tuple(dict.fromkeys(errors))[:MAX_PROBLEMS])
