"""Values of attributes as they are written into XML."""

from __future__ import annotations

import pytest
from lxml import etree

from qijin_docs.ooxml.quoted import quoted


@pytest.mark.parametrize("value", ["", "一", "a & b", "<>", "\"双\"与'单'", "行\n行\r\t", "&amp;", "  空格 "])
def test_a_reader_finds_the_value_that_was_written(value: str) -> None:
    assert etree.fromstring(f"<a v={quoted(value)}/>").get("v") == value
