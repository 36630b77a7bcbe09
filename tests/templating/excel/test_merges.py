"""Equal neighbours of a loop merged by ``{% vm %}``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from qijin_docs.errors import TemplateError

Fill = Callable[..., Any]
LOOP = {
    "A1": "{%tr for 项 in 清单 %}",
    "A2": "{% vm %}{{ 项.甲 }}",
    "B2": "{{ 项.乙 }}{% vm %}",
    "C2": "{{ 项.丙 }}",
    "A3": "{%tr endfor %}",
}


def merged(filled: Any) -> list[str]:
    return sorted(str(found) for found in filled.book["表"].merged_cells.ranges)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("", []),
        ("甲", []),
        ("甲乙丙", []),
        ("甲甲", ["A1:A2"]),
        ("甲甲乙乙乙丙", ["A1:A2", "A3:A5"]),
        ("甲乙甲", []),
    ],
)
def test_equal_neighbours_become_one_cell(fill: Fill, column: str, expected: list[str]) -> None:
    items = [{"甲": value, "乙": number, "丙": 1} for number, value in enumerate(column)]
    assert merged(fill(LOOP, {"清单": items})) == expected


def test_groups_lie_within_the_groups_to_their_left_and_only_the_first_cell_has_the_value(fill: Fill) -> None:
    items = [("企业", "岭安"), ("企业", "岭安"), ("机关", "岭安"), ("机关", "岭安"), ("机关", "铜屏")]
    filled = fill(LOOP, {"清单": [{"甲": a, "乙": b, "丙": n} for n, (a, b) in enumerate(items)]})
    assert merged(filled) == ["A1:A2", "A3:A5", "B1:B2", "B3:B4"]
    assert filled.rows() == [
        ("企业", "岭安", 0),
        (None, None, 1),
        ("机关", "岭安", 2),
        (None, None, 3),
        (None, "铜屏", 4),
    ]


def test_blanks_are_not_merged_and_one_is_not_true(fill: Fill) -> None:
    items = [{"甲": value, "乙": "", "丙": 1} for value in (None, None, 1, True, 1.0, 1.0)]
    assert merged(fill(LOOP, {"清单": items})) == ["A5:A6"]


def test_groups_go_on_through_long_lists(fill: Fill) -> None:
    items = [{"甲": "同", "乙": number // 1000, "丙": 1} for number in range(5000)]
    assert set(merged(fill(LOOP, {"清单": items}))) == {
        "A1:A5000",
        "B1:B1000",
        "B1001:B2000",
        "B2001:B3000",
        "B3001:B4000",
        "B4001:B5000",
    }


def test_a_value_of_the_outer_loop_is_merged_over_the_inner_one(
    fill: Fill, valid_ooxml: Callable[[bytes], None]
) -> None:
    cells = {
        "A1": "{%tr for 类 in 各类 %}",
        "A2": "{%tr for 件 in 类.件 %}",
        "A3": "{% vm %}{{ 类.名 }}：",
        "B3": "{{ 件 }}",
        "A4": "{%tr endfor %}",
        "A5": "{%tr endfor %}",
        "A6": "合计",
        "B6": "=SUM(B3:B3)",
    }

    def frame(book: Workbook) -> None:
        book["表"].merge_cells("C6:D6")
        book["表"].auto_filter.ref = "A3:B3"

    groups = [{"名": "照片", "件": [1, 2, 3]}, {"名": "报刊", "件": [4]}, {"名": "音视频", "件": [5, 6]}]
    filled = fill(cells, {"各类": groups}, frame)
    assert merged(filled) == ["A1:A3", "A5:A6", "C7:D7"]
    assert filled.rows()[-1][:2] == ("合计", "=SUM(B1:B6)")
    valid_ooxml(filled.content)


@pytest.mark.parametrize(
    ("cells", "place", "message"),
    [
        ({"A2": "{% vm 项.甲 %}{{ 项.甲 }}"}, "A2", "“{% vm 项.甲 %}”表格里的 vm 后面不写值"),
        ({"A2": "{% vm %}"}, "A2", "“{% vm %}”所在的单元格里没有要印的值"),
        ({"A2": "{{ 项.甲 }}", "C2": "{% vm %}{{ 项.丙 }}"}, "C2", "“{% vm %}”所在的单元格在模板里已经合并"),
        ({"A5": "{% vm %}{{ 甲 }}"}, "A5", "“{% vm %}”不在整行循环里，没有可以合并的行"),
    ],
)
def test_a_tag_that_cannot_merge_is_told_with_its_cell(
    compiled: Fill, cells: dict[str, str], place: str, message: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled(LOOP | cells, edit=lambda book: book["表"].merge_cells("C2:D2"))
    [problem] = caught.value.problems
    assert (problem.code, problem.place.where) == ("template.merge_tag", f"工作表“表”!{place}")
    assert problem.message == message
    assert problem.hint
