"""Which files of a folder are returned forms, and which of them came twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.registers.sheets import SUFFIXES

_SYSTEM = {"thumbs.db", "desktop.ini", ".ds_store"}


def returned_files(source: str | Path | Iterable[str | Path]) -> tuple[dict[str, Path], list[Problem]]:
    """Name as shown → path of all files to read, in order of name; and those that were passed over.

    Raises:
        DataError: ``collect.no_files``.
    """
    files: dict[str, Path] = {}
    passed_over: list[Problem] = []
    folder = Path(source) if isinstance(source, str | Path) else None
    if folder is not None and folder.is_dir():
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder).as_posix()
            if path.name.startswith((".", "~$")) or path.name.lower() in _SYSTEM:
                continue  # ~$: the lock that Excel leaves beside an open file
            if path.suffix.lower() in SUFFIXES:
                files[name] = path
            else:
                message = f"“{path.suffix or path.name}”不是表格文件，没有收"
                passed_over.append(
                    Problem("collect.not_a_table", message, Place(name), "表格请交.xlsx", Severity.WARNING)
                )
    else:
        files = {str(path): Path(path) for path in ([source] if isinstance(source, str | Path) else source)}
    if not files:
        place = Place(str(source)) if folder is not None else Place()
        raise DataError(Problem("collect.no_files", "没有可以收的表格文件", place, "放入各单位交回的.xlsx"))
    return files, passed_over


def same_files(files: Mapping[str, Path]) -> dict[str, str]:
    """Files that are the same letter for letter: only those of one size are read for it."""
    by_size: dict[int, list[str]] = {}
    for name, path in files.items():
        try:
            by_size.setdefault(path.stat().st_size, []).append(name)
        except OSError:
            continue  # told when it is read
    same: dict[str, str] = {}
    for names in by_size.values():
        seen: dict[bytes, str] = {}
        for name in names if len(names) > 1 else ():
            try:
                digest = hashlib.sha256(files[name].read_bytes()).digest()
            except OSError:
                continue
            if digest in seen:
                same[name] = seen[digest]
            seen.setdefault(digest, name)
    return same
