"""What rules about text look at: paragraphs, spans that are no prose, sentences, units of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from qijin_docs.check.elements import Elements
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.text.reading import shown

STAND_IN = "\ufdd0"
"""A noncharacter that stands for each character of a span that is no prose; positions stay."""

_NO_PROSE = re.compile(
    r"""(?:https?|ftp)://[A-Za-z0-9\-._~:/?\#\[\]@!$&'*+,;=%]*[A-Za-z0-9/=\#]
    | www\.[A-Za-z0-9\-._~:/?\#@!$&'*+,;=%]*[A-Za-z0-9/=\#]
    | [A-Za-z0-9._+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+
    | `[^`\n]*`""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"(?<=[。！？；])")
_SAMPLES = 3


def paragraphs(facts: Facts) -> Iterator[Paragraph]:
    """Every paragraph with text: body, tables, text boxes, notes."""
    for paragraph in (*facts.paragraphs, *facts.notes):
        if paragraph.text.strip():
            yield paragraph


@lru_cache(maxsize=512)
def shielded(text: str) -> str:
    """The text with addresses of the web and of mail, and code, made unreadable; of the same length.

    Thirty rules ask for the same paragraphs one after the other, so the last ones are kept.
    """
    return _NO_PROSE.sub(lambda found: STAND_IN * len(found[0]), text)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, their last sign included."""
    return [piece.strip() for piece in _SENTENCE_END.split(text) if piece.strip()]


def around(text: str, start: int, end: int) -> str:
    """A few characters on both sides of a spot, to be found again by a reader."""
    return shown(text[max(start - 5, 0) : end + 5])


def matching(
    facts: Facts,
    pattern: re.Pattern[str],
    code: str,
    what: str,
    hint: str,
    *,
    tables: bool = True,
    without: Iterable[Paragraph] = (),
) -> Iterator[Finding]:
    """One finding for each paragraph in which a pattern is found.

    Args:
        facts: of the document.
        pattern: searched in the text with what is no prose taken out.
        code, hint: of the finding.
        what: what is wrong; the spots found follow it.
        tables: look into tables too.
        without: paragraphs that have a rule of their own.
    """
    left_out = {id(paragraph) for paragraph in without}
    for paragraph in paragraphs(facts):
        if (paragraph.in_table and not tables) or id(paragraph) in left_out:
            continue
        spots = [(m.start(), m.end()) for m in pattern.finditer(shielded(paragraph.text))]
        if spots:
            yield spotted(
                paragraph,
                spots,
                code,
                what,
                hint,
            )


def spotted(
    paragraph: Paragraph,
    spots: list[tuple[int, int]],
    code: str,
    what: str,
    hint: str,
) -> Finding:
    """A finding that names the first spots of a paragraph, each with its surroundings."""
    samples = "、".join(f"“{around(paragraph.text, *spot)}”" for spot in spots[:_SAMPLES])
    count = f"等{len(spots)}处" if len(spots) > _SAMPLES else ""
    return finding(
        code,
        f"{what}：{samples}{count}",
        paragraph,
        hint=hint,
        quote=paragraph.text[slice(*spots[0])],
    )


def units(elements: Elements) -> Iterator[tuple[int, int]]:
    """The parts of a document that are read for themselves: main text, each attachment; first and end."""
    yield 0, elements.main_end
    for attached in elements.attachments:
        yield attached.first, attached.last + 1
