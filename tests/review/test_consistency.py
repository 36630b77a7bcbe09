"""Rules between documents: each provoked in a project, with the place in the document that is to be mended."""

from __future__ import annotations

from typing import Any

import pytest

#: File, changes, code, where, message.
FINDINGS: list[tuple[str, dict[str, Any], str, str, str]] = [
    (
        "方案.yaml",
        {"承担.2.角色": "参与", "章节.0.小节.+": {"领域": "校园", "正文": "到校园去。"}},
        "plan.planned_not_assigned",
        "承担[2].领域",
        "方案承担“进校园”，任务分工表里没有它的任务",
    ),
    (
        "任务分工.yaml",
        {"0.领域": "社区"},
        "plan.assigned_not_planned",
        "任务[0].领域",
        "分工表里有“进社区”，方案没有承担它",
    ),
    (
        "活动台账.yaml",
        {"0.主办单位": "省自然资源"},
        "activity.unknown_host",
        "活动记录[0].主办单位",
        "单位名录里没有HD-1的主办单位“省自然资源”，不知道该不该计入合计",
    ),
    (
        "活动台账.yaml",
        {"0.见证材料编号": "ZP-9"},
        "activity.unknown_evidence",
        "活动记录[0].见证材料编号",
        "HD-1写的见证材料ZP-9不在目录里",
    ),
    (
        "见证材料.yaml",
        {"0.对应活动编号": "HD-9"},
        "evidence.unknown_activity",
        "见证材料[0].对应活动编号",
        "ZP-1对应的活动HD-9不在台账里",
    ),
    (
        "见证材料.yaml",
        {"0.对应活动编号": "HD-1、HD-2"},
        "evidence.one_way",
        "见证材料[0].对应活动编号",
        "ZP-1对应活动HD-2，台账里该活动却没有写它",
    ),
    (
        "见证材料.yaml",
        {"0.文件名": "照片/9.png"},
        "evidence.no_file",
        "见证材料[0].文件名",
        "ZP-1的文件“照片/9.png”不在见证材料文件夹里",
    ),
    ("典型/01.yaml", {"照片": ["ZP-9"]}, "case.unknown_reference", "照片", "见证材料目录里没有ZP-9"),
    ("典型/01.yaml", {"报道": ["WZ-9"]}, "case.unknown_reference", "报道", "见证材料目录里没有WZ-9"),
    ("典型/01.yaml", {"照片": ["WZ-1"]}, "case.not_a_photo", "照片", "WZ-1是网站截图，不是照片"),
    (
        "典型/01.yaml",
        {"数字.0.来源活动": ["HD-1", "HD-9"]},
        "case.unknown_reference",
        "数字[0].来源活动",
        "台账里没有HD-9",
    ),
    (
        "典型/01.yaml",
        {"推荐单位": "省自然资源"},
        "case.unknown_recommender",
        "推荐单位",
        "单位名录里没有推荐单位“省自然资源”",
    ),
    (
        "公文/通知.yaml",
        {"主送": "省安委会办公室", "附件": ..., "正文": "请落实。"},
        "official.order_to_superior",
        "主送",
        "通知主送上级“省安委会办公室”",
    ),
    (
        "公文/报告.yaml",
        {"主送": "省教育厅", "附件": ..., "正文": "现予报告。"},
        "official.not_upward",
        "主送",
        "报告主送“省教育厅”，它不是上级",
    ),
    (
        "公文/报告.yaml",
        {"版记.抄送": "岭安市自然资源局"},
        "official.copy_to_subordinate",
        "版记.抄送",
        "上行文抄送了下级“岭安市自然资源局”",
    ),
    (
        "活动.yaml",
        {"阶段.0.成果.0.收件人": "省教育厅"},
        "campaign.recipient_not_superior",
        "阶段[0].成果[0].收件人",
        "收件人“云岭省教育厅”不是云岭省自然资源厅的上级，也不是安委会办公室",
    ),
    (
        "活动.yaml",
        {"阶段.0.成果.0.收件人": "省安委会办公厅"},
        "campaign.unknown_recipient",
        "阶段[0].成果[0].收件人",
        "单位名录里没有收件人“省安委会办公厅”",
    ),
    ("总结.yaml", {"典型": ["DX-2"]}, "summary.unknown_case", "典型", "没有编号为DX-2的典型材料"),
    ("总结.yaml", {"分领域.1": ...}, "summary.sphere_missing", "分领域", "方案承担的领域，总结没有写：机关"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "changes", "code", "where", "message"), FINDINGS)
def test_a_finding_stands_in_the_document_to_be_mended(
    small: Any, file: str, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(file, changes, code) == (where, message)


def test_two_cases_with_one_id_are_found_in_the_second_file(small: Any) -> None:
    small.write("典型/02.yaml", small.data("典型/01.yaml") | {"标题": "别的经验材料"})
    problem = small.problem("case.duplicate_id")
    assert str(problem.place).startswith("项目/典型/02.yaml:2:")
    assert problem.message == "典型编号DX-1重复"


def test_a_case_without_a_catalogue_says_that_its_photos_are_not_printed(small: Any) -> None:
    small.remove("见证材料.yaml", "总结.yaml")
    assert small.fault("典型/01.yaml", {}, "case.no_catalogue") == (
        "照片",
        "写了照片或报道，项目里却没有见证材料目录，印不出来",
    )


def test_a_catalogue_without_its_folder_is_found(small: Any) -> None:
    small.remove("见证材料")
    problem = small.problem("evidence.no_folder")
    assert problem.message == "有见证材料目录，却没有“见证材料”文件夹"
    assert problem.place.file == "项目/见证材料.yaml"


def test_an_empty_file_is_no_proof(small: Any) -> None:
    (small.folder / "见证材料/照片/1.png").write_bytes(b"")
    problem = small.problem("evidence.empty_file")
    assert (problem.place.where, problem.message) == (
        "见证材料[0].文件名",
        "ZP-1的文件“照片/1.png”是空的",
    )


def test_the_same_content_twice_is_one_proof(small: Any) -> None:
    pictures = small.folder / "见证材料/照片"
    (pictures / "2.png").write_bytes((pictures / "1.png").read_bytes())
    problem = small.problem("evidence.same_file")
    assert (problem.place.where, problem.message) == (
        "见证材料[1].文件名",
        "ZP-2与ZP-1的文件内容完全相同",
    )


def test_a_file_that_is_not_in_the_catalogue_is_named(small: Any) -> None:
    small.write("见证材料/照片/多.png", "图")
    problem = small.problem("evidence.unlisted_file")
    assert problem.message == "文件夹里的“照片/多.png”没有列入目录"
    assert problem.severity == "warning"


@pytest.mark.parametrize("name", ["Thumbs.db", ".DS_Store", "~$目录.docx", "照片/desktop.ini"])
def test_what_systems_leave_behind_is_no_evidence(small: Any, name: str) -> None:
    small.write(f"见证材料/{name}", "x")
    assert small.problems() == []


def test_a_file_may_be_written_the_windows_way(small: Any) -> None:
    small.change("见证材料.yaml", {"0.文件名": "照片\\1.png"})
    assert small.problems() == []


def test_what_is_not_there_yet_breaks_no_rule(small: Any) -> None:
    small.remove("任务分工.yaml", "总结.yaml", "典型", "进展", "公文", "方案.yaml", "领导小组.yaml")
    small.remove("见证材料.yaml", "见证材料", "统计表.yaml", "活动台账.yaml")
    assert small.problems() == []


def test_an_organ_is_meant_by_its_full_and_by_its_short_name(small: Any) -> None:
    small.change("公文/报告.yaml", {"主送": "云岭省安全生产委员会办公室"})
    small.change("活动台账.yaml", {"0.主办单位": "云岭省自然资源厅"})
    assert small.problems() == []
