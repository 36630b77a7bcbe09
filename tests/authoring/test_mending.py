"""Safe repairs: the tag means the same afterwards, nothing else moves."""

from __future__ import annotations

import io
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs import compile_template, lint_template
from qijin_docs.authoring.mending import mended


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("｛｛ 标题 ｝｝", "{{ 标题 }}"),
        ("前{{　名单｜join（“、”） }}后", '前{{ 名单|join("、") }}后'),
        ("{{ 标\u200b题 }}", "{{ 标题 }}"),
        ("｛％ if 甲 ＝＝ 1 ％｝，全角，｛％ endif ％｝", "{% if 甲 == 1 %}，全角，{% endif %}"),
        ("{{ 甲|default(‘无’) }}", '{{ 甲|default("无") }}'),
        ("{{ 甲 }}，（原样）", "{{ 甲 }}，（原样）"),
        ("{# 说明（全角） #}", "{# 说明（全角） #}"),
    ],
)
def test_only_signs_inside_tags_change(
    word: Callable[..., Path], excel: Callable[..., Path], tmp_path: Path, written: str, better: str
) -> None:
    import openpyxl

    target = tmp_path / "好.docx"
    target.write_bytes(mended(word(written)).data)
    assert docx.Document(str(target)).paragraphs[0].text == better
    assert [p.code for p in lint_template(target).problems if p.code == "template.repaired_signs"] == []

    book = tmp_path / "好.xlsx"
    book.write_bytes(mended(excel({"B2": written})).data)
    assert openpyxl.load_workbook(book).worksheets[0]["B2"].value == better


def test_a_tag_in_pieces_is_joined_in_its_first_run(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text in ("前{", "{ 单位.", "全称 ", "}", "}后"):
        paragraph.add_run(text)
    paragraph.runs[1].bold = True
    document.save(str(tmp_path / "a.docx"))
    done = mended(tmp_path / "a.docx")
    (tmp_path / "b.docx").write_bytes(done.data)
    after = docx.Document(str(tmp_path / "b.docx")).paragraphs[0]
    assert [run.text for run in after.runs] == ["前{{ 单位.全称 }}", "", "", "", "后"]
    assert (done.signs, done.joined) == (0, 1)
    values = {"单位": {"全称": "某厅"}}
    first, second = (bytes(compile_template(tmp_path / name).render(values)) for name in ("a.docx", "b.docx"))
    (tmp_path / "c.docx").write_bytes(first)
    (tmp_path / "d.docx").write_bytes(second)
    texts = [docx.Document(str(tmp_path / name)).paragraphs[0].text for name in ("c.docx", "d.docx")]
    assert texts == ["前某厅后", "前某厅后"]


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.sets(st.integers(1, 40)))
def test_wherever_word_cuts_the_text_it_reads_the_same_and_each_tag_is_whole(cuts: set[int]) -> None:
    text = "前{{ 单位.全称 }}，（中）{% if 附件 %}有{% endif %}{{ 甲|join('、') }}后"
    document = docx.Document()
    paragraph = document.add_paragraph()
    ends = sorted(cut for cut in cuts if cut < len(text))
    for start, end in itertools.pairwise([0, *ends, len(text)]):
        paragraph.add_run(text[start:end])
    stream = io.BytesIO()
    document.save(stream)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.docx")
        path.write_bytes(stream.getvalue())
        after = docx.Document(io.BytesIO(mended(path).data)).paragraphs[0]
    assert after.text == text
    for tag in ("{{ 单位.全称 }}", "{% if 附件 %}", "{% endif %}", "{{ 甲|join('、') }}"):
        assert any(tag in run.text for run in after.runs)


def test_what_is_in_order_stays_as_it_is(word: Callable[..., Path]) -> None:
    done = mended(word("{{ 甲 }}", "{%p if 甲 %}", "乙", "{%p endif %}"))
    assert (done.signs, done.joined) == (0, 0)
