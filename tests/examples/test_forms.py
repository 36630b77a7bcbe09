"""Everything the example year sends, prints and reminds of is without an error of content or form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qijin_docs.check.document import check_document
from qijin_docs.pipeline import build, render
from qijin_docs.project import Project
from qijin_docs.review.judge import review_project
from qijin_docs.submission import reminders_of, status_of


def test_the_review_has_no_error_and_no_warning(project: Project) -> None:
    assert {str(f.problem.severity) for f in review_project(project).findings} <= {"note"}


def test_every_document_of_the_year_has_the_form_of_its_kind(project: Project, tmp_path: Path) -> None:
    result = build(project, tmp_path)
    documents = sorted(tmp_path.rglob("*.docx"))
    assert len(documents) == sum(m.path.endswith(".docx") for m in result.made) >= 20
    for document in documents:
        found = check_document(document)
        assert [str(f) for f in found.findings if str(f.problem.severity) != "note"] == [], document.name


@pytest.mark.parametrize(
    ("on", "units"),
    [
        ("2018-05-01", ["柳渡"]),
        ("2018-06-28", ["岚州"]),  # returned, not late
        ("2018-07-02", ["栖河", "望岚"]),
        ("2018-11-01", ["栖河"]),
        ("2018-12-31", []),
    ],
)
def test_the_letters_of_reminder_too(project: Project, tmp_path: Path, on: str, units: list[str]) -> None:
    status = status_of(project, on=date.fromisoformat(on))
    letters = [(r.unit, r.letter) for r in reminders_of(project, status) if r.letter]
    assert [unit.removesuffix("市自然资源局") for unit, _ in letters] == units
    for unit, letter in letters:
        head = letter.letterhead.model_copy(update={"number": "云自然资〔2018〕60号"})
        signed = letter.model_copy(update={"letterhead": head, "date": date.fromisoformat(on)})
        path = render("notice", signed).save(tmp_path / f"{unit}.docx")
        found = check_document(path)
        assert [str(f) for f in found.findings if str(f.problem.severity) == "error"] == []
