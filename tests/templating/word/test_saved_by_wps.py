"""A template as WPS Writer saves it: its namespaces, its numbered styles, its ways to cut up a tag."""

# ruff: noqa: E501  (XML as it is written)

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from qijin_docs.ooxml.package import read_package
from qijin_docs.templating import compile_template

_NAMESPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "o": "urn:schemas-microsoft-com:office:office",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wpsCustomData": "http://www.wps.cn/officeDocument/2013/wpsCustomData",
}
_ROOT = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
_PLAIN = '<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>'
_CHOICE = """<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300"
 distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"
 wp14:anchorId="0AB1C2D3" wp14:editId="50D07946"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0
</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="1200000" cy="400000"/><wp:wrapNone/><wp:docPr id="1" name="文本框 1"/><wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr/><wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="_x0000_s1026" o:spid="_x0000_s1026" o:spt="202"
 type="#_x0000_t202" style="width:94pt;height:31pt"><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape>
</w:pict></mc:Fallback></mc:AlternateContent></w:r>""".replace("\n", "")
_BOX = f"<w:p><w:r>{_HINT}<w:t>密级：</w:t></w:r><w:r>{_PLAIN}<w:t>{{{{密</w:t></w:r><w:r>{_HINT}<w:t>级}}}}</w:t></w:r></w:p>"
_BODY = (
    # A run with several w:t, a cursor bookmark in the middle of a tag, hints that change at every second sign.
    f'<w:p w14:paraId="0AB1C2D4"><w:pPr><w:pStyle w:val="2"/><w:bidi w:val="0"/><w:jc w:val="center"/></w:pPr>'
    f"<w:r>{_HINT}<w:t>关于</w:t><w:t>{{</w:t></w:r><w:r>{_PLAIN}<w:t>{{</w:t></w:r>"
    f'<w:r>{_HINT}<w:t xml:space="preserve"> 标</w:t></w:r><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
    f'<w:bookmarkEnd w:id="0"/><w:r>{_PLAIN}<w:t>题</w:t><w:t xml:space="preserve"> </w:t></w:r>'
    f"<w:r>{_HINT}<w:t>}}</w:t></w:r><w:r>{_PLAIN}<w:t>}}</w:t></w:r><w:r>{_HINT}<w:t>的通知</w:t></w:r></w:p>"
    f"<w:p><w:r>{_HINT}<w:t>｛%p for 项 in 单位 %｝</w:t></w:r></w:p>"
    f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>'
    f"<w:r>{_HINT}<w:t>{{{{ 项</w:t></w:r><w:r>{_PLAIN}<w:t>}}}}</w:t></w:r>{_CHOICE.replace('{box}', _BOX)}</w:p>"
    f"<w:p><w:r>{_PLAIN}<w:t>{{%p</w:t></w:r><w:r>{_HINT}<w:t> endfor %}}</w:t></w:r></w:p>"
)
_STYLES = (
    f'<w:styles {_ROOT} mc:Ignorable="w14"><w:docDefaults/>'
    '<w:latentStyles w:count="260" w:defQFormat="0" w:defUnhideWhenUsed="1" w:defSemiHidden="1" w:defUIPriority="99"/>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="3"><w:name w:val="Default Paragraph Font"/></w:style>'
    "</w:styles>"
)
_SETTINGS = (
    f'<w:settings {_ROOT} mc:Ignorable="w14"><w:zoom w:percent="120"/><w:defaultTabStop w:val="420"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/></w:compat>"
    '<w:rsids><w:rsidRoot w:val="00000000"/><w:rsid w:val="1B2C3D4E"/></w:rsids></w:settings>'
)
_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.0</vt:lpwstr></property>"
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="ICV"><vt:lpwstr>0A1B_12</vt:lpwstr></property>'
    "</Properties>"
)
_CUSTOM = (
    '<s:customData xmlns="http://www.wps.cn/officeDocument/2013/wpsCustomData" '
    'xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"><customSectProps><customSectPr/></customSectProps>'
    '<customShpExts><customShpInfo spid="_x0000_s1026" textRotate="1"/></customShpExts></s:customData>'
)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@pytest.fixture
def template(make_template: Any) -> Path:
    """The template, with the parts WPS writes in place of python-docx's."""
    path: Path = make_template("x")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        document = old.read("word/document.xml").decode()
        section = document[document.index("<w:sectPr") : document.index("</w:body>")]
        parts = {
            "word/document.xml": f'{head}<w:document {_ROOT} mc:Ignorable="w14 w15 wp14"><w:body>{_BODY}{section}</w:body></w:document>',
            "word/styles.xml": head + _STYLES,
            "word/settings.xml": head + _SETTINGS,
            "docProps/custom.xml": head + _PROPERTIES,
            "customXml/item1.xml": head + _CUSTOM,
        }
        types = old.read("[Content_Types].xml").decode()
        parts["[Content_Types].xml"] = types.replace(
            "</Types>",
            '<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
        )
        relations = old.read("_rels/.rels").decode()
        parts["_rels/.rels"] = relations.replace(
            "</Relationships>",
            '<Relationship Id="rIdK" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>',
        )
        for name in [*(name for name in old.namelist() if name not in parts), *parts]:
            new.writestr(name, parts.get(name) or old.read(name))
    path.write_bytes(stream.getvalue())
    return path


def test_a_template_saved_by_wps_is_filled_like_any_other(template: Path) -> None:
    rendered = compile_template(template).render(
        {"标题": "安全宣传", "单位": ["甲局", "乙局"], "密级": "内部"}
    )
    document = docx.Document(io.BytesIO(bytes(rendered)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["关于安全宣传的通知", "甲局", "乙局"]
    assert [paragraph.style.name for paragraph in document.paragraphs if paragraph.style][:1] == ["Heading 1"]
    xml = read_package(bytes(rendered)).part("word/document.xml").decode()
    boxes = [
        "".join(map(str, box.itertext()))
        for box in etree.fromstring(xml.encode()).iter(f"{{{_NAMESPACES['w']}}}txbxContent")
    ]
    assert boxes == ["密级：内部"] * 4  # two loops, each with the drawing and what older programs show


def test_what_wps_needs_stays_and_shapes_of_copies_differ(template: Path) -> None:
    rendered = compile_template(template).render({"标题": "a", "单位": ["甲", "乙"], "密级": "b"})
    package = read_package(bytes(rendered))
    root = etree.fromstring(package.part("word/document.xml"))
    assert root.nsmap["wpsCustomData"] == _NAMESPACES["wpsCustomData"]
    ignorable = root.get(f"{{{_NAMESPACES['mc']}}}Ignorable", "").split()
    assert ignorable == ["w14", "w15", "wp14"]
    assert all(prefix in root.nsmap for prefix in ignorable)  # Word refuses a name that is not declared
    assert b"KSOProductBuildVer" in package.part("docProps/custom.xml")
    assert package.part("customXml/item1.xml") == read_package(template).part("customXml/item1.xml")
    ids = [element.get("id") for element in root.iter(f"{{{_NAMESPACES['wp']}}}docPr")]
    shapes = [element.get("id") for element in root.iter(f"{{{_NAMESPACES['v']}}}shape")]
    assert len(set(ids)) == len(set(shapes)) == 2


def test_the_signs_wps_users_type_are_noted(template: Path) -> None:
    rendered = compile_template(template).render({"标题": "a", "单位": [], "密级": "b"})
    assert [problem.code for problem in rendered.problems] == ["template.repaired_signs"]
    assert rendered.problems[0].place.where == "正文第2段"
