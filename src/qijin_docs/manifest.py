"""清单.json: what was built from what, so that anyone can tell whether a file is the one that was made.

Same input, same bytes: nothing in it depends on the time or the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "清单.json"


@dataclass(frozen=True, slots=True)
class Made:
    """One document that was written.

    Args:
        path: below the output folder, with ``/``.
        kind: Chinese name of its kind.
        phase: number of its phase.
        source: file its data came from, as in the inputs.
        template: path of its template below the templates folder.
        sha256: of the written bytes.
        bytes: size.
    """

    path: str
    kind: str
    phase: int
    source: str
    template: str
    sha256: str
    bytes: int


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def compose(
    *, version: str, inputs: dict[str, str], templates: dict[str, str], made: Iterable[Made]
) -> bytes:
    """The manifest's bytes.

    Args:
        version: of this library.
        inputs: file below the project folder → SHA-256.
        templates: template → SHA-256.
        made: the documents, in order of path.
    """
    content = {
        "程序": f"qijin_docs {version}",
        "输入": dict(sorted(inputs.items())),
        "模板": dict(sorted(templates.items())),
        "文件": [asdict(m) for m in sorted(made, key=lambda m: m.path)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read_made(folder: Path) -> tuple[Made, ...]:
    """The documents an earlier manifest in this folder speaks of; empty if there is none that can be read."""
    try:
        content: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return tuple(Made(**entry) for entry in content["文件"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
