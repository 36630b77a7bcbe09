"""The example project is whole, agrees with itself, and is written as an office would write it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from qijin_docs import build, load_project
from qijin_docs.errors import Severity
from qijin_docs.models import Activity, Statistics, StatisticsTable
from qijin_docs.models.roles import Role
from qijin_docs.project import Project

DEPARTMENT = "云岭省自然资源厅"
CASES = ("DX-01", "DX-02", "DX-03")


def activities(project: Project) -> tuple[Activity, ...]:
    assert project.year.register is not None
    return project.year.register.counted()


# What there is ---------------------------------------------------------------------------------------------


def test_it_loads_with_nothing_to_warn_of_and_no_gap_in_its_data(project: Project) -> None:
    assert [str(p) for p in project.problems if p.severity is not Severity.NOTE] == []
    assert project.gaps == ()


def test_it_has_a_whole_year_of_everything(project: Project) -> None:
    year = project.year
    assert year.register is not None
    assert len(year.register.activities) >= 60
    assert len(activities(project)) >= 60
    assert [case.category for case in year.cases] == ["集体", "个人", "做法"]
    assert [report.phase for report in year.progress] == [1, 2, 3, 4]
    assert len(year.officials) >= 9
    assert year.press is not None
    assert year.inspections is not None
    assert year.ranking is not None
    assert len(year.ranking.sheets) == 14
    assert year.plan is not None
    assert year.assignments is not None
    assert year.group is not None
    assert year.summary is not None
    assert len(project.of("统计表")) == 1


def test_a_build_makes_every_document_and_nothing_is_left_to_do(project: Project, tmp_path: Path) -> None:
    result = build(project, tmp_path / "out")
    assert len([path for path in (tmp_path / "out").rglob("*.*") if path.suffix in (".docx", ".xlsx")]) >= 44
    assert result.gaps == ()


def test_the_example_of_python_makes_one_document(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile((examples / "render_one.py").read_text(encoding="utf-8"), "render_one.py", "exec"),
         {"__file__": str(examples / "render_one.py")})  # fmt: skip
    assert (tmp_path / "实施方案.docx").read_bytes().startswith(b"PK")


def test_the_readme_names_every_file_of_the_project(examples: Path, yunling: Path) -> None:
    named = re.findall(r"`([^`\s]+)`", "\n".join(
        line.split("|")[1] for line in (examples / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ))  # fmt: skip
    assert sorted(name.rstrip("/") for name in named) == sorted(path.name for path in yunling.iterdir())


# The plan is of the shape that the campaign asks for ---------------------------------------------------------


def test_the_plan_runs_one_sphere_itself_helps_in_one_and_names_the_five_it_does_not_undertake(
    project: Project, prose: dict[str, str]
) -> None:
    plan = project.year.plan
    assert plan is not None
    assert plan.roles == {
        "企业": Role.SUPPORT, "校园": Role.NONE, "机关": Role.OWN, "社区": Role.NONE, "农村": Role.NONE,
        "家庭": Role.NONE, "公共场所": Role.NONE,
    }  # fmt: skip
    text = prose["方案.yaml"]
    assert "（一）积极配合有关部门深入开展安全生产宣传教育“进企业”。\n" in text
    assert "（二）主动开展安全生产宣传教育“进机关”。\n" in text
    assert "校园、社区、农村、家庭、公共场所五个领域由其他部门负责，我厅不承担" in text


def test_the_plan_keeps_its_three_dates_apart(project: Project) -> None:
    plan = project.year.plan
    assert plan is not None
    assert (plan.date, plan.issued_on, plan.published_on) == (
        date(2018, 4, 25),
        date(2018, 4, 26),
        date(2018, 6, 15),
    )


def test_the_four_phases_end_when_the_campaign_says(project: Project, prose: dict[str, str]) -> None:
    headings = re.findall(r"^第.阶段（.+?）[^：]+", prose["方案.yaml"], re.MULTILINE)
    assert headings == [
        "第一阶段（4月30日前）统筹部署", "第二阶段（6月30日前）集中宣传", "第三阶段（10月31日前）培树典型",
        "第四阶段（12月31日前）总结报送",
    ]  # fmt: skip
    assert [phase.role for phase in project.campaign.phases] == [Role.OWN, Role.SUPPORT, Role.OWN, Role.OWN]


@pytest.mark.parametrize(
    ("file", "least", "most"),
    [
        ("方案.yaml", 1600, 2200), ("总结.yaml", 1500, 5000), ("典型/01.yaml", 2000, 3000),
        ("典型/02.yaml", 2000, 3000), ("典型/03.yaml", 2000, 3000), ("进展/第1期.yaml", 600, 1500),
        ("进展/第2期.yaml", 600, 1500), ("进展/第3期.yaml", 600, 1500), ("进展/第4期.yaml", 600, 1500),
    ],
)  # fmt: skip
def test_documents_are_as_long_as_offices_write_them(
    project: Project, file: str, least: int, most: int
) -> None:
    entry = next(
        e for group in project.entries.values() for e in group if (e.located.file or "").endswith(file)
    )
    length = sum(len(block.line) for block in entry.model.blocks)
    assert least <= length <= most


def test_an_organ_that_was_reorganised_keeps_its_old_name_before_the_day(project: Project) -> None:
    organs = project.year.organs
    assert organs.name_on("省安监局", date(2018, 4, 25)) == "云岭省安全生产监督管理局"
    assert organs.name_on("省安监局", date(2018, 12, 29)) == "云岭省应急管理厅"


def test_fourteen_city_bureaus_have_two_superiors_each(project: Project) -> None:
    organs = project.year.organs
    bureaus = [organ for organ in organs.subordinates() if organ.level == "市"]
    assert len(bureaus) == 14
    assert {organs.superiors(bureau.name) for bureau in bureaus} == {
        (DEPARTMENT, f"{bureau.region}安全生产委员会办公室") for bureau in bureaus
    }


def test_letters_go_where_they_should_with_what_they_should_carry(project: Project) -> None:
    sent = {
        letter.id: (letter.genre, letter.addressees[0], [a.item or a.carries for a in letter.attachments])
        for letter in project.year.officials
    }
    office = "云岭省安全生产委员会办公室"
    papers = ["新闻发布会配合材料", "新闻发布会出席名单", "新闻发布会问答口径"]
    assert sent == {
        "印发方案": ("通知", "各市自然资源局", ["实施方案", "领导小组名单", "任务分工表"]),
        "报送方案": ("报告", office, ["实施方案"]),
        "报送发布会材料": ("报告", office, papers),
        "报送典型": ("报告", office, [*CASES, "典型推荐汇总表"]),
        "报送总结": ("报告", office, ["活动总结", "情况统计表", "见证材料目录"]),
        "督促整改（岚州市自然资源局）": ("通知", "岚州市自然资源局", []),
        "督促整改（栖河市自然资源局）": ("通知", "栖河市自然资源局", []),
        "督促整改（望岚市自然资源局）": ("通知", "望岚市自然资源局", []),
        "督查通报": ("通报", "各市自然资源局", []),
        "考核结果": ("通报", "各市自然资源局", ["考核名次表"]),
    }


# The register ----------------------------------------------------------------------------------------------


def test_activities_of_others_are_in_the_register_and_in_no_figure(project: Project) -> None:
    register = project.year.register
    assert register is not None
    outside = [a for a in register.activities if not register.counts(a)]
    assert {a.host for a in outside} == {
        "云岭省安全生产监督管理局", "云岭省安全生产委员会办公室", "桐岭市安全生产委员会办公室", "云岭省总工会",
    }  # fmt: skip
    assert {a.note for a in outside} == {"参与，不计入合计"}
    assert sum(a.reached or 0 for a in outside) > 0
    assert Statistics.of(register).joined == len(outside) == 5


def test_every_city_and_both_own_institutions_host_activities(project: Project) -> None:
    hosts = {a.host for a in activities(project)}
    assert hosts == {DEPARTMENT, *(o.name for o in project.year.organs.subordinates())}


def test_blank_and_zero_are_both_there_and_different(project: Project) -> None:
    broadcast = [a.broadcast for a in activities(project)]
    assert 0 in broadcast
    assert None in broadcast


def test_only_the_spheres_undertaken_have_activities_that_count(project: Project) -> None:
    assert {a.sphere for a in activities(project)} == {"企业", "机关"}
    assert {name for a in activities(project) for name in a.also} == {"农村"}


def test_the_clerk_s_total_row_says_what_the_statistics_say(project: Project, yunling: Path) -> None:
    sheet = openpyxl.load_workbook(yunling / "活动台账.xlsx", data_only=True)["活动台账"]
    head = [str(cell.value or "").partition("（")[0] for cell in sheet[3]]
    total = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "合计")
    assert project.year.register is not None
    counted = Statistics.of(project.year.register).total.values
    typed = {
        name: value for name, value in zip(head, total, strict=True) if value is not None and name != "序号"
    }
    assert {name: Decimal(str(value)) for name, value in typed.items()} == {
        name: counted[name] for name in typed
    }
    assert len(typed) == 16


def test_the_targets_of_the_plan_are_reached(project: Project) -> None:
    done = activities(project)
    cities = [organ.name for organ in project.year.organs.subordinates() if organ.level == "市"]
    for city in cities:
        into = [a for a in done if a.host == city and a.sphere == "企业"]
        assert len(into) >= 2, city
        assert len({name for a in into for name in a.entered}) >= 4, city
        assert [a for a in done if a.host == city and a.sphere == "机关"], city
    own = [a for a in done if a.host == DEPARTMENT]
    assert sum(a.sphere == "企业" for a in own) >= 6
    lectures = {(a.start.month - 1) // 3 for a in own if a.sphere == "机关" and a.lectures}
    assert lectures == {0, 1, 2, 3}
    assert [a for a in own if a.sphere == "机关" and a.drills]
    assert sum(a.form == "送法上门" for a in done) >= 5
    assert sum(a.form == "检查中宣传" for a in done) >= 4
    assert sum(a.drills or 0 for a in done if a.sphere == "企业" and a.start <= date(2018, 10, 31)) >= 8


# Figures have one source -----------------------------------------------------------------------------------

MEASURES: dict[str, Callable[[list[Activity]], int]] = {
    "开展活动": len,
    "走进企业": lambda found: len({name for a in found for name in a.entered}),
    "培训讲座": lambda found: sum(a.lectures or 0 for a in found),
    "受教育": lambda found: sum(a.reached or 0 for a in found),
    "发放资料": lambda found: sum(a.leaflets or 0 for a in found),
    "发放手册图书": lambda found: sum(a.booklets or 0 for a in found),
    "手机新媒体报道": lambda found: sum(a.mobile_media or 0 for a in found),
    "现场参加": lambda found: sum(a.attendance or 0 for a in found),
    "参加演练": lambda found: sum(a.attendance or 0 for a in found if a.drills),
}


@pytest.mark.parametrize("number", range(3))
def test_each_figure_of_a_case_is_the_sum_over_the_activities_it_names(project: Project, number: int) -> None:
    case = project.year.cases[number]
    register = project.year.register
    assert register is not None
    assert len(case.figures) >= 3
    for figure in case.figures:
        found = [a for name in figure.sources if (a := register.find(name)) is not None]
        assert len(found) == len(figure.sources)
        assert figure.value == MEASURES[figure.meaning](found), figure.meaning
        assert all(register.counts(a) and case.start <= a.start <= case.end for a in found)
        assert {a.host for a in found} == {case.recommender}


@pytest.mark.parametrize("pattern", ["进展/*.yaml", "总结.yaml", "公文/*.yaml", "典型/*.yaml"])
def test_no_figure_of_the_register_is_typed_into_a_sentence(
    sources: Callable[[str], str], pattern: str
) -> None:
    typed = re.sub(r"\{\{.*?\}\}", "", sources(pattern))
    assert re.findall(r"\d+(?:\.\d+)?(?:余|多|万)?(?:场|人次|份|册|家|条|块|件|篇|万元)", typed) == []


def test_the_periods_join_and_add_up_to_the_year(project: Project) -> None:
    reports = project.year.progress
    assert [(r.start, r.end) for r in reports] == [
        (date(2018, 1, 1), date(2018, 4, 30)), (date(2018, 5, 1), date(2018, 6, 30)),
        (date(2018, 7, 1), date(2018, 10, 31)), (date(2018, 11, 1), date(2018, 12, 31)),
    ]  # fmt: skip
    assert project.year.register is not None
    year = Statistics.of(project.year.register).total.values
    for name in ("活动场次", "受教育", "资料"):
        parts = [s.total.values[name] for r in reports if (s := r.statistics_of_period())]
        assert sum(part or 0 for part in parts) == year[name]


def test_one_figure_changed_in_the_register_changes_table_summary_and_report_together(
    yunling: Path, prose: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(yunling, folder)
    book = openpyxl.load_workbook(folder / "活动台账.xlsx")
    sheet = book["活动台账"]
    head = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        if row[1].value == "HD2018-064":
            row[head.index("受教育（人次）")].value = 2860  # was 1860
        if row[0].value == "合计":
            for cell in row[1:]:
                cell.value = None  # openpyxl keeps no results of formulas
    book.save(folder / "活动台账.xlsx")
    changed = load_project(folder)

    assert "受教育1.5万余人次" in prose["总结.yaml"]
    assert "受教育6600余人次" in prose["进展/第3期.yaml"]
    summary, third = changed.year.summary, changed.year.progress[2]
    assert summary is not None
    assert "受教育1.6万余人次" in "".join(block.line for block in summary.blocks)
    assert "受教育7600余人次" in "".join(block.line for block in third.blocks)
    (table,) = changed.of("统计表")
    assert isinstance(table, StatisticsTable)
    assert table.rows[-1]["累计"]["受教育"] == 16582


# The prose -------------------------------------------------------------------------------------------------

# Characters that Chinese doubles for good reason; anything else is a slip of the pen.
DOUBLED = {"慢慢", "看看", "趟趟", "人人"}


def test_no_character_stands_twice_by_mistake(prose: dict[str, str]) -> None:
    for file, text in prose.items():
        checked = re.sub("发生生产|处处长|活动动员", "", text)  # two words that meet
        found = {match.group() for match in re.finditer(r"([\u4e00-\u9fff，。、；：])\1", checked)}
        assert found <= DOUBLED, file


def test_no_sentence_is_used_twice(prose: dict[str, str]) -> None:
    # A title is given in the letter, in the list of attachments and on the document itself; sentences are not.
    sentences = [
        sentence
        for file, text in prose.items()
        # The circular and the notices tell the same findings: they are taken from one register.
        if not file.endswith("督查通报.yaml")
        for line in text.split("\n")
        for sentence in re.split(r"[。；：]", line)
        if len(sentence) >= 18 and line.rstrip().endswith(("。", "；"))
    ]
    assert [sentence for sentence, count in Counter(sentences).items() if count > 1] == []


def test_no_other_year_is_spoken_of(prose: dict[str, str], sources: Callable[[str], str]) -> None:
    cited = "安委办〔2017〕35号"
    typed = (sources("**/*.yaml") + sources("*.csv")).replace(cited, "")
    printed = "\n".join(prose.values()).replace(cited, "")
    assert set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", typed)) == {"2018"}
    assert set(re.findall(r"(?<!\d)\d{4}(?=年|〕)", printed)) == {"2018"}


def test_punctuation_is_full_width_between_chinese_characters(prose: dict[str, str]) -> None:
    for file, text in prose.items():
        assert re.findall(r"[\u4e00-\u9fff][,;:?!()\"'<>]|[,;:?!()\"'<>][\u4e00-\u9fff]", text) == [], file
        assert text.count("“") == text.count("”"), file
        assert text.count("（") == text.count("）"), file
        assert text.count("《") == text.count("》"), file


def test_no_expression_and_no_none_is_left_in_the_text(prose: dict[str, str]) -> None:
    for file, text in prose.items():
        assert not re.search(r"[{}]|None|nan|占位|待填", text), file


def test_people_have_no_names(project: Project, sources: Callable[[str], str]) -> None:
    named = re.findall(
        r"(?:姓名|主任|签发人|填报人|审核人|单位负责人): *\[?([^,\]}\n]+)", sources("**/*.yaml")
    )
    assert set(named) == {"×××"}
    register, evidence = project.year.register, project.year.evidence
    assert register is not None
    assert evidence is not None
    assert {a.filled_by for a in register.activities} | {a.reviewed_by for a in register.activities} == {
        "×××"
    }
    assert all(leader.startswith("×××（") for a in register.activities for leader in a.leaders)
    assert {item.author for item in evidence.items} <= {"×××", None}


@pytest.mark.parametrize("word", ["/work", "/tmp", "session", "TODO"])
def test_nothing_of_the_workshop_is_left_in_the_data(sources: Callable[[str], str], word: str) -> None:
    assert word not in sources("**/*.yaml") + sources("*.csv")
