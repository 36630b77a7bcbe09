"""Statistics: counted from the register, never typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.models import ActivityRegister, Campaign, Organ, Statistics, indicators

SPHERES = ("企业", "校园", "机关", "社区", "农村", "家庭", "公共场所")
CAMPAIGN = Campaign.model_validate(
    {
        "名称": "“七进”活动",
        "年度": 2018,
        "开始": "2018-01-01",
        "结束": "2018-12-31",
        "相关活动": ["安全生产月"],
        "阶段": [
            {"序号": 1, "名称": "前", "截止": "6月30日前"},
            {"序号": 2, "名称": "后", "截止": "12月31日前", "成果": [{"种类": "活动总结"}]},
        ],
    }
)
ORGAN = Organ.model_validate({"全称": "甲局"})


def register(*rows: dict[str, Any], hosts: tuple[str, ...] | None = None) -> ActivityRegister:
    """A register of activities that say only what matters."""
    base = {"领域": "企业", "活动名称": "课", "开始日期": "2018-03-06", "主办单位": "甲局"}
    activities = [base | {"活动编号": f"HD-{n}"} | row for n, row in enumerate(rows)]
    return ActivityRegister.model_validate(
        {"活动": CAMPAIGN, "单位": ORGAN, "活动记录": activities, "统计单位": hosts}
    )


def total(*rows: dict[str, Any]) -> dict[str, Any]:
    return dict(Statistics.of(register(*rows)).total.values)


def test_the_indicators_are_those_of_the_table_each_with_its_unit() -> None:
    assert [(i.name, i.unit) for i in indicators()][:4] == [
        ("进入单位数", "按领域"),
        ("活动场次", "场"),
        ("参加人数", "人"),
        ("受教育", "人次"),
    ]
    assert len(indicators()) == 18


def test_what_nobody_reported_is_none_and_what_is_zero_is_zero() -> None:
    figures = total({"资料": 0}, {})
    assert figures["资料"] == 0
    assert figures["手册图书"] is None
    assert figures["活动场次"] == 2


def test_people_and_person_times_are_never_added() -> None:
    figures = total({"参加人数": 80, "受教育": 100}, {"参加人数": 20, "受教育": 200})
    assert (figures["参加人数"], figures["受教育"]) == (100, 300)


def test_costs_stay_exact() -> None:
    assert total({"经费": "0.1"}, {"经费": "0.2"})["经费"] == Decimal("0.3")


def test_a_place_entered_twice_is_counted_once() -> None:
    figures = total({"进入单位": "甲矿、乙矿"}, {"进入单位": "甲矿"}, {"进入单位数": 3})
    assert figures["进入单位数"] == 5


def test_a_place_written_with_its_number_is_counted_by_name() -> None:
    assert total({"进入单位": "甲矿、乙矿", "进入单位数": 2})["进入单位数"] == 2


def test_households_stand_apart_from_all_other_places() -> None:
    statistics = Statistics.of(register({"进入单位": "甲矿"}, {"领域": "家庭", "进入单位数": 120}))
    assert statistics.total.values["进入单位数"] == 1
    assert statistics.total.households == 120
    assert statistics.total.unit_of_places == "家"


def test_households_alone_are_counted_in_households() -> None:
    figures = Statistics.of(register({"领域": "家庭", "进入单位数": 120})).total
    assert (figures.values["进入单位数"], figures.unit_of_places) == (120, "户")


def test_places_of_several_kinds_have_the_general_unit() -> None:
    figures = Statistics.of(register({"进入单位": "甲矿"}, {"领域": "校园", "进入单位": "乙校"})).total
    assert (figures.values["进入单位数"], figures.unit_of_places) == (2, "个")


def test_each_sphere_has_its_own_unit_also_with_nothing_in_it() -> None:
    statistics = Statistics.of(register({}))
    assert [f.unit_of_places for f in statistics.by_sphere] == ["家", "所", "个", "个", "个村", "户", "处"]


def test_a_joint_activity_counts_for_its_host_alone() -> None:
    joint = {"主办单位": "乙局", "协办单位": "甲局", "参加人数": 500}
    statistics = Statistics.of(register({"参加人数": 80}, joint, hosts=("甲局",)))
    assert statistics.total.values["参加人数"] == 80
    assert statistics.total.sources == ("HD-0",)
    assert statistics.joined == 1


def test_an_alias_counts_in_the_sphere_it_names() -> None:
    statistics = Statistics.of(register({"领域": "厂矿"}, {"领域": "学校"}))
    assert [f.label for f in statistics.by_sphere if f.values["活动场次"]] == ["企业", "校园"]


def test_a_further_sphere_is_for_coverage_and_counts_nothing() -> None:
    statistics = Statistics.of(register({"兼及领域": "社区"}))
    assert statistics.as_values()["有活动的领域"] == ["企业"]


def test_figures_can_be_had_by_phase_month_and_larger_campaign() -> None:
    values = Statistics.of(
        register(
            {"资料": 1},
            {"开始日期": "2018-06-30", "资料": 10, "母活动": "安全生产月"},
            {"开始日期": "2018-07-01", "资料": 100},
        )
    ).as_values()
    assert [row["资料"] for row in values["阶段"].values()] == [11, 100]
    assert [(row["名称"], row["资料"]) for row in values["月份"]] == [("3月", 1), ("6月", 10), ("7月", 100)]
    assert values["母活动"]["安全生产月"]["资料"] == 10
    assert values["合计"]["资料"] == 111, "what belongs to a larger campaign is counted once all the same"


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (None, None, 3),
        (date(2018, 6, 30), date(2018, 6, 30), 1),
        (date(2018, 7, 1), None, 1),
        (None, date(2018, 3, 6), 1),
        (date(2018, 8, 1), date(2018, 8, 31), 0),
    ],
)
def test_a_period_holds_both_its_days(start: date | None, end: date | None, count: int) -> None:
    rows = register({}, {"开始日期": "2018-06-30"}, {"开始日期": "2018-07-01"})
    assert Statistics.of(rows, start=start, end=end).total.values["活动场次"] == count


def test_media_reports_are_added_over_their_kinds() -> None:
    values = Statistics.of(register({"报刊报道": 1, "网站报道": 2}, {"手机新媒体报道": 4})).as_values()
    assert values["合计"]["手机网络报道"] == 6
    assert values["合计"]["媒体报道"] == 7


def test_an_empty_register_has_no_activity_and_nothing_reported() -> None:
    figures = Statistics.of(register()).total
    assert figures.values["活动场次"] == 0
    assert {v for name, v in figures.values.items() if name != "活动场次"} == {None}


def test_the_small_project_counts_its_own_activities(small: Any) -> None:
    values = Statistics.of(small.load().year.register).as_values()
    assert values["合计"]["活动场次"] == 3
    assert values["合计"]["受教育"] == 640
    assert values["领域"]["企业"]["进入单位数"] == 2
    assert values["参与场次"] == 1


_COUNT = st.none() | st.integers(0, 5000)
_NAMES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), max_size=3, unique=True)
_ROW = st.fixed_dictionaries(
    {
        "领域": st.sampled_from(SPHERES),
        "开始日期": st.dates(date(2018, 1, 1), date(2018, 12, 31)),
        "主办单位": st.sampled_from(["甲局", "乙局"]),
        "进入单位": _NAMES,
        "受教育": _COUNT,
        "资料": _COUNT,
        "培训讲座": _COUNT,
        "经费": st.none() | st.decimals(0, 100, places=2),
    }
)
_ROWS = st.lists(_ROW, max_size=12)
SUMMED = [i.name for i in indicators() if i.method != "去重"]


def _sum(values: list[Any]) -> Any:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


@pytest.fixture(scope="module")
def build() -> Callable[[list[dict[str, Any]]], Statistics]:
    return lambda rows: Statistics.of(register(*rows, hosts=("甲局",)))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(_ROWS)
def test_parts_add_up_to_the_total(build: Callable[..., Statistics], rows: list[dict[str, Any]]) -> None:
    statistics = build(rows)
    for parts in (statistics.by_sphere, statistics.by_phase, statistics.by_month):
        for name in SUMMED:
            empty = 0 if name == "活动场次" else None
            parts_sum = _sum([f.values[name] for f in parts])
            assert (empty if parts_sum is None else parts_sum) == statistics.total.values[name], name


@settings(derandomize=True, deadline=None, max_examples=40)
@given(_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    build: Callable[..., Statistics], rows: list[dict[str, Any]], random: Any
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    first, second = build(rows), build(shuffled)
    assert first.total.values == second.total.values
    assert [f.values for f in first.by_sphere] == [f.values for f in second.by_sphere]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(_ROWS)
def test_what_others_host_never_counts(build: Callable[..., Statistics], rows: list[dict[str, Any]]) -> None:
    own = [row for row in rows if row["主办单位"] == "甲局"]
    assert build(rows).total.values == build(own).total.values
    assert build(rows).joined == len(rows) - len(own)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(_ROWS)
def test_names_are_counted_once(build: Callable[..., Statistics], rows: list[dict[str, Any]]) -> None:
    counted = [row for row in rows if row["主办单位"] == "甲局"]
    names = {name for row in counted if row["领域"] != "家庭" for name in row["进入单位"]}
    households = {name for row in counted if row["领域"] == "家庭" for name in row["进入单位"]}
    figures = build(rows).total
    if any(row["领域"] != "家庭" for row in counted):
        assert figures.values["进入单位数"] == (len(names) or None)
    assert figures.households == (len(households) or None)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(_ROWS, st.dates(date(2018, 1, 1), date(2018, 12, 30)))
def test_two_periods_that_join_make_the_whole(rows: list[dict[str, Any]], end: date) -> None:
    whole = register(*rows)
    first = Statistics.of(whole, end=end).total.values
    second = Statistics.of(whole, start=date.fromordinal(end.toordinal() + 1)).total.values
    for name in SUMMED:
        assert _sum([first[name], second[name]]) == Statistics.of(whole).total.values[name], name
