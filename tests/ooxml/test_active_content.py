from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.errors import Problem, TemplateError
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import read_package

Parts = Callable[..., dict[str, Any]]
Zipped = Callable[..., bytes]
Arrow = tuple[str, str, bool]

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
LINK = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DOCUMENT = "word/document.xml"


def only_problem(data: bytes, switch: str) -> Problem:
    """The one problem; and it is gone with its own switch, but with no other."""
    others = set(SWITCHES) - {switch}
    with pytest.raises(TemplateError) as caught:
        read_package(data, file="样.docx", allow=others)
    (problem,) = caught.value.problems
    read_package(data, allow={switch})
    assert problem.hint == f"从文件里删去；确实需要时用选项 {switch} 允许（{SWITCHES[switch]}）"
    return problem


def body(inside: str) -> str:
    return f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:p>{inside}</w:p></w:body></w:document>'


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{runs}{marks[1]}<w:r><w:t>DDE</w:t></w:r>{marks[2]}"


@pytest.mark.parametrize(
    ("part", "content_type", "switch", "code", "message"),
    [
        (
            "word/document.xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            "macros",
            "active.macros",
            "文件带有宏",
        ),
        (
            "word/vbaProject.bin",
            "application/vnd.ms-office.vbaProject",
            "macros",
            "active.macros",
            "文件带有宏",
        ),
        ("word/vbaProject.bin", "application/octet-stream", "macros", "active.macros", "文件带有宏"),
        (
            "xl/macrosheets/sheet1.xml",
            "application/vnd.ms-excel.macrosheet+xml",
            "macros",
            "active.macros",
            "文件带有宏",
        ),
        (
            "word/embeddings/oleObject1.bin",
            "application/vnd.openxmlformats-officedocument.oleObject",
            "ole",
            "active.ole",
            "文件里嵌有 OLE 对象",
        ),
        (
            "word/activeX/activeX1.xml",
            "application/vnd.ms-office.activeX+xml",
            "ole",
            "active.ole",
            "文件带有 ActiveX 控件",
        ),
    ],
)
def test_content_types_give_macros_and_objects_away(
    parts: Parts, zipped: Zipped, part: str, content_type: str, switch: str, code: str, message: str
) -> None:
    data = zipped(parts(types={f"/{part}": content_type}, more={part: "<a/>"}))
    problem = only_problem(data, switch)
    assert (problem.code, problem.message) == (code, message)
    assert (problem.place.file, problem.place.where) == ("样.docx", part)


@pytest.mark.parametrize(
    ("arrow", "switch", "code", "message"),
    [
        (("vbaProject", "vba.bin", False), "macros", "active.macros", "文件带有宏或界面扩展（vbaProject）"),
        (
            ("extensibility", "ui.xml", False),
            "macros",
            "active.macros",
            "文件带有宏或界面扩展（extensibility）",
        ),
        (
            ("oleObject", "file:///c:/a.xlsx", True),
            "ole",
            "active.ole",
            "文件里嵌有对象（file:///c:/a.xlsx）",
        ),
        (
            ("package", "embeddings/a.docx", False),
            "ole",
            "active.ole",
            "文件里嵌有别的文件（word/embeddings/a.docx）",
        ),
        (("control", "activeX1.xml", False), "ole", "active.ole", "文件里嵌有对象（word/activeX1.xml）"),
        (
            ("attachedTemplate", "http://a/b.dotm", True),
            "attached_template",
            "active.attached_template",
            "文件附加了模板“http://a/b.dotm”",
        ),
        (
            ("image", "http://a/b.png", True),
            "linked_images",
            "active.linked_image",
            "图片链接到文件外面：http://a/b.png",
        ),
        (
            ("aFChunk", "a.html", False),
            "subdocuments",
            "active.subdocument",
            "文件引入了别的内容（aFChunk：word/a.html）",
        ),
        (
            ("subDocument", "b.docx", True),
            "subdocuments",
            "active.subdocument",
            "文件引入了别的内容（subDocument：b.docx）",
        ),
        (
            ("mailMergeSource", "file:///c:/a.csv", True),
            "external_links",
            "active.external_link",
            "文件链接到外面（mailMergeSource：file:///c:/a.csv）",
        ),
        (
            ("unheardOf", "http://a/", True),
            "external_links",
            "active.external_link",
            "文件链接到外面（unheardOf：http://a/）",
        ),
    ],
)
def test_relationships_give_links_and_objects_away(
    parts: Parts, zipped: Zipped, rels: Any, arrow: Arrow, switch: str, code: str, message: str
) -> None:
    data = zipped(parts(more={"word/_rels/document.xml.rels": rels([("rId1", *arrow)])}))
    problem = only_problem(data, switch)
    assert (problem.code, problem.place.where, problem.message) == (code, DOCUMENT, message)


@pytest.mark.parametrize(
    "arrow",
    [
        ("hyperlink", "https://a.b/", True),
        ("hyperlink", "mailto:a@b.c", True),
        ("image", "media/a.png", False),
        ("styles", "styles.xml", False),
        ("printerSettings", "p.bin", False),
    ],
)
def test_hyperlinks_and_inner_parts_are_fine(parts: Parts, zipped: Zipped, rels: Any, arrow: Arrow) -> None:
    read_package(zipped(parts(more={"word/_rels/document.xml.rels": rels([("rId1", *arrow)])})))


def test_the_workbook_behind_a_chart_is_fine(parts: Parts, zipped: Zipped, rels: Any) -> None:
    more = {
        "word/charts/chart1.xml": "<c/>",
        "word/charts/_rels/chart1.xml.rels": rels([("rId1", "package", "../embeddings/a.xlsx", False)]),
        "word/embeddings/a.xlsx": b"PK",
    }
    read_package(zipped(parts(types={"/word/charts/chart1.xml": CHART}, more=more)))


# -- fields of Word ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "switch", "code", "message"),
    [
        (field(' DDEAUTO c:\\\\cmd.exe "/k calc" '), "dde", "active.dde", 'DDEAUTO c:\\\\cmd.exe "/k calc"'),
        (field("D", "D", "E", " excel a"), "dde", "active.dde", "DDE excel a"),
        (field(" dde\\x"), "dde", "active.dde", "dde\\x"),
        (field("&#68;DE a b"), "dde", "active.dde", "DDE a b"),
        ('<w:fldSimple w:instr="DDE excel a"/>', "dde", "active.dde", "DDE excel a"),
        (
            field(" IF ").replace("</w:instrText>", "</w:instrText>" + field("DDE x y"), 1),
            "dde",
            "active.dde",
            "DDE x y",
        ),
        (field(" LINK Excel.Sheet a "), "ole", "active.ole", "LINK Excel.Sheet a"),
        (
            field(' INCLUDEPICTURE "http://a/b.png" \\d '),
            "linked_images",
            "active.linked_image",
            '文档里有链接图片的域：INCLUDEPICTURE "http://a/b.png" \\d',
        ),
        (field(" INCLUDETEXT a.docx "), "external_links", "active.external_link", "INCLUDETEXT a.docx"),
        (field(" MACROBUTTON x y "), "macros", "active.macros", "MACROBUTTON x y"),
        ("<w:r><w:instrText>DDE a b</w:instrText></w:r>", "dde", "active.dde", "DDE a b"),
    ],
)
def test_fields_that_run_or_fetch_are_found_however_they_are_written(
    parts: Parts, zipped: Zipped, inside: str, switch: str, code: str, message: str
) -> None:
    problem = only_problem(zipped(parts(more={DOCUMENT: body(inside)})), switch)
    assert (problem.code, problem.place.where) == (code, DOCUMENT)
    assert problem.message.endswith(message)


def test_a_dde_field_in_utf_16_is_found(parts: Parts, zipped: Zipped) -> None:
    problem = only_problem(zipped(parts(more={DOCUMENT: body(field("DDE a")).encode("utf-16")})), "dde")
    assert problem.code == "active.dde"


@pytest.mark.parametrize(
    "inside",
    [
        field(" PAGE "),
        field(" TOC \\o 1-3 "),
        field(' HYPERLINK "http://a" '),
        field(" "),
        "<w:r><w:t>DDEAUTO</w:t></w:r>",
    ],
)
def test_ordinary_fields_and_text_are_fine(parts: Parts, zipped: Zipped, inside: str) -> None:
    read_package(zipped(parts(more={DOCUMENT: body(inside)})))


# -- formulas of Excel ------------------------------------------------------------------------------------


def sheet(parts: Parts, zipped: Zipped, formula: str) -> bytes:
    return zipped(
        parts(
            types={"/xl/worksheets/sheet1.xml": SHEET},
            more={"xl/worksheets/sheet1.xml": f"<worksheet><c><f>{formula}</f></c></worksheet>"},
        )
    )


@pytest.mark.parametrize(
    ("formula", "switch", "code", "message"),
    [
        ("cmd|'/C calc'!A0", "dde", "active.dde", "公式里有 DDE 调用：cmd|'/C calc'!A0"),
        ("SUM(1,MSEXCEL|'a'!b)", "dde", "active.dde", "公式里有 DDE 调用：SUM(1,MSEXCEL|'a'!b)"),
        ("+1+cmd&#124;'/C calc'!A0", "dde", "active.dde", "公式里有 DDE 调用：+1+cmd|'/C calc'!A0"),
        (
            '_xlfn.WEBSERVICE("http://a")',
            "external_links",
            "active.external_link",
            '公式从外面取数：_xlfn.WEBSERVICE("http://a")',
        ),
        ('rtd("a",,"b")', "external_links", "active.external_link", '公式从外面取数：rtd("a",,"b")'),
    ],
)
def test_formulas_that_run_or_fetch_are_found(
    parts: Parts, zipped: Zipped, formula: str, switch: str, code: str, message: str
) -> None:
    problem = only_problem(sheet(parts, zipped, formula), switch)
    assert (problem.code, problem.place.where, problem.message) == (code, "xl/worksheets/sheet1.xml", message)


@pytest.mark.parametrize(
    "formula", ["SUM(A1:A9)", 'IF(A1="a|b",1,0)', '"cmd|"&amp;A1', "HYPERLINK(A1)", "START(1)"]
)
def test_ordinary_formulas_are_fine(parts: Parts, zipped: Zipped, formula: str) -> None:
    read_package(sheet(parts, zipped, formula))


@pytest.mark.parametrize(
    ("inside", "switch", "message"),
    [
        ("<ddeLink/>", "dde", "工作簿带有 DDE 链接"),
        ("<oleLink/>", "ole", "工作簿带有 OLE 链接"),
        ("<externalBook/>", "external_links", "工作簿链接到别的工作簿"),
    ],
)
def test_links_of_workbooks_are_told_by_what_they_are(
    parts: Parts, zipped: Zipped, rels: Any, inside: str, switch: str, message: str
) -> None:
    data = zipped(
        parts(
            types={"/xl/workbook.xml": BOOK, "/xl/externalLinks/link1.xml": LINK},
            more={
                "xl/workbook.xml": "<workbook/>",
                "xl/_rels/workbook.xml.rels": rels(
                    [("rId1", "externalLink", "externalLinks/link1.xml", False)]
                ),
                "xl/externalLinks/link1.xml": f"<externalLink>{inside}</externalLink>",
            },
        )
    )
    problem = only_problem(data, switch)
    assert (problem.message, problem.place.where) == (message, "xl/externalLinks/link1.xml")


def test_a_field_part_that_is_broken_is_a_problem_not_a_crash(parts: Parts, zipped: Zipped) -> None:
    with pytest.raises(TemplateError) as caught:
        read_package(zipped(parts(more={DOCUMENT: "<a><instrText></a>"})))
    assert caught.value.problems[0].code == "package.not_wellformed"
