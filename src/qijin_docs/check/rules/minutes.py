"""Who was present, in minutes: 10.3."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.spacing import (
    blank_lines_before,
    chars_free,
    first_line_indent,
    lines_free,
)
from qijin_docs.check.typefaces import face

_CLAUSE = "GB/T 9704-2012 10.3"


def attendance(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.3: 出席 and the like one blank line below the text, two characters in, 黑体; the names in 仿宋.

    Minutes may follow the practice of their place, so nothing here is more than a note.
    """
    if elements.form is not Form.MINUTES:
        return
    at = elements.at(Kind.ATTENDANCE)
    for index in at:
        paragraph = facts.paragraphs[index]
        runs = [run for run in paragraph.runs if run.text.strip()]
        word = paragraph.text.strip()[:2]
        if runs and face(runs[0].east_asia) != "黑体":
            message = f"“{word}”二字的字体是“{runs[0].east_asia}”，应为黑体"
            yield _said("check.attendance_label", message, paragraph, f"选中“{word}”，把字体改为黑体")
        elif any(face(run.east_asia) != "仿宋" for run in runs[1:]):
            message = f"“{word}”后面名单的字体不是仿宋"
            yield _said("check.attendance_names", message, paragraph, "选中人员名单，把字体改为仿宋")
        indent = first_line_indent(facts, index)
        if abs(indent - 2) > 0.4:
            message = f"“{word}”左边{chars_free(indent)}，应左空二字"
            hint = "设左缩进和悬挂缩进，使回行与冒号后的首字对齐"
            yield _said("check.attendance_indent", message, paragraph, hint, f"{indent:.1f}字", "2字")
        lines = [piece.line for piece in facts.lines_of(index)]
        if len(lines) > 1 and "：" in lines[0].text[:-1]:
            name = lines[0].glyphs[lines[0].text.index("：") + 1].x
            off = max(abs(line.left - name) for line in lines[1:])
            if off > 1.5:
                message = f"“{word}”的名单回行后偏了{off:.1f}毫米，应与冒号后首字对齐"
                yield _said("check.attendance_wrap", message, paragraph, "设悬挂缩进3字符", f"{off:.1f}毫米")
    if at and facts.kind == "docx":
        gap = blank_lines_before(facts, at[0])
        if not 0.4 <= gap <= 1.6:
            message = f"出席人员与正文之间{lines_free(gap)}，应空一行"
            first = facts.paragraphs[at[0]]
            yield _said(
                "check.attendance_gap", message, first, "把第一行的段前间距设为1行", f"{gap:.1f}行", "1行"
            )


def _said(
    code: str, message: str, at: Paragraph, hint: str, measured: str = "", tolerance: str = ""
) -> Finding:
    return finding(
        code,
        message,
        at,
        hint=hint,
        measured=measured,
        tolerance=tolerance,
    )


MINUTES_RULES = (attendance,)
