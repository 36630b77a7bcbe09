"""Names of files from a pattern: ``{{ 市 }}/{{ 序号 }} {{ 村名 }}``, safe on every system.

A ``/`` of the pattern makes a folder; one in a value does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem, RenderError
from qijin_docs.templating.text import CompiledText, compile_text
from qijin_docs.text.filenames import safe_name

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
#: Digits that a running number has at least, so that a folder sorted by name is in the order of the data.
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class NamePattern:
    """Makes the name of a record's file; picklable.

    Args:
        parts: the pattern, compiled, one part for each folder and one for the file.
        suffix: ``.docx``.
    """

    parts: tuple[CompiledText, ...]
    suffix: str

    def name(self, values: Mapping[str, Any], number: int) -> str:
        """The name, with its suffix.

        Raises:
            RenderError: a value is missing.
            DataError: ``batch.no_name``: nothing is left to call the file by.
        """
        given = {**values, "序号": values.get("序号") or f"{number:0{_DIGITS}d}"}
        found = [_rendered(part, given).strip() for part in self.parts]
        for part, text in zip(self.parts, found, strict=True):
            if not text:
                message = f"按“{part.source}”算出的文件名是空的"
                raise DataError(Problem("batch.no_name", message, hint="补上这一项，或改 --name 的写法"))
        *folders, last = found
        return "/".join([*(safe_name(folder) for folder in folders), safe_name(last, self.suffix)])


def _rendered(part: CompiledText, values: Mapping[str, Any]) -> str:
    try:
        return part.render(values)
    except RenderError as error:
        # The sentence stands at the record; that it is about the name must be said.
        raise RenderError(
            [replace(p, message=f"文件名“{part.source}”：{p.message}", place=Place()) for p in error.problems]
        ) from error


def name_pattern(pattern: str, suffix: str) -> NamePattern:
    """The pattern, compiled.

    Raises:
        TemplateError: all that is wrong with its tags.
        DataError: ``batch.no_name`` for an empty pattern or an empty folder in it.
    """
    hidden = _TAG.sub(lambda tag: tag[0].replace("/", "\0"), pattern)
    parts = [part.replace("\0", "/") for part in hidden.split("/")]
    if not all(part.strip() for part in parts):
        message = f"文件名的写法“{pattern}”里有一段是空的"
        raise DataError(Problem("batch.no_name", message, hint="例如 --name '{{ 市 }}/{{ 村名 }}'"))
    place = Place("--name")
    return NamePattern(tuple(compile_text(part, place=place) for part in parts), suffix)


def first_text(values: Mapping[str, Any]) -> str:
    """What to call a record by when nobody has said: its first short text."""
    texts = (v for name, v in values.items() if isinstance(v, str) and v.strip() and name != "序号")
    return next((text for text in texts if len(text) <= 40), "")


def default_name(values: Mapping[str, Any], number: int, suffix: str) -> str:
    """``0012 清水村.docx``."""
    return safe_name(f"{number:0{_DIGITS}d} {first_text(values)}".rstrip(), suffix)


def same_name_key(name: str) -> str:
    """Two names with the same key are one file on Windows or macOS."""
    return unicodedata.normalize("NFC", name).casefold()


def numbered(name: str, count: int) -> str:
    """``清水村（2）.docx``."""
    stem, dot, suffix = name.rpartition(".")
    folder, slash, last = stem.rpartition("/")
    return folder + slash + safe_name(last[:60] + f"（{count}）", dot + suffix)


def free_name(file: Path, mark: str) -> Path:
    """A name beside the file that nobody has."""
    number = 2 if mark == "{}" else 1
    while (aside := file.with_name(f"{file.stem}{mark.format(number)}{file.suffix}")).exists():
        number += 1
    return aside
