"""What of a built phase goes to the recipient, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.kinds import Kind, Kinds
from qijin_docs.manifest import Made
from qijin_docs.models import OfficialDocument
from qijin_docs.models.campaign import Deliverable
from qijin_docs.models.official import UPWARD
from qijin_docs.pipeline import BuildResult
from qijin_docs.project import Entry, Project

CATALOGUE = "见证材料目录"
EVIDENCE = "见证材料"
_SUMMARY = "活动总结"
_WITH_EVIDENCE = ("活动台账", "情况统计表", CATALOGUE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes out.

    Args:
        recipient: full name of who gets it.
        carriers: the letters, among the documents made.
        documents: the rest of the documents.
        evidence: whether the files of the evidence go too.
        problems: what is missing; with warnings.
    """

    recipient: str
    carriers: tuple[Made, ...]
    documents: tuple[Made, ...]
    evidence: bool
    problems: tuple[Problem, ...]


def chosen(project: Project, kinds: Kinds, result: BuildResult, phase: int) -> Chosen:
    """Choose among the documents of one phase.

    Args:
        project: the project.
        kinds: its kinds.
        result: what :func:`~qijin_docs.pipeline.build` made of the phase.
        phase: its number.
    """
    index = next(i for i, p in enumerate(project.campaign.phases) if p.number == phase)
    owed = project.campaign.phases[index].deliverables
    activity = project.entries["活动"][0]
    problems: list[Problem] = []
    book = project.year.organs
    recipients = list(dict.fromkeys(book.full_name(d.recipient) for d in owed if d.recipient))
    if len(recipients) != 1:
        found = "、".join(recipients) or "没有写"
        problems.append(
            Problem(
                "pack.recipient",
                f"第{phase}阶段成果的收件人应是一家，现在是：{found}",
                activity.place_of(("阶段", index, "成果")),
                "请在“成果”里写“收件人”；交给几家的，分别报送",
            )
        )
    recipient = recipients[0] if recipients else ""
    letters = [
        (entry, made)
        for entry in project.entries.get("公文", ())
        if entry.model.genre in UPWARD and recipient in {book.full_name(a) for a in entry.model.addressees}
        for made in result.made
        if made.phase == phase and made.source == below(entry, project)
    ]
    carried = {a.carries for entry, _ in letters for a in entry.model.attachments if a.carries}
    takes: dict[str, Made] = {}
    for j, deliverable in enumerate(owed):
        place = activity.place_of(("阶段", index, "成果", j, "种类"))
        found_ones = tuple(m for m in result.made if _is(kinds[m.kind], deliverable))
        problems += _too_few(project, kinds, deliverable, found_ones, place)
        if deliverable.recipient:
            takes |= {m.path: m for m in found_ones}
            if not any(_same(name, deliverable.kind) for name in carried):
                problems.append(
                    Problem(
                        "pack.no_carrier",
                        f"“{deliverable.kind}”要报给{deliverable.recipient}，没有随附它的报告",
                        place,
                        f"请在“公文”里写第{phase}阶段的报告，“附件”里写“承载”",
                    )
                )
    evidence = any(_same(EVIDENCE, d.kind) and d.recipient for d in owed)
    summary = any(m.kind == _SUMMARY for m in takes.values())
    if summary and not any(_same(EVIDENCE, d.kind) for p in project.campaign.phases for d in p.deliverables):
        # A summary without what it rests on is not complete (fact 0.3), though no phase asks for it.
        evidence = True
        if CATALOGUE not in {m.kind for m in result.made}:
            problems.append(_missing(EVIDENCE, activity.place_of(("阶段", index, "成果"))))
    takes |= {m.path: m for m in result.made if evidence and m.kind in _WITH_EVIDENCE}
    for entry, _ in letters:
        problems += _beside(entry, kinds, result.made, takes)
    carriers = tuple({m.path: m for _, m in letters}.values())
    documents = tuple(m for path, m in sorted(takes.items()) if path not in {c.path for c in carriers})
    return Chosen(recipient, carriers, documents, evidence, tuple(dict.fromkeys(problems)))


def below(entry: Entry[OfficialDocument], project: Project) -> str:
    """The file of a letter, below the project."""
    file = Path(entry.located.file or "")
    return file.relative_to(project.folder).as_posix() if file.is_relative_to(project.folder) else file.name


def _is(kind: Kind, deliverable: Deliverable) -> bool:
    return any(name in deliverable.kind for name in (kind.name, *kind.deliverables))


def _same(carried: str, owed: str) -> bool:
    """Whether two names mean one thing: 典型经验材料 is short for 先进典型经验材料."""
    return carried in owed or owed in carried


def _missing(what: str, place: Place) -> Problem:
    return Problem("pack.missing", f"没有生成“{what}”，报送不全", place, "请先写好它的数据，再打包")


def _too_few(
    project: Project, kinds: Kinds, deliverable: Deliverable, made: tuple[Made, ...], place: Place
) -> Iterator[Problem]:
    if not made:
        yield _missing(deliverable.kind, place)
        return
    # What else is handed in under the same name (推荐汇总表 beside the cases) does not count.
    first = next(k.name for k in kinds.table if any(k.name == m.kind for m in made))
    count = sum(m.kind == first for m in made)
    if first == CATALOGUE and project.year.evidence is not None:
        count = len(project.year.evidence.items)
        if not count:
            yield _missing(deliverable.kind, place)
            return
    if deliverable.count and count < deliverable.count:
        yield Problem(
            "pack.too_few",
            f"“{deliverable.kind}”要{deliverable.count}份（件），现有{count}份（件）",
            place,
            "请补齐，或核对“数量”",
        )


def _beside(
    entry: Entry[OfficialDocument], kinds: Kinds, made: Iterable[Made], takes: dict[str, Made]
) -> Iterator[Problem]:
    """Workbooks that a letter carries go beside it; Word material is bound in it."""
    for index, item in enumerate(entry.model.attachments):
        place = entry.place_of(("附件", index))
        if item.carries is None:
            yield Problem(
                "pack.not_included",
                f"附件“{item.name}”另附，不在包里",
                place,
                "请把它与包一并交出",
                Severity.WARNING,
            )
            continue
        found = {m.path: m for m in made if m.kind == item.carries}
        takes |= {p: m for p, m in found.items() if p.endswith(".xlsx")}
        kind = next((k for k in kinds.table if k.name == item.carries), None)
        if not found and kind is not None and kind.suffix == ".xlsx":
            yield Problem(
                "pack.other_phase",
                f"附件“{item.name}”不是这个阶段生成的，放不进包里",
                place,
                "请在它生成的阶段报送，或改“阶段”",
            )
