"""Which documents are due, where they go, and what the year still owes."""

from __future__ import annotations

from typing import Any

import pytest

from qijin_docs.contents import due_documents
from qijin_docs.kinds import load_kinds


def due(small: Any) -> list[tuple[int, str, str]]:
    project = small.load()
    found, _ = due_documents(project, load_kinds(small.folder / "templates"))
    return [(d.phase, d.kind.id, d.name) for d in found]


def gaps(small: Any) -> list[tuple[int, str, str, str]]:
    project = small.load()
    _, found = due_documents(project, load_kinds(small.folder / "templates"))
    return [(g.phase, g.problem.code, g.problem.place.where or "", g.problem.message) for g in found]


OWED = (2, "gap.no_document", "", "没有新闻发布会配合材料的数据")


def test_every_document_is_due_in_its_phase(small: Any) -> None:
    organ, name = "云岭省自然资源厅", "安全生产宣传教育“七进”活动"
    assert due(small) == [
        (1, "plan", f"{organ}{name}实施方案.docx"),
        (1, "notice", f"{organ}关于印发实施方案的通知.docx"),
        (1, "report", f"{organ}关于报送实施方案的报告.docx"),
        (1, "group", f"{organ}{name}领导小组名单.docx"),
        (1, "assignments", f"{organ}{name}任务分工表.xlsx"),
        (1, "progress", f"{organ}{name}第一阶段进展情况报告.docx"),
        (2, "progress", f"{organ}{name}第二阶段进展情况报告.docx"),
        (3, "case", "典型DX-1：送课到矿山的经验材料.docx"),
        (3, "recommendations", f"{organ}{name}先进典型推荐汇总表.xlsx"),
        (4, "summary", f"{organ}2018年{name}总结.docx"),
        (4, "register", f"{organ}2018年{name}台账.xlsx"),
        (4, "statistics", f"{organ}2018年{name}情况统计表.xlsx"),
        (4, "evidence", f"{organ}2018年{name}见证材料目录.xlsx"),
    ]
    assert gaps(small) == [OWED]


def test_a_deliverable_that_is_no_kind_of_document_is_a_gap_at_its_place(small: Any) -> None:
    small.change("活动.yaml", {"阶段.1.成果.0.种类": "宣传光盘"})
    assert gaps(small) == [
        (2, "gap.no_kind", "阶段[1].成果[0].种类", "“宣传光盘”不是能生成的文书"),
    ]


def test_what_a_year_can_do_without_is_a_gap_once_a_phase_owes_it_by_name(small: Any) -> None:
    assert gaps(small) == [OWED]
    small.change("活动.yaml", {"阶段.1.成果": []})
    assert gaps(small) == []
    small.change("活动.yaml", {"阶段.3.成果.0.种类": "考核名次表"})
    assert (4, "gap.no_document", "", "没有考核名次表的数据") in gaps(small)


@pytest.mark.parametrize(
    ("remove", "phase", "message", "hint"),
    [
        ("领导小组.yaml", 1, "没有领导小组名单的数据", "请写“领导小组”"),
        ("总结.yaml", 4, "没有活动总结的数据", "请写“总结”"),
        ("进展", 0, "没有进展情况报告的数据", "请写“进展”"),
    ],
)
def test_what_is_not_written_yet_is_a_gap(
    small: Any, remove: str, phase: int, message: str, hint: str
) -> None:
    small.remove(remove)
    _, found = due_documents(small.load(), load_kinds())
    (gap,) = [g for g in found if g.problem.code == "gap.no_document" and g.phase != 2]
    assert (gap.phase, gap.problem.message, gap.problem.hint) == (phase, message, hint)
    assert gap.problem.place.file == "项目"


def test_without_cases_there_is_no_sheet_of_cases_either(small: Any) -> None:
    small.remove("典型")
    small.change("总结.yaml", {"典型": []})
    assert [(code, message) for phase, code, _, message in gaps(small) if phase != 2] == [
        ("gap.no_document", "没有先进典型经验材料的数据"),
        ("gap.no_document", "没有典型推荐汇总表的数据"),
    ]


def test_a_draft_without_date_and_number_is_made_and_is_a_gap(small: Any) -> None:
    small.change("公文/通知.yaml", {"成文日期": ..., "版头": ...})
    title = "云岭省自然资源厅关于印发实施方案的通知"
    assert (1, "notice", f"{title}.docx") in due(small)
    assert gaps(small) == [
        (1, "gap.no_date", "成文日期", f"“{title}”还没有成文日期"),
        (1, "gap.no_number", "版头.发文字号", f"“{title}”还没有发文字号"),
        OWED,
    ]


def test_a_letter_waits_for_what_it_carries(small: Any) -> None:
    small.remove("方案.yaml")
    assert [kind for _, kind, _ in due(small) if kind in ("report", "notice")] == []
    waiting = [(where, message) for _, code, where, message in gaps(small) if code == "gap.no_attachment"]
    assert waiting == [
        ("附件[0].承载", "“云岭省自然资源厅关于印发实施方案的通知”要附实施方案，项目里还没有"),
        ("附件[0].承载", "“云岭省自然资源厅关于报送实施方案的报告”要附实施方案，项目里还没有"),
    ]


def test_one_of_several_cases_has_to_be_named(small: Any) -> None:
    small.write("典型/02.yaml", small.data("典型/01.yaml") | {"编号": "DX-2", "标题": "别的经验材料"})
    small.change("公文/报告.yaml", {"附件.0.承载": "先进典型经验材料"})
    assert (
        1,
        "gap.which_attachment",
        "附件[0].编号",
        "项目里有2份先进典型经验材料，没有写附哪一份",
    ) in gaps(small)
    small.change("公文/报告.yaml", {"附件.0.编号": "DX-2"})
    assert gaps(small) == [OWED]


def test_a_letter_of_a_genre_without_template_is_not_passed_over(small: Any) -> None:
    small.change("公文/报告.yaml", {"文种": "意见", "版头.签发人": ..., "主送": "省教育厅"})
    found = [gap for gap in gaps(small) if gap[1] == "gap.no_template"]
    assert found == [
        (
            1,
            "gap.no_template",
            "文种",
            "文种“意见”没有模板，没有生成“云岭省自然资源厅关于报送实施方案的意见”",
        )
    ]


def test_a_file_name_takes_what_systems_forbid(small: Any) -> None:
    small.change("典型/01.yaml", {"标题": 'a/b\\c:d*e?f"g<h>i|的经验材料'})
    (name,) = [name for _, kind, name in due(small) if kind == "case"]
    assert not set('/\\:*?"<>|') & set(name.removesuffix(".docx"))


def test_one_of_several_reports_has_to_be_named(small: Any) -> None:
    small.change("公文/报告.yaml", {"附件.0.承载": "进展情况报告"})
    found = [(where, message) for _, code, where, message in gaps(small) if code == "gap.which_attachment"]
    assert found == [("附件[0].编号", "项目里有2份进展情况报告，没有写附哪一份")]
    small.change("公文/报告.yaml", {"附件.0.编号": "2"})
    assert gaps(small) == [OWED]
