"""What every model shares: immutability, Chinese aliases, and the way a model says it is unsound.

A field is declared once, ``title: Line = Field(alias="标题")``; data files, templates and messages
use the alias, Python uses the name, and both are accepted wherever data comes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import Flaw, Severity

if TYPE_CHECKING:
    from qijin_docs.models.campaign import Campaign


class Model(BaseModel):
    """Base of all models: frozen, nothing unknown accepted, alias and name both accepted."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,
    )

    def flaws(self) -> Iterator[Flaw]:
        """Yield what is wrong with this value although each field by itself is right.

        Errors make the value impossible to construct; warnings and notes are reported by
        :func:`all_flaws`. Paths use the Chinese names.
        """
        yield from ()

    @model_validator(mode="before")
    @classmethod
    def _fill_from_context(cls, data: Any, info: ValidationInfo) -> Any:
        # A project tells every document which campaign, organ and register it belongs to; a document
        # that says so itself keeps its own word.
        given = (info.context or {}).get("given") if info.context else None
        if not given or not isinstance(data, Mapping):
            return data
        missing = {
            field.alias: given[name]
            for name, field in cls.model_fields.items()
            if name in given and field.alias and name not in data and field.alias not in data
        }
        return {**data, **missing} if missing else data

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:  # noqa: ARG002 # for those that override it
        """Yield what is wrong with this value as a part of a campaign: an unknown sphere, a day outside of it.

        A register asks it of its rows; a row that is read as part of a project asks it of itself, so that a
        fault in another row does not hide this one.
        """
        yield from ()

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        found = tuple(self.flaws())
        campaign = ((info.context or {}).get("given") or {}).get("campaign")
        if campaign is not None:
            found += tuple(self.flaws_in(campaign))
        if any(flaw.severity is Severity.ERROR for flaw in found):
            sentence = "；".join(flaw.message for flaw in found if flaw.severity is Severity.ERROR)
            # pydantic formats the template with the context; braces of the data must not take part.
            raise PydanticCustomError("data.flaws", "{sentence}", {"sentence": sentence, "flaws": found})
        return self


def all_flaws(model: BaseModel, *, path: tuple[str | int, ...] = ()) -> Iterator[Flaw]:
    """Yield the warnings and notes of a model and of every model inside it, with paths from its root."""
    if isinstance(model, Model):
        for flaw in model.flaws():
            yield flaw.under(*path)
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        step = field.alias or name
        if isinstance(value, BaseModel):
            yield from all_flaws(value, path=(*path, step))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from all_flaws(item, path=(*path, step, index))


def template_values(value: Any) -> Any:
    """Turn a model (or anything that holds models) into what templates read: dicts, lists, plain values.

    Each field and each computed field of a model appears under its Chinese name and under its
    English one, so that a template author may use either.
    """
    if isinstance(value, BaseModel):
        kind = type(value)
        values: dict[str, Any] = {}
        for name, field in kind.model_fields.items():
            item = template_values(getattr(value, name))
            values[name] = item
            values[field.alias or name] = item
        for name, computed in kind.model_computed_fields.items():
            item = template_values(getattr(value, name))
            values[name] = item
            values[computed.alias or name] = item
        return values
    if isinstance(value, Mapping):
        return {key: template_values(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [template_values(item) for item in value]
    return value
