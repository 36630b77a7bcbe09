"""Every part that holds text is filled, and what belongs to the template's author does not go out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import RenderError
from qijin_docs.templating import compile_template

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

NOTES = {
    "footnotes": f'<w:footnotes {W}><w:footnote w:id="2"><w:p>'
    "<w:r><w:t>脚 {{ a }}</w:t></w:r></w:p></w:footnote></w:footnotes>",
    "endnotes": f'<w:endnotes {W}><w:endnote w:id="2"><w:p>'
    "<w:r><w:t>尾 {{ a }}</w:t></w:r></w:p></w:endnote></w:endnotes>",
    "comments": f'<w:comments {W}><w:comment w:id="0" w:author="张三"><w:p><w:r><w:t>批 {{{{ a }}}}</w:t></w:r></w:p>'
    "</w:comment></w:comments>",
}


@pytest.fixture
def with_notes(make_template: Any) -> Path:
    """A template with foot notes, end notes and comments, made by hand."""
    path: Path = make_template(
        "{{ a }}",
        body='<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>正文</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>',
    )
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode("utf-8", "surrogateescape") for name in archive.namelist()}
    types, relations = "", ""
    for number, (kind, xml) in enumerate(NOTES.items()):
        members[f"word/{kind}.xml"] = xml
        types += f'<Override PartName="/word/{kind}.xml" ContentType="{CT}{kind}+xml"/>'
        relations += f'<Relationship Id="rIdN{number}" Type="{RELATIONS}{kind}" Target="{kind}.xml"/>'
    name = "[Content_Types].xml"
    members[name] = members[name].replace("</Types>", types + "</Types>")
    name = "word/_rels/document.xml.rels"
    members[name] = members[name].replace("</Relationships>", relations + "</Relationships>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text.encode("utf-8", "surrogateescape"))
    return path


@pytest.mark.parametrize(
    ("kind", "sign", "place"), [("footnotes", "脚", "脚注1第1段"), ("endnotes", "尾", "尾注1第1段")]
)
def test_notes_are_filled(with_notes: Path, part_text: Any, kind: str, sign: str, place: str) -> None:
    compiled = compile_template(with_notes)
    assert f"{sign} 值" in part_text(compiled.render({"a": "值"}), f"word/{kind}.xml")
    assert place in {tag.place.where for tag in compiled.tags}


def test_comments_of_the_author_do_not_go_out(with_notes: Path, part_text: Any, tmp_path: Path) -> None:
    saved = compile_template(with_notes).render({"a": "值"}).save(tmp_path / "a.docx")
    with zipfile.ZipFile(saved) as archive:
        everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        assert "word/comments.xml" not in archive.namelist()
    assert "omment" not in "".join(re.findall(r"<w:\w+|PartName=\S+|Target=\S+", everything))


def test_comments_are_kept_and_filled_if_asked(with_notes: Path, part_text: Any) -> None:
    rendered = compile_template(with_notes, keep=["comments"]).render({"a": "值"})
    assert "批 值" in part_text(rendered, "word/comments.xml")
    assert "commentReference" in part_text(rendered, "word/document.xml")


def test_both_forms_of_a_text_box_are_filled(template: Any, part_text: Any) -> None:
    text = "<w:txbxContent><w:p><w:r><w:t>框{{ a }}</w:t></w:r></w:p></w:txbxContent>"
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{text}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{text}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    compiled = template("甲", body=box)
    assert part_text(compiled.render({"a": "&"}), "word/document.xml").count("框&amp;") == 2
    assert [tag.place.where for tag in compiled.tags] == ["正文第2段文本框第1段"] * 2


def test_properties_are_filled_and_names_taken_out(template: Any, opened: Any) -> None:
    def edit(document: Any) -> None:
        document.core_properties.title = "{{ a }}方案"
        document.core_properties.author = "张三"
        document.core_properties.last_modified_by = "李四"
        document.core_properties.revision = 17

    properties = opened(template("甲", edit=edit).render({"a": "<某>"})).core_properties
    assert (properties.title, properties.author, properties.last_modified_by, properties.revision) == (
        "<某>方案",
        "",
        "",
        1,
    )


def test_an_author_that_is_a_tag_is_filled(template: Any, opened: Any) -> None:
    def edit(document: Any) -> None:
        document.core_properties.author = "{{ 作者 }}"

    assert opened(template("甲", edit=edit).render({"作者": "办公室"})).core_properties.author == "办公室"


def test_names_stay_if_asked(make_template: Any, opened: Any) -> None:
    def edit(document: Any) -> None:
        document.core_properties.author = "张三"

    path = make_template("甲", edit=edit)
    assert opened(compile_template(path, keep={"authors"}).render({})).core_properties.author == "张三"
    with pytest.raises(ValueError, match="keep may name"):
        compile_template(path, keep={"everything"})


def test_revision_numbers_do_not_go_out(template: Any, part_text: Any) -> None:
    body = '<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"><w:proofErr w:type="spellStart"/>'
    body += '<w:r w:rsidRPr="00AB12CD"><w:t>乙</w:t></w:r></w:p>'
    xml = part_text(template("甲", body=body).render({}), "word/document.xml")
    assert "rsid" not in xml
    assert "proofErr" not in xml
    assert "乙" in xml


def test_content_controls_and_field_codes_are_filled(template: Any, part_text: Any) -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控{{ a }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE "{{</w:instrText></w:r>'
        '<w:r><w:instrText> a }}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    xml = part_text(template("甲", body=body).render({"a": "值"}), "word/document.xml")
    assert "控值" in xml
    assert "".join(re.findall(r"<w:instrText[^>]*>([^<]*)", xml)) == 'QUOTE "值"'


def test_descriptions_of_pictures_are_filled(template: Any, part_text: Any) -> None:
    body = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="3" name="图" descr="说明 {{ a }}"/></wp:inline></w:drawing></w:r></w:p>'
    )
    xml = part_text(template("甲", body=body).render({"a": '"<&>"\n下'}), "word/document.xml")
    assert 'descr="说明 &quot;&lt;&amp;&gt;&quot;&#10;下"' in xml


OFFICE = "application/vnd.openxmlformats-officedocument."
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MORE_PARTS = [
    (
        "docProps/custom.xml",
        f"{OFFICE}custom-properties+xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="文号"><vt:lpwstr>%s</vt:lpwstr>'
        "</property></Properties>",
        "文档属性",
    ),
    (
        "word/charts/chart1.xml",
        f"{OFFICE}drawingml.chart+xml",
        f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {A}><c:chart><c:title><c:tx>'
        "<c:rich><a:p><a:r><a:t>%s</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>",
        "图表",
    ),
    (
        "word/diagrams/data1.xml",
        f"{OFFICE}drawingml.diagramData+xml",
        f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {A}><dgm:ptLst>'
        "<dgm:pt><dgm:t><a:p><a:r><a:t>%s</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>",
        "图示",
    ),
    (
        "word/diagrams/drawing1.xml",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        f'<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" {A}><dsp:txBody>'
        "<a:p><a:r><a:t>%s</a:t></a:r></a:p></dsp:txBody></dsp:drawing>",
        "图示",
    ),
]


@pytest.mark.parametrize(("name", "kind", "xml", "label"), MORE_PARTS, ids=[part[0] for part in MORE_PARTS])
def test_custom_properties_charts_and_smartart_are_filled(
    make_template: Any, part_text: Any, name: str, kind: str, xml: str, label: str
) -> None:
    types = part_text(make_template("甲"), "[Content_Types].xml").replace(
        "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    )
    path = make_template("甲", parts={"[Content_Types].xml": types, name: xml % "前{{ a }}后"})
    compiled = compile_template(path)
    assert [(tag.source, tag.place.where) for tag in compiled.tags] == [("{{ a }}", label)]
    assert part_text(compiled.render({"a": "<值>&"}), name).endswith(xml % "前&lt;值&gt;&amp;后")
    with pytest.raises(RenderError) as failure:
        compiled.render({})
    assert [(p.code, p.place.where) for p in failure.value.problems] == [("render.missing", label)]


def test_no_tag_and_no_brace_of_the_template_is_left_anywhere(with_notes: Path, tmp_path: Path) -> None:
    saved = compile_template(with_notes, keep={"comments"}).render({"a": "值"}).save(tmp_path / "b.docx")
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            assert b"{{" not in re.sub(rb"<[^>]*>", b"", archive.read(name)), name
