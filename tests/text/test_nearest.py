"""The nearest of several names."""

from __future__ import annotations

import pytest

from qijin_docs.text.nearest import did_you_mean, nearest

SPHERES = ("企业", "校园", "机关", "社区", "农村", "家庭", "公共场所")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("企事业", "企业"),
        ("公共厂所", "公共场所"),
        ("校圆", "校园"),
        (" 机 关 ", "机关"),
        ("", None),
        ("清真寺", None),
        ("{{ x }}", None),
        ("家" * 10_000, None),
    ],
)
def test_the_nearest_name_is_found_or_none(word: str, found: str | None) -> None:
    assert nearest(word, SPHERES) == found


def test_width_and_case_do_not_count() -> None:
    assert nearest("ＵＲＬ", ["url", "网址"]) == "url"


@pytest.mark.parametrize(
    ("word", "found"), [("lenght", "length"), ("Uper", "upper"), ("currency", None), ("xyz", None)]
)
def test_of_a_latin_word_more_must_agree_for_words_share_letters_by_chance(
    word: str, found: str | None
) -> None:
    assert nearest(word, ["urlencode", "length", "upper"]) == found


def test_of_equally_near_names_the_first_wins() -> None:
    assert nearest("甲丙", ["甲乙", "甲丁"]) == "甲乙"


def test_there_is_nothing_near_among_no_candidates() -> None:
    assert nearest("企业", []) is None


def test_the_hint_is_a_question_or_nothing() -> None:
    assert did_you_mean("企事业", SPHERES) == "是否想写“企业”？"
    assert did_you_mean("清真寺", SPHERES) == ""
