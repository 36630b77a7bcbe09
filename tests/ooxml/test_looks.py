"""What of a cell format the height of a row depends on."""

from __future__ import annotations

import pytest
from lxml import etree

from qijin_docs.ooxml.looks import Look, Looks, read_looks

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def styles(fonts: str, formats: str) -> Looks:
    return read_looks(
        etree.fromstring(
            f'<styleSheet xmlns="{MAIN}"><fonts>{fonts}</fonts><cellXfs>{formats}</cellXfs></styleSheet>'
        )
    )


@pytest.mark.parametrize(
    ("format_", "look"),
    [
        ('<xf fontId="0"/>', Look(10.5)),
        ("<xf/>", Look(10.5)),
        ('<xf fontId="1"><alignment wrapText="1"/></xf>', Look(16, wraps=True)),
        ('<xf fontId="1"><alignment wrapText="true" indent="2"/></xf>', Look(16, wraps=True, indent=2)),
        ('<xf fontId="1"><alignment wrapText="0"/></xf>', Look(16)),
        ('<xf fontId="0"><alignment horizontal="justify"/></xf>', Look(10.5, wraps=True)),
        ('<xf fontId="0"><alignment vertical="distributed"/></xf>', Look(10.5, wraps=True)),
        (
            '<xf fontId="0"><alignment textRotation="255" wrapText="1"/></xf>',
            Look(10.5, wraps=True, turned=True),
        ),
        ('<xf fontId="9"/>', Look(11)),
    ],
)
def test_a_format_is_read(format_: str, look: Look) -> None:
    fonts = '<font><sz val="10.5"/></font><font><sz val="16"/></font>'
    assert styles(fonts, format_).formats == (look,)


@pytest.mark.parametrize(
    ("points", "pixels"), [("9", 6), ("10.5", 7), ("11", 7), ("12", 8), ("16", 10), ("1", 1)]
)
def test_a_digit_is_half_an_em_of_the_normal_type(points: str, pixels: int) -> None:
    assert styles(f'<font><sz val="{points}"/></font>', "").digit == pixels


def test_what_is_not_said_is_as_excel_has_it() -> None:
    assert read_looks(None) == Looks((), 7)
    assert styles("", "") == Looks((), 7)
    assert styles("<font/>", "<xf/>") == Looks((Look(11),), 7)
    assert Looks().of(3) == Look(11)
