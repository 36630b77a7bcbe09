"""The Word engine from template to document: what a template says is what the document holds."""

from __future__ import annotations

from typing import Any

import pytest

from qijin_docs.errors import RenderError, TemplateError

BODY: list[tuple[str, tuple[Any, ...], dict[str, Any], list[Any]]] = [
    ("a value", ("标题：{{ 标题 }}。",), {"标题": "方案"}, ["标题：方案。"]),
    ("a number", ("{{ n }} {{ m }}",), {"n": 3, "m": 2.5}, ["3 2.5"]),
    ("a tag over many runs", (("甲{", "{ ", "名", "称 }", "}乙"),), {"名称": "值"}, ["甲值乙"]),
    ("a choice inside a paragraph", ("{% if a %}有{% else %}无{% endif %}了",), {"a": 0}, ["无了"]),
    (
        "a loop inside a paragraph",
        ("{% for x in xs %}{{ x }}、{% endfor %}",),
        {"xs": ["一", "二"]},
        ["一、二、"],
    ),
    (
        "a paragraph loop",
        ("{%p for x in xs %}", "{{ x }}", "{%p endfor %}"),
        {"xs": ["一", "二"]},
        ["一", "二"],
    ),
    (
        "a false paragraph condition",
        ("前", "{%p if a %}", "中", "{%p endif %}", "后"),
        {"a": False},
        ["前", "后"],
    ),
    (
        "control tags alone in their paragraphs",
        ("前", "{% if a %}", "中", "{% endif %}", "后"),
        {"a": 1},
        ["前", "中", "后"],
    ),
    (
        "a row loop",
        ([["名", "数"], ["{%tr for i in l %}", ""], ["{{ i.名 }}", "{{ i.数 }}"], ["{%tr endfor %}", ""]],),
        {"l": [{"名": "灯", "数": 3}, {"名": "管", "数": 7}]},
        [[["名", "数"], ["灯", "3"], ["管", "7"]]],
    ),
    (
        "a row loop written without tr",
        ([["名"], ["{% for i in l %}"], ["{{ i }}"], ["{% endfor %}"]],),
        {"l": ["灯", "管"]},
        [[["名"], ["灯"], ["管"]]],
    ),
    (
        "a row that begins and ends its own loop",
        ([["名", "数"], ["{%tr for i in l %}{{ i.名 }}", "{{ i.数 }}{%tr endfor %}"]],),
        {"l": [{"名": "灯", "数": 3}, {"名": "管", "数": 7}]},
        [[["名", "数"], ["灯", "3"], ["管", "7"]]],
    ),
    ("a paragraph that is its own condition", ("{%p if a %}甲{%p endif %}", "乙"), {"a": 0}, ["乙"]),
    (
        "two structural tags in one paragraph",
        ("{%p if a %}", "甲", "{%p endif %}{%p if b %}", "乙", "{%p endif %}"),
        {"a": 0, "b": 1},
        ["乙"],
    ),
    (
        "a recursive loop",
        ("{% for x in l recursive %}{{ x.n }}{% if x.s %}（{{ loop(x.s) }}）{% endif %}{% endfor %}",),
        {"l": [{"n": "一<", "s": [{"n": "二", "s": []}, {"n": "三", "s": [{"n": "四", "s": []}]}]}]},
        ["一<（二三（四））"],
    ),
    (
        "with and call",
        (
            "{% with b = a %}{{ b }}{% endwith %}{% macro m() %}〔{{ caller() }}〕{% endmacro %}"
            "{% call m() %}{{ a }}{% endcall %}",
        ),
        {"a": "&"},
        ["&〔&〕"],
    ),
    (
        "a column loop",
        ([["{%tc for c in cs %}", "{{ c }}", "{%tc endfor %}"]],),
        {"cs": ["一", "二", "三"]},
        [[["一", "二", "三"]]],
    ),
    ("a remainder in a structural tag", ("{%p if i % 2 == 0 %}", "偶", "{%p endif %}"), {"i": 4}, ["偶"]),
    ("a comment", ("甲{# 说明 #}乙",), {}, ["甲乙"]),
    ("a comment alone in its paragraph", ("甲", "{# 说明 #}", "乙"), {}, ["甲", "乙"]),
    ("escaped delimiters", ("{_{ 不是标签 }_} {_% %_}",), {}, ["{{ 不是标签 }} {% %}"]),
    ("a raw passage", ("{% raw %}{{ x }}{% endraw %}",), {}, ["{{ x }}"]),
    ("signs of a Chinese keyboard", ("｛｛ 名称｜default（“无”） ｝｝",), {}, ["无"]),
    ("text is never repaired", ("（，）“名” {{ a }}",), {"a": 1}, ["（，）“名” 1"]),
    ("a set variable", ("{% set x = a + 1 %}{{ x }}",), {"a": 1}, ["2"]),
    ("a captured block", ("{% set x %}甲{{ a }}{% endset %}{{ x }}{{ x }}",), {"a": "<&>"}, ["甲<&>甲<&>"]),
    (
        "a macro",
        ("{% macro m(v) %}《{{ v }}》{% endmacro %}{{ m('一') }}{{ m(a) }}",),
        {"a": "&"},
        ["《一》《&》"],
    ),
    (
        "nested loops",
        ("{%p for a in l %}", "{%p for b in a.b %}", "{{ a.n }}{{ b }}", "{%p endfor %}", "{%p endfor %}"),
        {"l": [{"n": 1, "b": ["x", "y"]}, {"n": 2, "b": []}, {"n": 3, "b": ["z"]}]},
        ["1x", "1y", "3z"],
    ),
    ("a line break", ("甲{{ a }}",), {"a": "一\n二\r\n三\t四"}, ["甲一\n二\n三\t四"]),
    (
        "a line break inside a string of a tag",
        (
            "{{ l|join('\n') }}",
            "{% if a == 'x\ny' %}是{% else %}否{% endif %}{{ a }}",
            "{% set b = 'p\nq' %}{{ b }}{{ a }}",
        ),
        {"l": ["一", "二"], "a": "z"},
        ["一\n二", "否z", "p\nqz"],
    ),
    ("a value that looks like a tag", ("{{ a }}",), {"a": "{{ b }} {% if %}"}, ["{{ b }} {% if %}"]),
    ("text merged with the paragraph before", ("甲{% if a -%}", "乙", "{%- endif %}"), {"a": 1}, ["甲乙"]),
    (
        "no rows at all: the table goes",
        ("前", [["{%tr for i in l %}"], ["{{ i }}"], ["{%tr endfor %}"]], "后"),
        {"l": []},
        ["前", "后"],
    ),
]


@pytest.mark.parametrize(("blocks", "values", "expected"), [c[1:] for c in BODY], ids=[c[0] for c in BODY])
def test_the_document_holds_what_the_template_says(
    template: Any, texts: Any, blocks: tuple[Any, ...], values: dict[str, Any], expected: list[Any]
) -> None:
    assert texts(template(*blocks).render(values)) == expected


@pytest.mark.parametrize(("blocks", "values"), [c[1:3] for c in BODY], ids=[c[0] for c in BODY])
def test_the_document_is_valid(
    template: Any, valid_ooxml: Any, blocks: tuple[Any, ...], values: dict[str, Any]
) -> None:
    valid_ooxml(bytes(template(*blocks).render(values)))


def test_headers_and_footers_are_filled(template: Any, opened: Any) -> None:
    rendered = template("x", header="页眉{{ a }}", footer="{{ b }}").render({"a": "一", "b": "&"})
    section = opened(rendered).sections[0]
    assert [section.header.paragraphs[0].text, section.footer.paragraphs[0].text] == ["页眉一", "&"]


def test_all_missing_values_are_told_at_once_with_place_and_record(template: Any) -> None:
    compiled = template("{{ 标题 }}", [["{% for i in l %}{{ i.名 }}{% endfor %}"]], header="{{ 单位 }}")
    with pytest.raises(RenderError) as failure:
        compiled.render({"l": [{"名": "a"}, {"量": 1}]})
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("render.missing", "正文第1段", "“{{ 标题 }}”：没有“标题”这个值"),
        ("render.missing", "表1第1行第1列", "“{{ i.名 }}”：没有“l[1].名”这个值"),
        ("render.missing", "页眉1第1段", "“{{ 单位 }}”：没有“单位”这个值"),
    ]


@pytest.mark.parametrize(("missing", "expected"), [("blank", "甲乙"), ("keep", "甲{{ 无 }}乙")])
def test_a_missing_value_may_be_blank_or_kept(template: Any, texts: Any, missing: str, expected: str) -> None:
    assert texts(template("甲{{ 无 }}乙", missing=missing).render({})) == [expected]


def test_names_and_tags_tell_what_the_template_asks_for(template: Any) -> None:
    compiled = template("{{ 标题 }}", "{%p for 项 in 明细 %}", "{{ 项.名 }}{{ 项.人.姓 }}", "{%p endfor %}")
    assert compiled.names == ("明细[].人.姓", "明细[].名", "标题")
    first, loop = compiled.tags
    assert (first.kind, first.expression, first.place.where) == ("print", "标题", "正文第1段")
    assert (loop.kind, loop.level, loop.keyword) == ("block", "p", "for")
    assert [child.source for child in loop.children] == ["{{ 项.名 }}", "{{ 项.人.姓 }}", "{%p endfor %}"]


def test_same_input_gives_same_bytes(template: Any) -> None:
    compiled = template("{{ a }}", header="{{ a }}")
    assert bytes(compiled.render({"a": 1})) == bytes(compiled.render({"a": 1}))


def test_all_faults_are_told_at_once(template: Any) -> None:
    with pytest.raises(TemplateError) as failure:
        template("{%p if a %}", "{{ b", "甲 {%p endfor %}", "{{ c c }}", header="{% for x in y %}{{ x }}")
    assert [(p.code, p.place.where) for p in failure.value.problems] == [
        ("template.unclosed_block", "正文第1段"),
        ("template.unclosed_tag", "正文第2段"),
        ("template.mismatched_block", "正文第3段"),
        ("template.text_beside_tag", "正文第3段"),
        ("template.syntax", "正文第4段"),
        ("template.unclosed_block", "页眉1第1段"),
    ]


def test_a_fault_behind_a_line_break_inside_a_tag_is_told_at_its_own_place(template: Any) -> None:
    with pytest.raises(RenderError) as failure:
        template("{{ '一\n二\n三' }}", "{{ 甲 }}", "{{ 无 }}").render({"甲": 1})
    assert [(p.code, p.place.where) for p in failure.value.problems] == [("render.missing", "正文第3段")]
