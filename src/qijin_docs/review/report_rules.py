"""Acceptance rules of progress reports (PR) and of the summary (SU), facts A.19; figures in letters too."""

from __future__ import annotations

import re
from decimal import Decimal

from qijin_docs.errors import Severity
from qijin_docs.models import Document, Statistics
from qijin_docs.review.figures import Known, figures_in, is_there, known_figures, known_of, nearest_of
from qijin_docs.review.subject import Said, Subject, Unjudged, found
from qijin_docs.review.texts import joined
from qijin_docs.text.dates import format_date

_YEAR = re.compile(r"全年|年度|1月1日|\d{4}年")


def every_sphere_with_activities_is_reported(subject: Subject) -> Said:
    """PR02: a sphere undertaken in which there were activities has its part in the report."""
    plan = subject.year.plan
    for index, report in enumerate(subject.year.progress):
        said = report.statistics_of_period()
        if said is None or report.zero_reason is not None or plan is None:
            continue
        written = {s.name for part in report.spheres if (s := report.campaign.sphere(part.sphere))}
        busy = {f.label: f.values["活动场次"] for f in said.by_sphere if f.values["活动场次"]}
        for name in plan.undertaken:
            if name in busy and name not in written:
                yield found(
                    "进展",
                    ("分领域",),
                    "review.PR02",
                    f"本期“进{name}”有活动{busy[name]}场，进展情况里没有写",
                    "请在“分领域”里写明",
                    index=index,
                )


def figures_of_reports_are_the_register_s(subject: Subject) -> Said:
    """PR03: figures in the sentences of a report are those of its period or of the year so far."""
    if subject.year.progress and subject.year.register is None:
        yield Unjudged("没有活动台账")
        return
    for index, report in enumerate(subject.year.progress):
        period, to_date = report.statistics_of_period(), report.statistics_to_date()
        if period is not None and to_date is not None:
            scopes = (("本期", period), ("累计", to_date))
            yield from _figures(subject, "进展", index, report, scopes, ("review.PR03",) * 3)


def reports_come_in_time(subject: Subject) -> Said:
    """PR06: where a phase owes its progress report, the report is not dated after the deadline of that phase."""
    if not subject.year.progress:
        return
    campaign = subject.year.campaign
    owed = {p.number for p in campaign.phases if any("进展" in d.kind for d in p.deliverables)}
    if not owed:
        yield Unjudged("活动.yaml的“成果”里没有进展情况，不知道它的报送时限")
    for index, report in enumerate(subject.year.progress):
        phase = next((p for p in campaign.phases if p.number == report.phase and p.number in owed), None)
        day = phase.deadline.on(campaign.year) if phase else None
        if day and report.date and report.date > day:
            yield found(
                "进展",
                ("成文日期",),
                "review.PR06",
                f"进展情况成文日期晚于截止日{format_date(day)}，逾期{(report.date - day).days}天",
                "请核对成文日期；确已逾期的，报送时说明原因",
                Severity.WARNING,
                index=index,
            )


def summary_speaks_of_the_whole_year(subject: Subject) -> Said:
    """SU01: the summary names the period it covers, and nothing happened after it was signed."""
    year = subject.year
    if year.summary is None:
        return
    if not _YEAR.search(joined(subject.texts(year.summary))):
        yield found(
            "总结", ("总体情况",), "review.SU01", "总结没有写全年起止", "请写明从何时到何时，或写“全年”"
        )
    later = [
        a
        for a in (year.register.counted() if year.register else ())
        if year.summary.date and a.start > year.summary.date
    ]
    if later:
        yield found(
            "总结",
            ("成文日期",),
            "review.SU01",
            f"总结成文以后还有活动：{'、'.join(a.id for a in later)}，合计里已经算了它",
            "请核对成文日期或活动日期",
        )


def summary_shows_the_four_duties(subject: Subject) -> Said:
    """SU02: plan, publicity, typical cases and the summary itself (facts 0.14); what is missing is named."""
    year = subject.year
    if year.summary is None:
        return
    asked = (
        ("方案", year.plan is not None),
        ("宣传报道", bool(year.summary.publicity)),
        ("典型", bool(year.summary.cases_text) and bool(year.cases)),
    )
    missing = [name for name, there in asked if not there]
    if missing:
        yield found(
            "总结",
            (),
            "review.SU02",
            f"四件规定动作缺{'、'.join(missing)}",
            "总结要写到制定方案、宣传报道、培树典型、总结报送四件事，项目里要有相应的材料",
        )


def figures_of_the_summary_are_the_register_s(subject: Subject) -> Said:
    """SU04, SU08, SU09: totals are the register's, every figure has its source, none says too much."""
    year = subject.year
    documents: list[tuple[str, int, Document]] = [("总结", 0, year.summary)] if year.summary else []
    # A notice may tell of one unit's figures; a letter with the summary tells those of the year.
    documents += [
        ("公文", index, letter)
        for index, letter in enumerate(year.officials)
        if any(item.carries in ("活动总结", "情况统计表") for item in letter.attachments)
    ]
    if subject.statistics is None:
        if documents:
            yield Unjudged("没有活动台账")
        return
    codes = ("review.SU04", "review.SU08", "review.SU09")
    for part, index, document in documents:
        yield from _figures(subject, part, index, document, (("全年", subject.statistics),), codes)


def summary_comes_with_the_catalogue(subject: Subject) -> Said:
    """SU05: the catalogue of evidence is there and is named as an attachment, of the summary or of its letter."""
    year = subject.year
    if year.summary is None:
        return
    if year.evidence is None:
        yield found(
            "总结",
            ("附件",),
            "review.SU05",
            "没有见证材料目录",
            "请写见证材料目录（见证材料.csv、.xlsx或.yaml）",
        )
        return
    named = [*year.summary.attachments, *(a.name for letter in year.officials for a in letter.attachments)]
    if not any("见证材料" in name for name in named):
        yield found(
            "总结",
            ("附件",),
            "review.SU05",
            "总结的附件里没有见证材料目录",
            "请在总结或报送总结的公文的“附件”里写上见证材料目录",
        )


def summary_names_problems(subject: Subject) -> Said:
    """SU06: problems and next steps."""
    summary = subject.year.summary
    for path, body in (("问题", summary.problems), ("下步安排", summary.next_steps)) if summary else ():
        if not body:
            yield found("总结", (path,), "review.SU06", f"总结没有写{path}", f"请写“{path}”")


def summary_has_its_length(subject: Subject) -> Said:
    """SU07: as long as summaries are."""
    summary, limits = subject.year.summary, subject.limits.summary_length
    if summary is None or limits is None:
        return
    length = sum(not sign.isspace() for block in summary.blocks for sign in block.line)
    if not limits[0] <= length <= limits[1]:
        yield found(
            "总结",
            ("总体情况",),
            "review.SU07",
            f"总结{length}字，不在{limits[0]}至{limits[1]}字之间",
            "过短的补足，过长的精简；范围可在要求.yaml的“限度”里改",
            Severity.WARNING,
        )


def summary_goes_to_the_right_place(subject: Subject) -> Said:
    """SU10: the phase that owes the summary says to whom, and the letter that carries it is addressed there."""
    year = subject.year
    if year.summary is None:
        return
    wanted: list[str] = []
    for i, phase in enumerate(year.campaign.phases):
        for j, deliverable in enumerate(phase.deliverables):
            if "总结" not in deliverable.kind:
                continue
            if deliverable.recipient is None:
                path = ("阶段", i, "成果", j)
                yield found("活动", path, "review.SU10", "没有写活动总结报给谁", "请写“收件人”")
            else:
                wanted.append(deliverable.recipient)
    names = {o.name for name in wanted if (o := year.organs.find(name))}
    for index, letter in enumerate(year.officials):
        carries = any(item.carries == "活动总结" for item in letter.attachments)
        sent = {o.name for name in letter.addressees if (o := year.organs.find(name))}
        if carries and letter.upward and names and not names & sent:
            yield found(
                "公文",
                ("主送",),
                "review.SU10",
                f"报送活动总结的公文没有主送{'、'.join(sorted(names))}",
                "活动.yaml规定总结报给它，请核对“主送”",
                index=index,
            )


def _figures(
    subject: Subject,
    part: str,
    index: int,
    document: Document,
    scopes: tuple[tuple[str, Statistics], ...],
    codes: tuple[str, str, str],
) -> Said:
    """Figures that are not the register's: wrong totals, figures without a source, approximations that do not fit."""
    register = subject.year.register
    known = [*known_figures(scopes), *known_of(register.activities if register else ())]
    known += [Known("", "件", "见证材料", Decimal(n)) for n in _evidence_counts(subject)]
    total, unknown, rounded = codes
    for text in subject.texts(document):
        for figure in figures_in(text.text) if not text.heading else ():
            if is_there(figure, known):
                continue
            near = nearest_of(figure, known)
            actual = f"台账里{near.label}是{near.value:f}{figure.unit}" if near else "台账里没有相近的数"
            hint = "改成表达式从台账取，如 {{ 统计.合计.活动场次 }}；或更正台账"
            if figure.word and near:
                over = figure.overstates(near.value)
                told = "比台账多" if over else "与台账不符"
                severity = Severity.ERROR if over else Severity.WARNING
                yield found(
                    part, text.path, rounded, f"“{figure.quote}”{told}：{actual}", hint, severity, index=index
                )
            elif figure.indicator and (figure.whole or part == "进展") and near:
                yield found(
                    part,
                    text.path,
                    total,
                    f"“{figure.indicator}{figure.quote}”与台账不一致：{actual}",
                    hint,
                    index=index,
                )
            else:
                yield found(
                    part,
                    text.path,
                    unknown,
                    f"“{figure.quote}”在台账里找不到来源：{actual}",
                    hint,
                    Severity.WARNING,
                    index=index,
                )


def _evidence_counts(subject: Subject) -> list[int]:
    catalogue = subject.year.evidence
    return [len(catalogue.items), *(int(str(r["条目"])) for r in catalogue.by_kind)] if catalogue else []
