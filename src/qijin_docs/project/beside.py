"""The project folder that a single file lies in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qijin_docs.project.parts import Entry, Project


def project_folder(file: Path) -> Path | None:
    """The project folder that a file lies in, directly or one folder down; ``None`` if it lies in none."""
    for root in (file.parent, file.parent.parent, file.absolute().parent.parent):
        if any(root.glob("活动.*")) and any(root.glob("单位.*")):
            return root
    return None


def entry_of(project: Project, file: Path) -> Entry[Any] | None:
    """The project's document that was read from a file, or ``None``."""
    for group in project.entries.values():
        for entry in group:
            if entry.located.file is not None and Path(entry.located.file).absolute() == file.absolute():
                return entry
    return None
