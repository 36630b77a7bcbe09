"""Evidence under its new names."""

from __future__ import annotations

from typing import Any

import pytest

from qijin_docs.handover.names import evidence_names, renamed
from qijin_docs.text.filenames import LONGEST_BYTES


def names(small: Any) -> dict[str, str]:
    return dict(evidence_names(small.load().year.evidence))


def test_a_name_says_sphere_day_unit_title_and_number_within_its_kind(ready: Any) -> None:
    found = names(ready)
    assert list(found.values()) == [
        "照片/企业_20180306_云岭省自然资源厅_课堂_01.png",
        "照片/综合_20180616_云岭省自然资源厅_咨询台_02.png",
        "报刊杂志/综合_20180608_云岭省自然资源厅_窗口里的课_01.pdf",
        "网站截图/综合_20180608_云岭省自然资源厅_送课到矿山_01.png",
        "手机截屏/综合_20180608_云岭省自然资源厅_一分钟学安全_01.png",
        "音视频/综合_20180605_云岭省自然资源厅_宣讲录音_01.mp3",
    ]


@pytest.mark.parametrize(
    "title", ["课堂" * 300, "😀" * 200, 'a/b\\c:*?"<>|', "con", "..", "Ünïcode 題名 ﾃｽﾄ"]
)
def test_whatever_the_title_is_the_name_is_one_every_system_takes_and_keeps_its_number(
    ready: Any, title: str
) -> None:
    ready.change(
        "见证材料.yaml",
        {"0.题名": title, "1.题名": title, "0.提供单位": "单位" * 60, "1.提供单位": "单位" * 60},
    )
    first, second = list(names(ready).values())[:2]
    for number, name in (("_01.png", first), ("_02.png", second)):
        below = name.partition("/")[2]
        assert below.endswith(number)
        assert len(below.encode()) <= LONGEST_BYTES
        assert not set(below) & set('/\\:*?"<>|')


def test_a_catalogue_written_on_windows_finds_its_files_and_sizes(ready: Any) -> None:
    ready.change("见证材料.yaml", {"0.文件名": "照片\\1.png"})
    catalogue = ready.load().year.evidence
    new = renamed(catalogue, evidence_names(catalogue))
    assert new.items[0].file == "照片/企业_20180306_云岭省自然资源厅_课堂_01.png"
    assert len(new.sizes) == len(new.items) == 6
    assert new.sizes[new.items[0].file] == catalogue.sizes["照片/1.png"]
