"""All rules between documents: the invariants of facts A.2–A.15 that no single document can hold.

Each rule is one function from :class:`~qijin_docs.review.year.Year` to findings.
"""

from __future__ import annotations

from collections.abc import Callable

from qijin_docs.review import letters, papers, records
from qijin_docs.review.year import Findings, Year

RULES: tuple[Callable[[Year], Findings], ...] = (
    papers.recipients_are_superiors,
    papers.plan_and_assignments_agree,
    records.hosts_are_known,
    records.evidence_and_activities_meet,
    records.evidence_files_are_there,
    records.cases_rest_on_records,
    papers.progress_is_unbroken,
    papers.summary_rests_on_records,
    letters.letters_go_the_right_way,
)
"""In the order in which they are reported."""


def consistency(year: Year) -> Findings:
    """Yield what all rules between documents find."""
    for rule in RULES:
        yield from rule(year)
