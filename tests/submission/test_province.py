"""The province's progress report, begun from the cities' and the register."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import DataError
from qijin_docs.models import ProgressReport, Statistics
from qijin_docs.project import load_project
from qijin_docs.submission import status_of
from qijin_docs.submission.province import period_of, province_progress, reports_in

ROW = {"单位": "岭安市自然资源局", "事项": "进展情况报告", "期次": "第一阶段"}


def draft(project: Any, phase: int, **more: Any) -> str:
    return province_progress(project, phase, status_of(project, on=date(2018, 12, 31)), **more)


def test_a_draft_of_the_example_is_a_report_with_its_gaps(examples: Any, tmp_path: Any) -> None:
    import shutil

    folder = tmp_path / "云岭"
    shutil.copytree(examples / "yunling-2018", folder)
    project = load_project(folder)
    for phase in (1, 2, 3, 4):
        (folder / "进展" / f"第{phase}期.yaml").write_text(draft(project, phase), encoding="utf-8")
    new = load_project(folder)
    assert new.year.register
    for report in new.of("进展"):
        statistics = Statistics.of(new.year.register, start=report.start, end=report.end)
        text = "".join(str(block.text) for block in report.blocks)
        assert f"本期开展活动{statistics.total.values['活动场次']}场" in text
        assert "{{" not in text
        assert "【待填：主要做法】" in text
    assert {str(g.place.file).split("/")[-1] for g in new.gaps} == {f"第{n}期.yaml" for n in (1, 2, 3, 4)}


def test_it_tells_who_has_handed_in(small: Any) -> None:
    small.write("报送登记.yaml", [ROW | {"实报时间": "4月20日", "状态": "零报告", "备注": "无"}])
    text = draft(small.load(), 1)
    assert "应报送本期进展情况的单位1个，已报送1个，其中零报告1个（岭安市自然资源局）。" in text
    small.write("报送登记.yaml", [ROW | {"实报时间": "4月20日", "状态": "退回", "退回原因": "缺表"}])
    assert "未报送或退回未重报1个（岭安市自然资源局）。" in draft(small.load(), 1)
    small.write("报送登记.yaml", [ROW | {"状态": "免报", "备注": "已批准"}])
    assert "已报送0个；经批准免报1个（岭安市自然资源局）。" in draft(small.load(), 1)
    small.remove("报送登记.yaml")
    assert "【待填：各市报送本期进展情况的情况】" in draft(small.load(), 1)


def test_a_phase_without_activities_becomes_a_zero_report_with_a_gap(small: Any) -> None:
    text = draft(small.load(), 4)
    assert "零报告原因: 【待填：本期无活动的原因】" in text
    assert "分领域" not in text
    assert (period_of(small.load().campaign, 4)) == (date(2018, 11, 1), date(2018, 12, 31))


def test_without_a_register_no_figure_is_made_up(small: Any) -> None:
    small.remove("活动台账.yaml", "进展", "总结.yaml", "统计表.yaml", "见证材料.yaml", "典型", "公文")
    text = draft(small.load(), 1)
    assert "【待填：没有活动台账，请先汇总各市台账】" in text
    assert "开展活动" not in text


def test_what_the_cities_wrote_stands_beside_and_is_not_printed(small: Any) -> None:
    project = small.load()
    (theirs, *_) = project.of("进展")
    assert isinstance(theirs, ProgressReport)
    text = draft(project, theirs.phase, reports=project.of("进展"))
    for part in theirs.problems:
        line = getattr(part, "points", (part,))[0]
        assert f"# {theirs.organ.name}：{line}" in text
    import yaml

    assert str(theirs.organ.name) not in str(yaml.safe_load(text)["下步安排"])


def test_braces_in_the_data_stay_text(small: Any) -> None:
    from qijin_docs.sources import read_source

    rows = small.data("活动台账.yaml")
    for row in rows:
        row["活动名称"] += "{{ 甲 }}{% x %}"
        row["重要活动"] = True
        row |= {"报刊报道": 1, "网站报道": 1}
    small.write("活动台账.yaml", rows)
    project = small.load()
    small.write("进展/1.yaml", draft(project, 1))
    (report, *_) = small.load().of("进展")
    assert "{{ 甲 }}{% x %}" in "".join(str(b.text) for b in report.blocks)
    assert read_source(small.folder / "进展/1.yaml").value["期次"] == 1


def test_an_unknown_phase_is_told(small: Any) -> None:
    with pytest.raises(DataError, match="活动没有第5阶段"):
        draft(small.load(), 5)


def test_a_later_phase_without_the_earlier_is_a_warning(small: Any) -> None:
    small.write("报送登记.yaml", [ROW | {"期次": "第二阶段", "实报时间": "2018-06-20"}])
    found = status_of(small.load(), on=date(2018, 12, 31)).problems
    (problem,) = [p for p in found if p.code == "submission.period_skipped"]
    assert problem.message == "岭安市自然资源局报了第二阶段的“进展情况报告”，第一阶段的还没有报"
    assert problem.place.file == "项目/报送登记.yaml"


def cities(small: Any, *names: str) -> Path:
    """Projects of units side by side in the folder 各市."""
    for name in names:
        shutil.copytree(small.folder, Path("各市") / name)
    return Path("各市")


def test_reports_are_found_in_the_projects_of_the_units(small: Any) -> None:
    folder = cities(small, "岭安市", "岚州市")
    (folder / "说明.txt").touch()
    assert [r.phase for r in reports_in(folder)] == [1, 2, 1, 2]
    text = draft(small.load(), 1, reports=reports_in(folder))
    assert "# 云岭省自然资源厅：" in text


def test_what_is_wrong_in_their_projects_is_told_all_at_once(small: Any) -> None:
    folder = cities(small, "岭安市", "岚州市")
    for name in ("岭安市", "岚州市"):
        (folder / name / "进展/1.yaml").write_text("期次: 一百\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        reports_in(folder)
    files = {(p.place.file or "").split("/")[1] for p in caught.value.problems}
    assert files == {"岭安市", "岚州市"}


def test_a_folder_without_reports_is_told(small: Any) -> None:
    Path("空").mkdir()
    with pytest.raises(DataError) as caught:
        reports_in(Path("空"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("submission.no_reports", "空")


def test_the_command_puts_their_words_beside_the_draft(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from qijin_docs.cli import main

    cities(small, "岭安市")
    command = ["status", "项目", "--on", "2018-07-05", "--progress", "1", "草稿.yaml"]
    assert main([*command, "--reports", "各市"]) == 0
    with_words = Path("草稿.yaml").read_text(encoding="utf-8")
    assert main(command) == 0
    assert len(with_words) > len(Path("草稿.yaml").read_text(encoding="utf-8"))
    assert main(["status", "项目", "--reports", "各市"]) == 2
    assert "--reports 要与 --progress 同用" in capsys.readouterr().err
