"""Slips of the pen: doubled characters and words, known misspellings, sentences said twice, remains of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import ORGAN_END
from qijin_docs.check.wordings import matching, paragraphs, shielded, spotted, units
from qijin_docs.text.reading import shown
from qijin_docs.text.web_residue import strip_web_residue

# Signs that no word of an official text ends and the next begins with, and that are never doubled for stress.
# 厅厅长, 会会议, 关关于, 国国土, 进进企业 are two words that meet; 层层, 仅仅, 大大 are words: none of them is here.
_NEVER_DOUBLED = "推贯抓培根按该我们其已于的把被各在并"
_RIGHTLY_DOUBLED = re.compile(
    "目的的|的的确|人人|们们|明了了|自在在|所在在|实在在|存在在|现在在|内在在|各各自|合并并"
)
_DOUBLED_SIGN = re.compile(rf"([{_NEVER_DOUBLED}])\1")
# 2026年年底, 3个个体户, 20家家庭农场, 3次次生灾害, 2条条例: the second sign begins a word.
_DOUBLED_UNIT = re.compile(
    r"\d(?:年年(?![底初末中度均报检会终内])|月月(?![底初末中报度均考])|日日(?![报常均程志期夜])|时时(?![刻长段间])"
    r"|分分(?![别数类管支钟])|次次(?![生要品年数])|场场(?![地所馆次面])|份份(?!额)|册册|家家(?![庭具电政长])|条条(?![例款件目块])"
    r"|篇篇(?!幅)|人人(?![均手员民才])|户户(?![均外籍主])|名名(?![单称额次誉])|所所(?![有在需])|处处(?![长置理罚分级])|件件(?!数)"
    r"|%%|万万|亿亿|元元(?![旦素件]))"
)
_HALF_DOUBLED = re.compile(
    "切切实(?!实)|认认真(?!真)|扎扎实(?!实)|踏踏实(?!实)|(?<!实)实实在(?!在)|清清楚(?!楚)|明明白(?!白)|完完全(?!全)|仔仔细(?!细)"
    "|了了(?![解结然却望])|(?<![主需重必只紧纪摘概想首])要要(?![求素件点领害务闻])"
)
_DOUBLED_WORD = re.compile(r"([\u4e00-\u9fff]{2,4})\1")
_STRESSED = frozenset(
    {
        "研究", "讨论", "学习", "交流", "商量", "了解", "沟通", "分析", "思考", "琢磨", "休息", "锻炼", "宣传", "检查",
        "一个", "一步", "一点", "一条", "一件", "一遍", "一项", "一天", "一层",
    }
)  # fmt: skip
# Words in whose inside a character typed twice can be nothing else: 安全全生产, 宣传传教育.
_LONG_WORDS = (
    "安全生产", "宣传教育", "自然资源", "国土资源", "领导小组", "实施方案", "公共场所", "主体责任", "隐患排查",
    "应急管理", "联席会议", "活动总结", "见证材料", "经验材料", "先进典型", "基本规范", "防灾减灾", "监督管理",
)  # fmt: skip
_INSIDE_DOUBLED = re.compile(
    "|".join(f"{word[:i]}{word[i]}{word[i:]}" for word in _LONG_WORDS for i in range(1, len(word) - 1))
)
# What is written → what is meant. What follows or precedes is looked at where the same signs can be right:
# 既使用, 按排查, 预防犯罪, 良好的论坛, 治安委员会.
_MISSPELT = (
    ("安全生产委会|安全生产安委会|安全生委员会|安全生产委员(?=办公室)", "安全生产委员会"),
    ("(?<=[省市县区])安全委员会办公室", "安全生产委员会办公室"),
    ("安委会会办公室", "安委会办公室"),
    ("(?<![公治保])安委员会", "安委会"),
    ("良好的论(?![文坛证述点据调断])", "良好的舆论"),
    ("布署(?!名)|布暑|部暑", "部署"),
    ("台帐", "台账"),
    ("按排(?![名序列量放水查班期除险污])", "安排"),
    ("(?<![当叫看])做为", "作为"),
    ("部份(?![额数])", "部分"),
    ("松驰", "松弛"),
    ("即然", "既然"),
    ("既使(?![用得人其我他企之])", "即使"),
    ("再接再励", "再接再厉"),
    ("一如继往", "一如既往"),
    ("按步就班", "按部就班"),
    ("防患未燃", "防患未然"),
    ("防犯(?![罪人])", "防范"),
    ("宣全教育", "宣传教育"),
    ("检察隐患", "检查隐患"),
    ("幅射", "辐射"),
    ("渲传", "宣传"),
    ("竟赛", "竞赛"),
    ("隐换|稳患", "隐患"),
    ("排察", "排查"),
    ("贯策|惯彻", "贯彻"),
    ("按装", "安装"),
    ("以经(?=[完开做取得建成召启形部])", "已经"),
    ("办公窒", "办公室"),
    ("教肓", "教育"),
    ("予案", "预案"),
    ("予防", "预防"),
    ("按全(?=生产|管理|隐患|教育)", "安全"),
    ("重于太山", "重于泰山"),
)
_MISSPELLINGS = tuple((re.compile(wrong), right) for wrong, right in _MISSPELT)
_UNTIL = re.compile(r"截止(?=(?:20\d\d年)?\d{1,2}月|目前|\d{4}年)")
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_LEAST = 14
_HOLDERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|待(?:填|补充|定稿|核实)(?=[）)】\]]|$)|[【\[（(](?:请填|此处|待)[^】\])）]{0,20}[】\])）]|TODO|\?{3,}|□{2,}|_{3,}"
    r"|(?<![A-Za-z0-9\-])[XＸ]{2,}(?![A-Za-z0-9\-])|[X×]{1,4}月[X×]{1,2}日"
)


def doubled_characters(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """A character typed twice: 推推动, 4月月30日, 安全全生产. Words such as 实实在在, 层层, 仅仅 are left alone."""
    for paragraph in paragraphs(facts):
        text = shielded(paragraph.text)
        right = [found.span() for found in _RIGHTLY_DOUBLED.finditer(text)]
        spots = [
            found.span()
            for pattern in (_DOUBLED_SIGN, _DOUBLED_UNIT, _HALF_DOUBLED, _INSIDE_DOUBLED)
            for found in pattern.finditer(text)
            if not any(a <= found.start() < b for a, b in right)
        ]
        if spots:
            yield spotted(
                paragraph,
                sorted(spots),
                "check.doubled_character",
                "叠字",
                "删去多打的字",
            )


def doubled_words(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """A word typed twice: 安全安全. 研究研究, 一个一个 and 的通知的通知 are left alone."""
    for paragraph in paragraphs(facts):
        spots = [
            found.span()
            for found in _DOUBLED_WORD.finditer(shielded(paragraph.text))
            if found[1] not in _STRESSED and len(set(found[1])) > 1 and found[1][0] != "的"
        ]
        if spots:
            yield spotted(
                paragraph,
                spots,
                "check.doubled_word",
                "词语重复",
                "删去重复的词；确属两个词相连的可不改",
            )


def misspellings(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """Known misspellings: names of the 安全生产委员会 above all, and words often confused."""
    for paragraph in paragraphs(facts):
        text = shielded(paragraph.text)
        for wrong, right in _MISSPELLINGS:
            if found := wrong.search(text):
                yield finding(
                    "check.misspelling",
                    f"“{found[0]}”是“{right}”之误",
                    paragraph,
                    hint=f"改成“{right}”",
                    quote=found[0],
                )


def until(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """截至 a day, 截止 stands behind it."""
    yield from matching(
        facts,
        _UNTIL,
        "check.until",
        "日期前用了“截止”",
        "改成“截至”",
    )


def repeated_sentences(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """A clause of fourteen or more 汉字 that stands twice in the same text."""
    for start, end in units(elements):
        seen: dict[str, int] = {}
        # A line with tabs is one of a list: the same office may well stand in it twice.
        running = [(i, p) for i, p in elements.running() if start <= i < end and "\t" not in p.text]
        for index, paragraph in running:
            for found in _CLAUSE.finditer(paragraph.text):
                clause = found[0].strip()
                # A cited title or a list of organs is rightly said again and again.
                own = re.sub("《[^》]*》|（[^）]*）|“[^”]*”", "", clause)
                if sum("\u4e00" <= sign <= "\u9fff" for sign in own) < _LEAST or ORGAN_END.search(own):
                    continue
                if clause not in seen:
                    seen[clause] = index
                    continue
                before = facts.paragraphs[seen[clause]].place.where
                where = "同一段里" if seen[clause] == index else f"{before}里"
                yield finding(
                    "check.repeated_sentence",
                    f"“{shown(clause)}”在{where}已经写过",
                    paragraph,
                    hint="删去重复的一处",
                    quote=clause,
                )


def web_residue(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """Lines of a web page's frame: 信息来源, 上一篇, [打印]."""
    for paragraph in paragraphs(facts):
        for note in strip_web_residue(paragraph.text).notes:
            if note.code == "text.web_line":
                yield finding(
                    "check.web_residue",
                    f"网页残留的一行：“{shown(paragraph.text)}”",
                    paragraph,
                    hint="删去这一行",
                    quote=paragraph.text.strip(),
                )


def placeholders(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """Something that was to be filled in is still there: {{ 标题 }}, （待填）, ____."""
    yield from matching(
        facts,
        _HOLDERS,
        "check.placeholder",
        "还有没填的地方",
        "填上内容或删去",
    )


RULES = (
    doubled_characters,
    doubled_words,
    misspellings,
    until,
    repeated_sentences,
    web_residue,
    placeholders,
)
