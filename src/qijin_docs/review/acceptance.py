"""The table of acceptance rules (facts A.19, 0.10–0.14): number, document, what is asked, and what answers.

A rule is answered by a function of this package, by codes that a model or a rule between documents reports
when the project is read, or by both; a thing is checked in one place only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qijin_docs.review import case_rules, evidence_rules, plan_rules, report_rules
from qijin_docs.review.subject import Said, Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """One acceptance rule.

    Args:
        number: by which staff look it up: ``PL04``.
        part: the part of the project it is about; without it the rule is not asked.
        asks: what is asked, in Chinese.
        checks: functions that answer it.
        codes: problem codes that answer it on reading; all but those told below belong to ``part``.
        before_sending: asked of what is sent, not of what is printed to be signed; keeps no document from
            being built.
        untrue: what it finds is wrong, not merely wanting: it stops the build also where a document still
            has gaps.
    """

    number: str
    part: str
    asks: str
    checks: tuple[Callable[[Subject], Said], ...] = ()
    codes: tuple[str, ...] = ()
    before_sending: bool = False
    untrue: bool = False


ACCEPTANCE: tuple[Rule, ...] = (
    Rule("PL01", "方案", "有标题、单位、成文日期", (plan_rules.dated,), before_sending=True),
    Rule("PL02", "方案", "有上级依据", (plan_rules.rests_on_something,)),
    Rule("PL03", "方案", "有指导思想或总体要求", (plan_rules.has_an_aim,)),
    Rule(
        "PL04",
        "方案",
        "活动内容的领域与承担的领域一致",
        codes=(
            "plan.sphere_missing",
            "plan.sphere_not_undertaken",
            "plan.planned_not_assigned",
            "plan.assigned_not_planned",
            "plan.no_duty",
            "plan.duplicate_duty",
        ),
    ),
    Rule("PL05", "方案", "有阶段，各有截止日和成果", (plan_rules.has_phases,), ("plan.phase_missing",)),
    Rule(
        "PL06",
        "方案",
        "阶段日期合法、递增、在年度内",
        codes=(
            "campaign.phase_order",
            "campaign.phase_outside",
            "campaign.phase_start",
            "campaign.phase_number",
            "campaign.date_order",
            "campaign.year",
            "plan.deadline_outside",
        ),
    ),
    Rule("PL07", "方案", "成文日不晚于第一阶段截止", codes=("plan.late",)),
    Rule("PL08", "方案", "有机构、有专人、有经费", (plan_rules.has_people_and_money,)),
    Rule("PL09", "方案", "写明报什么、报给谁、何时报", (plan_rules.says_what_to_report,)),
    Rule("PL10", "方案", "对下级单位有督查考核条款", (plan_rules.inspects,)),
    Rule("PL11", "方案", "各领域有可量化的任务", (plan_rules.has_targets,), ("plan.no_target",)),
    Rule("PL12", "方案", "措辞与角色相符", codes=("plan.role_wording",)),
    Rule("PL13", "方案", "没有越级口气", (plan_rules.keeps_its_tone,)),
    Rule("PL14", "方案", "年份与年度相符", (plan_rules.keeps_to_its_year,), ("data.other_year",)),
    Rule("PL15", "方案", "没有别处的地名、单位名", (plan_rules.names_no_other_place,)),
    Rule("PL16", "方案", "没有叠字、残日期", (plan_rules.has_no_slips,), untrue=True),
    Rule("PL17", "方案", "没有重复句", (plan_rules.repeats_nothing,)),
    Rule("PL18", "方案", "要求覆盖", (plan_rules.covers_requirements,)),
    Rule("PL19", "方案", "篇幅合适", (plan_rules.has_a_usual_length,)),
    Rule("LX01", "方案", "每单位至少一名联络员", (plan_rules.has_contacts,), ("data.unreachable_contact",)),
    Rule("TC01", "典型", "领域是活动的领域", codes=("data.unknown_sphere",)),
    Rule("TC02", "典型", "写单位全称", (case_rules.names_the_unit_in_full,), ("case.unknown_recommender",)),
    Rule("TC03", "典型", "时段在活动期内", codes=("case.outside_campaign", "data.date_order")),
    Rule("TC04", "典型", "做法两条以上，各有小标题", (case_rules.has_enough_practices,), ("case.same_heading",)),
    Rule("TC05", "典型", "有成效", (case_rules.has_results,)),
    Rule(
        "TC06",
        "典型",
        "数字三个以上，有单位、口径、来源活动",
        (case_rules.has_enough_figures,),
        ("case.unknown_reference",),
    ),
    Rule("TC07", "典型", "字数合适", (case_rules.has_its_length,)),
    Rule(
        "TC08",
        "典型",
        "有照片、有报道",
        (case_rules.has_photos_and_coverage,),
        ("case.not_a_photo", "case.no_catalogue"),
    ),
    Rule("TC09", "典型", "有推荐单位盖章的审核意见", (case_rules.is_approved,), before_sending=True),
    Rule("TC10", "典型", "期内无生产安全事故", (case_rules.had_no_accident,), ("case.accident",)),
    Rule("TC11", "典型", "不空", (case_rules.is_concrete,)),
    Rule("TC12", "典型", "与往年、与别单位不雷同", (case_rules.is_nobody_elses,)),
    Rule("TC13", "典型", "数字与来源活动一致", (case_rules.figures_are_the_register_s,), untrue=True),
    Rule(
        "PR01",
        "进展",
        "有期次、统计起止",
        codes=("report.same_phase", "report.outside_campaign", "report.before_period_end", "data.unknown_phase"),
    ),
    Rule(
        "PR02",
        "进展",
        "分领域写",
        (report_rules.every_sphere_with_activities_is_reported,),
        ("report.no_sphere", "report.sphere_twice"),
    ),
    Rule("PR03", "进展", "数字与台账一致", (report_rules.figures_of_reports_are_the_register_s,), untrue=True),
    Rule("PR04", "进展", "累计等于上期累计加本期", codes=("report.gap", "report.phase_missing")),
    Rule("PR05", "进展", "有问题、有下步", codes=("report.no_problems",)),
    Rule("PR06", "进展", "按时", (report_rules.reports_come_in_time,)),
    Rule(
        "PR07",
        "进展",
        "零报告写明原因",
        codes=("report.zero_without_reason", "report.zero_with_activities"),
    ),
    Rule("SU01", "总结", "写全年", (report_rules.summary_speaks_of_the_whole_year,)),
    Rule("SU02", "总结", "四件规定动作齐全", (report_rules.summary_shows_the_four_duties,)),
    Rule("SU03", "总结", "承担的领域逐一有做法", codes=("summary.sphere_missing",)),
    Rule("SU04", "总结", "正文合计等于台账合计；没有来源的报SU08，约数不实的报SU09",
         (report_rules.figures_of_the_summary_are_the_register_s,), untrue=True),
    Rule("SU05", "总结", "附见证材料目录", (report_rules.summary_comes_with_the_catalogue,)),
    Rule("SU06", "总结", "有问题、有下步", (report_rules.summary_names_problems,)),
    Rule("SU07", "总结", "字数合适", (report_rules.summary_has_its_length,)),
    Rule("SU08", "总结", "正文数字找得到来源"),
    Rule("SU09", "总结", "约数不超过实数"),
    Rule(
        "SU10",
        "总结",
        "报给规定的收件人",
        (report_rules.summary_goes_to_the_right_place,),
        ("campaign.recipient_not_superior", "campaign.unknown_recipient", "campaign.no_summary"),
    ),
    Rule("SU11", "总结", "提到的典型都在", codes=("summary.unknown_case",)),
    Rule(
        "EV01",
        "见证材料",
        "各类写明必备的内容",
        codes=(
            "evidence.missing_field",
            "evidence.no_length",
            "evidence.file_type",
            "evidence.url",
            "evidence.quantity",
        ),
    ),
    Rule("EV02", "见证材料", "日期在活动起止之内", codes=("evidence.outside_campaign",)),
    Rule("EV03", "见证材料", "文件能打开", (evidence_rules.files_open,), untrue=True),
    Rule("EV04", "见证材料", "照片够大", (evidence_rules.photos_are_large_enough,)),
    Rule("EV05", "见证材料", "照片的拍摄时间与目录一致", (evidence_rules.photos_were_taken_when_said,)),
    Rule("EV06", "见证材料", "没有几乎一样的照片", (evidence_rules.photos_differ,)),
    Rule("EV07", "见证材料", "未成年人不露正脸", (evidence_rules.nobody_can_see_faces,)),
    Rule("EV08", "见证材料", "不露身份证号、手机号", (evidence_rules.no_private_numbers,)),
    Rule("EV09", "见证材料", "时长与文件一致", (evidence_rules.lengths_agree,)),
    Rule(
        "EV90",
        "见证材料",
        "目录与文件一致",
        codes=(
            "evidence.no_file",
            "evidence.no_folder",
            "evidence.empty_file",
            "evidence.unlisted_file",
            "evidence.file_outside",
            "evidence.duplicate_file",
            "evidence.duplicate_id",
        ),
    ),
    Rule("EV91", "见证材料", "每件对应活动", codes=("evidence.unknown_activity", "evidence.one_way")),
    Rule("EV92", "见证材料", "没有重复文件", codes=("evidence.same_file",)),
    Rule("EV93", "见证材料", "五类齐全", codes=("evidence.kind_missing",)),
    Rule(
        "HD01",
        "活动台账",
        "重要活动有报刊文章，也有手机网络信息",
        (evidence_rules.important_activities_are_covered,),
        ("activity.no_coverage",),
    ),
    Rule("HD02", "活动台账", "每场活动有见证材料", codes=("activity.no_evidence", "activity.unknown_evidence")),
    Rule(
        "HD03",
        "活动台账",
        "不重复计数，主办单位认得",
        codes=("activity.unknown_host", "activity.suspected_duplicate", "activity.duplicate_id"),
    ),
    Rule(
        "HD04",
        "活动台账",
        "日期、人数合理",
        codes=(
            "activity.date_order",
            "activity.outside_campaign",
            "activity.filled_before",
            "activity.more_people_than_times",
            "activity.entered_count",
            "activity.sphere_twice",
        ),
    ),
    Rule(
        "ZZ01",
        "领导小组",
        "有组长、有成员，不重复",
        codes=("group.no_head", "group.no_member", "group.twice", "group.version"),
    ),
)  # fmt: skip

NUMBERS = tuple(rule.number for rule in ACCEPTANCE)

#: Codes that more than one document may have: they answer a rule only where they stand in its part.
SHARED_CODES = frozenset({"data.other_year", "data.unknown_sphere", "data.date_order", "data.unknown_phase"})
