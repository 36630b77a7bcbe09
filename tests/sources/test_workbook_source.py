"""Tables in workbooks as they come back from the offices."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.sources import workbook_source
from qijin_docs.sources.located import Located
from qijin_docs.sources.reader import read_source

Workbook = Callable[..., str]
Records = Callable[[Located], list[list[Any]]]
Problems = Callable[..., Any]

HEAD = ["领域", "活动名称", "日期", "受教育（人次）"]
WANTED = HEAD


def test_cells_keep_their_types_and_know_their_names(workbook: Workbook) -> None:
    rows = [HEAD, ["企业", "讲座", date(2018, 6, 1), 300], ["机关", " 会 ", "6.16", 12.5]]
    located = read_source(workbook(rows), columns=WANTED)
    assert [list(r.values()) for r in located.value] == [
        ["企业", "讲座", date(2018, 6, 1), 300],
        ["机关", "会", "6.16", 12.5],
    ]
    assert type(located.value[0]["日期"]) is date
    assert str(located.place_of((1, "受教育（人次）"))) == "表.xlsx（台账!D3）"
    assert str(located.place_of((1, "没有"))) == "表.xlsx（台账!第3行）"
    assert str(located.place_of((1,))) == "表.xlsx（台账!第3行）"
    assert located.columns is not None
    assert str(located.columns["日期"]) == "表.xlsx（台账!C1）"
    assert located.notes == ()


def test_whole_floats_are_whole_and_moments_stay_moments(workbook: Workbook, records: Records) -> None:
    moment = datetime.fromisoformat("2018-06-01 09:30")
    assert records(read_source(workbook([["甲", "乙", "丙"], [3.0, moment, True]]))) == [[3, moment, True]]


def test_blank_nought_none_slash_and_dash_stay_apart(workbook: Workbook, records: Records) -> None:
    located = read_source(workbook([["a", "b", "c", "d", "e", "f"], [None, 0, "无", "/", "—", "  "]]))
    assert records(located) == [[None, 0, "无", "/", "—", None]]


def test_a_real_form_is_read(workbook: Workbook, records: Records) -> None:
    rows = [
        ["安全生产宣传教育活动台账"],
        ["填报单位（盖章）：云岭省自然资源厅"],
        ["序号", "受教育\n(人次)", "*领域", "日期", "活动名称"],
        [1, 300, "企业", "6.1", "讲座"],
        [],
        [2, "２００", None, "6.2", "演练"],
        [3, 5, "机关", "6.3", "会"],
        ["合 计", 505],
        ["单位负责人：×××", None, "填报人：×××"],
        ["注：本表一式两份"],
    ]
    located = read_source(workbook(rows, ["A1:E1", "A2:E2", "C4:C6"]), columns=WANTED)
    assert records(located) == [
        [300, "企业", "6.1", "讲座"],
        ["２００", "企业", "6.2", "演练"],
        [5, "机关", "6.3", "会"],
    ]
    assert [str(n) for n in located.notes] == [
        "表.xlsx（台账!第8行）：“合计”行没有读作记录 [data.skipped_row]",
        "表.xlsx（台账!第9行）：表尾的说明或签字行没有读作记录 [data.skipped_row]",
        "表.xlsx（台账!第10行）：表尾的说明或签字行没有读作记录 [data.skipped_row]",
    ]


def test_a_head_of_two_rows_is_read(workbook: Workbook, records: Records) -> None:
    rows = [
        ["任务分工表"],
        ["领域", "责任清单", None, None, "时限"],
        [None, "责任领导", "责任人", "责任处室", None],
        ["企业", "甲", "乙", "丙", "6月30日"],
    ]
    name = workbook(rows, ["A1:E1", "B2:D2", "A2:A3", "E2:E3"])
    wanted = ["领域", "责任领导", "责任人", "责任处室", "时限"]
    for columns in (wanted, None):
        located = read_source(name, columns=columns)
        assert located.value == [dict(zip(wanted, ["企业", "甲", "乙", "丙", "6月30日"], strict=True))]
        assert located.columns is not None
        assert str(located.columns["责任人"]) == "表.xlsx（台账!C3）"


def test_a_name_that_stands_in_two_groups_gets_its_group_before_it(workbook: Workbook) -> None:
    rows = [
        ["单位", "本期", None, "累计", None],
        [None, "场次", "人数", "场次", "人数"],
        ["甲市", 1, 2, 3, 4],
    ]
    name = workbook(rows, ["B1:C1", "D1:E1", "A1:A2"])
    values = {"单位": "甲市", "本期_场次": 1, "本期_人数": 2, "累计_场次": 3, "累计_人数": 4}
    assert read_source(name).value == [values]
    assert read_source(name, columns=list(values)).value == [values]


def test_a_merged_heading_over_data_is_no_second_head_row(workbook: Workbook) -> None:
    rows = [["单位", "地点", None], ["甲市", "省城", None], ["乙市", "县城", None]]
    located = read_source(workbook(rows, ["B1:C1"]))
    assert located.value == [{"单位": "甲市", "地点": "省城"}, {"单位": "乙市", "地点": "县城"}]


@pytest.mark.parametrize(
    ("rows", "merges", "messages"),
    [
        (
            [[*HEAD, "领导签字"], ["企业", "讲座", "6.1", 3, "x"]],
            [],
            ["表.xlsx（台账!E1）：不认识“领导签字”这一列；删去这一列，或核对表样 [data.unknown_column]"],
        ),
        (
            [[*HEAD, "活动名"], ["企业", "讲座", "6.1", 3, "x"]],
            [],
            ["表.xlsx（台账!E1）：不认识“活动名”这一列；是否想写“活动名称”？ [data.unknown_column]"],
        ),
        (
            [HEAD, ["企业", "讲座", "6.1", 3, "多出来的"]],
            [],
            [
                "表.xlsx（台账!E2）：这一格有内容“多出来的”，但这一列没有列名；"
                "补上列名，或删去这一格 [data.outside_columns]"
            ],
        ),
        (
            [HEAD, ["企业", "讲座", "6.1", 300], ["企业", "会", "6.2", None]],
            ["D2:D3"],
            [
                "表.xlsx（台账!D2）：合并的单元格里是数字300，不知道算在哪一行；"
                "取消合并，各行分别填写 [data.merged_number]"
            ],
        ),
        (
            [HEAD, ["企业", "#REF!", "6.1", 1234567890123456], ["机关", "会", "6.2", 3]],
            [],
            [
                "表.xlsx（台账!B2）：单元格里是错误值#REF!；改正公式或填上数 [data.cell_error]",
                "表.xlsx（台账!D2）：数字超过15位，Excel已把后面的数位变成0；"
                "把单元格设成文本格式，重新输入 [data.lost_digits]",
            ],
        ),
        (
            [HEAD, ["企业", "讲座", "6.1", "=1+2"]],
            [],
            [
                "表.xlsx（台账!D2）：单元格里的公式还没有算出结果；"
                "在Excel或WPS里打开，存盘后再交 [data.not_calculated]"
            ],
        ),
        (
            [["x", "y"], [1, 2]],
            [],
            [
                "表.xlsx（台账）：找不到表头行；表头应有这些列：领域、活动名称、日期、受教育（人次） [data.no_head]"
            ],
        ),
    ],
)
def test_what_cannot_be_placed_for_certain_is_a_problem_at_its_cell(
    workbook: Workbook, problems_of: Problems, rows: Any, merges: list[str], messages: list[str]
) -> None:
    assert [str(p) for p in problems_of(workbook(rows, merges), columns=WANTED)] == messages


def test_all_problems_of_a_sheet_come_at_once(workbook: Workbook, problems_of: Problems) -> None:
    rows = [[*HEAD, "多余"], ["企业", "#N/A", "6.1", 3, None, "界外"]]
    codes = [p.code for p in problems_of(workbook(rows), columns=WANTED)]
    assert codes == ["data.cell_error", "data.unknown_column", "data.outside_columns"]


def test_the_sheet_with_the_wanted_columns_is_found(workbook: Workbook, records: Records) -> None:
    name = workbook({"说明": [["怎样填"]], "台账": [HEAD, ["企业", "讲座", "6.1", 3]]})
    assert records(read_source(name, columns=WANTED)) == [["企业", "讲座", "6.1", 3]]


def test_two_sheets_that_both_fit_are_not_chosen_between(
    workbook: Workbook, problems_of: Problems, records: Records
) -> None:
    name = workbook({"六月": [HEAD, ["企业", "讲座", "6.1", 3]], "七月": [HEAD, ["机关", "会", "7.1", 4]]})
    (problem,) = problems_of(name, columns=WANTED)
    assert (
        str(problem) == "表.xlsx：工作表“六月”“七月”都像要读的表；只留一张，或指明工作表 [data.which_sheet]"
    )
    assert records(read_source(name, columns=WANTED, sheet="七月")) == [["机关", "会", "7.1", 4]]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(
    workbook: Workbook, problems_of: Problems
) -> None:
    (problem,) = problems_of(workbook({"六月": [HEAD], "七月": [HEAD]}), sheet="八月")
    assert str(problem) == "表.xlsx：没有“八月”这张工作表；有这些工作表：六月、七月 [data.no_sheet]"


def test_hidden_sheets_are_not_looked_at(workbook: Workbook, records: Records) -> None:
    def hide(book: Any) -> None:
        book["旧"].sheet_state = "hidden"

    name = workbook(
        {"旧": [HEAD, ["企业", "旧", "1.1", 1]], "新": [HEAD, ["企业", "新", "2.1", 2]]}, change=hide
    )
    assert records(read_source(name, columns=WANTED)) == [["企业", "新", "2.1", 2]]


def test_without_wanted_columns_the_first_sheet_is_read_and_the_others_named(workbook: Workbook) -> None:
    located = read_source(workbook({"甲": [["名称", "数"], ["x", 1]], "乙": [["名称", "数"], ["y", 2]]}))
    assert located.value == [{"名称": "x", "数": 1}]
    expected = "表.xlsx：只读了工作表“甲”，没有读“乙”；要读别的表就指明工作表 [data.unread_sheet]"
    assert [str(n) for n in located.notes] == [expected]


def test_a_workbook_that_unpacks_beyond_measure_is_refused(
    workbook: Workbook, problems_of: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_source, "LARGEST_UNPACKED", 1000)
    (problem,) = problems_of(workbook([HEAD]))
    assert (problem.code, problem.message) == ("data.too_large", "工作簿展开后太大")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused(workbook: Workbook, problems_of: Problems, part: str) -> None:
    name = workbook([HEAD, ["企业", "讲座", "6.1", 3]])
    with zipfile.ZipFile(name) as source:
        parts = {info: source.read(info) for info in source.namelist()}
    with zipfile.ZipFile("坏.xlsx", "w") as target:
        for info, content in parts.items():
            if info != part:
                target.writestr(info, content)
            elif part.startswith("xl"):
                target.writestr(info, content[: len(content) // 2])
    assert [p.code for p in problems_of("坏.xlsx")] == ["data.not_a_workbook"]


def test_hostile_text_in_cells_comes_through(workbook: Workbook, records: Records) -> None:
    values = ["A&B <公司> \"'", "{{ x }} {% if %}", "]]>", "字" * 10_000]
    assert records(read_source(workbook([["a", "b", "c", "d"], values]))) == [values]


def test_the_file_is_named_as_it_was_given(workbook: Workbook) -> None:
    name = workbook([["a", "b"], [1, 2]])
    path = str(Path(name).absolute())
    assert read_source(path).file == path
    assert read_source(Path(name)).file == "表.xlsx"


def test_a_stray_cell_at_the_end_of_the_sheet_costs_nothing_and_is_reported(
    workbook: Workbook, problems_of: Problems
) -> None:
    def stray(book: Any) -> None:
        book["台账"]["XFD1048576"] = "x"

    rows = [HEAD, ["企业", "讲座", "6.1", 3]]
    assert [str(p.place) for p in problems_of(workbook(rows, change=stray), columns=WANTED)] == [
        "表.xlsx（台账!XFD1048576）"
    ]


def test_a_head_that_is_repeated_further_down_is_no_record(workbook: Workbook, records: Records) -> None:
    rows = [HEAD, ["企业", "讲座", "6.1", 3], HEAD, ["机关", "会", "6.2", 4]]
    located = read_source(workbook(rows), columns=WANTED)
    assert records(located) == [["企业", "讲座", "6.1", 3], ["机关", "会", "6.2", 4]]
    expected = "表.xlsx（台账!第3行）：又一次的表头没有读作记录 [data.skipped_row]"
    assert [str(n) for n in located.notes] == [expected]


def test_a_calculated_formula_gives_its_result(workbook: Workbook, records: Records) -> None:
    name = workbook([["甲", "乙"], [1, "=A2+1"]])
    with zipfile.ZipFile(name) as source:
        parts = {info: source.read(info) for info in source.namelist()}
    with zipfile.ZipFile("算.xlsx", "w") as target:
        for info, content in parts.items():
            target.writestr(info, content.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    assert records(read_source("算.xlsx")) == [[1, 2]]


def test_the_line_ends_of_excel_are_line_ends(workbook: Workbook, records: Records) -> None:
    assert records(read_source(workbook([["甲", "乙"], ["一_x000D_\n二", "三"]]))) == [["一\n二", "三"]]


def test_formulas_of_a_row_of_totals_need_no_result(workbook: Workbook, records: Records) -> None:
    name = workbook([HEAD, ["企业", "讲座", "6.1", 3], ["合计", None, None, "=SUM(D2:D2)"]])
    assert records(read_source(name, columns=WANTED)) == [["企业", "讲座", "6.1", 3]]


def test_a_row_of_nothing_but_formulas_is_not_lost(workbook: Workbook, problems_of: Problems) -> None:
    name = workbook([HEAD, ["企业", "讲座", "6.1", 3], ["=A2", "=B2", "=C2", "=D2"]])
    found = problems_of(name, columns=WANTED)
    assert [f"{p.place.where} {p.code}" for p in found] == [f"台账!{c}3 data.not_calculated" for c in "ABCD"]


def test_a_title_over_the_whole_width_is_no_group_of_columns(
    workbook: Workbook, problems_of: Problems
) -> None:
    rows = [["台账"], [*HEAD, None], ["企业", "讲座", "6.1", 3, "x"]]
    assert [str(p.place) for p in problems_of(workbook(rows, ["A1:E1"]), columns=WANTED)] == [
        "表.xlsx（台账!E3）"
    ]
