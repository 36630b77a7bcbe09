"""Narrative with expressions becomes plain text, once, in the same sandbox as templates."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field

from qijin_docs.errors import DataError, Place
from qijin_docs.models import Model
from qijin_docs.models.fields import Line, Prose
from qijin_docs.narrative import evaluate_narrative, expressions


class Leaf(Model):
    text: Prose = Field(alias="文")
    name: Line = Field("名", alias="名")


class Tree(Model):
    leaf: Leaf = Field(alias="叶")
    texts: tuple[Prose, ...] = Field((), alias="段")
    leaves: tuple[Leaf, ...] = Field((), alias="众叶")


def tree(text: str, **more: Any) -> Tree:
    return Tree.model_validate({"叶": {"文": text}} | more)


def test_expressions_are_evaluated_at_any_depth() -> None:
    done = evaluate_narrative(
        tree("{{ 数 }}场", 段=["甲", "{{ 数 + 1 }}"], 众叶=[{"文": "{{ 表.资料 }}份"}]),
        {"数": 3, "表": {"资料": 40}},
    )
    assert done.leaf.text == "3场"
    assert done.texts == ("甲", "4")
    assert done.leaves[0].text == "40份"


def test_a_model_without_expressions_is_given_back_as_it_is() -> None:
    plain = tree("没有表达式", 段=["甲", "乙"])
    assert evaluate_narrative(plain, {}) is plain
    assert evaluate_narrative(tree("{ 一个花括号 }"), {}).leaf.text == "{ 一个花括号 }"


def test_braces_in_other_fields_are_text() -> None:
    done = evaluate_narrative(tree("{{ x }}", 众叶=[{"文": "甲", "名": "{{ x }}"}]), {"x": "乙"})
    assert done.leaf.text == "乙"
    assert done.leaves[0].name == "{{ x }}"


@pytest.mark.parametrize("value", ["{{ 7 * 7 }}", "{% raw %}", "& < > \" '", "]]>", "甲\n乙"])
def test_a_value_is_put_in_as_it_is_and_not_evaluated_again(value: str) -> None:
    assert evaluate_narrative(tree("（{{ x }}）"), {"x": value}).leaf.text == f"（{value}）"


def test_all_that_is_wrong_comes_at_once_each_with_its_place() -> None:
    wrong = tree("{{ 没有 }}", 段=["{{ 错", "{{ x|没有的 }}"], 众叶=[{"文": "{{ x.y }}"}])
    with pytest.raises(DataError) as caught:
        evaluate_narrative(wrong, {"x": {}}, place_of=lambda path: Place("甲.yaml", str(path)))
    assert [p.place.where for p in caught.value.problems] == [
        "('叶', '文')",
        "('段', 0)",
        "('段', 1)",
        "('众叶', 0, '文')",
    ]
    assert {p.place.file for p in caught.value.problems} == {"甲.yaml"}


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__.__globals__ }}",
        "{% import 'os' as os %}",
        "{% for i in range(10**9) %}{% endfor %}",
        "{{ 'x' * 10**9 }}",
    ],
)
def test_an_expression_sees_data_and_a_short_list_of_functions(text: str) -> None:
    with pytest.raises(DataError):
        evaluate_narrative(tree(text), {"x": "甲"})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ 数|余 }}人次", "1200余人次"),
        ("{{ 数|万(1) }}人次", None),
        ("{% if 数 > 1000 %}多{% else %}少{% endif %}", "多"),
    ],
)
def test_approximations_come_from_filters_that_never_overstate(text: str, result: str | None) -> None:
    if result is None:
        with pytest.raises(DataError, match="不足1万"):
            evaluate_narrative(tree(text), {"数": 1234})
        return
    assert evaluate_narrative(tree(text), {"数": 1234}).leaf.text == result


def test_a_text_with_expressions_cannot_be_quoted_by_another() -> None:
    quoting = tree("全年{{ 数 }}场", 段=["如前所述，{{ 前文 }}。"])
    with pytest.raises(DataError) as caught:
        evaluate_narrative(
            quoting, {"数": 3, "前文": quoting.leaf.text}, place_of=lambda path: Place("甲.yaml", str(path))
        )
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("data.nested_expression", "('段', 0)")
    assert problem.message == "引用了另一段自己也含有表达式的文字，引到的是没有算过的原文"


def test_a_text_without_expressions_can_be_quoted() -> None:
    assert evaluate_narrative(tree("甲", 段=["{{ 前文 }}乙"]), {"前文": "甲"}).texts == ("甲乙",)


def test_expressions_can_be_listed_with_their_paths() -> None:
    found = expressions(tree("{{ a }}", 段=["甲", "{% if b %}{% endif %}"], 众叶=[{"文": "乙"}]))
    assert list(found) == [(("叶", "文"), "{{ a }}"), (("段", 1), "{% if b %}{% endif %}")]
