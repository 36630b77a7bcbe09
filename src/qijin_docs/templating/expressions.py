"""Expressions of a template: is each one right.

Works on Jinja's own tree, knows neither Word nor Excel.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from jinja2 import Environment, TemplateSyntaxError

from qijin_docs.errors import Problem
from qijin_docs.templating.failures import told
from qijin_docs.templating.screening import OWN_NAMES, screen
from qijin_docs.templating.tags import Tag

#: Words a block of a template may begin with.
BLOCK_WORDS = frozenset(
    [
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "set",
        "endset",
        "macro",
        "endmacro",
        "call",
        "endcall",
        "with",
        "endwith",
        "filter",
        "endfilter",
        "block",
        "endblock",
        "autoescape",
        "endautoescape",
        "break",
        "continue",
    ]
)
#: Tags of Jinja that are not given, and what to do instead.
REFUSED_WORDS = {
    **dict.fromkeys(
        ("include", "import", "from", "extends"), "模板都是单独的一份，不能引入别的；把内容或宏直接写进来"
    ),
    "trans": "不翻译，直接写中文",
    "do": "模板不改动数据；要存中间结果用 {% set %}",
}
_TOO_MUCH = re.compile(r"expected token 'end of [^']*', got '([^']*)'")
_OWN_NAME = re.compile(rf"\b{OWN_NAMES}\w*")
_NAMING = re.compile(r"macro\s+(\w+)|set\s+(\w+)\s*=\s*(?:cycler|joiner)\s*\(")
_LEVELS = frozenset({"p", "tr", "tc", "r"})


def faults_of_tag(tag: Tag, environment: Environment) -> list[Problem]:
    """What is wrong inside one tag: nothing in it, an unknown word, wrong grammar."""
    if tag.kind == "comment":
        return []
    if not tag.expression:
        return [
            Problem(
                "template.empty_tag", f"标签“{tag.source}”里什么也没有写", tag.place, "写上名称，或删去它"
            )
        ]
    if tag.kind == "block" and tag.keyword not in BLOCK_WORDS:
        return [_unknown_word(tag)]
    try:
        environment.parse(_alone(tag))
    except TemplateSyntaxError as exc:
        too_much = _TOO_MUCH.search(exc.message or "")
        if too_much:
            return [
                Problem(
                    "template.syntax",
                    f"“{tag.source}”：标签写错：多出“{too_much.group(1)}”",
                    tag.place,
                    "名称里不能有空格；两个值之间要有运算符",
                )
            ]
        return told(exc, tag, tag.place, {})
    except (RecursionError, MemoryError, ValueError, OverflowError) as exc:
        # Thousands of brackets, or a number of thousands of digits.
        return told(exc, tag, tag.place, {})
    own = _OWN_NAME.search(tag.expression)
    if own:
        message = f"“{tag.source}”：不能用以 {OWN_NAMES} 开头的名称“{own.group()}”"
        return [Problem("template.private_name", message, tag.place, "这样的名称程序自己要用，换一个")]
    return []


def refusals_of_tag(tag: Tag, environment: Environment, named: Collection[str]) -> list[Problem]:
    """What the sandbox refuses in a tag that is right by itself: an unknown filter, a private name, a call.

    For templates that cannot be compiled as a whole because of another fault.

    Args:
        tag: the tag.
        environment: knows filters and tests.
        named: names that tags of the template give, see :func:`named_by`.
    """
    tree = environment.parse(_alone(tag))
    return [
        replace(problem, message=f"“{tag.source}”：{problem.message}", place=tag.place)
        for problem in screen(tree, environment, named)
    ]


def named_by(tags: Iterable[Tag]) -> frozenset[str]:
    """Macros and what ``cycler`` or ``joiner`` make: they may be called, whether or not the tags are right."""
    found = (_NAMING.match(tag.expression) for tag in tags if tag.keyword in ("macro", "set"))
    return frozenset(match[1] or match[2] for match in found if match)


def _alone(tag: Tag) -> str:
    """The tag as a whole template of its own."""
    if tag.kind == "print":
        return f"\x01{tag.expression}\x02"
    words = {
        "if": "\x03{0}\x04\x03endif\x04",
        "elif": "\x03if 1\x04\x03{0}\x04\x03endif\x04",
        "else": "\x03if 1\x04\x03{0}\x04\x03endif\x04",
        "for": "\x03{0}\x04\x03endfor\x04",
        "macro": "\x03{0}\x04\x03endmacro\x04",
        "call": "\x03{0}\x04\x03endcall\x04",
        "with": "\x03{0}\x04\x03endwith\x04",
        "filter": "\x03{0}\x04\x03endfilter\x04",
        "block": "\x03{0}\x04\x03endblock\x04",
        "autoescape": "\x03{0}\x04\x03endautoescape\x04",
        "break": "\x03for x in []\x04\x03{0}\x04\x03endfor\x04",
        "continue": "\x03for x in []\x04\x03{0}\x04\x03endfor\x04",
    }
    if tag.keyword == "set":
        captured = "=" not in tag.expression.partition("|")[0]
        return f"\x03{tag.expression}\x04" + ("\x03endset\x04" if captured else "")
    if tag.keyword.startswith("end"):
        opener = tag.keyword[3:]
        start = {
            "if": "if 1",
            "for": "for x in []",
            "set": "set x",
            "macro": "macro x()",
            "call": "call x()",
            "filter": "filter trim",
            "block": f"block {''.join(tag.expression.split()[1:2]) or 'x'}",
            "autoescape": "autoescape true",
        }
        return f"\x03{start.get(opener, opener)}\x04\x03{tag.expression}\x04"
    return words[tag.keyword].format(tag.expression)


#: Tags of Word that workbooks do not have, and what does it there.
_CELL_WORDS = {
    "vm": "vm 写在整行循环里要印值的那一格，如 {% vm %}{{ 项.地区 }}",
    "hm": "表格里不能按数据跨列合并；列数不变的，在模板里先把单元格合并好",
    "colspan": "表格里不能按数据跨列合并；列数不变的，在模板里先把单元格合并好",
    "cellbg": "表格里的颜色用“条件格式”定，它会跟着循环的行走",
    **dict.fromkeys(("linespacing", "endlinespacing"), "行距只在 Word 里按数据收紧；表格里改行高"),
}


def _unknown_word(tag: Tag) -> Problem:
    if tag.keyword in _CELL_WORDS:
        hint = _CELL_WORDS[tag.keyword]
        return Problem("template.cell_tag", f"“{tag.source}”不能写在这里", tag.place, hint)
    if tag.keyword in _LEVELS:
        sign = tag.expression[len(tag.keyword) : len(tag.keyword) + 1]
        if sign in ("-", "+"):
            return Problem(
                "template.space_before_level",
                f"“{tag.source}”里“{sign}”的位置不对，认不出 {tag.keyword}",
                tag.place,
                f"写成“{tag.source.replace(tag.keyword + sign, sign + tag.keyword, 1)}”",
            )
        right = tag.source.replace("{% ", "{%", 1)
        return Problem(
            "template.space_before_level",
            f"“{tag.source}”里 {tag.keyword} 前面多了空格",
            tag.place,
            f"写成“{right}”",
        )
    if tag.keyword in REFUSED_WORDS:
        return Problem(
            "template.refused_tag",
            f"这里不能用“{tag.source}”",
            tag.place,
            REFUSED_WORDS[tag.keyword],
        )
    return Problem(
        "template.unknown_tag",
        f"不认识“{tag.source}”里的“{tag.keyword or tag.expression}”",
        tag.place,
        "可用 if elif else for break continue set with macro call filter block 及其结束标签，"
        "Word 里还有 linespacing，格子里还有 vm hm colspan cellbg；印值写 {{ }}",
    )
