"""The mark of the issuing organ: 7.2.4, and where it stands in letters, orders and minutes (10.1 to 10.3)."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.catalogue import FORMAT, Force
from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import MM_A_POINT, Facts, LineFacts
from qijin_docs.check.page_measures import LEFT, RIGHT
from qijin_docs.check.red import colour_name, is_red
from qijin_docs.check.report import Unverified, finding
from qijin_docs.check.signs import compact

#: Height of the red mark's upper edge, millimetres from the upper edge of the sheet: 35 or 20 below 37, or 30.
_TOP = {Form.FILE: 72.0, Form.MINUTES: 72.0, Form.ORDER: 57.0, Form.LETTER: 30.0}
_CLAUSE = {Form.FILE: "7.2.4", Form.MINUTES: "10.3", Form.ORDER: "10.2", Form.LETTER: "10.1"}
_NEAR = 3.0
"""Millimetres by which 文件 may stand off the middle of the names: type of two sizes has no common middle."""


def mark_colour(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.4: the mark is recommended in red. In Word: 字体颜色—标准色—红色."""
    mark = next((mark for mark in elements.of(Kind.MASTHEAD) if not is_red(mark.colour)), None)
    if mark is not None:
        yield finding(
            "check.masthead_colour",
            f"发文机关标志是{'黑色' if mark.colour in ('auto', '000000') else colour_name(mark.colour)}的，推荐用红色",
            mark,
            clause=_clause(elements),
            hint="选中发文机关标志，字体颜色改为标准红色（FF0000）",
            measured=mark.colour,
            tolerance="FF0000",
        )


def mark_centre(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.4: the mark is centred between the edges of the type area."""
    at = elements.at(Kind.MASTHEAD)
    if len(at) != 1:
        return
    mark = facts.paragraphs[at[0]]
    lines = [piece.line for piece in facts.lines_of(at[0])]
    off = max((abs((line.left + line.right) / 2 - (LEFT + RIGHT) / 2) for line in lines), default=0.0)
    in_line = facts.kind == "docx" and not mark.in_text_box and not mark.in_frame
    if off > 1.5 or (not lines and in_line and mark.alignment not in ("center", "distribute")):
        yield finding(
            "check.masthead_centre",
            f"发文机关标志偏离中线{off:.1f}毫米，应居中" if lines else "发文机关标志没有居中",
            mark,
            clause=_clause(elements),
            force=_force(elements),
            hint="把这一段改为居中，缩进为0",
            measured=f"{off:.1f}毫米" if lines else "",
        )


def mark_top(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.4: its ink begins 35 mm below the upper edge of the type area, 72 mm from that of the sheet."""
    marks, asked = elements.of(Kind.MASTHEAD), _TOP.get(elements.form)
    if not marks or asked is None:
        return
    what = f"发文机关标志上边缘的位置（{_CLAUSE[elements.form]}）"
    ink = facts.pages[0].red if facts.pages else None
    if facts.pages is None:
        yield Unverified(what, "没有看页面，请加 --layout")
    elif ink is None:
        yield Unverified(what, "首页上没有红色的字可量")
    elif abs(ink.top - asked) > 1.2:
        yield finding(
            "check.masthead_top",
            f"发文机关标志上边缘距纸边{ink.top:.1f}毫米，应为{asked:.0f}毫米",
            marks[0],
            clause=_clause(elements),
            force=_force(elements),
            hint="调整标志上面的空行高度或段前间距",
            measured=f"{ink.top:.1f}毫米",
            tolerance=f"{asked:.0f}±1毫米",
        )


def joint_mark(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.2.4: of joint issuers 文件 stands on the right of the names, in the middle of their height."""
    at = elements.at(Kind.MASTHEAD)
    word = [i for i in at if compact(facts.paragraphs[i].text) == "文件"]
    names = [piece.line for i in at if i not in word for piece in facts.lines_of(i)]
    if len(word) != 1 or len(names) < 2 or not (drawn := facts.lines_of(word[0])):
        return
    line = drawn[0].line
    middle = (min(map(_middle, names)) + max(map(_middle, names))) / 2
    if line.left < max(name.right for name in names) - 1 or abs(_middle(line) - middle) > _NEAR:
        yield finding(
            "check.masthead_joint",
            "“文件”二字没有排在各机关名称右侧、上下居中",
            facts.paragraphs[word[0]],
            hint="用表格排：左边一栏是各机关名称，右边一栏合并单元格写“文件”，垂直居中",
        )


def _middle(line: LineFacts) -> float:
    """Height of the middle of Chinese characters: their ink reaches from 0.85 above the baseline to 0.12 below."""
    return line.y - 0.365 * line.size * MM_A_POINT


def _clause(elements: Elements) -> str:
    return f"{FORMAT} {_CLAUSE.get(elements.form, '7.2.4')}"


def _force(elements: Elements) -> Force:
    """Minutes may follow the practice of their place (10.3)."""
    return Force.ALLOWED if elements.form is Form.MINUTES else Force.REQUIRED


MASTHEAD_RULES = (mark_colour, mark_centre, mark_top, joint_mark)
