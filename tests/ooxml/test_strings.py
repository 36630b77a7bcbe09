from __future__ import annotations

import pytest

from qijin_docs.ooxml.strings import (
    MAX_TEXT,
    CellValueError,
    SharedStrings,
    all_plain,
    escape_characters,
    escape_text,
    text_element,
)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("普通", "普通"),
        ("A&B <甲> \"乙\" '丙'", "A&amp;B &lt;甲&gt; \"乙\" '丙'"),
        ("a\x01b", "a_x0001_b"),
        ("a\rb\r\nc", "a\nb\nc"),
        ("a\nb\tc", "a\nb\tc"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x004_", "_x004_"),
        ("\uffff", "_xFFFF_"),
        ("]]>", "]]&gt;"),
        ("𠮷", "𠮷"),
    ],
)
def test_text_is_escaped_as_excel_does(text: str, escaped: str) -> None:
    assert escape_text(text) == escaped


def test_for_a_parser_only_characters_are_escaped() -> None:
    assert escape_characters("A&B\x02") == "A&B_x0002_"


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(CellValueError) as caught:
        escape_text(text)
    assert caught.value.code == "render.bad_character"
    assert caught.value.message == "文字里有不完整的字符（半个代理对）"


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("甲", "<t>甲</t>"),
        (" 甲", '<t xml:space="preserve"> 甲</t>'),
        ("甲\n", '<t xml:space="preserve">甲\n</t>'),
        ("一\n二", '<t xml:space="preserve">一\n二</t>'),
    ],
)
def test_blanks_that_matter_are_kept(text: str, element: str) -> None:
    assert text_element(text) == element


def test_a_cell_holds_so_much_text_and_not_one_character_more() -> None:
    assert text_element("字" * MAX_TEXT) == f"<t>{'字' * MAX_TEXT}</t>"
    with pytest.raises(CellValueError) as caught:
        text_element("字" * (MAX_TEXT + 1))
    assert caught.value.code == "render.text_too_long"
    assert caught.value.message == "文字有 32768 个字，一个单元格最多 32767 个字"


@pytest.mark.parametrize(
    ("texts", "plain"),
    [
        (["甲", "乙 丙"], True),
        (["甲", ""], False),
        (["a&b"], False),
        (["a<b"], False),
        (["a>b"], False),
        (["a\nb"], False),
        ([" 甲", "乙"], False),
        (["甲 ", "乙"], False),
        (["甲", " 乙"], False),
        (["甲", "乙 "], False),
        (["_x0041_"], False),
        (["\ud800"], False),
        (["字" * (MAX_TEXT + 1)], False),
        (["字" * MAX_TEXT, "字" * MAX_TEXT], True),
    ],
)
def test_plain_texts_need_no_work(texts: list[str], plain: bool) -> None:
    assert all_plain(texts) is plain


def test_a_text_is_stored_once() -> None:
    strings = SharedStrings(7)
    assert strings.plain(["甲", "乙", "甲"]) == [7, 8, 7]
    assert strings.text("a&b") == 9
    assert strings.text("a&b") == 9
    assert strings.xml("<r><t>丙</t></r>") == 10
    assert len(strings) == 11
    assert "".join(strings.pieces()) == (
        "<si><t>甲</t></si><si><t>乙</t></si><si><t>a&amp;b</t></si><si><r><t>丙</t></r></si>"
    )


def test_many_strings_come_in_stretches() -> None:
    strings = SharedStrings()
    strings.plain([f"第{i}条" for i in range(10_000)])
    pieces = list(strings.pieces())
    assert len(pieces) == 3
    assert "".join(pieces).count("<si>") == 10_000
