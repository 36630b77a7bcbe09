"""Every fault of a Word template and of a rendering: the smallest case that provokes it, its place and sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from docxtpl import RichText

from qijin_docs.errors import Place, Problem, QijinError, RenderError, TemplateError
from qijin_docs.templating import compile_template

TABLE = [["甲", "乙"]]
Case = tuple[str, tuple[Any, ...], str, str]

FAULTS: list[Case] = [
    ("template.unclosed_tag", ("前 {{ 标题 后",), "正文第1段", "“{{”开始的标签没有写完：“前 {{ 标题 后”"),
    ("template.unclosed_tag", ("{{ 标", "题 }}"), "正文第1段", "“{{”开始的标签没有写完：“{{ 标”"),
    (
        "template.stray_delimiter",
        ("前 标题 }} 后",),
        "正文第1段",
        "多出“}}”，前面没有与它配对的开始：“前 标题 }} 后”",
    ),
    ("template.empty_tag", ("{{  }}",), "正文第1段", "标签“{{  }}”里什么也没有写"),
    ("template.private_character", ("甲\U000f5a00乙",), "正文第1段", "文字里有本程序保留的私用字符"),
    ("template.unclosed_block", ("甲", "{%p if a %}", "乙"), "正文第2段", "“{%p if a %}”没有对应的结束标签"),
    ("template.stray_block", ("{% endif %}甲",), "正文第1段", "“{% endif %}”前面没有与它配对的开始标签"),
    ("template.stray_block", ("甲{% else %}",), "正文第1段", "“{% else %}”前面没有与它配对的开始标签"),
    (
        "template.mismatched_block",
        ("{%p for a in b %}", "{%p endif %}", "{%p endfor %}"),
        "正文第2段",
        "“{%p endif %}”对不上前面还没有结束的“{%p for a in b %}”（正文第1段）",
    ),
    (
        "template.block_crosses",
        ("{%p if a %}", "甲{% endif %}"),
        "正文第1段",
        "“{%p if a %}”与“{% endif %}”（正文第2段）不在同一层：一个在段落之间，一个在段内文字",
    ),
    (
        "template.block_crosses",
        ([["甲{% if a %}"], ["乙"]], "丙{% endif %}"),
        "表1第1行第1列",
        "“{% if a %}”与“{% endif %}”（正文第1段）不在同一层：一个在段内文字，一个在段内文字",
    ),
    (
        "template.text_beside_tag",
        ("合计 5 {%p if a %}", "{%p endif %}"),
        "正文第1段",
        "“{%p if a %}”所在的段落里还有“合计 5”，渲染时会丢失",
    ),
    (
        "template.text_beside_tag",
        ([["{%tr if a %}", "乙"], ["{%tr endif %}", ""]],),
        "表1第1行第1列",
        "“{%tr if a %}”所在的表格行里还有“乙”，渲染时会丢失",
    ),
    (
        "template.text_beside_tag",
        ([["{%tc if a %}{{ b }}", "{%tc endif %}"]],),
        "表1第1行第1列",
        "“{%tc if a %}”所在的单元格里还有“{{ b }}”，渲染时会丢失",
    ),
    (
        "template.not_in_table",
        ("{%tr for a in b %}", "{%tr endfor %}"),
        "正文第1段",
        "“{%tr for a in b %}”不在表格里",
    ),
    ("template.not_in_cell", ("{% vm %}甲",), "正文第1段", "“{% vm %}”不在表格的格子里"),
    ("template.cell_tag_without_value", ([["{% colspan %}甲"]],), "表1第1行第1列", "“{% colspan %}”没有写值"),
    (
        "template.space_before_level",
        ("{% p if a %}", "{%p endif %}"),
        "正文第1段",
        "“{% p if a %}”里 p 前面多了空格",
    ),
    (
        "template.space_before_level",
        ("{%p- if a %}{{ a }}{% endif %}",),
        "正文第1段",
        "“{%p- if a %}”里“-”的位置不对，认不出 p",
    ),
    ("template.stray_block", ("甲{% break %}",), "正文第1段", "“{% break %}”不在循环里"),
    (
        "template.stray_block",
        ("{% for x in l %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}",),
        "正文第1段",
        "“{% break %}”不在循环里",
    ),
    (
        "template.block_crosses",
        ("{%p for x in l %}", "甲{% break %}", "{%p endfor %}"),
        "正文第2段",
        "“{% break %}”与它所在循环的“{%p for x in l %}”（正文第1段）不在同一层",
    ),
    ("template.refused_tag", ("{% include 'x' %}",), "正文第1段", "这里不能用“{% include 'x' %}”"),
    ("template.unknown_tag", ("{% 如果 a %}",), "正文第1段", "不认识“{% 如果 a %}”里的“如果”"),
    ("template.syntax", ("{{ a b }}",), "正文第1段", "“{{ a b }}”：标签写错：多出“b”"),
    ("template.unknown_filter", ("{{ a|没有的 }}",), "正文第1段", "“{{ a|没有的 }}”：没有叫“没有的”的过滤器"),
    (
        "template.private_name",
        ("{{ a.__class__ }}",),
        "正文第1段",
        "“{{ a.__class__ }}”：不能用以下划线开头的名称“__class__”",
    ),
]


@pytest.mark.parametrize(
    ("code", "blocks", "where", "message"), FAULTS, ids=[f"{c[0]}-{n}" for n, c in enumerate(FAULTS)]
)
def test_a_fault_of_the_template_has_its_code_place_and_sentence(
    make_template: Any, code: str, blocks: tuple[Any, ...], where: str, message: str
) -> None:
    path = make_template(*blocks)
    with pytest.raises(TemplateError) as failure:
        compile_template(path)
    found = {(p.code, p.place, p.message) for p in failure.value.problems}
    assert (code, Place(path.name, where), message) in found
    assert all(p.hint for p in failure.value.problems)


def test_a_repaired_sign_is_a_note(template: Any) -> None:
    rendered = template("｛｛ 名 ｝｝").render({"名": "值"})
    assert [(p.code, p.severity, p.place.where) for p in rendered.problems] == [
        ("template.repaired_signs", "note", "正文第1段")
    ]
    assert rendered.problems[0].message == "标签“｛｛ 名 ｝｝”里的全角、弯引号或不可见字符已按“名”理解"


def test_tracked_changes_are_refused_with_their_place_or_accepted_if_asked(
    make_template: Any, texts: Any
) -> None:
    deleted = '<w:p><w:r><w:t>留</w:t></w:r><w:del w:id="9" w:author="张三">'
    deleted += "<w:r><w:delText>{{ 密 }}</w:delText></w:r></w:del>"
    added = '<w:ins w:id="8" w:author="张三"><w:r><w:t>{{ 新 }}</w:t></w:r></w:ins></w:p>'
    path = make_template("甲", body=deleted + added)
    with pytest.raises(TemplateError) as failure:
        compile_template(path)
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("template.tracked_changes", "正文第2段", "模板里有 2 处没有处理的修订（删改痕迹）")
    ]
    accepted = compile_template(path, accept_changes=True).render({"新": "增"})
    assert texts(accepted) == ["甲", "留增"]


def test_a_tag_where_nothing_is_filled_is_refused(make_template: Any) -> None:
    path = make_template("甲", parts={"customXml/item1.xml": "<a><b>{{ 单位 }}</b></a>"})
    with pytest.raises(TemplateError) as failure:
        compile_template(path)
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("template.tag_in_unfilled_part", "customXml/item1.xml", "“{{ 单位 }}”写在不会填写的地方")
    ]


@pytest.mark.parametrize(
    ("name", "code"), [("a.doc", "template.unknown_kind"), ("没有.docx", "template.unreadable")]
)
def test_what_is_no_template_is_told(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(TemplateError) as failure:
        compile_template(tmp_path / name)
    assert [p.code for p in failure.value.problems] == [code]


def test_a_package_without_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
    with pytest.raises(TemplateError) as failure:
        compile_template(path)
    assert [(p.code, p.message) for p in failure.value.problems] == [
        ("template.no_document", "文件里没有正文，不是 Word 文档")
    ]


def test_an_unusual_form_of_the_xml_is_told(make_template: Any, part_text: Any) -> None:
    xml = (
        part_text(make_template("甲"), "word/document.xml")
        .replace("w:", "v:")
        .replace("xmlns:w=", "xmlns:v=")
    )
    xml = xml.replace('xmlns:v="urn:schemas-microsoft-com:vml"', "")
    path = make_template("甲", parts={"word/document.xml": xml})
    with pytest.raises(TemplateError) as failure:
        compile_template(path)
    assert "template.unusual_namespace" in {p.code for p in failure.value.problems}


RENDERING: list[tuple[str, tuple[Any, ...], dict[str, Any], str, str]] = [
    ("render.missing", ("{{ 标题 }}",), {}, "正文第1段", "“{{ 标题 }}”：没有“标题”这个值"),
    (
        "render.missing",
        ("{% for x in 无 %}{% endfor %}甲",),
        {},
        "正文第1段",
        "“{% for x in 无 %}”：没有“无”这个值",
    ),
    ("render.none", ("{{ a }}",), {"a": None}, "正文第1段", "“{{ a }}”：值是空的（None），印出来没有意义"),
    ("render.bool", ("{{ a }}",), {"a": True}, "正文第1段", "“{{ a }}”：值是“是”（True），不能直接印"),
    ("render.container", ("{{ a }}",), {"a": [1, 2]}, "正文第1段", "“{{ a }}”：值是列表（2 项），不是文字"),
    ("render.division", ("甲{{ 1 / a }}",), {"a": 0}, "正文第1段", "“{{ 1 / a }}”：除数是零"),
    (
        "value.control_character",
        ("{{ a }}",),
        {"a": "x\x02y"},
        "正文第1段",
        "“{{ a }}”的值里有不能写进文档的控制字符（U+0002）",
    ),
    (
        "value.control_character",
        ("{{ a }}",),
        {"a": "\ud800"},
        "正文第1段",
        "“{{ a }}”的值里有不能写进文档的控制字符（U+D800）",
    ),
    (
        "render.column_count",
        ([["{% colspan a %}甲", "乙"]],),
        {"a": 0},
        "表1第1行第1列",
        "列数“0”不是 1 到 63 的整数",
    ),
    ("render.colour", ([["{% cellbg a %}甲", "乙"]],), {"a": 'x"/>'}, "表1第1行第1列", '“x"/>”不是六位颜色'),
    (
        "value.rich_paragraph_here",
        ("{{ a }}",),
        {"a": "段"},
        "正文第1段",
        "“{{ a }}”的值是整段的格式文字，这里只能放段落中的内容",
    ),
    (
        "value.rich_text_refused",
        ("{{r a }}",),
        {"a": "链"},
        "正文第1段",
        "“{{r a }}”的格式文字不能用：链接编号“rId99”属于别的文档",
    ),
    (
        "value.captured_here",
        ("{%p set b %}", "甲", "{%p endset %}", "前{{ b }}后"),
        {},
        "正文第4段",
        "“{{ b }}”的内容是整段，这里放不下",
    ),
    (
        "render.not_text",
        ("{%p set b %}", "甲", "{%p endset %}", "{{p b|upper }}"),
        {},
        "正文第4段",
        "“{{p b|upper }}”：值是宏或 set 块里的段落、图片或带格式的文字，只能整个印出来，不能再加工",
    ),
    (
        "render.missing",
        ("{{ l|first }}",),
        {"l": []},
        "正文第1段",
        "“{{ l|first }}”：列表是空的，没有第一项",
    ),
    (
        "value.not_printable",
        ([["{{tr a }}"]],),
        {"a": "x"},
        "表1第1行第1列",
        "“{{tr a }}”的值（str）不能印在这里",
    ),
]


@pytest.mark.parametrize(
    ("code", "blocks", "values", "where", "message"),
    RENDERING,
    ids=[f"{c[0]}-{n}" for n, c in enumerate(RENDERING)],
)
def test_a_fault_of_a_rendering_has_its_code_place_and_sentence(
    template: Any, code: str, blocks: tuple[Any, ...], values: dict[str, Any], where: str, message: str
) -> None:
    from docxtpl import RichTextParagraph

    special = {"段": RichTextParagraph(RichText("x")), "链": RichText("x", url_id="rId99")}
    values = {
        name: special.get(value, value) if isinstance(value, str) else value for name, value in values.items()
    }
    with pytest.raises(RenderError) as failure:
        template(*blocks).render(values)
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [(code, where, message)]


def test_text_that_gets_lost_is_an_error(template: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = template("{{ a }}")
    monkeypatch.setattr(
        "qijin_docs.templating.word.stretches._joined",
        lambda pieces: b"".join(pieces).replace("要紧".encode(), b""),
    )
    with pytest.raises(RenderError) as failure:
        compiled.render({"a": "要紧"})
    assert failure.value.problems == (
        Problem(
            "render.lost_text",
            "印出的“要紧”在成文里找不到",
            Place(compiled.path.name, "正文"),
            "请把模板和数据交给维护的人：这是程序的错误",
        ),
    )


def test_every_error_of_a_template_is_one_of_ours(make_template: Any) -> None:
    path = make_template("{{ a }}")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(QijinError):
        compile_template(path)


def test_faults_of_every_kind_come_at_once(template: Any) -> None:
    with pytest.raises(TemplateError) as failure:
        template(
            "{%p if 有 %}", "{{ 名|大写金颤 }}", "前面 {%p for x in 表 %}", "{{ ''.__class__ }}", "{{ 甲 + }}"
        )
    assert {problem.code for problem in failure.value.problems} == {
        "template.syntax",
        "template.unclosed_block",
        "template.unknown_filter",
        "template.text_beside_tag",
        "template.private_name",
    }


def test_a_level_in_an_attribute_is_refused(make_template: Any) -> None:
    body = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="3" name="图" descr="{%p if a %}"/></wp:inline></w:drawing></w:r></w:p>'
    )
    with pytest.raises(TemplateError) as failure:
        compile_template(make_template("甲", body=body))
    found = {(p.code, p.place.where, p.message) for p in failure.value.problems}
    message = "“{%p if a %}”不能带 p，它写在图片说明一类的属性里"
    assert ("template.level_in_attribute", "正文第2段", message) in found


def test_a_run_tag_in_a_field_code_is_refused(make_template: Any) -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE {{r a }}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    with pytest.raises(TemplateError) as failure:
        compile_template(make_template("甲", body=body))
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("template.run_tag_outside_run", "正文第2段", "“{{r a }}”不在普通文字里")
    ]


def test_a_rich_text_that_is_no_whole_xml_is_told(template: Any) -> None:
    broken = RichText("整")
    broken.xml = "<w:r><w:t>半"
    with pytest.raises(RenderError) as failure:
        template("甲", "{{r a }}").render({"a": broken})
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("value.rich_text_broken", "正文第2段", "“{{r a }}”的格式文字不是完整的 XML")
    ]


def test_a_rich_text_where_there_is_only_plain_text_is_told(template: Any) -> None:
    def edit(document: Any) -> None:
        document.core_properties.title = "{{ a }}"

    with pytest.raises(RenderError) as failure:
        template("甲", edit=edit).render({"a": RichText("粗")})
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("value.rich_text_here", "文档属性", "“{{ a }}”的值是带格式的文字，这里只能印普通文字")
    ]
