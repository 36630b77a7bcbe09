"""Documents at random: everything that may vary varies, and every sentence is right by the rules of the text.

The same seed gives the same document. A document is made as the project makes it: a model, its values (with the
text of its attachments out of a project), the template that ships. Words and names are in ``stock.yaml``; the
rest is one module, because modules of tests do not import each other.
"""

# ruff: noqa: E501  (a document is a few long lines)
from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from qijin_docs import load
from qijin_docs.contents import values_of
from qijin_docs.kinds import load_kinds
from qijin_docs.models import OrganBook
from qijin_docs.project import Project
from qijin_docs.review.year import Year
from qijin_docs.templating import compile_template

Values = dict[str, Any]

_STOCK: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("stock.yaml").read_text(encoding="utf-8"))
_WHO: list[str] = _STOCK["谁"]
_HOW: list[str] = _STOCK["怎样"]
_WHAT: list[str] = _STOCK["做什么"]
_SO_THAT: list[str] = _STOCK["结果"]
_COUNTED: list[str] = _STOCK["数字句"]
_HEADINGS: list[str] = _STOCK["标题"]
_FIRST: list[str] = _STOCK["先"]
_SECOND: list[str] = _STOCK["后"]
_ORGANS: list[tuple[str, str]] = _STOCK["机关"]
_JOINT: list[str] = _STOCK["联合"]
_ADDRESSEES: list[str] = _STOCK["主送"]
_VERBS: dict[str, list[str]] = _STOCK["事由动词"]
_MATTERS: list[str] = _STOCK["事项"]
_NAMES: list[str] = _STOCK["人名"]
_THINGS: list[str] = _STOCK["附件"]

# Prose -----------------------------------------------------------------------------------------------------


def sentence(random: Random) -> str:
    """One sentence, from ten to some sixty characters."""
    pick = random.choice
    form = random.randrange(6)
    if form == 0:
        return f"{pick(_WHO)}{pick(_WHAT)}。"
    if form == 1:
        return f"{pick(_WHO)}要{pick(_HOW)}{pick(_WHAT)}，{pick(_SO_THAT)}。"
    if form == 2:
        return pick(_COUNTED).format(random.randint(1, 99), random.randint(1, 99)) + "。"
    if form == 3:
        return f"{pick(_HOW)}，{pick(_WHO)}{pick(_WHAT)}；{pick(_HOW)}，{pick(_WHO)}{pick(_WHAT)}。"
    if form == 4:
        return f"一是{pick(_FIRST)}；二是{pick(_SECOND)}；三是{pick(_WHAT)}。"
    month = random.randint(3, 11)
    return f"{month}月{random.randint(1, 28)}日前，{pick(_WHO)}{pick(_WHAT)}，{pick(_SO_THAT)}。"


def prose(random: Random) -> str:
    """A paragraph: mostly of some lines, now and then of one or of most of a page."""
    count = random.choice((1, 1, 2, 3, 4, 5, 6, random.randint(7, 16)))
    return "".join(sentence(random) for _ in range(count))


def sections(random: Random, size: int, level: int = 1) -> list[Values]:
    """Headings down to the fourth level with about ``size`` paragraphs under them."""
    made: list[Values] = []
    while size > 0:
        part = random.randint(1, max(1, min(size, 12)))
        size -= part
        section: Values = {
            "标题": random.choice(_HEADINGS),
            "排版": random.choice(
                ("独立成段", "独立成段", "段首标题", "独立成段带句号" if level > 1 else "段首标题")
            ),
        }
        deeper = level < 4 and part > 1 and random.random() < 0.6
        own = random.randint(0, part // 2) if deeper else part
        if section["排版"] == "段首标题":
            own = max(own, 1)
        if own:
            section["正文"] = [prose(random) for _ in range(own)]
        if deeper:
            section["小节"] = sections(random, part - own, level + 1)
        if not own and not section.get("小节"):
            section["正文"] = [prose(random)]
        made.append(section)
    return made


def size_of(random: Random) -> int:
    """Paragraphs of a document: one line to some thirty pages, most of them short."""
    return random.choice((0, 0, 1, 2, 3, 4, 6, 8, 12, 20, 20, random.randint(30, 110)))


# Who, what, when -------------------------------------------------------------------------------------------

_CARRIED = ("实施方案", "活动总结", "先进典型经验材料", "领导小组名单", "进展情况报告")


def subject(random: Random, genre: str, organ: str) -> str:
    """What a document is about. A name that fills nearly a line leaves no good shape to a short subject."""
    return random.choice(_VERBS[genre]) + random.choice(_MATTERS[5:] if len(organ) > 16 else _MATTERS)


def contact(random: Random) -> Values:
    return {"单位": "执法监督处", "姓名": random.choice(_NAMES), "办公电话": "0000-1234567"}


def some(random: Random, stock: Sequence[str], least: int, most: int) -> list[str]:
    """Some of a stock, each once."""
    return random.sample(stock, random.randint(least, min(most, len(stock))))


def often(random: Random, share: float = 0.5) -> bool:
    return random.random() < share


# Documents -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A document made at random: its seed, kind, data and bytes."""

    seed: int
    kind: str
    data: Values
    content: bytes

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.kind}:\n{json.dumps(self.data, ensure_ascii=False, default=str)}"


class Maker:
    """Makes the document of a seed; the templates are compiled once."""

    def __init__(self, small: Values) -> None:
        self._small = small
        self._kinds = load_kinds()
        self._compiled: dict[str, Any] = {}

    def __call__(self, seed: int) -> Made:
        """The document of a seed; the seeds go round the kinds, so that none is missing."""
        random = Random(seed)
        kind = _KINDS[seed % len(_KINDS)]
        organ, code = random.choice(_ORGANS)
        self._organ: Values = {"全称": organ, "代字": code}
        attached: list[tuple[str, Values]] = []
        if kind in _VERBS:
            data, attached = self._official(random, kind, organ, code)
        else:
            data = self._material(random, kind)
        model = load(kind, data)
        year = Year(model.campaign, OrganBook.model_validate({"本单位": organ, "单位": [self._organ]}))
        project = Project(Path(), self._with(year, attached), {}, (), (), ())
        if kind not in self._compiled:
            self._compiled[kind] = compile_template(self._kinds.template_path(self._kinds[kind]))
        rendered = self._compiled[kind].render(values_of(model, project))
        shown = {name: value for name, value in data.items() if name not in ("活动", "台账")}
        return Made(seed, kind, shown | {"附件内容": [name for name, _ in attached]}, bytes(rendered))

    def _with(self, year: Year, attached: list[tuple[str, Values]]) -> Year:
        made = {kind: load(kind, data) for kind, data in attached}
        return Year(
            year.campaign,
            year.organs,
            plan=made.get("实施方案"),
            group=made.get("领导小组名单"),
            summary=made.get("活动总结"),
            cases=(made["先进典型经验材料"],) if "先进典型经验材料" in made else (),
            progress=(made["进展情况报告"],) if "进展情况报告" in made else (),
        )

    def _official(
        self, random: Random, kind: str, organ: str, code: str
    ) -> tuple[Values, list[tuple[str, Values]]]:
        """The letter, and the documents that its attachments carry."""
        upward = kind in ("报告", "请示")
        joint = some(random, _JOINT, 1, 4) if often(random, 0.3) and kind not in ("函", "纪要") else []
        secret = often(random, 0.25)
        head: Values = {
            "发文字号": f"{code}{random.choice(('', '发', '办发'))}〔2018〕{random.randint(1, 1200)}号"
        }
        head |= {"联合发文机关": joint} if joint else {}
        head |= {"份号": f"{random.randint(1, 999):06}"} if secret or often(random, 0.1) else {}
        head |= {"密级": random.choice(("秘密★1年", "机密★10年", "绝密★长期", "秘密"))} if secret else {}
        head |= {"紧急程度": random.choice(("特急", "加急"))} if often(random, 0.3) else {}
        if upward:
            count = 1 + len(joint) if joint else random.choice((1, 1, 2, 3))
            head["签发人"] = random.sample(_NAMES, count)
        size = size_of(random)
        names = random.sample(_THINGS, min(random.choice((0, 0, 1, 1, 2, 3, 5, 8)), len(_THINGS)))
        if often(random, 0.12):
            names = [f"材料之{number}" for number in "甲乙丙丁戊己庚辛壬癸"]
        carried = [name if often(random) else None for name in random.sample(_CARRIED, len(_CARRIED))]
        pairs = list(zip(names, [*carried, *[None] * len(names)], strict=False))
        first = random.choice(
            ("现将有关材料（见附件）印发给你们，请认真贯彻落实。", "现将有关情况和材料（见附件）一并报来。")
            if names
            else ("现就有关事项明确如下。", "现将有关情况说明如下：" + sentence(random))
        )
        date = dt.date(2018, random.randint(1, 12), random.randint(1, 28))
        data: Values = self._common() | {
            "编号": "一",
            "文种": kind,
            "版头": head,
            "事由": subject(random, kind, organ),
            "主送": ["云岭省人民政府"]
            if kind == "请示"
            else some(random, _ADDRESSEES, 1, random.choice((1, 2, 10))),
            "正文": [first, *(prose(random) for _ in range(random.choice((0, 0, 1, 2))))],
            "章节": sections(random, size),
            "附件": [{"名称": name} | ({"承载": what} if what is not None else {}) for name, what in pairs],
            "成文日期": date,
        }
        if often(random, 0.6):
            data["结尾语"] = {"请示": "妥否，请批示。", "报告": "特此报告。", "通知": "特此通知。"}.get(kind)
        if data.get("结尾语") is None:
            data.pop("结尾语", None)
        if often(random, 0.4):
            data["附注"] = random.choice(("此件有附件", "此件发至县级"))
        if often(random, 0.3):
            data["公开属性"] = random.choice(("主动公开", "依申请公开", "不予公开"))
        if kind == "请示" or often(random, 0.3):
            data["联系人"] = contact(random)
        if kind != "纪要":
            data["落款"] = random.choice(("加盖印章", "加盖印章", "不加盖印章", "签名章"))
            if data["落款"] == "签名章":
                data["签名人职务"] = random.sample(
                    ("厅长", "主任", "局长", "党组书记", "市长"), 1 + len(joint)
                )
        else:
            data["主送"] = [] if often(random) else data["主送"]
            data |= {"出席": some(random, _NAMES, 3, 7), "列席": some(random, _NAMES, 1, 3)}
        if often(random, 0.8):
            data["版记"] = {
                "印发机关": organ + ("综合处" if organ.endswith("办公室") else "办公室"),
                "印发日期": date,
            }
            data["版记"] |= {"抄送": some(random, _JOINT, 1, 5)} if often(random, 0.7) else {}
        if often(random, 0.1):
            del data["成文日期"]  # a draft
        return data, [(what, self._material(random, what)) for _, what in pairs if what is not None]

    def _common(self) -> Values:
        return {"活动": self._small["活动"], "单位": self._organ}

    def _register(self, random: Random) -> Values:
        rows = [
            {
                "活动编号": f"HD-{number}", "领域": random.choice(("企业", "机关", "校园", "社区", "农村", "家庭", "公共场所")),
                "活动名称": f"第{number}次安全课", "形式": "讲座", "开始日期": dt.date(2018, random.randint(2, 4), random.randint(1, 28)),
                "主办单位": self._organ["全称"], "进入单位": f"白岩{number}号矿",
                "参加人数": random.randint(10, 900), "受教育": random.randint(900, 90_000), "资料": random.randint(1, 5_000),
                "见证材料编号": f"ZP-{number}",
            }
            for number in range(1, random.randint(2, 30))
        ]  # fmt: skip
        return self._common() | {"活动记录": rows}

    def _material(self, random: Random, kind: str) -> Values:
        """A document without a red head."""
        texts = [prose(random) for _ in range(random.choice((1, 1, 2, 4, random.randint(6, 24))))]
        one = [prose(random)]
        dated: Values = {} if often(random, 0.25) else {"成文日期": dt.date(2018, 4, random.randint(1, 28))}
        data = self._common()
        if kind == "领导小组名单":
            positions = ["组长", *["副组长"] * random.randint(0, 3), *["成员"] * random.randint(1, 30)]
            return data | {
                "名称": "安全生产宣传教育“七进”活动领导小组",
                "成员": [
                    {"小组职务": p, "姓名": "×××", "单位": random.choice(_JOINT), "职务": random.choice(("处长", "副厅长、党组成员"))}
                    for p in positions
                ],
                "工作机构": {"设在": "执法监督处", "主任": "×××", "职责": ["承担日常工作", "收集活动情况"]},
                "职责": ["统一领导活动", "研究解决重大问题"],
            }  # fmt: skip
        if kind == "实施方案":
            spheres = some(random, ("企业", "机关", "校园", "社区", "农村"), 1, 4)
            main = [
                {"领域": name, "正文": [prose(random) for _ in range(random.randint(1, 4))]}
                for name in spheres
            ]
            steps = [{"阶段": number, "正文": one} for number in range(1, 5)]
            tail = sections(random, size_of(random))
            names = random.sample(_THINGS, random.choice((0, 0, 1, 2, 5)))
            return data | dated | {
                "承担": [{"领域": name, "角色": "主动开展"} for name in spheres],
                "导语": texts[:1],
                "章节": [{"标题": "活动内容", "小节": main}, {"标题": "活动步骤", "小节": steps}, *tail],
                "附件": names,
            } | ({"联系人": [contact(random)]} if often(random) else {})  # fmt: skip
        if kind == "先进典型经验材料":
            title = random.choice(
                ("送课到矿山", "把安全课堂搬到采场、车间和班组，让每一名职工听得懂、记得住、用得上")
            )
            return data | dated | {
                "编号": "DX-1", "类型": "做法", "标题": f"{title}的经验材料", "主领域": "企业", "典型单位": "白岩矿业有限公司",
                "推荐单位": "岭安市自然资源局", "时段起": dt.date(2018, 3, 1), "时段止": dt.date(2018, 3, 30), "背景": one,
                "做法": [{"小标题": name, "正文": texts} for name in some(random, _HEADINGS, 1, 4)], "成效": one,
                "期内无生产安全事故": True,
            } | ({"副标题": "记白岩矿业有限公司安全宣讲队"} if often(random) else {}) | (
                {"数字": [{"量": random.randint(1, 99), "单位": "场", "口径": f"第{n}季度讲座", "来源活动": ["HD-1"]} for n in "一二三四"]}
                if often(random) else {}
            ) | (
                {"创新点": ["先下矿后备课"], "可推广性": "适合矿山企业。", "荣誉": ["市级先进集体"], "联系人": contact(random)}
                if often(random) else {}
            )  # fmt: skip
        data |= dated | {"台账": self._register(random), "问题": one, "下步安排": [prose(random)]}
        spheres = some(random, ("企业", "机关", "校园", "社区", "农村", "家庭", "公共场所"), 1, 7)
        data["分领域"] = [{"领域": name, "正文": [prose(random)]} for name in spheres]
        if kind == "活动总结":
            data |= {"总体情况": texts[:2], "组织领导": texts[2:], "成效": [prose(random)]}
            data["附件"] = random.sample(_THINGS, random.choice((0, 1, 3)))
            return data
        data |= {"期次": 1, "统计起": dt.date(2018, 1, 1), "统计止": dt.date(2018, 4, 30), "部署情况": texts}
        data |= {"成文日期": dt.date(2018, 5, random.randint(1, 28))} if dated else {}
        data |= {"填报人": "赵一鸣", "审核人": "钱塘"} if often(random) else {}
        return data


_KINDS = (*_VERBS, "实施方案", "活动总结", "进展情况报告", "先进典型经验材料", "领导小组名单")


@pytest.fixture(scope="session")
def make(checkout: Path) -> Maker:
    """``make(seed)``: the document of a seed."""
    from qijin_docs.sources import read_source

    small = read_source(checkout / "tests" / "small-project" / "活动.yaml").value
    assert isinstance(small, dict)
    return Maker({"活动": small})


@pytest.fixture(scope="session")
def title_of() -> Callable[[Random], tuple[str, str]]:
    """``title_of(random)``: an organ, and a title that begins with it."""

    def title(random: Random) -> tuple[str, str]:
        organ, _ = random.choice(_ORGANS)
        genre = random.choice(tuple(_VERBS))
        return organ, f"{organ}关于{subject(random, genre, organ)}的{genre}"

    return title
