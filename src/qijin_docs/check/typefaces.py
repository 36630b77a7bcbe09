"""Which style of type a font is: the standard asks for 仿宋, 黑体 and so on, never for a maker's font."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

Face = Literal["小标宋", "仿宋", "楷体", "黑体", "宋体"]

#: In this order: 仿宋 and 小标宋 hold the sign 宋.
_SIGNS: tuple[tuple[Face, re.Pattern[str]], ...] = (
    (
        "小标宋",
        re.compile(
            r"标宋|biaosong|fzxbs|serif\s?cjk.*black|source\s?han\s?serif.*(heavy|black)", re.IGNORECASE
        ),
    ),
    ("仿宋", re.compile(r"仿宋|fang|fzfs", re.IGNORECASE)),
    ("楷体", re.compile(r"楷|kai|fzkt", re.IGNORECASE)),
    ("黑体", re.compile(r"黑|heiti|fzht|simhei|hei\b|sans\s?cjk|source\s?han\s?sans|yahei", re.IGNORECASE)),
    (
        "宋体",
        re.compile(r"宋|simsun|song|fzss|serif\s?cjk|source\s?han\s?serif|\bsun-?ext", re.IGNORECASE),
    ),
)

#: Half-points → 字号.
SIZE_NAMES = {
    84: "初号",
    72: "小初",
    52: "一号",
    48: "小一",
    44: "二号",
    36: "小二",
    32: "三号",
    30: "小三",
    28: "四号",
    24: "小四",
    21: "五号",
    18: "小五",
    15: "六号",
}


@cache
def face(font: str | None) -> Face | None:
    """The style of a font by its name; ``None`` if the name does not tell."""
    if not font:
        return None
    return next((name for name, signs in _SIGNS if signs.search(font)), None)


def nameless(font: str) -> bool:
    """Whether a name in a PDF is no name of a font: ``CIDFont+F1``, as the PDF printer of Windows writes."""
    return re.fullmatch(r"(?:CIDFont\+)?F\d+|(?:T3|Type3)Font[-_]?\d*|Unnamed-?T3", font) is not None


def size_name(half_points: int | None) -> str:
    """``三号`` for 32; ``17磅`` for a size without a name of its own; ``未知字号`` for ``None``."""
    if half_points is None:
        return "未知字号"
    return SIZE_NAMES.get(half_points, f"{half_points / 2:g}磅")
