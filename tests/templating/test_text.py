from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from qijin_docs.errors import Place, RenderError, TemplateError
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.record import Record
from qijin_docs.templating.text import compile_text

HERE = Place("总结.yaml", "段落[2]", 12, 5)


def test_a_sentence_is_filled_with_its_values() -> None:
    sentence = compile_text("全年开展活动{{ 统计.合计.场次 }}场{% if 好 %}，成效明显{% endif %}。{# 注 #}")
    assert sentence.render({"统计": {"合计": {"场次": 12}}, "好": True}) == "全年开展活动12场，成效明显。"


@pytest.mark.parametrize("tag", ["{{ 甲 }}", "{{ 甲|e }}", "{{ 甲|escape }}", "{{ 甲|forceescape }}"])
def test_nothing_is_escaped_and_nothing_in_a_value_is_evaluated(tag: str) -> None:
    assert compile_text(tag).render({"甲": "<a & \"b\"> 'c' {{ x }} ]]>"}) == "<a & \"b\"> 'c' {{ x }} ]]>"


@pytest.mark.parametrize("source", ["", "没有标签", "{ 单括号 }", "}} 只有右边", "100%", "行尾\n"])
def test_a_text_without_tags_returns_itself(source: str) -> None:
    sentence = compile_text(source)
    assert sentence.render({}) is source
    assert sentence.names == ()


def test_a_newline_at_the_end_is_kept() -> None:
    assert compile_text("{{ 甲 }}\n").render({"甲": "乙"}) == "乙\n"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ 甲 }}", ("甲",)),
        ("{{ 统计.合计['场次'] }}{{ 统计.合计.场次 }}{{ 甲 }}", ("统计.合计.场次", "甲")),
        ("{% for 项 in 明细 %}{{ 项.品名 }}{{ loop.index }}{% endfor %}", ("明细",)),
        ("{% set 乙 = 甲.丙 %}{{ 乙 }}", ("甲.丙",)),
        ("{{ 列[0].名 }}", ("列",)),
        ("{{ 甲|default(乙.丙) }}{% if 丁 is defined %}{% endif %}", ("甲", "乙.丙", "丁")),
        ("{{ range(3)|join }}", ()),
    ],
)
def test_the_names_are_the_paths_that_are_asked_for(source: str, names: tuple[str, ...]) -> None:
    assert tuple(name for name in compile_text(source).names if name != "range") == names


# smallest template → code, sentence
FAULTS = [
    ("{% for x in y %}", "template.unclosed_block", "“{% for %}”没有结束标签"),
    ("{% if x %}", "template.unclosed_block", "“{% if %}”没有结束标签"),
    ("{% endif %}", "template.stray_end", "“{% endif %}”前面没有对应的开始标签"),
    ("{% else %}", "template.stray_end", "“{% else %}”不在 {% if %} 里面"),
    ("{% if x %}{% endfor %}", "template.mismatched_block", "“{% endfor %}”与前面的“{% if %}”不成对"),
    ("{% foo %}", "template.unknown_tag", "没有“{% foo %}”这种标签"),
    ("{% %}", "template.unknown_tag", "“{% %}”里没有写标签名"),
    ("{{ x", "template.unclosed_tag", "标签没有写完，缺少“}}”或“%}”"),
    ("{% if x", "template.unclosed_tag", "标签没有写完，缺少“}}”或“%}”"),
    ("{# a", "template.unclosed_comment", "注释“{#”没有结束"),
    ("{{ 'a }}", "template.unclosed_quote", "标签里的引号只有一半"),
    ("{{ x！ }}", "template.unexpected_character", "标签里有不能用的字符“！”"),
    ("{{ }}", "template.syntax", "标签里少写了内容"),
    ("{{ x + }}", "template.syntax", "标签里少写了内容"),
    ("{% if %}{% endif %}", "template.syntax", "标签里少写了内容"),
    ("{% for x y %}", "template.syntax", "标签写错：应该是“in”，这里是“y”"),
    ("{{ (x }}", "template.syntax", "标签写错：这里是“}”，应该是“)”"),
    ("{{ x) }}", "template.syntax", "标签写错：“)”的位置不对"),
    ("{% set 1 = 2 %}", "template.assignment", "不能给“const”赋值"),
    ("{{ x|大 }}", "template.unknown_filter", "没有叫“大”的过滤器"),
    ("{{ x is 大 }}", "template.unknown_test", "没有叫“大”的判断（is 大）"),
    ("{{ " + "[" * 3000 + "]" * 3000 + " }}", "template.too_deep", "模板套得太深，或自己调用自己没有尽头"),
    ("{% for a in b %}" * 25 + "{% endfor %}" * 25, "template.too_deep", "模板套得太深，无法编译"),
]


@pytest.mark.parametrize(("source", "code", "message"), FAULTS)
def test_a_fault_of_the_sentence_has_its_place_and_says_what_to_do(
    source: str, code: str, message: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_text(source, place=HERE)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.place) == (code, message, HERE)
    assert problem.hint or code == "template.unknown_test"


FAILURES: list[tuple[str, dict[str, Any], str, str]] = [
    ("{{ 甲 }}", {}, "render.missing", "没有“甲”这个值"),
    ("{{ 单位.电话 }}", {"单位": {}}, "render.missing", "没有“单位.电话”这个值"),
    (
        "{% for 项 in 明细 %}{{ 项.数 }}{% endfor %}",
        {"明细": [{"数": 1}, {"量": 2}]},
        "render.missing",
        "没有“明细[1].数”这个值",
    ),
    ("{{ 列[7] }}", {"列": [1]}, "render.missing", "没有“列[7]”这个值"),
    ("{{ 列[1.5] }}", {"列": [1]}, "render.missing", "没有“列[…]”这个值"),
    ("{{ 1 / 甲 }}", {"甲": 0}, "render.division", "除数是零"),
    ("{{ 1 % 甲 }}", {"甲": 0}, "render.division", "除数是零"),
    ("{{ 甲 + 1 }}", {"甲": "a"}, "render.failed", "标签算不出来：文字和整数不能这样运算或比较"),
    ("{{ 甲 < 1 }}", {"甲": None}, "render.failed", "标签算不出来：空值和整数不能这样运算或比较"),
    ("{% for x in 甲 %}{% endfor %}", {"甲": 5}, "render.failed", "标签算不出来：整数不能这样运算或比较"),
    ("{{ [3, 'a']|sort|join }}", {}, "render.failed", "标签算不出来：文字和整数不能这样运算或比较"),
    ("{{ '%d'|format('a') }}", {}, "render.failed", "标签算不出来：文字不能这样运算或比较"),
    ("{{ 甲.index(9) }}", {"甲": [1]}, "render.failed", "标签算不出来：9 is not in list"),
    (
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        {},
        "template.too_deep",
        "模板套得太深，或自己调用自己没有尽头",
    ),
    ("{{ 甲['__class__'[:甲.n]] }}", {"甲": {"n": 9}}, "template.unsafe", "模板不能使用“__class__”"),
    ("{{ 甲 }}", {"甲": None}, "render.none", "值是空的（None），印出来没有意义"),
    ("{{ 甲 }}", {"甲": True}, "render.bool", "值是“是”（True），不能直接印"),
    ("{{ 甲 }}", {"甲": [1, 2]}, "render.container", "值是列表（2 项），不是文字"),
    ("{{ 'a' * 1000001 }}", {}, "limit.text", "算出的文字有 1000001 字，超过上限 1000000 字"),
]


@pytest.mark.parametrize(("source", "values", "code", "message"), FAILURES)
def test_a_failure_while_rendering_has_the_place_of_the_sentence(
    source: str, values: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(RenderError) as caught:
        compile_text(source, place=HERE).render(values)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.place) == (code, message, HERE)
    assert problem.hint


def test_all_that_is_not_permitted_is_told_at_once() -> None:
    with pytest.raises(TemplateError) as caught:
        compile_text("{{ a.__x__ }}{{ b() }}", place=HERE)
    assert [p.code for p in caught.value.problems] == ["template.private_name", "template.call"]
    assert {p.place for p in caught.value.problems} == {HERE}


def test_without_a_place_a_fault_has_its_line() -> None:
    with pytest.raises(TemplateError) as caught:
        compile_text("一\n二\n{{ x + }}")
    assert caught.value.problems[0].place == Place(line=3)


def test_values_that_no_template_can_show_are_told_with_their_own_path() -> None:
    with pytest.raises(RenderError) as caught:
        compile_text("{{ 甲 }}", place=HERE).render({"乙": [object()]})
    assert (caught.value.problems[0].code, caught.value.problems[0].place.where) == (
        "value.unknown_type",
        "乙[0]",
    )


@pytest.mark.parametrize(("missing", "result"), [("blank", "甲：。"), ("keep", "甲：{{ 无.有|trim }}。")])
def test_missing_values_can_be_left_out_or_kept(missing: Any, result: str) -> None:
    assert compile_text("甲：{{ 无.有|trim }}。", missing=missing).render({}) == result


def test_filters_and_limits_are_the_callers_choice() -> None:
    sentence = compile_text(
        "{{ 甲|叹 }}", filters={"叹": lambda value: f"{value}！"}, limits=RenderLimits(output=3)
    )
    assert sentence.render({"甲": "好的"}) == "好的！"
    with pytest.raises(RenderError) as caught:
        sentence.render({"甲": "好得很"})
    assert caught.value.problems[0].code == "limit.output"


def test_a_sentence_survives_pickling() -> None:
    again = pickle.loads(pickle.dumps(compile_text("{{ 甲 }}{{ 无 }}", place=HERE, missing="keep")))
    assert again.render({"甲": 1}) == "1{{ 无 }}"
    assert again.place == HERE


def test_many_threads_share_one_sentence_and_each_gets_its_own_values() -> None:
    sentence = compile_text(
        "{% set ns = namespace(n=0) %}{% for x in 列 %}{% set ns.n = ns.n + x %}{% endfor %}{{ 名 }}{{ ns.n }}"
    )

    def work(number: int) -> bool:
        return sentence.render({"列": [number] * 20, "名": f"{number}号"}) == f"{number}号{number * 20}"

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(800)))


def test_a_long_text_is_filled() -> None:
    assert compile_text("字" * 10_000 + "{{ 甲 }}").render({"甲": "字" * 10_000}) == "字" * 20_000


@pytest.mark.parametrize(
    ("source", "values", "message", "hint"),
    [
        (
            "{{ 统计.合计.活动场数 }}",
            {"统计": {"合计": {"活动场次": 1}}},
            "没有“统计.合计.活动场数”这个值",
            "是否想写“活动场次”？",
        ),
        ("{{ 标提 }}", {"单位": 1, "标题": 2}, "没有“标提”这个值", "是否想写“标题”？"),
        ("{% if 标提 %}{% endif %}", {"标题": 2}, "没有“标提”这个值", "是否想写“标题”？"),
        (
            "{{ 活动.titel }}",
            {"活动": Record({"标题": 1}, {"title": "标题"})},
            "没有“活动.titel”这个值",
            "是否想写“title”？",
        ),
        (
            "{{ 甲 }}",
            {"标题": 2},
            "没有“甲”这个值",
            "在数据里补上，或写成 {{ 甲|default('') }}、{% if 甲 is defined %}",
        ),
    ],
)
def test_a_missing_value_is_told_with_the_nearest_name(
    source: str, values: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(RenderError) as caught:
        compile_text(source, place=HERE).render(values)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.hint) == ("render.missing", message, hint)
