"""``"%.2f" % 数`` and ``"%.2f"|format(数)`` of a template, measured before it is made.

What would be printed must be text, number or date: Python would print its own words for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Undefined

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.formatting import MAX_WIDTH
from qijin_docs.templating.limits import Budget, RenderLimits
from qijin_docs.templating.missing import KeptMissing
from qijin_docs.templating.printing import text_of

_CONVERSION = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?[#0\- +]*(?P<width>\*|\d*)(?:\.(?P<places>\*|\d*))?[hlL]?(?P<kind>.?)",
    re.DOTALL,
)


def size_of_format(limits: RenderLimits, form: str, given: Mapping[str, Any] | tuple[Any, ...]) -> int:
    """How long ``form % given`` may become; what would be printed must be text, number or date."""
    length = len(form)
    values: list[Any] = []
    left: Iterator[Any] = iter(() if isinstance(given, Mapping) else given)
    for found in _CONVERSION.finditer(form):
        for number in (found["width"], found["places"]):
            if number == "*" or (number and int(number[:6]) > MAX_WIDTH):
                raise _bad_format(form, f"宽度或小数位数超过 {MAX_WIDTH}", "写成固定的小位数，如 %.2f")
        length += MAX_WIDTH
        if found["kind"] == "%":
            continue
        if found["name"] is None and (isinstance(given, Mapping) or found["kind"] == "("):
            # Python would print all the values at once.
            raise _bad_format(form, "有的值写了名称，有的没写", "都写成 %(名称)s，或都不写")
        values.append(given.get(found["name"], "") if isinstance(given, Mapping) else next(left, ""))
    # "%(a)s%(a)s" prints one value any number of times.
    return limits.check_text(
        length + sum(len(text_of(value)) for value in values if not isinstance(value, Undefined))
    )


def percent(limits: RenderLimits, budget: Budget, form: str, right: Any) -> Any:
    """``form % right`` within bounds; right may be a value, a tuple of values or a record.

    Raises:
        RenderError: ``render.format``, ``render.none`` and its like for what cannot be printed, ``limit.text``.
    """
    given = right if isinstance(right, tuple) or (isinstance(right, Mapping) and "%(" in form) else (right,)
    values = given.values() if isinstance(given, Mapping) else given
    kept = next((value for value in values if isinstance(value, KeptMissing)), None)
    if kept is not None:
        return kept
    budget.make(size_of_format(limits, form, given))
    try:
        return form % right
    except (TypeError, ValueError, KeyError, OverflowError) as cause:
        raise _bad_format(form, "与值对不上", '如 {{ "%.2f" % 数 }}、{{ "%s、%s" % (甲, 乙) }}') from cause


def _bad_format(form: str, reason: str, hint: str) -> RenderError:
    return RenderError(Problem("render.format", f"格式“{form[:40]}”：{reason}", hint=hint))
