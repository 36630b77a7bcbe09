from __future__ import annotations

import datetime as dt
import pickle
from collections import OrderedDict, deque, namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import docx
import docxtpl
import pytest
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, computed_field

from qijin_docs.errors import RenderError
from qijin_docs.templating.adapt import adapt, adapt_values, take
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.record import Record


class Field7(StrEnum):
    企业 = "进企业"


class Level(IntEnum):
    省 = 1


class Sphere(Enum):
    SCHOOL = ("学校", 2)


class Activity(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)

    name: str = Field(alias="名称")
    people: int = Field(alias="人数", default=3)
    origin: str = Field(default="x", exclude=True)

    @computed_field(alias="合计")
    @property
    def total(self) -> int:
        return self.people * 2


@dataclass(frozen=True)
class Row:
    name: str
    day: dt.date
    parts: list[Any] = field(default_factory=list, metadata={"alias": "部分"})
    _hidden: int = 0


class Text(str):
    def __str__(self) -> str:
        return "改了"


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("字", "字"),
        (7, 7),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (Decimal("1.50"), Decimal("1.50")),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 1)),
        (dt.time(8), dt.time(8)),
        (Field7.企业, "进企业"),
        (Level.省, 1),
        (Sphere.SCHOOL, ("学校", 2)),
        (Markup("<b>"), "<b>"),
        (Markup("a &amp; b"), "a & b"),
        ({"a": 1}.keys(), ["a"]),
        ({"a": 1}.values(), [1]),
        ({"a": 1}.items(), [("a", 1)]),
        (Text("原"), "原"),
        ([1, Field7.企业], [1, "进企业"]),
        ((1, [Field7.企业]), [1, ["进企业"]]),
        (deque([1]), [1]),
        (range(2), [0, 1]),
        (OrderedDict(a=Field7.企业), {"a": "进企业"}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        ({Field7.企业: 1, 2: 3}, {"进企业": 1, 2: 3}),
        ({Field7.企业: Field7.企业}, {"进企业": "进企业"}),
        ({Sphere.SCHOOL.name: Sphere.SCHOOL}, {"SCHOOL": ("学校", 2)}),
        ({Level.省: {Level.省: Sphere.SCHOOL}}, {1: {1: ("学校", 2)}}),
        (Activity.model_validate({"名称": "讲座"}), {"名称": "讲座", "人数": 3, "合计": 6}),
        (
            Activity.model_validate({"名称": "讲座", "附注": [Field7.企业]}),
            {"名称": "讲座", "人数": 3, "合计": 6, "附注": ["进企业"]},
        ),
        (Row("甲", dt.date(2026, 3, 1)), {"name": "甲", "day": dt.date(2026, 3, 1), "部分": []}),
        (
            {"表": [Row("甲", dt.date(2026, 3, 1), [Field7.企业])]},
            {"表": [{"name": "甲", "day": dt.date(2026, 3, 1), "部分": ["进企业"]}]},
        ),
    ],
)
def test_values_become_plain_data(value: Any, taken: Any) -> None:
    found = adapt(value)
    assert found == taken
    assert type(found) in (type(taken), Record)


def test_plain_data_is_handed_on_and_not_copied() -> None:
    values = {"a": [1, {"b": "c"}], "d": (1, 2)}
    assert adapt_values(values) is values


def test_the_callers_values_are_never_changed() -> None:
    inner = [Field7.企业]
    values: dict[str, Any] = {"a": inner, "b": {"c": Activity.model_validate({"名称": "讲座"})}}
    adapt_values(values)
    assert values["a"] is inner
    assert type(inner[0]) is Field7
    assert isinstance(values["b"]["c"], Activity)


def test_a_model_answers_to_both_names_and_is_counted_once() -> None:
    record = adapt(Activity.model_validate({"名称": "讲座"}))
    assert (record["name"], record["名称"], record["total"], record["合计"]) == ("讲座", "讲座", 6, 6)
    assert (record.get("people"), record.get("无"), record.get("无", 1)) == (3, None, 1)
    assert list(record) == ["名称", "人数", "合计"]
    with pytest.raises(KeyError):
        record["origin"]
    template = make_environment().from_string(
        "{{ 项.名称 }}{{ 项.name }}{{ 项['name'] }}{{ 项.get('people') }}{{ 项|length }}"
    )
    assert template.render(项=record) == "讲座讲座讲座33"
    again = pickle.loads(pickle.dumps(record))
    assert again == record
    assert again["name"] == "讲座"


def test_a_model_can_be_the_whole_of_the_values() -> None:
    assert adapt_values(Activity.model_validate({"名称": "讲座"}))["name"] == "讲座"


@pytest.mark.parametrize(
    ("values", "code", "where", "message"),
    [
        ({"a": {1, 2}}, "value.unknown_type", "a", "模板不认识这种值：set"),
        ({"a": [1, iter([])]}, "value.unknown_type", "a[1]", "模板不认识这种值：list_iterator"),
        ({"a": {"b": b"x"}}, "value.unknown_type", "a.b", "模板不认识这种值：bytes"),
        ({"a": UUID(int=0)}, "value.unknown_type", "a", "模板不认识这种值：uuid.UUID"),
        ({"a": object()}, "value.unknown_type", "a", "模板不认识这种值：object"),
        ({"a": len}, "value.unknown_type", "a", "模板不认识这种值：builtin_function_or_method"),
        ({"a": Row}, "value.unknown_type", "a", "模板不认识这种值：type"),
        ({"a": 1j}, "value.unknown_type", "a", "模板不认识这种值：complex"),
        ({"a": float("nan")}, "value.not_finite", "a", "值是“nan”，不是数"),
        ({"a": [float("inf")]}, "value.not_finite", "a[0]", "值是“inf”，不是数"),
        ({"a": Decimal("NaN")}, "value.not_finite", "a", "值是“NaN”，不是数"),
        ({"a": {(1, 2): 3}}, "value.key", "a", "名称“(1, 2)”不是文字"),
        ({None: 1}, "value.key", None, "名称“None”不是文字"),
        ([1], "value.not_a_record", None, "数据应是一组“名称：值”，现在是list"),
        ("文", "value.not_a_record", None, "数据应是一组“名称：值”，现在是str"),
        (None, "value.not_a_record", None, "数据应是一组“名称：值”，现在是NoneType"),
        (
            {"行": [Row("甲", dt.date(2026, 3, 1), [object()])]},
            "value.unknown_type",
            "行[0].部分[0]",
            "模板不认识这种值：object",
        ),
    ],
)
def test_what_cannot_be_taken_in_is_told_with_its_path(
    values: Any, code: str, where: str | None, message: str
) -> None:
    with pytest.raises(RenderError) as caught:
        adapt_values(values, file="数据.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where, problem.message) == (code, where, message)
    assert problem.place.file == "数据.yaml"
    assert problem.hint


def test_a_subdocument_of_docxtpl_is_handed_on_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    docx.Document().save(str(path))
    subdocument = docxtpl.DocxTemplate(path).new_subdoc()
    assert adapt_values({"附": subdocument})["附"] is subdocument


def test_all_values_that_cannot_be_taken_in_are_told_at_once() -> None:
    with pytest.raises(RenderError) as caught:
        adapt_values({"a": {1}, "b": [object(), {"c": float("nan")}], "d": 1})
    assert [problem.place.where for problem in caught.value.problems] == ["a", "b[0]", "b[1].c"]


def test_a_value_that_holds_itself_is_a_problem_not_a_crash() -> None:
    circle: dict[str, Any] = {}
    circle["我"] = circle
    with pytest.raises(RenderError) as caught:
        adapt_values(circle)
    assert caught.value.problems[0].code == "value.too_deep"


def test_a_named_tuple_keeps_places_and_names_and_survives_pickling() -> None:
    place = namedtuple("place", "x y")  # noqa: PYI024
    taken = adapt({"p": place(1, [Field7.企业])})["p"]
    assert (tuple(taken), taken.names) == ((1, ["进企业"]), ("x", "y"))
    assert adapt(taken) is taken
    again = pickle.loads(pickle.dumps(taken))
    assert (again, again.names) == (taken, ("x", "y"))


@pytest.mark.parametrize(("depth", "fits"), [(50, True), (51, False)])
def test_depth_holds_at_the_limit_and_refuses_one_over(depth: int, fits: bool) -> None:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    if fits:
        assert adapt({"a": value}) == {"a": value}
    else:
        with pytest.raises(RenderError):
            adapt({"a": value})


@pytest.mark.parametrize("value", [Picture(b"x"), docxtpl.RichText("a"), docxtpl.Listing("a")])
def test_values_that_an_engine_draws_are_left_to_it(value: Any) -> None:
    assert adapt({"a": [value]})["a"][0] is value


def test_a_fraction_is_a_number() -> None:
    assert adapt(Fraction(1, 4)) == 0.25


class Made(BaseModel):
    """Its lists are made when they are asked for and belong to nobody."""

    number: int = Field(alias="号")

    @computed_field(alias="列")
    @property
    def listed(self) -> list[Any]:
        return [Field7.企业, [self.number, Field7.企业], {"号": self.number}]


def test_values_that_are_made_on_the_way_are_not_mixed_up() -> None:
    found = adapt([Made.model_validate({"号": number}) for number in range(2_000)])
    assert [row["列"] for row in found] == [["进企业", [n, "进企业"], {"号": n}] for n in range(2_000)]


def test_a_value_under_many_names_is_taken_in_once() -> None:
    nested: Any = [Field7.企业]
    for _ in range(24):  # 16 million paths lead to the innermost list
        nested = {"甲": nested, "乙": nested}
    found = adapt(nested)
    for _ in range(24):
        assert found["甲"] is found["乙"]
        found = found["乙"]
    assert found == ["进企业"]


def test_a_fault_under_two_names_is_told_once() -> None:
    faulty = [float("nan")]
    with pytest.raises(RenderError) as caught:
        adapt({"甲": faulty, "乙": faulty})
    assert [(p.code, p.place.where) for p in caught.value.problems] == [("value.not_finite", "甲[0]")]


def test_values_are_taken_in_once_for_many_templates() -> None:
    taken = take({"甲": Field7.企业})
    assert taken == {"甲": "进企业"}
    assert take(taken) is taken
    assert adapt_values(taken) is taken
