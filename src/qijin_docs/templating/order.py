"""Problems of a template in the order in which what they speak of stands in the document.

They are found stage by stage; who mends them goes through the document once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qijin_docs.errors import Problem
from qijin_docs.templating.tags import find_spans


def document_order(texts: Iterable[tuple[str, str]]) -> Callable[[Problem], tuple[int, int]]:
    """What to sort problems by: by their place, and in one place by the tag that their sentence names.

    What is said of the whole file, and of places without text, comes last.

    Args:
        texts: words of a place and the text there, in the order of the document.
    """
    number: dict[str, int] = {}
    text_of: dict[str, str] = {}
    for position, (where, text) in enumerate(texts):
        number.setdefault(where, position)
        text_of[where] = text_of.get(where, "") + text

    def key(problem: Problem) -> tuple[int, int]:
        where = problem.place.where or ""
        return number.get(where, len(number)), _offset(problem, text_of.get(where, ""))

    return key


#: Faults of signs that are no whole tag, and how :func:`find_spans` calls them.
_HALVES = {"template.unclosed_tag": "unclosed", "template.stray_delimiter": "stray"}


def _offset(problem: Problem, text: str) -> int:
    """Where in the text the tag begins that the sentence names first; 0 if it names none."""
    half = _HALVES.get(problem.code)
    named: list[tuple[int, int]] = []
    for span in find_spans(text):
        if half is not None and span.kind == half:
            return span.start
        at = problem.message.find(f"“{text[span.start : span.end]}”")
        if at >= 0:
            named.append((at, span.start))
    return min(named)[1] if named else 0
