"""A new project folder: it loads, invents nothing, and shows every gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from qijin_docs.cli import main
from qijin_docs.errors import DataError, OutputError
from qijin_docs.pipeline import build
from qijin_docs.project import load_project
from qijin_docs.project.scaffold import new_project


def test_a_new_project_can_be_built_at_once_and_shows_its_gaps(tmp_path: Path) -> None:
    made = new_project(tmp_path / "新", year=2019, organ="云岭省教育厅")
    assert all(file.is_file() for file in made)
    project = load_project(tmp_path / "新")
    assert project.campaign.year == 2019
    assert project.year.organs.own_organ().name == "云岭省教育厅"
    assert {gap.code for gap in project.gaps} == {"data.gap"}
    result = build(project, tmp_path / "成稿")
    assert "活动台账" in {m.kind for m in result.made}


def test_nothing_is_invented(tmp_path: Path) -> None:
    new_project(tmp_path / "新", year=2019, organ="云岭省教育厅")
    year = load_project(tmp_path / "新").year
    assert year.register is None or year.register.activities == ()
    assert year.evidence is None or year.evidence.items == ()
    assert year.cases == ()
    assert year.progress == ()


def test_the_same_words_give_the_same_data_files(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        new_project(tmp_path / name, year=2019, organ="云岭省教育厅")
    first, second = (
        {f.relative_to(tmp_path / n): f.read_bytes() for f in (tmp_path / n).rglob("*.yaml")} for n in "甲乙"
    )
    assert first == second


@pytest.mark.parametrize("taken", ["file", "folder"])
def test_a_place_that_is_taken_is_refused(tmp_path: Path, taken: str) -> None:
    place = tmp_path / "新"
    if taken == "file":
        place.write_text("x", encoding="utf-8")
    else:
        place.mkdir()
        (place / "我的.txt").touch()
    with pytest.raises(OutputError) as caught:
        new_project(place, year=2019, organ="云岭省教育厅")
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("output.not_empty", "这里已经有东西了")
    assert problem.place.file == str(place)


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert new_project(tmp_path, year=2019, organ="云岭省教育厅")


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "占用").touch()
    with pytest.raises(OutputError) as caught:
        new_project(tmp_path / "占用/新", year=2019, organ="云岭省教育厅")
    assert caught.value.problems[0].code == "output.write_failed"


def test_the_command_tells_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "新", "--year", "2019", "--organ", "云岭省教育厅"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == "已建好。逐个打开填写，再运行：qijin build 新 -o 新-成稿"
    assert err == ""
    assert main(["new", "新", "--year", "2019", "--organ", "云岭省教育厅"]) == 3
    assert "这里已经有东西了" in capsys.readouterr().err
    assert main(["build", "新", "-o", "新-成稿"]) == 0


@pytest.mark.parametrize("organ", ["", "厅", '某"厅', "某厅: 甲", "{某厅}", "某厅\n甲", "# 某厅", "厅" * 61])
def test_a_name_that_would_break_the_data_files_is_refused(tmp_path: Path, organ: str) -> None:
    with pytest.raises(DataError) as failure:
        new_project(tmp_path / "年", year=2018, organ=organ)
    assert [problem.code for problem in failure.value.problems] == ["project.organ_name"]
    assert not (tmp_path / "年").exists()


def test_the_samples_build_once_they_are_put_in_their_places(tmp_path: Path) -> None:
    folder = tmp_path / "年"
    new_project(folder, year=2018, organ="云岭省水利厅")
    report = (folder / "样例" / "进展.yaml").read_text(encoding="utf-8")
    head, _, rest = report.partition("分领域:")
    _, _, rest = rest.partition("# 零报告原因: ……\n")
    (folder / "进展" / "第1期.yaml").write_text(f"{head}零报告原因: 【待填：原因】\n{rest}", encoding="utf-8")
    for sample, place in (
        ("典型", "典型/01"),
        ("总结", "总结"),
        ("统计表", "统计表"),
        ("报送典型", "公文/报送典型"),
        ("报送总结", "公文/报送总结"),
        ("归档", "归档"),
    ):
        (folder / f"{place}.yaml").write_bytes((folder / "样例" / f"{sample}.yaml").read_bytes())
    result = build(load_project(folder), tmp_path / "成稿")
    kinds = {made.kind for made in result.made}
    assert {"进展情况报告", "先进典型经验材料", "活动总结", "情况统计表", "报告"} <= kinds
