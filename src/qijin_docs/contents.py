"""Which documents of a project are due, and what the template of each may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.errors import Flaw, Place, Problem, Severity
from qijin_docs.kinds import Kind, Kinds, phase_number
from qijin_docs.models import (
    Attachment,
    DatedDocument,
    Document,
    EvidenceCatalogue,
    EvidenceKind,
    LeadingGroup,
    OfficialDocument,
    Plan,
    Summary,
    TypicalCase,
    template_values,
)
from qijin_docs.project import Entry, Project
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.text import compile_text
from qijin_docs.text.filenames import safe_name
from qijin_docs.text.titles import break_title

PHOTO_WIDTH_MM = 74

# Parts that no file holds: they are put together from another part.
_MADE_FROM = {"典型推荐": "典型"}


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
        if not entries:
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
            missing = list(_missing_attachments(entry, project))
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


def values_of(model: Document, project: Project | None = None) -> dict[str, Any]:
    """Everything the template of a document may read.

    Args:
        model: the document, its narrative evaluated.
        project: supplies attachments' text and photographs; without it they are empty.
    """
    values = {**template_values(model), **model.common_values()}
    if isinstance(model, OfficialDocument):
        values["附件正文"] = [
            _attachment(model, index, item, project) for index, item in enumerate(model.attachments)
        ]
    if isinstance(model, TypicalCase):
        values["照片图"] = _photos(model, project)
    if isinstance(model, EvidenceCatalogue):
        for item, row in zip(model.items, values["见证材料"], strict=True):
            activity = (
                project.year.register.find(item.activities[0]) if project and project.year.register else None
            )
            size = model.sizes.get(item.file.replace("\\", "/"))
            row |= {
                "活动名称": activity.name if activity else None,
                "大小": None if size is None else -(-size // 1024),
            }
    return values


def _entries(project: Project, kind: Kind) -> tuple[Entry[Any], ...]:
    part, _, genre = kind.source.partition("/")
    entries = project.entries.get(part, ())
    return tuple(e for e in entries if not genre or getattr(e.model, "genre", None) == genre)


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


# ------------------------------------------------------------------------------------------ attachments


def _carried(item: Attachment, project: Project) -> Document | None:
    """The document an attachment carries, or ``None`` if the project does not have it."""
    year = project.year
    kind = item.carries or ""
    if "典型" in kind and "表" not in kind:
        return next((c for c in year.cases if item.item in (None, c.id)), None)
    if "进展" in kind:
        return next((p for p in year.progress if item.item in (None, str(p.phase))), None)
    single: dict[str, Document | None] = {
        "实施方案": year.plan, "领导小组名单": year.group, "任务分工表": year.assignments, "活动台账": year.register,
        "活动总结": year.summary, "见证材料目录": year.evidence, "情况统计表": _first(project, "统计表"),
        "典型推荐汇总表": _first(project, "典型推荐"),
    }  # fmt: skip
    return single.get(kind)


def _first(project: Project, part: str) -> Document | None:
    found = project.of(part)
    return found[0] if found else None


def _missing_attachments(entry: Entry[Any], project: Project) -> Iterator[Flaw]:
    if not isinstance(entry.model, OfficialDocument):
        return
    for index, item in enumerate(entry.model.attachments):
        if item.carries is not None and _carried(item, project) is None:
            which = f"（{item.item}）" if item.item else ""
            yield Flaw(
                ("附件", index, "承载"),
                "gap.no_attachment",
                f"“{entry.model.full_title}”要附{item.carries}{which}，项目里还没有",
                "写好它再生成本文",
                Severity.WARNING,
            )


def _attachment(
    model: OfficialDocument, index: int, item: Attachment, project: Project | None
) -> dict[str, Any]:
    label = f"附件{index + 1}" if len(model.attachments) > 1 else "附件"
    lines = list(break_title(item.name, keep=(model.organ.name,)))
    page: dict[str, Any] = {
        "标号": label, "标题行": lines, "副标题": "", "块": [], "名单": [], "统计表": [], "说明": "", "署名": "",
        "成文日期文字": "",
    }  # fmt: skip
    carried = _carried(item, project) if project else None
    if isinstance(carried, (Plan, TypicalCase, Summary)) or hasattr(carried, "blocks"):
        values = template_values(carried)
        same = "".join(values["标题行"]) == item.name
        page |= {"标题行": values["标题行"] if same else page["标题行"], "块": values["正文块"]}
        page |= {
            "副标题": values.get("副标题") or "",
            "署名": model.organ.name,
            "成文日期文字": values["成文日期文字"],
        }
        if isinstance(carried, Summary):
            page["统计表"] = values["统计表"]
    elif isinstance(carried, LeadingGroup):
        page["名单"] = template_values(carried.ranks)
    else:
        page["说明"] = "（本附件为电子表格，随文另附）" if carried else "（本附件另附）"
    return page


def _photos(case: TypicalCase, project: Project | None) -> list[dict[str, Any]]:
    if project is None or project.year.evidence is None:
        return []
    found = [project.year.evidence.find(name) for name in case.photos]
    folder = project.folder / "见证材料"
    return [
        {"图": Picture(Path(folder / item.file), width=PHOTO_WIDTH_MM), "说明": item.title}
        for item in found
        if item is not None and item.kind is EvidenceKind.PHOTO
    ]
