"""Effective formats: document defaults, styles, lists, theme, toggles and direct formats added up."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from qijin_docs.ooxml.styles import Styles, is_on
from qijin_docs.ooxml.wordml import A, W

STYLES = """
<w:docDefaults>
  <w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>
    <w:sz w:val="21"/></w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>
  <w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="正文公文"/><w:basedOn w:val="a"/>
  <w:pPr><w:spacing w:line="579" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>
  <w:rPr><w:b/><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="悬挂"/><w:basedOn w:val="b"/>
  <w:pPr><w:ind w:hangingChars="100" w:hanging="320"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="listed"><w:name w:val="列表"/><w:basedOn w:val="b"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="X"/><w:basedOn w:val="y"/></w:style>
<w:style w:type="paragraph" w:styleId="y"><w:name w:val="Y"/><w:basedOn w:val="x"/>
  <w:rPr><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""
THEME = f"""<a:theme xmlns:a="{A}"><a:themeElements><a:fontScheme name="x">
  <a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:cs typeface=""/>
    <a:font script="Hans" typeface="黑体"/></a:majorFont>
  <a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>
    <a:font script="Hans" typeface="宋体"/><a:font script="Hant" typeface="新細明體"/></a:minorFont>
</a:fontScheme></a:themeElements></a:theme>"""
NUMBERING = """<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/>
  <w:lvlText w:val="%1、"/><w:pPr><w:ind w:left="700" w:hanging="700"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"""


def element(name: str, inside: str) -> Any:
    return etree.fromstring(f'<w:{name} xmlns:w="{W}">{inside}</w:{name}>')


@pytest.fixture(scope="module")
def styles() -> Styles:
    return Styles(element("styles", STYLES), element("numbering", NUMBERING), etree.fromstring(THEME))


def paragraph(styles: Styles, inside: str = "") -> Any:
    return styles.paragraph(element("pPr", inside))[1]


def run(styles: Styles, style: str | None, inside: str = "") -> Any:
    return styles.run(style, element("rPr", inside))


def test_document_defaults_stand_below_the_default_style(styles: Styles) -> None:
    found = paragraph(styles)
    assert found["spacing"] == {"after": "160", "line": "259", "lineRule": "auto"}
    assert found["jc"] == {"val": "both"}


def test_spacing_is_inherited_attribute_by_attribute(styles: Styles) -> None:
    found = paragraph(styles, '<w:pStyle w:val="b"/><w:spacing w:before="100"/>')
    assert found["spacing"] == {"after": "160", "line": "579", "lineRule": "exact", "before": "100"}


def test_a_hanging_indent_ends_an_inherited_first_line_indent(styles: Styles) -> None:
    assert paragraph(styles, '<w:pStyle w:val="c"/>')["ind"] == {"hangingChars": "100", "hanging": "320"}


def test_a_first_line_indent_ends_an_inherited_hanging_one(styles: Styles) -> None:
    found = paragraph(styles, '<w:pStyle w:val="c"/><w:ind w:firstLine="640"/>')
    assert found["ind"] == {"firstLine": "640"}


def test_theme_fonts_are_looked_up_by_script(styles: Styles) -> None:
    fonts = run(styles, None)["rFonts"]
    assert fonts["eastAsia"] == "宋体"
    assert fonts["ascii"] == "Calibri"


def test_a_named_font_of_a_style_replaces_the_theme_of_the_defaults(styles: Styles) -> None:
    assert run(styles, "b")["rFonts"]["eastAsia"] == "仿宋_GB2312"


def test_in_one_element_the_theme_wins_over_the_name(styles: Styles) -> None:
    found = run(styles, "b", '<w:rFonts w:eastAsia="仿宋" w:eastAsiaTheme="majorEastAsia"/>')
    assert found["rFonts"]["eastAsia"] == "黑体"


@pytest.mark.parametrize(
    ("style", "direct", "bold"),
    [
        (None, "", False),
        ("b", "", True),
        (None, '<w:rStyle w:val="strong"/>', True),
        ("b", '<w:rStyle w:val="strong"/>', False),
        ("b", '<w:rStyle w:val="strong"/><w:b/>', True),
        ("b", '<w:b w:val="0"/>', False),
        ("b", '<w:b w:val="false"/>', False),
    ],
)
def test_bold_is_switched_over_by_styles_and_set_by_the_run(
    styles: Styles, style: str | None, direct: str, bold: bool
) -> None:
    assert is_on(run(styles, style, direct), "b") is bold


def test_a_list_level_stands_below_the_direct_format(styles: Styles) -> None:
    numbered = '<w:pStyle w:val="b"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    style, form, level = styles.paragraph(element("pPr", numbered))
    assert style == "b"
    assert form["ind"] == {"left": "700", "hanging": "700"}
    assert level is not None
    assert (level.text, level.format, level.start) == ("%1、", "chineseCounting", 3)
    assert paragraph(styles, numbered + '<w:ind w:left="0"/>')["ind"] == {"left": "0", "hanging": "700"}


def test_a_style_brings_its_list(styles: Styles) -> None:
    level = styles.paragraph(element("pPr", '<w:pStyle w:val="listed"/>'))[2]
    assert level is not None
    assert level.text == "%1、"


def test_numbering_is_switched_off_by_number_nought(styles: Styles) -> None:
    off = '<w:pStyle w:val="listed"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert styles.paragraph(element("pPr", off))[2] is None


def test_styles_based_on_each_other_end_where_the_circle_closes(styles: Styles) -> None:
    assert run(styles, "x")["sz"] == {"val": "44"}


def test_an_unknown_style_is_no_style(styles: Styles) -> None:
    assert run(styles, "nowhere")["sz"] == {"val": "21"}
    assert styles.name("nowhere") == ""
    assert styles.name(None) == "Normal"


def test_a_package_may_have_no_styles_at_all() -> None:
    empty = Styles(None)
    assert empty.paragraph(None)[1] == {}
    assert empty.name(None) == ""
