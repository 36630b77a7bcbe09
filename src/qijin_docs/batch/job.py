"""What goes into a batch and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qijin_docs.errors import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make.

    Args:
        template: path of a .docx or .xlsx template.
        values: what it is filled with; must survive pickling.
        name: of the file, below the batch's folder, with its suffix; ``/`` makes folders.
        place: where the values stand, for messages.
    """

    template: str | Path
    values: Mapping[str, Any]
    name: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job or record; one that has errors has no file.

    Args:
        number: of the record, from 1.
        name: of the file, as asked for; empty if it could not be worked out.
        place: where the data stand.
        path: the file; ``None`` if there is none.
        sha256: of the file's bytes, in hex.
        bytes: size of the file.
        problems: errors, warnings and notes.
        reused: the file of an earlier run was the right one and was left as it is.
    """

    number: int
    name: str
    place: Place
    path: Path | None = None
    sha256: str = ""
    bytes: int = 0
    problems: tuple[Problem, ...] = ()
    reused: bool = False

    @property
    def ok(self) -> bool:
        """Whether there is a document."""
        return all(p.severity is not Severity.ERROR for p in self.problems)
