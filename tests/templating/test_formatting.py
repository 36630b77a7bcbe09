"""``.format()``, ``%`` and ``strftime`` of templates: the same as Python's, without its ways into objects."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import RenderError
from qijin_docs.templating.formatting import fault_of_format, format_text, strftime
from qijin_docs.templating.limits import RenderLimits

DAY = dt.date(2026, 3, 1)
MOMENT = dt.datetime(2026, 3, 1, 8, 5, 6)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("form", "arguments", "named"),
    [
        ("", (), {}),
        ("无", (), {}),
        ("{}-{}", ("甲", 3), {}),
        ("{0}{1}{0}", ("甲", "乙"), {}),
        ("{甲} {b}", (), {"甲": 1, "b": 2.5}),
        ("{:,}", (1234567,), {}),
        ("{:,.2f}", (1234567.891,), {}),
        ("{:.1%}", (0.256,), {}),
        ("{:05.1f}|{:+d}|{:>6}|{:<6}|{:^6}|{:*^7}", (1.5, 3, "甲", "乙", "丙", "丁"), {}),
        ("{:x}{:#o}{:e}", (255, 8, 1500.0), {}),
        ("{:.3}", ("甲乙丙丁",), {}),
        ("{!s:>4}", ("甲",), {}),
        ("{{{}}}", (1,), {}),
        ("{:,.2f}", (Decimal("1234.5"),), {}),
        ("{}", (DAY,), {}),
        ("{:%Y-%m}", (DAY,), {}),
        ("{:%Y年%m月%d日 %H:%M}", (MOMENT,), {}),
    ],
)
def test_what_is_understood_gives_what_python_gives(
    form: str, arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    assert not fault_of_format(form)
    assert format_text(RenderLimits(), form, *arguments, **named) == form.format(*arguments, **named)


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ("{0.a}", "“{0.a}”不是序号或名称"),
        ("{0[0]}", "“{0[0]}”不是序号或名称"),
        ("{a.b}", "“{a.b}”不是序号或名称"),
        ("{_a}", "“{_a}”不是序号或名称"),
        ("{!r}", "不能用“!r”"),
        ("{:{}}", "不认识格式“{}”"),
        ("{:{0.__class__}}", "不认识格式“{0.__class__}”"),
        ("{:n}", "不认识格式“n”"),
        ("{:100}", ""),
        ("{:101}", "宽度或小数位数超过 100"),
        ("{:.100f}", ""),
        ("{:.101f}", "宽度或小数位数超过 100"),
        ("{:99999999999999999999}", "宽度或小数位数超过 100"),
        ("{:%9d}", "日期格式“%9d”里有不能用的记号"),
        ("{", "花括号不成对"),
        ("}", "花括号不成对"),
        ("{0}{}", "有的花括号写了序号，有的没写"),
    ],
)
def test_what_is_not_understood_is_named(form: str, fault: str) -> None:
    assert fault_of_format(form) == fault


@given(form=st.text("{}0a.:[]!_,fd%<>^ 甲"), value=st.one_of(st.integers(), st.text(), st.just(DAY)))
@settings(derandomize=True, database=None, max_examples=300, deadline=None)
def test_any_form_is_refused_or_gives_what_python_gives(form: str, value: Any) -> None:
    if fault_of_format(form):
        return
    try:
        made = format_text(RenderLimits(), form, value, a=value)
    except RenderError as error:
        made = error.problems[0].code
    assert made in ("render.format", "render.strftime") or made == form.format(value, a=value)


def test_a_text_is_as_long_as_permitted_and_no_longer() -> None:
    assert format_text(RenderLimits(text=4), "甲{}", "乙丙丁") == "甲乙丙丁"
    with pytest.raises(RenderError) as caught:
        format_text(RenderLimits(text=4), "甲{}", "乙丙丁戊")
    assert [problem.code for problem in caught.value.problems] == ["limit.text"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("%Y年%-m月%-d日", "2026年3月1日"),
        ("%-H:%M", "8:05"),
        ("%F %T", "2026-03-01 08:05:06"),
        ("%D %R %e", "03/01/26 08:05  1"),
        ("%G-W%V %j %y %%", "2026-W09 060 26 %"),
        ("%x %X", "03/01/26 08:05:06"),
    ],
)
def test_marks_of_dates(form: str, shown: str) -> None:
    assert strftime(MOMENT, form) == shown


@pytest.mark.parametrize("form", ["%9Y", "%s", "%_d", "%Ey", "%", "%甲", "%-Y%"])
def test_marks_that_depend_on_the_system_are_refused(form: str) -> None:
    with pytest.raises(RenderError) as caught:
        strftime(DAY, form)
    assert [problem.code for problem in caught.value.problems] == ["render.strftime"]
