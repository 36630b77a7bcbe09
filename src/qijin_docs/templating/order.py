"""Problems of a template in the order in which what they speak of stands in the document, each with the text there.

They are found stage by stage; who mends them goes through the document once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from qijin_docs.errors import Problem
from qijin_docs.templating.tags import Span, find_spans

#: Faults of signs that are no whole tag, and how :func:`find_spans` calls them.
_HALVES = {"template.unclosed_tag": "unclosed", "template.stray_delimiter": "stray"}
#: Characters before and behind a tag that are told.
_AROUND = 20


def in_document_order(
    problems: Iterable[Problem],
    texts: Iterable[tuple[str, str]],
    first: Callable[[Problem], int] = lambda _: 0,
) -> list[Problem]:
    """The problems by their place, and in one place by the tag that their sentence names, with the text around it.

    What is said of the whole file, and of places without text, comes last.

    Args:
        problems: in any order; those of equal place and tag keep theirs.
        texts: words of a place and the text there, in the order of the document.
        first: what counts before the place.
    """
    number: dict[str, int] = {}
    text_of: dict[str, str] = {}
    for position, (where, text) in enumerate(texts):
        number.setdefault(where, position)
        text_of[where] = text_of.get(where, "") + text
    keyed: list[tuple[tuple[int, int, int], Problem]] = []
    for problem in problems:
        where = problem.place.where or ""
        text = text_of.get(where, "")
        span = _named(problem, text)
        if text:
            problem = replace(problem, around=_shown(text, span or Span(0, 0, "")))
        keyed.append(((first(problem), number.get(where, len(number)), span.start if span else 0), problem))
    return [problem for _, problem in sorted(keyed, key=lambda pair: pair[0])]


def _named(problem: Problem, text: str) -> Span | None:
    """The tag that the sentence names first, if it names one."""
    half = _HALVES.get(problem.code)
    named: list[tuple[int, Span]] = []
    for span in find_spans(text):
        if half is not None and span.kind == half:
            return span
        at = problem.message.find(f"“{text[span.start : span.end]}”")
        if at >= 0:
            named.append((at, span))
    return min(named, key=lambda pair: (pair[0], pair[1].start))[1] if named else None


def _shown(text: str, span: Span) -> str:
    start, end = max(0, span.start - _AROUND), span.end + _AROUND
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
