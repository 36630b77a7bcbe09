"""What a text says of itself and of others: counts it announces, years and places, citations, tone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Kind
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import compact
from qijin_docs.check.wordings import units
from qijin_docs.errors import DataError
from qijin_docs.text.dates import read_date
from qijin_docs.text.numerals import from_chinese
from qijin_docs.text.reading import shown

_NUMERAL = "一二三四五六七八九十"
_ANNOUNCED = re.compile(
    rf"([两{_NUMERAL}]{{1,2}})(?:项|个方面|个结合|个|点|条|方面|种|类|件|步)[^，。；：\d]{{0,14}}[：:]\s*(?=第?一)"
)
_FIRST = re.compile(r"(第?)一(是|要|为|，)")
_PHASES = re.compile(rf"分(?:为)?([两{_NUMERAL}]{{1,2}})个(阶段|步骤)")
_CITED = re.compile(
    r"《([^《》]{4,80})》（([\u4e00-\u9fff]{1,20}[〔\[［(【]\d{4}[〕\]］)】]\s?第?\d{1,6}\s?号)"
)
_CUT_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff\d])（[\u4e00-\u9fff]{1,10}(?:发|办|函|字|委)〔?\d{4,8}〕?(?:号)?）|[\u4e00-\u9fff]{2,10}[发办函]〔(?:\d{5,8}|\d{4}〕\d+(?![\d号]))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_PLANNED = re.compile(
    r"((?:19|20)\d{2})年\d{1,2}月(?:\d{1,2}日)?(?:[—～~至到-]|起?至|底?前|之前|上旬|中旬|下旬|起)"
)
_TIME_LINE = re.compile(r"(?:活动时间|时间安排|实施时间|起止时间)[：:]?[^。]{0,10}?((?:19|20)\d{2})年")
_PLACE = re.compile(r"^(?:中共)?([\u4e00-\u9fff]{2,6}?)(省|自治区|市|自治州|州|盟|县|区|旗|镇|乡|街道)")
_OURS = re.compile(r"(?<![自大本])我(省|市|州|县|区|镇|乡)(?![里内外])")
_LEVELS = {"自治区": "区", "自治州": "州", "街道": "区"}
_DEPARTMENT = re.compile(r"(?:厅|局|处|科|站|中心|集团|公司|管委会)$")
_GOVERNING = re.compile(
    r"(?:政府|党委|省委|市委|县委|区委|人民政府办公厅|人民政府办公室|委员会|安委会|委员会办公室|安委办|联席会议)$"
)
_ABOVE = re.compile(
    r"((?:省|市|州|县|区)直(?:各|有关|相关|各有关|各相关){0,2}(?:部门|单位)|各级(?:党委|人民?政府|党委政府|党委、政府)|各(?:市|州|县|区)(?:[（(][市县区州]+[）)])?(?:人民)?政府|(?:省|市|县)政府各部门)(?:要|应|须|必须|务必)"
)


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
                yield _slip(
                    "check.announced_count",
                    f"“{shown(found[0])}”后面列了{there}项",
                    paragraph,
                    "核对项数",
                    found[0],
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
                yield _slip(
                    "check.enumeration",
                    f"列举不连续：“{ordinal}{chinese}{word}”前面缺“{ordinal}{_NUMERAL[min(wanted, 10) - 1]}{word}”"
                    if number > wanted
                    else f"列举重复：“{ordinal}{chinese}{word}”",
                    paragraph,
                    "补上或改正序号",
                    f"{ordinal}{chinese}{word}",
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
                    yield _slip(
                        "check.announced_count",
                        f"说“{found[0]}”，后面写了{len(heads)}个{found[2]}",
                        paragraph,
                        f"核对{found[2]}的个数",
                        found[0],
                    )


def citations_agree(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """One document is cited with one number."""
    numbers: dict[str, str] = {}
    for paragraph in facts.paragraphs:
        for found in _CITED.finditer(paragraph.text):
            title, number = found[1], compact(found[2])
            plain = re.sub(r"[^\u4e00-\u9fff\d]", " ", number)
            known = numbers.setdefault(title, number)
            if re.sub(r"[^\u4e00-\u9fff\d]", " ", known) != plain:
                yield _slip(
                    "check.citation_conflict",
                    f"《{shown(title)}》的发文字号前面写“{known}”，这里写“{number}”",
                    paragraph,
                    "查原文，统一发文字号",
                    found[0],
                )


def cut_numbers(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """A document number that lost its brackets, its year or its 号: 赣市发〔201737〕."""
    for paragraph in facts.paragraphs:
        for found in _CUT_NUMBER.finditer(paragraph.text):
            yield _slip(
                "check.document_number_cut",
                f"发文字号残缺：“{shown(found[0])}”",
                paragraph,
                "查原文补全，如“安委办〔2017〕35号”",
                found[0],
            )


def other_years(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """Times of the activity lie in its own year: a plan of 2019 does not plan for 2018."""
    dated = _date_year(elements)
    titled = _YEAR.search(elements.title)
    own = int(titled[1]) if titled else dated
    if own is None:
        return
    first = elements.first(Kind.TITLE)
    if titled and dated is not None and first is not None and not own - 1 <= dated <= own + 1:
        yield _slip("check.other_year", f"标题写{own}年，成文日期是{dated}年", first, "核对年份", f"{own}年")
    for attached in elements.attachments:
        found = _YEAR.search(attached.title)
        if found and titled and found[1] != titled[1]:
            label = facts.paragraphs[attached.label]
            yield _slip(
                "check.other_year", f"附件标题写{found[1]}年，公文标题写{own}年", label, "核对年份", ""
            )
    for index, paragraph in elements.running():
        if index >= elements.main_end and not elements.attachments:
            break
        text = re.sub("《[^》]*》|（[^）]*号）", "", paragraph.text)
        for pattern in (_TIME_LINE, _PLANNED):
            wrong = [found for found in pattern.finditer(text) if not own <= int(found[1]) <= own + 1]
            recent = [found for found in wrong if own - 3 <= int(found[1]) < own]
            if recent and not re.search(
                r"(?:自|从|曾|于|以来|印发|成立|上年|去年)", text[: recent[0].end() + 12]
            ):
                yield _slip(
                    "check.other_year",
                    f"{own}年的文件里把时间写成“{shown(recent[0][0])}”",
                    paragraph,
                    "核对年份，可能是上一年文件的残留",
                    recent[0][0],
                )
                break


def _date_year(elements: Elements) -> int | None:
    for paragraph in elements.of(Kind.DATE):
        try:
            return read_date(paragraph.text.strip()).value.year
        except DataError:
            continue
    return None


def other_places(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """A paper of a county says 我县, not 我市; quoted speech is left alone."""
    place = _own_place(elements)
    if place is None:
        return
    name, level = place
    level = _LEVELS.get(level, level)
    for index in range(elements.main_end):
        if elements.kinds[index] is not Kind.BODY:
            continue
        paragraph = facts.paragraphs[index]
        text = re.sub("“[^”]*”|《[^》]*》", "", paragraph.text)
        for found in _OURS.finditer(text):
            if found[1] != level:
                yield _slip(
                    "check.other_place",
                    f"{name}的文件里写了“{found[0]}”",
                    paragraph,
                    "核对，可能是照抄别处文件的残留",
                    found[0],
                )
                break


def _own_place(elements: Elements) -> tuple[str, str] | None:
    for paragraph in (*elements.of(Kind.MASTHEAD), *elements.of(Kind.SIGNATURE)):
        if found := _PLACE.match(compact(paragraph.text)):
            deeper = _PLACE.match(compact(paragraph.text)[found.end() :])
            if deeper:
                return found[0] + deeper[0], deeper[2]
            return found[0], found[2]
    return None


def tone(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """A department gives no orders to its equals or to governments (条例 17): 省直各相关部门要 … is not its tone."""
    organs = elements.of(Kind.MASTHEAD) or elements.of(Kind.SIGNATURE)
    if len(organs) != 1:
        return
    name = compact(organs[0].text).removesuffix("文件")
    if not _DEPARTMENT.search(name) or _GOVERNING.search(name):
        return
    for index, paragraph in elements.running():
        if found := _ABOVE.search(re.sub("《[^》]*》", "", paragraph.text)):
            yield finding(
                "check.tone",
                f"“{found[0]}”是上级机关的口气，发文机关是{name}",
                facts.paragraphs[index],
                hint="部门只对本系统、本单位提要求；照抄上级文件的句子要改写",
                quote=found[0],
            )


def _slip(code: str, message: str, paragraph: Paragraph, hint: str, quote: str) -> Finding:
    return finding(code, message, paragraph, hint=hint, quote=quote)


RULES = (
    announced_counts,
    announced_phases,
    citations_agree,
    cut_numbers,
    other_years,
    other_places,
    tone,
)
