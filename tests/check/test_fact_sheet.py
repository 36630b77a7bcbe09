"""Every row of the fact sheet is held by rules or left to a person; every rule stands in a row or is known to be ours.

Rows are named by clause; those of §8 by their ids, those of §11 and of the list of slips by numbers.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qijin_docs.check.catalogue import ASKED, BY_HAND, Force
from qijin_docs.check.catalogue.layout import TYPE

#: Row → codes that hold it, without ``check.``; ``人工：…`` where only a person can.
ROWS: dict[str, str] = {
    # §2 page, print, binding
    "3.1": "document_number_place signatory_place date_place text_indent letter_number page_number_edge",
    "3.2": "title_place addressees_gap attachment_note_gap signature_gap remark_gap order_text_gap",
    "4": "人工：纸",
    "5.1": "paper page_disagrees",
    "5.2.1": "margin_top margin_left type_area_width type_area_height drawn_left drawn_right drawn_top mixed_systems",
    "5.2.2": (
        "body_face body_size document_number_face document_number_size addressees_face addressees_size "
        "attachment_note_face attachment_note_size signature_face signature_size date_face date_size "
        "remark_face remark_size"
    ),
    "5.2.3": "lines_per_page chars_per_line",
    "5.2.4": "colour",
    "6.1": "人工：制版",
    "6.2": "page_number_sides masthead_colour",
    "6.3": "人工：装订",
    # §3 head
    "7.2.1": "copy_number copy_number_size head_corner head_line no_copy_number",
    "7.2.2": "secrecy secrecy_face secrecy_size head_corner head_line",
    "7.2.3": "urgency urgency_face urgency_size head_order",
    "7.2.4": "masthead_top masthead_centre masthead_colour masthead_face masthead_joint organ_names",
    "7.2.5": (
        "document_number no_document_number document_number_place document_number_gap number_line "
        "several_numbers"
    ),
    "7.2.6": (
        "signatory_colon signatory_names signatory_face signatory_place signatory_align no_signer "
        "signer_not_upward"
    ),
    "7.2.7": "red_rule_missing red_rule_gap red_rule_length",
    # §4 body
    "7.3.1": (
        "title_face title_size title_centre title_place title_shape title_break title_break_quoted no_genre "
        "title_de title_about"
    ),
    "7.3.2": "addressees_indent addressees_gap addressee_colon no_addressee",
    "7.3.3": "text_on_first_page text_indent body_face body_size",
    "7.3.3 层次": (
        "heading1_face heading1_size heading2_face heading2_size heading3_face heading3_size heading4_face "
        "heading4_size heading_sequence level_skipped heading_mark"
    ),
    "7.3.4": (
        "attachment_note_indent attachment_note_gap attachment_note_wrap attachment_note_form "
        "attachment_note_number attachment_note_end attachment_numbers attachment_note_quoted"
    ),
    "7.3.5.1": "date_place signature_centre seal_covers seal_centre seal_gap room_for_seals no_signature",
    "7.3.5.2": "signature_gap signature_right date_place",
    "7.3.5.3": "signature_gap stamp_place stamp_date_gap",
    "7.3.5.4": "date_form no_date",
    "7.3.5.5": "signature_page no_text_page",
    "7.3.6": "remark remark_indent remark_gap",
    "7.3.7": (
        "attachment_page attachment_label attachment_label_face attachment_label_size attachment_label_colon "
        "attachment_label_indent attachment_title_line attachment_name attachment_order "
        "attachment_not_announced imprint_before_attachments"
    ),
    # §5 imprint, page numbers, tables that lie
    "7.4.1": "imprint_rules imprint_length imprint_bottom imprint_thickness imprint_page",
    "7.4.1 双页": "imprint_even_page imprint_alone",
    "7.4.2": (
        "copies_face copies_size main_to_face main_to_size imprint_edges imprint_order imprint_rule_between "
        "copies_wrap copies_end copies_form"
    ),
    "7.4.3": "issue_face issue_size imprint_edges imprint_middle issue_form",
    "7.5": (
        "page_number_missing page_number_sides page_number_digits page_number_dashes page_number_face "
        "page_number_size page_number_place page_number_edge page_number_height page_number_restart "
        "blank_page_numbered"
    ),
    "8": "landscape_number landscape_head",
    "9": "half_width chinese_count",
    # §6 special formats
    "10.1 标志": "masthead_top letter_mark letter_joint",
    "10.1 双线": "letter_rules letter_rule_length letter_rule_order letter_rule_gap letter_rule_foot",
    "10.1 份号": "letter_number_gap head_corner",
    "10.1 发文字号": "letter_number letter_number_gap",
    "10.1 标题": "letter_title_place",
    "10.1 其他": "letter_text_gap letter_first_page_number letter_issue letter_imprint_rules letter_imprint_bottom",
    "10.2": "masthead_top order_number order_number_place order_number_gap order_text_gap",
    "10.3": "masthead_top attendance_label attendance_names attendance_indent attendance_gap attendance_wrap",
    # §7 kinds of documents
    "文种": "no_genre closing",
    "条例14 越级": "人工：越级",
    "条例15 一文一事": "人工：一文一事",
    "条例15": "request_addressees upward_addressees addressed_to_person request_copies report_asks",
    "条例17": "issuing_section tone",
    "无主送": "circular_addressed",
    # §8.1
    "P01": "half_width",
    "P02": "straight_quotes unpaired nested_quotes",
    "P03": "nested_titles",
    "P04": "mark_between_quoted",
    "P05": "ellipsis",
    "P06": "dash",
    "P07": "year_brackets cited_number",
    "P08": "title_end heading_sentence",
    "P09": "title_signs",
    "P10": "heading_mark ordinal",
    "P11": "nested_brackets",
    "P12": "citation",
    "P13": "quoted_end",
    "P14": "line_edge",
    "P15": "doubled_sign space",
    "P16": "attachment_note_end addressee_colon copies_end copies_separator",
    "P17": "addressee_separator",
    # §8.2
    "N01": "chinese_count",
    "N02": "short_year",
    "N03": "date_style date_cut_short impossible_date",
    "N04": "estimate",
    "N05": "set_word",
    "N06": "range_per_cent range_unit",
    "N07": "small_unit",
    "N08": "grouping grouped_year",
    "N09": "leading_zero",
    "N10": "full_width_figures page_number_digits",
    "N11": "broken_figure title_break",
    "N12": "chinese_year",
    "N13": "sum_exceeds sum_short percentage table_total",
    # §8.3
    "文种一致": "closing",
    "关于、的": "title_about title_de",
    "机关一致": "organ_names",
    "附件一致": "attachment_name attachment_not_announced attachment_absent",
    "请示主送": "request_addressees",
    "报告不请示": "report_asks",
    "上行文签发人": "no_signer signer_not_upward",
    "简称": "short_name_twice short_name_late",
    # §11 what is 1999's
    "1999": "keywords no_text_page copy_number head_corner date_form",
    # slips seen in real papers
    "差错1": "doubled_character doubled_word misspelling repeated_sentence",
    "差错2": "other_year",
    "差错3": "citation_conflict",
    "差错4": "year_brackets misspelling",
    "差错5": "date_form date_cut_short",
    "差错6": "other_place",
    "差错7": "attachment_absent",
    "差错8": "cited_number document_number",
    "差错9": "heading_mark",
    "差错10": "人工：约数",
    "差错11": "document_number_cut",
}
#: Ours, beyond the sheet.
OURS = {"until", "web_residue", "placeholder", "announced_count", "enumeration", "typed_blanks"}
#: Rows of the sheet by how strongly they are worded, where a row has one force; the codes follow it.
FORCES: dict[str, Force] = {
    "5.1": Force.REQUIRED,
    "5.2.2": Force.NORMALLY,
    "5.2.3": Force.NORMALLY,
    "5.2.4": Force.REQUIRED,
    "7.2.1": Force.NORMALLY,
    "7.2.2": Force.NORMALLY,
    "7.2.3": Force.NORMALLY,
    "7.2.7": Force.REQUIRED,
    "7.3.5.2": Force.REQUIRED,
    "7.3.5.3": Force.REQUIRED,
    "7.3.5.4": Force.REQUIRED,
    "7.3.5.5": Force.ALLOWED,
    "7.3.6": Force.REQUIRED,
    "7.4.1 双页": Force.PRACTICE,
    "7.5": Force.NORMALLY,
    "8": Force.REQUIRED,
    "10.1 双线": Force.REQUIRED,
    "10.1 其他": Force.REQUIRED,
    **dict.fromkeys(("P01", "P02", "P03", "P10", "P14", "P15", "P16"), Force.REQUIRED),
    **dict.fromkeys(("N01", "N02", "N03", "N09", "N12"), Force.REQUIRED),
    **dict.fromkeys(("P04", "P05", "P06", "P11", "P12", "N04", "N05", "N07"), Force.NORMALLY),
    **dict.fromkeys(("P09", "P13", "P17", "N08"), Force.PRACTICE),
}
SHEET = (
    "3.1", "3.2", "4", "5.1", "5.2.1", "5.2.2", "5.2.3", "5.2.4", "6.1", "6.2", "6.3", "7.2.1",
    "7.2.2", "7.2.3", "7.2.4", "7.2.5", "7.2.6", "7.2.7", "7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.3.5.1", "7.3.5.2",
    "7.3.5.3", "7.3.5.4", "7.3.5.5", "7.3.6", "7.3.7", "7.4.1", "7.4.2", "7.4.3", "7.5", "8", "9", "10.1",
    "10.2", "10.3",
)  # fmt: skip
SRC = Path(__file__).parents[2] / "src/qijin_docs/check"


def codes(row: str) -> list[str]:
    return [] if ROWS[row].startswith("人工") else [f"check.{code}" for code in ROWS[row].split()]


def test_every_clause_and_every_id_has_a_row() -> None:
    wanted = {*SHEET, *(f"P{n:02}" for n in range(1, 18)), *(f"N{n:02}" for n in range(1, 14))}
    wanted |= {f"差错{n}" for n in range(1, 12)}
    assert wanted - {row.split()[0] for row in ROWS} == set()


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_rules_that_there_are(row: str) -> None:
    assert codes(row) or ROWS[row].startswith("人工：")
    assert [code for code in codes(row) if code not in ASKED] == []


def test_every_rule_stands_in_a_row_or_is_ours() -> None:
    held = {code for row in ROWS for code in codes(row)} | {f"check.{code}" for code in OURS}
    assert set(ASKED) - held == set()


@pytest.mark.parametrize("row", FORCES)
def test_a_rule_weighs_as_much_as_its_row(row: str) -> None:
    # A rule that stands in several rows follows that of its own clause.
    own = {code for code in codes(row) if ASKED[code].clause.endswith(f" {row.split()[0]}") or row[0] in "PN"}
    own -= {
        "check.page_disagrees",
        "check.heading_sentence",
        "check.page_number_digits",
        "check.masthead_colour",
    }
    assert {code: str(ASKED[code].force) for code in own} == {code: str(FORCES[row]) for code in own}
    assert own


def test_the_catalogue_has_each_code_once_and_each_is_raised() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (SRC / "rules").glob("*.py"))
    typed = {f"check.{slug}_{what}" for slug, *_ in TYPE for what in ("face", "size")}
    raised = set(re.findall(r'"(check\.[a-z0-9_]+)"', source)) | (typed & set(ASKED))
    assert raised == set(ASKED)


def test_what_is_left_to_a_person_is_listed_for_the_user() -> None:
    clauses = {clause for clause, _ in BY_HAND}
    assert {row for row, held in ROWS.items() if held.startswith("人工") and row[0].isdigit()} <= clauses


def test_what_stands_in_no_standard_is_never_said_to() -> None:
    for asked in ASKED.values():
        assert asked.measures
        assert asked.clause or asked.force in (Force.NORMALLY, Force.PRACTICE)
        assert asked.force is not Force.PRACTICE or asked.clause.startswith(
            ("", "GB/T 15835", "GB/T 9704-2012 7.4.1")
        )
