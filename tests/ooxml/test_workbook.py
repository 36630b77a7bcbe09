from __future__ import annotations

import pytest
from lxml import etree

from qijin_docs.ooxml.workbook import date_styles

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[h]:mm", True),
        ("[$-804]yyyy/m/d;@", True),
        ("hh:mm:ss", True),
        ("mm:ss.0", True),
        ("0.00", False),
        ('0"days"', False),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", False),
        ("General", False),
        ("@", False),
        ("0.00E+00", False),
        ('"d"0', False),
        ("[Red]0", False),
    ],
)
def test_formats_that_show_dates_are_told_from_others(code: str, date: bool) -> None:
    escaped = code.replace("&", "&amp;").replace('"', "&quot;")
    root = etree.fromstring(
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="{escaped}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    assert date_styles(root) == (3, frozenset({1, 2} if date else {1}))
