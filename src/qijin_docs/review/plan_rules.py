"""Acceptance rules of the plan (PL, facts A.19) and of what it has to secure (facts 0.12)."""

from __future__ import annotations

import re

from qijin_docs.check.rules.claims import other_places, other_years, tone
from qijin_docs.check.rules.dates import whole_dates
from qijin_docs.check.rules.slips import doubled_characters, doubled_words, misspellings, repeated_sentences
from qijin_docs.errors import Severity
from qijin_docs.models import Plan, Role
from qijin_docs.review.coverage import requirement_rows
from qijin_docs.review.subject import Said, Subject, found
from qijin_docs.review.texts import joined
from qijin_docs.review.wording import Rule, slips

GROUP = re.compile("领导小组|工作机构|领导机构|工作专班|联席会议|组织机构")
PERSON = re.compile("专人|责任人|联络员|负责人")
MONEY = re.compile("经费|预算|资金")
_AIM = re.compile("指导思想|总体要求|总体思路|总体目标|工作目标|活动目标|目标任务")
_REPORT = re.compile("报送|上报|报我[厅局委办]|报[省市县]|报厅|报局")
_WHEN = re.compile(r"\d{1,2}月(?:\d{1,2}日)?|每[月季周年期]|截止日|次月|月底|年底")
_WHOM = re.compile("我[厅局委办站院]|[厅局委办]公室|安委会|领导小组|省[厅局]|上级")
_INSPECT = re.compile("督查|督导|督促检查|检查指导|考核|通报批评")
_TARGET = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?[场次家所个户村处人份册课期篇条块%％]|每[年月季周班]|全覆盖|全部|一次|[一二两三四五六七八九十][场次]"
)
_ORGAN = re.compile(
    r"([\u4e00-\u9fff]{1,4}?[省市县])(?=(?:人民政府|自然资源|国土资源|应急管理|安全生产|教育|公安|交通))"
)
# 各市自然资源局, 全省安全生产形势: no names of places.
_NO_NAME = re.compile(r"[各全本我该贵等级在跨外出向对到有省直两一二三四五六七八九十\d][省市县]$|^[省市县]$")


def dated(subject: Subject) -> Said:
    """PL01: title and organ follow from the data; the day is that of the signature, and is still open before it."""
    if subject.year.plan and subject.year.plan.date is None:
        yield found("方案", ("成文日期",), "review.PL01", "方案没有成文日期", "签发后填写“成文日期”")


def rests_on_something(subject: Subject) -> Said:
    """PL02: a document of a superior stands in the campaign's list, and the plan names one of them."""
    plan, campaign = subject.year.plan, subject.year.campaign
    if plan is None:
        return
    above = [b for b in campaign.basis if b.level != "本单位"]
    if not above:
        hint = "请在活动.yaml的“依据”里登记上级文件"
        yield found("活动", ("依据",), "review.PL02", "活动没有登记任何上级依据文件", hint)
        return
    text = joined(subject.plan_texts)
    if not any(f"《{name}》" in text for b in above for name in (b.title, b.short_name) if name):
        names = "、".join(f"《{b.title}》" for b in above)
        yield found(
            "方案", ("导语",), "review.PL02", "方案没有写依据哪个上级文件", f"请在导语里引用：{names}"
        )


def has_an_aim(subject: Subject) -> Said:
    """PL03: a heading of 指导思想, 总体要求 or the like."""
    if subject.year.plan and not any(t.heading and _AIM.search(t.text) for t in subject.plan_texts):
        hint = "请加一节“指导思想”或“总体要求”"
        yield found("方案", ("章节",), "review.PL03", "方案没有指导思想或总体要求", hint)


def has_phases(subject: Subject) -> Said:
    """PL05: the phases are written out, and each that the unit runs itself owes something.

    Deadlines the model demands; a phase in which the unit only helps (facts 0.3) may owe nothing of ours.
    """
    if subject.year.plan is None:
        return
    if not any(t.path[-1] == "标题" and "阶段" in t.text for t in subject.plan_texts if t.heading):
        yield found("方案", ("章节",), "review.PL05", "方案没有写阶段", "请为每个阶段写一节“阶段: 1”等")
    for index, phase in enumerate(subject.year.campaign.phases):
        if phase.role in (Role.LEAD, Role.OWN) and not phase.deliverables:
            yield found(
                "活动",
                ("阶段", index),
                "review.PL05",
                f"“{phase.name}”没有写成果",
                "请写这个阶段要交出的“成果”",
            )


def has_people_and_money(subject: Subject) -> Said:
    """PL08: a group or office, people who answer for it, money; what is missing is named (facts 0.12)."""
    if subject.year.plan is None:
        return
    text = joined(subject.plan_texts)
    asked = (("领导小组或工作机构", GROUP), ("专人负责", PERSON), ("经费", MONEY))
    missing = [name for name, words in asked if not words.search(text)]
    if missing:
        yield found(
            "方案",
            ("章节",),
            "review.PL08",
            f"组织领导缺{'、'.join(missing)}",
            "请在“工作要求”里写明机构、负责人员和经费",
        )


def says_what_to_report(subject: Subject) -> Said:
    """PL09: what is reported, to whom and by when."""
    if subject.year.plan is None:
        return
    told = [t.text for t in subject.plan_texts if _REPORT.search(t.text)]
    text = "\n".join(told)
    if not told:
        missing = "报送要求"
    else:
        asked = (("何时报", _WHEN), ("报给谁", _WHOM))
        missing = "、".join(name for name, words in asked if not words.search(text))
    if missing:
        yield found(
            "方案", ("章节",), "review.PL09", f"方案没有写明{missing}", "请写明报什么、报给谁、什么时候报"
        )


def inspects(subject: Subject) -> Said:
    """PL10: a plan for subordinate units says how it is inspected and assessed."""
    below = subject.year.organs.subordinates()
    if subject.year.plan and below and not _INSPECT.search(joined(subject.plan_texts)):
        yield found(
            "方案",
            ("章节",),
            "review.PL10",
            f"方案发给{below[0].name}等{len(below)}个下级单位，没有督查考核的条款",
            "请写明怎样督查、考核，结果怎样运用",
        )


def has_targets(subject: Subject) -> Said:
    """PL11: each sphere undertaken has a task that can be measured, in the plan or in the assignment table."""
    plan, table = subject.year.plan, subject.year.assignments
    if plan is None:
        return
    assigned = {
        s.name
        for row in (table.rows if table else ())
        if row.target and (s := plan.campaign.sphere(row.sphere))
    }
    for name in plan.undertaken:
        own = [t for t in subject.plan_texts if t.sphere == name]
        if own and name not in assigned and not any(_TARGET.search(t.text) for t in own if not t.heading):
            yield found(
                "方案",
                own[0].path[:-1],
                "review.PL11",
                f"“进{name}”下面没有可量化的任务",
                "请写明次数、家数、频次或全覆盖，或在任务分工里写“量化标准”",
                Severity.WARNING,
            )


def keeps_its_tone(subject: Subject) -> Said:
    """PL13: no orders to equals or governments."""
    yield from _slips(subject, (tone,), "review.PL13", Severity.WARNING)


def keeps_to_its_year(subject: Subject) -> Said:
    """PL14: times of the activity lie in the year of the campaign."""
    yield from _slips(subject, (other_years,), "review.PL14", Severity.WARNING)


def names_no_other_place(subject: Subject) -> Said:
    """PL15: 我县 in a paper of a province, an organ of a place that the register of organs does not know."""
    yield from _slips(subject, (other_places,), "review.PL15", Severity.WARNING)
    organs = subject.year.organs.organs
    known = {organ.region for organ in organs if organ.region}
    known |= {f[1] for organ in organs if (f := re.match(r"([\u4e00-\u9fff]{1,6}?[省市县])", organ.name))}
    told: set[str] = set()
    for text in subject.plan_texts:
        for match in _ORGAN.finditer(re.sub("《[^》]*》|“[^”]*”", "", text.text)):
            place = match[1]
            if place in told or _NO_NAME.search(place) or any(place.endswith(name) for name in known):
                continue
            told.add(place)
            yield found(
                "方案",
                text.path,
                "review.PL15",
                f"写到“{place}”，单位名录里没有这个地方的单位",
                "核对是不是套用别处材料的残留；确有其事的，请在单位.yaml里登记这个单位",
                Severity.WARNING,
            )


def has_no_slips(subject: Subject) -> Said:
    """PL16: characters and words typed twice, dates cut short, names of the committee misspelt."""
    rules = (doubled_characters, doubled_words, misspellings, whole_dates)
    yield from _slips(subject, rules, "review.PL16", Severity.ERROR)


def repeats_nothing(subject: Subject) -> Said:
    """PL17: no sentence stands twice."""
    yield from _slips(subject, (repeated_sentences,), "review.PL17", Severity.WARNING)


def covers_requirements(subject: Subject) -> Said:
    """PL18: how many of the requirements assigned to the unit the plan speaks of (facts B)."""
    rows = [row for row in requirement_rows(subject) if row.ours]
    if subject.year.plan is None or not rows:
        return
    open_ones = [row.requirement for row in rows if not row.clause]
    if open_ones:
        yield found(
            "方案",
            (),
            "review.PL18",
            f"承担的{len(rows)}条要求中，方案写到{len(rows) - len(open_ones)}条，没有写到：{'、'.join(open_ones)}",
            "逐条内容见要求覆盖表（qijin review --coverage）；不适用的写进要求.yaml的“不适用”",
            Severity.NOTE,
        )


def has_a_usual_length(subject: Subject) -> Said:
    """Facts 0.21: a department's plan has its usual length."""
    limits = subject.limits.plan_length
    length = sum(not sign.isspace() for sign in joined(subject.plan_texts))
    if subject.year.plan and limits and not limits[0] <= length <= limits[1]:
        yield found(
            "方案",
            ("章节",),
            "review.PL19",
            f"方案{length}字，不在{limits[0]}至{limits[1]}字之间",
            "过短的补足，过长的精简；范围可在要求.yaml的“限度”里改",
            Severity.NOTE,
        )


def has_contacts(subject: Subject) -> Said:
    """R03, A.4: the unit names at least one contact, in the plan or in the leading group."""
    year = subject.year
    if year.plan is None:
        return
    liaison = year.group.working_body.liaison if year.group else None
    if not year.plan.contacts and liaison is None:
        yield found(
            "方案",
            ("联系人",),
            "review.LX01",
            "本单位没有联络员",
            "请在方案的“联系人”或领导小组的“联络员”里写至少一名",
        )


def _slips(subject: Subject, rules: tuple[Rule, ...], code: str, severity: Severity) -> Said:
    plan: Plan | None = subject.year.plan
    if plan is not None:
        for flaw in slips(plan, subject.plan_texts, rules, code, severity):
            yield found("方案", flaw.path, flaw.code, flaw.message, flaw.hint, flaw.severity)
