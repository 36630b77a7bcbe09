"""File names that every system takes: Windows forbids some characters and words, Linux counts bytes."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = str.maketrans(
    {"<": "〈", ">": "〉", ":": "：", '"': "”", "/": "／", "\\": "＼", "|": "｜", "?": "？", "*": "＊"}
)
# ¹²³ count as digits there; what begins with ~$ is taken for the lock of an open document and is not shown.
_RESERVED = re.compile(r"^((con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\.|$)|~\$)", re.IGNORECASE)
#: Names of letters, digits and Chinese punctuation need no look at each sign.
_PLAIN = re.compile(r"[\w （）〔〕《》“”、，。.-]+")
LONGEST_BYTES = 240
"""Bytes of UTF-8 a name may have with its suffix; file systems allow 255, temporary names need some of them."""


def safe_name(text: str, suffix: str = "") -> str:
    """The text as a file name, with the suffix.

    Forbidden signs become their full-width likeness, control characters vanish, a name that Windows reserves
    gets a ``_``, and a name that is too long is cut at a whole character.

    Args:
        text: what the file should be called, without suffix.
        suffix: ``.docx``.
    """
    name = text if _PLAIN.fullmatch(text) else _shown(text)
    name = re.sub(r"\s+", " ", name).strip(" .") or "未命名"
    if _RESERVED.match(name):
        name = f"_{name}"
    room = LONGEST_BYTES - len(suffix.encode())
    while len(name.encode()) > room:
        name = name[:-1].rstrip(" .")
    return name + suffix


def _shown(text: str) -> str:
    return "".join(
        " " if c in "\n\t\r" else c for c in text.translate(_FORBIDDEN) if c in "\n\t\r" or _visible(c)
    )


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
