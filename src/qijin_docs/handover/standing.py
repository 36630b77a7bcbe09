"""Why documents may not leave the house although they can be built: content, form, placeholders, signatures.

An error of content that lets a document be printed for signature still keeps it from being sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from qijin_docs.check.document import check_document
from qijin_docs.errors import Problem, Severity
from qijin_docs.manifest import Made
from qijin_docs.pipeline import BuildResult
from qijin_docs.project import Project
from qijin_docs.review.judge import review_project

# Parts that stand in every document, so that what is wrong in them goes out with any of them.
_EVERYWHERE = ("活动", "单位", "活动台账")
_UNSIGNED = ("gap.no_date", "gap.no_number")


def standing_problems(project: Project, result: BuildResult, made: Iterable[Made]) -> Iterator[Problem]:
    """Everything that keeps these documents from going out.

    Args:
        project: the project.
        result: what was built of it.
        made: the documents that are to go out, among those built.
    """
    made = tuple(made)
    files = {m.source for m in made}

    def goes(problem: Problem) -> bool:
        file = Path(problem.place.file or "")
        name = file.relative_to(project.folder).as_posix() if file.is_relative_to(project.folder) else ""
        return name in files or file.stem in _EVERYWHERE

    for finding in review_project(project).errors:
        if goes(finding.problem):
            yield finding.problem
    for gap in project.gaps:
        if goes(gap):
            yield replace(gap, code="pack.placeholder", severity=Severity.ERROR)
    for open_point in result.gaps:
        problem = open_point.problem
        if problem.code in _UNSIGNED and goes(problem):
            yield replace(problem, code="pack.unsigned", severity=Severity.ERROR)
    for m in made:
        if m.path.endswith(".docx"):
            report = check_document(result.folder / m.path)
            for found in report.findings:
                if found.problem.severity is Severity.ERROR:
                    # The folder is a scratch one: the document goes by its name.
                    place = replace(found.problem.place, file=m.path.rpartition("/")[2])
                    yield replace(found.problem, place=place)
