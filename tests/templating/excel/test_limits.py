"""How much one rendering may write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from qijin_docs.errors import RenderError
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.excel import compile as excel
from qijin_docs.templating.limits import RenderLimits

Fill = Callable[..., Any]
LOOP = {"A1": "{%tr for 项 in 清单 %}", "A2": "{{ 项 }}", "A3": "{%tr endfor %}"}


@pytest.mark.parametrize(
    ("part", "items", "place"),
    [
        ("xl/worksheets/sheet1.xml", list(range(50)), "工作表“表”"),
        (
            "xl/sharedStrings.xml",
            [f"安全生产宣传教育进企业第{n}场现场会" * 9 for n in range(50)],
            "全部单元格的文字",
        ),
    ],
)
def test_a_part_holds_at_the_limit_and_is_refused_over(
    fill: Fill, monkeypatch: pytest.MonkeyPatch, part: str, items: list[Any], place: str
) -> None:
    length = len(fill(LOOP, {"清单": items}).part(part))

    def limited(output: int) -> None:
        environment = partial(make_environment, limits=RenderLimits(output=output))
        monkeypatch.setattr(excel, "make_environment", environment)

    limited(length)
    assert len(fill(LOOP, {"清单": items}).part(part)) == length
    limited(length - 1)
    with pytest.raises(RenderError) as caught:
        fill(LOOP, {"清单": items})
    [problem] = caught.value.problems
    assert (problem.code, problem.place.file, problem.place.where) == ("limit.output", "模板.xlsx", place)
    assert problem.message == f"生成的内容超过上限 {length - 1} 字"
    assert problem.hint == "检查模板里的重复和循环，或者把数据分到几个文件"
