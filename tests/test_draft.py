"""The mark of a draft: on every page, in every file name, in a list; and gone when the draft is none any more."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from qijin_docs import DataError, Rendered, build
from qijin_docs.draft import LIST_NAME, as_drafts, draft_name, stamped
from qijin_docs.manifest import read_manifest

MARK = "草稿　还有2处问题未处理，不得报出"


@pytest.fixture
def faulty(small: Any) -> Any:
    small.change("总结.yaml", {"问题": ..., "成文日期": "2018-12-20"})
    small.change("活动.yaml", {"阶段.1.成果": ...})
    return small


def test_content_that_may_not_go_out_is_not_built(faulty: Any) -> None:
    with pytest.raises(DataError) as caught:
        build(faulty.load(), "成稿")
    assert [(p.code, p.place.where) for p in caught.value.problems] == [("review.SU06", "问题")]
    assert not Path("成稿").exists()


def test_a_draft_says_so_in_names_pages_and_a_list(faulty: Any) -> None:
    result = build(faulty.load(), "成稿", draft=True)
    files = [f for f in Path("成稿").rglob("*.*") if f.suffix in (".docx", ".xlsx")]
    assert len(files) == len(result.made) - 1
    assert all(f.stem.endswith("（草稿）") for f in files)
    for file in files:
        if file.suffix == ".docx":
            heads = [s.header.paragraphs[0].text for s in docx.Document(str(file)).sections]
            assert all(h.startswith("草稿　还有") for h in heads), file
        else:
            sheet: Any = openpyxl.load_workbook(file).worksheets[0]
            assert "草稿　还有" in str(sheet.oddHeader.right.text), file
    listed = (Path("成稿") / LIST_NAME).read_bytes().decode("utf-8-sig").split("\r\n")
    assert listed[0] == "安全生产宣传教育“七进”活动文书草稿：尚未处理的问题"
    assert any(line.endswith("总结没有写问题；请写“问题” [review.SU06]") for line in listed)
    assert not any("项目/" in line for line in listed), "the folder leaves no trace"


def test_a_draft_is_replaced_by_what_is_right(faulty: Any) -> None:
    build(faulty.load(), "成稿", draft=True)
    faulty.change("总结.yaml", {"问题": "人手少。"})
    result = build(faulty.load(), "成稿")
    assert not [f for f in Path("成稿").rglob("*") if "草稿" in f.name]
    assert result.kept == {}
    assert {m.path for m in read_manifest(Path("成稿")).made} == {m.path for m in result.made}


def test_other_documents_are_built_while_one_is_not_acceptable(faulty: Any) -> None:
    assert build(faulty.load(), "成稿", only="plan").made
    with pytest.raises(DataError):
        build(faulty.load(), "别处", only="summary")


def test_a_missing_date_keeps_nothing_from_being_printed_for_signature(small: Any) -> None:
    small.change("方案.yaml", {"成文日期": ...})
    result = build(small.load(), "成稿")
    assert [f.rule for f in result.review.errors] == ["PL01"]
    assert result.review.blocking == ()


def test_a_draft_twice_is_the_same_bytes(faulty: Any) -> None:
    first = build(faulty.load(), "一", draft=True)
    second = build(faulty.load(), "二", draft=True)
    assert [m.sha256 for m in first.made] == [m.sha256 for m in second.made]


def test_a_stamped_document_is_sound(faulty: Any, valid_ooxml: Callable[[Path | bytes], None]) -> None:
    build(faulty.load(), "成稿", draft=True, only=["plan", "register"])
    for file in Path("成稿").rglob("*（草稿）.*"):
        valid_ooxml(file)


def test_a_head_that_is_there_is_kept_under_the_mark() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    buffer = io.BytesIO()
    document.save(buffer)
    done = docx.Document(io.BytesIO(bytes(stamped(Rendered(buffer.getvalue()), MARK))))
    section = done.sections[0]
    assert [p.text for p in section.header.paragraphs] == [MARK, "内部资料"]
    assert section.first_page_header.paragraphs[0].text == MARK
    assert section.even_page_header.paragraphs[0].text == MARK


def test_a_workbooks_head_is_kept_beside_the_mark() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = "左", "右"
    sheet.oddFooter.center.text = "脚"
    buffer = io.BytesIO()
    book.save(buffer)
    stamp = bytes(stamped(Rendered(buffer.getvalue()), MARK))
    done: Any = openpyxl.load_workbook(io.BytesIO(stamp)).worksheets[0]
    assert done.oddHeader.left.text == "左"
    assert str(done.oddHeader.right.text).endswith(f"{MARK}　右")
    assert done.oddFooter.center.text == "脚"


def test_names_of_drafts() -> None:
    assert draft_name("第一阶段/方案.docx") == "第一阶段/方案（草稿）.docx"
    assert as_drafts([], [], 0) == ([], [])
