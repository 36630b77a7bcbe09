"""What the documents say: the campaign, its plans, registers, cases and summaries, and the official frame.

Reads nothing and writes nothing. Every model is frozen, refuses unknown fields, and accepts each
field under its Chinese alias or its English name.
"""

from __future__ import annotations

from qijin_docs.models.activity import Activity, ActivityRegister
from qijin_docs.models.base import Model, all_flaws, template_values
from qijin_docs.models.campaign import BasisDocument, Campaign, Deliverable, Phase, Sphere
from qijin_docs.models.case import CaseFigure, Opinion, Practice, TypicalCase
from qijin_docs.models.coverage import Coverage
from qijin_docs.models.deadline import Deadline
from qijin_docs.models.document import DatedDocument, Document
from qijin_docs.models.evidence import Evidence, EvidenceCatalogue, EvidenceKind
from qijin_docs.models.fields import Narrative
from qijin_docs.models.inspection import InspectionRecord, InspectionRegister
from qijin_docs.models.issued_document import IssuedDocument
from qijin_docs.models.leading_group import GroupMember, LeadingGroup, WorkingBody
from qijin_docs.models.letterhead import Attachment, Imprint, Letterhead, Mailing
from qijin_docs.models.media_report import MediaReport
from qijin_docs.models.official import OfficialDocument
from qijin_docs.models.organ import Contact, Organ, OrganBook
from qijin_docs.models.plan import Assignment, AssignmentTable, Plan, SphereDuty
from qijin_docs.models.planned_activity import PlannedActivity
from qijin_docs.models.press_conference import Attendee, PressConference, Question
from qijin_docs.models.progress import ProgressReport, SphereText, Summary
from qijin_docs.models.recommendations import Recommendations
from qijin_docs.models.recommended_case import RecommendedCase
from qijin_docs.models.reported_figures import IndicatorRow, ReportedFigures, UnitFigures
from qijin_docs.models.reporting import State, Submission, SubmissionRegister
from qijin_docs.models.roles import Role
from qijin_docs.models.score_ranking import ScoreRanking
from qijin_docs.models.score_row import ScoreRow
from qijin_docs.models.score_sheet import ScoreEntry, ScoreSheet
from qijin_docs.models.score_standard import ScoreGroup, ScoreItem, ScoreStandard
from qijin_docs.models.sections import Block, Headings, Layout, Points, Section, blocks_of
from qijin_docs.models.self_check import SelfCheck
from qijin_docs.models.statistics import Figures, Indicator, Statistics, indicators
from qijin_docs.models.statistics_charts import StatisticsCharts
from qijin_docs.models.statistics_table import StatisticsTable

__all__ = [
    "Activity", "ActivityRegister", "Assignment", "AssignmentTable", "Attachment", "Attendee", "BasisDocument", "Block",
    "Campaign", "CaseFigure", "Contact", "Coverage", "DatedDocument", "Deadline", "Deliverable", "Document", "Evidence",
    "EvidenceCatalogue", "EvidenceKind", "Figures", "GroupMember", "Headings", "Imprint", "Indicator", "IndicatorRow",
    "InspectionRecord", "InspectionRegister", "IssuedDocument", "Layout", "LeadingGroup", "Letterhead", "Mailing",
    "MediaReport", "Model", "Narrative", "OfficialDocument", "Opinion", "Organ", "OrganBook", "Phase", "Plan",
    "PlannedActivity", "Points", "Practice", "PressConference", "ProgressReport", "Question", "Recommendations",
    "RecommendedCase", "ReportedFigures", "Role", "ScoreEntry", "ScoreGroup", "ScoreItem", "ScoreRanking", "ScoreRow",
    "ScoreSheet", "ScoreStandard", "Section", "SelfCheck", "Sphere", "SphereDuty", "SphereText", "State", "Statistics",
    "StatisticsCharts", "StatisticsTable", "Submission", "SubmissionRegister", "Summary", "TypicalCase", "UnitFigures",
    "WorkingBody", "all_flaws", "blocks_of", "indicators", "template_values",
]  # fmt: skip
