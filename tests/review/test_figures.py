"""Figures in prose: which are meant, and what a round one may stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qijin_docs.review.figures import Known, figures_in, is_there, nearest_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("全年开展活动73场。", [("73场", "活动场次", 73, "")]),
        ("受教育1.5万余人次", [("1.5万余人次", "受教育", 15000, "余")]),
        (
            "发放资料2000多份、手册图书近300册",
            [("2000多份", "资料", 2000, "余"), ("近300册", "手册图书", 300, "近")],
        ),
        ("投入经费12.5万元", [("12.5万元", "经费", Decimal("12.5"), "")]),
        ("进入企业40家", [("40家", "进入单位数", 40, "")]),
        ("手机和网络报道12条", [("12条", "手机网络报道", 12, "")]),
        ("开展宣讲、培训和应急演练12场", [("12场", "", 12, "")]),
        ("受教育11.42万人次", [("11.42万人次", "受教育", 114200, "万")]),
        ("受教育不少于1,200人次", [("不少于1,200人次", "受教育", 1200, "不少于")]),
        ("小组成员12人，每堂40分钟，第1场", []),
        (
            "开展活动一百余场，受教育近千人次",
            [("一百余场", "活动场次", 100, "余"), ("近千人次", "受教育", 1000, "近")],
        ),
        ("受教育一千二百人次", [("一千二百人次", "受教育", 1200, "")]),
        ("走进千家万户，深入千家", []),
        ("", []),
    ],
)
def test_figures_are_found_with_their_indicator(text: str, said: list[tuple[str, str, Decimal, str]]) -> None:
    assert [(f.quote, f.indicator, f.value, f.word) for f in figures_in(text)] == said


@pytest.mark.parametrize(
    ("written", "right", "wrong"),
    [
        ("2000余人次", (2000, 2034, 2999), (1999, 3000)),
        ("1.5万余人次", (15000, 15999), (14999, 16000)),
        ("近2000人次", (1900, 1999), (1899, 2000)),
        ("约2000人次", (1900, 2100), (1899, 2101)),
        ("2000人次以上", (2000, 5000), (1999,)),
        ("不超过2000人次", (0, 2000), (2001,)),
        ("11.42万人次", (114200, 114267), (114300, 114100)),
        ("2000人次", (2000,), (1999, 2001)),
    ],
)
def test_a_round_figure_stands_for_what_its_word_says(
    written: str, right: tuple[int, ...], wrong: tuple[int, ...]
) -> None:
    (figure,) = figures_in(f"受教育{written}")
    assert [figure.fits(Decimal(n)) for n in right] == [True] * len(right)
    assert [figure.fits(Decimal(n)) for n in wrong] == [False] * len(wrong)


def test_a_figure_is_looked_for_among_its_own_indicator() -> None:
    known = [Known("咨询", "人次", "全年", Decimal(500)), Known("受教育", "人次", "全年", Decimal(480))]
    (figure,) = figures_in("受教育500人次")
    assert not is_there(figure, known)
    assert nearest_of(figure, known) == known[1]
    assert nearest_of(figure, []) is None
