"""What is said about a workbook as a whole: damaged files, doubtful references, all errors at once."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.errors import Place, Problem, RenderError, Severity
from qijin_docs.ooxml.moving import Mover
from qijin_docs.ooxml.sheet import address
from qijin_docs.templating.excel_cells import MAX_PROBLEMS

#: What reading numbers and links out of a damaged file can raise; values are taken in before and never do.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError)


def broken_workbook(error: Exception, file: str) -> Problem:
    """The file cannot be understood, in a way nobody foresaw."""
    return Problem(
        "template.broken_workbook",
        f"这个 Excel 文件的内部结构有错，无法处理：{type(error).__name__}: {str(error)[:80]}",
        Place(file),
        "用 Excel 或 WPS 打开后另存为 .xlsx 再用",
    )


def ambiguous_references(mover: Mover, file: str) -> Iterator[Problem]:
    """A warning for each formula that named one cell of a loop and now means the first of many."""
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


def raise_errors(problems: list[Problem], file: str) -> None:
    """Raise the errors among the problems, each once, no more than anybody would read."""
    errors = [problem.in_file(file) for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise RenderError(tuple(dict.fromkeys(errors))[:MAX_PROBLEMS])
