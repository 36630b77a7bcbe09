"""Which lines of which page belong to which paragraph: file and page brought together by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qijin_docs.check.facts import Drawn, Facts, LineFacts, PageFacts

#: So far ahead, in lines, the next paragraph is looked for before the whole document is searched.
_AHEAD = 80
#: Page numbers stand at most so far from the lower edge of the sheet, millimetres.
_FOOT = 40.0
_NUMBER = re.compile(r"\D{0,3}[0-9０-９]{1,4}\D{0,3}")


def placed_on_pages(facts: Facts) -> Facts:
    """The facts with :attr:`~Facts.drawn` and :attr:`Paragraph.page` filled in; as they are without pages."""
    if facts.pages is None:
        return facts
    lines = [
        Drawn(page.number, line)
        for page in facts.pages
        for line in page.lines
        if not _is_page_number(page, line)
    ]
    texts = [drawn.line.text for drawn in lines]
    used: list[int] = [0] * len(lines)  # characters of a line that are given away
    at = 0
    found: list[tuple[Drawn, ...]] = []
    for paragraph in facts.paragraphs:
        text = "".join(paragraph.shown.split())
        begin = _find(text, texts, used, at) if text else None
        if begin is None:
            found.append(())
            continue
        mine = _take(text, begin, lines, texts, used)
        found.append(mine)
        at = begin
    paragraphs = tuple(
        replace(paragraph, page=mine[0].page) if mine else paragraph
        for paragraph, mine in zip(facts.paragraphs, found, strict=True)
    )
    return replace(facts, paragraphs=paragraphs, drawn=tuple(found))


def _is_page_number(page: PageFacts, line: LineFacts) -> bool:
    """Page numbers stand between the lines of a paragraph that goes on on the next page."""
    return line.y > page.height - _FOOT and _NUMBER.fullmatch(line.text) is not None


def _find(text: str, texts: Sequence[str], used: Sequence[int], at: int) -> int | None:
    """The line where a paragraph begins."""
    for candidates in (range(at, min(at + _AHEAD, len(texts))), range(len(texts))):
        for number in candidates:
            free = texts[number][used[number] :]
            # A short paragraph may share its line with others: number and signatory, cells of a table.
            if free and (text.startswith(free) or text in free):
                return number
    return None


def _take(
    text: str, begin: int, lines: Sequence[Drawn], texts: Sequence[str], used: list[int]
) -> tuple[Drawn, ...]:
    """The lines from there on as long as they go on with the text."""
    taken: list[Drawn] = []
    rest = text
    for number in range(begin, len(lines)):
        free = texts[number][used[number] :]
        start = used[number] + (free.find(rest) if rest in free else 0)
        length = len(rest) if rest in free else len(free)
        if not free or not rest.startswith(texts[number][start : start + length]):
            break
        glyphs = lines[number].line.glyphs[start : start + length]
        taken.append(Drawn(lines[number].page, LineFacts(glyphs)))
        used[number] = start + length
        rest = rest[length:]
        if not rest:
            break
    return tuple(taken)
