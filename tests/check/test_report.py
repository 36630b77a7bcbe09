"""What a report says of its findings: as text, as JSON, as SARIF."""

from __future__ import annotations

import json
import pickle

import pytest

from qijin_docs.check.catalogue import Force
from qijin_docs.check.facts import Paragraph
from qijin_docs.check.report import EVERYTHING, Finding, Report, Unverified, finding
from qijin_docs.check.sarif import sarif
from qijin_docs.errors import Place, Severity

PLACE = Place("方案.docx", "正文第5段")
MARGIN = finding(
    "check.margin_top",
    "上边距是25.0毫米",
    PLACE,
    clause="GB/T 9704-2012 5.2.1",
    force=Force.REQUIRED,
    hint="在“布局—页边距”里改成37毫米",
    measured="25.0毫米",
    tolerance="37±1毫米",
)
HABIT = finding("check.title_signs", "标题里用了“，”", PLACE, clause="", force=Force.PRACTICE, hint="")
LATER = Unverified("版记末条线的位置（7.4.1）", "没有看页面，请加 --layout")
REPORT = Report("方案.docx", (HABIT, MARGIN), (LATER,), form="文件格式", coordinate_system="版心法")


@pytest.mark.parametrize(
    ("force", "severity", "words"),
    [
        (Force.REQUIRED, Severity.ERROR, "规定"),
        (Force.NORMALLY, Severity.WARNING, "一般"),
        (Force.RECOMMENDED, Severity.WARNING, "推荐"),
        (Force.ALLOWED, Severity.NOTE, "可以"),
        (Force.DERIVED, Severity.NOTE, "推算"),
        (Force.PRACTICE, Severity.NOTE, "办文习惯，非国家标准"),
    ],
)
def test_the_severity_follows_the_force(force: Force, severity: Severity, words: str) -> None:
    found = finding("check.paper", "不对", PLACE, clause="5.1", force=force, hint="改")

    assert (found.problem.severity, found.source) == (severity, f"5.1，{words}")


def test_a_finding_reads_as_one_line() -> None:
    assert str(MARGIN) == (
        "方案.docx（正文第5段）：上边距是25.0毫米；在“布局—页边距”里改成37毫米 [check.margin_top]"
        "（GB/T 9704-2012 5.2.1，规定）"
    )
    assert str(HABIT).endswith("[check.title_signs]（办文习惯，非国家标准）")


def test_a_finding_knows_the_paragraph_it_is_about() -> None:
    paragraph = Paragraph("标题", PLACE, part="word/document.xml", index=4)

    found = finding("check.paper", "不对", paragraph, clause="", force=Force.ALLOWED, hint="")

    assert (found.problem.place, found.part, found.index) == (PLACE, "word/document.xml", 4)
    assert (MARGIN.part, MARGIN.index) == ("", -1)


def test_a_report_is_printed_with_errors_first_and_what_was_not_looked_at_last() -> None:
    assert str(REPORT) == (
        "方案.docx（按文件格式校对）：错误1处，提醒0处，说明1处\n"
        f"  错误 {MARGIN}\n"
        f"  说明 {HABIT}\n"
        "  版心的量法：版心法（上边距37毫米处就是版心上边）\n"
        "  没有核对的1项：\n"
        "    版记末条线的位置（7.4.1）：没有看页面，请加 --layout"
    )
    assert f"说明 {HABIT}" not in REPORT.text(notes=False)
    assert "说明1处" in REPORT.text(notes=False)


def test_rules_not_asked_for_the_same_reason_stand_on_one_line() -> None:
    report = Report(
        "方案.docx", (), (LATER, Unverified("页码（7.5）", LATER.why), Unverified("附件", "未装订"))
    )

    assert str(report).splitlines()[1:] == [
        "  没有核对的3项：",
        "    版记末条线的位置（7.4.1）、页码（7.5）：没有看页面，请加 --layout",
        "    附件：未装订",
    ]


def test_only_plain_requirements_are_errors() -> None:
    assert REPORT.errors == (MARGIN,)
    assert not REPORT.ok
    assert Report("方案.docx", (HABIT,)).ok
    assert REPORT.problems == (HABIT.problem, MARGIN.problem)


def test_the_report_as_data() -> None:
    assert json.loads(json.dumps(REPORT.as_dict(), ensure_ascii=False)) == {
        "file": "方案.docx",
        "ok": False,
        "form": "文件格式",
        "coordinate_system": "版心法",
        "looked_at_pages": False,
        "substituted_fonts": {},
        "findings": [HABIT.as_dict(), MARGIN.as_dict()],
        "unverified": [{"rule": "版记末条线的位置（7.4.1）", "why": "没有看页面，请加 --layout"}],
    }
    assert MARGIN.as_dict() == {
        "code": "check.margin_top",
        "severity": "error",
        "message": "上边距是25.0毫米",
        "hint": "在“布局—页边距”里改成37毫米",
        "place": {"file": "方案.docx", "where": "正文第5段", "line": None, "column": None},
        "clause": "GB/T 9704-2012 5.2.1",
        "force": "规",
        "measured": "25.0毫米",
        "tolerance": "37±1毫米",
        "quote": "",
    }


def test_a_report_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(REPORT)) == REPORT


def test_sarif_has_one_run_with_its_rules_and_results() -> None:
    log = json.loads(json.dumps(sarif([REPORT, Report("无误.docx")], version="0.1.0")))

    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "qijin check"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "check.title_signs",
        "check.margin_top",
    ]
    assert [result["level"] for result in run["results"]] == ["note", "error"]
    margin = run["tool"]["driver"]["rules"][1]
    assert margin["shortDescription"] == {"text": "上边距（天头）"}
    assert margin["fullDescription"] == {"text": "GB/T 9704-2012 5.2.1，规定"}
    assert margin["help"] == {"text": "上边距（天头）：37±1毫米（墨迹法34.6毫米）"}
    location = run["results"][1]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "%E6%96%B9%E6%A1%88.docx"
    assert location["logicalLocations"] == [{"fullyQualifiedName": "正文第5段"}]
    assert run["results"][1]["message"]["text"] == "上边距是25.0毫米；在“布局—页边距”里改成37毫米"


def test_sarif_has_the_shape_that_its_schema_asks_for() -> None:
    log = sarif([REPORT, Report("目录/无误.docx")], version="0.1.0")

    assert set(log) == {"$schema", "version", "runs"}
    (run,) = log["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for rule in run["tool"]["driver"]["rules"]:
        assert set(rule) <= {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"}
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription"))
    for result in run["results"]:
        assert set(result) == {"ruleId", "level", "message", "locations", "partialFingerprints"}
        assert result["ruleId"] in known
        assert result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not set(uri) & set(' \\"<>')


def test_sarif_tells_what_could_not_be_read_at_all() -> None:
    scan = Report("扫描.pdf", unverified=(Unverified(EVERYTHING, "没有文字"),))

    (right,) = sarif([REPORT], version="1")["runs"][0]["invocations"]
    (wrong,) = sarif([REPORT, scan], version="1")["runs"][0]["invocations"]

    assert right == {"executionSuccessful": True}
    assert wrong["executionSuccessful"] is False
    (notice,) = wrong["toolExecutionNotifications"]
    assert notice["level"] == "error"
    assert notice["message"]["text"].startswith("扫描.pdf：没有校对：没有文字")


def test_sarif_fingerprints_are_steady_and_differ_between_findings() -> None:
    def prints(report: Report) -> list[str]:
        results = sarif([report], version="1")["runs"][0]["results"]
        return [result["partialFingerprints"]["qijinFinding/v1"] for result in results]

    assert prints(REPORT) == prints(REPORT)
    assert len(set(prints(REPORT))) == 2


def test_a_finding_is_comparable_data() -> None:
    assert len({MARGIN, MARGIN, HABIT}) == 2
    assert isinstance(MARGIN, Finding)
