"""督查记录: findings whole, days forward, overdue counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qijin_docs.errors import DataError
from qijin_docs.models import InspectionRecord, InspectionRegister
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

FOUND = {
    "编号": "DC-01", "日期": "2018-07-18", "被查单位": "岭安市自然资源局", "方式": "听汇报、查资料",
    "发现问题": "活动台账有六场没有见证材料", "问题类型": "进展不快", "依据": "省厅实施方案第四部分",
    "整改要求": "补齐见证材料", "整改时限": "2018-08-10",
}  # fmt: skip


def record(**changed: Any) -> dict[str, Any]:
    """A sound finding with some fields changed; ``None`` takes a field out."""
    return {key: value for key, value in {**FOUND, **changed}.items() if value is not None}


@pytest.fixture
def register(valid: Callable[[str], Any]) -> Callable[..., InspectionRegister]:
    """``register(rows…)``: the register of these rows."""

    def made(*rows: dict[str, Any]) -> InspectionRegister:
        base = valid("活动台账")
        data = {"活动": base["活动"], "单位": base["单位"], "督查记录": list(rows)}
        return validate(InspectionRegister, Located.plain(data)).value

    return made


def test_short_words_for_the_three_triggers_are_understood() -> None:
    assert InspectionRecord.model_validate(record()).trouble == "工作进展不快"


@pytest.mark.parametrize(
    ("changed", "code", "where", "sentence"),
    [
        ({"问题类型": None}, "inspection.incomplete", "问题类型", "DC-01写了发现问题，没有写问题类型"),
        ({"依据": None}, "inspection.incomplete", "依据", "DC-01写了发现问题，没有写依据"),
        ({"整改要求": None}, "inspection.incomplete", "整改要求", "DC-01写了发现问题，没有写整改要求"),
        ({"整改时限": None}, "inspection.incomplete", "整改时限", "DC-01写了发现问题，没有写整改时限"),
        ({"发现问题": None}, "inspection.no_finding", "发现问题", "DC-01写了问题类型，没有写发现问题"),
        ({"整改时限": "2018-07-17"}, "inspection.date_order", "整改时限", "DC-01的整改时限早于督查日期"),
        (
            {"销号日期": "2018-07-17", "整改情况": "已补齐"},
            "inspection.date_order", "销号日期", "DC-01的销号日期早于督查日期",
        ),
        ({"销号日期": "2018-08-09"}, "inspection.closed_without_remedy", "整改情况", "DC-01已经销号，没有写整改情况"),
        ({"日期": "2017-07-18"}, "inspection.outside_campaign", "日期", "DC-01的督查日期不在活动起止之内"),
    ],
)  # fmt: skip
def test_an_unsound_record_says_what_is_wrong(
    register: Callable[..., InspectionRegister], changed: dict[str, Any], code: str, where: str, sentence: str
) -> None:
    with pytest.raises(DataError) as caught:
        register(record(**changed))
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.where, problem.message) == (code, f"督查记录[0].{where}", sentence)


def test_a_kind_of_trouble_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match="问题类型"):
        validate(InspectionRecord, Located.plain(record(问题类型="态度不好")))


def test_a_way_out_of_the_catalogue_is_a_note() -> None:
    (flaw,) = InspectionRecord.model_validate(record(方式=["看录像"])).flaws()
    assert (flaw.code, flaw.severity.value) == ("inspection.way", "note")


def test_the_same_id_twice_is_refused(register: Callable[..., InspectionRegister]) -> None:
    with pytest.raises(DataError) as caught:
        register(record(), record())
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("inspection.duplicate_id", "编号DC-01与第1条重复")


@pytest.mark.parametrize(
    ("closed", "day", "is_open", "late"),
    [
        (None, date(2018, 7, 17), False, 0),
        (None, date(2018, 7, 18), True, 0),
        (None, date(2018, 8, 10), True, 0),
        (None, date(2018, 8, 11), True, 1),
        (None, date(2018, 12, 31), True, 143),
        ("2018-08-20", date(2018, 8, 19), True, 9),
        ("2018-08-20", date(2018, 8, 20), False, 10),
        ("2018-08-20", date(2018, 12, 31), False, 10),
        ("2018-08-10", date(2018, 12, 31), False, 0),
    ],
)
def test_a_finding_is_open_until_it_is_closed_and_late_after_its_deadline(
    closed: str | None, day: date, is_open: bool, late: int
) -> None:
    remedy = "已补齐" if closed else None
    found = InspectionRecord.model_validate(record(销号日期=closed, 整改情况=remedy))
    assert (found.open_on(day), found.overdue_on(day)) == (is_open, late)


def test_the_register_counts_units_findings_and_kinds(register: Callable[..., InspectionRegister]) -> None:
    clean = {"编号": "DC-04", "日期": "2018-07-20", "被查单位": "岚州市自然资源局"}
    made = register(
        record(),
        record(编号="DC-02", 问题类型="措施不落实"),
        record(编号="DC-03", 整改情况="已补齐", 销号日期="2018-08-01"),
        clean,
    )
    assert (made.inspected, made.found, made.closed) == (2, 3, 1)
    assert [(g["问题类型"], g["条数"]) for g in made.by_trouble] == [("措施不落实", 1), ("工作进展不快", 2)]
    assert [r.id for r in made.overdue(date(2018, 9, 1))] == ["DC-01", "DC-02"]
    assert [r.id for r in made.of("岚州市自然资源局")] == ["DC-04"]
    assert not made.records[3].is_finding
