"""What may be typed into a cell of a form, and what Excel says about it before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from qijin_docs.registers.columns import PHASES, SPHERES, Column, ColumnKind
from qijin_docs.registers.form import Box
from qijin_docs.registers.made_out import MadeOut

_Style = Literal["stop", "warning"]
#: Excel's own limits.
_TITLE, _TEXT, _INLINE = 32, 255, 255
_CUT = "…"

_EXPECTED = {
    ColumnKind.WHOLE: "只填阿拉伯数字的整数，不写单位，不写“余”“约”。没有统计的留空，没有发生的填0",
    ColumnKind.DECIMAL: "只填数字，不写单位。没有的留空",
    ColumnKind.MONEY: "只填数字，单位是万元（3000元填0.3）。没有统计的留空，没有发生的填0",
    ColumnKind.DATE: "填日期，如 2018-6-16",
    ColumnKind.DEADLINE: "填截止日期，如 6月30日前",
    ColumnKind.YES_NO: "填“是”或“否”",
    ColumnKind.CHOICE: "从下拉列表里选",
    ColumnKind.NAMES: "几项用“、”隔开",
}


def choices_of(column: Column, for_whom: MadeOut) -> tuple[str, ...]:
    """The values offered in a column; empty if any text may be typed."""
    if column.choice_of == SPHERES:
        return for_whom.sphere_names
    if column.choice_of == PHASES:
        return tuple(str(n + 1) for n in range(for_whom.phases))
    return ("是", "否") if column.kind is ColumnKind.YES_NO else column.choices


def column_rule(
    column: Column, for_whom: MadeOut, list_of: Callable[[str, tuple[str, ...]], str]
) -> DataValidation:
    """The rule of a column's cells: what is taken, what is shown when a cell is chosen, what when it is refused.

    Args:
        column: the column.
        for_whom: whose spheres and phases are offered, and which years a date may lie in.
        list_of: writes choices that are too long for a cell's rule and gives their range.
    """
    choices = choices_of(column, for_whom)
    expected = _EXPECTED.get(column.kind, "")
    if choices and column.open:
        expected = "从下拉列表里选，没有合适的可以自己写"
    parts = [
        "必填" if column.required else "",
        column.note or expected,
        expected if column.note and column.kind in (ColumnKind.WHOLE, ColumnKind.DATE) else "",
        f"例：{column.example}" if column.example else "",
    ]
    rule = _rule(column.kind, choices, for_whom, list_of, column.label)
    refused = expected or "请按提示填写"
    # An open list warns and lets pass what somebody means.
    style: _Style = "warning" if column.open else "stop"
    return _with_words(rule, column.head, "。".join(filter(None, parts)), refused, style)


def box_rule(box: Box, for_whom: MadeOut, list_of: Callable[[str, tuple[str, ...]], str]) -> DataValidation:
    """The rule of a box above or below the table."""
    kind = {"日期": ColumnKind.DATE, "选择": ColumnKind.CHOICE}.get(box.kind, ColumnKind.TEXT)
    rule = _rule(kind, box.choices, for_whom, list_of, box.label)
    words = ("必填。" if box.required else "") + _EXPECTED.get(kind, f"填{box.key}")
    return _with_words(rule, box.label, words, words, "stop")


def _rule(
    kind: ColumnKind,
    choices: tuple[str, ...],
    for_whom: MadeOut,
    list_of: Callable[[str, tuple[str, ...]], str],
    name: str,
) -> DataValidation:
    if choices:
        inline = '"' + ",".join(choices) + '"'
        plain = len(inline) <= _INLINE and not any(mark in c for c in choices for mark in ',"')
        return DataValidation(type="list", formula1=inline if plain else list_of(name, choices))
    if kind is ColumnKind.WHOLE:
        return DataValidation(type="whole", operator="between", formula1="0", formula2="1000000000000")
    if kind in (ColumnKind.DECIMAL, ColumnKind.MONEY):
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    if kind is ColumnKind.DATE:
        first, last = (for_whom.year - 1, for_whom.year + 1) if for_whom.year else (1950, 2999)
        return DataValidation(
            type="date", operator="between", formula1=f"DATE({first},1,1)", formula2=f"DATE({last},12,31)"
        )
    return DataValidation()


def _with_words(rule: DataValidation, head: str, prompt: str, refused: str, style: _Style) -> DataValidation:
    rule.allowBlank = True
    if prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = _short(head, _TITLE), _short(prompt, _TEXT)
    if rule.type:
        rule.showErrorMessage = True
        rule.errorStyle = style
        rule.errorTitle, rule.error = _short(f"“{head}”填得不对", _TITLE), _short(refused, _TEXT)
    return rule


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + _CUT
