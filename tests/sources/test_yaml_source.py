"""YAML with places and without surprises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError, Problem
from qijin_docs.sources import yaml_source
from qijin_docs.sources.yaml_source import read_yaml


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the one of libyaml is not there on every machine."""
    monkeypatch.setattr(yaml_source, "_LOADER", getattr(yaml, request.param))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("是", "是"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("''", ""),
        ("2018", 2018),
        ("'2018'", "2018"),
        ("!!str 2018", "2018"),
        ("6.16", Decimal("6.16")),
        ("6.10", Decimal("6.10")),
        ("007", "007"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("13:30", "13:30"),
        ("2018-06-16", "2018-06-16"),
        ("2018年6月16日", "2018年6月16日"),
        ("2018〔35〕", "2018〔35〕"),
        ("A&B <公司>", "A&B <公司>"),
        ("'{{ 统计.合计 }}'", "{{ 统计.合计 }}"),
        ("|\n    甲\n    乙\n", "甲\n乙\n"),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, value: Any) -> None:
    result = read_yaml(f"甲: {text}", "a.yaml").value["甲"]
    assert result == value
    assert type(result) is type(value)


def test_keys_are_always_text() -> None:
    assert read_yaml("2018: 甲\ntrue: 乙\nnull: 丙\n", "a.yaml").value == {
        "2018": "甲",
        "true": "乙",
        "null": "丙",
    }


def test_every_value_and_key_knows_its_line_and_column() -> None:
    located = read_yaml("标题: 甲\n章节:\n  - 标题: 乙\n    小节: [丙, 丁]\n", "方案.yaml")
    assert located.value == {"标题": "甲", "章节": [{"标题": "乙", "小节": ["丙", "丁"]}]}
    assert str(located.place_of(("标题",))) == "方案.yaml:1:5（标题）"
    assert str(located.place_of(("章节", 0, "标题"))) == "方案.yaml:3:9（章节[0].标题）"
    assert str(located.place_of(("章节", 0, "小节", 1))) == "方案.yaml:4:13（章节[0].小节[1]）"
    assert str(located.place_of_key(("章节", 0, "小节"))) == "方案.yaml:4:5（章节[0].小节）"
    assert str(located.place_of(("章节", 0, "没有"))) == "方案.yaml:3:5（章节[0].没有）"


def test_an_alias_repeats_a_value() -> None:
    located = read_yaml("甲: &x [1, {乙: 2}]\n丙: *x\n", "a.yaml")
    assert located.value == {"甲": [1, {"乙": 2}], "丙": [1, {"乙": 2}]}
    assert str(located.place_of(("丙", 1, "乙"))) == "a.yaml:2:4（丙[1].乙）"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "标题: 甲\n标题: 乙\n领域: 丙\n领域: 丁\n",
            [
                "a.yaml:2:1（标题）：“标题”写了两次，第一次在第1行；留下一处 [data.duplicate_key]",
                "a.yaml:4:1（领域）：“领域”写了两次，第一次在第3行；留下一处 [data.duplicate_key]",
            ],
        ),
        (
            "章节:\n  - 甲: 1\n    甲: 2\n",
            ["a.yaml:3:5（章节[0].甲）：“甲”写了两次，第一次在第2行；留下一处 [data.duplicate_key]"],
        ),
        (
            "甲: {{ x }}",
            ["a.yaml:1:5：括号里的内容不能作名称；以 { 或 [ 开头的文字要加引号 [data.not_a_key]"],
        ),
        ("? [1]\n: 2", ["a.yaml:1:3：括号里的内容不能作名称；以 { 或 [ 开头的文字要加引号 [data.not_a_key]"]),
        ("甲: &a {乙: 1}\n丙:\n  <<: *a\n", ["a.yaml:3:3：不支持“<<”合并；把内容写全 [data.not_a_key]"]),
        (
            "甲: !!python/object/apply:os.system [x]",
            [
                "a.yaml:1:4：不认识的标签“!!python/object/apply:os.system”；以 ! 开头的文字加引号 [data.unknown_tag]"
            ],
        ),
        ("甲: !重要 x", ["以 ! 开头的文字加引号"]),
        (
            "甲: !!timestamp 2018-06-16",
            ["a.yaml:1:4：不认识的标签“!!timestamp”；以 ! 开头的文字加引号 [data.unknown_tag]"],
        ),
        ("甲: *b", ["a.yaml:1:4：“*b”引用的内容在它前面找不到；以 * 开头的文字加引号 [data.syntax]"]),
        ("甲: &b [*b]", ["a.yaml:1:8：“*b”引用的内容在它前面找不到；以 * 开头的文字加引号 [data.syntax]"]),
        (
            "--- 甲\n--- 乙\n",
            ["a.yaml:2:1：一个文件里有几份文档；去掉单独成行的“---” [data.several_documents]"],
        ),
        ("[" * 61, ["a.yaml:1:61：层次超过60层；检查括号和缩进 [data.too_deep]"]),
        ("# 只有注释\n", ["a.yaml：文件里没有内容；核对是否存盘、是否选错文件 [data.empty_file]"]),
        (
            "标题：甲\n领域: 乙\n",
            ["a.yaml:2:3：这里不合YAML的写法“领域: 乙”；名称后面的冒号用半角“:”，并空一格 [data.syntax]"],
        ),
        ("甲: 1\n\t乙: 2\n", ["行首的缩进用空格，不用Tab"]),
        ('甲: "乙\n', ["引号没有成对"]),
        ("甲: [1, 2\n", ["方括号、花括号要成对；文字以括号开头就加引号"]),
        ("甲: 乙: 丙\n", ["文字里有“: ”就给整段文字加引号；或检查上一行的缩进"]),
        ("甲: @乙\n", ["行首的缩进用空格，不用Tab；以 @ ` % 开头的文字加引号"]),
        ("甲: 1\n乙: \x07\n", ["a.yaml:2：文件里有不能用的字符；删去看不见的控制字符 [data.syntax]"]),
    ],
)
def test_what_is_wrong_has_its_line_and_a_hint(text: str, messages: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        read_yaml(text, "a.yaml")
    problems = caught.value.problems
    assert len(problems) == len(messages)
    for problem, message in zip(problems, messages, strict=True):
        assert message in (str(problem), problem.hint)
        assert problem.place.file == "a.yaml"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        read_yaml('甲: "\\ud800"', "a.yaml")
    assert caught.value.problems[0].code in ("data.half_character", "data.syntax")
    assert str(caught.value).startswith("a.yaml:1:")


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [" + ", ".join("甲" * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 9)]
    with pytest.raises(DataError) as caught:
        read_yaml("\n".join(lines), "a.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("data.too_many", "分成几个文件；检查 & 和 * 的引用")


def test_a_hundred_thousand_brackets_do_not_end_the_program() -> None:
    with pytest.raises(DataError) as caught:
        read_yaml("[" * 100_000, "a.yaml")
    assert caught.value.problems[0].code == "data.too_deep"


def test_ten_thousand_characters_are_one_value() -> None:
    text = "字" * 10_000
    assert read_yaml(f"甲: {text}", "a.yaml").value == {"甲": text}


PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.text("甲乙a 1:-#&*!|>'\"{}[]\n", max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("甲乙丙丁", min_size=1), inner, max_size=3)
    ),
    max_leaves=10,
)


def test_whatever_is_dumped_is_read_again() -> None:
    @given(PLAIN)
    @settings(derandomize=True, max_examples=200)
    def holds(value: Any) -> None:
        assert read_yaml(yaml.safe_dump({"值": value}, allow_unicode=True), "a.yaml").value == {"值": value}

    holds()


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        read_yaml(text, "a.yaml")
    except DataError as error:
        return error.problems
    return ()


def test_any_text_is_read_or_refused_with_a_place() -> None:
    @given(st.text("甲: -[]{}&*!|>'\"#%@`\n\t,?1", max_size=30))
    @settings(derandomize=True, max_examples=500)
    def holds(text: str) -> None:
        assert {problem.place.file for problem in problems_of(text)} <= {"a.yaml"}

    holds()
