"""The bytes and the text of a source file, or a clear sentence why not."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from qijin_docs.errors import DataError, Place, Problem, Severity, os_reason

#: Largest file that is read, in bytes. A year's register of a whole province is below one hundredth of it.
LARGEST = 64 * 1024 * 1024

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_bytes(path: Path, name: str) -> bytes:
    """All bytes of a file.

    Args:
        path: where it is.
        name: how the user called it, for the message.

    Raises:
        DataError: ``data.no_file``, ``data.not_a_file``, ``data.unreadable``, ``data.too_large``,
            ``data.empty_file``.
    """
    try:
        if path.is_dir():
            raise failure(name, "data.not_a_file", "这是文件夹，不是文件", "请给文件的路径")
        size = path.stat().st_size
        if size > LARGEST:
            megabytes = LARGEST // 1024 // 1024
            message = f"文件有{size // 1024 // 1024}MB，超过{megabytes}MB"
            raise failure(name, "data.too_large", message, "删去多余的行、图片，或分成几个文件")
        content = path.read_bytes()
    except FileNotFoundError:
        raise failure(name, "data.no_file", "没有这个文件", "核对文件名和所在文件夹") from None
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise failure(
            name, "data.unreadable", f"文件读不出来（{reason}）", "看看是否有权限、是否被占用"
        ) from error
    if not content.strip(b" \t\r\n\xef\xbb\xbf"):
        raise failure(name, "data.empty_file", "文件是空的", "核对是否存盘、是否选错文件")
    return content


def decode(content: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB18030, which is noted.

    Line ends are made ``\\n``.

    Raises:
        DataError: ``data.not_text`` for a binary file, ``data.encoding`` for another encoding.
    """
    notes: tuple[Problem, ...] = ()
    encoding = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None)
    if encoding is None and b"\0" in content:
        raise failure(name, "data.not_text", "这不是文本文件", "核对是否选错文件，或扩展名被改过")
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise _unknown_encoding(name) from error
        text = _from_gb18030(content, name)
        message = "文件不是UTF-8编码，按国标编码（GB18030）读"
        notes = (Problem("data.gb18030", message, Place(name), "最好另存为UTF-8", Severity.NOTE),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def failure(name: str, code: str, message: str, hint: str = "", *, line: int | None = None) -> DataError:
    """The error about a whole file, or about a line of it."""
    return DataError(Problem(code, message, Place(name, line=line), hint))


def _from_gb18030(content: bytes, name: str) -> str:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unknown_encoding(name) from error
    # Almost any bytes decode as GB18030; only real text has no control, private or unassigned characters.
    if any(unicodedata.category(c) in ("Cc", "Co", "Cn") and c not in "\n\r\t" for c in text):
        raise _unknown_encoding(name)
    return text


def _unknown_encoding(name: str) -> DataError:
    return failure(name, "data.encoding", "认不出文件的文字编码", "用记事本打开，另存为UTF-8编码")
