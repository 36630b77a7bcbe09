"""JSON with places."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.sources.json_source import read_json


def test_every_value_and_key_knows_its_line_and_column() -> None:
    located = read_json('{\n  "标题": "甲",\n  "章节": [{"数": 3}, null]\n}\n', "a.json")
    assert located.value == {"标题": "甲", "章节": [{"数": 3}, None]}
    assert str(located.place_of(())) == "a.json:1:1"
    assert str(located.place_of(("标题",))) == "a.json:2:9（标题）"
    assert str(located.place_of(("章节", 0, "数"))) == "a.json:3:16（章节[0].数）"
    assert str(located.place_of_key(("章节",))) == "a.json:3:3（章节）"
    assert str(located.place_of(("章节", 1))) == "a.json:3:20（章节[1]）"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-0.50", Decimal("-0.50")),
        ("1e3", Decimal(1000)),
        ("1.5E-2", Decimal("0.015")),
        ("true", True),
        ("null", None),
        ('"\\u7532\\n\\"<&>"', '甲\n"<&>'),
        ('"{{ x }}"', "{{ x }}"),
        ("[]", []),
        (" { } ", {}),
        ("[[1], [2]]", [[1], [2]]),
    ],
)
def test_values_are_read(text: str, value: Any) -> None:
    result = read_json(text, "a.json").value
    assert result == value
    assert type(result) is type(value)


def test_a_number_with_an_exponent_prints_in_full() -> None:
    assert str(read_json("1e3", "a.json").value) == "1000"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            '{"甲": 1,\n "甲": 2, "乙": [{"丙": 1, "丙": 2}]}',
            [
                "a.json:2:2（甲）：“甲”写了两次，第一次在第1行；留下一处 [data.duplicate_key]",
                "a.json:2:25（乙[0].丙）：“丙”写了两次，第一次在第2行；留下一处 [data.duplicate_key]",
            ],
        ),
        (
            "[NaN]",
            ["a.json:1:2：看不懂这里写的内容；文字要用半角双引号括起；NaN、Infinity 不是数 [data.syntax]"],
        ),
        (
            "[-Infinity]",
            ["a.json:1:2：看不懂这里写的内容；文字要用半角双引号括起；NaN、Infinity 不是数 [data.syntax]"],
        ),
        (
            "{'甲': 1}",
            ["a.json:1:2：这里应是双引号括起的名称；名称用半角双引号；最后一项后面不加逗号 [data.syntax]"],
        ),
        (
            '{"甲": 1,}',
            ["a.json:1:9：这里应是双引号括起的名称；名称用半角双引号；最后一项后面不加逗号 [data.syntax]"],
        ),
        ('{"甲" 1}', ['a.json:1:6：名称后面缺冒号；写成 "名称": 值 [data.syntax]']),
        (
            '{"甲": 1\n"乙": 2}',
            ["a.json:2:1：两项之间缺逗号，或括号没有配对；检查上一行末尾的逗号和引号 [data.syntax]"],
        ),
        ("[1 2]", ["a.json:1:4：两项之间缺逗号，或括号没有配对；检查上一行末尾的逗号和引号 [data.syntax]"]),
        ("[1", ["a.json:1:3：两项之间缺逗号，或括号没有配对；检查上一行末尾的逗号和引号 [data.syntax]"]),
        ("[1] 2", ["a.json:1:5：后面还有多余的内容；一个文件只写一个值 [data.syntax]"]),
        (
            '"甲',
            [
                "a.json:1:1：引号没有配对，或引号里有不能直接写的字符；换行写成 \\n，反斜线写成 \\\\ [data.syntax]"
            ],
        ),
        (
            '"甲\n乙"',
            [
                "a.json:1:3：引号没有配对，或引号里有不能直接写的字符；换行写成 \\n，反斜线写成 \\\\ [data.syntax]"
            ],
        ),
        (
            '"\\ud800"',
            ["a.json:1:1：文字里有半个字符（\\ud800至\\udfff）；重新导出这个文件 [data.half_character]"],
        ),
        ("[" * 100_000, ["a.json:1:62：层次超过60层；检查括号 [data.too_deep]"]),
        ("1" * 100, ["a.json:1:1：数字太长；核对；不用来计算的号码加引号 [data.bad_number]"]),
        ("1e999999999", ["a.json:1:1：数字太长；核对；不用来计算的号码加引号 [data.bad_number]"]),
        ("1e" + "9" * 5000, ["a.json:1:1：数字太长；核对；不用来计算的号码加引号 [data.bad_number]"]),
    ],
    ids=lambda v: ascii(v)[:30],
)
def test_what_is_wrong_has_its_line_and_a_hint(text: str, messages: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        read_json(text, "a.json")
    assert [str(p) for p in caught.value.problems] == messages


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.text(st.characters(codec="utf-8"), max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
@settings(derandomize=True, max_examples=200)
def test_whatever_is_dumped_is_read_again(value: Any, indent: int | None, ascii_only: bool) -> None:
    assert read_json(json.dumps(value, indent=indent, ensure_ascii=ascii_only), "a.json").value == value


@given(st.text('{}[]",:1e-.tru\\ \n', max_size=20))
@settings(derandomize=True, max_examples=500)
def test_any_text_is_read_as_json_reads_it_or_refused(text: str) -> None:
    try:
        value = read_json(text, "a.json").value
    except DataError:
        return
    assert value == json.loads(text, parse_float=Decimal)
