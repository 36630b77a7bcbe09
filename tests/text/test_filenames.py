"""File names for every system."""

from __future__ import annotations

import pytest

from qijin_docs.text.filenames import LONGEST_BYTES, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云岭省自然资源厅实施方案", "云岭省自然资源厅实施方案.docx"),
        ('a/b\\c:d*e?f"g<h>i|j', "a／b＼c：d＊e？f”g〈h〉i｜j.docx"),
        ("  结尾有点. . ", "结尾有点.docx"),
        ("两\n行\t文字", "两 行 文字.docx"),
        ("零宽\u200b与控制\x07符", "零宽与控制符.docx"),
        ("", "未命名.docx"),
        ("...", "未命名.docx"),
        ("CON", "_CON.docx"),
        ("lpt1.资料", "_lpt1.资料.docx"),
        ("CONSOLE", "CONSOLE.docx"),
    ],
)
def test_a_name_every_system_takes(text: str, name: str) -> None:
    assert safe_name(text, ".docx") == name


def test_a_long_name_is_cut_at_a_whole_character() -> None:
    name = safe_name("安" * 200, ".docx")
    assert name == "安" * ((LONGEST_BYTES - 5) // 3) + ".docx"
    assert len(name.encode()) <= LONGEST_BYTES
