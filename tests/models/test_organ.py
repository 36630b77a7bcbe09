"""Organs, their two superiors, and the people who answer for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qijin_docs.models import Contact, OrganBook

FILE = "单位.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"单位.1.有效起": "2018-05-01", "单位.1.有效止": "2018-04-01"},
        "data.date_order",
        "单位[1].有效止",
        "“云岭省人民政府”的有效止早于有效起",
    ),
    ({"单位.4.后继": "省政府"}, "data.missing", "单位[4].有效止", "“云岭省教育厅”写了后继机构，却没有有效止"),
    ({"单位.4.简称": "省政府"}, "data.duplicate_organ", "单位[4].简称", "“省政府”已经是第2个单位的名称"),
    (
        {"单位.4.全称": "云岭省人民政府"},
        "data.duplicate_organ",
        "单位[4].全称",
        "“云岭省人民政府”已经是第2个单位的名称",
    ),
    ({"本单位": "省自然资源"}, "data.unknown_organ", "本单位", "单位名录里没有“省自然资源”"),
    ({"安委会办公室": "某办"}, "data.unknown_organ", "安委会办公室", "单位名录里没有“某办”"),
    (
        {"单位.3.业务上级": "省自然资源亭"},
        "data.unknown_organ",
        "单位[3].业务上级",
        "单位名录里没有“省自然资源亭”",
    ),
    ({"单位.3.业务上级": ...}, "data.no_superior", "单位[3].业务上级", "“岭安市自然资源局”没有写上级"),
    ({"单位.0.层级": "省级"}, "data.not_allowed", "单位[0].层级", "“层级”不能是“省级”"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


@pytest.fixture
def book(valid: Callable[[str], Any]) -> Callable[..., OrganBook]:
    """The small project's book with further organs."""

    def book(*more: dict[str, Any]) -> OrganBook:
        data = valid("单位")
        data["单位"] += more
        return OrganBook.model_validate(data)

    return book


def test_an_organ_is_found_by_full_and_by_short_name(book: Callable[..., OrganBook]) -> None:
    organs = book()
    assert organs.find("省教育厅") is organs.find("云岭省教育厅")
    assert organs.find("教育厅") is None
    assert organs.own_organ().name == "云岭省自然资源厅"


def test_superiors_are_given_by_their_full_names(book: Callable[..., OrganBook]) -> None:
    organs = book({"全称": "岚州市局", "层级": "市", "业务上级": "省自然资源厅", "属地上级": "省政府"})
    assert organs.superiors("岚州市局") == ("云岭省自然资源厅", "云岭省人民政府")
    assert organs.superiors("没有的单位") == ()


def test_subordinates_are_found_at_any_depth_in_the_order_of_the_book(
    book: Callable[..., OrganBook],
) -> None:
    organs = book(
        {"全称": "岭安市东区分局", "层级": "县区", "业务上级": "岭安市自然资源局"},
        {"全称": "岚州市自然资源局", "简称": "岚州市局", "层级": "市", "业务上级": "云岭省自然资源厅"},
    )
    names = [o.name for o in organs.subordinates()]
    assert names == ["岭安市自然资源局", "岭安市东区分局", "岚州市自然资源局"]


def test_an_organ_without_superior_is_nobodys_subordinate(book: Callable[..., OrganBook]) -> None:
    # The city's organ has no short name and the education department no superior: None is not None's superior.
    assert "云岭省教育厅" not in [o.name for o in book().subordinates()]


def test_superiors_in_a_circle_come_to_an_end(book: Callable[..., OrganBook]) -> None:
    organs = book(
        {"全称": "甲局", "层级": "市", "业务上级": "乙局"}, {"全称": "乙局", "层级": "市", "业务上级": "甲局"}
    )
    assert [o.name for o in organs.subordinates("甲局")] == ["乙局"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2018, 10, 31), "云岭省安全生产监督管理局"),
        (date(2018, 11, 1), "云岭省应急管理厅"),
    ],
)
def test_a_reorganised_organ_bears_its_new_name_from_the_day_after(
    book: Callable[..., OrganBook], day: date, name: str
) -> None:
    organs = book(
        {"全称": "云岭省安全生产监督管理局", "简称": "省安监局", "有效止": "2018-10-31", "后继": "省应急厅"},
        {"全称": "云岭省应急管理厅", "简称": "省应急厅", "有效起": "2018-11-01"},
    )
    assert organs.name_on("省安监局", day) == name


def test_the_name_of_an_organ_that_is_not_in_the_book_stays(book: Callable[..., OrganBook]) -> None:
    assert book().name_on("某局", date(2018, 5, 1)) == "某局"


def test_successors_in_a_circle_come_to_an_end(book: Callable[..., OrganBook]) -> None:
    organs = book(
        {"全称": "甲局", "有效止": "2018-01-31", "后继": "乙局"},
        {"全称": "乙局", "有效止": "2018-01-31", "后继": "甲局"},
    )
    assert organs.name_on("甲局", date(2018, 5, 1)) in ("甲局", "乙局")


def test_a_published_contact_has_no_mobile_number() -> None:
    contact = Contact.model_validate({"单位": "甲局", "姓名": "×××", "手机": "×××", "办公电话": "××"})
    assert contact.public().mobile is None
    assert contact.public().phone == "××"


@pytest.mark.parametrize("address", ["@example.cn", "a@", "a@b@c", "无"])
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="不是电子邮箱"):
        Contact.model_validate({"单位": "甲局", "姓名": "×××", "电子邮箱": address})


def test_nobody_is_below_an_organ_that_is_not_in_the_book(book: Callable[..., OrganBook]) -> None:
    assert book().subordinates("某局") == ()
