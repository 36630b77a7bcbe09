"""The whole way: one document, a whole project, the same figures everywhere, the same bytes always."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from qijin_docs import build, load, load_project, render
from qijin_docs.errors import DataError, OutputError, QijinError
from qijin_docs.models import Plan
from qijin_docs.pipeline import gap_problems

OUT = Path("成稿")
FOUR = "第四阶段 成果总结"


def files(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def manifest(folder: Path) -> Any:
    return json.loads((folder / "清单.json").read_text(encoding="utf-8"))


def text_of(content: bytes) -> str:
    """All text of a docx, or all values of a workbook."""
    if b"word/document.xml" in content:
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(c.value) for s in book.worksheets for row in s.rows for c in row if c.value is not None
    )


# one document ---------------------------------------------------------------------------------------------


def test_a_file_of_a_project_is_loaded_with_its_project(small: Any) -> None:
    plan = load("plan", small.folder / "方案.yaml")
    assert isinstance(plan, Plan)
    assert plan.organ.name == "云岭省自然资源厅"
    assert plan.preamble == (
        "根据《安全生产宣传教育活动规范》（安办〔2017〕9号，以下简称《规范》），制定本方案。",
    )


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("方案", None),
        ("实施方案", "方案.yaml"),
        ("plan", "方案.yaml"),
        ("register", "活动台账.yaml"),
        ("见证材料目录", "见证材料.yaml"),
        ("assignments", "任务分工.yaml"),
        ("case", "典型/01.yaml"),
        ("progress", "进展/2.yaml"),
        ("summary", "总结.yaml"),
        ("statistics", "统计表.yaml"),
        ("report", "公文/报告.yaml"),
        ("group", "领导小组.yaml"),
    ],
)
def test_a_file_alone_is_rendered_as_in_the_whole_build(small: Any, kind: str, file: str | None) -> None:
    if file is None:
        with pytest.raises(DataError, match="没有“方案”这个种类"):
            render(kind, small.folder / "方案.yaml")
        return
    result = build(small.load(), OUT, only=kind)
    made = next(m for m in result.made if m.source == file)
    assert bytes(render(kind, small.folder / file)) == (OUT / made.path).read_bytes()


def test_a_file_is_found_from_where_one_stands(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.folder / "典型")
    assert load("case", "01.yaml").campaign.year == 2018


def test_a_model_is_rendered_as_it_is(small: Any) -> None:
    plan = load("plan", small.folder / "方案.yaml")
    assert "制定本方案" in text_of(bytes(render("plan", plan)))


def test_a_file_outside_of_any_project_has_to_say_everything_itself(tmp_path: Path) -> None:
    file = tmp_path / "方案.yaml"
    file.write_text("承担: []\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load("plan", file)
    assert {(p.code, p.place.where) for p in caught.value.problems} >= {
        ("data.missing", "活动"),
        ("data.missing", "单位"),
        ("data.missing", "章节"),
        ("data.too_few", "承担"),
    }


@pytest.mark.parametrize("source", ["没有.yaml", Path("没有.yaml")])
def test_a_file_that_is_not_there_is_said_to_be_so(small: Any, source: str | Path) -> None:
    with pytest.raises(DataError, match="没有这个文件"):
        load("plan", source)


def test_a_projects_own_template_is_used(small: Any) -> None:
    own = docx.Document()
    own.add_paragraph("自家方案：{{ 全题 }}")
    (small.folder / "templates/word").mkdir(parents=True)
    own.save(str(small.folder / "templates/word/实施方案.docx"))
    whole = "自家方案：云岭省自然资源厅安全生产宣传教育“七进”活动实施方案"
    assert text_of(bytes(render("plan", small.folder / "方案.yaml"))) == whole
    result = build(small.load(), OUT, only="plan")
    assert text_of((OUT / result.made[0].path).read_bytes()) == whole


# a whole project ------------------------------------------------------------------------------------------


def test_every_document_is_written_by_phase_with_a_manifest(small: Any) -> None:
    result = build(small.load(), OUT)
    written = files(OUT)
    assert len(result.made) == 13
    assert set(written) == {m.path for m in result.made} | {"清单.json"}
    assert {path.partition("/")[0] for path in written if "/" in path} == {
        "第一阶段 统筹规划",
        "第二阶段 活动启动",
        "第三阶段 梳理典型",
        FOUR,
    }
    assert result.kept == {}
    assert [p.code for p in gap_problems(small.load(), result)] == ["gap.no_document"]


def test_the_manifest_tells_what_was_made_from_what(small: Any) -> None:
    result = build(small.load(), OUT)
    content = manifest(OUT)
    assert {f["path"]: f["sha256"] for f in content["文件"]} == {m.path: m.sha256 for m in result.made}
    assert set(content["输入"]) == set(files(small.folder))
    assert set(content["模板"]) == {m.template for m in result.made}


def test_every_document_is_sound(small: Any, valid_ooxml: Callable[[Path | bytes], None]) -> None:
    build(small.load(), OUT)
    for path, content in files(OUT).items():
        if not path.endswith(".json"):
            valid_ooxml(content)
            assert "{{" not in text_of(content)
            assert "{%" not in text_of(content)


def test_building_twice_gives_the_same_bytes(small: Any) -> None:
    build(small.load(), OUT)
    build(small.load(), "再来")
    assert files(OUT) == files(Path("再来"))
    before = files(OUT)
    build(small.load(), OUT)
    assert files(OUT) == before


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_other_threads_and_processes_give_the_same_bytes(small: Any, pool: Any) -> None:
    build(small.load(), OUT)
    with pool(2) as executor:
        build(small.load(), "别处", executor=executor)
    assert files(OUT) == files(Path("别处"))


def test_the_folder_a_project_lies_in_leaves_no_trace(small: Any, tmp_path: Path) -> None:
    build(small.load(), OUT)
    shutil.copytree(small.folder, tmp_path / "很深/的/地方")
    build(load_project(tmp_path / "很深/的/地方"), tmp_path / "别处")
    assert files(OUT) == files(tmp_path / "别处")


def test_nothing_is_written_when_a_document_cannot_be_made(small: Any) -> None:
    broken = docx.Document()
    broken.add_paragraph("{{ 没有这个值 }}")
    (small.folder / "templates/word").mkdir(parents=True)
    broken.save(str(small.folder / "templates/word/活动总结.docx"))
    with pytest.raises(QijinError) as caught:
        build(small.load(), OUT)
    assert "没有这个值" in str(caught.value)
    assert not OUT.exists()


def test_errors_of_several_documents_come_together_also_from_processes(small: Any) -> None:
    broken = docx.Document()
    broken.add_paragraph("{{ 没有这个值 }}")
    (small.folder / "templates/word").mkdir(parents=True)
    for name in ("活动总结", "实施方案"):
        broken.save(str(small.folder / f"templates/word/{name}.docx"))
    with ProcessPoolExecutor(2) as executor, pytest.raises(QijinError) as caught:
        build(small.load(), OUT, executor=executor)
    assert len(caught.value.problems) == 2
    assert not OUT.exists()


def test_a_template_that_is_no_template_is_named(small: Any) -> None:
    small.write("templates/word/实施方案.docx", "不是文书")
    with pytest.raises(QijinError) as caught:
        build(small.load(), OUT)
    assert "实施方案.docx" in str(caught.value)
    assert not OUT.exists()


# parts of it ----------------------------------------------------------------------------------------------


def test_one_phase_is_built_alone(small: Any) -> None:
    result = build(small.load(), OUT, phase=4)
    assert {m.phase for m in result.made} == {4}
    assert {path.partition("/")[0] for path in files(OUT)} == {FOUR, "清单.json"}
    assert result.gaps == ()


@pytest.mark.parametrize("phase", [0, 5, -1])
def test_a_phase_that_is_not_there_is_refused(small: Any, phase: int) -> None:
    with pytest.raises(DataError) as caught:
        build(small.load(), OUT, phase=phase)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("data.unknown_phase", f"活动没有第{phase}阶段")
    assert not OUT.exists()


@pytest.mark.parametrize("only", ["plan", "实施方案", ["实施方案"], ["plan", "实施方案"]])
def test_one_kind_is_built_alone(small: Any, only: Any) -> None:
    result = build(small.load(), OUT, only=only)
    assert [m.kind for m in result.made] == ["实施方案"]


def test_an_unknown_kind_is_refused(small: Any) -> None:
    with pytest.raises(DataError, match="是否想写“实施方案”"):
        build(small.load(), OUT, only="实施方按")


def test_a_part_leaves_alone_what_was_there(small: Any) -> None:
    build(small.load(), OUT)
    before = files(OUT)
    build(small.load(), OUT, phase=1)
    build(small.load(), OUT, only="summary")
    assert files(OUT) == before


# what was there before ------------------------------------------------------------------------------------


def test_what_is_no_longer_due_is_removed(small: Any) -> None:
    build(small.load(), OUT)
    small.remove("领导小组.yaml")
    build(small.load(), OUT)
    assert [path for path in files(OUT) if "领导小组" in path] == []


def test_a_phase_of_another_name_leaves_no_empty_folder(small: Any) -> None:
    build(small.load(), OUT)
    small.change("活动.yaml", {"阶段.3.名称": "总结报送"})
    build(small.load(), OUT)
    assert not (OUT / FOUR).exists()
    assert (OUT / "第四阶段 总结报送").is_dir()


def test_what_somebody_changed_by_hand_is_kept(small: Any) -> None:
    first = build(small.load(), OUT)
    path = next(m.path for m in first.made if m.kind == "活动总结")
    (OUT / path).write_bytes(b"by hand")
    result = build(small.load(), OUT)
    aside = path.replace(".docx", "（手工改过1）.docx")
    assert result.kept == {path: aside}
    assert (OUT / aside).read_bytes() == b"by hand"
    assert (OUT / path).read_bytes() != b"by hand"


def test_files_of_others_stay(small: Any) -> None:
    OUT.mkdir()
    (OUT / "我的.txt").write_text("我", encoding="utf-8")
    build(small.load(), OUT)
    assert (OUT / "我的.txt").read_text(encoding="utf-8") == "我"


@pytest.mark.parametrize("name", ["../../外面", "一/二", "..", "a:b|c"])
def test_a_phase_cannot_lead_out_of_the_folder(small: Any, tmp_path: Path, name: str) -> None:
    small.change("活动.yaml", {"阶段.0.名称": name})
    before = {p for p in tmp_path.rglob("*") if small.folder.name not in p.parts}
    result = build(small.load(), OUT)
    assert all(len(Path(m.path).parts) == 2 for m in result.made)
    after = {p for p in tmp_path.rglob("*") if small.folder.name not in p.parts}
    assert {p.relative_to(tmp_path).parts[0] for p in after - before} == {OUT.name}


@pytest.mark.parametrize("out", ["占用", "占用/里面"])
def test_a_folder_that_cannot_be_written_is_an_output_error(small: Any, out: str) -> None:
    Path("占用").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        build(small.load(), out)
    (problem,) = caught.value.problems
    assert problem.code == "output.write_failed"
    assert problem.place.file == out


def test_two_documents_of_one_name_are_refused(small: Any) -> None:
    small.write("公文/通知二.yaml", small.data("公文/通知.yaml") | {"编号": "又一份"})
    with pytest.raises(OutputError) as caught:
        build(small.load(), OUT)
    (problem,) = caught.value.problems
    assert problem.code == "output.same_name"
    assert problem.message == "两份文书都叫“云岭省自然资源厅关于印发实施方案的通知.docx”"
    assert problem.place.file == "项目/公文/通知二.yaml"
    assert not OUT.exists()


def test_a_placeholder_is_printed_and_listed(small: Any) -> None:
    small.change("领导小组.yaml", {"成员.0.姓名": "【待填：组长】"})
    project = small.load()
    result = build(project, OUT)
    path = next(m.path for m in result.made if m.kind == "领导小组名单")
    assert "【待填：组长】" in text_of((OUT / path).read_bytes())
    assert [p.message for p in gap_problems(project, result)] == [
        "还没有填：【待填：组长】",
        "没有新闻发布会配合材料的数据",
    ]


# one source of figures ------------------------------------------------------------------------------------


@pytest.fixture
def example(examples: Path, tmp_path: Path) -> Path:
    """A copy of the example year."""
    return Path(shutil.copytree(examples / "yunling-2018", tmp_path / "yunling"))


def change_in_register(project: Path, activity: str, column: str, more: int) -> None:
    """Add to one figure of one activity in the workbook, as a clerk would."""
    book = openpyxl.load_workbook(project / "活动台账.xlsx")
    sheet = book.worksheets[0]
    for head in sheet.iter_rows():
        names = [str(cell.value or "").partition("（")[0] for cell in head]
        if "活动编号" in names:
            break
    ids, figures = names.index("活动编号"), names.index(column)
    (row,) = [row for row in sheet.iter_rows() if row[ids].value == activity]
    row[figures].value = int(str(row[figures].value)) + more
    book.save(project / "活动台账.xlsx")


def figures_of(folder: Path) -> dict[str, str]:
    """Kind (or name, of progress reports) → all text."""
    texts = {}
    for made in manifest(folder)["文件"]:
        if made["kind"] in ("情况统计表", "活动总结", "活动台账"):
            texts[made["kind"]] = text_of((folder / made["path"]).read_bytes())
        if made["kind"] == "进展情况报告":
            texts[f"进展{made['phase']}"] = text_of((folder / made["path"]).read_bytes())
    return texts


def test_one_figure_changed_in_the_register_changes_everywhere_together(
    example: Path, tmp_path: Path
) -> None:
    first: Any = load_project(example)
    before = first.year.summary.statistics().total.values["受教育"]
    activity = next(a for a in first.year.register.counted() if a.start.month == 6 and a.reached)
    build(first, tmp_path / "前")
    change_in_register(example, activity.id, "受教育", 10_000)
    build(load_project(example), tmp_path / "后")

    old, new = figures_of(tmp_path / "前"), figures_of(tmp_path / "后")
    after = before + 10_000
    for kind in ("情况统计表", "活动总结", "进展4"):
        assert str(before) in old[kind], kind
        assert str(after) not in old[kind], kind
        assert str(after) in new[kind], kind
        assert str(before) not in new[kind], kind
    assert old["进展1"] == new["进展1"], "what was before the activity stays as it was"
    assert old["进展2"] != new["进展2"]


def test_the_sentence_of_the_summary_has_the_figure_of_the_table(small: Any) -> None:
    small.change("活动台账.yaml", {"0.受教育": 1080})
    build(small.load(), OUT)
    texts = figures_of(OUT)
    assert "受教育1640人次" in texts["活动总结"]
    assert "1640" in texts["情况统计表"]
    assert "累计1640人次" in texts["进展2"]
    assert "本期受教育500人次" in texts["进展2"]


def test_a_file_that_is_none_of_the_projects_parts_is_told_of_the_project_all_the_same(small: Any) -> None:
    small.write("样例/方案.yaml", small.data("方案.yaml"))
    assert load("plan", small.folder / "样例/方案.yaml").campaign.year == 2018
