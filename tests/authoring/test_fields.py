"""The list of what a template may use: complete, in Chinese, and every tag in it works."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pydantic import BaseModel, Field

from qijin_docs import DataError, compile_template, fields_of
from qijin_docs.authoring.fields import FieldInfo, json_schema_of, walk_fields
from qijin_docs.authoring.readable import readable
from qijin_docs.authoring.samples import _written, sample_records, sample_values
from qijin_docs.authoring.sheet import fields_workbook
from qijin_docs.kinds import Kind, load_kinds
from qijin_docs.templating.filters import list_filters

KINDS = load_kinds().table
SHOWN = [kind for kind in KINDS if kind.id in _written()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_name_has_a_chinese_meaning(kind: Kind) -> None:
    without = [f.path for f in walk_fields(fields_of(kind)) if not any(c >= "\u4e00" for c in f.meaning)]
    # A new field: say in authoring/data/meanings.yaml what it means.
    assert without == []


def test_a_name_tells_type_meaning_example_and_the_tag_to_copy() -> None:
    by_path = {field.path: field for field in walk_fields(fields_of("实施方案"))}
    name = by_path["单位.全称"]
    assert name.as_dict() == {
        "path": "单位.全称", "name": "全称", "english": "name", "type": "文字", "optional": False, "computed": False,
        "meaning": "单位全称", "example": "云岭省××厅", "tag": "{{ 单位.全称 }}", "children": [],
    }  # fmt: skip
    assert by_path["正文块"].computed
    assert not by_path["标题"].computed


@pytest.mark.parametrize(
    ("kind", "path", "tag"),
    [
        ("实施方案", "标题", '{{ 标题 or "" }}'),
        ("实施方案", "成文日期", '{{ 成文日期|日期 if 成文日期 else "" }}'),
        ("实施方案", "标题行", '{{ 标题行|join("、") }}'),
        ("实施方案", "正文块", "{%p for 项 in 正文块 %} … {%p endfor %}"),
        ("实施方案", "正文块[].文字", "{{ 项.文字 }}"),
        ("实施方案", "章节", "{%p for 项 in 章节 %} … {%p endfor %}"),
        ("实施方案", "章节[].正文", ""),
        ("实施方案", "依据文件", ""),
        ("实施方案", "依据文件.名称.引用", '{{ 依据文件["名称"].引用 }}'),
        ("报告", "联系人.姓名", "{% if 联系人 %}{{ 联系人.姓名 }}{% endif %}"),
        ("报告", "版记.份数", '{{ 版记.份数 if 版记.份数 is not none else "" }}'),
        ("活动台账", "活动记录", "{%tr for 项 in 活动记录 %} … {%tr endfor %}"),
        ("活动台账", "活动记录[].开始日期", "{{ 项.开始日期 }}"),
        ("活动台账", "活动记录[].参加人数", "{{ 项.参加人数 }}"),
        ("活动台账", "活动记录[].重要活动", "{{ 项.重要活动|是否 }}"),
        ("情况统计表", "行[].本期.受教育", "{{ 项.本期.受教育 }}"),
        ("领导小组名单", "名单[].人员[].姓名", "{{ 子项.姓名 }}"),
    ],
)
def test_the_tag_fits_the_type(kind: str, path: str, tag: str) -> None:
    (found,) = [field for field in walk_fields(fields_of(kind)) if field.path == path]
    assert found.tag == tag


def lines_of(fields: tuple[FieldInfo, ...]) -> list[str]:
    """Every tag of the list, in paragraphs; loops with what stands inside them."""
    lines: list[str] = []
    for field in fields:
        if field.kind == "图片" or field.kind == "按名取":
            continue
        if field.tag.startswith("{%p for"):
            start, _, end = field.tag.partition(" … ")
            lines += [start, *lines_of(field.children), end]
        elif field.tag.startswith("{%tr for"):
            start, _, end = field.tag.replace("{%tr", "{%p").partition(" … ")
            lines += [
                start,
                *(f"{{% if true %}}{line}{{% endif %}}" for line in lines_of(field.children)),
                end,
            ]
        else:
            lines += [field.tag] if field.tag else []
            if "{%" not in field.tag:
                guard = (
                    [f"{{%p if {field.path} %}}", "{%p endif %}"]
                    if field.optional and field.children
                    else ["", ""]
                )
                lines += [guard[0], *lines_of(field.children), guard[1]]
    return [line for line in lines if line]


@pytest.mark.parametrize("kind", [k for k in SHOWN if k.suffix == ".docx"], ids=lambda kind: kind.id)
def test_every_tag_of_the_list_can_be_copied_into_a_template(kind: Kind, word: Callable[..., Path]) -> None:
    template = compile_template(word(*lines_of(fields_of(kind))))
    assert template.problems_for(readable(kind.model_class())) == ()
    for sample in sample_records(kind):
        assert bytes(template.render(sample_values(kind, sample)))


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.id)
def test_the_list_has_exactly_the_names_a_template_is_given(kind: Kind) -> None:
    listed = {name for f in fields_of(kind) for name in (f.name, f.english)}
    for sample in sample_records(kind):
        given = set(sample_values(kind, sample))
        assert given - listed == set()
        assert {f.name for f in fields_of(kind)} - given == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_official_template_uses_only_names_of_the_list(kind: Kind) -> None:
    template = compile_template(load_kinds().template_path(kind))
    assert template.problems_for(readable(kind.model_class())) == ()


def test_the_workbook_has_a_row_for_each_name_and_nothing_is_a_formula() -> None:
    fields = fields_of("活动台账")
    book = openpyxl.load_workbook(io.BytesIO(fields_workbook("活动台账", fields, list_filters())))
    sheet, filters = book.worksheets
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == [field.path for field in walk_fields(fields)]
    assert ("活动记录[].地点", "地点", "文字", "是", "填写", "云溪市", "{{ 项.地点 }}") in rows
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert filters.max_row == len(list_filters()) + 1


def test_the_json_schema_has_chinese_names_and_meanings() -> None:
    schema = json_schema_of("任务分工表")
    assert schema["title"] == "任务分工表"
    assert schema["properties"]["任务"]["description"] == "表的各行"
    assert "任务" in schema["required"]


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(DataError) as error:
        fields_of("实施方按")
    assert error.value.problems[0].code == "kinds.unknown"
    assert "实施方案" in error.value.problems[0].hint


class Visit(BaseModel):
    """A model of one's own."""

    unit: str = Field(alias="到访单位", description="去了哪个单位")


def test_a_model_of_ones_own_is_described_by_its_own_words() -> None:
    kind = Kind(
        id="visit", name="走访表", model=f"{__name__}:Visit", template="word/走访.docx", source="走访", phase="末",
        file_name="走访",
    )  # fmt: skip
    (field,) = fields_of(kind)
    assert (field.name, field.meaning, field.tag) == ("到访单位", "去了哪个单位", "{{ 到访单位 }}")
