"""考核评分表: eight ways of scoring, and the contradictions a sheet can hold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qijin_docs.errors import DataError, Severity
from qijin_docs.models import ScoreSheet
from qijin_docs.models.score_sheet import ScoreEntry, earned, told
from qijin_docs.models.score_standard import ScoreItem, ScoreStandard
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

TIERS = [{"起数": n, "扣分": off} for n, off in ((1, 5), (2, 12), (3, 21), (4, 30))]
ITEMS: dict[str, dict[str, Any]] = {
    "是否": {"分值": 10},
    "必供数据": {"分值": 10},
    "计件封顶": {"分值": 7, "每件得分": 2},
    "逾期递减": {"分值": 5, "每日扣分": 1},
    "部分给分": {"分值": 3, "情形": [{"情形": "自办", "得分": 3}, {"情形": "委托中介办", "得分": 1}]},
    "分档扣分": {"分值": 30, "档次": TIERS},
    "一票否决": {"分值": 0},
    "填空数据": {"分值": 6, "填空": [{"名称": "讲座", "单位": "场"}, {"名称": "资料", "单位": "份"}]},
}


def item(way: str, **changed: Any) -> dict[str, Any]:
    """An item scored in a way, sound unless changed."""
    data = {"编号": "K1", "考核标准": "某项工作", "评分方式": way, **ITEMS[way], **changed}
    return {key: value for key, value in data.items() if value is not None}


@pytest.mark.parametrize(
    ("way", "facts", "points", "reason"),
    [
        ("是否", {"是否落实": "是"}, 10, ""),
        ("是否", {"是否落实": "否"}, 0, "未落实"),
        ("必供数据", {"落实情况": "见附表"}, 10, ""),
        ("必供数据", {}, 0, "未提供数据、资料"),
        ("计件封顶", {"数量": 0}, 0, "计0件，每件2分"),
        ("计件封顶", {"数量": 3}, 6, "计3件，每件2分"),
        ("计件封顶", {"数量": 4}, 7, ""),
        ("计件封顶", {"数量": 400}, 7, ""),
        ("逾期递减", {"数量": 0}, 5, ""),
        ("逾期递减", {"数量": 4}, 1, "逾期4天，每天扣1分"),
        ("逾期递减", {"数量": 1}, 4, "逾期1天，每天扣1分"),
        ("逾期递减", {"数量": 5}, 0, "逾期5天，每天扣1分"),
        ("逾期递减", {"数量": 60}, 0, "逾期60天，每天扣1分"),
        ("逾期递减", {"未交": "是"}, 0, "未报送，本大项不得分"),
        ("部分给分", {"情形": "自办"}, 3, ""),
        ("部分给分", {"情形": "委托中介办"}, 1, "情形：委托中介办"),
        ("分档扣分", {"数量": 0}, 30, ""),
        ("分档扣分", {"数量": 1}, 25, "1起，扣5分"),
        ("分档扣分", {"数量": 2}, 18, "2起，扣12分"),
        ("分档扣分", {"数量": 3}, 9, "3起，扣21分"),
        ("分档扣分", {"数量": 4}, 0, "4起，扣30分"),
        ("分档扣分", {"数量": 9}, 0, "9起，扣30分"),
        ("一票否决", {"是否落实": "是"}, 0, "一票否决"),
        ("一票否决", {"是否落实": "否"}, 0, ""),
        ("填空数据", {"填空": {"讲座": 12, "资料": 0}}, 6, ""),
        ("填空数据", {"填空": {"讲座": 12}}, 0, "没有填：资料"),
    ],
)
def test_each_way_earns_what_it_should(way: str, facts: dict[str, Any], points: int, reason: str) -> None:
    result = earned(ScoreItem.model_validate(item(way)), ScoreEntry.model_validate({"编号": "K1", **facts}))
    assert (result.points, result.reason, result.computed) == (Decimal(points), reason, True)


@pytest.mark.parametrize(("units", "points"), [(0, "0"), (1, "0.5"), (3, "1.5"), (4, "2"), (5, "2")])
def test_half_points_for_each_unit_end_at_the_cap(units: int, points: str) -> None:
    standard = ScoreItem.model_validate(item("计件封顶", 分值=2, 每件得分="0.5"))
    assert earned(standard, ScoreEntry.model_validate({"编号": "K1", "数量": units})).points == Decimal(
        points
    )


@pytest.mark.parametrize("way", ["是否", "计件封顶", "逾期递减", "部分给分", "分档扣分", "一票否决"])
def test_without_facts_the_assessors_score_and_without_a_score_there_is_a_gap(way: str) -> None:
    standard = ScoreItem.model_validate(item(way))
    by_hand = earned(
        standard, ScoreEntry.model_validate({"编号": "K1", "考核得分": "0", "扣分原因": "没有做"})
    )
    assert (by_hand.points, by_hand.reason, by_hand.computed) == (Decimal(0), "没有做", False)
    assert earned(standard, ScoreEntry.model_validate({"编号": "K1"})).points is None
    assert earned(standard, None).points is None


@pytest.mark.parametrize(
    ("way", "facts", "words"),
    [
        (
            "填空数据",
            {"填空": {"讲座": 12, "资料": 300}, "落实情况": "另附名单"},
            "讲座12场，资料300份，另附名单",
        ),
        ("是否", {"是否落实": "否"}, "否"),
        ("逾期递减", {"数量": 2}, "逾期2天"),
        ("逾期递减", {"数量": 0}, "按时"),
        ("逾期递减", {"未交": "是"}, "未报送"),
        ("分档扣分", {"数量": 2}, "2起"),
        ("计件封顶", {"数量": 2}, "2件"),
        ("部分给分", {"情形": "自办"}, "自办"),
    ],
)
def test_what_was_done_is_told_in_words(way: str, facts: dict[str, Any], words: str) -> None:
    assert (
        told(ScoreItem.model_validate(item(way)), ScoreEntry.model_validate({"编号": "K1", **facts})) == words
    )
    assert told(ScoreItem.model_validate(item(way)), None) == ""


@pytest.fixture
def standard(valid: Callable[[str], Any]) -> Callable[..., dict[str, Any]]:
    """``standard(groups, **other)``: data of a standard."""

    def made(groups: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
        base = valid("活动台账")
        return {"活动": base["活动"], "单位": base["单位"], "大项": groups, **other}

    return made


WHOLE = [
    {
        "考核项目": "活动开展",
        "小计": 60,
        "考核内容": [item("是否", 编号="A1", 分值=30), item("计件封顶", 编号="A2", 分值=30, 每件得分=3)],
    },
    {
        "考核项目": "材料报送",
        "小计": 40,
        "考核内容": [
            item("逾期递减", 编号="B1", 分值=20),
            item("填空数据", 编号="B2", 分值=20),
            item("一票否决", 编号="B3"),
        ],
    },
]


@pytest.mark.parametrize(
    ("groups", "other", "code", "sentence"),
    [
        (WHOLE, {"满分": 120}, "score.total", "各大项分值之和是100分，满分写120分"),
        ([{**WHOLE[0], "小计": 50}, WHOLE[1]], {}, "score.subtotal", "“活动开展”小计写50分，各项分值之和是60分"),
        ([WHOLE[0], {**WHOLE[0], "小计": None}], {"满分": 120}, "score.duplicate_id", "考核内容编号A1重复"),
        (
            WHOLE, {"等级": [{"等级": "合格", "下限": 60}, {"等级": "优秀", "下限": 90}]},
            "score.grades", "等级的下限不是从高到低排到0",
        ),
        ([{"考核项目": "甲", "考核内容": [item("计件封顶", 每件得分=None)]}], {"满分": 7}, "score.no_rule",
         "K1按“计件封顶”评分，没有写“每件得分”"),
        ([{"考核项目": "甲", "考核内容": [item("是否", 每日扣分=1)]}], {"满分": 10}, "score.other_rule",
         "K1按“是否”评分，却写了“逾期递减”用的“每日扣分”"),
        ([{"考核项目": "甲", "考核内容": [item("一票否决", 分值=5)]}], {"满分": 5}, "score.veto_points",
         "K1是一票否决，不应有分值"),
        ([{"考核项目": "甲", "考核内容": [item("是否", 分值=0)]}], {"满分": 0}, "score.no_points", "K1的分值是0"),
        ([{"考核项目": "甲", "考核内容": [item("部分给分", 分值=2)]}], {"满分": 2}, "score.above",
         "K1的情形“自办”得3分，多于分值2分"),
        ([{"考核项目": "甲", "考核内容": [item("分档扣分", 档次=[TIERS[1], TIERS[0]])]}], {"满分": 30}, "score.tiers",
         "K1的档次不是起数越多扣分越多"),
    ],
)  # fmt: skip
def test_a_standard_that_contradicts_itself_is_refused(
    standard: Callable[..., dict[str, Any]],
    groups: list[dict[str, Any]],
    other: dict[str, Any],
    code: str,
    sentence: str,
) -> None:
    with pytest.raises(DataError) as caught:
        validate(ScoreStandard, Located.plain(standard(groups, **other)))
    assert (caught.value.problems[0].code, caught.value.problems[0].message) == (code, sentence)


@pytest.fixture
def sheet(standard: Callable[..., dict[str, Any]]) -> Callable[..., ScoreSheet]:
    """``sheet(changes by item)``: a sheet with full points but for what is changed."""

    def made(changed: dict[str, dict[str, Any] | None] | None = None, **other: Any) -> ScoreSheet:
        facts: dict[str, dict[str, Any]] = {
            "A1": {"是否落实": "是"},
            "A2": {"数量": 12},
            "B1": {"数量": 0},
            "B2": {"填空": {"讲座": 3, "资料": 800}},
            "B3": {"是否落实": "否"},
        }
        rows = []
        for name, entry in facts.items():
            new = (changed or {}).get(name, {})
            if new is not None:
                rows.append({"编号": name, "佐证编号": "ZP-01", **entry, **new})
        rows += [{"编号": name, **new} for name, new in (changed or {}).items() if name not in facts and new]
        base = standard(WHOLE)
        data = {
            "活动": base["活动"],
            "单位": base["单位"],
            "评分标准": base,
            "被考核单位": "岭安市自然资源局",
            "评分": rows,
            **other,
        }
        return validate(ScoreSheet, Located.plain(data)).value

    return made


def test_a_full_sheet_is_excellent(sheet: Callable[..., ScoreSheet]) -> None:
    full = sheet(总分=100)
    assert (full.total, full.grade, full.vetoes, full.unscored) == (Decimal(100), "优秀", (), ())
    assert [row["考核得分"] for row in full.rows] == [30, 30, 20, 20, 0]
    assert full.rows[3]["落实情况"] == "讲座3场，资料800份"


def test_a_veto_bars_the_best_grade_and_takes_no_points(sheet: Callable[..., ScoreSheet]) -> None:
    barred = sheet({"B3": {"是否落实": "是"}})
    assert (barred.total, barred.grade, barred.vetoes) == (Decimal(100), "良好", ("某项工作",))


def test_what_was_never_handed_in_costs_its_whole_group(sheet: Callable[..., ScoreSheet]) -> None:
    late = sheet({"B1": {"未交": "是", "数量": None}})
    assert (late.total, late.grade) == (Decimal(60), "合格")
    assert late.rows[3]["扣分原因"] == "B1未报送，本大项不得分"


def test_an_item_nobody_scored_leaves_the_total_open(sheet: Callable[..., ScoreSheet]) -> None:
    open_sheet = sheet({"A1": None})
    assert (open_sheet.total, open_sheet.grade, open_sheet.unscored) == (None, None, ("A1",))


@pytest.mark.parametrize(
    ("points", "grade"),
    [(100, "优秀"), (90, "优秀"), (89, "良好"), (80, "良好"), (79, "合格"), (60, "合格"), (59, "不合格")],
)
def test_a_bound_belongs_to_the_better_grade(
    standard: Callable[..., dict[str, Any]], points: int, grade: str
) -> None:
    assert validate(ScoreStandard, Located.plain(standard(WHOLE))).value.grade_of(Decimal(points)) == grade


@pytest.mark.parametrize(
    ("changed", "other", "code", "sentence"),
    [
        ({"A1": {"自评分": 31}}, {}, "score.above", "A1的自评分31分，多于分值30分"),
        ({"A1": {"是否落实": None, "考核得分": 31}}, {}, "score.above", "A1的考核得分31分，多于分值30分"),
        ({"A2": {"数量": 2, "考核得分": 30}}, {}, "score.differs",
         "A2的考核得分写30分，按落实情况应得6分（计2件，每件3分）"),
        ({"A1": {"是否落实": None, "考核得分": 20}}, {}, "score.no_reason", "A1扣了10分，没有写扣分原因"),
        ({"B2": {"填空": {"讲座": 1, "资料": 2, "横幅": 3}}}, {}, "score.unknown_blank", "B2没有这样的空：横幅"),
        ({"A1": {"情形": "自办"}}, {}, "score.unknown_situation", "A1没有“自办”这个情形"),
        ({"C9": {"数量": 1}}, {}, "score.unknown_item", "评分标准里没有C9这一项"),
        ({}, {"总分": 99}, "score.total", "岭安市自然资源局总分写99分，各项之和是100分"),
    ],
)  # fmt: skip
def test_a_sheet_that_contradicts_itself_is_refused(
    sheet: Callable[..., ScoreSheet], changed: dict[str, Any], other: dict[str, Any], code: str, sentence: str
) -> None:
    with pytest.raises(DataError) as caught:
        sheet(changed, **other)
    assert (caught.value.problems[0].code, caught.value.problems[0].message) == (code, sentence)


def test_points_without_proof_are_a_warning(sheet: Callable[..., ScoreSheet]) -> None:
    (flaw,) = [f for f in sheet({"A1": {"佐证编号": []}}).flaws() if f.code == "score.no_evidence"]
    assert (flaw.severity, flaw.message) == (Severity.WARNING, "A1得30分，没有佐证编号")
