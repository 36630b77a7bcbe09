"""A project → its review: every acceptance rule asked, what was found, what could not be judged.

Rules that were answered when the project was read (models, rules between documents) are not asked again:
their problems are taken over under the rule's number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qijin_docs.errors import Problem, Severity
from qijin_docs.models import Coverage, SelfCheck
from qijin_docs.models.requirements import ReviewStandard, shipped_standard
from qijin_docs.review.acceptance import ACCEPTANCE, NUMBERS, SHARED_CODES, Rule
from qijin_docs.review.coverage import requirement_rows, self_check
from qijin_docs.review.media import look_at
from qijin_docs.review.similar import papers_in
from qijin_docs.review.subject import Loaded, OtherPaper, Subject, Unjudged
from qijin_docs.review.year import Finding
from qijin_docs.sources import SUFFIXES, read_source
from qijin_docs.sources.validate import validate

STANDARD_FILE = "要求"
_ORDER = {severity: order for order, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """A problem of content under its acceptance rule.

    Args:
        rule: number of the rule: ``PL04``; empty for a problem that no acceptance rule asks about.
        part: part of the project: 方案, 典型, 见证材料.
        problem: code, sentence, place, what to do.
        before_sending: keeps it from being sent, not from being printed to be signed: a date still to come, or
            something wanting in data that shows its gaps (【待填…】) itself.
    """

    rule: str
    part: str
    problem: Problem
    before_sending: bool = False

    def __str__(self) -> str:
        number = f"{self.rule} " if self.rule else ""
        return f"{self.problem.severity.word} {number}{self.problem}"

    def as_dict(self) -> dict[str, Any]:
        """The problem's shape with rule and part."""
        return {"rule": self.rule, "part": self.part} | self.problem.as_dict()


@dataclass(frozen=True, slots=True)
class UnjudgedRule:
    """A rule, or a side of it, that nobody but a person can judge here, and why."""

    rule: str
    asks: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule} {self.asks}：{self.why}"


@dataclass(frozen=True, slots=True)
class Review:
    """What the review of a project says.

    Args:
        findings: by document, in the order of the rules.
        passed: numbers of the rules that were asked and found nothing.
        unjudged: what could not be judged; such a rule is not among those passed.
        coverage: rows of R19.
        self_check: rows of R20.
    """

    findings: tuple[ReviewFinding, ...] = ()
    passed: tuple[str, ...] = ()
    unjudged: tuple[UnjudgedRule, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    self_check: tuple[SelfCheck, ...] = ()

    @property
    def errors(self) -> tuple[ReviewFinding, ...]:
        """What has to be put right before anything is sent."""
        return tuple(f for f in self.findings if f.problem.severity is Severity.ERROR)

    @property
    def blocking(self) -> tuple[ReviewFinding, ...]:
        """The errors that keep a document even from being printed for signature."""
        return tuple(f for f in self.errors if not f.before_sending)

    @property
    def ok(self) -> bool:
        """Whether there are no errors."""
        return not self.errors

    def only(self, numbers: Iterable[str]) -> Review:
        """The same review, of some rules: ``["PL", "TC06"]`` are beginnings of their numbers."""
        wanted = tuple(numbers)
        return replace(
            self,
            findings=tuple(f for f in self.findings if f.rule and f.rule.startswith(wanted)),
            passed=tuple(n for n in self.passed if n.startswith(wanted)),
            unjudged=tuple(u for u in self.unjudged if u.rule.startswith(wanted)),
        )

    def text(self, *, notes: bool = False, unjudged: bool = True) -> str:
        """The review in Chinese, document by document, errors first.

        Args:
            notes: also what is no more than a note; counted it is in any case.
            unjudged: also what nobody judged.
        """
        counts = {s: sum(f.problem.severity is s for f in self.findings) for s in Severity}
        lines = [
            f"错误{counts[Severity.ERROR]}处，提醒{counts[Severity.WARNING]}处，说明{counts[Severity.NOTE]}处；"
            f"通过{len(self.passed)}条，未验证{len(self.unjudged)}条"
        ]
        for part in dict.fromkeys(f.part for f in self.findings):
            own = [f for f in self.findings if f.part == part]
            own = [f for f in own if notes or f.problem.severity is not Severity.NOTE]
            if own:
                lines.append(f"{part}：")
                lines += [f"  {f}" for f in sorted(own, key=lambda f: _ORDER[f.problem.severity])]
        if unjudged and self.unjudged:
            lines.append("未验证：")
            lines += [f"  {item}" for item in self.unjudged]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``qijin review --json``."""
        return {
            "ok": self.ok,
            "findings": [f.as_dict() for f in self.findings],
            "passed": list(self.passed),
            "unjudged": [{"rule": u.rule, "asks": u.asks, "why": u.why} for u in self.unjudged],
            "coverage": [row.model_dump(mode="json", by_alias=True) for row in self.coverage],
            "self_check": [row.model_dump(mode="json", by_alias=True) for row in self.self_check],
        }


def review_project(project: Loaded, *, compare: str | Path | Sequence[OtherPaper] | None = None) -> Review:
    """Ask every acceptance rule of a project.

    Args:
        project: from :func:`~qijin_docs.project.load_project`.
        compare: a folder with papers of other units or years (TC12), or the papers.

    Raises:
        DataError: ``要求.yaml`` is wrong, or the folder to compare with cannot be read.
    """
    year = project.year
    names = [item.file.replace("\\", "/") for item in year.evidence.items] if year.evidence else []
    if isinstance(compare, (str, Path)):
        compare = papers_in(Path(compare))
    subject = Subject(
        year=year,
        standard=standard_of(project.folder, year.campaign),
        media=look_at(project.folder / "见证材料", names),
        others=None if compare is None else tuple(compare),
    )
    return _judge(subject, project)


def standard_of(folder: Path, campaign: Any) -> ReviewStandard:
    """The standard of a project: its ``要求.yaml`` over the one that ships.

    Raises:
        DataError: the file is wrong.
    """
    usual = shipped_standard()
    for suffix in SUFFIXES:
        path = folder / f"{STANDARD_FILE}{suffix}"
        if path.is_file():
            context = {"given": {"campaign": campaign}}
            return validate(ReviewStandard, read_source(path), context=context).value.over(usual)
    return usual


def review_of_problems(problems: Iterable[Problem]) -> Review:
    """The review of a project that could not be read: its problems under their rules; nothing else was judged."""
    findings = tuple(_taken_over(problem, "", warnings_only=False) for problem in problems)
    why = "数据有错，项目没有读进来；改好后再审"
    return Review(findings, unjudged=tuple(UnjudgedRule(r.number, r.asks, why) for r in ACCEPTANCE))


def _judge(subject: Subject, project: Loaded) -> Review:
    there = {part for part, entries in project.entries.items() if entries}
    taken = tuple(
        _taken_over(problem, _part_of(problem, project))
        for problem in project.problems
        if problem.severity is not Severity.NOTE or problem.code in _RULE_OF
    )
    unfinished = {gap.place.file for gap in project.gaps}
    asked = [_asked(rule, subject, project, unfinished) for rule in ACCEPTANCE if rule.part in there]
    findings = [*(f for found, _ in asked for f in found), *taken]
    unjudged = tuple(dict.fromkeys(u for _, silent in asked for u in silent))
    absent = tuple(
        UnjudgedRule(rule.number, rule.asks, f"项目里还没有{rule.part}")
        for rule in ACCEPTANCE
        if rule.part not in there
    )
    told = {f.rule for f in findings} | {u.rule for u in (*unjudged, *absent)}
    # SU04 asks about every figure of a text; without a register it says nothing about two more rules.
    told |= {"SU08", "SU09"} if any(u.rule == "SU04" for u in unjudged) else set()
    order = {number: place for place, number in enumerate(NUMBERS)}
    return Review(
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda f: order.get(f.rule, len(order)))),
        passed=tuple(number for number in NUMBERS if number not in told),
        unjudged=(*unjudged, *absent),
        coverage=requirement_rows(subject),
        self_check=self_check(subject),
    )


def _asked(
    rule: Rule, subject: Subject, project: Loaded, unfinished: set[str | None]
) -> tuple[list[ReviewFinding], list[UnjudgedRule]]:
    findings, unjudged = [], []
    for said in _said(rule.checks, subject):
        if isinstance(said, Unjudged):
            unjudged.append(UnjudgedRule(rule.number, rule.asks, said.why))
            continue
        place = project.entries[said.part][said.index].place_of(said.flaw.path)
        number = said.flaw.code.removeprefix("review.")
        later = rule.before_sending or (place.file in unfinished and not rule.untrue)
        findings.append(ReviewFinding(number, said.part, said.flaw.at(place), later))
    return findings, unjudged


def _said(
    checks: Iterable[Callable[[Subject], Iterator[Finding | Unjudged]]], subject: Subject
) -> Iterator[Finding | Unjudged]:
    for check in checks:
        yield from check(subject)


_RULE_OF: dict[str, Rule] = {code: rule for rule in ACCEPTANCE for code in rule.codes}


def _taken_over(problem: Problem, part: str, *, warnings_only: bool = True) -> ReviewFinding:
    rule = _RULE_OF.get(problem.code)
    if rule is not None and warnings_only and problem.code in SHARED_CODES and part != rule.part:
        rule = None
    return ReviewFinding(rule.number if rule else "", part or (rule.part if rule else "项目"), problem)


def _part_of(problem: Problem, project: Loaded) -> str:
    for part, entries in project.entries.items():
        if any(entry.place_of(()).file == problem.place.file for entry in entries):
            return part
    return "项目"
