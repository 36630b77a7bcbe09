"""A long title in lines: words kept whole, the shape a trapezium or a diamond (GB/T 9704-2012, 7.3.1).

The breaks are the cheapest of all possible ones. Breaking a word, a number, a name, a bracket or the
“的” off its 文种 costs most; then a bad shape (a stub, a waist, lines all equal); then unequal lengths. A line
more is taken where fewer lines cannot be set without such a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

TITLE_WIDTH = 20
"""汉字 of 2号 (22 pt) in the 156 mm of the type area: 442 pt / 22 pt."""

_GENRES = (
    "通知|报告|请示|函|通报|纪要|意见|决定|公告|通告|批复|方案|总结|材料|经验材料|实施方案|活动总结|工作方案"
)
_WORDS = (
    "安全生产|安全|生产|宣传教育|宣传|教育|活动|实施|进展|情况|阶段|先进|典型|经验|工作|开展|推动|推进|深入|深化|组织|领导|小组|"
    "成立|调整|印发|转发|报送|报告|督查|督促|整改|考核|结果|评分|汇总|统计|台账|目录|名单|任务|分工|见证|全省|全市|全县|系统|部门|"
    "单位|企业|校园|学校|机关|社区|农村|家庭|公共场所|自然资源|矿山|矿产|地质|应急|演练|培训|讲座|课堂|班组|职工|干部|年度|全年|"
    "上半年|下半年|第一|第二|第三|第四|建立|健全|机制|制度|加强|做好|做实|办好|抓好|提高|提升|水平|意识|能力|建设|管理|监督|检查|"
    "隐患|排查|治理|警示|法律|法规|知识|咨询|展览|竞赛|新闻发布会|新闻|发布会|启动|仪式|会议|征求|意见|有关|事项|问题|材料|采场|宣讲|送课|"
    "宣讲队|组建|安全课|微课堂|经常化|制度化|常态化|发展|保障|落实|责任|主体|基层|一线|风险|防范|防治|灾害|汛期|节日|期间|紧急|请求|"
    "支持|经费|预算|人员|机构|设立|撤销|任免|表彰|奖励|奖|典型案例|典型经验|"
    "关于"
)
_CLOSED = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕|[0-9A-Za-z.%]+年?(?:\d+月)?(?:\d+日)?")
_LEXICON = sorted({*_WORDS.split("|"), *_GENRES.split("|")}, key=len, reverse=True)
_BEFORE = set("的了和与及、，》”）〕")  # a line does not begin with these
_OPENING = set("《“（〔〈‘")  # a line does not end with these
_MOST_LINES = 6  # trying every set of breaks is for titles, not for paragraphs
_MOST_WITH_ROOM = 5  # nor is a line more than needed for a title of very many lines
_BROKEN_WORD, _CLINGING, _BAD_SHAPE = 40.0, 60.0, 30.0


def break_title(title: str, *, width: int = TITLE_WIDTH, keep: Iterable[str] = ()) -> tuple[str, ...]:
    """The title in as few lines as it needs; one that fits is left alone.

    Args:
        title: the whole title.
        width: 汉字 a line holds.
        keep: names that must not be broken, such as the issuing organ's.
    """
    if width_of(title) <= width:
        return (title,)
    tokens = _tokens(title, tuple(keep), width)
    needed = -int(-width_of(title) // width)
    tried: list[tuple[float, tuple[str, ...]]] = []
    for lines in (needed, needed + 1):
        if lines <= _MOST_LINES and (lines <= _MOST_WITH_ROOM or not tried):
            found = _best(tokens, lines, width)
            if found is not None and found[0] < _BAD_SHAPE:
                return found[1]
            tried += [found] if found is not None else []
    return min(tried)[1] if tried else _plainly(title, width)


def width_of(text: str) -> float:
    """Width of a text in 汉字: half-width signs count half."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _tokens(title: str, keep: Sequence[str], width: int) -> list[str]:
    tokens: list[str] = []
    names = sorted((name for name in keep if name), key=len, reverse=True)
    position = 0
    while position < len(title):
        closed = _CLOSED.match(title, position)
        if closed and width_of(closed[0]) <= width * 0.8:
            token = closed[0]
        else:
            token = next((w for w in (*names, *_LEXICON) if title.startswith(w, position)), title[position])
        tokens.append(token)
        position += len(token)
    return tokens


def _best(tokens: list[str], lines: int, width: int) -> tuple[float, tuple[str, ...]] | None:
    best: tuple[float, tuple[str, ...]] | None = None
    widths = [width_of(token) for token in tokens]
    joints = [0.0, *(_joint(tokens, at) for at in range(1, len(tokens)))]
    for edges in _edges(widths, 0, lines, width):
        lengths = [sum(widths[a:b]) for a, b in pairwise(edges)]
        cost = _shape(lengths) + sum(joints[at] for at in edges[1:-1])
        if best is None or cost < best[0]:
            best = (cost, tuple("".join(tokens[a:b]) for a, b in pairwise(edges)))
    return best


def _edges(widths: Sequence[float], start: int, lines: int, width: int) -> Iterator[tuple[int, ...]]:
    """Every way to set the tokens from ``start`` on in so many lines: where each begins, and the end."""
    if lines == 1:
        if sum(widths[start:]) <= width:
            yield (start, len(widths))
        return
    length, rest = 0.0, sum(widths[start:])
    for end in range(start + 1, len(widths)):
        length += widths[end - 1]
        if length > width:
            return
        if rest - length <= (lines - 1) * width:
            for following in _edges(widths, end, lines - 1, width):
                yield (start, *following)


def _joint(tokens: list[str], at: int) -> float:
    """What a break before token ``at`` costs."""
    before, after = tokens[at - 1], tokens[at]
    cost = 0.0
    if (after[0] in _BEFORE and after[0] != "的") or before[-1] in _OPENING:
        cost += _CLINGING
    if after == "的":
        # 的 may lead a line only together with the 文种 it belongs to.
        cost += _CLINGING if at + 2 < len(tokens) else _BROKEN_WORD
    if before in ("的", "关于") and at + 1 >= len(tokens):
        cost += _CLINGING
    if len(before) == 1 and len(after) == 1 and not {before, after} & (_BEFORE | {"对", "在", "到"}):
        cost += _BROKEN_WORD / 2  # two unknown signs may be one word
    if before in ("的", "关于", "和", "与", "、", "，") or before.endswith(("厅", "局", "》", "”")):
        cost -= 4.0
    if before == "关于":
        cost += 12.0
    return cost


def _shape(lengths: list[float]) -> float:
    widest = max(lengths)
    cost = sum((widest - n) ** 2 for n in lengths) / widest
    if lengths[-1] < 4 or lengths[-1] < widest / 2:
        cost += _BAD_SHAPE
    cost += _BAD_SHAPE * sum(
        middle < min(above, below)
        for above, middle, below in zip(lengths, lengths[1:], lengths[2:], strict=False)
    )
    if len(lengths) >= 3 and max(lengths) - min(lengths) < 1:
        cost += _BAD_SHAPE
    return cost


def _plainly(title: str, width: int) -> tuple[str, ...]:
    lines, line = [], ""
    for char in title:
        if width_of(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return (*lines, line)
