"""The table of forms agrees with the models, and a form is found by any of its names."""

from __future__ import annotations

import pytest

from qijin_docs.errors import DataError
from qijin_docs.models import indicators
from qijin_docs.registers.columns import PHASES, SPHERES, ColumnKind
from qijin_docs.registers.form import Form, find_form, forms
from qijin_docs.registers.form_info import FormInfo, Spot, form_info_rows, read_form_info
from qijin_docs.sources.headings import plain
from qijin_docs.sources.shapes import entries_of

NUMBERS = [
    "R01",
    "R02",
    "R03",
    "R04",
    "R05",
    "R06",
    "R07",
    "R08",
    "R09",
    "R10",
    "R11",
    "R13",
    "R14",
    "R19",
    "R20",
]
ALL = pytest.mark.parametrize("form", forms(), ids=lambda form: form.number)


def test_all_forms_that_are_owed_are_there_in_order() -> None:
    assert [form.number for form in forms()] == NUMBERS


@ALL
def test_every_column_is_a_field_and_every_field_that_must_be_filled_has_a_column(form: Form) -> None:
    fields = {entry.key: entry for entry in entries_of(form.model)}
    aliases = [column.alias for column in form.columns]
    assert set(aliases) <= set(fields)
    assert len(aliases) == len(set(aliases))
    assert {key for key, entry in fields.items() if entry.required} <= set(aliases)


@ALL
def test_no_two_columns_of_a_form_may_be_taken_for_each_other(form: Form) -> None:
    heads = [(plain(c.alias), c.alias) for c in form.columns]
    heads += [(plain(c.label), c.alias) for c in form.columns if c.group is None]
    heads += [(plain(name), c.alias) for c in form.columns for name in c.names]
    owners: dict[str, set[str]] = {}
    for head, alias in heads:
        owners.setdefault(head, set()).add(alias)
    assert {head: sorted(o) for head, o in owners.items() if len(o) > 1} == {}


@ALL
def test_an_example_is_something_the_model_takes(form: Form) -> None:
    values = {c.alias: c.example for c in form.columns if c.example}
    if values:
        form.model.model_validate(values)


def test_the_figures_of_r06_and_r07_are_the_indicators_in_their_order() -> None:
    names = [indicator.name for indicator in indicators()]
    for number in ("R06", "R07"):
        aliases = [c.alias for c in find_form(number).columns]
        assert [a for a in aliases if a in names] == names


@pytest.mark.parametrize(
    ("number", "alias", "kind", "unit", "required"),
    [
        ("R05", "参加人数", ColumnKind.WHOLE, "人", False),
        ("R05", "受教育", ColumnKind.WHOLE, "人次", False),
        ("R05", "经费", ColumnKind.MONEY, "万元", False),
        ("R05", "开始日期", ColumnKind.DATE, "", True),
        ("R05", "重要活动", ColumnKind.YES_NO, "", False),
        ("R05", "协办单位", ColumnKind.NAMES, "", False),
        ("R05", "活动名称", ColumnKind.TEXT, "", True),
        ("R01", "完成时限", ColumnKind.DEADLINE, "", True),
        ("R01", "牵头单位", ColumnKind.NAMES, "", True),
        ("R13", "分值", ColumnKind.DECIMAL, "", True),
    ],
)
def test_kind_unit_and_need_come_from_the_model(
    number: str, alias: str, kind: ColumnKind, unit: str, required: bool
) -> None:
    column = find_form(number).column(alias)
    assert column is not None
    assert (column.kind, column.unit, column.required) == (kind, unit, required)


def test_choices_come_from_the_model_or_are_the_campaign_s() -> None:
    register, evidence = find_form("R05"), find_form("R08")
    form, sphere, kind = register.column("形式"), register.column("领域"), evidence.column("类别")
    phase = find_form("R04").column("阶段")
    assert form and sphere  # noqa: PT018 # for the type checker
    assert kind and phase  # noqa: PT018 # for the type checker
    assert "应急演练" in form.choices
    assert form.open
    assert (sphere.choice_of, phase.choice_of) == (SPHERES, PHASES)
    assert kind.choices == ("音视频", "照片", "报刊杂志", "网站截图", "手机截屏")
    assert not kind.open


def test_other_words_for_a_unit_are_known() -> None:
    banners = find_form("R05").column("横幅标语")
    assert banners is not None
    assert (banners.unit, banners.other_units, banners.head) == ("条", ("幅",), "横幅标语（条）")


@pytest.mark.parametrize("name", ["R05", "r05", " R05 ", "活动台账", "register"])
def test_a_form_is_found_by_number_and_by_both_names(name: str) -> None:
    assert find_form(name).number == "R05"


@pytest.mark.parametrize(
    ("name", "hint"), [("活动台帐", "是否想写“活动台账”？"), ("收支表", "可用的表格：R01 任务分工表、")]
)
def test_an_unknown_form_is_an_error_with_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(DataError) as caught:
        find_form(name)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("form.unknown", f"没有“{name}”这种表格")
    assert problem.hint.startswith(hint)


def test_r06_has_two_rows_a_sphere_and_two_of_all_together() -> None:
    rows = find_form("R06").fixed_rows(("企业", "机关"))
    assert [tuple(row.values()) for row in rows] == [
        ("企业", "本期"),
        ("企业", "累计"),
        ("机关", "本期"),
        ("机关", "累计"),
        ("合计", "本期"),
        ("合计", "累计"),
    ]


INFO = FormInfo(
    "R05",
    "活动台账",
    sheet="活动台账",
    facts={"单位": "岭安市自然资源局", "年度": "2018", "领域": "企业、机关"},
    spots=(Spot("领域", "C", 5), Spot("填报单位", "C", 2, "表头"), Spot("审核人", "F", 40, "表尾")),
    example_row=6,
    first_row=7,
)


def test_what_the_hidden_sheet_says_is_read_back() -> None:
    back = read_form_info(form_info_rows(INFO))
    assert back == INFO
    assert (back.unit, back.year, back.spheres) == ("岭安市自然资源局", 2018, ("企业", "机关"))
    assert back.spot("领域") == Spot("领域", "C", 5)
    assert back.spot("地点") is None


def test_numbers_as_floats_blank_cells_and_further_columns_do_not_matter() -> None:
    grid = [
        [*(float(v) if isinstance(v, int) else v for v in row), None, "选项", "企业"]
        for row in form_info_rows(INFO)
    ]
    assert read_form_info([*grid, [None, None, None], []]) == INFO


@pytest.mark.parametrize("grid", [[], [["表", "R05"]], [["序号", "单位"], [1, "岭安市自然资源局"]], [[None]]])
def test_other_sheets_are_no_hidden_sheet(grid: list[list[object]]) -> None:
    assert read_form_info(grid) is None
