"""docxtpl's Subdoc as a value: the same document as docxtpl makes, or a refusal at the tag."""

# ruff: noqa: E501  (a case is one line)
from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm
from docxtpl import DocxTemplate
from lxml import etree
from PIL import Image

from qijin_docs.errors import RenderError
from qijin_docs.templating import compile_template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_ = f"{{{W}}}"
R_ = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def said(data: bytes) -> list[Any]:
    """The body: texts with style and list form, tables, and what each relation leads to."""
    document = docx.Document(io.BytesIO(data))
    relations = document.part.rels
    found: list[Any] = []
    for element in document.element.body.iter():
        if element.tag == W_ + "p":
            found.append(["p", _style(document, element), _list(document, element)])
        elif element.tag == W_ + "t" and element.text:
            found.append(element.text)
        elif element.tag in (W_ + "tbl", W_ + "tr", W_ + "tc"):
            found.append(etree.QName(element).localname)
        for name, value in element.attrib.items():
            if str(name).startswith(R_):
                relation = relations[str(value)]
                found.append(relation.target_ref if relation.is_external else relation.target_part.blob)
    return found


def _style(document: Any, paragraph: Any) -> str:
    names = paragraph.xpath("./w:pPr/w:pStyle/@w:val")
    return "" if not names else document.styles.element.get_by_id(names[0]).name_val


def _list(document: Any, paragraph: Any) -> str:
    """What the number of a paragraph looks like."""
    numbers = paragraph.xpath("./w:pPr/w:numPr/w:numId/@w:val")
    if not numbers:
        return ""
    numbering = document.part.numbering_part.element
    (form,) = numbering.xpath(f'./w:num[@w:numId="{numbers[0]}"]/w:abstractNumId/@w:val')
    return str(numbering.xpath(f'./w:abstractNum[@w:abstractNumId="{form}"]/w:lvl/w:lvlText/@w:val'))


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A document with a style, a list, a picture, a link and a table that the template does not have."""
    document = docx.Document()
    base = document.styles.add_style("来文底", WD_STYLE_TYPE.PARAGRAPH)
    document.styles.add_style("来文", WD_STYLE_TYPE.PARAGRAPH).base_style = base
    document.add_paragraph("带样式的一段 <&>", style="来文")
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="77"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
            '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="第%1号"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text in ("其一", "其二"):
        settings = document.add_paragraph(text)._p.get_or_add_pPr()
        settings.append(
            parse_xml(f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    photo = tmp_path / "照.png"
    Image.new("RGB", (40, 20), "red").save(photo)
    document.add_picture(str(photo), width=Mm(20))
    linked = document.part.relate_to("https://example.org/", R_[1:-1] + "/hyperlink", is_external=True)
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:hyperlink xmlns:w="{W}" xmlns:r="{R_[1:-1]}" r:id="{linked}"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
        )
    )
    document.add_table(1, 2).cell(0, 0).text = "格"
    path = tmp_path / "来文.docx"
    document.save(str(path))
    return path


def made_here(template: DocxTemplate) -> Any:
    subdocument = template.new_subdoc()
    subdocument.add_paragraph("当场写的 <&>")
    subdocument.add_paragraph("项", style="List Bullet")
    subdocument.add_table(1, 1).cell(0, 0).text = "格"
    return subdocument


def both(path: Path, values: Callable[[DocxTemplate], dict[str, Any]]) -> tuple[bytes, bytes]:
    """What docxtpl makes and what we make."""
    theirs = DocxTemplate(path)
    theirs.render(values(theirs), autoescape=True)
    stream = io.BytesIO()
    theirs.save(stream)
    return stream.getvalue(), bytes(compile_template(path).render(values(DocxTemplate(path))))


def test_a_subdocument_written_on_the_spot_comes_out_as_docxtpl_makes_it(
    make_template: Any, valid_ooxml: Any
) -> None:
    path = make_template("前", "{{p a }}", "后")
    theirs, ours = both(path, lambda template: {"a": made_here(template)})
    assert said(ours) == said(theirs)
    valid_ooxml(ours)


def test_a_subdocument_from_a_file_brings_its_styles_lists_pictures_and_links(
    make_template: Any, foreign: Path, valid_ooxml: Any
) -> None:
    path = make_template("前", "{{p a }}", "后")
    theirs, ours = both(path, lambda template: {"a": template.new_subdoc(str(foreign))})
    assert said(ours) == said(theirs)
    valid_ooxml(ours)
    document = docx.Document(io.BytesIO(ours))
    assert document.styles["来文"].base_style.name == "来文底"  # docxtpl leaves the style below behind
    assert len(document.inline_shapes) == 1


def test_fifty_of_the_same_subdocument_bring_each_thing_once(
    make_template: Any, foreign: Path, valid_ooxml: Any
) -> None:
    path = make_template("{%p for x in l %}", "{{p a }}", "{%p endfor %}")
    value = DocxTemplate(path).new_subdoc(str(foreign))
    data = bytes(compile_template(path).render({"l": list(range(50)), "a": value}))
    valid_ooxml(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("word/styles.xml").decode()
        numbering = archive.read("word/numbering.xml").decode()
        body = archive.read("word/document.xml").decode()
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert styles.count('w:val="来文"') == 1
    assert numbering.count("第%1号") == 1
    assert len(media) == 1
    ids = re.findall(r'docPr id="(\d+)"', body)
    assert len(ids) == len(set(ids)) == 50


def test_a_subdocument_in_a_cell_leaves_a_paragraph_at_its_end(
    make_template: Any, opened: Any, valid_ooxml: Any
) -> None:
    path = make_template([["名", "{{p a }}"]])
    rendered = compile_template(path).render({"a": made_here(DocxTemplate(path))})
    cell = opened(rendered).tables[0].cell(0, 1)
    assert [paragraph.text for paragraph in cell.paragraphs] == ["当场写的 <&>", "项", ""]
    valid_ooxml(bytes(rendered))


def test_tags_in_a_subdocument_are_text(make_template: Any, texts: Any) -> None:
    path = make_template("{{p a }}")
    subdocument = DocxTemplate(path).new_subdoc()
    subdocument.add_paragraph("{{ b }}{% if %}")
    assert texts(compile_template(path).render({"a": subdocument})) == ["{{ b }}{% if %}"]


REFUSED = [
    ("DDE", '<w:p><w:fldSimple w:instr="DDEAUTO cmd"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>', "DDE 域"),
    ("a linked picture", '<w:p><w:r><w:instrText>INCLUDEPICTURE "http://x"</w:instrText></w:r></w:p>', "链接到文件外面的图片"),
    ("a footnote", '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "脚注"),
    ("an embedded file", "<w:p><w:r><w:object/></w:r></w:p>", "嵌入的对象"),
    ("tracked changes", '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>', "没有处理的修订"),
    ("a relation of nobody", f'<w:p><w:hyperlink xmlns:r="{R_[1:-1]}" r:id="rId999"/></w:p>', "找不到的内容（rId999）"),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "what"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_come_along_is_refused_at_the_tag(make_template: Any, xml: str, what: str) -> None:
    path = make_template("前", "{{p a }}")
    subdocument = DocxTemplate(path).new_subdoc()
    subdocument.element.body.insert(0, parse_xml(xml.replace("<w:p>", f'<w:p xmlns:w="{W}">', 1)))
    with pytest.raises(RenderError) as caught:
        compile_template(path).render({"a": subdocument})
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("value.subdoc_refused", "正文第2段")
    assert what in problem.message
    assert problem.hint


def test_a_subdocument_beside_text_is_refused(make_template: Any) -> None:
    path = make_template("前{{ a }}后")
    with pytest.raises(RenderError) as caught:
        compile_template(path).render({"a": made_here(DocxTemplate(path))})
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("value.captured_here", "写成 {{p 名称 }} 并独占一段")
