"""The way from a folder to a project: read, validate, join, cross-check, evaluate the narrative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.models import (
    ActivityRegister,
    Campaign,
    Document,
    OrganBook,
    Recommendations,
    ScoreRanking,
    ScoreStandard,
    all_flaws,
)
from qijin_docs.narrative import evaluate_narrative, expressions
from qijin_docs.project.assessment import facts_of, filled_sheets, unknown_facts
from qijin_docs.project.drawn import drawn_letters
from qijin_docs.project.gaps import gaps_of
from qijin_docs.project.parts import PARTS, Entry, Project
from qijin_docs.project.read import (
    evidence_files,
    given_by,
    read_part,
    read_single,
    unknown_files,
    unreadable_files,
)
from qijin_docs.project.words import narrative_values, words_of_year
from qijin_docs.review.consistency import consistency
from qijin_docs.review.year import FileFacts, Year

Entries = dict[str, tuple[Entry[Any], ...]]

# What would be reported besides, when the part it rests on is itself wrong and therefore not there.
_RESTS_ON = {
    "summary.unknown_case": "典型",
    "report.phase_missing": "进展",
    "report.gap": "进展",
}


def load_project(folder: str | Path) -> Project:
    """Read, validate and cross-check a project folder.

    Args:
        folder: the project folder.

    Raises:
        DataError: with every problem of every file.
    """
    root = Path(folder)
    if not root.is_dir():
        raise DataError(
            Problem(
                "project.no_folder",
                "没有这个项目文件夹",
                Place(str(folder)),
                "请核对路径；用 qijin new 可以新建一个",
            )
        )
    problems: list[Problem] = []
    entries = _read_all(root, problems)
    broken = _broken(root, problems)
    files = evidence_files(root / "见证材料")
    _fill_sizes(entries, files)
    year = _year(entries, files)
    problems += [p for p in _flaws_between(year, entries) if _RESTS_ON.get(p.code) not in broken]
    problems += _flaws_inside(entries)
    entries = _with_narrative(entries, year, problems, quiet=bool(broken))
    problems += unknown_files(root)
    _raise_errors(problems)
    _add_recommendations(entries)
    gaps = [gap for group in entries.values() for entry in group for gap in gaps_of(entry.located)]
    inputs = {Path(e.located.file) for group in entries.values() for e in group if e.located.file}
    return Project(
        folder=root,
        year=_year(entries, files),
        entries=entries,
        inputs=tuple(sorted(inputs)),
        problems=tuple(dict.fromkeys(problems)),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _raise_errors(problems: list[Problem]) -> None:
    errors = list(dict.fromkeys(p for p in problems if p.severity is Severity.ERROR))
    if errors:
        raise DataError(errors)


def _read_all(root: Path, problems: list[Problem]) -> Entries:
    campaign = read_single(root, "活动", Campaign, {}, problems)
    organs = read_single(root, "单位", OrganBook, {}, problems)
    if campaign is None or organs is None:
        problems += unreadable_files(root)
        _raise_errors(problems)
        raise AssertionError("a file that could not be read has left a problem")
    entries: Entries = {"活动": (campaign,), "单位": (organs,)}
    given = given_by(campaign.model, organs.model)
    for part in PARTS:
        if _waits_for(part.model, _broken(root, problems)):
            continue  # it would only be said that what it is given is missing
        loaded = read_part(root, part, given, problems)
        if loaded:
            entries[part.name] = loaded
            if part.model in _GIVEN:
                given[_GIVEN[part.model]] = loaded[0].model
    _assess(entries, problems)
    _add_ranking(entries, problems)
    _draw(entries, problems)
    return entries


# Documents that others are given, and the field that takes them.
_GIVEN: dict[type[Document], str] = {
    ActivityRegister: "activity_register",
    ScoreStandard: "score_standard",
}


def _waits_for(model: type[Document], broken: frozenset[str]) -> bool:
    """Whether a model needs a document whose file is wrong."""
    needed = (
        name for given, name in _GIVEN.items() if any(p.name in broken for p in PARTS if p.model is given)
    )
    return any(name in model.model_fields and model.model_fields[name].is_required() for name in needed)


def _assess(entries: Entries, problems: list[Problem]) -> None:
    """Enter into the score sheets what the project knows."""
    if "评分标准" in entries:
        (standard,) = entries["评分标准"]
        items = (
            (item, standard.place_of(("大项", i, "考核内容", j, "事实")))
            for i, group in enumerate(standard.model.groups)
            for j, item in enumerate(group.items)
        )
        problems += unknown_facts(items)
    if "考核" in entries:
        book: OrganBook = entries["单位"][0].model
        known = [
            entries[name][0].model if name in entries else None for name in ("活动台账", "督查", "报送登记")
        ]

        def facts(unit: str) -> Mapping[str, Any]:
            organ = book.find(unit)
            names = {unit, *([organ.name, organ.short_name or unit] if organ else [])}
            return facts_of(sorted(names), *known)

        entries["考核"] = filled_sheets(entries["考核"], facts, problems)


def _draw(entries: Entries, problems: list[Problem]) -> None:
    if "公文" in entries:
        book: OrganBook = entries["单位"][0].model
        found = {name: entries[name][0].model if name in entries else None for name in ("督查", "考核名次")}
        entries["公文"] = drawn_letters(
            entries["公文"], found["督查"], found["考核名次"], problems, name_of=book.full_name
        )


def _broken(root: Path, problems: list[Problem]) -> frozenset[str]:
    """Names of the parts with a file that could not be taken in."""
    files = {Path(p.place.file) for p in problems if p.severity is Severity.ERROR and p.place.file}
    return frozenset(file.relative_to(root).parts[0].partition(".")[0] for file in files if file != root)


def _year(entries: Mapping[str, tuple[Entry[Any], ...]], files: Mapping[str, FileFacts] | None) -> Year:
    def one(part: str) -> Any:
        return entries[part][0].model if part in entries else None

    def many(part: str) -> tuple[Any, ...]:
        return tuple(entry.model for entry in entries.get(part, ()))

    return Year(
        campaign=one("活动"),
        organs=one("单位"),
        plan=one("方案"),
        assignments=one("任务分工"),
        group=one("领导小组"),
        register=one("活动台账"),
        evidence=one("见证材料"),
        cases=many("典型"),
        progress=many("进展"),
        summary=one("总结"),
        officials=many("公文"),
        press=one("发布会"),
        inspections=one("督查"),
        ranking=one("考核名次"),
        files=files,
    )


def _fill_sizes(entries: Entries, files: Mapping[str, FileFacts] | None) -> None:
    if files and "见证材料" in entries:
        entry = entries["见证材料"][0]
        sizes = {name: facts.size for name, facts in files.items()}
        entries["见证材料"] = (replace(entry, model=entry.model.model_copy(update={"sizes": sizes})),)


def _flaws_between(year: Year, entries: Entries) -> list[Problem]:
    return [
        finding.flaw.at(entries[finding.part][finding.index].place_of(finding.flaw.path))
        for finding in consistency(year)
    ]


def _flaws_inside(entries: Entries) -> list[Problem]:
    # The campaign, organ and register inside a document are reported once, where they were read.
    return [
        flaw.at(entry.place_of(flaw.path))
        for part, group in entries.items()
        if part != "考核名次"  # its sheets have spoken for themselves
        for entry in group
        for flaw in all_flaws(entry.model)
        if not (isinstance(entry.model, Document) and flaw.path[:1] in (("活动",), ("单位",), ("台账",)))
    ]


def _with_narrative(entries: Entries, year: Year, problems: list[Problem], *, quiet: bool) -> Entries:
    """Evaluate the narrative; ``quiet`` keeps to itself that a value is missing, as its file may be the wrong one."""

    words = words_of_year(year)

    def evaluated(entry: Entry[Any]) -> Entry[Any]:
        if not isinstance(entry.model, Document) or next(expressions(entry.model), None) is None:
            return entry
        values = narrative_values(entry.model, words)
        try:
            return replace(entry, model=evaluate_narrative(entry.model, values, place_of=entry.place_of))
        except DataError as exc:
            problems.extend(p for p in exc.problems if not (quiet and p.code == "render.missing"))
            return entry

    return {part: tuple(evaluated(entry) for entry in group) for part, group in entries.items()}


def _add_ranking(entries: Entries, problems: list[Problem]) -> None:
    sheets = entries.get("考核")
    if sheets:
        first = sheets[0]
        ranking = ScoreRanking.model_construct(
            campaign=first.model.campaign,
            organ=first.model.organ,
            sheets=tuple(entry.model for entry in sheets),
        )
        entries["考核名次"] = (replace(first, model=ranking),)
        for flaw in ranking.flaws():
            _, index, *inside = flaw.path
            problems.append(flaw.at(sheets[int(index)].place_of(tuple(inside))))


def _add_recommendations(entries: Entries) -> None:
    cases = entries.get("典型")
    if cases:
        first = cases[0]
        sheet = Recommendations(
            campaign=first.model.campaign,
            organ=first.model.organ,
            cases=tuple(entry.model for entry in cases),
        )
        entries["典型推荐"] = (replace(first, model=sheet),)
