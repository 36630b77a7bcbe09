"""Every official Word template on the page, in millimetres: what is common to all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.authoring.samples import sample_records, sample_values
from qijin_docs.kinds import load_kinds
from qijin_docs.templating import compile_template

LINE = 579 / 1440 * 25.4
WORD = [kind.name for kind in load_kinds().table if kind.template.startswith("word/")]
RED_HEAD = ("通知", "报告", "请示", "函", "通报", "纪要")


@pytest.fixture(scope="module")
def drawn(
    libreoffice: Callable[..., tuple[Path, ...]],
    measure: Callable[[Path], list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[Any]]:
    """The typical sample of each kind of document, drawn."""
    folder, kinds, files = tmp_path_factory.mktemp("every"), load_kinds(), []
    for number, name in enumerate(WORD):
        kind = kinds[name]
        values = sample_values(kind, sample_records(kind)[0])
        template = compile_template(kinds.template_path(kind))
        files.append(template.render(values).save(folder / f"{number}.docx"))
    return dict(zip(WORD, map(measure, libreoffice(*files)), strict=True))


def test_no_template_is_left_out(templates: Path) -> None:
    used = {Path(load_kinds()[name].template).name for name in WORD}
    assert used == {path.name for path in (templates / "word").glob("*.docx")}


@pytest.mark.parametrize("name", WORD)
def test_the_sheet_is_a4_and_the_text_stays_in_the_type_area(name: str, drawn: dict[str, list[Any]]) -> None:
    for page in drawn[name]:
        assert (page.width, page.height) == pytest.approx((210, 297), abs=0.5)
        inside = [glyph for glyph in page.glyphs if 37 < glyph.y < 263]
        assert min(glyph.x for glyph in inside) >= 27.5
        assert max(glyph.x for glyph in inside) <= 184


@pytest.mark.parametrize("name", WORD)
def test_the_title_is_2_hao_in_the_middle(name: str, drawn: dict[str, list[Any]]) -> None:
    page = drawn[name][0]
    rows = [page.row(y) for y in page.baselines]
    titles = [row for row in rows if {glyph.size for glyph in row} == {22.0} and row[0].y > 45]
    assert titles
    for row in titles:
        middle = (row[0].x + row[-1].x + 22 / 72 * 25.4) / 2
        # A bracket or quotation mark at the end of a line fills only half of its square.
        assert middle == pytest.approx(106, abs=2)


@pytest.mark.parametrize("name", [name for name in WORD if name not in RED_HEAD])
def test_two_blank_lines_stand_above_a_title_without_a_red_head(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    page = drawn[name][0]
    assert (page.baselines[0] - 37 - 0.8 * LINE) / LINE == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("name", WORD)
def test_the_number_of_the_page_is_7_mm_below_the_type_area(name: str, drawn: dict[str, list[Any]]) -> None:
    for number, page in enumerate(drawn[name], 1):
        if name == "函" and number == 1:
            assert not [glyph for glyph in page.glyphs if glyph.y > 263]
            continue
        dash = page.find(f"—{number}—")[0]
        left, top, right, bottom = page.ink((20, 263, 195, 280))
        _, top, _, bottom = page.ink((dash.x, 263, dash.x + 4, 280))
        assert (top + bottom) / 2 == pytest.approx(269, abs=0.5)
        edge = (right, 184 - 4.94) if number % 2 else (left, 28 + 4.94)
        assert edge[0] == pytest.approx(edge[1], abs=1)


@pytest.mark.parametrize("name", [name for name in RED_HEAD if name != "函"])
def test_the_mark_begins_72_mm_from_the_edge_and_the_rule_is_4_mm_below_the_number(
    name: str, drawn: dict[str, list[Any]]
) -> None:
    page = drawn[name][0]
    left, top, right, _ = page.ink((20, 60, 195, 115), red=True)
    assert top == pytest.approx(72, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=1)
    (rule,) = [rule for rule in page.rules if rule.colour == (255, 0, 0)]
    assert (rule.left, rule.right) == pytest.approx((28, 184), abs=1)
    number = page.find("〔2018〕")
    _, _, _, bottom = page.ink((number[0].x, number[0].y - 5, number[-1].x + 5, number[0].y + 2))
    assert rule.y - rule.thickness / 2 - bottom == pytest.approx(4, abs=0.5)


def test_the_mark_of_a_letter_begins_30_mm_from_the_edge(drawn: dict[str, list[Any]]) -> None:
    _, top, _, _ = drawn["函"][0].ink((15, 20, 200, 45), red=True)
    assert top == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize("name", [name for name in RED_HEAD if name != "函"])
def test_the_last_rule_of_the_imprint_lies_at_262_mm(name: str, drawn: dict[str, list[Any]]) -> None:
    *_, last = drawn[name]
    rules = [rule for rule in last.rules if rule.colour == (0, 0, 0) and rule.right - rule.left > 150]
    assert max(rule.y for rule in rules) == pytest.approx(262, abs=1)
