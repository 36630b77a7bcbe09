"""A large part compressed piece by piece, so that it never stands in memory as a whole."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from qijin_docs.ooxml.archive import DEFLATED, Member
from qijin_docs.ooxml.deflate import LEVEL, LIBRARY

_MODULES = {"isal": "isal.isal_zlib", "zlib-ng": "zlib_ng.zlib_ng", "zlib": "zlib"}
_library: Any = importlib.import_module(_MODULES[LIBRARY])


def pack_pieces(name: str, pieces: Iterable[str]) -> Member:
    """The part that the pieces of text make, compressed and ready to be written."""
    stream = _library.compressobj(LEVEL, _library.DEFLATED, -15)
    packed: list[bytes] = []
    crc = size = 0
    for piece in pieces:
        data = piece.encode()
        crc = _library.crc32(data, crc)
        size += len(data)
        packed.append(stream.compress(data))
    packed.append(stream.flush())
    return Member(name, b"".join(packed), crc, size, DEFLATED)
