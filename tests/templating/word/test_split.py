"""Word may cut a tag anywhere: at each character, with marks between, the document comes out the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.templating.word.compile import compile_word

TEXT = "前{{ 甲 }}中{% if 乙 %}有 {{ 丙|default('“无”') }}{% else %}没有{% endif %}后 {_{ 文 }_}{# 注 #}"
VALUES: dict[str, Any] = {"甲": "A&B", "乙": 1}
EXPECTED = "前A&B中有 “无”后 {{ 文 }}"
BETWEEN = (
    "",
    '<w:proofErr w:type="spellStart"/>',
    '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>',
    "<w:r><w:rPr><w:b/></w:rPr></w:r>",
)
FORMATS = ("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:lang w:val="zh-CN"/></w:rPr>')


WithBody = Callable[[str], bytes]


@pytest.fixture(scope="module")
def with_body(lean: bytes) -> WithBody:
    """``with_body(xml)``: a document with this body."""
    with zipfile.ZipFile(io.BytesIO(lean)) as archive:
        package = {name: archive.read(name) for name in archive.namelist()}

    def make(body: str) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in package.items():
                if name == "word/document.xml":
                    data = data.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
                archive.writestr(name, data)
        return stream.getvalue()

    return make


def cut(text: str, cuts: list[tuple[int, int, int]]) -> str:
    """A paragraph of the text, cut at places into runs with something between them."""
    places = sorted({place % (len(text) + 1): (between, form) for place, between, form in cuts}.items())
    out, at = [], 0
    for place, (between, form) in [*places, (len(text), (0, 0))]:
        piece = text[at:place].replace("&", "&amp;").replace("<", "&lt;")
        at = place
        if piece:
            out.append(f'<w:r>{FORMATS[form]}<w:t xml:space="preserve">{piece}</w:t></w:r>')
        out.append(BETWEEN[between])
    return "<w:p>" + "".join(out) + "</w:p>"


def text_of(data: bytes) -> list[str]:
    """The texts of the paragraphs."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


CUTS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, len(BETWEEN) - 1), st.integers(0, len(FORMATS) - 1)),
    max_size=40,
)


@given(cuts=CUTS)
@settings(derandomize=True, deadline=None, database=None, max_examples=150)
def test_a_paragraph_cut_anywhere_gives_the_same_text(
    with_body: WithBody, cuts: list[tuple[int, int, int]]
) -> None:
    program = compile_word(with_body(cut(TEXT, cuts)), name=None)
    assert text_of(bytes(program.render(VALUES))) == [EXPECTED]


@pytest.mark.parametrize("place", range(1, len("{%p for 项 in 单 %}")))
def test_a_structural_tag_cut_at_each_character_works(with_body: WithBody, place: int) -> None:
    opening, closing = cut("{%p for 项 in 单 %}", [(place, 1, 1)]), cut("{%p endfor %}", [(place % 13, 2, 2)])
    program = compile_word(with_body(opening + cut("{{ 项 }}", [(place % 7, 3, 1)]) + closing), name=None)
    assert text_of(bytes(program.render({"单": ["一", "二"]}))) == ["一", "二"]


SIGNS = (
    "｛｛甲｝｝",
    "{{\u200b甲 }}",
    "{{　甲　}}",
    "｛％if 乙％｝A&B｛％endif％｝",
    "{\ufeff{ 甲 }\u200d}",
    "{{甲｜upper}}",
)


@pytest.mark.parametrize("tag", SIGNS)
def test_signs_that_were_not_meant_are_repaired_inside_tags_only(with_body: WithBody, tag: str) -> None:
    around = "（“全角，｜％”）\u200b"
    rendered = compile_word(with_body(cut(around + tag, [])), name=None).render(VALUES)
    assert text_of(bytes(rendered)) == [around + "A&B"]
    assert {problem.code for problem in rendered.problems} == {"template.repaired_signs"}
