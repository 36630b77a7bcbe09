"""Everything that is wrong, once, with its spot."""

from __future__ import annotations

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.preview.findings import findings
from qijin_docs.preview.spots import Spot

NAME = Problem("template.unknown_name", "“{{ 甲 }}”用到的“甲”，数据里没有", Place("a.docx", "正文第2段"))
NOTE = Problem("template.fonts_not_here", "没有字体", Place("a.docx"), "", Severity.NOTE)


def test_errors_come_first_and_the_same_thing_is_said_once() -> None:
    found = findings([NOTE, NAME], [NAME, NOTE], {}, {})
    assert [finding["code"] for finding in found] == ["template.unknown_name", "template.fonts_not_here"]


def test_what_checking_said_of_a_sample_is_not_said_again_of_the_record() -> None:
    missing = Problem("render.none", "“{{ 甲 }}”：值是空的", Place("a.docx", "正文第2段"))
    tried = Problem("render.none", "用“典型”、“最少”的示例试填：“{{ 甲 }}”：值是空的", missing.place)
    (only,) = findings([], [tried], {"最少": [missing]}, {})
    assert only["message"] == tried.message
    (only,) = findings([], [], {"第3条": [missing]}, {})
    assert only["message"] == "填“第3条”时：“{{ 甲 }}”：值是空的"


def test_what_is_wrong_at_a_place_is_not_told_again_by_the_records() -> None:
    missing = Problem("render.missing", "没有“甲”这个值", NAME.place)
    elsewhere = Problem("render.missing", "没有“乙”这个值", Place("a.docx", "正文第3段"))
    found = findings([], [NAME], {"典型": [missing, elsewhere]}, {})
    assert [finding["code"] for finding in found] == ["template.unknown_name", "render.missing"]
    assert found[1]["place"]["where"] == "正文第3段"


def test_a_finding_has_its_spot_on_the_pages_of_each_record() -> None:
    spots = {"typical": {"正文第2段": Spot(1, 0.5)}, "empty": {"正文第9段": Spot(0, 0.1)}}
    first, second = findings([NAME, NOTE], [], {}, spots)
    assert first["spots"] == {"typical": {"page": 1, "top": 0.5}}
    assert second["spots"] == {}
