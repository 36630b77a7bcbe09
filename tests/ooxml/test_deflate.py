from __future__ import annotations

import importlib
import random
import sys
import zlib

import pytest

from qijin_docs.ooxml import deflate

SAMPLES = [b"", b"a", b"<w:p/>" * 5000, random.Random(7).randbytes(70_000)]


@pytest.mark.parametrize("data", SAMPLES, ids=len)
def test_what_was_deflated_is_inflated_again_by_us_and_by_zlib(data: bytes) -> None:
    packed = deflate.deflate(data)
    assert zlib.decompress(packed, -15) == data
    assert deflate.inflate(packed, len(data)) == data
    assert deflate.crc32(data) == zlib.crc32(data)


@pytest.mark.parametrize(("said", "given"), [(0, 10), (9, 10), (11, 10)])
def test_a_stream_of_another_size_than_said_is_refused(said: int, given: int) -> None:
    assert deflate.inflate(zlib.compress(b"a" * given, 6, -15), said) is None


@pytest.mark.parametrize("damage", [b"", b"\xff\xff\xff", b"\x00"])
def test_a_stream_that_is_none_is_refused(damage: bytes) -> None:
    assert deflate.inflate(damage, 10) is None


def test_bytes_after_the_stream_are_refused() -> None:
    assert deflate.inflate(zlib.compress(b"abc", 6, -15) + b"more", 3) is None


def test_a_stream_that_ends_with_an_empty_block_is_whole() -> None:
    stream = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = stream.compress(b"abc") + stream.flush(zlib.Z_FULL_FLUSH) + stream.flush()
    assert deflate.inflate(packed, 3) == b"abc"


def test_zlib_is_used_where_nothing_faster_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isal.isal_zlib", None)
    monkeypatch.setitem(sys.modules, "zlib_ng.zlib_ng", None)
    try:
        assert importlib.reload(deflate).LIBRARY == "zlib"
        assert zlib.decompress(deflate.deflate(b"abc" * 100), -15) == b"abc" * 100
    finally:
        monkeypatch.undo()
        assert importlib.reload(deflate).LIBRARY == "isal"
