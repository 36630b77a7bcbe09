"""Whatever a letter holds, no page holds nothing but its ending or its 版记: random letters, drawn and looked at.

Where no lay-out can give that, the letter is told before it goes out; never otherwise.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qijin_docs import Severity, check_document, load
from qijin_docs.contents import ending_problems, values_of
from qijin_docs.kinds import load_kinds
from qijin_docs.templating import compile_template

LONG = os.environ.get("QIJIN_FUZZ") == "long"
LETTERS = 600 if LONG else 90
#: Letters of a single line, which cannot go along with an ending.
SINGLE = range(10_000, 10_300) if LONG else range(10_000, 10_024)
ALL = (*range(LETTERS), *SINGLE)
ISSUERS = (
    "云岭省教育厅",
    "云岭省应急管理厅",
    "云岭省交通运输厅",
    "云岭省农业农村厅",
    "云岭省人民政府国有资产监督管理委员会",
)
#: Characters of each paragraph: from one line to twenty-five pages.
TEXTS: dict[str, list[int]] = {
    "a line": [26],
    "half a line": [14],
    "two lines": [50],
    "three lines": [80],
    "four lines": [110],
    "eight lines": [216],
    "twelve lines": [328],
    "twenty lines": [556],
    "forty lines": [1116],
    "a line and a closing": [26, 5],
    "three lines and a closing": [80, 5],
    "twelve lines and a closing": [330, 5],
    "a long last paragraph": [60, 448],
    "two long paragraphs": [252, 392],
    "three paragraphs": [60, 60, 60],
    "nine paragraphs": [100] * 9,
    "nine paragraphs and a long one": [100] * 9 + [364],
    "twenty-five pages": [200] * 60,
    "twenty-five pages and a long paragraph": [200] * 60 + [392],
}
SIGN = "国"


@dataclass(frozen=True)
class Drawn:
    """A letter: what it was made of, what is told about it, the lines of its pages; as .docx and PDF."""

    values: dict[str, Any]
    told: tuple[str, ...]
    pages: list[list[str]]
    docx: Path
    pdf: Path

    def page_of(self, line: str) -> int:
        return next(n for n, page in reversed(list(enumerate(self.pages))) if line in page)


def letter(seed: int, campaign: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Kind and data; the texts go round, so that none is missing."""
    random = Random(seed)
    kind = random.choice(("通知", "报告", "函", "请示"))
    joint = random.sample(ISSUERS, random.choice((0, 0, 1, 2, 4)) if kind != "函" else 0)
    head: dict[str, Any] = {"发文字号": "云自然资发〔2018〕15号", "联合发文机关": joint}
    if random.random() < 0.3:
        head |= {"份号": "000001", "密级": "机密★1年", "紧急程度": "特急"}
    if kind in ("报告", "请示"):
        head["签发人"] = ["×××"] * (1 + len(joint) if joint else random.choice((1, 3)))
    # A word like 附件 or 材料 is no sign of the text: these are counted apart.
    texts = [SIGN * (n - 1) + "。" for n in list(TEXTS.values())[seed % len(TEXTS)]]
    names = [
        f"材料{'有长名' * random.choice((1, 1, 4, 7))}" for _ in range(random.choice((0, 1, 1, 2, 5, 10)))
    ]
    if names:
        texts[0] = "附件" + texts[0][2:]
    bound = random.random() < 0.5  # a table goes beside the letter, and the imprint ends the letter
    data: dict[str, Any] = {
        "活动": campaign,
        "单位": {"全称": "云岭省自然资源厅", "代字": "云自然资"},
        "编号": "一",
        "文种": kind,
        "版头": head,
        "事由": random.choice(("做好有关工作", "印发安全生产宣传教育“七进”活动实施方案并做好有关组织工作")),
        "主送": [f"各市自然资源局{n}" for n in "甲乙丙丁戊己庚辛壬癸" * 3][
            : 1 if kind == "请示" else random.choice((1, 3, 12, 30))
        ],
        "正文": texts,
        "附件": [{"名称": name} if bound else {"名称": name, "承载": "任务分工表"} for name in names],
        "成文日期": dt.date(2018, random.choice((4, 12)), random.choice((5, 25))),
        "落款": random.choice(("加盖印章", "加盖印章", "不加盖印章", "签名章")),
    }
    if data["落款"] == "签名章":
        data["签名人职务"] = ["厅长", "主任", "局长", "书记", "市长"][: 1 + len(joint)]
    if random.random() < 0.3:
        data |= {"附注": "此件有附件", "联系人": {"单位": "处", "姓名": "×××", "办公电话": "0000-1234567"}}
    if random.random() < 0.8:
        data["版记"] = {"印发机关": "云岭省自然资源厅办公室", "印发日期": dt.date(2018, 12, 26)}
        data["版记"] |= {"抄送": list(ISSUERS[: random.choice((1, 3, 5))])} if random.random() < 0.6 else {}
    return kind, data


def single(seed: int, campaign: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A letter whose text is one line, with up to ten attachments; below all frames, endings and numbers of issuers."""
    random = Random(seed)
    kind, data = letter(seed, campaign)
    names = [
        f"材料{'有长名' * random.choice((1, 1, 4, 7))}"
        for _ in range(random.choice((0, 1, 1, 2, 2, 3, 5, 10)))
    ]
    text = SIGN * (random.choice((5, 14, 26)) - 1) + "。"
    bound = random.random() < 0.5
    return kind, data | {
        "正文": ["附件" + text[2:] if names else text],
        "附件": [{"名称": name} if bound else {"名称": name, "承载": "任务分工表"} for name in names],
    }


@pytest.fixture(scope="module")
def letters(
    checkout: Path,
    libreoffice: Callable[..., tuple[Path, ...]],
    lines_of_pages: Callable[[Path], list[list[str]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[int, Drawn]:
    from qijin_docs.sources import read_source

    campaign: Any = read_source(checkout / "tests" / "small-project" / "活动.yaml").value
    folder, kinds, compiled = tmp_path_factory.mktemp("letters"), load_kinds(), {}
    files, made = [], []
    for seed in ALL:
        kind, data = (single if seed in SINGLE else letter)(seed, campaign)
        values = values_of(load(kind, data))
        if kind not in compiled:
            compiled[kind] = compile_template(kinds.template_path(kinds[kind]))
        files.append(compiled[kind].render(values).save(folder / f"{seed}.docx"))
        made.append((values, tuple(problem.code for problem in ending_problems(values))))
    return {
        seed: Drawn(values, told, lines_of_pages(pdf), docx, pdf)
        for seed, (values, told), docx, pdf in zip(ALL, made, files, libreoffice(*files), strict=True)
    }


def has_text(lines: list[str]) -> int:
    """How many of the lines are text of the body."""
    return sum(SIGN in line and "国有资产" not in line for line in lines)


@pytest.mark.parametrize("seed", ALL)
def test_the_date_stands_on_a_page_with_text_or_the_letter_is_told(
    seed: int, letters: dict[int, Drawn]
) -> None:
    drawn = letters[seed]
    date = drawn.values["成文日期文字"]
    page = drawn.pages[drawn.page_of(date)]
    if "official.ending_alone" not in drawn.told:
        assert has_text(page[: page.index(date)])


@pytest.mark.parametrize("seed", ALL)
def test_the_first_page_shows_text(seed: int, letters: dict[int, Drawn]) -> None:
    assert has_text(letters[seed].pages[0])


@pytest.mark.parametrize("seed", ALL)
def test_the_imprint_stands_on_the_last_page_and_not_alone(seed: int, letters: dict[int, Drawn]) -> None:
    drawn = letters[seed]
    foot = [line for line in (drawn.values["版记主送句"], drawn.values["抄送句"]) if line]
    foot += [drawn.values["版记"]["印发机关"] or ""]
    if not any(foot) or drawn.told:
        return
    text = "".join(foot)
    *others, last = drawn.pages
    above = [line for line in last if line not in text and "印发" not in line]
    assert above
    assert not any("主送：" in line or "抄送：" in line for page in others for line in page)


@pytest.mark.parametrize("seed", ALL)
def test_the_list_of_attachments_is_not_broken(seed: int, letters: dict[int, Drawn]) -> None:
    drawn = letters[seed]
    pages = {
        number
        for number, page in enumerate(drawn.pages)
        for line in page
        if re.match(r"附件：|\d+\.材料", line)
    }
    assert len(pages) <= 1 or "official.ending_alone" in drawn.told


@pytest.mark.parametrize("seed", ALL)
def test_no_sign_of_the_text_is_lost(seed: int, letters: dict[int, Drawn]) -> None:
    drawn = letters[seed]
    shown = "".join(line for page in drawn.pages for line in page if "国有资产" not in line)
    assert shown.count(SIGN) == sum(block["文字"].count(SIGN) for block in drawn.values["正文块"])


def test_most_letters_need_not_be_told(letters: dict[int, Drawn]) -> None:
    told = [seed for seed, drawn in letters.items() if drawn.told and seed < LETTERS]
    assert 0 < len(told) < LETTERS / 5


def test_lines_come_closer_in_every_frame_and_ending(letters: dict[int, Drawn]) -> None:
    closer = [drawn.values for drawn in letters.values() if drawn.values["落款行距"]]
    assert {values["文种"] for values in closer} == {"通知", "报告", "函", "请示"}
    assert {values["落款"] for values in closer} == {"加盖印章", "不加盖印章", "签名章"}
    assert any(values["版头"]["联合发文机关"] for values in closer)
    assert all(23 <= values["落款行距"] < 28.95 for values in closer)


def test_a_letter_set_closer_stands_on_one_page(letters: dict[int, Drawn]) -> None:
    for seed, drawn in letters.items():
        if drawn.values["正文行距"] and not drawn.told and not drawn.values["附件正文"]:
            assert len(drawn.pages) == 1, seed


def test_nothing_is_wrong_with_a_letter_set_closer(letters: dict[int, Drawn]) -> None:
    for seed, drawn in letters.items():
        if drawn.values["落款行距"]:
            for report in (
                check_document(drawn.docx, pdf=drawn.pdf, layout=True),
                check_document(drawn.docx),
            ):
                found = {finding.problem.code for finding in report.findings}
                assert not found & {"check.signature_gap", "check.title_gap"}, seed
                # A last paragraph of more than a page is set closer with an ending as high as a page.
                assert "check.lines_per_page" not in found or not drawn.values["正文行距"], seed
                assert not [f for f in report.findings if f.problem.severity is Severity.ERROR], seed


def test_what_is_told_is_so(letters: dict[int, Drawn]) -> None:
    """No letter is told for nothing: where the ending is said to stand alone, no text stands with the date."""
    for seed in SINGLE:
        drawn = letters[seed]
        date = drawn.values["成文日期文字"]
        page = drawn.pages[drawn.page_of(date)]
        assert bool(has_text(page[: page.index(date)])) != ("official.ending_alone" in drawn.told), seed
