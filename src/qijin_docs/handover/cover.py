"""The cover list of a package: a line for each document and for each kind of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qijin_docs.handover.chosen import EVIDENCE, below
from qijin_docs.handover.contents import LETTERS
from qijin_docs.handover.item import Item
from qijin_docs.kinds import Kinds
from qijin_docs.models import EvidenceKind
from qijin_docs.models.cover_list import CoverList, CoverRow
from qijin_docs.pipeline import render
from qijin_docs.project import Project
from qijin_docs.text.numerals import to_chinese

FILE_NAME = "报送清单.docx"
_KINDS = frozenset(str(kind) for kind in EvidenceKind)


def cover_list(
    project: Project,
    kinds: Kinds,
    phase: int,
    recipient: str,
    volumes: Sequence[Sequence[Item]],
    pages: Mapping[str, int],
) -> Item:
    """The list as a document that lies on top of the package, in each of its volumes.

    Args:
        project: the project.
        kinds: its kinds.
        phase: number of the phase.
        recipient: full name of who gets it.
        volumes: the files, by volume.
        pages: path in the package → printed pages, of the documents that were counted.
    """
    placed = [(item, n) for n, volume in enumerate(volumes, 1) for item in volume]
    rows = [
        _row(item, [n] if len(volumes) > 1 else [], project, kinds, pages.get(item.path))
        for item, n in placed
        if item.kind not in _KINDS
    ]
    for kind in dict.fromkeys(item.kind for item, _ in placed if item.kind in _KINDS):
        same = [(item, n) for item, n in placed if item.kind == kind]
        rows.append(_evidence_row(kind, same, many=len(volumes) > 1))
    found = next(p for p in project.campaign.phases if p.number == phase)
    model = CoverList(
        campaign=project.campaign,
        organ=project.year.organs.own_organ(),
        recipient=recipient,
        subject=f"第{to_chinese(phase)}阶段（{found.name}）材料",
        rows=tuple(rows),
        volume_count=len(volumes),
    )
    content = bytes(render("cover_list", model, templates=project.folder / "templates"))
    return Item.of(FILE_NAME, model.kind_name, model.kind_name, "", content)


def _row(item: Item, volumes: list[int], project: Project, kinds: Kinds, pages: int | None) -> CoverRow:
    return CoverRow(
        # Who sends it stands above the list.
        name=item.title.removeprefix(project.year.organs.own_organ().name) or item.title,
        quantity=1,
        pages=pages,
        formats=(item.suffix,),
        folder=item.path.rpartition("/")[0],
        volumes=_volumes(volumes),
        note=_note(item, project, kinds),
    )


def _evidence_row(kind: str, placed: list[tuple[Item, int]], *, many: bool) -> CoverRow:
    return CoverRow(
        name=f"{EVIDENCE}：{kind}",
        quantity=len(placed),
        unit="件",
        formats=tuple(dict.fromkeys(item.suffix for item, _ in placed)),
        folder=EVIDENCE,
        volumes=_volumes(sorted({n for _, n in placed}) if many else []),
        note="逐件见目录",
    )


def _volumes(numbers: list[int]) -> str | None:
    return f"第{'、'.join(map(str, numbers))}卷" if numbers else None


def _note(item: Item, project: Project, kinds: Kinds) -> str | None:
    """Of a letter its number; of what has to be handed in on paper how many copies."""
    if item.path.startswith(f"{LETTERS}/"):
        letter = next(e.model for e in project.entries["公文"] if below(e, project) == item.source)
        return letter.letterhead.number or None
    copies = next(
        (
            duty.copies
            for table in project.of("报送事项")
            for duty in table.duties
            if duty.copies and any(n in duty.item for n in (item.kind, *kinds[item.kind].deliverables))
        ),
        None,
    )
    return f"纸质{copies}份" if copies else None
