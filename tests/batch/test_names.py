"""Names of files from a pattern."""

from __future__ import annotations

import pytest

from qijin_docs.batch.names import name_pattern, numbered, same_name_key
from qijin_docs.errors import DataError, RenderError


@pytest.mark.parametrize(
    ("pattern", "values", "name"),
    [
        ("{{ 村名 }}", {"村名": "清水村"}, "清水村.docx"),
        ("{{ 序号 }} {{ 村名 }}", {"村名": "甲"}, "0007 甲.docx"),
        ("{{ 序号 }} {{ 村名 }}", {"村名": "甲", "序号": 3}, "3 甲.docx"),
        ("{{ 市 }}/{{ 村名 }}", {"市": "东/西市", "村名": "a/b"}, "东／西市/a／b.docx"),
        ("{{ 户数 / 2 }}", {"户数": 4}, "2.0.docx"),
        ("{{ 村名 }}", {"村名": "con"}, "_con.docx"),
        ("{{ 村名 }}", {"村名": "../../etc"}, "／..／etc.docx"),
        ("{{ 市 }}/{{ 村名 }}", {"市": "..", "村名": "甲"}, "未命名/甲.docx"),
        ("{{ 村名 }}", {"村名": "村" * 200}, "村" * 78 + ".docx"),
    ],
)
def test_a_name_is_safe_on_every_system(pattern: str, values: dict[str, object], name: str) -> None:
    assert name_pattern(pattern, ".docx").name(values, 7) == name


def test_an_empty_name_and_a_missing_value_are_told() -> None:
    with pytest.raises(DataError) as error:
        name_pattern("{{ 村名 }}", ".docx").name({"村名": " "}, 1)
    assert [p.code for p in error.value.problems] == ["batch.no_name"]
    with pytest.raises(RenderError) as missing:
        name_pattern("{{ 村名 }}", ".docx").name({}, 1)
    assert missing.value.problems[0].message.startswith("文件名“{{ 村名 }}”：")


def test_names_that_are_one_file_elsewhere_have_one_key() -> None:
    assert same_name_key("A/é.DOCX") == same_name_key("a/é.docx")
    assert numbered("东/甲.docx", 2) == "东/甲（2）.docx"
    assert len(numbered("村" * 78 + ".docx", 2).encode()) <= 245
