"""What a batch is asked for, and what it has done."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qijin_docs.batch.job import Outcome
from qijin_docs.batch.rows import Duplicates
from qijin_docs.errors import Problem
from qijin_docs.templating.missing import Missing


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a batch is to be made; see :func:`~.filling.fill`."""

    template: Path
    data: Path
    out: Path
    name: str | None = None
    missing: Missing = "error"
    duplicates: Duplicates = "error"
    keep_going: bool = False
    resume: bool = False
    dry_run: bool = False
    seconds: float = 60.0
    pdf: bool = False
    merge: bool = False
    sheet: str | None = None
    kind: str | None = None


@dataclass(slots=True)
class Filled:
    """What :func:`~.filling.fill` did.

    Args:
        out: folder or file.
        records: how many records there were.
        made: documents made in this run.
        reused: documents of an earlier run that were right already.
        bad: records that gave no document.
        bad_records: how many there were; more than ``bad`` if there were very many.
        problems: warnings and notes.
        warnings: how many warnings there were; more than ``problems`` if there were very many.
        kept: files changed by hand that were set aside, old name → new name.
        left_over: documents of an earlier run that this one does not make; they stay.
        replaced: documents of an earlier run in whose place there is another one now.
        returned: the table of bad rows.
        mended: the records were bad rows of an earlier run.
    """

    out: Path | str
    records: int = 0
    made: int = 0
    reused: int = 0
    bad: list[Outcome] = field(default_factory=list)
    bad_records: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    left_over: int = 0
    replaced: int = 0
    returned: Path | None = None
    mended: bool = False
