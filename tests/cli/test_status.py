"""``qijin status``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.cli import main
from qijin_docs.cli.columns import table, width_of

JULY = ["status", "项目", "--on", "2018-07-05"]


def test_the_table_tells_how_it_stands(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(JULY) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "截至2018年7月5日：应报8项，未到期3，待报2，逾期3"
    assert lines[2] == "本单位应报"
    assert (
        "新闻发布会配合材料  第二阶段  云岭省安全生产委员会办公室  2018-06-30  2018-06-29  逾期" in lines[4]
    )
    assert lines[-1] == "岭安市自然资源局  进展情况报告（第一阶段、第二阶段）最长逾期66天"
    assert "没有“报送登记”，各单位报送的一律算作没有收到" in err
    assert "[duty.no_register]" in err


def test_a_day_without_a_year_lies_in_the_campaigns(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "项目", "--on", "7月5日"]) == 0
    assert capsys.readouterr().out.startswith("截至2018年7月5日")


def test_no_day_is_an_error_of_usage(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "项目", "--on", "哪天"]) == 2
    assert "“哪天”不是日期" in capsys.readouterr().err


def test_json_holds_every_row(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*JULY, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["counts"] == {"未到期": 3, "待报": 2, "逾期": 3}
    assert len(told["rows"]) == 8
    assert told["rows"][0] == {
        "item": "进展情况报告", "unit": "岭安市自然资源局", "own": False, "recipient": "云岭省自然资源厅",
        "period": "第一阶段", "due": "2018-04-30", "last_office_day": "2018-04-28", "internal": None,
        "state": "逾期", "late_days": 66, "on_time": None, "sent": None, "version": 0, "reason": None, "source": None,
    }  # fmt: skip


def test_all_files_are_written(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["--xlsx", "R11.xlsx", "--calendar", "日程.xlsx", "--ics", "日程.ics", "--reminders", "催报"]
    assert main([*JULY, *files]) == 0
    out = capsys.readouterr().out
    names = [
        "R11.xlsx",
        "日程.xlsx",
        "日程.ics",
        "催报/催报 岭安市自然资源局.txt",
        "催报/催报 岭安市自然资源局.docx",
    ]
    for name in names:
        assert Path(name).stat().st_size > 100
        assert f"已写出 {name}" in out


def test_what_a_city_owes_elsewhere_is_counted_and_not_asked_for(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    duty = {
        "事项": "周报",
        "义务人": ["各市"],
        "收件人": ["业务上级", "省安委会办公室"],
        "时限": "6月20日16时前",
    }
    small.write("报送事项.yaml", [duty])
    row = {"单位": "岭安市自然资源局", "事项": "周报", "收件人": "省自然资源厅", "实报时间": "6月20日15:00"}
    small.write("报送登记.yaml", [row])
    assert main([*JULY, "--reminders", "催报"]) == 0
    out = capsys.readouterr().out
    assert "周报  —    本单位    2018-06-20  2018-06-20  1     1     已报1" in out
    assert "周报  —    别的上级  2018-06-20  2018-06-20  1     0     逾期1" in out
    assert "需要催报" not in out
    assert not list(Path("催报").iterdir())
    small.write("报送登记.yaml", [row | {"状态": "退回", "退回原因": "缺签发人"}])
    assert main([*JULY, "--reminders", "催报"]) == 0
    assert "岭安市自然资源局  周报退回逾期15天" in capsys.readouterr().out
    (message,) = Path("催报").glob("*.txt")
    assert "已退回（缺签发人），请改后重报，已超过时限15天" in message.read_text(encoding="utf-8")


def test_faults_of_the_register_are_told_with_code_1(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("报送登记.yaml", [{"单位": "岭安市局", "事项": "进展情况报告", "实报时间": "4月2日"}])
    assert main(JULY) == 1
    assert (
        "单位名录里没有“岭安市局”；是否想写“岭安市自然资源局”？ [submission.unknown_unit]"
        in capsys.readouterr().err
    )


def test_a_figure_is_explained(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "项目", "--explain", "活动场次"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["编号", "主办单位", "活动场次", "出处", "说明"]
    assert "活动记录[0]" in out
    assert out.splitlines()[-1].startswith("合计：")
    assert main(["status", "项目", "--explain", "活动场次", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert int(told["total"]) == len(told["rows"])


def test_an_unknown_figure_is_told_with_code_1(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "项目", "--explain", "应急演习"]) == 1
    assert "没有“应急演习”这个指标；是否想写“应急演练”？" in capsys.readouterr().err


def test_columns_stand_below_each_other_where_signs_are_wide() -> None:
    lines = list(table(("单位", "n"), [("甲乙丙", "1"), ("ab", "22")]))
    assert lines == ["单位    n", "甲乙丙  1", "ab      22"]
    assert width_of("“七进”a") in (7, 9)
