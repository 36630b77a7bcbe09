"""Tags are found in plain text as Jinja would read them, and only they are repaired."""

from __future__ import annotations

import pytest

from qijin_docs.errors import Place
from qijin_docs.templating.tags import find_spans, repair

Found = list[tuple[str, str, str]]

CASES: list[tuple[str, Found]] = [
    ("没有标签", []),
    ("", []),
    ("{ { a } }", []),
    ("{{ 标题 }}", [("print", "", "标题")]),
    ("{{a}}{{b}}", [("print", "", "a"), ("print", "", "b")]),
    ("甲{%p if i % 2 == 0 %}乙", [("block", "p", "if i % 2 == 0")]),
    ("{%tr for 项 in 明细 %}", [("block", "tr", "for 项 in 明细")]),
    (
        "{%tc endfor %}{%r if a %}{{r rt }}{{p x }}",
        [("block", "tc", "endfor"), ("block", "r", "if a"), ("print", "r", "rt"), ("print", "p", "x")],
    ),
    ("{{ p }}{{ r }}", [("print", "", "p"), ("print", "", "r")]),
    ("{{p}}", [("print", "", "p")]),
    ("{%- if a -%}", [("block", "", "if a")]),
    ("{{- a -}}", [("print", "", "a")]),
    ("{{ {'a': {}} }}", [("print", "", "{'a': {}}")]),
    ("{{ '}}' }}", [("print", "", "'}}'")]),
    ("{{ d['a'] }}", [("print", "", "d['a']")]),
    ("{% if a == '%}' %}", [("block", "", "if a == '%}'")]),
    ("{{ it's }} {{ b }}", [("print", "", "it's"), ("print", "", "b")]),
    ("{{ f(x }} {{ y }}", [("print", "", "f(x"), ("print", "", "y")]),
    ("{# 说明 {{ x }} #}", [("comment", "", " 说明 {{ x }} ")]),
    ("{#p 说明 #}", [("comment", "p", "说明")]),
    (
        "{_{ a }_}{_% %_}",
        [("literal", "", "{{"), ("literal", "", "}}"), ("literal", "", "{%"), ("literal", "", "%}")],
    ),
    ("{% raw %}{{ x }}{% endraw %}", [("literal", "", "{{ x }}")]),
    ("{{ a", [("unclosed", "", "")]),
    ("{{ a {{ b }}", [("unclosed", "", ""), ("print", "", "b")]),
    ("{% if a", [("unclosed", "", "")]),
    ("{# a", [("unclosed", "", "")]),
    ("a }} b", [("stray", "", "")]),
    ("a %} b", [("stray", "", "")]),
    ("{{ a }} }}", [("print", "", "a"), ("stray", "", "")]),
    ("100%", []),
    ("{a}", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tags_are_found_in_text(text: str, expected: Found) -> None:
    spans = find_spans(text)
    found = [(span.kind, span.level, span.expression) for span in spans]
    assert [(kind, level, inner.strip() if kind == "comment" else inner) for kind, level, inner in found] == [
        (kind, level, inner.strip()) for kind, level, inner in expected
    ]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("　名称｜default（“无”，１）", ' 名称|default("无",１)'),
        ("a ＝＝ ‘x’ ＞ ［０］", 'a == "x" > [０]'),
        ("'“无”'", "'“无”'"),
        ('"（，）"', '"（，）"'),
        ('“a"', '"a"'),
        ("“他说'好'”", "\"他说'好'\""),
        ("a\u200b.\ufeffb", "a.b"),
        ("a\u00a0b\nc", "a b c"),
        ("'it\\'s' ｜x", "'it\\'s' |x"),
    ],
)
def test_only_signs_outside_strings_are_repaired(inner: str, expected: str) -> None:
    assert repair(inner) == expected


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("{{ a }}", False),
        ("｛｛ a }}", True),
        ("{{ '（' }}", False),
        ("{{ “a” }}", True),
        ("{{ a\u200b }}", True),
    ],
)
def test_a_repair_is_known(text: str, repaired: bool) -> None:
    assert [span.repaired for span in find_spans(text)] == [repaired]


def test_trim_signs_are_known() -> None:
    assert [
        (s.trim_before, s.trim_after) for s in find_spans("{%- if a %}{% endif -%}{{- b -}}{%+ if c %}")
    ] == [
        (True, False),
        (False, True),
        (True, True),
        (False, False),
    ]


def test_a_span_becomes_a_tag_with_its_source_and_place() -> None:
    text = "甲{%tr for 项 in 明细 %}乙"
    (span,) = find_spans(text)
    tag = span.tag(text, Place("a.docx", "表1第1行第1列"))
    assert (tag.kind, tag.level, tag.keyword, tag.expression) == ("block", "tr", "for", "for 项 in 明细")
    assert tag.source == "{%tr for 项 in 明细 %}"
    assert str(tag.place) == "a.docx（表1第1行第1列）"
