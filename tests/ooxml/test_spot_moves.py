"""Every row of the table of places: what stands there before, and after a loop of five over template row 4.

Template rows: 3 for, 4 body, 5 endfor; so rows 4–8 come from row 4, and row 6 is now row 9. On the sheet
``列`` the same happens to columns C (for), D (body), E (endfor).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from qijin_docs.ooxml.layout import Layout, LoopLines, Pass, unmoved
from qijin_docs.ooxml.moving import Grid, Mover
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW
from qijin_docs.ooxml.spot_moves import move_part
from qijin_docs.ooxml.spots import SPOTS

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
X14 = 'xmlns:x14="x14" xmlns:xm="xm"'


def loop_over_line_four(items: int, limit: int) -> Layout:
    turns = [Pass(0, i, i, items, None, (), 3 + i, 3 + i) for i in range(items)]
    return Layout(
        limit=limit,
        numbers=[[], [1], [2], [], [3 + i for i in range(items)], []],
        passes=[[], [None], [None], [], list(turns), []],
        loops=(LoopLines(3, 5, None),),
        loop_of=(None, None, None, None, 0, None),
        turns={0: turns},
        shift=items - 3,
        markers=frozenset({3, 5}),
    )


def mover(items: int = 5) -> Mover:
    rows, columns = loop_over_line_four(items, MAX_ROW), loop_over_line_four(items, MAX_COLUMN)
    return Mover(
        {"行": Grid(rows, unmoved(MAX_COLUMN)), "列": Grid(unmoved(MAX_ROW), columns)}, {"行": "行表"}
    )


def moved(part: str, xml: str, *, items: int = 5, sheet: str = "行") -> str:
    root = etree.fromstring(f"<{part} {MAIN} {X14}>{xml}</{part}>")
    move_part(root, part, sheet, mover(items))
    text = etree.tostring(root, encoding="unicode")
    return re.sub(r"^<\w+[^>]*?/?>|</\w+>$", "", text) if len(root) or root.text else ""


WORKSHEET = [
    ('<dimension ref="A1:F6"/>', '<dimension ref="A1:F8"/>'),
    ('<sheetView topLeftCell="A6"/>', '<sheetView topLeftCell="A8"/>'),
    ('<customSheetView topLeftCell="A6"/>', '<customSheetView topLeftCell="A8"/>'),
    (
        '<pane ySplit="6" topLeftCell="A7" state="frozen"/>',
        '<pane ySplit="8" topLeftCell="A9" state="frozen"/>',
    ),
    ('<pane ySplit="1200" state="split"/>', '<pane ySplit="1200" state="split"/>'),
    ('<selection activeCell="B6" sqref="B6"/>', '<selection activeCell="B8" sqref="B8"/>'),
    ('<selection activeCell="B4" sqref="B4"/>', '<selection activeCell="B3" sqref="B3"/>'),
    (
        '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A4:B4"/></mergeCells>',
        '<mergeCells count="6"><mergeCell ref="A1:B1"/>'
        + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(3, 8))
        + "</mergeCells>",
    ),
    (
        '<hyperlinks><hyperlink ref="A6" location="行!B6"/></hyperlinks>',
        '<hyperlinks><hyperlink ref="A8" location="行表!B8"/></hyperlinks>',
    ),
    ('<autoFilter ref="A2:F4"/>', '<autoFilter ref="A2:F7"/>'),
    (
        '<sortState ref="A4:F4"><sortCondition ref="B4"/></sortState>',
        '<sortState ref="A3:F7"><sortCondition ref="B3:B7"/></sortState>',
    ),
    ('<cellWatches><cellWatch r="A6"/></cellWatches>', '<cellWatches><cellWatch r="A8"/></cellWatches>'),
    ('<inputCells r="A6"/>', '<inputCells r="A8"/>'),
    ('<dataRef ref="A4:B4" sheet="行"/>', '<dataRef ref="A3:B7" sheet="行表"/>'),
    (
        '<conditionalFormatting sqref="A4:B4"><cfRule><formula>$B4&gt;$B$6+B3</formula></cfRule></conditionalFormatting>',
        '<conditionalFormatting sqref="A3:B7"><cfRule><formula>$B3&gt;$B$8+B2</formula></cfRule></conditionalFormatting>',
    ),
    (
        '<conditionalFormatting sqref="A4"><cfRule><cfvo type="formula" val="$B$6"/></cfRule></conditionalFormatting>',
        '<conditionalFormatting sqref="A3:A7"><cfRule><cfvo type="formula" val="$B$8"/></cfRule></conditionalFormatting>',
    ),
    (
        '<dataValidations count="1"><dataValidation sqref="B4 B6"><formula1>$A$1:$A$6</formula1>'
        "<formula2>B4</formula2></dataValidation></dataValidations>",
        '<dataValidations count="1"><dataValidation sqref="B3:B7 B8"><formula1>$A$1:$A$8</formula1>'
        "<formula2>B3</formula2></dataValidation></dataValidations>",
    ),
    (
        '<protectedRanges><protectedRange sqref="A6"/></protectedRanges>',
        '<protectedRanges><protectedRange sqref="A8"/></protectedRanges>',
    ),
    (
        '<ignoredErrors><ignoredError sqref="A4:A6"/></ignoredErrors>',
        '<ignoredErrors><ignoredError sqref="A3:A8"/></ignoredErrors>',
    ),
    (
        '<rowBreaks count="1" manualBreakCount="1"><brk id="6" man="1"/></rowBreaks>',
        '<rowBreaks count="1" manualBreakCount="1"><brk id="8" man="1"/></rowBreaks>',
    ),
    (
        '<rowBreaks count="1" manualBreakCount="1"><brk id="4" man="1"/></rowBreaks>',
        '<rowBreaks count="5" manualBreakCount="5">'
        + "".join(f'<brk id="{n}" man="1"/>' for n in range(3, 8))
        + "</rowBreaks>",
    ),
    (
        "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>行!A4:C4</xm:f><xm:sqref>D4</xm:sqref>"
        "</x14:sparkline></x14:sparklines></x14:sparklineGroup>",
        "<x14:sparklineGroup><x14:sparklines>"
        + "".join(
            f"<x14:sparkline><xm:f>行表!A{n}:C{n}</xm:f><xm:sqref>D{n}</xm:sqref></x14:sparkline>"
            for n in range(3, 8)
        )
        + "</x14:sparklines></x14:sparklineGroup>",
    ),
    (
        "<x14:conditionalFormatting><x14:cfRule><xm:f>$B$6</xm:f></x14:cfRule><xm:sqref>A4:A6</xm:sqref>"
        "</x14:conditionalFormatting>",
        "<x14:conditionalFormatting><x14:cfRule><xm:f>$B$8</xm:f></x14:cfRule><xm:sqref>A3:A8</xm:sqref>"
        "</x14:conditionalFormatting>",
    ),
    (
        "<x14:dataValidation><x14:formula1><xm:f>行!$A$6</xm:f></x14:formula1><xm:sqref>A4</xm:sqref>"
        "</x14:dataValidation>",
        "<x14:dataValidation><x14:formula1><xm:f>行表!$A$8</xm:f></x14:formula1><xm:sqref>A3:A7</xm:sqref>"
        "</x14:dataValidation>",
    ),
]


@pytest.mark.parametrize(("before", "after"), WORKSHEET)
def test_in_a_worksheet_references_follow_the_rows(before: str, after: str) -> None:
    assert moved("worksheet", before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '<cols><col min="1" max="3"/><col min="4" max="4" width="20"/><col min="6" max="8"/></cols>',
            '<cols><col min="1" max="2"/><col min="3" max="7" width="20"/><col min="8" max="10"/></cols>',
        ),
        (
            '<pane xSplit="6" topLeftCell="G1" state="frozen"/>',
            '<pane xSplit="8" topLeftCell="I1" state="frozen"/>',
        ),
        (
            '<colBreaks count="1" manualBreakCount="1"><brk id="6" man="1"/></colBreaks>',
            '<colBreaks count="1" manualBreakCount="1"><brk id="8" man="1"/></colBreaks>',
        ),
        (
            '<mergeCells><mergeCell ref="A1:F1"/></mergeCells>',
            '<mergeCells><mergeCell ref="A1:H1"/></mergeCells>',
        ),
        (
            '<autoFilter ref="A1:F9"><filterColumn colId="5"/></autoFilter>',
            '<autoFilter ref="A1:H9"><filterColumn colId="7"/></autoFilter>',
        ),
        (
            '<conditionalFormatting sqref="D2"><cfRule><formula>SUM(D2:D2)&gt;F2</formula></cfRule>'
            "</conditionalFormatting>",
            '<conditionalFormatting sqref="C2:G2"><cfRule><formula>SUM(C2:C2)&gt;H2</formula></cfRule>'
            "</conditionalFormatting>",
        ),
    ],
)
def test_in_a_worksheet_references_follow_the_columns(before: str, after: str) -> None:
    assert moved("worksheet", before, sheet="列") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>', ""),
        ('<hyperlinks><hyperlink ref="A4"/></hyperlinks>', ""),
        (
            '<conditionalFormatting sqref="A4"><cfRule><formula>A4</formula></cfRule></conditionalFormatting>',
            "",
        ),
        ('<dataValidations count="1"><dataValidation sqref="A4"/></dataValidations>', ""),
        (
            '<dataValidations count="2"><dataValidation sqref="A4"/><dataValidation sqref="A6"/></dataValidations>',
            '<dataValidations count="1"><dataValidation sqref="A3"/></dataValidations>',
        ),
        ('<ignoredErrors><ignoredError sqref="A4"/></ignoredErrors>', ""),
        ('<rowBreaks count="1"><brk id="4"/></rowBreaks>', ""),
        ('<autoFilter ref="A2:F4"/>', '<autoFilter ref="A2:F2"/>'),
        ('<selection activeCell="A4" sqref="A4"/>', "<selection/>"),
        (
            '<extLst><ext uri="{1}"><x14:sparklineGroups><x14:sparklineGroup><x14:colorSeries/><x14:sparklines>'
            "<x14:sparkline><xm:f>A4</xm:f><xm:sqref>B4</xm:sqref></x14:sparkline></x14:sparklines>"
            "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>",
            "",
        ),
    ],
)
def test_what_an_empty_loop_leaves_without_cells_goes(before: str, after: str) -> None:
    assert moved("worksheet", before, items=0) == after


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("workbook", "<definedName>行!$A$4:$B$4</definedName>", "<definedName>行表!$A$3:$B$7</definedName>"),
        ("workbook", "<definedName>行!$1:$2</definedName>", "<definedName>行表!$1:$2</definedName>"),
        ("workbook", "<definedName>'列'!$F$1</definedName>", "<definedName>列!$H$1</definedName>"),
        ("workbook", '<definedName>"行!A4"</definedName>', '<definedName>"行!A4"</definedName>'),
        ("workbook", "<definedName>#REF!</definedName>", "<definedName>#REF!</definedName>"),
        (
            "table",
            '<table ref="A2:B6"><autoFilter ref="A2:B4"/></table>',
            '<table ref="A2:B8"><autoFilter ref="A2:B7"/></table>',
        ),
        (
            "table",
            '<sortState ref="A4:B4"><sortCondition ref="A4"/></sortState>',
            '<sortState ref="A3:B7"><sortCondition ref="A3:A7"/></sortState>',
        ),
        (
            "table",
            "<calculatedColumnFormula>行!$A$6</calculatedColumnFormula>",
            "<calculatedColumnFormula>行表!$A$8</calculatedColumnFormula>",
        ),
        (
            "table",
            "<totalsRowFormula>SUM(A4:A4)</totalsRowFormula>",
            "<totalsRowFormula>SUM(A3:A7)</totalsRowFormula>",
        ),
        ("drawing", '<sp textlink="行!$A$6"/>', '<sp textlink="行表!$A$8"/>'),
        ("drawing", '<cameraTool cellRange="行!$A$6:$B$6"/>', '<cameraTool cellRange="行表!$A$8:$B$8"/>'),
        ("drawing_rels", '<Relationship Target="#行!A6"/>', '<Relationship Target="#行表!A8"/>'),
        ("drawing_rels", '<Relationship Target="../a6.png"/>', '<Relationship Target="../a6.png"/>'),
        ("chart", "<sqref>行!$B$4:$B$4</sqref>", "<sqref>行表!$B$3:$B$7</sqref>"),
        ("chart", "<f>行!$B$4:$B$4</f>", "<f>行表!$B$3:$B$7</f>"),
        ("chart", "<dir><f>行!$B$4</f></dir>", "<dir><f>行表!$B$3</f></dir>"),
        ("ctrlProps", '<formControlPr fmlaLink="$A$6"/>', '<formControlPr fmlaLink="$A$8"/>'),
        ("ctrlProps", '<formControlPr fmlaRange="$A$4:$A$4"/>', '<formControlPr fmlaRange="$A$3:$A$7"/>'),
        ("ctrlProps", '<formControlPr fmlaGroup="$A$6"/>', '<formControlPr fmlaGroup="$A$8"/>'),
        ("ctrlProps", '<formControlPr fmlaTxbx="$A$6"/>', '<formControlPr fmlaTxbx="$A$8"/>'),
        ("vml", "<FmlaLink>$A$6</FmlaLink>", "<FmlaLink>$A$8</FmlaLink>"),
        ("vml", "<FmlaRange>$A$4:$A$4</FmlaRange>", "<FmlaRange>$A$3:$A$7</FmlaRange>"),
        ("vml", "<FmlaGroup>$A$6</FmlaGroup>", "<FmlaGroup>$A$8</FmlaGroup>"),
        ("vml", "<FmlaTxbx>$A$6</FmlaTxbx>", "<FmlaTxbx>$A$8</FmlaTxbx>"),
        ("vml", "<FmlaPict>$A$6</FmlaPict>", "<FmlaPict>$A$8</FmlaPict>"),
        (
            "comments",
            '<comment ref="A6"/><comment ref="A4"/>',
            '<comment ref="A8"/>' + "".join(f'<comment ref="A{n}"/>' for n in range(3, 8)),
        ),
        ("threadedComments", '<threadedComment ref="A6"/>', '<threadedComment ref="A8"/>'),
        (
            "pivotCacheDefinition",
            '<worksheetSource ref="A2:B4" sheet="行"/>',
            '<worksheetSource ref="A2:B7" sheet="行表"/>',
        ),
        ("pivotTable", '<location ref="A6:B9"/>', '<location ref="A8:B11"/>'),
        ("singleXmlCells", '<singleXmlCell r="A6"/>', '<singleXmlCell r="A8"/>'),
    ],
)
def test_in_other_parts_references_follow(part: str, before: str, after: str) -> None:
    assert moved(part, before) == after


def test_every_row_of_the_table_is_tried_here() -> None:
    tried = Path(__file__).read_text(encoding="utf-8")
    missing = [
        spot
        for spot in SPOTS
        if f"<{spot.element.rpartition('/')[2]}" not in tried
        and f":{spot.element.rpartition('/')[2]}" not in tried
    ]
    assert missing == []


def test_nothing_moves_on_a_sheet_that_did_not_change() -> None:
    xml = '<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells><rowBreaks count="1"><brk id="4"/></rowBreaks>'
    assert moved("worksheet", xml, sheet="别的") == xml


def test_a_drawing_keeps_its_extents() -> None:
    assert moved("drawing", '<ext cx="1" cy="2"/>') == '<ext cx="1" cy="2"/>'
