"""A copy with comments: they stand at their paragraphs, everything else stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE

from qijin_docs import DataError, Place, Report, check_document
from qijin_docs.check.annotate import annotate
from qijin_docs.check.catalogue import Force
from qijin_docs.check.report import finding


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def faulty(tmp_path: Path, changed: Callable[[str, str, str], bytes]) -> Path:
    path = tmp_path / "通知.docx"
    path.write_bytes(changed("实施方案的通知", "执行中遇到", "执行中,遇到"))
    return path


def test_every_finding_is_a_comment_at_its_paragraph(
    faulty: Path, valid_ooxml: Callable[[bytes], None]
) -> None:
    report = check_document(faulty)

    data = annotate(faulty, report)

    valid_ooxml(data)
    document = opened(data)
    comments = {comment.comment_id: comment for comment in document.comments}
    assert len(comments) == len(report.findings)
    (half,) = (number for number, c in comments.items() if "半角标点" in c.text)
    assert comments[half].author == "qijin"
    assert "切换到中文输入法，改成全角标点" in comments[half].text
    assert "依据：GB/T 15834-2011，规定　[check.half_width]" in comments[half].text
    (marked,) = (p for p in document.paragraphs if p._p.xpath(f'w:commentRangeStart[@w:id="{half}"]'))
    assert "执行中,遇到" in marked.text


def test_parts_that_have_no_comment_stay_byte_for_byte(faulty: Path) -> None:
    data = annotate(faulty, check_document(faulty))

    with zipfile.ZipFile(faulty) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        changed = {
            name for name in new.namelist() if name not in old.namelist() or old.read(name) != new.read(name)
        }
        assert set(old.namelist()) <= set(new.namelist())
    assert changed == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
    }


def test_the_text_of_the_document_stays(faulty: Path) -> None:
    before = [p.text for p in docx.Document(str(faulty)).paragraphs]

    assert [p.text for p in opened(annotate(faulty, check_document(faulty))).paragraphs] == before


def test_the_same_input_gives_the_same_bytes_and_a_time_only_if_asked(faulty: Path) -> None:
    report = check_document(faulty)

    assert annotate(faulty, report) == annotate(faulty, report)
    (first, *_) = opened(annotate(faulty, report, on=datetime(2018, 4, 25, 9, tzinfo=UTC))).comments
    assert first.timestamp == datetime(2018, 4, 25, 9, tzinfo=UTC)
    (bare, *_) = opened(annotate(faulty, report)).comments
    assert bare.timestamp is None


def test_comments_that_were_there_stay(valid_ooxml: Callable[[bytes], None]) -> None:
    document = docx.Document()
    # python-docx 1.2 names this style in a comment without bringing it along.
    document.styles.add_style("CommentReference", WD_STYLE_TYPE.CHARACTER)
    paragraph = document.add_paragraph("各市要加强领导,落实责任。")
    document.add_comment(paragraph.runs, text="请核", author="甲")
    data = saved(document)
    half = finding("check.paper", "半角", Place(None, "正文第1段"), clause="", force=Force.ALLOWED, hint="改")

    both = annotate(data, Report("稿.docx", (half,)))

    valid_ooxml(both)
    assert [(c.author, c.comment_id) for c in opened(both).comments] == [("甲", 0), ("qijin", 1)]


def test_a_finding_about_no_paragraph_stands_at_the_first_and_names_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    margin = finding(
        "check.paper", "上边距不对", Place("稿.docx", "第1节"), clause="", force=Force.REQUIRED, hint=""
    )

    (comment,) = opened(annotate(saved(document), Report("稿.docx", (margin,)))).comments

    assert comment.text.startswith("错误（第1节）：上边距不对")


def test_without_findings_the_copy_has_no_comments() -> None:
    document = docx.Document()
    document.add_paragraph("标题")

    data = annotate(saved(document), Report("稿.docx"))

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "word/comments.xml" not in package.namelist()


def test_signs_that_xml_cannot_hold_become_blanks() -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    odd = finding("check.paper", "“\x0b]]>&<\ufffe”", Place(), clause="", force=Force.ALLOWED, hint="")

    (comment,) = opened(annotate(saved(document), Report("稿.docx", (odd,)))).comments

    assert comment.text.startswith("说明：“ ]]>&< ”")


def test_what_is_no_word_document_cannot_be_annotated(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        annotate(b"%PDF-1.7", Report("稿.pdf"))
