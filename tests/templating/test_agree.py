"""A template is held against the model its values come from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import BaseModel, Field, computed_field


class Person(BaseModel):
    name: str = Field(alias="姓名")
    phone: str | None = Field(default=None, alias="电话")


class Plan(BaseModel):
    title: str = Field(alias="标题")
    day: dt.date = Field(alias="日期")
    people: tuple[Person, ...] = Field(alias="人员")
    leader: Person | None = Field(default=None, alias="组长")
    figures: dict[str, int] = Field(alias="数字")
    anything: Any = Field(alias="其他")

    @computed_field(alias="人数")
    @property
    def count(self) -> int:
        return len(self.people)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 标题 }}{{ title }}{{ 人数 }}{{ 日期.year }}{{ 数字.任何 }}{{ 其他.a.b }}{{ 组长.姓名 }}",
        "{% for 人 in 人员 %}{{ 人.姓名 }}{{ 人.phone }}{{ loop.index }}{% endfor %}",
        "{% for k, v in 数字.items() %}{{ k }}{{ v }}{% endfor %}{{ 人员|length }}{{ 人员[0].电话 }}",
        "{% set x = 组长 %}{{ x.电话 }}{{ 另给 }}",
    ],
)
def test_what_the_model_has_is_in_order(template: Any, text: str) -> None:
    assert template(text).problems_for(Plan, beside={"另给"}) == ()


@pytest.mark.parametrize(
    ("blocks", "code", "where", "message", "hint"),
    [
        (
            ("甲", "{{ 标题名 }}"),
            "template.unknown_name",
            "正文第2段",
            "“{{ 标题名 }}”用到的“标题名”，数据里没有",
            "是否想写“标题”？",
        ),
        (
            ("{% for 人 in 人员 %}{{ 人.性别 }}{% endfor %}",),
            "template.unknown_name",
            "正文第1段",
            "“{{ 人.性别 }}”用到的“性别”，“人员[]”里没有",
            "可用的有：姓名、电话",
        ),
        (
            ("{% for x in 组长 %}{{ x }}{% endfor %}",),
            "template.not_a_list",
            "正文第1段",
            "“{% for x in 组长 %}”把“组长”当成列表，数据里它不是列表",
            "不用 {% for %}，直接写名称",
        ),
        # The same word stands in tags before, in another list or as what it is.
        (
            ("{{ 组长.姓名 }}", "{% for x in 组长 %}{{ x }}{% endfor %}"),
            "template.not_a_list",
            "正文第2段",
            "“{% for x in 组长 %}”把“组长”当成列表，数据里它不是列表",
            "不用 {% for %}，直接写名称",
        ),
        (
            (
                "{{ 标题 }}",
                "{% for 人 in 人员 %}{{ 人.姓名 }}{% endfor %}",
                "{% for 人 in 人员 %}{{ 人.标题 }}{% endfor %}",
            ),
            "template.unknown_name",
            "正文第3段",
            "“{{ 人.标题 }}”用到的“标题”，“人员[]”里没有",
            "可用的有：姓名、电话",
        ),
        (
            ("{{ 数字.年龄 }}", "{% for 人 in 人员 if 人.年龄 %}{{ 人.姓名 }}{% endfor %}"),
            "template.unknown_name",
            "正文第2段",
            "“{% for 人 in 人员 if 人.年龄 %}”用到的“年龄”，“人员[]”里没有",
            "可用的有：姓名、电话",
        ),
        (
            ("{% for 人 in 人员 %}{{ 人.姓名 }}{% endfor %}", "{{ 人.姓名 }}"),
            "template.unknown_name",
            "正文第2段",
            "“{{ 人.姓名 }}”用到的“人”，只在“{% for 人 in 人员 %}”的循环里才有",
            "把它移到循环里面，或检查循环是不是结束得太早",
        ),
    ],
)
def test_what_the_model_lacks_is_told_at_its_tag(
    template: Any, blocks: tuple[str, ...], code: str, where: str, message: str, hint: str
) -> None:
    (problem,) = template(*blocks).problems_for(Plan)
    assert (problem.code, problem.place.where, problem.message, problem.hint) == (code, where, message, hint)
