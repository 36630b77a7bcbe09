"""Which names a narrative may use: ``{{ 统计.合计.活动场次 }}``, ``{{ 不承担领域|join("、") }}``."""

from __future__ import annotations

from typing import Any

from qijin_docs.models import Document, Statistics, template_values
from qijin_docs.review.year import Year
from qijin_docs.templating.adapt import Taken, take


def words_of_year(year: Year) -> Taken:
    """The year's figures, for the narrative of any document.

    Args:
        year: the documents it may speak of.
    """
    values: dict[str, Any] = {}
    if year.register is not None:
        values["统计"] = Statistics.of(year.register).as_values()
    if year.plan is not None:
        values["承担领域"] = list(year.plan.undertaken)
        values["不承担领域"] = list(year.plan.not_undertaken)
    if year.evidence is not None:
        values["见证材料"] = {row["类别"]: row for row in year.evidence.by_kind}
        values["见证材料件数"] = len(year.evidence.items)
    if year.inspections is not None:
        values["督查"] = template_values(year.inspections.summary())
    if year.ranking is not None:
        values["考核"] = {"单位数": len(year.ranking.sheets), "等次": template_values(year.ranking.by_grade)}
    if year.cases:
        values["典型材料"] = {
            case.id: {"题目": case.full_title, "典型单位": case.subject, "类型": case.category}
            for case in year.cases
        }
    return take(values)


def narrative_values(document: Document, of_year: Taken) -> Taken:
    """The document's own fields, what is common to all documents, and the year's figures.

    Args:
        document: whose narrative it is; its own fields come before the year's.
        of_year: from :func:`words_of_year`.
    """
    values: dict[str, Any] = {}
    for name, field in type(document).model_fields.items():
        # The register is the source of 统计; its rows are not needed by name and cost most of the time.
        if name != "activity_register":
            values[name] = values[field.alias or name] = template_values(getattr(document, name))
    return Taken({**of_year, **take({**values, **document.common_values()})})
