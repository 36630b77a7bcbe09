"""Letters that take findings, merits and grades from the records, and go out one to each unit."""

from __future__ import annotations

from typing import Any

import pytest

FOUND = {
    "编号": "DC-1", "日期": "2018-08-14", "被查单位": "岭安市自然资源局", "方式": "查资料",
    "发现问题": "台账漏记{{ 1 }}场。", "问题类型": "措施不落实",
    "依据": "实施方案", "整改要求": "补记", "整改时限": "2018-08-31",
}  # fmt: skip
SECOND = {**FOUND, "编号": "DC-2", "发现问题": "没有联络员", "问题类型": "工作进展不快"}
MERIT = {"编号": "DC-3", "日期": "2018-08-15", "被查单位": "省教育厅", "好的做法": "先下矿，后备课"}
LETTER = {
    "编号": "督促整改", "文种": "通知", "阶段": 3, "事由": "督促整改", "成文日期": "2018-08-21",
    "正文": "现将有关问题通知如下。",
    "分发": {"逐个": "有问题的被查单位", "发文字号": {"岭安市自然资源局": "云自然资〔2018〕77号"}},
    "章节": [{"标题": "整改", "取自": "整改事项"}],
}  # fmt: skip
CIRCULAR = {
    "编号": "督查通报", "文种": "通报", "阶段": 3, "事由": "督查情况", "成文日期": "2018-08-24",
    "主送": "岭安市自然资源局",
    "正文": "督查了{{ 督查.被查单位数 }}个单位，发现问题{{ 督查.问题数 }}个，销号{{ 督查.销号数 }}个。",
    "版头": {"发文字号": "云自然资〔2018〕81号"},
    "章节": [{"标题": "做法", "取自": "督查做法"}, {"标题": "问题", "正文": "逐项列出。", "取自": "督查问题"}],
}  # fmt: skip


def letter_of(small: Any, name: str) -> Any:
    """The only letter whose id begins so."""
    (letter,) = [letter for letter in small.load().of("公文") if letter.id.startswith(name)]
    return letter


def test_each_unit_gets_a_letter_of_its_own_with_its_number_and_its_findings(small: Any) -> None:
    small.write("督查.yaml", [FOUND, MERIT, SECOND])
    small.write("公文/整改.yaml", LETTER)
    letter = letter_of(small, "督促整改")
    assert (letter.id, letter.addressees) == ("督促整改（岭安市自然资源局）", ("岭安市自然资源局",))
    assert letter.letterhead.number == "云自然资〔2018〕77号"
    assert [block.line for block in letter.blocks] == [
        "现将有关问题通知如下。",
        "一、整改",
        # Braces in a record are text: only what people write in the letter is narrative.
        "（一）措施不落实。台账漏记{{ 1 }}场。依据：实施方案。整改要求：补记，2018年8月31日前整改到位。",
        "（二）工作进展不快。没有联络员。依据：实施方案。整改要求：补记，2018年8月31日前整改到位。",
    ]


def test_two_units_get_two_letters_and_a_unit_without_number_has_a_gap(small: Any) -> None:
    from qijin_docs import build

    small.write("督查.yaml", [FOUND, {**SECOND, "被查单位": "省教育厅"}])
    small.write("公文/整改.yaml", LETTER)
    result = build(small.load(), small.folder.parent / "out", only="notice", draft=True)
    names = [made.path.rpartition("/")[2] for made in result.made if "督促整改" in made.path]
    assert names == [
        "云岭省自然资源厅关于督促整改的通知（岭安市自然资源局）（草稿）.docx",
        "云岭省自然资源厅关于督促整改的通知（云岭省教育厅）（草稿）.docx",
    ]


def test_a_circular_names_merits_findings_and_counts(small: Any) -> None:
    closed = {**SECOND, "整改情况": "已明确", "销号日期": "2018-08-20"}
    small.write("督查.yaml", [FOUND, closed, MERIT])
    small.write("公文/通报.yaml", CIRCULAR)
    assert [block.line for block in letter_of(small, "督查通报").blocks] == [
        "督查了2个单位，发现问题2个，销号1个。",
        "一、做法",
        "省教育厅：先下矿，后备课。",
        "二、问题",
        "逐项列出。",
        "（一）措施不落实",
        "岭安市自然资源局：台账漏记{{ 1 }}场。依据：实施方案。整改要求：补记，2018年8月31日前整改到位。",
        "（二）工作进展不快",
        "岭安市自然资源局：没有联络员。依据：实施方案。整改要求：补记，2018年8月31日前整改到位。",
    ]


@pytest.mark.parametrize("source", ["督查做法", "督查问题", "整改事项", "考核等次"])
def test_what_there_are_no_records_for_is_an_error_at_its_place(small: Any, source: str) -> None:
    small.write("公文/通报.yaml", {**CIRCULAR, "正文": "如下。", "章节": [{"标题": "甲", "取自": source}]})
    (problem,) = small.problems()
    assert (problem.code, problem.place.where) == ("drawn.no_records", "章节[0].取自")
    assert problem.message == f"没有可取的{source}"


def test_letters_to_units_without_findings_are_errors(small: Any) -> None:
    small.write("公文/整改.yaml", {**LETTER, "章节": [{"标题": "甲", "正文": "乙。"}]})
    assert [(p.code, p.place.where) for p in small.problems()] == [("drawn.no_records", "分发.逐个")]
    small.write("督查.yaml", [FOUND])
    small.change("公文/整改.yaml", {"分发.发文字号.省教育厅": "云自然资〔2018〕78号"})
    (problem,) = [p for p in small.problems() if p.code == "drawn.unknown_unit"]
    assert problem.place.where == "分发.发文字号.省教育厅"
    assert problem.message == "“省教育厅”没有要整改的问题，却给它编了文号"


def test_a_drawn_section_has_no_sections_of_its_own(small: Any) -> None:
    section = {"标题": "甲", "取自": "督查问题", "小节": [{"标题": "乙", "正文": "丙。"}]}
    small.write("公文/通报.yaml", {**CIRCULAR, "章节": [section]})
    assert [(p.code, p.place.where) for p in small.problems()] == [("data.drawn_section", "章节[0].取自")]


def test_outside_a_project_the_place_of_the_records_is_a_visible_gap() -> None:
    from qijin_docs.models import Section, blocks_of

    blocks = blocks_of([Section.model_validate({"标题": "问题", "取自": "督查问题"})])
    assert [block.line for block in blocks] == ["一、问题", "【待填：督查问题】"]
