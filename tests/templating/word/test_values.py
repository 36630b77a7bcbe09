"""Values that are more than text: pictures, and docxtpl's RichText, Listing, InlineImage. Subdoc has its own file."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage, Listing, RichText
from PIL import Image

from qijin_docs.errors import RenderError
from qijin_docs.templating import Rendered, compile_template
from qijin_docs.templating.picture import Picture


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A red picture, twice as wide as high."""
    path = tmp_path / "现场.png"
    Image.new("RGB", (400, 200), "red").save(path)
    return path


def names(rendered: Rendered) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(bytes(rendered))) as archive:
        return archive.namelist()


def sizes(xml: str) -> list[tuple[float, float]]:
    """Width and height of each picture in millimetres."""
    found = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', xml)
    return [(int(width) / 36000, int(height) / 36000) for width, height in found]


def test_a_picture_keeps_its_ratio_and_is_stored_once(
    template: Any, opened: Any, part_text: Any, valid_ooxml: Any, photo: Path
) -> None:
    compiled = template("图{{ a }}后", "{{p a }}", "{{r a }}", [["{{ a }}"]], header="{{ a }}")
    rendered = compiled.render({"a": Picture(photo, width=30)})
    assert sizes(part_text(rendered, "word/document.xml")) == [(30.0, 15.0)] * 4
    assert sizes(part_text(rendered, "word/header1.xml")) == [(30.0, 15.0)]
    assert len([name for name in names(rendered) if name.startswith("word/media/")]) == 1
    assert len(opened(rendered).inline_shapes) == 4
    identities = re.findall(r'docPr id="(\d+)"', part_text(rendered, "word/document.xml"))
    assert len(set(identities)) == 4
    valid_ooxml(bytes(rendered))


def test_the_address_of_a_rich_text_is_its_link(template: Any, opened: Any, valid_ooxml: Any) -> None:
    value = RichText("见")
    value.add("网站", url_id="https://example.org/?a=1&b=2", bold=True)
    rendered = template("x{{r a }}y", header="{{r a }}").render({"a": value})
    document = opened(rendered)
    (link,) = document.paragraphs[0].hyperlinks
    assert (link.text, link.url) == ("网站", "https://example.org/?a=1&b=2")
    assert document.sections[0].header.paragraphs[0].hyperlinks[0].url == "https://example.org/?a=1&b=2"
    assert document.paragraphs[0].text == "x见网站y"
    valid_ooxml(bytes(rendered))


def test_a_picture_is_made_smaller_for_its_cell(template: Any, part_text: Any, tmp_path: Path) -> None:
    path = tmp_path / "大.png"
    Image.new("RGB", (4000, 1000), "blue").save(path, dpi=(96, 96))
    xml = part_text(template([["{{ a }}", "乙", "丙"]]).render({"a": Picture(path)}), "word/document.xml")
    cell = int(re.findall(r'<w:tcW w:type="dxa" w:w="(\d+)"', xml)[0]) / 1440 * 25.4
    ((width, height),) = sizes(xml)
    assert cell - 5 < width < cell
    assert abs(width / height - 4) < 0.01


def test_a_picture_of_the_template_is_replaced_by_its_description(
    make_template: Any, part_text: Any, valid_ooxml: Any, photo: Path, tmp_path: Path
) -> None:
    high = tmp_path / "高.png"
    Image.new("RGB", (100, 300), "blue").save(high)

    def edit(document: Any) -> None:
        document.add_picture(str(photo), width=Mm(100))
        document.element.body.xpath(".//wp:docPr")[0].set("descr", "{{ 照片 }}")

    compiled = compile_template(make_template("甲", edit=edit))
    replaced = compiled.render({"照片": Picture(high, alt="塔")})
    xml = part_text(replaced, "word/document.xml")
    assert [(round(width, 1), round(height, 1)) for width, height in sizes(xml)] == [(16.7, 50.0)]
    assert 'descr="塔"' in xml
    valid_ooxml(bytes(replaced))
    kept = part_text(compiled.render({"照片": "只有说明"}), "word/document.xml")
    assert sizes(kept) == [(100.0, 50.0)]
    assert 'descr="只有说明"' in kept


def test_an_inline_image_of_docxtpl_is_a_picture(make_template: Any, part_text: Any, photo: Path) -> None:
    path = make_template("{{ a }}")
    image = InlineImage(DocxTemplate(path), str(photo), width=Mm(20), anchor="https://example.org/")
    rendered = compile_template(path).render({"a": image})
    assert sizes(part_text(rendered, "word/document.xml")) == [(20.0, 10.0)]
    relations = part_text(rendered, "word/_rels/document.xml.rels")
    assert 'Target="https://example.org/" TargetMode="External"' in relations


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ("没有.png", "picture.missing", "“{{ a }}”的图片“没有.png”：找不到或读不了图片文件"),
        (b"\x89PNG\r\n\x1a\nbroken", "picture.broken", "“{{ a }}”的图片"),
        (b"hello", "picture.format", "“{{ a }}”的图片"),
    ],
)
def test_a_missing_or_broken_picture_is_an_error_with_its_name(
    template: Any, source: Any, code: str, message: str
) -> None:
    with pytest.raises(RenderError) as failure:
        template("甲", "{{ a }}").render({"a": Picture(source)})
    (problem,) = failure.value.problems
    assert (problem.code, problem.place.where) == (code, "正文第2段")
    assert problem.message.startswith(message)


def test_a_picture_where_there_is_only_text_is_an_error(template: Any, photo: Path) -> None:
    def edit(document: Any) -> None:
        document.core_properties.title = "{{ a }}"

    with pytest.raises(RenderError) as failure:
        template("甲", edit=edit).render({"a": Picture(photo)})
    assert [(p.code, p.place.where) for p in failure.value.problems] == [("value.picture_here", "文档属性")]


def test_a_rich_text_adds_to_the_format_of_its_tag(template: Any, opened: Any, valid_ooxml: Any) -> None:
    def edit(document: Any) -> None:
        run = document.paragraphs[0].runs[0]
        run.italic, run.font.name = True, "仿宋"

    rendered = template("{{r a }}", edit=edit).render(
        {"a": RichText("红&粗", bold=True, color="#FF0000", size=32)}
    )
    (run,) = [run for run in opened(rendered).paragraphs[0].runs if run.text]
    assert (run.text, run.bold, run.italic, run.font.name, run.font.size.pt) == (
        "红&粗",
        True,
        True,
        "仿宋",
        16,
    )
    assert str(run.font.color.rgb) == "FF0000"
    valid_ooxml(bytes(rendered))


def test_a_rich_text_in_an_ordinary_tag_works_too(template: Any, opened: Any, valid_ooxml: Any) -> None:
    rendered = template("前{{ a }}后").render({"a": RichText("粗", bold=True)})
    runs = [(run.text, run.bold) for run in opened(rendered).paragraphs[0].runs]
    assert runs == [("前", None), ("粗", True), ("后", None)]
    valid_ooxml(bytes(rendered))


def test_plain_text_in_a_run_or_paragraph_tag_keeps_the_format(template: Any, opened: Any) -> None:
    def edit(document: Any) -> None:
        for paragraph in document.paragraphs:
            paragraph.runs[0].bold = True
        document.paragraphs[1].style = "Heading 2"

    made = opened(template("甲{{r a }}", "{{p a }}", edit=edit).render({"a": "<&>"})).paragraphs
    assert [(p.text, p.style.name, p.runs[-1].bold) for p in made] == [
        ("甲<&>", "Normal", True),
        ("<&>", "Heading 2", True),
    ]


def test_a_listing_breaks_lines_and_paragraphs(template: Any, texts: Any) -> None:
    assert texts(template("头{{ a }}尾").render({"a": Listing("一<\n二\a三\t四")})) == [
        "头一<\n二",
        "三\t四尾",
    ]


def test_a_run_tag_alone_knows_its_paragraph_and_its_cell(
    template: Any, texts: Any, part_text: Any, tmp_path: Path
) -> None:
    def edit(document: Any) -> None:
        document.paragraphs[0].alignment = 3

    assert texts(template("{{r a }}", edit=edit).render({"a": "一\n二"})) == ["一", "二"]
    path = tmp_path / "大.png"
    Image.new("RGB", (4000, 1000), "blue").save(path, dpi=(96, 96))
    made = template([["{{r a }}", "乙", "丙"]]).render({"a": Picture(path)})
    ((width, _),) = sizes(part_text(made, "word/document.xml"))
    assert width < 60


@pytest.mark.parametrize("by_style", [True, False])
def test_a_picture_is_not_cut_off_by_lines_of_a_fixed_height(
    template: Any, opened: Any, valid_ooxml: Any, photo: Path, by_style: bool
) -> None:
    def edit(document: Any) -> None:
        holder = document.styles["Normal"] if by_style else document.paragraphs[0]
        holder.paragraph_format.line_spacing = Pt(28)
        holder.paragraph_format.space_after = Pt(3)

    rendered = template("{{r a }}", "{{ b }}", edit=edit).render({"a": Picture(photo, width=30), "b": "文"})
    first, second = opened(rendered).paragraphs
    assert (first.paragraph_format.line_spacing, first.paragraph_format.space_after) == (
        1.0,
        None if by_style else Pt(3),
    )
    assert second.paragraph_format.line_spacing is None
    valid_ooxml(bytes(rendered))
