from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2.exceptions import SecurityError

from qijin_docs.errors import RenderError, TemplateError
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.faults import explain
from qijin_docs.templating.missing import MissingValue
from qijin_docs.templating.picture import Picture

PAYLOADS = [
    line
    for line in Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def render(source: str, **values: Any) -> str:
    return make_environment().from_string(source).render(values)


class Treacherous:
    """What a caller might hand over without adapting it."""

    secret = "密"

    def run(self) -> str:
        raise AssertionError("called")

    get = items = upper = run

    def __call__(self) -> str:
        raise AssertionError("called")


# -- before it is compiled --------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_known_payload_is_refused_when_the_template_is_compiled_with_its_line(payload: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  (some are no valid tags at all)
        make_environment().from_string("正文\n正文\n" + payload)
    problems = explain(caught.value)
    assert problems
    assert all(problem.code.startswith("template.") for problem in problems)
    assert {problem.place.line for problem in problems} == {3}
    assert all(problem.message for problem in problems)


def test_the_corpus_is_not_empty_and_holds_no_line_twice() -> None:
    assert len(PAYLOADS) > 120
    assert len(set(PAYLOADS)) == len(PAYLOADS)


@pytest.mark.parametrize(
    ("source", "code", "message", "hint"),
    [
        (
            "{{ 甲.__class__ }}",
            "template.private_name",
            "不能用以下划线开头的名称“__class__”",
            "只用数据里有的名称",
        ),
        ("{{ _甲 }}", "template.private_name", "不能用以下划线开头的名称“_甲”", "只用数据里有的名称"),
        (
            "{{ 甲.save() }}",
            "template.method",
            "不能用 .save()",
            "取值不用括号；要加工用过滤器，如 {{ 值|trim }}",
        ),
        (
            "{{ 甲.format(1) }}",
            "template.method",
            "不能用 .format()：前面不是写在标签里的文字",
            '写成 {{ "{:,.2f}".format(数) }} 或 {{ "%.2f"|format(数) }}',
        ),
        (
            "{{ '{0.a}'.format(甲) }}",
            "template.method",
            "不能这样用 .format()：“{0.a}”不是序号或名称",
            '写成 {{ "{:,.2f}".format(数) }} 或 {{ "%.2f"|format(数) }}',
        ),
        (
            "{{ 甲.append(1) }}",
            "template.method",
            "不能用 .append()",
            "模板不改动数据；要攒一个列表写成 {% set 攒 = namespace(列=[]) %}、"
            "{% set 攒.列 = 攒.列 + [项] %}，要排序用 |sort",
        ),
        (
            "{{ 甲() }}",
            "template.call",
            "“甲()”不是能用的函数",
            "数据里的值不能当函数用；能用的函数：cycler、dict、joiner、namespace、range",
        ),
        ("{{ 甲[0]() }}", "template.call", "这里的括号是调用，模板里不能这样写", "取值不用括号"),
        ("{% include 'a' %}", "template.statement", "模板里不能用 {% include %}", "内容直接写进模板"),
        (
            "{% autoescape false %}{% endautoescape %}",
            "template.statement",
            "模板里不能用 {% autoescape false %}",
            "文字总是转义；要带格式的文字用 RichText",
        ),
        (
            "{{ 甲|attr('乙') }}",
            "template.filter_refused",
            "不能用过滤器“attr”",
            "直接写 项.名称",
        ),
        ("{{ 甲|大些 }}", "template.unknown_filter", "没有叫“大些”的过滤器", "是否想写“大写”？"),
        (
            "{{ 甲 is defind }}",
            "template.unknown_test",
            "没有叫“defind”的判断（is defind）",
            "是否想写“defined”？",
        ),
        (
            "{{ " + " + ".join("1" * 90) + " }}",
            "template.too_deep",
            "标签套得太深（超过 80 层）",
            "拆成几步，用 {% set %} 存中间结果",
        ),
    ],
)
def test_what_is_refused_is_told_with_a_remedy(source: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(TemplateError) as caught:
        make_environment().from_string(source)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.hint, problem.place.line) == (code, message, hint, 1)


def test_all_faults_are_told_at_once_in_order() -> None:
    with pytest.raises(TemplateError) as caught:
        make_environment().from_string("{{ a.__x__ }}\n{{ b() }}\n{{ c|attr('d') }}{{ e|nix }}")
    assert [(p.code, p.place.line) for p in caught.value.problems] == [
        ("template.private_name", 1),
        ("template.call", 2),
        ("template.filter_refused", 3),
        ("template.unknown_filter", 3),
    ]


def test_single_expressions_are_screened_like_whole_templates() -> None:
    with pytest.raises(TemplateError):
        make_environment().compile_expression("a.__class__")
    assert make_environment().compile_expression("a.b ~ '元'")(a={"b": 3}) == "3元"


# -- and again while rendering ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "{{ 值[键] }}",
        "{{ ''[键] }}",
        "{{ [值]|map(attribute=键)|list }}",
        "{{ [值]|selectattr(键)|list }}",
        "{{ [值]|sort(attribute=键) }}",
        "{{ [值]|groupby(键) }}",
        "{{ [值]|sum(attribute=键) }}",
        "{{ 甲[键] }}",
    ],
)
def test_names_that_are_only_known_while_rendering_are_refused_then(source: str) -> None:
    with pytest.raises(SecurityError) as caught:
        render(source, 值={"a": 1}, 甲=[1], 键="__class__")
    (problem,) = explain(caught.value)
    assert (problem.code, problem.message) == ("template.unsafe", "模板不能使用“__class__”")


@pytest.mark.parametrize(
    "source",
    [
        "{{ 坏.secret }}",
        "{{ 坏['secret'] }}",
        "{{ 坏.run }}",
        "{{ 坏.get('a') }}",
        "{{ 坏.items() }}",
        "{{ 坏.upper() }}",
        "{{ 甲.坏.secret }}",
        "{{ [坏]|map(attribute='secret')|list|first }}",
        "{% macro caller() %}{% endmacro %}{{ 坏.count(1) }}",
    ],
)
def test_an_object_that_was_not_adapted_has_nothing_for_a_template(source: str) -> None:
    with pytest.raises((MissingValue, SecurityError)):
        render(source, 坏=Treacherous(), 甲={"坏": Treacherous()})


@pytest.mark.parametrize("given", [Treacherous(), len, int, Treacherous().run, lambda: 1])
def test_nothing_from_the_caller_can_be_called(given: Callable[..., Any]) -> None:
    environment = make_environment()
    context = environment.from_string("").new_context({})
    with pytest.raises(SecurityError):
        environment.call(context, given)


@pytest.mark.parametrize(
    "attribute", ["items", "keys", "values", "get", "format", "update", "append", "品名"]
)
def test_keys_win_over_methods(attribute: str) -> None:
    assert render(f"{{{{ 项.{attribute} }}}}", 项={attribute: "值"}) == "值"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("{{ 项.品名 }}{{ 项['品名'] }}", "犁犁"),
        ("{% for 名, 值 in 项.items() %}{{ 名 }}={{ 值 }};{% endfor %}", "品名=犁;数=3;"),
        ("{{ 项.keys()|join('、') }}", "品名、数"),
        ("{{ 项.values()|join('、') }}", "犁、3"),
        ("{{ 项.get('无', '空') }}", "空"),
        ("{{ 列[0] }}{{ 列[-1] }}{{ 列[1:]|join }}{{ 列.index('乙') }}{{ 列.count('甲') }}", "甲丙乙丙11"),
        ("{{ 文.upper() }}{{ 文.replace('a', 'x') }}{{ 文.split('b')|join('|') }}{{ 文[0] }}", "ABCxbca|ca"),
        ("{{ 文.startswith('a') and 文.strip('c') }}", "ab"),
        (
            "{{ 日.year }}-{{ 日.month }}-{{ 日.day }} {{ 日.strftime('%Y年%m月') }} {{ 日.isoformat() }}",
            "2026-3-1 2026年03月 2026-03-01",
        ),
        ("{{ 时.hour }}:{{ 时.minute }} {{ 时.date() }}", "8:5 2026-03-01"),
        ("{% set 色 = cycler('红', '黄') %}{{ 色.next() }}{{ 色.current }}{{ 色.next() }}", "红黄黄"),
        ("{% set 间 = joiner('、') %}{{ 间() }}甲{{ 间() }}乙", "甲、乙"),
        ("{% set ns = namespace(n=1) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}", "2"),
        ("{% for x in 列 %}{{ loop.index }}{{ loop.cycle('奇', '偶') }}{% endfor %}", "1奇2偶3奇"),
        (
            "{% for x in 列 %}{{ loop.previtem|default('无') }}{{ '。' if loop.last else '，' }}{% endfor %}",
            "无，甲，乙。",
        ),
        ("{% for x in [1, 1, 2] %}{{ 1 if loop.changed(x) else 0 }}{% endfor %}", "101"),
        ("{% macro 行(a, b='乙') %}{{ a }}{{ b }}{% endmacro %}{{ 行('甲') }}", "甲乙"),
        ("{% macro 框() %}[{{ caller() }}]{% endmacro %}{% call 框() %}内{% endcall %}", "[内]"),
        ("{{ dict(a=1).a }}{{ {'b': 2}.b }}{{ (1, 2)[1] }}{{ range(3)|join }}{{ range(3)[1] }}", "1220121"),
        ("{% for x in 树 recursive %}{{ x.n }}{% if x.c %}({{ loop(x.c) }}){% endif %}{% endfor %}", "1(23)"),
        (
            "{{ 5 // 2 }}{{ 5 % 2 }}{{ 2 ** 3 }}{{ 1 + 2 }}{{ 2 * 3 }}{{ 'a' + 'b' }}{{ 'a' * 2 }}",
            "21836abaa",
        ),
        (
            "{{ 列|length }}{{ 列|first }}{{ 列|last }}{{ 列|sort|join }}{{ 列|reverse|join }}",
            "3甲丙丙乙甲丙乙甲",
        ),
        (
            "{{ 表|map(attribute='数')|sum }}{{ 表|sum(attribute='数') }}{{ 表|selectattr('数', '>', 1)|list|length }}",
            "331",
        ),
        ("{% for 组 in 表|groupby('类') %}{{ 组.grouper }}{{ 组.list|length }}{% endfor %}", "a1b1"),
        (
            "{% filter upper %}ab{% endfilter %}{% set x %}c{% endset %}{{ x }}{% with y = 1 %}{{ y }}{% endwith %}",
            "ABc1",
        ),
        ("{{ '%.2f|%5s|%(a)s'|replace('%(a)s', '')|format(1.5, 'x') }}", "1.50|    x|"),
        (
            "{{ 文|center(7) }}|{{ 文|indent(2, true) }}|{{ '长文'|truncate(9) }}|{{ 3.14159|round(2) }}",
            "  abc  |  abc|长文|3.14",
        ),
        ("{{ 列|batch(2)|map('join')|join('/') }}", "甲乙/丙"),
        (
            "{{ ['b', 'a']|sort|join }}{{ [3, 1]|min }}{{ [1, 1]|unique|list|length }}{{ 'a b'|wordcount }}",
            "ab112",
        ),
        ("{% if 无 is defined %}是{% else %}否{% endif %}", "否"),
        (
            "{% block a %}甲{{ 文 }}{% endblock a %}{% autoescape true %}{{ '<' }}{% endautoescape %}",
            "甲abc&lt;",
        ),
        (
            "{% for x in 列 %}{% block b %}{{ x }}{% set y = 1 %}{% endblock %}{% endfor %}{{ y|d('无') }}",
            "甲乙丙无",
        ),
        ("{{ '<b'|forceescape }}{{ 'a & b 1 < 2'|safe }}", "&lt;ba &amp; b 1 &lt; 2"),
        (
            "{{ {'k': 1, 'j': [true, none, '甲<']}|tojson }}",
            "{&#34;j&#34;: [true, null, &#34;\\u7532\\u003c&#34;], &#34;k&#34;: 1}",
        ),
        ("{{ (时 - 时).total_seconds() }}", "0.0"),
        ("{{ [1]|tojson(indent=2) }}", "[\n  1\n]"),
        ("{{ {'a': 1, '中': '&'}|urlencode }}{{ [('a', 'b c')]|urlencode }}", "a=1&amp;%E4%B8%AD=%26a=b+c"),
        ("{% macro m(x, y=1) %}{% endmacro %}{{ m.name }}{{ m.arguments|join }}", "mxy"),
        (
            "{{ 文.casefold() }}{{ 文.rindex('c') }}{{ 1 if 文.isalnum() }}{{ 列.copy()|join }}{{ 项.copy().数 }}",
            "abc21甲乙丙3",
        ),
        (
            "{{ 日.replace(day=5) }}{{ 日.isocalendar()[1] }}{{ 日.isocalendar().week }}{{ 时.time() }}",
            "2026-03-059908:05:00",
        ),
    ],
)
def test_what_templates_need_works(source: str, result: str) -> None:
    values = {
        "项": {"品名": "犁", "数": 3},
        "列": ["甲", "乙", "丙"],
        "文": "abc",
        "日": dt.date(2026, 3, 1),
        "时": dt.datetime(2026, 3, 1, 8, 5),  # noqa: DTZ001
        "树": [{"n": 1, "c": [{"n": 2, "c": []}, {"n": 3, "c": []}]}],
        "表": [{"类": "a", "数": 1}, {"类": "b", "数": 2}],
    }
    assert render(source, **values) == result


def test_text_is_escaped_once_in_every_position() -> None:
    hostile = "&<>\"' {{ x }} ]]>"
    escaped = "&amp;&lt;&gt;&#34;&#39; {{ x }} ]]&gt;"
    for source in (
        "{{ v }}",
        "{{ v|e }}",
        "{{ v|e|e }}",
        "{{ [v]|join }}",
        "{{ v ~ '' }}",
        "{{ v + '' }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v) }}",
        "{% set y %}{{ v }}{% endset %}{{ y }}",
        "{{ v|replace('q', 'r') }}",
        "{{ '%s'|format(v) }}",
        "{{ v|trim }}",
        "{{ v|string }}",
    ):
        assert render(source, v=hostile) == escaped, source


def test_values_are_never_evaluated() -> None:
    assert (
        make_environment(autoescape=False).from_string("{{ v }}").render(v="{{ 1 + 1 }}{% x %}")
        == "{{ 1 + 1 }}{% x %}"
    )


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ v }}", "render.none"),
        ("{{ v|upper }}", "render.none"),
        ("{{ v ~ 'a' }}", "render.none"),
        ("{{ [v]|join }}", "render.none"),
        ("{{ [v]|first }}", "render.none"),
        ("{{ b }}", "render.bool"),
        ("{{ 列 == 2 }}", "render.bool"),
        ("{{ 列 }}", "render.container"),
        ("{{ 列|string }}", "render.container"),
        ("{{ 列|upper }}", "render.container"),
        ("{{ 列|e }}", "render.container"),
        ("{{ '%s'|format(列) }}", "render.container"),
        ("{{ 项 }}", "render.container"),
        ("{{ 列|map('abs') }}", "render.container"),
        ("{{ 列|map('abs') ~ 'a' }}", "render.container"),
        ("{{ range(3) }}", "render.container"),
        ("{{ 图 }}", "render.not_text"),
        ("{{ 图|upper }}", "render.not_text"),
        ("{{ 大 * 10 }}", "render.not_finite"),
        ("{{ (0 - 列[0]) ** 0.5 }}", "render.not_finite"),
        ("{{ 项.items }}", "render.function_printed"),
        ("{{ range }}", "render.function_printed"),
        ("{% macro m() %}{% endmacro %}{{ m }}", "render.function_printed"),
        ("{% for x in 列 %}{{ loop }}{% endfor %}", "render.function_printed"),
        ("{{ '%d' % 'a' }}", "render.format"),
        ("{{ '%s' % 列 }}", "render.container"),
        ("{{ '%s' % v }}", "render.none"),
        ("{{ '%s%s' % (1, 列) }}", "render.container"),
        ("{{ '%(a)s%(b)s' % {'a': 1, 'b': 列} }}", "render.container"),
        ("{{ '%s' % {'a': 1} }}", "render.container"),
        ("{{ '%(a)s %s' % {'a': 1} }}", "render.format"),
        ("{{ '%%(x) %s' % {'a': 1} }}", "render.format"),
        ("{{ '%(a(b))s' % {'a(b)': 列} }}", "render.format"),
        ("{{ '%(b)s' % {'a': 1} }}", "render.format"),
        ("{{ '%101d' % 3 }}", "render.format"),
        ("{{ '%s %s'|format('a', b=1) }}", "render.format"),
        ("{{ '{}'.format(v) }}", "render.format"),
        ("{{ '{}'.format(列) }}", "render.format"),
        ("{{ '{}'.format(b) }}", "render.format"),
        ("{{ '{}{}'.format(1) }}", "render.format"),
        ("{{ '{:d}'.format(1.5) }}", "render.format"),
        ("{{ '<b>x</b>'|safe }}", "render.markup"),
        ("{{ '&#60;'|safe }}", "render.markup"),
        ("{{ 项|tojson(indent=21) }}", "render.format"),
        ("{{ '%101d'|format(3) }}", "render.format"),
        ("{{ '%*d'|format(3, 1) }}", "render.format"),
        ("{{ 1.5|round(31) }}", "render.round"),
        ("{{ [1]|sum(start='a') }}", "render.sum"),
        ("{{ 日.strftime('%9Y') }}", "render.strftime"),
        ("{{ 日.strftime('%s') }}", "render.strftime"),
    ],
)  # fmt: skip
def test_python_words_are_never_printed_and_mischief_is_named(source: str, code: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(
            source, v=None, b=True, 列=[1], 项={"a": 1}, 大=1e308, 图=Picture(b"x"), 日=dt.date(2026, 1, 1)
        )
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (1.5, "1.5"),
        (3, "3"),
        ("", ""),
        (10**30, "1" + "0" * 30),
    ],
)
def test_numbers_are_printed_without_exponent(value: Any, text: str) -> None:
    assert render("{{ v }}", v=value) == text


def test_one_environment_serves_many_templates_and_keeps_nothing() -> None:
    environment = make_environment()
    first = environment.from_string("{% set ns = namespace(n=0) %}{% set ns.n = ns.n + 甲 %}{{ ns.n }}")
    assert [first.render(甲=1), first.render(甲=2), first.render(甲=1)] == ["1", "2", "1"]
