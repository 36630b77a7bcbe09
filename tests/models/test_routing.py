"""Routes: by which 文种 a plan, a case or a summary goes up, across and down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.kinds import load_kinds
from qijin_docs.models import OrganBook
from qijin_docs.models.letterhead import CARRIED
from qijin_docs.models.routing import Route, chosen_route, directions, main_material, routing_table

ROUTES = [
    ("实施方案", "下", "通知", ("通知", "意见", "决定", "批复"), "文件格式", "关于印发实施方案的通知"),
    ("实施方案", "平", "函", ("函", "意见"), "信函格式", "关于送实施方案的函"),
    ("实施方案", "上", "报告", ("报告", "请示", "意见"), "文件格式", "关于报送实施方案的报告"),
    ("典型经验材料", "下", "通报", ("通报", "通知", "决定"), "文件格式", "关于典型经验材料的通报"),
    ("典型经验材料", "平", "函", ("函",), "信函格式", "关于送典型经验材料的函"),
    ("典型经验材料", "上", "报告", ("报告",), "文件格式", "关于报送典型经验材料的报告"),
    ("活动总结", "下", "通报", ("通报", "通知"), "文件格式", "关于活动总结的通报"),
    ("活动总结", "平", "函", ("函",), "信函格式", "关于送活动总结的函"),
    ("活动总结", "上", "报告", ("报告",), "文件格式", "关于报送活动总结的报告"),
]
REPORT, NOTICE = "公文/报告.yaml", "公文/通知.yaml"


@pytest.fixture
def organs(valid: Callable[[str], Any]) -> OrganBook:
    book = valid("单位")
    book["单位"].append({"全称": "岭安市云河县自然资源局", "层级": "县区", "业务上级": "岭安市自然资源局"})
    book["单位"].append({"全称": "岭安市教育局", "层级": "市"})
    book["单位"].append({"全称": "国务院"})
    book["单位"][1]["属地上级"] = "国务院"
    return OrganBook.model_validate(book)


@pytest.mark.parametrize(("carried", "direction", "genre", "allowed", "frame", "title"), ROUTES)
def test_each_material_has_a_genre_for_each_direction(
    carried: str, direction: Any, genre: str, allowed: tuple[str, ...], frame: str, title: str
) -> None:
    route = routing_table().route(carried, direction)
    assert route is not None
    assert (route.genre, route.allowed, route.frame) == (genre, allowed, frame)
    assert route.title.format(名称=carried) == title
    assert title.endswith(genre)
    assert route.reason.startswith("《党政机关公文处理工作条例》第八条第")


def test_the_table_knows_every_material_an_attachment_can_carry() -> None:
    assert {name for route in routing_table().routes for name in route.carried} == set(CARRIED)
    assert len(routing_table().routes) == 14


@pytest.mark.parametrize("route", routing_table().routes, ids=lambda r: f"{r.carried[0]}{r.direction}")
def test_each_route_leads_to_a_template_in_its_frame(route: Route) -> None:
    (kind,) = [k for k in load_kinds().table if k.source == f"公文/{route.genre}"]
    assert (kind.template == "word/函.docx") == (route.frame == "信函格式")


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("省政府", "上"),
        ("国务院", "上"),
        ("云岭省安全生产委员会办公室", "上"),
        ("岭安市自然资源局", "下"),
        ("岭安市云河县自然资源局", "下"),
        ("省教育厅", "平"),
        ("岭安市教育局", None),  # nobody wrote down to whom it belongs
        ("省自然资源厅", None),
        ("各市自然资源局", None),
    ],
)
def test_the_register_tells_where_an_organ_stands(organs: OrganBook, name: str, direction: str) -> None:
    assert organs.direction(name) == direction


def test_organs_that_are_each_others_superior_end_the_search(valid: Callable[[str], Any]) -> None:
    book = valid("单位")
    book["单位"][1]["属地上级"] = "省自然资源厅"
    assert OrganBook.model_validate(book).direction("省教育厅") == "平"


@pytest.mark.parametrize(
    ("addressees", "found"),
    [
        (["省教育厅"], {"省教育厅": "平"}),
        (["岭安市自然资源局", "省教育厅"], {"岭安市自然资源局": "下"}),
        (["各市自然资源局", "省教育厅"], {}),
        (["省政府", "省教育厅"], {"省政府": "上"}),
        ([], {}),
    ],
)
def test_a_peer_beside_others_is_not_judged(
    organs: OrganBook, addressees: list[str], found: dict[str, str]
) -> None:
    assert directions(addressees, organs) == found


@pytest.mark.parametrize(
    ("carried", "material"),
    [
        (["别的", "活动台账", "实施方案"], "活动台账"),
        ([None, "实施方案"], "实施方案"),
        ([None], None),
        ([], None),
    ],
)
def test_the_first_known_material_decides(carried: list[str | None], material: str | None) -> None:
    assert main_material(carried) == material


@pytest.mark.parametrize(
    ("carried", "addressees", "why"),
    [
        ([], ["省政府"], "附件没有承载方案、典型、总结一类的材料"),
        (["实施方案"], ["各市自然资源局"], "单位名录里没有主送机关"),
        (["实施方案"], ["省政府", "岭安市自然资源局"], "主送机关里有上级也有下级"),
    ],
)
def test_it_is_said_why_there_is_no_route(
    organs: OrganBook, carried: list[str], addressees: list[str], why: str
) -> None:
    assert chosen_route(carried, addressees, organs) == why


# In a project ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "changes", "genre"),
    [
        (REPORT, {}, "报告"),
        (NOTICE, {}, "通知"),
        (REPORT, {"主送": "省教育厅", "版头.签发人": ...}, "函"),
        (REPORT, {"主送": "省教育厅", "附件.0.承载": "活动总结", "版头.签发人": ...}, "函"),
        (NOTICE, {"附件": [{"名称": "材料", "承载": "典型经验材料"}], "正文": "现将材料印发。"}, "通报"),
    ],
)
def test_a_letter_without_a_genre_takes_that_of_the_table(
    small: Any, file: str, changes: dict[str, Any], genre: str
) -> None:
    small.change(file, {"文种": ..., "事由": "送有关材料", **changes})
    assert sum(letter.genre == genre for letter in small.load().year.officials) >= 1
    assert not any(
        p.code.startswith("official.") and p.code != "official.attachment_unmentioned"
        for p in small.problems()
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"主送": "各市自然资源局"}, "单位名录里没有主送机关"),
        ({"附件": ...}, "附件没有承载方案、典型、总结一类的材料"),
    ],
)
def test_a_genre_that_cannot_be_chosen_is_asked_for(small: Any, changes: dict[str, Any], why: str) -> None:
    assert small.fault(NOTICE, {"文种": ..., **changes}, "official.no_genre") == (
        "文种",
        f"没有写文种，也选不出来：{why}",
    )


@pytest.mark.parametrize("changes", [{"附件": "实施方案"}, {"附件": [3]}, {"主送": {"甲": 1}}])
def test_what_is_wrong_with_the_fields_is_said_by_them(small: Any, changes: dict[str, Any]) -> None:
    small.change(NOTICE, {"文种": ..., **changes})
    codes = {p.code for p in small.problems()}
    assert "official.no_genre" not in codes
    assert any(code.startswith("data.") for code in codes)


WRONG = [
    (REPORT, {"主送": "省教育厅"}, "实施方案送平级或不相隶属的“省教育厅”，文种不能用“报告”"),
    (REPORT, {"主送": "岭安市自然资源局"}, "实施方案送下级“岭安市自然资源局”，文种不能用“报告”"),
    (NOTICE, {"主送": "省安委会办公室"}, "实施方案送上级“省安委会办公室”，文种不能用“通知”"),
    (NOTICE, {"主送": "省教育厅"}, "实施方案送平级或不相隶属的“省教育厅”，文种不能用“通知”"),
    (NOTICE, {"文种": "函"}, "实施方案送下级“岭安市自然资源局”，文种不能用“函”"),
    (NOTICE, {"文种": "通报"}, "实施方案送下级“岭安市自然资源局”，文种不能用“通报”"),
    (REPORT, {"文种": "请示", "附件.0.承载": "活动总结"}, "活动总结送上级“省安委会办公室”，文种不能用“请示”"),
]


@pytest.mark.parametrize(("file", "changes", "message"), WRONG)
def test_a_wrong_genre_is_an_error(small: Any, file: str, changes: dict[str, Any], message: str) -> None:
    assert small.fault(file, changes, "official.wrong_genre") == ("文种", message)


def test_the_hint_names_the_right_genre_the_frame_the_title_and_the_article(small: Any) -> None:
    small.change(REPORT, {"主送": "省教育厅"})
    assert small.problem("official.wrong_genre").hint == (
        "改用函、意见，信函格式，标题如“关于送实施方案的函”；"
        "《党政机关公文处理工作条例》第八条第十四项：不相隶属的机关之间用函"
    )
    assert [p.code for p in small.problems()] == ["official.wrong_genre"]


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        (REPORT, {"文种": "请示"}),
        (NOTICE, {"文种": "批复"}),
        (NOTICE, {"主送": ["岭安市自然资源局", "省教育厅"]}),
        (NOTICE, {"文种": "纪要", "主送": "省政府"}),
    ],
)
def test_a_right_genre_is_left_alone(small: Any, file: str, changes: dict[str, Any]) -> None:
    small.change(file, changes)
    assert [p.code for p in small.problems()] == []


def test_a_report_over_the_head_of_the_superior_is_noticed(small: Any) -> None:
    organs = small.data("单位.yaml")
    organs["单位"].append({"全称": "国务院"})
    organs["单位"][1]["属地上级"] = "国务院"
    small.write("单位.yaml", organs)
    assert small.fault(REPORT, {"主送": "国务院"}, "official.skips_level") == (
        "主送",
        "报告越过直接上级，主送“国务院”",
    )
