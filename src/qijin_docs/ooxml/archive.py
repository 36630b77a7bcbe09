"""Zip archives read with suspicion: members with their compressed bytes, or all problems at once.

The standard library finds the directory; every member is then held against bounds and against its own
local header, inflated once and its CRC checked. What comes out can be copied or inflated without care.
Nothing here knows what a member means.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.deflate import inflate

STORED, DEFLATED = 0, 8

_ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """Bounds of what is read; a value equal to the bound is accepted.

    Args:
        archive_bytes: size of the file itself.
        members: number of members.
        member_bytes: inflated size of one member.
        total_bytes: inflated size of all members together.
        ratio: inflated to compressed size of one member; deflate itself cannot exceed 1032.
        ratio_from: members smaller than this many inflated bytes may have any ratio.
    """

    archive_bytes: int = 256 << 20
    members: int = 5_000
    member_bytes: int = 512 << 20
    total_bytes: int = 1 << 30
    ratio: int = 250
    ratio_from: int = 8 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, still compressed.

    Args:
        name: with ``/`` between segments, no leading slash.
        compressed: the bytes as they stand in the archive.
        crc: CRC-32 of the inflated content.
        size: inflated size in bytes.
        method: ``STORED`` or ``DEFLATED``.
    """

    name: str
    compressed: bytes
    crc: int
    size: int
    method: int

    def content(self) -> bytes:
        """The inflated bytes; not kept."""
        if self.method == STORED:
            return self.compressed
        plain = inflate(self.compressed, self.size)
        assert plain is not None, "members are inflated once when they are read"
        return plain


def read_archive(
    data: bytes, *, file: str | None, limits: PackageLimits
) -> tuple[list[Member], list[Problem]]:
    """Members in the order of the archive's directory, without folder entries, and what is wrong.

    If there are problems the members must not be used.
    """
    problem = _not_an_archive(data, file, limits)
    if problem:
        return [], [problem]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        EOFError,
        OSError,
        OverflowError,
        NotImplementedError,
    ):
        return [], [_truncated(file)]
    problems = list(_faults_of_directory(entries, file, limits))
    if problems:
        return [], problems
    members: list[Member] = []
    for entry in entries:
        if entry.is_dir():
            continue
        found = _read_member(data, entry, file)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            members.append(found)
    return members, problems


def _not_an_archive(data: bytes, file: str | None, limits: PackageLimits) -> Problem | None:
    place = Place(file=file)
    if not data:
        return Problem("package.empty", "文件是空的（0 字节）", place, "重新取得这个文件")
    if len(data) > limits.archive_bytes:
        return Problem(
            "package.archive_too_large",
            f"文件有 {len(data)} 字节，超过上限 {limits.archive_bytes} 字节",
            place,
            "压缩其中的图片，或拆成几个文件",
        )
    if data.startswith(_OLE_MAGIC):
        return Problem(
            "package.old_or_protected",
            "文件是旧格式（.doc/.xls）或者设了打开密码",
            place,
            "用 Word 或 WPS 打开，去掉密码，另存为 .docx 或 .xlsx",
        )
    if not data.startswith(b"PK"):
        return Problem(
            "package.not_zip",
            "文件不是 Word 或 Excel 文件（不是压缩包）",
            place,
            "确认文件真是用 Word、Excel 或 WPS 保存的 .docx 或 .xlsx",
        )
    return None


def _truncated(file: str | None) -> Problem:
    return Problem(
        "package.truncated",
        "文件不完整或已损坏，读不到压缩包目录",
        Place(file=file),
        "重新复制或下载这个文件",
    )


def _faults_of_directory(
    entries: list[zipfile.ZipInfo], file: str | None, limits: PackageLimits
) -> Iterator[Problem]:
    """Faults that show in the directory alone, before a byte is inflated."""
    whole = Place(file=file)
    if len(entries) > limits.members:
        yield Problem(
            "package.too_many_members",
            f"压缩包里有 {len(entries)} 个文件，超过上限 {limits.members} 个",
            whole,
        )
    total = sum(entry.file_size for entry in entries)
    if total > limits.total_bytes:
        yield Problem(
            "package.total_too_large", f"解压后共 {total} 字节，超过上限 {limits.total_bytes} 字节", whole
        )
    yield from _overlaps(entries, file)
    seen: set[str] = set()
    for entry in entries:
        name = _name_of(entry)
        place = Place(file=file, where=name)
        # Part names are compared without case (ISO/IEC 29500-2), so two spellings are one name.
        if name.lower() in seen:
            yield Problem(
                "package.duplicate_name", f"压缩包里有两个“{name}”", place, "用 Word 或 WPS 打开后重新保存"
            )
        seen.add(name.lower())
        yield from _faults_of_name(name, place)
        if entry.flag_bits & _ENCRYPTED_FLAGS:
            yield Problem("package.encrypted", f"“{name}”是加密的", place, "去掉密码后重新保存")
        if entry.compress_type not in (STORED, DEFLATED):
            yield Problem(
                "package.unsupported_method",
                f"“{name}”的压缩方法（{entry.compress_type}）Office 不使用",
                place,
            )
        if entry.file_size > limits.member_bytes:
            yield Problem(
                "package.member_too_large",
                f"“{name}”解压后有 {entry.file_size} 字节，超过上限 {limits.member_bytes} 字节",
                place,
            )
        if entry.file_size >= limits.ratio_from and entry.file_size > limits.ratio * entry.compress_size:
            yield Problem(
                "package.ratio",
                f"“{name}”解压后膨胀超过 {limits.ratio} 倍，像是压缩炸弹",
                place,
                "不要使用来历不明的文件",
            )


def _overlaps(entries: list[zipfile.ZipInfo], file: str | None) -> Iterator[Problem]:
    """Members that share bytes, the trick by which ten kilobytes inflate to gigabytes."""
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, after in pairwise(in_order):
        if entry.header_offset + _LOCAL_HEADER.size + entry.compress_size > after.header_offset:
            name = _name_of(after)
            place = Place(file=file, where=name)
            yield Problem(
                "package.overlap", f"“{name}”与别的文件占用同一段数据", place, "不要使用来历不明的文件"
            )


def _faults_of_name(name: str, place: Place) -> Iterator[Problem]:
    hint = "不要使用来历不明的文件；用 Word 或 WPS 打开后重新保存"
    if name.startswith("/") or _DRIVE.match(name):
        yield Problem("package.absolute_name", f"压缩包里的文件名“{name}”是绝对路径", place, hint)
    if "\\" in name:
        yield Problem("package.backslash_name", f"压缩包里的文件名“{name}”含有反斜杠", place, hint)
    segments = name.removeprefix("/").removesuffix("/").split("/")
    if any(segment in ("", ".", "..") for segment in segments) or _CONTROL.search(name):
        yield Problem("package.bad_name", f"压缩包里的文件名“{_visible(name)}”不合规则", place, hint)


def _visible(name: str) -> str:
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", name)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as the archive has it: zipfile cuts at NUL and turns separators."""
    name = entry.orig_filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        # zipfile reads unmarked names as cp437; programs that forget the mark write UTF-8.
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


def _read_member(data: bytes, entry: zipfile.ZipInfo, file: str | None) -> Member | Problem:
    name = _name_of(entry)
    place = Place(file=file, where=name)
    start = entry.header_offset
    if start < 0 or start + _LOCAL_HEADER.size > len(data):
        return _truncated(file)
    magic, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, start)
    name_start = start + _LOCAL_HEADER.size
    local_name = data[name_start : name_start + name_length]
    if (
        magic != b"PK\x03\x04"
        or method != entry.compress_type
        or flags & _ENCRYPTED_FLAGS
        or local_name not in (entry.orig_filename.encode("utf-8", "replace"), _cp437(entry.orig_filename))
    ):
        # Two readers that trust different headers would see two different documents.
        return Problem(
            "package.header_mismatch",
            f"“{name}”在目录里和在正文里的记录不一致",
            place,
            "用 Word 或 WPS 打开后重新保存",
        )
    first = name_start + name_length + extra_length
    compressed = data[first : first + entry.compress_size]
    if len(compressed) != entry.compress_size:
        return _truncated(file)
    plain: bytes | None = compressed
    if method == DEFLATED:
        plain = inflate(compressed, entry.file_size)
    if plain is None or len(plain) != entry.file_size or zlib.crc32(plain) != entry.CRC:
        return Problem("package.bad_crc", f"“{name}”已损坏（校验不符）", place, "重新复制或下载这个文件")
    return Member(name, compressed, entry.CRC, entry.file_size, method)


def _cp437(name: str) -> bytes:
    return name.encode("cp437", "replace")
