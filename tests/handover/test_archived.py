"""A year as the 归档 folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qijin_docs.errors import Problem
from qijin_docs.handover import archive, verify
from qijin_docs.handover.archived import Archived

PERIODS = {"保管期限": {"报告": "永久", "通知": "30年"}}


def rows(path: Path, sheet: int) -> list[dict[str, Any]]:
    """The rows below the head of a sheet of the list, by the names of the columns."""
    table = [[c.value for c in row] for row in openpyxl.load_workbook(path).worksheets[sheet].iter_rows()]
    head = next(n for n, row in enumerate(table) if row[0] in ("件号", "序号"))
    names = [str(name) for name in table[head]]
    return [dict(zip(names, row, strict=True)) for row in table[head + 1 :] if row[1]]


def archived(small: Any, out: str = "归档", **more: Any) -> Archived:
    return archive(small.load(), out, **more)


def test_the_folder_holds_every_document_and_all_evidence_in_their_places(ready: Any) -> None:
    ready.write("归档.yaml", PERIODS)
    made = archived(ready)
    there = {p.relative_to("归档").as_posix() for p in Path("归档").rglob("*") if p.is_file()}
    assert there == set(made.files)
    assert sum(name.startswith("文书/") for name in there) == 14
    assert (
        sum(
            name.partition("/")[0] in ("照片", "音视频", "报刊杂志", "网站截图", "手机截屏") for name in there
        )
        == 6
    )
    assert (
        "文书/永久/002 云岭省自然资源厅关于报送活动有关材料的报告/云岭省自然资源厅关于报送活动有关材料的报告.docx"
        in there
    )
    assert verify("归档").ok
    (Path("归档") / "照片").rename("归档/相片")
    assert not verify("归档").ok


def test_the_list_says_of_each_item_what_is_known_and_leaves_the_rest_blank(ready: Any) -> None:
    ready.write("归档.yaml", PERIODS)
    made = archived(ready)
    found = rows(Path("归档/归档文件目录.xlsx"), 0)
    assert len(found) == len(made.items) == 10
    assert [r["件号"] for r in found] == [1, 2, 1, *[None] * 7]
    assert [r["保管期限"] for r in found] == ["永久", "永久", "30年", *[None] * 7]
    second = found[1]
    assert (second["责任者"], second["文号"], f"{second['日期']:%F}") == (
        "云岭省自然资源厅", "云自然资〔2018〕94号", "2018-12-28",
    )  # fmt: skip
    assert second["备注"] == "附件：活动总结；见证材料目录。照片、音视频等另列目录"
    assert {r["页数"] for r in found} == {None}


def test_photographs_have_their_own_list_and_both_name_each_other(ready: Any) -> None:
    ready.write("归档.yaml", PERIODS)
    archived(ready)
    found = rows(Path("归档/归档文件目录.xlsx"), 1)
    assert len(found) == 6
    first = found[0]
    assert (first["类别"], first["事由"], first["地点"], first["人物"], first["背景"]) == (
        "照片", "课堂", first["地点"], None, "复工第一课",
    )  # fmt: skip
    assert first["地点"]
    assert first["摄影者"]
    assert (Path("归档") / first["文件"]).is_file()
    assert {r["互见号"] for r in found} == {"永久2"}


def test_what_nobody_has_said_is_told(ready: Any) -> None:
    ready.write("归档.yaml", PERIODS)
    found = {p.code: p for p in archived(ready).problems}
    assert {"archive.no_period", "archive.no_date", "archive.no_people", "gap.no_document"} <= set(found)
    assert all(str(p.severity) == "warning" and p.hint for p in found.values())
    assert found["archive.no_people"].message == "2张照片的“人物”没有数据，目录里空着"
    periods = [p.message for p in archived(ready, "又").problems if p.code == "archive.no_period"]
    assert "“进展情况报告”没有写保管期限，2件没有编件号，放在“期限未定”" in periods


def test_pages_are_counted_over_the_whole_item_when_asked_for(ready: Any) -> None:
    archived(ready, pages=True)
    pages = [r["页数"] for r in rows(Path("归档/归档文件目录.xlsx"), 0)]
    assert all(isinstance(n, int) and n >= 1 for n in pages)
    assert max(pages) > 4


def test_archived_twice_it_is_the_same(ready: Any) -> None:
    ready.write("归档.yaml", PERIODS)
    archived(ready, "一.zip")
    archived(ready, "二.zip")
    assert Path("一.zip").read_bytes() == Path("二.zip").read_bytes()
    assert verify("一.zip").ok


def test_a_year_without_evidence_has_no_second_list(small: Any) -> None:
    small.remove("典型", "见证材料", "见证材料.yaml", "总结.yaml")
    data = [{k: v for k, v in row.items() if k != "见证材料编号"} for row in small.data("活动台账.yaml")]
    small.write("活动台账.yaml", data)
    made = archived(small)
    assert rows(Path("归档/归档文件目录.xlsx"), 1) == []
    assert "archive.no_people" not in {p.code for p in made.problems}


def test_a_folder_with_something_in_it_is_left_alone(
    ready: Any, refused: Callable[..., list[Problem]]
) -> None:
    Path("归档").mkdir()
    Path("归档/旧.txt").touch()
    assert [p.code for p in refused(lambda: archived(ready))] == ["output.not_empty"]


@pytest.mark.parametrize("title", ["总结" * 200, "“甲”、《乙》工作的活动"])
def test_long_and_odd_titles_make_folders_every_system_takes(ready: Any, title: str) -> None:
    ready.change("公文/报送总结.yaml", {"事由": title})
    made = archived(ready)
    assert all(len(part.encode()) <= 240 for name in made.files for part in name.split("/"))
