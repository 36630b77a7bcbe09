"""Zip archives written fast and always alike.

A :class:`PackageWriter` is made once per template. It holds the members that never change as one block of
bytes, headers included; writing a document deflates the changed parts and joins. No clock, no random
number: same parts, same bytes. (The deflate library shows in the bytes, see :mod:`qijin_docs.ooxml.deflate`.)
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from itertools import accumulate

from qijin_docs.errors import OutputError, Problem
from qijin_docs.ooxml.archive import DEFLATED, STORED, Member
from qijin_docs.ooxml.deflate import crc32, deflate, deflating
from qijin_docs.ooxml.package import CONTENT_TYPES, Package

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_TIME, _DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00, the earliest a zip can say
_UTF8_NAME = 0x800
#: Sizes and offsets are 32 bits wide; no office program needs more.
MAX_ARCHIVE = 0xFFFF_FFFF
MAX_MEMBERS = 0xFFFF
#: Already compressed; deflating them again costs time and gains nothing.
_STORED_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".mp3", ".mp4", ".zip")


def pack(name: str, data: bytes) -> Member:
    """The part compressed and ready to be written, any number of times."""
    if name.lower().endswith(_STORED_SUFFIXES):
        return Member(name, data, crc32(data), len(data), STORED)
    return Member(name, deflate(data), crc32(data), len(data), DEFLATED)


def pack_stretches(name: str, stretches: Iterable[bytes]) -> Member:
    """The same for an XML part that comes in stretches; none is kept, so a large part never stands in memory."""
    stream = deflating()
    crc = size = 0
    packed: list[bytes] = []
    for stretch in stretches:
        crc = crc32(stretch, crc)
        size += len(stretch)
        packed.append(stream.compress(stretch))
    packed.append(stream.flush())
    return Member(name, b"".join(packed), crc, size, DEFLATED)


class PackageWriter:
    """Writes a package again and again with other content in a few parts. Immutable, safe between threads.

    Args:
        package: the package; all parts not named here are copied as they are, still compressed.
        changing: names of parts that each call of :meth:`write` may replace.
        removed: names of parts left out.
    """

    __slots__ = ("_changing", "_directory", "_fixed", "_local")

    def __init__(self, package: Package, changing: Iterable[str], *, removed: Iterable[str] = ()) -> None:
        gone, wanted = frozenset(removed), frozenset(changing)
        members = [member for member in package.members.values() if member.name not in gone]
        fixed = [member for member in members if member.name not in wanted]
        # Programs that sniff a file look for the content types in front.
        fixed.sort(key=lambda member: member.name != CONTENT_TYPES)
        self._changing = {member.name: member for member in members if member.name in wanted}
        self._local = b"".join(map(_local, fixed))
        starts = accumulate(map(_length, fixed), initial=0)
        self._fixed = {member.name: (member, start) for member, start in zip(fixed, starts, strict=False)}
        self._directory = b"".join(_central(member, start) for member, start in self._fixed.values())

    def write(self, parts: Mapping[str, bytes | Member]) -> bytes:
        """A whole archive with these parts in place of the package's own.

        A changing part that is not given stays as it is in the package. Parts the package does not have are
        added at the end in the order given; the ``[Content_Types].xml`` in force must cover them. A
        :class:`Member` from :func:`pack` is written without being deflated again.

        Raises:
            ValueError: a part of the package was not named as changing.
            OutputError: the archive would be larger than a zip can say.
        """
        changed: dict[str, bytes | Member] = {**self._changing, **parts}
        if not self._fixed.keys().isdisjoint(changed):
            raise ValueError(f"not named as changing: {sorted(self._fixed.keys() & changed.keys())}")
        front: list[bytes] = []
        directory = [self._directory]
        offset = 0
        if CONTENT_TYPES in changed:
            member = _member(CONTENT_TYPES, changed.pop(CONTENT_TYPES))
            front.append(_local(member))
            offset = _length(member)
            directory = [_central(fixed, offset + start) for fixed, start in self._fixed.values()]
            directory.insert(0, _central(member, 0))
        local = [*front, self._local]
        offset += len(self._local)
        for name, content in changed.items():
            member = _member(name, content)
            local.append(_local(member))
            directory.append(_central(member, offset))
            offset += _length(member)
        count = len(self._fixed) + len(front) + len(changed)
        listing = b"".join(directory)
        if offset + len(listing) > MAX_ARCHIVE or count > MAX_MEMBERS:
            raise OutputError(
                Problem(
                    "package.too_large_to_write",
                    f"生成的文件太大：{offset} 字节，{count} 个部件",
                    hint="减少或压缩图片，或拆成几个文件",
                )
            )
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)
        return b"".join((*local, listing, end))


def write_package(
    package: Package, changed: Mapping[str, bytes | Member], *, removed: Iterable[str] = ()
) -> bytes:
    """The package with some parts changed or added and some left out; for a single document.

    Raises:
        OutputError: the archive would be larger than a zip can say.
    """
    return PackageWriter(package, changed, removed=removed).write(changed)


def _member(name: str, content: bytes | Member) -> Member:
    return content if isinstance(content, Member) else pack(name, content)


def _flags(name: bytes) -> int:
    return 0 if name.isascii() else _UTF8_NAME


def _local(member: Member) -> bytes:
    name = member.name.encode()
    header = _LOCAL.pack(
        b"PK\x03\x04", _VERSION, _flags(name), member.method, _TIME, _DATE,
        member.crc, len(member.compressed), member.size, len(name), 0,
    )  # fmt: skip
    return b"".join((header, name, member.compressed))


def _length(member: Member) -> int:
    return _LOCAL.size + len(member.name.encode()) + len(member.compressed)


def _central(member: Member, offset: int) -> bytes:
    name = member.name.encode()
    header = _CENTRAL.pack(
        b"PK\x01\x02", _VERSION, _VERSION, _flags(name), member.method, _TIME, _DATE,
        member.crc, len(member.compressed), member.size, len(name), 0, 0, 0, 0, 0, offset,
    )  # fmt: skip
    return header + name
