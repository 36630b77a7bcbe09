"""Each acceptance rule: the small project passes it, and a copy changed in one place does not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from qijin_docs.errors import Severity
from qijin_docs.review import acceptance
from qijin_docs.review.acceptance import ACCEPTANCE, NUMBERS
from qijin_docs.review.judge import Review, review_of_problems, review_project

LAST = "章节.3.正文"

#: File, changes, rule, severity, where, message (or its beginning).
FAILING: list[tuple[str, dict[str, Any], str, str, str | None, str]] = [
    ("方案.yaml", {"成文日期": ...}, "review.PL01", "error", "成文日期", "方案没有成文日期"),
    (
        "活动.yaml",
        {"依据.0.层级": "本单位", "依据.1.层级": "本单位"},
        "review.PL02",
        "error",
        "依据",
        "活动没有登记任何上级依据文件",
    ),
    (
        "方案.yaml",
        {"导语": "为做好工作，制定本方案。"},
        "review.PL02",
        "error",
        "导语",
        "方案没有写依据哪个上级文件",
    ),
    ("方案.yaml", {"章节.2.标题": "其他"}, "review.PL03", "error", "章节", "方案没有指导思想或总体要求"),
    (
        "方案.yaml",
        {"章节.1.小节": ..., "章节.1.正文": "按时间推进，12月31日前报送省安委会办公室。"},
        "review.PL05",
        "error",
        "章节",
        "方案没有写阶段",
    ),
    ("活动.yaml", {"阶段.2.成果": ...}, "review.PL05", "error", "阶段[2]", "“梳理典型”没有写成果"),
    (
        "方案.yaml",
        {LAST: "成立领导小组，专人负责，年底督查考核。"},
        "review.PL08",
        "error",
        "章节",
        "组织领导缺经费",
    ),
    (
        "方案.yaml",
        {LAST: "年底督查考核。"},
        "review.PL08",
        "error",
        "章节",
        "组织领导缺领导小组或工作机构、专人负责、经费",
    ),
    ("方案.yaml", {"章节.1.小节.3.正文": "写总结。"}, "review.PL09", "error", "章节", "方案没有写明报送要求"),
    (
        "方案.yaml",
        {"章节.1.小节.3.正文": "总结要及时报送。"},
        "review.PL09",
        "error",
        "章节",
        "方案没有写明何时报、报给谁",
    ),
    (
        "方案.yaml",
        {LAST: "成立领导小组，专人负责，所需经费列入预算。"},
        "review.PL10",
        "error",
        "章节",
        "方案发给岭安市自然资源局等1个下级单位，没有督查考核的条款",
    ),
    (
        "任务分工.yaml",
        {"1.量化标准": ...},
        "review.PL11",
        "warning",
        "章节[0].小节[1]",
        "“进机关”下面没有可量化的任务",
    ),
    (
        "方案.yaml",
        {LAST: "成立领导小组，专人负责，经费列入预算。省直各部门要加强督查考核。"},
        "review.PL13",
        "warning",
        "章节[3].正文[0]",
        "“省直各部门要”是上级机关的口气",
    ),
    (
        "方案.yaml",
        {"章节.0.正文": "2017年3月至12月开展。"},
        "review.PL14",
        "warning",
        "章节[0].正文[0]",
        "2018年的文件里把时间写成",
    ),
    (
        "方案.yaml",
        {"章节.0.正文": "在我市开展。"},
        "review.PL15",
        "warning",
        "章节[0].正文[0]",
        "云岭省的文件里写了“我市”",
    ),
    (
        "方案.yaml",
        {"章节.0.正文": "会同青海省自然资源厅开展。"},
        "review.PL15",
        "warning",
        "章节[0].正文[0]",
        "写到“",
    ),
    ("方案.yaml", {"章节.2.正文": "扎实推推动工作。"}, "review.PL16", "error", "章节[2].正文[0]", "叠字"),
    ("方案.yaml", {"章节.2.正文": "于2018年5月18完成。"}, "review.PL16", "error", "章节[2].正文[0]", ""),
    (
        "方案.yaml",
        {"章节.2.正文": "把安全知识送到每一名一线职工手中，把安全知识送到每一名一线职工手中。"},
        "review.PL17",
        "warning",
        "章节[2].正文[0]",
        "“把安全知识送到每一名一线职工手中”",
    ),
    ("要求.yaml", {"限度.方案字数": [9000, 12000]}, "review.PL19", "note", "章节", "方案"),
    (
        "典型/01.yaml",
        {"典型单位": "省自然资源厅宣讲队"},
        "review.TC02",
        "error",
        "典型单位",
        "典型单位“省自然资源厅宣讲队”不是全称",
    ),
    (
        "典型/01.yaml",
        {"典型单位": "我厅宣讲队"},
        "review.TC02",
        "error",
        "典型单位",
        "典型单位“我厅宣讲队”不是全称",
    ),
    ("典型/01.yaml", {"做法.1": ...}, "review.TC04", "error", "做法", "做法只有1条，至少要2条"),
    ("典型/01.yaml", {"成效": ...}, "review.TC05", "error", "成效", "典型材料没有写成效"),
    ("典型/01.yaml", {"数字.2": ...}, "review.TC06", "error", "数字", "数字只有2个，至少要3个"),
    (
        "典型/01.yaml",
        {"成效": "发放资料700份。"},
        "review.TC06",
        "warning",
        "成效[0]",
        "正文的“700份”没有列在“数字”里",
    ),
    (
        "典型/01.yaml",
        {"数字.2.量": 900},
        "review.TC13",
        "error",
        "数字[2].量",
        "“发放资料”写900份，来源活动合计是800份",
    ),
    ("要求.yaml", {"限度.典型字数": [2000, 3000]}, "review.TC07", "warning", "做法", "典型材料"),
    ("典型/01.yaml", {"照片": ...}, "review.TC08", "warning", "照片", "典型材料没有照片"),
    ("典型/01.yaml", {"报道": ...}, "review.TC08", "warning", "报道", "典型材料没有报道"),
    ("典型/01.yaml", {"审核": ...}, "review.TC09", "error", "审核", "典型材料没有推荐单位的审核意见"),
    ("典型/01.yaml", {"审核.盖章": "否"}, "review.TC09", "error", "审核.盖章", "推荐单位的审核意见没有盖章"),
    (
        "典型/01.yaml",
        {"期内无生产安全事故": ...},
        "review.TC10",
        "error",
        "期内无生产安全事故",
        "没有期内无生产安全事故的声明",
    ),
    (
        "典型/01.yaml",
        {"期内无生产安全事故": "否"},
        "review.TC10",
        "error",
        "期内无生产安全事故",
        "期内发生过生产安全事故，一票否决",
    ),
    (
        "要求.yaml",
        {"限度.空话段落占比": 50},
        "review.TC11",
        "warning",
        "背景[0]",
        "4段中有4段没有数字也没有专名",
    ),
    (
        "进展/1.yaml",
        {"分领域.0": ...},
        "review.PR02",
        "error",
        "分领域",
        "本期“进企业”有活动1场，进展情况里没有写",
    ),
    (
        "进展/1.yaml",
        {"部署情况": "本期开展活动3场。"},
        "review.PR03",
        "error",
        "部署情况[0]",
        "“活动场次3场”与台账不一致",
    ),
    (
        "进展/2.yaml",
        {"分领域.0.正文": "发放资料近750份。"},
        "review.PR03",
        "error",
        "分领域[0].正文[0]",
        "“近750份”比台账多：台账里",
    ),
    (
        "活动.yaml",
        {"阶段.0.成果.+": {"种类": "进展情况", "收件人": "省安委会办公室"}},
        "review.PR06",
        "warning",
        "成文日期",
        "进展情况成文日期晚于截止日2018年4月30日，逾期2天",
    ),
    (
        "总结.yaml",
        {"总体情况": "开展活动{{ 统计.合计.活动场次 }}场。"},
        "review.SU01",
        "error",
        "总体情况",
        "总结没有写全年起止",
    ),
    (
        "总结.yaml",
        {"成文日期": "2018-05-20"},
        "review.SU01",
        "error",
        "成文日期",
        "总结成文以后还有活动：HD-3，合计里已经算了它",
    ),
    ("总结.yaml", {"宣传报道": ...}, "review.SU02", "error", None, "四件规定动作缺宣传报道"),
    (
        "总结.yaml",
        {"总体情况": "全年共开展活动4场。"},
        "review.SU04",
        "error",
        "总体情况[0]",
        "“活动场次4场”与台账不一致：台账里全年合计是3场",
    ),
    ("总结.yaml", {"附件": ...}, "review.SU05", "error", "附件", "总结的附件里没有见证材料目录"),
    ("总结.yaml", {"问题": ...}, "review.SU06", "error", "问题", "总结没有写问题"),
    ("总结.yaml", {"下步安排": ...}, "review.SU06", "error", "下步安排", "总结没有写下步安排"),
    ("要求.yaml", {"限度.总结字数": [1500, 5000]}, "review.SU07", "warning", "总体情况", "总结"),
    (
        "总结.yaml",
        {"宣传报道": "报刊报道57篇。"},
        "review.SU08",
        "warning",
        "宣传报道[0]",
        "“57篇”在台账里找不到来源：台账里没有相近的数",
    ),
    (
        "总结.yaml",
        {"总体情况": "全年受教育700余人次。"},
        "review.SU09",
        "error",
        "总体情况[0]",
        "“700余人次”比台账多：台账里全年合计是640人次",
    ),
    (
        "总结.yaml",
        {"总体情况": "全年受教育630余人次。"},
        "review.SU09",
        "warning",
        "总体情况[0]",
        "“630余人次”与台账不符：台账里全年合计是640人次",
    ),
    (
        "活动.yaml",
        {"阶段.3.成果.1.收件人": ...},
        "review.SU10",
        "error",
        "阶段[3].成果[1]",
        "没有写活动总结报给谁",
    ),
    (
        "见证材料.yaml",
        {"0.题名": "课堂 13800000000"},
        "review.EV08",
        "warning",
        "见证材料[0].题名",
        "ZP-1的题名里像有手机号",
    ),
    (
        "见证材料.yaml",
        {"0.备注": "身份证11010119900101123X"},
        "review.EV08",
        "warning",
        "见证材料[0].备注",
        "ZP-1的备注里像有身份证号",
    ),
    (
        "见证材料.yaml",
        {"2.对应活动编号": "HD-2"},
        "review.HD01",
        "warning",
        "活动记录[2].重要活动",
        "重要活动HD-3在见证材料目录里没有报刊文章",
    ),
]


def findings(small: Any, code: str) -> list[Any]:
    return [f for f in review_project(small.load()).findings if f.problem.code == code]


def test_the_small_project_is_acceptable(small: Any) -> None:
    review = review_project(small.load())
    assert [str(f) for f in review.findings if f.problem.severity is not Severity.NOTE] == []
    assert review.ok
    answered = {*review.passed, *(u.rule for u in review.unjudged), *(f.rule for f in review.findings)}
    assert answered == set(NUMBERS)


@pytest.mark.parametrize(
    ("file", "changes", "code", "severity", "where", "message"),
    FAILING,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_rule_tells_what_is_not_acceptable_and_where(
    small: Any, file: str, changes: dict[str, Any], code: str, severity: str, where: str | None, message: str
) -> None:
    small.change(file, changes)
    found = findings(small, code)
    assert len(found) == 1, "\n".join(map(str, review_project(small.load()).findings))
    problem = found[0].problem
    assert (problem.severity, problem.place.where) == (severity, where)
    assert problem.message.startswith(message)
    assert problem.hint
    assert found[0].rule == code.removeprefix("review.")


def test_every_rule_with_a_function_has_its_failing_case() -> None:
    asked = {
        code
        for module in ("plan_rules", "case_rules", "report_rules", "evidence_rules")
        for code in re.findall(r'"(review\.[A-Z]{2}\d\d)"', _source(module))
    }
    # PL18, LX01 and those of files have tests of their own below and in test_media.py.
    elsewhere = {"review.PL18", "review.LX01", "review.TC12", *(f"review.EV0{n}" for n in (3, 4, 5, 6, 9))}
    assert asked - elsewhere == {case[2] for case in FAILING}


def _source(module: str) -> str:
    from importlib import import_module
    from pathlib import Path

    return Path(str(import_module(f"qijin_docs.review.{module}").__file__)).read_text(encoding="utf-8")


def test_numbers_are_unique_and_every_code_answers_one_rule() -> None:
    assert len(set(NUMBERS)) == len(NUMBERS)
    codes = [code for rule in ACCEPTANCE for code in rule.codes]
    assert len(set(codes)) == len(codes)
    assert set(codes) >= acceptance.SHARED_CODES


def test_a_code_that_answers_a_rule_is_one_that_is_reported_somewhere() -> None:
    from pathlib import Path

    import qijin_docs

    package = Path(str(qijin_docs.__file__)).parent
    sources = "".join(
        f.read_text(encoding="utf-8")
        for folder in ("models", "review")
        for f in sorted((package / folder).glob("*.py"))
        if f.name != "acceptance.py"
    )
    assert [c for rule in ACCEPTANCE for c in rule.codes if f'"{c}"' not in sources] == []


def test_coverage_is_told_as_a_note(small: Any) -> None:
    (found,) = findings(small, "review.PL18")
    assert found.problem.message.startswith("承担的28条要求中，方案写到6条，没有写到：ZT03、")
    assert found.problem.severity is Severity.NOTE


def test_a_unit_without_a_contact_is_told(small: Any) -> None:
    small.change("方案.yaml", {"联系人": ...})
    assert findings(small, "review.LX01") == [], "the leading group has one"
    small.change("领导小组.yaml", {"工作机构.联络员": ...})
    (found,) = findings(small, "review.LX01")
    assert found.problem.message == "本单位没有联络员"


def test_what_was_told_on_reading_comes_under_its_rule(small: Any) -> None:
    small.change("方案.yaml", {"成文日期": "2018-05-02"})
    review = review_project(small.load())
    assert [f.rule for f in review.findings if f.problem.code == "plan.late"] == ["PL07"]
    assert "PL07" not in review.passed


def test_a_project_that_cannot_be_read_is_judged_by_nothing_but_its_errors(small: Any) -> None:
    small.change("总结.yaml", {"分领域.1": ...})
    review = review_of_problems(small.problems())
    assert [(f.rule, f.part) for f in review.errors] == [("SU03", "总结")]
    assert review.passed == ()
    assert len(review.unjudged) == len(ACCEPTANCE)


def test_a_rule_about_what_is_not_there_is_not_passed(small: Any) -> None:
    small.remove("总结.yaml", "典型", "公文")
    review = review_project(small.load())
    assert not {n for n in review.passed if n.startswith(("SU", "TC"))}
    assert {u.why for u in review.unjudged if u.rule.startswith("SU")} == {"项目里还没有总结"}


def test_without_a_register_figures_are_not_judged(small: Any) -> None:
    small.remove("活动台账.yaml", "进展", "统计表.yaml", "典型", "公文")
    small.change("总结.yaml", {"总体情况": "全年开展活动900场。", "典型": ..., "分领域.0.正文": "到企业去。"})
    small.remove("见证材料.yaml")
    review = review_project(small.load())
    assert ("SU04", "没有活动台账") in [(u.rule, u.why) for u in review.unjudged]
    assert not {"SU04", "SU08", "SU09"} & set(review.passed)


def test_an_accident_is_no_veto_where_the_project_says_so(small: Any) -> None:
    small.change("典型/01.yaml", {"期内无生产安全事故": "否"})
    small.change("要求.yaml", {"限度.事故一票否决": "否"})
    review = review_project(small.load())
    assert [(f.rule, f.problem.code) for f in review.findings if f.rule == "TC10"] == [
        ("TC10", "case.accident")
    ]


def test_what_is_wanting_in_unfinished_data_stops_no_build_and_what_is_untrue_does(small: Any) -> None:
    small.change("总结.yaml", {"问题": "【待填：问题】", "下步安排": ..., "总体情况": "全年共开展活动4场。"})
    review = review_project(small.load())
    assert {(f.rule, f.before_sending) for f in review.errors} == {("SU06", True), ("SU04", False)}
    assert [f.rule for f in review.blocking] == ["SU04"]


def test_a_zero_report_needs_no_spheres_and_no_figures(small: Any) -> None:
    small.remove("进展/2.yaml")
    small.write("进展/2.yaml", {"期次": 2, "统计起": "2018-05-01", "统计止": "2018-05-31",
                                "成文日期": "2018-06-01", "零报告原因": "汛期停工"})  # fmt: skip
    assert [f for f in review_project(small.load()).findings if f.part == "进展"] == []


def test_only_some_rules(small: Any) -> None:
    small.change("典型/01.yaml", {"成效": ...})
    review = review_project(small.load())
    assert [f.rule for f in review.only(["TC"]).findings] == ["TC05"]
    assert review.only(["PL"]).ok
    assert {n[:2] for n in review.only(["PL"]).passed} == {"PL"}


def test_a_review_is_a_value(small: Any) -> None:
    first, second = review_project(small.load()), review_project(small.load())
    assert isinstance(first, Review)
    assert first == second
    assert date(2018, 4, 25) == small.load().year.plan.date
