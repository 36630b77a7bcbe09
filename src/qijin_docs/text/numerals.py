"""Chinese numerals both ways, years in 〇-digits, and the numbers of headings.

Heading numbers have four levels, 一、（一）1.（1） (GB/T 9704-2012, 7.3.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qijin_docs.errors import Problem
from qijin_docs.text.reading import halved, is_whole, note, refusal, shown

_DIGITS = "零一二三四五六七八九"
_SMALL_UNITS = ("", "十", "百", "千")
_SECTIONS = ("", "万", "亿", "万亿")
_LARGEST = 10**16 - 1
_VALUE = {c: i for i, c in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_YEAR_DIGIT = {"〇": "0", "○": "0", "零": "0"} | {c: str(i) for i, c in enumerate(_DIGITS)}


def to_chinese(number: int) -> str:
    """The number in Chinese: ``12`` → 十二, ``120`` → 一百二十, ``2005`` → 二千零五.

    Args:
        number: 0 to 9999 9999 9999 9999.

    Raises:
        DataError: ``text.not_a_numeral`` for anything else.
    """
    if not is_whole(number) or not 0 <= number <= _LARGEST:
        raise refusal("text.not_a_numeral", f"“{shown(number)}”不能写成汉字数字", "只能是零和正整数")
    text = spoken(number)
    return text[1:] if text.startswith("一十") else text


def spoken(number: int) -> str:
    """The number digit by digit with all its units, also one that is left out at its head: ``12`` → 一十二.

    Args:
        number: 0 to 9999 9999 9999 9999.
    """
    if number == 0:
        return "零"
    sections: list[int] = []
    rest = number
    while rest:
        rest, section = divmod(rest, 10_000)
        sections.append(section)
    text = ""
    gap = False
    for power in reversed(range(len(sections))):
        section = sections[power]
        if section == 0:
            gap = bool(text)
            # 亿 closes the 万亿 section even when nothing stands in its own: 一万亿, not 一万.
            continue
        if text and (gap or section < 1000):
            text += "零"
        text += _section(section) + _section_unit(power, sections)
        gap = False
    return text


def _section_unit(power: int, sections: list[int]) -> str:
    if power == 3 and sections[2]:
        return "万"  # 一万二千亿: the 亿 follows with the next section
    return _SECTIONS[power]


def _section(section: int) -> str:
    text = ""
    for power in (3, 2, 1, 0):
        digit = section // 10**power % 10
        if digit:
            text += _DIGITS[digit] + _SMALL_UNITS[power]
        elif text and section % 10**power and not text.endswith("零"):
            text += "零"
    return text


def from_chinese(text: str) -> int:
    """The number that a Chinese numeral stands for: 一百二十 → 120. 两 and 一十 are understood.

    Raises:
        DataError: ``text.not_a_numeral`` if it is not a numeral written as one.
    """
    value = _parse(text)
    if value is not None:
        canonical = text.replace("两", "二").replace("〇", "零").replace("○", "零")
        wanted = to_chinese(value)
        if canonical == wanted or (wanted.startswith("十") and canonical == "一" + wanted):
            return value
    raise refusal("text.not_a_numeral", f"“{shown(text)}”不是汉字数字", "例如：十二、一百二十、二千零五")


def _parse(text: str) -> int | None:
    total = section = digit = 0
    if not text or len(text) > 40:
        return None
    for c in text:
        if c in _VALUE:
            digit = _VALUE[c]
        elif c in "十百千":
            section += (digit if digit or c != "十" else 1) * 10 ** "十百千".index(c) * 10
            digit = 0
        elif c == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif c == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            return None
    value = total + section + digit
    return value if value <= _LARGEST else None


def chinese_year(year: int) -> str:
    """The year digit by digit with 〇, as dates in Chinese figures have it: 2018 → 二〇一八."""
    if not is_whole(year) or not 1000 <= year <= 9999:
        raise refusal("text.not_a_year", f"“{shown(year)}”不是四位年份")
    return "".join("〇" if c == "0" else _DIGITS[int(c)] for c in str(year))


def read_chinese_year(text: str) -> int:
    """The year of 二〇一八, 二○一八 or 二零一八.

    Raises:
        DataError: ``text.not_a_year``.
    """
    digits = "".join(_YEAR_DIGIT.get(c, "?") for c in text)
    if len(digits) != 4 or not digits.isdigit() or digits[0] == "0":
        raise refusal("text.not_a_year", f"“{shown(text)}”不是四位年份", "例如：二〇一八")
    return int(digits)


def heading_number(level: int, number: int) -> str:
    """The number of a heading: level 1 → 一、, 2 → （一）, 3 → 1., 4 → （1） (GB/T 9704-2012, 7.3.3).

    Raises:
        DataError: ``text.heading_level`` for another level, ``text.not_a_numeral`` for a number below 1.
    """
    if not is_whole(number) or number < 1:
        raise refusal("text.not_a_numeral", f"“{shown(number)}”不能作标题序号", "序号从1开始")
    match level:
        case 1:
            return f"{to_chinese(number)}、"
        case 2:
            return f"（{to_chinese(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
    raise refusal("text.heading_level", f"没有第{shown(level)}级标题", "公文标题只有四级：一、（一）1.（1）")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that begins with a heading number.

    Args:
        level: 1 to 4.
        number: 1, 2, 3 …
        title: what follows the number.
        notes: what was not written as the standard has it: (一), 1、.
    """

    level: int
    number: int
    title: str
    notes: tuple[Problem, ...] = ()


_HEADINGS = (
    (1, re.compile(r"([一二三四五六七八九十百零]{1,7})、")),
    (2, re.compile(r"[(（]([一二三四五六七八九十百零]{1,7})[)）]、?")),
    (3, re.compile(r"([0-9０-９]{1,3})(?:[.．](?![0-9０-９])|、)")),
    (4, re.compile(r"[(（]([0-9０-９]{1,3})[)）]、?")),
)


def read_heading(line: str) -> Heading | None:
    """The heading at the start of a line, or ``None`` if there is none: ``(一)进企业。`` is level 2.

    Half-width brackets, full-width digits and ``1、`` are understood and noted. ``1.5万`` is no heading.
    """
    text = line.strip()
    for level, pattern in _HEADINGS:
        found = pattern.match(text)
        if not found:
            continue
        try:
            number = from_chinese(found[1]) if level <= 2 else int(halved(found[1]))
        except ValueError:
            return None
        if number < 1:
            return None
        wanted = heading_number(level, number)
        notes: tuple[Problem, ...] = ()
        if found[0] != wanted:
            notes = (note("text.heading_number", f"标题序号“{found[0]}”应写成“{wanted}”"),)
        return Heading(level, number, text[found.end() :].strip(), notes)
    return None
