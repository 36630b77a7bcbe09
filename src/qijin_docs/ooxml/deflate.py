"""Deflate and CRC with the fastest library that is installed; inflate with zlib.

``isal`` (the extra ``fast``) is three to eight times faster than zlib, ``zlib-ng`` about three times; zlib
is always there. The choice is made once per process. Compressed bytes differ between the three, the
inflated content never does.
"""

from __future__ import annotations

import importlib
import zlib
from typing import Any

#: (name for tables, module, level): level 1 is where each library gives most speed for hardly more bytes.
_CANDIDATES = (("isal", "isal.isal_zlib", 1), ("zlib-ng", "zlib_ng.zlib_ng", 1), ("zlib", "zlib", 1))


def _choose() -> tuple[str, Any, int]:
    for name, module, level in _CANDIDATES:
        try:
            return name, importlib.import_module(module), level
        except ImportError:
            continue
    return "zlib", zlib, 1  # pragma: no cover  (zlib is part of Python)


#: Name of the library in use, for tables and ``qijin doctor``.
LIBRARY: str
LIBRARY, _library, LEVEL = _choose()

_compress = _library.compress
_crc32 = _library.crc32


def deflate(data: bytes) -> bytes:
    """Raw deflate stream of the data, as a zip member holds it."""
    packed: bytes = _compress(data, LEVEL, -15)
    return packed


def deflating() -> Any:
    """A stream that deflates pieces as they come: ``compress(piece)`` again and again, then ``flush()``."""
    return _library.compressobj(LEVEL, zlib.DEFLATED, -15)


def inflate(data: bytes, size: int) -> bytes | None:
    """The inflated data if the stream is whole and gives exactly ``size`` bytes, otherwise ``None``.

    Never makes more than ``size + 1`` bytes, whatever the stream says. Always zlib: what is inflated comes
    from strangers, and it happens once per template.
    """
    stream = zlib.decompressobj(-15)
    try:
        plain = stream.decompress(data, size + 1)
        # A stream may end with a block that holds nothing; it is read only when asked again.
        if len(plain) == size and not stream.eof:
            plain += stream.decompress(stream.unconsumed_tail, 1)
    except (zlib.error, MemoryError):
        return None
    return plain if len(plain) == size and stream.eof and not stream.unused_data else None


def crc32(data: bytes, before: int = 0) -> int:
    """CRC-32 of the data, gone on with from the CRC of what stands before them."""
    value: int = _crc32(data, before)
    return value
