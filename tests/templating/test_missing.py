# ruff: noqa: E501  (a case is one line)
from __future__ import annotations

import pickle
from typing import Any

import pytest

from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.missing import Missing, MissingValue, path_of

USES = [
    "{{ 无 }}",
    "{{ 单位.无 }}",
    "{{ 单位['无'] }}",
    "{{ 列[7] }}",
    "{{ 无.a.b }}",
    "{{ 无|upper }}",
    "{{ 无|大写 }}",
    "{{ 无|join }}",
    "{{ 无 + 1 }}",
    "{{ 1 + 无 }}",
    "{{ 无 * 2 }}",
    "{{ 无 ~ 'a' }}",
    "{{ -无 }}",
    "{{ 无 // 2 }}",
    "{{ 甲 if false else 无 }}",
]
QUESTIONS = [
    "{% if 无 %}{% endif %}",
    "{% for x in 无 %}{% endfor %}",
    "{% for x in 单位.无 %}{% endfor %}",
    "{% if 无 == 1 %}{% endif %}",
    "{% if 无 > 1 %}{% endif %}",
    "{% if 1 in 无 %}{% endif %}",
    "{{ 'a' if 无 else 'b' }}",
    "{{ 无 and 1 }}",
]


def render(missing: Missing, source: str) -> str:
    values: dict[str, Any] = {"单位": {"名": "局"}, "列": ["甲"]}
    return make_environment(missing=missing, autoescape=False).from_string(source).render(values)


@pytest.mark.parametrize("source", USES + QUESTIONS)
def test_under_error_every_use_of_a_missing_value_is_an_error(source: str) -> None:
    with pytest.raises(MissingValue):
        render("error", source)


@pytest.mark.parametrize("missing", ["error", "blank", "keep"])
@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("{{ 无|default('补') }}", "补"),
        ("{{ 无|d('补') }}", "补"),
        ("{{ 单位.无|default('补') }}", "补"),
        ("{{ 列[3]|default('补') }}", "补"),
        ("{% if 无 is defined %}有{% else %}缺{% endif %}", "缺"),
        ("{% if 单位.无 is not defined %}缺{% endif %}", "缺"),
        ("{{ 单位.名 }}{{ 列[0] }}", "局甲"),
    ],
)
def test_default_and_defined_work_under_every_policy(missing: Missing, source: str, result: str) -> None:
    assert render(missing, source) == result


@pytest.mark.parametrize(
    "source",
    [
        use
        for use in USES
        if "+" not in use and "*" not in use and "-" not in use and "//" not in use and "~" not in use
    ],
)
def test_under_blank_a_missing_value_prints_nothing(source: str) -> None:
    assert render("blank", source) == ""


@pytest.mark.parametrize(
    "source",
    [
        "{{ 无 + 1 }}",
        "{{ 1 + 无 }}",
        "{{ 无 * 2 }}",
        "{{ -无 }}",
        "{{ 无 // 2 }}",
        "{% if 无 > 1 %}{% endif %}",
    ],
)
def test_under_blank_calculating_with_nothing_is_still_an_error(source: str) -> None:
    with pytest.raises(MissingValue):
        render("blank", source)


def test_under_blank_nothing_is_false_empty_and_joins() -> None:
    assert (
        render(
            "blank",
            "{% if 无 %}真{% endif %}{% for x in 无.a %}项{% endfor %}{{ 'a' ~ 无 }}{{ 'b' if 无 else 'c' }}",
        )
        == "ac"
    )


@pytest.mark.parametrize(
    "source",
    [
        *USES,
        "{{ 无|default }}{{无}}",
        "{{- 无 -}}",
        "{{ '}}' ~ 无 }}",
        '{{ 无|replace("a", "b") }}',
        "{{ '%s'|format(无) }}",
        "{{ '%s%s' % 无 }}",
        "{{ '%s%s' % (1, 无) }}",
        "{{ '%(a)s' % {'a': 无} }}",
        "{{ '{}'.format(无) }}",
        "{{ '{a:5}'.format(a=无) }}",
        "{{ 无|tojson }}",
        "{{ 无|safe }}",
        "{{ {'a': 无}|urlencode }}",
        "{{ ['甲', 无]|join('、') }}",
        "{{ ['甲', 无.名, 乙.丙]|join }}",
        "{{ '甲' ~ ['乙', 无]|join }}",
        "{{ [{'名': '甲'}, {}]|join('、', attribute='名') }}",
        "{{ [{'名': '甲'}, {}]|map(attribute='名')|join('、') }}",
    ],
)
def test_under_keep_the_tag_is_printed_as_it_was_written(source: str) -> None:
    assert render("keep", source) == source.replace("{{ 无|default }}", "")


def test_under_keep_the_right_tag_is_kept_among_others() -> None:
    source = "{# 注 #}{% raw %}{{ r }}{% endraw %}{{ 单位.名 }}、{{ 单位.无 }}{% if true %}{{ 无 }}{% endif %}{% for x in 列 %}{{ x }}{{x.无}}{% endfor %}"
    assert render("keep", source) == "{{ r }}局、{{ 单位.无 }}{{ 无 }}甲{{x.无}}"


def test_what_was_kept_can_be_filled_by_a_second_pass() -> None:
    first = render("keep", "{{ 单位.名 }}：{{ 后来|upper }}")
    assert make_environment().from_string(first).render(后来="abc") == "局：ABC"


@pytest.mark.parametrize("source", QUESTIONS)
def test_under_keep_conditions_and_loops_over_nothing_are_errors(source: str) -> None:
    with pytest.raises(MissingValue):
        render("keep", source)


def test_under_keep_the_tag_is_escaped_in_xml() -> None:
    assert (
        make_environment(missing="keep").from_string("{{ 无|replace('<', '') }}").render()
        == "{{ 无|replace(&#39;&lt;&#39;, &#39;&#39;) }}"
    )


def test_a_missing_value_says_which_record_lacks_it_and_survives_pickling() -> None:
    with pytest.raises(MissingValue) as caught:
        render("error", "{{ 单位.电话 }}")
    assert (caught.value.name, caught.value.owner) == ("电话", {"名": "局"})
    assert pickle.loads(pickle.dumps(caught.value)).name == "电话"


@pytest.mark.parametrize(
    ("pick", "path"),
    [
        (lambda v: v["甲"], "甲"),
        (lambda v: v["列"][1], "列[1]"),
        (lambda v: v["列"][1]["子"]["孙"], "列[1].子.孙"),
        (lambda v: {}, None),
    ],
)
def test_the_path_of_a_record_is_found_by_identity(pick: Any, path: str | None) -> None:
    values: dict[str, Any] = {"甲": {"x": 1}, "列": [{"x": 1}, {"子": {"孙": {"x": 1}}}]}
    values["圈"] = values["列"]
    assert path_of(values, pick(values)) == path


def test_a_circle_in_the_values_does_not_hang_the_search() -> None:
    circle: dict[str, Any] = {}
    circle["我"] = circle
    assert path_of({"甲": circle}, {}) is None
