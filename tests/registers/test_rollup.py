"""Registers of cities become one: each activity once, each total explained, each contradiction told with both cells."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from docx import Document

from qijin_docs import load_project
from qijin_docs.cli import main
from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models.statistics import Statistics, indicators
from qijin_docs.project import Project
from qijin_docs.registers.collect import Collected, collect_forms
from qijin_docs.registers.explain import explain, total_of
from qijin_docs.registers.merged import write_merged
from qijin_docs.registers.reported import Report, compare_reports, reports
from qijin_docs.registers.rollup import RollUp, each_once, roll_up, sums_of_units
from qijin_docs.registers.summary import summary_of_registers, summary_of_reports
from qijin_docs.registers.unit_list import UnitList

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = CHECKOUT / "examples" / "yunling-2018"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_returns", CHECKOUT / "examples" / "make_returns.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["make_returns"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(EXAMPLE)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    script().make_returns(folder, clean=True)
    return folder


@pytest.fixture(scope="module")
def collected(clean: Path, project: Project) -> Collected:
    """What the cities sent, and the province's own register, in which every row of theirs stands again."""
    shutil.copy(EXAMPLE / "活动台账.xlsx", clean / "省厅.xlsx")
    units = UnitList.of_book(project.year.organs)
    return collect_forms(clean, campaign=project.campaign, units=units)


def test_every_mistake_of_the_example_cities_is_told_at_its_cell(tmp_path: Path, project: Project) -> None:
    planted = script().make_returns(tmp_path)
    assert len(planted) >= 55
    units = UnitList.of_book(project.year.organs)
    found = collect_forms(tmp_path, campaign=project.campaign, units=units)
    problems = [*found.problems, *compare_reports(reports(found))]
    told = {(p.place.file, p.place.where, p.code) for p in problems}
    assert set(planted) - told == set()
    wrong = {(p.place.file, p.place.where, p.code) for p in problems if p.severity == "error"}
    assert wrong <= set(planted)


def test_returns_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        script().make_returns(tmp_path / name)
    first = {p.relative_to(tmp_path / "a"): p.read_bytes() for p in (tmp_path / "a").rglob("*.xlsx")}
    assert len(first) == 28
    assert first == {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*.xlsx")}


def test_what_stands_in_two_registers_counts_once_and_for_its_host(
    collected: Collected, project: Project
) -> None:
    rolled = roll_up(collected, project.campaign)
    assert collected.errors == ()
    assert rolled.errors == ()
    assert rolled.statistics().total.values == Statistics.of(project.of("活动台账")[0]).total.values
    joint = [p for p in rolled.problems if p.code == "rollup.joint"]
    assert len(joint) == sum(one.count for one in collected.returned if one.form == "R05") - len(
        rolled.activities
    )
    assert len(joint) > 40
    assert all(c.unit == c.activity.host for c in rolled.counted() if c.also)


def test_the_cells_of_a_total_add_up_to_it_in_a_roll_up_and_in_a_project(
    collected: Collected, project: Project
) -> None:
    rolled = roll_up(collected, project.campaign)
    statistics = rolled.statistics()
    for indicator in indicators():
        for source in (rolled, project):
            assert total_of(explain(source, indicator.name)) == statistics.total.values[indicator.name]
        for figures in statistics.by_sphere:
            said = figures.values[indicator.name] or None
            assert (total_of(explain(rolled, indicator.name, sphere=figures.label)) or None) == said


def test_a_place_entered_twice_says_so(collected: Collected, project: Project) -> None:
    rolled = roll_up(collected, project.campaign)
    sources = explain(rolled, "进入单位数", sphere="企业")
    assert any("前面已经算过" in source.note for source in sources)
    assert {p.code for p in sums_of_units(rolled)} == {"rollup.entered_by_several"}


@pytest.mark.parametrize(
    ("indicator", "sphere", "code"),
    [("活动场数", None, "rollup.unknown_indicator"), ("资料", "企事业", "data.unknown_sphere")],
)
def test_what_cannot_be_explained_is_an_error_with_the_nearest(
    project: Project, indicator: str, sphere: str | None, code: str
) -> None:
    with pytest.raises(DataError, match=r"是否想写") as caught:
        explain(project, indicator, sphere=sphere)
    assert caught.value.problems[0].code == code


def test_a_project_without_a_register_cannot_explain(project: Project) -> None:
    with pytest.raises(DataError, match=r"没有活动台账.*\[rollup.no_register\]"):
        explain(replace(project, entries={}), "资料")


def changed(collected: Collected, file: str, change: dict[str, Any]) -> Collected:
    """The same with other values in the first row of a file."""
    returned = []
    for one in collected.returned:
        if one.file.endswith(file):
            part = one.sheets[0]
            row = tuple(change.get(a, v) for a, v in zip(part.aliases, part.values[0], strict=True))
            one = replace(one, sheets=(replace(part, values=(row, *part.values[1:])),))
        returned.append(one)
    return replace(collected, returned=tuple(returned))


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"资料": 7777}, "rollup.conflict", "的“资料”两处不同：这里是"),
        ({"活动编号": "HD2018-001"}, "rollup.same_id", "编号HD2018-001用在两个活动上"),
        ({"活动编号": "XX-1"}, "rollup.suspected_duplicate", "疑似同一活动报了两次"),
        ({"领域": "厂房"}, "data.unknown_sphere", "没有“厂房”这个领域"),
        ({"活动名称": None}, "rollup.row_left_out", "没有计入合计"),
    ],
)
def test_contradictions_between_registers_are_told_with_both_cells(
    collected: Collected, project: Project, change: dict[str, Any], code: str, words: str
) -> None:
    rolled = roll_up(changed(collected, "岭安市自然资源局_活动台账.xlsx", change), project.campaign)
    found = [p for p in rolled.errors if p.code == code]
    assert words in str(found[0])
    assert "岭安市自然资源局_活动台账.xlsx" in str(found[0])
    if code in ("rollup.conflict", "rollup.same_id", "rollup.suspected_duplicate"):
        assert "省厅.xlsx" in str(found[0])


def test_a_cell_that_must_be_mended_is_missing_from_the_total_and_says_so(
    tmp_path: Path, project: Project
) -> None:
    script().make_returns(tmp_path)
    found = collect_forms(tmp_path / "岭安市", campaign=project.campaign)
    gap = next(p for p in roll_up(found, project.campaign).errors if p.code == "rollup.gap")
    assert "【待核：" in gap.message
    assert "合计里没有它" in gap.message


def report_of(collected: Collected, city: str) -> Report:
    return next(r for r in reports(collected) if r.unit.startswith(city))


def with_figures(report: Report, figures: dict[tuple[str, str, str], Any], **others: Any) -> Report:
    places = dict(report.places)
    for key in figures:
        places.setdefault(key, Place("x.xlsx", "A1"))
    return replace(report, figures={**report.figures, **figures}, places=places, **others)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {p.code for p in problems}


def test_reported_figures_are_held_against_each_other_and_against_the_register(
    collected: Collected, project: Project
) -> None:
    report = report_of(collected, "岭安市")
    rolled = roll_up(collected, project.campaign)
    assert compare_reports(reports(collected), rolled) == ()
    total, so_far = ("合计", "累计", "活动场次"), report.figures["合计", "累计", "活动场次"]
    assert so_far > 0
    wrong = with_figures(report, {total: so_far + 1})
    assert codes(compare_reports([wrong])) == {"figures.total_differs"}
    assert codes(compare_reports([wrong], rolled)) == {"figures.total_differs", "figures.register_differs"}
    below = with_figures(report, {("合计", "本期", "活动场次"): so_far + 1})
    assert "figures.cumulative_below" in codes(compare_reports([below]))
    twice = compare_reports([report, wrong])
    differently = next(p for p in twice if p.code == "figures.told_differently")
    assert f"这里是{so_far + 1}" in differently.message
    assert str(report.places[total]) in differently.message
    assert report.end is not None
    later = {"start": report.end.replace(month=7, day=1), "end": report.end.replace(month=10, day=31)}
    assert codes(compare_reports([report, with_figures(report, {total: so_far - 1}, **later)])) >= {
        "figures.cumulative_decreases"
    }
    assert codes(compare_reports([report, with_figures(report, {total: so_far + 90}, **later)])) >= {
        "figures.cumulative_differs"
    }


def test_figures_are_not_held_against_a_register_that_must_still_be_mended(
    tmp_path: Path, project: Project
) -> None:
    script().make_returns(tmp_path)
    found = collect_forms(tmp_path / "岭安市", campaign=project.campaign)
    problems = compare_reports(reports(found), roll_up(found, project.campaign))
    assert [(p.code, p.place.file) for p in problems] == [
        ("figures.not_compared", "岭安市自然资源局_情况统计表.xlsx")
    ]


def test_the_summary_has_a_row_for_each_city_and_a_total(
    collected: Collected, project: Project, tmp_path: Path
) -> None:
    rolled = roll_up(collected, project.campaign)
    table = summary_of_registers(rolled)
    rows = {row["单位"]: row for row in table.sheets[0].mappings()}
    assert rows["合计"]["活动场次"] == len(rolled.counted())
    assert sum(row["活动场次"] for unit, row in rows.items() if unit != "合计") == rows["合计"]["活动场次"]
    write_merged([table], "R07", tmp_path / "汇总.xlsx", year=2018)
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx").worksheets[0]
    assert sheet.cell(sheet.max_row, 2).value == "合计"
    told = {row["单位"]: row for row in summary_of_reports(reports(collected)).sheets[0].mappings()}
    assert len(told) == 15
    assert told["合计"]["活动场次"] == sum(r["活动场次"] for u, r in told.items() if u != "合计")


def test_from_the_forms_sent_out_to_the_table_of_the_year(
    collected: Collected, project: Project, tmp_path: Path
) -> None:
    rolled = roll_up(collected, project.campaign)
    again = tmp_path / "项目"
    shutil.copytree(EXAMPLE, again)
    rows = each_once(collected, rolled)
    assert write_merged(rows, "R05", again / "活动台账.xlsx", year=2018) == len(rolled.activities)
    loaded = load_project(again)
    assert Statistics.of(loaded.of("活动台账")[0]).total.values == rolled.statistics().total.values
    out = tmp_path / "成文"
    assert main(["build", str(again), "-o", str(out), "--only", "情况统计表"]) == 0
    made = next(out.rglob("*.xlsx"))
    values = {
        cell for row in openpyxl.load_workbook(made).worksheets[0].iter_rows(values_only=True) for cell in row
    }
    assert rolled.statistics().total.values["受教育"] in values
    assert main(["build", str(again), "-o", str(out), "--only", "活动总结"]) == 0
    prose = "".join(
        paragraph.text for paragraph in Document(str(next(out.rglob("*活动总结.docx")))).paragraphs
    )
    assert f"{rolled.statistics().total.values['活动场次']}场" in prose


def test_units_that_do_not_add_up_to_the_province_would_be_told(
    collected: Collected, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rolled = roll_up(collected, project.campaign)
    assert [p for p in sums_of_units(rolled) if p.code == "rollup.sum_differs"] == []
    by_unit = dict(list(rolled.by_unit().items())[1:])
    monkeypatch.setattr(RollUp, "by_unit", lambda _: by_unit)
    told = [p for p in sums_of_units(rolled) if p.code == "rollup.sum_differs"]
    assert told[0].severity == "error"
    assert f"全省合计{rolled.statistics().total.values['活动场次']}" in str(told)


def test_the_command_collects_marks_sums_up_and_explains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned = tmp_path / "回收"
    script().make_returns(returned)
    command = ["collect", str(returned), "--project", str(EXAMPLE)]
    code = main([*command, "-o", str(tmp_path / "总表.xlsx"), "--marked", str(tmp_path / "退回"),
                 "--summary", str(tmp_path / "汇总.xlsx")])  # fmt: skip
    shown = capsys.readouterr()
    assert code == 1
    assert "云岭省测绘院  没有交" in shown.out
    assert "是约数，不能相加" in shown.err
    assert (tmp_path / "总表_R05.xlsx").is_file()
    assert (tmp_path / "总表_R06.xlsx").is_file()
    assert (tmp_path / "汇总.xlsx").is_file()
    assert (tmp_path / "退回" / "岭安市" / "岭安市自然资源局_活动台账.xlsx").is_file()
    assert main([*command, "--explain", "活动场次", "--sphere", "企业", "--json"]) == 1
    assert '"explain"' in capsys.readouterr().out
    assert main(["collect", str(tmp_path / "没有")]) == 1
    assert main(["collect", str(returned), "--explain", "活动场次"]) == 1
    assert "用 --project 给出项目文件夹" in capsys.readouterr().err
