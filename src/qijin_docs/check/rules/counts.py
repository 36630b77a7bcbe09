"""Counts that a text announces, and what it then lists: 四项工作, 一是 … 二是, 分四个阶段."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.wordings import units
from qijin_docs.errors import DataError
from qijin_docs.text.numerals import from_chinese, read_heading
from qijin_docs.text.reading import shown

_NUMERAL = "一二三四五六七八九十"
_ANNOUNCED = re.compile(
    rf"([两{_NUMERAL}]{{1,2}})(?:项|个方面|个结合|个|点|条|方面|种|类|件|步)[^，。；：\d]{{0,14}}[：:]\s*(?=第?一)"
)
_FIRST = re.compile(r"(第?)一(是|要|为|，)")
_PHASES = re.compile(rf"分(?:为)?([两{_NUMERAL}]{{1,2}})个(阶段|步骤)")
_BEFORE_LIST = re.compile(
    rf"([两{_NUMERAL}]{{1,2}})(?:项|个方面|点|条|方面|类|件|步)[^，。；：\d]{{0,14}}[：:。]$"
)
_ITEM = re.compile(rf"(第?)([{_NUMERAL}]{{1,2}})(是|要|，)")


def announced_counts(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """四项工作： is followed by four, and 一是 … 三是 has a 二是."""
    for paragraph in facts.paragraphs:
        if paragraph.in_table:
            continue
        for found in _ANNOUNCED.finditer(paragraph.text):
            said = from_chinese(found[1])
            first = _FIRST.match(paragraph.text, found.end())
            if first is None:
                continue
            rest = paragraph.text[found.end() :].split("\n")[0]
            following = _ANNOUNCED.search(rest)
            rest = rest[: following.start()] if following else rest
            there = _enumerated(rest, first[1], first[2])
            if there != said:
                yield finding(
                    "check.announced_count",
                    f"“{shown(found[0])}”后面列了{there}项",
                    paragraph,
                    hint="核对项数",
                    quote=found[0],
                )
        for ordinal, word in (("", "是"), ("", "要"), ("第", "，")):
            yield from _gaps(paragraph, ordinal, word)


def _enumerated(text: str, ordinal: str, word: str) -> int:
    return len(_marks(text, ordinal, word))


def _marks(text: str, ordinal: str, word: str) -> list[int]:
    found = re.findall(rf"(?:^|(?<=[。；：，、 ])){ordinal}([{_NUMERAL}]{{1,2}}){word}", text)
    numbers = []
    for numeral in found:
        try:
            numbers.append(from_chinese(numeral))
        except DataError:
            continue
    return numbers


def _gaps(paragraph: Paragraph, ordinal: str, word: str) -> Iterator[Finding]:
    wanted = 1
    for number in _marks(paragraph.text, ordinal, word):
        if number == 1:
            wanted = 2
        elif number == wanted:
            wanted += 1
        else:
            if wanted > 1:
                chinese = _NUMERAL[min(number, 10) - 1]
                yield finding(
                    "check.enumeration",
                    f"列举不连续：“{ordinal}{chinese}{word}”前面缺“{ordinal}{_NUMERAL[min(wanted, 10) - 1]}{word}”"
                    if number > wanted
                    else f"列举重复：“{ordinal}{chinese}{word}”",
                    paragraph,
                    hint="补上或改正序号",
                    quote=f"{ordinal}{chinese}{word}",
                )
            wanted = number + 1


def announced_phases(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """分四个阶段 is followed by four paragraphs that begin with 第一阶段 … 第四阶段."""
    for start, end in units(elements):
        texts = [p.shown.strip() for p in facts.paragraphs[start:end] if not p.in_table]
        for paragraph in facts.paragraphs[start:end]:
            for found in _PHASES.finditer(paragraph.text):
                said = from_chinese(found[1])
                heads = {
                    m[1]
                    for t in texts
                    if (
                        m := re.match(rf"(?:[（(]?[{_NUMERAL}]+[）)、])?第([{_NUMERAL}])(?:个)?{found[2]}", t)
                    )
                }
                if heads and len(heads) != said:
                    yield finding(
                        "check.announced_count",
                        f"说“{found[0]}”，后面写了{len(heads)}个{found[2]}",
                        paragraph,
                        hint=f"核对{found[2]}的个数",
                        quote=found[0],
                    )


def announced_paragraphs(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """四项工作： at the end of a paragraph is followed by four numbered paragraphs."""
    for start, end in units(elements):
        running = [p for p in facts.paragraphs[start:end] if not p.in_table and not p.blank]
        for at, paragraph in enumerate(running):
            found = _BEFORE_LIST.search(paragraph.text.strip())
            if found is None or (there := _listed(running[at + 1 :])) in (0, from_chinese(found[1])):
                continue
            yield finding(
                "check.announced_count",
                f"“{shown(found[0])}”后面列了{there}项",
                paragraph,
                hint="核对项数",
                quote=found[0],
            )


def _listed(following: list[Paragraph]) -> int:
    """How many numbered paragraphs follow, the first being number 1; text and lower levels may stand between."""
    level, count = "", 0
    for paragraph in following:
        text = paragraph.shown.strip()
        heading, item = read_heading(text), _ITEM.match(text)
        if heading is not None:
            kind, number = str(heading.level), heading.number
        elif item:
            kind, number = item[1] + item[3], from_chinese(item[2])
        else:
            kind, number = "", 0
        if not count:
            if number != 1:
                return 0
            level, count = kind, 1
        elif kind == level:
            if number != count + 1:
                return count
            count = number
        elif kind.isdecimal() and (not level.isdecimal() or kind < level):
            return count
    return count


RULES = (announced_counts, announced_paragraphs, announced_phases)
