"""Sections and blocks: a tree becomes numbered paragraphs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.models import Headings, Points, Role, Section, blocks_of
from qijin_docs.models.sections import paragraphs, walk_sections


def blocks(*sections: dict[str, Any], headings: Headings | None = None) -> list[tuple[str, str]]:
    """Style and line of each paragraph."""
    made = blocks_of([Section.model_validate(s) for s in sections], headings)
    return [(block.style, block.line) for block in made]


def test_four_levels_have_their_numbers() -> None:
    deep = {
        "标题": "甲",
        "小节": [{"标题": "乙", "小节": [{"标题": "丙", "小节": [{"标题": "丁", "正文": "文"}]}]}],
    }
    assert blocks(deep) == [
        ("一级标题", "一、甲"),
        ("二级标题", "（一）乙"),
        ("三级标题", "1.丙"),
        ("四级标题", "（1）丁"),
        ("正文", "文"),
    ]


def test_numbers_begin_again_under_each_heading() -> None:
    def part(title: str) -> dict[str, Any]:
        return {"标题": title, "小节": [{"标题": "子", "正文": "文"}, {"标题": "丑", "正文": "文"}]}

    lines = [line for style, line in blocks(part("甲"), part("乙")) if style != "正文"]
    assert lines == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）子", "（二）丑"]


@pytest.mark.parametrize(
    ("layout", "title", "expected"),
    [
        ("独立成段", "甲", [("一级标题", "一、甲"), ("正文", "文。"), ("正文", "又。")]),
        ("独立成段", "甲？", [("一级标题", "一、甲？"), ("正文", "文。"), ("正文", "又。")]),
        ("独立成段", "甲。", [("一级标题", "一、甲"), ("正文", "文。"), ("正文", "又。")]),
        ("独立成段带句号", "甲", [("一级标题", "一、甲"), ("正文", "文。"), ("正文", "又。")]),
        ("独立成段带句号", "甲。", [("一级标题", "一、甲"), ("正文", "文。"), ("正文", "又。")]),
        ("独立成段带句号", "甲？", [("一级标题", "一、甲？"), ("正文", "文。"), ("正文", "又。")]),
        ("段首标题", "甲", [("一级段首", "一、甲。文。"), ("正文", "又。")]),
        ("段首标题", "甲！", [("一级段首", "一、甲！文。"), ("正文", "又。")]),
    ],
)
def test_a_heading_stands_alone_with_or_without_full_stop_or_runs_into_the_text(
    layout: str, title: str, expected: list[tuple[str, str]]
) -> None:
    assert blocks({"标题": title, "排版": layout, "正文": ["文。", "又。"]}) == expected


@pytest.mark.parametrize(
    ("layout", "title", "heading"),
    [
        ("独立成段", "子", "（一）子"),
        ("独立成段带句号", "子", "（一）子。"),
        ("独立成段带句号", "子。", "（一）子。"),
        ("独立成段带句号", "子？", "（一）子？"),
    ],
)
def test_the_full_stop_of_a_heading_is_printed_below_the_first_level(
    layout: str, title: str, heading: str
) -> None:
    inner = {"标题": title, "排版": layout, "正文": "文。"}
    assert blocks({"标题": "甲", "排版": layout, "小节": [inner]})[:2] == [
        ("一级标题", "一、甲"),
        ("二级标题", heading),
    ]


def test_a_section_without_number_does_not_count() -> None:
    assert blocks(
        {"标题": "前言", "编号": False, "正文": "文"},
        {"标题": "甲", "正文": "文"},
        {"标题": "引子", "编号": False, "排版": "段首标题", "正文": "文"},
        {"标题": "乙", "正文": "文"},
    ) == [
        ("无号标题", "前言"), ("正文", "文"),
        ("一级标题", "一、甲"), ("正文", "文"),
        ("无号段首", "引子。文"),
        ("一级标题", "二、乙"), ("正文", "文"),
    ]  # fmt: skip


def test_a_phase_brings_its_own_heading_and_no_number() -> None:
    headings = Headings(phases={1: "第一阶段（4月30日前）统筹规划"})
    steps = {
        "标题": "步骤",
        "小节": [{"阶段": 1, "正文": ["细化分工。", "明确时限。"]}, {"阶段": 2, "正文": "启动。"}],
    }
    assert blocks(steps, headings=headings) == [
        ("一级标题", "一、步骤"),
        ("阶段", "第一阶段（4月30日前）统筹规划：细化分工。"),
        ("正文", "明确时限。"),
        ("阶段", "第二阶段：启动。"),
    ]


@pytest.mark.parametrize(
    ("role", "line"),
    [
        (Role.SUPPORT, "一、积极配合有关部门深入开展安全生产宣传教育“进企业”"),
        (Role.OWN, "一、主动开展安全生产宣传教育“进企业”"),
    ],
)
def test_a_sphere_is_headed_by_the_role(role: Role, line: str) -> None:
    found = blocks({"领域": "企业", "正文": "文"}, headings=Headings(roles={"企业": role}))
    assert found[0] == ("一级标题", line)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ({"要点": ["甲", "乙"]}, "一是甲；二是乙。"),
        ({"引语": "做好两件事", "要点": ["甲；", "乙。"]}, "做好两件事：一是甲；二是乙。"),
        ({"引语": "做好两件事：", "要点": ["甲", "乙"]}, "做好两件事：一是甲；二是乙。"),
        ({"引语": "做好两件事", "要点": ["甲", "乙"], "各成一句": True}, "做好两件事。一是甲。二是乙。"),
        ({"序词": "一要", "要点": ["有组织", "有计划", "有制度"]}, "一要有组织；二要有计划；三要有制度。"),
        (
            {"序词": "首先", "要点": ["甲", "乙", "丙", "丁"], "各成一句": True},
            "首先，甲。其次，乙。再次，丙。最后，丁。",
        ),
        ({"序词": "第一", "要点": ["甲", "乙"]}, "第一，甲；第二，乙。"),
        ({"要点": ["甲"] * 11}, "".join(f"{n}是甲；" for n in "一二三四五六七八九十") + "十一是甲。"),
    ],
)
def test_an_enumeration_is_one_paragraph(points: dict[str, Any], sentence: str) -> None:
    assert Points.model_validate(points).sentence() == sentence
    assert blocks({"标题": "甲", "正文": [points]})[1] == ("正文", sentence)


def test_an_enumeration_may_follow_a_run_in_heading() -> None:
    section = {"标题": "甲", "排版": "段首标题", "正文": [{"要点": ["子", "丑"]}]}
    assert blocks(section) == [("一级段首", "一、甲。一是子；二是丑。")]


@pytest.mark.parametrize("text", ["甲。\n乙。", "甲。\n\n  乙。\n"])
def test_each_line_of_a_text_is_a_paragraph(text: str) -> None:
    section = Section.model_validate({"标题": "题", "正文": text})
    assert [b.text for b in paragraphs(section.body)] == ["甲。", "乙。"]
    run_in = Section.model_validate({"标题": "题", "排版": "段首标题", "正文": text})
    assert [b.line for b in blocks_of([run_in])] == ["一、题。甲。", "乙。"]


def test_a_title_that_begins_with_a_year_has_no_number_of_its_own() -> None:
    assert blocks({"标题": "2018年工作", "正文": "文"})[0] == ("一级标题", "一、2018年工作")


def test_an_unnumbered_title_may_bring_a_number() -> None:
    assert blocks({"标题": "一、甲", "编号": False, "正文": "文"})[0] == ("无号标题", "一、甲")


def test_walking_gives_each_section_with_its_path() -> None:
    tree = [Section.model_validate({"标题": "甲", "小节": [{"标题": "乙", "正文": "文"}]})]
    assert [(path, s.name) for path, s in walk_sections(tree, ("章节",))] == [
        (("章节", 0), "甲"),
        (("章节", 0, "小节", 0), "乙"),
    ]


def test_a_section_in_english_is_the_same() -> None:
    english = Section.model_validate({"title": "甲", "subsections": [{"title": "乙", "body": ["文"]}]})
    assert english == Section.model_validate({"标题": "甲", "小节": [{"标题": "乙", "正文": "文"}]})


def _sections(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    leaf = st.fixed_dictionaries(
        {"标题": st.just("题"), "正文": st.just("文"), "编号": st.booleans()},
        optional={"排版": st.sampled_from(["独立成段", "段首标题"])},
    )
    if depth == 1:
        return leaf
    inner = st.lists(_sections(depth - 1), min_size=1, max_size=4)
    return leaf | st.fixed_dictionaries({"标题": st.just("题"), "小节": inner})


_NUMBERS = {
    1: re.compile(r"([一二三四五六七八九十]+)、"),
    2: re.compile(r"（([一二三四五六七八九十]+)）"),
    3: re.compile(r"(\d+)\."),
    4: re.compile(r"（(\d+)）"),
}
_CHINESE = "〇一二三四五六七八九十"


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(_sections(4), min_size=1, max_size=4))
def test_numbers_of_any_tree_run_without_gap_from_one(tree: list[dict[str, Any]]) -> None:
    last = dict.fromkeys(_NUMBERS, 0)
    for block in blocks_of([Section.model_validate(s) for s in tree]):
        if not block.level:
            continue
        if block.number:
            found = _NUMBERS[block.level].fullmatch(block.number)
            assert found, block.number
            number = int(found[1]) if found[1].isdigit() else _CHINESE.index(found[1])
            assert number == last[block.level] + 1
            last[block.level] = number
        for level in _NUMBERS:
            if level > block.level:
                last[level] = 0
