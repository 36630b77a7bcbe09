"""Which lines of a text stay with its ending, and what is told where none can."""

from __future__ import annotations

from typing import Any

import pytest

from qijin_docs import load, render
from qijin_docs.contents import ending_problems, values_of
from qijin_docs.contents.ending import with_ending

LINE = 579
JOINT = ["云岭省教育厅", "云岭省应急管理厅", "云岭省交通运输厅", "云岭省农业农村厅"]


def block(length: int, style: str = "正文") -> dict[str, Any]:
    heading = "标题" in style
    return {
        "样式": style,
        "编号": "",
        "标题": "题" if heading else "",
        "文字": "" if heading else "国" * (length - 1) + "。",
    }


def marks(blocks: list[dict[str, Any]], above: int, ending: float) -> list[str]:
    """What is marked: 随 for what stays with the ending, figures for the signs before and after a break."""
    ended = with_ending(blocks, above * LINE, ending)
    said = [
        f"{len(b['前页文字'])}+{len(b['次页文字'])}" if b["次页文字"] else "随" if b["随落款"] else ""
        for b in ended.blocks
    ]
    return [*said, ended.fault[:7]]


@pytest.mark.parametrize(
    ("lengths", "above", "ending", "expected"),
    [
        # A short last paragraph is kept, with the one before it if it is only a line.
        ([60, 60], 5, 4, ["", "随", ""]),
        ([60, 60, 5], 13, 4, ["", "随", "随", ""]),
        ([60, 60, 5], 5, 4, ["", "", "随", ""]),
        # Of one that goes on to the next page anyhow enough lines stand there.
        ([60, 250], 15, 4, ["", "", ""]),
        ([60, 250], 11, 4, ["", "随", ""]),
        ([60, 5], 5, 4, ["", "随", ""]),
        # The only paragraph stays whole where the ending has room, and gives two lines to the next page where not.
        ([80], 15, 4, ["", ""]),
        ([80], 16, 4, ["26+54", ""]),
        ([40], 17, 4, ["26+14", ""]),
        # A closing goes along, so that one line more is enough.
        ([80, 5], 15, 4, ["54+26", "随", ""]),
        # A long last paragraph likewise.
        ([60, 28 * 11 - 2], 4, 4, ["", "", ""]),
        ([60, 28 * 11 - 2], 7, 4, ["", "250+56", ""]),
        # Nothing follows.
        ([60, 60], 5, 0, ["", "", ""]),
    ],
)
def test_what_stays_with_the_ending(
    lengths: list[int], above: int, ending: float, expected: list[str]
) -> None:
    assert marks([block(n) for n in lengths], above, ending) == expected


def test_an_only_line_without_room_for_the_ending_is_told() -> None:
    assert marks([block(20)], 18, 4) == ["", "正文只有一行，"]
    assert marks([block(20)], 17, 4) == ["", ""]


def test_a_heading_stays_with_its_text_and_is_not_marked() -> None:
    assert marks([block(60), block(0, "一级标题"), block(20)], 10, 4) == ["", "", "随", ""]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"落款": "签名章", "签名人职务": "厅长"}, None),
        ({"版头": {"发文字号": "云自然资发〔2018〕15号", "联合发文机关": JOINT}}, "official.ending_alone"),
        (
            {"版记": {"印发机关": "云岭省自然资源厅办公室", "抄送": ["云岭省教育厅"] * 20}},
            "official.imprint_alone",
        ),
    ],
)
def test_what_no_lay_out_can_give_is_told_with_its_place(
    changes: dict[str, Any], code: str | None, small_letter: dict[str, Any]
) -> None:
    data = {**small_letter, **changes}
    found = ending_problems(values_of(load("通知", data)), "通知.docx")
    assert [problem.code for problem in found] == ([code] if code else [])
    assert [problem.code for problem in render("通知", data).problems if "alone" in problem.code] == [
        problem.code for problem in found
    ]
    for problem in found:
        assert str(problem.place) == "通知.docx（正文）"
        assert "只有一行" in problem.message
        assert "Word" in problem.hint


@pytest.mark.parametrize(
    ("changes", "spacing"),
    [
        ({}, None),
        ({"落款": "签名章", "签名人职务": "厅长"}, 28.0),
        ({"版记": {"印发机关": "云岭省自然资源厅办公室", "抄送": ["云岭省教育厅"] * 6}}, 24.0),
        # A sentence is rather set closer than broken, but not much closer.
        ({"正文": "请认真贯彻执行。" * 5, "主送": "各市自然资源局"}, None),
        ({"正文": "请认真贯彻执行。" * 5}, 28.0),
        ({"正文": "请认真贯彻执行。" * 9, "落款": "签名章", "签名人职务": "厅长"}, None),
    ],
)
def test_lines_come_closer_where_a_short_letter_has_no_room_for_its_ending(
    changes: dict[str, Any], spacing: float | None, small_letter: dict[str, Any]
) -> None:
    values = values_of(load("通知", {**small_letter, **changes}))
    assert (values["正文行距"], values["落款行距"]) == (spacing, spacing)


def test_an_ending_too_high_beside_two_lines_of_text_comes_closer_by_itself(
    small_letter: dict[str, Any],
) -> None:
    names = [{"名称": f"材料{n}", "承载": "任务分工表"} for n in range(16)]
    text = "现将材料（见附件）印发给你们。" * 8
    values = values_of(load("通知", {**small_letter, "附件": names, "正文": text}))
    assert (values["正文行距"], values["落款行距"]) == (None, 27.5)
    assert values["落款独页"] == ""
    (block,) = values["正文块"]
    assert block["前页文字"] + block["次页文字"] == text


def test_an_ending_higher_than_a_page_is_told(small_letter: dict[str, Any]) -> None:
    names = [
        {"名称": f"一份名称很长的材料，在附件说明里要占两行才排得下{n}", "承载": "任务分工表"}
        for n in range(10)
    ]
    data = {**small_letter, "附件": names, "正文": "现将材料（见附件）印发给你们。"}
    (found,) = ending_problems(values_of(load("通知", data)))
    assert found.code == "official.ending_alone"
    assert found.message == "落款连同附件说明、版记要占25行，和正文排不进同一页"


@pytest.fixture
def small_letter(checkout: Any) -> dict[str, Any]:
    """A notice of one line, below a full head."""
    from qijin_docs.sources import read_source

    campaign = read_source(checkout / "tests" / "small-project" / "活动.yaml").value
    return {
        "活动": campaign,
        "单位": {"全称": "云岭省自然资源厅", "代字": "云自然资"},
        "编号": "一",
        "文种": "通知",
        "版头": {"发文字号": "云自然资发〔2018〕15号"},
        "事由": "印发安全生产宣传教育“七进”活动实施方案并做好有关组织工作",
        "主送": [f"各市自然资源局{n}" for n in "甲乙丙丁戊己"],
        "正文": "请认真贯彻执行。",
        "成文日期": "2018-04-25",
    }
