"""What the project folder around a single file supplies: campaign, organ, register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Problem, Severity
from qijin_docs.models import ActivityRegister, Campaign, OrganBook
from qijin_docs.project.parts import PARTS
from qijin_docs.project.read import given_by, read_part, read_single


def given_beside(source: Path) -> dict[str, Any]:
    """Campaign, organ, year and register of the project that a file lies in; empty if it lies in none.

    Args:
        source: a file in a project folder or in one of its sub-folders.

    Raises:
        DataError: the project's own files are wrong.
    """
    for root in (source.parent, source.parent.parent, source.absolute().parent.parent):
        if any(root.glob("活动.*")) and any(root.glob("单位.*")):
            break
    else:
        return {}
    problems: list[Problem] = []
    campaign = read_single(root, "活动", Campaign, {}, problems)
    organs = read_single(root, "单位", OrganBook, {}, problems)
    given: dict[str, Any] = {}
    if campaign and organs:
        given = given_by(campaign.model, organs.model)
        part = next(p for p in PARTS if p.model is ActivityRegister)
        if source.stem != part.name:
            loaded = read_part(root, part, given, problems)
            given["activity_register"] = loaded[0].model if loaded else None
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)
    return {name: value for name, value in given.items() if value is not None}
