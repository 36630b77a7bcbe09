"""Files of a project folder → validated documents; problems are collected, not raised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.models import Campaign, Model, OrganBook
from qijin_docs.project.parts import PARTS, Entry, Part
from qijin_docs.review.year import FileFacts
from qijin_docs.sources import SUFFIXES, Located, read_source
from qijin_docs.sources.validate import validate
from qijin_docs.text.nearest import did_you_mean, nearest

M = TypeVar("M", bound=Model)
REQUIRED = ("活动", "单位")
_KNOWN = (*REQUIRED, *(part.name for part in PARTS), "要求", "templates", "样例")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}


def given_by(campaign: Campaign, organs: OrganBook) -> dict[str, Any]:
    """What a project tells each of its documents: campaign, own organ, year, and whose activities are counted."""
    own = organs.own_organ()
    hosts = {n for organ in (own, *organs.subordinates()) for n in (organ.name, organ.short_name) if n}
    return {
        "campaign": campaign,
        "organ": own,
        "organ_book": organs,
        "year": campaign.year,
        "counted_hosts": tuple(sorted(hosts)),
    }


def read_single(
    root: Path, name: str, model: type[M], given: Mapping[str, Any], problems: list[Problem],
    *, rows: tuple[str, type[Model]] | None = None,
) -> Entry[M] | None:  # fmt: skip
    """The document in ``name.*``; ``None`` if there is no such file, or if it is wrong and left problems."""
    same_name = sorted(path for path in root.iterdir() if path.stem == name and path.is_file())
    # A file that cannot be read is named only if it is all there is: 方案.docx may lie beside 方案.yaml.
    found = [path for path in same_name if _is_source(path)] or [p for p in same_name if p.suffix][:1]
    if not found:
        if name in REQUIRED:
            problems.append(
                Problem(
                    "project.no_file",
                    f"缺少“{name}.yaml”",
                    Place(str(root)),
                    _misspelt(root, name) or "用 qijin new 新建一个项目看样子",
                )
            )
        return None
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        problems.append(
            Problem(
                "project.two_files",
                f"“{name}”有{len(found)}个文件：{names}",
                Place(str(found[1])),
                "只留一个",
            )
        )
        return None
    return _read(found[0], model, given, problems, rows)


def read_part(
    root: Path, part: Part, given: Mapping[str, Any], problems: list[Problem]
) -> tuple[Entry[Any], ...]:
    """The documents of a part, in order of file name."""
    if not part.folder:
        entry = read_single(root, part.name, part.model, given, problems, rows=part.rows)
        return (entry,) if entry else ()
    folder = root / part.name
    files = sorted(path for path in folder.iterdir() if _is_source(path)) if folder.is_dir() else []
    entries = (_read(path, part.model, given, problems, None) for path in files)
    return tuple(entry for entry in entries if entry)


def _read(
    path: Path,
    model: type[M],
    given: Mapping[str, Any],
    problems: list[Problem],
    rows: tuple[str, type[Model]] | None,
) -> Entry[M] | None:
    try:
        located = read_located(path, rows)
        done = validate(model, located, context={"given": given, "year": given.get("year")})
    except DataError as exc:
        problems += exc.problems
        return None
    problems += done.notes
    return Entry(done.value, located)


def read_located(path: Path, rows: tuple[str, type[Model]] | None = None) -> Located:
    """The values of a file with their places; the rows of a table as the field of its document.

    Args:
        path: the file.
        rows: of a table: the field that takes the rows, and the model of a row.

    Raises:
        DataError: the file cannot be read.
    """
    columns = [field.alias or name for name, field in rows[1].model_fields.items()] if rows else None
    located = read_source(path, columns=columns, defer=True)
    return located.under(rows[0]) if rows and isinstance(located.value, list) else located


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not _hidden(path)


def _hidden(path: Path) -> bool:
    # ~$: the lock that Word and Excel leave beside an open file.
    return path.name.startswith((".", "~$")) or path.name.lower() in _SYSTEM_FILES


def _misspelt(root: Path, name: str) -> str:
    strangers = [path.name for path in sorted(root.iterdir()) if _is_source(path) and path.stem not in _KNOWN]
    near = nearest(name, [Path(stranger).stem for stranger in strangers])
    found = next((s for s in strangers if Path(s).stem == near), None)
    return f"是否就是“{found}”？请改名" if found else ""


def unreadable_files(root: Path) -> Iterator[Problem]:
    """Problems of files that cannot even be read, for when nothing can be validated yet."""
    for part in PARTS:
        folder = root / part.name if part.folder else root
        pattern = "*" if part.folder else f"{part.name}.*"
        for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
            if _is_source(path) and path.suffix.lower() in (".yaml", ".yml", ".json"):
                try:
                    read_source(path)
                except DataError as exc:
                    yield from exc.problems


def unknown_files(root: Path) -> Iterator[Problem]:
    """A warning for every file or folder that was passed over although it looks like data."""
    for path in sorted(root.iterdir()):
        if _hidden(path) or not (path.is_dir() or _is_source(path)):
            continue
        if path.stem not in _KNOWN:
            hint = did_you_mean(path.stem, _KNOWN) or "项目里用到的名称：" + "、".join(_KNOWN)
            yield _passed_over(path, hint)
    for part in PARTS:
        folder = root / part.name
        for path in sorted(folder.iterdir()) if part.folder and folder.is_dir() else ():
            if not _hidden(path) and not _is_source(path):
                yield _passed_over(path, f"“{part.name}”里一份材料一个文件，可以是.yaml、.json")


def _passed_over(path: Path, hint: str) -> Problem:
    return Problem(
        "project.unknown_file", f"不认得“{path.name}”，没有读它", Place(str(path)), hint, Severity.WARNING
    )


def evidence_files(folder: Path) -> dict[str, FileFacts] | None:
    """Path below the folder → size and digest of every file in it; ``None`` if there is no folder."""
    if not folder.is_dir():
        return None
    facts = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _hidden(path):
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            facts[path.relative_to(folder).as_posix()] = FileFacts(path.stat().st_size, digest)
    return facts
