"""What a value looks like as text: the same in Word, in Excel text and in plain text.

Python's own words for nothing, for lists and for truth (``None``, ``[{'a': 1}]``, ``True``) have no place
in an official document; printing one is an error, never a surprise for the reader.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sized
from decimal import Decimal
from typing import Any

from jinja2 import Undefined
from jinja2.runtime import LoopContext, Macro
from jinja2.utils import Cycler, Joiner, Namespace

from qijin_docs.errors import Problem, RenderError
from qijin_docs.templating.methods import SafeFunction

_PRINTABLE = (str, int, float, Decimal, dt.date, dt.time, dt.timedelta, Undefined, SafeFunction)
_INNER = (Macro, LoopContext, Cycler, Joiner, Namespace)


def printed(value: Any) -> Any:
    """The value as it is to be printed; objects that only an engine can draw as they are.

    Numbers never get an exponent: ``1e+16`` is 10000000000000000.

    Raises:
        RenderError: ``render.none``, ``render.bool``, ``render.container``, ``render.not_finite``,
            ``render.function_printed``.
    """
    kind = type(value)
    if kind is str or kind is int:
        return value
    if value is None:
        raise _refused(
            "none", "值是空的（None），印出来没有意义", "给出这个值，或写成 {{ 值 or '' }}、{% if 值 %}"
        )
    if kind is bool:
        raise _refused(
            "bool",
            f"值是“{'是' if value else '否'}”（{value}），不能直接印",
            "写成 {{ '是' if 值 else '否' }}",
        )
    if kind is float or kind is Decimal:
        return _without_exponent(value)
    if kind is complex:
        raise _refused("not_finite", f"算出的“{value}”不是数", "检查标签里的运算")
    if isinstance(value, _PRINTABLE):
        return value
    if isinstance(value, _INNER):
        raise _refused(
            "function_printed", "这是模板的内部对象，不能印出来", "写出要印的是它的哪一项，如 loop.index"
        )
    if isinstance(value, Mapping):
        what = f"一组数据（{len(value)} 项）"
    elif isinstance(value, Iterable):
        what = f"列表（{len(value)} 项）" if isinstance(value, Sized) else "列表"
    else:
        return value
    raise _refused(
        "container", f"值是{what}，不是文字", "写出要印的是哪一项，或用 {% for %} 逐项印，用 |join 连接"
    )


def printed_as_text(value: Any) -> Any:
    """The same where only text can stand, for Jinja's ``finalize``: no pictures, no rich text.

    Raises:
        RenderError: as :func:`printed`; ``render.not_text``.
    """
    shown = printed(value)
    if isinstance(shown, _PRINTABLE):
        return shown
    raise _refused(
        "not_text",
        f"值是{getattr(value, 'described', ' ' + type(value).__name__)}，这里只能放文字",
        "把标签放到能放图片或格式文字的地方",
    )


def text_of(value: Any) -> str:
    """The same as a text, for filters that work on texts; markup stays markup.

    Raises:
        RenderError: as :func:`printed_as_text`.
    """
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, Undefined) else str(printed_as_text(value))


def _without_exponent(value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise _refused("not_finite", f"算出的“{value}”不是数", "检查标签里的运算")
    text = str(value)
    return format(Decimal(text), "f") if "e" in text or "E" in text else text


def _refused(code: str, message: str, hint: str) -> RenderError:
    return RenderError(Problem(f"render.{code}", message, hint=hint))
