"""Several names in one cell, parted as people part them: 、，；/ line feeds, and blanks where that is certain."""

from __future__ import annotations

import re
from itertools import pairwise

from qijin_docs.text.reading import Reading, note, refusal, shown

_PARTING = "、，,；;/／\n|｜"
_OPENING, _CLOSING = "（(〔[《“", "）)〕]》”"
# Nothing in it parts, and nothing brackets.
_ONE = re.compile(r"[^\s、，,；;/／|｜（(〔\[《“）)〕\]》”]+")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_NONE = frozenset({"无", "/", "／", "—", "——", "-", "--", "没有"})
# A name of so many signs is that of a unit; a person's may be as short as a family name.
_UNIT = 4


def read_names(text: str) -> Reading[tuple[str, ...]]:
    """The names in a text.

    Signs inside brackets do not part. Blanks part ids and names of units; between short Chinese words it cannot be known
    whether they part two persons or stand inside one name.

    Raises:
        DataError: ``collect.unsure_names``.
    """
    if text.strip() in _NONE:
        return Reading((), (note("collect.blank_mark", f"“{text.strip()}”按没有收"),))
    if _ONE.fullmatch(text):
        return Reading((text,))
    names: list[str] = []
    notes = []
    for part in _parts(text):
        pieces = part.split()
        if len(pieces) < 2:
            names += pieces
        elif all(len(piece) >= _UNIT or _ID.fullmatch(piece) or piece[-1] in _CLOSING for piece in pieces):
            names += pieces
            notes.append(note("collect.names_parted", f"“{shown(part)}”按{len(pieces)}个名称收"))
        elif any(len(piece) == 1 for piece in pieces) and len("".join(pieces)) <= _UNIT:
            names.append("".join(pieces))
            notes.append(note("collect.tidied", f"字间的空格去掉了，按“{''.join(pieces)}”收"))
        elif pieces[0][-1:] in _OPENING or _spaced_bracket(pieces):
            names.append("".join(pieces))
            notes.append(note("collect.tidied", f"字间的空格去掉了，按“{shown(''.join(pieces))}”收"))
        else:
            raise refusal(
                "collect.unsure_names", f"“{shown(part)}”是一个名称还是几个，看不出来", "几个名称用顿号隔开"
            )
    return Reading(tuple(dict.fromkeys(names)), tuple(notes))


def _parts(text: str) -> list[str]:
    depth, start, parts = 0, 0, []
    for at, sign in enumerate(text):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif sign in _PARTING and not depth:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _spaced_bracket(pieces: list[str]) -> bool:
    """``××× （厅长）``: the blank stands before the bracket."""
    return all(after[0] in _OPENING for _, after in pairwise(pieces))
