"""What every model has: aliases, immutability, nearest names, flaws with paths, values for templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

import qijin_docs.models as models
from qijin_docs.errors import DataError, Flaw, Severity
from qijin_docs.models import Model, all_flaws, template_values
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

DOCUMENTS: dict[str, type[Model]] = {
    "活动": models.Campaign,
    "单位": models.OrganBook,
    "方案": models.Plan,
    "任务分工": models.AssignmentTable,
    "领导小组": models.LeadingGroup,
    "活动台账": models.ActivityRegister,
    "见证材料": models.EvidenceCatalogue,
    "典型/01": models.TypicalCase,
    "进展/1": models.ProgressReport,
    "总结": models.Summary,
    "统计表": models.StatisticsTable,
    "公文/报告": models.OfficialDocument,
    "公文/通知": models.OfficialDocument,
}
ALL = [getattr(models, name) for name in models.__all__]
MODELS = sorted(
    {m for m in ALL if isinstance(m, type) and issubclass(m, BaseModel) and m is not Model},
    key=lambda m: m.__name__,
)


def in_english(model: type[BaseModel], value: Any) -> Any:
    """The same values under the Python names, as deep as they go."""
    from typing import get_args

    names = {field.alias: name for name, field in model.model_fields.items()}

    def inner(name: str, item: Any) -> Any:
        def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                yield annotation
            for argument in get_args(annotation):
                yield from models_in(argument)

        found = list(models_in(model.model_fields[name].annotation))
        if len(found) != 1:
            return item
        if isinstance(item, dict):
            return in_english(found[0], item)
        if isinstance(item, list):
            return [in_english(found[0], i) if isinstance(i, dict) else i for i in item]
        return item

    return {names.get(key, key): inner(names.get(key, key), item) for key, item in value.items()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_minimal_values_make_a_model(valid: Callable[[str], Any], name: str) -> None:
    assert isinstance(DOCUMENTS[name].model_validate(valid(name)), DOCUMENTS[name])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_english_names_are_as_good_as_chinese_ones(valid: Callable[[str], Any], name: str) -> None:
    model = DOCUMENTS[name]
    english = in_english(model, valid(name))
    assert not {"标题", "领域", "活动", "章节", "年度"} & set(english)
    assert model.model_validate(english) == model.model_validate(valid(name))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_unknown_field_is_refused_with_the_nearest_name(valid: Callable[[str], Any], name: str) -> None:
    model = DOCUMENTS[name]
    key = next(field.alias or "" for field in model.model_fields.values() if len(field.alias or "") > 1)
    wrong = key[:-1] + "丂"
    with pytest.raises(DataError) as caught:
        validate(model, Located.plain(valid(name) | {wrong: "x"}))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.where) == ("data.unknown_field", wrong)
    assert problem.message == f"没有“{wrong}”这一项"
    assert problem.hint.startswith("是否想写“")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_model_cannot_be_changed(valid: Callable[[str], Any], name: str) -> None:
    made = DOCUMENTS[name].model_validate(valid(name))
    first = next(iter(DOCUMENTS[name].model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(made, first, None)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("value", [None, "文字", 5, [], [1]], ids=["none", "text", "number", "empty", "list"])
def test_what_is_no_group_of_fields_is_refused(name: str, value: Any) -> None:
    with pytest.raises(DataError) as caught:
        validate(DOCUMENTS[name], Located.plain(value, "甲.yaml"))
    assert {p.place.file for p in caught.value.problems} == {"甲.yaml"}


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_field_has_a_chinese_name_of_its_own(model: type[BaseModel]) -> None:
    aliases = [field.alias for field in model.model_fields.values()]
    computed = [field.alias for field in model.model_computed_fields.values()]
    assert all(aliases)
    assert all(computed)
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & set(computed) - {None}


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_model_says_what_it_is(model: type[BaseModel]) -> None:
    assert model.__doc__
    assert model.__doc__ != BaseModel.__doc__


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_template_reads_each_field_under_both_names(valid: Callable[[str], Any], name: str) -> None:
    model = DOCUMENTS[name]
    values = template_values(model.model_validate(valid(name)))
    aliases = {field: info.alias for field, info in model.model_fields.items()}
    aliases |= {field: info.alias for field, info in model.model_computed_fields.items()}
    for field, alias in aliases.items():
        assert values[field] == values[alias or field]


def test_values_for_templates_hold_no_models() -> None:
    class Inner(Model):
        name: str = Field(alias="名称")

    values = template_values({"甲": (Inner(name="x"), {"乙": Inner(name="y")}), "丙": 1})
    assert values == {"甲": [{"name": "x", "名称": "x"}, {"乙": {"name": "y", "名称": "y"}}], "丙": 1}


class Leaf(Model):
    """A model with a warning and, if asked, an error."""

    bad: bool = Field(False, alias="错")

    def flaws(self) -> Iterator[Flaw]:
        yield Flaw(("错",), "test.note", "说明", severity=Severity.NOTE)
        yield Flaw(("错",), "test.warning", "提醒{1}", severity=Severity.WARNING)
        if self.bad:
            yield Flaw(("错",), "test.first", "一错{x}{{ y }}", "改")
            yield Flaw((), "test.second", "二错")


class Tree(Model):
    """A model with models inside."""

    leaf: Leaf = Field(default_factory=Leaf, alias="叶")
    leaves: tuple[Leaf, ...] = Field((), alias="众叶")


def test_warnings_and_notes_are_found_at_any_depth() -> None:
    tree = Tree(leaves=(Leaf(), Leaf()))
    assert [(flaw.path, flaw.code) for flaw in all_flaws(tree)] == [
        (("叶", "错"), "test.note"),
        (("叶", "错"), "test.warning"),
        (("众叶", 0, "错"), "test.note"),
        (("众叶", 0, "错"), "test.warning"),
        (("众叶", 1, "错"), "test.note"),
        (("众叶", 1, "错"), "test.warning"),
    ]


def test_all_errors_of_a_value_come_at_once_with_braces_as_they_are() -> None:
    with pytest.raises(DataError) as caught:
        validate(Tree, Located.plain({"众叶": [{}, {"错": True}]}, "甲.yaml"))
    assert [(p.code, p.place.where, p.message, p.hint) for p in caught.value.problems] == [
        ("test.first", "众叶[1].错", "一错{x}{{ y }}", "改"),
        ("test.second", "众叶[1]", "二错", ""),
    ]


def test_made_in_python_an_error_is_a_validation_error() -> None:
    with pytest.raises(ValidationError, match="一错"):
        Leaf(bad=True)


def test_a_context_fills_in_what_is_not_given_and_nothing_else() -> None:
    class Told(Model):
        year: int = Field(alias="年度")
        name: str = Field("甲", alias="名称")

    given = {"given": {"year": 2018, "other": 5}}
    assert Told.model_validate({}, context=given).year == 2018
    assert Told.model_validate({"年度": 2019}, context=given).year == 2019
    assert Told.model_validate({"year": 2020}, context=given).year == 2020
    with pytest.raises(ValidationError):
        Told.model_validate({}, context=None)
