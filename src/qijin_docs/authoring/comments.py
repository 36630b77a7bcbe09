"""A copy of a template with each finding as a comment at its place: in Word at the paragraph, in Excel at the cell."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.authoring.lint import TemplateReport
from qijin_docs.check.annotate import AUTHOR, annotate
from qijin_docs.check.catalogue import Force
from qijin_docs.check.report import Finding, Report
from qijin_docs.errors import Problem, QijinError
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import read_package
from qijin_docs.ooxml.wordml import P
from qijin_docs.ooxml.xml import parse_xml
from qijin_docs.templating.places import paragraph_places
from qijin_docs.templating.word.parts import text_parts

_CELL = re.compile(r"^工作表“(.+)”!([A-Z]{1,3})(\d+)")


@dataclass(frozen=True, slots=True)
class _TemplateFinding(Finding):
    """A finding that stands in no standard."""

    @property
    def source(self) -> str:
        return "qijin lint 核对模板"


def annotated(path: str | Path, report: TemplateReport) -> bytes:
    """The template with the findings as comments; the template itself is not changed.

    A Word file keeps everything else as it is. A workbook is written by openpyxl, which does not keep every
    picture and chart: the copy is for reading, not for going on with.

    Args:
        path: the template.
        report: of this template.

    Raises:
        DataError: the file cannot be read or annotated.
    """
    path = Path(path)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xltx", ".xltm"):
        return _workbook(path, report)
    return annotate(path, as_check_report(path, report))


def as_check_report(path: str | Path, report: TemplateReport) -> Report:
    """The report in the shape of a document check, for comments and SARIF; paragraphs are found by their places."""
    main, positions = _positions(Path(path))
    findings = tuple(
        _TemplateFinding(
            problem, "", Force.PRACTICE, part=main, index=positions.get(problem.place.where or "", -1)
        )
        for problem in report.problems
    )
    return Report(report.file, findings)


def _positions(path: Path) -> tuple[str, dict[str, int]]:
    """The main part, and place in words → position of its paragraph."""
    if path.suffix.lower() not in (".docx", ".docm", ".dotx", ".dotm"):
        return "", {}
    try:
        package = read_package(path, allow=SWITCHES)
    except (QijinError, OSError):
        return "", {}  # the report says so already
    part = next((part for part in text_parts(package) if part.kind == "document"), None)
    if part is None:
        return "", {}
    root = parse_xml(package.part(part.name), package.place(part.name))
    places = paragraph_places(root, "document")
    return part.name, {places[p]: i for i, p in enumerate(root.iter(P)) if p in places}


def _workbook(path: Path, report: TemplateReport) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment

    book = load_workbook(path)
    for (sheet, cell), problems in _by_cell(report, book).items():
        lines = [f"{p.severity.word}：{p.message}\n{p.hint}\n[{p.code}]" for p in problems]
        target = book[sheet][cell]
        if target.comment is not None:
            lines.insert(0, target.comment.text)
        target.comment = Comment("\n\n".join(lines), AUTHOR, height=60 + 90 * len(lines), width=320)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _by_cell(report: TemplateReport, book: Any) -> dict[tuple[str, str], list[Problem]]:
    """Sheet and cell → its problems; those of no cell stand in the first cell of the first sheet."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in report.problems:
        for sheet, cell in _cells(problem, book):
            found.setdefault((sheet, cell), []).append(problem)
    return found


def _cells(problem: Problem, book: Any) -> Iterator[tuple[str, str]]:
    match = _CELL.match(problem.place.where or "")
    if match and match[1] in book.sheetnames:
        yield match[1], f"{match[2]}{match[3]}"
    else:
        yield book.worksheets[0].title, "A1"
