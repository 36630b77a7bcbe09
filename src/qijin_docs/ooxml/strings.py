"""The shared strings of a workbook, growing: each text once, cells hold its number.

Escaping follows what Excel does: characters XML cannot hold are written ``_x0001_`` (ISO/IEC 29500-1,
ST_Xstring).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, islice

MAX_TEXT = 32_767
_TO_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-F]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Texts written at a time.
_STRETCH = 4096


class CellValueError(ValueError):
    """A value cannot stand in a cell; ``code`` and ``hint`` as in :class:`~qijin_docs.errors.Problem`."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint


def escape_text(text: str) -> str:
    """Text for an element: markup escaped, characters XML cannot hold written ``_x0001_`` as Excel does.

    Raises:
        CellValueError: half of a surrogate pair, which no file can hold.
    """
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escape_characters(text)


def escape_characters(text: str) -> str:
    """Text in which only what XML cannot hold is written out; for those who leave markup to the parser.

    Raises:
        CellValueError: half of a surrogate pair, which no file can hold.
    """
    if not text.isprintable() or "_x" in text:
        # Excel's line break is a line feed alone; anything else shows as a box.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _SURROGATE.search(text):
            raise CellValueError(
                "render.bad_character", "文字里有不完整的字符（半个代理对）", "删去这个字符后重新输入"
            )
        text = _TO_ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text


def text_element(text: str) -> str:
    """A ``t`` element with the text; outer blanks and line breaks are kept.

    Raises:
        CellValueError: too long, or a character no file can hold.
    """
    if len(text) > MAX_TEXT:
        raise CellValueError(
            "render.text_too_long",
            f"文字有 {len(text)} 个字，一个单元格最多 {MAX_TEXT} 个字",
            "把文字分到几个单元格，或改用 Word 模板",
        )
    escaped = escape_text(text)
    if escaped and (escaped[0].isspace() or escaped[-1].isspace() or "\n" in escaped):
        return f'<t xml:space="preserve">{escaped}</t>'
    return f"<t>{escaped}</t>"


def _read_back(element: str) -> str:
    """What a reader of the finished file sees."""
    inside = element[element.index(">") + 1 : element.rindex("<")]
    plain = inside.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), plain)


def all_plain(texts: Sequence[str]) -> bool:
    """Whether no text is empty, too long, or needs escaping or its blanks kept: seen on all of them joined."""
    joined = ",".join(texts)
    return (
        joined.isprintable()
        and all(texts)
        and "&" not in joined
        and "<" not in joined
        and ">" not in joined
        and "_x" not in joined
        and " ," not in joined
        and ", " not in joined
        and joined[:1] != " "
        and joined[-1:] != " "
        and (len(joined) <= MAX_TEXT or max(map(len, texts)) <= MAX_TEXT)
    )


class SharedStrings:
    """Strings added to those a workbook has.

    Args:
        base: number of strings it has.
    """

    def __init__(self, base: int = 0) -> None:
        self._base = base
        # A plain text is its own key; one that needed work is kept as finished XML, in a tuple of one.
        self._index: dict[str | tuple[str], int] = {}

    def __len__(self) -> int:
        return self._base + len(self._index)

    def plain(self, texts: Sequence[str]) -> list[int]:
        """Numbers of texts for which :func:`all_plain` holds."""
        index = self._index
        new = [text for text in dict.fromkeys(texts) if text not in index]
        index.update(zip(new, count(len(self)), strict=False))
        return list(map(index.__getitem__, texts))

    def text(self, text: str) -> int:
        """Number of any text.

        Raises:
            CellValueError: it cannot stand in a cell.
        """
        element = text_element(text)
        if _read_back(element) != text.replace("\r\n", "\n").replace("\r", "\n"):
            raise CellValueError(
                "render.lost_text", f"文字“{text[:30]}”写不进单元格", "请把这段文字交给维护者"
            )
        return self.xml(element)

    def xml(self, inside: str) -> int:
        """Number of a string given as what stands inside its ``si`` element."""
        return self._index.setdefault((inside,), self._base + len(self._index))

    def pieces(self) -> Iterator[str]:
        """The ``si`` elements of all strings added, some thousand at a time."""
        keys = iter(self._index)
        while stretch := list(islice(keys, _STRETCH)):
            plain = [key for key in stretch if isinstance(key, str)]
            if len(plain) == len(stretch):
                yield "<si><t>" + "</t></si><si><t>".join(plain) + "</t></si>"
            else:
                inside = [f"<t>{key}</t>" if isinstance(key, str) else key[0] for key in stretch]
                yield "<si>" + "</si><si>".join(inside) + "</si>"
