"""Page numbers: 7.5, and 6.2 for what both sides of a sheet need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qijin_docs.check.elements import IMPRINT, Elements, Form, Said
from qijin_docs.check.facts import MM_A_POINT, Facts, LineFacts, PageFacts, Paragraph
from qijin_docs.check.page_measures import LEFT, RIGHT
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.spacing import (
    chars_free,
    left_indent,
    right_indent,
)
from qijin_docs.check.typefaces import face, size_name
from qijin_docs.errors import Place

_CLAUSE = "GB/T 9704-2012 7.5"
_FOUR = 14 * MM_A_POINT
#: A document with more characters than this has more than one page.
_ONE_PAGE = 620


def page_number_form(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.5: — 1 — in the footer: half-width digits of 四号 宋体 with a dash on each side; odd right, even left."""
    feet = [foot for foot in facts.headers_footers if foot.area == "footer"]
    if facts.kind == "pdf":
        return
    numbered = [foot for foot in feet if foot.has_page_number]
    if not numbered:
        pages = len(facts.pages) if facts.pages is not None else 0
        # A letter has no number on its first page and may do without one on a second.
        free = 2 if elements.form is Form.LETTER else 1
        long = sum(len(paragraph.text) for paragraph in facts.paragraphs) > free * _ONE_PAGE
        if pages > free or (not pages and long):
            yield _said(
                "check.page_number_missing",
                "没有页码",
                Place(facts.file, "页脚"),
                "在页脚插入页码域，写成“— 1 —”",
            )
        return
    if not facts.even_and_odd:
        yield _said(
            "check.page_number_sides",
            "没有设“奇偶页不同”，单页、双页的页码排在同一边",
            numbered[0].paragraphs[0] if numbered[0].paragraphs else Place(facts.file, "页脚"),
            "在“页眉和页脚”里选中“奇偶页不同”，单页码居右空一字，双页码居左空一字",
        )
    for foot in numbered:
        for paragraph in foot.paragraphs:
            if re.search(r"\d", paragraph.text):
                yield from _form(paragraph)
                even = foot.kind == "even"
                if facts.even_and_odd and not paragraph.in_frame and not paragraph.in_text_box:
                    yield from _side(paragraph, even=even)


def _form(paragraph: Paragraph) -> Iterator[Finding]:
    text = paragraph.text.strip()
    if re.search(r"[０-９]", text):
        yield _said(
            "check.page_number_digits", f"页码“{text}”用了全角数字", paragraph, "页码用半角阿拉伯数字"
        )
    elif not re.fullmatch(r"—\s?\d+\s?—", text):
        yield _said(
            "check.page_number_dashes",
            f"页码“{text}”两边不是一字线",
            paragraph,
            "写成“— 1 —”，两边是一字线“—”（可复制这里的）",
        )
    for run in paragraph.runs:
        if not run.text.strip():
            continue
        digits = bool(re.search(r"\d", run.text))
        font = run.ascii if digits else run.east_asia
        if digits and face(font) != "宋体":
            yield _said(
                "check.page_number_face",
                f"页码数字的字体是“{font or '未指定'}”，应为宋体",
                paragraph,
                "选中页码，把西文字体也改为宋体",
                run.text.strip(),
            )
            break
    size = paragraph.size
    if size is not None and size != 28:
        message = f"页码的字号是{size_name(size)}，应为四号"
        yield _said("check.page_number_size", message, paragraph, "选中页码，把字号改为四号")


def _side(paragraph: Paragraph, *, even: bool) -> Iterator[Finding]:
    what, side = ("双页码", "左") if even else ("单页码", "右")
    aligned = paragraph.alignment in (("left", "both") if even else ("right",))
    indent = (left_indent if even else right_indent)(paragraph)
    if even:
        indent += len(paragraph.text) - len(paragraph.text.lstrip("\u3000"))
    if not aligned or not 0.6 <= indent <= 1.4:
        where = f"{chars_free(indent)}" if aligned else f"没有居{side}"
        yield _said(
            "check.page_number_place",
            f"{what}{where}，应居{side}空一字",
            paragraph,
            f"{what}{side}对齐，{side}缩进1字符",
        )


def _said(code: str, message: str, at: Paragraph | Place, hint: str, quote: str = "") -> Finding:
    return finding(code, message, at, hint=hint, quote=quote)


def page_number_drawn(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.5 on the page: the dash 7 mm below the type area (269 mm), one character from the edge."""
    if facts.pages is None:
        yield Unverified("页码在纸上的位置（7.5）", "没有看页面，请加 --layout")
        return
    seen = 0
    for page in facts.pages:
        line = _number_of(page)
        if line is None:
            continue
        seen += 1
        # The dash is drawn at about a third of the type above the baseline.
        height = line.y - 0.3 * line.size * MM_A_POINT
        right, left = (RIGHT - line.right) / _FOUR, (line.left - LEFT) / _FOUR
        printed = int(re.sub(r"\D", "", line.text))
        side, distance = ("右", right) if printed % 2 else ("左", left)
        if abs(height - 269) > 1.5:
            message = f"页码的一字线在{height:.1f}毫米处，应在版心下边缘之下7毫米（269毫米）"
            yield _drawn(
                "check.page_number_height", message, facts.file, page, "调整页脚底端距离", f"{height:.1f}毫米"
            )
            return
        if not 0.5 <= distance <= 1.5:
            message = f"页码{side}边{chars_free(distance)}，应居{side}空一字"
            yield _drawn(
                "check.page_number_edge",
                message,
                facts.file,
                page,
                f"页码居{side}，缩进1字符",
                f"{distance:.1f}字",
            )
            return
    if not seen and len(facts.pages) > 1 and facts.kind == "pdf":
        hint = "在页脚插入页码，写成“— 1 —”"
        yield _drawn("check.page_number_missing", "没有页码", facts.file, facts.pages[-1], hint)


def _number_of(page: PageFacts) -> LineFacts | None:
    foot = [line for line in page.lines if line.y > 263 and page.width < page.height]
    return next((line for line in foot if re.fullmatch(r"\D{0,3}\d{1,4}\D{0,3}", line.text)), None)


def _drawn(code: str, message: str, file: str, page: PageFacts, hint: str, measured: str = "") -> Finding:
    place = Place(file, f"第{page.number}页")
    return finding(code, message, place, hint=hint, measured=measured)


def number_on_first_page_of_letter(facts: Facts, elements: Elements) -> Iterator[Said]:
    """10.1: the first page of a letter has no page number. In Word: 首页不同, its footer empty."""
    if elements.form is not Form.LETTER:
        return
    first = facts.sections[0] if facts.sections else None
    if facts.pages:
        shown = _number_of(facts.pages[0]) is not None
    elif first is not None:
        feet = [foot for foot in facts.headers_footers if foot.area == "footer" and 0 in foot.sections]
        kind = "first" if first.different_first else "default"
        shown = any(foot.has_page_number for foot in feet if foot.kind == kind)
    else:
        return
    if shown:
        yield finding(
            "check.letter_first_page_number",
            "信函首页显示了页码",
            Place(facts.file, "第1页"),
            hint="在“页眉和页脚”里选中“首页不同”，删去首页页脚里的页码",
        )


def numbers_go_on(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.5: attachments bound with the text continue its page numbers."""
    if facts.pages is not None:
        printed = [
            (page, int(re.sub(r"\D", "", line.text))) for page in facts.pages if (line := _number_of(page))
        ]
        for (_, before), (page, number) in pairwise(printed):
            if number <= before:
                hint = "附件与正文一起装订时，页码连续编排：设“续前节”，不重新起始编号"
                message = f"页码从{before}变成{number}，没有接着编"
                yield _drawn("check.page_number_restart", message, facts.file, page, hint)
                return
        return
    for number, section in enumerate(facts.sections[1:], 2):
        if section.first_page_number is not None:
            yield _said(
                "check.page_number_restart",
                f"第{number}节的页码从{section.first_page_number}重新编起",
                Place(facts.file, f"第{number}节"),
                "在“设置页码格式”里选“续前节”",
            )
            return


def blank_pages(facts: Facts, elements: Elements) -> Iterator[Said]:
    """7.5: blank pages before the page of the imprint, and that page, bear no number."""
    at = elements.at(*IMPRINT)
    lines = [piece for index in at for piece in facts.lines_of(index)]
    if not lines or not facts.pages or lines[0].page < 2:
        return
    before = facts.pages[lines[0].page - 2]
    blank = all(line is _number_of(before) for line in before.lines) and not before.images
    numbered = [page for page in facts.pages[lines[0].page - 2 : lines[0].page] if _number_of(page)]
    if blank and numbered:
        yield _drawn(
            "check.blank_page_numbered",
            "版记前有空白页，空白页和版记页编了页码",
            facts.file,
            numbered[0],
            "空白页和版记页另设一节，页脚“取消链接到前一节”后删去页码",
        )


PAGE_NUMBER_RULES = (
    page_number_form,
    page_number_drawn,
    number_on_first_page_of_letter,
    numbers_go_on,
    blank_pages,
)
