"""Titles broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.text.titles import TITLE_WIDTH, break_title

ORGAN = "云岭省自然资源厅"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2018年安全生产宣传教育“七进”活动总结", ("2018年安全生产宣传教育“七进”活动总结",)),
        ("关于组建矿山安全宣讲队送课到采场的经验材料", ("关于组建矿山安全宣讲队", "送课到采场的经验材料")),
        (
            "云岭省自然资源厅关于报送安全生产宣传教育“七进”活动实施方案的报告",
            ("云岭省自然资源厅关于报送安全生产", "宣传教育“七进”活动实施方案的报告"),
        ),
        (
            "云岭省自然资源厅关于报送2018年安全生产宣传教育“七进”活动总结和见证材料的报告",
            ("云岭省自然资源厅关于报送2018年安全生产", "宣传教育“七进”活动总结和见证材料的报告"),
        ),
        (
            "安全生产宣传教育“七进”活动第一阶段进展情况报告",
            ("安全生产宣传教育“七进”", "活动第一阶段进展情况报告"),
        ),
        ("", ("",)),
    ],
)
def test_a_title_breaks_between_words(title: str, lines: tuple[str, ...]) -> None:
    assert break_title(title, keep=(ORGAN,)) == lines


def test_a_book_title_mark_does_not_end_a_line() -> None:
    title = f"{ORGAN}关于印发《{ORGAN}安全生产宣传教育“七进”活动实施方案》的通知"
    lines = break_title(title, keep=(ORGAN,))
    assert len(lines) == 3
    assert not any(line.endswith(("《", "“")) for line in lines[:-1])
    assert all(ORGAN in "".join(lines) and not line.startswith(("》", "的通", "”")) for line in lines)


def test_a_name_that_is_to_be_kept_is_not_broken() -> None:
    name = "云岭省特种设备和危险化学品监测中心"
    lines = break_title(f"关于表彰{name}先进事迹的决定", keep=(name,))
    assert any(name in line for line in lines)


@settings(derandomize=True, deadline=None, max_examples=60, database=None)
@given(st.text(alphabet="关于的安全生产《》“”（）2018年省厅和、甲乙丙", max_size=90))
def test_no_title_loses_a_sign_and_no_line_is_too_long(title: str) -> None:
    lines = break_title(title)
    assert "".join(lines) == title
    assert all(sum(0.5 if c.isascii() else 1 for c in line) <= TITLE_WIDTH for line in lines)


def test_three_lines_are_no_hourglass() -> None:
    title = "云岭省自然资源厅关于转发《关于进一步加强全省矿山企业安全生产宣传教育培训工作的意见》的通知"
    a, b, c = (len(line) for line in break_title(title, keep=(ORGAN,)))
    assert b >= min(a, c)


@pytest.mark.parametrize(
    ("organ", "rest", "count"),
    [
        ("岭安市自然资源局", "关于调整全省自然资源系统安全生产宣传教育进企业、进校园、进机关、进社区、进农村、进家庭、"
         "进公共场所活动有关事项的请示", 4),
        ("云岭省人力资源和社会保障厅", "关于送汛期地质灾害防治、矿山安全生产宣传教育和应急避险演练以及基层自然资源所"
         "人员培训有关工作和2018年安全生产宣传教育“七进”活动先进典型经验材料的函", 5),
    ],
)  # fmt: skip
def test_a_title_of_many_lines_has_no_waist(organ: str, rest: str, count: int) -> None:
    lines = break_title(organ + rest, keep=(organ,))
    widths = [sum(0.5 if c.isascii() else 1 for c in line) for line in lines]
    assert len(lines) == count
    assert all(b >= min(a, c) for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    assert widths[-1] >= max(widths) / 2


def test_a_line_more_is_taken_where_the_fewest_would_all_be_full() -> None:
    rest = "关于申请批准汛期地质灾害防治、矿山安全生产宣传教育和应急避险演练以及基层自然资源所人员培训有关工作的请示"
    title = ORGAN + rest
    assert len(title) == 60
    assert len(break_title(title, keep=(ORGAN,))) == 4
