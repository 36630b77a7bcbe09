from __future__ import annotations
from typing import Any
import pytest

def test_the_small_project_is_without_any_problem(small: Any) -> None:
    assert small.problems() == []
