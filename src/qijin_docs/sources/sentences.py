"""What pydantic's error types are called in Chinese: code, sentence, hint.

A type without a line of its own gets the last one. ``{name}`` is the field, ``{input}`` what was found;
the rest comes from pydantic's own context.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

_DAY = "写成“2018年6月16日”的样子"
_CLOCK = "写成“9:30”的样子"

_SENTENCES: dict[str, tuple[str, str, str]] = {
    "missing": ("data.missing", "“{name}”没有填", "补上这一项"),
    "none_required": ("data.not_empty", "“{name}”应空着，这里是“{input}”", "删去"),
    "extra_forbidden": ("data.unknown_field", "没有“{name}”这一项", "核对名称，或删去"),
    "invalid_key": ("data.unknown_field", "“{name}”不能作名称", "名称要是文字"),
    "frozen_field": ("data.frozen", "“{name}”不能再改", "重新建一份"),
    "frozen_instance": ("data.frozen", "“{name}”不能再改", "重新建一份"),
    "literal_error": ("data.not_allowed", "“{name}”不能是“{input}”", "可以是：{expected}"),
    "enum": ("data.not_allowed", "“{name}”不能是“{input}”", "可以是：{expected}"),
    "union_tag_invalid": ("data.not_allowed", "“{tag_name}”不能是“{tag}”", "可以是：{expected_tags}"),
    "union_tag_not_found": ("data.missing", "“{tag_name}”没有填，不知道是哪一种", "补上“{tag_name}”"),
    "string_too_short": ("data.too_short", "“{name}”至少{min_length}个字，这里是“{input}”", "补全"),
    "string_too_long": ("data.too_long", "“{name}”超过{max_length}个字", "改短"),
    "string_pattern_mismatch": ("data.wrong_form", "“{name}”的写法不对：“{input}”", "对照样例改正"),
    "string_unicode": ("data.not_text", "“{name}”里有不能用的字符", "重新输入这段文字"),
    "too_short": ("data.too_few", "“{name}”至少{min_length}项，这里有{actual_length}项", "补上"),
    "too_long": ("data.too_many", "“{name}”最多{max_length}项，这里有{actual_length}项", "删去多余的"),
    "greater_than": ("data.out_of_range", "“{name}”应大于{gt}，这里是{input}", "核对数字"),
    "greater_than_equal": ("data.out_of_range", "“{name}”不能小于{ge}，这里是{input}", "核对数字"),
    "less_than": ("data.out_of_range", "“{name}”应小于{lt}，这里是{input}", "核对数字"),
    "less_than_equal": ("data.out_of_range", "“{name}”不能大于{le}，这里是{input}", "核对数字"),
    "multiple_of": ("data.out_of_range", "“{name}”应是{multiple_of}的倍数，这里是{input}", "核对数字"),
    "finite_number": ("data.not_a_number", "“{name}”应是有限的数，这里是“{input}”", "核对数字"),
    "decimal_max_digits": ("data.out_of_range", "“{name}”最多{max_digits}位数字，这里是{input}", "核对数字"),
    "decimal_max_places": (
        "data.out_of_range",
        "“{name}”最多{decimal_places}位小数，这里是{input}",
        "核对数字",
    ),
    "decimal_whole_digits": (
        "data.out_of_range",
        "“{name}”整数部分最多{whole_digits}位，这里是{input}",
        "核对数字",
    ),
    "int_from_float": ("data.not_whole", "“{name}”应是整数，这里是{input}", "核对数字"),
    "date_from_datetime_inexact": ("data.not_a_date", "“{name}”只要日期，这里是“{input}”", _DAY),
    "recursion_loop": ("data.loop", "“{name}”里面又包含自己", "去掉重复引用"),
    "default_factory_not_called": ("data.missing", "“{name}”没有填", "先改正它所依据的项"),
}

_WRONG_TYPES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # code: what is wanted, hint, pydantic's types
    "data.not_text": ("文字", "写成一段文字，必要时加引号", ("string_type", "string_sub_type", "bytes_type")),
    "data.not_a_number": ("数", "写成半角数字，例如 1200", (
        "int_type", "int_parsing", "int_parsing_size", "float_type", "float_parsing", "decimal_type",
        "decimal_parsing", "complex_type", "complex_str_parsing",
    )),
    "data.not_a_bool": ("“是”或“否”", "写“是”或“否”", ("bool_type", "bool_parsing")),
    "data.not_a_date": ("日期", _DAY, (
        "date_type", "date_parsing", "date_from_datetime_parsing", "datetime_type", "datetime_parsing",
        "datetime_from_date_parsing", "datetime_object_invalid",
    )),
    "data.not_a_time": ("时刻", _CLOCK, ("time_type", "time_parsing")),
    "data.not_a_list": ("列表", "一项一行，前面写“- ”", (
        "list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type",
    )),
    "data.not_a_group": ("一组“名称: 值”", "下一行缩进两格，逐项写“名称: 值”", (
        "dict_type", "mapping_type", "model_type", "model_attributes_type", "dataclass_type",
        "dataclass_exact_type", "get_attribute_error",
    )),
    "data.not_a_url": ("网址", "写成“http://…”的样子", (
        "url_type", "url_parsing", "url_scheme", "url_too_long", "url_syntax_violation",
    )),
}  # fmt: skip

for _code, (_wanted, _hint, _types) in _WRONG_TYPES.items():
    for _type in _types:
        _SENTENCES[_type] = (_code, "“{name}”应是" + _wanted + "，这里是“{input}”", _hint)

_OTHER = ("data.invalid", "“{name}”的值“{input}”不合要求", "对照样例改正")

#: Error types that say: a value of another kind is wanted.
WRONG_TYPES = frozenset(t for _, _, types in _WRONG_TYPES.values() for t in types)


def wanted_by(error_type: str) -> str:
    """What a wrong-type error wants: 文字, 数, 日期 …; empty for any other error."""
    return next((wanted for wanted, _, types in _WRONG_TYPES.values() if error_type in types), "")


def sentence(error_type: str, name: str, found: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Code, message and hint of a pydantic error.

    Args:
        error_type: pydantic's name of it.
        name: the field.
        found: the value, short enough to be shown.
        context: pydantic's context of the error.
    """
    code, message, hint = _SENTENCES.get(error_type, _OTHER)
    words = defaultdict(str, {key: _chinese(value) for key, value in context.items()})
    words |= {"name": name, "input": found}
    return code, message.format_map(words), hint.format_map(words)


def _chinese(value: Any) -> str:
    """Pydantic's lists of values, ``'照片', '视频' or '音频'``, with Chinese signs."""
    text = str(value)
    if "'" in text:
        text = text.replace(" or ", "、").replace(", ", "、").replace("'", "")
    return text
