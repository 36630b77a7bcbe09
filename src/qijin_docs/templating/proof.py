"""Proof of a document: every printed piece of text is found again in the finished part, letter for letter.

The pieces stand in the ledger in the order in which they were printed, so one pass forward through the part
finds them all; the search is the C code of ``bytes.find`` and costs a few per cent of a rendering.
"""

from __future__ import annotations

_NEAR = 2000


def first_lost(part: bytes, ledger: list[bytes]) -> int | None:
    """Index of the first piece that is not in the part where it should be; ``None`` if all are there.

    Args:
        part: the finished part.
        ledger: the escaped pieces in the order in which they were printed.
    """
    find = part.find
    at = 0
    for index, piece in enumerate(ledger):
        # Usually the next piece is near; CPython searches short stretches without preparing a table first.
        found = find(piece, at, at + _NEAR)
        if found < 0:
            found = find(piece, at)
            if found < 0:
                return index
        at = found + len(piece)
    return None
