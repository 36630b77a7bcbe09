"""Reports as SARIF 2.1.0, for editors and pipelines that read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from qijin_docs.check.catalogue import ASKED
from qijin_docs.check.report import Finding, Report
from qijin_docs.errors import Severity

_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(reports: Iterable[Report], *, version: str) -> dict[str, Any]:
    """The reports as one SARIF 2.1.0 log, for editors and pipelines that read it.

    Args:
        reports: of any number of documents.
        version: of this library.
    """
    read = list(reports)
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for report in read:
        for found in report.findings:
            problem = found.problem
            level = _SARIF_LEVEL[problem.severity]
            rules.setdefault(
                found.code,
                _sarif_rule(found, level),
            )
            location: dict[str, Any] = {
                "physicalLocation": {"artifactLocation": {"uri": _uri(problem.place.file or report.file)}}
            }
            if problem.place.where:
                location["logicalLocations"] = [{"fullyQualifiedName": problem.place.where}]
            text = f"{problem.message}；{problem.hint}" if problem.hint else problem.message
            results.append(
                {
                    "ruleId": found.code,
                    "level": level,
                    "message": {"text": text},
                    "locations": [location],
                    "partialFingerprints": {"qijinFinding/v1": _fingerprint(report.file, found)},
                }
            )
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "qijin check", "version": version, "rules": list(rules.values())}
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(read)],
                "results": results,
            }
        ],
    }


def _invocation(reports: Sequence[Report]) -> dict[str, Any]:
    """What could not be read at all is told to the pipeline too, or it would take no findings for a right document."""
    unread = [report for report in reports if report.unread]
    notices = [
        {
            "level": "error",
            "message": {"text": report.text()},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(report.file)}}}],
        }
        for report in unread
    ]
    return {"executionSuccessful": not unread} | ({"toolExecutionNotifications": notices} if notices else {})


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/"))


def _sarif_rule(found: Finding, level: str) -> dict[str, Any]:
    asked = ASKED.get(found.code)
    rule: dict[str, Any] = {
        "id": found.code,
        "shortDescription": {"text": asked.measures if asked else found.source},
        "fullDescription": {"text": found.source},
        "defaultConfiguration": {"level": level},
    }
    if asked and asked.tolerance:
        rule["help"] = {"text": f"{asked.measures}：{asked.tolerance}"}
    return rule


def _fingerprint(file: str, found: Finding) -> str:
    words = "\n".join((file, found.code, found.problem.place.where or "", found.problem.message))
    return hashlib.sha256(words.encode()).hexdigest()[:32]
