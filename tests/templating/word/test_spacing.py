"""``linespacing``: lines come closer together where a value says so, and nothing changes where none does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from qijin_docs import TemplateError
from qijin_docs.errors import RenderError
from qijin_docs.templating import compile_template

EXACT = '<w:spacing w:before="1158" w:after="0" w:line="579" w:lineRule="exact"/>'
OPENING, CLOSING = "{%p linespacing 行距 %}", "{%p endlinespacing %}"


def paragraph(text: str, spacing: str = "") -> str:
    return f"<w:p><w:pPr>{spacing}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def between(*paragraphs: str, opening: str = OPENING) -> str:
    return paragraph(opening) + "".join(paragraphs) + paragraph(CLOSING)


@pytest.fixture
def spacings(make_template: Any, part_text: Any) -> Any:
    """``spacings(body, values) -> [(text, attributes of w:spacing), …]`` of the paragraphs made."""

    def found(body: str, values: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
        rendered = compile_template(make_template(body=body)).render(values)
        xml = part_text(rendered, "word/document.xml")
        assert "linespacing" not in xml
        return [
            (
                "".join(re.findall(r"<w:t[^>]*>([^<]*)", piece)),
                dict(
                    pair
                    for attributes in re.findall(r"<w:pPr>.*?<w:spacing ([^>]*)/>", piece)
                    for pair in re.findall(r'w:(\w+)="(\w+)"', attributes)
                ),
            )
            for piece in re.findall(r"<w:p>.*?</w:p>", xml)
        ]

    return found


def test_lines_and_the_distances_above_and_below_shrink_alike(spacings: Any) -> None:
    body = between(paragraph("甲{{ 值 }}", EXACT)) + paragraph("外", EXACT)
    ((_, tight), (_, outside)) = spacings(body, {"行距": 24, "值": 1})
    assert tight == {"before": str(1158 * 480 // 579), "line": "480", "lineRule": "exact"}
    assert outside == {"before": "1158", "after": "0", "line": "579", "lineRule": "exact"}


@pytest.mark.parametrize("value", [None, "", 28.95, 40])
def test_nothing_changes_without_a_value_and_where_lines_are_as_close(value: Any, spacings: Any) -> None:
    ((text, left),) = spacings(between(paragraph("甲", EXACT)), {"行距": value})
    assert (text, left["line"]) == ("甲", "579")


def test_lines_that_grow_with_their_content_are_left_alone(spacings: Any) -> None:
    growing = '<w:spacing w:line="579" w:lineRule="auto"/>'
    ((_, left),) = spacings(between(paragraph("甲", growing)), {"行距": 20})
    assert left == {"line": "579", "lineRule": "auto"}


def test_the_height_of_a_style_counts(make_template: Any, part_text: Any) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    def edit(document: Any) -> None:
        style = document.styles["Normal"].paragraph_format
        style.line_spacing_rule, style.line_spacing, style.space_before = (
            WD_LINE_SPACING.EXACTLY,
            Pt(30),
            Pt(15),
        )

    template = compile_template(make_template(OPENING, "甲", CLOSING, edit=edit))
    xml = part_text(template.render({"行距": 20}), "word/document.xml")
    assert re.findall(r"<w:spacing [^>]*/>", xml) == [
        '<w:spacing w:before="200" w:after="133" w:line="400" w:lineRule="exact"/>'
    ]
    assert "<w:spacing" not in part_text(template.render({"行距": None}), "word/document.xml")


def test_the_inner_pair_counts(spacings: Any) -> None:
    inner = between(paragraph("内", EXACT), opening="{%p linespacing none %}")
    found = spacings(between(paragraph("前", EXACT), inner, paragraph("后", EXACT)), {"行距": 24})
    assert [(text, spacing["line"]) for text, spacing in found] == [
        ("前", "480"),
        ("内", "579"),
        ("后", "480"),
    ]


def test_each_turn_of_a_loop_has_its_own(spacings: Any) -> None:
    loop = paragraph("{%p for 项 in 列 %}"), paragraph("{%p endfor %}")
    body = loop[0] + between(paragraph("{{ 项 }}", EXACT), opening="{%p linespacing 项 %}") + loop[1]
    assert [spacing["line"] for _, spacing in spacings(body, {"列": [24, 25, 99]})] == ["480", "500", "579"]


def test_a_value_of_several_paragraphs_keeps_the_format(spacings: Any) -> None:
    body = between(paragraph("{{ 值|分段 }}", EXACT))
    found = spacings(body, {"行距": None, "值": "甲\n乙"})
    assert [(text, spacing["line"]) for text, spacing in found] == [("甲", "579"), ("乙", "579")]


def test_the_paragraphs_of_a_table_between_them_too(spacings: Any) -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('格', EXACT)}</w:tc></w:tr></w:tbl>"
    ((_, tight),) = spacings(between(cell), {"行距": 25})
    assert tight["line"] == "500"


@pytest.mark.parametrize("value", ["宽", 0, -3, 2000, True, [1]])
def test_what_is_no_height_is_refused(value: Any, make_template: Any) -> None:
    template = compile_template(make_template(body=between(paragraph("甲", EXACT))))
    with pytest.raises(RenderError) as caught:
        template.render({"行距": value})
    (problem,) = caught.value.problems
    assert problem.code == "render.line_spacing"
    assert problem.place.where == "正文第1段"
    assert "不是磅数" in problem.message


def test_a_missing_value_is_told(make_template: Any) -> None:
    template = compile_template(make_template(body=between(paragraph("甲", EXACT))))
    assert template.names == ("行距",)
    with pytest.raises(RenderError) as caught:
        template.render({})
    assert [problem.code for problem in caught.value.problems] == ["render.missing"]


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        (("{% linespacing 20 %}甲{% endlinespacing %}",), "template.line_spacing_inside"),
        (("{%p linespacing 20 %}", "甲"), "template.unclosed_block"),
        (("甲", "{%p endlinespacing %}"), "template.stray_block"),
        (("{%p linespacing %}", "甲", "{%p endlinespacing %}"), "template.empty_tag"),
        (("{%p linespacing 2 + %}", "甲", "{%p endlinespacing %}"), "template.syntax"),
    ],
)
def test_a_pair_written_wrong_is_told(blocks: tuple[str, ...], code: str, make_template: Any) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template(make_template(*blocks))
    assert [problem.code for problem in caught.value.problems] == [code]
