"""The first page must show text: what moves, and what becomes smaller, when there is no room (7.3.2, 7.3.3)."""

from __future__ import annotations

from typing import Any

import pytest

from qijin_docs.contents.first_page import first_page, lines_of

ADDRESSEE = "云岭省交通运输厅"


def values(
    *,
    genre: str = "通知",
    addressees: int = 1,
    joint: tuple[str, ...] = (),
    signatories: int = 0,
    title: int = 2,
    mark: str = "云岭省自然资源厅文件",
    blocks: tuple[dict[str, str], ...] = ({"样式": "正文", "编号": "", "标题": ""},),
) -> dict[str, Any]:
    return {
        "文种": genre,
        "标志": mark,
        "单位": {"全称": "云岭省自然资源厅"},
        "版头": {
            "联合发文机关": joint,
            "签发人": ("×××",) * signatories,
            "份号": None,
            "密级": None,
            "紧急程度": None,
        },
        "标题行": ("关于开展活动",) * title,
        "主送句": "、".join([ADDRESSEE] * addressees) + "：" if addressees else "",
        "正文块": blocks,
    }


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("国" * 28, 1),
        ("国" * 29, 2),
        ("国" * 27 + "：", 1),
        ("国" * 28 + "：", 2),
        ("国" * 28 + "、" + "国" * 26, 2),  # the mark takes the sign before it along
        ("国" * 28 + "、" + "国" * 27, 3),
        ("1" * 56, 1),
    ],
)
def test_a_text_takes_so_many_lines(text: str, lines: int) -> None:
    assert lines_of(text) == lines


def test_addressees_stay_above_the_body_while_there_is_room() -> None:
    found = first_page(values(addressees=3))
    assert found["主送句"] == "、".join([ADDRESSEE] * 3) + "："
    assert found["版记主送句"] == ""


@pytest.mark.parametrize("genre", ["通知", "报告", "函", "纪要"])
def test_too_many_addressees_move_to_the_imprint(genre: str) -> None:
    found = first_page(values(genre=genre, addressees=80))
    assert found["主送句"] == ""
    assert found["版记主送句"] == "主送：" + "、".join([ADDRESSEE] * 80) + "。"


def test_headings_at_the_beginning_need_room_with_the_text_below_them() -> None:
    headed = {"样式": "一级标题", "编号": "一、", "标题": "总体要求"}
    most = max(n for n in range(1, 60) if first_page(values(addressees=n))["主送句"])
    assert first_page(values(addressees=most, blocks=(headed,)))["主送句"] == ""


def test_joint_issuers_marks_become_smaller_before_the_addressees_move() -> None:
    joint = ("云岭省应急管理厅", "云岭省教育厅", "云岭省农业农村厅", ADDRESSEE)
    sizes = [first_page(values(joint=joint, signatories=5, title=n, genre="报告")) for n in range(1, 7)]
    assert [found["联合标志字号"] for found in sizes] == ["一号", "一号", "二号", "二号", "二号", "小二"]
    assert [bool(found["版记主送句"]) for found in sizes] == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("name", "size"),
    [("国" * 11, "一号"), ("国" * 12, "二号"), ("国" * 13, "二号"), ("国" * 14, "小二"), ("国" * 16, "小二")],
)
def test_the_longest_name_of_the_issuers_fits_its_line(name: str, size: str) -> None:
    found = first_page(values(joint=(name,)))
    assert found["联合标志字号"] == size
    assert found["联合标志行"] == ("云岭省自然资源厅", name)


@pytest.mark.parametrize(
    ("mark", "lines"),
    [
        ("云岭省安全生产委员会办公室文件", 1),
        ("云岭省人民政府安全生产委员会办公室文件", 2),
        ("云岭省自然资源厅安全生产宣传教育领导小组办公室会议纪要", 2),
    ],
)
def test_a_long_mark_breaks_between_words(mark: str, lines: int) -> None:
    found = first_page(values(mark=mark))["标志行"]
    assert "".join(found) == mark
    assert len(found) == lines
    assert all(len(line) >= 4 for line in found)
    if lines > 1:
        assert found[-1].endswith(("办公室文件", "会议纪要"))
