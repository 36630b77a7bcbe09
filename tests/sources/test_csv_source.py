"""Tables in csv."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qijin_docs.errors import DataError
from qijin_docs.sources.csv_source import read_csv


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_each_usual_delimiter_is_found(sign: str) -> None:
    text = f"活动名称{sign}领域{sign}数\n讲座，第一场{sign}企业{sign}3\n"
    assert read_csv(text, "a.csv").value == [{"活动名称": "讲座，第一场", "领域": "企业", "数": 3}]


def test_one_column_is_a_table_too() -> None:
    assert read_csv("名称\n甲\n乙\n", "a.csv").value == [{"名称": "甲"}, {"名称": "乙"}]


def test_a_number_is_one_only_if_nothing_is_lost() -> None:
    located = read_csv("甲,乙,丙,丁,戊\n007,12,6.10,2000余,\n", "a.csv")
    assert located.value == [{"甲": "007", "乙": 12, "丙": Decimal("6.10"), "丁": "2000余", "戊": None}]


def test_blank_nought_none_slash_and_dash_stay_apart() -> None:
    located = read_csv("a,b,c,d,e\n,0,无,/,—\n", "a.csv")
    assert list(located.value[0].values()) == [None, 0, "无", "/", "—"]


def test_every_cell_knows_its_line_also_after_a_cell_of_two_lines() -> None:
    located = read_csv('名称,数\n"甲\n乙",1\n\n丙,2\n', "a.csv", {"名称": (), "数": ()})
    assert located.value == [{"名称": "甲\n乙", "数": 1}, {"名称": "丙", "数": 2}]
    assert str(located.place_of((0, "数"))) == "a.csv:2（第2行第2列）"
    assert str(located.place_of((1, "数"))) == "a.csv:5（第5行第2列）"
    assert str(located.place_of((1, "没有"))) == "a.csv:5（[1].没有）"


def test_quotes_and_hostile_text_come_through() -> None:
    located = read_csv('名称,备注\n"A&B ""公司"" <x>","{{ x }}, ]]>"\n', "a.csv")
    assert located.value == [{"名称": 'A&B "公司" <x>', "备注": "{{ x }}, ]]>"}]


def test_columns_may_stand_in_another_order_and_be_missing() -> None:
    located = read_csv("数（场）,领域\n3,企业\n", "a.csv", {"领域": (), "数": (), "备注": ()})
    assert located.value == [{"数": 3, "领域": "企业"}]
    assert located.columns is not None
    assert {name: str(place) for name, place in located.columns.items()} == {
        "数": "a.csv:1（第1行第1列）",
        "领域": "a.csv:1（第1行第2列）",
    }


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            '甲,乙\n"一,二\n三,四\n',
            [
                "a.csv:2：引号没有配对，或引号后面还有内容；含引号的格整格用引号括起，里面的引号写两次 [data.syntax]"
            ],
        ),
        (
            '甲,乙\n"一"二,三\n',
            [
                "a.csv:2：引号没有配对，或引号后面还有内容；含引号的格整格用引号括起，里面的引号写两次 [data.syntax]"
            ],
        ),
        (
            "甲,乙\n1,2,3\n",
            [
                "a.csv:2（第2行第3列）：这一格有内容“3”，但这一列没有列名；补上列名，或删去这一格 [data.outside_columns]"
            ],
        ),
        ("甲,甲\n1,2\n", ["a.csv:1：表头里“甲”不止一列；改成不同的列名 [data.duplicate_column]"]),
        ("1,2\n3,4\n", ["a.csv：找不到表头行；第一行写列名，各列不同 [data.no_head]"]),
    ],
)
def test_a_broken_table_says_where(
    write: Callable[..., str], problems_of: Callable[..., Any], text: str, messages: list[str]
) -> None:
    assert [str(p) for p in problems_of(write("a.csv", text))] == messages


def test_a_cell_beyond_all_measure_is_an_unclosed_quote() -> None:
    with pytest.raises(DataError, match="一格的内容太长，多半是引号没有配对"):
        read_csv('甲,乙\n"' + "x" * 200_000 + '",1\n', "a.csv")


def test_a_head_that_is_not_there_names_the_columns_wanted() -> None:
    with pytest.raises(DataError) as caught:
        read_csv("x,y\n1,2\n", "a.csv", {"领域": (), "受教育": ()})
    assert str(caught.value) == "a.csv：找不到表头行；表头应有这些列：领域、受教育 [data.no_head]"


def test_a_table_without_rows_has_no_records() -> None:
    assert read_csv("甲,乙\n", "a.csv").value == []
