"""Official documents of any length, with any head, keep the page: the checker, which knows nothing of templates."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.check.elements import Form
from qijin_docs.check.facts import Facts
from qijin_docs.check.read import read_many
from qijin_docs.check.recognise import elements
from qijin_docs.check.report import Finding
from qijin_docs.check.rules.layout import LAYOUT_RULES
from qijin_docs.errors import Severity

SENTENCE = "各单位要提高思想认识，结合工作实际制定具体措施，明确责任分工，把各项任务落到实处。"
ORGANS = ["云岭省应急管理厅", "云岭省教育厅", "云岭省农业农村厅"]
TITLES = [
    ["云岭省自然资源厅", "关于报送活动总结的报告"],
    ["云岭省自然资源厅关于报送安全生产", "宣传教育“七进”活动总结和见证材料的报告"],
    ["关于活动情况的报告"],
]
COUNT = 500 if os.environ.get("QIJIN_FUZZ") == "long" else 40


def letter_at_random(choice: random.Random, base: Mapping[str, Any], *, upward: bool) -> dict[str, Any]:
    """Values for an official document, everything that can vary varied."""
    blocks: list[dict[str, Any]] = []
    for number in range(choice.randint(0, 5)):
        heading = {
            "样式": "一级标题",
            "级别": 1,
            "编号": f"{'一二三四五'[number]}、",
            "标题": "加强组织领导",
            "文字": "",
        }
        if number or choice.random() < 0.7:
            blocks.append(heading)
        blocks += [
            {"样式": "正文", "级别": 0, "编号": "", "标题": "", "文字": SENTENCE * choice.randint(1, 7)}
            for _ in range(choice.randint(1, 4))
        ]
    blocks.append({"样式": "正文", "级别": 0, "编号": "", "标题": "", "文字": SENTENCE * 3})
    attachments = choice.choice([0, 0, 1, 2, 3, 10])
    several = attachments > 1
    names = [choice.choice(["活动总结", "安全生产宣传教育进企业进校园进机关进社区进农村进家庭进公共场所活动情况统计表"])
             for _ in range(attachments)]  # fmt: skip
    head = base["版头"] | {
        "份号": choice.choice([None, "000012"]),
        "密级": choice.choice([None, "机密★1年"]),
        "紧急程度": choice.choice([None, "特急"]),
        "签发人": choice.sample(["赵一鸣", "钱二", "孙三友", "李四"], choice.randint(1, 4)) if upward else [],
        "联合发文机关": choice.choice([[], [], ORGANS[:1], ORGANS]),
    }
    page = base["附件正文"][0] | {"副标题": None, "块": blocks[-1:], "说明": None}
    return {
        **base,
        "版头": head,
        "签发人文字": "　".join(head["签发人"]),
        "标题行": choice.choice(TITLES),
        "主送句": choice.choice(["云岭省安全生产委员会办公室：", "、".join(ORGANS * 3) + "："]),
        "正文块": blocks,
        "附件名": [{"序号": f"{n}." if several else "", "名称": name} for n, name in enumerate(names, 1)],
        "附件正文": [
            {**page, "标号": f"附件{n}" if several else "附件", "标题行": [name[:20]]}
            for n, name in enumerate(names, 1)
        ],
        "成文日期文字": choice.choice(["2018年4月5日", "2018年4月25日", "2018年12月25日"]),
        "附注": choice.choice([None, "此件公开发布"]),
        "抄送句": choice.choice([None, "抄送：云岭省应急管理厅。", "抄送：" + "，".join(ORGANS * 2) + "。"]),
    }


@pytest.fixture(scope="module")
def drawn(
    fill: Callable[[str, Mapping[str, Any]], Any],
    read_samples: Callable[[], dict[str, tuple[str, dict[str, Any]]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Facts]:
    """Documents at random, drawn."""
    folder: Path = tmp_path_factory.mktemp("random")
    files = []
    for seed in range(COUNT):
        upward = seed % 2 == 0
        base = read_samples()["rich report" if upward else "rich notice"]
        values = letter_at_random(random.Random(seed), base[1], upward=upward)
        files.append(fill(base[0], values).save(folder / f"{seed:03}.docx"))
    return list(read_many(files, layout=True))


def test_documents_at_random_are_measured(drawn: list[Facts]) -> None:
    assert {elements(facts).form for facts in drawn} == {Form.FILE}
    assert all(facts.pages and facts.pages[0].red is not None for facts in drawn)


def test_documents_at_random_break_no_rule_of_form(drawn: list[Facts]) -> None:
    assert len(drawn) == COUNT
    found = [
        f"{facts.file}: {item}"
        for facts in drawn
        for known in [elements(facts)]
        for rule in LAYOUT_RULES
        for item in rule(facts, known)
        if isinstance(item, Finding) and item.problem.severity is Severity.ERROR
    ]
    assert found == []
