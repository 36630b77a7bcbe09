"""附件说明 and the pages of attachments: 7.3.4 and 7.3.7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.page_measures import body_lines
from qijin_docs.check.report import Unverified, finding
from qijin_docs.check.spacing import (
    baseline_gap,
    blank_lines_before,
    chars_free,
    first_line_indent,
    left_indent,
    lines_free,
    width,
)

_LINE = 28
"""Characters of a line."""


def note_place(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.4: one blank line below the text, two characters from the left."""
    at = elements.at(Kind.ATTACHMENT_NOTE)
    if not at:
        return
    first = facts.paragraphs[at[0]]
    indent = first_line_indent(facts, at[0])
    if abs(indent - 2) > 0.4:
        yield finding(
            "check.attachment_note_indent",
            f"附件说明左边{chars_free(indent)}，应左空二字",
            first,
            hint="设左缩进和悬挂缩进，使“附件”二字左空2字符",
            measured=f"{indent:.1f}字",
            tolerance="2字",
        )
    above = [i for i in range(at[0]) if elements.kinds[i] is not Kind.BLANK]
    after_table = bool(above) and facts.paragraphs[above[-1]].in_table
    drawn = baseline_gap(facts, above[-1], at[0]) if above and not after_table else None
    if drawn is not None:
        gap = drawn - 1
    elif facts.pages is not None and (facts.kind == "pdf" or not after_table):
        return  # a page ends between them
    else:
        gap = blank_lines_before(facts, at[0])
    if not 0.4 <= gap <= 1.6:
        yield finding(
            "check.attachment_note_gap",
            f"附件说明与正文之间{lines_free(gap)}，应空一行",
            first,
            hint="把附件说明的段前间距设为1行",
            measured=f"{gap:.1f}行",
            tolerance="1行",
        )


def note_wraps(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.4: a name that wraps goes on below its own first character."""
    for index in elements.at(Kind.ATTACHMENT_NOTE):
        lines = facts.lines_of(index)
        if facts.pages is None:
            yield from _wraps_in_file(facts, index)
            continue
        if len(lines) < 2 or lines[0].page != lines[1].page:
            continue
        found = re.match(r"(附件：)?([0-9]{1,2}\.)?", lines[0].line.text)
        begin = found.end() if found else 0
        name = lines[0].line.glyphs[begin].x if begin < len(lines[0].line.glyphs) else lines[0].line.left
        if abs(lines[1].line.left - name) > 1.5:
            yield finding(
                "check.attachment_note_wrap",
                f"附件名称回行后偏了{lines[1].line.left - name:+.1f}毫米，应与首字对齐",
                facts.paragraphs[index],
                hint="用悬挂缩进，不要用空格或回车对齐",
                measured=f"{lines[1].line.left - name:+.1f}毫米",
                tolerance="±1毫米",
            )


def _wraps_in_file(facts: Facts, index: int) -> Iterator[Said]:
    """The same from the indents, where the name is too long for its line."""
    paragraph = facts.paragraphs[index]
    text = paragraph.shown.strip()
    begun = re.match(r"(附件：)?\s*([0-9]{1,2}\.)?\s*", text)
    ahead = width(begun[0]) if begun else 0.0
    begin = first_line_indent(facts, index)
    off = left_indent(paragraph) - begin - ahead
    if "\n" not in text and begin + width(text) > _LINE and abs(off) > 0.6:
        yield finding(
            "check.attachment_note_wrap",
            f"附件名称一行排不下，回行后与首字差{abs(off):.1f}个字，应与首字对齐",
            paragraph,
            hint="设悬挂缩进，使回行与名称首字对齐，不要用空格或回车对齐",
            measured=f"{off:+.1f}字",
            tolerance="±0.6字",
        )


def label(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.7: 附件 with its number begins a page, at the left edge of the first line, without a colon."""
    for attached in elements.attachments:
        paragraph = facts.paragraphs[attached.label]
        text = paragraph.text.strip()
        if not _begins_page(facts, attached.label):
            yield finding(
                "check.attachment_page",
                f"“{text}”没有另起一页",
                paragraph,
                hint="在“段落—换行和分页”里选中“段前分页”",
            )
        if text.endswith(("：", ":")):
            yield finding(
                "check.attachment_label_colon",
                f"附件标号“{text}”后面有冒号",
                paragraph,
                hint="删去冒号",
                quote=text[-1],
            )
        indent = first_line_indent(facts, attached.label)
        if paragraph.alignment in ("center", "right") or abs(indent) > 0.4:
            yield finding(
                "check.attachment_label_indent",
                f"附件标号“{text}”没有顶格",
                paragraph,
                hint="左对齐，缩进为0",
            )


def _begins_page(facts: Facts, index: int) -> bool:
    if lines := facts.lines_of(index):
        page = (facts.pages or ())[lines[0].page - 1]
        return body_lines(page)[0].y >= lines[0].line.y - 1 if body_lines(page) else True
    while index >= 0:
        if facts.paragraphs[index].page_break_before:
            return True
        index -= 1
        if index >= 0 and not facts.paragraphs[index].blank:
            return False
    return True


def title_on_third_line(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.3.7: the title of an attachment is centred on the third line: one blank line below the label."""
    for attached in elements.attachments:
        titles = [i for i in elements.at(Kind.ATTACHMENT_TITLE) if attached.first <= i <= attached.last]
        if not titles:
            yield Unverified("附件标题在第三行居中（7.3.7）", "没有找到居中的附件标题")
            continue
        drawn = baseline_gap(facts, attached.label, titles[0])
        gap = drawn - 1 if drawn is not None else blank_lines_before(facts, titles[0])
        if not 0.5 <= gap <= 1.5:
            yield finding(
                "check.attachment_title_line",
                f"附件标题与标号之间{lines_free(gap)}，标题应在第三行",
                facts.paragraphs[titles[0]],
                hint="标号在第一行，空一行，标题在第三行居中",
                measured=f"空{gap:.1f}行",
                tolerance="空1行",
            )


ATTACHMENT_RULES = (note_place, note_wraps, label, title_on_third_line)
