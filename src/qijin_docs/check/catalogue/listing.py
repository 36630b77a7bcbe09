"""The catalogue as a user reads it: what is checked, how strongly, with which tolerance; and what is not."""

from __future__ import annotations

from typing import Any

from qijin_docs.check.catalogue import ASKED, BY_HAND, FORMAT, Asked


def listing() -> str:
    """Every rule in one line, by clause; last what a person must look at."""
    lines = [f"校对{len(ASKED)}项："]
    for source, rules in _by_source().items():
        lines.append(f"\n{source}")
        lines += [f"  {_line(asked)}" for asked in rules]
    lines.append(f"\n不能由程序核对、要人工看的{len(BY_HAND)}项：")
    lines += [f"  {clause}　{what}" for clause, what in BY_HAND]
    return "\n".join(lines)


def as_dict() -> dict[str, Any]:
    """The shape of ``qijin check --rules --json``."""
    return {
        "rules": [
            {
                "code": asked.code,
                "clause": asked.clause,
                "force": str(asked.force),
                "severity": str(asked.force.severity),
                "measures": asked.measures,
                "tolerance": asked.tolerance,
            }
            for asked in ASKED.values()
        ],
        "by_hand": [{"clause": clause, "what": what} for clause, what in BY_HAND],
    }


def _by_source() -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for asked in ASKED.values():
        found.setdefault(asked.clause or "文字核对和办文习惯，非国家标准", []).append(asked)
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def _order(source: str) -> tuple[int, list[int]]:
    """GB/T 9704 in the order of its clauses, then everything else as it comes."""
    if not source.startswith(FORMAT):
        return 1, []
    return 0, [int(number) for number in source.removeprefix(FORMAT).strip().split(".")]


def _line(asked: Asked) -> str:
    right = f"：{asked.tolerance}" if asked.tolerance else ""
    return f"{asked.force.severity.word}（{asked.force}） {asked.measures}{right} [{asked.code}]"
