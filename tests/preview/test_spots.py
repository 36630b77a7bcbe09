"""From places in a template to where that is on the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qijin_docs.preview.spots import PageText, Spot, spot_for, spots_of, text_on


def pages(*texts: str) -> PageText:
    """Pages on which each sign of a text stands a hundredth below the one before."""
    signs = "".join(texts)
    spots = tuple(Spot(page, i / 100) for page, text in enumerate(texts) for i in range(len(text)))
    return PageText(signs, spots)


def test_the_signs_of_a_pdf_know_their_page_and_height(pdf_of: Callable[..., bytes]) -> None:
    found = text_on(pdf_of("first page", "second"))
    assert found.text == "firstpagesecond"
    assert [found.spots[0].page, found.spots[9].page] == [0, 1]
    assert found.spots[0].top == pytest.approx(1 - 717 / 842, abs=0.01)


def test_a_paragraph_stands_where_its_fixed_text_is(template: Callable[..., Path]) -> None:
    path = template("抬头{{ 单位 }}", "联系电话：{{ 电话 }}", "{{ 日期 }}", "附件 清单如下")
    found = spots_of(path, pages("甲市联系电话：123", "附件清单如下"))
    assert found["正文第2段"] == Spot(0, 0.02)
    assert found["正文第3段"] == Spot(0, 0.02), "all tags: where the one before it was found"
    assert found["正文第4段"] == Spot(1, 0.0)
    assert found["正文第1段"] == Spot(0, 0.0), "too short to be looked for"


def test_the_second_of_two_equal_texts_is_not_taken_for_the_first(template: Callable[..., Path]) -> None:
    path = template("负责人签字：{{ 甲 }}", "中间的一段话", "负责人签字：{{ 乙 }}")
    found = spots_of(path, pages("负责人签字：张", "中间的一段话", "负责人签字：李"))
    assert [found[f"正文第{i}段"].page for i in (1, 2, 3)] == [0, 1, 2]


def test_a_cell_that_is_not_known_has_the_spot_of_the_nearest_row_above(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet["A1"], sheet["B3"] = "活动情况一览", "填报单位：{{ 单位.全称 }}"
    book.save(tmp_path / "表.xlsx")
    found = spots_of(tmp_path / "表.xlsx", pages("活动情况一览", "填报单位：甲"))
    assert spot_for("工作表“台账”!B3", found) == Spot(1, 0.0)
    assert spot_for("工作表“台账”!C7", found) == Spot(1, 0.0)
    assert spot_for("工作表“台账”!D2", found) == Spot(0, 0.0)


@pytest.mark.parametrize("where", [None, "", "文档属性", "工作表“别的”!A1", "工作表“台账”!"])
def test_a_place_that_is_nowhere_has_no_spot(where: str | None) -> None:
    assert spot_for(where, {"正文第1段": Spot(0, 0.0)}) is None
    assert spot_for(where, {}) is None


def test_a_file_that_cannot_be_read_has_no_spots(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK")
    assert spots_of(tmp_path / "坏.docx", pages("一二三")) == {}
