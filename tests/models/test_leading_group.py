"""The leading group and its working body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import LeadingGroup

FILE = "领导小组.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"成员.0.小组职务": "副组长"}, "group.no_head", "成员", "领导小组没有组长"),
    ({"成员.1.小组职务": "副组长"}, "group.no_member", "成员", "领导小组没有成员"),
    (
        {"成员.0.姓名": "王一", "成员.1.姓名": "王一"},
        "group.twice",
        "成员[1].姓名",
        "省自然资源厅的王一已经是第1位",
    ),
    ({"版本": 2}, "group.version", "接替", "第2版没有写接替哪一版"),
    ({"工作机构.设在": ...}, "data.missing", "工作机构.设在", "“设在”没有填"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_members_come_by_rank_however_they_are_written(valid: Callable[[str], Any]) -> None:
    data = valid("领导小组")
    data["成员"].reverse()
    group = LeadingGroup.model_validate(data)
    assert [rank["小组职务"] for rank in group.ranks] == ["组长", "成员", "办公室主任"]


def test_the_list_can_be_one_sentence(valid: Callable[[str], Any]) -> None:
    group = LeadingGroup.model_validate(valid("领导小组"))
    assert group.sentence == "×××（厅长）任组长，×××（矿管处处长）为成员，×××（矿管处处长）任办公室主任"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_head_of_the_office_is_a_member_as_well(
    valid: Callable[[str], Any], order: tuple[int, ...]
) -> None:
    data = valid("领导小组")
    for member, name in zip(data["成员"], ("王一", "李二", "李二"), strict=True):
        member["姓名"] = name
    data["成员"] = [data["成员"][i] for i in order]
    assert len(LeadingGroup.model_validate(data).members) == 3


def test_names_that_are_withheld_are_not_the_same_person(valid: Callable[[str], Any]) -> None:
    data = valid("领导小组")
    data["成员"].append(dict(data["成员"][1]))
    assert len(LeadingGroup.model_validate(data).members) == 4


def test_a_duty_is_a_sentence_and_is_not_parted_at_its_commas(valid: Callable[[str], Any]) -> None:
    data = valid("领导小组") | {"职责": "统一领导，统筹安排、督促落实\n审定方案"}
    assert LeadingGroup.model_validate(data).duties == ("统一领导，统筹安排、督促落实", "审定方案")


def test_a_new_version_names_the_one_it_follows(valid: Callable[[str], Any]) -> None:
    data = valid("领导小组") | {"版本": 2, "接替": "2018年4月25日名单"}
    assert LeadingGroup.model_validate(data).replaces == "2018年4月25日名单"


def test_a_long_title_is_broken_into_lines(valid: Callable[[str], Any]) -> None:
    name = "云岭省自然资源厅安全生产宣传教育“七进”活动领导小组"
    group = LeadingGroup.model_validate(valid("领导小组") | {"名称": name})
    assert "".join(group.title_lines) == f"{name}名单"
    assert [len(line) <= 20 for line in group.title_lines] == [True, True]
