from __future__ import annotations

import pytest
from lxml import etree

from qijin_docs.ooxml.sheet import MAIN, Cell, Run, decode, read_sheet, read_strings

STRINGS = [(Run("", "甲"),), (Run("<rPr><b/></rPr>", "乙"), Run("", "丙"))]


def cells(data: str, prefix: str = "") -> dict[tuple[int, int], Cell]:
    declared = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    root = etree.fromstring(
        f"<{prefix}worksheet {declared}><{prefix}sheetData>{data}</{prefix}sheetData></{prefix}worksheet>"
    )
    sheet = read_sheet(root, STRINGS)
    return {(cell.row, cell.column): cell for row in sheet.rows for cell in row.cells}


@pytest.mark.parametrize(
    ("xml", "kind", "text"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "s", "甲"),
        ('<c r="A1" t="s"><v>1</v></c>', "s", "乙丙"),
        ('<c r="A1" t="s"><v>99</v></c>', "s", ""),
        ('<c r="A1" t="inlineStr"><is><t>丁_x0041_</t></is></c>', "inlineStr", "丁A"),
        ('<c r="A1" t="str"><v>戊</v></c>', "str", "戊"),
        ('<c r="A1"><v>1</v></c>', "n", ""),
        ('<c r="A1" s="3"/>', "n", ""),
    ],
)
def test_the_text_of_a_cell_is_found_wherever_it_stands(xml: str, kind: str, text: str) -> None:
    cell = cells(f'<row r="1">{xml}</row>')[1, 1]
    assert (cell.type, cell.text) == (kind, text)


def test_cells_without_addresses_are_counted() -> None:
    found = cells(
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="D5"><v>3</v></c><c><v>4</v></c></row>'
    )
    assert sorted(found) == [(1, 1), (1, 2), (5, 4), (5, 5)]


def test_shared_formulas_are_written_out() -> None:
    found = cells(
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$C$1</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/></c></row>'
    )
    formulas = [found[row, 2].formula for row in (1, 2, 3)]
    assert [formula.text for formula in formulas if formula] == ["A1*$C$1", "A2*$C$1", "A3*$C$1"]
    assert all(formula is not None and formula.attributes == {} for formula in formulas)


def test_an_array_formula_keeps_its_range() -> None:
    formula = cells('<row r="1"><c r="B1"><f t="array" ref="B1:B3">A1:A3*2</f></c></row>')[1, 2].formula
    assert formula is not None
    assert formula.attributes == {"t": "array", "ref": "B1:B3"}


def test_a_prefix_makes_no_difference() -> None:
    found = cells(
        '<x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row>', "x:"
    )
    assert found[1, 1].text == "乙丙"
    assert found[1, 2].formula is not None


def test_formats_of_rich_text_are_written_without_prefix_and_namespace() -> None:
    root = etree.fromstring(
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:r><x:rPr><x:b/></x:rPr><x:t>甲</x:t></x:r>'
        "<x:rPh><x:t>读音</x:t></x:rPh></x:si></x:sst>"
    )
    assert read_strings(root) == [(Run("<rPr><b/></rPr>", "甲"),)]


@pytest.mark.parametrize(
    ("text", "meant"), [("_x000D_", "\r"), ("_x005F_x0041_", "_x0041_"), ("_x41_", "_x41_")]
)
def test_escaped_characters_are_understood(text: str, meant: str) -> None:
    assert decode(text) == meant
