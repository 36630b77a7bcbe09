"""All documents of one year side by side: what the rules between documents read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qijin_docs.errors import Flaw
from qijin_docs.models import (
    ActivityRegister,
    AssignmentTable,
    Campaign,
    EvidenceCatalogue,
    InspectionRegister,
    LeadingGroup,
    OfficialDocument,
    OrganBook,
    Plan,
    PressConference,
    ProgressReport,
    ScoreRanking,
    Summary,
    TypicalCase,
)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file of the evidence folder is.

    Args:
        size: bytes.
        digest: SHA-256 in hex.
    """

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Year:
    """The documents of one project; ``None`` or empty where there is none yet.

    Args:
        files: path below the evidence folder (with ``/``) → facts; ``None`` if there is no folder.
    """

    campaign: Campaign
    organs: OrganBook
    plan: Plan | None = None
    assignments: AssignmentTable | None = None
    group: LeadingGroup | None = None
    register: ActivityRegister | None = None
    evidence: EvidenceCatalogue | None = None
    cases: tuple[TypicalCase, ...] = ()
    progress: tuple[ProgressReport, ...] = ()
    summary: Summary | None = None
    officials: tuple[OfficialDocument, ...] = ()
    press: PressConference | None = None
    inspections: InspectionRegister | None = None
    ranking: ScoreRanking | None = None
    files: Mapping[str, FileFacts] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw and the document it stands in.

    Args:
        part: name of the project part: 方案, 活动台账, 典型…
        index: which document of that part.
        flaw: the flaw, with its path inside that document.
    """

    part: str
    index: int
    flaw: Flaw


Findings = Iterator[Finding]
