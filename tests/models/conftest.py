"""What the tests of the models share: the small project's values, ready to make a model of."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.sources import read_source

SMALL = Path(__file__).parents[1] / "small-project"


@pytest.fixture(scope="session")
def _read() -> dict[str, Any]:
    names = ("活动", "单位", "方案", "任务分工", "领导小组", "活动台账", "见证材料", "总结", "统计表")
    files = {name: read_source(SMALL / f"{name}.yaml").value for name in names}
    for name in ("典型/01", "进展/1", "进展/2", "公文/报告", "公文/通知"):
        files[name] = read_source(SMALL / f"{name}.yaml").value
    return files


@pytest.fixture
def valid(_read: dict[str, Any]) -> Callable[[str], Any]:
    """``valid("方案")``: values of a whole document that stands alone, with its campaign, organ and register."""

    def document(name: str) -> Any:
        value = copy.deepcopy(_read[name])
        if name in ("活动", "单位"):
            return value
        rows = {"任务分工": "任务", "活动台账": "活动记录", "见证材料": "见证材料"}
        if isinstance(value, list):
            value = {rows[name]: value}
        value |= {"活动": copy.deepcopy(_read["活动"]), "单位": copy.deepcopy(_read["单位"]["单位"][0])}
        if name in ("进展/1", "进展/2", "总结", "统计表"):
            value["台账"] = document("活动台账")
        return value

    return document
