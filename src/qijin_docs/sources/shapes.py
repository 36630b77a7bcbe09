"""The shape of a pydantic model's fields, as far as data has to be walked along with it."""

from __future__ import annotations

import types
from collections.abc import Mapping, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo
from pydantic.types import Discriminator

from qijin_docs.sources.repair import Repair

_LISTS = (list, tuple, set, frozenset, Sequence, AbstractSet, MutableSequence, MutableSet)


class Kind(Enum):
    """What stands at a place of a model."""

    MODEL = "model"
    LIST = "list"
    DICT = "dict"
    UNION = "union"
    LEAF = "leaf"


@dataclass(frozen=True, slots=True)
class Shape:
    """One annotation, taken apart.

    Args:
        kind: what it is.
        type: of a leaf or model: the class; ``None`` if there is no single one (``Literal``, ``Any``).
        inner: of a list, dict or union: the shapes inside; several of a list are a tuple of that length.
        none: whether ``None`` is a value of it.
        tagged: of a union: whether pydantic tells its members apart by a tag.
        repairs: tolerant readers, in the order they apply.
        literals: the values of a ``Literal``.
    """

    kind: Kind
    type: Any = None
    inner: tuple[Shape, ...] = ()
    none: bool = False
    tagged: bool = False
    repairs: tuple[Repair, ...] = ()
    literals: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of a model: Python name, key in the data, shape."""

    name: str
    key: str
    shape: Shape
    required: bool


@cache
def entries_of(model: type[BaseModel]) -> tuple[Entry, ...]:
    """The fields of a model in their order."""
    return tuple(
        Entry(name, key_of(name, info), _of_field(info), info.is_required())
        for name, info in model.model_fields.items()
    )


def key_of(name: str, info: FieldInfo) -> str:
    """The key that stands for a field in the data: its alias, or its name if it has none."""
    alias = info.validation_alias if info.validation_alias is not None else info.alias
    if isinstance(alias, AliasChoices):
        alias = next((choice for choice in alias.choices if isinstance(choice, str)), None)
    return alias if isinstance(alias, str) else name


def column_names(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model's fields: the columns of a table with one record of it in each row."""
    return tuple(entry.key for entry in entries_of(model))


def _of_field(info: FieldInfo) -> Shape:
    return _shape(info.annotation, (*info.metadata, info))


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    annotation = getattr(annotation, "__value__", annotation)  # type Name = …
    if get_origin(annotation) is Annotated:
        base, *more = get_args(annotation)
        return _shape(base, (*more, *metadata))
    repairs = tuple(mark for mark in metadata if isinstance(mark, Repair))
    tagged = any(
        isinstance(mark, Discriminator) or (isinstance(mark, FieldInfo) and mark.discriminator is not None)
        for mark in metadata
    )
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _union(arguments, metadata, repairs, tagged)
    if annotation is None or annotation is type(None) or annotation is Any:
        return Shape(Kind.LEAF, none=True, repairs=repairs)
    if origin is Literal:
        return Shape(Kind.LEAF, none=None in arguments, repairs=repairs, literals=arguments)
    if isinstance(annotation, TypeVar):
        return Shape(Kind.LEAF, none=True, repairs=repairs)
    base = origin or annotation
    if base in _LISTS:
        if base is tuple and arguments and arguments[-1] is not Ellipsis:
            return Shape(Kind.LIST, type=base, inner=tuple(map(_shape, arguments)), repairs=repairs)
        return Shape(
            Kind.LIST, type=base, inner=tuple(map(_shape, arguments[:1])) or (_ANY,), repairs=repairs
        )
    if isinstance(base, type) and issubclass(base, BaseModel):
        return Shape(Kind.MODEL, type=base, repairs=repairs)
    if isinstance(base, type) and issubclass(base, Mapping):
        return Shape(
            Kind.DICT, type=base, inner=tuple(map(_shape, arguments[1:])) or (_ANY,), repairs=repairs
        )
    return Shape(Kind.LEAF, type=base if isinstance(base, type) else None, repairs=repairs)


_ANY = Shape(Kind.LEAF, none=True)


def _union(
    arguments: tuple[Any, ...], metadata: tuple[Any, ...], repairs: tuple[Repair, ...], tagged: bool
) -> Shape:
    members = [argument for argument in arguments if argument is not type(None)]
    none = len(members) < len(arguments)
    if len(members) == 1:
        only = _shape(members[0], metadata)
        return Shape(
            only.kind, only.type, only.inner, none or only.none, only.tagged, only.repairs, only.literals
        )
    inner = tuple(_shape(member) for member in members)
    return Shape(Kind.UNION, None, inner, none or any(s.none for s in inner), tagged, repairs)
