"""From located values to models: every problem at once, in Chinese, at its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator, model_validator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import DataError, Flaw, Problem, Severity
from qijin_docs.sources.located import Located
from qijin_docs.sources.reader import read_source
from qijin_docs.sources.repair import Repair
from qijin_docs.sources.shapes import column_names
from qijin_docs.sources.validate import validate, validate_records
from qijin_docs.sources.yaml_source import read_yaml
from qijin_docs.text.dates import read_date
from qijin_docs.text.document_number import DocumentNumber, read_document_number
from qijin_docs.text.quantities import read_count
from qijin_docs.text.typography import repair_typography

Day = Annotated[date, Repair(read_date, context=("year",))]
Number = Annotated[DocumentNumber, Repair(read_document_number)]
Count = Annotated[int, Repair(read_count)]
Narrative = Annotated[str, Repair(repair_typography)]


class Base(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Level(StrEnum):
    PROVINCE = "省"
    CITY = "市"


class Section(Base):
    title: Narrative = Field(alias="标题", min_length=1, max_length=50)
    sphere: Literal["企业", "机关"] | None = Field(None, alias="领域")
    sections: tuple[Section, ...] = Field((), alias="小节")

    @field_validator("title")
    @classmethod
    def _not_stale(cls, title: str) -> str:
        if title == "旧":
            raise PydanticCustomError("data.stale", "标题是旧的", {"hint": "换成新的"})
        if title == "错":
            raise ValueError("不能这样写")
        return title

    @model_validator(mode="after")
    def _has_sphere(self) -> Self:
        if self.title == "缺":
            flaws = (
                Flaw(("领域",), "data.no_sphere", "没有{领域}", "补上"),
                Flaw((), "data.note", "说明", severity=Severity.NOTE),
                Flaw(("小节", 0, "标题"), "data.deep", "深处"),
            )
            raise PydanticCustomError("data.flaws", "{sentence}", {"sentence": "没有{领域}", "flaws": flaws})
        return self


class Photo(Base):
    kind: Literal["照片"] = Field(alias="类别")
    count: Count = Field(alias="数量")


class Film(Base):
    kind: Literal["视频"] = Field(alias="类别")
    length: str = Field(alias="时长")


class Plan(Base):
    title: Narrative = Field("题", alias="标题")
    day: Day | None = Field(None, alias="成文日期")
    number: Number | None = Field(None, alias="发文字号")
    sections: tuple[Section, ...] = Field((), alias="章节")
    evidence: tuple[Annotated[Photo | Film, Field(discriminator="kind")], ...] = Field((), alias="见证")
    mixed: str | Photo | None = Field(None, alias="混合")
    either: Photo | Film | None = Field(None, alias="任一")
    scalar: int | date | None = Field(None, alias="数或日")
    by_name: dict[str, Photo] = Field({}, alias="各市")
    phone: str = Field("", alias="电话")
    important: bool = Field(False, alias="重要")
    count: int = Field(0, alias="人数", ge=0)
    money: Decimal = Field(Decimal(0), alias="经费", max_digits=6, decimal_places=2)
    bare_day: date | None = Field(None, alias="裸日期")
    clock: time | None = Field(None, alias="时刻")
    level: Level | None = Field(None, alias="层级")
    link: HttpUrl | None = Field(None, alias="网址")
    code: str = Field("A1", alias="编号", pattern=r"^A\d+$")
    words: tuple[str, ...] = Field((), alias="词", max_length=2)


def plan(text: str, **context: Any) -> Plan:
    return validate(Plan, read_yaml(text, "方案.yaml"), context=context).value


def problems(text: str, **context: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        plan(text, **context)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("标题: 甲", "title", "甲"),
        ("title: 甲", "title", "甲"),
        ("电话: 13800000000", "phone", "13800000000"),
        ("电话: 6.10", "phone", "6.10"),
        ("电话:", "phone", ""),
        ("重要: 是", "important", True),
        ("重要: 否", "important", False),
        ("重要: true", "important", True),
        ("人数: 12", "count", 12),
        ("经费: 3.50", "money", Decimal("3.50")),
        ("裸日期: 2018-06-16", "bare_day", date(2018, 6, 16)),
        ("时刻: '09:30'", "clock", time(9, 30)),
        ("层级: 省", "level", Level.PROVINCE),
        ("混合: 甲", "mixed", "甲"),
        ("混合: {类别: 照片, 数量: 3}", "mixed", Photo(kind="照片", count=3)),
        ("任一: {类别: 视频, 时长: 5分}", "either", Film(kind="视频", length="5分")),
        ("各市: {甲市: {kind: 照片, 数量: ３}}", "by_name", {"甲市": Photo(kind="照片", count=3)}),
        ("发文字号: 安委办[2017]35号", "number", DocumentNumber("安委办", 2017, 35)),
    ],
)
def test_data_is_read_as_it_is_meant(text: str, attribute: str, value: Any) -> None:
    assert getattr(plan(text), attribute) == value


def test_alias_and_name_may_be_mixed() -> None:
    found = plan("章节:\n  - title: 甲\n    小节:\n      - 标题: 乙\n        sphere: 企业\n")
    assert found.sections[0].sections[0].sphere == "企业"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("章节: [{}]", "方案.yaml:1:6（章节[0].标题）：“标题”没有填；补上这一项 [data.missing]"),
        ("章节: [{标题: }]", "方案.yaml:1:11（章节[0].标题）：“标题”没有填；补上这一项 [data.missing]"),
        (
            "章节: [{标题: ''}]",
            "方案.yaml:1:11（章节[0].标题）：“标题”至少1个字，这里是“”；补全 [data.too_short]",
        ),
        ("标提: 甲", "方案.yaml:1:1（标提）：没有“标提”这一项；是否想写“标题”？ [data.unknown_field]"),
        ("xyz: 甲", "方案.yaml:1:1（xyz）：没有“xyz”这一项；核对名称，或删去 [data.unknown_field]"),
        (
            "章节: [{标题: 甲, 领城: 企业}]",
            "方案.yaml:1:14（章节[0].领城）：没有“领城”这一项；是否想写“领域”？ [data.unknown_field]",
        ),
        (
            "章节: [{标题: 甲, 领域: 企事业}]",
            "方案.yaml:1:18（章节[0].领域）：“领域”不能是“企事业”；可以是：企业、机关 [data.not_allowed]",
        ),
        (
            "标题: 甲\ntitle: 乙",
            "方案.yaml:2:1（title）：“标题”和“title”是同一项，写了两次；留下一处 [data.duplicate_key]",
        ),
        (
            "标题: [甲]",
            "方案.yaml:1:5（标题）：“标题”应是文字，这里是“列表”；写成一段文字，必要时加引号 [data.not_text]",
        ),
        (
            "标题: {甲: 乙}",
            "方案.yaml:1:5（标题）：“标题”应是文字，这里是“一组“名称: 值””；"
            "写成一段文字，必要时加引号 [data.not_text]",
        ),
        (
            "标题: true",
            "方案.yaml:1:5（标题）：“标题”应是文字，这里是“true”；写成一段文字，必要时加引号 [data.not_text]",
        ),
        (
            "章节: 甲",
            "方案.yaml:1:5（章节）：“章节”应是列表，这里是“甲”；一项一行，前面写“- ” [data.not_a_list]",
        ),
        (
            "章节: [甲]",
            "方案.yaml:1:6（章节[0]）：“章节[0]”应是一组“名称: 值”，这里是“甲”；"
            "下一行缩进两格，逐项写“名称: 值” [data.not_a_group]",
        ),
        (
            "人数: 很多",
            "方案.yaml:1:5（人数）：“人数”应是数，这里是“很多”；写成半角数字，例如 1200 [data.not_a_number]",
        ),
        ("人数: 3.5", "方案.yaml:1:5（人数）：“人数”应是整数，这里是3.5；核对数字 [data.not_whole]"),
        ("人数: -1", "方案.yaml:1:5（人数）：“人数”不能小于0，这里是-1；核对数字 [data.out_of_range]"),
        ("人数: true", "方案.yaml:1:5（人数）：要填数，这里是“true”；写成数字 [data.not_a_number]"),
        (
            "经费: 1.234",
            "方案.yaml:1:5（经费）：“经费”最多2位小数，这里是1.234；核对数字 [data.out_of_range]",
        ),
        (
            "经费: 123456.5",
            "方案.yaml:1:5（经费）：“经费”最多6位数字，这里是123456.5；核对数字 [data.out_of_range]",
        ),
        (
            "裸日期: 86400",
            "方案.yaml:1:6（裸日期）：“86400”不是日期；写成“2018年6月16日”的样子 [data.not_a_date]",
        ),
        (
            "裸日期: 六月",
            "方案.yaml:1:6（裸日期）：“裸日期”应是日期，这里是“六月”；写成“2018年6月16日”的样子 [data.not_a_date]",
        ),
        (
            "时刻: 上午",
            "方案.yaml:1:5（时刻）：“时刻”应是时刻，这里是“上午”；写成“9:30”的样子 [data.not_a_time]",
        ),
        (
            "重要: 也许",
            "方案.yaml:1:5（重要）：“重要”应是“是”或“否”，这里是“也许”；写“是”或“否” [data.not_a_bool]",
        ),
        ("层级: 镇", "方案.yaml:1:5（层级）：“层级”不能是“镇”；可以是：省、市 [data.not_allowed]"),
        (
            "网址: 无",
            "方案.yaml:1:5（网址）：“网址”应是网址，这里是“无”；写成“http://…”的样子 [data.not_a_url]",
        ),
        ("编号: B1", "方案.yaml:1:5（编号）：“编号”的写法不对：“B1”；对照样例改正 [data.wrong_form]"),
        ("词: [甲, 乙, 丙]", "方案.yaml:1:4（词）：“词”最多2项，这里有3项；删去多余的 [data.too_many]"),
        ("词: [甲, null]", "方案.yaml:1:8（词[1]）：“词[1]”没有填；补上这一项 [data.missing]"),
        (
            "成文日期: 近日",
            "方案.yaml:1:7（成文日期）：“近日”不是日期；写成“2018年6月16日”的样子 [text.not_a_date]",
        ),
        (
            "成文日期: 6.16",
            "方案.yaml:1:7（成文日期）：“6.16”没有年份；写成“2018年6月16日”的样子 [text.date_without_year]",
        ),
        ("章节: [{标题: 旧}]", "方案.yaml:1:11（章节[0].标题）：标题是旧的；换成新的 [data.stale]"),
        ("章节: [{标题: 错}]", "方案.yaml:1:11（章节[0].标题）：“标题”不能这样写 [data.invalid]"),
        (
            "见证: [{类别: 音频}]",
            "方案.yaml:1:6（见证[0]）：“类别”不能是“音频”；可以是：照片、视频 [data.not_allowed]",
        ),
        (
            "见证: [{数量: 3}]",
            "方案.yaml:1:6（见证[0]）：“类别”没有填，不知道是哪一种；补上“类别” [data.missing]",
        ),
        ("见证: [{类别: 视频}]", "方案.yaml:1:6（见证[0].时长）：“时长”没有填；补上这一项 [data.missing]"),
        (
            "见证: [{类别: 视频, 时常: 5分, 时长: 5分}]",
            "方案.yaml:1:15（见证[0].时常）：没有“时常”这一项；是否想写“时长”？ [data.unknown_field]",
        ),
        ("混合: {类别: 照片}", "方案.yaml:1:5（混合.数量）：“数量”没有填；补上这一项 [data.missing]"),
        (
            "混合: [甲]",
            "方案.yaml:1:5（混合）：“混合”应是文字或一组“名称: 值”，这里是“列表”；对照样例改正 [data.wrong_type]",
        ),
        ("任一: {类别: 视频}", "方案.yaml:1:5（任一.时长）：“时长”没有填；补上这一项 [data.missing]"),
        (
            "各市: {甲市: {类别: 照片}}",
            "方案.yaml:1:10（各市.甲市.数量）：“数量”没有填；补上这一项 [data.missing]",
        ),
        (
            "数或日: 甲",
            "方案.yaml:1:6（数或日）：“数或日”应是数或日期，这里是“甲”；对照样例改正 [data.wrong_type]",
        ),
        (
            "- 甲",
            "方案.yaml:1:1：“内容”应是一组“名称: 值”，这里是“列表”；下一行缩进两格，逐项写“名称: 值” [data.not_a_group]",
        ),
        (
            "甲",
            "方案.yaml:1:1：“内容”应是一组“名称: 值”，这里是“甲”；下一行缩进两格，逐项写“名称: 值” [data.not_a_group]",
        ),
    ],
)
def test_each_problem_has_its_place_its_sentence_and_its_code(text: str, message: str) -> None:
    assert problems(text) == [message]


def test_all_problems_come_at_once_in_the_order_of_the_text() -> None:
    text = "成文日期: 近日\n标提: 甲\n章节:\n  - 领域: 学校\n    小节:\n      - 标题: 旧\n人数: x\n"
    assert [line.split("（")[0] for line in problems(text)] == [
        "方案.yaml:1:7",
        "方案.yaml:2:1",
        "方案.yaml:4:5",
        "方案.yaml:4:9",
        "方案.yaml:6:13",
        "方案.yaml:7:5",
    ]


def test_the_flaws_of_a_model_are_problems_at_their_own_places() -> None:
    assert problems("章节:\n  - 标题: 缺\n    领域: 企业\n") == [
        "方案.yaml:2:5（章节[0].小节[0].标题）：深处 [data.deep]",
        "方案.yaml:3:9（章节[0].领域）：没有{领域}；补上 [data.no_sphere]",
    ]


def test_repairs_are_noted_with_their_places() -> None:
    located = read_yaml('标题: 开展"七进",活动\n成文日期: 4.25\n章节:\n  - 标题: (一)甲\n', "方案.yaml")
    result = validate(Plan, located, context={"year": 2018})
    assert (result.value.title, result.value.day) == ("开展“七进”，活动", date(2018, 4, 25))
    assert [f"{n.place} {n.code} {n.severity}" for n in result.notes] == [
        "方案.yaml:1:5（标题） text.half_width note",
        "方案.yaml:1:5（标题） text.half_width note",
        "方案.yaml:2:7（成文日期） text.year_added note",
        "方案.yaml:4:9（章节[0].标题） text.half_width note",
    ]


def test_notes_of_the_source_come_first() -> None:
    source = Located(
        {"成文日期": "2018.4.25"}, notes=(Problem("data.gb18030", "国标", severity=Severity.NOTE),)
    )
    assert [n.code for n in validate(Plan, source).notes] == ["data.gb18030", "text.date_repaired"]


def test_expressions_in_narrative_text_stay_letter_by_letter() -> None:
    text = "全年{{ 统计.合计(1, '甲') }}场,其中{{ a }}场"
    assert plan(f'标题: "{text}"').title == text.replace("场,", "场，")


@pytest.mark.parametrize("value", ["& < > \" '", "{{ x }}", "]]>", "字" * 10_000, "a\x07b"])
def test_hostile_text_in_a_field_of_text_stays_text(value: str) -> None:
    assert validate(Plan, Located.plain({"电话": value})).value.phone == value


def test_half_a_character_is_refused_before_anything_else() -> None:
    value = {"标题": "甲\ud800", "没有": [{"\udfff": 1}]}
    with pytest.raises(DataError) as caught:
        validate(Plan, Located.plain(value))
    assert [str(p) for p in caught.value.problems] == [
        "标题：文字里有半个字符（\\ud800至\\udfff）；重新输入这段文字 [data.half_character]",
        "没有[0]：文字里有半个字符（\\ud800至\\udfff）；重新输入这段文字 [data.half_character]",
    ]


def test_data_from_a_program_has_paths_instead_of_lines() -> None:
    with pytest.raises(DataError) as caught:
        validate(Plan, Located.plain({"章节": [{"标题": 3.5, "领域": "x"}]}, "请求"))
    expected = "请求（章节[0].领域）：“领域”不能是“x”；可以是：企业、机关 [data.not_allowed]"
    assert str(caught.value) == expected


def test_the_data_itself_is_not_changed() -> None:
    value = {"title": "甲,乙", "章节": [{"标题": "丙", "领域": None}]}
    validate(Plan, Located.plain(value))
    assert value == {"title": "甲,乙", "章节": [{"标题": "丙", "领域": None}]}


class Activity(Base):
    code: str = Field(alias="活动编号")
    sphere: Literal["企业", "机关"] = Field(alias="领域")
    day: Day = Field(alias="日期")
    people: Count = Field(alias="受教育（人次）")
    tags: tuple[str, ...] = Field((), alias="标签")
    note: str | None = Field(None, alias="备注")


ROWS: list[list[Any]] = [
    ["活动编号", "领域", "日期", "受教育（人次）", "备注"],
    ["A1", "企业", date(2018, 6, 1), 300, None],
    ["A2", "机关", "6.16", "２００", "甲"],
]


def activities(name: str) -> Any:
    return validate_records(
        Activity, read_source(name, columns=column_names(Activity)), context={"year": 2018}
    )


def test_a_table_becomes_models(workbook: Callable[..., str]) -> None:
    result = activities(workbook(ROWS))
    assert [(a.code, a.day, a.people, a.note) for a in result.value] == [
        ("A1", date(2018, 6, 1), 300, None),
        ("A2", date(2018, 6, 16), 200, "甲"),
    ]
    assert [str(n) for n in result.notes] == [
        "表.xlsx（台账!C3）：“6.16”没有年份，按2018年读 [text.year_added]",
        "表.xlsx（台账!D3）：“２００”里的全角数字按“200”读 [text.full_width_digits]",
    ]


def test_all_problems_of_a_table_come_at_once_cell_by_cell(workbook: Callable[..., str]) -> None:
    bad = ["A3", None, "6月31日", "约3万", None]
    worse = [None, "学校", "6.1", "无", None]
    with pytest.raises(DataError) as caught:
        activities(workbook([*ROWS, bad, worse]))
    assert [str(p) for p in caught.value.problems] == [
        "表.xlsx（台账!B4）：“领域”没有填；补上这一项 [data.missing]",
        "表.xlsx（台账!C4）：没有“6月31日”这一天；核对月份和日子 [text.impossible_date]",
        "表.xlsx（台账!D4）：“约3万”是约数，不能相加；填写实数，约数由成文时自动取 [text.not_exact]",
        "表.xlsx（台账!A5）：“活动编号”没有填；补上这一项 [data.missing]",
        "表.xlsx（台账!B5）：“领域”不能是“学校”；可以是：企业、机关 [data.not_allowed]",
        "表.xlsx（台账!D5）：要填数，这里写的是“无”；一个也没有就写0，不知道就问清楚再填 [text.no_number]",
    ]


def test_a_column_that_is_missing_is_one_problem(workbook: Callable[..., str]) -> None:
    rows = [[cell for c, cell in enumerate(row) if c != 1] for row in ROWS]
    with pytest.raises(DataError) as caught:
        activities(workbook(rows))
    expected = "表.xlsx（台账!A1）：表里没有“领域”这一列；在表头补上这一列 [data.missing_column]"
    assert str(caught.value) == expected


class Register(Base):
    activities: tuple[Activity, ...] = Field(alias="活动")
    host: str = Field("", alias="主办")


def test_a_table_may_be_a_field_of_a_document(workbook: Callable[..., str]) -> None:
    rows = [[cell for c, cell in enumerate(row) if c != 1] for row in [*ROWS, [None, None, "6月", "x", None]]]
    located = read_source(workbook(rows), columns=column_names(Activity)).under("活动")
    with pytest.raises(DataError) as caught:
        validate(Register, located, context={"year": 2018})
    assert [str(p) for p in caught.value.problems] == [
        "表.xlsx（台账!A1）：表里没有“领域”这一列；在表头补上这一列 [data.missing_column]",
        "表.xlsx（台账!A4）：“活动编号”没有填；补上这一项 [data.missing]",
        "表.xlsx（台账!B4）：“6月”不是日期；写成“2018年6月16日”的样子 [text.not_a_date]",
        "表.xlsx（台账!C4）：看不懂数量“x”；写成数字，例如 2000、2000份、2000余人次；没有填的留空 [text.not_a_quantity]",
    ]


def test_problems_of_the_table_and_of_the_records_come_together(workbook: Callable[..., str]) -> None:
    rows = [[*ROWS[0], "多余"], ["A1", "企业", "6.31", "#REF!", None, "x"]]
    columns = column_names(Activity)
    located = read_source(workbook(rows), columns=columns, defer=True)
    with pytest.raises(DataError) as caught:
        validate_records(Activity, located, context={"year": 2018})
    assert [f"{p.place.where} {p.code}" for p in caught.value.problems] == [
        "台账!D2 data.cell_error",
        "台账!F1 data.unknown_column",
        "台账!C2 text.impossible_date",
    ]


def test_a_table_with_problems_never_passes(workbook: Callable[..., str]) -> None:
    rows = [[*ROWS[0], "多余"], ROWS[1]]
    located = read_source(workbook(rows), columns=column_names(Activity), defer=True)
    for part in (located, *located.elements(), located.at(0), located.under("活动")):
        assert [p.code for p in part.problems] == ["data.unknown_column"]
    with pytest.raises(DataError, match="不认识“多余”这一列"):
        validate_records(Activity, located)
    with pytest.raises(DataError, match="不认识“多余”这一列"):
        validate(Register, located.under("活动"))


def test_records_may_come_from_a_list_in_a_text_file() -> None:
    located = read_yaml("- {活动编号: A1, 领域: 企业, 日期: 2018-06-01}\n- 甲\n", "a.yaml")
    with pytest.raises(DataError) as caught:
        validate_records(Activity, located)
    assert [str(p) for p in caught.value.problems] == [
        "a.yaml:1:3（[0].受教育（人次））：“受教育（人次）”没有填；补上这一项 [data.missing]",
        "a.yaml:2:3（[1]）：“第2条”应是一组“名称: 值”，这里是“甲”；下一行缩进两格，逐项写“名称: 值” [data.not_a_group]",
    ]


def test_records_want_a_list() -> None:
    with pytest.raises(DataError) as caught:
        validate_records(Activity, read_yaml("活动编号: A1", "a.yaml"))
    expected = "a.yaml:1:1：这里应是列表，一项一条记录；一项一行，前面写“- ” [data.not_a_list]"
    assert str(caught.value) == expected


def test_no_records_are_no_problem() -> None:
    assert validate_records(Activity, Located.plain([])).value == ()
