"""The files that ``qijin status`` writes: R11, calendar, reminders, the draft of a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qijin_docs.project import Project
    from qijin_docs.submission import Status


def write_files(
    project: Project,
    status: Status,
    xlsx: Path | None,
    reminders: Path | None,
    ahead: int,
    calendar: Path | None,
    ics: Path | None,
    progress: tuple[int, Path] | None,
    reports: Path | None,
) -> Iterator[Path]:
    """Write what was asked for and yield each file."""
    from qijin_docs.pipeline import render
    from qijin_docs.submission import calendar_sheet, obligations_of, register_sheet, reminders_of
    from qijin_docs.submission.ics import calendar_file
    from qijin_docs.submission.province import province_progress, reports_in
    from qijin_docs.templating import Rendered
    from qijin_docs.text.filenames import safe_name

    templates = project.folder / "templates"
    if xlsx:
        yield render("submissions", register_sheet(project, status), templates=templates).save(xlsx)
    if calendar or ics:
        year = calendar_sheet(project, obligations_of(project))
        if calendar:
            yield render("year_calendar", year, templates=templates).save(calendar)
        if ics:
            yield Rendered(calendar_file(year)).save(ics)
    if progress:
        theirs = reports_in(reports) if reports else ()
        draft = province_progress(project, progress[0], status, reports=theirs)
        yield Rendered(draft.encode()).save(progress[1])
    if reminders:
        reminders.mkdir(parents=True, exist_ok=True)
    for reminder in reminders_of(project, status, ahead=ahead) if reminders else ():
        assert reminders is not None
        name = f"催报 {reminder.unit}"
        yield Rendered(reminder.message.encode()).save(reminders / safe_name(name, ".txt"))
        if reminder.letter is not None:
            kind = "notice" if reminder.letter.genre == "通知" else "letter"
            letter = render(kind, reminder.letter, templates=templates)
            yield letter.save(reminders / safe_name(name, ".docx"))
