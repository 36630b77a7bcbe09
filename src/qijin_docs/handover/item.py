"""One file of a package or archive: where it goes, what it is, where it came from, its bytes or where they lie."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.handover.sums import sum_of

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """A file that is going to be written.

    Args:
        path: below the package, with ``/``.
        kind: kind of document, or of evidence.
        title: what a list calls it.
        source: file of the project it came from.
        content: its bytes; of evidence, which may be large, the file they lie in.
        sha256: of its bytes.
        size: in bytes.
    """

    path: str
    kind: str
    title: str
    source: str
    content: bytes | Path
    sha256: str
    size: int

    @classmethod
    def of(cls, path: str, kind: str, title: str, source: str, content: bytes | Path) -> Item:
        """The item, its content measured.

        Raises:
            OSError: the file cannot be read.
        """
        if isinstance(content, Path):
            with content.open("rb") as stream:
                return cls(path, kind, title, source, content, sum_of(stream), content.stat().st_size)
        return cls(path, kind, title, source, content, sum_of(io.BytesIO(content)), len(content))

    @property
    def suffix(self) -> str:
        """``DOCX``, ``JPG``."""
        return self.path.rpartition(".")[2].upper()

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece, and proof that they are those that were measured.

        Raises:
            DataError: ``pack.changed_meanwhile``.
            OSError: the file cannot be read.
        """
        total = hashlib.sha256()
        with _opened(self.content) as stream:
            while chunk := stream.read(_CHUNK):
                total.update(chunk)
                yield chunk
        if total.hexdigest() != self.sha256:
            message, hint = "打包的时候这个文件变了", "请等它写完、没有程序在改它时再打包"
            raise DataError(Problem("pack.changed_meanwhile", message, Place(str(self.content)), hint))


def _opened(content: bytes | Path) -> IO[bytes]:
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
