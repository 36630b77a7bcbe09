"""要求.yaml: what ships, and what a project changes."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from qijin_docs.models import ActivityRegister
from qijin_docs.models.activity import FORMS
from qijin_docs.models.requirements import Limits, ReviewStandard, shipped_standard
from qijin_docs.review.judge import review_project, standard_of


def test_what_ships_is_whole() -> None:
    standard = shipped_standard()
    assert all(getattr(standard.limits, name) is not None for name in Limits.model_fields)
    assert len(standard.requirements) == 69
    assert {form for r in standard.requirements for form in r.forms} <= set(FORMS)
    assert ActivityRegister is not None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"要求": [{"编号": "A", "要求": "做", "字样": "做"}] * 2}, "要求编号A重复"),
        ({"要求": [{"编号": "A", "要求": "做"}]}, "A没有写凭什么认出它"),
        ({"要求": [{"编号": "A", "要求": "做", "指标": "资"}]}, "没有“资”这个指标"),
        ({"不适用": ["QY99"]}, "没有编号为QY99的要求"),
    ],
)
def test_what_a_project_writes_wrongly_is_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError, match=code):
        ReviewStandard.model_validate(data)


CODES = (
    "requirement.duplicate",
    "requirement.unrecognisable",
    "requirement.unknown_indicator",
    "requirement.unknown",
)


def test_the_codes_of_what_is_wrong() -> None:
    bad = ReviewStandard.model_construct(requirements=(), left_out=("QY99",))
    assert [f.code for f in bad.flaws()] == [CODES[3]]
    try:
        ReviewStandard.model_validate(
            {"要求": [{"编号": "A", "要求": "做", "指标": "资"}, {"编号": "B", "要求": "做"}]}
        )
    except ValidationError as exc:
        found = {f.code for e in exc.errors() for f in e["ctx"]["flaws"]}
    assert found == {CODES[1], CODES[2]}
    twice = ReviewStandard.model_construct(requirements=shipped_standard().requirements[:1] * 2, left_out=())
    assert [f.code for f in twice.flaws()] == [CODES[0]]


def test_a_project_changes_single_entries(small: Any) -> None:
    small.write(
        "要求.yaml",
        {
            "限度": {"典型数字": 5},
            "要求": [
                {"编号": "QY03", "领域": "企业", "要求": "开会讲安全", "字样": ["会"]},
                {"编号": "QY99", "领域": "企业", "要求": "送课", "形式": ["讲座"], "下限": 9},
            ],
            "不适用": ["QY06"],
        },
    )
    project = small.load()
    standard = standard_of(project.folder, project.campaign)
    numbers = [r.number for r in standard.requirements]
    assert (standard.limits.figures, standard.limits.practices) == (5, 2)
    assert "QY06" not in numbers
    assert len(numbers) == len(set(numbers)) == 69
    rows = {row.requirement: row for row in review_project(project).coverage}
    assert rows["QY03"].text == "开会讲安全"
    assert (rows["QY99"].state, rows["QY99"].activities) == ("进行中", ("HD-1",))
    assert rows["QY99"].note == "方案、任务分工没有写到；全年1场，要求不少于9场"


@pytest.mark.parametrize(
    ("asked", "state", "note"),
    [
        ({"字样": ["送法"], "形式": ["讲座"]}, "已完成", None),
        (
            {"字样": ["送法"], "形式": ["讲座"], "频次": "每季"},
            "进行中",
            "4个季度中有活动的1个，要求每季都有",
        ),
        ({"字样": ["送法"], "形式": ["讲座"], "全覆盖": "是"}, "进行中", "要求全覆盖，请人工核对"),
        ({"字样": ["送法"], "形式": ["讲座"], "下限": 2, "计": "家"}, "已完成", None),
        ({"字样": ["送法"]}, "进行中", "没有找到活动"),
        ({"字样": ["送法"], "写明即可": "是"}, "已完成", None),
        ({"字样": ["送法"], "活动": ["HD-3"]}, "已完成", None),
        ({"字样": ["没有的话"], "频次": "每月"}, "未开展", "要求每月"),
        ({"字样": ["送法"], "角色": ["牵头"]}, "不承担", None),
        ({"字样": ["送法"], "指标": "资料"}, "已完成", None),
    ],
)
def test_a_state_follows_from_plan_and_register(
    small: Any, asked: dict[str, Any], state: str, note: str | None
) -> None:
    small.write("要求.yaml", {"要求": [{"编号": "AA01", "领域": "进企业", "要求": "做", **asked}]})
    row = next(r for r in review_project(small.load()).coverage if r.requirement == "AA01")
    assert (row.state, row.note) == (state, note)
