"""What a template reads: a document's fields, and what only the project knows."""

from __future__ import annotations

from typing import Any

from qijin_docs.contents import values_of
from qijin_docs.contents.attachments import attachment_page


def test_a_case_brings_its_photographs(small: Any) -> None:
    project = small.load()
    (photo,) = values_of(project.year.cases[0], project)["照片图"]
    assert photo["说明"] == "课堂"
    assert values_of(project.year.cases[0])["照片图"] == [], "nothing is known without the project"


def test_photographs_are_found_when_written_the_windows_way(small: Any) -> None:
    small.change("见证材料.yaml", {"0.文件名": "照片\\1.png"})
    project = small.load()
    (photo,) = values_of(project.year.cases[0], project)["照片图"]
    assert photo["图"].source == small.folder / "见证材料/照片/1.png"


def test_the_catalogue_names_activities_and_sizes(small: Any) -> None:
    project = small.load()
    rows = values_of(project.year.evidence, project)["见证材料"]
    assert [row["活动名称"] for row in rows] == [
        "复工第一课", "全省咨询日", "窗口安全课", "安全月进矿山", "安全月进矿山", "安全月进矿山",
    ]  # fmt: skip
    assert [row["大小"] for row in rows] == [3, 3, 1, 3, 3, 1]
    alone = values_of(project.year.evidence)["见证材料"]
    assert [row["活动名称"] for row in alone] == [None] * 6


def test_a_letter_carries_the_plan_as_its_attachment(small: Any) -> None:
    project = small.load()
    report = next(o for o in project.year.officials if o.genre == "报告")
    (page,) = values_of(report, project)["附件正文"]
    assert page["标号"] == "附件"
    assert page["标题行"] == ["实施方案"]
    assert page["块"][0]["text"].startswith("根据《安全生产宣传教育活动规范》")


def test_a_table_goes_beside_the_letter_and_says_so(small: Any) -> None:
    project = small.load()
    notice = next(o for o in project.year.officials if o.genre == "通知")
    pages = values_of(notice, project)["附件正文"]
    assert [page["标号"] for page in pages] == ["附件1"]
    assert values_of(project.year.assignments, project)["附件标识"] == "云自然资〔2018〕31号附件2"


def test_without_a_project_an_attachment_is_said_to_come_separately(small: Any) -> None:
    report = next(o for o in small.load().year.officials if o.genre == "报告")
    page = attachment_page(report, 0, report.attachments[0], None)
    assert page is not None
    assert page["说明"] == "（本附件另附）"


def test_common_names_are_there_for_every_document(small: Any) -> None:
    project = small.load()
    values = values_of(project.year.group, project)
    assert values["年度"] == 2018
    assert values["我单位"] == "我厅"
    assert values["依据文件"]["省方案"]["简引"] == "《省方案》"
