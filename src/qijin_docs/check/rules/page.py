"""Sheet, type area, lines and characters on a page, colour: clauses 5 and 6."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from qijin_docs.check.elements import Elements, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph, SectionFacts
from qijin_docs.check.page_measures import (
    INK_TOP,
    body_lines,
    full_pages,
    han_lines,
    natural_pitch,
)
from qijin_docs.check.red import colour_name
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.errors import Place

_STANDARD = "GB/T 9704-2012"
_BLACK = ("auto", "000000")
_A_PAGE = 22 * 28
"""Characters."""


def pages_drawn(facts: Facts, elements: Elements) -> Iterator[Said]:
    """Pages that were asked for and could not be drawn are said to be missing."""
    if facts.not_drawn:
        by_office = "" if "给的 PDF" in facts.not_drawn else "LibreOffice 没有画出页面："
        yield Unverified("全部版面规则", f"{by_office}{facts.not_drawn}")


def paper(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.1: the sheet is A4, 210 × 297 mm. In Word: 布局—纸张大小—A4."""
    for where, width, height, tolerance in _sheets(facts):
        short, long = sorted((width, height))
        if abs(short - 210) > tolerance or abs(long - 297) > tolerance:
            yield finding(
                "check.paper",
                f"纸张是{width:.1f}×{height:.1f}毫米，不是A4",
                where,
                hint="在“布局—纸张大小”里选A4（210×297毫米）",
                measured=f"{width:.1f}×{height:.1f}毫米",
                tolerance="210×297毫米",
            )


def _sheets(facts: Facts) -> Iterator[tuple[Place, float, float, float]]:
    for number, section in enumerate(facts.sections, 1):
        yield _section_place(facts, number), section.width, section.height, 0.18
    if facts.kind == "pdf":
        for page in facts.pages or ():
            yield Place(facts.file, f"第{page.number}页"), page.width, page.height, 0.5


def margins(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.1: 天头 37 ±1 mm, 订口 28 ±1 mm. In Word: 布局—页边距—自定义.

    A document set by ink (the first line's own ink at 37 mm) has a smaller margin at the top, 34.58 mm.
    """
    for place, section in _upright(facts):
        if not (abs(section.top - 37) <= 1.02 or abs(section.top - INK_TOP) <= 0.6):
            yield _margin("check.margin_top", "上边距（天头）", section.top, 37, place)
        left = section.left + section.gutter
        if abs(left - 28) > 1.02:
            yield _margin("check.margin_left", "左边距（订口）", left, 28, place)


def _margin(code: str, what: str, measured: float, right: int, place: Place) -> Finding:
    return finding(
        code,
        f"{what}是{measured:.1f}毫米，应为{right}毫米",
        place,
        hint=f"在“布局—页边距—自定义页边距”里改为{right}毫米",
        measured=f"{measured:.1f}毫米",
        tolerance=f"{right}±1毫米",
    )


def one_system(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.1: the top margin means the edge of the type area or the ink of its first line, in all sections the same."""
    upright = list(_upright(facts))
    ink = [abs(section.top - INK_TOP) <= 0.6 for _, section in upright]
    for (place, section), is_ink in zip(upright, ink, strict=True):
        if is_ink != ink[0] and (is_ink or abs(section.top - 37) <= 1.02):
            yield finding(
                "check.mixed_systems",
                f"这一节的上边距是{section.top:.1f}毫米，第一节是{upright[0][1].top:.1f}毫米，量法不一致",
                place,
                hint="把各节的上边距、下边距改成一样",
                measured=f"{section.top:.1f}毫米",
            )
            return


def type_area(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.1, 6.1: the type area is 156 × 225 mm, ±1 mm. Right and lower margin have no tolerance of their own."""
    for place, section in _upright(facts):
        width = section.width - section.left - section.gutter - section.right
        height = section.height - section.top - section.bottom
        ink = abs(section.top - INK_TOP) <= 0.6
        right_height = 225 + 2 * (37 - INK_TOP) if ink else 225
        for code, what, measured, right, margin in (
            ("check.type_area_width", "宽", width, 156.0, f"右边距改为{section.width - 28 - 156:.0f}毫米"),
            (
                "check.type_area_height",
                "高",
                height,
                right_height,
                f"下边距改为{section.height - section.top - right_height:.1f}毫米",
            ),
        ):
            if abs(measured - right) > 1.05:
                yield finding(
                    code,
                    f"版心{what}{measured:.1f}毫米，应为{right:.0f}毫米",
                    place,
                    hint=f"先把左边距、上边距设好，再把{margin}",
                    measured=f"{measured:.1f}毫米",
                    tolerance=f"{right:.0f}±1毫米",
                )


def lines_per_page(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.3: 22 lines a page. 28.95 pt (579 twips) is the largest exact spacing that gives them; 29 pt gives 21."""
    if facts.pages is not None:
        pages = full_pages(facts)
        counts = [len(body_lines(page)) for page in pages]
        for page, count in zip(pages, counts, strict=True):
            if count != 22:
                promised = _promised_lines(facts, elements)
                also = f"，而文件设置应排{promised}行" if promised not in (None, count) else ""
                yield _lines(f"整页正文排了{count}行{also}", Place(facts.file, f"第{page.number}页"), count)
                break
        if not counts:
            yield Unverified("每页行数（5.2.3）", "没有排满正文的整页可数")
        return
    promised = _promised_lines(facts, elements)
    if promised is None:
        yield Unverified("每页行数（5.2.3）", "行距不是固定值，不看页面数不出来，请加 --layout")
    elif promised != 22 and not (promised > 22 and _is_short(elements)):
        body = _body(elements)
        yield _lines(
            f"按现在的行距和页边距每页排{promised}行", body[0] if body else Place(facts.file), promised
        )


def _is_short(elements: Elements) -> bool:
    """Whether the text fills no page: its lines may stand closer to hold the ending (7.3.5.5)."""
    return sum(len(paragraph.text) for paragraph in elements.of(Kind.BODY)) <= _A_PAGE


def _lines(message: str, at: Paragraph | Place, count: int) -> Finding:
    return finding(
        "check.lines_per_page",
        f"{message}，一般应为22行",
        at,
        hint="上下边距37、35毫米时，把正文行距设为固定值28.95磅（29磅只能排21行）",
        measured=f"{count}行",
        tolerance="22行",
    )


def _promised_lines(facts: Facts, elements: Elements) -> int | None:
    """Lines a page that the file's own settings give; ``None`` if they do not tell."""
    body, section = _body(elements), _first_upright(facts)
    if not body or section is None:
        return None
    height = section.height - section.top - section.bottom
    spacings = [(paragraph.line_rule, paragraph.line) for paragraph in body]
    rule, line = max(set(spacings), key=spacings.count)
    if rule == "exact" and line > 0:
        return int(height / (line * 25.4 / 1440) + 0.005)
    if rule == "auto" and line == 240 and section.grid and section.grid_line:
        return int(height / (section.grid_line * 25.4 / 1440) + 0.005)
    return None


def chars_per_line(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.3: 28 characters a line. 三号 is 16 pt in Word, 28 of them are wider than 156 mm: spacing −0.25 pt."""
    promised = _promised_chars(facts, elements)
    if facts.pages is not None:
        counts = [len(line.glyphs) for line in han_lines(facts)]
        pitch = natural_pitch(facts)
        if counts:
            count = round(median(counts))
        elif pitch is not None:
            count = int(156.3 / pitch)
        else:
            yield Unverified("每行字数（5.2.3）", "没有整行都是汉字的行可数")
            return
        if count != 28:
            also = f"，而文件设置应排{promised}字" if promised not in (None, count) else ""
            yield _chars(f"整行正文排了{count}个字{also}", Place(facts.file), count)
        return
    if promised is None:
        yield Unverified("每行字数（5.2.3）", "不看页面数不出来，请加 --layout")
    elif promised != 28:
        body = _body(elements)
        yield _chars(f"按现在的字号、字距和页边距每行排{promised}个字", body[0], promised)


def _chars(message: str, at: Paragraph | Place, count: int) -> Finding:
    return finding(
        "check.chars_per_line",
        f"{message}，一般应为28字",
        at,
        hint="选中正文，在“字体—高级”里把间距设为紧缩0.25磅，不要用文档网格指定字数",
        measured=f"{count}字",
        tolerance="28字",
    )


def _promised_chars(facts: Facts, elements: Elements) -> int | None:
    body, section = _body(elements), _first_upright(facts)
    if not body or section is None:
        return None
    width = (section.width - section.left - section.gutter - section.right) * 1440 / 25.4
    pitches = [
        run.spacing + (run.size or 0) * 10 for paragraph in body for run in paragraph.runs if run.text.strip()
    ]
    if not pitches:
        return None
    pitch: float = max(set(pitches), key=pitches.count)
    if section.grid == "linesAndChars":
        pitch += section.grid_char / 4096 * 20
    return int(width / pitch + 0.01) if pitch > 0 else None


def colour(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.4: text is black; only the marks of the head, rules and seals are red. In Word: 字体颜色—自动."""
    text = [p for p, kind in zip(facts.paragraphs, elements.kinds, strict=True) if kind is not Kind.MASTHEAD]
    for paragraph in (*text, *(p for foot in facts.headers_footers for p in foot.paragraphs)):
        run = next((run for run in paragraph.runs if run.text.strip() and run.colour not in _BLACK), None)
        if run is not None:
            yield finding(
                "check.colour",
                f"“{run.text.strip()[:12]}”是{colour_name(run.colour)}的，应为黑色",
                paragraph,
                hint="选中文字，把字体颜色改为“自动”或黑色",
                measured=run.colour,
                tolerance="000000",
                quote=run.text.strip()[:12],
            )


def _body(elements: Elements) -> list[Paragraph]:
    """Body text of some length, which settles lines and characters of a page."""
    return [paragraph for paragraph in elements.of(Kind.BODY) if len(paragraph.text.strip()) >= 20]


def _upright(facts: Facts) -> Iterator[tuple[Place, SectionFacts]]:
    for number, section in enumerate(facts.sections, 1):
        if not section.landscape and section.width <= section.height:
            yield _section_place(facts, number), section


def _first_upright(facts: Facts) -> SectionFacts | None:
    return next((section for _, section in _upright(facts)), None)


def _section_place(facts: Facts, number: int) -> Place:
    return Place(facts.file, f"第{number}节" if len(facts.sections) > 1 else "页面设置")


PAGE_RULES = (pages_drawn, paper, margins, one_system, type_area, lines_per_page, chars_per_line, colour)
