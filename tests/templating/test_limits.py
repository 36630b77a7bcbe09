# ruff: noqa: E501  (a case is one line)
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from qijin_docs.errors import RenderError, TemplateError
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.limits import RenderLimits, size_of


def standing() -> float:
    """A clock that stands still: but for the bound of time itself nothing here depends on how busy the machine is."""
    return 0.0


def render(source: str, limits: RenderLimits, **values: Any) -> str:
    return make_environment(limits=limits).from_string(source).render(values)


# bound, its value, a template that just keeps it, one that is one over, code, sentence
CASES: list[tuple[str, int, str, str, str, str]] = [
    (
        "numbers",
        9,
        "{{ range(9)|length }}",
        "{{ range(10)|length }}",
        "limit.range",
        "range() 要数的数超过上限 9 个",
    ),
    ("numbers", 9, "{{ range(1, 19, 2)|length }}", "{{ range(1, 21, 2)|length }}", "limit.range", "range()"),
    ("numbers", 9, "{{ range(9)|last }}", "{{ range(10 ** 30)|last }}", "limit.range", "range()"),
    ("text", 9, "{{ 'a' * 9 }}", "{{ 'a' * 10 }}", "limit.text", "算出的文字有 10 字，超过上限 9 字"),
    ("text", 9, "{{ 9 * 'a' }}", "{{ 10 * 'a' }}", "limit.text", "算出的文字有 10 字，超过上限 9 字"),
    ("text", 9, "{{ '四字四字' + '五字五字五' }}", "{{ '四字四字四' + '五字五字五' }}", "limit.text", "10 字"),
    ("text", 9, "{{ '四字四字' ~ 12345 }}", "{{ '四字四字' ~ 123456 }}", "limit.text", "10 字"),
    ("text", 9, "{{ 'a'|center(9) }}", "{{ 'a'|center(10) }}", "limit.text", "10 字"),
    ("text", 9, "{{ 'a'.center(9) }}", "{{ 'a'.center(10) }}", "limit.text", "10 字"),
    ("text", 9, "{{ 'a'.ljust(9) }}", "{{ 'a'.ljust(10) }}", "limit.text", "10 字"),
    ("text", 9, "{{ '1'.zfill(9) }}", "{{ '1'.zfill(10) }}", "limit.text", "10 字"),
    ("text", 9, "{{ 'a'|indent(4) }}", "{{ 'a'|indent(9) }}", "limit.text", "超过上限 9 字"),
    ("text", 9, "{{ 'aaa'.replace('a', 'bbb') }}", "{{ 'aaa'.replace('a', 'bbbb') }}", "limit.text", "12 字"),
    ("text", 9, "{{ 'a'|replace('a', 'b') }}", "{{ 'aa'|replace('a', 'b') }}", "limit.text", "超过上限"),
    ("text", 9, "{{ ['aaa', 'bbb']|join('---') }}", "{{ ['aaa', 'bbb']|join('----') }}", "limit.text", "10 字"),
    ("text", 9, "{{ '---'.join(['aaa', 'bbb']) }}", "{{ '---'.join(['aaa', 'bbbb']) }}", "limit.text", "10 字"),
    ("text", 9, "{{ 'a'|upper }}", "{{ ('a' ~ 甲)|upper }}", "limit.text", "10 字"),
    ("text", 9, "{{ 'a'|urlencode }}", "{{ 'aa'|urlencode }}", "limit.text", "18 字"),
    ("text", 9, "{{ ''|wordwrap(1) }}", "{{ 'a'|wordwrap(1) }}", "limit.text", "10 字"),
    ("text", 40, "{{ 'abcd'|wordwrap(1, wrapstring='123456789') }}", "{{ 'abcd'|wordwrap(1, wrapstring='1234567890') }}", "limit.text", "44 字"),
    ("text", 40, "{{ 'abcd'|striptags }}", "{{ 'abcde'|striptags }}", "limit.text", "50 字"),
    ("text", 105, "{{ '%.2f'|format(2) }}", "{{ '%s%s'|format(2, 3) }}", "limit.text", "超过上限 105 字"),
    ("text", 9, "{{ '{}'.format(甲) }}", "{{ '{}x'.format(甲) }}", "limit.text", "10 字，超过上限 9 字"),
    ("text", 105, "{{ '%.2f' % 2 }}", "{{ '%s%s' % (2, 3) }}", "limit.text", "超过上限 105 字"),
    ("text", 9, "{{ [1, 2, 3]|tojson }}", "{{ [1, 2, 34]|tojson }}", "limit.text", "10 字，超过上限 9 字"),
    ("text", 14, "{{ [1]|tojson(indent=9) }}", "{{ [1]|tojson(indent=10) }}", "limit.text", "超过上限 14 字"),
    ("text", 11, "{{ {'a': ''}|urlencode }}", "{{ {'a': 1}|urlencode }}", "limit.text", "20 字，超过上限 11 字"),
    ("items", 9, "{{ ([1] * 4)|length }}", "{{ ([1] * 5)|length }}", "limit.items", "算出的列表大小为 10，超过上限 9"),
    ("items", 9, "{{ ([1, 2, 3] + [1, 2, 3, 4])|length }}", "{{ ([1, 2, 3, 4] + [1, 2, 3, 4])|length }}", "limit.items", "超过上限 9"),
    ("items", 9, "{{ [[1, 2, 3], [4, 5, 6]]|length }}", "{{ [[1, 2, 3], [4, 5, 6, 7]]|length }}", "limit.items", "超过上限 9"),
    ("items", 9, "{{ {'a': [1], 'b': [2]}|length }}", "{{ {'a': [1], 'b': [2, 3]}|length }}", "limit.items", "超过上限 9"),
    ("items", 9, "{{ dict(a=[1], b=[2])|length }}", "{{ dict(a=[1], b=[2, 3])|length }}", "limit.items", "超过上限 9"),
    ("items", 9, "{{ [1]|batch(9)|list|length }}", "{{ [1]|batch(10)|list|length }}", "limit.items", "10"),
    ("items", 9, "{{ [1]|slice(9)|list|length }}", "{{ [1]|slice(10)|list|length }}", "limit.items", "10"),
    ("digits", 6, "{{ 999 * 999 }}", "{{ 999 * 1002 }}", "limit.digits", "算出的整数超过上限 6 位"),
    ("digits", 6, "{{ 31 ** 4 }}", "{{ 32 ** 4 }}", "limit.digits", "算出的整数超过上限 6 位"),
    ("steps", 10, "{% for i in range(9) %}{% endfor %}", "{% for i in range(10) %}{% endfor %}", "limit.steps", "循环总次数超过上限 10 次"),
    (
        "steps",
        12,
        "{% for i in [1, 2, 3] %}{% for j in [1, 2, 3] %}{% endfor %}{% endfor %}",
        "{% for i in [1, 2, 3] %}{% for j in [1, 2, 3, 4] %}{% endfor %}{% endfor %}",
        "limit.steps",
        "循环总次数超过上限 12 次",
    ),
    ("steps", 3, "{% for i in [1, 2, 3]|map('abs') %}{% endfor %}", "{% for i in [1, 2, 3, 4]|map('abs') %}{% endfor %}", "limit.steps", "3 次"),
    ("steps", 2, "{% macro m() %}{% endmacro %}{{ m() }}{{ m() }}", "{% macro m() %}{% endmacro %}{{ m() }}{{ m() }}{{ m() }}", "limit.steps", "2 次"),
    ("output", 9, "{{ 甲 }}", "{{ 甲 }}x", "limit.output", "生成的内容有 10 字，超过上限 9 字"),
    ("output", 9, "{% macro m() %}{{ 甲 }}{% endmacro %}{{ m() }}", "{% macro m() %}{{ 甲 }}x{% endmacro %}{% if m() %}{% endif %}", "limit.output", "10 字"),
]  # fmt: skip


@pytest.mark.parametrize(("bound", "value", "within", "over", "code", "sentence"), CASES)
def test_a_bound_holds_at_the_limit_and_refuses_one_over(
    bound: str, value: int, within: str, over: str, code: str, sentence: str
) -> None:
    limits = RenderLimits(clock=standing, **{bound: value})
    render(within, limits, 甲="九个字九个字九个字")
    with pytest.raises(RenderError) as caught:
        render(over, limits, 甲="九个字九个字九个字")
    problem = caught.value.problems[0]
    assert problem.code == code
    assert sentence in problem.message


#: Bounds that are the same for everybody: a template that just keeps it, one that is one over, code.
FIXED = [
    ("{{ 1.5|round(30) }}", "{{ 1.5|round(31) }}", "render.round"),
    ("{{ '%100d'|format(3) }}", "{{ '%101d'|format(3) }}", "render.format"),
    ("{{ '%.100f'|format(3) }}", "{{ '%.101f'|format(3) }}", "render.format"),
    ("{{ '%100d' % 3 }}", "{{ '%101d' % 3 }}", "render.format"),
    ("{{ '{:100}'.format(3) }}", "{{ '{:101}'.format(3) }}", "template.method"),
    ("{{ [1]|tojson(indent=20) }}", "{{ [1]|tojson(indent=21) }}", "render.format"),
    ("{{ " + " + ".join("1" * 79) + " }}", "{{ " + " + ".join("1" * 80) + " }}", "template.too_deep"),
]


@pytest.mark.parametrize(("within", "over", "code"), FIXED, ids=[over[:28] for _, over, _ in FIXED])
def test_a_fixed_bound_holds_at_the_limit_and_refuses_one_over(within: str, over: str, code: str) -> None:
    assert render(within, RenderLimits(clock=standing))
    with pytest.raises((RenderError, TemplateError)) as caught:
        render(over, RenderLimits(clock=standing))
    assert [problem.code for problem in caught.value.problems] == [code]


def ticking(*, until: float, step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now = min(until, now + step)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(5) %}{% for j in [1] %}{% endfor %}{% endfor %}",
        "{% for i in range(2000) %}{% endfor %}",
    ],
)
def test_wall_time_holds_at_the_limit_and_refuses_over(source: str) -> None:
    still = ticking(until=3.0, step=1.0)
    render(source, RenderLimits(seconds=3.0, clock=lambda: next(still)))
    late = ticking(until=3.5, step=1.0)
    with pytest.raises(RenderError) as caught:
        render(source, RenderLimits(seconds=3.0, clock=lambda: next(late)))
    problem = caught.value.problems[0]
    assert (problem.code, problem.message) == ("limit.seconds", "生成用时超过上限 3 秒")


@pytest.mark.parametrize(
    "source",
    [
        "{% set ns = namespace(x='a') %}{% for i in range(90) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x]|join %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(90) %}{% set ns.x = ns.x|replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(90) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = {1: ns.x, 2: ns.x} %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = dict(a=ns.x, b=ns.x) %}{% endfor %}",
        "{% set ns = namespace(x=7) %}{% for i in range(90) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{% set ns = namespace(x=7) %}{% for i in range(90) %}{% set ns.x = ns.x ** 9 %}{% endfor %}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ (9 ** 9) ** (9 ** 9) }}",
        "{{ range(100000)|map('center', 1000000)|list }}",
        "{{ 'x' * 999999999 }}",
        "{{ '%0999999999d'|format(1) }}",
        "{{ '%*d'|format(999999999, 1) }}",
        "{{ '%.999999999f'|format(1) }}",
        "{{ 1|round(999999999) }}",
        "{{ 1|round(-999999999, 'ceil') }}",
        "{{ [1]|batch(999999999, 'x')|list }}",
        "{{ [[1], [2]]|sum(start=[]) }}",
        "{{ 日.strftime('%999999999d') }}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    ],
)  # fmt: skip
def test_templates_that_explode_end_in_an_error_at_once(source: str) -> None:
    import datetime as dt

    from qijin_docs.templating.faults import explain

    environment = make_environment(limits=RenderLimits(output=10_000_000, clock=standing))
    with pytest.raises((RenderError, RecursionError)) as caught:
        environment.from_string(source).render(日=dt.date(2026, 3, 1))
    assert isinstance(caught.value, Exception)
    code = explain(caught.value)[0].code
    assert code.startswith(("limit.", "render.", "template.too_deep"))
    assert code != "limit.seconds"


def test_what_the_caller_gives_may_be_larger_than_what_a_template_may_make() -> None:
    limits = RenderLimits(text=10, items=10, clock=standing)
    assert (
        render("{{ 长 }}{% for x in 多 %}{{ x }}{% endfor %}", limits, 长="字" * 50, 多=[1] * 50)
        == "字" * 50 + "1" * 50
    )


def test_each_rendering_has_its_own_budget() -> None:
    template = make_environment(limits=RenderLimits(steps=3, clock=standing)).from_string(
        "{% for i in [1, 2, 3] %}{{ i }}{% endfor %}"
    )
    assert [template.render() for _ in range(3)] == ["123", "123", "123"]


def test_long_loops_keep_what_loop_knows() -> None:
    source = "{% for i in range(600) %}{% if loop.last %}{{ loop.index }}/{{ loop.length }}/{{ loop.revindex }}{% endif %}{% endfor %}"
    assert render(source, RenderLimits(clock=standing)) == "600/600/1"


@pytest.mark.parametrize(
    ("value", "size"),
    [(1, 1), ("abc", 4), ([], 1), ([1, "ab"], 5), ({"a": 1}, 4), ([[1], [1]], 5), (None, 1)],
)
def test_a_size_counts_items_and_characters(value: Any, size: int) -> None:
    assert size_of(value, 1000) == size
