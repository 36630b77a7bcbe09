"""签发人 in the head of an 上行文: 7.2.6."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.page_measures import CHARACTER, RIGHT
from qijin_docs.check.report import finding
from qijin_docs.check.spacing import (
    chars_free,
    right_indent,
)
from qijin_docs.check.typefaces import face

_STANDARD = "GB/T 9704-2012"


def signatory(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.6: 签发人： in 仿宋, the names in 楷体, one character from the right edge, two names a line."""
    indices = tuple(
        index
        for index in elements.at(Kind.SIGNATORY, Kind.DOCUMENT_NUMBER)
        if elements.kinds[index] is Kind.SIGNATORY or "签发人" in facts.paragraphs[index].text
    )
    for index in indices:
        paragraph = facts.paragraphs[index]
        # Number and signatory may share a paragraph.
        text = paragraph.text[max(paragraph.text.find("签发人"), 0) :].strip()
        beginning = re.match(r"签发人\s*(：?)", text)
        if beginning and not beginning[1]:
            yield finding(
                "check.signatory_colon", f"“{text[:5]}”后面不是全角冒号", paragraph, hint="写成“签发人：”"
            )
        names = re.sub(r"^签发人\s*[：:]?", "", text).strip()
        if "、" in names or len(re.split(r"[\s、]+", names)) > 2:
            yield finding(
                "check.signatory_names",
                f"签发人“{names}”的排法不对",
                paragraph,
                hint="每行排两个姓名，姓名之间空格，不用顿号",
                quote=names,
            )
        begun = "签发人" not in paragraph.text
        for run in paragraph.runs:
            chinese = re.sub(r"[^\u4e00-\u9fff×]", "", run.text)
            label = not begun and "签发人" in chinese
            begun = begun or label
            # A run with label and names has one face for both; the names ask for 楷体.
            alone = chinese.endswith("签发人")
            if not chinese or not begun:
                continue
            asked = "仿宋" if label and alone else "楷体"
            if face(run.east_asia) != asked and run.east_asia is not None:
                what = "“签发人”三字" if asked == "仿宋" else "签发人姓名"
                yield finding(
                    "check.signatory_face",
                    f"{what}的字体是“{run.east_asia}”，应为{asked}",
                    paragraph,
                    hint=f"选中{what}，把中文字体改为{asked}",
                    measured=run.east_asia,
                    tolerance=asked,
                    quote=run.text.strip(),
                )
                break
    if indices and not several_signatories(facts, elements):
        yield from _signatory_place(facts, indices[0])


def _signatory_place(facts: Facts, index: int) -> Iterator[Said]:
    paragraph = facts.paragraphs[index]
    lines = facts.lines_of(index)
    if lines:
        right = (RIGHT - lines[-1].line.right) / CHARACTER
    elif paragraph.alignment == "right":
        right = right_indent(paragraph)
    else:
        return
    if not 0.4 <= right <= 1.7:
        yield finding(
            "check.signatory_place",
            f"签发人右边{chars_free(right)}，应空一字",
            paragraph,
            hint="签发人右对齐，右缩进1字符",
            measured=f"{right:.1f}字",
            tolerance="1字",
        )


def several_signatories(facts: Facts, elements: Elements) -> bool:
    """Whether there is more than one: their names are aligned with each other and not with the right edge."""
    at = elements.at(Kind.SIGNATORY)
    if len(at) > 1:
        return True
    for index in at:
        paragraph = facts.paragraphs[index]
        if len(re.sub(r"^签发人\s*[：:]?", "", paragraph.text.strip()).split()) > 1:
            return True
        following = facts.paragraphs[index + 1 : index + 2]
        if any(
            not other.blank
            and paragraph.in_table
            and (other.table, other.row) == (paragraph.table, paragraph.row)
            for other in following
        ):
            return True
    return False


def number_line(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.5: the number of an 上行文 is on one line with the last 签发人."""
    numbers, signed = elements.at(Kind.DOCUMENT_NUMBER), elements.at(Kind.SIGNATORY)
    if not numbers or not signed or elements.form is not Form.FILE:
        return
    number, last = facts.paragraphs[numbers[0]], facts.paragraphs[signed[-1]]
    lines = [
        piece.line.y for i in _with_further_names(facts, numbers[0], signed) for piece in facts.lines_of(i)
    ]
    drawn = facts.lines_of(numbers[0])
    if lines and drawn:
        apart = abs(max(lines) - drawn[0].line.y) > 1.2
    else:
        free = number.in_frame or number.in_text_box or last.in_frame or last.in_text_box
        apart = not free and not (number.in_table and last.in_table)
    if apart:
        yield finding(
            "check.number_line",
            "发文字号与最后一个签发人不在同一行",
            number,
            hint="发文字号和签发人排在一段里，用右对齐的制表位隔开，或排在表格的同一行",
        )


def _with_further_names(facts: Facts, number: int, signed: tuple[int, ...]) -> list[int]:
    """签发人 and the names below, which stand in further rows of its table."""
    last = facts.paragraphs[signed[-1]]
    rows = range(last.row, facts.paragraphs[number].row + 1) if last.in_table else ()
    further = [
        i
        for i, paragraph in enumerate(facts.paragraphs)
        if i != number and last.in_table and paragraph.table == last.table and paragraph.row in rows
    ]
    return [*signed, *further]


def names_aligned(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.6: further lines of names begin below the first name."""
    for index in elements.at(Kind.SIGNATORY):
        lines = [piece.line for piece in facts.lines_of(index)]
        if len(lines) < 2 or "：" not in lines[0].text[:-1]:
            continue
        name = lines[0].glyphs[lines[0].text.index("：") + 1].x
        off = max(abs(line.left - name) for line in lines[1:])
        if off > 1:
            yield finding(
                "check.signatory_align",
                f"签发人姓名换行后偏了{off:.1f}毫米，应与第一个姓名对齐",
                facts.paragraphs[index],
                hint="用悬挂缩进或制表位对齐，不要用空格",
                measured=f"{off:.1f}毫米",
            )


SIGNATORY_RULES = (signatory, number_line, names_aligned)
