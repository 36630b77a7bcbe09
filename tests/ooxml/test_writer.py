from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import docx
import pytest

from qijin_docs.errors import OutputError
from qijin_docs.ooxml import writer
from qijin_docs.ooxml.archive import Member
from qijin_docs.ooxml.package import Package, read_package
from qijin_docs.ooxml.writer import PackageWriter, pack, write_package

Parts = Callable[..., dict[str, Any]]
Zipped = Callable[..., bytes]
DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"


@pytest.fixture
def package(parts: Parts, zipped: Zipped) -> Package:
    pieces = parts(more={"word/styles.xml": "<styles/>", "word/media/图.png": b"\x89PNG"})
    # Content types last, as some programs write them.
    pieces[TYPES] = pieces.pop(TYPES)
    return read_package(zipped(pieces))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_changed_parts_are_new_and_all_others_the_same_bytes(package: Package) -> None:
    written = write_package(package, {DOCUMENT: b"<new/>"})
    expected = {name: package.part(name) for name in package.names} | {DOCUMENT: b"<new/>"}
    assert members(written) == expected
    assert read_package(written).members["word/styles.xml"] == package.members["word/styles.xml"]


def test_content_types_stand_first_changed_or_not(package: Package) -> None:
    new_types = package.part(TYPES) + b"<!---->"
    assert next(iter(members(write_package(package, {})))) == TYPES
    both = members(write_package(package, {DOCUMENT: b"<new/>", TYPES: new_types}))
    assert next(iter(both)) == TYPES
    assert both[TYPES] == new_types
    assert both["word/styles.xml"] == b"<styles/>"


def test_parts_are_added_in_the_order_given_and_left_out_when_asked(package: Package) -> None:
    written = write_package(package, {"b.xml": b"<b/>", "a.xml": b"<a/>"}, removed=["word/styles.xml"])
    assert list(members(written))[-2:] == ["b.xml", "a.xml"]
    assert "word/styles.xml" not in members(written)


def test_a_removed_part_can_be_given_anew(package: Package) -> None:
    written = write_package(package, {"word/styles.xml": b"<x/>"}, removed=["word/styles.xml"])
    assert members(written)["word/styles.xml"] == b"<x/>"


def test_one_writer_makes_many_documents_each_with_its_own_parts(package: Package) -> None:
    made = PackageWriter(package, [DOCUMENT])
    assert members(made.write({DOCUMENT: b"<a/>"}))[DOCUMENT] == b"<a/>"
    assert members(made.write({DOCUMENT: b"<b/>"}))[DOCUMENT] == b"<b/>"
    assert members(made.write({}))[DOCUMENT] == package.part(DOCUMENT)


def test_a_part_that_was_not_named_as_changing_is_refused(package: Package) -> None:
    with pytest.raises(ValueError, match="not named as changing"):
        PackageWriter(package, [DOCUMENT]).write({"word/styles.xml": b"<x/>"})


def test_a_part_packed_beforehand_is_written_as_it_is(package: Package) -> None:
    picture = pack("word/media/b.jpg", b"\xff\xd8" * 500)
    assert picture == Member("word/media/b.jpg", b"\xff\xd8" * 500, picture.crc, 1000, 0)
    assert pack("word/a.xml", b"<a/>" * 500).method == 8
    assert members(write_package(package, {picture.name: picture}))[picture.name] == b"\xff\xd8" * 500


def test_same_parts_give_same_bytes_whatever_the_time(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_package(package, {DOCUMENT: b"<a/>", "x.xml": b"<x/>"})
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert write_package(package, {DOCUMENT: b"<a/>", "x.xml": b"<x/>"}) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_written_can_be_read_and_written_again_to_the_same_bytes(package: Package) -> None:
    first = write_package(package, {})
    assert write_package(read_package(first), {}) == first


def test_many_threads_share_one_writer(package: Package) -> None:
    made = PackageWriter(package, [DOCUMENT, TYPES])

    def work(number: int) -> bool:
        content = b"<a>%d</a>" % number
        return members(made.write({DOCUMENT: content, f"{number}.xml": content}))[DOCUMENT] == content

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))


def test_names_beyond_ascii_are_marked_as_utf_8(package: Package) -> None:
    with zipfile.ZipFile(io.BytesIO(write_package(package, {"附件.xml": b"<a/>"}))) as archive:
        flags = {entry.filename: entry.flag_bits for entry in archive.infolist()}
    assert flags["附件.xml"] == flags["word/media/图.png"] == 0x800
    assert flags[DOCUMENT] == 0


def test_python_docx_opens_what_was_written() -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    package = read_package(stream.getvalue())
    document = docx.Document(io.BytesIO(write_package(package, {DOCUMENT: package.part(DOCUMENT)})))
    assert document.paragraphs == []


def test_an_archive_larger_than_a_zip_can_say_is_refused(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_package(package, {})
    directory_end = len(written) - 22
    monkeypatch.setattr(writer, "MAX_ARCHIVE", directory_end)
    assert write_package(package, {}) == written
    monkeypatch.setattr(writer, "MAX_ARCHIVE", directory_end - 1)
    with pytest.raises(OutputError) as caught:
        write_package(package, {})
    problem = caught.value.problems[0]
    assert problem.code == "package.too_large_to_write"
    assert problem.message.startswith("生成的文件太大：")


def test_more_parts_than_a_zip_can_count_are_refused(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_MEMBERS", len(package.members))
    assert write_package(package, {})
    with pytest.raises(OutputError):
        write_package(package, {"a.xml": b"<a/>"})
