"""Figures in text (GB/T 15835-2011), rules N01 and N04 to N11; years and dates are in :mod:`.dates`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.wordings import matching, paragraphs, shielded, spotted
from qijin_docs.errors import DataError, Place
from qijin_docs.text.numerals import from_chinese

_CHINESE = "零一二三四五六七八九十百千万亿两"
_UNITS = "人次|平方米|平方公里|公顷|公里|公斤|千克|千米|条次|万元|亿元|场次|份|册|篇|亩|吨|元|米"
_COUNTED = re.compile(rf"(?<![{_CHINESE}第几数约近])([{_CHINESE}]{{2,}})(?:余|多)?({_UNITS})")
_LARGE_COUNT = re.compile(
    rf"(?<![{_CHINESE}第几数约近])([一二三四五六七八九两][百千万][{_CHINESE}]{{2,}})(?=[家户人名条件场个所处次])"
)
_LETTERED = re.compile(r"[一二三四五六七八九十百千万]+(?:km|kg|mm|cm|m[²³2]?|kW|MW|℃|%|％)(?![A-Za-z])")
_FEW = re.compile(
    r"(?<![第一二三四五六七八九十、\d])(一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九)(?=天|年|个月|倍|公里|里路|米|十|百|千|万|次|遍|回)"
    r"|\d+几(?=[\u4e00-\u9fff])|(?<!\d)[1-9]、[1-9](?=天|个月|十|百|千|次|遍)"
)
_SET_WORDS = re.compile(
    r"(?<!\d)1(?=律|致|旦|贯|方面|系列|体化|线职工|线工人)|(?:星期|礼拜)[1-7]|(?<!\d)1[5-9]大(?=[以精报召提]|$)|(?<!\d)20大(?=[精报]|$)"
    r"|(?<!\d)(?:4个(?:全面|意识|自信)|2个(?:维护|确立|至上)|7进|5进)(?=[”\u4e00-\u9fff])|正月\d+|农历\S{0,4}?\d+月"
)
_PER_CENT = re.compile(r"(?<![\d.%])\d+(?:\.\d+)?\s*[～~—–-]\s*\d+(?:\.\d+)?[%％]")
_SCALED = re.compile(r"(?<![\d.万亿%])\d+(?:\.\d+)?[～~—–-]\d+(?:\.\d+)?[万亿]")
_SMALL_UNITS = re.compile(
    r"\d(?:千(?![克米瓦卡伏赫帕焦兆字]|分之)|百(?!分|货|姓|日|年|科)|十(?!分|字|九|八|大|佳|五|四|堰))"
)
_BARE_POINT = re.compile(
    r"(?<![\d\w.\u4e00-\u9fff])\.\d+(?=[%％\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[.．]\d+(?=[%％万亿])"
)
_FULL_WIDTH = re.compile(r"[０-９％]+")
_LARGE = re.compile(
    r"(?<![\d.,A-Za-z〔号-])(\d{5,}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?=[余多]?(?:人|元|份|册|个|户|家|条|吨|亩|次))"
)


_WRONG_GROUPS = re.compile(
    r"(?<![\d,])\d{1,3}(?:,\d{3})*,(?:\d{1,2}|\d{4,})(?=[余多]?(?:人|元|份|册|个|户|家|条|吨|亩|次))"
)
_GROUPED_YEAR = re.compile(r"(?<![\d,])(?:1,9|2,0)\d{2}年|〕\d{1,3},\d{3}号")


def counted_in_figures(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N01: counted and measured values are written in Arabic figures."""
    for paragraph in paragraphs(facts):
        text = shielded(paragraph.text)
        spots = [found.span() for found in _COUNTED.finditer(text) if _is_number(found[1])]
        spots += [found.span() for found in _LARGE_COUNT.finditer(text) if _is_number(found[1])]
        spots += [found.span() for found in _LETTERED.finditer(text)]
        if spots:
            yield spotted(
                paragraph,
                sorted(set(spots)),
                "check.chinese_count",
                "统计数字或计量数字用了汉字",
                "改用阿拉伯数字",
            )


def _is_number(text: str) -> bool:
    """Whether Chinese figures are one number; 三五 and 十七八 are estimates and rightly in 汉字."""
    if set(text) <= set("十百千万亿"):
        return False  # 千万, 百千: no count
    try:
        from_chinese(text)
    except DataError:
        return False
    return True


def estimates(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N04: neighbouring figures that estimate stand in 汉字 without 、: 三五天, 二十几人."""
    yield from matching(
        facts,
        _FEW,
        "check.estimate",
        "概数的写法不合规范",
        "相邻两个数字连用表示概数时用汉字，中间不加顿号：三五天、二十几人",
    )


def set_words(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N05: figures inside set words stay 汉字: 一律, 星期五, “七进”."""
    yield from matching(
        facts,
        _SET_WORDS,
        "check.set_word",
        "定型的词语里用了阿拉伯数字",
        "改用汉字数字",
    )


def ranges(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N06: both ends of a range carry %; 万 and 亿 are normally repeated too."""
    yield from matching(
        facts,
        _PER_CENT,
        "check.range_per_cent",
        "百分数范围的前一个数缺百分号",
        "写成“15%～30%”",
    )
    yield from matching(
        facts,
        _SCALED,
        "check.range_unit",
        "数值范围的前一个数缺“万”或“亿”",
        "写成“20万～30万”",
    )


def small_units(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N07: 万 and 亿 may follow Arabic figures, 千, 百 and 十 may not."""
    yield from matching(
        facts,
        _SMALL_UNITS,
        "check.small_unit",
        "阿拉伯数字后接了“千”“百”“十”",
        "写成完整的数，如“3000人”",
    )


def grouping(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N08: figures of five digits and more are grouped one way through the document, or not at all."""
    wrong = next((m for p in paragraphs(facts) if (m := _WRONG_GROUPS.search(shielded(p.text)))), None)
    if wrong is not None:
        yield finding(
            "check.grouping",
            f"“{wrong[0]}”的千分位不是三位一节",
            Place(facts.file, "全文"),
            hint="从个位起每三位一节，或去掉逗号",
        )
    plain: str | None = None
    grouped: str | None = None
    for paragraph in paragraphs(facts):
        for found in _LARGE.finditer(shielded(paragraph.text)):
            if "," in found[1]:
                grouped = grouped or found[1]
            else:
                plain = plain or found[1]
    if plain and grouped:
        yield finding(
            "check.grouping",
            f"大数有的分节（{grouped}），有的不分节（{plain}）",
            Place(facts.file, "全文"),
            hint="全文统一：都不分节，或都分节",
        )


def plain_years(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N08: years and numbers of documents are never grouped."""
    yield from matching(
        facts,
        _GROUPED_YEAR,
        "check.grouped_year",
        "年份或字号加了千分位",
        "去掉千分位的逗号或空格",
    )


def leading_zeros(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N09: a decimal below one keeps its 0."""
    yield from matching(
        facts,
        _BARE_POINT,
        "check.leading_zero",
        "小于1的小数缺整数位的0",
        "写成“0.46”",
    )


def half_width_figures(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N10: figures are half-width, also in headers and footers."""
    yield from matching(
        facts,
        _FULL_WIDTH,
        "check.full_width_figures",
        "用了全角数字",
        "改成半角数字",
    )
    # A page number has a rule of its own (7.5).
    for shown_once in (item for item in facts.headers_footers if not item.has_page_number):
        for paragraph in shown_once.paragraphs:
            if found := _FULL_WIDTH.search(paragraph.text):
                yield spotted(
                    paragraph,
                    [found.span()],
                    "check.full_width_figures",
                    "用了全角数字",
                    "改成半角数字",
                )


def unbroken_figures(facts: Facts, _elements: Elements) -> Iterator[Said]:
    """N11: a number is not broken at the end of a line. In Word: adjust the spacing of the line by a little."""
    if facts.pages is None:
        yield Unverified("数字不断行（GB/T 15835-2011）", "没有看页面，请加 --layout")
        return
    for page in facts.pages:
        for above, below in zip(page.lines, page.lines[1:], strict=False):
            full = above.right > page.width - 32 and below.left < 36
            if full and above.text[-1:].isdecimal() and below.text[:1].isdecimal():
                yield finding(
                    "check.broken_figure",
                    f"一个数断在两行：“…{above.text[-6:]}｜{below.text[:6]}…”",
                    Place(facts.file, f"第{page.number}页"),
                    hint="微调这一行的字距，或改写句子",
                )


RULES = (
    counted_in_figures,
    estimates,
    set_words,
    ranges,
    small_units,
    grouping,
    plain_years,
    leading_zeros,
    half_width_figures,
    unbroken_figures,
)
