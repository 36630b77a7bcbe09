"""What colours are called, and which of them are red."""

from __future__ import annotations

import pytest

from qijin_docs.check.red import colour_name, is_red


@pytest.mark.parametrize(
    ("colour", "name", "red"),
    [
        ("FF0000", "红色", True),
        ("C00000", "红色", True),
        ("0000FF", "蓝色", False),
        ("0563C1", "蓝色", False),
        ("17365D", "蓝色", False),
        ("00B050", "绿色", False),
        ("333333", "深灰色", False),
        ("808080", "灰色", False),
        ("FFFFFF", "白色", False),
        ("FFC000", "黄色", False),
        ("F4B0D0", "彩色", False),
        ("auto", "彩色", False),
    ],
)
def test_a_colour_has_a_plain_name(colour: str, name: str, red: bool) -> None:
    assert (colour_name(colour), is_red(colour)) == (name, red)
