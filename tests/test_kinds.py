"""Kinds: model, template and file name of each kind of document, as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import DataError
from qijin_docs.kinds import Kind, load_kinds, phase_number, shipped_templates

SHIPPED = [
    ("plan", "实施方案"),
    ("notice", "通知"),
    ("report", "报告"),
    ("request", "请示"),
    ("letter", "函"),
    ("circular", "通报"),
    ("minutes", "纪要"),
    ("group", "领导小组名单"),
    ("assignments", "任务分工表"),
    ("progress", "进展情况报告"),
    ("press", "新闻发布会配合材料"),
    ("press_attendance", "新闻发布会出席名单"),
    ("press_answers", "新闻发布会问答口径"),
    ("inspections", "督查记录与整改销号表"),
    ("scores", "考核评分表"),
    ("ranking", "考核名次表"),
    ("case", "先进典型经验材料"),
    ("recommendations", "典型推荐汇总表"),
    ("summary", "活动总结"),
    ("register", "活动台账"),
    ("statistics", "情况统计表"),
    ("charts", "统计图表"),
    ("evidence", "见证材料目录"),
    ("submissions", "报送登记表"),
    ("year_calendar", "年度日程表"),
    ("cover_list", "报送清单"),
    ("archive_list", "归档文件目录"),
]

OWN = """种类:
  - {英文名: plan, 中文名: 实施方案, 模型: Plan, 模板: word/自家方案.docx, 来源: 方案, 阶段: 首, 文件名: "方案"}
  - {英文名: memo, 中文名: 备忘, 模型: "qijin_docs.models:Summary", 模板: word/备忘.docx, 来源: 备忘, 阶段: 末,
     文件名: "备忘"}
"""


def kind(**changes: str) -> Kind:
    base = {
        "英文名": "x", "中文名": "某种", "模型": "Plan", "模板": "word/某.docx", "来源": "某", "阶段": "首",
        "文件名": "某",
    }  # fmt: skip
    return Kind.model_validate(base | changes)


def test_these_kinds_ship() -> None:
    assert [(k.id, k.name) for k in load_kinds().table] == SHIPPED


@pytest.mark.parametrize("name", [name for pair in SHIPPED for name in pair])
def test_every_kind_has_its_model_and_its_template(name: str) -> None:
    kinds = load_kinds()
    assert kinds.template_path(kinds[name]).is_file()
    assert kinds[name].model_class().__module__.startswith("qijin_docs.models")
    assert kinds[name].suffix in (".docx", ".xlsx")


@pytest.mark.parametrize(
    ("name", "hint"), [("实施方按", "是否想写“实施方案”？"), ("plam", "是否想写“plan”？")]
)
def test_an_unknown_kind_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(DataError) as caught:
        load_kinds()[name]
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.hint) == ("kinds.unknown", f"没有“{name}”这个种类", hint)


def test_a_kind_like_none_is_answered_with_all_there_are() -> None:
    with pytest.raises(DataError) as caught:
        load_kinds()["zzz"]
    assert caught.value.problems[0].hint.startswith("可用的种类：实施方案（plan）、通知（notice）、")


def test_a_model_that_is_not_there_is_named() -> None:
    for model in ("Plann", "no.such.module:Plan", "qijin_docs.models:Plann", "pathlib:Path", "json:dumps"):
        with pytest.raises(DataError) as caught:
            kind(模型=model).model_class()
        (problem,) = caught.value.problems
        assert problem.code == "kinds.unknown_model"
        assert problem.message == f"种类“某种”的模型“{model}”找不到"
        assert str(problem.place) == "kinds.yaml"


def test_a_model_may_live_in_another_package() -> None:
    assert kind(模型="qijin_docs.models.plan:Plan").model_class().__name__ == "Plan"


def test_a_template_that_is_not_there_is_named() -> None:
    kinds = load_kinds()
    with pytest.raises(DataError) as caught:
        kinds.template_path(kind())
    (problem,) = caught.value.problems
    assert problem.code == "kinds.no_template"
    assert problem.message == "找不到“某种”的模板“word/某.docx”"
    assert problem.place.file == str(shipped_templates())


def test_kinds_and_templates_of_a_project_come_first(tmp_path: Path) -> None:
    (tmp_path / "kinds.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "word").mkdir()
    (tmp_path / "word/自家方案.docx").touch()
    kinds = load_kinds(tmp_path)
    assert kinds["plan"].file_name == "方案"
    assert kinds.template_path(kinds["plan"]) == tmp_path / "word/自家方案.docx"
    assert kinds["备忘"].model_class().__name__ == "Summary"
    assert len(kinds.table) == len(SHIPPED) + 1


def test_a_template_alone_replaces_the_one_that_ships(tmp_path: Path) -> None:
    (tmp_path / "word").mkdir()
    (tmp_path / "word/实施方案.docx").touch()
    kinds = load_kinds(tmp_path)
    assert kinds.template_path(kinds["plan"]) == tmp_path / "word/实施方案.docx"
    assert kinds.template_path(kinds["summary"]).parent.parent == shipped_templates()


def test_folders_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    assert load_kinds(None, tmp_path / "没有").table == load_kinds().table


def test_a_wrong_table_of_kinds_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "kinds.yaml").write_text(OWN.replace("阶段: 首", "阶断: 首"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_kinds(tmp_path)
    assert {p.code for p in caught.value.problems} == {"data.unknown_field", "data.missing"}
    assert all(p.place.line == 2 for p in caught.value.problems)


def test_the_phase_that_owes_a_document_by_name_comes_first(small: Any) -> None:
    project = small.load()
    kinds = load_kinds()
    found = {name: phase_number(kinds[name], model) for name, model in [
        ("plan", project.year.plan), ("case", project.year.cases[0]), ("summary", project.year.summary),
        ("group", project.year.group), ("progress", project.year.progress[1]), ("notice", project.year.officials[0]),
    ]}  # fmt: skip
    assert found == {"plan": 1, "case": 3, "summary": 4, "group": 1, "progress": 2, "notice": 1}


@pytest.mark.parametrize(("rule", "number"), [("首", 1), ("末", 4), ("没有的字段", 4)])
def test_the_rule_of_the_kind_comes_next(small: Any, rule: str, number: int) -> None:
    project = small.load()
    assert phase_number(kind(阶段=rule), project.year.group) == number


def test_without_a_phase_the_date_tells(small: Any) -> None:
    letter = small.load().year.officials[0].model_copy(update={"phase": None})
    assert phase_number(kind(阶段="阶段"), letter) == 1
    undated = letter.model_copy(update={"date": None})
    assert phase_number(kind(阶段="阶段"), undated) == 4
