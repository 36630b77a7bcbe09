"""Fields that are read tolerantly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ValidationError

from qijin_docs.errors import DataError, Problem, Severity
from qijin_docs.sources.repair import Repair


@dataclass(frozen=True)
class Read:
    value: Any
    notes: tuple[Problem, ...] = ()


def tidy(raw: object, *, year: int = 0) -> Read:
    """Takes stars off; refuses 坏."""
    if raw == "坏":
        raise DataError(Problem("text.bad", "坏了", hint="修"))
    text = str(raw).strip("*")
    note = Problem("text.star", f"去掉{raw}的星号", severity=Severity.NOTE)
    return Read(f"{text}{year or ''}", (note,) if text != str(raw) else ())


class Words(BaseModel):
    word: Annotated[str, Repair(tidy)] = ""
    dated: Annotated[str | None, Repair(tidy, context=("year",))] = None
    many: tuple[Annotated[str, Repair(tidy)], ...] = ()


def test_a_model_made_in_python_reads_tolerantly_too() -> None:
    assert Words(word="*甲*", many=("*乙",)) == Words(word="甲", many=("乙",))


def test_the_reader_gets_what_it_asks_for_from_the_context() -> None:
    assert Words.model_validate({"dated": "甲"}, context={"year": 2018}).dated == "甲2018"
    assert Words.model_validate({"dated": "甲"}).dated == "甲"


def test_a_refusal_is_a_validation_error_that_carries_the_problem() -> None:
    with pytest.raises(ValidationError) as caught:
        Words(word="坏")
    (error,) = caught.value.errors()
    assert error["loc"] == ("word",)
    assert [p.code for p in error["ctx"]["error"].problems] == ["text.bad"]


@pytest.mark.parametrize("value", [1, Decimal("1.5"), True, ["甲"], {"甲": 1}])
def test_what_is_no_text_never_reaches_a_reader_of_text(value: Any) -> None:
    with pytest.raises(ValidationError):
        Words(word=value)


def test_none_is_not_read() -> None:
    assert Words(dated=None).dated is None
