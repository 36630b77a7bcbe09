"""PDFs whose text is odd or cannot be read: scans, text without codes, one operator a character, passwords."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from PIL import Image

from qijin_docs import DataError, check_document

GB1 = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STFangsong/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STFangsong/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>",
)
NO_CODES = (
    b"<</Type/Font/Subtype/Type0/BaseFont/FangSong/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/FangSong/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
)


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def page(text: bytes, font: tuple[bytes, bytes]) -> bytes:
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            b"<</Length %d>>\nstream\n%b\nendstream" % (len(text), text),
            *font,
        ]
    )


def scan() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (620, 877), "white").save(stream, "PDF", resolution=75)
    return stream.getvalue()


def one_by_one(x: float, y: float, words: str, size: int) -> bytes:
    """Each character drawn by an operator of its own, as Word does where it justifies."""
    return b"".join(
        b"BT /F1 %d Tf 1 0 0 1 %.2f %.2f Tm <%b> Tj ET\n"
        % (size, x + at * size * 0.985, y, char.encode("utf-16-be").hex().encode())
        for at, char in enumerate(words)
    )


WITHOUT_CODES = b"BT /F1 16 Tf 79 700 Td <%b> Tj ET" % "".join(f"{1000 + n:04X}" for n in range(28)).encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (scan(), "没有文字，可能是扫描的图片，或者文字已经转成图形"),
        (page(WITHOUT_CODES, NO_CODES), "文字没有编码，能看见但读不出是什么字"),
    ],
    ids=["scan", "no codes"],
)
def test_what_cannot_be_read_is_not_passed(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "文件.pdf"
    path.write_bytes(content)

    report = check_document(path)

    assert not report.ok
    assert report.findings == ()
    assert [str(item) for item in report.unverified] == [f"全部内容：{why}"]
    assert str(report) == f"文件.pdf：没有校对：{why}；请校对原来的 Word 文件，或先做文字识别（OCR）"


def test_text_drawn_character_by_character_is_read(tmp_path: Path) -> None:
    path = tmp_path / "文件.pdf"
    text = one_by_one(200, 760, "关于开展活动的通知", 22) + one_by_one(79.4, 700, "各市自然资源局：", 16)
    path.write_bytes(page(text + one_by_one(111, 671, "各单位要加强领导,认真组织开展。", 16), GB1))

    report = check_document(path)

    (found,) = (item for item in report.findings if item.code == "check.half_width")
    assert found.problem.place.where == "第1页第3行"
    assert "强领导,认真组" in found.problem.message
    assert not {item.code for item in report.findings} & {"check.text_indent", "check.addressees_indent"}


@pytest.mark.parametrize(
    ("name", "found", "unsure"),
    [
        (b"STFangsong", [], False),
        (b"ABCDEF+#B7#C2#CB#CE_GB2312", [], False),  # 仿宋 in GBK, as WPS writes it
        (b"ABCDEF+#CB#CE#CC#E5", ["check.body_face"], False),  # 宋体
        (b"CIDFont+F1", [], True),
    ],
    ids=["Latin name", "GBK name", "another face", "no name"],
)
def test_the_face_is_told_by_the_name_of_the_font(
    name: bytes, found: list[str], unsure: bool, tmp_path: Path
) -> None:
    path = tmp_path / "文件.pdf"
    font = tuple(part.replace(b"STFangsong", name) for part in GB1)
    path.write_bytes(page(one_by_one(111, 671, "各单位要加强领导，认真组织开展。", 16), (font[0], font[1])))

    report = check_document(path)

    assert [item.code for item in report.findings] == found
    assert ("字体（7.3.3）：PDF 里没有写字体的名字" in map(str, report.unverified)) == unsure


def test_a_pdf_with_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "文件.pdf"
    lock = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%b>/U<%b>>>" % (b"AB" * 32, b"CD" * 32)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        lock,
    ]
    path.write_bytes(pdf(objects, b"/Encrypt 4 0 R/ID[<%b><%b>]" % (b"0" * 32, b"0" * 32)))

    with pytest.raises(DataError) as raised:
        check_document(path)

    assert str(raised.value) == (
        "文件.pdf：这个 PDF 加了密码，打不开；另存一份不加密的 PDF，或者校对原来的 Word 文件 [check.locked]"
    )


def test_a_word_file_with_a_password_is_no_old_word_file(tmp_path: Path) -> None:
    path = tmp_path / "文件.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )

    with pytest.raises(DataError) as raised:
        check_document(path)

    assert [(p.code, p.message) for p in raised.value.problems] == [("check.locked", "这个文件加了打开密码")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (scan(), "给的 PDF 没有文字，可能是扫描的图片，或者文字已经转成图形"),
        (
            page(one_by_one(79.4, 700, "另一份文件的文字", 16), GB1),
            "在给的 PDF 里找不到文件的大部分文字，可能不是同一份文件",
        ),
    ],
    ids=["scan", "another document"],
)
def test_pages_that_do_not_show_the_document_are_not_measured(
    content: bytes, why: str, tmp_path: Path
) -> None:
    document = docx.Document()
    for words in ("活动方案", "各单位要加强领导。", "各单位要落实责任。", "各单位要认真总结。"):
        document.add_paragraph(words)
    path, printed = tmp_path / "文件.docx", tmp_path / "文件.pdf"
    document.save(str(path))
    printed.write_bytes(content)

    report = check_document(path, pdf=printed)

    assert not report.looked_at_pages
    assert f"全部版面规则：{why}" in [str(item) for item in report.unverified]
