"""Gaps: placeholders that stand in the data because nobody knows yet what belongs there.

A gap is written ``【待填：联络员电话】``. It is printed as it is, so that everyone sees it, and listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qijin_docs.errors import Problem, Severity
from qijin_docs.sources import Located

GAP_MARK = "【待填"


def gaps_of(located: Located) -> Iterator[Problem]:
    """Yield a warning for every placeholder in a source, with its place."""
    for path, text in _texts(located.value, ()):
        start = text.find(GAP_MARK)
        while start >= 0:
            end = text.find("】", start)
            shown = text[start : end + 1] if end >= 0 else text[start:]
            yield Problem(
                "data.gap", f"还没有填：{shown}", located.place_of(path), "请填写", Severity.WARNING
            )
            start = text.find(GAP_MARK, start + 1)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
