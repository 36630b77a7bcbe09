"""A package in several volumes: which file goes on which disc or into which mail.

Sizes are what is printed on a disc or asked by a mail office: thousands, not 1024s; the smaller reading always fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.handover.item import Item

_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([KMGT]?B?)", re.IGNORECASE)
#: A sector of a disc, and what a folder or a zip says of a file besides its bytes.
_SECTOR, _ENTRY = 2048, 2048


def read_size(text: str) -> int | None:
    """``4.7GB``, ``650 MB``, ``20M`` → bytes; ``None`` for what is no size."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        return None
    unit = found[2].upper()
    number, _, fraction = found[1].partition(".")
    thousandths = int(number) * 1000 + int(fraction.ljust(3, "0") or 0)
    return thousandths * _UNITS[unit if unit.endswith("B") else unit + "B"] // 1000 or None


def size_words(size: int) -> str:
    """``20MB``, ``4.7GB``."""
    unit = next(u for u in ("TB", "GB", "MB", "KB", "B") if size >= _UNITS[u] or u == "B")
    return f"{round(size / _UNITS[unit], 2):g}{unit}"


def room_of(size: int) -> int:
    """How much of a volume a file of this size takes up, at most."""
    return -(-size // _SECTOR) * _SECTOR + _ENTRY


def divided(items: Sequence[Item], limit: int | None, reserve: int) -> tuple[tuple[Item, ...], ...]:
    """The items by volume, each in the first that has room for it, so that letters and documents lie in the first.

    Args:
        items: in the order in which they are to be found.
        limit: bytes a volume may have; one volume takes everything if ``None``.
        reserve: bytes that the lists take up in every volume.

    Raises:
        DataError: ``pack.too_large``: files that no volume of this size holds, all of them.
    """
    if limit is None:
        return (tuple(items),)
    room = limit - reserve
    too_large = [item for item in items if room_of(item.size) > room]
    if too_large:
        least = max(room_of(item.size) for item in too_large) + reserve
        hint = f"请把每卷改到{_rounded_up(least)}以上，或把它剪短、压缩后换上，并改目录"
        raise DataError(
            Problem(
                "pack.too_large",
                f"这一件有{size_words(item.size)}，一卷只有{size_words(limit)}，放不下",
                Place(item.source),
                hint,
            )
            for item in too_large
        )
    volumes: list[list[Item]] = [[]]
    left = [room]
    for item in items:
        needed = room_of(item.size)
        number = next((n for n, free in enumerate(left) if free >= needed), len(left))
        if number == len(left):
            volumes.append([])
            left.append(room)
        volumes[number].append(item)
        left[number] -= needed
    return tuple(tuple(volume) for volume in volumes)


def _rounded_up(size: int) -> str:
    for unit in ("KB", "MB", "GB"):
        if size <= 999 * _UNITS[unit]:
            return f"{-(-size // _UNITS[unit])}{unit}"
    return f"{-(-size // _UNITS['GB'])}GB"
