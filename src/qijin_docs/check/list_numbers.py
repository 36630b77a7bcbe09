"""The numbers that Word puts in front of paragraphs by itself: 一、（一）1. and the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qijin_docs.ooxml.list_levels import Level
from qijin_docs.ooxml.styles import Styles
from qijin_docs.text.numerals import to_chinese

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanDigital2",
    }
)
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


class ListNumbers:
    """Counts the lists of one part of a document, paragraph by paragraph.

    Args:
        styles: where the other levels of a list are looked up.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, numbering: Mapping[str, str], level: Level) -> str:
        """The signs in front of the next paragraph of this list and level.

        Args:
            numbering: its ``w:numPr``: ``{"numId": "1", "ilvl": "0"}``.
            level: the level that means.
        """
        number = numbering.get("numId", "0")
        depth = int(numbering.get("ilvl") or 0)
        counts = self._counts.setdefault(level.family or number, {})
        if level.restarts and (number, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((number, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return "•"

        def shown(found: re.Match[str]) -> str:
            asked = int(found.group(1)) - 1
            other = level if asked == depth else self._styles.level({"numId": number, "ilvl": str(asked)})
            if other is None:
                return ""
            return counted(counts.get(asked, other.start), other.format)

        return re.sub(r"%([1-9])", shown, level.text)


def counted(number: int, kind: str) -> str:
    """A number in one of Word's formats; digits for those not known here."""
    if kind in _CHINESE:
        return to_chinese(number)
    if kind == "none":
        return ""
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if kind == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 1 <= number < 40:
        roman = ""
        for sign, value in _ROMAN:
            while number >= value:
                roman += sign
                number -= value
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)
