"""What floats over the cells. Template row 3 is a loop between its tags in rows 2 and 4."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from qijin_docs.ooxml.anchors import move_anchors, move_notes
from qijin_docs.ooxml.layout import Layout, LoopLines, Pass, unmoved
from qijin_docs.ooxml.moving import At, Grid, Mover
from qijin_docs.ooxml.references import MAX_COLUMN, MAX_ROW

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
PICTURE = '<pic><nvPicPr><cNvPr id="2" name="图"/></nvPicPr></pic>'
SHAPE = '<sp><nvSpPr><cNvPr id="2" name="形"/></nvSpPr></sp>'
CHART = '<graphicFrame><nvGraphicFramePr><cNvPr id="2" name="表"/></nvGraphicFramePr></graphicFrame>'


def mover(items: int) -> Mover:
    turns = [Pass(0, i, i, items, None, (), 2 + i, 2 + i) for i in range(items)]
    rows = Layout(
        limit=MAX_ROW,
        numbers=[[], [1], [], [2 + i for i in range(items)], []],
        passes=[[], [None], [], list(turns), []],
        loops=(LoopLines(2, 4, None),),
        loop_of=(None, None, None, 0, None),
        turns={0: turns},
        shift=items - 3,
        markers=frozenset({2, 4}),
    )
    return Mover({"表": Grid(rows, unmoved(MAX_COLUMN))})


def anchored(what: str, first: int, last: int | None, *, kind: str = "twoCellAnchor", edit: str = "") -> str:
    """An anchor from row ``first`` to row ``last``, counted from 1."""
    end = "" if last is None else f"<to><col>3</col><row>{last - 1}</row></to>"
    return f"<{kind}{edit}><from><col>1</col><row>{first - 1}</row></from>{end}{what}</{kind}>"


def rows_of(drawing: str, items: int) -> list[tuple[int, ...]]:
    root = etree.fromstring(f'<wsDr xmlns="{XDR}">{drawing}</wsDr>')
    move_anchors(root, "表", mover(items))
    return [tuple(int(row.text or 0) + 1 for row in anchor.iter("{*}row")) for anchor in root]


@pytest.mark.parametrize(
    ("drawing", "items", "rows"),
    [
        (anchored(PICTURE, 1, 1), 3, [(1, 1)]),
        (anchored(PICTURE, 5, 8), 5, [(7, 10)]),
        (anchored(PICTURE, 5, None, kind="oneCellAnchor"), 0, [(2,)]),
        (anchored(PICTURE, 3, 3), 3, [(2, 2), (3, 3), (4, 4)]),
        (anchored(PICTURE, 3, 3), 0, []),
        (anchored(CHART, 3, 9), 3, [(2, 8)]),
        (anchored(CHART, 3, 9), 0, [(2, 8)]),
        # Only a shape that moves and sizes with its cells grows with them.
        (anchored(SHAPE, 1, 5), 5, [(1, 7)]),
        (anchored(SHAPE, 1, 5, edit=' editAs="oneCell"'), 5, [(1, 5)]),
        (anchored(PICTURE, 1, 5), 5, [(1, 5)]),
        # Tied to a line of tags: the nearest row that is left.
        (anchored(PICTURE, 2, 2), 3, [(2, 2)]),
        ("<absoluteAnchor/>", 3, [()]),
    ],
)
def test_anchors_follow_their_rows(drawing: str, items: int, rows: list[tuple[int, ...]]) -> None:
    assert rows_of(drawing, items) == rows


def test_copies_have_ids_of_their_own_and_are_told() -> None:
    root = etree.fromstring(f'<wsDr xmlns="{XDR}">{anchored(PICTURE, 3, 3)}</wsDr>')
    told: list[At] = []
    move_anchors(root, "表", mover(3), lambda _, at: told.append(at))
    assert [e.get("id") for e in root.iter("{*}cNvPr")] == ["2", "3", "4"]
    assert [at.row_pass.index for at in told if at.row_pass] == [0, 1, 2]


def test_a_drawing_of_a_sheet_that_is_not_filled_stays() -> None:
    root = etree.fromstring(f'<wsDr xmlns="{XDR}">{anchored(PICTURE, 3, 3)}</wsDr>')
    before = etree.tostring(root)
    move_anchors(root, "别的", mover(3))
    assert etree.tostring(root) == before


NOTE = (
    '<shape id="_x0000_s1025"><ClientData ObjectType="Note"><Anchor>1, 15, {a}, 2, 3, 15, {b}, 4</Anchor>'
    "<Row>{row}</Row><Column>0</Column></ClientData></shape>"
)
BUTTON = (
    '<shape id="_x0000_s1030"><ClientData ObjectType="Button"><Anchor>1, 0, 5, 0, 3, 0, 7, 0</Anchor>'
    "</ClientData></shape>"
)


@pytest.mark.parametrize(
    ("items", "last", "blocks"),
    [
        (1, 1025, "1"),
        (1023, 2047, "1"),
        (1024, 1001 * 1024 + 1, "1,1001"),
        (2047, 2001 * 1024 + 1, "1,1001,2001"),
    ],
)
def test_the_numbers_of_very_many_notes_go_on_in_blocks_of_their_own(
    items: int, last: int, blocks: str
) -> None:
    layout = '<shapelayout><idmap data="1"/></shapelayout>'
    root = etree.fromstring(f"<xml>{layout}{NOTE.format(a=2, b=6, row=2)}</xml>")
    move_notes(root, "表", mover(items))
    ids = [int(shape.get("id", "").removeprefix("_x0000_s")) for shape in root.iter("shape")]
    assert len(set(ids)) == len(ids) == items
    assert ids[-1] == last
    assert root.xpath("string(//idmap/@data)") == blocks
    assert {str(number // 1024) for number in ids} == set(blocks.split(","))
    assert all(number % 1024 for number in ids)


@pytest.mark.parametrize(
    ("shapes", "items", "expected"),
    [
        (NOTE.format(a=2, b=6, row=2), 2, [("_x0000_s1025", 1, 5, "1"), ("_x0000_s1026", 2, 6, "2")]),
        (NOTE.format(a=0, b=1, row=2), 1, [("_x0000_s1025", 0, 0, "1")]),
        (NOTE.format(a=2, b=6, row=2), 0, []),
        (NOTE.format(a=4, b=8, row=4), 5, [("_x0000_s1025", 6, 10, "6")]),
        (BUTTON, 5, [("_x0000_s1030", 7, 9, None)]),
        ('<shape id="x"/>', 5, [("x", None, None, None)]),
    ],
)
def test_notes_and_buttons_follow(shapes: str, items: int, expected: list[tuple[object, ...]]) -> None:
    root = etree.fromstring(f"<xml>{shapes}</xml>")
    move_notes(root, "表", mover(items))
    found = []
    for shape in root:
        numbers = re.findall(r"-?\d+", shape.findtext(".//Anchor") or "")
        top, bottom = (int(numbers[2]), int(numbers[6])) if numbers else (None, None)
        found.append((shape.get("id"), top, bottom, shape.findtext(".//Row")))
    assert found == expected
