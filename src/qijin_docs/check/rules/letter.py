"""What is different in a letter: 10.1."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import HEAD, IMPRINT, Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, PageFacts, RuleFacts
from qijin_docs.check.page_measures import BOTTOM, RIGHT
from qijin_docs.check.red import red_rules
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.signs import compact
from qijin_docs.check.spacing import (
    LINE_MM,
    baseline_gap,
    blank_lines_before,
    chars_free,
    lines_free,
    right_indent,
)
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
                f"信函的发文字号右边{chars_free(free)}，应顶格居右",
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
        if abs(rule.length - 170) > 1.3 or abs((rule.left + rule.right) / 2 - 106) > 1.1:
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
    if abs(foot - 20) > 1.3:
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


def letter_mark(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: the mark of a letter is the name of one organ, without 文件."""
    marks = elements.of(Kind.MASTHEAD)
    if elements.form is not Form.LETTER or not marks:
        return
    if compact(marks[-1].text).endswith("文件"):
        yield _said(
            "check.letter_mark", "信函的发文机关标志带了“文件”二字", facts, "删去“文件”二字", marks[-1].place
        )
    elif len(marks) > 1:
        yield _said(
            "check.letter_joint",
            f"信函的发文机关标志有{len(marks)}行，联合行文只用主办机关的标志",
            facts,
            "只留主办机关的名称",
            marks[1].place,
        )


def letter_title(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: the title is two lines below what stands above it; one and two blank lines are both read in it."""
    at = elements.at(Kind.TITLE)
    if elements.form is not Form.LETTER or not at:
        return
    head = [i for i in elements.at(*HEAD) if elements.kinds[i] is not Kind.MASTHEAD]
    # 份号, 密级 and 紧急程度 stand beside the number, one below the other.
    gaps = [gap for i in head if (gap := baseline_gap(facts, i, at[0])) is not None]
    drawn = min(gaps, default=None)
    blank = drawn - 1 if drawn is not None else blank_lines_before(facts, at[0])
    if not 0.4 <= blank <= 2.6:
        yield _said(
            "check.letter_title_place",
            f"信函标题与上面一个要素之间{lines_free(blank)}，应居其下二行",
            facts,
            "把标题的段前间距设为2行，去掉多余的空段",
            facts.paragraphs[at[0]].place,
        )


def letter_imprint_place(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: the imprint of a letter is at the foot of the type area of its last page."""
    lines = [piece for index in elements.at(*IMPRINT) for piece in facts.lines_of(index)]
    if elements.form is not Form.LETTER or not lines or not facts.pages:
        return
    below = BOTTOM - lines[-1].line.y
    if lines[-1].page != len(facts.pages) or not -1 <= below <= LINE_MM:
        where = f"第{lines[-1].page}页，" if lines[-1].page != len(facts.pages) else ""
        yield _said(
            "check.letter_imprint_bottom",
            f"信函的版记末行在{where}距版心底边{below:.0f}毫米处，应在末页版心最下方",
            facts,
            "用浮动表格或图文框把版记固定在末页版心底部",
            facts.paragraphs[elements.at(*IMPRINT)[-1]].place,
        )


LETTER_RULES = (letter_mark, letter_number, letter_rules, letter_title, letter_imprint, letter_imprint_place)
