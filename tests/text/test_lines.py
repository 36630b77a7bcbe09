"""Where the lines of a paragraph end."""

from __future__ import annotations

import pytest

from qijin_docs.text.lines import lines_in, whole_in_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("国" * 28, ["国" * 28]),
        ("国" * 29, ["国" * 28, "国"]),
        ("国" * 27 + "。", ["国" * 27 + "。"]),
        ("国" * 28 + "。", ["国" * 27, "国。"]),  # the mark takes the sign before it along
        ("国" * 28 + "。”后", ["国" * 27, "国。”后"]),
        ("国" * 27 + "《书》", ["国" * 27, "《书》"]),  # no line ends with an opening mark
        ("国" * 27 + "2018年", ["国" * 27, "2018年"]),  # a number is not broken
        ("国" * 26 + "2018年", ["国" * 26, "2018年"]),  # for the gap before it there is no room
        ("国" * 25 + "2018年", ["国" * 25 + "2018", "年"]),
        ("1" * 60, ["1" * 56, "1" * 4]),
        ("国" * 26 + "99.5%以上", ["国" * 26, "99.5%以上"]),
    ],
)
def test_a_text_is_broken_so(text: str, lines: list[str]) -> None:
    assert list(lines_in(text)) == lines


@pytest.mark.parametrize("width", [1, 2, 7, 28])
@pytest.mark.parametrize("text", ["（“《国》”）。" * 9, "abc国2018，5月" * 7, "。。。。", "　　国"])
def test_the_lines_give_the_text_again(text: str, width: int) -> None:
    assert "".join(lines_in(text, width)) == text


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ([], []),
        (["HD2018-026"], ["HD2018-026"]),
        (["HD2018-026"] * 3, ["HD2018-026、HD2018-026、HD2018-026"]),
        (["HD2018-026"] * 4, ["HD2018-026、HD2018-026、HD2018-026、", "HD2018-026"]),
        (
            ["岭安市自然资源局矿产科-HD2018-026-补充", "甲"],
            ["岭安市自然资源局矿产科-HD2018-026-补充、", "甲"],
        ),
    ],
)
def test_a_code_is_not_broken(names: list[str], lines: list[str]) -> None:
    assert list(whole_in_lines(names, 18)) == lines
