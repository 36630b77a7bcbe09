"""``"{:,.2f}".format(数)`` and ``日.strftime("%-m月")`` of a template, done here and not by Python.

Python's ``str.format`` reaches into its arguments (``{0.__class__}``), whence most ways out of a sandbox. What authors
need of it is small: numbered and named fields with a width, a sign, grouping, decimals. That much is understood; the
rest is refused, when the template is compiled where the text stands in the tag.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Any

from jinja2 import Undefined

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.missing import KeptMissing

#: Widest field, and most decimals.
MAX_WIDTH = 100
_NAME = re.compile(r"(?:\d{1,3}|[^\W\d]\w*)?\Z")
_SPEC = re.compile(
    r"(?:[^{}]?[<>=^])?[-+ ]?#?0?(?P<width>\d*)[,_]?(?:\.(?P<places>\d+))?[bdeEfFgGosxX%]?\Z", re.DOTALL
)
_NUMBERS = (int, float, Decimal)
_DATES = (dt.date, dt.time)
# What strftime may be asked: no widths, which glibc accepts without bound ("%9999999d"), nothing that depends on
# the place or the moment ("%s").
_STRFTIME = re.compile(r"(?:[^%]|%-?[YymdHIMSj]|%[aAbBpfzZUWuwGVxXcFTDRe%])*\Z", re.DOTALL)
_MARK = re.compile(r"%(-?)(.)", re.DOTALL)
#: Marks of glibc that other systems lack.
_LONG = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M"}


def fault_of_format(form: str) -> str:
    """What in a text for ``.format()`` is not understood, in words; empty if nothing."""
    try:
        fields = [field for field in Formatter().parse(form) if field[1] is not None]
    except ValueError:
        return "花括号不成对"
    for _, name, spec, conversion in fields:
        if not _NAME.match(name or "") or (name or "").startswith("_"):
            return f"“{{{name}}}”不是序号或名称"
        if conversion not in (None, "s"):
            return f"不能用“!{conversion}”"
        fault = _fault_of_spec(spec or "")
        if fault:
            return fault
    numbered = {bool(name) for _, name, _, _ in fields if not name or name.isdecimal()}
    return "有的花括号写了序号，有的没写" if len(numbered) > 1 else ""


def _fault_of_spec(spec: str) -> str:
    if "%" in spec.rstrip("%") or spec.count("%") > 1:
        return "" if _STRFTIME.match(spec) else f"日期格式“{spec}”里有不能用的记号"
    found = _SPEC.match(spec)
    if found is None:
        return f"不认识格式“{spec}”"
    if any(int(number or "0") > MAX_WIDTH for number in (found["width"][:6], (found["places"] or "")[:6])):
        return f"宽度或小数位数超过 {MAX_WIDTH}"
    return ""


def format_text(limits: RenderLimits, form: str, *arguments: Any, **named: Any) -> Any:
    """``form.format(…)`` as far as it is understood.

    Raises:
        RenderError: ``render.format`` for what is not understood, for a value that is no text, number or date;
            ``limit.text``.
    """
    fault = fault_of_format(form)
    if fault:
        raise _unfit(form, fault)
    pieces: list[str] = []
    length, number = 0, 0
    for text, name, spec, _ in Formatter().parse(form):
        shown = ""
        if name is not None:
            value = _argument(form, name or str(number), arguments, named)
            number += 1
            if isinstance(value, KeptMissing):
                return value
            shown = _shown(form, value, spec or "")
        length = limits.check_text(length + len(text) + len(shown))
        pieces += text, shown
    return "".join(pieces)


def _argument(form: str, name: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
    try:
        return arguments[int(name)] if name.isdecimal() else named[name]
    except LookupError:
        raise _unfit(form, f"没有给“{{{name}}}”的值") from None


def _shown(form: str, value: Any, spec: str) -> str:
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, _DATES):
        return strftime(value, spec) if spec else str(value)
    known = isinstance(value, (str, dt.timedelta, *_NUMBERS)) and not isinstance(value, bool)
    if not known:
        raise _unfit(
            form, "只能放文字、数和日期" if value is not None else "有一个值是空的（None），先写成 (值 or '')"
        )
    try:
        return format(value, spec)
    except (ValueError, TypeError, OverflowError):
        raise _unfit(form, f"格式“{spec}”不能用于“{str(value)[:40]}”") from None


def strftime(value: dt.date | dt.time, form: str) -> str:
    """A date or time by the marks of ``strftime``, alike on every system; ``%-m`` is a month without a nought.

    Raises:
        RenderError: ``render.strftime``.
    """
    if not _STRFTIME.match(form):
        raise RenderError(
            Problem(
                "render.strftime",
                f"日期格式“{form}”里有不能用的记号",
                hint="只用 %Y %m %d %H %M %S 等基本记号；月日不补零写 %-m %-d",
            )
        )

    def one(mark: re.Match[str]) -> str:
        # Chinese signs in the format fail under some C locales, so only the marks go through strftime.
        bare, letter = mark.groups()
        if letter == "e":
            return f"{value.strftime('%d').lstrip('0'):>2}"
        shown = value.strftime(_LONG.get(letter, f"%{letter}"))
        return (shown.lstrip("0") or "0") if bare else shown

    return _MARK.sub(one, form)


def _unfit(form: str, reason: str) -> RenderError:
    return RenderError(
        Problem(
            "render.format", f"格式“{form[:40]}”：{reason}", hint='要定小数位写成 {{ "%.2f"|format(数) }}'
        )
    )
