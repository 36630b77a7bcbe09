"""What a template is filled with to be looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs import compile_template
from qijin_docs.authoring.samples import write_samples
from qijin_docs.errors import DataError, Problem
from qijin_docs.kinds import load_kinds
from qijin_docs.preview.records import MOST, Shown, invented_values, shown_records

Template = Callable[..., Path]


def shown(path: Path, data: Path | None = None, kind: str | None = None) -> Shown:
    kinds = load_kinds()
    return shown_records(compile_template(path), data, kinds[kind] if kind else None, kinds)


def data_file(folder: Path, value: Any, name: str = "数据.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def refused(*arguments: Any) -> Problem:
    def read_all() -> None:
        for record in shown(*arguments).records:
            record.read()

    with pytest.raises(DataError) as error:
        read_all()
    return error.value.problems[0]


def test_a_template_of_a_kind_is_shown_with_its_three_samples(template: Template) -> None:
    found = shown(template("{{ 全题 }}"), None, "实施方案")
    assert [(record.id, record.name) for record in found.records] == [
        ("typical", "典型"), ("longest", "最长"), ("empty", "最少"),
    ]  # fmt: skip
    assert found.records[0].read()["全题"] == "云岭省示例厅安全生产宣传教育“七进”活动实施方案"
    assert found.notes == ()


def test_without_kind_and_data_values_are_invented_and_it_is_said_so(template: Template) -> None:
    path = template("{{ 标题 }}", "{%p for 项 in 明细 %}", "{{ 项.品名 }}{{ 单位.全称 }}", "{%p endfor %}")
    found = shown(path)
    (record,) = found.records
    assert record.name == "编的值"
    assert record.read() == {
        "标题": "示例标题",
        "明细": [{"品名": f"示例品名{i}"} for i in (1, 2, 3)],
        "单位": {"全称": "示例全称"},
    }
    compile_template(path).render(record.read())
    (note,) = found.notes
    assert (note.code, str(note.severity), note.place.file) == ("preview.invented", "note", "模板.docx")
    assert "--kind" in note.hint


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), {}),
        (("a", "a.b"), {"a": {"b": "示例b"}}),
        (("a.b", "a"), {"a": {"b": "示例b"}}),
        (("a[]",), {"a": ["示例a1", "示例a2", "示例a3"]}),
        (("a[].b[].c",), {"a": [{"b": [{"c": f"示例c{i}"} for i in (1, 2, 3)]}] * 3}),
    ],
)
def test_invented_values_have_the_shape_of_the_names(
    names: tuple[str, ...], expected: dict[str, Any]
) -> None:
    assert invented_values(names) == expected


def test_one_record_of_data_and_many(template: Template, tmp_path: Path) -> None:
    path = template("{{ 村名 }}")
    (one,) = shown(path, data_file(tmp_path, {"村名": "甲村"})).records
    assert (one.id, one.name, one.read()) == ("1", "数据", {"村名": "甲村"})
    many = shown(path, data_file(tmp_path, [{"村名": "甲村"}, {"村名": "乙村"}])).records
    assert [(r.id, r.name, r.read()) for r in many] == [
        ("1", "第1条", {"村名": "甲村"}),
        ("2", "第2条", {"村名": "乙村"}),
    ]


def test_of_very_many_records_the_first_are_shown_and_it_is_said_so(
    template: Template, tmp_path: Path
) -> None:
    found = shown(template("{{ 村名 }}"), data_file(tmp_path, [{"村名": "甲村"}] * (MOST + 5)))
    assert len(found.records) == MOST
    assert found.notes[-1].code == "preview.too_many"
    assert f"数据有{MOST + 5}条，只看前{MOST}条" in found.notes[-1].message


@pytest.mark.parametrize("kind", ["实施方案", "活动台账", "函"])
def test_samples_written_to_a_file_are_three_documents_of_the_kind(
    kind: str, template: Template, tmp_path: Path
) -> None:
    data = tmp_path / "样例.yaml"
    write_samples(load_kinds()[kind], data)
    records = shown(template("{{ 单位.全称 }}"), data, kind).records
    assert [record.name for record in records] == ["第1条", "第2条", "第3条"]
    assert all(record.read()["单位"]["全称"] == "云岭省示例厅" for record in records)


def test_a_file_of_a_project_is_read_with_its_project(template: Template, examples: Path) -> None:
    (record,) = shown(template("{{ 全题 }}"), examples / "yunling-2018" / "方案.yaml", "实施方案").records
    assert "云岭省自然资源厅" in record.read()["全题"]


def test_data_that_is_wrong_names_its_place(template: Template, tmp_path: Path) -> None:
    path = template("{{ 村名 }}")
    problem = refused(path, data_file(tmp_path, [], "空.json"))
    assert (problem.code, problem.place.file) == ("preview.no_records", str(tmp_path / "空.json"))
    problem = refused(path, data_file(tmp_path, [{"村名": "甲"}, "乙"], "坏.json"))
    assert problem.code == "preview.not_named"
    assert "“乙”" in problem.message
    problem = refused(path, data_file(tmp_path, [{"全提": "甲"}], "错.json"), "函")
    assert problem.place.file == str(tmp_path / "错.json")
