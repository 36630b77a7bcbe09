"""Documents for looking at: what was printed has a ground, nothing else changes."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from qijin_docs import RenderError, compile_template
from qijin_docs.templating.rendered import GROUND

Paragraphs = list[list[tuple[str, bool]]]


def shaded_texts(document: bytes) -> list[list[tuple[str, bool]]]:
    """For each paragraph its stretches of text and whether they have the ground, neighbours joined."""
    found = []
    for paragraph in docx.Document(io.BytesIO(document)).element.body.iter(qn("w:p")):
        stretches: list[tuple[str, bool]] = []
        for run in paragraph.iter(qn("w:r")):
            shading = run.find(f"{qn('w:rPr')}/{qn('w:shd')}")
            marked = shading is not None and shading.get(qn("w:fill")) == GROUND
            text = "".join(t.text or "" for t in run.iter(qn("w:t")))
            if stretches and stretches[-1][1] == marked:
                text = stretches.pop()[0] + text
            stretches.append((text, marked))
        found.append([stretch for stretch in stretches if stretch[0]])
    return found


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[..., tuple[bytes, bytes]]:
    """``rendered(values, paragraph, …)``: the document as it is, and the one for looking at."""

    def make(values: Mapping[str, Any], *paragraphs: str) -> tuple[bytes, bytes]:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(str(tmp_path / "a.docx"))
        template = compile_template(tmp_path / "a.docx")
        return bytes(template.render(values)), bytes(template.render_marked(values))

    return make


@pytest.mark.parametrize(
    ("values", "paragraphs", "expected"),
    [
        ({"a": "甲"}, ["前{{ a }}后"], [[("前", False), ("甲", True), ("后", False)]]),
        ({"a": "甲", "b": 12}, ["{{ a }}{{ b }}"], [[("甲12", True)]]),
        ({"a": "甲"}, ["没有标签", "{{ a }}"], [[("没有标签", False)], [("甲", True)]]),
        (
            {"a": "甲\n乙"},
            ["前{{ a|分段 }}后"],
            [[("前", False), ("甲", True)], [("乙", True), ("后", False)]],
        ),
        ({"a": ""}, ["前{{ a }}后"], [[("前后", False)]]),
        ({"a": "<&>"}, ["前{{ a }}"], [[("前", False), ("<&>", True)]]),
        (
            {"rows": ["一", "二"]},
            ["{%p for row in rows %}", "{{ loop.index }}.{{ row }}；", "{%p endfor %}"],
            [
                [("1", True), (".", False), ("一", True), ("；", False)],
                [("2", True), (".", False), ("二", True), ("；", False)],
            ],
        ),
        ({"a": "甲"}, ["{% if a %}有{{ a }}{% endif %}"], [[("有", False), ("甲", True)]]),
    ],
)
def test_what_was_printed_has_a_ground(
    rendered: Callable[..., tuple[bytes, bytes]],
    values: Mapping[str, Any],
    paragraphs: list[str],
    expected: Paragraphs,
) -> None:
    _, marked = rendered(values, *paragraphs)
    assert shaded_texts(marked) == expected


def test_the_text_is_the_same_to_the_letter(
    rendered: Callable[..., tuple[bytes, bytes]],
    docx_paragraphs: Callable[[bytes], list[str]],
    valid_ooxml: Callable[[bytes], None],
) -> None:
    values = {"a": "甲 乙", "rows": [{"名": "一"}, {"名": "二"}]}
    paragraphs = ["  前{{ a }}  后", "{%p for 项 in rows %}", "{{ 项.名 }}\t{{ a|换行 }}", "{%p endfor %}"]
    plain, marked = rendered(values, *paragraphs)
    assert docx_paragraphs(marked) == docx_paragraphs(plain)
    assert b"\xef\x83\xa1" not in marked
    valid_ooxml(marked)


def test_the_document_proper_is_never_shaded(rendered: Callable[..., tuple[bytes, bytes]]) -> None:
    plain, _ = rendered({"a": "甲"}, "前{{ a }}后")
    assert shaded_texts(plain) == [[("前甲后", False)]]


def test_a_missing_value_is_told_as_ever(rendered: Callable[..., tuple[bytes, bytes]]) -> None:
    with pytest.raises(RenderError, match=r"render\.missing"):
        rendered({}, "{{ a }}")


def test_the_official_templates_can_all_be_looked_at(valid_ooxml: Callable[[bytes], None]) -> None:
    from qijin_docs.authoring.samples import sample_records, sample_values
    from qijin_docs.kinds import load_kinds

    kinds = load_kinds()
    for name in ("实施方案", "函", "活动台账"):
        template = compile_template(kinds.template_path(kinds[name]))
        valid_ooxml(bytes(template.render_marked(sample_values(kinds[name], sample_records(kinds[name])[1]))))
