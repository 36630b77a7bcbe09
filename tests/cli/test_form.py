"""``qijin form`` as a clerk calls it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from qijin_docs.cli import main
from qijin_docs.registers.form import forms

EXAMPLE = Path(__file__).parents[2] / "examples" / "yunling-2018"


def test_without_a_form_the_forms_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form"]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == len(forms())
    assert "R05  活动台账  register" in shown.out
    assert "qijin form all -o 文件夹" in shown.err


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "--json"]) == 0
    assert {"number": "R06", "name": "情况统计表", "id": "statistics"} in json.loads(capsys.readouterr().out)


def test_one_form_goes_into_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "台账.xlsx"
    assert main(["form", "R05", "-o", str(out), "--year", "2019", "--unit", "甲局", "--rows", "4"]) == 0
    assert str(out) in capsys.readouterr().out
    assert openpyxl.load_workbook(out).worksheets[0]["A1"].value == "2019年安全生产宣传教育“七进”活动台账"


def test_all_forms_go_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "all", "-o", str(tmp_path / "空表"), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["made"]
    assert [m["form"] for m in made] == [f.number for f in forms()]
    assert (tmp_path / "空表" / "R05_活动台账.xlsx").is_file()


def test_each_unit_of_a_list_gets_its_own_with_the_project_s_campaign(tmp_path: Path) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("单位,联系人\n岭安市自然资源局,×××\n岚州市自然资源局,\n", encoding="utf-8")
    options = ["--for", str(units), "--project", str(EXAMPLE), "--period", "第二阶段"]
    assert main(["form", "R06", *options, "-o", str(tmp_path / "out")]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "岚州市自然资源局_情况统计表.xlsx",
        "岭安市自然资源局_情况统计表.xlsx",
    ]
    book = openpyxl.load_workbook(tmp_path / "out" / "岭安市自然资源局_情况统计表.xlsx")
    values = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value]
    assert values[0] == "2018年安全生产宣传教育“七进”活动情况统计表"
    assert {"岭安市自然资源局", "第二阶段", "×××", "2018-05-01 00:00:00", "2018-06-30 00:00:00"} <= set(
        values
    )


def test_a_project_with_faults_in_other_files_still_sends_out_forms(tmp_path: Path) -> None:
    for name in ("活动.yaml", "单位.yaml"):
        (tmp_path / name).write_bytes((EXAMPLE / name).read_bytes())
    (tmp_path / "总结.yaml").write_text("错: [", encoding="utf-8")
    assert main(["form", "R04", "--project", str(tmp_path), "-o", str(tmp_path / "计划.xlsx")]) == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["活动台帐", "-o", "x.xlsx"], 1, "没有“活动台帐”这种表格；是否想写“活动台账”？ [form.unknown]"),
        (["R05"], 2, "请用 -o 写明写成哪个文件，或写到哪个文件夹"),
        (["all", "-o", "x.xlsx"], 3, "要写的表格不止一份，“x.xlsx”却是一个文件"),
        (["R05", "-o", "x.xlsx", "--project", "没有"], 1, "没有这个项目文件夹"),
        (["R05", "-o", "x.xlsx", "--project", ".", "--year", "2018"], 2, "年度取自项目"),
        (["R05", "-o", "x.xlsx", "--project", "."], 1, "缺少“活动.yaml”"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    words: list[str],
    code: int,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["form", *words]) == code
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
