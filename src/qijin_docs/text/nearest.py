"""The nearest of several names, for “是否想写“企业”？”."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

# Chinese names are short: one wrong character of two is already half. Below half nothing is near.
_NEAR = 0.5
# Latin words share letters by chance: “currency” and “urlencode” more than half of them.
_NEAR_LATIN = 0.7


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``word``, or ``None`` if none is near enough.

    Width, case and spaces do not count. Of equally near candidates the first one wins, so the answer
    does not depend on anything but the arguments.
    """
    wanted = _plain(word)
    near = _NEAR_LATIN if wanted.isascii() else _NEAR
    best, best_ratio = None, 0.0
    for candidate in candidates:
        ratio = SequenceMatcher(None, wanted, _plain(candidate), autojunk=False).ratio()
        if ratio >= near and ratio > best_ratio:
            best, best_ratio = candidate, ratio
    return best


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """The hint ``是否想写“企业”？``, or an empty string if nothing is near."""
    found = nearest(word, candidates)
    return f"是否想写“{found}”？" if found else ""


def suggestion(word: str, candidates: Iterable[str], otherwise: str) -> str:
    """The hint of :func:`did_you_mean`, or another one if nothing is near."""
    return did_you_mean(word, candidates) or otherwise


def _plain(text: str) -> str:
    # A pasted page as a name would make the comparison quadratic in its length.
    return "".join(unicodedata.normalize("NFKC", text[:100]).casefold().split())
