"""A year of a project as the 归档 folder: documents by period and number, recordings apart, both listed in R16."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.contents import due_documents
from qijin_docs.errors import DataError, Place, Problem, Severity, errors_among
from qijin_docs.handover import listed
from qijin_docs.handover.chosen import CATALOGUE
from qijin_docs.handover.contents import catalogue_file, evidence_items
from qijin_docs.handover.filed import Filed, filed, unknown_names
from qijin_docs.handover.item import Item
from qijin_docs.handover.pages import pages_of
from qijin_docs.handover.standing import standing_problems
from qijin_docs.handover.sums import SUMS, sums_file
from qijin_docs.handover.write import refuse_full_folder, write_all
from qijin_docs.kinds import Kinds, load_kinds
from qijin_docs.manifest import FILE_NAME
from qijin_docs.models.archive import ArchivedItem, ArchivedMedia, ArchiveList
from qijin_docs.pipeline import build, gap_problems, render
from qijin_docs.project import Project

LIST = "归档文件目录.xlsx"


@dataclass(frozen=True, slots=True)
class Archived:
    """What :func:`archive` wrote.

    Args:
        path: the folder or zip.
        items: the documents, in the order of the list.
        files: path of each file → size in bytes.
        problems: what is still open: periods, dates, people in photographs, documents that the year lacks.
    """

    path: Path
    items: tuple[Filed, ...]
    files: Mapping[str, int]
    problems: tuple[Problem, ...]


def archive(project: Project, out: str | Path, *, pages: bool = False) -> Archived:
    """Build a year and lay it down for the archive.

    Args:
        project: from :func:`~qijin_docs.project.load_project`; its 归档 says how long each kind is kept.
        out: a folder, which must be new or empty, or a ``.zip``.
        pages: count the pages with LibreOffice for the list; otherwise there is room to write them by hand.

    Raises:
        DataError, TemplateError, RenderError: the year cannot be built, or is not right or not signed
            (``pack.…``, ``review.…``, ``check.…``), or its table of periods is wrong (``archive.unknown_kind``).
        OutputError: ``output.not_empty``, ``output.write_failed``.
        OfficeError: of ``pages``.
    """
    target = Path(out)
    refuse_full_folder(target)
    kinds = load_kinds(project.folder / "templates")
    with tempfile.TemporaryDirectory() as scratch:
        result = build(project, scratch)
        wrong = (*unknown_names(project, kinds), *standing_problems(project, result, result.made))
        if errors_among(wrong):
            raise DataError(dict.fromkeys(wrong))
        items = filed(project, list(zip(due_documents(project, kinds)[0], result.made, strict=True)))
        files = {item.folder: tuple(_files(item, project, kinds, Path(scratch))) for item in items}
        media = evidence_items(project, "") if project.year.evidence else ()
        documents = tuple(file for group in files.values() for file in group)
        counted = pages_of(documents) if pages else {}
        top = _list(project, items, files, media, counted)
        content = (top, *documents, *media)
        manifest = Item.of(FILE_NAME, "", "", "", listed.written(_head(project), (content,), 1))
        sums = sums_file({i.path: i.sha256 for i in (*content, manifest)})
        whole = (*content, manifest, Item.of(SUMS, "", "", "", sums))
        write_all([(target, whole)])
    problems = (*result.problems, *_still_open(project, items), *gap_problems(project, result))
    return Archived(target, items, {i.path: i.size for i in whole}, tuple(dict.fromkeys(problems)))


def _head(project: Project) -> Mapping[str, object]:
    from qijin_docs import __version__

    return {
        "程序": f"qijin_docs {__version__}",
        "活动": project.campaign.name,
        "年度": project.campaign.year,
        "立档单位": project.year.organs.own_organ().name,
    }


def _files(item: Filed, project: Project, kinds: Kinds, built: Path) -> Iterator[Item]:
    for made in item.made:
        name = made.path.rpartition("/")[2]
        content = (built / made.path).read_bytes()
        if made.kind == CATALOGUE:
            content = catalogue_file(project, kinds)
        yield Item.of(f"{item.folder}/{name}", made.kind, Path(name).stem, made.source, content)


def _list(
    project: Project,
    items: tuple[Filed, ...],
    files: Mapping[str, tuple[Item, ...]],
    media: tuple[Item, ...],
    pages: Mapping[str, int],
) -> Item:
    """R16 as a workbook."""
    home = next((i for i in items if any(m.kind == CATALOGUE for m in i.made)), None)
    rows = []
    for item in items:
        counts = [pages.get(file.path) for file in files[item.folder]]
        known = [n for n in counts if n is not None]
        notes = [f"主送：{item.to}"] if item.to else []
        notes += [f"附件：{'；'.join(item.carried)}"] if item.carried else []
        notes += ["照片、音视频等另列目录"] if item is home and media else []
        rows.append(
            ArchivedItem(
                number=item.place,
                author=item.author,
                document_number=item.number,
                title=item.title,
                date=item.day,
                pages=sum(known) if known and len(known) == len(counts) else None,
                period=item.period,
                note="。".join(notes) or None,
            )
        )
    model = ArchiveList(
        campaign=project.campaign,
        organ=project.year.organs.own_organ(),
        items=tuple(rows),
        media=tuple(_media(project, media, home)),
    )
    content = bytes(render("archive_list", model, templates=project.folder / "templates"))
    return Item.of(LIST, model.kind_name, model.kind_name, "", content)


def _media(project: Project, files: tuple[Item, ...], home: Filed | None) -> Iterator[ArchivedMedia]:
    catalogue, register = project.year.evidence, project.year.register
    for file, item in zip(files, catalogue.items if catalogue else (), strict=True):
        activity = register.find(item.activities[0]) if register else None
        yield ArchivedMedia(
            kind=str(item.kind),
            title=item.title,
            date=item.date,
            place=item.place,
            background=activity.name if activity else None,
            author=item.author,
            file=file.path,
            letter=home.label if home else None,
        )


def _still_open(project: Project, items: tuple[Filed, ...]) -> Iterator[Problem]:
    """What the list leaves blank because nobody has said it."""
    entries = project.entries.get("归档", ())
    place = entries[0].place_of(("保管期限",)) if entries else Place(str(project.folder))
    for kind, count in Counter(i.kind for i in items if i.period is None).items():
        message = f"“{kind}”没有写保管期限，{count}件没有编件号，放在“期限未定”"
        hint = "请按本单位的保管期限表，在“归档”的“保管期限”里写永久、30年或10年"
        yield Problem("archive.no_period", message, place, hint, Severity.WARNING)
    undated = [i.title for i in items if i.day is None]
    if undated:
        message = (
            f"{len(undated)}件没有日期，目录里空着：{'、'.join(undated[:5])}{'等' if undated[5:] else ''}"
        )
        folder = Place(str(project.folder))
        yield Problem("archive.no_date", message, folder, "请归档时手填", Severity.WARNING)
    photos = [i for i in project.year.evidence.items if i.kind == "照片"] if project.year.evidence else []
    if photos:
        message = f"{len(photos)}张照片的“人物”没有数据，目录里空着"
        folder = Place(str(project.folder))
        yield Problem("archive.no_people", message, folder, "请归档时逐张手填", Severity.WARNING)
