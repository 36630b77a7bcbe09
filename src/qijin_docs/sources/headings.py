"""Which column of a table is which: names as people type them against the names that are wanted.

Width, blanks, line breaks, an asterisk and a unit in brackets do not count: ``受教育 (人次)`` is 受教育.
Two different units do: a column 受教育（人） is not taken for 受教育（人次）, for they cannot be added.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from qijin_docs.errors import Place, Problem
from qijin_docs.text.nearest import suggestion

#: The name a value gets → other names its column may have.
Wanted = Mapping[str, Sequence[str]]

_UNIT = re.compile(r"\(([^()]*)\)$")
# Columns that say nothing a record could need: running numbers.
_IDLE = frozenset({"序号", "行号"})


def wanted_columns(columns: Sequence[str] | Wanted | None) -> Wanted | None:
    """The columns in the one form used here."""
    if columns is None or isinstance(columns, Mapping):
        return columns
    return dict.fromkeys(columns, ())


def squeezed(name: str) -> str:
    """The name without any blanks, line breaks and invisible signs."""
    if name.isalnum():
        return name
    return "".join(c for c in name if not c.isspace() and unicodedata.category(c) != "Cf")


@lru_cache(maxsize=4096)  # the wanted names come again with each row that could be a head
def plain(name: str) -> str:
    """The name in one width, without blanks and without the asterisk of a required column."""
    return unicodedata.normalize("NFKC", squeezed(name)).strip("*:").casefold()


def bare(name: str) -> str:
    """The name without a unit or remark in brackets at its end, as typed otherwise."""
    text = unicodedata.normalize("NFKC", squeezed(name)).strip("*")
    return _UNIT.sub("", text) or text


def match_columns(
    spellings: Mapping[int, Sequence[str]],
    wanted: Wanted,
    place: Callable[[int], Place],
    *,
    at_least: int = 0,
) -> tuple[dict[int, str], list[Problem]]:
    """Column → wanted name, and the problems of the columns that are left.

    Args:
        spellings: column → the ways its name may be spelt.
        wanted: the names that are looked for.
        place: the place of a column's name.
        at_least: with fewer columns found this is no head, and nothing is said of the others.
    """
    found: dict[int, str] = {}
    problems: list[Problem] = []
    for key in (plain, _bare_key):
        by_key: dict[str, str] = {}
        for name, others in wanted.items():
            for spelling in (name, *others):
                by_key.setdefault(key(spelling), name)
        for column, texts in spellings.items():
            if column in found:
                continue
            match = next((by_key[key(text)] for text in texts if key(text) in by_key), None)
            if match is None or not _units_agree(texts[-1], (match, *wanted[match])):
                continue
            if match in found.values():
                message = f"“{texts[-1]}”与前面一列都是“{match}”"
                problems.append(Problem("data.duplicate_column", message, place(column), "留下一列"))
            found[column] = match
    if len(found) < at_least:
        return found, []
    problems += [
        _unknown(texts[-1], wanted, place(column))
        for column, texts in spellings.items()
        if column not in found and plain(texts[-1]) not in _IDLE
    ]
    return found, problems


@lru_cache(maxsize=4096)
def _bare_key(name: str) -> str:
    return bare(name).casefold()


def _units_agree(text: str, names: Sequence[str]) -> bool:
    unit = _UNIT.search(plain(text))
    others = [found[1] for name in names if (found := _UNIT.search(plain(name)))]
    return unit is None or not others or unit[1] in others


def _unknown(text: str, wanted: Wanted, place: Place) -> Problem:
    for name, others in wanted.items():
        if _bare_key(text) in {_bare_key(n) for n in (name, *others)}:
            message = f"“{text}”的单位与要的“{name}”不同"
            return Problem("data.unknown_column", message, place, "换算后改列名")
    hint = suggestion(plain(text), [plain(name) for name in wanted], "删去这一列，或核对表样")
    return Problem("data.unknown_column", f"不认识“{text}”这一列", place, hint)
