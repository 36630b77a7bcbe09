"""The documents of the 安全生产宣传教育“七进” campaign, filled, checked and packed.

    from qijin_docs import QijinError, build, load_project

    try:
        result = build(load_project("examples/yunling-2018"), "out")
    except QijinError as error:
        for problem in error.problems:
            print(problem)

Everything for users is here; modules below may move. Names are loaded when they are first used, so that
importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qijin_docs.errors import (
    DataError,
    OfficeError,
    OutputError,
    Place,
    Problem,
    QijinError,
    RenderError,
    Severity,
    TemplateError,
)

if TYPE_CHECKING:
    from qijin_docs.authoring.fields import fields_of
    from qijin_docs.authoring.lint import TemplateReport, lint_template
    from qijin_docs.authoring.samples import sample_records
    from qijin_docs.authoring.start import new_template
    from qijin_docs.batch.filled import Filled
    from qijin_docs.batch.filling import fill
    from qijin_docs.batch.job import Job, Outcome
    from qijin_docs.batch.run import run_batch
    from qijin_docs.check.document import check_document
    from qijin_docs.check.report import Report
    from qijin_docs.handover import Archived, Package, Packed, Verified, archive, pack, verify
    from qijin_docs.loading import load
    from qijin_docs.models import (
        Activity,
        ActivityRegister,
        Assignment,
        AssignmentTable,
        Attachment,
        BasisDocument,
        Block,
        Campaign,
        Contact,
        Deadline,
        Deliverable,
        Evidence,
        EvidenceCatalogue,
        EvidenceKind,
        Figures,
        GroupMember,
        Imprint,
        Indicator,
        LeadingGroup,
        Letterhead,
        OfficialDocument,
        Organ,
        OrganBook,
        Phase,
        Plan,
        Practice,
        ProgressReport,
        Recommendations,
        Role,
        Section,
        Sphere,
        Statistics,
        StatisticsTable,
        Summary,
        TypicalCase,
        WorkingBody,
    )
    from qijin_docs.office import to_pdf
    from qijin_docs.pipeline import BuildResult, build, render
    from qijin_docs.preview.made import RecordPages, preview_pages
    from qijin_docs.project import Project, load_project
    from qijin_docs.project.rollover import RollOver, roll_over
    from qijin_docs.registers.collect import Collected, collect_forms
    from qijin_docs.registers.explain import explain
    from qijin_docs.registers.made_out import MadeOut, made_out
    from qijin_docs.registers.merged import write_merged
    from qijin_docs.registers.rollup import RollUp, roll_up
    from qijin_docs.registers.write import write_form
    from qijin_docs.review.judge import Review, review_project
    from qijin_docs.submission import Status, status_of
    from qijin_docs.templating import CompiledTemplate, Rendered, compile_template
    from qijin_docs.templating.picture import Picture

__version__ = "0.1.0"

__all__ = [
    "Activity",
    "ActivityRegister",
    "Archived",
    "Assignment",
    "AssignmentTable",
    "Attachment",
    "BasisDocument",
    "Block",
    "BuildResult",
    "Campaign",
    "Collected",
    "CompiledTemplate",
    "Contact",
    "DataError",
    "Deadline",
    "Deliverable",
    "Evidence",
    "EvidenceCatalogue",
    "EvidenceKind",
    "Figures",
    "Filled",
    "GroupMember",
    "Imprint",
    "Indicator",
    "Job",
    "LeadingGroup",
    "Letterhead",
    "MadeOut",
    "OfficeError",
    "OfficialDocument",
    "Organ",
    "OrganBook",
    "Outcome",
    "OutputError",
    "Package",
    "Packed",
    "Phase",
    "Picture",
    "Place",
    "Plan",
    "Practice",
    "Problem",
    "ProgressReport",
    "Project",
    "QijinError",
    "Recommendations",
    "RecordPages",
    "RenderError",
    "Rendered",
    "Report",
    "Review",
    "Role",
    "RollOver",
    "RollUp",
    "Section",
    "Severity",
    "Sphere",
    "Statistics",
    "StatisticsTable",
    "Status",
    "Summary",
    "TemplateError",
    "TemplateReport",
    "TypicalCase",
    "Verified",
    "WorkingBody",
    "archive",
    "build",
    "check_document",
    "collect_forms",
    "compile_template",
    "explain",
    "fields_of",
    "fill",
    "lint_template",
    "load",
    "load_project",
    "made_out",
    "new_template",
    "pack",
    "preview_pages",
    "render",
    "review_project",
    "roll_over",
    "roll_up",
    "run_batch",
    "sample_records",
    "status_of",
    "to_pdf",
    "verify",
    "write_form",
    "write_merged",
]

#: Module → names that are loaded from it on first use; the same names as in the TYPE_CHECKING block.
_LAZY = {
    "qijin_docs.batch.filled": ("Filled",),
    "qijin_docs.batch.filling": ("fill",),
    "qijin_docs.batch.job": ("Job", "Outcome"),
    "qijin_docs.batch.run": ("run_batch",),
    "qijin_docs.authoring.fields": ("fields_of",),
    "qijin_docs.authoring.lint": ("TemplateReport", "lint_template"),
    "qijin_docs.authoring.samples": ("sample_records",),
    "qijin_docs.authoring.start": ("new_template",),
    "qijin_docs.check.document": ("check_document",),
    "qijin_docs.check.report": ("Report",),
    "qijin_docs.models": (
        "Activity",
        "ActivityRegister",
        "Assignment",
        "AssignmentTable",
        "Attachment",
        "BasisDocument",
        "Block",
        "Campaign",
        "Contact",
        "Deadline",
        "Deliverable",
        "Evidence",
        "EvidenceCatalogue",
        "EvidenceKind",
        "Figures",
        "GroupMember",
        "Imprint",
        "Indicator",
        "LeadingGroup",
        "Letterhead",
        "OfficialDocument",
        "Organ",
        "OrganBook",
        "Phase",
        "Plan",
        "Practice",
        "ProgressReport",
        "Recommendations",
        "Role",
        "Section",
        "Sphere",
        "Statistics",
        "StatisticsTable",
        "Summary",
        "TypicalCase",
        "WorkingBody",
    ),
    "qijin_docs.handover": ("Archived", "Package", "Packed", "Verified", "archive", "pack", "verify"),
    "qijin_docs.office": ("to_pdf",),
    "qijin_docs.loading": ("load",),
    "qijin_docs.pipeline": ("BuildResult", "build", "render"),
    "qijin_docs.preview.made": ("RecordPages", "preview_pages"),
    "qijin_docs.project": (
        "Project",
        "load_project",
    ),
    "qijin_docs.review.judge": ("Review", "review_project"),
    "qijin_docs.registers.collect": ("Collected", "collect_forms"),
    "qijin_docs.registers.explain": ("explain",),
    "qijin_docs.registers.made_out": (
        "MadeOut",
        "made_out",
    ),
    "qijin_docs.registers.merged": ("write_merged",),
    "qijin_docs.registers.rollup": ("RollUp", "roll_up"),
    "qijin_docs.registers.write": ("write_form",),
    "qijin_docs.project.rollover": (
        "RollOver",
        "roll_over",
    ),
    "qijin_docs.submission": (
        "Status",
        "status_of",
    ),
    "qijin_docs.templating": (
        "CompiledTemplate",
        "Rendered",
        "compile_template",
    ),
    "qijin_docs.templating.picture": ("Picture",),
}
_HOME = {name: module for module, names in _LAZY.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
