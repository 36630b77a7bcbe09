"""What the documents say: the campaign, its plans, registers, cases and summaries, and the official frame.

Reads nothing and writes nothing. Every model is frozen, refuses unknown fields, and accepts each
field under its Chinese alias or its English name.
"""

from __future__ import annotations

from qijin_docs.models.activity import Activity, ActivityRegister
from qijin_docs.models.base import Model, all_flaws, template_values
from qijin_docs.models.campaign import BasisDocument, Campaign, Deliverable, Phase, Sphere
from qijin_docs.models.case import CaseFigure, Opinion, Practice, TypicalCase
from qijin_docs.models.deadline import Deadline
from qijin_docs.models.document import DatedDocument, Document
from qijin_docs.models.evidence import Evidence, EvidenceCatalogue, EvidenceKind
from qijin_docs.models.fields import Narrative
from qijin_docs.models.leading_group import GroupMember, LeadingGroup, WorkingBody
from qijin_docs.models.letterhead import Attachment, Imprint, Letterhead
from qijin_docs.models.official import OfficialDocument
from qijin_docs.models.organ import Contact, Organ, OrganBook
from qijin_docs.models.plan import Assignment, AssignmentTable, Plan, SphereDuty
from qijin_docs.models.progress import ProgressReport, SphereText, Summary
from qijin_docs.models.recommendations import Recommendations
from qijin_docs.models.roles import Role
from qijin_docs.models.sections import Block, Headings, Layout, Points, Section, blocks_of
from qijin_docs.models.statistics import Figures, Indicator, Statistics, indicators
from qijin_docs.models.statistics_table import StatisticsTable

__all__ = [
    "Activity", "ActivityRegister", "Assignment", "AssignmentTable", "Attachment", "BasisDocument", "Block", "Campaign",
    "CaseFigure", "Contact", "DatedDocument", "Deadline", "Deliverable", "Document", "Evidence", "EvidenceCatalogue",
    "EvidenceKind", "Figures", "GroupMember", "Headings", "Imprint", "Indicator", "Layout", "LeadingGroup", "Letterhead",
    "Model", "Narrative", "OfficialDocument", "Opinion", "Organ", "OrganBook", "Phase", "Plan", "Points", "Practice",
    "ProgressReport", "Recommendations", "Role", "Section", "Sphere", "SphereDuty", "SphereText", "Statistics",
    "StatisticsTable", "Summary", "TypicalCase", "WorkingBody", "all_flaws", "blocks_of", "indicators", "template_values",
]  # fmt: skip
