"""Evidence: five kinds of proof, each with what it must state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.errors import Severity
from qijin_docs.models import EvidenceCatalogue, EvidenceKind, all_flaws

FILE = "见证材料.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"0.地点": ...}, "evidence.missing_field", "见证材料[0].地点", "照片ZP-1没有写地点"),
    ({"2.版次": ...}, "evidence.missing_field", "见证材料[2].版次", "报刊杂志BZ-1没有写版次"),
    ({"3.网址": ...}, "evidence.missing_field", "见证材料[3].网址", "网站截图WZ-1没有写网址"),
    (
        {"4.媒介名称": ...},
        "evidence.missing_field",
        "见证材料[4].媒介名称",
        "手机截屏SJ-1没有写媒介名称（平台、账号）",
    ),
    ({"5.时长": ...}, "evidence.missing_field", "见证材料[5].时长", "音视频YS-1没有写时长"),
    ({"5.时长": 0}, "evidence.no_length", "见证材料[5].时长", "音视频YS-1的时长是0秒"),
    (
        {"0.文件名": "照片/1.mp3"},
        "evidence.file_type",
        "见证材料[0].文件名",
        "照片ZP-1的文件“照片/1.mp3”类型不合",
    ),
    ({"0.文件名": "照片/1"}, "evidence.file_type", "见证材料[0].文件名", "照片ZP-1的文件“照片/1”类型不合"),
    (
        {"0.文件名": "../1.png"},
        "evidence.file_outside",
        "见证材料[0].文件名",
        "ZP-1的文件“../1.png”指到见证材料文件夹之外",
    ),
    (
        {"0.文件名": "C:\\照片\\1.png"},
        "evidence.file_outside",
        "见证材料[0].文件名",
        "ZP-1的文件“C:\\照片\\1.png”指到见证材料文件夹之外",
    ),
    (
        {"0.文件名": "/etc/1.png"},
        "evidence.file_outside",
        "见证材料[0].文件名",
        "ZP-1的文件“/etc/1.png”指到见证材料文件夹之外",
    ),
    ({"3.网址": "www.example.cn"}, "evidence.url", "见证材料[3].网址", "“www.example.cn”不是完整的网址"),
    ({"0.数量": 0}, "evidence.quantity", "见证材料[0].数量", "ZP-1的数量是0"),
    ({"1.编号": "ZP-1"}, "evidence.duplicate_id", "见证材料[1].编号", "见证材料编号ZP-1与第1件重复"),
    (
        {"1.文件名": "照片/1.PNG"},
        "evidence.duplicate_file",
        "见证材料[1].文件名",
        "ZP-2与ZP-1用了同一个文件“照片/1.PNG”",
    ),
    ({"0.领域": "企事业"}, "data.unknown_sphere", "见证材料[0].领域", "没有“企事业”这个领域"),
    ({"0.日期": "2017-03-06"}, "evidence.outside_campaign", "见证材料[0].日期", "ZP-1的日期不在活动起止之内"),
    ({"0.日期": "2019-01-06"}, "evidence.outside_campaign", "见证材料[0].日期", "ZP-1的日期不在活动起止之内"),
    ({"0.类别": "网页截图"}, "data.not_allowed", "见证材料[0].类别", "“类别”不能是“网页截图”"),
    ({"0.对应活动编号": []}, "data.too_few", "见证材料[0].对应活动编号", "“对应活动编号”至少1项，这里有0项"),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_each_kind_has_its_usual_unit(valid: Callable[[str], Any]) -> None:
    catalogue = EvidenceCatalogue.model_validate(valid("见证材料"))
    assert [item.counting_unit for item in catalogue.items] == ["张", "张", "篇", "件", "件", "段"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(200, "3分20秒"), (60, "1分"), (59, "59秒"), (3600, "60分"), (None, "")]
)
def test_a_length_is_written_in_minutes_and_seconds(
    valid: Callable[[str], Any], seconds: int | None, text: str
) -> None:
    data = valid("见证材料")
    data["见证材料"][0]["时长"] = seconds
    assert EvidenceCatalogue.model_validate(data).items[0].length_text == text


def test_the_catalogue_counts_each_of_the_five_kinds(valid: Callable[[str], Any]) -> None:
    data = valid("见证材料")
    data["见证材料"][0]["数量"] = 3
    del data["见证材料"][5]
    assert EvidenceCatalogue.model_validate(data).by_kind == (
        {"类别": "音视频", "条目": 0, "数量": 0, "单位": "段"},
        {"类别": "照片", "条目": 2, "数量": 4, "单位": "张"},
        {"类别": "报刊杂志", "条目": 1, "数量": 1, "单位": "篇"},
        {"类别": "网站截图", "条目": 1, "数量": 1, "单位": "件"},
        {"类别": "手机截屏", "条目": 1, "数量": 1, "单位": "件"},
    )


def test_a_kind_with_nothing_is_named(valid: Callable[[str], Any]) -> None:
    data = valid("见证材料")
    data["见证材料"] = data["见证材料"][:3]
    (flaw,) = all_flaws(EvidenceCatalogue.model_validate(data))
    assert (flaw.code, flaw.severity) == ("evidence.kind_missing", Severity.WARNING)
    assert flaw.message == "五类见证材料里还没有：音视频、网站截图、手机截屏"


def test_a_web_capture_is_not_a_phone_capture(valid: Callable[[str], Any]) -> None:
    catalogue = EvidenceCatalogue.model_validate(valid("见证材料"))
    assert [i.id for i in catalogue.of_kind(EvidenceKind.WEB)] == ["WZ-1"]
    assert [i.id for i in catalogue.of_kind(EvidenceKind.PHONE)] == ["SJ-1"]


def test_press_may_write_of_it_after_the_campaign(small: Any) -> None:
    small.change(FILE, {"2.日期": "2019-01-05"})
    assert small.problems() == []
