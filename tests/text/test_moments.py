"""A day with the time of day."""

# ruff: noqa: DTZ001 # offices write their own time, without a zone

from __future__ import annotations

from datetime import date, datetime

import pytest

from qijin_docs.errors import DataError
from qijin_docs.text.moments import day_of, format_moment, read_moment


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2018-06-08", date(2018, 6, 8)),
        ("2018-06-08 16:20", datetime(2018, 6, 8, 16, 20)),
        ("2018-06-08T16:20:59", datetime(2018, 6, 8, 16, 20)),
        ("2018年6月8日16时", datetime(2018, 6, 8, 16, 0)),
        ("2018年6月8日 16时20分", datetime(2018, 6, 8, 16, 20)),
        ("6月8日下午4时20分", datetime(2018, 6, 8, 16, 20)),
        ("6月8日上午9点", datetime(2018, 6, 8, 9, 0)),
        ("６月８日１６：２０", datetime(2018, 6, 8, 16, 20)),
        ("2018.6.8", date(2018, 6, 8)),
        ("2018-06-08 00:00", date(2018, 6, 8)),
        ("2018-06-08 24:00", date(2018, 6, 8)),
        (datetime(2018, 6, 8), date(2018, 6, 8)),
        (datetime(2018, 6, 8, 16, 20, 33), datetime(2018, 6, 8, 16, 20)),
        (43259.0, date(2018, 6, 8)),
    ],
)
def test_a_moment_is_read_as_it_is_written(written: object, moment: date) -> None:
    read = read_moment(written, year=2018).value
    assert (type(read), read) == (type(moment), moment)


@pytest.mark.parametrize("written", ["2018-06-08 25:00", "6月8日16时75分", "6月8日30点"])
def test_a_time_that_no_clock_shows_is_refused(written: str) -> None:
    with pytest.raises(DataError) as caught:
        read_moment(written, year=2018)
    assert caught.value.problems[0].code == "text.not_a_time"


def test_a_moment_is_shown_with_its_time_if_it_has_one() -> None:
    assert format_moment(date(2018, 6, 8)) == "2018年6月8日"
    assert format_moment(datetime(2018, 6, 8, 9, 5)) == "2018年6月8日09:05"
    assert day_of(datetime(2018, 6, 8, 9, 5)) == day_of(date(2018, 6, 8)) == date(2018, 6, 8)
