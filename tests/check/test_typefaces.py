"""Which style of type a font is."""

from __future__ import annotations

import pytest

from qijin_docs.check.typefaces import face, size_name


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("仿宋_GB2312", "仿宋"),
        ("FangSong", "仿宋"),
        ("STFangsong", "仿宋"),
        ("华文仿宋", "仿宋"),
        ("方正仿宋_GBK", "仿宋"),
        ("FZFSJW--GB1-0", "仿宋"),
        ("FandolFang-Regular", "仿宋"),
        ("方正小标宋简体", "小标宋"),
        ("FZXBSJW--GB1-0", "小标宋"),
        ("NotoSerifCJKjp-Black-VKana", "小标宋"),
        ("楷体_GB2312", "楷体"),
        ("KaiTi", "楷体"),
        ("FandolKai-Regular", "楷体"),
        ("黑体", "黑体"),
        ("SimHei", "黑体"),
        ("NotoSansCJKjp-Regular-VKana", "黑体"),
        ("微软雅黑", "黑体"),
        ("宋体", "宋体"),
        ("SimSun", "宋体"),
        ("NotoSerifCJKjp-Regular-VKana", "宋体"),
        ("Times New Roman", None),
        ("Calibri", None),
        ("", None),
        (None, None),
    ],
)
def test_a_font_is_known_by_its_name(font: str | None, expected: str | None) -> None:
    assert face(font) == expected


@pytest.mark.parametrize(
    ("half_points", "name"),
    [(32, "三号"), (30, "小三"), (36, "小二"), (44, "二号"), (33, "16.5磅"), (None, "未知字号")],
)
def test_sizes_are_called_as_people_call_them(half_points: int | None, name: str) -> None:
    assert size_name(half_points) == name
