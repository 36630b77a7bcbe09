"""What is said about a workbook as a whole: damaged files, doubtful references, all errors at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qijin_docs.errors import Place, Problem, RenderError, Severity
from qijin_docs.ooxml.formulas import Reference
from qijin_docs.ooxml.moving import At, Mover
from qijin_docs.ooxml.sheet import address
from qijin_docs.templating.excel.cells import MAX_PROBLEMS
from qijin_docs.templating.limits import RenderLimits

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


def doubtful_references(mover: Mover, file: str) -> Iterator[Problem]:
    """Warnings for formulas whose references could mean something else now, each once."""
    for at, reference in _once(mover.ambiguous):
        yield Problem(
            "template.one_cell_of_loop",
            f"公式引用了循环里的一个单元格 {reference}，循环有多行时只指第一行",
            Place(file, _where(at)),
            f"要引用全部行，写成 {reference}:{reference.area.first}",
            Severity.WARNING,
        )
    for at, reference in _once(mover.spanning):
        yield Problem(
            "template.range_of_sheets",
            f"公式引用了几张工作表的同一处 {reference}，行列变动只按第一张工作表改正",
            Place(file, _where(at)),
            "分别引用每张工作表",
            Severity.WARNING,
        )


def cells_gone(mover: Mover, file: str) -> Iterator[Problem]:
    """Warnings for formulas that read a single cell which these values have left out."""
    for at, reference in _once(mover.gone):
        yield Problem(
            "template.cell_gone",
            f"公式引用的单元格 {reference} 在这份数据里没有了，算作空",
            Place(file, _where(at)),
            "让公式也在那一行的条件或循环里，或引用一定会有的单元格",
            Severity.WARNING,
        )


def _once(found: Iterable[tuple[At, Reference]]) -> Iterable[tuple[At, Reference]]:
    """Each formula once, however many rows it stands in now."""
    return {(at.sheet, at.row, at.column, reference): (at, reference) for at, reference in found}.values()


def _where(at: At) -> str:
    where = f"工作表“{at.sheet}”" if at.sheet else "定义的名称"
    return where if at.row is None or at.column is None else f"{where}!{address(at.row, at.column)}"


def raise_errors(problems: list[Problem], file: str) -> None:
    """Raise the errors among the problems, each once, no more than anybody would read."""
    errors = [problem.in_file(file) for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise RenderError(tuple(dict.fromkeys(errors))[:MAX_PROBLEMS])


def bounded_pieces(pieces: Iterable[str], limits: RenderLimits, place: Place) -> Iterator[str]:
    """The pieces of one part, as long as they are no more than one part may hold."""
    made = 0
    for piece in pieces:
        made += len(piece)
        if made > limits.output:
            raise RenderError(
                Problem(
                    "limit.output",
                    f"生成的内容超过上限 {limits.output} 字",
                    place,
                    "检查模板里的重复和循环，或者把数据分到几个文件",
                )
            )
        yield piece
