"""All filters a template may use, with a line of description each; the authors' list is printed from here.

Filters of our own come from :mod:`qijin_docs.text`. Of Jinja's those that are safe, kept within bounds by
:mod:`.jinja_filters`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinja2 import Undefined

from qijin_docs.errors import DataError, Problem, RenderError
from qijin_docs.templating.jinja_filters import jinja_filters
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.missing import KeptMissing
from qijin_docs.templating.printing import text_of
from qijin_docs.text.approximations import bu_shao_yu, duo, jin, wan, yi, yi_shang, yu, yue
from qijin_docs.text.dates import format_chinese_date, format_date, read_date
from qijin_docs.text.document_number import read_document_number
from qijin_docs.text.money import capital_amount
from qijin_docs.text.numerals import chinese_year, to_chinese


@dataclass(frozen=True, slots=True)
class FilterEntry:
    """One line of the list of filters.

    Args:
        name: as the template has it.
        function: value and arguments to result.
        description: one Chinese line for the author.
        example: a tag and what it prints.
    """

    name: str
    function: Callable[..., Any]
    description: str
    example: str


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else read_date(value).value


def _grouped(value: Any, decimals: int | None = None) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TypeError("not a number")
    places = None if decimals is None else max(0, min(int(decimals), 20))
    return f"{Decimal(str(value)):,f}" if places is None else f"{Decimal(str(value)):,.{places}f}"


def _yes_no(value: Any, yes: str = "是", no: str = "否") -> str:
    return yes if value else no


def _amount(value: Any) -> str:
    return capital_amount(Decimal(str(value)) if isinstance(value, float) else value)


#: The project's own filters. One table, one place.
ENTRIES: tuple[FilterEntry, ...] = (
    FilterEntry("余", yu, "约数：取整后加“余”，只说少不说多", "{{ 1234|余 }} → 1200余"),
    FilterEntry("多", duo, "约数：取整后加“多”，只说少不说多", "{{ 1234|多 }} → 1200多"),
    FilterEntry("约", yue, "约数：取整后前面加“约”，只说少不说多", "{{ 1278|约 }} → 约1200"),
    FilterEntry("近", jin, "约数：比实际略大，前面加“近”", "{{ 1980|近 }} → 近2000"),
    FilterEntry("不少于", bu_shao_yu, "“不少于”加取整的数", "{{ 1234|不少于 }}"),
    FilterEntry("以上", yi_shang, "取整的数加“以上”", "{{ 1234|以上 }}"),
    FilterEntry("万", wan, "以万为单位，写明小数位数", "{{ 123456|万(1) }} → 12.3万"),
    FilterEntry("亿", yi, "以亿为单位，写明小数位数", "{{ 1234567890|亿(2) }} → 12.34亿"),
    FilterEntry("大写", _amount, "人民币大写金额", "{{ 1234.5|大写 }}"),
    FilterEntry("汉字", to_chinese, "汉字数字", "{{ 21|汉字 }} → 二十一"),
    FilterEntry("汉字年", chinese_year, "汉字年份", "{{ 2026|汉字年 }} → 二〇二六"),
    FilterEntry(
        "日期",
        lambda value: format_date(_date(value)),
        "公文日期，月日不补零",
        "{{ 日|日期 }} → 2026年3月1日",
    ),
    FilterEntry("汉字日期", lambda value: format_chinese_date(_date(value)), "汉字日期", "{{ 日|汉字日期 }}"),
    FilterEntry(
        "文号",
        lambda value: str(read_document_number(value).value),
        "发文字号，年份用六角括号",
        "{{ 字号|文号 }}",
    ),
    FilterEntry("千分位", _grouped, "每三位加逗号，可写小数位数", "{{ 1234567|千分位 }} → 1,234,567"),
    FilterEntry("是否", _yes_no, "真为“是”，假为“否”，可另给两个词", "{{ 完成|是否('已完成', '未完成') }}"),
)


#: Filters of the Word engine for the same list; what they do needs a document.
WORD_DESCRIPTIONS: Mapping[str, str] = {
    "分段": "只在 Word 里：值里的每一行各成一段：{{ 正文|分段 }}",
    "换行": "只在 Word 里：值里的每一行在段内换行：{{ 地址|换行 }}",
    "空则删段": "只在 Word 里：值是空的，整段连同固定文字都不要；别的标签印出了字就留着：备注：{{ 备注|空则删段 }}",
    "接着编号": "只在 Word 里：循环里的自动编号不从头开始，一直编下去，写在编号段的任一标签里：{{ 事项|接着编号 }}",
}


#: Jinja's filters for the same list, those that help in a document.
JINJA_DESCRIPTIONS: Mapping[str, str] = {
    "default": "没有这个值时用它代替：{{ 电话|default('无') }}",
    "d": "同 default",
    "join": "把列表连成一句：{{ 单位|join('、') }}",
    "length": "有几项，或几个字",
    "count": "同 length",
    "first": "第一项",
    "last": "最后一项",
    "sum": "合计：{{ 明细|sum(attribute='数量') }}",
    "min": "最小的一项",
    "max": "最大的一项",
    "sort": "排序：{{ 明细|sort(attribute='日期') }}",
    "reverse": "倒过来",
    "unique": "去掉重复的",
    "groupby": "按一项分组：{% for 组 in 明细|groupby('领域') %}",
    "map": "取出每一项的一个值：{{ 明细|map(attribute='名称')|join('、') }}",
    "select": "留下合条件的",
    "reject": "去掉合条件的",
    "selectattr": "留下某个值合条件的：{{ 明细|selectattr('完成') }}",
    "rejectattr": "去掉某个值合条件的",
    "batch": "每几项一组",
    "slice": "分成几组",
    "list": "变成列表",
    "items": "一组数据的名称和值",
    "dictsort": "一组数据按名称排序",
    "round": "四舍五入：{{ 比例|round(1) }}",
    "abs": "绝对值",
    "int": "变成整数",
    "float": "变成小数",
    "format": "定小数位数：{{ '%.2f'|format(金额) }}",
    "filesizeformat": "文件大小",
    "replace": "替换文字：{{ 名称|replace('（', '(') }}",
    "trim": "去掉两头的空格",
    "truncate": "太长时截断并加省略号",
    "upper": "变成大写字母",
    "lower": "变成小写字母",
    "capitalize": "首字母大写",
    "title": "每个词首字母大写",
    "center": "两边补空格到一定宽度",
    "indent": "每行前面补空格",
    "wordwrap": "按宽度折行",
    "wordcount": "英文词数",
    "string": "变成文字",
    "striptags": "去掉网页标签",
    "urlencode": "变成网址里能用的文字",
    "e": "转义；文字总是转义的，写不写都一样",
    "escape": "同 e",
    "forceescape": "同 e",
    "safe": "不起作用，文字总是转义；值里有网页或文档的内部写法时是错误",
    "tojson": "变成 JSON：{{ 明细|tojson }}",
}


def list_filters() -> dict[str, str]:
    """Name → one Chinese line, of every filter a template may use; ours first."""
    ours = {entry.name: f"{entry.description}：{entry.example}" for entry in ENTRIES}
    return {**ours, **WORD_DESCRIPTIONS, **JINJA_DESCRIPTIONS}


def make_filters(
    limits: RenderLimits, more: Mapping[str, Callable[..., Any]] | None = None
) -> dict[str, Any]:
    """All filters by name: Jinja's safe ones, ours, and the caller's own, which win."""
    ours = {entry.name: _with_value(entry) for entry in ENTRIES}
    return {**jinja_filters(limits), **ours, **dict(more or {})}


def _with_value(entry: FilterEntry) -> Callable[..., Any]:
    """The filter, with errors that name it and the value."""

    def apply(value: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(value, Undefined):
            if isinstance(value, KeptMissing):
                return value
            if not str(value):  # raises unless missing values print nothing
                return ""
        try:
            return entry.function(value, *arguments, **named)
        except DataError as cause:
            found = cause.problems[0]
            raise _failed(entry, value, found.message, found.hint) from cause
        except (TypeError, ValueError, ArithmeticError, AttributeError) as cause:
            raise _failed(entry, value, "值或参数不合适", "") from cause

    return apply


def _failed(entry: FilterEntry, value: Any, reason: str, hint: str) -> RenderError:
    try:
        shown = text_of(value)
    except RenderError:
        shown = "空值" if value is None else type(value).__name__
    example = f"用法：{entry.example}"
    return RenderError(
        Problem(
            "render.filter",
            f"过滤器“{entry.name}”不能用于“{shown[:40]}”：{reason}",
            hint=f"{hint}；{example}" if hint else example,
        )
    )
