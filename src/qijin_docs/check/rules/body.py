"""Addressees, text, ending: 7.3.2, 7.3.3, 7.3.5, 7.3.6."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qijin_docs.check.elements import HEADINGS, Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.page_facts import LineFacts
from qijin_docs.check.page_measures import CHARACTER, RIGHT
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.signs import is_post
from qijin_docs.check.spacing import (
    baseline_gap,
    blank_lines_before,
    chars_free,
    first_line_indent,
    left_indent,
    lines_free,
    right_indent,
)

_STANDARD = "GB/T 9704-2012"
_LINED_UP = re.compile(r"\t|\S[ \u00a0]{4,}\S|\S\u3000{3,}\S")
"""A line of a list, or two things on one line."""


def addressees(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.2: one blank line below the title, at the left edge, also where it wraps."""
    at = elements.at(Kind.ADDRESSEES)
    if not at or elements.form is Form.PLAIN:
        return
    paragraph = facts.paragraphs[at[0]]
    indent = first_line_indent(facts, at[0])
    if abs(indent) > 0.4 or (facts.kind == "docx" and abs(left_indent(paragraph)) > 0.4):
        yield finding(
            "check.addressees_indent",
            f"主送机关左边{chars_free(indent)}，应顶格",
            paragraph,
            hint="把主送机关的左缩进和首行缩进都设为0，去掉前面的空格",
            measured=f"{indent:.1f}字",
            tolerance="0",
        )
    titles = elements.at(Kind.TITLE, Kind.SUBTITLE)
    titles = tuple(index for index in titles if index < at[0])
    if titles and (gap := _blank(facts, titles[-1], at[0])) is not None and not 0.4 <= gap <= 1.6:
        yield finding(
            "check.addressees_gap",
            f"主送机关与标题之间{lines_free(gap)}，应空一行",
            paragraph,
            hint="标题段后设1行，或只留一个空段",
            measured=f"{gap:.1f}行",
            tolerance="1行",
        )


def _blank(facts: Facts, above: int, below: int) -> float | None:
    """Blank lines between two paragraphs; ``None`` where a page ends between them."""
    if facts.lines_of(above) and facts.lines_of(below):
        gap = baseline_gap(facts, above, below)
        return gap - 1 if gap is not None else None
    return blank_lines_before(facts, below)


def indent_of_text(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.3: every paragraph begins two characters from the left edge and wraps to the edge.

    ``firstLineChars`` of 200 draws 32 pt where two characters are 31.5: ±0.2 characters.
    """
    faults: list[tuple[int, str, float]] = []
    for index, paragraph in enumerate(facts.paragraphs):
        kind = elements.kinds[index]
        if kind not in (Kind.BODY, *HEADINGS) or paragraph.in_text_box:
            continue
        if paragraph.alignment not in ("both", "left", "distribute") or _LINED_UP.search(paragraph.text):
            continue
        if facts.kind == "pdf" and (paragraph.page_break_before or not facts.lines_of(index)):
            continue  # where a page begins, a line may go on with the paragraph above
        indent = first_line_indent(facts, index)
        left = left_indent(paragraph) if facts.kind == "docx" else 0.0
        if abs(indent - 2) > 0.21:
            what = "首行没有缩进" if abs(indent) < 0.05 else f"左边{chars_free(indent)}"
            faults.append((index, f"{what}，应左空二字", indent))
        elif abs(left) > 0.3 and abs(left - 2) > 0.3:
            faults.append((index, f"整段缩进了{left:.1f}个字，回行应顶格", left))
        elif abs(left) > 0.3:
            faults.append((index, "整段缩进了二字，回行应顶格", left))
    for index, what, measured in faults:
        yield finding(
            "check.text_indent",
            f"{elements.kinds[index]}{what}",
            facts.paragraphs[index],
            hint="在“段落”里设首行缩进2字符，左缩进0",
            measured=f"{measured:.1f}字",
            tolerance="2字",
        )


def text_on_first_page(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.3: the first page must show text."""
    main = [i for i in elements.at(Kind.BODY, *HEADINGS) if i < elements.main_end]
    if not main:
        return
    if facts.pages is None:
        if elements.form is not Form.PLAIN:
            yield Unverified("首页显示正文（7.3.3）", "没有看页面，请加 --layout")
        return
    page = facts.paragraphs[main[0]].page
    if page is not None and page > 1:
        yield finding(
            "check.text_on_first_page",
            f"正文从第{page}页开始，首页没有正文",
            facts.paragraphs[main[0]],
            hint="主送机关太多时移到版记，或减小标题、标志所占的行数",
            measured=f"第{page}页",
            tolerance="第1页",
        )


def date_place(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5: sealed, the date ends four characters from the right and the name is centred over it.

    Not sealed: the name ends two characters from the right and the date begins two characters behind the
    name's beginning, or ends two characters from the right if it is the longer one. With a signature stamp the
    post stands on the left of the stamp, and the date ends below the stamp.
    """
    at = elements.at(Kind.DATE)
    if not at or elements.form in (Form.PLAIN, Form.MINUTES):
        return
    index = at[-1]
    paragraph = facts.paragraphs[index]
    if paragraph.alignment == "center" and elements.form is Form.FILE:
        yield _date("成文日期居中了", index, facts)
        return
    names = [i for i in elements.at(Kind.SIGNATURE) if i < index]
    drawn = facts.lines_of(index)
    if drawn:
        line = drawn[0].line
        right = (RIGHT - line.right) / CHARACTER
        over = _last_name(facts.lines_of(names[-1])[0].line) if names and facts.lines_of(names[-1]) else None
        behind = (line.left - over.left) / CHARACTER if over else None
        if abs(right - 4) <= 0.3:
            middle = abs((line.left + line.right) / 2 - (over.left + over.right) / 2) if over else 0.0
            stamped = bool(names) and is_post(facts.paragraphs[names[-1]])
            if middle > 1.2 and not stamped and not (behind is not None and abs(behind - 2) <= 0.4):
                yield finding(
                    "check.signature_centre",
                    f"发文机关署名与成文日期的中线差{middle:.1f}毫米，应在日期之上居中",
                    facts.paragraphs[names[-1]],
                    hint="调整署名的左右缩进，使它在成文日期上方居中",
                    measured=f"{middle:.1f}毫米",
                    tolerance="±1毫米",
                )
        elif abs(right - 2) > 0.5 and not (behind is not None and abs(behind - 2) <= 0.4):
            yield _date(f"成文日期右边{chars_free(right)}", index, facts)
        return
    if paragraph.alignment == "right":
        right = right_indent(paragraph)
        if abs(right - 4) > 0.5 and abs(right - 2) > 0.5:
            yield _date(f"成文日期右边{chars_free(right)}", index, facts)
    else:
        yield Unverified("成文日期的位置（7.3.5）", "日期不是右对齐，不看页面量不出来，请加 --layout")


def _last_name(line: LineFacts) -> LineFacts:
    """What stands over the date: of joint issuers side by side the last one."""
    begin = 0
    for at, (left, right) in enumerate(pairwise(line.glyphs), 1):
        if right.x - left.x - left.advance > CHARACTER:
            begin = at
    return LineFacts(line.glyphs[begin:])


def _date(message: str, index: int, facts: Facts) -> Finding:
    return finding(
        "check.date_place",
        f"{message}，加盖印章的应右空四字",
        facts.paragraphs[index],
        hint="成文日期右对齐，右缩进4字符；不加盖印章的，署名右空二字、日期首字比署名首字右移二字",
        tolerance="右空4字",
    )


def signature_page(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.5.5: no page with nothing but name and date; change line or character spacing instead."""
    at = elements.at(Kind.DATE)
    if facts.pages is None or not at or not (drawn := facts.lines_of(at[-1])):
        return
    page = drawn[0].page
    text = elements.at(Kind.BODY, *HEADINGS, Kind.ATTACHMENT_NOTE, Kind.TABLE)
    shown = any(piece.page == page for i in text if i < at[-1] for piece in facts.lines_of(i))
    if page > 1 and not shown:
        yield finding(
            "check.signature_page",
            f"第{page}页只有署名和日期，没有正文",
            facts.paragraphs[at[-1]],
            hint="调整行距、字距，使这一页至少有一行正文；不要写“此页无正文”",
        )


def remark(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.6: 附注 below the date, two characters from the left, in round brackets."""
    for index in elements.at(Kind.REMARK):
        indent = first_line_indent(facts, index)
        if abs(indent - 2) > 0.4 or facts.paragraphs[index].alignment in ("center", "right"):
            yield finding(
                "check.remark_indent",
                f"附注左边{chars_free(indent)}，应左空二字",
                facts.paragraphs[index],
                hint="附注左对齐，首行缩进2字符",
                measured=f"{indent:.1f}字",
                tolerance="2字",
            )


def remark_gap(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.6: 附注 is on the line below the date."""
    remarks, dates = elements.at(Kind.REMARK), elements.at(Kind.DATE)
    if not remarks or not dates or (gap := _blank(facts, dates[-1], remarks[0])) is None:
        return
    if gap > 0.6 and all(kind is Kind.BLANK for kind in elements.kinds[dates[-1] + 1 : remarks[0]]):
        yield finding(
            "check.remark_gap",
            f"附注与成文日期之间{lines_free(gap)}，应在日期下一行",
            facts.paragraphs[remarks[0]],
            hint="删去日期和附注之间的空行，段前、段后间距设为0",
            measured=f"{gap:.1f}行",
            tolerance="0行",
        )


BODY_RULES = (
    addressees,
    indent_of_text,
    text_on_first_page,
    date_place,
    signature_page,
    remark,
    remark_gap,
)
