"""Every way this library says that something is wrong.

A :class:`Problem` is data: a stable code, a place, a sentence, a hint. An exception only carries
problems; it is raised once, with all of them. Branches are divided by who has to act:

    QijinError            never raised itself
    ├── DataError         whoever filled in the data               exit code 1
    ├── TemplateError     whoever made the template                exit code 1
    ├── RenderError       data and template together (missing value, lost text)   exit code 1
    ├── OutputError       whoever owns the output folder           exit code 3
    └── OfficeError       LibreOffice is missing, too old, crashed or hangs       exit code 4
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar


class Severity(StrEnum):
    """How bad it is: an error stops the work, a warning is printed, a note is for those who ask."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def word(self) -> str:
        """What staff read: 错误, 提醒, 说明."""
        return {"error": "错误", "warning": "提醒", "note": "说明"}[self]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, as exactly as it is known.

    Args:
        file: file name as the user gave it.
        where: inside the file: ``章节[1].标题``, ``正文第5段``, ``表1第3行第2列``, ``Sheet1!C7``.
        line: 1-based line of a text file.
        column: 1-based column of a text file.
    """

    file: str | None = None
    where: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        position = self.file or ""
        if self.line is not None:
            position += f":{self.line}"
            if self.column is not None:
                position += f":{self.column}"
        if self.where is None:
            return position
        return f"{position}（{self.where}）" if position else self.where


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as data.

    Args:
        code: stable ASCII code, ``area.what``: ``data.missing``, ``template.unclosed_block``.
        message: one Chinese sentence without full stop: what is wrong and what was found.
        place: where.
        hint: what to do about it, in Chinese; empty if there is nothing to say.
        severity: :class:`Severity`.
        around: of a fault in a template, the tag with the text before and behind it.
    """

    code: str
    message: str
    place: Place = field(default_factory=Place)
    hint: str = ""
    severity: Severity = Severity.ERROR
    around: str = ""

    def __str__(self) -> str:
        place = str(self.place)
        text = f"{place}：{self.message}" if place else self.message
        if self.hint:
            text += f"；{self.hint}"
        return f"{text} [{self.code}]"

    def as_dict(self) -> dict[str, Any]:
        """The shape that every ``--json`` output uses; ``around`` only where there is such a text."""
        around = {"around": self.around} if self.around else {}
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "place": {
                "file": self.place.file,
                "where": self.place.where,
                "line": self.place.line,
                "column": self.place.column,
            },
            **around,
        }

    def in_file(self, file: str) -> Problem:
        """The same problem, with the file named if none was known."""
        return self if self.place.file else replace(self, place=replace(self.place, file=file))


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem inside a value that does not know the file it came from.

    Models report flaws; whoever knows the file turns them into problems (:meth:`at`).

    Args:
        path: keys and indices from the value's own root: ``("阶段", 1, "截止")``.
        code, message, hint, severity: as in :class:`Problem`.
    """

    path: tuple[str | int, ...]
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def at(self, place: Place) -> Problem:
        """The problem that this flaw is, standing at ``place``."""
        return Problem(self.code, self.message, place, self.hint, self.severity)

    def under(self, *path: str | int) -> Flaw:
        """The same flaw seen from a value that holds this one at ``path``."""
        return replace(self, path=(*path, *self.path))


class QijinError(Exception):
    """Base of everything this library raises on purpose; catch this one. Never raised itself.

    Args:
        problems: all problems found, in order of their place.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        # A single positional argument is what survives pickling between processes.
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class DataError(QijinError, ValueError):
    """The data is wrong; mend it at the places named."""


class TemplateError(QijinError, ValueError):
    """The template is wrong; mend it at the places named."""


class RenderError(QijinError, ValueError):
    """This template and these values do not make a right document."""


class OutputError(QijinError, OSError):
    """The result could not be written."""

    exit_code: ClassVar[int] = 3


class OfficeError(QijinError, RuntimeError):
    """LibreOffice is missing or did not do its work."""

    exit_code: ClassVar[int] = 4


_OS_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.ENOENT: "没有这个文件夹或文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已经有同名的东西",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被别的程序占用",
    errno.ETXTBSY: "正被别的程序占用",
}


def os_reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is known, else as the system says it."""
    return _OS_REASONS.get(error.errno or 0) or error.strerror or str(error)


def errors_among(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of the problems that stop the work."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)
