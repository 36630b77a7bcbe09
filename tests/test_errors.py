"""Problems as data and as sentences; exceptions between processes; the system's refusals in Chinese."""

from __future__ import annotations

import errno
import pickle

import pytest

from qijin_docs.errors import (
    DataError,
    Flaw,
    OfficeError,
    OutputError,
    Place,
    Problem,
    QijinError,
    RenderError,
    Severity,
    TemplateError,
    errors_among,
    os_reason,
)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place("方案.yaml"), "方案.yaml"),
        (Place("方案.yaml", line=12), "方案.yaml:12"),
        (Place("方案.yaml", "章节[1].领域", 12, 9), "方案.yaml:12:9（章节[1].领域）"),
        (Place(where="表1第3行第2列"), "表1第3行第2列"),
    ],
)
def test_a_place_reads_from_the_file_inwards(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_problem_says_where_what_and_what_to_do() -> None:
    place = Place("方案.yaml", "章节[1].小节[0].领域", 12, 9)
    problem = Problem("data.unknown_sphere", "没有“企事业”这个领域", place, "是否想写“企业”？")
    assert str(problem) == (
        "方案.yaml:12:9（章节[1].小节[0].领域）：没有“企事业”这个领域；是否想写“企业”？ [data.unknown_sphere]"
    )
    assert problem.as_dict() == {
        "code": "data.unknown_sphere",
        "severity": "error",
        "message": "没有“企事业”这个领域",
        "hint": "是否想写“企业”？",
        "place": {"file": "方案.yaml", "where": "章节[1].小节[0].领域", "line": 12, "column": 9},
    }


def test_a_flaw_gets_its_place_from_whoever_knows_the_file() -> None:
    flaw = Flaw(("截止",), "campaign.phase_order", "截止日不晚于上一阶段").under("阶段", 1)
    assert flaw.path == ("阶段", 1, "截止")
    assert flaw.at(Place("活动.yaml", line=3)).place == Place("活动.yaml", line=3)


def test_a_known_file_is_not_replaced() -> None:
    assert Problem("a.b", "错", Place("甲")).in_file("乙").place.file == "甲"
    assert Problem("a.b", "错").in_file("乙").place.file == "乙"


@pytest.mark.parametrize(
    ("branch", "code", "builtin"),
    [
        (DataError, 1, ValueError),
        (TemplateError, 1, ValueError),
        (RenderError, 1, ValueError),
        (OutputError, 3, OSError),
        (OfficeError, 4, RuntimeError),
    ],
)
def test_every_branch_survives_pickling_and_knows_its_exit_code(
    branch: type[QijinError], code: int, builtin: type[Exception]
) -> None:
    problems = (Problem("a.b", "甲", Place("甲.yaml", line=1)), Problem("a.c", "乙", severity=Severity.NOTE))
    copy = pickle.loads(pickle.dumps(branch(problems)))
    assert type(copy) is branch
    assert copy.problems == problems
    assert isinstance(copy, builtin)
    assert copy.exit_code == code
    assert str(copy).splitlines() == ["甲.yaml:1：甲 [a.b]", "乙 [a.c]"]
    assert errors_among(copy.problems) == problems[:1]


@pytest.mark.parametrize(
    ("number", "text"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "没有权限"), (errno.ENOTDIR, "路径中有一段不是文件夹")],
)
def test_the_system_refuses_in_chinese(number: int, text: str) -> None:
    assert os_reason(OSError(number, "English")) == text


def test_an_unknown_refusal_keeps_the_systems_words() -> None:
    assert os_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert os_reason(OSError("plain")) == "plain"
