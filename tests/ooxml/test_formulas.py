from __future__ import annotations

import pytest

from qijin_docs.ooxml.formulas import Qualifier, Reference, formula_text, moved, parse_formula, sheet_prefix


def references(formula: str) -> list[str]:
    return [str(piece) for piece in parse_formula(formula) if isinstance(piece, Reference)]


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("SUM(G3:G3)*2", ["G3:G3"]),
        ("A1:INDEX(B:B,5)", ["A1", "B:B"]),
        ("OFFSET(A1,1,1):B5", ["A1", "B5"]),
        ("'一 二'!A1+Sheet1!$B$2", ["'一 二'!A1", "Sheet1!$B$2"]),
        ('IF(A3="A1",1,B$2)', ["A3", "B$2"]),
        ("Table1[Col]+A1", ["A1"]),
        ("SUM(Sheet1:Sheet3!A1)", ["Sheet1:Sheet3!A1"]),
        ("LOG10(5)", []),
        ("SUM((A1,B2),A3:B4 B3:C5)", ["A1", "B2", "A3:B4", "B3:C5"]),
        ("[1]Sheet!A1+'[1]汇 总'!A1", []),
        ("{1,2;3,4}", []),
        ("-A1%", ["A1"]),
        ("SUM(3:5)", ["3:5"]),
        ("'it''s'!A1", ["'it''s'!A1"]),
        ("TRUE+合计+A1B", []),
        ("#REF!+A1", ["A1"]),
        ('"A1:B2"&A1', ["A1"]),
    ],
)
def test_references_are_found_and_nothing_else(formula: str, found: list[str]) -> None:
    assert references(formula) == found
    assert formula_text(parse_formula(formula), str) == formula


def test_a_range_that_names_its_sheet_twice_names_it_once_afterwards() -> None:
    assert formula_text(parse_formula("Sheet1!A1:Sheet1!B2"), str) == "Sheet1!A1:B2"


def test_the_sheet_before_a_name_can_be_renamed() -> None:
    pieces = parse_formula("旧!合计*2")
    assert pieces[0] == Qualifier(("旧",))
    assert formula_text(pieces, lambda piece: "新!" if isinstance(piece, Qualifier) else "?") == "新!合计*2"


@pytest.mark.parametrize(
    ("formula", "collected"),
    [
        ("SUM(G3)", True),
        ("SUM( G3 , H3 )", True),
        ('_xlfn.TEXTJOIN(",",TRUE,G3)', True),
        ("IF(G3,1,2)", False),
        ("SUM(G3*2)", False),
        ("G3", False),
        ("ROUND(G3,2)", False),
    ],
)
def test_a_cell_that_is_a_whole_argument_of_a_sum_is_collected(formula: str, collected: bool) -> None:
    first = next(piece for piece in parse_formula(formula) if isinstance(piece, Reference))
    assert first.collected is collected


@pytest.mark.parametrize("formula", ['"open', "'表!A1"])
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_formula(formula)


def test_a_copied_formula_moves_what_is_not_fixed() -> None:
    pieces = moved(parse_formula("A1+$A1+A$1+$A$1+SUM(B:B)+SUM(2:2)"), 2, 1)
    assert formula_text(pieces, str) == "B3+$A3+B$1+$A$1+SUM(C:C)+SUM(4:4)"


@pytest.mark.parametrize(
    ("sheets", "prefix"),
    [
        ((), ""),
        (("统计表",), "统计表!"),
        (("Sheet1",), "Sheet1!"),
        (("统计 表",), "'统计 表'!"),
        (("2026年",), "'2026年'!"),
        (("it's",), "'it''s'!"),
        (("A1",), "'A1'!"),
        (("R1C1",), "'R1C1'!"),
        (("一", "三"), "一:三!"),
        (("一 月", "三"), "'一 月:三'!"),
    ],
)
def test_names_of_sheets_are_quoted_where_excel_wants_it(sheets: tuple[str, ...], prefix: str) -> None:
    assert sheet_prefix(sheets) == prefix
