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
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from qijin_docs import DataError, Place, Report, check_document
from qijin_docs.check.annotate import annotate
from qijin_docs.check.catalogue import Force
from qijin_docs.check.facts import Paragraph
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


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: Where something stands in a paper that others have worked on, and its XML.
PLACES = {
    "an insertion": f'<w:p {W}><w:ins w:id="900" w:author="甲"><w:r><w:t>插入,半角</w:t></w:r></w:ins></w:p>',
    "beside a deletion": f'<w:p {W}><w:del w:id="901" w:author="甲"><w:r><w:delText>旧,,文</w:delText></w:r></w:del>'
    "<w:r><w:t>新文,半角</w:t></w:r></w:p>",
    "a link": f'<w:p {W}><w:hyperlink w:anchor="x"><w:r><w:t>链接,半角</w:t></w:r></w:hyperlink></w:p>',
    "a content control": f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>控件,半角</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "a table in a table": f"<w:tbl {W}><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>表内,半角</w:t></w:r></w:p>"
    "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
    "a text box": f'<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>正文在此</w:t></w:r><w:r><w:pict><v:shape>'
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>框内,半角</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
}


@pytest.mark.parametrize("where", PLACES)
def test_a_comment_stands_where_its_words_are(where: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    document.element.body.insert(1, parse_xml(PLACES[where]))
    path = tmp_path / "稿.docx"
    document.save(str(path))

    copy = opened(annotate(path, check_document(path)))

    (comment,) = (c for c in copy.comments if "[check.half_width]" in c.text)
    (start,) = copy.element.body.xpath(f'.//w:commentRangeStart[@w:id="{comment.comment_id}"]')
    anchor = start.getparent()
    assert anchor.tag == qn("w:p")
    assert ",半角" in "".join(anchor.itertext())
    # Word allows no comments in text boxes: the comment stands at the paragraph around it and names the place.
    assert ("文本框" in comment.text) == (where == "a text box")
    assert not any(parent.tag == qn("w:txbxContent") for parent in anchor.iterancestors())


def test_what_is_wrong_in_many_places_has_one_comment() -> None:
    document = docx.Document()
    for number in range(9):
        document.add_paragraph(f"第{number}段")
    margin = [
        finding("check.paper", "不对", Paragraph("", Place("稿.docx", f"正文第{n}段"), part="word/document.xml", index=n),
                hint="改")
        for n in range(9)
    ]  # fmt: skip

    (comment,) = opened(annotate(saved(document), Report("稿.docx", tuple(margin)))).comments
    few = opened(annotate(saved(document), Report("稿.docx", tuple(margin[:3])))).comments

    assert "同样的还有8处：正文第1段、正文第2段" in comment.text
    assert len(list(few)) == 3


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
