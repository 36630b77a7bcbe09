"""The shape of a model's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import AliasChoices, BaseModel, Field

from qijin_docs.sources.shapes import Kind, column_names, entries_of


class Leaf(BaseModel):
    kind: Literal["甲"] = "甲"


class Other(BaseModel):
    kind: Literal["乙"] = "乙"


class Tree(BaseModel):
    text: str = Field(alias="文字")
    day: date | None = Field(None, validation_alias=AliasChoices("日期", "时间"))
    plain: Any = None
    leaf: Leaf | None = None
    trees: tuple[Tree, ...] = ()
    pair: tuple[str, int] = ("", 0)
    words: Sequence[str] = ()
    by_name: Mapping[str, Leaf] = {}
    either: Annotated[Leaf | Other, Field(discriminator="kind")] | None = None
    mixed: str | Leaf | None = None
    bare: list = []  # type: ignore[type-arg]


SHAPES = {entry.name: entry.shape for entry in entries_of(Tree)}


@pytest.mark.parametrize(
    ("name", "kind", "none", "inner"),
    [
        ("text", Kind.LEAF, False, ()),
        ("day", Kind.LEAF, True, ()),
        ("plain", Kind.LEAF, True, ()),
        ("leaf", Kind.MODEL, True, ()),
        ("trees", Kind.LIST, False, (Kind.MODEL,)),
        ("pair", Kind.LIST, False, (Kind.LEAF, Kind.LEAF)),
        ("words", Kind.LIST, False, (Kind.LEAF,)),
        ("by_name", Kind.DICT, False, (Kind.MODEL,)),
        ("either", Kind.UNION, True, (Kind.MODEL, Kind.MODEL)),
        ("mixed", Kind.UNION, True, (Kind.LEAF, Kind.MODEL)),
        ("bare", Kind.LIST, False, (Kind.LEAF,)),
    ],
)
def test_an_annotation_is_taken_apart(name: str, kind: Kind, none: bool, inner: tuple[Kind, ...]) -> None:
    shape = SHAPES[name]
    assert (shape.kind, shape.none, tuple(s.kind for s in shape.inner)) == (kind, none, inner)


def test_a_union_knows_whether_it_has_a_tag() -> None:
    assert SHAPES["either"].tagged
    assert not SHAPES["mixed"].tagged


def test_the_columns_of_a_model_are_its_aliases() -> None:
    assert column_names(Tree)[:3] == ("文字", "日期", "plain")
    assert [entry.required for entry in entries_of(Tree)][:2] == [True, False]
