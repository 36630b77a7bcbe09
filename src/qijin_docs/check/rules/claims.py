"""What a text says of its own time, place and rank: years and places left over from another paper, tone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Kind
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import compact
from qijin_docs.errors import DataError
from qijin_docs.text.dates import read_date
from qijin_docs.text.reading import shown

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


def other_years(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """Times of the activity lie in its own year: a plan of 2019 does not plan for 2018."""
    dated = _date_year(elements)
    titled = _YEAR.search(elements.title)
    own = int(titled[1]) if titled else dated
    if own is None:
        return
    first = elements.first(Kind.TITLE)
    if titled and dated is not None and first is not None and not own - 1 <= dated <= own + 1:
        yield finding(
            "check.other_year",
            f"标题写{own}年，成文日期是{dated}年",
            first,
            hint="核对年份",
            quote=f"{own}年",
        )
    for attached in elements.attachments:
        found = _YEAR.search(attached.title)
        if found and titled and found[1] != titled[1]:
            label = facts.paragraphs[attached.label]
            yield finding(
                "check.other_year",
                f"附件标题写{found[1]}年，公文标题写{own}年",
                label,
                hint="核对年份",
                quote="",
            )
    for index, paragraph in elements.running():
        if index >= elements.main_end and not elements.attachments:
            break
        text = re.sub("《[^》]*》|（[^）]*号）", "", paragraph.text)
        for pattern in (_TIME_LINE, _PLANNED):
            wrong = [found for found in pattern.finditer(text) if not own <= int(found[1]) <= own + 1]
            recent = [found for found in wrong if own - 3 <= int(found[1]) < own]
            if recent and not _is_past(text, recent[0]):
                yield finding(
                    "check.other_year",
                    f"{own}年的文件里把时间写成“{shown(recent[0][0])}”",
                    paragraph,
                    hint="核对年份，可能是上一年文件的残留",
                    quote=recent[0][0],
                )
                break


def _is_past(text: str, found: re.Match[str]) -> bool:
    """Whether the words around a time tell of what has been: 自2017年1月起, 已于2017年12月底前完成."""
    around = text[max(found.start() - 12, 0) : found.end() + 12]
    # 于2017年6月30日前 is a time to come, 于2017年6月起 one that was.
    since = not found[0].endswith("前") and text[: found.start()].endswith("于")
    return since or re.search("自|从|曾|已|以来|印发|成立|上年|去年", around) is not None


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
                yield finding(
                    "check.other_place",
                    f"{name}的文件里写了“{found[0]}”",
                    paragraph,
                    hint="核对，可能是照抄别处文件的残留",
                    quote=found[0],
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


def attachments_of_elsewhere(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """The attachment of a county's paper is not titled with another county's name."""
    place = _own_place(elements)
    for attached in elements.attachments:
        found = _PLACE.match(attached.title)
        if place and found and found[2] == place[1] and not place[0].endswith(found[0]):
            yield finding(
                "check.other_place",
                f"{place[0]}的文件，附件标题写的是{found[0]}",
                facts.paragraphs[attached.label],
                hint="核对，可能是照抄别处文件的残留",
            )


RULES = (
    other_years,
    other_places,
    attachments_of_elsewhere,
    tone,
)
