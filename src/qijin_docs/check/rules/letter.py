"""What is different in a letter: 10.1."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import HEAD, IMPRINT, Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, PageFacts, RuleFacts
from qijin_docs.check.page_measures import RIGHT
from qijin_docs.check.red import red_rules
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.spacing import right_indent
from qijin_docs.errors import Place

_CLAUSE = "GB/T 9704-2012 10.1"
_SEVEN_EIGHTHS = 4.9
"""Of the height of a character of 三号, millimetres."""
#: The ink of a line of 三号 reaches so far above and below its baseline, millimetres.
_ASCENT, _DESCENT = 4.8, 0.7


def letter_number(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: the number of a letter stands at the right edge below the first double rule."""
    if elements.form is not Form.LETTER:
        return
    for index in elements.at(Kind.DOCUMENT_NUMBER):
        paragraph = facts.paragraphs[index]
        lines = facts.lines_of(index)
        if lines:
            free = (RIGHT - lines[0].line.right) / 5.57
        elif paragraph.alignment == "right":
            free = right_indent(paragraph)
        else:
            continue
        if abs(free) > 0.5:
            yield _said(
                "check.letter_number",
                f"信函的发文字号右边空了{free:.1f}个字，应顶格居右",
                facts,
                "右对齐，右缩进0",
                paragraph.place,
            )


def letter_rules(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: a red double rule below the mark (thick over thin) and one 20 mm above the foot (thin over thick).

    Both are 170 mm long and centred.
    """
    if elements.form is not Form.LETTER:
        return
    if not facts.pages:
        yield Unverified("信函的红色双线（10.1）", "没有看页面，请加 --layout")
        return
    page = facts.pages[0]
    rules = red_rules(page)
    upper = [rule for rule in rules if rule.y < page.height / 2]
    lower = [rule for rule in rules if rule.y >= page.height / 2]
    if len(upper) < 2 or len(lower) < 2:
        yield _said(
            "check.letter_rules",
            f"首页有{len(upper)}条上线、{len(lower)}条下线，应各是一组红色双线",
            facts,
            "标志下加上粗下细的双线，距下页边20毫米处加上细下粗的双线",
        )
        return
    yield from _rule_faults(facts, page, upper, lower)
    yield from _distances(facts, elements, upper[1], lower[-2])


def _rule_faults(
    facts: Facts, page: PageFacts, upper: list[RuleFacts], lower: list[RuleFacts]
) -> Iterator[Finding]:
    for rule in (*upper, *lower):
        if abs(rule.length - 170) > 2 or abs((rule.left + rule.right) / 2 - 106) > 1.1:
            yield _said(
                "check.letter_rule_length",
                f"红色双线长{rule.length:.1f}毫米，应为170毫米、居中",
                facts,
                "线长170毫米，相对版心居中（21毫米至191毫米）",
            )
            break
    if upper[0].thickness <= upper[1].thickness or lower[-2].thickness >= lower[-1].thickness:
        yield _said(
            "check.letter_rule_order",
            "红色双线的粗细顺序不对",
            facts,
            "上面一组上粗下细，下面一组上细下粗",
        )
    if page.red is not None and abs(upper[0].y - upper[0].thickness / 2 - page.red.bottom - 4) > 1.2:
        gap = upper[0].y - upper[0].thickness / 2 - page.red.bottom
        yield _said(
            "check.letter_rule_gap",
            f"红色双线在发文机关标志下{gap:.1f}毫米，应为4毫米",
            facts,
            "调整双线与标志的距离",
        )
    foot = page.height - lower[-1].y
    if abs(foot - 20) > 1.5:
        yield _said(
            "check.letter_rule_foot",
            f"下面的红色双线距下页边{foot:.1f}毫米，应为20毫米",
            facts,
            "把双线放在距下页边20毫米处",
        )


def _distances(facts: Facts, elements: Elements, above: RuleFacts, below: RuleFacts) -> Iterator[Finding]:
    """Seven eighths of a character below the upper rule, and as much above the lower one."""
    head = [
        piece.line.y - _ASCENT
        for index in elements.at(*HEAD)
        if elements.kinds[index] is not Kind.MASTHEAD
        for piece in facts.lines_of(index)
        if piece.page == 1
    ]
    if head and abs((gap := min(head) - above.y - above.thickness / 2) - _SEVEN_EIGHTHS) > 1.3:
        yield _said(
            "check.letter_number_gap",
            f"发文字号（份号、密级）在红色双线下{gap:.1f}毫米，应为三号字高度的八分之七（4.9毫米）",
            facts,
            "调整双线下第一行的段前间距",
        )
    text = [line.y for line in facts.pages[0].lines if line.y < below.y] if facts.pages else []
    if text and (gap := below.y - below.thickness / 2 - max(text) - _DESCENT) < _SEVEN_EIGHTHS - 1:
        yield _said(
            "check.letter_text_gap",
            f"首页最后一行文字距下面的红色双线{gap:.1f}毫米，应不小于三号字高度的八分之七（4.9毫米）",
            facts,
            "加大首页的下边距",
        )


def letter_imprint(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: the imprint of a letter has no 印发机关 and date and no rules."""
    if elements.form is not Form.LETTER:
        return
    for index in elements.at(*IMPRINT):
        paragraph = facts.paragraphs[index]
        if elements.kinds[index] is Kind.ISSUE:
            yield _said(
                "check.letter_issue",
                "信函的版记写了印发机关和印发日期",
                facts,
                "信函格式的版记不写印发机关和印发日期，删去这一行",
                paragraph.place,
            )
        if paragraph.above is not None or paragraph.below is not None:
            yield _said(
                "check.letter_imprint_rules",
                "信函的版记加了分隔线",
                facts,
                "信函格式的版记不加分隔线，去掉边框",
                paragraph.place,
            )


def _said(code: str, message: str, facts: Facts, hint: str, place: Place | None = None) -> Finding:
    at = place or Place(facts.file, "第1页")
    return finding(code, message, at, hint=hint)


LETTER_RULES = (letter_number, letter_rules, letter_imprint)
