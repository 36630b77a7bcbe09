"""What a web page leaves in a text."""

from __future__ import annotations

import pytest

from qijin_docs.text.web_residue import strip_web_residue


def test_the_frame_of_a_page_is_taken_out_line_by_line() -> None:
    frame = ("信息来源：某处\n发稿编辑：×××\n", "\n上一篇：甲\n下一篇：没有了\n【打印】【关闭】")
    reading = strip_web_residue(f"{frame[0]}　　一、总体要求\n开展活动。{frame[1]}")
    assert reading.value == "一、总体要求\n开展活动。"
    assert [str(n) for n in reading.notes] == [
        "网页残留的一行已去掉：“信息来源：某处” [text.web_line]",
        "网页残留的一行已去掉：“发稿编辑：×××” [text.web_line]",
        "网页残留的一行已去掉：“上一篇：甲” [text.web_line]",
        "网页残留的一行已去掉：“下一篇：没有了” [text.web_line]",
        "网页残留的一行已去掉：“【打印】【关闭】” [text.web_line]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "来源广泛，编辑部参加了活动。",
        "信息来源要真实可靠，各单位要核对清楚。",
        "字体：" + "很长的一段正文" * 20,
        "{{ 来源 }}",
        "a < b & c > d",
    ],
)
def test_a_paragraph_that_only_speaks_of_such_things_stays(text: str) -> None:
    reading = strip_web_residue(text)
    assert (reading.value, reading.notes) == (text, ())


def test_entities_and_invisible_signs_go_and_are_noted() -> None:
    reading = strip_web_residue("&ldquo;七\u200b进&rdquo;&nbsp;活动\ufeff")
    assert reading.value == "“七进” 活动"
    assert [n.code for n in reading.notes] == ["text.web_signs"]


def test_indents_and_line_ends_are_no_news() -> None:
    reading = strip_web_residue("　　甲\r\n　　乙\r\n")
    assert (reading.value, reading.notes) == ("甲\n乙", ())
