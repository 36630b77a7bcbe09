"""XML of a part, read without entities, without network, and not at all if it has a document type.

OPC allows UTF-8 and UTF-16 and forbids DTDs (ISO/IEC 29500-2, 8.1). Refusing every DOCTYPE ends entity
bombs and external entities in one stroke; a scan of the bytes does it before any parser looks.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qijin_docs.errors import Place, Problem, TemplateError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
#: Encodings in which the bytes of ``<!DOCTYPE`` can only mean that.
_PLAIN = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_WIDE = {"utf-16", "utf-16le", "utf-16be", "utf-16-le", "utf-16-be"}


def faults_of_xml(data: bytes, place: Place) -> Iterator[Problem]:
    """What forbids to parse the bytes at all: a document type, or an encoding that could hide one."""
    text = _narrow(data)
    if text is None:
        yield Problem(
            "package.encoding", "部件的文字编码不是 UTF-8 或 UTF-16", place, "用 Word 或 WPS 打开后重新保存"
        )
        return
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        yield Problem(
            "package.doctype",
            "部件里有 DOCTYPE 声明，Office 文件不允许",
            place,
            "不要使用来历不明的文件；用 Word 或 WPS 打开后重新保存",
        )


def _narrow(data: bytes) -> bytes | None:
    """The data with one byte for each ASCII character, or ``None`` if its encoding is not allowed."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and b"\0" in data[:4]:
        # No byte order mark: NUL beside the first "<" gives UTF-16 away.
        if data[:2] not in (b"<\0", b"\0<") or data[2:4] == b"\0\0":
            return None
        wide = True
    if wide:
        order = "utf-16-be" if data.startswith((codecs.BOM_UTF16_BE, b"\0<")) else "utf-16-le"
        try:
            data = data.decode(order).lstrip("\ufeff").encode("utf-8")
        except UnicodeError:
            return None
    declared = _DECLARED.match(data[:400].removeprefix(codecs.BOM_UTF8))
    if declared:
        name = declared.group(1).decode("ascii", "replace").strip().lower()
        if name not in (_WIDE if wide else _PLAIN):
            return None
    return data


def parse_xml(data: bytes, place: Place) -> _Element:
    """The root element.

    Raises:
        TemplateError: not well-formed, nested too deeply, or with a document type.
    """
    from lxml import etree

    faults = list(faults_of_xml(data, place))
    if faults:
        raise TemplateError(faults)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as cause:
        line = getattr(cause, "lineno", None)
        raise TemplateError(
            Problem(
                "package.not_wellformed",
                f"部件的 XML 有错，读不了：{_reason(cause)}",
                Place(place.file, place.where, line or None),
                "用 Word 或 WPS 打开后重新保存",
            )
        ) from cause


def _reason(cause: Exception) -> str:
    return str(cause).split(", line", 1)[0].strip()[:120] or "内容为空"
