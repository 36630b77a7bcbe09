"""Columns as people name them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from qijin_docs.errors import Place
from qijin_docs.sources.headings import bare, match_columns, plain, wanted_columns

WANTED: Mapping[str, tuple[str, ...]] = {
    "领域": (),
    "受教育（人次）": (),
    "资料": ("宣传资料",),
    "重要活动": (),
}


def matched(*texts: str) -> tuple[dict[int, str], list[str]]:
    spellings = {c: (text,) for c, text in enumerate(texts)}
    found, problems = match_columns(spellings, WANTED, lambda c: Place(None, f"表!{c}"))
    return found, [str(p) for p in problems]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("领域", "领域"),
        (" 领 域 ", "领域"),
        ("*领域", "领域"),
        ("领域*", "领域"),
        ("领\n域", "领域"),
        ("领域：", "领域"),
        ("受教育（人次）", "受教育（人次）"),
        ("受教育(人次)", "受教育（人次）"),
        ("受教育\n（人次）", "受教育（人次）"),
        ("受教育", "受教育（人次）"),
        ("资料(份)", "资料"),
        ("宣传资料（份）", "资料"),
        ("重要活动(是/否)", "重要活动"),
    ],
)
def test_a_column_is_known_however_its_name_is_typed(text: str, name: str) -> None:
    assert matched(text) == ({0: name}, [])


def test_running_numbers_need_no_name_of_their_own() -> None:
    assert matched("序号", "领域") == ({1: "领域"}, [])


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (("领城",), "表!0：不认识“领城”这一列；是否想写“领域”？ [data.unknown_column]"),
        (("完全无关",), "表!0：不认识“完全无关”这一列；删去这一列，或核对表样 [data.unknown_column]"),
        (
            ("受教育（人）",),
            "表!0：“受教育（人）”的单位与要的“受教育（人次）”不同；换算后改列名 [data.unknown_column]",
        ),
        (("领域", "领 域"), "表!1：“领 域”与前面一列都是“领域”；留下一列 [data.duplicate_column]"),
        (("资料", "宣传资料"), "表!1：“宣传资料”与前面一列都是“资料”；留下一列 [data.duplicate_column]"),
    ],
)
def test_a_column_that_is_not_clear_is_a_problem(texts: tuple[str, ...], message: str) -> None:
    assert matched(*texts)[1] == [message]


def test_the_exact_name_goes_before_the_one_without_its_unit() -> None:
    found, problems = match_columns({0: ("资料(种)",), 1: ("资料",)}, {"资料": ()}, lambda _: Place())
    assert found[1] == "资料"
    assert [p.code for p in problems] == ["data.duplicate_column"]


def test_names_are_compared_without_width_blanks_and_case() -> None:
    assert plain(" ＵＲＬ（网址）\u200b") == "url(网址)"
    assert bare("受教育 （人次）") == "受教育"
    assert bare("（人次）") == "(人次)"


def test_a_list_of_names_is_a_mapping_without_other_names() -> None:
    assert wanted_columns(["甲", "乙"]) == {"甲": (), "乙": ()}
    assert wanted_columns({"甲": ("乙",)}) == {"甲": ("乙",)}
    assert wanted_columns(None) is None
