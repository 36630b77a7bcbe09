"""The title: where it stands and how its lines are broken (7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import MM_A_POINT, Facts
from qijin_docs.check.report import Unverified, finding
from qijin_docs.check.signs import compact
from qijin_docs.check.spacing import (
    LINE_MM,
    blank_lines_before,
    lines_free,
    width,
)
from qijin_docs.check.words import split_word
from qijin_docs.text.reading import shown

_CLAUSE = "GB/T 9704-2012 7.3.1"
_FIRST_GENRE = re.compile(
    r"的?(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|总结)$"
)


#: So many characters of 二号 stand on a line.
_LONGEST = 20


def title_shape(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.1: several lines make a trapezium or a lozenge. In Word: Shift+Enter where the sense allows a break."""
    for indices in _titles(elements):
        lines = _lines(facts, indices)
        if lines is None:
            yield Unverified(
                "标题的排列形状（7.3.1）", "标题没有手动换行，不看页面不知道在哪里断开，请加 --layout"
            )
            continue
        widths = [width(line) for line in lines]
        fault = _shape_fault(widths)
        if fault:
            yield finding(
                "check.title_shape",
                f"标题分{len(lines)}行排列（{'、'.join(f'{width:g}' for width in widths)}字），{fault}",
                facts.paragraphs[indices[0]],
                hint="用 Shift+Enter 重新断行，排成上短下长、上长下短或中间长的梯形、菱形",
                measured="、".join(f"{width:g}" for width in widths),
                tolerance="梯形或菱形",
            )


def _shape_fault(widths: list[float]) -> str:
    if len(widths) < 2:
        return ""
    if min(widths) < 4:
        return "有一行不足四个字"
    if widths[-1] < max(widths) / 2 and len(widths) > 1 and widths[-1] < widths[0]:
        return "末行不到最长一行的一半"
    if any(
        middle < min(above, below)
        for above, middle, below in zip(widths, widths[1:], widths[2:], strict=False)
    ):
        return "中间短、两头长，成了沙漏形"
    if len(widths) >= 3 and max(widths) - min(widths) < 0.6:
        return "各行一样长，成了长方形"
    return ""


def title_breaks(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.1: breaks keep words whole: numbers and years, 的 and the 文种 behind it, no mark at the wrong end."""
    for indices in _titles(elements):
        for above, below in pairwise(_lines(facts, indices) or []):
            fault = ""
            if re.search(r"[0-9]$", above) and re.match(r"[0-9年月日号%]", below):
                fault = f"“{above[-4:]}”和“{below[:3]}”之间断开了数字"
            elif re.match(r"[的之、，。：；》”’）〕]", below):
                fault = f"行首是“{below[0]}”"
            elif re.search(r"[《“‘（〔]$", above):
                fault = f"行末是“{above[-1]}”"
            elif above.endswith("的") and _FIRST_GENRE.fullmatch(below):
                fault = f"“的”和文种“{below}”分在两行"
            elif word := split_word(above, below):
                fault = f"拆开了“{word}”"
            if fault:
                yield finding(
                    "check.title_break",
                    f"标题换行处{fault}",
                    facts.paragraphs[indices[0]],
                    hint="回行要词意完整：用 Shift+Enter 换一个地方断行",
                    quote=below[:6],
                )


def quoted_name_whole(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.1: a name in 《》 that has room on one line is not broken."""
    for indices in _titles(elements):
        for above, below in pairwise(_lines(facts, indices) or []):
            begun, ended = re.search("《[^》]*$", above), re.match("[^《]*》", below)
            if begun and ended and len(begun[0] + ended[0]) <= _LONGEST and not above.endswith("《"):
                yield finding(
                    "check.title_break_quoted",
                    f"标题换行处拆开了“{begun[0]}{ended[0]}”",
                    facts.paragraphs[indices[0]],
                    hint="用 Shift+Enter 换一个地方断行，让书名号里的名称在同一行",
                    quote=below[:6],
                )


def title_centred(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.1: the title is centred by its own format, not with blanks."""
    for index in elements.at(Kind.TITLE):
        paragraph = facts.paragraphs[index]
        if facts.kind == "docx" and paragraph.alignment not in ("center", "distribute"):
            yield finding(
                "check.title_centre",
                f"标题没有居中：“{shown(compact(paragraph.text))}”",
                paragraph,
                hint="删去标题前的空格，用“段落—居中”，缩进设为0",
            )
            return


def title_place(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.1: two blank lines below the red rule (file format). In Word: 段前 2 行, or two empty paragraphs."""
    at = elements.at(Kind.TITLE)
    if elements.form is not Form.FILE or not at:
        return
    blank = _drawn_blank(facts, at[0])
    if blank is None:
        if facts.kind == "pdf":
            yield Unverified("标题与红色分隔线的距离（7.3.1）", "没有找到红色分隔线")
            return
        blank = blank_lines_before(facts, at[0])
    if not 1.4 <= blank <= 2.6:
        yield finding(
            "check.title_place",
            f"标题上面{lines_free(blank)}，应在红色分隔线下空二行",
            facts.paragraphs[at[0]],
            hint="把标题的段前间距设为2行，去掉多余的空段",
            measured=f"{blank:.1f}行",
            tolerance="2行",
        )


def _drawn_blank(facts: Facts, index: int) -> float | None:
    lines = facts.lines_of(index)
    if not lines or not facts.pages:
        return None
    line = lines[0].line
    reds = [
        rule
        for rule in facts.pages[0].rules
        if rule.y < line.y and rule.colour[:2] >= "B0" > rule.colour[2:4]
    ]
    if not reds or lines[0].page != 1:
        return None
    # From the rule to the top of the line: the baseline lies at about 0.8 of it.
    return (line.y - 0.8 * LINE_MM - max(rule.y for rule in reds)) / LINE_MM


def _titles(elements: Elements) -> Iterator[tuple[int, ...]]:
    main = elements.at(Kind.TITLE)
    if main:
        yield main
    for attached in elements.attachments:
        lines = tuple(i for i in elements.at(Kind.ATTACHMENT_TITLE) if attached.first <= i <= attached.last)
        if lines:
            yield lines


def _lines(facts: Facts, indices: tuple[int, ...]) -> list[str] | None:
    """The lines of a title as set, or as drawn; ``None`` if only a renderer would know."""
    drawn = [piece.line.text for index in indices for piece in facts.lines_of(index)]
    if drawn:
        return drawn
    lines = [
        "".join(line.split())
        for index in indices
        for line in facts.paragraphs[index].shown.split("\n")
        if line.strip()
    ]
    size = (facts.paragraphs[indices[0]].size or 44) / 2 * MM_A_POINT
    return lines if all(width(line) * size <= 156 for line in lines) else None


TITLE_RULES = (title_centred, title_shape, title_breaks, quoted_name_whole, title_place)
