"""What the checker says: findings with their clause, what could not be looked at, and the report of one document.

How much a finding weighs follows from the words of the standard, not from our taste: only a plain requirement
is an error, "normally" and "recommended" are warnings, everything else is a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qijin_docs.check.catalogue import ASKED, Force
from qijin_docs.check.facts import Paragraph
from qijin_docs.errors import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a document that is not as a rule asks.

    Args:
        problem: code, sentence, place and, as its hint, how to put it right in Word or WPS.
        clause: ``GB/T 9704-2012 7.3.1``; empty for a rule that stands in no standard.
        force: see :class:`Force`; the problem's severity follows it.
        measured: what was found: ``28.3毫米``; empty if nothing is measured.
        tolerance: what would be right: ``28±1毫米``.
        part: package part of the paragraph it is about; empty if it is about none.
        index: position of that paragraph among the ``w:p`` of the part; -1 if it is about none.
        quote: the words it is about, if they stand in the paragraph.
    """

    problem: Problem
    clause: str
    force: Force
    measured: str = ""
    tolerance: str = ""
    part: str = ""
    index: int = -1
    quote: str = ""

    @property
    def code(self) -> str:
        """The code of its problem."""
        return self.problem.code

    @property
    def source(self) -> str:
        """Clause and force, as printed after the sentence: ``GB/T 9704-2012 5.1，规定``."""
        if self.clause:
            return f"{self.clause}，{self.force.words}"
        return self.force.words if self.force is Force.PRACTICE else "文字核对，非国家标准"

    def __str__(self) -> str:
        return f"{self.problem}（{self.source}）"

    def as_dict(self) -> dict[str, Any]:
        """The problem's shape and the rule's own facts."""
        return self.problem.as_dict() | {
            "clause": self.clause,
            "force": str(self.force),
            "measured": self.measured,
            "tolerance": self.tolerance,
            "quote": self.quote,
        }


def finding(
    code: str,
    message: str,
    at: Paragraph | Place,
    *,
    hint: str,
    measured: str = "",
    tolerance: str = "",
    quote: str = "",
    clause: str | None = None,
    force: Force | None = None,
) -> Finding:
    """A finding at a paragraph or a place.

    Args:
        code: ``check.…``, one of :data:`~qijin_docs.check.catalogue.ASKED`.
        message: one Chinese sentence without full stop.
        at: the paragraph it is about, or the place where there is none.
        hint: how to put it right in Word or WPS.
        measured, tolerance, quote: as in :class:`Finding`; the catalogue's tolerance where none is given.
        clause, force: where they are not those of the catalogue: a letter's mark has a clause of its own.
    """
    asked = ASKED[code]
    force = asked.force if force is None else force
    place = at.place if isinstance(at, Paragraph) else at
    part, index = (at.part, at.index) if isinstance(at, Paragraph) else ("", -1)
    return Finding(
        Problem(code, message, place, hint, force.severity),
        asked.clause if clause is None else clause,
        force,
        measured,
        tolerance or asked.tolerance,
        part,
        index,
        quote,
    )


@dataclass(frozen=True, slots=True)
class Unverified:
    """A rule that could not be asked, and why; never counted as passed.

    Args:
        rule: what it is about, in Chinese, with its clause: ``版记末条线的位置（7.4.1）``.
        why: what was missing: ``没有看页面，请加 --layout``.
    """

    rule: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule}：{self.why}"


_SYSTEMS = {"版心法": "上边距37毫米处就是版心上边", "墨迹法": "上边距34.6毫米，首行字的上端在37毫米处"}
EVERYTHING = "全部内容"
"""The rule of an :class:`Unverified` that stands for all of them."""
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in one document.

    Args:
        file: its name as the user gave it.
        findings: in the order of the rules.
        unverified: what nobody could look at.
        form: what kind of document it was taken for: ``文件格式``, ``信函格式``, ``纪要格式``, ``无版头材料``.
        coordinate_system: ``版心法`` (box view), ``墨迹法`` (ink view), or empty where it is not known.
        substituted_fonts: font asked for → font that drew the pages.
        looked_at_pages: whether pages were measured.
    """

    file: str
    findings: tuple[Finding, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    form: str = ""
    coordinate_system: str = ""
    substituted_fonts: tuple[tuple[str, str], ...] = ()
    looked_at_pages: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings as problems."""
        return tuple(found.problem for found in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings against a plain requirement."""
        return tuple(found for found in self.findings if found.problem.severity is Severity.ERROR)

    @property
    def unread(self) -> bool:
        """Whether nothing of it could be read: a scan, text without codes."""
        return any(item.rule == EVERYTHING for item in self.unverified)

    @property
    def ok(self) -> bool:
        """Whether it was looked at and there are no errors."""
        return not self.errors and not self.unread

    def __str__(self) -> str:
        return self.text()

    def text(self, *, notes: bool = True) -> str:
        """The report in Chinese, errors first.

        Args:
            notes: also what is no more than a note; counted it is in any case.
        """
        if self.unread:
            why = next(item.why for item in self.unverified if item.rule == EVERYTHING)
            return f"{self.file}：没有校对：{why}；请校对原来的 Word 文件，或先做文字识别（OCR）"
        counts = dict.fromkeys(Severity, 0)
        for found in self.findings:
            counts[found.problem.severity] += 1
        head = f"{self.file}（按{self.form}校对）" if self.form else self.file
        lines = [
            f"{head}：错误{counts[Severity.ERROR]}处，提醒{counts[Severity.WARNING]}处，"
            f"说明{counts[Severity.NOTE]}处"
        ]
        ordered = sorted(self.findings, key=lambda found: _ORDER[found.problem.severity])
        for found, *same in alike(ordered):
            if notes or found.problem.severity is not Severity.NOTE:
                lines.append(f"  {found.problem.severity.word} {found}")
                lines += [f"      {others(same)}"] if same else []
        if self.coordinate_system:
            lines.append(f"  版心的量法：{self.coordinate_system}（{_SYSTEMS[self.coordinate_system]}）")
        lines += [f"  字体“{asked}”没有安装，由“{used}”代替" for asked, used in self.substituted_fonts]
        if self.unverified:
            lines.append(f"  没有核对的{len(self.unverified)}项：")
            for why in dict.fromkeys(item.why for item in self.unverified):
                rules = "、".join(item.rule for item in self.unverified if item.why == why)
                lines.append(f"    {rules}：{why}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``qijin check --json``."""
        return {
            "file": self.file,
            "ok": self.ok,
            "form": self.form,
            "coordinate_system": self.coordinate_system,
            "looked_at_pages": self.looked_at_pages,
            "substituted_fonts": dict(self.substituted_fonts),
            "findings": [found.as_dict() for found in self.findings],
            "unverified": [{"rule": item.rule, "why": item.why} for item in self.unverified],
        }


def alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several places, together; in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for found in findings:
        groups.setdefault((found.code, found.problem.message, found.problem.hint), []).append(found)
    return list(groups.values())


def others(findings: Sequence[Finding], most: int = 8) -> str:
    """Where else the same is to be put right: ``同样的还有3处：正文第5段、正文第7段、表1第2行第1列``."""
    wheres = [found.problem.place.where or "" for found in findings]
    named = "、".join(wheres[:most]) + ("……" if len(wheres) > most else "")
    return f"同样的还有{len(wheres)}处：{named}"
