"""Records as documents of a kind: checked by its model, with everything the official templates count on worked out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from qijin_docs.contents import values_of
from qijin_docs.kinds import Kind, load_kinds
from qijin_docs.loading import load
from qijin_docs.models import Document, template_values


@lru_cache(maxsize=16)
def kind_named(name: str) -> Kind:
    """The kind.

    Raises:
        DataError: there is no such kind.
    """
    return load_kinds()[name]


def values_of_kind(name: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a template of the kind reads of a record.

    Raises:
        DataError: all that the model finds wrong, each with its path in the record.
    """
    model = load(kind_named(name).id, values)
    found: Mapping[str, Any] = values_of(model) if isinstance(model, Document) else template_values(model)
    return found
