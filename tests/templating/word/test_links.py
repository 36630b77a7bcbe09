"""Tags in the addresses of hyperlinks, as Word, WPS and LibreOffice write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import etree
from PIL import Image

from qijin_docs.errors import RenderError, TemplateError
from qijin_docs.templating import Rendered, compile_template
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.word.relations import proved_addresses

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def with_links(document: Document, *addresses: str) -> None:
    """Make the runs of the paragraphs that say 链接 hyperlinks."""
    marked = [paragraph for paragraph in document.paragraphs if "链接" in paragraph.text]
    for paragraph, address in zip(marked, addresses, strict=True):
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), document.part.relate_to(address, HYPERLINK, is_external=True))
        for run in paragraph.runs:
            element.append(run._r)
        paragraph._p.append(element)


def targets(rendered: Rendered) -> list[str]:
    """The addresses of the links of the body, in order."""
    document = docx.Document(io.BytesIO(bytes(rendered)))
    return [
        document.part.rels[str(element.get(qn("r:id")))].target_ref
        for element in document.element.body.iter(qn("w:hyperlink"))
    ]


CASES = {
    "as typed": ("https://x.example/{{ 编号 }}", {"编号": "A1"}, "https://x.example/A1"),
    "as Word writes it": ("https://x.example/%7B%7B%20编号%20%7D%7D", {"编号": 7}, "https://x.example/7"),
    "all in per cent": ("https://x.example/%7b%7b%E7%BC%96%E5%8F%B7%7d%7d", {"编号": 7}, "https://x.example/7"),
    "two tags": ("https://x.example/{{ a }}?年={{ b }}#c", {"a": "一", "b": 2026}, "https://x.example/%E4%B8%80?年=2026#c"),
    "signs escaped": ("https://x.example/?q={{ a }}", {"a": "甲&乙=1#?\"<>'"}, "https://x.example/?q=%E7%94%B2%26%E4%B9%99%3D1%23%3F%22%3C%3E%27"),
    "whole address": ("%7B%7B%20a%20%7D%7D", {"a": " https://y.example/a b?c=d&e=中#f "}, "https://y.example/a%20b?c=d&e=%E4%B8%AD#f"),
    "beside the document": ("{{ a }}", {"a": "见证材料/1.jpg"}, "%E8%A7%81%E8%AF%81%E6%9D%90%E6%96%99/1.jpg"),
    "mail": ("mailto:{{ a }}", {"a": "x@y.example"}, "mailto:x%40y.example"),
    "own scheme": ("file:///{{ a }}", {"a": "共享/1.docx"}, "file:///%E5%85%B1%E4%BA%AB/1.docx"),
    "full-width signs": ("https://x.example/｛｛ 编号 ｝｝", {"编号": 7}, "https://x.example/7"),
    "expression": ("https://x.example/{{ 甲.乙|upper }}", {"甲": {"乙": "a"}}, "https://x.example/A"),
}  # fmt: skip


@pytest.mark.parametrize(("address", "values", "expected"), CASES.values(), ids=CASES)
def test_tags_in_an_address_are_filled(
    make_template: Any, address: str, values: dict[str, Any], expected: str
) -> None:
    path = make_template("见链接", edit=lambda document: with_links(document, address))
    rendered = compile_template(path).render(values)
    assert targets(rendered) == [expected]
    assert rendered.proved == 1
    with zipfile.ZipFile(io.BytesIO(bytes(rendered))) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "{{" not in relations
    assert "%7B" not in relations.upper()


def test_each_turn_of_a_loop_has_its_own_link_and_equal_ones_share_one(
    make_template: Any, valid_ooxml: Callable[[bytes], None]
) -> None:
    path = make_template(
        "{%p for 项 in 表 %}",
        "{{ 项 }}的链接",
        "{%p endfor %}",
        edit=lambda document: with_links(document, "https://x.example/%7B%7B项%7D%7D"),
    )
    rendered = compile_template(path).render({"表": ["a", "b", "a"]})
    assert targets(rendered) == [f"https://x.example/{name}" for name in "aba"]
    with zipfile.ZipFile(io.BytesIO(bytes(rendered))) as archive:
        root = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    assert sum(element.get("TargetMode") == "External" for element in root) == 2
    valid_ooxml(bytes(rendered))


def test_the_names_and_tags_of_addresses_are_told_like_all_others(make_template: Any) -> None:
    path = make_template(
        "链接", edit=lambda document: with_links(document, "https://x.example/{{ 甲.乙 }}/{{ 丙 }}")
    )
    compiled = compile_template(path)
    assert compiled.names == ("丙", "甲.乙")
    assert [tag.source for tag in compiled.tags] == ["{{ 甲.乙 }}", "{{ 丙 }}"]
    with pytest.raises(RenderError) as failure:
        compiled.render({})
    assert [(p.code, p.place.where) for p in failure.value.problems] == [("render.missing", "正文第1段")]


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        (
            "javascript:alert(1)",
            "value.link_refused",
            "链接地址“javascript:alert(1)”不能用：“javascript:”开头的地址不在数据能给的几种之内",
        ),
        (
            "FILE:///c:/x",
            "value.link_refused",
            "链接地址“FILE:///c:/x”不能用：“FILE:”开头的地址不在数据能给的几种之内",
        ),
        (
            "//y.example/x",
            "value.link_refused",
            "链接地址“//y.example/x”不能用：“//”开头的地址不在数据能给的几种之内",
        ),
        (
            "\\\\y\\x",
            "value.link_refused",
            "链接地址“\\\\y\\x”不能用：“\\\\”开头的地址不在数据能给的几种之内",
        ),
        (None, "render.none", "“{{ a }}”：值是空的（None），印出来没有意义"),
        ([1], "render.container", "“{{ a }}”：值是列表（1 项），不是文字"),
        (Picture(b""), "value.not_printable", "“{{ a }}”的值（Picture）不能放进链接地址"),
    ],
)
def test_values_that_no_address_may_have_are_errors(
    make_template: Any, value: Any, code: str, message: str
) -> None:
    path = make_template("甲", "链接", edit=lambda document: with_links(document, "{{ a }}"))
    with pytest.raises(RenderError) as failure:
        compile_template(path).render({"a": value})
    (problem,) = failure.value.problems
    assert (problem.code, problem.place.where) == (code, "正文第2段")
    assert problem.message == message


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://x.example/{{ 甲 + }}", "template.syntax"),
        ("https://x.example/{{ ''.__class__ }}", "template.private_name"),
        ("https://x.example/{{ 甲|没有 }}", "template.unknown_filter"),
        ("https://x.example/{% if 甲 %}", "template.tag_in_unfilled_part"),
        ("https://x.example/%7b%25%20if%20甲%20%25%7d", "template.tag_in_unfilled_part"),
        ("https://x.example/{{p 甲 }}", "template.tag_in_unfilled_part"),
    ],
)
def test_a_faulty_tag_in_an_address_is_refused(make_template: Any, address: str, code: str) -> None:
    path = make_template("链接", edit=lambda document: with_links(document, address))
    with pytest.raises(TemplateError) as failure:
        compile_template(path)
    assert [problem.code for problem in failure.value.problems] == [code]


def test_a_link_kept_for_a_second_pass_is_filled_then(make_template: Any, tmp_path: Any) -> None:
    path = make_template("链接", edit=lambda document: with_links(document, "https://x.example/{{ a }}"))
    first = compile_template(path, missing="keep").render({})
    second = compile_template(first.save(tmp_path / "第二遍.docx")).render({"a": "1"})
    assert targets(second) == ["https://x.example/1"]


def test_links_without_tags_stay_as_they_are(make_template: Any) -> None:
    path = make_template(
        "{{ a }}", "链接", edit=lambda document: with_links(document, "https://x.example/%20a")
    )
    assert targets(compile_template(path).render({"a": "1"})) == ["https://x.example/%20a"]


def test_links_of_headers_and_of_pictures_are_filled_too(
    make_template: Any, tmp_path: Any, valid_ooxml: Callable[[bytes], None]
) -> None:
    photo = tmp_path / "图.png"
    Image.new("RGB", (8, 8), "red").save(photo)

    def edit(document: Document) -> None:
        document.add_picture(str(photo))
        properties = next(document.element.body.iter(qn("wp:docPr")))
        click = etree.SubElement(properties, qn("a:hlinkClick"))
        click.set(
            qn("r:id"), document.part.relate_to("https://x.example/{{ a }}", HYPERLINK, is_external=True)
        )
        header = document.sections[0].header
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), header.part.relate_to("https://y.example/{{ b }}", HYPERLINK, is_external=True))
        header.paragraphs[0]._p.append(link)

    rendered = compile_template(make_template("甲", header="页眉", edit=edit)).render({"a": 1, "b": 2})
    valid_ooxml(bytes(rendered))
    document = docx.Document(io.BytesIO(bytes(rendered)))
    click = next(document.element.body.iter(qn("a:hlinkClick")))
    assert document.part.rels[str(click.get(qn("r:id")))].target_ref == "https://x.example/1"
    header = document.sections[0].header
    link = next(header._element.iter(qn("w:hyperlink")))
    assert header.part.rels[str(link.get(qn("r:id")))].target_ref == "https://y.example/2"


def test_an_address_that_is_not_in_the_finished_document_is_an_error() -> None:
    relations = {("word/document.xml", HYPERLINK, 'https://x.example/?a&"b"', True): "rId9"}
    written = (
        b'<Relationship Id="rId9" Target="https://x.example/?a&amp;&quot;b&quot;" TargetMode="External"/>'
    )
    assert proved_addresses(relations, {"word/_rels/document.xml.rels": written}, "样.docx") == 1
    for lost in (written.replace(b"?a", b"?b"), written.replace(b"rId9", b"rId8")):
        with pytest.raises(RenderError) as failure:
            proved_addresses(relations, {"word/_rels/document.xml.rels": lost}, "样.docx")
        assert [problem.code for problem in failure.value.problems] == ["render.lost_value"]
