"""Letters of every frame, as an office writes them, drawn and checked with their pages: nothing is wrong with any."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qijin_docs import Severity, check_document, load
from qijin_docs.contents import values_of
from qijin_docs.kinds import load_kinds
from qijin_docs.templating import compile_template

#: In the ordinary run those among others that the checker once took for faulty: a code broken at the end of a line, a
#: letter with three lines in its corner, a date a little wider than the name it stands below.
SEEDS = range(400) if os.environ.get("QIJIN_FUZZ") == "long" else (*range(20), 22, 33, 36, 102)
KINDS = ("通知", "报告", "函", "请示", "通报", "纪要")
ISSUERS = ("云岭省教育厅", "云岭省应急管理厅", "云岭省交通运输厅", "云岭省人民政府国有资产监督管理委员会")
CITIES = (
    "岭安",
    "岚州",
    "澄川",
    "霁山",
    "栖河",
    "砚溪",
    "苍屏",
    "雁川",
    "柳渡",
    "桐岭",
    "铜屏",
    "望岚",
    "临澄",
    "石渡",
)
SUBJECTS = (
    "做好有关工作",
    "安全生产宣传教育工作情况",
    "开展2018年安全生产月活动",
    "印发安全生产宣传教育“七进”活动实施方案并做好有关组织工作",
)
SENTENCES = (
    "各单位要结合实际制定具体措施，明确责任处室和联络员。",
    "厅机关有关处室按照职责分工抓好落实。",
    "活动开展情况按阶段汇总，数字以活动台账为准。",
    "要充分利用门户网站、手机短信和宣传栏，扩大宣传覆盖面。",
    "对发现的问题逐项登记，限期整改，整改情况及时报送。",
    "重点矿山企业要组织一线职工参加警示教育，人数不少于在册职工的九成。",
    "2018年6月底前完成集中宣讲，9月底前完成应急演练。",
    "工作中的经验做法可随时报送，厅将择优推广。",
    "有关要求按照《安全生产宣传教育工作规定》执行。",
    "联系电话为0871-6512345，资料编号为YL-2026-017。",
    "培训讲座覆盖率达到95.5%，受教育人数1200余人次。",
)
NAMES = (
    "安全生产宣传教育工作任务清单",
    "重点矿山企业名单",
    "活动进度安排表",
    "联络员登记表",
    "云岭省自然资源厅安全生产宣传教育“七进”活动宣讲提纲和培训课件目录",
    "应急演练脚本",
    "宣传品发放登记表",
    "培训讲座安排",
    "隐患整改情况统计表",
    "典型经验材料（初稿）",
)
CLOSINGS = {"报告": "特此报告。", "请示": "妥否，请批示。", "函": "专此函达。", "通知": "特此通知。"}


def letter(seed: int, campaign: Any) -> tuple[str, dict[str, Any]]:
    """Kind and data of a letter."""
    random = Random(seed)
    kind = random.choice(KINDS)
    upward = kind in ("报告", "请示")
    joint = random.sample(ISSUERS, random.choice((0, 0, 0, 1, 2, 4)) if kind not in ("函", "纪要") else 0)
    head: dict[str, Any] = {"发文字号": "云自然资发〔2018〕15号", "联合发文机关": joint}
    if random.random() < 0.3:
        head |= {"份号": "000001", "密级": "机密★1年", "紧急程度": random.choice(("特急", "加急"))}
    if upward:
        head["签发人"] = ["×××"] * (1 + len(joint) if joint else random.choice((1, 1, 3)))
    text = [
        "".join(random.sample(SENTENCES, random.choice((1, 1, 2, 3, 5, 8))))
        for _ in range(random.choice((1, 1, 1, 2, 3, 5, 9, 16)))
    ]
    names = random.sample(NAMES, random.choice((0, 0, 1, 1, 2, 3, 5, 10)))
    if names:
        text[0] = "现将有关材料（见附件）送上，" + text[0]
    if random.random() < 0.3 and kind in CLOSINGS:
        text.append(CLOSINGS[kind])
    beside = random.random() < 0.5
    data: dict[str, Any] = {
        "活动": campaign,
        "单位": {"全称": "云岭省自然资源厅", "代字": "云自然资"},
        "编号": "一",
        "文种": kind,
        "版头": head,
        "事由": random.choice(SUBJECTS),
        "主送": ["省安委会办公室"]
        if upward
        else [f"{city}市自然资源局" for city in CITIES[: random.choice((1, 3, 14))]],
        "正文": text,
        "附件": [{"名称": name} | ({"承载": "任务分工表"} if beside else {}) for name in names],
        "成文日期": dt.date(2018, random.choice((4, 12)), random.choice((5, 25))),
    }
    if kind != "纪要":
        data["落款"] = random.choice(("加盖印章", "加盖印章", "不加盖印章", "签名章"))
        if data["落款"] == "签名章":
            data["签名人职务"] = ["厅长", "主任", "局长", "书记", "市长"][: 1 + len(joint)]
    if random.random() < 0.3:
        contact = {"单位": "办公室", "姓名": "×××", "办公电话": "0871-6512345"}
        data |= {"附注": "此件有附件", "联系人": contact}
    if random.random() < 0.8:
        data["版记"] = {"印发机关": "云岭省自然资源厅办公室", "印发日期": dt.date(2018, 12, 26)}
        if random.random() < 0.6 and kind != "请示":
            data["版记"]["抄送"] = list(ISSUERS[: random.choice((1, 3, 4))])
    return kind, data


@pytest.fixture(scope="module")
def drawn(
    checkout: Path, libreoffice: Callable[..., tuple[Path, ...]], tmp_path_factory: pytest.TempPathFactory
) -> dict[int, tuple[Path, Path]]:
    """Each letter as .docx and as PDF."""
    from qijin_docs.sources import read_source

    campaign = read_source(checkout / "tests" / "small-project" / "活动.yaml").value
    folder, kinds, compiled = tmp_path_factory.mktemp("checked"), load_kinds(), {}
    files = []
    for seed in SEEDS:
        kind, data = letter(seed, campaign)
        if kind not in compiled:
            compiled[kind] = compile_template(kinds.template_path(kinds[kind]))
        files.append(compiled[kind].render(values_of(load(kind, data))).save(folder / f"{seed}.docx"))
    return dict(zip(SEEDS, zip(files, libreoffice(*files), strict=True), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_wrong_with_a_letter_of_ours(seed: int, drawn: dict[int, tuple[Path, Path]]) -> None:
    docx, pdf = drawn[seed]
    for report in (check_document(docx, pdf=pdf, layout=True), check_document(docx)):
        wrong = [finding.problem for finding in report.findings if finding.problem.severity is Severity.ERROR]
        assert wrong == []
        # Its sentences are drawn from a few; an imprint on an odd page is a matter of printing.
        codes = {finding.problem.code for finding in report.findings}
        assert codes <= {"check.repeated_sentence", "check.imprint_even_page"}
