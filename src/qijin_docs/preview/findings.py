"""Everything that is wrong, once: from compiling, from checking, from filling each record; with its spot on the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qijin_docs.errors import Problem, Severity, errors_among
from qijin_docs.preview.spots import Spot, spot_for

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
#: What checking puts before a problem that it met while filling in a sample.
_TRIAL = re.compile(r"^用(?:“[^”]*”、?)+的示例试填：")


def findings(
    faults: Sequence[Problem],
    checked: Sequence[Problem],
    of_records: Mapping[str, Sequence[Problem]],
    spots: Mapping[str, dict[str, Spot]],
) -> list[dict[str, Any]]:
    """The findings in the shape the browser gets: errors first, each thing once.

    Args:
        faults: of the template or the data as a whole.
        checked: what checking the template found.
        of_records: name of a record → why it has no new pages.
        spots: id of a record → place in the template → where that is on its pages.
    """
    problems = {_said(problem): problem for problem in (*faults, *checked)}
    # A name that is not in the data is told by checking; that its value is missing is the same thing once more.
    told = {problem.place.where for problem in errors_among((*faults, *checked))} - {None}
    for name, own in of_records.items():
        for problem in own:
            if problem.place.where not in told:
                problems.setdefault(_said(problem), _named(problem, name))
    ordered = sorted(problems.values(), key=lambda problem: _ORDER[problem.severity])
    return [_as_dict(problem, spots) for problem in ordered]


def _said(problem: Problem) -> tuple[str, str | None, str]:
    return problem.code, problem.place.where, _TRIAL.sub("", problem.message)


def _named(problem: Problem, record: str) -> Problem:
    message = f"填“{record}”时：{problem.message}"
    return Problem(problem.code, message, problem.place, problem.hint, problem.severity)


def _as_dict(problem: Problem, spots: Mapping[str, dict[str, Spot]]) -> dict[str, Any]:
    found = {record: spot_for(problem.place.where, places) for record, places in spots.items()}
    shown = {record: {"page": s.page, "top": s.top} for record, s in found.items() if s is not None}
    return {**problem.as_dict(), "spots": shown}
