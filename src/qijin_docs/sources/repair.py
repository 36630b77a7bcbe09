"""The mark in a model that says: this field is read tolerantly.

    Day = Annotated[date, Repair(read_date, context=("year",))]

The reader gives the value and notes on what it put right. :func:`~.validate.validate` applies it to the
data before pydantic sees it, because only there is known where the value stands; a model made directly in
Python applies the same reader and drops the notes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from qijin_docs.errors import Problem


class Repaired(Protocol):
    """What a tolerant reader gives, such as ``qijin_docs.text.reading.Reading``."""

    @property
    def value(self) -> Any:
        """The value that was read."""

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What was put right; without places."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Marks a field whose raw value goes through a tolerant reader first.

    Args:
        read: takes the raw value (text or number; never ``None``, a list or a mapping), gives value and
            notes, and raises ``DataError`` if the meaning is not certain. Where text is read to text,
            reading the result again must change nothing.
        context: names of the validation context that the reader takes as keyword arguments, if present.
    """

    read: Callable[..., Repaired]
    context: tuple[str, ...] = ()

    def __call__(self, raw: Any, context: Mapping[str, Any] | None) -> Repaired:
        """Reads a raw value."""
        given = context or {}
        return self.read(raw, **{name: given[name] for name in self.context if name in given})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def repaired(raw: Any, info: ValidationInfo) -> Any:
            return self(raw, info.context).value if is_raw(raw, source) else raw

        return core_schema.with_info_before_validator_function(repaired, handler(source))


def is_raw(value: object, wanted: object) -> bool:
    """Whether a reader should see the value: text always, a number where text is not what is wanted."""
    if isinstance(value, bool) or (isinstance(wanted, type) and issubclass(wanted, str)):
        return isinstance(value, str)
    return isinstance(value, str | int | float | Decimal)
