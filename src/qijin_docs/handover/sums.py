"""校验.sha256: one line a file, as ``sha256sum`` writes and ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import IO

SUMS = "校验.sha256"
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
_CHUNK = 1 << 20


def sum_of(stream: IO[bytes]) -> str:
    """SHA-256 in hex of what is left in a stream, of any length."""
    total = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        total.update(chunk)
    return total.hexdigest()


def sums_file(sums: Mapping[str, str]) -> bytes:
    """The list: path → SHA-256."""
    return "".join(f"{value}  {path}\n" for path, value in sorted(sums.items())).encode()


def read(content: bytes) -> tuple[dict[str, str], tuple[int, ...]]:
    """Path → SHA-256, and the numbers of the lines that cannot be read."""
    sums: dict[str, str] = {}
    bad: list[int] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match and is_inside(match[2]) and match[2] not in sums:
            sums[match[2]] = match[1].lower()
        else:
            bad.append(number)
    return sums, tuple(bad)


def is_inside(path: str) -> bool:
    """Whether a path stays below the folder it is unpacked in, on any system."""
    segments = path.split("/")
    return not (
        "\\" in path
        or ":" in path
        or any(ord(c) < 32 for c in path)
        or any(s in ("", ".", "..") for s in segments)
        or PurePosixPath(path).is_absolute()
    )
