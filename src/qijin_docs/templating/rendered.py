"""What rendering gives: the finished file as bytes, with what was noticed on the way."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from qijin_docs.errors import OutputError, Place, Problem, os_reason

#: The ground of what was printed from values, in documents for looking at; red, green, blue in hexadecimal.
GROUND = "FFF0B3"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document that has not been written anywhere yet.

    Args:
        content: the whole file; ``bytes(rendered)`` gives the same.
        problems: warnings and notes; errors were raised instead.
        proved: how many printed pieces of text were found again in the finished file.
    """

    content: bytes = field(repr=False)
    problems: tuple[Problem, ...] = ()
    proved: int = 0

    def __bytes__(self) -> bytes:
        return self.content

    def save(self, path: str | Path) -> Path:
        """Write the file in one step and return its path.

        The bytes go to a temporary name in the same folder and are then renamed, so that nobody ever
        sees half a document and a failed write leaves an older file as it was.

        Raises:
            OutputError: the folder is missing, full or not writable.
        """
        target = Path(path)
        scratch = target.with_name(f".{target.name[:60]}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            scratch.write_bytes(self.content)
            scratch.replace(target)
        except OSError as exc:
            with contextlib.suppress(OSError):
                scratch.unlink()
            raise OutputError(
                Problem(
                    "output.write_failed",
                    f"写不出文件：{os_reason(exc)}",
                    Place(file=str(target)),
                    "请确认文件夹存在、可以写入，且该文件没有在 Word、WPS 或 Excel 中打开",
                )
            ) from exc
        return target
