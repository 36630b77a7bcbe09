"""How many lines texts take in cells of a given width, for many texts at once.

Chinese breaks anywhere, but no line begins with “，” or ends with “（”; Latin words and numbers stay whole
unless one is wider than the line. Characters are measured in hundredths of an em, each a little wider than in
the usual typefaces (LibreOffice draws with stand-ins), so that the answer is never too small.

Texts are first turned into *shapes*, one byte for each character, all of them at once: “第12345场” has the shape
of “第67890场”, and each shape is counted once.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence

#: Shapes remembered for one width.
MAX_SHAPES = 1 << 16
_BETWEEN = "\x1f"
_OPENING = "“‘（《〈【〔「『［｛"
#: Class of character → hundredths of an em: wide, closing mark, opening mark, picture; capital, broad letter,
#: letter, digit, sign, blank; letter of another script; nothing.
_WIDTHS = {"w": 100, "p": 100, "o": 100, "x": 130, "A": 80, "M": 108, "a": 62, "0": 58, "-": 50, " ": 50}
_WIDTHS |= {"e": 120, "z": 0}
_WIDE = _WIDTHS["w"]
_TOKEN = re.compile(rb"o*[wx]p*|o+p*|p+|[AMa0\-ez]+| +")
_WIDTH_OF = [_WIDTHS.get(chr(byte), 0) for byte in range(256)]


def _classes() -> bytes:
    """The class of each byte that begins a character in UTF-8."""
    table = bytearray(b"z" * 256)
    for byte in range(0x21, 0x7F):
        sign = chr(byte)
        kind = "0" if sign.isdigit() else "A" if sign.isupper() else "a" if sign.islower() else "-"
        table[byte] = ord("M" if sign in "MWmw%@#&+<=>_^~" else kind)
    table[ord("\t")] = table[ord(" ")] = ord(" ")
    table[ord("\n")], table[ord(_BETWEEN)], table[0x02] = ord("\n"), ord(_BETWEEN), ord("o")
    for first, last, kind in (
        (0xC2, 0xC3, "w"),  # the signs · and × of Chinese type
        (0xC4, 0xE1, "e"),
        (0xE2, 0xE3, "p"),  # dashes, quotation marks, 、 and 。
        (0xE4, 0xEE, "w"),
        (0xEF, 0xEF, "p"),  # ，；：！？）
        (0xF0, 0xF4, "x"),
    ):
        table[first : last + 1] = kind.encode() * (last + 1 - first)
    return bytes(table)


_TABLE = _classes()
_REST = bytes(range(0x80, 0xC0))


def count_lines(
    texts: Sequence[str], room: int, known: MutableMapping[bytes, int] | None = None
) -> list[int] | None:
    """The number of lines of each text, or None if each takes one.

    Args:
        texts: of one column; line breaks begin new lines.
        room: width of a line in hundredths of an em.
        known: what was counted before for this width; grows.
    """
    if not texts:
        return None
    joined = _BETWEEN.join(texts)
    if "\n" not in joined and "\r" not in joined and max(map(len, texts)) * _WIDTHS["x"] <= room:
        return None
    if "\r" in joined:
        joined = joined.replace("\r\n", "\n").replace("\r", "\n")
    shapes = _shapes(joined)
    if len(shapes) != len(texts):
        shapes = [b"".join(_shapes(text)) for text in texts]
    known = {} if known is None else known
    if len(known) > MAX_SHAPES:
        known.clear()
    for shape in set(shapes).difference(known):
        known[shape] = sum(_lines(paragraph, room) for paragraph in shape.split(b"\n"))
    return list(map(known.__getitem__, shapes))


def _shapes(joined: str) -> list[bytes]:
    for sign in _OPENING:
        joined = joined.replace(sign, "\x02")
    return joined.encode(errors="replace").translate(_TABLE, _REST).split(_BETWEEN.encode())


def _lines(shape: bytes, room: int) -> int:
    """Lines of one paragraph."""
    if not shape.strip(b"w"):
        return max(1, -(-len(shape) // max(1, room // _WIDE)))
    lines, used = 1, 0
    for token in _TOKEN.findall(shape):
        width = sum(map(_WIDTH_OF.__getitem__, token))
        if used + width <= room:
            used += width
        elif token[0] == 0x20:
            # Blanks at the end of a line hang over it.
            used = room
        elif width <= room:
            lines, used = lines + 1, width
        else:
            lines += used > 0
            used = 0
            for byte in token:
                if used and used + _WIDTH_OF[byte] > room:
                    lines, used = lines + 1, 0
                used += _WIDTH_OF[byte]
    return lines
