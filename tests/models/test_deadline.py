"""Deadlines: a day of the year, 前 including the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from qijin_docs.models import Deadline


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("4月30日前", date(2018, 4, 30)),
        ("4月30日", date(2018, 4, 30)),
        (" 4月30日之前 ", date(2018, 4, 30)),
        ("04月30日止", date(2018, 4, 30)),
        ("４月３０日前", date(2018, 4, 30)),
        ("2019年1月15日前", date(2019, 1, 15)),
        ("2018-04-30", date(2018, 4, 30)),
        ("2018.4.30", date(2018, 4, 30)),
        ("4.30", date(2018, 4, 30)),
        ("4/30前", date(2018, 4, 30)),
        (Decimal("4.30"), date(2018, 4, 30)),
        (date(2019, 4, 30), date(2019, 4, 30)),
        ({"月": 4, "日": 30}, date(2018, 4, 30)),
        ({"month": 4, "day": 30, "year": 2017}, date(2017, 4, 30)),
        ("2月29日前", date(2018, 2, 28)),
        ("4月底前", date(2018, 4, 30)),
        ("2月底前", date(2018, 2, 28)),
        ("年底前", date(2018, 12, 31)),
    ],
)
def test_a_deadline_is_read_as_it_is_written(written: Any, day: date) -> None:
    assert Deadline.model_validate(written).on(2018) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "四月底",
        "每月15日前",
        "13.1.1.1",
        "30日",
        True,
        430,
        None,
        [],
        "x" * 10_000,
        "4月30日{{ x }}",
    ],
)
def test_what_is_no_day_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match=r"Deadline|截止"):
        Deadline.model_validate(written)


@pytest.mark.parametrize("written", ["4月31日前", "2月30日前", "2019年2月29日前", "13月1日前", "0月1日"])
def test_a_day_that_is_in_no_calendar_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"没有\d+月\d+日这一天|less than|greater than"):
        Deadline.model_validate(written)


def test_a_leap_day_stays_in_a_leap_year() -> None:
    assert Deadline.model_validate("2月29日前").on(2020) == date(2020, 2, 29)


@pytest.mark.parametrize(("written", "text"), [("4月30日", "4月30日前"), ("2019-1-5", "2019年1月5日前")])
def test_a_deadline_is_spoken_with_before(written: str, text: str) -> None:
    assert str(Deadline.model_validate(written)) == text


@pytest.mark.parametrize("cell", [4.3, 10.1])
def test_a_number_in_a_cell_may_have_lost_its_zero_and_is_refused(small: Any, cell: float) -> None:
    rows = small.data("任务分工.yaml")
    small.remove("任务分工.yaml")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    sheet.append([cell if name == "完成时限" else value for name, value in rows[0].items()])
    sheet.append(list({name: rows[1].get(name) for name in rows[0]}.values()))
    book.save(small.folder / "任务分工.xlsx")
    problem = small.problem("data.deadline")
    day = str(cell).partition(".")[2]
    assert problem.place.where == "Sheet!F2"
    assert problem.message == f"数字“{cell}”可能是{day}日，也可能是{day}0日"
    assert problem.hint == "请写成“4月30日前”"
