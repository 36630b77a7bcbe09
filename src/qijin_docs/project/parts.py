"""The parts a project is made of, and the loaded project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from qijin_docs.errors import Place, Problem
from qijin_docs.models import (
    Activity,
    ActivityRegister,
    Assignment,
    AssignmentTable,
    Campaign,
    Document,
    Evidence,
    EvidenceCatalogue,
    InspectionRecord,
    InspectionRegister,
    LeadingGroup,
    Model,
    OfficialDocument,
    Plan,
    PressConference,
    ProgressReport,
    ScoreSheet,
    ScoreStandard,
    StatisticsCharts,
    StatisticsTable,
    Summary,
    TypicalCase,
)
from qijin_docs.models.archive import RetentionTable
from qijin_docs.models.duty import DutyTable, ReportingDuty
from qijin_docs.models.holidays import Holidays
from qijin_docs.models.reporting import Submission, SubmissionRegister
from qijin_docs.review.year import Year
from qijin_docs.sources import Located

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Part:
    """A file or folder a project may have.

    Args:
        name: stem of the file, or name of the folder.
        model: what each file holds.
        folder: one document a file, instead of one file.
        rows: of a table: field that takes the rows, and the model of a row.
    """

    name: str
    model: type[Document]
    folder: bool = False
    rows: tuple[str, type[Model]] | None = None


# In the order of loading: what others are given comes before them (台账 before 进展, 评分标准 before 考核).
PARTS = (
    Part("活动台账", ActivityRegister, rows=("活动记录", Activity)),
    Part("见证材料", EvidenceCatalogue, rows=("见证材料", Evidence)),
    Part("方案", Plan),
    Part("任务分工", AssignmentTable, rows=("任务", Assignment)),
    Part("领导小组", LeadingGroup),
    Part("典型", TypicalCase, folder=True),
    Part("进展", ProgressReport, folder=True),
    Part("总结", Summary),
    Part("统计表", StatisticsTable),
    Part("统计图表", StatisticsCharts),
    Part("发布会", PressConference),
    Part("督查", InspectionRegister, rows=("督查记录", InspectionRecord)),
    Part("评分标准", ScoreStandard),
    Part("考核", ScoreSheet, folder=True),
    Part("公文", OfficialDocument, folder=True),
    Part("报送事项", DutyTable, rows=("报送事项", ReportingDuty)),
    Part("报送登记", SubmissionRegister, rows=("报送", Submission)),
    Part("节假日", Holidays),
    Part("归档", RetentionTable),
)


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """A document with the file it was read from."""

    model: M
    located: Located

    def place_of(self, path: tuple[str | int, ...]) -> Place:
        """Where the value at a path of Chinese names stands."""
        return self.located.place_of(path)


@dataclass(frozen=True, slots=True)
class Project:
    """Everything a project folder holds, valid and with its narrative evaluated.

    Args:
        folder: the project folder.
        year: campaign, organs and documents side by side.
        entries: part name → its documents; parts without a file are missing.
        inputs: every file read, in order of name.
        problems: warnings and notes with their places.
        gaps: placeholders ``【待填…】`` left in the data, with their places.
    """

    folder: Path
    year: Year
    entries: Mapping[str, tuple[Entry[Any], ...]]
    inputs: tuple[Path, ...]
    problems: tuple[Problem, ...]
    gaps: tuple[Problem, ...]

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.year.campaign

    def of(self, part: str) -> tuple[Any, ...]:
        """The documents of a part; empty if it has none."""
        return tuple(entry.model for entry in self.entries.get(part, ()))
