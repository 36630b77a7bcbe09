"""The lines above and below a form's table: 填报单位, 统计起止, 审核人 …, written in one cell or in several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.registers.form import Form, find_form
from qijin_docs.registers.sheets import Sheet
from qijin_docs.sources.headings import squeezed
from qijin_docs.text.date_ranges import read_date_range
from qijin_docs.text.dates import format_date, read_date
from qijin_docs.text.reading import shown

# What offices write instead, or what runs into the value if nobody knows that it is a label too.
_OTHER = {
    "填报单位": ("填报单位", "填表单位", "报送单位", "上报单位", "单位名称", "单位"),
    "单位负责人": ("单位负责人", "负责人", "主要负责人"),
    "审核人": ("审核人", "审核"),
    "填报人": ("填报人", "填表人", "制表人", "制表", "经办人"),
    "电话": ("电话", "联系电话", "办公电话"),
    "填报日期": ("填报日期", "填表日期", "填报时间", "上报日期", "日期"),
    "统计期间": ("统计期间", "统计起止", "统计时间", "统计时段", "起止日期"),
    "统计起": ("统计起",),
    "统计止": ("统计止",),
    "期次": ("期次",),
    "领域": (),
}
_BRACKET = r"(?:[（(][^（）()]{0,10}[）)])?"


def read_boxes(sheet: Sheet, form: Form, above: int, below: int) -> dict[str, tuple[str, str]]:
    """Key → what is written and its cell, of all lines above row ``above`` and from row ``below`` on.

    A label without a value is left out. A period (统计期间) also gives 统计起 and 统计止.
    """
    found: dict[str, tuple[str, str]] = {}
    for number in (*range(above), *range(below, len(sheet.rows))):
        row = sheet.rows[number]
        open_key = ""
        for column, value in enumerate(row):
            if value == "" or value is None:
                continue
            text = _shown(value)
            labelled = list(_labelled(text, form.number))
            if not labelled and open_key:
                found.setdefault(open_key, (text, sheet.cell(number, column)))
            open_key = ""
            for key, content in labelled:
                if content:
                    found.setdefault(key, (content, sheet.cell(number, column)))
                else:
                    open_key = key
    _split_period(found)
    return found


def faults_of_boxes(
    form: Form, boxes: Mapping[str, str], places: Mapping[str, str], year: int | None, file: str
) -> Iterator[Problem]:
    """What is wrong with the lines above the table: figures of unknown days can be held against nothing.

    Args:
        form: the form.
        boxes, places: key → what is written, and its cell.
        year: of the campaign; ``None`` if it is not known.
        file: name of the file.
    """
    days: dict[str, date] = {}
    for box in form.above:
        text, place = boxes.get(box.key, ""), Place(file, places.get(box.key))
        if not text:
            # Who filled it in may also be told by the file's name or its folder.
            if box.required and box.key != "填报单位":
                message = f"表头没有写“{box.key}”"
                yield Problem("collect.empty_box", message, place, "请补上", Severity.WARNING)
        elif box.kind == "日期":
            try:
                days[box.key] = read_date(text, year=year).value
            except DataError:
                message = f"“{box.key}”写的“{shown(text)}”不是日期"
                yield Problem("collect.box_date", message, place, "写成“2018年6月16日”的样子")
                continue
            if year is not None and days[box.key].year != year:
                message = f"“{box.key}”写的是{days[box.key].year}年，现在收的是{year}年的"
                yield Problem("collect.other_year", message, place, "核对年份", Severity.WARNING)
    if "统计起" in days and days.get("统计止", days["统计起"]) < days["统计起"]:
        place = Place(file, places.get("统计止"))
        yield Problem("collect.box_order", "“统计止”早于“统计起”", place, "核对两个日期")


def is_box_line(texts: Iterable[str], form: Form) -> bool:
    """Whether a row's texts begin with a label of a line above or below the table."""
    first = next(iter(texts), "")
    return bool(first) and _pattern(form.number)[0].match(squeezed(first)) is not None


def _labelled(text: str, number: str) -> Iterable[tuple[str, str]]:
    """The labels of a text, each with what follows it."""
    pattern, keys = _pattern(number)
    marks = list(pattern.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        # After a wide gap something else begins, whether or not it is a label that is known.
        content = re.split(r"[\s\u3000]{2,}", text[mark.end() : end].strip(" \t\n\u3000\u00a0_＿"))[0]
        yield keys[squeezed(mark["label"])], content


@lru_cache(maxsize=64)
def _pattern(number: str) -> tuple[re.Pattern[str], dict[str, str]]:
    form = find_form(number)
    keys: dict[str, str] = {}
    for box in (*form.above, *form.below):
        for name in (box.key, re.sub(r"[（(].*$", "", box.label), *_OTHER.get(box.key, ())):
            keys.setdefault(name, box.key)
    for key, names in _OTHER.items():
        for name in names:
            keys.setdefault(name, key)
    spaced = [r"\s*".join(map(re.escape, name)) for name in sorted(keys, key=len, reverse=True)]
    return re.compile(
        rf"(?:^|(?<=[\s\u3000；;，,。（(]))(?P<label>{'|'.join(spaced)})\s*{_BRACKET}\s*[:：]"
    ), keys


def _split_period(found: dict[str, tuple[str, str]]) -> None:
    period = found.get("统计期间")
    if period is None or "统计起" in found:
        return
    try:
        days = read_date_range(period[0]).value
    except DataError:
        return
    found["统计起"] = (format_date(days.start), period[1])
    found["统计止"] = (format_date(days.end), period[1])


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return format_date(value) if isinstance(value, date) else str(value).strip()
