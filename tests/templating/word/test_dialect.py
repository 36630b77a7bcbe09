"""A template that docxtpl renders gives the same document here.

Both are run on the same templates; compared is the body with runs of one format joined, hints and ids left out.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate, Listing, RichText, RichTextParagraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from qijin_docs.templating.word.compile import compile_word

Plain = Callable[[bytes], list[str]]

ROWS = {"l": [{"a": "灯", "b": 3}, {"a": "管", "b": 7}, {"a": "泵", "b": 1}]}

# ruff: noqa: E501  (a case is one line)
CASES: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("values", ("甲{{ a }}乙{{b}}", "{{ a }}"), {"a": "一", "b": 2}),
    ("split tags", (("甲{", "{ a", " }} {", "% if b %", "}有{% endif %}"),), {"a": 1, "b": 1}),
    ("paragraph loop", ("{%p for x in l %}", "{{ x.a }}", "{%p endfor %}", "尾"), ROWS),
    ("paragraph choice", ("{%p if a %}", "真", "{%p else %}", "假", "{%p endif %}"), {"a": 0}),
    ("inline choice over paragraphs", ("甲{% if a %}乙", "丙", "丁{% endif %}戊"), {"a": 0}),
    ("inline choice over paragraphs, true", ("甲{% if a %}乙", "丙", "丁{% endif %}戊"), {"a": 1}),
    ("inline loop over paragraphs", ("甲{% for x in l %}乙{{ x.a }}", "丁{% endfor %}戊"), ROWS),
    (
        "row loop",
        (
            [
                ["名", "数"],
                ["{%tr for x in l %}", ""],
                ["{{ x.a }}", "{{ x.b }}"],
                ["{%tr endfor %}", ""],
                ["计", "11"],
            ],
        ),
        ROWS,
    ),
    (
        "column loop",
        (
            [
                ["头", "{%tc for x in l %}", "{{ x.a }}", "{%tc endfor %}"],
                ["头", "{%tc for x in l %}", "{{ x.b }}", "{%tc endfor %}"],
            ],
        ),
        ROWS,
    ),
    (
        "vertical merge",
        ([["{%tr for x in l %}", ""], ["{% vm %}组", "{{ x.a }}"], ["{%tr endfor %}", ""]],),
        ROWS,
    ),
    (
        "horizontal merge",
        (
            [
                ["{%tc for x in l %}", "{% hm %}总", "{%tc endfor %}"],
                ["{%tc for x in l %}", "{{ x.a }}", "{%tc endfor %}"],
            ],
        ),
        ROWS,
    ),
    (
        "span",
        ([["{% colspan n %}宽", "{%tc if 0 %}", "x", "{%tc endif %}"], ["一", "二", "三", "四"]],),
        {"n": 4},
    ),
    ("cell colour", ([["{% cellbg c %}红", "白"]],), {"c": "FF0000"}),
    (
        "join with the text before and after",
        ("我在{% if a -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "，很好"),
        {"a": 1},
    ),
    ("join, false", ("我在{% if a -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "，很好"), {"a": 0}),
    ("run tags", ("甲{%r if a %}乙{%r endif %}丙",), {"a": 1}),
    ("run tags, false", ("甲{%r if a %}乙{%r endif %}丙",), {"a": 0}),
    ("a rich text", ("甲{{r a }}乙",), {"a": RichText("粗", bold=True, color="FF0000", size=28)}),
    ("a rich text of several runs", ("{{r a }}",), {"a": RichText("一\n二\t三", italic=True)}),
    ("a listing", ("{{ a }}",), {"a": Listing("一\n二\a三 <&>")}),
    ("line breaks and tabs in values", ("{{ a }}",), {"a": "一\n二\t三"}),
    ("rich paragraphs", ("前", "{{p a }}", "后"), {"a": RichTextParagraph(RichText("粗", bold=True))}),
    ("escaped delimiters", ("{_{ a }_} {_% x %_} {{ a }}",), {"a": 1}),
    ("comments", ("甲{# x #}乙", "{#p 说明 #}", "丙", [["一"], ["{#tr 说明 #}"], ["二"]]), {}),
    (
        "set and loop variables",
        (
            "{% set n = 2 %}{% for x in l %}{{ loop.index * n }}{{ x.a }}{% if not loop.last %}、{% endif %}{% endfor %}",
        ),
        ROWS,
    ),
    ("filters", ("{{ a|upper }}{{ l|length }}{{ l|map(attribute='a')|join('、') }}",), {"a": "ab", **ROWS}),
    ("macro", ("{% macro m(x) %}〔{{ x }}〕{% endmacro %}{{ m(a) }}",), {"a": "一"}),
    (
        "macro of paragraphs",
        ("{%p macro m(x) %}", "甲{{ x }}", "{%p endmacro %}", "{{p m(a) }}", "{{p m(2) }}"),
        {"a": 1},
    ),
    (
        "macro of rows",
        ([["{%tr macro m(x) %}", ""], ["{{ x }}", "b"], ["{%tr endmacro %}", ""], ["{{tr m(a) }}", ""]],),
        {"a": 1},
    ),
    (
        "macro with a rich text",
        ("{% macro m(x) %}〔{{r x }}〕{% endmacro %}{{ m(a) }}",),
        {"a": RichText("粗", bold=True)},
    ),
    ("macro and a filter", ("{% macro m(x) %}〔{{ x }}b〕{% endmacro %}{{ m(a)|upper }}",), {"a": "一"}),
    (
        "call",
        (
            "{% macro m(x) %}〔{{ x }}{{ caller(2) }}〕{% endmacro %}{% call(y) m(a) %}里{{ a }}{{ y }}{% endcall %}尾",
        ),
        {"a": "<&>"},
    ),
    (
        "with",
        ("{% with b = a %}{{ b }}{% endwith %}", "{%p with b = 2 %}", "{{ b }}", "{%p endwith %}"),
        {"a": 1},
    ),
    ("filter block", ('甲{% filter replace("a", "b")|upper %}ab{{ a }}{% endfilter %}乙',), {"a": "ax"}),
    ("set block", ("{% set b %}甲{{ a }}{% endset %}{{ b }}。{{ b }}",), {"a": "<&>"}),
    ("set block with a filter", ("{% set b|upper %}甲x{{ a }}{% endset %}{{ b }}",), {"a": "b"}),
    (
        "set block of paragraphs",
        ("{%p set b %}", "甲{{ a }}", "{%p endset %}", "{{p b }}", "{{p b }}"),
        {"a": 1},
    ),
    (
        "namespace",
        ("{% set n = namespace(s=0) %}{% for x in l %}{% set n.s = n.s + x.b %}{% endfor %}{{ n.s }}",),
        ROWS,
    ),
    (
        "cycler and joiner",
        (
            '{% set c = cycler("a", "b") %}{% set j = joiner("、") %}{% for x in l %}{{ j() }}{{ c.next() }}{% endfor %}',
        ),
        ROWS,
    ),
    (
        "neighbours of a loop",
        (
            "{% for x in l %}{{ loop.cycle('a', 'b') }}{{ loop.revindex }}{{ loop.previtem.a if loop.previtem else '' }}{% endfor %}",
        ),
        ROWS,
    ),
    (
        "recursive loop",
        ("{% for x in l recursive %}{{ x.a }}{% if x.s %}（{{ loop(x.s) }}）{% endif %}{% endfor %}",),
        {"l": [{"a": "<", "s": [{"a": 2, "s": []}]}]},
    ),
    (
        "loop with a condition, and without any turn",
        ("{% for x in l if x.b > 2 %}{{ x.a }}{% endfor %}{% for x in [] %}x{% else %}无{% endfor %}",),
        ROWS,
    ),
    (
        "loop over pairs",
        (
            "{% for k, v in d|dictsort %}{{ k }}{{ v }}{% endfor %}{% for i, x in [(1, 2)] %}{{ i }}{{ x }}{% endfor %}",
        ),
        {"d": {"b": 1, "a": 2}},
    ),
    (
        "groups",
        (
            "{% for g in l|groupby('b') %}{{ g.grouper }}{% for x in g.list %}{{ x.a }}{% endfor %}；{% endfor %}",
        ),
        ROWS,
    ),
    ("raw", ("{% raw %}{{ a }}{% if %}{% endraw %}{{ a }}",), {"a": 1}),
    ("raw over paragraphs", ("{%p raw %}", "{{ a }}", "{% if %}", "{%p endraw %}", "{{ a }}"), {"a": 1}),
    (
        "raw from a paragraph to another",
        ("{{ a }}{% raw %}甲{{ b }}", "{{ c }}", "{{ d }}{% endraw %}乙{{ a }}"),
        {"a": 1},
    ),
    ("blanks beside a trimming tag", ("前", "a {{- a -}} b", "甲 {{ a -}} 乙"), {"a": "x"}),
    (
        "tests",
        ("{% if a is defined and b is undefined and a is not none and a is string %}是{% endif %}",),
        {"a": "x"},
    ),
    (
        "methods of values",
        ("{{ a.upper() }}{{ a.split(',')[0] }}{{ d.items()|list|length }}{{ '%05.2f'|format(n) }}",),
        {"a": "x,y", "d": {"k": 1}, "n": 1.5},
    ),
    ("text of another page and of another paragraph", ("{{ a }}",), {"a": "一\f二\a三"}),
    (
        "loop controls",
        (
            "{% for x in l %}{% if x.b == 7 %}{% continue %}{% endif %}{{ x.a }}"
            "{% if x.b < 2 %}{% break %}{% endif %}{% endfor %}",
        ),
        {"l": [*ROWS["l"], {"a": "后", "b": 9}]},
    ),
    (
        "loop controls over paragraphs",
        (
            "{%p for x in l %}",
            "{{ x.a }}",
            "{%p if x.b == 7 %}",
            "{%p break %}",
            "{%p endif %}",
            "尾",
            "{%p endfor %}",
        ),
        ROWS,
    ),
    (
        "loop controls over rows",
        (
            [
                [t]
                for t in (
                    "{%tr for x in l %}",
                    "{%tr if x.b == 7 %}",
                    "{%tr continue %}",
                    "{%tr endif %}",
                    "{{ x.a }}",
                    "{%tr endfor %}",
                )
            ],
        ),
        ROWS,
    ),
    ("escaping by hand", ("{{ a|e }}{{ a|escape }}",), {"a": "<b>"}),
    (
        "a rich text with everything",
        ("x{{r a }}y",),
        {
            "a": RichText(
                "甲",
                style="Strong",
                color="#00FF00",
                size=20,
                bold=True,
                italic=True,
                underline="wave",
                strike=True,
                superscript=True,
                font="eastAsia:楷体",
                lang="zh-CN",
                rtl=True,
            )
        },
    ),
    (
        "rich texts in a loop",
        ("{% for x in l %}{{r x }}、{% endfor %}",),
        {"l": [RichText("甲", bold=True), RichText("乙")]},
    ),
    (
        "rich paragraphs with a style",
        ("{{p a }}",),
        {"a": RichTextParagraph(RichText("粗"), parastyle="Heading 1")},
    ),
    (
        "cell colours in a loop",
        ([["{%tr for x in l %}", ""], ["{% cellbg x.c %}{{ x.c }}", "y"], ["{%tr endfor %}", ""]],),
        {"l": [{"c": "FF0000"}, {"c": "00FF00"}]},
    ),
    (
        "text around a vertical merge",
        ([["{%tr for x in l %}", ""], ["前{% vm %}{{ x.b }}后", "{{ x.a }}"], ["{%tr endfor %}", ""]],),
        ROWS,
    ),
    (
        "a span that is calculated",
        (
            [
                ["{% colspan l|length %}宽", "{%tc if 0 %}", "{%tc endif %}"],
                ["{%tc for x in l %}", "{{ x.a }}", "{%tc endfor %}"],
            ],
        ),
        ROWS,
    ),
    (
        "nested row loops",
        (
            [
                ["{%tr for x in l %}"],
                ["{{ x.a }}"],
                ["{%tr for y in x.s %}"],
                ["{{ y }}"],
                ["{%tr endfor %}"],
                ["{%tr endfor %}"],
            ],
        ),
        {"l": [{"a": 1, "s": ["x", "y"]}, {"a": 2, "s": []}]},
    ),
    ("cell loop inside a paragraph", ([["{% for x in l %}{{ x.a }} {% endfor %}", "{{ l[0].b }}"]],), ROWS),
    ("smart quotes in a tag", ("{% if a == “x” %}是{% endif %}{{ l[0][‘a’] }}",), {"a": "x", **ROWS}),
]


@pytest.mark.parametrize(("blocks", "values"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_document_is_the_one_docxtpl_makes(
    make_template: Any, plain: Plain, blocks: tuple[Any, ...], values: dict[str, Any]
) -> None:
    from qijin_docs.templating import compile_template

    path = make_template(*blocks, header="眉{{ 1 + 1 }}")
    theirs = DocxTemplate(path)
    theirs.render(values, Environment(extensions=["jinja2.ext.loopcontrols"]), autoescape=True)
    stream = io.BytesIO()
    theirs.save(stream)
    ours = bytes(compile_template(path).render(values))
    assert plain(ours) == plain(stream.getvalue())


ATOMS = st.sampled_from(
    ["文", "{{ a }}", "{{ b }}。", "{{ d.k }}", "{% if a %}真{% else %}假{% endif %}", "{# 注 #}", " 空 格 "]
)
LINES = st.lists(ATOMS, min_size=1, max_size=4).map(lambda atoms: "始" + "".join(atoms))
INNER = st.lists(
    st.sampled_from(["{{ x.k }}", "{{ loop.index }}", "{% if x.v %}有{% endif %}", "项"]),
    min_size=1,
    max_size=3,
)


def _wrapped(blocks: Any) -> Any:
    """Blocks inside a loop or a condition over paragraphs."""
    return st.tuples(
        st.sampled_from(
            [
                ("{%p if a %}", "{%p endif %}"),
                ("{%p if b %}", "{%p endif %}"),
                ("{%p for y in l %}", "{%p endfor %}"),
            ]
        ),
        st.lists(blocks, min_size=1, max_size=3),
    ).map(lambda pair: [pair[0][0], *(line for inner in pair[1] for line in inner), pair[0][1]])


def _table(atoms: list[str]) -> list[Any]:
    loop, end = ["{%tr for x in l %}", ""], ["{%tr endfor %}", ""]
    return [[["甲", "乙"], loop, ["格" + "".join(atoms), "{{ x.v }}"], end, ["尾", "{{ a }}"]]]


TABLES = INNER.map(_table)
BLOCKS = st.recursive(LINES.map(lambda line: [line]) | TABLES, _wrapped, max_leaves=6)


@given(
    parts=st.lists(BLOCKS, min_size=1, max_size=4),
    a=st.sampled_from(["", "一", "<&>"]),
    b=st.integers(0, 1),
    rows=st.lists(
        st.fixed_dictionaries({"k": st.sampled_from(["甲", "a & b"]), "v": st.integers(0, 2)}), max_size=3
    ),
)
@settings(
    derandomize=True, deadline=None, database=None, max_examples=40, suppress_health_check=list(HealthCheck)
)
def test_generated_templates_come_out_as_docxtpl_makes_them(
    lean: bytes, plain: Plain, parts: list[Any], a: str, b: int, rows: list[dict[str, Any]]
) -> None:
    document = docx.Document(io.BytesIO(lean))
    for block in (block for part in parts for block in part):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=2)
        for texts in block:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    source = io.BytesIO()
    document.save(source)
    values = {"a": a, "b": b, "l": rows, "d": {"k": "值"}}
    theirs = DocxTemplate(io.BytesIO(source.getvalue()))
    theirs.render(values, autoescape=True)
    made = io.BytesIO()
    theirs.save(made)
    ours = bytes(compile_word(source.getvalue(), name=None).render(values))
    assert plain(ours) == plain(made.getvalue())
