"""Proof of a document: every printed piece of text is found again in the finished part, letter for letter.

The pieces stand in the ledger in the order in which they were printed, so one pass forward through the part
finds them all; the search is the C code of ``str.find`` and costs a few per cent of a rendering.
"""

from __future__ import annotations


def first_lost(part: str, ledger: list[str]) -> int | None:
    """Index of the first piece that is not in the part where it should be; ``None`` if all are there.

    Args:
        part: the finished part as text.
        ledger: the escaped pieces in the order in which they were printed.
    """
    find = part.find
    at = 0
    for index, piece in enumerate(ledger):
        at = find(piece, at)
        if at < 0:
            return index
        at += len(piece)
    return None
