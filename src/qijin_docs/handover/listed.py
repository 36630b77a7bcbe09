"""清单.json of a package: what is in it, in which volume, with SHA-256; written by the sender, read by the receiver."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qijin_docs.handover.item import Item
from qijin_docs.handover.sums import is_inside


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says.

    Args:
        set_id: the same in all volumes of one package, and in no other package.
        volume: number of this volume, from 1.
        volumes: how many there are.
        sums: path → SHA-256 of what lies in this volume, lists left out.
    """

    set_id: str
    volume: int
    volumes: int
    sums: Mapping[str, str]


def set_id_of(items: Sequence[Item]) -> str:
    """What tells a package from every other: its files."""
    lines = "".join(f"{i.sha256} {i.path}\n" for i in sorted(items, key=lambda i: i.path))
    return hashlib.sha256(lines.encode()).hexdigest()


def written(head: Mapping[str, Any], volumes: Sequence[Sequence[Item]], number: int) -> bytes:
    """The list in one volume: all files of the package, each with its volume.

    Args:
        head: what is said of the package as a whole.
        volumes: its files.
        number: the volume the list lies in, from 1.
    """
    placed = [(item, n) for n, volume in enumerate(volumes, 1) for item in volume]
    content = {
        **head,
        "全套": set_id_of([item for item, _ in placed]),
        "本卷": number,
        "卷数": len(volumes),
        "文件": [
            {
                "路径": item.path,
                "卷": n,
                "种类": item.kind,
                "题名": item.title,
                "来源": item.source,
                "SHA-256": item.sha256,
                "字节": item.size,
            }
            for item, n in sorted(placed, key=lambda pair: (pair[1], pair[0].path))
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read(content: bytes) -> Listed | None:
    """The list; ``None`` if it is none, whatever stands in it."""
    try:
        said: Any = json.loads(content)
        volume, volumes, set_id = said["本卷"], said["卷数"], said["全套"]
        sums = {f["路径"]: f["SHA-256"].lower() for f in said["文件"] if f["卷"] == volume}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    whole = (
        isinstance(set_id, str)
        and type(volume) is int
        and type(volumes) is int
        and 1 <= volume <= volumes <= _MOST_VOLUMES
        and all(isinstance(path, str) and is_inside(path) for path in sums)
    )
    return Listed(set_id, volume, volumes, sums) if whole else None


_MOST_VOLUMES = 10_000
