"""A phase of a project as the package that is handed in: cover list, letters, documents, evidence, lists with sums.

The same project gives the same package, byte for byte; nothing half written is left behind.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, OutputError, Place, Problem, errors_among
from qijin_docs.handover import listed
from qijin_docs.handover.chosen import Chosen, chosen
from qijin_docs.handover.contents import contents
from qijin_docs.handover.cover import cover_list
from qijin_docs.handover.item import Item
from qijin_docs.handover.pages import pages_of
from qijin_docs.handover.standing import standing_problems
from qijin_docs.handover.sums import SUMS, sums_file
from qijin_docs.handover.volumes import divided, room_of, size_words
from qijin_docs.handover.write import is_zip, refuse_full_folder, write_all
from qijin_docs.kinds import load_kinds
from qijin_docs.manifest import FILE_NAME
from qijin_docs.pipeline import build
from qijin_docs.project import Project

# What the lists may grow by when the volumes of all files stand in them: a bit, and a number for each file.
_MARGIN, _MARGIN_A_FILE = 8 << 10, 8


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a package.

    Args:
        path: below the package, with ``/``.
        kind: kind of document, or of evidence.
        title: what the cover list or the catalogue calls it.
        source: file of the project it came from.
        sha256: of its bytes.
        bytes: size.
        volume: number of the volume it lies in, from 1.
    """

    path: str
    kind: str
    title: str
    source: str
    sha256: str
    bytes: int
    volume: int


@dataclass(frozen=True, slots=True)
class Package:
    """What :func:`pack` wrote.

    Args:
        volumes: the zips or folders; one unless the package was split.
        recipient: who gets it.
        files: what is in it, without the lists.
        problems: warnings: of the data, and what must be handed over besides.
    """

    volumes: tuple[Path, ...]
    recipient: str
    files: tuple[Packed, ...]
    problems: tuple[Problem, ...]


def pack(
    project: Project, out: str | Path, *, phase: int, split: int | None = None, pages: bool = False
) -> Package:
    """Build a phase and pack what goes to its recipient.

    Args:
        project: from :func:`~qijin_docs.project.load_project`.
        out: a ``.zip``, which is replaced, or a folder, which must be new or empty. Several volumes are called
            ``…（第1卷，共3卷）.zip`` beside it, or ``第1卷`` inside the folder.
        phase: number of the phase.
        split: bytes that a volume may have, for a disc or a mail; one volume if ``None``. A file is never cut.
        pages: count the pages of the documents with LibreOffice, for the cover list; otherwise there is room to
            write them by hand.

    Raises:
        DataError, TemplateError, RenderError: the phase cannot be built; or it is not complete, not signed, or
            not right (``pack.…``, ``review.…``, ``check.…``); or a file is larger than a volume
            (``pack.too_large``). All reasons at once, and nothing is written.
        OutputError: ``output.not_empty``, ``output.write_failed``.
        OfficeError: of ``pages``.
    """
    target = Path(out)
    refuse_full_folder(target)
    kinds = load_kinds(project.folder / "templates")
    with tempfile.TemporaryDirectory() as scratch:
        result = build(project, scratch, phase=phase)
        choice = chosen(project, kinds, result, phase)
        going = (*choice.carriers, *choice.documents)
        problems = tuple(dict.fromkeys((*choice.problems, *standing_problems(project, result, going))))
        if errors_among(problems):
            raise DataError(problems)
        items = contents(project, kinds, choice, Path(scratch))
        counted = pages_of(items) if pages else {}

        def cover(volumes: Sequence[Sequence[Item]]) -> Item:
            return cover_list(project, kinds, phase, choice.recipient, volumes, counted)

        head = _head(project, phase, choice)
        reserve = _reserve(head, items, cover((items,)))
        volumes = divided(items, split, reserve)
        top = cover(volumes)
        volumes = tuple((top, *volume) for volume in volumes)
        whole = [_with_lists(head, volumes, number) for number in range(1, len(volumes) + 1)]
        _fits(whole, split, target)
        targets = _targets(target, len(volumes))
        write_all(list(zip(targets, whole, strict=True)))
    packed = tuple(
        Packed(i.path, i.kind, i.title, i.source, i.sha256, i.size, number)
        for number, volume in enumerate(volumes, 1)
        for i in volume
    )
    return Package(targets, choice.recipient, packed, tuple(dict.fromkeys((*result.problems, *problems))))


def _head(project: Project, phase: int, choice: Chosen) -> Mapping[str, Any]:
    from qijin_docs import __version__

    return {
        "程序": f"qijin_docs {__version__}",
        "活动": project.campaign.name,
        "年度": project.campaign.year,
        "阶段": phase,
        "报送单位": project.year.organs.own_organ().name,
        "收件人": choice.recipient,
    }


def _with_lists(head: Mapping[str, Any], volumes: Sequence[Sequence[Item]], number: int) -> tuple[Item, ...]:
    """A volume with the list of the whole package and the sums of its own files."""
    volume = volumes[number - 1]
    manifest = Item.of(FILE_NAME, "", "", "", listed.written(head, volumes, number))
    own = sums_file({i.path: i.sha256 for i in (*volume, manifest)})
    return (*volume, manifest, Item.of(SUMS, "", "", "", own))


def _reserve(head: Mapping[str, Any], items: Sequence[Item], cover: Item) -> int:
    """Bytes that the lists take up in a volume, at most."""
    lists = _with_lists(head, ((cover, *items),), 1)
    return sum(room_of(i.size) for i in (cover, *lists[-2:])) + _MARGIN + _MARGIN_A_FILE * len(items)


def _fits(volumes: Sequence[Sequence[Item]], split: int | None, target: Path) -> None:
    """Measured, not trusted: what was reserved for the lists was enough."""
    if split is None:
        return
    for volume in volumes:
        size = sum(room_of(i.size) for i in volume)
        if size > split:
            message = f"一卷有{size_words(size)}，超过{size_words(split)}"
            raise OutputError(
                Problem("pack.volume_too_large", message, Place(str(target)), "请把每卷改大一些")
            )


def _targets(target: Path, count: int) -> tuple[Path, ...]:
    if count == 1:
        return (target,)
    numbers = range(1, count + 1)
    if is_zip(target):
        return tuple(target.with_name(f"{target.stem}（第{n}卷，共{count}卷）.zip") for n in numbers)
    return tuple(target / f"第{n}卷" for n in numbers)
