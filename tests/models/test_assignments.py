"""The assignment table: who does what by when."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.errors import Severity
from qijin_docs.models import AssignmentTable

FILE = "任务分工.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"0.领域": "企事业"}, "data.unknown_sphere", "任务[0].领域", "没有“企事业”这个领域"),
    ({"0.牵头单位": "矿管处、法规处"}, "plan.several_leads", "任务[0].牵头单位", "“送法上门”有2个牵头单位"),
    (
        {"0.配合单位": "矿管处、法规处"},
        "plan.lead_and_support",
        "任务[0].配合单位",
        "“矿管处”在“送法上门”里既牵头又配合",
    ),
    ({"0.量化标准": ...}, "plan.no_target", "任务[0].量化标准", "“送法上门”没有量化标准"),
    (
        {"0.完成时限": "2019年1月31日前"},
        "plan.deadline_outside",
        "任务[0].完成时限",
        "“送法上门”的完成时限2019年1月31日不在活动起止之内",
    ),
    ({"0.领域": "社区"}, "plan.assigned_not_planned", "任务[0].领域", "分工表里有“进社区”，方案没有承担它"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_several_leads_may_be_meant(small: Any) -> None:
    small.change(FILE, {"0.牵头单位": "矿管处、机关党委", "0.共同牵头": True})
    assert small.problems() == []


def test_the_spheres_with_tasks_come_in_the_order_of_the_campaign(valid: Callable[[str], Any]) -> None:
    data = valid("任务分工")
    data["任务"].reverse()
    data["任务"][1]["领域"] = "厂矿"
    assert AssignmentTable.model_validate(data).spheres == ("企业", "机关")


def test_a_deadline_is_written_as_it_is_spoken(valid: Callable[[str], Any]) -> None:
    table = AssignmentTable.model_validate(valid("任务分工"))
    assert table.rows[0].deadline_text == "10月31日前"


@pytest.mark.parametrize("field", ["领域", "工作任务", "牵头单位", "完成时限", "成果形式"])
def test_a_task_that_cannot_be_assessed_is_refused(small: Any, field: str) -> None:
    assert small.fault(FILE, {f"0.{field}": ...}, "data.missing") == (f"任务[0].{field}", f"“{field}”没有填")


@pytest.mark.parametrize(
    ("changes", "code", "where", "message"),
    [
        ({"牵头单位": "调查处"}, "plan.sphere_leads", "任务[2].牵头单位",
         "“进企业”前面由矿管处牵头，“印发手册”由调查处牵头"),
        ({"牵头单位": "调查处", "配合单位": "矿管处"}, "plan.sphere_lead_and_support", "任务[2].配合单位",
         "矿管处在“进企业”里牵头别的任务，又配合“印发手册”"),
    ],
)  # fmt: skip
def test_several_roles_in_one_sphere_are_noted(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    task = {
        "领域": "企业",
        "工作任务": "印发手册",
        "量化标准": "500册",
        "完成时限": "10月31日前",
        "成果形式": "手册",
    }
    table = small.folder / FILE
    small.write(
        FILE, table.read_text(encoding="utf-8") + f"- {json.dumps(task | changes, ensure_ascii=False)}\n"
    )
    found = small.problem(code)
    assert (found.place.where, found.message, found.severity) == (where, message, Severity.NOTE)
