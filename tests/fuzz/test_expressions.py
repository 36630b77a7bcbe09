"""Any text between the signs of a tag ends in a text or in one of our errors, in bounded time and space."""

# ruff: noqa: E501  (a case is one line)
from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import QijinError, RenderError, TemplateError
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.missing import Missing
from qijin_docs.templating.text import compile_text

CASES = 4_000 if os.environ.get("QIJIN_FUZZ") == "long" else 150
LIMITS = RenderLimits(numbers=1_000, text=10_000, items=10_000, steps=10_000, output=100_000, seconds=10)

VALUES: dict[str, Any] = {
    "文": "云岭省<a>&'\"",
    "数": 3,
    "小数": 1.5,
    "金额": Decimal("12.30"),
    "真": True,
    "空": None,
    "日": dt.date(2026, 3, 1),
    "列": ["甲", "乙", 3],
    "项": {"名": "犁", "数": 2, "items": 5, "子": {"孙": [1]}},
    "表": [{"名": "甲", "数": 1}, {"名": "乙", "数": 2}],
}

environment = make_environment()
NAMES = [
    *VALUES,
    "无",
    "loop",
    "range",
    "dict",
    "namespace",
    "cycler",
    "joiner",
    "self",
    "x",
    "m",
    "caller",
    "true",
    "none",
    "_",
]
METHODS = [
    "upper",
    "items",
    "keys",
    "get",
    "replace",
    "split",
    "join",
    "strftime",
    "year",
    "名",
    "数",
    "子",
    "format",
    "__class__",
    "index",
    "center",
    "copy",
    "append",
    "isocalendar",
    "total_seconds",
    "casefold",
]
LITERALS = [
    "1",
    "0",
    "-1",
    "2.5",
    "999999",
    "'a'",
    "'名'",
    "''",
    "'%s'",
    "'%5.2f'",
    "'__class__'",
    "'{0}'",
    "'{:,.2f}'",
    "'{:%Y}{名}'",
    "'{0.__class__}'",
    "'%(名)s'",
    "'%-m月'",
    "[1, 2]",
    "{'a': 1}",
    "(1, 2)",
    "[]",
]

atoms = st.sampled_from(NAMES + LITERALS)
filters = st.sampled_from([*sorted(environment.filters), "safe", "attr", "nix"])
tests = st.sampled_from([*sorted(environment.tests), "nix"])


#: Texts that say how to print.
forms = st.text(alphabet="{}%()0a名.:,[]!<>^+-#_sdfrcx 甲", max_size=9)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arguments = st.lists(inner, max_size=3).map(", ".join)
    operators = st.sampled_from(
        ["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "and", "or", "in", "not in"]
    )
    return st.one_of(
        st.tuples(inner, st.sampled_from(METHODS)).map(lambda t: f"{t[0]}.{t[1]}"),
        st.tuples(inner, st.sampled_from(METHODS), arguments).map(lambda t: f"{t[0]}.{t[1]}({t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"{t[0]}[{t[1]}]"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]}[{t[1]}:{t[2]}]"),
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, filters).map(lambda t: f"{t[0]}|{t[1]}"),
        st.tuples(inner, filters, arguments).map(lambda t: f"({t[0]}|{t[1]}({t[2]}))"),
        st.tuples(inner, st.sampled_from(["map", "select", "sort", "groupby", "sum"]), filters).map(
            lambda t: f"({t[0]}|{t[1]}('{t[2]}'))"
        ),
        st.tuples(inner, st.sampled_from(["map", "sort", "groupby", "sum", "unique", "join"])).map(
            lambda t: f"({t[0]}|{t[1]}(attribute='数'))"
        ),
        st.tuples(inner, tests).map(lambda t: f"({t[0]} is {t[1]})"),
        st.tuples(inner, tests, arguments).map(lambda t: f"({t[0]} is {t[1]}({t[2]}))"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(inner, arguments).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(forms, arguments).map(lambda t: f"{t[0]!r}.format({t[1]})"),
        st.tuples(forms, inner).map(lambda t: f"({t[0]!r} % {t[1]})"),
        st.tuples(forms, arguments).map(lambda t: f"({t[0]!r}|format({t[1]}))"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        inner.map(lambda text: f"(not {text})"),
        inner.map(lambda text: f"-{text}"),
    )


expressions = st.recursive(atoms, grown, max_leaves=6)
sentences = st.one_of(
    expressions.map(lambda e: f"{{{{ {e} }}}}"),
    expressions.map(lambda e: f"{{% if {e} %}}是{{% else %}}否{{% endif %}}"),
    st.tuples(expressions, expressions).map(
        lambda t: f"{{% for x in {t[0]} %}}{{{{ {t[1]} }}}}{{% endfor %}}"
    ),
    st.tuples(expressions, expressions).map(lambda t: f"{{% set x = {t[0]} %}}{{{{ {t[1]} }}}}"),
    st.tuples(expressions, expressions).map(
        lambda t: f"{{% macro m(x) %}}{{{{ {t[0]} }}}}{{% endmacro %}}{{{{ m({t[1]}) }}}}"
    ),
    st.tuples(
        st.sampled_from(["block a", "block a scoped", "block a required", "filter upper", "filter tojson"]),
        expressions,
    ).map(lambda t: f"{{% {t[0]} %}}{{{{ {t[1]} }}}}{{% end{t[0].split()[0]} %}}"),
    st.tuples(expressions, expressions).map(
        lambda t: f"{{% autoescape {t[0]} %}}{{{{ {t[1]} }}}}{{% endautoescape %}}"
    ),
    st.tuples(expressions, expressions).map(
        lambda t: (
            f"{{% set ns = namespace(x={t[0]}) %}}{{% for i in range(99) %}}{{% set ns.x = {t[1].replace('x', 'ns.x')} %}}{{% endfor %}}"
        )
    ),
    st.lists(
        st.sampled_from(
            [
                "{{",
                "}}",
                "{%",
                "%}",
                " if ",
                " for ",
                " x ",
                " in ",
                "endif",
                "'",
                "(",
                "]",
                "|",
                "#}",
                "{#",
                "-",
            ]
        ),
        max_size=12,
    ).map("".join),
)


def said(source: str, missing: Missing) -> str:
    """The text, or the codes of our errors; any other error goes on and fails the test."""
    try:
        sentence = compile_text(source, missing=missing, limits=LIMITS)
    except TemplateError as fault:
        return told(fault)
    try:
        return sentence.render(VALUES)
    except RenderError as failure:
        return told(failure)


def told(error: QijinError) -> str:
    return " ".join(f"{problem.code} {problem.message}" for problem in error.problems)


@pytest.mark.parametrize("missing", ["error", "blank", "keep"])
@settings(max_examples=CASES, derandomize=True, deadline=None, database=None)
@given(source=sentences)
def test_any_tag_ends_in_a_text_or_our_error_and_always_the_same(missing: Missing, source: str) -> None:
    first = said(source, missing)
    assert len(first) <= LIMITS.output + 1_000
    assert "object at 0x" not in first
    assert "<function" not in first
    assert said(source, missing) == first
