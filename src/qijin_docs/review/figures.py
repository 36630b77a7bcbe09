"""Figures in prose against the register: is each one there, and does none say more than there is?

A figure is recognised by its unit and by the words of its indicator nearest before it. It is right if any
figure of that indicator is equal: the year's, a sphere's, a phase's, a month's, one activity's. Round figures
are held to what their word says: 2000余 is 2000 to 2999, 近2000 is 1900 to 1999 (facts A.0.2, SU04, SU08, SU09).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qijin_docs.errors import DataError
from qijin_docs.models import Activity, ActivityRegister, Figures, Statistics, indicators
from qijin_docs.review.texts import sentences
from qijin_docs.text.numerals import from_chinese

_FIGURE = re.compile(
    r"""(?P<before>不少于|不低于|不超过|至少|超过|将近|大约|约|近|逾|超)?
    (?<![\d.第])(?:(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)
      |(?P<chinese>[一二三四五六七八九十两]*[百千][一二三四五六七八九十百千零〇]*))
    (?P<middle>余|多)?(?P<scale>万|亿)?(?P<after>余|多)?
    (?P<unit>人次|条次|万元|场次|场|家|所|户|人|份|册|本|件|条|块|幅|篇)(?!以下)(?P<end>左右|以上)?""",
    re.VERBOSE,
)
_SCALES = {None: 1, "万": 10**4, "亿": 10**8}
_OTHER_UNITS = {"场次": "场", "本": "册", "幅": "条"}
#: Units that mean an indicator only beside its words.
_WEAK = frozenset({"人", "件", "条", "块", "份", "所", "户"})
#: Words of an indicator in running text; of several the nearest before the figure is meant.
_WORDS: Mapping[str, str] = {
    "活动场次": "活动",
    "进入单位数": "进入|走进|深入",
    "参加人数": "参加|参与|到场",
    "受教育": "受教育|受到教育|覆盖",
    "培训讲座": "培训|讲座|授课|宣讲",
    "应急演练": "演练",
    "咨询": "咨询",
    "资料": "资料|传单|明白纸|折页",
    "手册图书": "手册|图书|读本",
    "宣传品": "宣传品|纪念品",
    "横幅标语": "横幅|标语",
    "展板": "展板",
    "电子屏": "电子屏|显示屏",
    "报刊报道": "报刊|报纸|文章",
    "广播电视报道": "广播|电视",
    "网站报道": "网站",
    "手机新媒体报道": "手机|新媒体|公众号|推送",
    "手机网络报道": "手机和网络|手机网络",
    "经费": "经费|投入",
}
_WHOLE = re.compile("全年|总计|合计|共|累计")
_PART = re.compile(
    "其中|第[一二三四五六七八]阶段|[一二三四]季度|月|本期|安全生产月|宣传周|领域|进[^入行]|机关|线上|现场"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in a sentence.

    Args:
        quote: as written: ``2000余份``.
        value: the number named, 万 multiplied out.
        step: one of its last digit that counts: 1000 in 2000余, 100 in 1.14万.
        word: 余, 近, 约, 不少于, 不超过, 万 for one rounded by its unit alone; empty if it is exact.
        unit: in the spelling of the indicators.
        indicator: name of the indicator, empty where no word tells it.
        whole: the sentence speaks of the whole year or period.
    """

    quote: str
    value: Decimal
    step: Decimal
    word: str
    unit: str
    indicator: str
    whole: bool

    def fits(self, actual: Decimal) -> bool:
        """Whether the register's value may be written this way."""
        value = self.value
        match self.word:
            case "":
                return actual == value
            case "余":
                return value <= actual < value + self.step
            case "近":
                return value * 95 <= actual * 100 and actual < value
            case "约":
                return abs(actual - value) * 20 <= value
            case "不少于":
                return actual >= value
            case "不超过":
                return actual <= value
            case _:
                return abs(actual - value) < self.step

    def overstates(self, actual: Decimal) -> bool:
        """Whether it says more than there is."""
        return actual < (self.value * 95 / 100 if self.word in ("近", "约") else self.value)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the register: of which indicator, what it is called, how much."""

    indicator: str
    unit: str
    label: str
    value: Decimal


def figures_in(text: str) -> Iterator[Figure]:
    """Every figure of a paragraph that is meant as an indicator."""
    for sentence in sentences(text):
        start = 0
        for match in _FIGURE.finditer(sentence):
            before, start = sentence[start : match.start()], match.end()
            number = _number(match)
            if before.endswith("每") or number is None:
                continue
            unit = _OTHER_UNITS.get(match["unit"], match["unit"])
            indicator = _indicator(before, sentence[match.end() : match.end() + 4], unit)
            if not indicator and unit in _WEAK:
                continue
            scale = _SCALES[match["scale"]]
            whole = bool(_WHOLE.search(sentence[: match.start()])) and not _PART.search(
                sentence[: match.start()]
            )
            yield Figure(
                match[0], number * scale, _step(number) * scale, _word(match), unit, indicator, whole
            )


def _indicator(before: str, after: str, unit: str) -> str:
    """The indicator whose words stand nearest before a figure, or right behind it; empty if several are listed."""
    stretch = before[max(before.rfind("，"), before.rfind("（")) + 1 :]
    spans: dict[str, tuple[int, int]] = {}
    for name, words in _WORDS.items():
        if unit in _units_of(name):
            for match in re.finditer(words, stretch):
                spans[name] = match.span()
    # 手机 inside 手机和网络 is no second word.
    outer = {
        name: span
        for name, span in spans.items()
        if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans.values())
    }
    if len(outer) > 1:
        return ""  # 宣讲、培训和应急演练12场: of all of them together
    if outer:
        return next(iter(outer))
    return next((n for n, words in _WORDS.items() if unit in _units_of(n) and re.match(words, after)), "")


def _units_of(name: str) -> tuple[str, ...]:
    if name == "进入单位数":
        return ("家", "所", "户")
    if name == "手机网络报道":
        return ("条",)
    unit = next(i.unit for i in indicators() if i.name == name)
    return (unit, "条") if unit == "篇" else (unit,)


def _number(match: re.Match[str]) -> Decimal | None:
    """The number as written, without 万; ``None`` for what is none: 007, 千家 in 千家万户."""
    if match["number"]:
        return None if match["number"].startswith("0") else Decimal(match["number"].replace(",", ""))
    chinese = match["chinese"]
    if chinese[0] in "百千":
        if not (match["before"] or match["middle"] or match["after"]):
            return None
        chinese = "一" + chinese
    try:
        return Decimal(from_chinese(chinese))
    except DataError:
        return None


def _word(match: re.Match[str]) -> str:
    said = "".join(filter(None, (match["before"], match["middle"], match["after"], match["end"])))
    for word, signs in (
        ("不少于", "不少于|不低于|至少|以上"),
        ("不超过", "不超过"),
        ("余", "余|多|逾|超"),
        ("近", "近"),
        ("约", "约|左右"),
    ):
        if re.search(signs, said):
            return word
    return match["scale"] or ""


def _step(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < 0:
        return Decimal(1).scaleb(exponent)
    digits = str(int(number))
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if number else Decimal(1)


# ------------------------------------------------------------------------------------------- the register


def known_figures(statistics: Iterable[tuple[str, Statistics]]) -> Iterator[Known]:
    """Every figure of some statistics, with a label that says whose it is: 全年合计, 企业, 第一阶段."""
    for scope, said in statistics:
        for figures in (said.total, *said.by_sphere, *said.by_phase, *said.by_month, *said.by_parent):
            yield from _of(figures, scope)
        yield Known("活动场次", "场", f"{scope}参与场次", Decimal(said.joined))


def _of(figures: Figures, scope: str) -> Iterator[Known]:
    for indicator in indicators():
        value = figures.values[indicator.name]
        if value is not None:
            unit = figures.unit_of_places if indicator.unit == "按领域" else indicator.unit
            unit = "家" if unit == "个" else unit
            yield Known(indicator.name, unit, scope + figures.label, Decimal(value))
    if figures.households is not None:
        yield Known("进入单位数", "户", scope + figures.label, Decimal(figures.households))
    online = figures.as_values()["手机网络报道"]
    if online is not None:
        yield Known("手机网络报道", "条", scope + figures.label, Decimal(online))


def known_of(activities: Iterable[Activity]) -> Iterator[Known]:
    """Every figure of single activities."""
    for activity in activities:
        for indicator in indicators():
            value = getattr(activity, indicator.attribute) if indicator.attribute else None
            if value is not None:
                yield Known(indicator.name, indicator.unit, activity.id, Decimal(value))


def sums_over(register: ActivityRegister, ids: Iterable[str]) -> dict[str, set[Decimal]]:
    """Unit → every sum in that unit over the activities named; places entered and activities counted once."""
    wanted = [a for name in dict.fromkeys(ids) if (a := register.find(name))]
    part = register.model_copy(update={"activities": tuple(wanted), "counted_hosts": None})
    sums: dict[str, set[Decimal]] = {}
    for known in _of(Statistics.of(part).total, ""):
        sums.setdefault(known.unit, set()).add(known.value)
    drilled = part.model_copy(update={"activities": tuple(a for a in wanted if a.drills)})
    for known in _of(Statistics.of(drilled).total, ""):
        sums.setdefault(known.unit, set()).add(known.value)
    return sums


def nearest_of(figure: Figure, known: Iterable[Known]) -> Known | None:
    """The figure of the same indicator (or unit) that comes nearest; ``None`` if nothing comes near at all."""
    alike = [k for k in known if _same(figure, k)]
    near = [k for k in alike if abs(k.value - figure.value) * 2 <= figure.value]
    return min(near, key=lambda k: abs(k.value - figure.value), default=None)


def is_there(figure: Figure, known: Iterable[Known]) -> bool:
    """Whether the register has a figure that may be written this way."""
    return any(_same(figure, k) and figure.fits(k.value) for k in known)


def _same(figure: Figure, known: Known) -> bool:
    if figure.indicator and figure.indicator != known.indicator:
        # 手机和网络报道 is the sum of two columns; a reporter may mean either.
        both = {figure.indicator, known.indicator}
        return both <= {"手机网络报道", "手机新媒体报道", "网站报道"}
    return bool(figure.indicator) or figure.unit == known.unit
