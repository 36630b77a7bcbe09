"""Any file at all as a template ends in a document or in one of our errors, nothing else.

A few hundred cases in the ordinary run; at least 20,000 with ``QIJIN_FUZZ=long`` (``make fuzz``).
"""

# ruff: noqa: E501  (a case is one line)
from __future__ import annotations

import io
import os
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from qijin_docs.errors import QijinError, RenderError, TemplateError
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import read_package
from qijin_docs.templating import compile_template

LONG = os.environ.get("QIJIN_FUZZ") == "long"
CASES = 4_000 if LONG else 60

steady = settings(
    max_examples=CASES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

VALUES: dict[str, Any] = {
    "标题": "关于<开展> & “七进” {{ x }} ]]>",
    "数": 3,
    "好": True,
    "空": None,
    "单位": {"名称": "云岭省应急管理厅", "人员": ["×××", "×××"]},
    "明细": [{"品名": "犁", "数量": 2, "子": [1, 2]}, {"品名": "耙", "数量": 0.5, "子": []}],
}

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def table(*rows: list[str]) -> str:
    made = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{made}</w:tbl>"


def part(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{WORD}">{inside}</w:{root}>'


@cache
def word_parts() -> dict[str, bytes]:
    body = (
        paragraph("{{ 标", "题 ", "}}", "（{{ 数 }}）")
        + paragraph("{%p if 好 %}")
        + paragraph("{{ 单位.名称|default('无') }}{# 注 #}")
        + paragraph("{%p endif %}")
        + paragraph("{% for 人 in 单位.人员 %}{{ 人 }}{% if not loop.last %}、{% endif %}{% endfor %}")
        + table(
            ["品名", "数量"],
            ["{%tr for 项 in 明细 %}", ""],
            ["{{ 项.品名 }}", "{{ 项.数量 }}{% for x in 项.子 %}{{ x }}{% endfor %}"],
            ["{%tr endfor %}", ""],
        )
        + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/></w:p>'
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></w:sectPr>'
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("header1", "header"),
            ("comments", "comments"),
            ("footnotes", "footnotes"),
        )
    )
    arrows = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATION}{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(
            (("header", "header1.xml"), ("comments", "comments.xml"), ("footnotes", "footnotes.xml")), 1
        )
    )
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": relations.format(
            f'<Relationship Id="rId1" Type="{RELATION}officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": relations.format(arrows),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/header1.xml": part("hdr", paragraph("{{ 标题 }}")),
        "word/comments.xml": part(
            "comments", f'<w:comment w:id="1" w:author="a">{paragraph("{{ 数 }}")}</w:comment>'
        ),
        "word/footnotes.xml": part("footnotes", f'<w:footnote w:id="2">{paragraph("{{ 数 }}")}</w:footnote>'),
    }
    return {name: text.encode() for name, text in made.items()}


@cache
def excel_parts() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[Any]] = [
        ["{{ 标题 }}", None, None],
        ["品名", "数量", "倍"],
        ["{%tr for 项 in 明细 %}", None, None],
        ["{{ 项.品名 }}", "{{ 项.数量 }}", "=B4*2"],
        ["{%tr endfor %}", None, None],
        ["合计", "=SUM(B4:B4)", "{% if 好 %}好{% endif %}"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("A4")
    sheet.add_data_validation(validation)
    sheet.print_area = "A1:C6"
    sheet.freeze_panes = "A3"
    book.defined_names["名"] = DefinedName("名", attr_text="Sheet!$A$4:$B$4")
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        warnings.simplefilter("ignore")  # two members of one name are among the cases
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


# -- mutations --------------------------------------------------------------------------------------------

TOKENS = [
    "{{", "}}", "{%", "%}", "{#", "#}", "{%p ", "{%tr ", "{%tc ", "{%r ", "{{r ", "{%-", "-%}", "{_{", "}_}", "｛｛", "％",
    " if 好 ", " elif ", " else ", " endif ", " for x in 明细 ", " endfor ", " in ", " not ", " set a = 1 ", " raw ", " endraw ",
    " vm ", " hm ", " colspan 2 ", " cellbg 'FF0000' ", " macro m() ", " endmacro ", " m() ",
    " filter upper ", " endfilter ", " call m() ", " endcall ", " endset ", " break ", " continue ", "{%p raw %}", "{% endraw %}", "|", "|upper", "|join", "|大写", "|分段",
    "(", ")", "[", "]", ".", ",", "'", '"', "“", "”", "~", "+", "*", "**", "/", "%", "<", ">", "==", "-", "0", "1", "999999999",
    "标题", "明细", "项.品名", "loop.index", "无", "空", "x", "range(5)", "range(10**9)", ".__class__", "|attr('x')", "\u200b", "\ufeff",
    "&amp;", "&lt;", "&#0;", "&#x1F;", "&b;", "]]>", "<![CDATA[", "]]", "<!--", "-->", "<?x ?>", "<!DOCTYPE a>", "\0", "\x0b", "\ud7ff",
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tbl>", "</w:tbl>", "<w:p/>",
    "<w:del>", "</w:del>", "<w:ins>", "<w:txbxContent>", "<w:sdt>", "<w:br/>", "<w:tab/>", '<w:vMerge w:val="restart"/>',
    '<w:fldSimple w:instr="DDE a"/>', "<row>", "</row>", '<row r="3">', '<c r="A1">', '<c r="A99999999">', "</c>", "<f>", "</f>",
    "=A1", "=SUM(A1:", "A4:B4", "$A$1", "Sheet1!", "'", '<c t="s"><v>9999999</v></c>', "<v>", "</v>", '<mergeCell ref="A1:XFE9"/>',
]  # fmt: skip

tokens = st.sampled_from(TOKENS).map(lambda text: text.encode("utf-8", "surrogatepass"))
edges = st.floats(0, 1, allow_nan=False, width=32)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), edges, tokens),
        st.tuples(st.just("insert"), edges, st.binary(min_size=1, max_size=4)),
        st.tuples(st.just("flip"), edges, st.integers(1, 255)),
        st.tuples(st.just("delete"), edges, st.integers(1, 200)),
        st.tuples(st.just("repeat"), edges, st.integers(1, 200)),
        st.tuples(st.just("cut"), edges, st.just(0)),
    ),
    min_size=1,
    max_size=5,
)


def edited(data: bytes, changes: list[tuple[str, float, Any]]) -> bytes:
    for kind, share, what in changes:
        at = int(share * len(data))
        if kind == "insert":
            data = data[:at] + what + data[at:]
        elif kind == "flip" and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ what]) + data[at + 1 :]
        elif kind == "delete":
            data = data[:at] + data[at + what :]
        elif kind == "repeat":
            data = data[: at + what] + data[at:]
        elif kind == "cut":
            data = data[:at]
    return data


def between_tags(data: bytes, place: float, inserted: list[bytes]) -> bytes:
    """The tokens put where the text of a run or a cell begins, so that the XML stays whole."""
    text = b"".join(token for token in inserted if b"<" not in token and b"&" not in token and token >= b" ")
    starts = [at for mark in (b'preserve">', b"<t>") for at in range(len(data)) if data.startswith(mark, at)]
    if not starts:
        return data
    start = starts[min(int(place * len(starts)), len(starts) - 1)]
    at = data.index(b">", start) + 1
    return data[:at] + text + data[at:]


@st.composite
def packages(draw: st.DrawFn, parts: dict[str, bytes]) -> bytes:
    """A package whose zip is whole and whose parts are not."""
    members = list(parts.items())
    for _ in range(draw(st.integers(1, 2))):
        index = draw(st.integers(0, len(members) - 1))
        name, data = members[index]
        match draw(st.sampled_from(["edit", "edit", "tags", "tags", "remove", "rename", "double", "swap"])):
            case "edit":
                members[index] = (name, edited(data, draw(edits)))
            case "tags":
                members[index] = (
                    name,
                    between_tags(data, draw(edges), draw(st.lists(tokens, min_size=1, max_size=8))),
                )
            case "remove":
                if len(members) > 1:
                    del members[index]
            case "rename":
                members[index] = (
                    draw(
                        st.sampled_from(["../x", "/a", "a\\b", "word/vbaProject.bin", name.upper(), "新.xml"])
                    ),
                    data,
                )
            case "double":
                members.append((name, data))
            case "swap":
                members[index] = (name, draw(st.sampled_from(members))[1])
    return zipped(members)


raw_word = edits.map(lambda changes: edited(zipped(list(word_parts().items())), changes))
raw_excel = edits.map(lambda changes: edited(zipped(list(excel_parts().items())), changes))


def outcome(work: Callable[[], Any]) -> Any:
    """What the work gives, or the error of ours that it ends in; any other error fails the test."""
    try:
        return work()
    except QijinError as error:
        return error


def told(error: QijinError, kind: type[QijinError]) -> bool:
    """The error is of the right branch and says something."""
    return (
        isinstance(error, kind) and all(p.code and p.message for p in error.problems) and bool(error.problems)
    )


def ends_well(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    template = outcome(lambda: compile_template(path))
    if isinstance(template, QijinError):
        assert told(template, TemplateError)
        return
    rendered = outcome(lambda: template.render(VALUES))
    if isinstance(rendered, QijinError):
        assert told(rendered, RenderError)
        return
    read_package(bytes(rendered), allow=SWITCHES)


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    return tmp_path / "样.docx"


@pytest.fixture
def excel_file(tmp_path: Path) -> Path:
    return tmp_path / "样.xlsx"


@pytest.mark.parametrize("parts", [word_parts, excel_parts])
def test_the_files_that_are_mutated_are_good_templates(
    parts: Callable[[], dict[str, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / ("a.docx" if parts is word_parts else "a.xlsx")
    path.write_bytes(zipped(list(parts().items())))
    assert bytes(compile_template(path).render(VALUES))


@steady
@given(
    data=st.one_of(
        raw_word,
        raw_excel,
        st.binary(max_size=300),
        st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail),
    )
)
def test_any_bytes_are_a_package_or_our_error(data: bytes) -> None:
    package = outcome(lambda: read_package(data))
    if isinstance(package, QijinError):
        assert told(package, TemplateError)
    else:
        assert all(len(package.part(name)) == package.members[name].size for name in package.names)


@steady
@given(data=raw_word)
def test_a_word_file_with_damaged_bytes_ends_in_a_document_or_our_error(word_file: Path, data: bytes) -> None:
    ends_well(word_file, data)


@steady
@given(data=raw_excel)
def test_an_excel_file_with_damaged_bytes_ends_in_a_document_or_our_error(
    excel_file: Path, data: bytes
) -> None:
    ends_well(excel_file, data)


@settings(steady, max_examples=2 * CASES)
@given(data=packages(word_parts()))
def test_a_word_file_with_mutated_parts_ends_in_a_document_or_our_error(word_file: Path, data: bytes) -> None:
    ends_well(word_file, data)


@settings(steady, max_examples=2 * CASES)
@given(data=packages(excel_parts()))
def test_an_excel_file_with_mutated_parts_ends_in_a_document_or_our_error(
    excel_file: Path, data: bytes
) -> None:
    ends_well(excel_file, data)
