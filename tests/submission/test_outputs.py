"""What a status is turned into: R11, the calendar, reminders, an .ics file, explanations."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from qijin_docs.pipeline import render
from qijin_docs.project import Project, load_project
from qijin_docs.submission import calendar_sheet, obligations_of, register_sheet, reminders_of, status_of
from qijin_docs.submission.ics import calendar_file

JULY = date(2018, 7, 5)


@pytest.fixture(scope="module")
def yunling(examples: Path) -> Project:
    return load_project(examples / "yunling-2018")


def test_the_list_that_is_printed_can_be_filled_in_and_read_again(small: Any) -> None:
    small.write(
        "报送登记.yaml",
        [
            {
                "单位": "岭安市自然资源局",
                "事项": "进展情况报告",
                "期次": "1",
                "实报时间": "2018-05-03",
                "经办人": "×××",
            }
        ],
    )
    project = small.load()
    before = status_of(project, on=JULY)
    render("submissions", register_sheet(project, before)).save(small.folder / "报送登记.xlsx")
    small.remove("报送登记.yaml")
    after = status_of(small.load(), on=JULY)
    assert after.problems == ()
    told = [(r.state, r.late_days, r.sent, r.handler) for r in before.rows]
    assert [(r.state, r.late_days, r.sent, r.handler) for r in after.rows] == told
    assert (before.rows[0].late_days, before.rows[0].handler) == (3, "×××")
    assert after.rows[0].source
    assert (after.rows[0].source.where or "").startswith("报送登记!")


def test_the_calendar_has_a_line_for_each_day_and_item(yunling: Project) -> None:
    entries = calendar_sheet(yunling, obligations_of(yunling)).entries
    assert [(f"{e.due:%m-%d}", f"{e.office_day:%m-%d}", e.item, e.units) for e in entries][:2] == [
        ("04-30", "04-28", "实施方案", "云岭省自然资源厅"),
        ("04-30", "04-28", "进展情况报告", "各市（14家）"),
    ]
    assert len(entries) == 9
    assert entries[0].weekday == "一"
    first, again = (
        bytes(render("year_calendar", calendar_sheet(yunling, obligations_of(yunling)))) for _ in "12"
    )
    assert first == again


def test_the_calendar_file_is_read_by_a_calendar_program(yunling: Project) -> None:
    calendar = calendar_sheet(yunling, obligations_of(yunling))
    content = calendar_file(calendar)
    assert content == calendar_file(calendar)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == 9
    assert str(events[0]["SUMMARY"]) == "报送实施方案（第一阶段）"
    days = [events[0].decoded(name) for name in ("DTSTART", "DTEND")]
    assert days == [date(2018, 4, 28), date(2018, 4, 28) + timedelta(days=1)]
    assert "应报日期：2018年4月30日" in str(events[0]["DESCRIPTION"])
    assert len({str(e["UID"]) for e in events}) == 9


def test_signs_of_the_format_inside_a_text_are_escaped(small: Any) -> None:
    item = "材料;甲,乙\\丙" + "长" * 60
    small.write(
        "报送事项.yaml",
        [{"事项": item, "义务人": ["本单位"], "收件人": ["安委会办公室"], "时限": "4月30日前"}],
    )
    project = small.load()
    (event,) = icalendar.Calendar.from_ical(
        calendar_file(calendar_sheet(project, obligations_of(project)))
    ).walk("VEVENT")
    told = project.of("报送事项")[0].duties[0].item
    assert str(event["SUMMARY"]) == f"报送{told}"


def test_a_reminder_names_what_is_late_and_what_is_near(small: Any) -> None:
    project = small.load()
    (reminder,) = reminders_of(project, status_of(project, on=date(2018, 6, 25)))
    assert reminder.message == (
        "岭安市自然资源局：截至6月25日，你单位尚有2件材料需报：\n"
        "1. 进展情况报告（第一阶段），应于4月30日前报送，已逾期56天；\n"
        "2. 进展情况报告（第二阶段），请于6月30日前报送，最迟办公日6月29日。\n"
        "本期无活动的请作零报告并写明原因。已报出的请告知报送时间和方式。\n"
        "（云岭省自然资源厅）\n"
    )
    assert reminder.letter is not None
    assert reminder.letter.genre == "通知"
    assert (
        reminder.letter.full_title == "云岭省自然资源厅关于尽快报送安全生产宣传教育“七进”活动有关材料的通知"
    )
    assert "【待填：补报时限】" in str(reminder.letter.body)
    assert "第二阶段" not in str(reminder.letter.body), "what is not late yet has no place in a formal letter"
    assert bytes(render("notice", reminder.letter))


def test_nothing_near_means_no_reminder_and_nothing_late_no_letter(small: Any) -> None:
    project = small.load()
    assert list(reminders_of(project, status_of(project, on=date(2018, 2, 1)))) == []
    (reminder,) = reminders_of(project, status_of(project, on=date(2018, 4, 20)))
    assert reminder.letter is None
    assert list(reminders_of(project, status_of(project, on=date(2018, 4, 20)), ahead=3)) == []


def test_what_was_returned_is_asked_for_with_the_reason(small: Any) -> None:
    row = {"单位": "岭安市自然资源局", "事项": "进展情况报告", "期次": "1", "实报时间": "4月20日"}
    small.write("报送登记.yaml", [row | {"状态": "退回", "退回原因": "数字与台账不符。"}])
    project = small.load()
    (reminder,) = reminders_of(project, status_of(project, on=date(2018, 5, 2)))
    assert "已退回（数字与台账不符），请改后重报，已超过时限2天" in reminder.message


def test_an_hour_and_a_number_owed_are_told(small: Any) -> None:
    units: dict[str, Any] = {"义务人": ["各市"]}
    small.write(
        "报送事项.yaml",
        [
            units | {"事项": "周报", "时限": "6月22日16时前"},
            units | {"事项": "信息", "时限": "每季度至少2条"},
        ],
    )
    project = small.load()
    (reminder,) = reminders_of(project, status_of(project, on=date(2018, 6, 25)))
    assert "周报，应于6月22日16:00前报送，已逾期3天" in reminder.message
    assert "信息（第二季度）（应报2次，已报0次），请于6月30日前报送" in reminder.message
