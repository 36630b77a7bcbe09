"""What goes out, and what is missing from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import Problem
from qijin_docs.handover import Package, pack

Refused = Callable[[Callable[[], object]], list[Problem]]


def packed(small: Any, phase: int = 4) -> Package:
    return pack(small.load(), "包.zip", phase=phase)


def told(small: Any, refused: Refused, phase: int = 4) -> list[tuple[str, str]]:
    problems = refused(lambda: packed(small, phase))
    assert all(p.hint and p.place.file for p in problems)
    assert not Path("包.zip").exists()
    return [(p.code, p.message) for p in problems]


def test_a_phase_gives_its_letter_its_deliverables_and_what_the_letter_names(ready: Any) -> None:
    package = packed(ready)
    assert package.recipient == "云岭省安全生产委员会办公室"
    assert [(f.path.partition("/")[0], f.kind) for f in package.files if not f.path.startswith("见证")] == [
        ("报送清单.docx", "报送清单"),
        ("公文", "报告"),
        ("材料", "活动台账"),
        ("材料", "活动总结"),
        ("材料", "情况统计表"),
        ("材料", "见证材料目录"),
    ]
    assert sum(f.path.startswith("见证材料/") for f in package.files) == 6


def test_a_deliverable_that_is_not_written_is_missing(ready: Any, refused: Refused) -> None:
    ready.remove("总结.yaml")
    assert ("pack.missing", "没有生成“活动总结”，报送不全") in told(ready, refused)


def without_evidence(small: Any) -> None:
    """Nothing in the year speaks of evidence any more."""
    small.remove("典型", "见证材料", "见证材料.yaml")
    small.change(
        "总结.yaml", {"总体情况": "全年开展活动{{ 统计.合计.活动场次 }}场。", "典型": [], "附件": []}
    )
    rows = [{k: v for k, v in row.items() if k != "见证材料编号"} for row in small.data("活动台账.yaml")]
    small.write("活动台账.yaml", rows)


@pytest.mark.parametrize("catalogue", [None, {"见证材料": []}])
def test_evidence_that_is_owed_and_not_there_is_missing(
    ready: Any, refused: Refused, catalogue: object
) -> None:
    without_evidence(ready)
    ready.remove("总结.yaml", "公文/报送总结.yaml")
    if catalogue is not None:
        ready.write("见证材料.yaml", catalogue)
        (ready.folder / "见证材料").mkdir()
    assert ("pack.missing", "没有生成“见证材料”，报送不全") in told(ready, refused)


def test_a_summary_takes_its_evidence_along_even_where_no_phase_asks_for_it(
    ready: Any, refused: Refused, letter: Callable[..., dict[str, Any]]
) -> None:
    ready.change("活动.yaml", {"阶段.3.成果": [{"种类": "活动总结", "收件人": "省安委会办公室"}]})
    assert sum(f.path.startswith("见证材料/") for f in packed(ready).files) == 6
    Path("包.zip").unlink()
    without_evidence(ready)
    ready.write("公文/报送总结.yaml", letter(4, {"名称": "活动总结", "承载": "活动总结"}))
    assert ("review.SU05", "没有见证材料目录") in told(ready, refused)


def test_fewer_than_owed_are_too_few(ready: Any, refused: Refused) -> None:
    ready.change("活动.yaml", {"阶段.3.成果.0.数量": 7})
    assert told(ready, refused) == [("pack.too_few", "“见证材料”要7份（件），现有6份（件）")]


def test_what_no_letter_carries_may_not_go_alone(small: Any, refused: Refused) -> None:
    assert told(small, refused, 3) == [
        ("pack.no_carrier", "“先进典型经验材料”要报给省安委会办公室，没有随附它的报告")
    ]


@pytest.mark.parametrize(
    ("owed", "found"),
    [
        ([{"种类": "活动总结"}], "没有写"),
        (
            [{"种类": "活动总结", "收件人": "省安委会办公室"}, {"种类": "见证材料", "收件人": "省教育厅"}],
            "云岭省安全生产委员会办公室、云岭省教育厅",
        ),
    ],
)
def test_a_package_has_one_recipient(
    ready: Any, refused: Refused, owed: list[dict[str, str]], found: str
) -> None:
    ready.change("活动.yaml", {"阶段.3.成果": owed})
    assert ("pack.recipient", f"第4阶段成果的收件人应是一家，现在是：{found}") in told(ready, refused)


def test_an_attachment_that_is_no_document_of_ours_has_to_be_handed_over_besides(
    ready: Any, letter: Callable[..., dict[str, Any]]
) -> None:
    items = [{"名称": "活动总结", "承载": "活动总结"}, {"名称": "见证材料目录", "承载": "见证材料目录"}]
    ready.write("公文/报送总结.yaml", letter(4, *items, {"名称": "年鉴条目"}))
    (problem,) = [p for p in packed(ready).problems if p.code == "pack.not_included"]
    assert (str(problem.severity), problem.message) == ("warning", "附件“年鉴条目”另附，不在包里")


def test_a_table_of_another_phase_cannot_lie_in_this_one(
    small: Any, refused: Refused, letter: Callable[..., dict[str, Any]]
) -> None:
    items = {"名称": "典型", "承载": "先进典型经验材料"}, {"名称": "统计表", "承载": "情况统计表"}
    small.write("公文/报送典型.yaml", letter(3, *items))
    assert told(small, refused, 3) == [("pack.other_phase", "附件“统计表”不是这个阶段生成的，放不进包里")]


def test_a_phase_that_is_not_there_is_refused(ready: Any, refused: Refused) -> None:
    assert [code for code, _ in told(ready, refused, 9)] == ["data.unknown_phase"]


def test_a_press_conference_is_handed_in_with_its_three_papers(
    small: Any, letter: Callable[..., dict[str, Any]]
) -> None:
    small.write(
        "发布会.yaml",
        {
            "发布会名称": "全省活动新闻发布会",
            "主办单位": "省安委会办公室",
            "日期": "2018-05-30",
            "成文日期": "2018-05-25",
            "导语": "我厅配合召开发布会，提供素材。",
            "素材": [{"标题": "部署", "正文": "制定方案。"}],
            "出席名单": [{"姓名": "×××", "单位": "省自然资源厅", "职务": "副厅长", "电话": "0000-1234567"}],
            "问答": [{"问": "怎样开展？", "答": "照方案开展。", "依据": "方案", "提供处室": "办公室"}],
        },
    )
    papers = ("新闻发布会配合材料", "新闻发布会出席名单", "新闻发布会问答口径")
    items = [{"名称": name, "承载": name} for name in papers]
    small.write("公文/发布会.yaml", letter(2, *items, 成文日期="2018-05-25"))
    files = packed(small, 2).files
    assert sorted(f.kind for f in files if f.path.startswith("材料/")) == sorted(papers)
