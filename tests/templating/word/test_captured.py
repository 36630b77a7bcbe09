"""What macros and set blocks have put together can be worked on like any text, and is printed where it fits."""

# ruff: noqa: E501  (a case is one line)
from __future__ import annotations

import re
from typing import Any

import pytest

from qijin_docs.errors import RenderError, TemplateError

MACRO = "{% macro m(x) %}〔{{ x }}〕{% endmacro %}"
BLOCK = "{% set b %}x{{ a }}{% endset %}"

#: docxtpl and Jinja work on the escaped text here: ``&LT;``, ``&am``, lost text.
CASES: list[tuple[str, str, dict[str, Any], str]] = [
    ("a filter on a macro", MACRO + "{{ m(a)|upper }}", {"a": "<b>&"}, "〔<B>&〕"),
    ("a filter on a macro with lines", MACRO + "{{ m(a)|upper }}", {"a": "b\nc\td"}, "〔B\nC\tD〕"),
    ("a part of a macro", MACRO + "{{ m(a)[:3] }}", {"a": "<b>&"}, "〔<b"),
    ("a method of a macro's text", MACRO + "{% set z = m(a) %}{{ z.upper() }}", {"a": "<b>"}, "〔<B>〕"),
    ("a macro in a list", MACRO + "{{ [m(a), '<']|join }}", {"a": "<&>"}, "〔<&>〕<"),
    ("a set block joined", BLOCK + "{{ b ~ '<' }}", {"a": "<&>"}, "x<&><"),
    ("a set block compared", BLOCK + "{% if b == 'x<' %}是{% else %}否{% endif %}", {"a": "<"}, "是"),
    ("the length of a set block", BLOCK + "{{ b|length }}", {"a": "<&>"}, "4"),
    ("a set block letter by letter", BLOCK + "{% for c in b %}{{ c }}.{% endfor %}", {"a": "<b>"}, "x.<.b.>."),
    ("a set block in a format", BLOCK + "{{ '%s-%s'|format(b, a) }}", {"a": "<b>"}, "x<b>-<b>"),
    ("a filter on a set block", "{% set b|upper %}甲x{{ a }}{% endset %}{{ b }}", {"a": "<b>&"}, "甲X<B>&"),
    ("a filter block", "{% filter upper %}&amp;x{{ a }}{% endfilter %}", {"a": "<b>&"}, "&AMP;X<B>&"),
    ("filter blocks one in the other", "{% filter upper %}a{% filter replace('b', 'c') %}b{{ a }}{% endfilter %}{% endfilter %}", {"a": "b"}, "ACC"),
    ("a filter block in a loop", "{% for x in a %}{% filter upper %}{{ x }}{% endfilter %}{% endfor %}", {"a": ["x<", "y"]}, "X<Y"),
    ("a filter block in a macro", "{% macro m(x) %}{% filter upper %}{{ x }}{% endfilter %}{% endmacro %}{{ m(a) }}{{ m('b') }}", {"a": "<x"}, "<XB"),
    ("a caller's text", "{% macro m() %}{{ caller()|upper }}{% endmacro %}{% call m() %}a{{ a }}{% endcall %}", {"a": "<b>"}, "A<B>"),
    ("a value that looks like XML", MACRO + "{{ m(a) }}", {"a": "</w:t><w:br/><w:t>"}, "〔</w:t><w:br/><w:t>〕"),
    ("an empty macro", "甲{% macro m() %}{% endmacro %}{{ m() }}乙", {}, "甲乙"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "values", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_was_captured_is_text(
    template: Any, texts: Any, source: str, values: dict[str, Any], expected: str
) -> None:
    assert texts(template(source).render(values)) == [expected]


def test_text_that_was_captured_is_printed_in_every_place(template: Any, texts: Any, part_text: Any) -> None:
    blocks = (BLOCK + "甲", "{{p b }}", "前{{r b }}后", [["{{ b }}"]])
    rendered = template(*blocks).render({"a": "<&>"})
    assert texts(rendered) == ["甲", "x<&>", "前x<&>后", [["x<&>"]]]


def test_a_captured_format_goes_where_runs_go(template: Any, opened: Any) -> None:
    from docxtpl import RichText

    compiled = template(
        "{% macro m(x) %}〔{{r x }}〕{% endmacro %}", "前{{ m(a) }}后", "{{p m(a) }}", "前{{r m(a) }}后"
    )
    paragraphs = opened(compiled.render({"a": RichText("粗", bold=True)})).paragraphs
    assert [p.text for p in paragraphs] == ["", "前〔粗〕后", "〔粗〕", "前〔粗〕后"]
    assert all([run.text for run in p.runs if run.bold] == ["粗"] for p in paragraphs[1:])


def test_paragraphs_printed_twice_have_numbers_and_bookmarks_of_their_own(
    template: Any, texts: Any, part_text: Any, valid_ooxml: Any
) -> None:
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    inside = (
        '<w:p><w:bookmarkStart w:id="3" w:name="处"/><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd w:id="3"/>'
        f'<w:r><w:drawing><wp:inline xmlns:wp="{wp}"><wp:docPr id="7" name="a"/></wp:inline></w:drawing></w:r></w:p>'
    )
    for opening, closing, printed in (
        ("{%p set b %}", "{%p endset %}", "{{p b }}"),
        ("{%p macro b() %}", "{%p endmacro %}", "{{p b() }}"),
    ):
        tags = [f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>" for tag in (opening, closing, printed, printed)]
        rendered = template(body=tags[0] + inside + "".join(tags[1:])).render({})
        xml = part_text(rendered, "word/document.xml")
        numbers = re.findall(r'docPr id="(\d+)"', xml)
        assert len(numbers) == len(set(numbers)) == 2
        names = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]*)"', xml)
        assert len(names) == len(set(names)) >= 1
        assert [text for text in texts(rendered) if text] == ["甲", "甲"]


def test_a_list_begins_anew_at_each_call_of_its_macro(make_template: Any, part_text: Any) -> None:
    from qijin_docs.templating import compile_template

    def numbered(document: Any) -> None:
        for text in ("{%p macro m(x) %}", "{{ x }}："):
            document.add_paragraph(text)
        document.add_paragraph("项", style="List Number")
        for text in ("{%p endmacro %}", "{{p m(1) }}", "{{p m(2) }}"):
            document.add_paragraph(text)

    xml = part_text(compile_template(make_template(edit=numbered)).render({}), "word/document.xml")
    numbers = re.findall(r'w:numId w:val="(\d+)"', xml)
    assert len(numbers) == len(set(numbers)) == 2


def test_a_raw_block_without_end_is_told_at_its_beginning(make_template: Any) -> None:
    from qijin_docs.templating import compile_template

    with pytest.raises(TemplateError) as caught:
        compile_template(make_template("甲", "{% raw %}乙", "{{ c }}"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("template.unclosed_block", "正文第2段")


FORMATTED = ("{% filter upper %}甲", "乙{{ x }}", "{% endfilter %}")


@pytest.mark.parametrize(
    ("blocks", "where"),
    [
        (("前", FORMATTED), "正文第2段"),
        ((("{% set b|upper %}甲", "乙", "{% endset %}{{ b }}"),), "正文第1段"),
        ((("{% filter default(1)|replace('a', 'b') %}甲", "乙", "{% endfilter %}"),), "正文第1段"),
        (("{%p filter upper %}", "甲", "{%p endfilter %}"), "正文第1段"),
        ((("{% filter trim %}甲{% filter upper %}", "乙", "{% endfilter %}{% endfilter %}"),), "正文第1段"),
    ],
    ids=["filter", "set", "second of two", "paragraphs", "one in the other"],
)
def test_a_filter_over_text_whose_format_changes_is_told_when_the_template_is_compiled(
    template: Any, blocks: tuple[Any, ...], where: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        template(*blocks)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.where) == ("template.formatted_in_filter", where)
    assert problem.message.startswith("“{%")
    assert "中间的文字换了格式" in problem.message


@pytest.mark.parametrize(
    ("block", "values", "expected"),
    [
        (("{% filter upper %}{% if a %}甲", "乙", "{% endif %}x{% endfilter %}"), {"a": 0}, "X"),
        (("{% filter default(1) %}甲", "乙", "{% endfilter %}"), {}, "甲乙"),
        (("{% filter own %}甲", "乙", "{% endfilter %}"), {}, "甲乙"),
        (("{% set b %}甲", "乙", "{% endset %}{{ b }}"), {}, "甲乙"),
    ],
)
def test_what_is_only_known_while_rendering_is_not_refused_before(
    template: Any, texts: Any, block: Any, values: dict[str, Any], expected: str
) -> None:
    compiled = template(block, filters={"own": lambda value: value})
    assert texts(compiled.render(values)) == [expected]


def test_a_filter_over_text_whose_format_changes_under_a_condition_is_told_when_it_is_printed(
    template: Any,
) -> None:
    compiled = template(("{% filter upper %}{% if a %}甲", "乙", "{% endif %}x{% endfilter %}"))
    with pytest.raises(RenderError) as caught:
        compiled.render({"a": 1})
    assert [(p.code, p.place.where) for p in caught.value.problems] == [("render.not_text", "正文第1段")]


@pytest.mark.parametrize(
    "source", ["{% filter upper %}{{ x }}{% endfilter %}", "{% set b|upper %}{{ x }}{% endset %}{{ b }}"]
)
def test_a_tag_that_a_filter_would_change_is_not_kept_for_a_second_pass(template: Any, source: str) -> None:
    with pytest.raises(RenderError) as caught:
        template(source, missing="keep").render({})
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("render.missing", "正文第1段")


def test_a_tag_in_a_set_block_is_kept_for_a_second_pass(template: Any, texts: Any) -> None:
    compiled = template("{% set b %}甲{{ x }}{% endset %}{{ b }}", missing="keep")
    assert texts(compiled.render({})) == ["甲{{ x }}"]
