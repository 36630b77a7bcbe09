"""``qijin review``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qijin_docs.cli import main


def test_an_acceptable_project_ends_with_0(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "项目"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("错误0处，提醒0处，说明1处；通过")
    assert "未验证：" in out
    assert err == ""


def test_findings_are_grouped_by_document_and_end_with_1(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    small.change("总结.yaml", {"问题": ...})
    small.change("典型/01.yaml", {"照片": ..., "成效": ...})
    assert main(["review", "项目"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "典型："
    assert lines[2].startswith("  错误 TC05 项目/典型/01.yaml:")
    assert lines[3].startswith("  提醒 TC08 ")
    assert lines[4] == "总结："
    assert lines[5].endswith("（问题）：总结没有写问题；请写“问题” [review.SU06]")


def test_some_rules_alone(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("总结.yaml", {"问题": ...})
    assert main(["review", "项目", "--only", "pl，TC"]) == 0
    assert "SU06" not in capsys.readouterr().out
    assert main(["review", "项目", "--only", "XX"]) == 2
    assert "没有编号以“XX”开头的规则" in capsys.readouterr().err


def test_coverage_and_self_check_are_listed(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "项目", "--coverage"]) == 0
    out = capsys.readouterr().out
    assert "  QY11 向中小企业送安全知识、送法律上门：进行中（没有找到活动；任务分工·第1项）" in out
    assert "  四有 有组织：完成　安全生产宣传教育“七进”活动领导小组名单" in out


def test_json_tells_all(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("总结.yaml", {"问题": ...})
    assert main(["review", "项目", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"ok", "findings", "passed", "unjudged", "coverage", "self_check"}
    assert answer["ok"] is False
    assert answer["findings"][-1]["rule"] == "SU06"
    assert answer["findings"][-1]["place"]["file"] == "项目/总结.yaml"
    assert {row["要求编号"]: row["状态"] for row in answer["coverage"]}["XY01"] == "不承担"


def test_a_project_that_cannot_be_read_shows_its_errors_under_their_rules(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    small.change("总结.yaml", {"分领域.1": ...})
    assert main(["review", "项目"]) == 1
    out = capsys.readouterr().out
    assert "  错误 SU03 项目/总结.yaml:" in out
    assert out.splitlines()[-1] == "数据有错，其余规则没有审；改好后再审一遍"
    assert main(["review", "项目", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["passed"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [(["没有这个文件夹"], "project.no_folder"), (["项目", "--compare", "没有"], "review.no_folder")],
)
def test_what_is_not_there_is_said(
    small: Any, words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *words]) == 1
    assert code in capsys.readouterr().err


def test_a_wrong_standard_is_told_with_its_line(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (
        "限度:",
        "  典型字数: [3000, 2000]",
        "要求:",
        "  - {编号: AA01, 领域: 企事业, 要求: 做, 指标: 资抖}",
        "  - {编号: AA01, 要求: 空}",
    )
    small.write("要求.yaml", "\n".join(lines))
    assert main(["review", "项目"]) == 1
    err = capsys.readouterr().err
    assert "项目/要求.yaml:2:9（限度.典型字数）：下限3000大于上限2000" in err
    assert "没有“企事业”这个领域；是否想写“企业”？ [data.unknown_sphere]" in err
    assert "没有“资抖”这个指标；是否想写“资料”？ [requirement.unknown_indicator]" in err
    assert "AA01没有写凭什么认出它" in err


def test_a_refused_build_says_how_to_see_a_draft(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("总结.yaml", {"问题": ...})
    assert main(["build", "项目", "-o", "成稿"]) == 1
    assert "内容审核没有通过；要先看样子，加 --draft 生成草稿" in capsys.readouterr().err
    assert main(["build", "项目", "-o", "成稿", "--draft"]) == 0
    out, err = capsys.readouterr()
    assert "草稿问题清单.txt" in out
    assert "[review.SU06]" in err
