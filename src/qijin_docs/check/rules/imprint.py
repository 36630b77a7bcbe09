"""The imprint at the bottom of the last page: 7.4."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from qijin_docs.check.elements import IMPRINT, Elements, Form, Kind, Said
from qijin_docs.check.facts import MM_A_POINT, Border, Facts, Paragraph, RuleFacts
from qijin_docs.check.page_measures import LEFT, RIGHT
from qijin_docs.check.red import is_red, joined
from qijin_docs.check.report import Unverified, finding

_RULES = "GB/T 9704-2012 7.4.1"
_FOUR = 14 * MM_A_POINT
"""Width of a character of 四号."""
#: 0.35 mm and 0.25 mm in eighths of a point.
_THICK, _THIN = 8, 6


def imprint_rules(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.4.1: rules as wide as the type area above, between and below; the last one is its lower edge (262 mm).

    First and last are recommended at 0.35 mm, those between at 0.25 mm.
    """
    at = elements.at(*IMPRINT)
    if not at or elements.form is not Form.FILE:
        return
    first, last = facts.paragraphs[at[0]], facts.paragraphs[at[-1]]
    if facts.pages is None:
        if facts.kind == "docx":
            yield from _bordered(first.above, last.below, facts, elements, at)
        return
    lines = [piece for index in at for piece in facts.lines_of(index)]
    if not lines:
        yield Unverified("版记的分隔线（7.4.1）", "页面上没有找到版记")
        return
    page = facts.pages[lines[-1].page - 1]
    top = min(piece.line.y for piece in lines if piece.page == page.number)
    rules = [rule for rule in joined(list(page.rules)) if rule.y > top - 9 and not is_red(rule.colour)]
    bottom = max(piece.line.y for piece in lines if piece.page == page.number)
    if not any(rule.y < top for rule in rules) or not any(rule.y > bottom for rule in rules):
        yield finding(
            "check.imprint_rules",
            "版记上下没有齐全的分隔线",
            first,
            hint="版记首条线在第一个要素上方，末条线在最后一个要素下方，与版心等宽",
        )
        return
    lower = {i: facts.lines_of(i)[0].line.y for i in at if facts.lines_of(i)}
    upper = {i: facts.lines_of(i)[-1].line.y for i in at if facts.lines_of(i)}
    there = [any(upper[a] < rule.y < lower[b] for rule in rules) for a, b in pairwise(lower)]
    yield from _between(there, elements, tuple(lower), first)
    yield from _drawn(rules, facts, at)


def _bordered(
    above: Border | None, below: Border | None, facts: Facts, elements: Elements, at: tuple[int, ...]
) -> Iterator[Said]:
    first = facts.paragraphs[at[0]]
    if above is None and below is None:
        yield Unverified("版记的分隔线（7.4.1）", "段落和表格没有边框，可能是画的线，请加 --layout")
        return
    if above is None or below is None:
        which = "首条" if above is None else "末条"
        yield finding(
            "check.imprint_rules",
            f"版记没有{which}分隔线",
            first,
            hint="版记首条线在第一个要素上方，末条线在最后一个要素下方，与版心等宽",
        )
        return
    between = [
        facts.paragraphs[upper].below or facts.paragraphs[lower].above for upper, lower in pairwise(at)
    ]
    yield from _between([border is not None for border in between], elements, at, first)
    yield from _thickness(
        [above.size / 8, below.size / 8],
        [border.size / 8 for border in between if border is not None],
        facts,
        at,
    )
    yield Unverified("版记末条线的位置和长度（7.4.1）", "没有看页面，请加 --layout")


def _between(found: list[bool], elements: Elements, at: tuple[int, ...], first: Paragraph) -> Iterator[Said]:
    """7.4.2, 7.4.3: no rule between 主送 and 抄送, a thin one above 印发机关."""
    for there, (upper, lower) in zip(found, pairwise(at), strict=True):
        above, below = elements.kinds[upper], elements.kinds[lower]
        if there and above is Kind.MAIN_TO and below is Kind.COPIES:
            yield finding(
                "check.imprint_rule_between",
                "版记的主送和抄送之间有分隔线",
                first,
                hint="去掉主送和抄送之间的边框",
            )
        if not there and below is Kind.ISSUE:
            yield finding(
                "check.imprint_middle",
                "印发机关和印发日期上面没有细分隔线",
                first,
                hint="在印发机关这一行上面加0.75磅的边框",
            )


def _thickness(outer: list[float], inner: list[float], facts: Facts, at: tuple[int, ...]) -> Iterator[Said]:
    """Points: the outer ones 1 (0.35 mm), the inner ones 0.75 (0.25 mm)."""
    wrong = [size for size in outer if abs(size - 1) > 0.2] + [
        size for size in inner if abs(size - 0.72) > 0.15
    ]
    if wrong:
        yield finding(
            "check.imprint_thickness",
            "版记分隔线的粗细是"
            + "、".join(f"{size * MM_A_POINT:.2f}" for size in (*outer, *inner))
            + "毫米",
            facts.paragraphs[at[0]],
            hint="首条、末条线推荐1磅（0.35毫米），中间的线推荐0.75磅（0.25毫米）",
            tolerance="0.35、0.25毫米",
        )


def _drawn(rules: list[RuleFacts], facts: Facts, at: tuple[int, ...]) -> Iterator[Said]:
    paragraph = facts.paragraphs[at[-1]]
    last = rules[-1]
    if abs(last.y - 262) > 1.2:
        yield finding(
            "check.imprint_bottom",
            f"版记末条线在{last.y:.1f}毫米处，应与版心下边缘重合（262毫米）",
            paragraph,
            hint="用浮动表格或图文框把版记固定在末页版心底部",
            measured=f"{last.y:.1f}毫米",
            tolerance="262±1毫米",
        )
    for rule in rules:
        if abs(rule.left - LEFT) > 1.2 or abs(rule.right - RIGHT) > 1.2:
            yield finding(
                "check.imprint_length",
                f"版记分隔线长{rule.length:.1f}毫米，应与版心等宽",
                paragraph,
                hint="让线从版心左边（28毫米）到右边（184毫米）",
                measured=f"{rule.length:.1f}毫米",
                tolerance="156±1毫米",
            )
            break
    sizes = [rule.thickness / MM_A_POINT for rule in rules]
    yield from _thickness([sizes[0], sizes[-1]], sizes[1:-1], facts, at)


def imprint_page(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.4.1: the imprint is on the last page; with both sides printed that is an even one (an inference)."""
    at = elements.at(*IMPRINT)
    if not at or facts.pages is None or elements.form is not Form.FILE:
        return
    pages = [piece.page for index in at for piece in facts.lines_of(index)]
    if pages and pages[-1] != len(facts.pages):
        yield finding(
            "check.imprint_page",
            f"版记在第{pages[-1]}页，不在末页",
            facts.paragraphs[at[0]],
            hint="版记排在公文最后一页；附件与正文一起装订时排在附件之后",
            measured=f"第{pages[-1]}页",
            tolerance=f"第{len(facts.pages)}页",
        )
    elif pages and pages[-1] % 2 and len(facts.pages) > 1 and not _alone(facts, at, pages[-1]):
        yield finding(
            "check.imprint_even_page",
            f"版记在第{pages[-1]}页，双面印刷时这一页是单页",
            facts.paragraphs[at[0]],
            hint="双面印刷的公文，版记一般在双页；在版记前加一空白页，空白页和版记页不编页码",
        )
    if pages and 1 < len(facts.pages) == pages[-1] and _alone(facts, at, pages[-1]):
        yield finding(
            "check.imprint_alone",
            f"第{pages[-1]}页只有版记，没有正文",
            facts.paragraphs[at[0]],
            hint="能调整行距、字距的，让版记与正文排在同一页；版记只能单独成页的，这一页不编页码（7.5）",
        )


def _alone(facts: Facts, at: tuple[int, ...], page: int) -> bool:
    """Whether nothing else stands on the page of the imprint."""
    others = (i for i in range(len(facts.paragraphs)) if i not in at)
    return not any(piece.page == page for i in others for piece in facts.lines_of(i))


IMPRINT_RULES = (imprint_rules, imprint_page)
