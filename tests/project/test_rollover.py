"""A new year's project from last year's: structure carried, everything of its year emptied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qijin_docs.cli import main
from qijin_docs.errors import DataError, OutputError
from qijin_docs.project import Project, load_project
from qijin_docs.project.rollover import RollOver, roll_over


@pytest.fixture(scope="module")
def rolled(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[RollOver, Project, Project]:
    """What was done, last year's project and the new one."""
    folder = tmp_path_factory.mktemp("新年") / "云岭2019"
    last = load_project(examples / "yunling-2018")
    done = roll_over(last.folder, folder)
    return done, last, load_project(folder)


def test_the_new_project_is_whole_and_of_the_new_year(rolled: tuple[RollOver, Project, Project]) -> None:
    _, last, new = rolled
    assert new.campaign.year == 2019
    assert (str(new.campaign.start), str(new.campaign.end)) == ("2019-01-01", "2019-12-31")
    assert [p.deadline.on(2019).isoformat() for p in new.campaign.phases] == [
        "2019-04-30", "2019-06-30", "2019-10-31", "2019-12-31",
    ]  # fmt: skip
    assert new.year.organs == last.year.organs
    assert new.campaign.spheres == last.campaign.spheres
    assert new.year.plan
    assert last.year.plan
    assert [(d.sphere, d.role) for d in new.year.plan.duties] == [
        (d.sphere, d.role) for d in last.year.plan.duties
    ]


def test_no_figure_date_name_or_narrative_of_last_year_is_carried(
    rolled: tuple[RollOver, Project, Project],
) -> None:
    done, last, new = rolled
    text = "\n".join(
        p.read_text(encoding="utf-8") for p in done.made if p.suffix == ".yaml" and "样例" not in str(p)
    )
    told = [line for line in text.splitlines() if "2018" in line and "有效" not in line]
    assert [line for line in told if not line.startswith("#")] == []
    assert not new.of("活动台账")[0].activities
    assert not new.of("见证材料")[0].items
    assert new.campaign.theme == "【待填：主题】"
    assert all(b.number is None and b.issued_on is None for b in new.campaign.basis)
    assert [b.title for b in new.campaign.basis][1] == "【待填：依据文件的标题，不带书名号】"
    assert all(d.count is None for p in new.campaign.phases for d in p.deliverables)
    assert new.year.group
    assert {m.name for m in new.year.group.members} == {"【待填：姓名】"}
    assert new.year.assignments
    assert last.year.assignments
    for before, after in zip(last.year.assignments.rows, new.year.assignments.rows, strict=True):
        assert (after.lead, after.deadline, after.product) == (before.lead, before.deadline, before.product)
        assert (after.target, after.measures) == ("【待填：数量下限、全覆盖或频次】", None)
    for part in ("总结", "进展", "典型", "统计表"):
        assert new.of(part) == ()
    assert len(new.gaps) > 20


def test_what_was_carried_and_what_was_emptied_is_listed(rolled: tuple[RollOver, Project, Project]) -> None:
    done, last, new = rolled
    assert "活动.yaml：领域7个、阶段4个，截止日移到2019年" in done.carried
    assert "单位.yaml：“云岭省安全生产监督管理局”已于上年撤并或改名，由“云岭省应急管理厅”承接" in done.carried
    assert "活动台账：上年78条，一条也没有带入" in done.emptied
    assert "活动.yaml 第4阶段“见证材料”的数量（上年40）" in done.emptied
    assert "活动.yaml 主题" in done.emptied
    report = (new.folder / "带入说明.txt").read_text(encoding="utf-8")
    assert all(item in report for item in (*done.carried, *done.emptied))
    mentioned = " ".join((*done.carried, *done.emptied))
    assert all(part in mentioned for part in last.entries if part not in ("典型推荐", "考核名次"))


def test_duties_and_their_years_move(small: Any) -> None:
    small.write(
        "报送事项.yaml",
        [
            {
                "事项": "总结",
                "义务人": ["各市"],
                "时限": "2018年11月30日前",
                "止": "2018-12-31",
                "依据": "省方案第3条",
            },
            {"事项": "信息", "义务人": ["各市"], "时限": "每月15日、30日前", "收件人": ["业务上级"]},
        ],
    )
    done = roll_over(small.folder, "新", year=2020)
    duties = load_project("新").of("报送事项")[0].duties
    assert [str(d.schedule) for d in duties] == ["2020年11月30日前", "每月15日、30日前"]
    assert str(duties[0].end) == "2020-12-31"
    assert duties[0].basis is None
    assert "报送事项.yaml “总结”的依据" in done.emptied


def test_how_long_things_are_kept_does_not_change_with_the_year(small: Any) -> None:
    small.write("归档.yaml", {"依据": "本单位保管期限表", "保管期限": {"报告": "永久", "通知": "30年"}})
    done = roll_over(small.folder, "新", year=2020)
    (table,) = load_project("新").of("归档")
    assert dict(table.periods) == {"报告": "永久", "通知": "30年"}
    assert table.basis == "本单位保管期限表"
    assert "归档.yaml：2种文书的保管期限" in done.carried


def test_own_spheres_and_templates_go_along(small: Any) -> None:
    sphere = {"代码": "SM", "名称": "寺庙", "计量单位": "处"}
    small.change("活动.yaml", {"领域": ["企业", "校园", "机关", "社区", "农村", "家庭", "公共场所", sphere]})
    small.write("templates/自用.txt", "x")
    small.change("方案.yaml", {"承担.+": {"领域": "寺庙", "角色": "不承担"}})
    roll_over(small.folder, "新")
    new = load_project("新").campaign.spheres[-1]
    assert (new.code, new.name, new.unit) == ("SM", "寺庙", "处")
    assert Path("新/templates/自用.txt").is_file()


@pytest.mark.parametrize(
    ("year", "changes", "code", "message"),
    [
        (2018, {}, "project.same_year", "新的年度2018不晚于上年的2018"),
        (None, {"年年延续": False}, "project.not_yearly", "这项活动写明不是年年延续的"),
    ],
)
def test_what_cannot_be_rolled_over_is_told(
    small: Any, year: int | None, changes: dict[str, Any], code: str, message: str
) -> None:
    small.change("活动.yaml", changes)
    with pytest.raises(DataError) as caught:
        roll_over(small.folder, "新", year=year)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (code, message)
    assert problem.place.file == "项目/活动.yaml"
    assert not Path("新").exists()


@pytest.mark.parametrize(
    ("target", "code"), [("项目/新", "output.inside"), ("项目", "output.inside"), (".", "output.not_empty")]
)
def test_last_years_folder_is_never_written_to(small: Any, target: str, code: str) -> None:
    before = sorted(small.folder.rglob("*"))
    with pytest.raises(OutputError) as caught:
        roll_over(small.folder, target)
    assert [p.code for p in caught.value.problems] == [code]
    assert sorted(small.folder.rglob("*")) == before


def test_the_command_lists_both(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "新", "--from", "项目"]) == 0
    out = capsys.readouterr().out
    assert "带入、请逐项核对：\n  活动.yaml：领域7个、阶段4个，截止日移到2019年" in out
    assert "没有带入、请重新填写：" in out
    assert load_project("新").campaign.year == 2019


@pytest.mark.parametrize(
    ("words", "told"),
    [(["new", "新"], "--year"), (["new", "新", "--year", "2019"], "--organ"),
     (["new", "新", "--from", "项目", "--organ", "甲"], "不要再写 --organ")],
)  # fmt: skip
def test_year_and_organ_are_asked_for_where_there_is_no_last_year(
    small: Any, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(words) == 2
    assert told in capsys.readouterr().err
