"""The typefaces of the templates, one name a role, and the Chinese type sizes.

GB/T 9704-2012 names styles of type and no vendor's font, so a name has to be chosen:

仿宋, 楷体, 黑体, 宋体
    The names under which Windows has shipped these faces since Vista, and under which WPS, Kylin and UOS
    know them. 仿宋_GB2312 and 楷体_GB2312 came with Windows XP only, and lack the rare characters that
    occur in personal names.
方正小标宋简体
    No system ships a 小标宋; this one is installed in most offices.

Where a face is missing Word and WPS look for the ``others``, which go into the font table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """One role of type.

    Args:
        name: what the templates say.
        others: names of the same style of type, best first.
        family: generic family for the font table.
    """

    name: str
    others: tuple[str, ...]
    family: str


FACES = {
    "小标宋": Face("方正小标宋简体", ("方正小标宋_GBK", "小标宋", "华文中宋"), "roman"),
    "仿宋": Face("仿宋", ("仿宋_GB2312", "FangSong"), "modern"),
    "楷体": Face("楷体", ("楷体_GB2312", "KaiTi"), "modern"),
    "黑体": Face("黑体", ("SimHei",), "modern"),
    "宋体": Face("宋体", ("SimSun",), "roman"),
}

#: 字号 → half-points (``w:sz``). Note 小三 15 pt and 小二 18 pt, which pages and tools confuse.
SIZES = {
    "初号": 84,
    "小初": 72,
    "一号": 52,
    "二号": 44,
    "小二": 36,
    "三号": 32,
    "四号": 28,
    "小四": 24,
    "五号": 21,
    "小五": 18,
}
