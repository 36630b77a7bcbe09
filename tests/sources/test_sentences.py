"""Every error type of pydantic has a Chinese sentence."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from pydantic_core import core_schema

from qijin_docs.sources.sentences import WRONG_TYPES, sentence, wanted_by


@pytest.mark.parametrize("error_type", get_args(core_schema.ErrorType))
def test_every_error_type_is_said_in_chinese(error_type: str) -> None:
    code, message, hint = sentence(error_type, "标题", "甲", {})
    assert re.fullmatch(r"data\.[a-z_]+", code)
    assert re.search("[\u4e00-\u9fff]", message)
    assert re.search("[\u4e00-\u9fff]", hint)
    assert not message.endswith("。")


@pytest.mark.parametrize(
    ("error_type", "context", "expected"),
    [
        ("missing", {}, ("data.missing", "“标题”没有填", "补上这一项")),
        ("string_type", {}, ("data.not_text", "“标题”应是文字，这里是“甲”", "写成一段文字，必要时加引号")),
        ("int_parsing", {}, ("data.not_a_number", "“标题”应是数，这里是“甲”", "写成半角数字，例如 1200")),
        ("bool_parsing", {}, ("data.not_a_bool", "“标题”应是“是”或“否”，这里是“甲”", "写“是”或“否”")),
        (
            "literal_error",
            {"expected": "'照片', '视频' or '音频'"},
            ("data.not_allowed", "“标题”不能是“甲”", "可以是：照片、视频、音频"),
        ),
        (
            "too_short",
            {"min_length": 2, "actual_length": 1},
            ("data.too_few", "“标题”至少2项，这里有1项", "补上"),
        ),
        ("greater_than_equal", {"ge": 0}, ("data.out_of_range", "“标题”不能小于0，这里是甲", "核对数字")),
    ],
)
def test_a_sentence_names_the_field_what_was_found_and_what_to_do(
    error_type: str, context: dict[str, object], expected: tuple[str, str, str]
) -> None:
    assert sentence(error_type, "标题", "甲", context) == expected


def test_braces_of_the_data_are_only_text() -> None:
    assert sentence("string_type", "{x}", "{{ y }}", {})[1] == "“{x}”应是文字，这里是“{{ y }}”"


def test_what_a_wrong_type_wants_has_a_name() -> None:
    assert wanted_by("string_type") == "文字"
    assert wanted_by("missing") == ""
    assert "model_type" in WRONG_TYPES
