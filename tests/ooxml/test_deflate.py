from __future__ import annotations

import importlib
import io
import random
import sys
import zipfile
import zlib
from collections.abc import Iterator

import pytest

from qijin_docs.ooxml import deflate, writer
from qijin_docs.ooxml.package import Package, read_package

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


#: Modules that are taken to be missing → library that is then in use.
CHOICES = {
    (): "isal",
    ("isal.isal_zlib",): "zlib-ng",
    ("isal.isal_zlib", "zlib_ng.zlib_ng"): "zlib",
}


@pytest.fixture(params=CHOICES, ids=list(CHOICES.values()))
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The package with each library in turn."""
    for module in request.param:
        monkeypatch.setitem(sys.modules, module, None)
    importlib.reload(deflate)
    importlib.reload(writer)
    yield CHOICES[request.param]
    monkeypatch.undo()
    importlib.reload(deflate)
    importlib.reload(writer)


def test_the_fastest_library_that_is_installed_is_used(library: str) -> None:
    assert library == deflate.LIBRARY


@pytest.mark.parametrize("data", SAMPLES, ids=len)
@pytest.mark.parametrize("length", [1000, 65536])
def test_each_library_makes_archives_that_anybody_reads(library: str, data: bytes, length: int) -> None:
    del library
    stretches = [data[at : at + length] for at in range(0, len(data), length)]
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    package = Package(None, {"[Content_Types].xml": writer.pack("[Content_Types].xml", types)}, {}, {})
    made = writer.write_package(
        package, {"a.xml": writer.pack_stretches("a.xml", iter(stretches)), "b.xml": data}
    )
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.read("a.xml") == archive.read("b.xml") == data
    again = read_package(made)
    assert again.part("a.xml") == again.part("b.xml") == data
