"""The typical case: practices, results, figures that name their source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import TypicalCase

FILE = "典型/01.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"主领域": "企事业"}, "data.unknown_sphere", "主领域", "没有“企事业”这个领域"),
    ({"时段止": "2018-02-01"}, "data.date_order", "时段止", "时段止早于时段起"),
    ({"时段起": "2017-12-01"}, "case.outside_campaign", "时段起", "典型的时段超出活动起止"),
    (
        {"做法.1.小标题": "先下矿后备课"},
        "case.same_heading",
        "做法[1].小标题",
        "小标题“先下矿后备课”用了两次",
    ),
    (
        {"做法.1.小标题": "二、讲完当场看"},
        "data.typed_number",
        "做法[1].小标题",
        "标题“二、讲完当场看”自己写了序号",
    ),
    (
        {"期内无生产安全事故": "否"},
        "case.accident",
        "期内无生产安全事故",
        "期内发生过生产安全事故，按规定不得推荐",
    ),
    ({"数字.0.量": "2余"}, "text.not_exact", "数字[0].量", "“2余”是约数，不能相加"),
    ({"数字.0.来源活动": []}, "data.too_few", "数字[0].来源活动", "“来源活动”至少1项，这里有0项"),
    ({"类型": "企业"}, "data.not_allowed", "类型", "“类型”不能是“企业”"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_practices_are_numbered_under_their_headings(valid: Callable[[str], Any]) -> None:
    case = TypicalCase.model_validate(valid("典型/01"))
    assert [(b.style, b.line) for b in case.blocks] == [
        ("正文", "矿山多。"),
        ("一级标题", "一、先下矿后备课"),
        ("正文", "到采场去。"),
        ("一级标题", "二、讲完当场看"),
        ("正文", "现场看。"),
        ("一级标题", "三、工作成效"),
        ("正文", "工人爱听。"),
    ]


def test_length_is_counted_without_blanks(valid: Callable[[str], Any]) -> None:
    case = TypicalCase.model_validate(valid("典型/01") | {"背景": "甲 乙　丙", "副标题": None})
    # title, background, then heading and text of each section
    assert case.length == 10 + 3 + (6 + 5) + (5 + 4) + (4 + 5)


@pytest.mark.parametrize("category", ["集体", "个人", "做法"])
def test_a_case_is_of_a_collective_a_person_or_a_practice(valid: Callable[[str], Any], category: str) -> None:
    assert TypicalCase.model_validate(valid("典型/01") | {"类型": category}).category == category


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2, "开展活动2场"),
        ("1.5", "开展活动1.5场"),
        ("1,200", "开展活动1200场"),
        (10**6, "开展活动1000000场"),
    ],
)
def test_figures_stand_in_one_cell(valid: Callable[[str], Any], value: Any, text: str) -> None:
    data = valid("典型/01")
    data["数字"][0]["量"] = value
    assert TypicalCase.model_validate(data).figures_text.split("；")[0] == text


def test_the_gist_is_at_most_a_hundred_characters(valid: Callable[[str], Any]) -> None:
    data = valid("典型/01")
    assert TypicalCase.model_validate(data).gist == "先下矿后备课；讲完当场看"
    data["做法"][0]["小标题"] = "长" * 120
    gist = TypicalCase.model_validate(data).gist
    assert gist == "长" * 99 + "…"


def test_a_practice_whose_expression_comes_out_as_nothing_is_a_heading_alone(small: Any) -> None:
    small.change(FILE, {"做法.0.正文": "{% if false %}到采场去。{% endif %}"})
    (case,) = small.load().year.cases
    assert [b.line for b in case.blocks][1:3] == ["一、先下矿后备课", "二、讲完当场看"]
