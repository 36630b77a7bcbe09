"""Quantities as clerks write them: 2000余, 约3万, ２０００, 1.2万, 近千, 20余种1000多册, —, 无, blank.

A round figure stays marked as one. A blank, a 无, a / and a — are four different things, and none of them
is 0 (seen in real forms); whoever asks for an exact number is refused anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qijin_docs.errors import DataError, Problem
from qijin_docs.text.numerals import from_chinese
from qijin_docs.text.reading import Reading, halved, note, refusal, shown


class Blank(StrEnum):
    """In which way a field holds no number."""

    EMPTY = ""
    NONE = "无"
    SLASH = "/"
    DASH = "—"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as it was written.

    Args:
        value: the figure named, with 千, 万, 亿 multiplied out; ``None`` if there is none.
        unit: 份, 人次, 元 …; empty if none was written.
        approx: the words of approximation, as written: 余, 多, 近, 约, 不少于, 左右 …; 千, 万 or 亿 for a
            figure that was only rounded by its unit.
        exact: whether the value may be used in a sum.
        blank: how it was left out, if it was.
    """

    value: Decimal | None
    unit: str = ""
    approx: str = ""
    exact: bool = True
    blank: Blank | None = None


_BLANKS = {"": Blank.EMPTY, "无": Blank.NONE, "/": Blank.SLASH, "\\": Blank.SLASH}
_BLANKS |= dict.fromkeys(("—", "——", "-", "--", "–", "一一", "－"), Blank.DASH)
_SCALES = {
    "": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "万亿": 10**12,
}  # fmt: skip
_QUANTITY = re.compile(
    r"""\s*
    (?P<before>不少于|不低于|不超过|将近|大约|约|近|至少|超过|逾|超|上)?\s*
    (?: (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*
      | (?P<chinese>[零一二三四五六七八九十百千两〇]+(?:[万亿][零一二三四五六七八九十百千两〇]*)*)
      | (?=[千万百亿](?:[余多]|[^余多\d]|$)) )
    (?P<middle>[余多])?
    (?P<scale>万亿|百万|千万|十万|亿|万|千|百)?
    (?P<after>[余多])?\s*
    (?P<unit>(?:(?!左右|以上|上下)[\u4e00-\u9fffA-Za-z%℃㎡/（）()])*)
    (?P<end>左右|以上|上下)?
    """,
    re.VERBOSE,
)
_SEPARATOR = re.compile(r"\s*[、，,;；]?\s*")
_LONGEST = 200


def read_quantities(raw: object) -> Reading[tuple[Quantity, ...]]:
    """All quantities of a text, in order: ``20余种1000多册`` is two.

    Args:
        raw: text, a number or ``None``.

    Returns:
        At least one quantity; a blank in any form is one quantity without a value.

    Raises:
        DataError: ``text.not_a_quantity`` if anything in it is not understood.
    """
    if raw is None:
        return Reading((Quantity(None, blank=Blank.EMPTY, exact=False),))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise _refused(raw)
    if not isinstance(raw, str):
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        if not number.is_finite():
            raise _refused(raw)
        return Reading((Quantity(number),))
    text = raw.strip()
    blank = _BLANKS.get(text)
    if blank is not None:
        return Reading((Quantity(None, blank=blank, exact=False),))
    if len(text) > _LONGEST:
        raise _refused(raw)
    notes: tuple[Problem, ...] = ()
    narrow = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", halved_digits(text))
    if narrow != text:
        notes = (note("text.full_width_digits", f"“{shown(raw)}”里的全角数字按“{shown(narrow)}”读"),)
    found: list[Quantity] = []
    position = 0
    while position < len(narrow):
        match = _QUANTITY.match(narrow, position)
        if match is None or match.end() == position:
            raise _refused(raw)
        found.append(_quantity(match, raw))
        position = match.end()
        if position < len(narrow):
            separator = _SEPARATOR.match(narrow, position)
            mark = separator.group().strip() if separator else ""
            if not found[-1].unit and (found[-1].exact or not mark):
                raise _refused(raw)  # 1,23 and 2万3: nobody knows whether that is one number or two
            position = separator.end() if separator else position
    return Reading(tuple(found), notes)


def read_quantity(raw: object) -> Reading[Quantity]:
    """The one quantity of a text.

    Raises:
        DataError: ``text.not_a_quantity``; ``text.several_quantities`` if there are two or more.
    """
    reading = read_quantities(raw)
    if len(reading.value) > 1:
        raise refusal("text.several_quantities", f"“{shown(raw)}”里有{len(reading.value)}个数量", "分开填写")
    return Reading(reading.value[0], reading.notes)


def read_exact(raw: object, *, unit: str | None = None) -> Reading[Decimal]:
    """The exact number of a field that is summed: 2000, ２０００, 2,000; with ``unit="份"`` also 2000份.

    Args:
        raw: text, a number or ``None``.
        unit: the unit the field is counted in; without it any unit written is accepted and noted.

    Raises:
        DataError: ``text.not_exact`` for a round figure, ``text.other_unit`` for another unit,
            ``text.no_number`` for blank, 无, / and —, besides those of :func:`read_quantity`.
    """
    reading = read_quantity(raw)
    quantity = reading.value
    if quantity.value is None:
        written = f"写的是“{quantity.blank}”" if quantity.blank else "是空的"
        raise refusal("text.no_number", f"要填数，这里{written}", "一个也没有就写0，不知道就问清楚再填")
    if not quantity.exact:
        raise refusal("text.not_exact", f"“{shown(raw)}”是约数，不能相加", "填写实数，约数由成文时自动取")
    notes = reading.notes
    if quantity.unit:
        if unit is not None and quantity.unit != unit:
            hint = f"换算成“{unit}”后只填数字"
            raise refusal("text.other_unit", f"“{shown(raw)}”的单位不是“{unit}”", hint)
        number = format(quantity.value, "f")
        notes = (
            *notes,
            note("text.unit_dropped", f"“{shown(raw)}”按{number}读，单位“{quantity.unit}”不用写"),
        )
    return Reading(quantity.value, notes)


def read_count(raw: object, *, unit: str | None = None) -> Reading[int]:
    """Like :func:`read_exact`, for whole numbers from zero on.

    Raises:
        DataError: ``text.not_a_count`` for a fraction or a negative number, besides those of
            :func:`read_exact`.
    """
    if isinstance(raw, str) and re.match(r"\s*[-－−]\s*[\d０-９]", raw):
        raise refusal("text.not_a_count", f"“{shown(raw)}”是负数", "数量从0起")
    reading = read_exact(raw, unit=unit)
    if reading.value < 0 or reading.value != reading.value.to_integral_value():
        what = "是负数" if reading.value < 0 else "不是整数"
        raise refusal("text.not_a_count", f"“{shown(raw)}”{what}", "数量从0起，只能是整数")
    return Reading(int(reading.value), reading.notes)


def halved_digits(text: str) -> str:
    """The text with full-width digits, dots and signs between them made half-width; Chinese stays."""
    return "".join(halved(c) if c in "０１２３４５６７８９．％\u3000\u00a0" else c for c in text)


def _quantity(match: re.Match[str], raw: object) -> Quantity:
    words = "".join(
        word for word in (match["before"], match["middle"] or match["after"], match["end"]) if word
    )
    scale = match["scale"] or ""
    if match["middle"] and match["after"]:
        raise _refused(raw)
    if match["digits"]:
        if len(match["digits"]) > 30 or scale in ("百", "十万"):
            raise _refused(raw)
        value = Decimal(match["digits"].replace(",", "")) * _SCALES[scale]
    elif match["chinese"]:
        try:
            value = Decimal(from_chinese(_numeral(match["chinese"], words)) * _SCALES[scale])
        except DataError:
            raise _refused(raw) from None
    else:
        # 近千, 万余: one of the unit, and never meant exactly.
        if not scale or not words:
            raise _refused(raw)
        value = Decimal(_SCALES[scale])
    unit = match["unit"]
    if len(unit) > 8 or (unit and re.search(r"[零一二三四五六七八九十百千万亿两数几余多约近]", unit)):
        raise _refused(raw)
    scale = scale or ((match["chinese"] or "")[-1:] if (match["chinese"] or "")[-1:] in "千万亿" else "")
    if not words and scale:
        return Quantity(_plain(value), unit, scale[-1], exact=False)
    return Quantity(_plain(value), unit, words, exact=not words)


def _numeral(chinese: str, words: str) -> str:
    # 近千, 上百, 千余: the unit alone stands for one of it.
    return "一" + chinese if words and chinese[0] in "百千" else chinese


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _refused(raw: object) -> DataError:
    hint = "写成数字，例如 2000、2000份、2000余人次；没有填的留空"
    return refusal("text.not_a_quantity", f"看不懂数量“{shown(raw)}”", hint)
