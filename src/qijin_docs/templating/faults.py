"""What went wrong in a template or a rendering, as problems with a place; one translation for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

from qijin_docs.errors import Place, Problem, QijinError
from qijin_docs.templating.missing import MissingValue, path_of
from qijin_docs.templating.record import Record
from qijin_docs.text.nearest import suggestion

#: What Jinja 3.1 says, and what it means; the first pattern found counts, its groups go into the sentence.
_SYNTAX: tuple[tuple[str, str, str, str], ...] = (
    (
        r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'",
        "template.unclosed_block",
        "“{% {0} %}”没有结束标签",
        "在它管的内容后面加 {% end{0} %}",
    ),
    (
        r"Encountered unknown tag '(end\w+)'.*innermost block that needs to be closed is '(\w+)'",
        "template.mismatched_block",
        "“{% {0} %}”与前面的“{% {1} %}”不成对",
        "先写 {% end{1} %}",
    ),
    (
        r"Encountered unknown tag '(end\w+)'",
        "template.stray_end",
        "“{% {0} %}”前面没有对应的开始标签",
        "删去它，或补上开始标签",
    ),
    (
        r"Encountered unknown tag '(el\w+)'",
        "template.stray_end",
        "“{% {0} %}”不在 {% if %} 里面",
        "删去它，或补上 {% if %}",
    ),
    (r"Encountered unknown tag '([^']+)'", "template.unknown_tag", "没有“{% {0} %}”这种标签", "检查拼写"),
    (r"[Tt]ag name expected", "template.unknown_tag", "“{% %}”里没有写标签名", "写 for、if 等"),
    (r"Missing end of comment tag", "template.unclosed_comment", "注释“{#”没有结束", "在注释后面加 #}"),
    (r"Missing end of raw", "template.unclosed_block", "“{% raw %}”没有结束标签", "加 {% endraw %}"),
    (
        r"unexpected end of template, expected|got 'end of template'",
        "template.unclosed_tag",
        "标签没有写完，缺少“}}”或“%}”",
        "补上右边的括号",
    ),
    (
        r"unexpected char ['\"]{3}",
        "template.unclosed_quote",
        "标签里的引号只有一半",
        "补上另一半引号",
    ),
    (
        r"unexpected char '(.+)' at",
        "template.unexpected_character",
        "标签里有不能用的字符“{0}”",
        "检查是否用了全角符号",
    ),
    (
        r"unexpected '([^']*)', expected '([^']*)'",
        "template.syntax",
        "标签写错：这里是“{0}”，应该是“{1}”",
        "检查括号、引号和拼写",
    ),
    (
        r"'end of (?:print )?statement'|'end of statement block'",
        "template.syntax",
        "标签里少写了内容",
        "检查运算符号、括号和引号后面是不是漏了",
    ),
    (
        r"expected token '([^']*)', got '([^']*)'",
        "template.syntax",
        "标签写错：应该是“{0}”，这里是“{1}”",
        "检查括号、引号和拼写",
    ),
    (
        r"unexpected '([^']*)'|got '([^']*)'",
        "template.syntax",
        "标签写错：“{0}”的位置不对",
        "检查括号、引号和拼写",
    ),
    (
        r"block '([^']+)' defined twice",
        "template.syntax",
        "“{% block {0} %}”写了两次",
        "每个 block 用不同的名称",
    ),
    (r"can't assign to '?([^']*)'?", "template.assignment", "不能给“{0}”赋值", "换一个名称"),
    (r"No filter named '([^']+)'", "template.unknown_filter", "没有叫“{0}”的过滤器", "检查拼写"),
    (r"No test named '([^']+)'", "template.unknown_test", "没有叫“{0}”的判断", "检查拼写"),
)
_TYPES = {
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "Decimal": "小数",
    "list": "列表",
    "tuple": "列表",
    "dict": "一组数据",
    "Record": "一组数据",
    "NoneType": "空值",
    "date": "日期",
    "datetime": "日期",
    "bool": "是否",
}


def explain(
    error: Exception, *, place: Place | None = None, values: Mapping[str, Any] | None = None
) -> tuple[Problem, ...]:
    """The problems that an exception from compiling or rendering means, each with a place.

    Args:
        error: whatever ``from_string``, ``parse`` or ``render`` raised.
        place: where the tag stands; without one a syntax error has its line.
        values: what was rendered, to name the record that lacks a value.
    """
    place = place or Place()
    if isinstance(error, QijinError):
        return tuple(_placed(problem, place) for problem in error.problems)
    if isinstance(error, MissingValue):
        return (_missing(error, place, values),)
    if isinstance(error, TemplateSyntaxError):
        return (_placed(_syntax(error), place),)
    return (_other(error, place),)


def _placed(problem: Problem, place: Place) -> Problem:
    """The problem at a place that is known better; its own line stays if the place has none."""
    if place == Place():
        return problem
    own = problem.place
    if place.where is None and place.line is None:
        return replace(problem, place=replace(own, file=own.file or place.file))
    if own.where is not None:
        # It knows a place of its own, a value's path; the template's place is told first.
        return replace(problem, place=replace(place, where=f"{place.where or ''}：{own.where}".lstrip("：")))
    if own.file is not None:
        return replace(problem, message=f"“{own.file}”{problem.message}", place=place)
    return replace(problem, place=place)


def _missing(error: MissingValue, place: Place, values: Mapping[str, Any] | None) -> Problem:
    if error.reason:
        return Problem("render.missing", error.reason, place, "先用 {% if %} 判断，或写 |default('')")
    owner = path_of(values, error.owner) if values is not None and error.owner is not None else None
    full = f"{owner}{'' if error.name.startswith('[') else '.'}{error.name}" if owner else error.name
    otherwise = f"在数据里补上，或写成 {{{{ {full}|default('') }}}}、{{% if {full} is defined %}}"
    hint = suggestion(error.name, _names_beside(error, values), otherwise)
    return Problem("render.missing", f"没有“{full}”这个值", place, hint)


def _names_beside(error: MissingValue, values: Mapping[str, Any] | None) -> list[str]:
    """The names that were there instead: of the record, or of all values if the name stood alone."""
    found = values if error.owner is None else error.owner
    if not isinstance(found, Mapping) or error.name.startswith("["):
        return []
    return [str(name) for name in (*found, *(found.aliases if isinstance(found, Record) else ()))]


def _syntax(error: TemplateSyntaxError) -> Problem:
    text = error.message or ""
    place = Place(line=error.lineno)
    for pattern, code, message, hint in _SYNTAX:
        found = re.search(pattern, text, re.DOTALL)
        if found:
            return Problem(code, _filled(message, found), place, _filled(hint, found))
    return Problem("template.syntax", f"标签写错：{text}", place, "检查括号、引号和拼写")


def _filled(sentence: str, found: re.Match[str]) -> str:
    # Not str.format: the sentences are full of braces.
    for i, group in enumerate(group for group in found.groups() if group is not None):
        sentence = sentence.replace(f"{{{i}}}", group)
    return sentence


def _other(error: Exception, place: Place) -> Problem:
    match error:
        case SecurityError():
            return Problem(
                "template.unsafe", f"模板不能使用“{error}”", place, "只用数据里有的名称和列出的过滤器"
            )
        case RecursionError() | MemoryError():
            return Problem(
                "template.too_deep", "模板套得太深，或自己调用自己没有尽头", place, "检查宏和递归循环"
            )
        case ZeroDivisionError():
            return Problem("render.division", "除数是零", place, "先判断：{% if 除数 %}")
        case UndefinedError():
            return Problem("render.missing", f"没有这个值：{error}", place, "在数据里补上")
        case SyntaxError():
            return Problem(
                "template.too_deep", "模板套得太深，无法编译", place, "拆成几步，用 {% set %} 存中间结果"
            )
    # Whatever an expression or a caller's filter stumbles over; the exception goes along as the cause.
    return Problem("render.failed", f"标签算不出来：{_reason(error)}", place, "检查数据的类型和标签里的运算")


def _reason(error: Exception) -> str:
    text = str(error)
    if isinstance(error, TypeError):
        names = dict.fromkeys(_TYPES[name] for name in re.findall(r"\w+", text) if name in _TYPES)
        if names:
            return f"{'和'.join(names)}不能这样运算或比较"
    return text[:120] or type(error).__name__
