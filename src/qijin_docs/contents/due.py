"""The documents that a project's data allows to be built now, in order of phase, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qijin_docs.contents.attachments import missing_attachments
from qijin_docs.contents.values import values_of
from qijin_docs.errors import Flaw, Place, Problem, Severity
from qijin_docs.kinds import Kind, Kinds, phase_number
from qijin_docs.models import DatedDocument, Document, OfficialDocument
from qijin_docs.project import Entry, Project
from qijin_docs.templating.text import compile_text
from qijin_docs.text.filenames import safe_name

# Parts that no file holds: they are put together from another part.
_MADE_FROM = {"典型推荐": "典型", "考核名次": "考核"}


@dataclass(frozen=True, slots=True)
class Due:
    """A document that can be built now.

    Args:
        kind: its kind.
        phase: number of the phase it is due in.
        name: file name with suffix.
        values: what the template reads.
        source: file the data came from.
    """

    kind: Kind
    phase: int
    name: str
    values: Mapping[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the year owes that cannot be built yet.

    Args:
        phase: number of the phase; 0 if it belongs to none.
        what: name of the missing thing.
        problem: why, where, and what to do.
    """

    phase: int
    what: str
    problem: Problem


def due_documents(project: Project, kinds: Kinds) -> tuple[tuple[Due, ...], tuple[Gap, ...]]:
    """Every document that the project's data allows, in order of phase, and what is missing."""
    due: list[Due] = []
    gaps: list[Gap] = []
    for kind in kinds.table:
        entries = _entries(project, kind)
        if not entries and (not kind.optional or _owed_by_name(project, kind)):
            part = kind.source.partition("/")[0]
            file = _MADE_FROM.get(part, part)
            place = Place(str(project.folder))
            gaps.append(
                Gap(
                    _default_phase(project, kind),
                    kind.name,
                    Problem(
                        "gap.no_document", f"没有{kind.name}的数据", place, f"请写“{file}”", Severity.WARNING
                    ),
                )
            )
        for entry in entries:
            phase = phase_number(kind, entry.model)
            missing = list(missing_attachments(entry, project))
            if missing:
                gaps += [Gap(phase, kind.name, flaw.at(entry.place_of(flaw.path))) for flaw in missing]
                continue
            values = values_of(entry.model, project)
            name = safe_name(
                compile_text(kind.file_name, place=Place("kinds.yaml")).render(values), kind.suffix
            )
            due.append(Due(kind, phase, name, values, entry.located.file or ""))
            gaps += [
                Gap(phase, kind.name, flaw.at(entry.place_of(flaw.path))) for flaw in _unsigned(entry.model)
            ]
    gaps += _without_kind(project, kinds)
    gaps += _owed_deliverables(project, kinds)
    return tuple(sorted(due, key=lambda d: d.phase)), tuple(sorted(gaps, key=lambda g: g.phase))


def _unsigned(model: Document) -> Iterator[Flaw]:
    """What a draft still lacks before it can go out."""
    if isinstance(model, DatedDocument) and model.date is None:
        yield Flaw(
            ("成文日期",),
            "gap.no_date",
            f"“{model.full_title}”还没有成文日期",
            "签发后填写",
            Severity.WARNING,
        )
    if isinstance(model, OfficialDocument) and model.letterhead.number is None:
        yield Flaw(
            ("版头", "发文字号"),
            "gap.no_number",
            f"“{model.full_title}”还没有发文字号",
            "编号后填写",
            Severity.WARNING,
        )


def _owed_by_name(project: Project, kind: Kind) -> bool:
    """Whether a phase owes a document of the kind that the year could otherwise do without."""
    return any(kind.name in d.kind for phase in project.campaign.phases for d in phase.deliverables)


def _entries(project: Project, kind: Kind) -> tuple[Entry[Any], ...]:
    part, _, genre = kind.source.partition("/")
    entries = project.entries.get(part, ())
    return tuple(e for e in entries if not genre or getattr(e.model, "genre", None) == genre)


def _without_kind(project: Project, kinds: Kinds) -> Iterator[Gap]:
    """Official documents of a genre for which there is no template."""
    genres = {g for part, _, g in (k.source.partition("/") for k in kinds.table) if part == "公文"}
    for entry in project.entries.get("公文", ()):
        if entry.model.genre not in genres and "" not in genres:
            message = f"文种“{entry.model.genre}”没有模板，没有生成“{entry.model.full_title}”"
            known = "、".join(sorted(genres))
            problem = Problem(
                "gap.no_template",
                message,
                entry.place_of(("文种",)),
                f"现有模板的文种：{known}；可在项目的 templates/kinds.yaml 里添加",
                Severity.WARNING,
            )
            yield Gap(entry.model.phase or 0, entry.model.full_title, problem)


def _default_phase(project: Project, kind: Kind) -> int:
    phases = project.campaign.phases
    for phase in phases:
        if any(name in d.kind for d in phase.deliverables for name in kind.deliverables):
            return phase.number
    return phases[0].number if kind.phase == "首" else phases[-1].number if kind.phase == "末" else 0


def _owed_deliverables(project: Project, kinds: Kinds) -> Iterator[Gap]:
    known = [name for kind in kinds.table for name in (*kind.deliverables, kind.name)]
    for index, phase in enumerate(project.campaign.phases):
        for j, deliverable in enumerate(phase.deliverables):
            if not any(name in deliverable.kind for name in known):
                place = project.entries["活动"][0].place_of(("阶段", index, "成果", j, "种类"))
                yield Gap(
                    phase.number,
                    deliverable.kind,
                    Problem(
                        "gap.no_kind",
                        f"“{deliverable.kind}”不是能生成的文书",
                        place,
                        "请另行准备",
                        Severity.WARNING,
                    ),
                )
