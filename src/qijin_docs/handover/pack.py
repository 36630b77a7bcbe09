"""A phase of a project as the package that is handed in: letters, documents, evidence, manifest, sums.

The same project gives the same package, byte for byte; nothing half written is left behind.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qijin_docs.contents import values_of
from qijin_docs.errors import DataError, OutputError, Place, Problem, errors_among, os_reason
from qijin_docs.handover.chosen import CATALOGUE, Chosen, chosen
from qijin_docs.handover.names import evidence_names, renamed
from qijin_docs.handover.sums import SUMS, sum_of, written
from qijin_docs.kinds import Kinds, load_kinds
from qijin_docs.manifest import FILE_NAME
from qijin_docs.models import EvidenceCatalogue
from qijin_docs.pipeline import build
from qijin_docs.project import Project
from qijin_docs.rendering import compiled

Content = bytes | Path
# The first day a zip can name; the time of packing would make every package another.
_DAY = (1980, 1, 1, 0, 0, 0)
_LARGE = 1 << 31


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a package.

    Args:
        path: below the package, with ``/``.
        what: kind of document, or id and title of a piece of evidence.
        source: file of the project it came from.
        sha256: of its bytes.
        bytes: size.
    """

    path: str
    what: str
    source: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Package:
    """What :func:`pack` wrote.

    Args:
        path: the folder or zip.
        recipient: who gets it.
        files: what is in it, without manifest and sums.
        problems: warnings: of the data, and what must be handed over besides.
    """

    path: Path
    recipient: str
    files: tuple[Packed, ...]
    problems: tuple[Problem, ...]


def pack(project: Project, out: str | Path, *, phase: int) -> Package:
    """Build a phase and pack what goes to its recipient.

    Args:
        project: from :func:`~qijin_docs.project.load_project`.
        out: a ``.zip``, which is replaced, or a folder, which must be new or empty.
        phase: number of the phase.

    Raises:
        DataError, TemplateError, RenderError: the phase cannot be built; or ``pack.…``: it is not complete.
            All reasons at once, and nothing is written.
        OutputError: ``output.not_empty``, ``output.write_failed``.
    """
    target = Path(out)
    if target.suffix.lower() != ".zip" and target.exists() and (target.is_file() or any(target.iterdir())):
        hint = "请换一个文件夹，或先把里面的东西移走"
        raise OutputError(Problem("output.not_empty", "这里已经有东西", Place(str(target)), hint))
    kinds = load_kinds(project.folder / "templates")
    with tempfile.TemporaryDirectory() as scratch:
        result = build(project, scratch, phase=phase)
        choice = chosen(project, kinds, result, phase)
        files = _contents(project, kinds, choice, Path(scratch))
        problems = (*choice.problems, *_absent(files))
        if errors_among(problems):
            raise DataError(problems)
        packed = tuple(_packed(path, *files[path]) for path in sorted(files))
        manifest = _manifest(project, phase, choice, packed)
        sums = written({p.path: p.sha256 for p in packed} | {FILE_NAME: sum_of(io.BytesIO(manifest))})
        contents: dict[str, Content] = {path: files[path][2] for path in files}
        _write(target, {**contents, FILE_NAME: manifest, SUMS: sums})
    return Package(target, choice.recipient, packed, (*result.problems, *problems))


def _contents(
    project: Project, kinds: Kinds, choice: Chosen, built: Path
) -> dict[str, tuple[str, str, Content]]:
    """Path in the package → what it is, its source, its bytes or where they lie."""
    files: dict[str, tuple[str, str, Content]] = {}
    catalogue = project.year.evidence if choice.evidence else None
    names = evidence_names(catalogue) if catalogue else {}
    for folder, group in (("公文", choice.carriers), ("材料", choice.documents)):
        for made in group:
            content: Content = (built / made.path).read_bytes()
            if made.kind == CATALOGUE and catalogue:
                content = _catalogue(project, kinds, renamed(catalogue, names))
            files[f"{folder}/{made.path.rpartition('/')[2]}"] = (made.kind, made.source, content)
    for item in catalogue.items if catalogue else ():
        what = f"{item.id} {item.title}"
        source = f"见证材料/{item.file}"
        files[f"见证材料/{names[item.file]}"] = (what, source, project.folder / source)
    return files


def _catalogue(project: Project, kinds: Kinds, catalogue: EvidenceCatalogue) -> bytes:
    """The catalogue with the names that the files have in the package."""
    # The label that says which letter it goes with is looked up by the model itself.
    year = replace(project.year, evidence=catalogue)
    values = values_of(catalogue, replace(project, year=year))
    return bytes(compiled(kinds.template_path(kinds[CATALOGUE])).render(values))


def _absent(files: Mapping[str, tuple[str, str, Content]]) -> tuple[Problem, ...]:
    return tuple(
        Problem("pack.no_file", f"没有见证材料“{what}”的文件", Place(str(content)), "请放进见证材料文件夹")
        for what, _, content in files.values()
        if isinstance(content, Path) and not content.is_file()
    )


def _packed(path: str, what: str, source: str, content: Content) -> Packed:
    if isinstance(content, bytes):
        return Packed(path, what, source, sum_of(io.BytesIO(content)), len(content))
    with content.open("rb") as stream:
        return Packed(path, what, source, sum_of(stream), content.stat().st_size)


def _manifest(project: Project, phase: int, choice: Chosen, packed: tuple[Packed, ...]) -> bytes:
    from qijin_docs import __version__

    names = {"path": "路径", "what": "内容", "source": "来源", "sha256": "SHA-256", "bytes": "字节"}
    content = {
        "程序": f"qijin_docs {__version__}",
        "活动": project.campaign.name,
        "年度": project.campaign.year,
        "阶段": phase,
        "报送单位": project.year.organs.own_organ().name,
        "收件人": choice.recipient,
        "文件": [{names[key]: value for key, value in asdict(p).items()} for p in packed],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _write(target: Path, files: Mapping[str, Content]) -> None:
    """Write beside the target, then rename."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".qijin-", dir=target.parent) as scratch:
            whole = Path(scratch) / "包"
            if target.suffix.lower() == ".zip":
                _write_zip(whole, files)
            else:
                _write_folder(whole, files)
                if target.is_dir():
                    target.rmdir()
            whole.replace(target)
    except OSError as exc:
        message, hint = f"写不进去：{os_reason(exc)}", "请确认磁盘可以写入、还有空间"
        raise OutputError(Problem("output.write_failed", message, Place(str(target)), hint)) from exc


def _write_folder(folder: Path, files: Mapping[str, Content]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            (folder / path).write_bytes(content)
        else:
            shutil.copyfile(content, folder / path)


def _write_zip(file: Path, files: Mapping[str, Content]) -> None:
    # Stored: documents, pictures and films are compressed already, and zlib's versions differ in their bytes.
    with zipfile.ZipFile(file, "x", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            content = files[path]
            entry = zipfile.ZipInfo(path, _DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size
            with (
                content.open("rb") as source,
                archive.open(entry, "w", force_zip64=entry.file_size >= _LARGE) as stream,
            ):
                shutil.copyfileobj(source, stream, 1 << 20)
