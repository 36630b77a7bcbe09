"""签发人 in the head of an 上行文: 7.2.6."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.page_measures import CHARACTER, RIGHT
from qijin_docs.check.report import Force, finding
from qijin_docs.check.spacing import right_indent
from qijin_docs.check.typefaces import face

_STANDARD = "GB/T 9704-2012"


def signatory(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.6: 签发人： in 仿宋, the names in 楷体, one character from the right edge, two names a line."""
    clause = f"{_STANDARD} 7.2.6"
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
            yield finding("check.signatory_colon", f"“{text[:5]}”后面不是全角冒号", paragraph, clause=clause,
                          force=Force.REQUIRED, hint="写成“签发人：”")  # fmt: skip
        names = re.sub(r"^签发人\s*[：:]?", "", text).strip()
        if "、" in names or len(re.split(r"[\s、]+", names)) > 2:
            yield finding(
                "check.signatory_names",
                f"签发人“{names}”的排法不对",
                paragraph,
                clause=clause,
                force=Force.REQUIRED,
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
                    clause=clause,
                    force=Force.REQUIRED,
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
            f"签发人右边空了{right:.1f}个字，应空一字",
            paragraph,
            clause=f"{_STANDARD} 7.2.6",
            force=Force.REQUIRED,
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


SIGNATORY_RULES = (signatory,)
