"""How a year stands on a day: from what is owed, the register, our letters and the inspections."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import DataError, Problem
from qijin_docs.models.reporting import CALENDAR_STATES, TRANSITIONS, State
from qijin_docs.project import load_project
from qijin_docs.project.scaffold import new_project
from qijin_docs.submission import Status, StatusRow, obligations_of, reminders_of, status_of
from qijin_docs.submission.register import follows
from qijin_docs.submission.status import DONE

PROGRESS = {
    "事项": "进展情况报告",
    "义务人": ["各市"],
    "收件人": ["业务上级"],
    "时限": "各阶段截止日",
    "零报告": "是",
}
ROW = {"单位": "岭安市自然资源局", "事项": "进展情况报告", "期次": "第一阶段"}


def day(text: str) -> date:
    return date.fromisoformat(f"2018-{text}")


def status(small: Any, on: str, rows: list[dict[str, Any]] | None = None, **duty: Any) -> Status:
    """The small project's status with one duty, and a register with rows like ``ROW``."""
    small.write("报送事项.yaml", [PROGRESS | duty])
    if rows is not None:
        small.write("报送登记.yaml", [ROW | row for row in rows])
    return status_of(small.load(), on=day(on))


def first(small: Any, on: str, *rows: dict[str, Any], **duty: Any) -> StatusRow:
    return status(small, on, list(rows), **duty).rows[0]


def faults(small: Any, *rows: dict[str, Any], **duty: Any) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        status(small, "12-31", list(rows), **duty)
    return list(caught.value.problems)


# States -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "rows", "state", "late"),
    [
        ("04-30", [], State.AWAITED, 0),
        ("05-01", [], State.OVERDUE, 1),
        ("07-05", [], State.OVERDUE, 66),
        ("04-25", [{"实报时间": "2018-04-26"}], State.AWAITED, 0),
        ("04-26", [{"实报时间": "2018-04-26"}], State.SENT, 0),
        ("12-31", [{"实报时间": "2018-04-30"}], State.SENT, 0),
        ("12-31", [{"实报时间": "2018-05-03"}], State.SENT, 3),
        ("12-31", [{"实报时间": "2018-05-03", "状态": "逾期"}], State.SENT, 3),
        ("12-31", [{"实报时间": "2018-04-26", "状态": "待审"}], State.UNDER_REVIEW, 0),
        ("12-31", [{"实报时间": "2018-04-26", "状态": "核准"}], State.APPROVED, 0),
        ("12-31", [{"实报时间": "2018-04-26", "状态": "零报告", "备注": "未组织活动"}], State.ZERO, 0),
        ("04-01", [{"状态": "免报", "备注": "省厅4月2日同意"}], State.EXEMPT, 0),
        ("04-28", [{"实报时间": "2018-04-26", "状态": "退回", "退回原因": "数字不符"}], State.RETURNED, 0),
        ("05-10", [{"实报时间": "2018-04-26", "状态": "退回", "退回原因": "数字不符"}], State.RETURNED, 10),
        (
            "05-10",
            [
                {"实报时间": "2018-04-26", "状态": "退回", "退回原因": "数字不符"},
                {"实报时间": "2018-05-04", "版本": "第2版"},
            ],
            State.RESENT,
            4,
        ),
        (
            "05-03",
            [
                {"实报时间": "2018-04-26", "状态": "退回", "退回原因": "数字不符"},
                {"实报时间": "2018-05-04", "状态": "核准", "版本": 2},
            ],
            State.RETURNED,
            3,
        ),
        ("12-31", [{"状态": "待报"}], State.OVERDUE, 245),
    ],
)
def test_a_duty_stands_as_the_calendar_and_the_register_say(
    small: Any, on: str, rows: list[dict[str, Any]], state: State, late: int
) -> None:
    row = first(small, on, *rows)
    assert (row.state, row.late_days) == (state, late)
    assert row.open == (state in {State.AWAITED, State.OVERDUE, State.RETURNED})
    if rows and row.state in DONE:
        assert row.source
        assert row.source.file == "项目/报送登记.yaml"


def test_a_later_phase_is_not_due_yet(small: Any) -> None:
    rows = status(small, "04-30").rows
    assert [r.state for r in rows] == [State.AWAITED, State.NOT_YET, State.NOT_YET, State.NOT_YET]


#: What follows what, written out: A.9 and what offices do with it.
STEPS = {
    "未到期": "待报 已报 零报告 免报",
    "待报": "已报 零报告 逾期 免报",
    "逾期": "已报 零报告 免报",
    "已报": "待审 核准 退回",
    "零报告": "待审 核准 退回",
    "待审": "核准 退回",
    "退回": "重报 零报告 免报",
    "重报": "待审 核准 退回",
    "核准": "",
    "免报": "",
}


@pytest.mark.parametrize("before", State)
def test_each_state_is_followed_by_these_and_no_other(before: State) -> None:
    assert {str(after) for after in TRANSITIONS[before]} == set(STEPS[before].split())
    reached = {str(after) for after in State if follows(before, after)}
    passed: set[str] = set()
    waiting = [str(before)]
    while waiting:
        new = set(STEPS[waiting.pop()].split()) - passed
        passed |= new
        waiting += new
    assert reached == passed


ALLOWED = [(before, after) for before, states in TRANSITIONS.items() for after in sorted(states)]


@pytest.mark.parametrize(("before", "after"), ALLOWED)
def test_a_state_follows_where_the_table_allows_it(before: State, after: State) -> None:
    assert follows(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.APPROVED, State.RETURNED),
        (State.APPROVED, State.RESENT),
        (State.EXEMPT, State.SENT),
        (State.SENT, State.SENT),
        (State.SENT, State.OVERDUE),
        (State.RETURNED, State.SENT),
        (State.RETURNED, State.NOT_YET),
        (State.OVERDUE, State.AWAITED),
    ],
)
def test_a_state_does_not_follow_where_it_cannot(before: State, after: State) -> None:
    assert not follows(before, after)


def test_every_state_has_its_line_and_can_be_reached() -> None:
    assert set(TRANSITIONS) == set(State)
    assert all(follows(State.NOT_YET, state) for state in State if state is not State.NOT_YET)
    assert {State.APPROVED, State.EXEMPT} == {state for state in State if not TRANSITIONS[state]}
    assert not CALENDAR_STATES & DONE


# What the register may get wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "where", "code", "message"),
    [
        ({"单位": "岭安市局"}, "[0].单位", "submission.unknown_unit", "单位名录里没有“岭安市局”"),
        ({"事项": "进展报告"}, "[0].事项", "submission.unknown_item", "报送事项里没有“进展报告”"),
        ({"单位": "省教育厅"}, "[0].单位", "submission.not_owed", "“进展情况报告”不要求省教育厅报送"),
        ({"期次": "第五阶段"}, "[0].期次", "submission.unknown_period", "没有“第五阶段”这一期"),
        ({"期次": None}, "[0].期次", "submission.unknown_period", "没有写“进展情况报告”是哪一期的"),
        (
            {"收件人": "省教育厅"},
            "[0].收件人",
            "submission.which_recipient",
            "“进展情况报告”要报给云岭省自然资源厅，没有“省教育厅”",
        ),
        (
            {"版本": 2},
            "[0]",
            "submission.version",
            "岭安市自然资源局的“进展情况报告”第一阶段的版本是2，按顺序应是1",
        ),
    ],
)
def test_a_row_that_answers_to_nothing_is_a_problem(
    small: Any, row: dict[str, Any], where: str, code: str, message: str
) -> None:
    (problem,) = faults(small, {"实报时间": "2018-04-26", **row})
    assert (problem.code, problem.message) == (code, message)
    assert problem.place.file == "项目/报送登记.yaml"
    assert (problem.place.where or "").endswith(where)
    assert problem.place.line
    assert problem.hint


def test_all_faults_of_the_register_come_at_once(small: Any) -> None:
    found = faults(small, {"单位": "甲", "实报时间": "4月2日"}, {"事项": "乙", "实报时间": "4月2日"})
    assert [p.code for p in found] == ["submission.unknown_unit", "submission.unknown_item"]


@pytest.mark.parametrize(
    ("rows", "code", "message"),
    [
        (
            [{"实报时间": "2018-04-20"}, {"实报时间": "2018-04-26", "版本": 2}],
            "submission.not_returned",
            "岭安市自然资源局的“进展情况报告”第一阶段第1版是“已报”，不会再有“重报”的第2版",
        ),
        (
            [{"实报时间": "2018-04-20", "状态": "核准"}, {"实报时间": "2018-04-26", "版本": 2}],
            "submission.not_returned",
            "岭安市自然资源局的“进展情况报告”第一阶段第1版是“核准”，不会再有“重报”的第2版",
        ),
        (
            [
                {"实报时间": "2018-04-26", "状态": "退回", "退回原因": "缺表"},
                {"实报时间": "2018-04-20", "版本": 2},
            ],
            "submission.sent_order",
            "岭安市自然资源局的“进展情况报告”第一阶段第2版（2018年4月20日）早于第1版（2018年4月26日）",
        ),
        (
            [
                {"实报时间": "2018-04-20", "状态": "退回", "退回原因": "缺表"},
                {"实报时间": "2018-04-26", "版本": 3},
            ],
            "submission.version",
            "岭安市自然资源局的“进展情况报告”第一阶段的版本是3，按顺序应是2",
        ),
    ],
)
def test_versions_follow_each_other(small: Any, rows: list[dict[str, Any]], code: str, message: str) -> None:
    (problem,) = faults(small, *rows)
    assert (problem.code, problem.message) == (code, message)


@pytest.mark.parametrize(
    ("row", "field", "code", "message"),
    [
        ({"状态": "已报"}, "实报时间", "submission.no_time", "写着“已报”，却没有实报时间"),
        ({"实报时间": "4月2日", "状态": "退回"}, "退回原因", "submission.no_reason", "退回了，却没有写原因"),
        ({"状态": "免报"}, "备注", "submission.no_approval", "免报，却没有写经谁批准"),
        ({"实报时间": "4月2日", "状态": "重报"}, "版本", "submission.resent_version", "写着重报，版本却是1"),
    ],
)
def test_a_row_says_all_that_its_state_needs(
    small: Any, row: dict[str, Any], field: str, code: str, message: str
) -> None:
    (problem,) = faults(small, row)
    assert (problem.code, problem.message) == (code, f"岭安市自然资源局的“进展情况报告”{message}")
    assert (
        (problem.place.where or "").endswith(field) or field in str(problem.place.where) or problem.place.line
    )


def test_a_zero_report_without_a_reason_is_a_warning(small: Any) -> None:
    status(small, "12-31", [{"实报时间": "4月2日", "状态": "零报告"}])
    problem = small.problem("submission.zero_without_reason")
    assert problem.message == "岭安市自然资源局的“进展情况报告”是零报告，没有写原因"


def test_the_same_row_twice_is_a_problem(small: Any) -> None:
    (problem,) = faults(small, {"实报时间": "4月2日"}, {"实报时间": "4月2日"})
    assert problem.code == "submission.twice"
    assert problem.message == "岭安市自然资源局的“进展情况报告”与第1条完全相同"


def test_computed_columns_are_compared_and_not_believed(small: Any) -> None:
    found = status(small, "12-31", [{"实报时间": "5月3日", "应报日期": "5月4日", "逾期天数": 0}])
    assert found.rows[0].late_days == 3
    typed = [p for p in found.problems if p.code == "submission.typed_otherwise"]
    assert [p.message for p in typed] == [
        "应报日期写的是2018年5月4日，按时限算是2018年4月30日",
        "逾期天数写的是0，按时限算是3",
    ]


# Hours, frequencies, recipients ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "on_time", "warned"),
    [
        ("2018-04-30 15:59", True, False),
        ("2018-04-30 16:00", True, False),
        ("2018-04-30 16:01", False, False),
        ("2018-04-30", True, True),
        ("2018-04-29 23:00", True, False),
        ("2018-05-01 08:00", False, False),
    ],
)
def test_an_hour_counts_on_the_last_day(small: Any, sent: str, on_time: bool, warned: bool) -> None:
    found = status(small, "12-31", [{"实报时间": sent, "期次": None}], 时限="4月30日16时前")
    assert found.rows[0].on_time is on_time
    assert ("submission.no_hour" in [p.code for p in found.problems]) is warned


def test_what_is_owed_several_times_a_month_is_counted(small: Any) -> None:
    rows = [{"实报时间": f"2018-01-{n:02}", "期次": None} for n in (5, 9)]
    found = status(small, "02-28", rows, 时限="每月至少2条信息").rows
    assert [(r.state, r.received) for r in found[:3]] == [
        (State.SENT, 2),
        (State.AWAITED, 0),
        (State.NOT_YET, 0),
    ]
    found = status(small, "02-28", rows[:1], 时限="每月至少2条信息").rows
    assert (found[0].state, found[0].received, found[0].late_days) == (State.OVERDUE, 1, 28)


def test_what_is_reported_as_it_happens_is_owed_once_it_has_happened(small: Any) -> None:
    assert status(small, "12-31", [], 时限="重大情况随时报").rows == ()
    rows: list[dict[str, Any]] = [{"实报时间": "4月2日", "期次": None}, {"实报时间": "5月2日", "期次": None}]
    (row,) = status(small, "12-31", rows, 时限="重大情况随时报").rows
    assert (row.state, row.late_days, row.received, str(row.sent)) == (State.SENT, 0, 2, "2018-05-02")
    rows[1] |= {"状态": "退回", "退回原因": "缺签发人"}
    found = status(small, "12-31", rows, 时限="重大情况随时报")
    (reminder,) = reminders_of(small.load(), found)
    assert "已退回（缺签发人），请改后重报。" in reminder.message


def test_a_report_to_two_superiors_is_owed_twice(small: Any) -> None:
    organs = small.data("单位.yaml")
    organs["单位"] += [{"全称": "岭安市安全生产委员会办公室", "层级": "市", "属地上级": "省政府"}]
    organs["单位"][3]["属地上级"] = "岭安市安全生产委员会办公室"
    small.write("单位.yaml", organs)
    both = {"收件人": ["业务上级", "属地上级"], "时限": "4月30日前"}
    found = status(
        small, "04-28", [{"实报时间": "4月26日", "期次": None, "收件人": "省自然资源厅"}], **both
    ).rows
    assert [(r.obligation.recipient, r.state) for r in found] == [
        ("云岭省自然资源厅", State.SENT),
        ("岭安市安全生产委员会办公室", State.AWAITED),
    ]
    (problem,) = faults(small, {"实报时间": "4月26日", "期次": None}, **both)
    assert problem.code == "submission.which_recipient"
    assert problem.message.endswith("没有写是报给哪一家的")


def test_a_superior_that_nobody_wrote_down_is_told(small: Any) -> None:
    found = status(small, "04-28", 收件人=["业务上级", "属地上级"])
    (problem,) = [p for p in found.problems if p.code == "duty.no_recipient"]
    assert problem.message == "“岭安市自然资源局”没有写属地上级，不知道“进展情况报告”报给谁"
    assert problem.place.file == "项目/报送事项.yaml"


def test_a_group_with_no_member_is_told(small: Any) -> None:
    found = status(small, "04-28", 义务人=["各县"])
    assert [p.code for p in found.problems if p.code.startswith("duty.no_u")] == ["duty.no_unit"]


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        ({"义务人": ["岭按市自然资源局"]}, "data.unknown_organ", "单位名录里没有“岭按市自然资源局”"),
        ({"收件人": ["市安委办"]}, "data.unknown_organ", "单位名录里没有“市安委办”"),
        (
            {"时限": "上级截止日前5个工作日"},
            "duty.no_upstream",
            "“进展情况报告”按上级截止日推算，却没有写上级的哪一件事项",
        ),
        (
            {"时限": "上级截止日", "上级事项": "总结"},
            "duty.unknown_upstream",
            "没有可以推算的上级事项“总结”",
        ),
        ({"阶段": [5]}, "data.unknown_phase", "活动没有第5阶段"),
        (
            {"时限": "每月10日前", "阶段": [1]},
            "duty.phases_unused",
            "“进展情况报告”的时限不是按阶段的，“阶段”用不上",
        ),
        ({"时限": "尽快"}, "duty.schedule", "“尽快”不是看得懂的时限"),
    ],
)
def test_a_duty_that_cannot_be_is_a_problem(
    small: Any, changed: dict[str, Any], code: str, message: str
) -> None:
    (problem,) = faults(small, **changed)
    assert (problem.code, problem.message) == (code, message)
    assert problem.place.file == "项目/报送事项.yaml"
    assert problem.place.line
    assert problem.hint


def test_a_list_without_duties_is_a_problem(small: Any) -> None:
    small.write("报送事项.yaml", {"报送事项": []})
    assert small.problem("duty.none").message == "“报送事项”里一项也没有"


def test_two_duties_of_one_name_are_a_problem(small: Any) -> None:
    small.write("报送事项.yaml", [PROGRESS, PROGRESS])
    assert small.problem("duty.duplicate").message == "“进展情况报告”与第1项重名"


def test_a_year_without_known_holidays_is_a_problem(small: Any) -> None:
    small.write("报送事项.yaml", [PROGRESS | {"时限": "2035年1月15日前"}])
    with pytest.raises(DataError) as caught:
        obligations_of(small.load())
    assert [p.code for p in caught.value.problems] == ["duty.no_calendar"]
    small.write("节假日.yaml", {"节假日": [{"年度": 2035, "放假": ["2035年1月1日"], "来源": "通知"}]})
    assert obligations_of(small.load()).obligations[0].last_office_day == date(2035, 1, 15)


# Derived from the campaign ---------------------------------------------------------------------------------


def test_without_a_list_of_duties_they_follow_from_the_phases(small: Any) -> None:
    found = status_of(small.load(), on=day("12-31"))
    assert found.derived
    own = [(r.obligation.duty.item, r.obligation.period.label) for r in found.rows if r.obligation.own]
    assert own == [
        ("新闻发布会配合材料", "第二阶段"),
        ("先进典型经验材料", "第三阶段"),
        ("活动总结", "第四阶段"),
        ("见证材料", "第四阶段"),
    ]
    assert sum(not r.obligation.own for r in found.rows) == 4
    (problem,) = found.problems
    assert problem.code == "duty.no_register"


def test_our_own_letters_hand_in_what_they_carry(examples: Path) -> None:
    project = load_project(examples / "yunling-2018")
    rows = {r.obligation.duty.item: r for r in status_of(project, on=day("12-31")).rows if r.obligation.own}
    sent = {name: str(row.sent) for name, row in rows.items() if row.sent}
    assert (
        sent.items()
        >= {
            "实施方案": "2018-04-26",
            "先进典型经验材料": "2018-10-29",
            "活动总结": "2018-12-29",
            "见证材料": "2018-12-29",
        }.items()
    )
    assert str(rows["实施方案"].source).endswith("报送方案.yaml:5:7（成文日期）")
    before = {r.obligation.duty.item: r for r in status_of(project, on=day("04-25")).rows}
    assert before["实施方案"].state is State.AWAITED


def test_the_example_year_can_be_walked_on_any_day(examples: Path) -> None:
    project = load_project(examples / "yunling-2018")
    order = [State.NOT_YET, State.AWAITED, State.OVERDUE, State.RETURNED, State.SENT, State.APPROVED]
    before: list[StatusRow] = []
    for number in range(365):
        rows = list(status_of(project, on=day("01-01") + timedelta(days=number)).rows)
        for earlier, later in zip(before, rows, strict=bool(before)):
            assert earlier.obligation == later.obligation
            assert order.index(earlier.state) <= order.index(later.state)
            assert earlier.late_days <= later.late_days
        before = rows
    assert {r.state for r in before} <= set(order)


def test_remedies_that_are_late_stand_in_the_status(small: Any) -> None:
    record = {
        "编号": "DC-1", "日期": "2018-08-15", "被查单位": "岭安市自然资源局", "发现问题": "台账登记不及时",
        "问题类型": "措施不落实", "依据": "实施方案", "整改要求": "补登台账", "整改时限": "2018-09-15",
    }  # fmt: skip
    small.write("督查.yaml", [record])
    assert status_of(small.load(), on=day("09-15")).remedies == ()
    (remedy,) = status_of(small.load(), on=day("09-20")).remedies
    assert (remedy.id, remedy.unit, remedy.late_days) == ("DC-1", "岭安市自然资源局", 5)
    assert remedy.place.file == "项目/督查.yaml"


def test_the_samples_of_a_new_project_can_be_used_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "新"
    new_project(folder, year=2019, organ="云岭省自然资源厅")
    for name in ("报送事项.yaml", "报送登记.csv"):
        (folder / name).write_bytes((folder / "样例" / name).read_bytes())
    found = status_of(load_project(folder), on=date(2019, 4, 20))
    assert not found.derived
    assert [(r.obligation.duty.item, r.state, str(r.obligation.internal)) for r in found.rows][:1] == [
        ("实施方案", State.AWAITED, "2019-04-24")  # the Sunday before was worked
    ]
    assert [p.code for p in found.problems] == ["duty.no_unit"], "nobody is below it yet"
