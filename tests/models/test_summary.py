"""The summary of the year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import Summary

FILE = "总结.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"典型": ["DX-2"]}, "summary.unknown_case", "典型", "没有编号为DX-2的典型材料"),
    ({"分领域.1": ...}, "summary.sphere_missing", "分领域", "方案承担的领域，总结没有写：机关"),
    ({"总体情况": []}, "data.too_few", "总体情况", "“总体情况”至少1项，这里有0项"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_parts_that_were_not_written_are_left_out_and_the_rest_is_numbered(
    valid: Callable[[str], Any],
) -> None:
    summary = Summary.model_validate(valid("总结") | {"总体情况": "甲。", "宣传报道": "报了。"})
    headings = [b.line for b in summary.blocks if b.level]
    assert headings == [
        "一、分领域推进落实",
        "（一）进企业",
        "（二）进机关",
        "二、强化宣传报道",
        "三、培树先进典型",
        "四、存在的问题",
        "五、下步打算",
    ]


def test_the_table_ends_with_the_total(valid: Callable[[str], Any]) -> None:
    table = Summary.model_validate(valid("总结")).table
    assert [row["名称"] for row in table] == [
        "企业", "校园", "机关", "社区", "农村", "家庭", "公共场所", "合计",
    ]  # fmt: skip
    assert [row["活动场次"] for row in table] == [3, 0, 1, 0, 0, 0, 0, 4]


def test_without_a_register_a_summary_has_no_table(valid: Callable[[str], Any]) -> None:
    data = valid("总结")
    del data["台账"]
    assert Summary.model_validate(data).table == []


def test_the_title_has_the_year(valid: Callable[[str], Any]) -> None:
    summary = Summary.model_validate(valid("总结"))
    assert summary.title_lines == ("云岭省自然资源厅", "2018年安全生产宣传教育“七进”活动总结")


def test_a_written_title_stays(valid: Callable[[str], Any]) -> None:
    summary = Summary.model_validate(valid("总结") | {"标题": "全年总结"})
    assert summary.title_lines == ("全年总结",)
