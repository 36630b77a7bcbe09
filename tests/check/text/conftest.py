"""Documents for the rules of the text: made of paragraphs, without a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from qijin_docs.check.facts import Facts, Indents, Paragraph, Run
from qijin_docs.check.recognise import elements
from qijin_docs.check.report import Finding, Unverified
from qijin_docs.check.rules.text import TEXT_RULES
from qijin_docs.errors import Place

#: What a paragraph of a notice looks like, by what stands in front of its text in a draft.
LOOKS = {
    "M ": Paragraph("", alignment="center", runs=(Run("", size=84, colour="FF0000"),)),
    "N ": Paragraph("", alignment="center", runs=(Run("", size=32),)),
    "R ": Paragraph("", alignment="right", runs=(Run("", size=32),)),
    "T ": Paragraph("", alignment="center", runs=(Run("", size=44),)),
    "A ": Paragraph("", alignment="both", runs=(Run("", size=32),)),
    "B ": Paragraph("", alignment="both", runs=(Run("", size=32),), indents=Indents(first_chars=200)),
    "P ": Paragraph("", page_break_before=True, runs=(Run("", size=32),)),
    "C ": Paragraph("", in_table=True, table=1, row=1, column=1, runs=(Run("", size=28),)),
}
Draft = Callable[..., Facts]


@pytest.fixture(scope="session")
def draft() -> Draft:
    """``draft("T 标题", "B 正文", …)``: facts of a document of these paragraphs."""

    def make(*lines: str) -> Facts:
        paragraphs = []
        for index, line in enumerate(lines):
            look, text = LOOKS[line[:2]], line[2:]
            paragraphs.append(
                replace(
                    look,
                    text=text,
                    runs=(replace(look.runs[0], text=text),),
                    place=Place("稿.docx", f"正文第{index + 1}段"),
                    part="word/document.xml",
                    index=index,
                    number=index + 1,
                )
            )
        return Facts("稿.docx", "docx", tuple(paragraphs))

    return make


@pytest.fixture(scope="session")
def findings() -> Callable[[Facts], list[Finding]]:
    """What the rules of the text find."""

    def ask(facts: Facts) -> list[Finding]:
        known = elements(facts)
        return [said for rule in TEXT_RULES for said in rule(facts, known) if isinstance(said, Finding)]

    return ask


@pytest.fixture(scope="session")
def unverified() -> Callable[[Facts], list[Unverified]]:
    """What the rules of the text could not look at."""

    def ask(facts: Facts) -> list[Unverified]:
        known = elements(facts)
        return [said for rule in TEXT_RULES for said in rule(facts, known) if isinstance(said, Unverified)]

    return ask


@pytest.fixture(scope="session")
def notice() -> tuple[str, ...]:
    """A correct notice, as lines for :func:`draft`."""
    return (
        "M 云岭省自然资源厅文件",
        "N 云自然资〔2018〕35号",
        "T 云岭省自然资源厅关于印发安全生产宣传教育“七进”活动实施方案的通知",
        "A 各市自然资源局，厅机关各处室、厅直属各单位：",
        "B 现将《云岭省自然资源厅安全生产宣传教育“七进”活动实施方案》（见附件1）印发给你们，请认真贯彻执行。",
        "B 一、落实责任",
        "B 成立领导小组（名单见附件2），办公室设在矿产资源保护监督处。",
        "B 二、细化任务",
        "B 重点做好三项工作：一要制定计划，二要落实经费，三要建立台账。",
        "B 附件：1.实施方案",
        "B 2.领导小组名单",
        "R 云岭省自然资源厅",
        "R 2018年4月25日",
        "B （此件主动公开）",
        "P 附件1",
        "T 实施方案",
        "B 一、总体要求",
        "B 坚持安全第一、预防为主、综合治理，扎扎实实做好各项工作。",
        "P 附件2",
        "T 领导小组名单",
        "B 组　长：×××",
        "C 抄送：云岭省安全生产委员会办公室。",
        "C 云岭省自然资源厅办公室\t2018年4月26日印发",
    )


@pytest.fixture(scope="session")
def report() -> tuple[str, ...]:
    """A correct report to a superior, as lines for :func:`draft`."""
    return (
        "M 云岭省自然资源厅文件",
        "A 云自然资〔2018〕36号\t签发人：×××",
        "T 云岭省自然资源厅关于报送安全生产宣传教育“七进”活动总结的报告",
        "A 云岭省安全生产委员会办公室：",
        "B 现将活动总结报上。",
        "B 特此报告。",
        "R 云岭省自然资源厅",
        "R 2018年12月29日",
        "C 云岭省自然资源厅办公室\t2018年12月29日印发",
    )
