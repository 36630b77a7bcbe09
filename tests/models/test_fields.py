"""Kinds of field: what is taken, what is put right and noted, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from qijin_docs.errors import DataError, Problem
from qijin_docs.models.fields import (
    Amount,
    Count,
    DocumentNumber,
    Exact,
    FormalDate,
    Line,
    Lines,
    Money,
    Names,
    Narrative,
    People,
    Prose,
    Text,
    YesNo,
)
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

HOSTILE = [
    "& < > \" '",
    "{{ x }}",
    "{% raw %}",
    "]]>",
    "a" * 10_000,
    "<w:p/>",
    "&amp;",
    "‘’“”",
    "\\1",
    "%s",
    "𠮷",
]


class Sheet(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    text: Text | None = Field(None, alias="文字")
    line: Line | None = Field(None, alias="一行")
    exact: Exact | None = Field(None, alias="照录")
    prose: Prose | None = Field(None, alias="叙述")
    day: FormalDate | None = Field(None, alias="日期")
    count: Count | None = Field(None, alias="数")
    people: People | None = Field(None, alias="人数")
    amount: Amount | None = Field(None, alias="量")
    money: Money | None = Field(None, alias="经费")
    number: DocumentNumber | None = Field(None, alias="文号")
    names: Names = Field((), alias="名称")
    lines: Lines = Field((), alias="句子")
    yes: YesNo = Field(False, alias="是否")


def read(**values: Any) -> Any:
    return validate(Sheet, Located.plain(values, "表.yaml"), context={"year": 2018}).value


def notes(**values: Any) -> list[str]:
    found = validate(Sheet, Located.plain(values, "表.yaml"), context={"year": 2018}).notes
    return [f"{p.place}：{p.message}" for p in found]


def refused(**values: Any) -> Problem:
    with pytest.raises(DataError) as caught:
        read(**values)
    (problem,) = caught.value.problems
    assert problem.place.file == "表.yaml"
    return problem


@pytest.mark.parametrize("name", ["文字", "一行", "照录", "叙述"])
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_as_it_is(name: str, value: str) -> None:
    sheet = read(**{name: value})
    assert value in (sheet.text, sheet.line, sheet.exact, sheet.prose)


@pytest.mark.parametrize("name", ["文字", "一行", "照录", "叙述"])
@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("a\x00b", "0000"),
        ("a\x07b", "0007"),
        ("a\x1bb", "001B"),
        ("a\x7fb", "007F"),
        ("a\x85b", "0085"),
        ("a\u200bb", "200B"),
        ("a\u202eb", "202E"),
        ("a\ufeffb", "FEFF"),
        ("a\ue000b", "E000"),
        ("a\ufdd0b", "FDD0"),
        ("a\uffffb", "FFFF"),
        ("a\U0010ffffb", "10FFFF"),
    ],
)
def test_a_character_that_no_document_can_hold_is_refused(name: str, value: str, number: str) -> None:
    problem = refused(**{name: value})
    assert problem.code == "data.unprintable"
    assert problem.message == f"第2个字（U+{number}）看不见，或换一台电脑就显示不出"
    assert problem.place.where == name


@pytest.mark.parametrize("name", ["文字", "一行", "照录", "叙述"])
def test_half_a_character_is_refused(name: str) -> None:
    assert refused(**{name: "a\ud800b"}).place.where == name


@pytest.mark.parametrize("name", ["一行", "照录"])
@pytest.mark.parametrize("value", ["甲\n乙", "甲\u2028乙", "甲\u2029乙"])
def test_one_line_is_one_line(name: str, value: str) -> None:
    problem = refused(**{name: value})
    assert (problem.code, problem.message) == ("data.line_break", "这里只能写一行，却有换行")


@pytest.mark.parametrize("name", ["文字", "叙述"])
def test_longer_text_may_have_lines(name: str) -> None:
    sheet = read(**{name: "甲\n乙"})
    assert "甲\n乙" in (sheet.text, sheet.prose)


@pytest.mark.parametrize("name", ["文字", "一行", "照录", "叙述"])
@pytest.mark.parametrize("value", ["", "   ", "\n", "\u3000"])
def test_blank_is_not_text(name: str, value: str) -> None:
    problem = refused(**{name: value})
    assert (problem.code, problem.place.where) == ("data.too_short", name)


@pytest.mark.parametrize("name", ["文字", "一行", "照录", "叙述"])
@pytest.mark.parametrize("value", [["甲"], {"甲": "乙"}, True], ids=["list", "mapping", "bool"])
def test_what_is_no_text_is_refused(name: str, value: Any) -> None:
    problem = refused(**{name: value})
    assert (problem.code, problem.place.where) == ("data.not_text", name)


def test_a_number_is_text_where_text_is_wanted() -> None:
    assert read(照录=7).exact == "7"


def test_half_width_signs_of_chinese_text_are_put_right_and_noted() -> None:
    assert read(一行="安全,生产(一)").line == "安全，生产（一）"
    assert notes(一行="安全,生产") == ["表.yaml（一行）：半角标点已改为全角1处：“安全,生产”"]
    assert notes(照录="安全,生产") == []


def test_narrative_is_marked_by_its_type_and_nothing_else_is() -> None:
    sheet = read(叙述="{{ 统计.合计 }}，好", 文字="{{ 统计.合计 }}")
    assert isinstance(sheet.prose, Narrative)
    assert not isinstance(sheet.text, Narrative)
    assert sheet.prose == "{{ 统计.合计 }}，好"


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("2018-06-16", None),
        ("2018年6月16日", None),
        ("2018.6.16", "日期“2018.6.16”按“2018年6月16日”读"),
        ("6.16", "“6.16”没有年份，按2018年读"),
        ("6月16日", "“6月16日”没有年份，按2018年读"),
        ("２０１８年６月１６日", "日期“２０１８年６月１６日”按“2018年6月16日”读"),
        ("2018年6月16", "“2018年6月16”缺“日”字"),
    ],
)
def test_a_day_is_read_as_people_write_it(value: str, note: str | None) -> None:
    assert read(日期=value).day.isoformat() == "2018-06-16"
    assert notes(日期=value) == ([f"表.yaml（日期）：{note}"] if note else [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "text.not_a_date"),
        ("18年6月16日", "text.ambiguous_date"),
        ("2018-02-30", "text.impossible_date"),
        ("昨天", "text.not_a_date"),
        (5, "text.not_a_date"),
        (6.1, "text.ambiguous_date"),
        (True, "data.not_a_date"),
        (["2018-06-16"], "data.not_a_date"),
        ("x" * 10_000, "text.not_a_date"),
    ],
    ids=range(9),
)
def test_what_is_no_day_is_refused(value: Any, code: str) -> None:
    problem = refused(日期=value)
    assert (problem.code, problem.place.where) == (code, "日期")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("数", "80余", "text.not_exact"),
        ("数", "无", "text.no_number"),
        ("数", "-5", "text.not_a_count"),
        ("数", -5, "data.out_of_range"),
        ("数", 1.5, "data.not_whole"),
        ("数", 10**13, "data.out_of_range"),
        ("数", float("nan"), "data.not_a_number"),
        ("数", True, "data.not_a_number"),
        ("数", [], "data.not_a_number"),
        ("数", "{{ x }}", "text.not_a_quantity"),
        ("人数", "80人次", "text.other_unit"),
        ("人数", "80户", "text.other_unit"),
        ("量", "约3", "text.not_exact"),
        ("量", -1, "data.out_of_range"),
        ("经费", "3000元", "text.other_unit"),
        ("经费", "约3万元", "text.not_exact"),
        ("经费", "1.23456", "data.out_of_range"),
        ("文号", "安办2017", "text.not_a_document_number"),
        ("是否", "也许", "data.not_a_bool"),
        ("是否", None, "data.missing"),
    ],
    ids=range(20),
)
def test_what_does_not_fit_is_refused(name: str, value: Any, code: str) -> None:
    if name == "是否" and value is None:
        assert read(是否=None).yes is False, "a blank cell was not filled in"
        return
    problem = refused(**{name: value})
    assert (problem.code, problem.place.where) == (code, name)


def test_any_unit_may_stand_at_a_plain_count() -> None:
    assert read(数="80户").count == 80


@pytest.mark.parametrize(
    ("value", "names"), [("甲、乙", ("甲", "乙")), (["甲"], ("甲",)), ("", ()), ([], ())]
)
def test_names_may_be_a_list_or_one_text(value: Any, names: tuple[str, ...]) -> None:
    assert read(名称=value).names == names


@pytest.mark.parametrize(
    ("value", "lines"),
    [("甲，乙、丙", ("甲，乙、丙",)), ("甲\n\n乙", ("甲", "乙")), (["甲；乙"], ("甲；乙",))],
)
def test_sentences_are_parted_at_line_breaks_only(value: Any, lines: tuple[str, ...]) -> None:
    assert read(句子=value).lines == lines


@pytest.mark.parametrize("name", ["名称", "句子"])
def test_one_bad_name_of_several_has_its_place(name: str) -> None:
    assert refused(**{name: ["甲", "a\x07"]}).place.where == f"{name}[1]"
    assert refused(**{name: ["甲", ["乙"]]}).code == "data.not_text"
