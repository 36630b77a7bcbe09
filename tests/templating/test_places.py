"""Places are told as someone sees them who has the document open."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from qijin_docs.templating.places import paragraph_places

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "<w:p/>"


def cell(*blocks: str) -> str:
    return f"<w:tc>{''.join(blocks)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


BOX = f"<w:p><w:r><w:pict><w:txbxContent>{P}{table(cell(P))}</w:txbxContent></w:pict></w:r></w:p>"

CASES: list[tuple[str, str, list[str]]] = [
    ("document", f"<w:body>{P}{P}</w:body>", ["正文第1段", "正文第2段"]),
    (
        "document",
        f"<w:body>{P}{table(cell(P) + cell(P, P), cell(table(cell(P)), P))}{P}</w:body>",
        [
            "正文第1段",
            "表1第1行第1列",
            "表1第1行第2列第1段",
            "表1第1行第2列第2段",
            "表1第2行第1列内表1第1行第1列",
            "表1第2行第1列",
            "正文第2段",
        ],
    ),
    ("document", f"<w:body>{table(cell(P))}{table(cell(P))}</w:body>", ["表1第1行第1列", "表2第1行第1列"]),
    (
        "document",
        f"<w:body><w:sdt><w:sdtContent>{P}</w:sdtContent></w:sdt>{P}</w:body>",
        ["正文第1段", "正文第2段"],
    ),
    (
        "document",
        f"<w:body>{BOX}</w:body>",
        ["正文第1段", "正文第1段文本框第1段", "正文第1段文本框表1第1行第1列"],
    ),
    ("header", f"{P}{P}", ["页眉2第1段", "页眉2第2段"]),
    ("footer", table(cell(P)), ["页脚2表1第1行第1列"]),
    (
        "footnotes",
        f'<w:footnote w:type="separator">{P}</w:footnote><w:footnote>{P}</w:footnote>',
        ["脚注1第1段"],
    ),
    ("endnotes", f"<w:endnote>{P}</w:endnote><w:endnote>{P}</w:endnote>", ["尾注1第1段", "尾注2第1段"]),
    ("comments", f"<w:comment>{P}</w:comment>", ["批注1第1段"]),
]


@pytest.mark.parametrize(("kind", "xml", "expected"), CASES)
def test_every_paragraph_has_its_place(kind: str, xml: str, expected: list[str]) -> None:
    root: Any = etree.fromstring(f'<w:root xmlns:w="{W}">{xml}</w:root>')
    places = paragraph_places(root, kind, 2)
    assert [places[paragraph] for paragraph in root.iter(f"{{{W}}}p") if paragraph in places] == expected
