"""Files → a folder or a zip: written beside the target, then renamed, so nothing half written is left behind."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.handover.item import Item

# The first day a zip can name; the time of packing would make every package another.
_DAY = (1980, 1, 1, 0, 0, 0)
_LARGE = 1 << 31


def is_zip(target: Path) -> bool:
    """Whether a name asks for a zip."""
    return target.suffix.lower() == ".zip"


def refuse_full_folder(target: Path) -> None:
    """A folder that is written into is new or empty.

    Raises:
        OutputError: ``output.not_empty``.
    """
    if not is_zip(target) and target.exists() and (target.is_file() or any(target.iterdir())):
        hint = "请换一个文件夹，或先把里面的东西移走"
        raise OutputError(Problem("output.not_empty", "这里已经有东西", Place(str(target)), hint))


def write_all(targets: Sequence[tuple[Path, Sequence[Item]]]) -> None:
    """Write zips and folders; all of them, or none.

    Args:
        targets: where to, and what; all in one folder.

    Raises:
        OutputError: ``output.write_failed``.
        DataError: ``pack.changed_meanwhile``.
    """
    first = targets[0][0]
    try:
        first.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".qijin-", dir=first.parent) as scratch:
            made = []
            for number, (target, items) in enumerate(targets):
                whole = Path(scratch) / str(number)
                (_write_zip if is_zip(target) else _write_folder)(whole, items)
                made.append(whole)
            for whole, (target, _) in zip(made, targets, strict=True):
                if target.is_dir():
                    target.rmdir()  # only an empty one gets this far
                whole.replace(target)
    except OSError as exc:
        message, hint = f"写不进去：{os_reason(exc)}", "请确认磁盘可以写入、还有空间"
        raise OutputError(Problem("output.write_failed", message, Place(str(first)), hint)) from exc


def _write_folder(folder: Path, items: Sequence[Item]) -> None:
    for item in items:
        (folder / item.path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / item.path).open("xb") as stream:
            for chunk in item.chunks():
                stream.write(chunk)


def _write_zip(file: Path, items: Sequence[Item]) -> None:
    # Stored: documents, pictures and films are compressed already, and zlib's versions differ in their bytes.
    with zipfile.ZipFile(file, "x", zipfile.ZIP_STORED) as archive:
        for item in sorted(items, key=lambda i: i.path):
            entry = zipfile.ZipInfo(item.path, _DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.file_size = item.size
            with archive.open(entry, "w", force_zip64=item.size >= _LARGE) as stream:
                for chunk in item.chunks():
                    stream.write(chunk)
