"""The pages as LibreOffice draws them, in millimetres (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.templating import Rendered

LINE = 579 / 1440 * 25.4
CHARACTER = 315 / 1440 * 25.4
SENTENCE = (
    "为深入贯彻落实安全生产宣传教育工作部署，切实增强干部职工安全生产意识，结合实际，组织开展“七进”活动。"
)


def block(style: str, text: str, heading: str = "", number: str = "") -> dict[str, Any]:
    return {"样式": style, "级别": 1, "编号": number, "标题": heading, "文字": text}


@pytest.fixture(scope="module")
def drawn(
    fill: Callable[[str, Mapping[str, Any]], Rendered],
    read_samples: Callable[[], dict[str, tuple[str, dict[str, Any]]]],
    libreoffice: Callable[..., tuple[Path, ...]],
    measure: Callable[[Path], list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[Any]]:
    """All documents of these tests, drawn in one call: name → pages."""
    folder = tmp_path_factory.mktemp("docx")
    samples = read_samples()
    documents = dict(samples)
    plan, values = samples["plan"]
    documents["full"] = (plan, {**values, "正文块": [block("正文", "国" * 28 * 60)]})
    documents["long"] = (plan, {**values, "正文块": [block("正文", SENTENCE * 3)] * 190})
    documents["unsigned"] = (plan, {**values, "成文日期文字": "　　　　年　　月　　日"})
    # From just enough for the signature to one line too few, line by line.
    for lines in range(10, 16):
        text = [block("正文", "国" * 26 + "国" * 28 * (lines - 5)), block("正文", "国" * 26 + "国" * 28 * 3)]
        documents[f"{lines} lines"] = (plan, {**values, "正文块": text})
    report, rich = samples["rich report"]
    marks = {"long mark": "云岭省工业和信息化厅文件", "longest mark": "云岭省安全生产委员会办公室文件"}
    marks["mark of two"] = "云岭省人民政府安全生产委员会办公室文件"
    for name, mark in marks.items():
        documents[name] = (report, {**rich, "标志": mark, "附件正文": []})
    # The text ends ever lower, until the 版记 has no room below it.
    for lines in range(24, 37):
        text = [block("正文", "国" * 26 + "国" * 28 * (lines - 1))]
        ended = {
            **rich,
            "正文块": text,
            "附件正文": [],
            "附件名": [],
            "附注": None,
            "公开属性": None,
            "联系人": None,
        }
        documents[f"imprint after {lines}"] = (report, ended)
    letters, one = samples["letter"]
    for name, mark in (
        ("long letter", "云岭省工业和信息化厅委员"),
        ("longest letter", "云岭省安全生产委员会办公室"),
        ("letter of two", "云岭省人民政府安全生产委员会办公室"),
    ):
        documents[name] = (letters, {**one, "标志": mark})
    documents["full letter"] = (
        letters,
        {**one, "正文块": [block("正文", "国" * 28 * 60)], "抄送句": "抄送：甲厅。"},
    )
    # So long that the date stands on the last line of the last page.
    letter, short = samples["notice"]
    text = [block("正文", "国" * 26 + "国" * 28 * (lines - 1)) for lines in (14, 11)]
    documents["filled"] = (letter, {**short, "正文块": text})
    files = []
    for number, (template, data) in enumerate(documents.values()):
        files.append(fill(template, data).save(folder / f"{number}.docx"))
    return dict(zip(documents, map(measure, libreoffice(*files)), strict=True))


# The type area ---------------------------------------------------------------------------------------------


def test_a_full_page_holds_22_lines_of_28_characters(drawn: dict[str, list[Any]]) -> None:
    page = drawn["full"][1]
    assert [len(line) for line in page.lines] == [28] * 22


def test_lines_lie_579_twips_apart_within_the_type_area(drawn: dict[str, list[Any]]) -> None:
    lines = drawn["full"][1].baselines
    assert [below - above for above, below in pairwise(lines)] == pytest.approx([LINE] * 21, abs=0.1)
    # LibreOffice sets the baseline at eight tenths of the line.
    assert lines[0] - 0.8 * LINE == pytest.approx(37, abs=0.2)
    row = drawn["full"][1].row(lines[0])
    assert (row[0].x, row[-1].x + CHARACTER) == pytest.approx((28, 184), abs=0.6)
    _, top, _, bottom = drawn["full"][1].ink((20, 30, 195, 265))
    assert top >= 37
    assert bottom <= 262


def test_characters_stand_15_75_points_apart(drawn: dict[str, list[Any]]) -> None:
    page = drawn["full"][1]
    row = page.row(page.baselines[3])
    steps = [right.x - left.x for left, right in pairwise(row)]
    assert min(steps) == pytest.approx(CHARACTER, abs=0.05)
    assert max(steps) == pytest.approx(CHARACTER, abs=0.05)
    assert {glyph.size for glyph in row} == {16.0}


def test_every_paragraph_begins_two_characters_in(drawn: dict[str, list[Any]]) -> None:
    page = drawn["full"][0]
    first = page.find("国国国")[0]
    assert first.x - 28 == pytest.approx(2 * CHARACTER, abs=0.2)


@pytest.mark.parametrize(
    "name", ["long", "rich report", "rich notice", "rich case", "rich summary", "joint report"]
)
def test_nothing_of_the_text_is_lost_or_leaves_the_type_area(name: str, drawn: dict[str, list[Any]]) -> None:
    for page in drawn[name]:
        inside = [glyph for glyph in page.glyphs if glyph.y < 263]
        assert min(glyph.x for glyph in inside) >= 27.5
        assert max(glyph.x for glyph in inside) <= 184.5 - 1


def test_no_comma_is_lost_at_the_end_of_a_line(drawn: dict[str, list[Any]]) -> None:
    text = "".join("".join(page.lines) for page in drawn["long"])
    assert text.count(SENTENCE * 3) == 190


def test_thirty_pages_are_all_full_but_those_the_signature_needs(drawn: dict[str, list[Any]]) -> None:
    pages = drawn["long"]
    assert len(pages) >= 30
    assert {len(page.lines) for page in pages[1:-2]} == {22}


# Page numbers ----------------------------------------------------------------------------------------------


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(drawn: dict[str, list[Any]]) -> None:
    for number, page in enumerate(drawn["long"], 1):
        left, _, right, _ = page.ink((20, 263, 195, 280))
        digits = page.find(f"—{number}—")
        assert {glyph.size for glyph in digits} == {14.0}
        if number % 2:
            assert right == pytest.approx(184 - 4.94, abs=1)
        else:
            assert left == pytest.approx(28 + 4.94, abs=1)


@pytest.mark.parametrize("number", [1, 2])
def test_the_dash_lies_7_mm_below_the_type_area(number: int, drawn: dict[str, list[Any]]) -> None:
    page = drawn["long"][number - 1]
    dash = page.find(f"—{number}—")[0]
    _, top, _, bottom = page.ink((dash.x, 263, dash.x + 4, 280))
    assert (top + bottom) / 2 == pytest.approx(269, abs=0.5)


# Title and body --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan", "case", "summary", "progress", "group"])
def test_the_title_stands_in_the_middle_below_two_blank_lines(name: str, drawn: dict[str, list[Any]]) -> None:
    page = drawn[name][0]
    first = page.baselines[0]
    assert (first - 37 - 0.8 * LINE) / LINE == pytest.approx(2, abs=0.05)
    row = page.row(first)
    assert {glyph.size for glyph in row} == {22.0}
    middle = (row[0].x + row[-1].x + 22 / 72 * 25.4) / 2
    assert middle == pytest.approx(28 + 78, abs=0.5)


def test_one_blank_line_parts_title_and_body(drawn: dict[str, list[Any]]) -> None:
    lines = drawn["plan"][0].baselines
    assert (lines[2] - lines[1]) / LINE == pytest.approx(2, abs=0.05)


def test_headings_have_the_face_of_their_level(drawn: dict[str, list[Any]]) -> None:
    page = drawn["rich plan"][0]
    faces = {
        text: page.find(text)[0].font
        for text in ("一、指导思想", "（一）进企业", "1.培训", "（1）讲座", "导语。")
    }
    assert faces["一、指导思想"].startswith("NotoSansCJK")
    assert faces["（一）进企业"].startswith("FandolKai")
    assert {faces["1.培训"], faces["（1）讲座"], faces["导语。"]} == {"FandolFang-Regular"}


# The red head ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "report",
        "notice",
        "rich report",
        "rich notice",
        "joint report",
        "long mark",
        "longest mark",
        "mark of two",
    ],
)
def test_the_ink_of_the_mark_begins_at_72_mm(name: str, drawn: dict[str, list[Any]]) -> None:
    left, top, right, _ = drawn[name][0].ink((20, 60, 195, 115), red=True)
    assert top == pytest.approx(72, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=1)


def red_rule(page: Any) -> Any:
    (rule,) = [rule for rule in page.rules if rule.colour == (255, 0, 0)]
    return rule


@pytest.mark.parametrize(
    "name",
    [
        "report",
        "notice",
        "rich report",
        "rich notice",
        "joint report",
        "long mark",
        "longest mark",
        "mark of two",
    ],
)
def test_the_red_rule_is_156_mm_long_and_4_mm_below_the_number(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    page = drawn[name][0]
    rule = red_rule(page)
    assert (rule.left, rule.right) == pytest.approx((28, 184), abs=1)
    number = page.find("云自然资发〔2018〕15号")
    _, _, _, bottom = page.ink((number[0].x, number[0].y - 5, number[-1].x + 5, number[0].y + 2))
    assert rule.y - rule.thickness / 2 - bottom == pytest.approx(4, abs=0.5)


@pytest.mark.parametrize("name", ["report", "notice", "rich notice"])
def test_two_blank_lines_part_mark_and_number_and_rule_and_title(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    page = drawn[name][0]
    rule = red_rule(page).y
    title = page.find("云岭省自然资源厅")
    lines = [y for y in page.baselines if y > rule]
    assert (lines[0] - rule - 0.8 * LINE) / LINE == pytest.approx(2, abs=0.1)
    mark, number = title[0].y, page.find("云自然资发")[0].y
    assert 3 * LINE < number - mark < 3.6 * LINE


def test_the_number_stands_in_the_middle_of_a_notice_and_one_character_in_on_a_report(
    drawn: dict[str, list[Any]],
) -> None:
    notice, report = (drawn[name][0].find("云自然资发〔2018〕15号") for name in ("notice", "report"))
    assert (notice[0].x + notice[-1].x + CHARACTER) / 2 == pytest.approx(106, abs=1)
    assert report[0].x - 28 == pytest.approx(CHARACTER, abs=0.5)


def test_a_single_signatory_ends_one_character_from_the_right_on_the_line_of_the_number(
    drawn: dict[str, list[Any]],
) -> None:
    page = drawn["report"][0]
    label = page.find("签发人：×××")
    assert label[0].y == pytest.approx(page.find("云自然资发")[0].y, abs=0.1)
    assert 184 - (label[-1].x + CHARACTER) == pytest.approx(CHARACTER, abs=0.3 * CHARACTER)
    assert label[0].font == "FandolFang-Regular"
    assert label[-1].font == "FandolKai-Regular"


def test_several_signatories_begin_under_each_other_and_the_number_is_on_the_last_line(
    drawn: dict[str, list[Any]],
) -> None:
    page = drawn["rich report"][0]
    first, last = page.find("张三")[0], page.find("王五")[0]
    assert first.x == pytest.approx(last.x, abs=0.1)
    assert last.y - first.y == pytest.approx(LINE, abs=0.1)
    assert page.find("云自然资发")[0].y == pytest.approx(last.y, abs=0.1)


def test_the_corner_begins_on_the_first_line(drawn: dict[str, list[Any]]) -> None:
    page = drawn["rich report"][0]
    assert page.lines[:3] == ["000001", "机密★1年", "特急"]
    assert page.baselines[:3] == pytest.approx([37 + (0.8 + n) * LINE for n in range(3)], abs=0.3)
    assert page.find("机密★1年")[0].x == pytest.approx(28, abs=0.5)


@pytest.mark.parametrize("name", ["report", "rich report", "rich notice", "joint report", "longest mark"])
def test_the_first_page_shows_text_of_the_body(name: str, drawn: dict[str, list[Any]]) -> None:
    assert drawn[name][0].find("一段。" if name in ("report", "joint report") else "导语。")


# Attachments and ending ------------------------------------------------------------------------------------


def test_names_of_attachments_begin_under_each_other(drawn: dict[str, list[Any]]) -> None:
    page = next(page for page in drawn["rich report"] if any("附件：1." in line for line in page.lines))
    label = page.find("附件：1.材料1")
    assert label[0].x - 28 == pytest.approx(2 * CHARACTER, abs=0.3)
    assert {round(page.find(name)[0].x, 1) for name in ("材料1", "材料2", "材料3")} == {round(label[5].x, 1)}
    above = [y for y in page.baselines if y < label[0].y - 1][-1]
    assert (label[0].y - above) / LINE == pytest.approx(2, abs=0.05)


def test_an_attachment_has_its_label_on_the_first_and_its_title_on_the_third_line(
    drawn: dict[str, list[Any]],
) -> None:
    (page,) = [page for page in drawn["rich report"] if page.lines and page.lines[0] == "附件3"]
    assert page.baselines[0] == pytest.approx(37 + 0.8 * LINE, abs=0.3)
    assert page.find("附件3")[0].x == pytest.approx(28, abs=0.3)
    title = page.find("附件标题")
    assert (title[0].y - page.baselines[0]) / LINE == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize(
    ("name", "date"),
    [("plan", "2018年4月25日"), ("report", "2018年12月25日"), ("rich report", "2018年4月5日")],
)
def test_the_date_ends_four_characters_in_and_the_signature_stands_over_its_middle(
    name: str, date: str, drawn: dict[str, list[Any]]
) -> None:
    page = next(page for page in drawn[name] if any(line == date for line in page.lines))
    glyphs = page.find(date)
    signature = page.row(glyphs[0].y - LINE)
    assert "".join(glyph.char for glyph in signature) == "云岭省自然资源厅"
    end = glyphs[-1].x + CHARACTER
    assert 184 - end == pytest.approx(4 * CHARACTER, abs=0.3 * CHARACTER)
    assert (signature[0].x + signature[-1].x + CHARACTER) / 2 == pytest.approx((glyphs[0].x + end) / 2, abs=1)


def test_room_for_a_date_stands_where_the_date_will(drawn: dict[str, list[Any]]) -> None:
    page = drawn["unsigned"][0]
    day = page.find("年月日")
    assert 184 - (day[-1].x + CHARACTER) == pytest.approx(4 * CHARACTER, abs=0.3 * CHARACTER)


@pytest.mark.parametrize("lines", range(10, 16))
def test_no_page_holds_nothing_but_the_signature(lines: int, drawn: dict[str, list[Any]]) -> None:
    last = drawn[f"{lines} lines"][-1]
    assert any("国" in line for line in last.lines)
    assert "2018年4月25日" in last.lines


# 版记 -------------------------------------------------------------------------------------------------------


def imprint_rules(page: Any) -> Iterator[Any]:
    return (
        rule
        for rule in page.rules
        if rule.right - rule.left > 150 and rule.y > 200 and rule.colour == (0, 0, 0)
    )


@pytest.mark.parametrize(
    "name", ["rich report", "rich notice", "joint report", *(f"imprint after {n}" for n in range(24, 37))]
)
def test_the_imprint_lies_on_the_bottom_edge_of_the_last_page(name: str, drawn: dict[str, list[Any]]) -> None:
    *others, last = drawn[name]
    top, middle, bottom = sorted(imprint_rules(last), key=lambda rule: rule.y)
    assert bottom.y == pytest.approx(262, abs=0.5)
    for rule in (top, middle, bottom):
        assert (rule.left, rule.right) == pytest.approx((28, 184), abs=1)
    assert (top.thickness, bottom.thickness) == pytest.approx((0.35, 0.35), abs=0.06)
    assert middle.thickness == pytest.approx(0.25, abs=0.06)
    assert not any("印发" in line for page in others for line in page.lines)
    # Nothing of the body lies in it.
    inside = [line for y, line in zip(last.baselines, last.lines, strict=True) if top.y < y < bottom.y]
    assert inside[0].startswith("抄送：云岭省人民政府办公厅，")
    assert inside[-1] == "云岭省自然资源厅办公室2018年12月26日印发"
    assert len(inside) == 3


def test_copies_and_printing_stand_one_character_in_and_wrap_after_the_colon(
    drawn: dict[str, list[Any]],
) -> None:
    page = drawn["joint report"][-1]
    label = page.find("抄送：云")
    fourth = 14 / 72 * 25.4
    assert label[0].x - 28 == pytest.approx(fourth, abs=0.5)
    assert {glyph.size for glyph in label} == {14.0}
    wrapped = page.row(label[0].y + LINE)[0]
    assert wrapped.x - 28 == pytest.approx(4 * fourth, abs=0.3)
    printed = page.find("2018年12月26日印发")
    assert 184 - (printed[-1].x + fourth) == pytest.approx(fourth, abs=0.7)


def test_a_letter_without_imprint_has_no_rules_at_its_foot(drawn: dict[str, list[Any]]) -> None:
    assert [rule for page in drawn["report"] for rule in imprint_rules(page)] == []


def test_a_letter_that_fills_its_last_page_has_no_empty_page_after_it(drawn: dict[str, list[Any]]) -> None:
    last = drawn["filled"][-1]
    assert last.lines[-1] == "2018年12月25日"
    assert last.baselines[-1] == pytest.approx(37 + (21 + 0.8) * LINE, abs=0.3)


# Endings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["unsealed notice", "joint unsealed notice", "unsealed letter"])
def test_an_unsealed_signature_ends_two_characters_in_and_the_date_begins_two_after_it(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    (page,) = drawn[name]
    (date,) = [line for line in page.lines if line == "2018年12月25日"]
    day = page.find(date)[0]
    joint = name.startswith("joint")
    signature = page.row(day.y - LINE * (2 if joint else 1))
    assert "".join(glyph.char for glyph in signature) == "云岭省自然资源厅"
    assert 184 - (signature[-1].x + CHARACTER) == pytest.approx(2 * CHARACTER, abs=0.3 * CHARACTER)
    assert day.x - signature[0].x == pytest.approx(2 * CHARACTER, abs=0.2)
    text = page.find("一段。")[0].y
    assert (signature[0].y - text) / LINE == pytest.approx(2, abs=0.05)


def test_a_post_stands_beside_the_room_for_the_stamp(drawn: dict[str, list[Any]]) -> None:
    page = drawn["stamped notice"][0]
    post, day = page.find("厅长"), page.find("2018年12月25日")
    # Four characters on the right, five for the stamp, two before it.
    assert 184 - (post[-1].x + CHARACTER) == pytest.approx(11 * CHARACTER, abs=0.3 * CHARACTER)
    # The lines of this letter stand closer, so that all has room on its page.
    line = (day[0].y - post[0].y) / 2
    assert 0.8 * LINE < line < LINE
    assert (post[0].y - page.find("一段。")[0].y) / line == pytest.approx(3, abs=0.05)
    assert 184 - (day[-1].x + CHARACTER) == pytest.approx(4 * CHARACTER, abs=0.3 * CHARACTER)


# Letters ---------------------------------------------------------------------------------------------------

LETTERS = (
    "letter", "rich letter", "unsealed letter", "long letter", "longest letter", "letter of two", "full letter",
)  # fmt: skip


def red_strokes(page: Any) -> list[tuple[float, float]]:
    """Top and bottom of each red stroke 3 mm inside the left end of the double rules."""
    scale = page.width / page.picture.width
    strokes: list[tuple[float, float]] = []
    for row in range(page.picture.height):
        red, _, blue = page.picture.getpixel((int(24 / scale), row))
        if red > 200 and blue < 128:
            top = strokes.pop()[0] if strokes and row * scale - strokes[-1][1] < scale / 2 else row * scale
            strokes.append((top, (row + 1) * scale))
    return strokes


@pytest.mark.parametrize("name", LETTERS)
def test_the_ink_of_a_letters_mark_begins_30_mm_from_the_edge(name: str, drawn: dict[str, list[Any]]) -> None:
    (rule, *_) = red_strokes(drawn[name][0])
    left, top, right, bottom = drawn[name][0].ink((15, 20, 200, rule[0] - 0.5), red=True)
    assert top == pytest.approx(30, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=1)
    assert rule[0] - bottom == pytest.approx(4, abs=0.5)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_two_double_rules_of_170_mm(name: str, drawn: dict[str, list[Any]]) -> None:
    page = drawn[name][0]
    strokes = red_strokes(page)
    thick, thin, lower_thin, lower_thick = (bottom - top for top, bottom in strokes)
    assert thick > 2 * thin
    assert lower_thick > 2 * lower_thin
    assert 297 - strokes[-1][1] == pytest.approx(20, abs=0.5)
    for top, bottom in (strokes[0], strokes[-1]):
        left, _, right, _ = page.ink((15, top, 200, bottom), red=True)
        assert (left, right) == pytest.approx((21, 191), abs=0.5)
    for later in drawn[name][1:]:
        assert red_strokes(later) == []


@pytest.mark.parametrize("name", LETTERS)
def test_the_number_of_a_letter_ends_at_the_right_edge_below_the_rule(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    page = drawn[name][0]
    number = page.find("云自然资发〔2018〕15号")
    assert 184 - (number[-1].x + CHARACTER) == pytest.approx(0, abs=0.5)
    _, top, _, _ = page.ink((number[0].x, number[0].y - 6, 184, number[0].y + 2))
    # Seven eighths of the height of a character.
    assert top - red_strokes(page)[1][1] == pytest.approx(4.9, abs=0.3)


def test_the_corner_of_a_letter_begins_beside_its_number(drawn: dict[str, list[Any]]) -> None:
    page = drawn["rich letter"][0]
    corner = [page.find(text)[0] for text in ("000001", "机密★1年", "特急")]
    assert [glyph.x for glyph in corner] == pytest.approx([28] * 3, abs=0.5)
    number = page.find("云自然资发")[0].y
    assert [glyph.y for glyph in corner] == pytest.approx([number + n * LINE for n in range(3)], abs=0.3)
    first = next(glyph.y for glyph in page.glyphs if glyph.size == 22.0)
    assert (first - corner[-1].y) / LINE == pytest.approx(3, abs=0.1)


def test_a_letters_first_page_has_no_number_and_the_others_have(drawn: dict[str, list[Any]]) -> None:
    first, *others = drawn["rich letter"]
    assert [glyph.char for glyph in first.glyphs if glyph.y > 263] == []
    for number, page in enumerate(others, 2):
        dash = page.find(f"—{number}—")[0]
        _, top, _, bottom = page.ink((dash.x, 263, dash.x + 4, 280))
        assert (top + bottom) / 2 == pytest.approx(269, abs=0.5)


def test_the_second_page_of_a_letter_is_a_full_one(drawn: dict[str, list[Any]]) -> None:
    assert [len(line) for line in drawn["full letter"][1].lines] == [28] * 22


@pytest.mark.parametrize("name", ["rich letter", "full letter"])
def test_the_copies_of_a_letter_stand_on_the_bottom_edge_without_rules(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    *_, last = drawn[name]
    assert last.baselines[-1] == pytest.approx(262 - 0.2 * LINE, abs=0.5)
    assert list(imprint_rules(last)) == []


# Minutes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["minutes", "rich minutes"])
def test_minutes_have_their_mark_at_72_mm_and_the_rule_4_mm_below_the_number(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    page = drawn[name][0]
    left, top, right, _ = page.ink((20, 60, 195, 110), red=True)
    assert top == pytest.approx(72, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=1)
    number, day = page.find("云自然资发〔2018〕15号"), page.find("2018年12月25日")
    assert number[0].y == day[0].y
    assert number[0].x - 28 == pytest.approx(CHARACTER, abs=0.3)
    assert 184 - (day[-1].x + CHARACTER) == pytest.approx(CHARACTER, abs=0.3 * CHARACTER)
    _, _, _, bottom = page.ink((number[0].x, number[0].y - 5, number[-1].x + 5, number[0].y + 2))
    rule = red_rule(page)
    assert rule.y - rule.thickness / 2 - bottom == pytest.approx(4, abs=0.5)


def test_names_of_those_present_wrap_after_the_colon(drawn: dict[str, list[Any]]) -> None:
    page = next(page for page in drawn["rich minutes"] if any("出席：" in line for line in page.lines))
    label = page.find("出席：张三")
    assert label[0].x - 28 == pytest.approx(2 * CHARACTER, abs=0.3)
    wrapped = page.row(label[0].y + LINE)[0]
    assert wrapped.x == pytest.approx(label[3].x, abs=0.3)
    assert label[0].font.startswith("NotoSansCJK")
    assert label[3].font == "FandolFang-Regular"
    above = [y for y in page.baselines if y < label[0].y - 1][-1]
    assert (label[0].y - above) / LINE == pytest.approx(2, abs=0.05)
