from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from qijin_docs.errors import DataError, Problem, TemplateError
from qijin_docs.ooxml.archive import PackageLimits
from qijin_docs.ooxml.package import Relationship, read_package, resolve

Parts = Callable[..., dict[str, Any]]
Zipped = Callable[..., bytes]


def problems_of(data: bytes | Path, **options: Any) -> list[Problem]:
    with pytest.raises(TemplateError) as caught:
        read_package(data, **options)
    return list(caught.value.problems)


def one_problem(data: bytes | Path, **options: Any) -> Problem:
    (problem,) = problems_of(data, file="样.docx", **options)
    return problem


def told(problem: Problem) -> tuple[str, str | None, str]:
    return problem.code, problem.place.where, problem.message


# -- what a package is ------------------------------------------------------------------------------------


def test_a_package_knows_its_parts_their_content_types_and_relationships(
    parts: Parts, zipped: Zipped, rels: Any
) -> None:
    package = read_package(
        zipped(
            parts(
                more={
                    "word/_rels/document.xml.rels": rels(
                        [
                            ("rId7", "image", "../media/%E5%9B%BE.PNG", False),
                            ("rId8", "hyperlink", "https://a.b/c", True),
                        ]
                    ),
                    "media/图.PNG": b"x",
                }
            )
        ),
        file="样.docx",
    )
    assert package.names[0] == "[Content_Types].xml"
    assert "word/document.xml" in package
    assert "word/nothing.xml" not in package
    assert package.part("media/图.PNG") == b"x"
    assert package.content_type("word/document.xml").endswith("document.main+xml")
    assert package.content_type("WORD/Document.xml").endswith("document.main+xml")
    assert package.content_type("media/图.PNG") == "image/png"
    assert package.content_type("media/a.bin") == ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    assert package.relationships("word/document.xml") == (
        Relationship("rId7", "image", "media/图.PNG", False, "word/document.xml", base + "image"),
        Relationship("rId8", "hyperlink", "https://a.b/c", True, "word/document.xml", base + "hyperlink"),
    )
    assert package.relationships("media/图.PNG") == ()
    assert [arrow.target for arrow in package.all_relationships()] == [
        "word/document.xml",
        "media/图.PNG",
        "https://a.b/c",
    ]
    assert package.xml("word/document.xml").tag.endswith("}document")


def test_a_package_survives_pickling(parts: Parts, zipped: Zipped) -> None:
    package = read_package(zipped(parts()))
    again = pickle.loads(pickle.dumps(package))
    assert again == package
    assert again.part("word/document.xml") == package.part("word/document.xml")


def test_files_of_python_docx_and_openpyxl_are_read_from_paths(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    assert "word/document.xml" in read_package(tmp_path / "a.docx")
    package = read_package(str(tmp_path / "b.xlsx"))
    assert package.file == "b.xlsx"
    assert "xl/workbook.xml" in package


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("", "word/document.xml", "word/document.xml"),
        ("word/document.xml", "media/a.png", "word/media/a.png"),
        ("word/document.xml", "/word/a.xml", "word/a.xml"),
        ("xl/worksheets/sheet1.xml", "../drawings/d.xml", "xl/drawings/d.xml"),
        ("word/document.xml", "../../../etc/passwd", "etc/passwd"),
        ("word/document.xml", "a%20b.xml#x", "word/a b.xml"),
    ],
)
def test_targets_are_resolved_from_the_part_and_never_leave_the_package(
    source: str, target: str, part: str
) -> None:
    assert resolve(source, target) == part


def test_folder_entries_are_no_parts(parts: Parts, zipped: Zipped) -> None:
    assert "word/" not in read_package(zipped({"word/": b"", **parts()})).names


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_members_are_read(parts: Parts, zipped: Zipped, method: int) -> None:
    assert read_package(zipped(parts(), method=method)).part("word/document.xml").startswith(b"<w:document")


class Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def test_archives_written_as_a_stream_are_read(parts: Parts) -> None:
    # .NET and some servers write sizes behind the members instead of in front.
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    package = read_package(stream.getvalue())
    assert package.part("word/document.xml").startswith(b"<w:document")


def test_archives_with_64_bit_headers_are_read(parts: Parts) -> None:
    # Apache POI writes them for any size.
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content.encode())
    assert read_package(stream.getvalue()).part("word/document.xml").startswith(b"<w:document")


def test_names_in_utf_8_without_the_mark_are_understood(parts: Parts, zipped: Zipped) -> None:
    data = zipped({**parts(), "word/附.xml": "<a/>"})
    name = "word/附.xml".encode()
    for signature, offset, at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        header = next(
            i for i in range(len(data)) if data[i : i + 4] == signature and data[i + at :].startswith(name)
        )
        data = data[: header + offset] + b"\0\0" + data[header + offset + 2 :]
    assert "word/附.xml" in read_package(data)


def test_the_branch_of_the_error_is_the_callers_choice() -> None:
    with pytest.raises(DataError) as caught:
        read_package(b"", error=DataError)
    assert caught.value.problems[0].code == "package.empty"


# -- files that are none ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"", "package.empty", "文件是空的（0 字节）"),
        (b"%PDF-1.7", "package.not_zip", "文件不是 Word 或 Excel 文件（不是压缩包）"),
        (b"\0" * 100, "package.not_zip", "文件不是 Word 或 Excel 文件（不是压缩包）"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "package.old_or_protected",
            "文件是旧格式（.doc/.xls）或者设了打开密码",
        ),
        (b"PK\x03\x04" + b"\0" * 100, "package.truncated", "文件不完整或已损坏，读不到压缩包目录"),
    ],
)
def test_a_file_that_is_no_package_is_named_for_what_it_is(data: bytes, code: str, message: str) -> None:
    problem = one_problem(data)
    assert (problem.code, problem.message, problem.place.file) == (code, message, "样.docx")
    assert problem.hint


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    missing = problems_of(tmp_path / "没有.docx")[0]
    assert (missing.code, missing.place.file) == ("package.missing_file", "没有.docx")
    folder = problems_of(tmp_path)[0]
    assert folder.code == "package.is_folder"
    assert "是文件夹" in folder.message


def test_a_file_in_place_of_a_folder_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert problems_of(tmp_path / "a" / "b.docx")[0].code == "package.unreadable"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_truncated(parts: Parts, zipped: Zipped, share: float) -> None:
    whole = zipped(parts())
    assert one_problem(whole[: int(len(whole) * share)]).code == "package.truncated"


def test_a_package_needs_its_content_types(zipped: Zipped) -> None:
    problem = one_problem(zipped({"word/document.xml": "<a/>"}))
    assert (problem.code, problem.message) == (
        "package.no_content_types",
        "压缩包里没有“[Content_Types].xml”，不是 Word 或 Excel 文件",
    )


# -- members ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("/etc/passwd", "package.absolute_name", "压缩包里的文件名“/etc/passwd”是绝对路径"),
        ("C:/a.xml", "package.absolute_name", "压缩包里的文件名“C:/a.xml”是绝对路径"),
        ("word\\a.xml", "package.backslash_name", "压缩包里的文件名“word\\a.xml”含有反斜杠"),
        ("../a.xml", "package.bad_name", "压缩包里的文件名“../a.xml”不合规则"),
        ("word/../../a.xml", "package.bad_name", "压缩包里的文件名“word/../../a.xml”不合规则"),
        ("word//a.xml", "package.bad_name", "压缩包里的文件名“word//a.xml”不合规则"),
        ("word/./a.xml", "package.bad_name", "压缩包里的文件名“word/./a.xml”不合规则"),
        ("word/a\nb.xml", "package.bad_name", "压缩包里的文件名“word/a\\x0ab.xml”不合规则"),
    ],
)
def test_names_that_lead_out_of_the_package_are_refused(
    parts: Parts, zipped: Zipped, name: str, code: str, message: str
) -> None:
    problem = one_problem(zipped({**parts(), name: b"x"}))
    assert told(problem) == (code, name, message)


def test_a_name_with_nul_is_not_cut_short(parts: Parts, zipped: Zipped) -> None:
    data = zipped({**parts(), "word/a?.xml": b"x"}).replace(b"word/a?.xml", b"word/a\0.xml")
    assert one_problem(data).code == "package.bad_name"


@pytest.mark.parametrize("second", ["word/document.xml", "WORD/Document.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(parts: Parts, zipped: Zipped, second: str) -> None:
    stream = io.BytesIO(zipped(parts()))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(second, "<other/>")
    problem = one_problem(stream.getvalue())
    assert told(problem) == ("package.duplicate_name", second, f"压缩包里有两个“{second}”")


def test_encrypted_members_are_refused(parts: Parts, zipped: Zipped) -> None:
    data = bytearray(zipped(parts()))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    problem = one_problem(bytes(data))
    assert told(problem) == ("package.encrypted", "word/document.xml", "“word/document.xml”是加密的")


def test_methods_that_office_does_not_use_are_refused(parts: Parts, zipped: Zipped) -> None:
    problem = problems_of(zipped(parts(), method=zipfile.ZIP_LZMA), file="样.docx")[-1]
    assert told(problem) == (
        "package.unsupported_method",
        "word/document.xml",
        "“word/document.xml”的压缩方法（14）Office 不使用",
    )


def test_a_changed_byte_is_noticed(parts: Parts, zipped: Zipped) -> None:
    data = bytearray(zipped(parts(), method=zipfile.ZIP_STORED))
    data[data.index(b"<w:document") + 2] = ord("x")
    problem = one_problem(bytes(data))
    assert told(problem) == ("package.bad_crc", "word/document.xml", "“word/document.xml”已损坏（校验不符）")


@pytest.mark.parametrize("change", ["name", "method", "crypt"])
def test_two_headers_that_disagree_are_refused(parts: Parts, zipped: Zipped, change: str) -> None:
    data = bytearray(zipped(parts()))
    local = data.index(b"word/document.xml") - 30
    if change == "name":
        data[local + 30] = ord("W")
    elif change == "method":
        data[local + 8] = 0
    else:
        data[local + 6] |= 1
    problem = one_problem(bytes(data))
    assert problem.code == "package.header_mismatch"
    assert problem.place.where == "word/document.xml"


def test_members_that_share_bytes_are_refused(parts: Parts, zipped: Zipped) -> None:
    data = bytearray(zipped(parts()))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    struct.pack_into("<I", data, second + 42, 0)
    problem = one_problem(bytes(data))
    assert told(problem) == ("package.overlap", "_rels/.rels", "“_rels/.rels”与别的文件占用同一段数据")


def test_a_member_that_says_a_smaller_size_than_it_has_is_refused(parts: Parts, zipped: Zipped) -> None:
    data = bytearray(zipped(parts(more={"word/big.bin": b"a" * 100_000})))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 10)
    assert one_problem(bytes(data)).code == "package.bad_crc"


def test_all_faults_of_the_directory_are_told_at_once(parts: Parts, zipped: Zipped) -> None:
    codes = [p.code for p in problems_of(zipped({**parts(), "../a": b"", "/b": b"", "c\\d": b""}))]
    assert codes == ["package.bad_name", "package.absolute_name", "package.backslash_name"]


# -- bounds: at the limit and one over --------------------------------------------------------------------


def limits_case(name: str, parts: Parts, zipped: Zipped) -> tuple[bytes, int]:
    """A package, and the value of the bound that it just keeps."""
    data = zipped(parts(more={"word/a.bin": b"a" * 10_000}))
    sizes = [entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()]
    return data, {
        "archive_bytes": len(data),
        "members": len(sizes),
        "member_bytes": max(sizes),
        "total_bytes": sum(sizes),
    }[name]


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ("archive_bytes", "package.archive_too_large"),
        ("members", "package.too_many_members"),
        ("member_bytes", "package.member_too_large"),
        ("total_bytes", "package.total_too_large"),
    ],
)
def test_bounds_hold_at_the_limit_and_refuse_one_over(
    parts: Parts, zipped: Zipped, bound: str, code: str
) -> None:
    data, most = limits_case(bound, parts, zipped)
    read_package(data, limits=PackageLimits(**{bound: most}))
    problem = one_problem(data, limits=PackageLimits(**{bound: most - 1}))
    assert problem.code == code
    assert str(most) in problem.message
    assert str(most - 1) in problem.message


def test_the_size_of_a_file_on_disk_is_bounded_before_it_is_read(
    parts: Parts, zipped: Zipped, tmp_path: Path
) -> None:
    data = zipped(parts())
    (tmp_path / "a.docx").write_bytes(data)
    read_package(tmp_path / "a.docx", limits=PackageLimits(archive_bytes=len(data)))
    over = problems_of(tmp_path / "a.docx", limits=PackageLimits(archive_bytes=len(data) - 1))
    assert over[0].code == "package.archive_too_large"


def test_the_ratio_is_bounded_for_large_members_only(parts: Parts, zipped: Zipped) -> None:
    data = zipped(parts(more={"word/a.bin": b"a" * 100_000}))
    entry = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/a.bin")
    below = entry.file_size // entry.compress_size
    read_package(data, limits=PackageLimits(ratio=below + 1, ratio_from=100_000))
    read_package(data, limits=PackageLimits(ratio=below, ratio_from=100_001))
    problem = one_problem(data, limits=PackageLimits(ratio=below, ratio_from=100_000))
    assert told(problem) == (
        "package.ratio",
        "word/a.bin",
        f"“word/a.bin”解压后膨胀超过 {below} 倍，像是压缩炸弹",
    )


def test_a_bomb_is_refused_by_its_directory(zipped: Zipped) -> None:
    data = zipped({"[Content_Types].xml": b" " * (20 << 20)})
    assert one_problem(data).code == "package.ratio"


# -- XML --------------------------------------------------------------------------------------------------

BOMB = '<?xml version="1.0"{encoding}?><!DOCTYPE a [<!ENTITY b "{more}">]><a>&b;</a>'


@pytest.mark.parametrize(
    "name", ["word/styles.xml", "word/_rels/styles.xml.rels", "word/a.vml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_part_and_encoding(
    parts: Parts, zipped: Zipped, name: str, encoding: str
) -> None:
    problem = one_problem(zipped({**parts(), name: BOMB.replace("{encoding}", "").encode(encoding)}))
    assert told(problem) == ("package.doctype", name, "部件里有 DOCTYPE 声明，Office 文件不允许")


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "utf-32-be", "cp037", "shift_jis"])
def test_encodings_that_could_hide_a_document_type_are_refused(
    parts: Parts, zipped: Zipped, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>x</a>'
    data = text.encode("utf-8" if encoding == "cp037" else encoding)
    problem = one_problem(zipped({**parts(), "word/a.xml": data}))
    assert told(problem) == ("package.encoding", "word/a.xml", "部件的文字编码不是 UTF-8 或 UTF-16")


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-16", "us-ascii"])
def test_honest_encodings_are_read(parts: Parts, zipped: Zipped, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a b="c"/>'.encode(encoding)
    assert read_package(zipped({**parts(), "word/a.xml": data})).xml("word/a.xml").get("b") == "c"


def test_the_word_doctype_as_text_is_no_document_type(parts: Parts, zipped: Zipped) -> None:
    read_package(zipped({**parts(), "word/a.xml": "<a>&lt;!DOCTYPE html&gt; DOCTYPE</a>"}))


def test_html_inside_is_not_taken_for_xml(parts: Parts, zipped: Zipped) -> None:
    read_package(zipped({**parts(), "word/a.htm": "<!DOCTYPE html>"}))


@pytest.mark.parametrize(
    "content", ["", "<a>", "<a></b>", "<a>&nbsp;</a>", "text", "<a>\x01</a>", "<a b=1/>"]
)
def test_a_part_that_is_read_must_be_well_formed(parts: Parts, zipped: Zipped, content: str) -> None:
    package = read_package(zipped({**parts(), "word/a.xml": content}), file="样.docx")
    with pytest.raises(TemplateError) as caught:
        package.xml("word/a.xml")
    problem = caught.value.problems[0]
    assert problem.code == "package.not_wellformed"
    assert problem.place.where == "word/a.xml"
    assert problem.message.startswith("部件的 XML 有错，读不了：")


def test_xml_may_be_nested_so_deeply_and_no_deeper(parts: Parts, zipped: Zipped) -> None:
    package = read_package(zipped({**parts(), "word/a.xml": "<a>" * 256 + "</a>" * 256}))
    assert sum(1 for _ in package.xml("word/a.xml").iter()) == 256
    package = read_package(zipped({**parts(), "word/a.xml": "<a>" * 257 + "</a>" * 257}))
    with pytest.raises(TemplateError) as caught:
        package.xml("word/a.xml")
    assert [problem.code for problem in caught.value.problems] == ["package.not_wellformed"]


@pytest.mark.parametrize("broken", ["[Content_Types].xml", "_rels/.rels"])
def test_parts_of_the_package_itself_must_be_well_formed(parts: Parts, zipped: Zipped, broken: str) -> None:
    problem = one_problem(zipped({**parts(), broken: "<Types"}))
    assert (problem.code, problem.place.where) == ("package.not_wellformed", broken)
