"""What is drawn for the fonts of official documents."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from qijin_docs.office import fonts, fonts_found, to_pdf
from qijin_docs.office.fonts import STAND_INS, FontFound, StandIn, default_fonts_folder, fontconfig_text

NAMES = [name for stand_in in STAND_INS for name in stand_in.names]

IN_THE_PDF = {
    "小标宋": "NotoSerifCJK-Black",
    "仿宋": "FandolFang-Regular",
    "楷体": "FandolKai-Regular",
    "黑体": "NotoSansCJK-Regular",
    "宋体": "NotoSerifCJK-Regular",
}
WITHOUT_FANDOL = {**IN_THE_PDF, "仿宋": "NotoSerifCJK-Regular", "楷体": "NotoSerifCJK-Regular"}


def sample(path: Path, names: list[str]) -> Path:
    """A document with a paragraph of Chinese text for each font."""
    document = docx.Document()
    for name in names:
        run = document.add_paragraph().add_run("安全生产")
        run.font.name = name
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    document.save(str(path))
    return path


def drawn(pdf: Path) -> list[str]:
    """The font of each text in the PDF, without what differs from one LibreOffice or Noto to the next."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            # A prefix for the subset; CJKjp for every face of the file; a suffix for its features.
            re.sub(r"^.*\+|(?<=CJK)(jp|sc)|-VKana$", "", item.get_font().get_base_name())
            for page in document
            for item in page.get_objects()
            if isinstance(item, pypdfium2.PdfTextObj)
        ]
    finally:
        document.close()


def test_every_official_font_is_drawn_with_its_stand_in(tmp_path: Path) -> None:
    chinese = {
        name: stand_in.role for stand_in in STAND_INS for name in stand_in.names if stand_in.role != "西文"
    }

    (pdf,) = to_pdf(sample(tmp_path / "字体.docx", list(chinese)), tmp_path / "out")

    assert dict(zip(chinese, drawn(pdf), strict=True)) == {
        name: IN_THE_PDF[role] for name, role in chinese.items()
    }


def test_a_page_is_drawn_without_fandol_too(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    chinese = {"方正小标宋简体": "小标宋", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "黑体"}

    (pdf,) = to_pdf(sample(tmp_path / "字体.docx", list(chinese)), tmp_path / "out", fonts=tmp_path / "empty")

    assert drawn(pdf) == [WITHOUT_FANDOL[role] for role in chinese.values()]


def test_times_new_roman_is_drawn_with_a_font_of_the_same_widths(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("2018").font.name = "Times New Roman"
    document.save(str(tmp_path / "x.docx"))

    (pdf,) = to_pdf(tmp_path / "x.docx", tmp_path / "out")

    assert [font.removesuffix("-Regular") for font in drawn(pdf)] == ["LiberationSerif"]


def test_fonts_found_tells_the_same_without_converting() -> None:
    found = {entry.wanted: entry for entry in fonts_found()}

    assert list(found) == NAMES
    assert {entry.kind for entry in found.values()} <= {"stand-in", "real"}
    assert found["仿宋_GB2312"] == FontFound("仿宋_GB2312", "仿宋", "FandolFang", "stand-in")
    assert found["FZXiaoBiaoSong-B05S"].found == "Noto Serif CJK SC"  # a hyphen is not a size


@pytest.mark.parametrize(
    ("stand_in", "found", "kind"),
    [
        (StandIn("西文", ("Liberation Serif",), ("Liberation Sans",)), "Liberation Serif", "real"),
        (StandIn("西文", ("没有的字体",), ("Liberation Sans",)), "Liberation Sans", "stand-in"),
        (StandIn("西文", ("没有的字体",), ("也没有的", "Liberation Sans")), "Liberation Sans", "stand-in"),
    ],
)
def test_a_real_font_wins_and_the_first_stand_in_that_is_there_comes_next(
    monkeypatch: pytest.MonkeyPatch, stand_in: StandIn, found: str, kind: str
) -> None:
    monkeypatch.setattr(fonts, "STAND_INS", (stand_in,))
    (entry,) = fonts_found()
    assert (entry.found, entry.kind) == (found, kind)


def test_a_font_without_any_stand_in_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "STAND_INS", (StandIn("西文", ("没有的字体",), ("也没有的",)),))
    assert [entry.kind for entry in fonts_found()] == ["other"]


def test_nothing_is_claimed_where_fontconfig_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert fonts_found() == ()


def test_a_folder_with_any_name_is_written_as_xml(tmp_path: Path) -> None:
    folder = tmp_path / '<字体> & "more" \']]>'
    directory = ElementTree.fromstring(fontconfig_text(folder)).find("dir")
    assert directory is not None
    assert directory.text == str(folder)


def test_the_folder_of_extra_fonts_is_the_one_named_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    monkeypatch.setenv("QIJIN_FONTS", "/srv/fonts")
    assert default_fonts_folder() == Path("/srv/fonts")
    monkeypatch.delenv("QIJIN_FONTS")
    assert default_fonts_folder() == checkout / ".tools/fonts"
