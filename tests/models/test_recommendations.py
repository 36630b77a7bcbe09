"""The sheet of typical cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.errors import DataError
from qijin_docs.models import Recommendations
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate


def test_a_sheet_holds_cases_each_with_an_id_of_its_own(valid: Callable[[str], Any]) -> None:
    case = valid("典型/01")
    data = {"活动": case["活动"], "单位": case["单位"], "典型": [case, valid("典型/01")]}
    with pytest.raises(DataError) as caught:
        validate(Recommendations, Located.plain(data))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("case.duplicate_id", "典型[1].编号")
    assert problem.message == "典型编号DX-1重复"
    data["典型"][1]["编号"] = "DX-2"
    assert len(validate(Recommendations, Located.plain(data)).value.cases) == 2
