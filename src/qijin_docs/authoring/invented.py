"""A record for a model of one's own, made from the types of its fields; every text says 示例."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

_DEEPEST = 4
_ITEMS = 3


def invented(
    model: type[BaseModel], *, bare: bool = False, known: Mapping[type, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """A record by Chinese names.

    Args:
        model: whose record.
        bare: only what is required, and lists with a single item.
        known: data of classes inside it that have rules of their own.
    """
    return _Maker(bare, known).record(model, 0)


@dataclass(frozen=True, slots=True)
class _Maker:
    bare: bool
    known: Mapping[type, Any]

    def record(self, model: type[BaseModel], depth: int) -> dict[str, Any]:
        return {
            field.alias or name: self.value(field.annotation, field.alias or name, depth)
            for name, field in model.model_fields.items()
            if field.is_required() or (not self.bare and depth < _DEEPEST)
        }

    def value(self, kind: Any, name: str, depth: int) -> Any:
        if isinstance(kind, type) and kind in self.known:
            return self.known[kind]
        if hasattr(kind, "__value__"):
            return self.value(kind.__value__, name, depth)
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.value(inner[0], name, depth)
        if origin in (Union, types.UnionType):
            return self.value(next(choice for choice in inner if choice is not type(None)), name, depth)
        if origin is Literal:
            return inner[0]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"示例": self.value(inner[1], name, depth)}
        if origin in (list, tuple, set, frozenset):
            count = 1 if self.bare else _ITEMS
            return [self.value(inner[0], f"{name}{i + 1}", depth + 1) for i in range(count)]
        if not isinstance(kind, type):
            return f"示例{name}"
        if issubclass(kind, BaseModel):
            return self.record(kind, depth + 1)
        if issubclass(kind, Enum):
            return next(iter(kind)).value
        for plain, value in _PLAIN:
            if issubclass(kind, plain):
                return value
        return f"示例{name}"


_PLAIN: tuple[tuple[type, Any], ...] = (
    (bool, True),
    (int, 12),
    (float, 1.5),
    (Decimal, 1.5),
    (dt.date, dt.date(2018, 6, 16)),
)
