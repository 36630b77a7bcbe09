"""Copies of faulty workbooks, each wrong cell coloured and with a comment, to send back to who filled them in.

openpyxl 3.1.5 saves the copy: it keeps values, formulas, formats, validations and macros, and loses shapes, text boxes
and the like. The original is only read.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from qijin_docs.errors import DataError, OutputError, Place, Problem, Severity, os_reason
from qijin_docs.registers.sheet_details import OUR_COMMENTS

_CELL = re.compile(r"(?:(?P<sheet>.*)!)?(?:(?P<cell>[A-Z]{1,3}\d+)|第(?P<row>\d+)行)$", re.DOTALL)
_COLORS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C"}
_LOST = ("xl/drawings/drawing", "xl/ctrlProps", "xl/embeddings", "xl/diagrams")
_TOO_OLD = "旧格式和csv标不出来，请对照列出的单元格改"


def write_marked(
    files: Mapping[str, Path], problems: Sequence[Problem], folder: str | Path
) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """A marked copy of each workbook that has errors or warnings.

    Args:
        files: name as in the problems → path of the original.
        problems: with places; notes are not marked.
        folder: where the copies go, under the same names.

    Returns:
        Name → copy, and problems: ``collect.not_marked`` for a file of another kind, ``collect.mark_loses`` where the
        copy lacks pictures or shapes.

    Raises:
        OutputError: ``output.write_failed``.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.severity is not Severity.NOTE and problem.place.file in files:
            by_file.setdefault(str(problem.place.file), []).append(problem)
    made: dict[str, Path] = {}
    told: list[Problem] = []
    for name, found in by_file.items():
        source = files[name]
        if source.suffix.lower() not in (".xlsx", ".xlsm"):
            told.append(Problem("collect.not_marked", _TOO_OLD, Place(name), severity=Severity.WARNING))
            continue
        target = Path(folder) / (Path(name).name if Path(name).is_absolute() else name)
        try:
            content = _marked(source, found)
        except (DataError, OSError, ValueError, KeyError, zipfile.BadZipFile):
            message = "文件打不开，没有作标记"
            told.append(Problem("collect.not_marked", message, Place(name), severity=Severity.WARNING))
            continue
        if _loses(source):
            message = "标记的副本里没有原表的图片、图形"
            told.append(Problem("collect.mark_loses", message, Place(name), "请在原表上改", Severity.WARNING))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            message = f"写不进去（{os_reason(error)}）"
            raise OutputError(Problem("output.write_failed", message, Place(str(target)))) from error
        made[name] = target
    return made, tuple(told)


def _marked(source: Path, problems: Sequence[Problem]) -> bytes:
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    with warnings.catch_warnings():
        # openpyxl warns of what it drops; the caller is told in Chinese.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(source.read_bytes()), keep_vba=source.suffix.lower() == ".xlsm"
        )
    texts: dict[tuple[str, str], list[str]] = {}
    colors: dict[tuple[str, str], str] = {}
    for problem in problems:
        at = _where(problem, book.sheetnames)
        texts.setdefault(at, []).append(problem.message + (f"；{problem.hint}" if problem.hint else ""))
        if problem.severity is Severity.ERROR or at not in colors:
            colors[at] = _COLORS[problem.severity]
    for (sheet, cell), lines in texts.items():
        worksheet = book[sheet]
        found = worksheet[cell]
        for area in worksheet.merged_cells.ranges:
            if cell in area:
                found = worksheet.cell(area.min_row, area.min_col)
        found.fill = PatternFill("solid", fgColor=colors[sheet, cell])
        before = [found.comment.text] if found.comment and found.comment.author != OUR_COMMENTS else []
        comment = Comment("\n".join((*before, *lines)), OUR_COMMENTS)
        comment.width, comment.height = 320, 40 + 36 * len(lines)
        found.comment = comment
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _where(problem: Problem, sheets: Sequence[str]) -> tuple[str, str]:
    """Sheet and cell; of a row its first cell, of a whole file the first cell of the first sheet."""
    found = _CELL.match(problem.place.where or "")
    sheet = found["sheet"] if found and found["sheet"] in sheets else (problem.place.where or "")
    if sheet not in sheets:
        return sheets[0], "A1"
    if not found:
        return sheet, "A1"
    return sheet, found["cell"] or f"A{found['row']}"


def _loses(source: Path) -> bool:
    with zipfile.ZipFile(source) as package:
        return any(name.startswith(_LOST) for name in package.namelist())
