"""From a folder to a project: all files read, checked against each other, every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qijin_docs.errors import DataError, Severity
from qijin_docs.project import load_project


def snapshot(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file → digest and time of its last change."""
    return {
        file.relative_to(folder).as_posix(): (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_mtime_ns,
        )
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_small_project_is_without_any_problem(small: Any) -> None:
    assert small.problems() == []


def test_a_project_holds_every_document(small: Any) -> None:
    project = small.load()
    assert {part: len(entries) for part, entries in project.entries.items()} == {
        "活动": 1, "单位": 1, "活动台账": 1, "见证材料": 1, "方案": 1, "任务分工": 1, "领导小组": 1, "典型": 1, "进展": 2,
        "总结": 1, "统计表": 1, "公文": 2, "典型推荐": 1,
    }  # fmt: skip
    assert project.campaign.year == 2018
    assert project.of("方案") == (project.year.plan,)
    assert project.of("没有") == ()
    assert len(project.inputs) == 14


def test_loading_leaves_the_folder_as_it_was(small: Any) -> None:
    before = snapshot(small.folder)
    small.load()
    small.write("方案.yaml", "坏: [")
    after_change = snapshot(small.folder)
    small.problems()
    assert snapshot(small.folder) == after_change
    assert before.keys() == after_change.keys()


def test_figures_in_sentences_are_filled_in(small: Any) -> None:
    year = small.load().year
    assert year.summary.overview == ("全年开展活动3场，受教育640人次，见证材料6件。",)
    assert year.progress[0].spheres[1].body == ("本期2场，累计2场。",)
    assert year.progress[1].spheres[0].body == ("本期受教育500人次，累计640人次。",)


def test_the_organ_and_all_below_it_are_counted_and_nobody_else(small: Any) -> None:
    register = small.load().year.register
    assert register.counted_hosts == ("云岭省自然资源厅", "岭安市自然资源局", "省自然资源厅")


def test_there_has_to_be_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.touch()
    for path in (tmp_path / "没有", file):
        with pytest.raises(DataError) as caught:
            load_project(path)
        (problem,) = caught.value.problems
        assert problem.code == "project.no_folder"
        assert problem.place.file == str(path)
        assert problem.message == "没有这个项目文件夹"


@pytest.mark.parametrize("name", ["活动", "单位"])
def test_campaign_and_organs_have_to_be_there(small: Any, name: str) -> None:
    small.remove(f"{name}.yaml")
    problem = small.problem("project.no_file")
    assert problem.message == f"缺少“{name}.yaml”"
    assert problem.hint == "用 qijin new 新建一个项目看样子"


def test_a_misspelt_campaign_is_recognised(small: Any) -> None:
    (small.folder / "活动.yaml").rename(small.folder / "活动情况.yaml")
    assert small.problem("project.no_file").hint == "是否就是“活动情况.yaml”？请改名"


def test_a_misspelt_file_is_not_passed_over_in_silence(small: Any) -> None:
    (small.folder / "任务分工.yaml").rename(small.folder / "任务分工表.yaml")
    problem = small.problem("project.unknown_file")
    assert problem.severity is Severity.WARNING
    assert problem.place.file == "项目/任务分工表.yaml"
    assert problem.message == "不认得“任务分工表.yaml”，没有读它"
    assert problem.hint == "是否想写“任务分工”？"


@pytest.mark.parametrize("name", ["照片集/1.yaml", "附记.csv", "典型/02.docx", "进展/旧/1.yaml"])
def test_what_was_not_read_is_named(small: Any, name: str) -> None:
    small.write(name, "甲: 乙\n")
    problem = small.problem("project.unknown_file")
    assert problem.message.endswith("，没有读它")


@pytest.mark.parametrize(
    "name",
    [
        "说明.txt",
        "方案.docx",
        "~$活动台账.xlsx",
        ".隐藏.yaml",
        "Thumbs.db",
        "样例/1.yaml",
        "templates/a.yaml",
    ],
)
def test_what_is_no_data_may_lie_there(small: Any, name: str) -> None:
    small.write(name, "x")
    assert small.problems() == []


def test_two_files_for_one_thing_are_refused(small: Any) -> None:
    small.write("方案.json", "{}")
    problem = small.problem("project.two_files")
    assert problem.message == "“方案”有2个文件：方案.json、方案.yaml"
    assert problem.place.file == "项目/方案.yaml"


@pytest.mark.parametrize(
    ("name", "message"),
    [("活动台账.xls", "旧版Excel文件（.xls）不能读"), ("活动台账.docx", "Word文件不是数据文件")],
)
def test_a_file_that_cannot_be_read_is_not_taken_for_missing(small: Any, name: str, message: str) -> None:
    small.remove("活动台账.yaml")
    small.write(name, "x")
    assert [(p.place.file, p.message) for p in small.problems()] == [(f"项目/{name}", message)]


def test_the_ending_may_be_in_capitals(small: Any) -> None:
    (small.folder / "方案.yaml").rename(small.folder / "方案.YAML")
    assert small.load().year.plan is not None


def test_all_problems_of_all_files_come_at_once(small: Any) -> None:
    small.change("方案.yaml", {"承担.0.角色": "协助"})
    small.change("活动台账.yaml", {"0.参加人数": "80余人", "2.开始日期": "2018-02-30"})
    small.change("典型/01.yaml", {"题目": "甲"})
    small.change("公文/通知.yaml", {"主送": "省安委会办公室"})
    small.write("进展/2.yaml", "期次: [2\n")
    with pytest.raises(DataError) as caught:
        small.load()
    assert [(str(p.place).partition("（")[0], p.code) for p in caught.value.problems] == [
        ("项目/活动台账.yaml:10:11", "text.not_exact"),
        ("项目/活动台账.yaml:35:11", "text.impossible_date"),
        ("项目/方案.yaml:6:10", "data.not_allowed"),
        ("项目/典型/01.yaml:70:2", "data.unknown_field"),
        ("项目/进展/2.yaml:2:1", "data.syntax"),
        ("项目/公文/通知.yaml:3:8", "official.wrong_genre"),
    ]


def test_one_wrong_row_is_one_problem_and_not_one_in_every_sentence(small: Any) -> None:
    small.change("活动台账.yaml", {"0.参加人数": "80余人"})
    assert [p.code for p in small.problems()] == ["text.not_exact"]


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("典型/01.yaml", {"类型": "企业"}),
        ("进展/1.yaml", {"期次": "一"}),
        ("见证材料.yaml", {"0.类别": "网页"}),
        ("方案.yaml", {"承担.0.角色": "协助"}),
    ],
)
def test_a_file_that_is_wrong_brings_no_false_problems_of_others(
    small: Any, file: str, changes: dict[str, Any]
) -> None:
    small.change(file, changes)
    assert {p.place.file for p in small.problems()} == {f"项目/{file}"}
    assert len(small.problems()) == 1


def test_a_broken_campaign_still_lets_files_that_cannot_be_read_be_named(small: Any) -> None:
    small.change("活动.yaml", {"年度": "今年"})
    small.write("方案.yaml", "导语: [\n")
    assert [(p.place.file, p.code) for p in small.problems()] == [
        ("项目/活动.yaml", "data.not_a_number"),
        ("项目/方案.yaml", "data.syntax"),
    ]


def test_an_expression_that_names_nothing_is_found_in_its_place(small: Any) -> None:
    small.change("总结.yaml", {"问题": ["人手少。", "还有{{ 统计.合计.活动场此 }}场。"]})
    problem = small.problem("render.missing")
    assert problem.place.where == "问题[1]"
    assert problem.message == "没有“统计.合计.活动场此”这个值"


def test_an_expression_that_is_wrong_is_found_in_its_place(small: Any) -> None:
    small.change("总结.yaml", {"问题": "有{{ 统计.合计.活动场次 场。"})
    (problem,) = small.problems()
    assert problem.place.where == "问题[0]"
    assert problem.code.startswith("template.")


@pytest.mark.parametrize(
    "text",
    ["{{ ''.__class__ }}", "{{ 统计.__class__.__mro__ }}", "{% for i in range(10**9) %}x{% endfor %}"],
)
def test_an_expression_sees_data_and_nothing_else(small: Any, text: str) -> None:
    small.change("总结.yaml", {"问题": text})
    assert small.problems()[0].severity is Severity.ERROR


def test_placeholders_are_listed_with_their_places(small: Any) -> None:
    small.change("领导小组.yaml", {"工作机构.主任": "【待填：主任】"})
    small.change("活动台账.yaml", {"0.地点": "【待填】", "0.备注": "【待填：甲】和【待填：乙"})
    gaps = small.load().gaps
    assert [(g.code, g.place.where, g.message) for g in gaps] == [
        ("data.gap", "活动记录[0].地点", "还没有填：【待填】"),
        ("data.gap", "活动记录[0].备注", "还没有填：【待填：甲】"),
        ("data.gap", "活动记录[0].备注", "还没有填：【待填：乙"),
        ("data.gap", "工作机构.主任", "还没有填：【待填：主任】"),
    ]


def table(small: Any, name: str, suffix: str) -> None:
    """Put the rows of a part into a table instead."""
    rows = small.data(f"{name}.yaml")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([row.get(column) for column in columns] for row in rows)]
    small.remove(f"{name}.yaml")
    if suffix == "xlsx":
        book = openpyxl.Workbook()
        for line in lines:
            book.worksheets[0].append(line)
        book.save(small.folder / f"{name}.xlsx")
    else:
        text = "\n".join(",".join("" if c is None else str(c) for c in line) for line in lines)
        small.write(f"{name}.csv", text)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["活动台账", "见证材料", "任务分工"])
def test_rows_may_stand_in_a_table(small: Any, name: str, suffix: str) -> None:
    expected = small.load().of(name)
    table(small, name, suffix)
    assert small.problems() == []
    assert small.load().of(name) == expected


@pytest.mark.parametrize(
    ("suffix", "place"),
    [("xlsx", "项目/活动台账.xlsx（Sheet!I2）"), ("csv", "项目/活动台账.csv:2（第2行第9列）")],
)
def test_a_cell_that_is_wrong_is_named(small: Any, suffix: str, place: str) -> None:
    small.change("活动台账.yaml", {"0.受教育": "80余"})
    table(small, "活动台账", suffix)
    assert str(small.problem("text.not_exact").place) == place


def test_a_document_that_names_its_own_organ_keeps_it(small: Any) -> None:
    small.change(
        "方案.yaml", {"单位": {"全称": "岭安市自然资源局", "层级": "市", "业务上级": "省自然资源厅"}}
    )
    assert small.load().year.plan.organ.name == "岭安市自然资源局"


def test_the_same_folder_gives_the_same_project(small: Any) -> None:
    first, second = small.load(), small.load()
    assert first.year == second.year
    assert first.inputs == second.inputs


@pytest.fixture
def example(examples: Path) -> Callable[[], Any]:
    return lambda: load_project(examples / "yunling-2018")


def test_the_example_has_no_warning(example: Callable[[], Any]) -> None:
    assert [str(p) for p in example().problems if p.severity is not Severity.NOTE] == []
