"""Which data a template asks for is told as paths."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from qijin_docs.templating.data_paths import names_of

CASES: list[tuple[str, tuple[str, ...]]] = [
    ("{{ 标题 }}", ("标题",)),
    ("{{ a.b.c }}{{ a['d'] }}{{ a[0].e }}", ("a.b.c", "a.d", "a[].e")),
    ("{% for x in 明细 %}{{ x.名 }}{{ loop.index }}{% endfor %}", ("明细[].名",)),
    ("{% for x in 明细 %}{{ x }}{% endfor %}", ("明细[]",)),
    ("{% for x in a.l %}{% for y in x.m %}{{ y.n }}{{ 外 }}{% endfor %}{% endfor %}", ("a.l[].m[].n", "外")),
    ("{% for x in l|sort(attribute='k') if x.ok %}{{ x.v }}{% endfor %}", ("l[].ok", "l[].v")),
    ("{% set y = a.b %}{{ y.c }}", ("a.b.c",)),
    ("{% set y %}{{ a }}{% endset %}{{ y }}", ("a",)),
    ("{% with y = a %}{{ y.c }}{% endwith %}", ("a.c",)),
    ("{% macro m(v) %}{{ v.x }}{{ g }}{% endmacro %}{{ m(a) }}", ("a", "g")),
    ("{% if a and b == 1 %}{{ c if d else e }}{% endif %}", ("a", "b", "c", "d", "e")),
    ("{{ a|default('x') }}{{ range(n) }}{{ s.strip() }}", ("a", "n", "s")),
    ("{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}", ("d",)),
    ("没有", ()),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_names_are_paths_to_the_data(source: str, expected: tuple[str, ...]) -> None:
    environment = Environment(autoescape=True)
    assert names_of([environment.parse(source)]) == expected
