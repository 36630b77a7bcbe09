"""The tree of a Word part: pieces of text, settings in the schema's order, elements replaced by text."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from qijin_docs.ooxml.wordml import (
    RPR_ORDER,
    TXBX,
    W,
    paragraphs,
    parse,
    piece_text,
    put_in_order,
    replace_by_text,
    serialise,
    text_pieces,
    w,
)


def tree(xml: str) -> Any:
    return etree.fromstring(f'<w:x xmlns:w="{W}">{xml}</w:x>')


TEXT = (
    "<w:p><w:pPr><w:rPr><w:tab/></w:rPr></w:pPr><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r>"
    "<w:hyperlink><w:r><w:t>三</w:t><w:br/></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:instrText>码</w:instrText></w:r>"
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
)


def test_the_text_of_a_paragraph_is_read_without_its_boxes() -> None:
    outer, inner = paragraphs(tree(TEXT))
    assert "".join(map(piece_text, text_pieces(outer))) == "一\t二三\n-"
    assert "".join(map(piece_text, text_pieces(inner))) == "框"
    assert [piece.text for piece in text_pieces(outer, field_code=True)] == ["码"]
    assert next(inner.iterancestors(TXBX)) is not None


@pytest.mark.parametrize(
    ("before", "added", "after"),
    [
        ("", "b", ["b"]),
        ("<w:sz/><w:lang/>", "b", ["b", "sz", "lang"]),
        ("<w:rStyle/><w:sz/>", "rFonts", ["rStyle", "rFonts", "sz"]),
        ("<w:b/><w:sz/>", "b", ["b", "sz"]),
        ("<w:rFonts/>", "lang", ["rFonts", "lang"]),
    ],
)
def test_settings_stand_in_the_order_of_the_schema(before: str, added: str, after: list[str]) -> None:
    parent = tree(before)
    put_in_order(parent, etree.Element(w(added)), RPR_ORDER)
    assert [etree.QName(child).localname for child in parent] == after


def test_an_element_is_replaced_by_text_and_what_follows_stays() -> None:
    root = tree("a<w:p/>b<w:r/>c")
    replace_by_text(root[1], "[r]")
    replace_by_text(root[0], "[p]")
    assert root.text == "a[p]b[r]c"
    assert len(root) == 0


def test_a_part_is_written_with_the_declaration_of_word() -> None:
    assert serialise(parse(b"<a>&lt;&#13;</a>")) == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a>&lt;&#13;</a>'
    )
