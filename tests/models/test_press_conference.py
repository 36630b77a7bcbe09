"""新闻发布会配合材料: three parts, answers vouched for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.errors import DataError, Severity
from qijin_docs.models import PressConference
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

WHOLE: dict[str, Any] = {
    "发布会名称": "全省“七进”活动新闻发布会",
    "主办单位": "云岭省安全生产委员会办公室",
    "日期": "2018-06-26",
    "成文日期": "2018-06-20",
    "导语": "有关情况如下。",
    "素材": [
        {"标题": "进企业", "正文": "开展活动三场。"},
        {"领域": "机关", "标题": "进机关", "正文": "开展活动两场。"},
    ],
    "出席名单": [{"姓名": "×××", "单位": "省自然资源厅", "职务": "副厅长", "分工": "答问"}],
    "问答": [
        {"问": "做了什么？", "答": "见台账。", "依据": "活动台账", "提供处室": "宣传处", "答问人": "×××"}
    ],
}


@pytest.fixture
def conference(valid: Callable[[str], Any]) -> Callable[..., PressConference]:
    """``conference(**changed)``: material that is sound unless changed."""

    def made(**changed: Any) -> PressConference:
        base = valid("活动台账")
        data = {"活动": base["活动"], "单位": base["单位"], **WHOLE, **changed}
        return validate(PressConference, Located.plain(data)).value

    return made


def test_material_is_numbered_and_each_part_has_its_title(
    conference: Callable[..., PressConference],
) -> None:
    made = conference()
    assert [block.line for block in made.blocks][:2] == ["有关情况如下。", "一、进企业"]
    assert "".join(made.list_title) == f"{made.organ.name}出席全省“七进”活动新闻发布会人员名单"
    assert "".join(made.answers_title) == f"全省“七进”活动新闻发布会问答口径（{made.organ.name}）"
    assert list(made.flaws()) == []


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        ({"问答": [{**WHOLE["问答"][0], "答问人": "李四"}]}, "press.unknown_speaker", "问答[0].答问人"),
        ({"素材": [{"领域": "机关", "正文": "甲。"}]}, "press.no_title", "素材[0].标题"),
        ({"素材": [{"领域": "太空", "标题": "乙", "正文": "甲。"}]}, "data.unknown_sphere", "素材[0].领域"),
        ({"问答": [{**WHOLE["问答"][0], "依据": ""}]}, "data.too_short", "问答[0].依据"),
    ],
)
def test_unsound_material_says_where(
    conference: Callable[..., PressConference], changed: dict[str, Any], code: str, where: str
) -> None:
    with pytest.raises(DataError) as caught:
        conference(**changed)
    assert (caught.value.problems[0].code, caught.value.problems[0].place.where) == (code, where)


def test_material_after_the_day_and_parts_that_are_not_there_are_warnings(
    conference: Callable[..., PressConference],
) -> None:
    late = list(conference(成文日期="2018-06-27").flaws())
    assert [(f.code, f.severity) for f in late] == [("press.late", Severity.WARNING)]
    for part in ("素材", "出席名单", "问答"):
        lacking = conference(**{part: [], **({"问答": []} if part == "出席名单" else {})})
        assert ("press.part_missing", (part,)) in [(f.code, f.path) for f in lacking.flaws()]
