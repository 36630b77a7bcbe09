"""Every way of writing when something is due, and the days it means in 2018."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from pydantic import ValidationError

from qijin_docs.errors import DataError
from qijin_docs.models import Campaign
from qijin_docs.models.duty import ReportingDuty
from qijin_docs.models.holidays import HolidayYear
from qijin_docs.models.schedule import EXAMPLES, read_schedule
from qijin_docs.submission.periods import Period, periods
from qijin_docs.submission.workdays import Workdays

CAMPAIGN = Campaign.model_validate(
    {
        "年度": 2018,
        "开始": "2018-01-01",
        "结束": "2018-12-31",
        "阶段": [
            {"序号": n, "名称": name, "截止": day, "成果": [{"种类": "活动总结"}]}
            for n, (name, day) in enumerate(
                (
                    ("统筹", "4月30日前"),
                    ("启动", "6月30日前"),
                    ("典型", "10月31日前"),
                    ("总结", "12月31日前"),
                ),
                start=1,
            )
        ],
    }
)


def due(schedule: str, upstream: ReportingDuty | None = None, **more: Any) -> tuple[Period, ...]:
    duty = ReportingDuty.model_validate({"事项": "材料", "义务人": "各市", "时限": schedule, **more})
    return periods(duty, CAMPAIGN, Workdays(), upstream=upstream)


def days(found: tuple[Period, ...]) -> list[str]:
    return [f"{p.due:%m-%d}" for p in found if p.due]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("4月30日前", ["04-30"]),
        ("4月30日", ["04-30"]),
        ("4月30日前（不含当日）", ["04-29"]),
        ("4月30日前（含当日）", ["04-30"]),
        ("4月30日之前", ["04-30"]),
        ("4月30日以前", ["04-30"]),
        ("6月底之前", ["06-30"]),
        (
            "每月10日、20日、30日前",
            [f"{m:02}-{d}" for m in range(1, 13) for d in (10, 20, 28 if m == 2 else 30)],
        ),
        (
            "9月10日至10月15日每日零报告",
            [f"09-{d}" for d in range(10, 31)] + [f"10-{d:02}" for d in range(1, 16)],
        ),
        ("2018年10月10日前", ["10-10"]),
        ("6月底前", ["06-30"]),
        ("2月底前", ["02-28"]),
        ("年底前", ["12-31"]),
        ("4月30日前5个工作日", ["04-23"]),
        ("各阶段截止日", ["04-30", "06-30", "10-31", "12-31"]),
        ("按阶段报送", ["04-30", "06-30", "10-31", "12-31"]),
        # 28 April was worked for 30 April, 29 December for 31 December.
        ("各阶段截止日前1个工作日", ["04-27", "06-28", "10-30", "12-28"]),
        ("各阶段截止日前5个工作日", ["04-23", "06-22", "10-24", "12-24"]),
        ("每季度首月10日前", ["01-10", "04-10", "07-10", "10-10"]),
        ("每季度初5日内", ["01-05", "04-05", "07-05", "10-05"]),
        ("每季度初五日内", ["01-05", "04-05", "07-05", "10-05"]),
        ("每月10日前", [f"{m:02}-10" for m in range(1, 13)]),
        ("6月期间每周四12:00前", ["06-07", "06-14", "06-21", "06-28"]),
        ("6月1日至14日每周五16时前", ["06-01", "06-08"]),
        ("9月29日至10月2日每日零报告", ["09-29", "09-30", "10-01", "10-02"]),
        ("每季度至少1条", ["03-31", "06-30", "09-30", "12-31"]),
        ("重大情况随时报", []),
    ],
)
def test_a_schedule_means_these_days(schedule: str, expected: list[str]) -> None:
    assert days(due(schedule)) == expected


def test_several_days_of_each_month_end_with_february() -> None:
    found = days(due("每月15日、30日前"))
    assert found[:6] == ["01-15", "01-30", "02-15", "02-28", "03-15", "03-30"]
    assert len(found) == 24
    assert len(due("每月5日、15日、25日前")) == 36


def test_every_friday_at_four() -> None:
    found = due("每周五16时前")
    assert len(found) == 52
    assert {p.clock for p in found} == {time(16)}
    assert all(p.due and p.due.weekday() == 4 for p in found)
    assert found[0] == Period("1月5日", date(2018, 1, 1), date(2018, 1, 5), time(16), phase=1)


def test_a_frequency_counts_in_whole_weeks() -> None:
    found = due("每周至少2条信息")
    assert (found[0].label, found[0].at_least) == ("1月1日至1月7日", 2)
    assert found[-1].due == date(2018, 12, 31)
    assert [p.label for p in due("每月不少于2篇")][:2] == ["1月", "2月"]


def test_the_next_year_is_the_one_after_the_campaign() -> None:
    (found,) = due("次年1月15日前")
    assert found.due == date(2019, 1, 15)
    assert found.phase == 4


def test_phases_may_be_chosen_and_days_limited() -> None:
    assert [p.label for p in due("各阶段截止日", 阶段="1、3")] == ["第一阶段", "第三阶段"]
    assert days(due("每月10日前", 起="2018-06-01", 止="2018-08-31")) == ["06-10", "07-10", "08-10"]


def test_whether_the_day_itself_counts_can_be_switched_and_an_hour_includes_it() -> None:
    assert days(due("4月30日前", 含当日="否")) == ["04-29"]
    assert days(due("4月30日前（含当日）", 含当日="否")) == ["04-30"]
    assert days(due("各阶段截止日", 含当日="否")) == ["04-29", "06-29", "10-30", "12-30"]
    assert days(due("每月10日前", 含当日="否", 止="2018-02-28")) == ["01-09", "02-09"]
    assert days(due("4月30日16时前", 含当日="否")) == ["04-30"]


def test_a_duty_may_rest_on_what_is_owed_to_a_superior() -> None:
    upstream = ReportingDuty.model_validate({"事项": "总结", "义务人": "本单位", "时限": "12月31日前"})
    assert days(due("上级截止日前5个工作日", upstream, 上级事项="总结")) == ["12-24"]


@pytest.mark.parametrize(("number", "phase"), [(0, "1月1日"), (1, "5月1日"), (2, "7月1日"), (3, "11月1日")])
def test_a_phase_is_awaited_from_the_day_after_the_one_before(number: int, phase: str) -> None:
    opens = due("各阶段截止日")[number].opens
    assert f"{opens.month}月{opens.day}日" == phase


def test_all_examples_of_the_hint_are_understood() -> None:
    for text in EXAMPLES:
        assert str(read_schedule(text)) == text


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ("尽快", "duty.schedule"),
        ("每两周", "duty.schedule"),
        ("", "duty.schedule"),
        ("{{ x }}", "duty.schedule"),
        ("x" * 10_000, "duty.schedule"),
        (4.3, "duty.schedule"),
        ("2月30日前", "data.not_a_date"),
        ("13月1日前", "data.not_a_date"),
        ("每月32日前", "data.not_a_date"),
        ("6月1日至31日每日", "data.not_a_date"),
        ("每周五25时前", "text.not_a_time"),
        ("每周五0时前", "text.not_a_time"),
    ],
)
def test_what_is_no_schedule_is_refused(schedule: object, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ReportingDuty.model_validate({"事项": "材料", "义务人": "各市", "时限": schedule})
    assert caught.value.errors()[0]["type"] == code


# Working days -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "office"),
    [("04-30", "04-28"), ("06-30", "06-29"), ("10-31", "10-31"), ("12-31", "12-29"), ("10-07", "09-30")],
)
def test_the_last_office_day_knows_holidays_and_days_worked_in_exchange(day: str, office: str) -> None:
    found = Workdays().last_office_day(date.fromisoformat(f"2018-{day}"))
    assert found == date.fromisoformat(f"2018-{office}")


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_years_of_the_campaign_are_known(year: int) -> None:
    assert not Workdays().is_workday(date(year, 10, 1))
    assert (
        sum(Workdays().is_workday(date.fromordinal(date(year, 1, 1).toordinal() + n)) for n in range(365))
        > 240
    )


@pytest.mark.parametrize(
    ("year", "worked", "off"),
    [
        (2018, ["02-11", "02-24", "04-08", "04-28", "09-29", "09-30", "12-29"], ["02-15", "04-30", "12-31"]),
        (2019, ["02-02", "02-03", "04-28", "05-05", "09-29", "10-12"], ["02-04", "05-03", "10-07"]),
        (2020, ["01-19", "04-26", "05-09", "06-28", "09-27", "10-10"], ["01-31", "05-05", "10-08"]),
        (2021, ["02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"], ["02-17", "05-05", "09-20"]),
        (2022, ["01-29", "01-30", "04-02", "04-24", "05-07", "10-08", "10-09"], ["02-04", "05-04", "10-07"]),
        (2023, ["01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"], ["01-27", "05-03", "10-06"]),
        (2024, ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"], ["02-16", "10-07"]),
        (2025, ["01-26", "02-08", "04-27", "09-28", "10-11"], ["02-04", "05-05", "10-08"]),
        (2026, ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"], ["01-02", "02-23", "05-05", "10-07"]),
    ],
)
def test_weekends_worked_in_exchange_and_weekdays_off_are_those_of_the_notices(
    year: int, worked: list[str], off: list[str]
) -> None:
    days_of = {
        kind: [date.fromisoformat(f"{year}-{d}") for d in found]
        for kind, found in (("w", worked), ("o", off))
    }
    assert all(d.weekday() >= 5 and Workdays().is_workday(d) for d in days_of["w"])
    assert all(d.weekday() < 5 and not Workdays().is_workday(d) for d in days_of["o"])


def test_a_year_that_nobody_knows_is_a_problem_and_never_guessed() -> None:
    with pytest.raises(DataError) as caught:
        Workdays().last_office_day(date(2003, 5, 1))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("duty.no_calendar", "节假日.yaml")
    assert problem.message == "不知道2003年的放假和调休安排，算不出最迟办公日"
    assert "“放假”“上班”" in problem.hint


def test_a_year_that_the_project_gives_is_taken_from_it() -> None:
    year = HolidayYear.model_validate(
        {"年度": 2003, "放假": ["2003年5月1日至7日"], "上班": ["2003-04-26", "2003-04-27"], "来源": "通知"}
    )
    days = Workdays.of([year])
    assert days.last_office_day(date(2003, 5, 7)) == date(2003, 4, 30)
    assert days.is_workday(date(2003, 4, 27))
    assert not days.is_workday(date(2003, 5, 10))
    assert days.before(date(2003, 5, 8), 3) == date(2003, 4, 28)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"放假": ["2004年5月1日"]}, "duty.holiday_year"),
        ({"上班": ["2003年5月3日"]}, "duty.holiday_twice"),
        ({"上班": ["2003年4月30日"]}, "duty.worked_weekday"),
    ],
)
def test_a_year_of_holidays_agrees_with_itself(changed: dict[str, Any], code: str) -> None:
    given = {"年度": 2003, "放假": ["2003年5月1日至7日"], "来源": "通知"} | changed
    with pytest.raises(ValidationError) as caught:
        HolidayYear.model_validate(given)
    assert [flaw.code for flaw in caught.value.errors()[0]["ctx"]["flaws"]] == [code]


def test_a_day_of_holidays_that_is_no_day_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        HolidayYear.model_validate({"年度": 2003, "放假": ["五一"], "来源": "通知"})
    assert caught.value.errors()[0]["type"] == "duty.holiday_day"
